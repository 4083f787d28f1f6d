"""Tables (GFM, 4.10): taken out of lines, and told apart by whether they list endpoints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import METHODS, PATH, cells, fit, mostly, table_end
from ankigen.model import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

_CODE = re.compile(r"[*_ \t]*+`([^`]+)`")
_BOLD = re.compile(r"[ \t]*(?P<mark>\*\*|__)(?P<title>[^*_\n]{1,60})(?P=mark)[:：]?[ \t]*")
_METHOD = re.compile(rf"(?:{METHODS})$")
_ENDPOINT_WORDS = re.compile(r"端點|端点|endpoint|路徑|路径|\bpath\b|\burl\b|\buri\b", re.IGNORECASE)
_METHOD_WORDS = re.compile(r"方法|method|\bverb\b", re.IGNORECASE)


def lift_tables(rows: Sequence[Line], title: str) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    """Return the lines without their tables and the tables; indented ones stay in their list.

    Without a `title` for all, a table has that of the line in bold above it.
    """
    rest: list[Line] = []
    tables: list[Table] = []
    start = 0
    for i in [i for i, row in enumerate(rows) if "|" in row[1] and not row[1].startswith("  ")]:
        end = table_end(rows, i) if i >= start else i
        if end > i:
            above = list(rows[start:i])
            own = "" if title else _title(above)
            tables.append(_table([row.text for row in rows[i:end]], title or own))
            rest += above
            start = end
    return (*rest, *rows[start:]), tuple(tables)


def _title(above: list[Line]) -> str:
    """Take the last line off those above a table if it is in bold and nothing else; return its text."""
    last = next((n for n in reversed(range(len(above))) if above[n].text.strip()), None)
    match = _BOLD.fullmatch(above[last].text) if last is not None and not above[last].code else None
    if match is None:
        return ""
    del above[last:]
    return match["title"].rstrip(":： \t")


def _table(rows: list[str], title: str) -> Table:
    header = tuple(cells(rows[0]))
    body = tuple(fit(cells(row), len(header)) for row in rows[2:])
    return Table(
        title=title, header=header, rows=body, kind="endpoint" if is_endpoint_table(header, body) else "reference"
    )


def is_endpoint_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table lists HTTP endpoints: a column of paths beside one of methods, or named as endpoints.

    A table of two columns that reads down (method: POST, endpoint: /path) is one as well.
    """
    columns = list(zip(*rows, strict=True))
    slashed = [i for i, column in enumerate(columns) if "/" in "".join(column)]
    if not slashed:
        return False
    paths = [i for i in slashed if mostly([*map(_bare, columns[i])], PATH)]
    if any(_ENDPOINT_WORDS.search(header[i]) for i in paths):
        return True
    methods = [i for i, column in enumerate(columns) if mostly([*map(_bare, column)], _METHOD)] if paths else []
    if any(_METHOD_WORDS.search(header[i]) or i not in paths for i in methods):
        return True
    down = [(row[0], _bare(row[1])) for row in rows] if len(header) == 2 else []
    return any(_METHOD_WORDS.search(name) and _METHOD.match(value) for name, value in down) and any(
        _ENDPOINT_WORDS.search(name) and PATH.match(value) for name, value in down
    )


def _bare(cell: str) -> str:
    code = _CODE.match(cell) if "`" in cell else None
    return code[1] if code else cell.strip("*_` \t")
