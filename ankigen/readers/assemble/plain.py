"""A question whose stem, options and answer follow each other, without headings for them."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ankigen.readers import answers, vocabulary
from ankigen.readers.answers import Solution, Statement
from ankigen.readers.assemble.answer import ends_answer, stated_alone
from ankigen.readers.assemble.options import take_options
from ankigen.readers.assemble.stem import take_stem
from ankigen.readers.assemble.tail import take_marked_parts, take_tail
from ankigen.readers.lines import fragments
from ankigen.readers.marks import labels
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.marks.starts import is_question
from ankigen.readers.parts.draft import Draft
from ankigen.readers.parts.rationale_labels import about_named
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.marks.mark import Mark

_BOLD_LABEL = re.compile(r"(?:\*\*|__)[^*_:：\n]{2,40}(?:[:：](?:\*\*|__)|(?:\*\*|__)[:：])")  # `**Exam tip:** …`
_INSIDE = 3  # columns: an item that is further in is part of another one


def plain(layout: Layout, segment: Segment) -> Draft:
    """Return the parts of a question whose stem, options and answer follow each other."""
    draft = Draft()
    first = segment.run.first if segment.run else _head_end(layout, segment)
    take_stem(draft, layout, segment, first)
    tail_from = first
    tail: list[Line] = []
    if segment.run:
        tail_from, tail = take_options(draft, layout, segment, segment.run)
    rest = take_marked_parts(draft.parts, layout, tail_from, segment.end)
    rest = stated_alone(draft, layout, rest, tail_from)
    if segment.run:
        rest = without_remarks(draft, layout, segment, rest, tail_from)
    elif not draft.stated:
        rest = _stated_in_words(draft, layout, rest, tail_from)
    take_tail(draft, [*tail, *rest])
    return draft


def without_remarks(draft: Draft, layout: Layout, segment: Segment, rows: Sequence[Line], begin: int) -> list[Line]:
    """Take the lists below options that say of several why they are right or wrong; return the other lines.

    `rows` are the lines from index `begin` on.
    """
    if segment.run is None:
        return list(rows)
    rest = _without_remarks(draft, layout, segment, rows, begin)
    rest = _without_some_remarks(draft, segment.run, layout, rest, begin)
    rest = _without_numbered_remarks(draft, segment.run, layout, rest, begin)
    rest = _without_named_remarks(draft, layout, rest, begin)
    return _without_empty_names(layout, rows, rest, begin)


def _without_empty_names(layout: Layout, rows: Sequence[Line], rest: Sequence[Line], begin: int) -> list[Line]:
    """Return the `rest` of the lines without the names of lists of which nothing is left."""
    new = list(rest)
    for n, row in enumerate(rest):
        mark = layout.marked[begin + n]
        if mark.role != "rationales" or mark.value or mark.level or not row.text.strip():
            continue
        end = next((m for m in range(n + 1, len(rest)) if rest[m].text.strip()), len(rest))
        if any(line.text.strip() for line in rows[n + 1 : end]):
            new[n] = row._replace(text="")
    return new


def _without_remarks(draft: Draft, layout: Layout, segment: Segment, rows: Sequence[Line], begin: int) -> list[Line]:
    """Take a list below the options that says of each why it is right or wrong; return the other lines."""
    new = list(rows)
    labels_of = {option.label for option in draft.options}
    low = bisect_left(layout.runs, begin, key=lambda run: run.first)
    high = bisect_left(layout.runs, segment.end, lo=low, key=lambda run: run.first)
    for run in layout.runs[low:high]:
        if len(run.choices) < 2 or run.odd or run.family in {"box", "list"}:
            continue
        labels = [labels_at(n) for n in range(len(run.choices))]
        if not set(labels) <= labels_of:
            continue
        ends = [choice.row for choice in run.choices[1:]] + [_item_end(layout, run.last, segment.end)]
        for label, choice, end in zip(labels, run.choices, ends, strict=True):
            first = rows[choice.row - begin]._replace(text=choice.text)
            text = fragments.item_text([first, *rows[choice.row - begin + 1 : end - begin]])
            draft.feedback.setdefault(label, []).append(text)
            for i in range(choice.row, end):
                new[i - begin] = rows[i - begin]._replace(text="", code=False)
    return new


def _without_some_remarks(draft: Draft, run: OptionRun, layout: Layout, rows: Sequence[Line], begin: int) -> list[Line]:
    """Take the items below an explanation or an answer that begin with labels of some options: `- B: …`, `- D: …`."""
    lettered = {
        n: label.position
        for n, row in enumerate(rows)
        if row.text.strip()
        and (label := layout.marked[begin + n].label)
        and label.family == run.family
        and label.listed
    }
    positions = list(lettered.values())
    first = next(iter(lettered), 0)
    if not (run.is_ticked or any(map(_is_said, layout.marked[begin : begin + first]))):
        return list(rows)  # the items may be the answer
    if len(lettered) < 2 or positions != sorted(set(positions)) or positions[-1] >= len(draft.options):
        return list(rows)
    new = list(rows)
    ends = [*list(lettered)[1:], len(rows)]
    for (n, position), limit in zip(lettered.items(), ends, strict=True):
        end = min(limit, _item_end(layout, begin + n, begin + limit) - begin)
        label = layout.marked[begin + n].label
        lines = [rows[n]._replace(text=label.text.lstrip("-–—: ") if label else ""), *rows[n + 1 : end]]
        draft.feedback.setdefault(labels_at(position), []).append(fragments.item_text(lines))
        new[n:end] = [row._replace(text="", code=False) for row in rows[n:end]]
    return new


def _is_said(mark: Mark) -> bool:
    """Whether a line begins an explanation, or has the answer beside its name."""
    return mark.role in {"explanation", "rationales"} or (mark.role in ANSWER_ROLES and bool(mark.value))


def _without_numbered_remarks(
    draft: Draft, run: OptionRun, layout: Layout, rows: Sequence[Line], begin: int
) -> list[Line]:
    """Take the list that an explanation begins with if it has an item for each option, and those have numbers."""
    if not all(choice.written == str(n) for n, choice in enumerate(run.choices, 1)):
        return list(rows)
    roles = [layout.marked[begin + n] for n in range(len(rows))]
    label = next((n for n, mark in enumerate(roles) if mark.role == "explanation" and not mark.value), len(rows))
    first = next((n for n in range(label + 1, len(rows)) if not roles[n].blank), len(rows))
    numbers = {n: number for n in range(first, len(rows)) if (number := _number(rows[n], rows[first])) is not None}
    starts = list(numbers)
    if list(numbers.values()) != list(range(1, len(run.choices) + 1)) or starts[0] != first:
        return list(rows)
    new = list(rows)
    ends = [*starts[1:], _item_end(layout, begin + starts[-1], begin + len(rows)) - begin]
    for position, (start, end) in enumerate(zip(starts, ends, strict=True)):
        lines = [rows[start]._replace(text=_beside_number(rows[start])), *rows[start + 1 : end]]
        draft.feedback.setdefault(labels_at(position), []).append(fragments.item_text(lines))
        new[start:end] = [row._replace(text="", code=False) for row in rows[start:end]]
    return new


def _number(row: Line, first: Line) -> int | None:
    """Return the number of an item, behind a bullet or not; None for any other line, or one inside the `first`."""
    item = None if row.code else labels.item(row.text)
    return None if item is None or item.indent > labels.width(first.text) + _INSIDE else item.number


def _beside_number(row: Line) -> str:
    item = labels.item(row.text)
    return item.text if item else row.text


def _without_named_remarks(draft: Draft, layout: Layout, rows: Sequence[Line], begin: int) -> list[Line]:
    """Take a list that says of several options why, each by a word and its label: `- Option 2: …`, `- Opción B: …`."""
    remarks = [(n, about) for n, row in enumerate(rows) if (about := about_named(row, draft.written))]
    labels_of = [label for _, (label, _) in remarks]
    if len(set(labels_of)) < 2 or len(set(labels_of)) < len(labels_of):
        return list(rows)
    new = list(rows)
    ends = [*(n for n, _ in remarks[1:]), len(rows)]
    for (n, (label, text)), limit in zip(remarks, ends, strict=True):
        end = min(limit, _item_end(layout, begin + n, begin + limit) - begin)
        lines = [rows[n]._replace(text=text), *rows[n + 1 : end]]
        draft.feedback.setdefault(label, []).append(fragments.item_text(lines))
        new[n:end] = [row._replace(text="", code=False) for row in rows[n:end]]
    return new


def _item_end(layout: Layout, last: int, end: int) -> int:
    """Return the index after the lines of a list's last item: up to an empty line, or another label."""
    for i in range(last + 1, end):
        mark = layout.marked[i]
        if mark.blank or mark.level or mark.rule or mark.role or _BOLD_LABEL.match(layout.rows[i].text):
            return i
    return end


