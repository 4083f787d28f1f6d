"""A question that has headings for its stem and its options."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.assemble.answer import stated_alone
from ankigen.readers.assemble.plain import without_remarks
from ankigen.readers.assemble.stem import metadata_around, unnamed
from ankigen.readers.assemble.tail import take_marked_parts, without_promotion
from ankigen.readers.grouping.own_letters import own_letters
from ankigen.readers.lines.labelled import is_form
from ankigen.readers.lines.links import without_links
from ankigen.readers.marks import ticks
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.parts import bodies, outline
from ankigen.readers.parts.draft import Draft
from ankigen.readers.parts.fields import add_to_explanation, take_labelled
from ankigen.readers.parts.parsed import DraftOption
from ankigen.readers.parts.rationale_labels import about_line
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.model import Link
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.lines.labelled import MarkedParts
    from ankigen.readers.marks.mark import Mark

_FACTS = frozenset({"id", "level", "topics", "traps", "tags", "mnemonic"})
_AT_END = _FACTS | {"domain"}  # of what is at the end of a question or of its options; one is of the former


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
    start = segment.start if segment.start and segment.start.row == segment.begin else None
    title = start.text if start else head.title if head.level else ""
    if not head.role and (title or start):
        rows[0] = rows[0]._replace(text="")
    title = "" if head.role or is_form(title) else title
    folded = Draft(options=list(choices.values()), written=written)
    remarks: Mapping[str, list[str]] = {}
    if segment.run:
        low = segment.run.last + 1
        rows[low - segment.begin :] = stated_alone(folded, layout, rows[low - segment.begin :], low)
        _take_aside(folded, layout, segment, rows, low)
        remarks = _take_remarks(folded, layout, segment, rows, low)
    rows, facts = _without_facts_below(layout, segment, rows, empty.parts)
    facts += _take_facts_of_stem(layout, segment, rows)
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
        inside = slice(head - segment.begin, end - segment.begin)
        is_read_below = mark.level and any(about_line(row.text, draft.written) for row in rows[inside])
        if not mark.value and (mark.role == "explanation" or (mark.role == "rationales" and not is_read_below)):
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
            if own and run.family != "A" and choice.written:
                written[choice.written] = label
    return choices, written


def _without_facts_below(
    layout: Layout, segment: Segment, rows: Sequence[Line], parts: MarkedParts
) -> tuple[list[Line], list[Line]]:
    """Return the lines without hashtags, and without labels such as `Tags: aws` at the end; and all these.

    They may be at the end of the question, or of its options.
    """
    marked = layout.marked[segment.begin : segment.end]
    last = segment.run.last - segment.begin + 1 if segment.run else len(rows)
    below_options = next(
        (n for n in range(last, len(rows)) if marked[n].level or marked[n].role in BELOW_ROLES), len(rows)
    )
    at_end = {*_facts_before(marked, len(rows), 0), *_facts_before(marked, below_options, last)}
    facts: list[Line] = []
    rest = list(rows)
    for n, row in enumerate(rows):
        part = parts.at(row.number, row.text) if parts else None
        if n in at_end or (part and part.role == "tags"):
            facts.append(row)
            rest[n] = row._replace(text="")
    return rest, facts


def _facts_before(marked: Sequence[Mark], end: int, begin: int) -> list[int]:
    """Return the indexes of the facts that are the last lines before an `end`, a paragraph of their own.

    One alone such as `Domain: …` may be part of what explains.
    """
    start = end
    while start > begin and (marked[start - 1].blank or marked[start - 1].rule or _is_fact(marked[start - 1], _AT_END)):
        start -= 1
    if start < end and not (marked[start].blank or marked[start].rule):
        return []  # the last lines of a text
    facts = [n for n in range(start, end) if _is_fact(marked[n], _AT_END)]
    return facts if any(marked[n].role in _FACTS for n in facts) else []


def _take_facts_of_stem(layout: Layout, segment: Segment, rows: list[Line]) -> list[Line]:
    """Blank the labels above and below the text of a stem that has a heading, and return them.

    `rows` are the lines of the segment. A label of the stem itself is taken off: its heading says the same.
    """
    heads = [i for i in range(segment.begin, segment.end) if layout.marked[i].level]
    limit = segment.run.first if segment.run else segment.end
    facts: list[Line] = []
    for head, below in pairwise([*heads, segment.end]):
        if layout.marked[head].role != "stem" or head >= limit:
            continue
        begin, end = head + 1, min(below, limit)
        inside = rows[begin - segment.begin : end - segment.begin]
        low, _, fields = metadata_around(layout, inside, begin)
        fields = [n for n in fields if _is_apart(inside, n, fields)]
        if not any(layout.marked[begin + n].role in _FACTS or "|" in inside[n].text for n in fields):
            fields = []
        facts += [inside[n] for n in fields]
        for n in fields:
            rows[begin - segment.begin + n] = inside[n]._replace(text="")
        first = next((n for n in range(low, len(inside)) if inside[n].text.strip()), None)
        if first is not None:
            rows[begin - segment.begin + first] = unnamed(inside[first])
    return facts


def _is_apart(rows: Sequence[Line], n: int, fields: Sequence[int]) -> bool:
    """Whether a fact is in a paragraph of facts alone, and not below text that announces it with a colon."""
    first = last = n
    while first and rows[first - 1].text.strip():
        first -= 1
    while last + 1 < len(rows) and rows[last + 1].text.strip():
        last += 1
    above = next((row.text.rstrip() for row in reversed(rows[:first]) if row.text.strip()), "")
    return set(range(first, last + 1)) <= set(fields) and not above.endswith((":", "："))


def _is_fact(mark: Mark, roles: Container[str]) -> bool:
    return mark.role in roles and bool(mark.value) and not mark.level


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
