"""The line at which the question of some options begins: at its number, at its stem, or below a boundary."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ankigen.readers.grouping.segments.above import above_stem, is_sentence
from ankigen.readers.grouping.segments.layout import Begun, Layout
from ankigen.readers.grouping.segments.numbers import number_of_question
from ankigen.readers.grouping.segments.relations import in_remarks, is_nested, relation
from ankigen.readers.marks.labels import is_emphasised, item
from ankigen.readers.marks.starts import NO_HEADING, Start, asks, is_question
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments.asked import AskedInWords

_ADDRESS = re.compile(r"[ \t<]*https?://[^\s<>]+[ \t>]*")
_MOST_NUMBERS = 200  # numbered lines above some options of which one may begin their question


def with_beginnings(layout: Layout, starts: Sequence[Start], asked: Sequence[AskedInWords]) -> list[Begun]:
    """Return a question for each run of options but those that are statements in a stem, or remarks on options.

    Nothing above the answer of a question that has no options, of those `asked`, belongs to options below.
    """
    questions: list[Begun] = []
    rows_of = [numbered.row for numbered in starts]
    answered = [pair.answer for pair in asked]
    number = ""
    for run in sorted((run for run in layout.runs if len(run.choices) > 1), key=lambda run: run.first):
        before = questions[-1] if questions else None
        low = before.run.last + 1 if before and before.run else 0
        above = bisect_left(answered, run.first) - 1
        parted = above >= 0 and answered[above] >= low
        low = answered[above] + 1 if parted else low
        high = bisect_left(rows_of, run.first)
        numbers = starts[max(bisect_left(rows_of, low), high - _MOST_NUMBERS) : high]
        between = _below_answers(layout, numbers, run)
        start, left = _start_of(layout, before, number_of_question(layout, between, number), run)
        answer = _answered_above(layout, start, run)
        if answer is not None:
            start, low = None, answer + 1
        begin = left if left is not None else _asked_at(layout, low, run, start)
        role = relation(layout, before, run, start, asked=begin is not None) if before and not parted else ""
        if role == "stem":
            questions[-1] = questions[-1]._replace(run=run)
        if role or (begin is None and not before and in_remarks(layout, low, run.first)):
            continue
        if begin is None:
            begin = _weak(layout, low, run, first=not (questions or parted))
            begin = run.first if questions and _is_of_above(layout, begin, run.first) else begin
            begin = _in_bold(layout, before, begin, run.first)
        start = None if start and begin in layout.asked and begin < start.row else start  # a number inside a callout
        questions.append(Begun(begin, run, start))
        number = start.number if start else number
    return questions


def _below_answers(layout: Layout, between: Sequence[Start], run: OptionRun) -> Sequence[Start]:
    """Return the numbers above options that are below the last answer there, if any are: it is another question's.

    One that has the same number as a heading above repeats the question of an analysis.
    """
    if len(between) < 2:
        return between
    answer = layout.last_answer(between[0].row + 1, run.first)
    below = [start for start in between if start.row > answer]
    analysed = {start.number for start in between if start.row < answer and start.level < NO_HEADING}
    return between if not below or any(start.number in analysed for start in below) else below


def _start_of(
    layout: Layout, before: Begun | None, start: Start | None, run: OptionRun
) -> tuple[Start | None, int | None]:
    """Return the number that begins a question, and the index of the heading that begins it instead, if one does."""
    if start and before and _is_list_item(layout, before, start):
        return None, None
    left = _left_at(layout, start, run)
    if start and left is None and _is_item_of_stem(layout, before, start, run):
        return None, None
    return (start, None) if left is None else (None, left)


def _answered_above(layout: Layout, start: Start | None, run: OptionRun) -> int | None:
    """Return the index of an answer above options that is that of a number: it asks, and so does what is below."""
    answer = layout.last(ANSWER_ROLES, start.row + 1, run.first) if start else -1
    if start is None or answer < 0 or layout.marked[answer].level:
        return None
    if not is_question(start.text) and not _is_asking(layout, start.row + 1, answer):
        return None
    anew = layout.last_callout(answer, run.first) >= 0 or _is_asking(layout, answer + 1, run.first)
    return answer if anew else None


def _is_asking(layout: Layout, low: int, high: int) -> bool:
    """Whether a line from `low` up to `high` is a question."""
    rows, marked = layout.rows, layout.marked
    return any(is_question(marked[i].title or rows[i].text) for i in range(low, high) if not rows[i].code)


def _is_item_of_stem(layout: Layout, before: Begun | None, start: Start, run: OptionRun) -> bool:
    """Whether a bare number that asks nothing has a stem with a name near, or a heading that asks or a list above."""
    if start.word or start.level < NO_HEADING or start.bold or is_question(start.text):
        return False
    low = before.run.last if before and before.run else -1
    if layout.last({"stem"}, low + 1, run.first) >= 0:
        return True
    at = next((i for i in range(start.row - 1, low, -1) if layout.marked[i].level), None)
    if at is None or layout.marked[at].role or layout.marked[at].start:
        return False
    return is_question(layout.marked[at].title) or _has_before(layout, at, start)


def _is_list_item(layout: Layout, before: Begun, start: Start) -> bool:
    """Whether a bare number is an item of a list in the explanation of a question that began in another way."""
    bare = not start.word and start.level == NO_HEADING and not start.bold and not is_question(start.text)
    if not bare or before.run is None or before.start is None or before.start.look == start.look:
        return False
    if int(start.number) == int(before.start.number) + 1 and not _has_before(layout, before.run.last, start):
        return False
    return layout.last(BELOW_ROLES, before.run.last + 1, start.row) >= 0


def _has_before(layout: Layout, low: int, start: Start) -> bool:
    """Whether the number before this one is above it, in the same form."""
    above = (layout.marked[i].start for i in range(low + 1, start.row))
    return any(other and other.look == start.look and int(other.number) + 1 == int(start.number) for other in above)


def _left_at(layout: Layout, start: Start | None, run: OptionRun) -> int | None:
    """Return the index of another heading of the number's rank, which names no part, between it and the options."""
    if start is None or start.level == NO_HEADING:
        return None
    for i in range(run.first - 1, start.row, -1):
        mark = layout.marked[i]
        if 0 < mark.level <= start.level and not mark.role and not mark.start:
            return i
    return None


