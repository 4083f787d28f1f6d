"""What a file looks like before it is cut into questions, and a question as lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import vocabulary
from ankigen.readers.marks.lines import name_of
from ankigen.readers.marks.starts import is_question
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start

_REFERENCE = re.compile(r"[ \t>]*\[[^\]]+\]:")  # defines a link or a picture (CommonMark 4.7), `[r]: <x.png>`


class Segment(NamedTuple):
    """The lines of one question, from `begin` up to `end`; `run` are its options, None where it has none.

    `start` is its number, `fields` are the indexes of labels such as `ID:` above its first line.
    """

    begin: int
    end: int
    run: OptionRun | None
    start: Start | None = None
    fields: Sequence[int] = ()


@dataclass(frozen=True)
class Layout:
    """A file's lines with their marks, and where questions may begin.

    What is asked of all lines above some options is looked up: to look at the lines again for each options would take
    quadratic time.
    """

    rows: Sequence[Line]
    marked: Sequence[Mark]
    runs: Sequence[OptionRun]
    asked: frozenset[int]  # indexes at which a callout begins that is a question
    folded: frozenset[int]  # indexes of folded lines

    def runs_in(self, begin: int, end: int) -> Sequence[OptionRun]:
        """Return the runs that begin on the lines from `begin` up to `end`."""
        low, high = (bisect_left(self.runs, row, key=lambda run: run.first) for row in (begin, end))
        return self.runs[low:high]

    def last(self, roles: Iterable[str], low: int, high: int) -> int:
        """Return the last index from `low` up to `high` of a line with one of some roles, -1 for none."""
        return max(_last(self._of_role[role], low, high) for role in roles)

    def last_callout(self, low: int, high: int) -> int:
        """Return the last index from `low` up to `high` at which a callout begins that is a question, -1 for none."""
        return _last(self._asked, low, high)

    def last_answer(self, low: int, high: int) -> int:
        """Return the last index from `low` up to `high` of a line with an answer beside its name, -1 for none."""
        return _last(self._stated, low, high)

    def has_answer_between(self, low: int, high: int) -> bool:
        """Whether a line from `low` up to `high` names an answer, or is folded."""
        return _last(self._answers, low, high) >= 0

    def is_parted(self, low: int, high: int) -> bool:
        """Whether a rule, or a heading that names no part, is on a line from `low` up to `high`."""
        return _last(self._parted, low, high) >= 0

    def last_box(self, low: int, high: int) -> int:
        """Return the last index from `low` up to `high` of a line with a box, -1 for none."""
        return _last(self._boxes, low, high)

    def last_start(self, low: int, high: int) -> int:
        """Return the last index from `low` up to `high` of a line with a number, -1 for none."""
        return _last(self._starts, low, high)

    def headings(self, low: int, high: int) -> Sequence[int]:
        """Return the indexes of the headings from `low` up to `high`."""
        return _between(self._headings, low, high)

    def callouts(self, low: int, high: int) -> Sequence[int]:
        """Return the indexes from `low` up to `high` at which callouts begin that are questions."""
        return _between(self._asked, low, high)

    def stating(self) -> Sequence[int]:
        """Return the indexes of the lines that name an answer, or are folded."""
        return sorted({*self.folded, *(i for role in ANSWER_ROLES for i in self._of_role[role])})

    def explains(self, i: int) -> bool:
        """Whether a line is named as an answer, or as explanations are in new questions or below answers of the file.

        Other names that an explanation may have, such as `Reason`, a stem may have as well.
        """
        mark = self.marked[i]
        if mark.role in ANSWER_ROLES:
            return _REFERENCE.match(self.rows[i].text) is None
        return (
            mark.role == "explanation"
            and not is_question(mark.value)
            and name_of(self.rows[i], mark) in self._names_below_answers
        )

    @cached_property
    def _names_below_answers(self) -> frozenset[str]:
        """The names of explanations: those of new questions, and those below an answer of this file."""
        names = set(vocabulary.in_any_language("scaffold", "explanation"))
        is_answered = False
        for i, mark in enumerate(self.marked):
            if mark.role in ANSWER_ROLES:
                is_answered = True
            elif mark.start or mark.rule or mark.label or (mark.level and not mark.role):
                is_answered = False
            elif is_answered and mark.role == "explanation":
                names.add(name_of(self.rows[i], mark))
        return frozenset(names)

    def inside(self, low: int, row: int) -> int:
        """Return the level of the explanation, or of another section that closes a question, that line `row` is in.

        It is 0 if there is none, or if its heading is above `low`.
        """
        level, heading = self._inside[row]
        return level if heading >= low else 0

    @cached_property
    def _of_role(self) -> Mapping[str, Sequence[int]]:
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for i, mark in enumerate(self.marked):
            if mark.role:
                rows[mark.role].append(i)
        return rows

    @cached_property
    def _boxes(self) -> Sequence[int]:
        return [i for i, mark in enumerate(self.marked) if mark.label and mark.label.family == "box"]

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [i for i, mark in enumerate(self.marked) if mark.start]

    @cached_property
    def _headings(self) -> Sequence[int]:
        return [i for i, mark in enumerate(self.marked) if mark.level]

    @cached_property
    def _asked(self) -> Sequence[int]:
        return sorted(self.asked)

    @cached_property
    def _stated(self) -> Sequence[int]:
        return [i for i, mark in enumerate(self.marked) if mark.value and mark.answers]

    @cached_property
    def _answers(self) -> Sequence[int]:
        return [i for i, mark in enumerate(self.marked) if mark.answers or i in self.folded]

    @cached_property
    def _parted(self) -> Sequence[int]:
        return [i for i, mark in enumerate(self.marked) if mark.rule or (mark.level and not mark.role)]

    @cached_property
    def _inside(self) -> Sequence[tuple[int, int]]:
        """For each line the level and the index of the heading that it is below and that names what follows options."""
        levels: list[tuple[int, int]] = []
        inside = (0, -1)
        for i, mark in enumerate(self.marked):
            levels.append(inside)
            if mark.level and mark.role in BELOW_ROLES and mark.role != "answer_key":
                inside = (mark.level, i)
            elif mark.level and mark.level <= inside[0]:
                inside = (0, -1)
        return levels


def _between(rows: Sequence[int], low: int, high: int) -> Sequence[int]:
    """Return those of some sorted indexes that are from `low` up to `high`."""
    return rows[bisect_left(rows, low) : bisect_left(rows, high)]


def _last(rows: Sequence[int], low: int, high: int) -> int:
    """Return the last of some sorted indexes from `low` up to `high`, -1 for none."""
    at = bisect_left(rows, high)
    return rows[at - 1] if at and rows[at - 1] >= low else -1


class Begun(NamedTuple):
    """A question of which the end is not known yet: the index of its first line, its options, and its number."""

    begin: int
    run: OptionRun | None
    start: Start | None
