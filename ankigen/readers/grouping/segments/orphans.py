"""Questions without options: they begin like others, or ask and have an answer."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ankigen.readers import answers
from ankigen.readers.grouping.segments.asked import is_in_words, is_of_options_above
from ankigen.readers.grouping.segments.layout import Begun, Layout
from ankigen.readers.marks.starts import NO_HEADING, Start, is_question
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.readers.grouping.segments.asked import AskedInWords


_FARTHEST_ASKING = 20  # lines below a number in which it asks


def with_orphans(
    layout: Layout, starts: Sequence[Start], begun: list[Begun], asked: Sequence[AskedInWords]
) -> list[Begun]:
    """Return the questions with those that begin like others, or ask and have an answer, but have no options."""
    looks = {question.start.look for question in begun if question.start}
    used = {question.start.row for question in begun if question.start}
    counts = _counts(begun)
    begins = sorted(question.begin for question in begun)
    opened = [pair.begin for pair in asked]
    orphans: list[Begun] = []
    anew: set[str] = set()  # the numbers of the last orphans, where they begin again
    for n, start in enumerate(starts):
        above = bisect_left(opened, start.row) - 1
        if start.row in used or (above >= 0 and start.row < asked[above].answer):
            continue
        at = bisect_left(begins, start.row + 1) - 1
        inside = begun[at] if at >= 0 else None
        if inside and inside.run and inside.begin <= start.row < inside.run.first:
            continue  # in a stem
        outer = layout.marked[inside.begin].level if inside else 0
        if outer and outer < start.level < NO_HEADING and start.look not in looks:
            continue  # a heading in an explanation
        end = min(
            starts[n + 1].row if n + 1 < len(starts) else len(layout.rows),
            begins[at + 1] if at + 1 < len(begins) else len(layout.rows),
        )
        nearest = orphans[-1] if orphans and (inside is None or orphans[-1].begin > inside.begin) else inside
        anew = anew if orphans and nearest is orphans[-1] else set()
        numbers = anew or (counts[max(at, 0)] if counts else set())
        begins_anew = start.number in numbers and _begins_anew(layout, nearest, start, end)
        if (
            begins_anew
            or _is_question_start(layout, start, end, looks, numbers)
            or _is_next(layout, inside, start, starts[:n])
            or (start.number not in numbers and _has_second_answer(layout, nearest, start, end, starts[:n]))
        ):
            anew = {start.number} if begins_anew else anew and {*anew, start.number}
            orphans.append(Begun(start.row, None, start))
    return sorted([*begun, *orphans], key=lambda question: question.begin)


def _counts(begun: Sequence[Begun]) -> list[set[str]]:
    """Return for each question the numbers of all that are counted together with it: they go up."""
    counts: list[set[str]] = []
    last = 0
    for question in begun:
        number = int(question.start.number) if question.start else last + 1
        counts.append(counts[-1] if counts and number > last else set())
        counts[-1].update({question.start.number} if question.start else ())
        last = number if question.start else last
    return counts


def _begins_anew(layout: Layout, above: Begun | None, start: Start, end: int) -> bool:
    """Whether the number 1 comes again with an answer of its own that is in words, below an answered question or none.

    So it begins another part of the file, with questions that have no options.
    """
    if start.number != "1" or start.indent or start.row in layout.folded or not start.text:
        return False
    if above and not (above.run and above.run.is_ticked) and layout.last_answer(above.begin, start.row) < 0:
        return False
    answer = next((i for i in range(start.row + 1, end) if layout.marked[i].answers), -1)
    return answer >= 0 and is_in_words(layout, answer) and not is_of_options_above(layout, 0, answer)


def _asks(layout: Layout, start: Start, end: int) -> bool:
    """Whether a numbered heading is a question, or has one below."""
    below = range(start.row + 1, min(end, start.row + _FARTHEST_ASKING))
    return is_question(start.text) or any(is_question(layout.rows[i].text) for i in below if not layout.rows[i].code)


def _is_next(layout: Layout, inside: Begun | None, start: Start, above: Sequence[Start]) -> bool:
    """Whether a number that asks is the next after that of the question above, and in no list of its own."""
    if inside is None or inside.start is None or inside.run is None or start.indent or start.row in layout.folded:
        return False
    if int(start.number) != int(inside.start.number) + 1:
        return False
    return is_question(start.text) and (not above or above[-1].row < inside.run.last)


def _has_second_answer(layout: Layout, above: Begun | None, start: Start, end: int, numbers: Sequence[Start]) -> bool:
    """Whether a number is higher than that of an answered question above, in no list, and an answer is below it too.

    So it is another question, in whatever way its number is written.
    """
    if above is None or above.start is None or start.indent or start.row in layout.folded or not start.text:
        return False
    if int(start.number) <= int(above.start.number):
        return False
    last = above.run.last if above.run else above.begin
    in_list = bool(numbers) and numbers[-1].row > max(last, above.start.row)
    answered = (above.run and above.run.is_ticked) or layout.last_answer(above.begin, start.row) >= 0
    return not in_list and bool(answered) and layout.last_answer(start.row + 1, end) >= 0


def _is_answered_in_fold(layout: Layout, start: Start, below: range) -> bool:
    """Whether what is folded below a number answers it: any text answers a question, a truth a statement."""
    first = next((i for i in below if i in layout.folded and not layout.marked[i].blank), None)
    if first is None or is_question(start.text):
        return first is not None
    answer = answers.read(layout.rows[first].text, {})
    return answer is not None and answer.kind == "true-false"


def _is_question_start(layout: Layout, start: Start, end: int, looks: set[str], numbers: set[str]) -> bool:
    """Whether a number without options begins a question, by the looks and the numbers of the others."""
    if start.row in layout.folded and start.number in numbers:
        return False
    below = range(start.row + 1, end)
    answered = any(layout.marked[i].role in ANSWER_ROLES for i in below)
    answered = answered or _is_answered_in_fold(layout, start, below)
    if start.word and start.is_worded:
        return (start.look in looks and start.number not in numbers) or (
            start.number not in numbers and (answered or not looks)
        )
    if start.number in numbers:
        return False
    if start.level < NO_HEADING:
        return start.look in looks or (answered and _asks(layout, start, end))
    return (start.look in looks and (is_question(start.text) or answered)) or (not looks and answered)


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
