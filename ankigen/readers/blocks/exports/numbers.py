"""Numbers of several parts, such as `1.2`, `Q6-k1` or `NET-03`: each becomes one that counts questions in the file.

They are such where several lines begin with one, each has options below, and the last part goes up from line to line.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import is_word, number_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.markdown import Line

_WORD = r"(?:[^\W\d_]{1,16}[ \t]?[#.]?)?"
_NUMBER = (
    rf"(?:(?P<word>{_WORD})\d{{1,3}}(?:[.-]\d{{1,3}}){{1,2}}(?![\d%])|(?P<lettered>{_WORD})\d{{1,3}}\.?[a-h](?!\w)"
    r"|[A-Z][A-Z0-9]{0,7}(?:-[A-Za-z0-9]{1,8}){0,2}-[A-Za-z]{0,2}\d{1,4}(?!\w))"
)
# What is before and behind the number; the title of a chapter may be between brackets.
_LINE = re.compile(
    rf"(?P<before>[ \t]*(?:[-*+][ \t]+)?(?:#{{1,6}}[ \t]+)?(?:\*\*|__)?)(?P<open>[\[(]?)(?P<number>{_NUMBER})"
    r"(?P<close>[\])]?)(?P<end>[.:)、]?)(?P<bold>\*\*|__)?(?P<sign>[.:)、]?|[ \t]*[–—|-](?=[ \t]))(?=[ \t]|$)"
    r"(?P<text>.*)$"
)
MAY_BE_NUMBERED = re.compile(
    r"\n[ \t]*+(?:#{1,6}[ \t]++)?[*_]{0,2}[\[(]?(?:[^\W\d_]{1,16}[ \t]?[#.]?)?"
    r"(?:\d{1,3}(?:[.-]\d|\.?[a-h][.:)*_ ])|(?:-?[A-Za-z0-9]{1,8}){0,3}-[A-Za-z]{0,2}\d)"
)
_LAST = re.compile(r"(?:\d+|[a-h])$")
_SHAPE = re.compile(r"\d+|[a-h](?=$)")
_FEWEST = 2
_FARTHEST_OPTION = 40  # lines between a number and the options of its question


class _Numbered(NamedTuple):
    """A line that begins with a number of several parts: its index, the number, its look, and its last part."""

    row: int
    number: str
    look: str
    last: int


def with_whole_numbers(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines with one number in place of each of several parts that begins a question."""
    lines = [line for i, row in enumerate(rows) if (line := _numbered(i, row))]
    looks = {line.look for line in lines}
    asked = [line for look in looks for line in _asking(rows, [line for line in lines if line.look == look])]
    if not asked:
        return rows
    asked.sort()
    numbers = {number: n for n, number in enumerate(dict.fromkeys(line.number for line in asked), 1)}
    new = [*rows]
    for line in lines:
        if line.number in numbers:
            new[line.row] = rows[line.row]._replace(text=_with_number(rows[line.row].text, numbers[line.number]))
    return _with_rows_of_answers(new, numbers, asked[-1].row)


def _numbered(i: int, row: Line) -> _Numbered | None:
    """Return the number of several parts that a line begins with, None for any other line."""
    match = None if row.code or not row.text else _LINE.match(row.text)
    if (
        match is None
        or (match["close"] == "]" and not match["open"])
        or (match["open"] and not (match["close"] + match["end"]))
    ):
        return None
    word = (match["word"] or match["lettered"] or "").strip(" \t#.")
    last = _LAST.search(match["number"])
    if last is None or (word and not is_word(word.casefold())):
        return None
    around = f"{match['before'].strip()}{match['open']}|{match['end']}{match['sign'].strip()}{bool(match['bold'])}"
    look = f"{_SHAPE.sub('1', match['number'])}{around}"
    counted = int(last[0]) if last[0].isdecimal() else ord(last[0]) - ord("a") + 1
    return _Numbered(i, match["number"].removeprefix(match["word"] or match["lettered"] or ""), look, counted)


def _asking(rows: Sequence[Line], lines: Sequence[_Numbered]) -> Sequence[_Numbered]:
    """Return those of some lines of one look that begin questions; none where it is not sure that they do.

    Several have options below, and nothing else with a number between, and their numbers go up.
    """
    ends = [line.row for line in lines[1:]] + [len(rows)]
    spans = [
        (line, range(line.row + 1, min(end, line.row + _FARTHEST_OPTION)))
        for line, end in zip(lines, ends, strict=True)
    ]
    sure = [line for line, below in spans if _has_options(rows, below, sure=True)]
    if len({line.number for line in sure}) < _FEWEST or not any(a.last + 1 == b.last for a, b in pairwise(sure)):
        return ()
    return [line for line, below in spans if _has_options(rows, below)]


def _has_options(rows: Sequence[Line], below: range, *, sure: bool = False) -> bool:
    """Whether options are below a number, above any heading or number of a question; and any number, to be sure."""
    for i in below:
        row = rows[i]
        if row.code or not row.text:
            continue
        option = label(row.text)
        if option and option.position <= 0:
            return True
        start = number_at(i, row)
        if row.text.startswith("#") or (start and (sure or start.word or start.bold)):
            return False
    return False


def _with_number(text: str, number: int) -> str:
    """Return a line with another number."""
    return _LINE.sub(
        lambda match: f"{match['before']}Question {number}:{match['bold'] or ''}{match['text']}", text, count=1
    )


def _with_rows_of_answers(rows: list[Line], numbers: Mapping[str, int], last: int) -> Sequence[Line]:
    """Return the lines; those below the last question that have several of these numbers have the others instead."""
    known = re.compile(
        rf"(?<![\w.-])[Qq]?(?P<number>{'|'.join(map(re.escape, sorted(numbers, key=len, reverse=True)))})(?!\w|[.-]\d)"
    )
    for i in range(last + 1, len(rows)):
        text = rows[i].text
        if not rows[i].code and (text.lstrip().startswith("|") or len(known.findall(text)) > 1):
            rows[i] = rows[i]._replace(text=known.sub(lambda match: str(numbers[match["number"]]), text))
    return rows
