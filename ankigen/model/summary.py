"""A question's summary: what identity, the ledger, tags and checks of a whole bank need to know about the question.

It is small enough that the summaries of all questions fit in memory.
"""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from ankigen.model.question import QuestionKind, Span


class Summary(NamedTuple):
    """A question without its texts.

    Most fields are the question's own; `path`, `line` and `column` are its span, and `index` is its position in the
    file. `options` has the label of each option with the hash of its text. `asked` is the hash of stem and options,
    `right` that of the right options or of the solution, and `content` that of both. These hashes ignore the order of
    the options, their labels and markup: two questions with the same `content` are the same question. Ledgers contain
    `content` and `right`, so if their computation changed, a question that is renamed while ankigen is updated would be
    a new one.
    `richness` is the number of characters that explain; `runs` are the stem's `duplicates.runs`, b"" after the stems
    have been compared.
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
    kind: QuestionKind
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
        """The question's place; made on demand, because few of tens of thousands of questions are reported."""
        return Span(path=self.path, line=self.line, column=self.column)

    @property
    def right_options(self) -> frozenset[str]:
        """The hashes of the right options."""
        return frozenset(content_hash for label, content_hash in self.options if label in self.answer)


def keyed(summary: Summary, key: str) -> Summary:
    """Return the summary with its key."""
    return Summary(*summary[:-1], key)


def without_runs(summary: Summary) -> Summary:
    """Return the summary without its `runs`, which only the comparison of stems needs."""
    return Summary(*summary[:-2], b"", summary.key)


def without_place(summary: Summary) -> tuple[Any, ...]:
    """Return the summary as plain values, without its span, for hashing."""
    return summary[3:]


def to_row(summary: Summary) -> tuple[Any, ...]:
    """Return the summary as plain values, without its path, for `from_row`.

    Texts that recur in many questions are interned (`sys.intern`), so that `marshal` writes each of them once.
    """
    plain = summary._replace(
        provenance=sys.intern(summary.provenance),
        level=sys.intern(summary.level),
        topics=tuple(map(sys.intern, summary.topics)),
        traps=tuple(map(sys.intern, summary.traps)),
        domain=sys.intern(summary.domain),
    )
    return plain[1:]


def from_row(row: tuple[Any, ...], path: str) -> Summary:
    """Return the summary from the row that `to_row` made of it, and the path of its file."""
    return Summary(path, *row)
