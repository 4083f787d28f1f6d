"""Text to lines, lines to sections: the structure that every dialect shares.

Our own scanner, because mistune's tokens carry no line numbers and real files bend CommonMark. It knows fenced
code (CommonMark 0.31, 4.5), so that `#`, `|` and `- **A.**` inside code are code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Line(NamedTuple):
    """One line: its number from 1, its text without the line end, and whether it is code or a fence."""

    number: int
    text: str
    code: bool


class Section(NamedTuple):
    """A heading with what stands under it; level 0 is the file itself."""

    level: int
    title: str
    line: int
    body: tuple[Line, ...]
    children: tuple[Section, ...]


_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<mark>`{3,}|~{3,})(?P<info>.*)$")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<title>.*?))?(?:[ \t]+#+)?[ \t]*$")
_COMMENT_SPAN = re.compile(r"(?P<code>`+)(?:.*?)(?P=code)|<!--.*?-->")
_FOOTER = re.compile(r"\s*(?:[-*+]\s+)?(?:\*\*)?\[[^\]]*\]\(#[^)]*\)(?:\*\*)?\s*$")


def lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a file, without HTML comments and without links back to an anchor of the same page."""
    return tuple(
        line if line.code or not _FOOTER.match(line.text) else line._replace(text="")
        for line in _without_comments(fenced(text))
    )


def sections(rows: Sequence[Line]) -> Section:
    """Return the tree of headings; its root has level 0 and what stands before the first heading."""
    heads = [(i, match) for i, row in enumerate(rows) if not row.code and (match := _HEADING.match(row.text))]
    ends = [*(i for i, _ in heads[1:]), len(rows)] if heads else []
    flat = [
        Section(len(match["marks"]), (match["title"] or "").strip(), rows[i].number, tuple(rows[i + 1 : end]), ())
        for (i, match), end in zip(heads, ends, strict=True)
    ]
    first = heads[0][0] if heads else len(rows)
    children, _ = _nest(flat, 0, 0)
    return Section(0, "", 1, tuple(rows[:first]), children)


def _nest(flat: Sequence[Section], start: int, level: int) -> tuple[tuple[Section, ...], int]:
    found: list[Section] = []
    while start < len(flat) and flat[start].level > level:
        children, after = _nest(flat, start + 1, flat[start].level)
        found.append(flat[start]._replace(children=children))
        start = after
    return tuple(found), start


def fenced(text: str) -> Iterator[Line]:
    """Yield the lines of a text as they are, each marked as code or not."""
    mark = ""
    for number, row in enumerate(text.split("\n"), 1):
        match = _FENCE.match(row)
        if mark:
            yield Line(number, row, code=True)
            if match and match["mark"].startswith(mark) and not match["info"].strip():
                mark = ""
        elif match and not (match["mark"][0] == "`" and "`" in match["info"]):
            mark = match["mark"]
            yield Line(number, row, code=True)
        else:
            yield Line(number, row, code=False)


def _without_comments(rows: Iterable[Line]) -> Iterator[Line]:
    inside = False
    for row in rows:
        if row.code and not inside:
            yield row
            continue
        text = row.text
        if inside:
            _, end, text = text.partition("-->")
            inside = not end
        if not inside:
            text = _COMMENT_SPAN.sub(lambda m: m[0] if m["code"] else "", text)
            before, opening, _ = text.partition("<!--")
            if opening and before.count("`") % 2 == 0:
                text, inside = before, True
        yield Line(row.number, text, code=False)
