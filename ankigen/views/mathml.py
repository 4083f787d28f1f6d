r"""Formulas as MathML, for a page without MathJax: the `\(…\)` and `\[…\]` of a field, which Anki would typeset."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
_UNKNOWN = re.compile(r"<mi>\\")  # latex2mathml's output for a command that it does not know


def formulas(fields: Iterable[str]) -> dict[str, str]:
    """Return the MathML of each formula in the HTML of fields, by its text there, including delimiters.

    A formula that is faulty, or that latex2mathml cannot convert, is left out: it is better shown as TeX.
    """
    matches = {match[0]: match for field in fields for match in _FORMULA.finditer(field)}
    made = ((text, _mathml(match)) for text, match in matches.items())
    return {text: mathml for text, mathml in made if mathml}


def _mathml(match: re.Match[str]) -> str:
    from latex2mathml.converter import convert  # noqa: PLC0415 - most banks have no formula

    inline, block = match.groups()
    try:
        made: str = convert(html.unescape(inline or block), display="block" if block else "inline")
    except Exception:  # noqa: BLE001 - a dozen exceptions without a common base
        return ""
    return "" if _UNKNOWN.search(made) else made
