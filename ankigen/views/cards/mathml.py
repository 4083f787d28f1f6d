r"""Formulas as MathML, for a page without MathJax: the `\(…\)` and `\[…\]` of a field, which Anki would typeset.

latex2mathml writes some texts of a formula as they are, so what it makes is cleaned like all HTML of a stranger's.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
# The elements and attributes of MathML Core (W3C) without those that link, run or style, and the tables' attributes
# that latex2mathml writes.
_ELEMENTS = set(
    """math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle
    msub msubsup msup mtable mtd mtext mtr munder munderover none""".split()
)
_ATTRIBUTES = set(
    """accent accentunder columnalign columnlines columnspacing columnspan depth dir display displaystyle fence form
    height largeop linethickness lspace mathcolor mathsize mathvariant maxsize minsize movablelimits rowlines rowspacing
    rowspan rspace scriptlevel separator stretchy symmetric voffset width""".split()
)
_TAG = re.compile("<[a-zA-Z!?]")
_UNKNOWN = re.compile(r"<mi>\\")  # latex2mathml's output for a command that it does not know


def formulas(fields: Iterable[str]) -> dict[str, str]:
    """Return the MathML of each formula in the HTML of fields, by its text there, including delimiters.

    A formula that is faulty, that latex2mathml cannot convert, or that has elements of another kind is left out: it is
    better shown as TeX.
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
    cleaned = _cleaner().clean(made)
    lost = len(_TAG.findall(cleaned)) != len(_TAG.findall(made))
    return "" if lost or _UNKNOWN.search(made) else cleaned


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_ELEMENTS,
        clean_content_tags={"script", "style"},
        attributes={"*": _ATTRIBUTES, "math": _ATTRIBUTES | {"xmlns"}},
        link_rel=None,
    )
