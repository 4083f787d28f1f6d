"""Digests as plain values, as `marshal` writes them, and back."""

from __future__ import annotations

from typing import Any

from ankigen.build.compile import Digest
from ankigen.checks import Silence
from ankigen.model import BY_CODE, Diagnostic, Named, Reference, Span, summary


def to_row(digest: Digest) -> tuple[Any, ...]:
    """Return a digest as numbers, text, and tuples of such."""
    return (
        digest.path,
        tuple(map(summary.to_row, digest.facts)),
        tuple(map(_plain, digest.findings)),
        tuple(tuple(map(_plain, found)) for found in digest.doubts),
        tuple((one.target, one.shown, _at(one.span)) for one in digest.references),
        tuple((one.code, _at(one.span), one.first, one.end) for one in digest.silences),
        tuple((one.target, _at(one.span)) for one in digest.named),
        digest.definitions,
    )


def from_row(row: tuple[Any, ...]) -> Digest:
    """Return the digest that became a row."""
    path, known, findings, doubts, found, silences, named, definitions = row
    return Digest(
        path,
        tuple(summary.from_row(one, path) for one in known),
        tuple(map(_finding, findings)),
        tuple(tuple(map(_finding, found)) for found in doubts),
        tuple(Reference(target, shown, _span(at)) for target, shown, at in found),
        tuple(Silence(code, _span(at), first, end) for code, at, first, end in silences),
        tuple(map(_named, named)),
        definitions,
    )


def names_of(row: tuple[Any, ...]) -> Digest:
    """Return of the digest that became a row its path, and the pictures and sounds that it names."""
    path, *_, named, _ = row
    return Digest(path, named=tuple(map(_named, named)))


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
