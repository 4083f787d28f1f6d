"""A question's summary: what identity, the ledger, tags and checks of a whole bank need to know about the question.

It is small enough that the summaries of all questions fit in memory.
"""

from __future__ import annotations

import hashlib
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ankigen.model.question import PARTS, DerivedKind, QuestionKind, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ankigen.model.question import Part, Question


class Summary(NamedTuple):
    """A question without its texts.

    Most fields are the question's own; `path`, `line` and `column` are its span, and `index` is its position in the
    file. `option_traps` has the traps of each option, and is empty if there are none. `stem` is the hash of the stem,
    `options` has the label of each option with the hash of its text, and
    `solution` is the hash of an answer in words, "" if there is none. `pictures` has the targets of the pictures in the
    stem, in each option and in the solution; it is empty if there are none. From these come `asked`, the hash of stem
    and options, `right`, that of the right options or of the solution, and `content`, that of both. They ignore the
    order of the options and their labels: two questions with the same `content` are the same question. `loose_content`
    and `loose_right` are what ledgers of version 1 have instead: they ignore case and markup as well.
    Ledgers contain these hashes, so if their computation changed, a question that is renamed while ankigen is updated
    would be a new one.
    `richness` is the number of characters that explain, and `unexplained` has the labels of the wrong options without a
    rationale; `shingles` are the stem's `duplicates.shingles_of`, b"" after the
    stems have been compared; `cues` are the labels of `guessing.cues_of`. `id_path` is the file in which the ID is
    written, if a copy has it and the question itself has none. `offsets` are the question's.
    `derived` are the questions that are made of this one. Such a question has its kind in `made`, its `number` among
    them from 1, and in `asked` the hash of what it asks for, such as a cell or an option.
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
    option_traps: tuple[tuple[str, ...], ...]
    kind: QuestionKind
    stem: str
    options: tuple[tuple[str, str], ...]
    solution: str
    pictures: tuple[tuple[str, ...], ...]
    answer: tuple[str, ...]
    rival_answers: tuple[str, ...]
    source_answer: str
    community_answer: str
    recall: bool | None
    asked: str
    right: str
    content: str
    loose_content: str
    loose_right: str
    richness: int
    unexplained: tuple[str, ...]
    has_mnemonic: bool
    shingles: bytes
    cues: tuple[tuple[str, ...], ...] = ()
    offsets: tuple[int, ...] = ()
    key: str = ""
    id_path: str = ""
    made: DerivedKind | Literal[""] = ""
    number: int = 0
    derived: tuple[Summary, ...] = ()

    @property
    def span(self) -> Span:
        """The question's place; made on demand, because few of tens of thousands of questions are reported."""
        return Span(path=self.path, line=self.line, column=self.column)

    @property
    def right_options(self) -> frozenset[str]:
        """The hashes of the right options."""
        return frozenset(content_hash for label, content_hash in self.options if label in self.answer)


_NAMES_OF: dict[str, Callable[[Question | Summary], tuple[str, ...]]] = {
    "topic": lambda question: question.topics,
    "trap": lambda question: question.traps,
    "level": lambda question: (question.level,),
    "domain": lambda question: (question.domain,),
    "source": lambda question: (question.provenance,),
}
TAG_KINDS = tuple(_NAMES_OF)
_SHOWN = 6  # digits of a hash in a key


def tags_of(question: Question | Summary, kind: str) -> tuple[str, ...]:
    """Return the names of a question's tags of a kind, one of `TAG_KINDS`, as they are written; () if it has none."""
    return tuple(filter(None, _NAMES_OF[kind](question)))


def kind_of(summary: Summary) -> str:
    """Return the kind of a question: that of a derived one, or what it asks for."""
    return summary.made or summary.kind


def with_derived(summary: Summary) -> tuple[Summary, ...]:
    """Return a question and those that are made of it, with keys that begin with its own, and with its tags."""
    if not summary.derived:
        return (summary,)
    tags = {name: getattr(summary, name) for name in ("topics", "traps", "domain", "level", "provenance")}
    return (
        summary,
        *(
            one._replace(key=f"{summary.key}~{one.made}-{one.asked[:_SHOWN]}", id_path=summary.id_path, **tags)
            for one in summary.derived
        ),
    )


def place_of(question: Question | Summary, part: Part) -> Span:
    """Return where a part of a question begins; the question's own place if the part has no line of its own."""
    offset = question.offsets[PARTS.index(part)] if question.offsets else 0
    return Span(path=question.span.path, line=question.span.line + offset) if offset else question.span


# By slices, with which these three take a third of the time of `_replace`; a build of n questions calls each n times.
_SHINGLES, _KEY = map(Summary._fields.index, ("shingles", "key"))
_OF_PLACE = {"path", "line", "column", "index", "key", "id_path", "offsets", "number", "derived"}
_content_of = itemgetter(*(n for n, name in enumerate(Summary._fields) if name not in _OF_PLACE))


def text_hash(*parts: str) -> str:
    """Return the hash of texts, in 16 hexadecimal digits. Ledgers and file names have it, so it is the same forever."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def with_hashes(summary: Summary) -> Summary:
    """Return the summary with `asked`, `right` and `content`, which come from its stem, options and answer."""
    asked = text_hash(summary.stem, *sorted(text for _, text in summary.options))
    right = [*sorted(summary.right_options), *filter(None, [summary.solution])]
    return summary._replace(asked=asked, right=text_hash(*right), content=text_hash(asked, *right))


def contents_with_any_answer(summary: Summary) -> Iterator[str]:
    """Yield what `content` would be with each answer of up to three options; nothing if the answer is in words."""
    options = sorted({text for _, text in summary.options})
    for count in (1, 2, 3) if not summary.solution else ():
        yield from (text_hash(summary.asked, *right) for right in combinations(options, count))


def with_pictures(summary: Summary, files: Mapping[str, str]) -> Summary:
    """Return a summary in which pictures count by their content: `files` has a name for it, by target.

    A picture without such a name counts by its target. The summary must have `pictures`.
    """
    stem, *options, solution = [[files.get(target, target) for target in targets] for targets in summary.pictures]
    return with_hashes(
        summary._replace(
            stem=text_hash(summary.stem, *stem),
            solution=text_hash(summary.solution, *solution) if summary.solution else "",
            options=tuple(
                (label, text_hash(text, *shown)) for (label, text), shown in zip(summary.options, options, strict=True)
            ),
        )
    )


def with_key(summary: Summary, key: str) -> Summary:
    """Return the summary with its key."""
    return Summary._make((*summary[:_KEY], key, *summary[_KEY + 1 :]))


def without_shingles(summary: Summary) -> Summary:
    """Return the summary without its `shingles`, which only the comparison of stems needs."""
    return Summary._make((*summary[:_SHINGLES], b"", *summary[_SHINGLES + 1 :]))


def without_place(summary: Summary) -> tuple[Any, ...]:
    """Return the summary as plain values, without its span, index and key, for hashing."""
    values: tuple[Any, ...] = _content_of(summary)
    return values
