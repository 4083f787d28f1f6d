"""Find tables in text (GFM 0.29, 4.10): where they begin and end, and their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.markdown.rules.line import Line

METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS"  # of HTTP, in a pattern
METHOD = re.compile(rf"\b({METHODS})\b")
PATH = re.compile(r"(?:https?:/)?/\S*$")  # of an endpoint
_DELIMITER = re.compile(r":?-+:?")
_PIPE = re.compile(r"\\.|\|")  # or what a backslash escapes


def table_end(rows: Sequence[Line], start: int) -> int:
    """Return the index after the table that begins at index `start`; `start` if no table does."""
    if start + 1 >= len(rows) or rows[start].code or rows[start + 1].code:
        return start
    head, below = rows[start].text, rows[start + 1].text
    if "|" not in head or below.strip(" \t|:-"):
        return start
    delimiters = written_cells(below)
    if len(written_cells(head)) != len(delimiters) or not all(map(_DELIMITER.fullmatch, delimiters)):
        return start
    end = start + 2
    while end < len(rows) and not rows[end].code and "|" in rows[end].text:
        end += 1
    return end


def cells(row: str) -> list[str]:
    r"""Return the cells of a table row, in markdown; `\|` becomes a bar, also in code (GFM 0.29, example 200)."""
    return [*map(unescaped, written_cells(row))]


def written_cells(row: str) -> list[str]:
    """Return the cells of a table row as they are written, with a backslash before each bar in them."""
    inner = row.strip().removeprefix("|")
    if "\\" not in inner:
        return [*map(str.strip, inner.removesuffix("|").split("|"))]
    ends = [match.start() for match in _PIPE.finditer(inner) if match[0] == "|"]
    if ends and ends[-1] == len(inner) - 1:
        inner = inner[: ends.pop()]
    starts = [0, *(end + 1 for end in ends)]
    return [inner[start:end].strip() for start, end in zip(starts, [*ends, len(inner)], strict=True)]


def unescaped(cell: str) -> str:
    r"""Return a cell in which every `\|` is a bar, also inside other syntax (GFM 0.29, 4.10)."""
    return cell.replace("\\|", "|")


def fit(row: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the row with `width` cells; what is too much is kept in the last one."""
    if len(row) == width:
        return tuple(row)
    padded = [*row, *[""] * (width - len(row))]
    return (*padded[: width - 1], " ".join(padded[width - 1 :]).strip())


def evened(rows: Sequence[Line]) -> Iterator[str]:
    """Yield the lines, with every row of a table as wide as its header, as mistune requires."""
    end = width = 0
    for i, row in enumerate(rows):
        if i >= end:
            end = table_end(rows, i)
            width = len(written_cells(row.text)) if end > i else 0
        if i < end and len(written_cells(row.text)) != width:
            indent = row.text[: len(row.text) - len(row.text.lstrip())]
            yield f"{indent}| {' | '.join(fit(written_cells(row.text), width))} |"
        else:
            yield row.text


def mostly(column: Collection[str], pattern: re.Pattern[str]) -> bool:
    """Whether a pattern matches the beginning of at least two thirds of a column's cells."""
    return len([cell for cell in column if pattern.match(cell)]) * 3 >= len(column) * 2
