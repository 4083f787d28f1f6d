"""The line at which a question ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers.grouping.options import is_aside
from ankigen.readers.grouping.segments.layout import Begun, Layout, Segment
from ankigen.readers.marks.starts import NO_HEADING, is_part
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.grouping.options import OptionRun


def with_ends(layout: Layout, begun: Sequence[Begun]) -> list[Segment]:
    """Return the questions with their ends, and their single options where they have no others."""
    ends = [question.begin for question in begun[1:]] + [len(layout.rows)]
    begun = [
        question if question.run else question._replace(run=_single(layout, question.begin, end))
        for question, end in zip(begun, ends, strict=False)
    ]
    return [
        Segment(question.begin, end_of(layout, question, end), question.run, question.start)
        for question, end in zip(begun, ends, strict=False)
    ]


def _single(layout: Layout, begin: int, end: int) -> OptionRun | None:
    """Return the only option of a question."""
    return next((run for run in layout.runs_in(begin + 1, end) if len(run.choices) == 1 and run.choices[0].sure), None)


def end_of(layout: Layout, question: Begun, end: int) -> int:
    """Return the index at which a question ends: at the next, or a heading above it that names none of its parts."""
    low = question.run.last + 1 if question.run else question.begin + 1
    done = (
        question.run is not None
        and question.run.family == "box"
        and len({one.ticked for one in question.run.choices}) == 2
    )
    marked = layout.marked
    asides = range(low, layout.last_box(low, end)) if done else ()  # what is below one of them is to be done
    aside = next((i for i in asides if marked[i].rule or is_aside(layout.rows[i].text)), end)
    limit = next((i for i in layout.callouts(low, aside) if i not in layout.folded), aside)
    inside = 0  # the level of the last heading that names a part
    for i in layout.headings(low, limit):
        mark = marked[i]
        if mark.role in BELOW_ROLES and mark.role != "answer_key":
            inside = mark.level
        if (inside and mark.level > inside) or i in layout.folded:
            continue
        if _may_end(layout, question, i, end) and _is_end(layout, question, i, end):
            return i
    return limit


def _may_end(layout: Layout, question: Begun, i: int, end: int) -> bool:
    """Whether a heading names no part of a question: notes at the end are the file's, if no others have any."""
    mark = layout.marked[i]
    if mark.role == "note":
        if mark.level < (layout.marked[question.begin].level or 2):
            return True
        return end == len(layout.rows) and not any(
            layout.marked[j].role == "note" and layout.marked[j].level == mark.level for j in range(i)
        )
    if mark.role == "stem" and mark.value and mark.value != mark.title:  # `## Question: Which …?`
        head = layout.marked[question.begin]
        return head.role == "stem" and bool(head.value) and head.level == mark.level
    return not mark.role or (mark.role == "answer_key" and not mark.value)


def _is_end(layout: Layout, question: Begun, i: int, end: int) -> bool:
    """Whether a heading below a question is no part of it; that of its analysis has the same number."""
    mark, head = layout.marked[i], layout.marked[question.begin]
    if mark.start and question.start and mark.start.number == question.start.number and not is_part(mark.start.word):
        return False
    if mark.role == "answer_key" and layout.last_start(i + 1, end) >= 0:
        return True
    if mark.role == "stem":
        return True
    level = min(filter(None, (head.level, question.start.level if question.start else 0)), default=NO_HEADING)
    sectioned = head.role in {"stem", "options"} and head.level
    return mark.level < level or (mark.level == level and not sectioned and bool(question.start or head.level))
