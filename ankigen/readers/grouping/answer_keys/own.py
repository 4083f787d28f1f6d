"""Which questions have their answer with them, and where in a file its answer key begins."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from ankigen.markdown import cells
from ankigen.readers import answers, vocabulary
from ankigen.readers.blocks import folds
from ankigen.readers.grouping.answer_keys.entries import BOLD, is_title
from ankigen.readers.grouping.answer_keys.entry import AnswerEntry
from ankigen.readers.grouping.own_letters import texts as texts_of
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import pairs
from ankigen.readers.marks.answer_keys import is_answer_key_row, start_of
from ankigen.readers.vocabulary import ANSWER_ROLES

# A number, behind a bullet or not, and more of them behind it.
_NUMBERED = re.compile(r"[ \t]*(?:[-*+][ \t]+)?[*_`]{0,2}[(\[]?(?P<number>\d{1,2})[)\].:、]?[*_`]{0,2}(?P<rest>\D.*|)")
_SEVERAL = re.compile(
    r"(?:[*_`]{0,2}[ \t]*[,、&+][ \t]*[*_`]{0,2}[(\[]?\d{1,2}[)\]]?[*_`]{0,2})+[ \t]*(?:[^\w \t].*)?$"
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.marks.mark import Mark


_LETTER = re.compile(r"[^\W\d_]|[①-⑩]")


def without_answer(layout: Layout, segments: Sequence[Segment]) -> list[Segment]:
    """Return the questions that have no answer with them: an answer key is needed."""
    asked = {(segment.start.number, segment.start.text) for segment in segments if segment.start and segment.start.text}
    return [segment for segment in segments if not _has_own_answer(layout, segment, asked)]


def _has_own_answer(layout: Layout, segment: Segment, asked: Collection[tuple[str, str]]) -> bool:
    """Whether a question has its answer with it.

    `asked` are the numbers of all questions, each with the text beside it: where one is repeated, an answer key begins.
    """
    run = segment.run
    if run is None or any(choice.ticked for choice in run.choices):
        return run is not None
    folded = next(
        (i for i in range(run.last + 1, segment.end) if i in layout.folded and not layout.marked[i].blank), -1
    )
    if folded >= 0 and _folds_own_answer(layout, folded, run):
        return True
    below = range(run.last + 1, segment.end)
    end = next(
        (i for i in below if (start := layout.marked[i].start) and (start.number, start.text) in asked), segment.end
    )
    verdicts = (_has_answer(layout, i) for i in range(run.last + 1, end))
    return next((answered for answered in verdicts if answered is not None), False)


def _has_answer(layout: Layout, i: int) -> bool | None:
    """Whether a line below options is their answer, or one of an answer key; None where it is neither."""
    mark, text = layout.marked[i], layout.rows[i].text
    if mark.role == "answer_key":
        return False
    if mark.role in ANSWER_ROLES and mark.value and not _counts(text):
        return True  # `Answer: 3: text` is no entry of an answer key
    if i in layout.folded and not mark.blank and not mark.rule:
        if _is_of_answer_key(mark, text):
            return False
        if not folds.is_opener(text):
            return True
    return True if mark.role in ANSWER_ROLES else None


def _folds_own_answer(layout: Layout, i: int, run: OptionRun) -> bool:
    """Whether folded lines are numbers of these options, or have their texts behind them: not those of questions."""
    written = {choice.written: answers.letters_and_digits(choice.text) for choice in run.choices}
    if not all(map(str.isdecimal, written)):
        return False
    lines: list[re.Match[str]] = []
    for row, mark in zip(layout.rows[i:], layout.marked[i:], strict=True):
        match = None if mark.blank else _NUMBERED.fullmatch(row.text)
        if i not in layout.folded or not (match or mark.blank):
            break
        lines += [match] if match else []
        i += 1
    if len(lines) == 1 and _SEVERAL.match(lines[0]["rest"]):
        return True
    alone = all(not line["rest"].strip(" .") for line in lines)
    return bool(lines) and all(
        line["number"] in written and (alone or answers.letters_and_digits(line["rest"]) == written[line["number"]])
        for line in lines
    )


def _counts(text: str) -> bool:
    """Whether the label of an answer has the number of its question: `Answer 3: B`."""
    label = label_and_value(text)
    return label is None or any(map(str.isdecimal, label[0]))


def _is_of_answer_key(mark: Mark, text: str) -> bool:
    """Whether a folded line may be one of an answer key: it has a number, a heading, or cells."""
    is_row = is_answer_key_row(text) or pairs.are_places(text)
    return bool(mark.start) or is_row or bool(mark.level and not mark.role) or "|" in text


def closed_rows(layout: Layout, asked: Sequence[Segment], unanswered: Sequence[Segment]) -> frozenset[int]:
    """Return the rows below the options of answered questions, up to the title of an answer key: no entry is there."""
    open_ones = {segment.begin for segment in unanswered}
    closed: set[int] = set()
    for segment in asked:
        if segment.begin in open_ones or segment.run is None:
            continue
        for i in range(segment.run.last + 1, segment.end):
            if (
                is_title(layout.rows[i], layout.marked[i])
                or is_folded_entry(layout, i)
                or folds_answer_key(layout, asked, i)
            ):
                break
            closed.add(i)
    return frozenset(closed)


def folds_answer_key(layout: Layout, asked: Sequence[Segment], i: int) -> bool:
    """Whether a fold begins at a line that holds numbers with labels of options and nothing else, or answers each one.

    Behind an answer to each question may be a reason.
    """
    if i not in layout.folded or i - 1 in layout.folded:
        return False
    lines: list[int] = []
    while i in layout.folded:
        lines += [] if layout.marked[i].blank else [i]
        i += 1
    texts = [layout.rows[n].text for n in lines]
    if any(layout.marked[n].role in ANSWER_ROLES and not _counts(layout.rows[n].text) for n in lines):
        return False  # `Answer: 1 + 3` is that of one question
    starts = [start for n in lines if (start := start_of(n, layout.rows[n], layout.marked[n]))]
    counted = [(start.number, start.text) for start in starts]
    if texts and texts[0].lstrip().startswith("|"):
        numbers, rows = pairs.counted(layout.rows, lines[0]), [cells(text) for text in texts[2:]]
        counted = [(number, row[1] if len(row) > 1 else "") for number, row in zip(numbers, rows, strict=False)]
        texts = [*map(" ".join, rows)]
    if texts and all(map(pairs.of_letters, texts)):
        return True
    runs = {segment.start.number: segment.run for segment in asked if segment.start}
    is_whole = sorted(number for number, _ in counted) == sorted(runs)
    return is_whole and all(_may_answer(text, runs[number]) for number, text in counted)


def _may_answer(text: str, run: OptionRun | None) -> bool:
    """Whether a text behind a number is an answer to the question that has these options."""
    written: dict[str, str] = {}
    answer = answers.read(text, texts_of(run, written), written) if run else None
    return answer is not None and bool(answer.labels)


def in_turn(layout: Layout, asked: Sequence[Segment], unanswered: Sequence[Segment]) -> list[AnswerEntry]:
    """Return the entries of an answer key without numbers below the last question: `Answers: B, A`, a label for each.

    Only the last may seem to have an answer of its own; it would be this one, and all others had none.
    """
    *others, last = asked
    if not others or last.run is None or {one.begin for one in unanswered} != {one.begin for one in others}:
        return []
    below = range(last.run.last + 1, last.end)
    i = next((i for i in below if layout.marked[i].role == "answer" and layout.marked[i].value), -1)
    labelled = label_and_value(layout.rows[i].text) if i >= 0 else None
    value = layout.marked[i].value
    letters = _LETTER.findall(value) if labelled and pairs.is_labels(value) else []
    if labelled is None or "answer_key" not in vocabulary.roles(labelled[0]) or len(letters) != len(asked):
        return []
    if vocabulary.may_ask_for_several("\n".join(row.text for row in layout.rows[last.begin : last.run.first])):
        return []
    numbers = [one.start.number for one in asked if one.start]
    line = layout.rows[i].number
    return [AnswerEntry(i, number, letter, line, closed=True) for number, letter in zip(numbers, letters, strict=False)]


def is_folded_entry(layout: Layout, i: int) -> bool:
    """Whether a folded line begins with the word for question and a number: it is of an answer key."""
    begin = start_of(i, layout.rows[i], layout.marked[i]) if i in layout.folded else None
    return begin is not None and begin.is_worded and bool(begin.word)


def has_title(layout: Layout, entry: int) -> bool:
    """Whether an answer key with this entry for its first has a title."""
    begin = answer_key_begins(layout, entry)
    return is_folded_entry(layout, entry) or is_title(layout.rows[begin], layout.marked[begin])


def answer_key_begins(layout: Layout, entry: int) -> int:
    """Return the index at which an answer key begins: with its title, where it has one, and with titles above that."""
    begin = _title_at(layout, entry)
    while (above := _text_above(layout, begin)) >= 0 and _names_answers(layout.marked[above]):
        begin = above
    return begin


def _text_above(layout: Layout, i: int) -> int:
    """Return the index of the next line above that is not empty, -1 where there is none."""
    return next((j for j in range(i - 1, -1, -1) if not layout.marked[j].blank), -1)


def _names_answers(mark: Mark) -> bool:
    return not mark.value and mark.role in ANSWER_ROLES | {"answer_key", "group"}


def _title_at(layout: Layout, entry: int) -> int:
    """Return the index of the title above an entry, or of the first line of what has none."""
    begin = entry
    for i in range(entry - 1, -1, -1):
        mark = layout.marked[i]
        if is_title(layout.rows[i], mark):
            return i
        if not (mark.blank or mark.rule or i in layout.folded or _is_heading(layout, i)):
            return begin
        begin = i if mark.level or i in layout.folded or layout.rows[i].text.lstrip().startswith("|") else begin
    return begin


def _is_heading(layout: Layout, i: int) -> bool:
    """Whether a line may be between the title of an answer key and an entry: a heading, the head of a table."""
    mark, text = layout.marked[i], layout.rows[i].text
    return bool(mark.level and not mark.role) or "|" in text or "<a " in text[:8] or bool(BOLD.fullmatch(text))


def without_answer_key(layout: Layout, segments: Sequence[Segment], entries: Sequence[AnswerEntry]) -> list[Segment]:
    """Return the questions without the lines of answer keys."""
    rows = [entry.row for entry in entries]
    begins = answer_key_begins(layout, rows[0])
    numbers = {entry.number for entry in entries}
    questions = (
        segment
        for segment in segments
        if segment.run or segment.begin < begins or not (segment.start and segment.start.number in numbers)
    )
    return [_cut(layout, segment, rows) for segment in questions]


def _cut(layout: Layout, segment: Segment, rows: Sequence[int]) -> Segment:
    """Return a question that ends where an answer key begins below its options; `rows` are the indexes of entries."""
    low = segment.run.last + 1 if segment.run else segment.begin + 1
    at = bisect_left(rows, low)
    if at == len(rows) or rows[at] >= segment.end:
        return segment
    return segment._replace(end=max(low, answer_key_begins(layout, rows[at])))


def above_others(layout: Layout, segments: Sequence[Segment], entries: Sequence[AnswerEntry]) -> Sequence[AnswerEntry]:
    """Return the entries without the lines of questions below them that have no number, but an answer of their own."""
    below = [segment for segment in segments if segment.begin > entries[0].row and segment.run and not segment.start]
    begins = [layout.rows[segment.begin].number for segment in below if _has_own_answer(layout, segment, ())]
    return [_above_first(entry, begins) for entry in entries] if begins else entries


def _above_first(entry: AnswerEntry, begins: Sequence[int]) -> AnswerEntry:
    """Return an entry without its lines from the first of some sorted line numbers on."""
    at = bisect_left(begins, entry.line + 1)
    if at == len(begins) or not entry.rows or entry.rows[-1].number < begins[at]:
        return entry
    return entry._replace(rows=tuple(row for row in entry.rows if row.number < begins[at]))


def rows_of(layout: Layout, entries: Sequence[AnswerEntry]) -> frozenset[int]:
    """Return the indexes of the lines of answer keys: of their titles, and of each entry with what is below it."""
    titles = (range(answer_key_begins(layout, row), row) for row in {entry.row for entry in entries})
    below = (range(entry.row, _last_row(layout, entry) + 1) for entry in entries)
    return frozenset[int]().union(*titles, *below)


def _last_row(layout: Layout, entry: AnswerEntry) -> int:
    """Return the index of an entry's last line: its `rows` leave out that of an answer, and of a repeated stem."""
    if entry.closed or (not entry.rows and layout.rows[entry.row].number == entry.line):
        return entry.row
    last = max(entry.line, *(row.number for row in entry.rows[-1:]), 0)
    return bisect_right(layout.rows, last, entry.row, key=attrgetter("number")) - 1
