"""What readers take out of lines: fragments of markdown, tables, links, and `label: value` lines."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Link, Table
from ankigen.tables import cells, fit, table_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ankigen.scan import Line

_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_LINK = re.compile(r"(?<!!)\[(?P<title>(?:[^\[\]]|\[[^\]]*\])+)\]\((?P<url>https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)[^)]*\)")
_LABEL = re.compile(
    r"\s{0,3}(?:[-*+]\s+)?(?:\*\*|__)?(?P<label>[^:：*`|]{1,40}?)(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*(?P<value>.*)$"
)
_METHOD = re.compile(r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$")
_PATH = re.compile(r"(?:https?:/)?/\S*$")
_ENDPOINT_WORDS = re.compile(r"端點|端点|endpoint|路徑|路径|\bpath\b|\burl\b|\buri\b", re.IGNORECASE)
_METHOD_WORDS = re.compile(r"方法|method|\bverb\b", re.IGNORECASE)


class Item(NamedTuple):
    """A `label: value` line and the lines that follow it up to the next one."""

    label: str
    value: str
    line: int
    following: tuple[Line, ...]


def text(rows: Iterable[Line]) -> str:
    """Return the lines as one markdown fragment, without blank lines and rules at either end."""
    kept = list(rows)
    while kept and _is_edge(kept[0]):
        kept.pop(0)
    while kept and _is_edge(kept[-1]):
        kept.pop()
    return textwrap.dedent("\n".join(row.text.rstrip() if not row.code else row.text for row in kept))


def _is_edge(row: Line) -> bool:
    return not row.code and (not row.text.strip() or bool(_RULE.match(row.text)))


def plain(markdown: str) -> str:
    """Return a heading or label as bare words: no emphasis, emoji, bracketed remark or end punctuation; lower case."""
    folded = unicodedata.normalize("NFKC", markdown).casefold()
    kept = "".join(c if unicodedata.category(c) not in {"So", "Sk", "Mn", "Cf", "Cn"} else " " for c in folded)
    bare = re.sub(r"\([^()]*\)|[*_`~]", " ", kept)
    return " ".join(bare.split()).strip(" :.-?!")


def items(rows: Sequence[Line], known: re.Pattern[str]) -> tuple[tuple[Line, ...], tuple[Item, ...]]:
    """Return the lines before the first known label, and an item for each line whose label matches `known`."""
    before: list[Line] = []
    found: list[tuple[str, str, int, list[Line]]] = []
    for row in rows:
        match = None if row.code else _LABEL.match(row.text)
        if match and known.fullmatch(plain(match["label"])):
            value = match["value"].strip()
            if value.count("**") % 2:  # `**label: value**`: its first half stood before the label
                value = value.removesuffix("**").strip()
            found.append((plain(match["label"]), value, row.number, []))
        elif found:
            found[-1][3].append(row)
        else:
            before.append(row)
    return tuple(before), tuple(Item(label, value, n, tuple(after)) for label, value, n, after in found)


def lift_tables(rows: Sequence[Line], title: str) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    """Return the lines without their tables (GFM, 4.10), and the tables; indented ones stay in their list."""
    rest: list[Line] = []
    tables: list[Table] = []
    i = 0
    while i < len(rows):
        end = i if rows[i].text.startswith("  ") else table_end(rows, i)
        if end == i:
            rest.append(rows[i])
            i += 1
            continue
        tables.append(_table([row.text for row in rows[i:end]], title))
        i = end
    return tuple(rest), tuple(tables)


def _table(rows: list[str], title: str) -> Table:
    header = tuple(cells(rows[0]))
    body = tuple(fit(cells(row), len(header)) for row in rows[2:])
    return Table(
        title=title, header=header, rows=body, kind="endpoint" if is_endpoint_table(header, body) else "reference"
    )


def is_endpoint_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a table lists HTTP endpoints: a column of paths beside one of methods, or named as endpoints.

    A table of two columns that reads down (method: POST, endpoint: /path) is one as well.
    """
    columns = list(zip(*rows, strict=True))
    methods = [i for i, column in enumerate(columns) if _mostly(column, _METHOD)]
    paths = [i for i, column in enumerate(columns) if _mostly(column, _PATH)]
    named = any(_ENDPOINT_WORDS.search(header[i]) for i in paths)
    if paths and (named or any(_METHOD_WORDS.search(header[i]) or i not in paths for i in methods)):
        return True
    down = [(row[0], _bare(row[1])) for row in rows] if len(header) == 2 else []
    return any(_METHOD_WORDS.search(name) and _METHOD.match(value) for name, value in down) and any(
        _ENDPOINT_WORDS.search(name) and _PATH.match(value) for name, value in down
    )


def _mostly(column: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return bool(column) and sum(bool(pattern.match(_bare(cell))) for cell in column) * 3 >= len(column) * 2


def _bare(cell: str) -> str:
    return re.sub(r"[*_`\s]+$|^[*_`\s]+", "", cell)


def take_links(rows: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Link, ...]]:
    """Return the lines that are more than web links, and the links to the web in all of them."""
    links: list[Link] = []
    rest: list[Line] = []
    for row in rows:
        found = [] if row.code else [Link(title=m["title"], url=m["url"]) for m in _LINK.finditer(row.text)]
        links += found
        left = _LINK.sub("", row.text) if found else row.text
        if not found or re.search(r"\w", left):
            rest.append(row)
    return tuple(rest), tuple(links)
