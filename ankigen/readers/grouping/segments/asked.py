"""Find questions without options that have an answer in words."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import answers, vocabulary
from ankigen.readers.grouping import own_letters
from ankigen.readers.grouping.segments.last_lines import end_of
from ankigen.readers.grouping.segments.layout import Begun, Layout, Segment
from ankigen.readers.marks.starts import asks, is_question
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.readers.marks.starts import Start

_FEWEST_OPTIONS = 2
_LONGEST_QUESTION = 200  # lines between the beginning of a question and its answer
_LABELLED = re.compile(r"\W*[A-H]\b(?!['’]| [a-z])")
_EXPLAINS = BELOW_ROLES | {"recap", "tested"} - {"answer_key"}


class AskedInWords(NamedTuple):
    """The indexes of the line at which a question begins, and of the one at which its answer in words begins."""

    begin: int
    answer: int


def pairs(layout: Layout) -> list[AskedInWords]:
    """Return the questions with an answer in words and no options, in the order of the file."""
    options = {choice.row for run in layout.runs if len(run.choices) > 1 for choice in run.choices}
    explains: list[bool] = []
    asked: list[AskedInWords] = []
    low = 0
    for i in layout.stating():
        if not _is_answer(layout, i):
            continue
        begin = None if is_of_options_above(layout, low, i) else _begin(layout, low, i, options)
        if begin is not None and is_in_words(layout, i) and not _has_options(layout, i):
            explains = explains or _in_explanations(layout)
            asked += [] if explains[begin] else [AskedInWords(begin, i)]
        low = i + 1
    return asked


def _in_explanations(layout: Layout) -> list[bool]:
    """Return for each line whether a heading above names what explains an answer."""
    inside: list[bool] = []
    above = [(0, False)]  # the headings that a line is below: their levels, and whether one of them does
    for mark in layout.marked:
        while mark.level and above[-1][0] >= mark.level:
            above.pop()
        explained = above[-1][1]
        inside.append(explained)
        if mark.level:
            above.append((mark.level, explained or mark.role in _EXPLAINS - ANSWER_ROLES))
    return inside


def _is_answer(layout: Layout, i: int) -> bool:
    """Whether an answer begins at a line: it is named as one, or the first one that is folded."""
    mark = layout.marked[i]
    if mark.blank:
        return False
    if i not in layout.folded:
        return mark.role in ANSWER_ROLES and bool(mark.value or _below(layout, i))
    above = i - 1
    while above >= 0 and layout.marked[above].blank:
        above -= 1
    return above not in layout.folded


def _below(layout: Layout, i: int) -> str:
    """Return the first line of text below a line."""
    rows = range(i + 1, min(i + 10, len(layout.rows)))
    return next((layout.rows[j].text for j in rows if not layout.marked[j].blank), "")


def is_in_words(layout: Layout, i: int) -> bool:
    """Whether an answer names no labels of options."""
    text = _text(layout, i)
    answer = answers.read(text, {})
    if answer is None:
        return not _LABELLED.match(text)
    return not answer.labels or answer.kind == "true-false"


def is_of_options_above(layout: Layout, low: int, answer: int) -> bool:
    """Whether an answer names options above that no answer follows since line `low`, or begins with a label."""
    at = bisect_left(layout.runs, answer, key=lambda run: run.first) - 1
    if at < 0 or not low <= layout.runs[at].last < answer or len(layout.runs[at].choices) < _FEWEST_OPTIONS:
        return False
    text = _text(layout, answer)
    written: dict[str, str] = {}
    choice = answers.read(text, own_letters.texts(layout.runs[at], written), written)
    return bool(_LABELLED.match(text) or (choice and choice.labels))


def _text(layout: Layout, answer: int) -> str:
    """Return the first line of an answer, without the word that names it."""
    mark = layout.marked[answer]
    folded = answer in layout.folded and mark.role not in ANSWER_ROLES
    return layout.rows[answer].text if folded else mark.value or _below(layout, answer)


def _has_options(layout: Layout, answer: int) -> bool:
    """Whether options are below an answer, and nothing between asks anything: they are its own."""
    at = bisect_left(layout.runs, answer, key=lambda run: run.first)
    run = next((run for run in layout.runs[at:] if len(run.choices) > 1), None)
    if run is None or run.first - answer > _LONGEST_QUESTION:
        return False
    return not any(_begins(layout, i) for i in range(answer + 1, run.first))


def _begins(layout: Layout, i: int) -> bool:
    """Whether a line may begin a question."""
    mark, row = layout.marked[i], layout.rows[i]
    if row.code or mark.blank or mark.role in BELOW_ROLES or mark.role == "options":
        return False
    return bool(mark.start or mark.level or mark.role == "stem" or is_question(row.text) or asks(row.text))


def _begin(layout: Layout, low: int, answer: int, options: Collection[int]) -> int | None:
    """Return the index at which the question of an answer begins, None where nothing above asks.

    What is only folded, and not named as an answer, must be directly below what asks, or below its fields.
    """
    unnamed = layout.marked[answer].role not in ANSWER_ROLES
    paragraph: int | None = None
    direct = True  # no paragraph is between that asks nothing
    for i in range(answer - 1, max(low, answer - _LONGEST_QUESTION) - 1, -1):
        mark, text = layout.marked[i], layout.rows[i].text
        if mark.rule or i in options or mark.role in BELOW_ROLES or (i in layout.folded and not mark.blank):
            break
        if mark.level:
            own = not unnamed or is_question(mark.title) or paragraph is not None
            return _from_heading(layout, low, i, paragraph) if own else None
        lacks_statement = paragraph is not None and vocabulary.asks_for_truth(layout.rows[paragraph].text, alone=True)
        if mark.role == "stem" or (mark.start and (lacks_statement or _is_strong(mark.start))):
            return i
        if mark.blank or layout.rows[i].code:
            direct = direct and (paragraph is None or layout.rows[i].code)
        elif is_question(text) or (direct and not unnamed and asks(text)) or paragraph == i + 1 or lacks_statement:
            paragraph = i
        elif unnamed and paragraph is None and mark.role not in METADATA_ROLES:
            break
    return paragraph


def _is_strong(start: Start) -> bool:
    """Whether a number begins a question for sure: with a word, or beside what asks."""
    return bool(start.word and start.is_worded) or is_question(start.text)


def _from_heading(layout: Layout, low: int, heading: int, paragraph: int | None) -> int | None:
    """Return the index of a heading that belongs to the question below it, else that of the paragraph that asks."""
    mark = layout.marked[heading]
    if mark.role == "stem":
        return _fields_above(layout, low, heading)
    if mark.role not in {"", "title"}:
        return paragraph
    end = next(
        (i for i in range(heading + 1, len(layout.rows)) if 0 < layout.marked[i].level <= mark.level), len(layout.rows)
    )
    stated = [i for i in range(heading, min(end, heading + _LONGEST_QUESTION)) if layout.marked[i].role in ANSWER_ROLES]
    if len(stated) > 1 and _is_above_list(layout, heading):
        return paragraph
    own = is_question(mark.title) or bool(mark.start) or (mark.level > 1 and len(stated) < 2)
    return heading if own else paragraph


def _is_above_list(layout: Layout, heading: int) -> bool:
    """Whether a bare number is right below a heading: it is above several questions, `True or false?`."""
    below = next((mark for mark in layout.marked[heading + 1 : heading + 4] if not mark.blank), None)
    return below is not None and below.start is not None and not below.start.word and not below.level


def _fields_above(layout: Layout, low: int, stem: int) -> int:
    """Return the index of the first line of the headings and fields directly above the heading of a stem."""
    begin = stem
    for i in range(stem - 1, low - 1, -1):
        mark = layout.marked[i]
        if mark.blank:
            continue
        if mark.role not in METADATA_ROLES and not (mark.level and mark.role in {"", "title", "group"}):
            break
        begin = i
        if mark.level and mark.role in {"", "title"}:
            break
    return begin


def with_pairs(begun: Sequence[Begun], asked: Sequence[AskedInWords], starts: Sequence[Start]) -> list[Begun]:
    """Return the questions with those of pairs."""
    numbers = {start.row: start for start in starts}
    begins = {question.begin for question in begun}
    new = [Begun(pair.begin, None, numbers.get(pair.begin)) for pair in asked if pair.begin not in begins]
    return sorted([*begun, *new], key=lambda question: question.begin)


def with_headings(layout: Layout, segments: Sequence[Segment]) -> list[Segment]:
    """Return the questions with those between them: headings that ask, with a paragraph below."""
    new: list[Segment] = []
    for low, high in _gaps(layout, segments):
        begins = list(_headings(layout, low, high))
        for begin, end in zip(begins, [*begins[1:], high], strict=False):
            new.append(Segment(begin, end_of(layout, Begun(begin, None, None), end), None))
    return sorted([*segments, *new], key=lambda segment: segment.begin)


def _gaps(layout: Layout, segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines that belong to no question and hold no options."""
    spans = [(segment.begin, segment.end) for segment in segments]
    spans += [(run.first, run.last + 1) for run in layout.runs if len(run.choices) > 1]
    low = 0
    for begin, end in [*sorted(spans), (len(layout.rows), len(layout.rows))]:
        if low < begin:
            yield low, begin
        low = max(low, end)


def _headings(layout: Layout, low: int, high: int) -> Iterator[int]:
    """Yield the indexes of headings that ask, with a paragraph below and nothing that is named as an answer."""
    heads = [i for i in range(low, high) if layout.marked[i].level and not layout.rows[i].code]
    for n, i in enumerate(heads):
        mark = layout.marked[i]
        end = heads[n + 1] if n + 1 < len(heads) else high
        if mark.role or i in layout.folded or not is_question(mark.title):
            continue
        below = [j for j in range(i + 1, end) if not layout.marked[j].blank]
        answered = any(layout.marked[j].role in ANSWER_ROLES or j in layout.folded for j in below)
        if below and not answered and _is_paragraph(layout, below[0]):
            yield i


def _is_paragraph(layout: Layout, i: int) -> bool:
    """Whether a line begins a paragraph that asks nothing."""
    mark, text = layout.marked[i], layout.rows[i].text.lstrip()
    special = mark.rule or mark.role or mark.start or mark.label or layout.rows[i].code
    return not special and text[:1] not in "-*+•>|<![" and not is_question(text)
