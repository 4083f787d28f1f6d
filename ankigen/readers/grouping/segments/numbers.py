"""Numbers that may begin a question, and the one that begins the question of some options."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from ankigen.readers.grouping.segments.relations import is_nested
from ankigen.readers.marks import pairs
from ankigen.readers.marks.starts import NO_HEADING, Start, is_part, is_question, is_word
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.grouping.segments.layout import Layout


_TO_PAGE = re.compile(r"\[[^\[\]]*\]\((?:#|\./|[^():]*\.md)[^()]*\)")  # an item of a table of contents
_LONGEST_LABELS = 20  # characters
_LONGEST_LIST = 100  # answers below one label
_NO_QUESTIONS = ANSWER_ROLES | {"group", "recap", "rationales", "explanation", "options", "tested"}


def numbered_lines(layout: Layout) -> list[Start]:
    """Return the numbered lines that may begin a question: no options, no chapters, nothing that is folded."""
    options = {choice.row for run in layout.runs for choice in run.choices}
    numbered = [
        mark.start
        for i, mark in enumerate(layout.marked)
        if mark.start
        and i not in options
        and not is_part(mark.start.word)
        and not _TO_PAGE.fullmatch(mark.start.text)
        and not (
            mark.start.word and not mark.start.is_worded and is_word(mark.start.text.casefold())
        )  # `Test - 50 Questions`
        and not (mark.level and not mark.start.word and not mark.start.text and is_nested(layout, 0, i))
        and not (_is_bare(mark.start) and i in layout.folded)
        and not (_may_answer(mark.start) and _is_listed_answer(layout, i))
        and not (mark.level and mark.role in _NO_QUESTIONS)
        and not _holds_questions(layout, mark.start)
    ]
    rows_of = [start.row for start in numbered]
    return [start for start in numbered if not _is_container(layout, start, numbered, rows_of)]


def _holds_questions(layout: Layout, start: Start) -> bool:
    """Whether a numbered item asks nothing and has a list of questions in it: `1. Networks`, `   1. Which port …?`."""
    if start.word or start.level < NO_HEADING or is_question(start.text):
        return False
    below = next((mark for mark in layout.marked[start.row + 1 : start.row + 4] if not mark.blank), None)
    inner = below.start if below and not below.role else None
    return inner is not None and inner.number == "1" and inner.indent > start.indent + 1 and is_question(inner.text)


def _is_bare(start: Start) -> bool:
    """Whether a line is a number and nothing else: where it is folded, it is an answer."""
    return not start.word and not start.text and start.level == NO_HEADING


def _may_answer(start: Start) -> bool:
    """Whether nothing is behind a number, or labels of options."""
    plain = not start.word and start.level == NO_HEADING and len(start.text) < _LONGEST_LABELS
    return plain and (not start.text or pairs.is_labels(start.text))


def _is_listed_answer(layout: Layout, i: int) -> bool:
    """Whether a number, alone or with labels, is an item of the list right below a label such as `Answer:`."""
    first = max(i - _LONGEST_LIST, 0)
    alone = layout.marked[i]
    while i > first and (start := layout.marked[i].start) and _may_answer(start):
        i -= 1
    while i > first and layout.marked[i].blank and alone.start and not alone.start.text:
        i -= 1
    return layout.marked[i].role in ANSWER_ROLES and not layout.marked[i].value


def _is_container(layout: Layout, start: Start, starts: Sequence[Start], rows_of: Sequence[int]) -> bool:
    """Whether a numbered heading has several questions below it: a chapter."""
    if start.level == NO_HEADING or (start.is_worded and start.word) or layout.marked[start.row].role == "title":
        return False
    end = next(
        (i for i in range(start.row + 1, len(layout.rows)) if 0 < layout.marked[i].level <= start.level),
        len(layout.rows),
    )
    inside = layout.runs_in(start.row + 1, end)
    if not inside:
        return False
    heads = [
        other
        for other in starts[bisect_right(rows_of, start.row) : bisect_left(rows_of, end)]
        if other.level > start.level
        and other.number != start.number
        and ((other.word and other.is_worded) or is_question(other.text))
    ]
    rows_of_heads = [other.row for other in heads]
    above = {bisect_left(rows_of_heads, run.first) for run in inside}  # how many heads are above the options
    if 0 in above and heads and int(heads[0].number) == int(start.number) + 1:
        return False  # the first options are its own, and the numbers go on
    above -= {0}
    if len(inside) > 1:
        return len(above) > 1
    return (
        bool(above)
        and not is_question(start.text)
        and any(o.word and o.is_worded and o.number != start.number for o in heads)
    )


def number_of_question(layout: Layout, between: Sequence[Start], number: str) -> Start | None:
    """Return the number that begins the question of the options below; `number` is that of the question above."""
    strong = [start for start in between if _is_strong(layout, start)]
    plain = [start for start in between if not start.word and start.level == NO_HEADING]
    if strong:
        return _behind_strong(layout, _of_strong(strong), plain)
    if not plain:
        return None
    wanted = str(int(number) + 1) if number else ""
    nexts = [start for start in plain if start.number == wanted]
    if nexts:
        chosen = nexts[-1] if is_question(nexts[-1].text) or len(nexts) == 1 else nexts[0]
        return _after_answers(layout, plain, chosen)
    return _outer(layout, plain)


def _of_strong(strong: Sequence[Start]) -> Start:
    """Return the number that begins the question among those with a word, a heading or emphasis."""
    last = strong[-1]
    same = [start for start in strong if start.number == last.number]
    if same[0].level < last.level or (same[0].level == last.level < NO_HEADING and len(same) == len(strong)):
        return same[0]  # what is above has the same number: a title, an analysis
    heads = [start for start in strong if start.level < NO_HEADING]
    if last.level < NO_HEADING or not heads or is_question(last.text):
        return last
    return last if int(last.number) == int(heads[-1].number) + 1 else heads[-1]


def _behind_strong(layout: Layout, strong: Start, plain: Sequence[Start]) -> Start:
    """Return a number with a word, a heading or emphasis, or the plain one that asks and goes on below it."""
    below = next((start for start in plain if start.row > strong.row), None)
    if below is None or not is_question(below.text) or int(below.number) != int(strong.number) + 1:
        return strong
    return _after_answers(layout, plain, below)


def _after_answers(layout: Layout, plain: Sequence[Start], chosen: Start) -> Start:
    """Return the last number that follows others by one; each asks something, or has an answer and no options."""
    for start in plain:
        if start.row <= chosen.row or int(start.number) != int(chosen.number) + 1:
            continue
        between = range(chosen.row + 1, start.row)
        if is_question(chosen.text) and is_question(start.text) and start.indent <= chosen.indent:
            chosen = start  # the options of the one above were not found
        elif any(layout.marked[i].answers or i in layout.folded or layout.marked[i].level for i in between):
            chosen = start
    return chosen


def _outer(layout: Layout, plain: Sequence[Start]) -> Start | None:
    """Return the numbered line that is not an item of a list in a stem or an explanation.

    One on a line of its own, below what follows options, is that of a question.
    """
    shallow = min(start.indent for start in plain)
    outer = [start for start in plain if start.indent <= shallow + 1]
    last = outer[-1]
    if len(outer) > 1 and not last.text and layout.last(BELOW_ROLES, outer[-2].row, last.row) >= 0:
        return last
    at = len(outer) - 1
    while at > 0 and int(outer[at].number) == int(outer[at - 1].number) + 1:
        at -= 1
    if at < len(outer) - 1 and int(outer[at].number) == 1:  # a list of several
        asking = [start for start in outer if is_question(start.text)]
        if asking:
            return asking[-1]
        return outer[at - 1] if at > 0 else None
    return last


def _is_strong(layout: Layout, start: Start) -> bool:
    """Whether a number has a word for question, a heading or emphasis."""
    if start.word:
        return start.is_worded or start.level < NO_HEADING
    return start.level < NO_HEADING or (start.bold and start.number.isdecimal() and not layout.marked[start.row].label)
