"""Show a bank to people and to other programs: pages, statistics, JSON, new files to fill in.

Input: a `Bank`, a `Build` or a package. Output: text or HTML; `Server` serves a page to the browser and updates it.
`formats` writes diagnostics for programs; for people, `cli/diagnostics.py` prints them.
"""

from ankigen.views import formats, scaffold
from ankigen.views.cards import Exam, Previewed, ServedPage, Server, exam_page, exam_paper, in_one_line, preview_page
from ankigen.views.export import export_records
from ankigen.views.inspect import inspect_package

__all__ = [
    "Exam",
    "Previewed",
    "ServedPage",
    "Server",
    "exam_page",
    "exam_paper",
    "export_records",
    "formats",
    "in_one_line",
    "inspect_package",
    "preview_page",
    "scaffold",
]
