"""What a question is. Everything is frozen; text called markdown is a fragment as the author wrote it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: never changed after it was made, and no attribute beyond those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """A place in a source file: path relative to the bank's folder with `/`, line and column from 1."""

    path: str
    line: int
    column: int = 1


class Option(Frozen):
    """One choice; `text` and `rationale` are markdown, the rationale says why the option is wrong (or right).

    `refuted` is the line at which a section on wrong options says why this one, a right one, is wrong; 0 for none.
    `defended` is the line of a rationale that calls this one, a wrong one, right; 0 for none.
    """

    label: str
    text: str
    line: int
    rationale: str = ""
    refuted: int = 0
    defended: int = 0


class Table(Frozen):
    """A table lifted out of the text; header and cells are markdown, all rows as long as the header."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["endpoint", "reference"]


class Link(Frozen):
    """A link to read on: title in markdown, URL with the scheme http or https."""

    title: str
    url: str


class Question(Frozen):
    """One exam question as a reader understood it.

    `answer` holds the right labels in the order of the options. `source_answer` and `community_answer` are what
    the source and its community claim, as written; `rival_answers` are the labels among those claims that are not in
    `answer`; `answer_from` names the claim that the answer was taken from, "" where a line gives it. `recall` says
    whether the question has a card without options, and `shuffle` whether its options change places; None leaves
    that to its bank. `key` is the question's identity in its bank and empty until `identity.identify`.
    """

    span: Span
    index: int
    id: str | None = None
    key: str = ""
    provenance: str = ""
    level: str = ""
    stem: str
    options: tuple[Option, ...]
    answer: tuple[str, ...]
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
