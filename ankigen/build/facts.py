"""What identity, the ledger, tags and checks of a whole bank need to know of a question: little, so that all fit in."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.checks import duplicates
from ankigen.markdown.text import to_text
from ankigen.model.question import Span

if TYPE_CHECKING:
    from ankigen.model.question import Question

_MARKUP = re.compile(r"^[ \t]*(?:```|~~~).*$|\*\*|__|`|\\(?=[!-/:-@\[-`{-~])", re.MULTILINE)
_MARKS = ("**", "__", "\\", "```", "~~~")  # without these, only inline code is left
_QUOTES = str.maketrans("‘’‚′“”„″‐‑‒–—", "''''\"\"\"\"-----")


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


def of(question: Question) -> Facts:
    """Return the facts of a question."""
    texts = [(option.label, essence_of_option(option.text)) for option in question.options]
    asked = _digest(essence(question.stem), *sorted(text for _, text in texts))
    right = sorted(text for label, text in texts if label in question.answer)
    return Facts(
        path=question.span.path,
        line=question.span.line,
        column=question.span.column,
        number=question.index,
        id=question.id,
        provenance=question.provenance,
        level=question.level,
        topics=question.topics,
        traps=question.traps,
        domain=question.domain,
        options=tuple((label, _digest(text)) for label, text in texts),
        answer=question.answer,
        rival_answers=question.rival_answers,
        source_answer=question.source_answer,
        community_answer=question.community_answer,
        recall=question.recall,
        asked=asked,
        right=_digest(*right),
        content=_digest(asked, *right),
        richness=_richness(question),
        runs=duplicates.runs(to_text(question.stem)),
        key=question.key,
    )


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


def essence(markdown: str) -> str:
    """Return a text without markup, letter case, kinds of quotes and dashes, and amounts of white space.

    All other punctuation counts: in code, `=` and `==` are two answers.
    """
    marked = any(mark in markdown for mark in _MARKS)
    bare = _MARKUP.sub("", markdown) if marked else markdown.replace("`", "")
    if not bare.isascii():  # which all of this leaves as it is
        bare = unicodedata.normalize("NFKC", bare).translate(_QUOTES)
    return " ".join(bare.casefold().split())


essence_of_option = lru_cache(maxsize=256)(essence)  # a check asks for it as well


def _richness(question: Question) -> int:
    notes = sum(len(option.rationale) for option in question.options)
    cells = sum(len(cell) for table in question.tables for row in table.rows for cell in row)
    links = sum(len(link.url) for link in question.links)
    return len(question.explanation) + len(question.mnemonic) + len(question.keywords) + notes + cells + links


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
