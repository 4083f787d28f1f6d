"""Questions without options and without a number: labels, headings and paragraphs that ask, each with its answer.

They are looked for where no other question is, but for a label such as `Q:`, which begins a question anywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ankigen.readers.grouping.segments.begins import above_stem
from ankigen.readers.grouping.segments.ends import end_of
from ankigen.readers.grouping.segments.layout import Begun, Layout, Segment
from ankigen.readers.marks.lines import ANSWERS, BELOW
from ankigen.readers.marks.starts import asks, is_question
from ankigen.readers.parts.compose import repeats

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FARTHEST = 200  # lines between the beginning of a question and its answer


def with_labelled(layout: Layout, begun: Sequence[Begun]) -> list[Begun]:
    """Return the questions with those that a label such as `Q:` begins, and that have an answer but no options."""
    begins = sorted(each.begin for each in begun)
    by_begin = {each.begin: each for each in begun}
    new: list[Begun] = []
    rows = [i for i, mark in enumerate(layout.marked) if mark.role == "stem" and not mark.level and mark.value]
    for n, row in enumerate(rows):
        at = bisect_left(begins, row + 1) - 1
        inside = by_begin[begins[at]] if at >= 0 else None
        if row in by_begin or row in layout.folded or (inside and inside.run and row < inside.run.first):
            continue
        if inside and any(layout.marked[i].level for i in range(_head_end(inside), row)):
            continue  # in an explanation that has headings
        ends = (begins[at + 1] if at + 1 < len(begins) else len(layout.rows), *rows[n + 1 : n + 2])
        if _is_answered(layout, row, min(ends)) and not (inside and _is_repetition(layout, inside, row)):
            new.append(Begun(row, None, None))
    return sorted([*begun, *new], key=lambda each: each.begin)


def _head_end(above: Begun) -> int:
    """Return the index after the first line of a question without options, or after its last option."""
    return above.run.last + 1 if above.run else above.begin + 1


def _is_answered(layout: Layout, begin: int, end: int) -> bool:
    """Return whether an answer and no options are below a line."""
    first = bisect_left(layout.runs, begin, key=lambda run: run.first)
    if first < len(layout.runs) and layout.runs[first].first < end and len(layout.runs[first].choices) > 1:
        return False
    return any(layout.marked[i].role in ANSWERS or i in layout.folded for i in range(begin + 1, end))


def _is_repetition(layout: Layout, above: Begun, row: int) -> bool:
    """Return whether a label repeats the stem of the question above."""
    last = above.run.first if above.run else row
    return repeats(layout.marked[row].value, "\n".join(each.text for each in layout.rows[above.begin : last]))


def with_unlabelled(layout: Layout, found: Sequence[Segment]) -> list[Segment]:
    """Return the questions with those between them: headings and paragraphs that ask, with an answer below."""
    new: list[Segment] = []
    for low, high in _gaps(layout, found):
        begins = sorted({*_above_answers(layout, low, high), *_headings(layout, low, high)})
        for begin, end in zip(begins, [*begins[1:], high], strict=False):
            new.append(Segment(begin, end_of(layout, Begun(begin, None, None), end), None))
    return sorted([*found, *new], key=lambda each: each.begin)


def _gaps(layout: Layout, found: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines that belong to no question and hold no options."""
    taken = [(each.begin, each.end) for each in found]
    taken += [(run.first, run.last + 1) for run in layout.runs if len(run.choices) > 1]
    low = 0
    for begin, end in [*sorted(taken), (len(layout.rows), len(layout.rows))]:
        if low < begin:
            yield low, begin
        low = max(low, end)


def _above_answers(layout: Layout, low: int, high: int) -> Iterator[int]:
    """Yield the index at which the question of each answer begins."""
    for i in range(low, high):
        mark = layout.marked[i]
        folded = i in layout.folded and not mark.blank
        if not folded and not (mark.role in ANSWERS and (mark.value or mark.level or _has_text(layout, i + 1, high))):
            continue
        if folded and i - 1 >= low and i - 1 in layout.folded:
            continue
        begin = _begin(layout, low, i)
        if begin is not None:
            yield begin
        low = i + 1


def _has_text(layout: Layout, low: int, high: int) -> bool:
    return any(not layout.marked[i].blank for i in range(low, high))


def _begin(layout: Layout, low: int, answer: int) -> int | None:
    """Return the index at which the question of an answer begins, None where nothing above asks."""
    paragraph: int | None = None
    text = False  # whether there is a paragraph directly above the answer that asks in any way
    for i in range(answer - 1, max(low, answer - _FARTHEST) - 1, -1):
        mark = layout.marked[i]
        if mark.rule or mark.role in BELOW or i in layout.folded:
            break
        if mark.level:
            return _from_heading(layout, low, i, paragraph)
        if mark.role == "stem":
            return i
        if mark.blank or layout.rows[i].code:
            text = text or paragraph is not None
            continue
        above = layout.rows[i].text
        if is_question(above) or (not text and asks(above)) or (paragraph == i + 1 and not mark.label):
            paragraph = i
    return paragraph


def _from_heading(layout: Layout, low: int, heading: int, paragraph: int | None) -> int | None:
    """Return the index of a heading that belongs to the question below it, else that of the paragraph that asks."""
    mark = layout.marked[heading]
    if mark.role == "stem":
        return above_stem(layout, low, heading)
    if mark.role not in {"", "title"}:
        return paragraph
    end = next(
        (i for i in range(heading + 1, len(layout.rows)) if 0 < layout.marked[i].level <= mark.level), len(layout.rows)
    )
    answers = [i for i in range(heading, min(end, heading + _FARTHEST)) if layout.marked[i].role in ANSWERS]
    own = is_question(mark.title) or (mark.level > 1 and len(answers) < 2)
    return heading if own else paragraph


def _headings(layout: Layout, low: int, high: int) -> Iterator[int]:
    """Yield the indexes of headings that ask, with a paragraph below and nothing that is named as an answer."""
    heads = [i for i in range(low, high) if layout.marked[i].level and not layout.rows[i].code]
    for n, i in enumerate(heads):
        mark = layout.marked[i]
        end = heads[n + 1] if n + 1 < len(heads) else high
        if mark.role or i in layout.folded or not is_question(mark.title):
            continue
        below = [j for j in range(i + 1, end) if not layout.marked[j].blank]
        named = any(layout.marked[j].role in ANSWERS or j in layout.folded for j in below)
        if below and not named and _is_paragraph(layout, below[0]):
            yield i


def _is_paragraph(layout: Layout, i: int) -> bool:
    """Return whether a line begins a paragraph that asks nothing."""
    mark, text = layout.marked[i], layout.rows[i].text.lstrip()
    special = mark.rule or mark.role or mark.start or mark.label or layout.rows[i].code
    return not special and text[:1] not in "-*+•>|<![" and not is_question(text)
