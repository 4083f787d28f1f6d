"""An entry of an answer key, and where entries are looked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import answers, vocabulary
from ankigen.readers.marks.starts import NO_HEADING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.mark import Mark

    # The questions' texts of options by their labels, and labels as they are written, by the questions' numbers.
    Options = Mapping[str, list[tuple[Mapping[str, str], Mapping[str, str]]]]


_WORD = re.compile(r"[^\W_]+")


class AnswerEntry(NamedTuple):
    """What an answer key says of a question.

    `row` is the index of its line, `level` that of its heading. `number` is the question's, `value` the answer, in line
    `line` of the file; `rows` are the lines below. `part` is the title above it, of a chapter that has numbers of its
    own.
    """

    row: int
    number: str
    value: str
    line: int
    level: int = NO_HEADING
    rows: tuple[Line, ...] = ()
    closed: bool = False  # nothing below belongs to it
    part: str = ""


class EntrySearch(NamedTuple):
    """Where the entries of an answer key are looked for: among lines from `first` on.

    `folded` are the indexes of folded lines, `begins` those at which questions begin, `closed` those of questions that
    have their answer: no entry is there. `unanswered` are the indexes at which questions without an answer begin, by
    their numbers. `stems` are the numbers of questions, each with the letters and digits of its first line: an entry
    may repeat it above the answer. `titled` says whether a title of an answer key is above.
    """

    rows: Sequence[Line]
    marked: Sequence[Mark]
    first: int
    folded: Collection[int] = ()
    begins: Collection[int] = ()
    closed: Collection[int] = ()
    unanswered: Mapping[str, int] = {}
    stems: Collection[tuple[str, str]] = ()
    titled: bool = False


def labels_of(value: str, number: str, options: Options) -> set[tuple[str, ...]]:
    """Return the answers that a text states to the questions with a number, each as labels."""
    read = (answers.read(value, texts, written) for texts, written in options.get(number, ()))
    return {tuple(sorted(answer.labels)) for answer in read if answer and answer.labels and not answer.rivals}


def reads(value: str, number: str, options: Options, *, any_label: bool = False) -> bool:
    """Whether a text is an answer to one of the questions with a number."""
    for texts, written in options.get(number, ()):
        answer = answers.read(value, texts, written)
        if answer and answer.labels and (any_label or set(answer.labels) <= set(texts)):
            return True
    return False


def words_of(title: str) -> list[str]:
    """Return the words of a title without those that call it an answer key."""
    words = _WORD.findall(vocabulary.fold(title))
    return [word for word in words if not {"answer", "answer_key"} & {*vocabulary.roles(word)}]
