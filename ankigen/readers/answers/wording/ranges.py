"""Ranges of labels: what may be between the first one and the last, and when a dash parts off a reason instead."""

from __future__ import annotations

import re

DASH = re.compile(r"\s*+[–—]\s*+|[-~〜]")
_EMPHASIS = re.compile(r"[*_`]|<(?=/?[a-z]+>)", re.IGNORECASE)
_LOOSE = re.compile(r"[\s—]")
_CLOSING = re.compile(r"\s*+[)\]]")


def are_ends(text: str, flat: str, first: re.Match[str], last: re.Match[str], *, ended: bool) -> bool | None:
    """Whether two labels are the ends of a range, and not a label and the first word of a reason; None if unsure.

    Ends are written alike, and no emphasis closes between them: `**B** – D: no` is none. Behind a dash with blanks
    around it, or a long one, it is sure only if the line is `ended` by the second.
    """
    alike = _kind(text, first) == _kind(text, last)
    dash = DASH.fullmatch(flat, first.end(), last.start())
    if not dash:
        return alike
    sign = next(i for i in range(*dash.span()) if not flat[i].isspace())
    opened = flat[: first.start()].rstrip()[-1:] in {"(", "["}
    alike &= _marks(text[first.end() : sign]) == _marks(text[sign : last.start()])
    alike &= opened or not _CLOSING.match(flat, last.end())
    if not _LOOSE.search(text, first.end(), last.start()):
        return alike or None
    return (ended or None) if alike else False


def _kind(text: str, label: re.Match[str]) -> str:
    """Return how a label is written: a number, in a circle or not, a capital, or any other letter."""
    if label["circled"]:
        return "circled"
    written = text[label.start() : label.end()]
    return "number" if written.isdecimal() else "capital" if written.isupper() else "letter"


def _marks(side: str) -> int:
    return len(_EMPHASIS.findall(side))
