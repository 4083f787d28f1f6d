"""A question and its parts. All values are frozen; text that is called markdown is as the author wrote it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """The base class of values: they cannot be changed, and have no attributes beyond those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """A place in a source file: the path relative to the bank's folder, with `/`; line and column, both from 1."""

    path: str
    line: int
    column: int = 1

    def path_from(self, root: str) -> PurePath:
        """Return the path with `root`, that of the bank's folder, in front, as this system writes paths."""
        return PurePath(root, self.path)

    def place_from(self, root: str) -> str:
        """Return `path:line`, with the path of the bank's folder in front."""
        return f"{self.path_from(root)}:{self.line}"


class Option(Frozen):
    """An option. `text` and `rationale` are markdown; the rationale says why the option is wrong (or right).

    `refuted` is, for a right option, the line at which a section on wrong options explains it; `defended` is, for a
    wrong one, the line at which its rationale calls it right. Both are 0 if there is no such line. `traps` are those
    that the rationale names: what tempts one to take this very option.
    """

    label: str
    text: str
    line: int
    rationale: str = ""
    refuted: int = 0
    defended: int = 0
    traps: tuple[str, ...] = ()


class Table(Frozen):
    """A table that its card shows in a section of its own; texts are markdown, and all rows as long as the header."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["endpoint", "reference"]


# What a question asks for. Only a choice has options; any other kind has a solution and becomes a recall card.
QuestionKind = Literal["choice", "ordering", "matching", "number", "gap", "open"]
QUESTION_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
# Of a question that is made of another one's table, rationale or mnemonic.
DerivedKind = Literal["lookup", "refute", "blank"]
DERIVED_KINDS: tuple[DerivedKind, ...] = get_args(DerivedKind)
CardKind = Literal["recall"] | DerivedKind
CARD_KINDS: tuple[CardKind, ...] = ("recall", *DERIVED_KINDS)


Part = Literal["stem", "answer", "id", "level", "topics", "traps"]
# The parts of a question whose lines are known, in the order of `Question.offsets`.
PARTS: tuple[Part, ...] = ("stem", "answer", "id", "level", "topics", "traps")


class Link(Frozen):
    """A link for further reading: the title in markdown, and a URL with the scheme http or https."""

    title: str
    url: str


class Question(Frozen):
    """One exam question, as its reader parsed it.

    A choice has options and an answer. A question of any other `kind` has neither, but a `solution`: the answer in
    markdown; the things to order or to match are part of its stem.

    `answer` has the labels of the right options, in the order of the options. `source_answer` and `community_answer`
    are the claims of the source and of its community, as written; `rival_answers` are the labels in those claims that
    are not in `answer`; `answer_from` is the claim from which the answer was taken, "" if a line gives the answer.
    `recall` is whether a choice has a second card, without its options, and `shuffle` whether its options are shuffled;
    `cards` are the kinds of cards that it has beside its own; None leaves each of these to the bank's settings. `made`
    is the kind of a question that is made of another one, else "", and `wrong` is the option of that one that is to be
    refuted. `index` is the question's position in its file.
    `offsets` are the lines of the parts `PARTS`, counted from that of `span`, and 0 for a part without a line of its
    own.
    """

    span: Span
    index: int
    id: str | None = None
    provenance: str = ""
    level: str = ""
    kind: QuestionKind = "choice"
    stem: str
    options: tuple[Option, ...] = ()
    answer: tuple[str, ...] = ()
    solution: str = ""
    rival_answers: tuple[str, ...] = ()
    answer_from: str = ""
    source_answer: str = ""
    community_answer: str = ""
    topics: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    domain: str = ""
    technique: str = ""
    concepts: str = ""
    keywords: str = ""
    explanation: str = ""
    mnemonic: str = ""
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    recall: bool | None = None
    shuffle: bool | None = None
    cards: tuple[CardKind, ...] | None = None
    made: DerivedKind | Literal[""] = ""
    wrong: str = ""
    offsets: tuple[int, ...] = ()

    @property
    def quotation(self) -> str:
        """The option that is to be refuted, as a quotation; "" if there is none."""
        return "\n".join(f"> {line}".rstrip() for line in self.wrong.split("\n")) if self.wrong else ""

    @property
    def front(self) -> str:
        """All that is asked, but for the options: the stem, and below it the option that is to be refuted."""
        return f"{self.stem}\n\n{self.quotation}" if self.wrong else self.stem