def _asked_at(layout: Layout, low: int, run: OptionRun, start: Start | None) -> int | None:
    """Return the index of the line at which the question of these options begins, None where no sign says so."""
    callout = layout.last_callout(low, run.first)
    if start is not None and (callout < 0 or start.row <= callout or _is_below_answer(layout, callout, start)):
        return start.row
    if callout >= 0:
        return callout
    stem = layout.last({"stem"}, low, run.first)
    if stem < 0 or layout.last({"recap"}, low, stem) >= 0:
        return None
    return above_stem(layout, low, stem)


def _is_below_answer(layout: Layout, callout: int, start: Start) -> bool:
    """Whether a number that asks is below the answer of a callout: it begins another question."""
    return is_question(start.text) and layout.last(ANSWER_ROLES, callout, start.row) >= 0


def _weak(layout: Layout, low: int, run: OptionRun, *, first: bool) -> int:
    """Return the index at which a question without a number begins: below a rule, at a heading, at its paragraph."""
    begin = asked = run.first
    asking = False
    head = _nearest_heading(layout, low, run)
    if head is not None:
        return head
    for i in range(run.first - 1, low - 1, -1):
        mark = layout.marked[i]
        if mark.blank:
            asked = begin if asking and asked == run.first else asked  # the paragraph that asks
            first = first and (asked == run.first or not is_emphasised(layout.rows[asked].text))
            continue
        is_remark = bool(mark.label) and not (mark.role or first or asking)  # on an option above
        if mark.rule or i in layout.folded or is_remark or _is_address(layout, i):
            return begin
        if asked < run.first and not first and (mark.level or mark.role in BELOW_ROLES):
            return asked
        if mark.level and mark.role != "options":
            return i if not mark.role or mark.role in {"title", "stem"} else begin
        if (mark.role in BELOW_ROLES and not first) or (mark.role in ANSWER_ROLES and mark.value):
            return begin
        asking = asking or (mark.role != "options" and not layout.rows[i].code and asks(layout.rows[i].text))
        begin = i
    return begin if first or asked == run.first else asked


