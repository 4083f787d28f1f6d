"""What a reader makes of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.model import Diagnostic, Question


class Parsed(NamedTuple):
    """The well-formed questions of one file, and what is wrong with the others."""

    questions: tuple[Question, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class DraftOption(NamedTuple):
    """An option as it stands in the file, in markdown, before the reasons against it are known."""

    label: str
    text: str
    line: int


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
