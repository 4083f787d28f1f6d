"""Statements without options that an answer key calls true or false, by their numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from ankigen.markdown import cells
from ankigen.readers import answers
from ankigen.readers.grouping.answer_keys.entries import is_title, unlabelled
from ankigen.readers.grouping.segments import Segment
from ankigen.readers.marks import pairs
from ankigen.readers.marks.answer_keys import start_of
from ankigen.readers.marks.starts import is_part, plain_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.readers.grouping.answer_keys.entry import EntrySearch
    from ankigen.readers.grouping.segments import Layout

OPTIONS = {"A": "true", "B": "false"}  # of a statement


def with_statements(
    layout: Layout, segments: Sequence[Segment], place: EntrySearch
) -> tuple[Sequence[Segment], frozenset[int]]:
    """Return the questions with the statements that an answer key calls true or false, and where these begin.

    Their numbers are those of no question, and come once; they are no items of lists in stems or explanations.
    """
    numbers = {segment.start.number for segment in segments if segment.start}
    rows = [i for i in _candidates(layout, segments) if _number(layout, i) not in numbers]
    keyed = dict(_truths(place)) if rows else {}
    last = len(layout.rows) if place.titled else 0
    rows = [i for i in rows if i < keyed.get(_number(layout, i), -1) or i < last]
    counts = Counter(_number(layout, i) for i in rows)
    begins = [i for i in rows if _number(layout, i) in keyed and counts[_number(layout, i)] == 1]
    starts = sorted([*begins, *(segment.begin for segment in segments), len(layout.rows)])
    new = [Segment(i, _end(layout, i, starts[bisect_right(starts, i)]), None, layout.marked[i].start) for i in begins]
    shortened = [_until(segment, begins) for segment in segments]
    return sorted([*shortened, *new], key=lambda segment: segment.begin), frozenset(begins)


def _number(layout: Layout, i: int) -> str:
    start = layout.marked[i].start
    return start.number if start else ""


def _candidates(layout: Layout, segments: Sequence[Segment]) -> Iterator[int]:
    """Yield the indexes of numbered lines that are neither in a stem nor below the answer of a question."""
    of_questions = {i for segment in segments if segment.run for i in range(segment.begin, segment.run.last + 1)}
    for segment in segments:
        low = segment.run.last + 1 if segment.run else segment.begin
        answer = next((i for i in range(low, segment.end) if layout.marked[i].answers or i in layout.folded), None)
        of_questions.update(range(answer, segment.end) if answer is not None else ())
    for i, mark in enumerate(layout.marked):
        start = mark.start
        if start and start.text and not (i in of_questions or i in layout.folded or mark.role or is_part(start.word)):
            yield i


def _until(segment: Segment, begins: Sequence[int]) -> Segment:
    """Return a question that ends where a statement below its options begins."""
    low = segment.run.last if segment.run else segment.begin
    return segment._replace(end=min(segment.end, next((i for i in begins if i > low), segment.end)))


def _end(layout: Layout, begin: int, end: int) -> int:
    """Return the index at which a statement ends: at a heading, a rule or the title of an answer key."""
    for i in range(begin + 1, end):
        mark = layout.marked[i]
        if mark.level or mark.rule or is_title(layout.rows[i], mark):
            return i
    return end


def _truths(place: EntrySearch) -> Iterator[tuple[str, int]]:
    """Yield the number and the index of each entry of an answer key that says true or false."""
    titled = place.titled
    for i in range(place.first, len(place.rows)):
        row, mark = place.rows[i], place.marked[i]
        titled = titled or is_title(row, mark)
        if titled and not mark.blank and not row.code:
            yield from ((number, i) for number, value in _entries(place, i) if _is_truth(value))


def _entries(place: EntrySearch, i: int) -> Iterator[tuple[str, str]]:
    """Yield the numbers and answers that a line of an answer key may have."""
    row, mark = place.rows[i], place.marked[i]
    text = mark.value or row.text
    listed = pairs.of_letters(text) or pairs.of_texts(text)
    begin = None if len(listed) > 1 else start_of(i, row, mark)
    if len(listed) > 1:
        yield from listed
    elif begin:
        yield begin.number, unlabelled(begin.text)
    elif row.text.lstrip().startswith("|"):
        number, *others = [cell.strip("*_ .") for cell in cells(row.text)] or [""]
        if number.isdecimal():
            yield from ((plain_number(number), cell) for cell in others[:1])


def _is_truth(value: str) -> bool:
    answer = answers.read(value, {})
    return answer is not None and answer.kind == "true-false"
