"""Fences that a converter broke: opened beside a letter, closed by `(Correct)` or never, each line with a dash."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import FENCE, Line, fenced, heading, uncommented
from ankigen.readers import vocabulary
from ankigen.readers.marks.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = re.compile(rf"[ \t]*+(?P<mark>{FENCE})(?P<info>.*)$")
_DASH = r"-(?:[ \xa0]|$)"
_CLOSING = re.compile(rf"(?P<dash>{_DASH})?+{_FENCE.pattern}")
_MARK = re.compile(r"[(（][ \t]*(?i:(?:correct|right)(?: answer)?|正確(?:答案)?|正确(?:答案)?)[ \t]*[)）]")
_CORRECT = re.compile(rf"(?:^|(?<=[ \t\xa0]))(?:\*\*|__)?{_MARK.pattern}(?:\*\*|__)?$", re.IGNORECASE)
_EMPTY_BULLET = re.compile(r"[ \t]*[-*+][ \t]*$")
_MARKDOWN, _PLAIN = frozenset({"markdown", "md"}), frozenset({"", "text", "txt"})
_MAY_BE_OUTER = re.compile(r"^(?:```|~~~)[ \t]*(?:markdown|md|te?xt)?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_FEWEST_MARKS = 2
_MOST_AROUND = 6  # lines around a fence that holds all questions
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")


def without_outer_fence(text: str) -> str:
    """Return a text without the marks of a fence around all of it, or around all but a few lines, as chats write them.

    It says that it holds markdown where anything is around it. Fences inside of it are whole.
    """
    if not _MAY_BE_OUTER.search(text):
        return text
    rows = text.split("\n")
    marks = [i for i, row in enumerate(rows) if _FENCE.match(row)]
    first, last = marks[0], marks[-1]
    opening, closing = _FENCE.match(rows[first]), _FENCE.match(rows[last])
    around = [row for row in (*rows[:first], *rows[last + 1 :]) if row.strip()]
    if opening is None or closing is None or len(marks) % 2 or len(marks) < _FEWEST_MARKS or closing["info"].strip():
        return text
    info = opening["info"].strip().casefold()
    is_outer = info in _MARKDOWN or (info in _PLAIN and not around)
    if not is_outer or len(around) > _MOST_AROUND or any(row.startswith("#") for row in around):
        return text
    if [bool(_info(rows[i])) for i in marks[1:-1]] != [True, False] * (len(marks) // 2 - 1):
        return text  # fences beside each other
    return "\n".join("" if i in {first, last} else row for i, row in enumerate(rows))


def _info(row: str) -> str:
    """Return what is beside the mark of a fence."""
    match = _FENCE.match(row)
    return match["info"].strip() if match else ""


def are_marked(text: str) -> bool:
    """Whether a text has options marked as right at their end, as converters write them."""
    return bool(_MARK.search(text))


def with_whole_fences(text: str) -> tuple[Line, ...]:
    """Return the lines of a text with whole fences; what is before the first question is left as it is."""
    rows = fenced(text)
    first = next((i for i, row in enumerate(rows) if _role(row) == "title"), len(rows))
    return uncommented((*rows[:first], *_joined(tuple(_mended(rows, first)))), text)


def _role(row: Line) -> str:
    title = None if row.code else heading(row.text)
    return vocabulary.role(title[1]) if title else ""


def _mended(rows: Sequence[Line], start: int) -> Iterator[Line]:
    """Yield the lines from the first question on, with whole fences."""
    i = start
    options = -1  # how many there are so far; negative outside of a list of options
    while i < len(rows):
        number, text, _ = rows[i]
        role = _role(rows[i]._replace(code=False))
        options = (0 if role == "options" else -1) if role else options
        option = label(text) if options >= 0 else None
        options += bool(option)
        before, fence = (text[: len(text) - len(option.text)], option.text) if option else ("", text)
        opening = _FENCE.match(fence)
        if not opening or (opening["mark"][0] in opening["info"]):
            yield Line(number, text, code=False)
            i += 1
            continue
        if option:
            yield Line(number, before, code=False)
        end, after, remark = _closing(rows, i, opening["mark"], options)
        yield Line(number, fence, code=True)
        dashed = after > end and rows[end].text.startswith("-")
        yield from _undashed(rows[i + 1 : end], dashed=dashed)
        yield Line(end, opening["mark"], code=True)
        if remark:
            yield Line(end + 1, remark, code=False)
        i = after


def _closing(rows: Sequence[Line], start: int, mark: str, options: int) -> tuple[int, int, str]:
    """Return the index after a fence's code, the one after its closing mark, and what is beside that.

    The mark may have a converter's dash before it, as code has. A fence that is not closed ends where the next option
    or part begins.
    """
    for i in range(start + 1, len(rows)):
        text = rows[i].text
        closing = _CLOSING.match(text)
        beside = closing["info"].strip() if closing and closing["mark"].startswith(mark) else "open"
        if not beside or _CORRECT.search(beside):
            return i, i + 1, beside
        option = label(text) if options >= 0 else None
        if option and option.listed and option.position == options:
            return i, i, ""
        if _role(Line(0, text, code=False)) in {"title", "stem", "options", "explanation"}:
            return i, i, ""
    return len(rows), len(rows), ""


def _undashed(code: Sequence[Line], *, dashed: bool) -> Iterator[Line]:
    """Yield lines of code without list markers: a converter's are on every line.

    They follow an empty line, or are before the closing mark as well: that is `dashed`.
    """
    filled = [row for row in code if row.text.strip()]
    first = bool(filled) and (dashed or code[0] is not filled[0])
    marked = first and all(re.match(_DASH, row.text) for row in filled)
    for i, (number, text, _) in enumerate(code):
        if not marked:
            yield Line(number, text, code=True)
        elif text.strip() or i:
            yield Line(number, text[2:], code=True)


def _joined(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; a bullet with nothing beside it takes the text below."""
    bullet = False
    for row in rows:
        if row.code or heading(row.text):
            bullet = False
            yield row
        elif _EMPTY_BULLET.match(row.text):
            bullet = True
        elif bullet and row.text.strip():
            bullet = False
            yield row if _BULLET.match(row.text) else row._replace(text=f"- {row.text.strip()}")
        elif not bullet:
            yield row
