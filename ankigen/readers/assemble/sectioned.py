"""A question that has headings for its stem and its options."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.assemble.plain import stated_alone, without_remarks
from ankigen.readers.assemble.tail import take_marked_parts, without_promotion
from ankigen.readers.grouping.own_letters import own_letters
from ankigen.readers.lines.links import without_links
from ankigen.readers.marks import ticks
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.parts import bodies, outline
from ankigen.readers.parts.draft import Draft
from ankigen.readers.parts.fields import add_to_explanation, take_labelled
from ankigen.readers.parts.parsed import DraftOption

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.model import Link
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.lines.labelled import MarkedParts
    from ankigen.readers.marks.mark import Mark

_FACTS = frozenset({"id", "level", "topics", "traps", "tags", "mnemonic"})  # what may be at the end of a question


def is_sectioned(layout: Layout, segment: Segment) -> bool:
    """Whether headings name both stem and options, or a group of parts.

    One such as `Answer and explanation` may be below any options; `Tags` groups nothing.
    """
    end = segment.run.first if segment.run else segment.end
    heads = [(i, layout.marked[i]) for i in range(segment.begin, segment.end) if layout.marked[i].level]
    groups = any(mark.role == "group" and i < end and "tags" not in vocabulary.roles(mark.title) for i, mark in heads)
    return groups or {"stem", "options"} <= {mark.role for _, mark in heads}


def sectioned(layout: Layout, segment: Segment) -> Draft:
    """Return the parts of a question that has headings for its stem and its options."""
    choices, written = _choices(layout, segment)
    empty = Draft(choices=choices, written=written)
    rows = take_marked_parts(empty.parts, layout, segment.begin, segment.end)
    head = layout.marked[segment.begin]
    numbered = segment.start is not None and segment.start.row == segment.begin
    title = head.title if head.level and not head.role and not numbered else ""
    if title:
        rows[0] = rows[0]._replace(text="")
    folded = Draft(options=list(choices.values()), written=written)
    remarks: Mapping[str, list[str]] = {}
    if segment.run:
        low = segment.run.last + 1
        rows[low - segment.begin :] = stated_alone(folded, layout, rows[low - segment.begin :], low)
        _take_aside(folded, layout, segment, rows, low)
        remarks = _take_remarks(folded, layout, segment, rows, low)
    rows, facts = _without_facts_below(layout, segment, rows, empty.parts)
    links: list[Link] = []
    if segment.run and _has_marked_ends(layout, segment, segment.run):
        rows, links = _without_links(layout, segment, rows)
    draft = outline.gather(outline.outlined(tuple(rows), "\n".join(row.text for row in rows)), empty)
    take_labelled(draft, facts)
    draft.stated += folded.stated
    draft.explanation += folded.explanation
    for row, option in choices.items():
        if verdict := ticks.remark(row.text)[2]:
            draft.feedback.setdefault(option.label, []).append(verdict)
    for label, texts in remarks.items():
        draft.feedback.setdefault(label, []).extend(texts)
    draft.links += links
    draft.title = draft.title or title
    draft.options, marked = _unmarked(draft.options)
    draft.answer = marked or draft.answer
    return draft


def _take_aside(draft: Draft, layout: Layout, segment: Segment, rows: list[Line], low: int) -> None:
    """Take what is folded or quoted directly below the options, from line `low` on: the last option has no part in it.

    It ends at a heading or at the name of a part.
    """
    aside: list[Line] = []
    own = (i for i in range(low, segment.end) if layout.marked[i].blank or i in layout.folded)
    for i in range(next(own, segment.end), segment.end):
        row, mark = rows[i - segment.begin], layout.marked[i]
        is_quoted = bool(bodies.QUOTED.match(row.text)) and (bool(aside) or layout.marked[i - 1].blank)
        if mark.level or mark.role or not (i in layout.folded or is_quoted or not row.text.strip()):
            break
        if i in layout.folded or is_quoted:
            aside.append(row)
            rows[i - segment.begin] = row._replace(text="", code=False)
    add_to_explanation(draft, "", aside)


def _take_remarks(
    draft: Draft, layout: Layout, segment: Segment, rows: list[Line], low: int
) -> Mapping[str, list[str]]:
    """Take the lists below the names of explanations, from line `low` on; return what they say of options.

    `draft` has the options.
    """
    scratch = Draft(options=draft.options, written=dict(draft.written))
    for option in draft.options:
        scratch.written.setdefault(option.label.lower(), option.label)
    heads = [*(i for i in range(low, segment.end) if layout.marked[i].level or layout.marked[i].role), segment.end]
    for head, end in pairwise(heads):
        mark = layout.marked[head]
        if mark.role == "explanation" and not mark.value:
            inside = slice(head - segment.begin, end - segment.begin)
            rows[inside] = without_remarks(scratch, layout, segment._replace(end=end), rows[inside], head)
    return scratch.feedback


def _choices(layout: Layout, segment: Segment) -> tuple[dict[Line, DraftOption], dict[str, str]]:
    """Return the lines at which options begin, with labels from A on, and these labels by those that the file writes.

    The lines are those of the question's options, and of lettered ones that repeat them.
    """
    written: dict[str, str] = {}
    choices: dict[Line, DraftOption] = {}
    for run in layout.runs_in(segment.begin, segment.end):
        own = segment.run is not None and run.first == segment.run.first
        if not own and run.family not in {"A", "a"}:
            continue
        for n, choice in enumerate(own_letters(run, written if own else {})):
            if choice.row >= segment.end:
                break  # a number between the options has ended the question
            row = layout.rows[choice.row]
            label = labels_at(n) if own else choice.written.upper()
            choices[row] = DraftOption(label, choice.text, row.number)
            if own and run.family != "A":
                written[choice.written] = label
    return choices, written


def _without_facts_below(
    layout: Layout, segment: Segment, rows: Sequence[Line], parts: MarkedParts
) -> tuple[list[Line], list[Line]]:
    """Return the lines without hashtags, and without labels such as `Tags: aws` at the end; and all these."""
    marked = layout.marked[segment.begin : segment.end]
    end = len(rows)
    while end and (marked[end - 1].blank or marked[end - 1].rule or _is_fact(marked[end - 1])):
        end -= 1
    facts: list[Line] = []
    rest = list(rows)
    for n, (row, mark) in enumerate(zip(rows, marked, strict=True)):
        part = parts.at(row.number, row.text) if parts else None
        if (part and part.role == "tags") or (n >= end and _is_fact(mark)):
            facts.append(row)
            rest[n] = row._replace(text="")
    return rest, facts


def _is_fact(mark: Mark) -> bool:
    return mark.role in _FACTS and bool(mark.value) and not mark.level


def _has_marked_ends(layout: Layout, segment: Segment, run: OptionRun) -> bool:
    """Whether the end of a line marks the right option."""
    end = next((i for i in range(run.last + 1, segment.end) if layout.marked[i].level), segment.end)
    return any(ticks.without_tick(row.text)[1] for row in layout.rows[run.first : end])


def _without_links(layout: Layout, segment: Segment, rows: Sequence[Line]) -> tuple[list[Line], list[Link]]:
    """Return the lines without the links in the explanation, and those links."""
    marked = layout.marked
    at = next(
        (i for i in range(segment.begin, segment.end) if marked[i].level and marked[i].role == "explanation"),
        segment.end,
    )
    split = at - segment.begin
    rest, links = without_links(without_promotion(rows[split:]))
    return [*rows[:split], *rest], list(links)


def _unmarked(options: Sequence[DraftOption]) -> tuple[list[DraftOption], list[str]]:
    """Return the options without marks at the ends of their texts, and the labels of those that are marked right."""
    texts = [ticks.without_tick(option.text) for option in options]
    unmarked = [option._replace(text=text) for option, (text, _) in zip(options, texts, strict=True)]
    return unmarked, [option.label for option, (_, is_right) in zip(options, texts, strict=True) if is_right]
