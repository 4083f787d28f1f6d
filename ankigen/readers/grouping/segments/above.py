"""What is above the first line of a question: fields such as its ID or tags, headings of files and of chapters."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers.marks.starts import is_question
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.readers.grouping.segments.layout import Begun, Layout, Segment

_FARTHEST_TITLE = 30  # lines above a question
_SENTENCE = re.compile(r"[^.\s]{2}[.。।۔][\"'”’)）*_]*$")
_OF_MANY = frozenset({"tags", "topics", "traps"})  # a heading of them is that of all questions below it


class _Fields(NamedTuple):
    """The indexes of fields with nothing else between them and a question; `sure` where they can be of no other.

    `level` is that of the heading directly above them, 0 for none.
    """

    rows: tuple[int, ...] = ()
    sure: bool = False
    level: int = 0


class _Chapter(NamedTuple):
    """The tags of all questions below a heading, up to the next one of its level or above."""

    level: int
    rows: tuple[int, ...]


def with_fields(layout: Layout, questions: Sequence[Segment]) -> list[Segment]:
    """Return the questions, each with the fields that are above its first line.

    Fields between two questions are those of the one below if a rule is above them, or if the file writes fields above
    its first question and above all others, and none below its last one. Tags directly below a heading that is above
    several questions, or in it, are those of all of them.
    """
    ends = [0, *(segment.run.last + 1 if segment.run else segment.begin + 1 for segment in questions)]
    above = [_fields(layout, low, segment.begin) for low, segment in zip(ends, questions, strict=False)]
    first = (above[0].rows or _first_lines(layout, questions[0])) if above else ()
    level = max((layout.marked[i].level for i in first), default=0)
    below = _fields(layout, ends[-1], len(layout.rows))
    opening = layout.marked[first[0]].role if first else ""  # the field that others have for their first lines
    everywhere = bool(opening) and all(
        fields.rows or layout.marked[segment.begin].role == opening
        for fields, segment in zip(above, questions, strict=True)
    )
    everywhere = everywhere and not _roles(layout, first) & _roles(layout, below.rows)
    chapters: list[_Chapter] = []
    segments: list[Segment] = []
    low = 0
    for segment, fields in zip(questions, above, strict=True):
        heads = [i for i in fields.rows if level and layout.marked[i].level == level]
        own = tuple(i for i in fields.rows if i not in heads) if everywhere or fields.sure else ()
        levels = [layout.marked[i].level for i in (*range(low, segment.begin), *heads) if layout.marked[i].level]
        chapters = [chapter for chapter in chapters if chapter.level < min(levels, default=7)]
        if heads:
            chapters.append(_Chapter(level, tuple(heads)))
        elif fields.level and not own:
            chapters.append(_Chapter(fields.level, tuple(i for i in fields.rows if layout.marked[i].role in _OF_MANY)))
        low = segment.end
        if segments and (own or heads):
            segments[-1] = segments[-1]._replace(end=min(segments[-1].end, *own, *heads))
        segments.append(segment._replace(fields=(*own, *(i for chapter in chapters for i in chapter.rows))))
    return segments


def _first_lines(layout: Layout, segment: Segment) -> tuple[int, ...]:
    """Return the indexes of the fields with which a question begins."""
    high = segment.run.first if segment.run else segment.begin
    rows = (i for i in range(segment.begin, high) if not layout.marked[i].blank)
    return tuple(takewhile(lambda i: layout.marked[i].role in METADATA_ROLES and not layout.marked[i].level, rows))


def _roles(layout: Layout, rows: Collection[int]) -> set[str]:
    return {layout.marked[i].role for i in rows}


def _fields(layout: Layout, low: int, begin: int) -> _Fields:
    """Return the fields directly above a line, which may be the end of the file.

    Those without an empty line above, but with one below, belong to what is above.
    """
    rows: list[int] = []
    for i in range(begin - 1, max(low, begin - _FARTHEST_TITLE) - 1, -1):
        mark = layout.marked[i]
        if mark.blank:
            continue
        if mark.rule:
            return _Fields(tuple(reversed(rows)), sure=bool(rows) and begin < len(layout.rows))
        is_field = mark.role in METADATA_ROLES and mark.value and (not mark.level or mark.role in _OF_MANY)
        if not is_field or layout.rows[i].code or i in layout.folded:
            touches = bool(rows) and rows[-1] == i + 1 and rows[0] + 1 < begin < len(layout.rows)
            level = mark.level if not mark.role or mark.role == "title" else 0
            return _Fields() if touches and not level else _Fields(tuple(reversed(rows)), level=level)
        rows.append(i)
    return _Fields(tuple(reversed(rows)))


def from_the_top(layout: Layout, begun: list[Begun]) -> list[Begun]:
    """Return the only question of a file with what is above it, where that is headings and fields alone."""
    if len(begun) != 1:
        return begun
    above = range(begun[0].begin)
    plain = all(
        (mark := layout.marked[i]).blank or mark.rule or mark.level > 1 or mark.role in METADATA_ROLES for i in above
    )
    first = next((i for i in above if layout.marked[i].level), None)
    sectioned = any(mark.level and mark.role in {"stem", "options"} for mark in layout.marked)
    return [begun[0]._replace(begin=first)] if plain and sectioned and first is not None else begun


def below_chapters(layout: Layout, begun: list[Begun]) -> list[Begun]:
    """Return the questions; the heading above several that have none of their own is that of a chapter, and of none."""
    return [
        question._replace(begin=_below(layout, question)) if _is_chapter(layout, question, following) else question
        for question, following in zip(begun, [*begun[1:], None], strict=False)
    ]


def _is_chapter(layout: Layout, question: Begun, following: Begun | None) -> bool:
    """Whether a question begins with a heading that asks nothing, and the next one is below the same heading."""
    mark = layout.marked[question.begin]
    if not mark.level or mark.role or question.start or following is None:
        return False
    if is_question(mark.title) or is_sentence(mark.title):
        return False
    if not question.run or not following.run or question.begin in layout.asked:
        return False
    heads = [layout.marked[i] for i in layout.headings(question.run.last, following.begin + 1)]
    return not any(head.level <= mark.level and head.role not in {"stem", "options"} for head in heads)


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does: it is the title of no chapter."""
    return bool(_SENTENCE.search(text))


