"""What identity, the ledger, tags and checks of a whole bank need to know of a question: little, so that all fit in."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from ankigen.model.question import Span


class Facts(NamedTuple):
    """A question without its texts.

    Most are the question's own fields; `path`, `line` and `column` are its span, and `number` is its `index` in the
    file. `options` has the label of each option with the digest of its text. `asked` is the digest of stem and
    options, `right` that of the right options, and `content` that of all three: what makes two questions the same,
    whatever their order, markup and letters. Ledgers keep `content` and `right`: a change there would make questions
    unknown that are renamed while ankigen is updated.
    `richness` counts the characters that explain; `runs` are the stem's `shingles.runs`, empty once the checks have
    looked at them.
    """

    path: str
    line: int
    column: int
    number: int
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
        """The digests of the right options."""
        return frozenset(digest for label, digest in self.options if label in self.answer)


def keyed(facts: Facts, key: str) -> Facts:
    """Return facts with their key."""
    return Facts(*facts[:-1], key)


def without_runs(facts: Facts) -> Facts:
    """Return facts without their `runs`, which only checks look at."""
    return Facts(*facts[:-2], b"", facts.key)


def without_place(facts: Facts) -> tuple[Any, ...]:
    """Return facts as plain values, without the file and the place in it."""
    return facts[3:]


def to_row(facts: Facts) -> tuple[Any, ...]:
    """Return facts as plain values, without the file; what recurs in every question is interned (`sys.intern`)."""
    plain = facts._replace(
        provenance=sys.intern(facts.provenance),
        level=sys.intern(facts.level),
        topics=tuple(map(sys.intern, facts.topics)),
        traps=tuple(map(sys.intern, facts.traps)),
        domain=sys.intern(facts.domain),
    )
    return plain[1:]


def from_row(row: tuple[Any, ...], path: str) -> Facts:
    """Return the facts that a row of a file holds; `marshal` interns again what was interned."""
    return Facts(path, *row)
