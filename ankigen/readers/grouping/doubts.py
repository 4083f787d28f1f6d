"""What looks like a question and was not read: nothing is lost in silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule, Span
from ankigen.readers import vocabulary
from ankigen.readers.marks.lines import ANSWERS
from ankigen.readers.marks.starts import NO_HEADING, is_question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ankigen.readers.grouping.options import Run
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.marks.lines import Mark

_ONLY_LINK = re.compile(r"\W*(?:<?https?://\S+>?|\[[^\]]*\]\([^)]*\))\W*(?:[-–—:,]?\s*\S+){0,3}\W*")


def is_reading_list(run: Run) -> bool:
    """Return whether most boxes are beside nothing but links: a list of what to read."""
    if run.family != "box":
        return False
    links = sum("://" in choice.text and bool(_ONLY_LINK.fullmatch(choice.text)) for choice in run.choices)
    return links * 2 > len(run.choices)


def is_answered(layout: Layout, segment: Segment) -> bool:
    """Return whether anything says which options are right."""
    if segment.run and segment.run.is_marked:
        return True
    low = segment.run.last + 1 if segment.run else segment.begin
    return any(
        layout.marked[i].role in ANSWERS or i in layout.folded
        for i in range(segment.begin, segment.end)
        if i >= low or layout.marked[i].value
    )


def is_sectioned(layout: Layout, segment: Segment) -> bool:
    """Return whether headings name the parts of a question."""
    return any(
        layout.marked[i].level and layout.marked[i].role in {"stem", "options"}
        for i in range(segment.begin, segment.end)
    )


def misspelt(layout: Layout, segment: Segment, path: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each label in bold, or heading, that is nearly the name of a part."""
    for i in range(segment.begin, segment.end):
        mark = layout.marked[i]
        if mark.role or mark.start or mark.label or layout.rows[i].code or i in layout.folded:
            continue
        bold = _BOLD_LABEL.match(layout.rows[i].text)
        written = mark.title if mark.level else bold["label"] if bold else ""
        near = vocabulary.nearest_part(written.strip(" :：")) if 0 < len(written) < _LONGEST_LABEL else ""
        if near:
            yield Diagnostic(
                rule=Rule.UNKNOWN_LABEL,
                span=Span(path=path, line=layout.rows[i].number),
                message=f"`{written.strip(' :：')}` is the name of no part; the nearest is `{near}`",
                hint="correct the label; its text was kept in the explanation",
            )


_BOLD_LABEL = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\*\*(?P<label>[^*:：]{2,30})(?:[:：]\*\*|\*\*[:：])")
_LONGEST_LABEL = 30


def suspected(layout: Layout, path: str, taken: Collection[int]) -> tuple[Diagnostic, ...]:
    """Return one diagnostic for all that looks like questions on lines that were not taken, at the first of them."""
    found = [(run.first, "options without an answer") for run in layout.runs if run.first not in taken]
    for i, mark in enumerate(layout.marked):
        why = "" if i in taken or layout.rows[i].code else _looks_like(mark)
        found += [(i, why)] if why else []
    if not found:
        return ()
    first, why = min(found)
    more = (
        f", and {len(found) - 1} more places" if len(found) > 2 else ", and one more place" if len(found) == 2 else ""
    )
    return (
        Diagnostic(
            rule=Rule.NOT_READ,
            span=Span(path=path, line=layout.rows[first].number),
            message=f"looks like a question and was not read: {why}{more}",
            hint="write the options below the question, and the answer below them: `**Answer:** B`",
        ),
    )


def _looks_like(mark: Mark) -> str:
    """Return what part of a question a line looks like, "" for none."""
    start = mark.start
    if start and start.known and start.word and start.level < NO_HEADING:
        return "a question's number without options"
    if start and is_question(start.text):
        return "a numbered question without options"
    return "an answer without a question" if mark.role in ANSWERS and (mark.value or mark.level) else ""