def _head_end(layout: Layout, segment: Segment) -> int:
    """Return the index at which the stem of a question without options ends."""
    rows = range(segment.begin + 1, segment.end)
    if not any(layout.marked[i].role in ANSWER_ROLES or i in layout.folded for i in rows) and _asks(
        layout, segment.begin
    ):
        return segment.begin + 1  # the text below answers
    return next((i for i in rows if layout.marked[i].role in BELOW_ROLES or i in layout.folded), segment.end)


def _asks(layout: Layout, i: int) -> bool:
    """Whether a line is a heading that asks."""
    return bool(layout.marked[i].level) and is_question(layout.marked[i].title)


def _stated_in_words(draft: Draft, layout: Layout, rows: Sequence[Line], begin: int) -> list[Line]:
    """Take an answer in words that has no label: what is folded, or the text below a heading that asks."""
    if any(layout.marked[begin + n].role in ANSWER_ROLES for n in range(len(rows))):
        return list(rows)
    first = next((n for n, row in enumerate(rows) if row.code or row.text.strip()), len(rows))
    end = next((n for n in range(first, len(rows)) if ends_answer(layout, begin + n)), len(rows))
    folded = first < len(rows) and begin + first in layout.folded
    if first == end or not (folded or (begin and _asks(layout, begin - 1))):
        return list(rows)
    words = fragments.text(rows[first:end])
    if not words:
        return list(rows)  # a rule
    paragraph, _, reason = words.partition("\n\n")
    answer = answers.read(paragraph, {})
    if reason and folded and answer and answer.kind == "true-false":
        draft.stated.append(Statement(paragraph, rows[first].number))
        draft.explanation.append(reason)
        return [*rows[:first], *rows[end:]]
    answer = answers.read(words, {}) if reason else answer
    statement = Statement(words, rows[first].number if folded else 0, words=words)
    above = next((i for i in range(begin - 1, -1, -1) if not layout.marked[i].blank), 0)
    asking = layout.rows[above].text
    asks = is_question(asking) and not vocabulary.asks_for_truth(
        asking
    )  # then any text may be its answer, "yes" as well
    if folded and not asks and answer and answer.kind == "true-false":
        draft.stated.append(statement)
    else:
        draft.solutions.append(Solution("number" if answer and answer.kind == "number" else "open", statement))
    return [*rows[:first], *rows[end:]]
