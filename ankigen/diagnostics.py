"""What is wrong with the author's files, as values: a rule, a place, a message, a hint.

The hundreds digit of a code names the stage: AG0 files and settings, AG1 syntax of a question, AG3 the whole bank.
Codes are permanent: never renumbered, never used again for something else.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal

from ankigen.model import Frozen, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]


class Rule(Enum):
    """Every code, its severity, and the one line that says what it is about."""

    NOT_TEXT = "AG001", "error", "a file cannot be decoded"
    BAD_SETTING = "AG002", "error", "bank.toml has a wrong setting"
    UNREADABLE = "AG003", "error", "a file cannot be read"
    OTHER_ENCODING = "AG007", "warning", "a file is not UTF-8"
    NO_OPTIONS = "AG101", "error", "a question has fewer than two options"
    NO_ANSWER = "AG102", "error", "a question has no answer"
    ANSWER_NO_OPTION = "AG103", "error", "the answer names a label that no option has"
    DUPLICATE_LABEL = "AG104", "error", "two options of a question have the same label"
    NO_STEM = "AG105", "error", "a question has no stem"
    DUPLICATE_ID = "AG301", "error", "one ID stands for different questions in one folder"
    QUALIFIED_ID = "AG302", "warning", "one ID stands for different questions in several folders"

    def __init__(self, code: str, severity: Severity, summary: str) -> None:
        self.code = code
        self.severity = severity
        self.summary = summary


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


def as_text(diagnostic: Diagnostic, root: str = "") -> str:
    """Return `path:line:column: severity[code] message`, the places it relates to, and the hint.

    `root` is put before every path, so that an editor can open it.
    """
    prefix = f"{root.rstrip('/')}/" if root not in {"", "."} else ""
    span, rule = diagnostic.span, diagnostic.rule
    lines = [
        f"{prefix}{span.path}:{span.line}:{span.column}: {rule.severity}[{rule.code}] {diagnostic.message}",
        *(f"  see {prefix}{other.path}:{other.line}:{other.column}" for other in diagnostic.related),
    ]
    if diagnostic.hint:
        lines.append(f"  hint: {diagnostic.hint}")
    return "\n".join(lines)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics sorted by place, then code."""
    return tuple(sorted(diagnostics, key=lambda d: (d.span.path, d.span.line, d.span.column, d.rule.code)))
