"""An option in one line: whole if it is short, else what distinguishes it from the other options."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
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
_MANY = 40  # options, each of which would be compared with all others
_FORMULA = "\\("
_CODE = re.compile(r"`[^`\n]+`|(`{3,}|~{3,})[^`]*\1")  # a whole option, inline or fenced


def in_one_line(option: Option, question: Question, look: Look, *, most: int, tag: str = "b") -> str:
    """Return an option as inline HTML without pictures and sounds; "" if nothing of it can be shown so.

    One of more than `most` columns is cut, one of several lines to half of that, but never a formula: its source is
    longer than what is seen, and never among very many options.
    """
    text = _line(option.text)
    formula, is_line = _FORMULA in text, "\n" not in option.text
    if is_line and columns(text) <= (2 * most if formula else most) and not may_name_files(option.text, look):
        html = to_inline(option.text, look)
    else:
        many = len(question.options) > _MANY
        others = [_line(other.text) for other in question.options if other is not option and not many]
        html = "" if formula or many else escaped(cut(text, others, most if is_line else most // 2))
        if html and _CODE.fullmatch(option.text):
            html = f"<code>{html}</code>"
    language = attributes(language_in_bank(option.text, look.languages, look.languages.stems))
    return f"<{tag}{language}>{html}</{tag}>" if html else ""


@lru_cache(maxsize=_MANY)
def _line(text: str) -> str:
    return " ".join(to_text(text).split())


def cut(text: str, others: Sequence[str], most: int) -> str:
    """Return a text in about `most` columns: its beginning, and where it differs from each other text.

    It has more columns if it could otherwise be a part of another text.
    """
    units = _UNIT.findall(text)
    places = {0, *(_first_difference(units, other) for other in others)}
    width = columns(text)
    while width > most:
        shown = _shown(units, places, most)
        if not any(_fits([piece.strip() for piece in shown.split(_CUT)], other) for other in others):
            return shown
        most *= 2
    return text


def _shown(units: Sequence[str], places: Collection[int], most: int) -> str:
    """Return the units of a text that are at these places or nearest to them, with a sign for the rest."""
    shown, end = "", 0
    for i in sorted(_chosen(units, places, most)):
        if i > end:
            shown += "" if shown.endswith(_CUT) else _CUT
            shown += " " if units[i - 1][-1:].isspace() else ""
        shown += units[i]
        end = i + 1
    return shown if end == len(units) or shown.endswith(_CUT) else shown + _CUT


def _chosen(units: Sequence[str], places: Collection[int], most: int) -> set[int]:
    """Return the places, and those nearest to them as long as there is room."""
    chosen = set(places)
    room = most - sum(columns(units[i]) for i in places)
    for distance in range(1, len(units)):
        ring = {i for place in places for i in (place - distance, place + distance) if 0 <= i < len(units)}
        for i in sorted(ring - chosen):
            room -= columns(units[i])
            if room < 0:
                return chosen
            chosen.add(i)
    return chosen


def _first_difference(units: Sequence[str], other: str) -> int:
    """Return the place of the first unit that another text does not have there; the last one if it has all."""
    pairs = enumerate(zip(units, _UNIT.finditer(other), strict=False))
    same = -1
    for same, (unit, match) in pairs:
        if unit != match[0]:
            return same
    return min(same + 1, len(units) - 1)


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
