"""The line at which a question ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers.grouping.options import is_aside
from ankigen.readers.grouping.segments.layout import Begun, Layout, Segment
from ankigen.readers.marks.lines import BELOW
from ankigen.readers.marks.starts import NO_HEADING, is_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.grouping.options import Run


def ended(layout: Layout, begun: Sequence[Begun]) -> list[Segment]:
    """Return the questions with their ends, and their single options where they have no others."""
    ends = [each.begin for each in begun[1:]] + [len(layout.rows)]
    begun = [
        each if each.run else each._replace(run=_single(layout, each.begin, end))
        for each, end in zip(begun, ends, strict=False)
    ]
    return [
        Segment(each.begin, end_of(layout, each, end), each.run, each.start)
        for each, end in zip(begun, ends, strict=False)
    ]


def _single(layout: Layout, begin: int, end: int) -> Run | None:
    """Return the only option of a question."""
    return next(
        (run for run in layout.runs if len(run.choices) == 1 and begin < run.first < end and run.choices[0].sure), None
    )


def end_of(layout: Layout, each: Begun, end: int) -> int:
    """Return the index at which a question ends: at the next, or a heading above it that names none of its parts."""
    low = each.run.last + 1 if each.run else each.begin + 1
    done = each.run is not None and each.run.family == "box" and len({one.ticked for one in each.run.choices}) == 2
    inside = 0  # the level of the last heading that names a part
    for i in range(low, end):
        mark = layout.marked[i]
        if done and _is_above_tasks(layout, i, end):
            return i  # what is below is to be done
        if mark.level and mark.role in BELOW and mark.role != "key":
            inside = mark.level
        if (inside and mark.level > inside) or i in layout.folded or layout.rows[i].code:
            continue
        if (
            mark.level
            and (mark.role in {"", "note"} or (mark.role == "key" and not mark.value))
            and _is_end(layout, each, i, end)
        ):
            return i
    return end


def _is_above_tasks(layout: Layout, i: int, end: int) -> bool:
    """Return whether a line divides the options from boxes of things to do."""
    if not layout.marked[i].rule and not is_aside(layout.rows[i].text):
        return False
    return any(mark.label and mark.label.family == "box" for mark in layout.marked[i + 1 : end])


def _is_end(layout: Layout, each: Begun, i: int, end: int) -> bool:
    """Return whether a heading below a question is no part of it; that of its analysis has the same number."""
    mark, head = layout.marked[i], layout.marked[each.begin]
    if mark.start and each.start and mark.start.number == each.start.number and not is_part(mark.start.word):
        return False
    if mark.role == "key" and any(marks.start for marks in layout.marked[i + 1 : end]):
        return True
    level = min(filter(None, (head.level, each.start.level if each.start else 0)), default=NO_HEADING)
    sectioned = head.role in {"stem", "options"} and head.level
    return mark.level < level or (mark.level == level and not sectioned and bool(each.start or head.level))
