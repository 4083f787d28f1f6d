"""Compiled files as plain values, as `marshal` writes them, and back."""

from __future__ import annotations

from typing import Any

from ankigen.build.compile import CompiledFile
from ankigen.checks import Suppression
from ankigen.model import BY_CODE, Diagnostic, Named, Reference, Span, summary


def to_row(compiled: CompiledFile) -> tuple[Any, ...]:
    """Return a compiled file as numbers, text, and tuples of such."""
    return (
        compiled.path,
        tuple(map(summary.to_row, compiled.summaries)),
        tuple(map(_plain, compiled.findings)),
        tuple(tuple(map(_plain, found)) for found in compiled.doubts),
        tuple((one.target, one.shown, _at(one.span)) for one in compiled.references),
        tuple((one.code, _at(one.span), one.first, one.end) for one in compiled.suppressions),
        tuple((one.target, _at(one.span)) for one in compiled.named),
        compiled.definitions,
    )


def from_row(row: tuple[Any, ...]) -> CompiledFile:
    """Return the compiled file that became a row."""
    path, known, findings, doubts, found, suppressions, named, definitions = row
    return CompiledFile(
        path,
        tuple(summary.from_row(one, path) for one in known),
        tuple(map(_finding, findings)),
        tuple(tuple(map(_finding, found)) for found in doubts),
        tuple(Reference(target, shown, _span(at)) for target, shown, at in found),
        tuple(Suppression(code, _span(at), first, end) for code, at, first, end in suppressions),
        tuple(map(_named, named)),
        definitions,
    )


def names_of(row: tuple[Any, ...]) -> CompiledFile:
    """Return of the compiled file that became a row its path, and the pictures and sounds that it names."""
    path, *_, named, _ = row
    return CompiledFile(path, named=tuple(map(_named, named)))


def _plain(finding: Diagnostic) -> tuple[Any, ...]:
    related = tuple(map(_at, finding.related))
    return finding.rule.code, _at(finding.span), finding.message, finding.hint, related


def _finding(row: tuple[Any, ...]) -> Diagnostic:
    code, at, message, hint, related = row
    return Diagnostic(
        rule=BY_CODE[code], span=_span(at), message=message, hint=hint, related=tuple(map(_span, related))
    )


def _named(row: tuple[str, tuple[str, int, int]]) -> Named:
    return Named(row[0], _span(row[1]))


def _at(span: Span) -> tuple[str, int, int]:
    return span.path, span.line, span.column


def _span(at: tuple[str, int, int]) -> Span:
    path, line, column = at
    return Span(path=path, line=line, column=column)
