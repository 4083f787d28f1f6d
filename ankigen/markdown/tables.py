"""Tables as text (GFM 0.29, 4.10): where one begins and ends, its cells, and what most of them are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.markdown.lines import Line

PATH = re.compile(r"(?:https?:/)?/\S*$")  # of an endpoint
_DELIMITER = re.compile(r":?-+:?")
_CELL_END = re.compile(r"(?<!\\)\|")


def table_end(rows: Sequence[Line], start: int) -> int:
    """Return the index after the table that begins at `start`, or `start` when none does."""
    if start + 1 >= len(rows) or rows[start].code or rows[start + 1].code:
        return start
    head, below = rows[start].text, rows[start + 1].text
    if "|" not in head or below.strip(" \t|:-"):
        return start
    delimiters = cells(below)
    if len(cells(head)) != len(delimiters) or not all(map(_DELIMITER.fullmatch, delimiters)):
        return start
    end = start + 2
    while end < len(rows) and not rows[end].code and "|" in rows[end].text:
        end += 1
    return end


def cells(row: str) -> list[str]:
    """Return the cells of a table row, in markdown."""
    inner = row.strip().removeprefix("|")
    if "\\" not in inner:
        return [*map(str.strip, inner.removesuffix("|").split("|"))]
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [*map(str.strip, _CELL_END.split(inner))]


def fit(row: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the row with `width` cells; what is too much is kept in the last one."""
    if len(row) == width:
        return tuple(row)
    padded = [*row, *[""] * (width - len(row))]
    return (*padded[: width - 1], " ".join(padded[width - 1 :]).strip())


def evened(rows: Sequence[Line]) -> Iterator[str]:
    """Yield the lines, with every row of a table as wide as its header: mistune takes no other table for one."""
    end = width = 0
    for i, row in enumerate(rows):
        if i >= end:
            end = table_end(rows, i)
            width = len(cells(row.text)) if end > i else 0
        if i < end and len(cells(row.text)) != width:
            indent = row.text[: len(row.text) - len(row.text.lstrip())]
            yield f"{indent}| {' | '.join(fit(cells(row.text), width))} |"
        else:
            yield row.text


def mostly(column: Collection[str], pattern: re.Pattern[str]) -> bool:
    """Say whether a pattern matches at least two thirds of a column's cells, at their beginning."""
    return len([cell for cell in column if pattern.match(cell)]) * 3 >= len(column) * 2