def _below(layout: Layout, question: Begun) -> int:
    """Return the index of the first line below the heading that a question begins with."""
    high = question.run.first if question.run else question.begin
    return next((i for i in range(question.begin + 1, high) if not layout.marked[i].blank), question.begin)


def above_stem(layout: Layout, low: int, stem: int) -> int:
    """Return the index of the first line above a stem that says what the question is: ID, level, title.

    Below another question, fields that an empty line parts from the stem are that one's, unless a heading or a rule is
    above them.
    """
    begin = near = stem
    parted = False
    for i in range(stem - 1, low - 1, -1):
        mark = layout.marked[i]
        parted = parted or mark.blank
        if mark.blank or (mark.role in ANSWER_ROLES and _is_about(layout, low, i)):
            continue
        if mark.rule:
            return begin
        if not _is_about(layout, low, i):
            break
        if mark.level and mark.role in {"", "title"}:
            return begin if _is_title_of_file(layout, i, stem) or _is_above_stems(layout, i, stem) else i
        begin = i
        near = near if parted and not mark.level else i
    above = (layout.marked[i] for i in range(begin, near))
    return near if low or all(mark.blank or mark.role in METADATA_ROLES for mark in above) else begin


def _is_about(layout: Layout, low: int, i: int) -> bool:
    """Whether a line above a stem may say something of its question: it is a heading or a field."""
    mark = layout.marked[i]
    if layout.rows[i].code or i in layout.folded:
        return False
    if mark.role in BELOW_ROLES:
        return mark.role in ANSWER_ROLES and bool(mark.value) and i > low and not layout.marked[i - 1].blank
    return bool(mark.level) or mark.role in METADATA_ROLES or _is_field(layout.rows[i].text)


def _is_title_of_file(layout: Layout, i: int, stem: int) -> bool:
    """Whether a heading is above all else, and the stem below is named by a label, as those of others are."""
    mark = layout.marked[i]
    return mark.level == 1 and not layout.marked[stem].level and all(above.blank for above in layout.marked[:i])


def _is_above_stems(layout: Layout, i: int, stem: int) -> bool:
    """Whether a heading has several stems of one rank below it: a chapter, or the title of the file."""
    level = layout.marked[stem].level
    for j in range(stem + 1, len(layout.rows)):
        mark = layout.marked[j]
        if 0 < mark.level <= layout.marked[i].level:
            return False
        if mark.role == "stem" and mark.level == level:
            return layout.last({"recap"}, stem, j) < 0
    return False


def _is_field(text: str) -> bool:
    """Whether a line is a short name with a value behind a colon."""
    name, colon, value = text.partition(":")
    return (
        bool(colon)
        and value[:2] != "//"
        and 0 < len(name) < 40
        and len(value) < 200
        and "?" not in text
        and not name.strip().count("  ")
    )
