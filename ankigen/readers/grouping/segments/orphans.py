"""Questions without options: they begin like others, or ask and have an answer."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ankigen.readers import answers
from ankigen.readers.grouping.segments.layout import Begun, Layout
from ankigen.readers.marks.lines import ANSWERS
from ankigen.readers.marks.starts import NO_HEADING, Start, is_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.readers.grouping.segments.asked import Pair


_NEAR = 20  # lines below a number in which it asks


def with_orphans(layout: Layout, starts: Sequence[Start], begun: list[Begun], asked: Sequence[Pair]) -> list[Begun]:
    """Return the questions with those that begin like others, or ask and have an answer, but have no options."""
    looks = {each.start.look for each in begun if each.start}
    used = {each.start.row for each in begun if each.start}
    numbers = {each.start.number for each in begun if each.start}
    begins = sorted(each.begin for each in begun)
    opened = [pair.begin for pair in asked]
    orphans: list[Begun] = []
    for n, each in enumerate(starts):
        above = bisect_left(opened, each.row) - 1
        if each.row in used or (above >= 0 and each.row < asked[above].answer):
            continue
        at = bisect_left(begins, each.row + 1) - 1
        inside = begun[at] if at >= 0 else None
        if inside and inside.run and inside.begin <= each.row < inside.run.first:
            continue  # in a stem
        outer = layout.marked[inside.begin].level if inside else 0
        if outer and outer < each.level < NO_HEADING and each.look not in looks:
            continue  # a heading in an explanation
        end = min(
            starts[n + 1].row if n + 1 < len(starts) else len(layout.rows),
            begins[at + 1] if at + 1 < len(begins) else len(layout.rows),
        )
        if _is_question_start(layout, each, end, looks, numbers) or _is_next(layout, inside, each, starts[:n]):
            orphans.append(Begun(each.row, None, each))
    return sorted([*begun, *orphans], key=lambda each: each.begin)


def _asks(layout: Layout, each: Start, end: int) -> bool:
    """Whether a numbered heading is a question, or has one below."""
    below = range(each.row + 1, min(end, each.row + _NEAR))
    return is_question(each.text) or any(is_question(layout.rows[i].text) for i in below if not layout.rows[i].code)


def _is_next(layout: Layout, inside: Begun | None, each: Start, above: Sequence[Start]) -> bool:
    """Whether a number that asks is the next after that of the question above, and in no list of its own."""
    if inside is None or inside.start is None or inside.run is None or each.indent or each.row in layout.folded:
        return False
    if int(each.number) != int(inside.start.number) + 1:
        return False
    return is_question(each.text) and (not above or above[-1].row < inside.run.last)


def _is_answered_in_fold(layout: Layout, each: Start, below: range) -> bool:
    """Whether what is folded below a number answers it: any text answers a question, a truth a statement."""
    first = next((i for i in below if i in layout.folded and not layout.marked[i].blank), None)
    if first is None or is_question(each.text):
        return first is not None
    answer = answers.read(layout.rows[first].text, {})
    return answer is not None and answer.kind == "true-false"


def _is_question_start(layout: Layout, each: Start, end: int, looks: set[str], numbers: set[str]) -> bool:
    """Whether a number without options begins a question, by the looks and the numbers of the others."""
    if each.row in layout.folded and each.number in numbers:
        return False
    below = range(each.row + 1, end)
    answered = any(layout.marked[i].role in ANSWERS for i in below)
    answered = answered or _is_answered_in_fold(layout, each, below)
    if each.word and each.is_worded:
        return (each.look in looks and each.number not in numbers) or (
            each.number not in numbers and (answered or not looks)
        )
    if each.number in numbers:
        return False
    if each.level < NO_HEADING:
        return each.look in looks or (answered and _asks(layout, each, end))
    return (each.look in looks and (is_question(each.text) or answered)) or (not looks and answered)


def with_skipped(begun: Sequence[Begun], starts: Sequence[Start]) -> list[Begun]:
    """Return the questions with those between them that have a number of the same form, and no options."""
    rows = [start.row for start in starts]
    every: list[Begun] = []
    for number, question in enumerate(begun):
        if question.start is None or question.run is None:
            every.append(question)
            continue
        inside = starts[bisect_left(rows, question.start.row + 1) : bisect_left(rows, question.run.first)]
        *without, own = [question.start, *_following(question.start, inside)]
        every += [Begun(start.row, None, start) for start in without]
        every.append(question._replace(begin=own.row, start=own) if without else question)
        below = begun[number + 1] if number + 1 < len(begun) else None
        if below and below.start and below.start.look == own.look:
            between = starts[bisect_left(rows, question.run.last + 1) : bisect_left(rows, below.begin)]
            last = int(below.start.number)
            skipped = [start for start in _following(own, between) if int(start.number) < last]
            every += (
                [Begun(start.row, None, start) for start in skipped]
                if len(skipped) == last - int(own.number) - 1
                else []
            )
    return every


def _following(start: Start, below: Sequence[Start]) -> Iterator[Start]:
    """Yield the numbered lines that go on counting in the same form; none where one counts anew: it is in a list."""
    same = [
        other for other in below if (other.look, other.level, other.indent) == (start.look, start.level, start.indent)
    ]
    if any(int(other.number) <= int(start.number) for other in same):
        return
    following = int(start.number) + 1
    for other in same:
        if int(other.number) == following:
            yield other
            following += 1
