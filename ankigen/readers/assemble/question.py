"""A segment to a question, or to what keeps it from being one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule, Span
from ankigen.readers.assemble.answer import HINTS, resolve, take_marks_of
from ankigen.readers.assemble.plain import plain
from ankigen.readers.assemble.sectioned import is_sectioned, sectioned
from ankigen.readers.assemble.tail import take_tail
from ankigen.readers.blocks import front
from ankigen.readers.marks import labels
from ankigen.readers.parts import compose
from ankigen.readers.parts.parsed import faults

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ankigen.markdown import Line
    from ankigen.model import Question
    from ankigen.readers.grouping.options import Run
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.parts.draft import Draft, Statement


class Entry:
    """What a key says of a question."""

    def __init__(self, statement: Statement | None, rows: Sequence[Line]) -> None:
        self.statement = statement
        self.rows = rows


def question(  # noqa: PLR0913 - what a key and the front matter say are options
    layout: Layout,
    segment: Segment,
    path: str,
    index: int,
    *,
    entry: Entry | None = None,
    fields: Mapping[str, Any] = {},
) -> Question | tuple[Diagnostic, ...]:
    """Return the question of a segment, or what is wrong with it."""
    draft, written = _gathered(layout, segment)
    if fields:
        front.fill(draft, fields)
    if entry and entry.statement and not draft.stated and not draft.answer:
        draft.stated.append(entry.statement)
    if entry:
        take_tail(draft, entry.rows)
    span = Span(path=path, line=layout.rows[segment.begin].number)
    return settled(draft, written, segment.run, span, index)


def settled(
    draft: Draft, written: dict[str, str], run: Run | None, span: Span, index: int
) -> Question | tuple[Diagnostic, ...]:
    """Return the question that a draft makes, or what is wrong with it."""
    draft.title, draft.stem = (
        ("", [draft.title]) if draft.title and not any(draft.stem) and draft.options else (draft.title, draft.stem)
    )
    take_marks_of(draft, run)
    if _is_template(draft):
        return ()
    unread = resolve(draft, written, span.path, is_bare=run is None)
    if not draft.answer and draft.emphasised:
        draft.answer = draft.emphasised
    if run is not None and run.is_emphasised:
        draft.options = [option._replace(text=labels.without_emphasis(option.text)) for option in draft.options]
    compose.settle(draft)
    found = tuple(faults(span, "".join(draft.stem), draft.options, draft.answer, HINTS))
    odd = _out_of_order(draft, run, span.path)
    if draft.refused:
        return tuple(unread)
    if odd:
        return odd
    if unread and any(each.rule is Rule.NO_ANSWER for each in found):
        found = (*(each for each in found if each.rule is not Rule.NO_ANSWER), *unread)
    return found or compose.finish(draft, span, index)


_PLACEHOLDER = re.compile(r"\W*[\[［【<{][^\n]*[\]］】>}]\W*|\W*\.{3}\W*|\W*…\W*")


def _is_template(draft: Draft) -> bool:
    """Return whether a draft is a form to fill in: its answer and its stem or options are placeholders."""
    stated = [said.text for said in draft.stated]
    parts = ["".join(draft.stem), *(option.text for option in draft.options)]
    return bool(stated) and all(map(_PLACEHOLDER.fullmatch, stated)) and any(map(_PLACEHOLDER.fullmatch, parts))


def _out_of_order(draft: Draft, run: Run | None, path: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with labels that do not go up one by one."""
    if run is None or not run.odd or len(run.choices) != len(draft.options):
        return ()
    n = next(n for n, choice in enumerate(run.choices) if choice.row == run.odd[0])
    label, twice = (
        run.choices[n].written.upper(),
        run.choices[n].written in {choice.written for choice in run.choices[:n]},
    )
    span = Span(path=path, line=draft.options[n].line)
    if twice:
        message, hint = f"two options have the label `{label}`", "give every option a label of its own"
        return (Diagnostic(rule=Rule.DUPLICATE_LABEL, span=span, message=message, hint=hint),)
    before = run.choices[n - 1].written.upper() if n else ""
    message = f"the label `{label}` follows `{before}`" if before else f"the first label is `{label}`"
    return (
        Diagnostic(
            rule=Rule.LABELS_OUT_OF_ORDER, span=span, message=message, hint="label the options A, B, C, … in order"
        ),
    )


def _gathered(layout: Layout, segment: Segment) -> tuple[Draft, dict[str, str]]:
    """Return the parts of a question, and its labels as they are written."""
    return sectioned(layout, segment) if is_sectioned(layout, segment) else plain(layout, segment)
