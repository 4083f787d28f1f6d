"""What identity, the ledger, tags and checks of a whole bank need to know of a question: little, so that all fit in."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from ankigen.model.question import Span


class Summary(NamedTuple):
    """A question without its texts.

    Most are the question's own fields; `path`, `line` and `column` are its span, and `index` is its position in the
    file. `options` has the label of each option with the hash of its text. `asked` is the hash of stem and
    options, `right` that of the right options, and `content` that of all three: what makes two questions the same,
    whatever their order, markup and letters. Ledgers keep `content` and `right`: a change there would make questions
    unknown that are renamed while ankigen is updated.
    `richness` counts the characters that explain; `runs` are the stem's `shingles.runs`, empty once the checks have
    looked at them.
    """

    path: str
    line: int
    column: int
    index: int  # type: ignore[assignment]  # hides the method of tuples
    id: str | None
    provenance: str
    level: str
    topics: tuple[str, ...]
    traps: tuple[str, ...]
    domain: str
    options: tuple[tuple[str, str], ...]
    answer: tuple[str, ...]
    rival_answers: tuple[str, ...]
    source_answer: str
    community_answer: str
    recall: bool | None
    asked: str
    right: str
    content: str
    richness: int
    runs: bytes
    key: str = ""

    @property
    def span(self) -> Span:
        """The question's place; made when it is asked for, for tens of thousands are read and few are told."""
        return Span(path=self.path, line=self.line, column=self.column)

    @property
    def right_options(self) -> frozenset[str]:
        """The hashes of the right options."""
        return frozenset(content_hash for label, content_hash in self.options if label in self.answer)


def keyed(summary: Summary, key: str) -> Summary:
    """Return facts with their key."""
    return Summary(*summary[:-1], key)


def without_runs(summary: Summary) -> Summary:
    """Return facts without their `runs`, which only checks look at."""
    return Summary(*summary[:-2], b"", summary.key)


def without_place(summary: Summary) -> tuple[Any, ...]:
    """Return facts as plain values, without the file and the place in it."""
    return summary[3:]


def to_row(summary: Summary) -> tuple[Any, ...]:
    """Return facts as plain values, without the file; what recurs in every question is interned (`sys.intern`)."""
    plain = summary._replace(
        provenance=sys.intern(summary.provenance),
        level=sys.intern(summary.level),
        topics=tuple(map(sys.intern, summary.topics)),
        traps=tuple(map(sys.intern, summary.traps)),
        domain=sys.intern(summary.domain),
    )
    return plain[1:]


def from_row(row: tuple[Any, ...], path: str) -> Summary:
    """Return the facts that a row of a file holds; `marshal` interns again what was interned."""
    return Summary(path, *row)
