"""A segment to a question, or to what keeps it from being one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.model import Rule, Span
from ankigen.readers import answers
from ankigen.readers.assemble.answer import resolve, take_ticks_of, unreadable
from ankigen.readers.assemble.faults import faults, given_away, out_of_order
from ankigen.readers.assemble.plain import plain
from ankigen.readers.assemble.recall import lost_options, recalled
from ankigen.readers.assemble.sectioned import is_sectioned, sectioned
from ankigen.readers.assemble.stem import take_above, take_kind, take_title
from ankigen.readers.assemble.tail import take_tail
from ankigen.readers.marks import labels, ticks
from ankigen.readers.parts import compose, front_matter
from ankigen.readers.parts.parsed import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ankigen.model import Diagnostic
    from ankigen.readers.grouping.answer_keys import AnswerFromKey
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.draft import Draft
    from ankigen.readers.parts.parsed import DraftOption

_PLACEHOLDER = re.compile(r"\W*[\[［【<{][^\n]*[\]］】>}]\W*|\W*\.{3}\W*|\W*…\W*")
_BULLET = re.compile(r"^[ \t]*[-*+•][ \t]+(?=\S)")
_LONGEST_PLACEHOLDER = 200  # characters


def question(  # noqa: PLR0913 - what an answer key and the front matter say are options
    layout: Layout,
    segment: Segment,
    places: Places,
    index: int,
    *,
    entry: AnswerFromKey | None = None,
    fields: Mapping[str, Any] = {},
) -> Outcome:
    """Return what becomes of a segment."""
    draft = sectioned(layout, segment) if is_sectioned(layout, segment) else plain(layout, segment)
    take_above(draft, layout, segment)
    take_title(draft)
    line = layout.rows[segment.begin].number
    if fields:
        front_matter.fill(draft, fields, places, line)
    if entry:
        _take_entry(draft, entry)
    if draft.title and not any(draft.stem) and draft.options:
        draft.title, draft.stem = "", [draft.title]
    if _is_template(draft):
        return Outcome()
    if len(draft.stem) == 1:
        stem = labels.without_emphasis(draft.stem[0])
        draft.stem = [stem if "\n" in stem else _BULLET.sub("", stem)]
    wrong = given_away(draft, layout, segment, places) or _settled(draft, segment.run, places, line)
    if wrong:
        return Outcome(wrong=wrong)
    take_kind(draft)
    span = Span(path=places.path, line=line)
    if not draft.solutions:
        return Outcome(compose.finish(draft, places, span, index))
    lost = lost_options(layout, segment, draft, places)
    return lost or recalled(draft, segment.run, places, span, index)


def _take_entry(draft: Draft, entry: AnswerFromKey) -> None:
    """Read what an answer key says of a question; an answer that is not that of the question is its rival."""
    own = len(draft.stated)
    texts = {option.label: option.text for option in draft.options}
    rows = entry.rows
    if entry.statement:
        lines = [entry.statement.text, *(row.text for row in rows)]
        count = answers.count_lines(lines, texts, draft.written)
        end = len(rows) if count < 0 else max(count - 1, 0)
        text = "\n".join([entry.statement.text, *(row.text.strip() for row in rows[:end] if row.text.strip())])
        draft.stated.append(entry.statement._replace(text=text))
        rows = rows[end:]
    take_tail(draft, rows)
    draft.stated[own:] = [statement._replace(places=entry.places) for statement in draft.stated[own:]]


def _settled(draft: Draft, run: OptionRun | None, places: Places, line: int) -> tuple[Diagnostic, ...]:
    """Find the answer of a draft; return what keeps it from being a question."""
    take_ticks_of(draft, run)
    unread = resolve(draft, places, is_bare=run is None)
    if not draft.answer and draft.emphasised and not draft.solutions:
        draft.answer = draft.emphasised
    draft.options = _alike(draft.options)
    odd = out_of_order(draft, run, places)
    if draft.solutions and any(draft.stem) and (draft.options or not draft.answer):
        return (*odd, *unread)
    draft.solutions = []
    unread += [unreadable(claim._replace(line=claim.line or line), places) for claim in compose.settle(draft)]
    texts = ticks.without_telltale(
        [option.text for option in draft.options], [option.label in draft.answer for option in draft.options]
    )
    draft.options = [option._replace(text=text) for option, text in zip(draft.options, texts, strict=True)]
    if odd:
        return odd
    diagnostics = tuple(faults(draft, places, line))
    if unread and any(diagnostic.rule is Rule.NO_ANSWER for diagnostic in diagnostics):
        return (*(diagnostic for diagnostic in diagnostics if diagnostic.rule is not Rule.NO_ANSWER), *unread)
    return diagnostics


def _alike(options: list[DraftOption]) -> list[DraftOption]:
    """Return the options without emphasis where some are wholly emphasised and others not: it would give them away."""
    strong = [labels.is_emphasised(option.text.partition("\n")[0]) for option in options]
    if all(strong) or not any(strong):
        return options
    return [
        option._replace(text="\n".join(map(labels.without_emphasis, option.text.split("\n")))) for option in options
    ]


def _is_template(draft: Draft) -> bool:
    """Whether a draft is a form to fill in: its answer and its stem or options are placeholders."""
    stated = [statement.text for statement in draft.stated]
    parts = ["".join(draft.stem), *(option.text for option in draft.options)]
    return bool(stated) and all(map(_is_placeholder, stated)) and any(map(_is_placeholder, parts))


def _is_placeholder(text: str) -> bool:
    return len(text) < _LONGEST_PLACEHOLDER and bool(_PLACEHOLDER.fullmatch(text))