def _is_address(layout: Layout, i: int) -> bool:
    """Whether a paragraph is the address of the page that questions are from."""
    return layout.marked[i + 1].blank and bool(_ADDRESS.fullmatch(layout.rows[i].text))


def _in_bold(layout: Layout, before: Begun | None, begin: int, first: int) -> int:
    """Return the index of the line in bold that begins a question, where the one above began so; `begin` otherwise.

    It is the next one above `begin`, or below it, up to the options.
    """
    if before is None or before.run is None or not _begins_in_bold(layout, before.begin):
        return begin
    low = max(before.run.last + 1, layout.last(BELOW_ROLES, before.run.last + 1, begin) + 1)
    lines = (*range(begin, low - 1, -1), *range(begin + 1, first))
    return next((i for i in lines if _is_bold_line(layout, i) and layout.marked[i - 1].blank), begin)


def _begins_in_bold(layout: Layout, begin: int) -> bool:
    """Whether a question begins with text in bold, below a heading or not."""
    if layout.marked[begin].level:
        begin = next((i for i in range(begin + 1, len(layout.rows)) if not layout.marked[i].blank), begin)
    return _is_bold_line(layout, begin)


def _is_bold_line(layout: Layout, i: int) -> bool:
    """Whether a line is text in bold, and names no part."""
    return not layout.marked[i].role and not layout.rows[i].code and is_emphasised(layout.rows[i].text)


def _is_of_above(layout: Layout, begin: int, first: int) -> bool:
    """Whether nothing above options asks, and what is there says something of the question above.

    It is a field, an item of a list, or the paragraph of an explanation that is only named above it.
    """
    rows, marked = layout.rows, layout.marked
    text = [i for i in range(begin, first) if not marked[i].blank and marked[i].role != "options"]
    if marked[begin].level and is_sentence(marked[begin].title):
        return False
    if not text or any(asks(marked[i].title or rows[i].text) for i in text if not rows[i].code):
        return False
    last = text[-1]
    if marked[last].role in METADATA_ROLES or marked[last].label or item(rows[last].text):
        return True
    while last > begin and not marked[last - 1].blank:
        last -= 1
    above = next((marked[i] for i in range(last - 1, -1, -1) if not marked[i].blank), None)
    return above is not None and above.role in BELOW_ROLES and not above.value


def _nearest_heading(layout: Layout, low: int, run: OptionRun) -> int | None:
    """Return the index of the heading of these options alone, with nothing between that ends a question."""
    for i in range(run.first - 1, low - 1, -1):
        mark = layout.marked[i]
        if mark.rule or i in layout.folded or mark.role in BELOW_ROLES:
            return None
        if mark.level and mark.role == "options":
            continue
        if mark.level and is_nested(layout, low, i):
            return None
        if mark.level:
            end = next(
                (j for j in range(i + 1, len(layout.rows)) if 0 < layout.marked[j].level <= mark.level),
                len(layout.rows),
            )
            others = layout.runs_in(run.last + 1, end)
            alone = len(layout.runs_in(i + 1, run.last)) == 1 and all(_are_remarks(layout, other) for other in others)
            if is_question(mark.title) or is_sentence(mark.title) or alone:
                return i if not mark.role or mark.role in {"title", "stem"} else None
            return None
    return None


def _are_remarks(layout: Layout, run: OptionRun) -> bool:
    """Whether the name of an explanation is directly above what looks like options: they are remarks on those above."""
    above = (layout.marked[i] for i in range(run.first - 1, -1, -1) if not layout.marked[i].blank)
    mark = next(above, None)
    return mark is not None and mark.role in {"explanation", "rationales"} and not mark.value
