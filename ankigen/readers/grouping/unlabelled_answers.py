"""Answers without a label: the first line below options says which of them is right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ankigen.readers import answers
from ankigen.readers.grouping.own_letters import texts as texts_of
from ankigen.readers.marks.labels import width
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
