"""Several entries in a line or a table: `1-B, 2-C`, `1-5 BCADB`, a column of numbers beside one of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, cells
from ankigen.readers.grouping.keys.entry import Entry, reads
from ankigen.readers.marks.starts import NO_HEADING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.readers.grouping.keys.entry import Options

_PAIR = re.compile(
    r"[|\s]*+(?:[Qq]|\()?(?P<number>\d{1,4})[ \t]*+[.):：|=–—-]*+[ \t]*+(?P<value>[^\s,;|，；]+)[,;，；|\s]*+"
)
_RANGE = re.compile(r"\W{0,4}(?P<first>\d{1,4})[ \t]*[-–—~][ \t]*(?P<last>\d{1,4})\W{1,3}(?P<letters>[A-Ha-h]{2,})\W*")
_CELL_NUMBER = re.compile(r"\W*(?:[^\W\d]{1,10}[ .#]*)?(?P<number>\d{1,4})\W*")


def of_table(rows: Sequence[Line], start: int, end: int, options: Options) -> Iterator[Entry]:
    """Yield an entry for each row of a table with a column of numbers and one of answers; or one for each column."""
    header = cells(rows[start].text)
    body = [(i, cells(rows[i].text)) for i in (start, *range(start + 2, end))]
    for i, row in body:
        pairs = list(_cell_pairs(row, options))
        for at, number in pairs:
            why = " ".join(cell for n, cell in enumerate(row) if n not in {at, at - 1}) if len(pairs) == 1 else ""
            below = (Line(rows[i].number, why.strip(), code=False),) if why.strip() else ()
            yield Entry(i, number, row[at], NO_HEADING, below, closed=True)
    across = [cells(rows[i].text) for i in range(start + 2, end)]
    if len(across) == 1 and len(header) == len(across[0]):
        for name, value in zip(header, across[0], strict=True):
            match = _CELL_NUMBER.fullmatch(name)
            number = match["number"].lstrip("0") if match else ""
            if number in options and reads(value, number, options):
                yield Entry(start + 2, number, value, closed=True)


def _cell_pairs(row: Sequence[str], options: Options) -> Iterator[tuple[int, str]]:
    """Yield the index of each cell that answers the question whose number is in a cell before, and the number."""
    number = ""
    for n, cell in enumerate(row):
        match = _CELL_NUMBER.fullmatch(cell)
        if match and match["number"].lstrip("0") in options and not number:
            number = match["number"].lstrip("0")
        elif number and cell and reads(cell, number, options, any_label=True):
            yield n, number
            number = ""


def pairs(i: int, text: str, options: Options) -> Iterator[Entry]:
    """Yield the entries of a line that has nothing else: `1-B, 2-C`."""
    found: list[Entry] = []
    span = _RANGE.fullmatch(text)
    if span and int(span["last"]) - int(span["first"]) + 1 == len(span["letters"]):
        numbers = range(int(span["first"]), int(span["last"]) + 1)
        for number, letter in zip(map(str, numbers), span["letters"], strict=True):
            if number in options:
                yield Entry(i, number, letter, closed=True)
        return
    at = 0
    while at < len(text) and (pair := _PAIR.match(text, at)):
        number = pair["number"].lstrip("0")
        if number not in options or not reads(pair["value"], number, options):
            return
        found.append(Entry(i, number, pair["value"], closed=True))
        at = pair.end()
    if at >= len(text) and found:
        yield from found
