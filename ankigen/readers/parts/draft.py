"""The parts of one question while its file is read, and where they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import PARTS
from ankigen.readers.lines.labelled import MarkedParts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ankigen.markdown import Line
    from ankigen.model import Link, Part, Table
    from ankigen.readers.answers import Solution, Statement
    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.parsed import DraftOption


class Rationale(NamedTuple):
    """What an author says of some options: their labels, the heading, its last words, and what is below.

    `wrong` is the line at which a section on wrong options says it; 0 for any other section. `line` is where it is.
    """

    labels: tuple[str, ...]
    heading: str
    rest: str
    body: str
    line: int
    wrong: int = 0


@dataclass
class Draft:
    """The parts of a question while its file is read.

    A rationale is in the explanation until the answer is known: one about the right option stays there.
    `recaps` repeat some parts, and only fill what is missing. `answered` is the statement that gave the answer, `lines`
    are those of labels by their roles. `choices` are the lines at which options begin, each with its label and the text
    beside it. `written` has the labels of the options by those that the file writes, such as `②`, `2` or `b`, and that
    may name them. `parts` are lines that state a part without a label. With `options_below`, options are below the
    stem.
    """

    scalars: dict[str, str] = field(default_factory=dict)
    title: str = ""
    stated: list[Statement] = field(default_factory=list)
    feedback: dict[str, list[str]] = field(default_factory=dict)
    stem: list[str] = field(default_factory=list)
    options: list[DraftOption] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    answered: Statement | None = None
    lines: dict[str, int] = field(default_factory=dict)
    rivals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    topics: tuple[str, ...] | None = None
    traps: tuple[str, ...] | None = None
    explanation: list[str | Rationale] = field(default_factory=list)
    mnemonic: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    recaps: list[Draft] = field(default_factory=list)
    choices: Mapping[Line, DraftOption] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    parts: MarkedParts = field(default_factory=MarkedParts)
    options_below: bool = False
    emphasised: list[str] = field(default_factory=list)
    solutions: list[Solution] = field(default_factory=list)

    def empty(self, *, options_below: bool = False) -> Draft:
        """Return a draft without any parts yet, for the same lines."""
        return Draft(choices=self.choices, written=self.written, parts=self.parts, options_below=options_below)


def offsets(draft: Draft, places: Places, line: int) -> tuple[int, ...]:
    """Return the lines of the parts `PARTS`, counted from a question's first `line`; 0 for one that has none."""
    lines = {part: _value_line(draft, places, part) for part in PARTS}
    lines |= {"stem": _stem_line(draft, places, line), "answer": _answer_line(draft, places)}
    return tuple(max(0, lines[part] - line) for part in PARTS)


def _value_line(draft: Draft, places: Places, part: Part) -> int:
    """Return the line of a value, which may be below that of its label; 0 if the question has no such label."""
    labelled = draft.lines.get(part, 0)
    tags = {"topics": draft.topics, "traps": draft.traps}.get(part)
    value = tags[0] if tags else draft.scalars.get(part, "")
    return labelled and (places.line_near(value, labelled) or labelled)


def _stem_line(draft: Draft, places: Places, line: int) -> int:
    """Return the line of the first words of the stem, or of its heading; 0 if neither is found."""
    heading = draft.lines.get("stem", 0)
    words = next(filter(None, draft.stem), "")
    return places.line_near(words, max(heading, line)) or heading


def _answer_line(draft: Draft, places: Places) -> int:
    """Return the line of what gives the answer: a statement in this file, a claim, or a tick beside an option."""
    stated = draft.answered
    if stated and stated.line and (not stated.places or stated.places.path == places.path):
        return stated.line
    claim = draft.lines.get(draft.scalars.get("answer_from", ""), 0)
    right = next((option.line for option in draft.options if option.label in draft.answer), 0)
    return claim or (0 if stated else draft.lines.get("answer", 0)) or right
