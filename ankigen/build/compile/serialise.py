"""Convert compiled files to plain values that `marshal` can write, and back."""

from __future__ import annotations

from typing import Any

from ankigen.build.compile.file import CompiledFile
from ankigen.checks import Suppression
from ankigen.model import BY_CODE, Diagnostic, MediaReference, Reference, Span, summary

_PATH, _MEDIA = map(CompiledFile._fields.index, ("path", "media_references"))


def to_plain(compiled: CompiledFile) -> tuple[Any, ...]:
    """Return a compiled file as nested tuples of numbers, strings, bytes and None, for `from_plain`."""
    return (
        compiled.path,
        tuple(map(summary.to_plain, compiled.summaries)),
        tuple(map(_plain, compiled.diagnostics)),
        tuple(tuple(map(_plain, diagnostics)) for diagnostics in compiled.question_diagnostics),
        tuple((reference.target, reference.shown, _at(reference.span)) for reference in compiled.references),
        tuple((item.code, _at(item.span), item.first, item.end) for item in compiled.suppressions),
        tuple((reference.target, _at(reference.span)) for reference in compiled.media_references),
        compiled.definitions,
        compiled.explanation_languages,
        compiled.stem_languages,
        compiled.answer_key,
    )


def from_plain(row: tuple[Any, ...]) -> CompiledFile:
    """Return the compiled file from the plain values that `to_plain` made of it."""
    path, summaries, diagnostics, question_diagnostics, references, suppressions, media_references, *rest = row
    return CompiledFile(
        path,
        tuple(summary.from_plain(values, path) for values in summaries),
        tuple(map(_diagnostic, diagnostics)),
        tuple(tuple(map(_diagnostic, plain)) for plain in question_diagnostics),
        tuple(Reference(target, shown, _span(at)) for target, shown, at in references),
        tuple(Suppression(code, _span(at), first, end) for code, at, first, end in suppressions),
        tuple(map(_media_reference, media_references)),
        *rest,
    )


def media_from_plain(row: tuple[Any, ...]) -> CompiledFile:
    """Return the compiled file from its row, with nothing but its path and the pictures and sounds that it names."""
    return CompiledFile(row[_PATH], media_references=tuple(map(_media_reference, row[_MEDIA])))


def _plain(diagnostic: Diagnostic) -> tuple[Any, ...]:
    related = tuple(map(_at, diagnostic.related))
    return diagnostic.rule.code, _at(diagnostic.span), diagnostic.message, diagnostic.hint, related


def _diagnostic(row: tuple[Any, ...]) -> Diagnostic:
    code, at, message, hint, related = row
    return Diagnostic(
        rule=BY_CODE[code], span=_span(at), message=message, hint=hint, related=tuple(map(_span, related))
    )


def _media_reference(row: tuple[str, tuple[str, int, int]]) -> MediaReference:
    return MediaReference(row[0], _span(row[1]))


def _at(span: Span) -> tuple[str, int, int]:
    return span.path, span.line, span.column


def _span(at: tuple[str, int, int]) -> Span:
    path, line, column = at
    return Span(path=path, line=line, column=column)
