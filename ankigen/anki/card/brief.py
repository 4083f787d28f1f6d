"""An option in one line: whole if it is short, else what distinguishes it from the other options."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ankigen.languages import attributes, language_in_bank
from ankigen.markdown import escaped, may_name_files, to_inline, to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.markdown import Look
    from ankigen.model import Option, Question

_LETTERS = r"A-Za-z0-9\u00c0-\u0dff\u0e80-\u1fff"
_MARKS = r"\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200d\ufe0f"
_UNIT = re.compile(  # a word between blanks, a part of a long one, or a character of a script without blanks
    rf"(?:[!-~{_LETTERS}]{{1,24}}(?=\s|$)|[{_LETTERS}]+|.[{_MARKS}]*)\s*", re.DOTALL
)
_CUT = "…"
_FORMULA = "\\("
_CODE = re.compile(r"`[^`\n]+`|(`{3,}|~{3,})[^`]*\1")  # a whole option, inline or fenced


def in_one_line(option: Option, question: Question, look: Look, *, most: int, tag: str = "b") -> str:
    """Return an option as inline HTML without pictures and sounds; "" if nothing of it can be shown so.

    One of more than `most` columns is cut, one of several lines to half of that, but never a formula: its source is
    longer than what is seen.
    """
    text = _line(option)
    formula, is_line = _FORMULA in text, "\n" not in option.text
    if is_line and columns(text) <= (2 * most if formula else most) and not may_name_files(option.text, look):
        html = to_inline(option.text, look)
    else:
        others = [_line(other) for other in question.options if other is not option]
        html = "" if formula else escaped(cut(text, others, most if is_line else most // 2))
        if html and _CODE.fullmatch(option.text):
            html = f"<code>{html}</code>"
    language = attributes(language_in_bank(option.text, look.languages, look.languages.stems))
    return f"<{tag}{language}>{html}</{tag}>" if html else ""


def _line(option: Option) -> str:
    return " ".join(to_text(option.text).split())


def cut(text: str, others: Sequence[str], most: int) -> str:
    """Return a text in about `most` columns: its beginning, and where it differs from each other text.

    It has more columns if it could otherwise be a part of another text.
    """
    units = _UNIT.findall(text)
    places = {0, *(_first_difference(units, _UNIT.findall(other)) for other in others)}
    while columns(text) > most:
        shown = _shown(units, places, most)
        if not any(_fits([piece.strip() for piece in shown.split(_CUT)], other) for other in others):
            return shown
        most *= 2
    return text


def _shown(units: Sequence[str], places: Collection[int], most: int) -> str:
    """Return the units of a text that are at these places or nearest to them, with a sign for the rest."""
    chosen = set(places)
    room = most - sum(columns(units[i]) for i in places)
    for i in sorted(range(len(units)), key=lambda i: (_distance(i, places), i)):
        room -= 0 if i in places else columns(units[i])
        if room < 0:
            break
        chosen.add(i)
    shown = ""
    for i, unit in enumerate(units):
        if i in chosen:
            shown += unit
        elif not shown.endswith(_CUT):
            shown += _CUT
        if i + 1 in chosen and i not in chosen and unit[-1:].isspace():
            shown += " "
    return shown


def _first_difference(units: Sequence[str], others: Sequence[str]) -> int:
    same = next((i for i, (one, other) in enumerate(zip(units, others, strict=False)) if one != other), len(others))
    return min(same, len(units) - 1)


def _distance(i: int, places: Collection[int]) -> int:
    return min(abs(i - place) for place in places)


def _fits(pieces: Sequence[str], text: str) -> bool:
    """Whether a text may have been cut to these pieces."""
    first, *middle, last = pieces if len(pieces) > 1 else [pieces[0], ""]
    if not text.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return text.endswith(last) and len(text) - len(last) >= at


def columns(text: str) -> int:
    """Return how many columns a text is wide, as in a terminal: text of the same width takes the same room."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
