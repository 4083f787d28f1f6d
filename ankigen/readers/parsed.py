"""What a reader makes of one file, and the checks that every dialect shares."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ankigen.diagnostics import Diagnostic
from ankigen.rules import Rule
from ankigen.model import Option, Question, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Parsed(NamedTuple):
    """The well-formed questions of one file, and what is wrong with the others."""

    questions: tuple[Question, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def faults(span: Span, stem: str, options: Sequence[Option], answer: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield what keeps these parts from being a question."""
    if not stem:
        yield Diagnostic(
            rule=Rule.NO_STEM, span=span, message="the question has no stem", hint="write it under `### 題幹` (`### Stem`)"
        )
    labels = [option.label for option in options]
    if len(labels) < 2:
        yield Diagnostic(
            rule=Rule.NO_OPTIONS,
            span=Span(path=span.path, line=options[0].line) if options else span,
            message=f"the question has {'one option' if labels else 'no options'}",
            hint="write at least two, one a line: `- **A.** text`",
        )
    for label in [label for label, count in Counter(labels).items() if count > 1]:
        first, second, *_ = [Span(path=span.path, line=o.line) for o in options if o.label == label]
        yield Diagnostic(
            rule=Rule.DUPLICATE_LABEL,
            span=second,
            message=f"two options have the label `{label}`",
            hint="give every option a label of its own",
            related=(first,),
        )
    if not answer:
        yield Diagnostic(
            rule=Rule.NO_ANSWER,
            span=span,
            message="the question has no answer",
            hint="write the right labels: `**正解:** `B`` (`**Answer:** `B``)",
        )
    for label in [label for label in answer if labels and label not in labels]:
        yield Diagnostic(
            rule=Rule.ANSWER_NO_OPTION,
            span=span,
            message=f"the answer `{label}` is no option; the options are {', '.join(labels)}",
            hint="correct the answer, or add the option",
        )
