"""Show a bank to people and to other programs: pages, statistics, JSON, new files to fill in.

Input: a `Bank`, a `Build` or a package. Output: text or HTML; `cards` makes the pages and serves them, `export` prints
JSON, `formats` writes diagnostics for programs; for people, `cli/diagnostics.py` prints them. Only how
numbers are written is imported here: what one command shows takes others time to import.
"""

from ankigen.views.numbers import counted, sized

__all__ = ["cards", "counted", "export", "formats", "inspect", "progress", "scaffold", "sized", "stats"]
