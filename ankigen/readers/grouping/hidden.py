"""Questions where none is read: in fences, which hold code, and in the cells of tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers.marks import labels
from ankigen.readers.marks.lines import marks
from ankigen.readers.marks.starts import is_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.readers.grouping.segments import Layout

_CELL_OPTION = re.compile(r"\|[ \t*_]{0,4}\(?(?P<letter>[A-Da-d])[.)][ \t*_]+\w")


def _fences(layout: Layout) -> list[list[int]]:
    """Return the indexes of the lines of each fence; two without a line between are one."""
    fences: list[list[int]] = []
    for i in [i for i, (_, _, code) in enumerate(layout.rows) if code]:
        if fences and fences[-1][-1] == i - 1:
            fences[-1].append(i)
        else:
            fences.append([i])
    return fences


def questions_in_code(layout: Layout) -> Iterator[int]:
    """Yield the index of each fence that holds options and their answer."""
    for begin, *inside in _fences(layout):
        rows = [layout.rows[i]._replace(code=False) for i in inside]
        if sum(labels.label(row.text) is not None for row in rows) > 1:
            marked = marks(rows)
            if any(mark.answers or (mark.label and mark.label.ticked) for mark in marked):
                yield begin


def open_fences(layout: Layout) -> Iterator[int]:
    """Yield the index of each fence that is not closed, or that holds another that opens, and has options."""
    for begin, *inside in _fences(layout):
        texts = [layout.rows[i].text.strip() for i in inside]
        if any(_opens(layout, i) for i in inside) and any(map(labels.label, texts)):
            yield begin


def _opens(layout: Layout, i: int) -> bool:
    """Whether a line of code opens a fence, or closes one in place of its author.

    A closing mark that is added has the number of the line above.
    """
    number, text, _ = layout.rows[i]
    mark = text.strip()
    return mark.startswith(("```", "~~~")) and (bool(mark.strip("`~")) or layout.rows[i - 1].number == number)


def options_in_tables(layout: Layout) -> Iterator[int]:
    """Yield the index of each line of a table with cells that begin with A and with B, below a cell that asks."""
    tables = {
        i for i, (_, text, code) in enumerate(layout.rows) if "|" in text and not code and text.lstrip()[0] == "|"
    }
    if not any(_CELL_OPTION.search(layout.rows[i].text) for i in tables):
        return  # as in most tables
    asks, letters = False, ""
    for i, row in enumerate(layout.rows):
        if i not in tables:
            asks, letters = False, ""
            continue
        asks = asks or is_question(row.text)
        letters += "".join(match["letter"].upper() for match in _CELL_OPTION.finditer(row.text))
        if asks and letters.startswith("AB"):
            yield i
            asks, letters = False, ""
