"""The options of a question: their texts, their marks, and what is said below each of why it is right or wrong."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.readers import answers
from ankigen.readers.grouping.options import is_remark
from ankigen.readers.grouping.own_letters import own_letters
from ankigen.readers.lines import fragments
from ankigen.readers.lines.labelled import explained_option
from ankigen.readers.marks import ticks
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.parts import bodies
from ankigen.readers.parts.parsed import DraftOption
from ankigen.readers.vocabulary import BELOW_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.options import Choice, OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.parts.draft import Draft


def take_options(draft: Draft, layout: Layout, segment: Segment, run: OptionRun) -> tuple[int, list[Line]]:
    """Read the options; return the index at which the answer begins, and the lines above it that are no option's."""
    cut = _answer_begins(layout, segment, run)
    choices = own_letters(run, draft.written)
    lines: list[list[Line]] = []
    for n, (choice, rows) in enumerate(zip(choices, _lines_of(layout, choices, cut), strict=True)):
        label = choice.written or labels_at(n).lower()
        own, remark = bodies.feedback(rows, label, last=n == len(choices) - 1)
        lines.append(own)
        for text in filter(None, (ticks.remark(layout.rows[choice.row].text)[2], remark)):
            draft.feedback.setdefault(labels_at(n), []).append(text)
        if choice.written:
            draft.written.setdefault(choice.written, labels_at(n))
    between = _between_groups(lines) if run.family == "box" else []
    texts, below = bodies.divide(lines)
    positions = [n for n, text in enumerate(texts) if text or choices[n].ticked or run.family != "box"]
    marked = [ticks.without_tick(texts[n]) for n in positions]
    draft.options = [DraftOption(labels_at(at), marked[at][0], lines[n][0].number) for at, n in enumerate(positions)]
    draft.answer = [labels_at(at) for at, n in enumerate(positions) if marked[at][1] or choices[n].ticked]
    if not draft.answer and run.is_emphasised:
        draft.emphasised = [labels_at(at) for at, n in enumerate(positions) if choices[n].strong]
    text_between = fragments.text(between)
    if text_between and re.search(r"[?？؟:：][*_`]*$", text_between):
        draft.stem.append(text_between)
    elif text_between:
        below = [*between, *below]
    return cut, list(below)


def _lines_of(layout: Layout, choices: Sequence[Choice], cut: int) -> list[list[Line]]:
    """Return the lines of each option, up to the next; the first of each without its label."""
    ends = [choice.row for choice in choices[1:]] + [cut]
    return [
        _with_tick(layout.rows[choice.row]._replace(text=choice.text), layout.rows[choice.row + 1 : end])
        for choice, end in zip(choices, ends, strict=True)
    ]


def _with_tick(first: Line, below: Sequence[Line]) -> list[Line]:
    """Return the lines of an option, with a tick that is alone in the second one behind the first."""
    tick = below[0].text.strip() if below and not below[0].code else ""
    if tick and not ticks.without_tick(tick)[0]:
        return [first._replace(text=f"{first.text} {tick}"), *below[1:]]
    return [first, *below]


def _between_groups(options: Sequence[list[Line]]) -> list[Line]:
    """Take the text between two groups of options out of the last one above it, and return it."""
    starts = {
        i: next((g.start for g in bodies.groups(rows) if g.kind == "text" and rows[g.start].text[:1].strip()), 0)
        for i, rows in enumerate(options[:-1])
    }
    gaps = {i: start for i, start in starts.items() if start}
    if any(end - start < 2 for start, end in pairwise((-1, *gaps, len(options) - 1))):
        return []
    between = [row for i, at in gaps.items() for row in options[i][at:]]
    for i, at in gaps.items():
        del options[i][at:]
    return between


def _answer_begins(layout: Layout, segment: Segment, run: OptionRun) -> int:
    """Return the index of the first line below the options that has to do with the answer."""
    explained = any(is_remark(layout.rows[i], layout.marked[i], run.choices[0]) for i in range(run.first, run.last))
    for i in range(run.last + 1, segment.end):
        mark = layout.marked[i]
        if explained and is_remark(layout.rows[i], mark, run.choices[-1]):
            continue
        if mark.role in BELOW_ROLES | METADATA_ROLES or i in layout.folded or mark.level or mark.rule:
            return i
        if explained_option(layout.rows[i].text) not in {"", run.choices[-1].written}:
            return i
    return segment.end


def make_truth(draft: Draft) -> None:
    """Make the two options of a statement that is answered with true or false, in the question's language."""
    text = draft.stated[0].text
    answer = answers.read(text, {})
    if (answer and answer.kind == "true-false") or text.strip(" *_`.").upper() in {"T", "F"}:
        line = draft.stated[0].line
        around = "\n".join([*draft.stem, *(part for part in draft.explanation if isinstance(part, str))])
        true, false = answers.truth_words(text, around)
        draft.options = [DraftOption("A", true, line), DraftOption("B", false, line)]
