"""An entry of a key, and where entries are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import answers
from ankigen.readers.marks.starts import NO_HEADING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.lines import Mark

    # The questions' texts of options by their labels, and labels as they are written, by the questions' numbers.
    Options = Mapping[str, list[tuple[Mapping[str, str], Mapping[str, str]]]]


class Entry(NamedTuple):
    """What a key says of a question: the index and level of its line, its number, the answer, and lines below."""

    row: int
    number: str
    value: str
    level: int = NO_HEADING
    rows: tuple[Line, ...] = ()
    closed: bool = False  # nothing below belongs to it


class Place(NamedTuple):
    """Where the entries of a key are looked for: among lines from `first` on.

    `folded` are the indexes of folded lines, `begins` those at which questions begin, `closed` those of questions that
    have their answer: no entry is there. `titled` says whether a title of a key is above.
    """

    rows: Sequence[Line]
    marked: Sequence[Mark]
    first: int
    folded: Collection[int] = ()
    begins: Collection[int] = ()
    closed: Collection[int] = ()
    titled: bool = False


def reads(value: str, number: str, options: Options, *, any_label: bool = False) -> bool:
    """Return whether a text is an answer to one of the questions with a number."""
    for texts, written in options[number]:
        answer = answers.read(value, texts, written)
        if answer and answer.labels and (any_label or set(answer.labels) <= set(texts)):
            return True
    return False
