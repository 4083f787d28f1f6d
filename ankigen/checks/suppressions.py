"""Suppress warnings: `<!-- ankigen: ignore AG203 -->` in a question, or `ignore` in bank.toml."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import BY_CODE, Diagnostic, Rule, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.source import Source

_COMMENT = re.compile(r"<!--\s*ankigen:\s*ignore\s+(?P<codes>AG\d{3}(?:[\s,]+AG\d{3})*)\s*-->")


class Suppression(NamedTuple):
    """A code to suppress in the lines of a file from `first` up to `end` (excluded); `span` is the comment's place."""

    code: str
    span: Span
    first: int
    end: int


def find_suppressions(source: Source, starts: Sequence[int]) -> Iterator[Suppression]:
    """Yield the suppressions of a file, each for the question around it; `starts` are the first lines of questions."""
    for match in _COMMENT.finditer(source.text):
        line = source.text.count("\n", 0, match.start()) + 1
        column = match.start() - source.text.rfind("\n", 0, match.start())
        at = bisect.bisect_right(starts, line)
        first = starts[at - 1] if at > 1 else 1
        end = starts[at] if 0 < at < len(starts) else source.text.count("\n") + 2
        for code in re.findall(r"AG\d{3}", match["codes"]):
            yield Suppression(code, Span(path=source.path, line=line, column=column), first, end)


def apply_suppressions(
    diagnostics: Iterable[Diagnostic], suppressions: Sequence[Suppression], ignored: Sequence[str]
) -> list[Diagnostic]:
    """Return the diagnostics that are not suppressed, and one for each unused suppression; errors cannot be suppressed.

    `ignored` are the codes that bank.toml suppresses.
    """
    reported: list[Diagnostic] = []
    used: set[Suppression | str] = set()
    by_path: dict[str, list[Suppression]] = {}
    for suppression in suppressions:
        by_path.setdefault(suppression.span.path, []).append(suppression)
    for diagnostic in diagnostics:
        code = diagnostic.rule.code
        matching = [
            s
            for s in by_path.get(diagnostic.span.path, [])
            if s.code == code and s.first <= diagnostic.span.line < s.end
        ]
        if diagnostic.is_error or (not matching and code not in ignored):
            reported.append(diagnostic)
        used.update(matching)
        if code in ignored:
            used.add(code)
    unused = [suppression for suppression in suppressions if suppression not in used]
    reported += [_unused(suppression.code, suppression.span) for suppression in unused]
    return reported + [_unused(code, Span(path="bank.toml", line=1)) for code in ignored if code not in used]


def _unused(code: str, span: Span) -> Diagnostic:
    what = "is always reported" if BY_CODE.get(code, Rule.NO_STEM).severity == "error" else "is not reported here"
    return Diagnostic(rule=Rule.UNUSED_IGNORE, span=span, message=f"`{code}` {what}", hint="remove the ignore")
