"""Which lines state an answer, whatever their labels say.

The first line below options may say without a label which of them is right; a solution that a question proposes, and
asks about below, is no answer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ankigen.readers import answers, vocabulary
from ankigen.readers.grouping.own_letters import texts as texts_of
from ankigen.readers.marks.labels import width
from ankigen.readers.marks.lines import name_of
from ankigen.readers.marks.starts import is_question
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.marks.mark import Mark

_LONGEST_STATED = 1000  # characters of a line that states an answer
_FARTHEST_LABELLED = 40  # lines below options in which an answer with a label is theirs
_ARROW = re.compile(r"^(?:[→⇒➜➡►▶👉]\ufe0f?|=>|->|>>)[ \t]*")
_LABELLED = re.compile(r"[\W_]*+(?:[^\W\d_]|[①-⑩])(?!\w)")


def without_proposals(rows: Sequence[Line], marked: Sequence[Mark], runs: Sequence[OptionRun]) -> Sequence[Mark]:
    """Return the marks; a solution that a numbered question proposes, for a yes or a no, is text like other text of it.

    `Solution: You add a key.`, then `Does this meet the goal?` and its options: the answer below them has another name.
    """
    new = list(marked)
    low = 0
    for run in (run for run in runs if len(run.choices) > 1):
        if {vocabulary.truth(choice.text) for choice in run.choices} != {True, False}:
            low = run.last + 1
            continue
        above = range(run.first - 1, low - 1, -1)
        asked = next((i for i in above if _is_bound(marked[i]) or is_question(rows[i].text)), low)
        answer = next((i for i in range(asked - 1, low - 1, -1) if marked[i].role in ANSWER_ROLES), -1)
        begin = next((i for i in range(answer - 1, low - 1, -1) if _is_bound(marked[i])), -1)
        is_in_one = begin >= 0 and not any(map(_is_bound, marked[answer : asked + 1]))  # question
        if is_in_one and not _may_be_whole(rows, marked, begin, answer) and _is_proposed(rows, marked, run, answer):
            new[answer] = replace(marked[answer], role="", value="")
        low = run.last + 1
    return new


def _is_bound(mark: Mark) -> bool:
    """Whether a line begins or ends a question."""
    return mark.rule or bool(mark.start) or bool(mark.level and not mark.role)


def _may_be_whole(rows: Sequence[Line], marked: Sequence[Mark], begin: int, end: int) -> bool:
    """Whether lines may be a question by themselves: one asks, or the first has no number."""
    start = marked[begin].start
    return start is None or is_question(start.text) or any(is_question(row.text) for row in rows[begin + 1 : end])


def _is_proposed(rows: Sequence[Line], marked: Sequence[Mark], run: OptionRun, at: int) -> bool:
    """Whether a line above options that is named as an answer is none of them, and their own has another name."""
    if name_of(rows[at], marked[at]) in vocabulary.in_any_language("scaffold", "answer"):
        return False  # the answer of a question of its own
    below = next((i for i in range(run.last + 1, len(rows)) if marked[i].start or marked[i].role in ANSWER_ROLES), -1)
    if below >= 0 and not marked[below].start and name_of(rows[below], marked[below]) == name_of(rows[at], marked[at]):
        return False
    written: dict[str, str] = {}
    texts = texts_of(run, written)
    value = marked[at].value[:_LONGEST_STATED]
    return not any(
        answer and answer.labels for answer in (answers.read(value, texts, written), answers.read(value, {}))
    )


def with_statements(
    rows: Sequence[Line], marked: Sequence[Mark], runs: Sequence[OptionRun], folded: Collection[int]
) -> Sequence[Mark]:
    """Return the marks; a line right below options without an answer that states one is marked as that answer.

    Where the file has an answer key, such a line may be anything.

    `folded` are the numbers of folded lines, among which an answer is looked for anyway.
    """
    if any(mark.role == "answer_key" for mark in marked):
        return marked
    new = list(marked)
    for n, run in enumerate(runs):
        end = runs[n + 1].first if n + 1 < len(runs) else len(rows)
        if len(run.choices) < 2 or run.odd or run.is_ticked or rows[run.first].number in folded:
            continue
        explained = _explained(rows, marked, run, end)
        if explained >= 0:
            new[explained] = replace(marked[explained], role="answer")
        at = _first_below(rows, marked, run, end, folded)
        if at < end and not _has_answer(marked, at, end) and _states(rows, marked, run, at, end):
            value = _ARROW.sub("", rows[at].text.strip())
            new[at] = replace(marked[at], role="answer", value=value, label=None, start=None)
    return new


def _explained(rows: Sequence[Line], marked: Sequence[Mark], run: OptionRun, end: int) -> int:
    """Return the index of an explanation below options that begins with their answer, `Explanation: It is C`; or -1."""
    at = next((i for i in range(run.last + 1, end) if (mark := marked[i]).role or mark.level or mark.start), -1)
    if at < 0 or marked[at].role != "explanation" or not marked[at].value or _has_answer(marked, at + 1, end):
        return -1
    written: dict[str, str] = {}
    texts = texts_of(run, written)
    text = marked[at].value[:_LONGEST_STATED]
    if rows[at].code or marked[at].level or not answers.leads_to_label(text, texts, written):
        return -1
    answer = answers.read(text, texts, written)
    is_choice = answer is not None and bool(answer.labels) and not answer.rivals and answer.kind == "choice"
    return at if is_choice else -1


def _first_below(
    rows: Sequence[Line], marked: Sequence[Mark], run: OptionRun, end: int, folded: Collection[int]
) -> int:
    """Return the index of the first line below options that is none of their own; `end` where another part begins."""
    for i in range(run.last + 1, end):
        mark, row = marked[i], rows[i]
        if mark.level or mark.rule or mark.role or (mark.start and not mark.label) or row.number in folded:
            return end
        if not (mark.blank or row.code or _is_further_in(row, rows[run.last])):
            return i
    return end


def _is_further_in(row: Line, option: Line) -> bool:
    return width(row.text) > width(option.text)


def _has_answer(marked: Sequence[Mark], begin: int, end: int) -> bool:
    """Whether a line soon below names or states an answer, before another question begins."""
    for mark in marked[begin : min(end, begin + _FARTHEST_LABELLED)]:
        if mark.start or mark.rule or (mark.level and mark.role not in BELOW_ROLES | ANSWER_ROLES):
            return False
        if mark.role in ANSWER_ROLES:
            return True
    return False


def _states(rows: Sequence[Line], marked: Sequence[Mark], run: OptionRun, at: int, end: int) -> bool:
    """Whether a line says which options are right, and is no remark on one that others follow."""
    text = _ARROW.sub("", rows[at].text.strip())
    if len(text) > _LONGEST_STATED:
        return False
    written: dict[str, str] = {}
    texts = texts_of(run, written)
    if not _names_options(text, texts, written):
        return False
    below = [text, *(rows[i].text for i in range(at + 1, min(end, at + _FARTHEST_LABELLED)) if not marked[i].blank)]
    remarks = len(below) > 1 and _names_options(below[1], texts, written)
    return not remarks or answers.count_lines(below, texts, written) > 1


def _names_options(text: str, texts: Mapping[str, str], written: Mapping[str, str]) -> bool:
    """Whether a line begins with a label, and reads as an answer."""
    answer = answers.read(text, texts, written) if _LABELLED.match(text) else None
    return answer is not None and bool(answer.labels) and not answer.rivals and answer.kind == "choice"
