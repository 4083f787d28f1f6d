"""Make pages that show cards as Anki does, in a sandboxed frame, without a network.

Input: builds. Output: HTML: all cards of banks (`preview_page`), or a mock exam (`exam_page`, `exam_paper`). `Server`
serves a page to the browser and updates it.
"""

from ankigen.views.cards.exam import Exam, exam_page
from ankigen.views.cards.paper import exam_paper
from ankigen.views.cards.preview import Previewed, preview_page
from ankigen.views.cards.server import ServedPage, Server, in_one_line

__all__ = ["Exam", "Previewed", "ServedPage", "Server", "exam_page", "exam_paper", "in_one_line", "preview_page"]
