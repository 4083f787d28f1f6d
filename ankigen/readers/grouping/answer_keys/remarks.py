"""Lists in an answer key that say of each option why it is right or wrong: they are no options of other questions."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ankigen.readers.grouping.answer_keys.entries import is_title, unlabelled
from ankigen.readers.marks.answer_keys import start_of
from ankigen.readers.marks.starts import NO_HEADING
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.marks.mark import Mark

# Labels of options, and nothing or a sign behind them.
_LABELS = re.compile(
    r"[*_`(\[]{0,3}[A-Ja-j](?:[ \t]*(?:[,、&+/]|and\b)[ \t]*[*_`(\[]{0,3}[A-Ja-j])*[*_`]{0,3}"
    r"(?:$|[.):、,\]]|[ \t]*[–—(-])"
)


def without_remarks(rows: Sequence[Line], marked: Sequence[Mark], runs: Sequence[OptionRun]) -> list[OptionRun]:
    """Return the options of a file without what looks like options in an answer key: entries, and lists below them.

    An entry has the number of a question above the title of the answer key.
    """
    titles = [i for i, row in enumerate(rows) if not row.code and is_title(row, marked[i])]
    if not runs or not titles or titles[0] > runs[-1].first:
        return [*runs]  # as in most files
    options = {choice.row for run in runs for choice in run.choices}
    numbers: set[str] = set()  # of questions above
    outside: list[OptionRun] = []
    low = 0  # the first line that is below the last options that are outside
    for run in runs:
        at = bisect_left(titles, run.first) - 1
        title = titles[at] if at >= 0 else -1
        if title >= low > 0 and (
            all((start := marked[choice.row].start) and start.number in numbers for choice in run.choices)
            or (
                not _is_answered_below(marked, run)
                and _is_below_entry(rows, marked, range(title + 1, run.first), numbers, options)
            )
        ):
            continue
        numbers.update(start.number for mark in marked[low : run.first] if (start := mark.start))
        low = run.last + 1
        outside.append(run)
    return outside


def _is_answered_below(marked: Sequence[Mark], run: OptionRun) -> bool:
    """Whether the answer is right below options, as it is below a question; an entry has it above its reasons."""
    below = next((mark for mark in marked[run.last + 1 : run.last + 6] if not mark.blank), None)
    return below is not None and below.role in ANSWER_ROLES and bool(below.value)


def _is_below_entry(
    rows: Sequence[Line], marked: Sequence[Mark], lines: range, numbers: Collection[str], options: Collection[int]
) -> bool:
    """Whether the last number in some lines is that of an entry."""
    for i in reversed(lines):
        if i not in options and _is_entry(rows, marked, i, numbers):
            return True
        if (start := marked[i].start) and (start.word or start.level < NO_HEADING):
            return False
    return False


def _is_entry(rows: Sequence[Line], marked: Sequence[Mark], i: int, numbers: Collection[str]) -> bool:
    """Whether a line has the number of a question above, with an answer beside it or right below it."""
    start = start_of(i, rows[i], marked[i]) if not (marked[i].blank or rows[i].code) else None
    if start is None or start.number not in numbers:
        return False
    if start.text:
        return bool(_LABELS.match(unlabelled(start.text)))
    below = next((mark for mark in marked[i + 1 : i + 4] if not mark.blank), None)
    return below is not None and below.role in ANSWER_ROLES and bool(below.value)
