"""Two lists to match, one with numbers and one with letters: `1-B, 2-A` below them is an answer, and no answer key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.lines import Mark

_FARTHEST = 60  # lines above the pairs
_NUMBERS = re.compile(r"(?:^|[\s,;|])\W{0,3}(\d{1,3})[ \t]*[-.:)=–—>→]{0,2}[ \t]*[*_`(]*[A-Za-z]")
_ITEM = re.compile(r"[ \t>]*(?:[-*+•][ \t]+)?[*_(]{0,3}(?P<number>\d{1,3})[.)、．:]")
_CELL_NUMBER = re.compile(r"\|[ \t]*[*_(]*(\d{1,2})[.)*_]*(?=[ \t|])")
_CELL_LETTER = re.compile(r"\|[ \t]*[*_(]*([A-Za-z])[.)*_]*(?=[ \t|])")


def is_of_two_lists(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether the numbers of pairs are those of a list above them, beside one with letters."""
    wanted = set(_NUMBERS.findall(marked[i].value))
    numbers: list[str] = []
    letters = 0
    for j in range(i - 1, max(i - _FARTHEST, -1), -1):
        mark, text = marked[j], rows[j].text
        if mark.level or mark.rule or mark.role or _is_other(mark, text, numbers):
            break
        cells = _CELL_NUMBER.findall(text) if text.lstrip().startswith("|") else []
        item = _ITEM.match(text)
        if cells:
            numbers += cells
            letters += len(_CELL_LETTER.findall(text))
        elif mark.label:
            letters += 1
        elif item:
            numbers.append(item["number"])
    return letters > 1 and len(numbers) > 1 and set(numbers) == wanted


def _is_other(mark: Mark, text: str, numbers: Sequence[str]) -> bool:
    """Whether a line above a list that counts down to `numbers` belongs to something else."""
    item = None if mark.label else _ITEM.match(text)
    if not numbers or mark.blank or text.lstrip().startswith("|"):
        return False
    if mark.label:
        return numbers[-1] != "1"  # the options of another question
    return item is None or int(item["number"]) != int(numbers[-1]) - 1
