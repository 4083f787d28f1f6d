"""Labels that are misspelt by one letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.model import Fix, Rule, Span
from ankigen.readers import vocabulary
from ankigen.readers.grouping.doubts import label_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.model import Diagnostic
    from ankigen.source import Source

_QUOTE = re.compile(r"^(?:[ \t]*>)+[ \t]?")


def label_fixes(source: Source, diagnostics: Iterable[Diagnostic]) -> Iterator[Fix]:
    """Yield the fix of each misspelt label that these diagnostics name, if one name alone is one letter away."""
    lines = source.text.split("\n")
    for diagnostic in diagnostics:
        if diagnostic.rule is not Rule.UNKNOWN_LABEL:
            continue
        line = lines[diagnostic.span.line - 1]
        written = label_in(_QUOTE.sub("", line))
        nearest = [slip for slip in vocabulary.misspelt(written) if slip.slips == 1]
        words = [*re.finditer(re.escape(nearest[0].word), written, re.IGNORECASE)] if len(nearest) == 1 else []
        if len(words) == 1:
            span = Span(path=source.path, line=diagnostic.span.line, column=line.index(written) + words[0].start() + 1)
            yield Fix(span=span, old=words[0][0], new=_in_case(nearest[0].meant, words[0][0]), why="label")


def _in_case(word: str, like: str) -> str:
    """Return a word in the letter case of another."""
    if like.isupper():
        return word.upper()
    return word.lower() if like.islower() else word[0].upper() + word[1:]
