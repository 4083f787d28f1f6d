"""What a reader makes of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.model import Diagnostic, Question


class Parsed(NamedTuple):
    """The well-formed questions of one file, and what is wrong with the others.

    `if_choices` are the diagnostics where only choices are asked: with those that say what the other questions are.
    """

    questions: tuple[Question, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    if_choices: tuple[Diagnostic, ...] = ()


class Outcome(NamedTuple):
    """What becomes of a part of a file: a question, or what is wrong with it.

    `unasked` says what a question is that is no choice; None where it is the text below a heading that asks.
    """

    question: Question | None = None
    wrong: tuple[Diagnostic, ...] = ()
    unasked: Diagnostic | None = None


class DraftOption(NamedTuple):
    """An option as it is in the file, in markdown, before the reasons against it are known."""

    label: str
    text: str
    line: int


def gathered(outcomes: Sequence[Outcome]) -> Parsed:
    """Return the questions and the diagnostics, in the order of the file."""
    return Parsed(
        tuple(outcome.question for outcome in outcomes if outcome.question),
        tuple(diagnostic for outcome in outcomes for diagnostic in outcome.wrong),
        tuple(
            diagnostic
            for outcome in outcomes
            for diagnostic in ((outcome.unasked,) if outcome.unasked else outcome.wrong)
        ),
    )
