"""What is wrong with the author's files, as values: a rule, a place, a message, a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.model.question import Frozen, Span
from ankigen.model.rules import Rule  # noqa: TC001 - pydantic needs it at run time

if TYPE_CHECKING:
    from collections.abc import Iterable


class Diagnostic(Frozen):
    """One finding; `message` is a lower-case phrase, `hint` an act that mends it."""

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
    """Return the diagnostics sorted by place, then code."""
    return tuple(sorted(diagnostics, key=lambda d: (d.span.path, d.span.line, d.span.column, d.rule.code, d.message)))
