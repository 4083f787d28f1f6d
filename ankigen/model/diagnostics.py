"""Diagnostics: what is wrong or doubtful in the author's files; fixes: what is certain enough to be written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ankigen.model.question import Frozen, Span
from ankigen.model.rules import Rule  # noqa: TC001 - pydantic needs it at run time

if TYPE_CHECKING:
    from collections.abc import Iterable


class Diagnostic(Frozen):
    """A rule that something breaks, and where; `message` is a phrase in lower case, `hint` says what to do about it.

    `related` are other places that belong to it, such as that of the other question.
    """

    rule: Rule
    span: Span
    message: str
    hint: str = ""
    related: tuple[Span, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the question or file was left out because of it."""
        return self.rule.severity == "error"


class Fix(Frozen):
    """A change of one place in a file: `old`, which begins at `span`, becomes `new`; `why` names the kind of change.

    `old` is within one line. `new` may have line feeds, which become the line ends of the file.
    """

    span: Span
    old: str
    new: str
    why: Literal["ID", "letter", "label"]


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics sorted by place, then code and message."""
    return tuple(sorted(diagnostics, key=lambda d: (d.span.path, d.span.line, d.span.column, d.rule.code, d.message)))


def rule_page(rule: Rule) -> str:
    """Return the page on a code, in markdown."""
    return f"# {rule.code}: {rule.title}\n\nSeverity: {rule.severity}\n\n{rule.advice}\n"
