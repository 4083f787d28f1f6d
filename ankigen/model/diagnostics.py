"""Diagnostics: what is wrong or doubtful in the author's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics sorted by place, then code and message."""
    return tuple(sorted(diagnostics, key=lambda d: (d.span.path, d.span.line, d.span.column, d.rule.code, d.message)))
