"""What a reader makes of one file, and the checks that every dialect shares."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Diagnostic, Rule, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.model import Question


class Parsed(NamedTuple):
    """The well-formed questions of one file, and what is wrong with the others."""

    questions: tuple[Question, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class DraftOption(NamedTuple):
    """An option as it stands in the file, in markdown, before the reasons against it are known."""

    label: str
    text: str
    line: int


class Hints(NamedTuple):
    """How an author of this dialect mends a question that lacks its stem, options or answer."""

    stem: str
    options: str
    answer: str


def gathered(found: Iterable[Question | tuple[Diagnostic, ...]]) -> Parsed:
    """Return the questions, and the diagnostics of those that are none, in the order of the file."""
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    for item in found:
        if isinstance(item, tuple):
            diagnostics += item
        else:
            questions.append(item)
    return Parsed(tuple(questions), tuple(diagnostics))


def faults(
    span: Span, stem: str, options: Sequence[DraftOption], answer: Iterable[str], hints: Hints
) -> Iterator[Diagnostic]:
    """Yield what keeps these parts from being a question."""
    if not stem:
        yield Diagnostic(rule=Rule.NO_STEM, span=span, message="the question has no stem", hint=hints.stem)
    if len(options) < 2:
        yield Diagnostic(
            rule=Rule.NO_OPTIONS,
            span=Span(path=span.path, line=options[0].line) if options else span,
            message=f"the question has {'one option' if options else 'no options'}",
            hint=hints.options,
        )
    yield from _duplicates(span.path, options)
    labels = {option.label: None for option in options}
    named = list(dict.fromkeys(answer))
    if options and not named:
        yield Diagnostic(rule=Rule.NO_ANSWER, span=span, message="the question has no answer", hint=hints.answer)
    for label in [label for label in named if labels and label not in labels]:
        yield Diagnostic(
            rule=Rule.ANSWER_NO_OPTION,
            span=span,
            message=f"the answer `{label}` is no option; the options are {', '.join(labels)}",
            hint="correct the answer, or add the option",
        )


def _duplicates(path: str, options: Sequence[DraftOption]) -> Iterator[Diagnostic]:
    counts = Counter([option.label for option in options])
    if len(counts) == len(options):
        return
    lines: dict[str, list[int]] = {}
    for option in options:
        if counts[option.label] > 1:
            lines.setdefault(option.label, []).append(option.line)
    for label, (first, second, *_) in lines.items():
        yield Diagnostic(
            rule=Rule.DUPLICATE_LABEL,
            span=Span(path=path, line=second),
            message=f"two options have the label `{label}`",
            hint="give every option a label of its own",
            related=(Span(path=path, line=first),),
        )
