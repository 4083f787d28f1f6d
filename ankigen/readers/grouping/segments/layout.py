"""What a file looks like before it is cut into questions, and a question as lines."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.options import Run
    from ankigen.readers.marks.lines import Mark
    from ankigen.readers.marks.starts import Start


class Segment(NamedTuple):
    """The lines of one question, from `begin` up to `end`; `run` are its options, None where it has none.

    `start` is its number.
    """

    begin: int
    end: int
    run: Run | None
    start: Start | None = None


class Layout(NamedTuple):
    """A file's lines with their marks, and where questions may begin."""

    rows: Sequence[Line]
    marked: Sequence[Mark]
    runs: Sequence[Run]
    asked: frozenset[int]  # indexes at which a callout begins that is a question
    folded: frozenset[int]  # indexes of folded lines

    def runs_in(self, begin: int, end: int) -> Sequence[Run]:
        """Return the runs that begin on the lines from `begin` up to `end`."""
        low, high = (bisect_left(self.runs, row, key=lambda run: run.first) for row in (begin, end))
        return self.runs[low:high]


class Begun(NamedTuple):
    """A question of which the end is not known yet: the index of its first line, its options, and its number."""

    begin: int
    run: Run | None
    start: Start | None
