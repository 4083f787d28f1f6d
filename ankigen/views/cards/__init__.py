"""Make pages that show cards as Anki does, in a sandboxed frame, without a network.

Input: builds. Output: HTML (`preview_page`); `Server` serves a page to the browser and updates it.
"""

from ankigen.views.cards.preview import Previewed, preview_page
from ankigen.views.cards.server import Server

__all__ = ["Previewed", "Server", "preview_page"]
