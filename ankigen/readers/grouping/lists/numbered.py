"""Lists below the numbers of questions that an answer key answers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.grouping.lists.items import items_between, numerals
from ankigen.readers.grouping.options import OptionRun
from ankigen.readers.marks import labels
from ankigen.readers.marks.starts import NO_HEADING, is_part, is_question
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start


def below_numbers(
    rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int], folded: Collection[int]
) -> list[OptionRun]:
    """Return the lists below numbers that begin questions, where nothing there explains or answers.

    What is folded below the last may be an answer key.
    """
    starts = [i for i, mark in enumerate(marked) if mark.start]
    heads = _heads(rows, marked)
    begins = [
        i
        for i, end in pairwise((*starts, len(rows)))
        if (start := marked[i].start) and (i in heads or _may_begin(rows, marked, range(i, end), start))
    ]
    new: list[OptionRun] = []
    inside = _inside(marked, option_rows)
    begins = [i for i in begins if rows[i].number not in folded and i not in inside]
    last = begins[-1] if begins else 0
    unfolded = next((i for i in range(last, len(rows)) if rows[i].number in folded), len(rows))
    for begin, end in pairwise((*begins, unfolded)):
        low = _below_stem(rows, marked, option_rows, range(begin + 1, end))
        below = range(low, end)
        stop = next((i for i in below if marked[i].level or marked[i].rule or marked[i].role), end)
        if any(
            i in option_rows or rows[i].number in folded or marked[i].role in BELOW_ROLES - {"answer_key", "mnemonic"}
            for i in below
        ):
            continue
        choices = items_between(rows, marked, low, stop) or numerals(rows, marked, low, stop)
        new += [OptionRun("list", tuple(choices))] if len(choices) > 1 else []
    return new


def _inside(marked: Sequence[Mark], option_rows: Collection[int]) -> frozenset[int]:
    """Return the indexes of the bare numbers that are items of a question above.

    That has a word or heading, and no options yet.
    """
    inside: list[int] = []
    is_open = False
    for i, mark in enumerate(marked):
        if mark.start and _is_prominent(mark.start):
            is_open = True
            continue
        if mark.start and is_open:
            inside.append(i)
        if i in option_rows or mark.rule or mark.role:
            is_open = False
    return frozenset(inside)


def _is_prominent(start: Start) -> bool:
    """Whether a number has the word for question, or is that of a heading."""
    return bool(start.is_worded and start.word) or start.level < NO_HEADING


def _below_stem(rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int], lines: range) -> int:
    """Return the index of the first line below the name of options, or below statements that look like options.

    A question is below the statements. It is the first line where nothing of the kind is above a list.
    """
    name = next((i for i in lines if marked[i].role == "options"), None)
    if name is not None:
        return name + 1
    last = max((i for i in lines if i in option_rows), default=None)
    asked = [] if last is None else [i for i in range(last + 1, lines.stop) if not rows[i].code]
    return next((i + 1 for i in asked if is_question(rows[i].text)), lines.start)


def _heads(rows: Sequence[Line], marked: Sequence[Mark]) -> Collection[int]:
    """Return the indexes of the numbered lines, two or more one behind the other, each of which has a list below it.

    The items have other signs than those lines, and nothing else is between. One is enough above true and false.
    """
    lines = [i for i, mark in enumerate(marked) if not mark.blank]
    every: list[int] = []
    last = -1  # the index of the last such line
    for n, i in enumerate(lines):
        start = marked[i].start
        if not start or not start.text or start.indent or is_part(start.word):
            continue
        below = lines[n + 1 : n + 3]
        items = [labels.item(rows[j].text) for j in below if not _is_other(rows[j], marked[j], start)]
        texts = [item.text for item in items if item]
        above = marked[last].start if last >= 0 else None
        if len(texts) < 2:
            continue
        if above and _is_alike(start, above) and int(start.number) == int(above.number) + 1:
            every += [last, i]
        elif {vocabulary.truth(text) for text in texts} == {True, False}:
            every.append(i)
        last = i
    return frozenset(every)


def _is_other(row: Line, mark: Mark, start: Start) -> bool:
    """Whether a line is no item of a list below a number: code, a part with a name, a number of its own kind."""
    return row.code or bool(mark.role) or _is_alike(mark.start, start)


def _is_alike(start: Start | None, other: Start) -> bool:
    """Whether a line begins with a number that is written as another one."""
    return start is not None and (start.look, start.indent) == (other.look, other.indent)


def _may_begin(rows: Sequence[Line], marked: Sequence[Mark], lines: range, start: Start) -> bool:
    """Whether a number is that of a question: it has a word or a heading, asks, or holds a list.

    `lines` are the indexes from its own up to the next number.
    """
    i = lines.start
    if start.indent or is_part(start.word):
        return False
    if is_question(start.text) or _is_prominent(start):
        return True
    if any(is_question(rows[j].text) and not rows[j].code and not marked[j].level for j in lines):
        return True
    below = next((j for j in range(i + 1, min(i + 3, len(rows))) if not marked[j].blank), i)
    inner = labels.item(rows[below].text)
    return inner is not None and inner.indent > 0
