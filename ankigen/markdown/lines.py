"""Split text into lines, and lines into sections: the structure that the readers need.

This is a scanner of our own, because mistune's tokens have no line numbers and real files break the rules of
CommonMark. It recognises fenced code (CommonMark 0.31, 4.5), in which `#`, `|` and `- **A.**` are code.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import count, repeat
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown.rules.comments import without_html_comments, without_note_comments
from ankigen.markdown.rules.line import Line

if TYPE_CHECKING:
    from collections.abc import Sequence


_new_line = partial(tuple.__new__, Line)  # a bank has many lines, and this takes a quarter of the time of `Line(…)`


class Section(NamedTuple):
    """A heading with the lines and sections under it; level 0 is the file itself."""

    level: int
    title: str
    line: int
    body: tuple[Line, ...]
    children: tuple[Section, ...]


class Landmarks(NamedTuple):
    """Patterns of the lines that begin a question or an option; inside a fence, they show that it was never closed.

    A question begins with a heading of level 2 or below.
    """

    question: re.Pattern[str]
    option: re.Pattern[str]


_new_section = partial(tuple.__new__, Section)
_MARKS = ("```", "~~~")
FENCE = r"(?:`{3,}+|~{3,}+)"  # the signs that open and close a block of code (CommonMark 0.31, 4.5)
_FENCE = re.compile(rf"[ \t]*+(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]++)?(?P<mark>{FENCE})(?P<info>.*)$")
# No space is needed before a letter that is not ASCII: `##題幹`.
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?=[ \t]|$|[^\x00-\x7f\W])")
_BESIDE = re.compile(
    r"(?P<option>[ \t]*+(?:[-*+][ \t]*+)?(?:\[[ xX]?\]|(?:\*\*)?[(（]?[A-Za-z][.)）、:：](?:\*\*)?)[ \t]++)"
    r"(?P<fence>(?:`{3,}+[^`]*+|~{3,}+.*+))$"
)
_LINK_TO_ANCHOR = re.compile(r"\s*+(?:[-*+]\s++)?(?:\*\*)?\[[^\]]*\]\(#[^)]*\)(?:\*\*)?\s*$")


@lru_cache(maxsize=2)  # the reader of a file and the checks of its links need the same lines
def to_lines(text: str, landmarks: Landmarks | None = None) -> tuple[Line, ...]:
    """Return the lines of a file, without comments and without links back to an anchor of the same page."""
    return uncommented(tuple(_fenced(*_split(text), landmarks)), text)


def uncommented(rows: tuple[Line, ...], text: str) -> tuple[Line, ...]:
    """Return the lines of a text without comments and without links back to an anchor of the same page."""
    if "<" in text and "<!--" in text:
        rows = tuple(without_html_comments(rows))
    if "%%" in text:
        rows = tuple(without_note_comments(rows))
    if "](#" in text:
        rows = tuple(row._replace(text="") if not row.code and _LINK_TO_ANCHOR.match(row.text) else row for row in rows)
    return rows


def _numbered(text: str) -> tuple[Line, ...]:
    return tuple(map(_new_line, zip(count(1), text.split("\n"), repeat(object=False))))


def _marked(text: str) -> list[int]:
    """Return the indexes of the lines in which a fence may begin or end, so that only these few need be checked."""
    indexes: set[int] = set()
    for mark in map(re.compile, _MARKS):
        row = after = 0
        for match in mark.finditer(text):
            row += text.count("\n", after, match.start())
            indexes.add(row)
            after = match.end()
    return sorted(indexes)


def _split(text: str) -> tuple[tuple[Line, ...], list[int]]:
    """Return the lines, none marked as code, and the indexes of those with the mark of a fence.

    A fence that opens behind an option's letter or box, on the same line, becomes a line of its own.
    """
    rows, marked = _numbered(text), _marked(text)
    beside = {i: match for i in marked if (match := _BESIDE.match(rows[i].text))}
    if not beside:
        return rows, marked
    pieces = [
        row._replace(text=piece)
        for i, row in enumerate(rows)
        for piece in (beside[i].group("option", "fence") if i in beside else (row.text,))
    ]
    return tuple(pieces), [i for i, row in enumerate(pieces) if any(mark in row.text for mark in _MARKS)]


def heading(row: str) -> tuple[int, str] | None:
    """Return the level and the title of an ATX heading (CommonMark 0.31, 4.2); None for any other line."""
    return _heading(row) if "#" in row[:4] else None


@lru_cache(maxsize=10_000)  # the files of a bank have many headings in common
def _heading(row: str) -> tuple[int, str] | None:
    match = _HEADING.match(row)
    if not match:
        return None
    title = row[match.end() :].strip()
    bare = title.rstrip("#")
    return len(match["marks"]), bare.rstrip() if not bare or bare[-1] in " \t" else title


def sections(rows: Sequence[Line]) -> Section:
    """Return the tree of sections; its root has level 0 and the lines before the first heading."""
    outer: list[Section] = []  # from the last line up: sections without a parent yet, in reverse order
    end = len(rows)
    for i in reversed([i for i, row in enumerate(rows) if "#" in row[1]]):
        number, text, code = rows[i]
        level_and_title = None if code else heading(text)
        if not level_and_title:
            continue
        level, title = level_and_title
        children: list[Section] = []
        while outer and outer[-1][0] > level:
            children.append(outer.pop())
        outer.append(_new_section((level, title, number, tuple(rows[i + 1 : end]), tuple(children))))
        end = i
    return Section(0, "", 1, tuple(rows[:end]), tuple(reversed(outer)))


def below(section: Section) -> list[Section]:
    """Return all sections inside a section, at any depth, in the order of the file."""
    descendants: list[Section] = []
    for child in section.children:
        descendants.append(child)
        if child.children:
            descendants += below(child)
    return descendants


def fenced(text: str) -> list[Line]:
    """Return the lines of a text, unchanged, each marked as code or not."""
    rows = _numbered(text)
    return _fenced(rows, _marked(text), None)[: len(rows)]


def _fenced(rows: Sequence[Line], marks: Sequence[int], landmarks: Landmarks | None) -> list[Line]:
    """Return the lines, each marked as code or not; `marks` are the indexes of those with the mark of a fence.

    A fence that is never closed extends to the end, as in CommonMark, and gets a closing mark there. With landmarks,
    a fence inside a question ends where the next option or question begins. What is in a comment opens no fence.
    """
    inside = False  # inside a question; a fence before the first one may be an example of a question
    loose = start = looked = commented = 0
    last = max((i for i, row in enumerate(rows) if "-->" in row.text), default=-1) if marks else -1
    marked: list[Line] = []
    for at, i in enumerate(marks):
        if i < start:
            continue
        commented = max(commented, _comment_end(rows, max(start, looked, commented), i, last))
        looked = i
        mark = _opening(rows[i].text) if i >= commented else ""
        if not mark:
            continue
        marked += rows[start:i]
        inside = inside or bool(
            landmarks and any(landmarks.question.match(text) for _, text, _ in rows[start:i] if "##" in text)
        )
        if landmarks and inside:
            fence = _mended(rows, i, mark, landmarks, strict=i < loose)
            loose = max(loose, fence.looked)
        else:
            fence = _closed(rows, marks, at, mark)
        beside = i > 0 and rows[i - 1].number == rows[i].number
        indent = _indent(rows[fence.end - 1].text) if beside else 0
        marked += [
            _new_line((number, code[min(indent, _indent(code)) :] if indent else code, True))
            for number, code, _ in rows[i : fence.end]
        ]
        if fence.closing:
            marked.append(Line(rows[fence.end - 1].number, fence.closing, code=True))
        start = fence.after
    return [*marked, *rows[start:]]


def _comment_end(rows: Sequence[Line], low: int, i: int, last: int) -> int:
    """Return the index behind a comment that is open at line `i`, and begins a line from `low` on; 0 for none.

    A comment ends with the line that closes it (CommonMark 0.31, 4.6, the second kind of HTML blocks). `last` is the
    index of the last line that closes any.
    """
    n = low
    while n < i and n <= last:
        before, opening, rest = rows[n].text.partition("<!--")
        if opening and not before.strip():
            ends = (m for m in range(n, len(rows)) if "-->" in (rest if m == n else rows[m].text))
            n = next(ends, len(rows))
            if i <= n < len(rows):
                return n + 1
        n += 1
    return 0


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


class _Fence(NamedTuple):
    """Where a fence ends: the indexes of the line after it and of the line at which the text continues.

    `closing` is the closing mark to add, "" if there is one; `looked` is the index up to which it was searched for.
    """

    end: int
    after: int
    closing: str = ""
    looked: int = 0


def _opening(row: str) -> str:
    match = _FENCE.match(row)
    return match["mark"] if match and not (match["mark"][0] == "`" and "`" in match["info"]) else ""


def _closed(rows: Sequence[Line], marks: Sequence[int], at: int, mark: str) -> _Fence:
    """Return the fence that opens at `marks[at]`, by the rules of CommonMark."""
    for i in (marks[n] for n in range(at + 1, len(marks))):
        match = _FENCE.match(rows[i].text)
        if match and match["mark"].startswith(mark) and not match["info"].strip():
            return _Fence(i + 1, i + 1)
    return _Fence(len(rows), len(rows), mark)


def _mended(rows: Sequence[Line], start: int, mark: str, landmarks: Landmarks, *, strict: bool) -> _Fence:
    """Return the fence that opens at `start` inside a question.

    A `strict` fence ends at the first option, without a search beyond it. Fences before the index `looked` of an
    earlier one are strict: its search was in vain, and to repeat it for each fence would take quadratic time.
    """
    option = spoilt = last = 0  # indexes: the first option inside, a closing mark with an info string, text
    for i in range(start + 1, len(rows)):
        kind = _kind(rows[i].text, mark, landmarks)
        if kind == "question" or (kind == "spoilt" and option):  # a fence below an option: this one was never closed
            return _Fence(option or i, option or i, mark, i)
        if kind == "closing":
            return _Fence(i + 1, i + 1)
        if kind == "option" and last == spoilt > 0:
            return _Fence(spoilt, spoilt + 1, mark)
        if kind == "option":
            option = option or i
            if strict:
                break
        spoilt = i if kind == "spoilt" else spoilt
        last = i if kind else last
    return _Fence(option or len(rows), option or len(rows), mark, 0 if strict else len(rows))


def _kind(text: str, mark: str, landmarks: Landmarks) -> str:
    match = _FENCE.match(text) if mark in text else None
    if match and match["mark"].startswith(mark):
        return "spoilt" if match["info"].strip() else "closing"
    if landmarks.question.match(text):
        return "question"
    if landmarks.option.match(text):
        return "option"
    return "text" if text.strip() else ""
