"""Reading: the text of a file to questions, in whatever form they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Question, Rule, Span
from ankigen.readers import assemble
from ankigen.readers.blocks import front
from ankigen.readers.blocks import unwrap as blocks
from ankigen.readers.grouping import doubts, keys, options
from ankigen.readers.grouping.segments import Layout, Segment, segments
from ankigen.readers.marks.lines import marks
from ankigen.readers.marks.starts import is_question
from ankigen.readers.parts.parsed import Parsed, gathered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.readers.marks.lines import Mark
    from ankigen.source import Source


def parse(source: Source, key: Source | None = None) -> Parsed:
    """Return what the file holds; `key` is the file beside it that holds its answers."""
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    for text in blocks.pages(source.text):
        parsed = _page(blocks.read(text), source.path, key)
        questions += [
            question.model_copy(update={"index": len(questions) + question.index}) if questions else question
            for question in parsed.questions
        ]
        diagnostics += parsed.diagnostics
    return Parsed(tuple(questions), tuple(diagnostics))


def _page(page: blocks.Page, path: str, key: Source | None) -> Parsed:
    marked = marks(page.rows)
    runs = options.runs(page.rows, marked, page.folded)
    runs = sorted([*runs, *options.listed(page.rows, marked, runs)], key=lambda run: run.first)
    at = {row.number: i for i, row in reversed(list(enumerate(page.rows)))}
    asked = frozenset(at[number] for number in page.asked if number in at)
    layout = Layout(page.rows, marked, runs, asked, _folded(page, marked, runs))
    found, entries = keys.joined(layout, segments(layout), key)
    if front.holds_stem(page.front) and ((len(found) == 1 and found[0].start is None) or not found):
        whole = Segment(0, len(page.rows), found[0].run if found else None)
        return gathered([assemble.question(layout, whole, path, 1, fields=page.front)])
    return _read(layout, found, entries, path)


def _read(layout: Layout, found: Sequence[Segment], entries: Mapping[int, assemble.Entry], path: str) -> Parsed:
    """Return the questions of the segments, and what is wrong with the others."""
    found = [segment for segment in found if not (segment.run and doubts.is_reading_list(segment.run))]
    lost = [segment for segment in found if _is_lost(segment)]
    whole = [segment for segment in found if segment not in lost]
    results = [
        assemble.question(layout, segment, path, n, entry=entries.get(segment.begin))
        for n, segment in enumerate(whole, 1)
    ]
    idle = [_is_idle(layout, segment) for segment in whole]
    results = [result for result, lazy in zip(results, idle, strict=True) if not lazy]
    whole = [segment for segment, lazy in zip(whole, idle, strict=True) if not lazy]
    read = [isinstance(result, Question) for result in results]
    evident = [
        (
            doubts.is_answered(layout, segment)
            and (segment.run is not None or bool(segment.start and is_question(segment.start.text)))
        )
        or doubts.is_sectioned(layout, segment)
        or segment.begin in entries
        for segment in whole
    ]
    if not any(read) and not any(evident):
        return Parsed((), doubts.suspected(layout, path, ()))
    looks = {segment.start.look for segment, ok in zip(whole, read, strict=True) if ok and segment.start}
    kept = []
    for segment, result, ok, sure in zip(whole, results, read, evident, strict=True):
        if (
            ok
            or sure
            or (segment.start is not None and (segment.run or segment.start.look in looks))
            or _asks(layout, segment)
        ):
            kept.append(result)
    parsed = gathered(kept)
    orphans = tuple(_orphan(layout, segment, path) for segment in lost)
    misspelt = [label for segment in whole for label in doubts.misspelt(layout, segment, path)]
    return Parsed(parsed.questions, (*orphans, *parsed.diagnostics, *misspelt))


def _is_idle(layout: Layout, segment: Segment) -> bool:
    """Return whether boxes are things to do: what is above them asks nothing."""
    if segment.run is None or segment.run.family != "box" or segment.start is not None:
        return False
    above = [layout.marked[i].title or layout.rows[i].text for i in range(segment.begin, segment.run.first)]
    if any(is_question(text) or _CHOOSE.search(text) for text in above) or segment.begin in layout.asked:
        return False
    level = layout.marked[segment.begin].level
    peers = [mark for mark in layout.marked if mark.level == level and level and is_question(mark.title)]
    return not peers or any(_IDLE.fullmatch(text) for text in above)


_CHOOSE = re.compile(
    r"[:：]\W*$|\b(?:which|what|choose|select|identify|mark|pick|correct|true|false)\b|何者|哪|下列", re.IGNORECASE
)
_IDLE = re.compile(
    r"\W*(?:to-?[ ]?dos?|check[ -]?lists?|next steps?|later|tasks?|待辦\w*|待办\w*)\b.{0,40}", re.IGNORECASE
)


def _asks(layout: Layout, segment: Segment) -> bool:
    """Return whether options have a question above them."""
    if segment.run is None or segment.run.family == "box":
        return False
    return any(is_question(layout.rows[i].text) for i in range(segment.begin, segment.run.first))


def _is_lost(segment: Segment) -> bool:
    """Return whether options have nothing above that they belong to."""
    return segment.run is not None and segment.start is None and segment.begin == segment.run.first


def _orphan(layout: Layout, segment: Segment, path: str) -> Diagnostic:
    return Diagnostic(
        rule=Rule.NO_STEM,
        span=Span(path=path, line=layout.rows[segment.begin].number),
        message="the options belong to no question",
        hint="write their question above them: `#### Q1. Which …?`",
    )


def _folded(page: blocks.Page, marked: Sequence[Mark], runs: Sequence[options.Run]) -> frozenset[int]:
    """Return the indexes of folded lines, without folds that hold whole questions."""
    indexes = [i for i, row in enumerate(page.rows) if row.number in page.folded]
    groups: list[list[int]] = []
    for i in indexes:
        if (
            groups
            and groups[-1][-1] == i - 1
            and not (marked[i].blank and page.rows[i].number - page.rows[i - 1].number > 1)
        ):
            groups[-1].append(i)
        else:
            groups.append([i])
    firsts = {run.first: run for run in runs}
    whole = [
        group
        for group in groups
        if any(
            i in firsts and (firsts[i].family == "box" or any(is_question(page.rows[j].text) for j in group if j < i))
            for i in group
        )
    ]
    return frozenset(indexes) - {i for group in whole for i in group}
