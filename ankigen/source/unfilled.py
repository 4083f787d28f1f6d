"""What `ankigen new question` left for the author to fill in: `<!-- ankigen: fill in: the stem -->`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import fenced
from ankigen.model import Diagnostic, Rule, Span

if TYPE_CHECKING:
    from ankigen.source.read import Source

_MARK = re.compile(r"<!--\s*ankigen:\s*fill in(?::\s*(?P<what>.*?))?\s*-->")
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


def placeholder(what: str) -> str:
    """Return the mark of a part that is to be filled in."""
    return f"<!-- ankigen: fill in: {what} -->"


def find_placeholder(source: Source) -> Diagnostic | None:
    """Return the first part of a file that is left to fill in; None when there is none. Marks in code do not count."""
    if "ankigen:" not in source.text:
        return None
    for row in fenced(source.text):
        text = row.text if row.code else _INLINE_CODE.sub(lambda code: " " * len(code[0]), row.text)
        match = None if row.code else _MARK.search(text)
        if match:
            span = Span(path=source.path, line=row.number, column=match.start() + 1)
            message = f"to fill in: {match['what'] or 'this part'}"
            hint = (
                "write it in place of the comment; where there is nothing to say, delete the comment with its heading"
            )
            return Diagnostic(rule=Rule.UNFILLED, span=span, message=message, hint=hint)
    return None
