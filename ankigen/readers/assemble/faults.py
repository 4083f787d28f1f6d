"""What keeps the parts of a question from being one, each at the words that are at fault."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule
from ankigen.readers.assemble.answer import HINT_ANSWER, span_of
from ankigen.readers.blocks.folds import opens_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.model import Span
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.draft import Draft
    from ankigen.readers.parts.parsed import DraftOption

_SUMMARY = re.compile(r"<summary\b[^<>]*>(?P<title>.*?)(?:</summary|\Z)", re.IGNORECASE | re.DOTALL)
_CALLOUT = re.compile(r"\[![^\]\n]*\][+-]?(?P<title>[^\n]*)")
_FARTHEST_TITLE = 6  # lines from the title of a fold to its first line


def given_away(draft: Draft, layout: Layout, segment: Segment, places: Places) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for an answer, or what explains it, that is above the options and is left in the stem."""
    if segment.run is None:
        return ()
    stem = {line.strip() for line in "\n".join(draft.stem).split("\n")}
    for i in range(segment.begin, segment.run.first):
        row, mark = layout.rows[i], layout.marked[i]
        if row.text.strip() not in stem or row.code or mark.blank:
            continue
        if layout.explains(i) or (i in layout.folded and _opens_answer(places, row.number)):
            return (
                Diagnostic(
                    rule=Rule.GIVEN_AWAY,
                    span=places.span(row.number),
                    message="the answer or its explanation is above the options, on the front of the card",
                    hint="move it below the options",
                ),
            )
    return ()


def _opens_answer(places: Places, number: int) -> bool:
    """Whether a line is below or beside the title of a fold that names an answer or its explanation."""
    above = "\n".join(places.lines[max(number - 1 - _FARTHEST_TITLE, 0) : number])
    titles = [*_SUMMARY.finditer(above), *_CALLOUT.finditer(above)]
    return bool(titles) and opens_answer(max(titles, key=lambda title: title.start())["title"])


def faults(draft: Draft, places: Places, line: int) -> Iterator[Diagnostic]:
    """Yield what keeps a draft from being a question; `line` is its first."""
    options = draft.options
    if not "".join(draft.stem):
        yield Diagnostic(
            rule=Rule.NO_STEM,
            span=places.span(draft.lines.get("stem", line)),
            message="the question has no stem",
            hint="write it above the options, or under `### Stem`",
        )
    if len(options) < 2:
        yield Diagnostic(
            rule=Rule.NO_OPTIONS,
            span=places.span(options[0].line if options else draft.lines.get("options", line)),
            message=f"the question has {'one option' if options else 'no options'}",
            hint="write at least two, one a line: `- **A.** text`",
        )
    yield from _duplicates(places, options)
    if options and not draft.answer:
        yield Diagnostic(
            rule=Rule.NO_ANSWER,
            span=places.span(draft.lines.get("answer", line)),
            message="the question has no answer",
            hint=HINT_ANSWER,
        )
    labels = {option.label: None for option in options}
    for label in dict.fromkeys(draft.answer):
        if labels and label not in labels:
            yield Diagnostic(
                rule=Rule.ANSWER_NO_OPTION,
                span=_named_at(draft, label, places, line),
                message=f"the answer `{label}` is no option; the options are {', '.join(labels)}",
                hint="correct the answer, or add the option",
            )


def _named_at(draft: Draft, label: str, places: Places, line: int) -> Span:
    """Return where the answer names a label: in what states it, or in the claim that it was taken from."""
    if draft.answered:
        return span_of(draft.answered, places, label)
    claim = draft.scalars.get("answer_from", "")
    return places.span(draft.lines.get(claim, line), label=label if claim in draft.lines else "")


def _duplicates(places: Places, options: Sequence[DraftOption]) -> Iterator[Diagnostic]:
    counts = Counter([option.label for option in options])
    if len(counts) == len(options):
        return
    lines: dict[str, list[int]] = {}
    for option in options:
        if counts[option.label] > 1:
            lines.setdefault(option.label, []).append(option.line)
    for label, (first, second, *_) in lines.items():
        yield _twice(places, label, first, second)


def _twice(places: Places, label: str, first: int, second: int) -> Diagnostic:
    return Diagnostic(
        rule=Rule.DUPLICATE_LABEL,
        span=places.span(second, label=label),
        message=f"two options have the label `{label}`",
        hint="give every option a label of its own",
        related=(places.span(first, label=label),),
    )


def out_of_order(draft: Draft, run: OptionRun | None, places: Places) -> tuple[Diagnostic, ...]:
    """Return what is wrong with labels that do not go up one by one."""
    if run is None or not run.odd or len(run.choices) != len(draft.options):
        return ()
    written = [choice.written for choice in run.choices]
    n = next(n for n, choice in enumerate(run.choices) if choice.row == run.odd[0])
    label, line = written[n].upper(), draft.options[n].line
    if written[n] in written[:n]:
        return (_twice(places, label, draft.options[written.index(written[n])].line, line),)
    before = written[n - 1].upper() if n else ""
    return (
        Diagnostic(
            rule=Rule.LABELS_OUT_OF_ORDER,
            span=places.span(line, label=label),
            message=f"the label `{label}` follows `{before}`" if before else f"the first label is `{label}`",
            hint="label the options A, B, C, … in order",
        ),
    )
