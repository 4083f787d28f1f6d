"""Questions with what an answer key says of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import Line
from ankigen.model import Diagnostic, Rule
from ankigen.readers.answers import Statement
from ankigen.readers.blocks import unwrap
from ankigen.readers.grouping.answer_keys.entries import is_title, read_entries
from ankigen.readers.grouping.answer_keys.entry import AnswerEntry, EntrySearch
from ankigen.readers.grouping.answer_keys.files import is_named_answer_key
from ankigen.readers.grouping.answer_keys.match import Matched, Unanswered, matched, options_of, stems_of, without_lists
from ankigen.readers.grouping.answer_keys.own import (
    above_others,
    closed_rows,
    folds_answer_key,
    has_title,
    in_turn,
    is_folded_entry,
    rows_of,
    without_answer,
    without_answer_key,
)
from ankigen.readers.grouping.answer_keys.truths import OPTIONS, with_statements
from ankigen.readers.grouping.own_letters import texts as texts_of
from ankigen.readers.lines.places import Places
from ankigen.readers.marks import pairs
from ankigen.readers.marks.lines import marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.source import Source


class AnswerFromKey(NamedTuple):
    """What an answer key says of one question: the answer, lines that explain it, and its `places` if it is a file."""

    statement: Statement | None
    rows: Sequence[Line]
    places: Places | None = None


class Joined(NamedTuple):
    """Questions without the lines of an answer key, and what it says of each, by the index where that begins.

    `reasons` say why the answer key does not answer a question; `diagnostics` are of entries that fit no question.
    """

    segments: Sequence[Segment]
    entries: Mapping[int, AnswerFromKey]
    rows: frozenset[int] = frozenset()  # indexes of the answer key's lines, where it is in the same file
    reasons: Mapping[int, str] = {}
    diagnostics: tuple[Diagnostic, ...] = ()


def joined(layout: Layout, segments: Sequence[Segment], places: Places, answer_key: Source | None) -> Joined:
    """Return the questions with what an answer key says of them: the file beside, or lines below them in their file.

    `places` are those of the file of the questions.
    """
    page = unwrap.read_page(answer_key.text) if answer_key is not None else None
    place = (
        EntrySearch(page.rows, marks(page.rows), 0, titled=True) if page else EntrySearch(layout.rows, layout.marked, 0)
    )
    segments, statements = with_statements(layout, segments, place)
    numbered = [segment for segment in segments if segment.start and (segment.run or segment.begin in statements)]
    if not numbered:
        return Joined(segments, {}, diagnostics=_without_questions(place, answer_key))
    if answer_key is not None:
        asked = list(_asked(layout, numbered))
        match = matched(asked, read_entries(place._replace(stems=stems_of(asked)), options_of(asked)))
        beside = _joined(segments, asked, match, places, Places(answer_key.path, tuple(answer_key.text.split("\n"))))
        return beside if beside.entries else _below(layout, segments, numbered, places) or beside
    return _below(layout, segments, numbered, places) or Joined(segments, {})


def _without_questions(place: EntrySearch, answer_key: Source | None) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a file that is an answer key for a file without questions that have numbers."""
    entries = read_entries(place, {}) if answer_key is not None else []
    if answer_key is None or not any(pairs.is_labels(entry.value) for entry in entries):
        return ()
    return tuple(_strays(entries, Places(answer_key.path, tuple(answer_key.text.split("\n")))))


def answer_key_without_questions(source: Source) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a file that is an answer key by its name, and belongs to no file with questions."""
    if not is_named_answer_key(source.path):
        return ()
    page = unwrap.read_page(source.text)
    entries = read_entries(EntrySearch(page.rows, marks(page.rows), 0, titled=True), {})
    if not entries:
        return ()
    return (
        Diagnostic(
            rule=Rule.NOT_READ,
            span=Places(source.path, tuple(source.text.split("\n"))).span(entries[0].line),
            message="the answers are for questions that are not in this file, and no file beside it has its name",
            hint="name it as the file of the questions, with `-answers` behind, or link to it from there",
        ),
    )


def _below(layout: Layout, segments: Sequence[Segment], numbered: Sequence[Segment], places: Places) -> Joined | None:
    """Return the questions with what an answer key in their own file says of them, None where it has none."""
    unanswered = without_answer(layout, numbered)
    folded = any(is_folded_entry(layout, i) or folds_answer_key(layout, numbered, i) for i in sorted(layout.folded))
    if not unanswered and not folded and not any(map(is_title, layout.rows, layout.marked)):
        return None  # as most files
    asked = list(_asked(layout, numbered))
    in_key = _entries_below(layout, segments, asked, unanswered)
    if not (in_key := in_key or in_turn(layout, [question.segment for question in asked], unanswered)):
        return None
    entries = above_others(layout, segments, in_key)
    shortened = without_answer_key(layout, segments, entries)
    whole = _joined(shortened, asked, without_lists(asked, _by_place(asked, entries)), places, places)
    return whole._replace(rows=rows_of(layout, entries))


def _asked(layout: Layout, numbered: Sequence[Segment]) -> Iterator[Unanswered]:
    """Yield what an answer key needs to know of the questions."""
    begins = {segment.begin for segment in numbered}
    titles: list[tuple[int, str]] = []
    at = 0
    for segment in numbered:
        for i in range(at, segment.begin):
            mark = layout.marked[i]
            if mark.level and i not in begins and not mark.role:
                titles = [*(title for title in titles if title[0] < mark.level), (mark.level, mark.title)]
        at = segment.begin
        written: dict[str, str] = {}
        texts = texts_of(segment.run, written) if segment.run else OPTIONS
        if segment.start:
            chapters = tuple(title for _, title in titles)
            line, stem = layout.rows[segment.begin].number, _first_line(layout, segment)
            yield Unanswered(segment, segment.start.number, line, stem, texts, written, chapters)


def _first_line(layout: Layout, segment: Segment) -> str:
    """Return the first line of a question, which is beside its number or below it."""
    if segment.start and segment.start.text:
        return segment.start.text
    below = range(segment.begin + 1, _low(segment))
    return next((layout.rows[i].text for i in below if not layout.marked[i].blank), "")


def _entries_below(
    layout: Layout, segments: Sequence[Segment], asked: Sequence[Unanswered], unanswered: Sequence[Segment]
) -> list[AnswerEntry]:
    """Return the entries below the options of the first question."""
    first = min(_low(question.segment) for question in asked)
    begins = frozenset(
        {*(segment.begin for segment in segments if segment.run), *(question.segment.begin for question in asked)}
    )
    closed = closed_rows(layout, [question.segment for question in asked], unanswered)
    runs = (question.segment.run for question in asked)
    closed |= {choice.row for run in runs if run for choice in run.choices}
    options = options_of(asked)
    numbers = {segment.start.number: segment.begin for segment in reversed(unanswered) if segment.start}
    stems = stems_of(asked)
    place = EntrySearch(layout.rows, layout.marked, first, layout.folded, begins, closed, numbers, stems)
    entries = _of_several(layout, read_entries(place, options), asked, unanswered)
    if entries and (unanswered or entries[0].row in layout.folded or has_title(layout, entries[0].row)):
        return entries
    whole = {segment.begin for segment in unanswered} == {question.segment.begin for question in asked}
    last = max(_low(question.segment) for question in asked)
    if not whole or len(asked) < 2:
        return []
    entries = read_entries(place._replace(first=last, titled=True), options)
    return entries if _is_certain(layout, entries, asked, last) else []


def _low(segment: Segment) -> int:
    """Return the index of the first line below the options of a question, or below its number."""
    return (segment.run.last if segment.run else segment.begin) + 1


def _of_several(
    layout: Layout, entries: list[AnswerEntry], asked: Sequence[Unanswered], unanswered: Sequence[Segment]
) -> list[AnswerEntry]:
    """Return the entries without pairs such as `1-C, 2-A` below the only question without an answer: its own answer.

    Below a rule or heading, pairs with the number of each question are entries.
    """
    if len(unanswered) != 1:
        return entries
    only, numbers_of = unanswered[0], defaultdict[int, list[str]](list)
    for entry in entries:
        numbers_of[entry.row].append(entry.number)
    every = sorted(question.number for question in asked)
    own = {row for row, numbers in numbers_of.items() if len(numbers) > 1 and only.begin < row < only.end}
    own -= {row for row in own if sorted(numbers_of[row]) == every and _is_below_title(layout, _low(only), row)}
    return [entry for entry in entries if entry.row not in own]


def _is_below_title(layout: Layout, low: int, row: int) -> bool:
    """Whether a rule or heading is between two lines, or the title of an answer key that has nothing beside it."""
    title = layout.last({"answer_key"}, low, row)
    return layout.is_parted(low, row) or (title >= 0 and not layout.marked[title].value)


def _is_certain(layout: Layout, entries: Sequence[AnswerEntry], asked: Sequence[Unanswered], first: int) -> bool:
    """Whether lines without a title are an answer key: they answer each question once, and say nothing else."""
    numbers = sorted(entry.number for entry in entries)
    rows = {entry.row for entry in entries}
    silent = all(
        i in rows or (mark := layout.marked[i]).blank or mark.rule or layout.rows[i].text.lstrip().startswith("|")
        for i in range(first, len(layout.rows))
    )
    return silent and numbers == sorted(question.number for question in asked)


def _by_place(asked: Sequence[Unanswered], entries: Sequence[AnswerEntry]) -> Matched:
    """Return which entries answer which questions, where each list of entries answers those above it."""
    begins = [question.segment.begin for question in asked]
    parts = [(end, list(of)) for end, of in groupby(entries, lambda entry: bisect_left(begins, entry.row))]
    whole = Matched({}, [], [])
    at = 0
    for end, of in parts:
        numbers = {question.number for question in asked[at:end]}
        first = at if any(entry.number in numbers for entry in of) else 0
        part = matched(asked[first:end] if len(parts) > 1 else asked, of)
        whole.entries.update(
            {begin: entries_of for begin, entries_of in part.entries.items() if begin not in whole.entries}
        )
        whole.stray.extend(part.stray)
        whole.doubts.extend(part.doubts)
        at = end
    return whole


def _joined(
    segments: Sequence[Segment], asked: Sequence[Unanswered], match: Matched, own: Places, answer_key: Places
) -> Joined:
    """Return the questions with the entries that match, and what is wrong with the other entries."""
    other = None if answer_key is own else answer_key
    entries = {begin: _entry(entries_of, other) for begin, entries_of in match.entries.items()}
    name_of_key = f"the answer key {answer_key.path}" if other else "the answer key"
    missing = {
        question.segment.begin: f"{name_of_key} does not answer question {question.number}"
        for question in asked
        if question.segment.begin not in entries
    }
    doubted = {question.segment.begin: why for _, questions, why in match.doubts for question in questions}
    diagnostics = [_doubted(entry, questions, why, own, answer_key) for entry, questions, why in match.doubts]
    return Joined(
        segments, entries, reasons=missing | doubted, diagnostics=(*diagnostics, *_strays(match.stray, answer_key))
    )


def _entry(entries: Sequence[AnswerEntry], places: Places | None) -> AnswerFromKey:
    """Return what the entries of one question say together; `places` are those of the answer key if it is a file."""
    stated = next((entry for entry in entries if entry.value), None)
    statement = Statement(stated.value, stated.line) if stated else None
    rows = [row for entry in entries for row in (*_words_of(entry, stated), *entry.rows)]
    return AnswerFromKey(statement, rows, places)


def _words_of(entry: AnswerEntry, stated: AnswerEntry | None) -> list[Line]:
    """Return what an entry says besides the answer that another one states: `1. It covers a third of the globe`."""
    if entry is stated or not entry.value or pairs.is_labels(entry.value):
        return []
    return [Line(entry.line, entry.value, code=False)]


def _doubted(
    entry: AnswerEntry, questions: Sequence[Unanswered], why: str, own: Places, answer_key: Places
) -> Diagnostic:
    """Return the diagnostic of an entry that answers no question for sure."""
    return Diagnostic(
        rule=Rule.ANSWER_KEY_UNCERTAIN,
        span=answer_key.span(entry.line, entry.value),
        message=why,
        hint="give each question one answer there: with a number of its own, or below the title of its chapter",
        related=tuple(own.span(question.line) for question in questions),
    )


def _strays(entries: Sequence[AnswerEntry], answer_key: Places) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each line with entries that fit no question."""
    for line, of in groupby(entries, lambda entry: entry.line):
        numbers = [entry.number for entry in of]
        if "-" in numbers[0]:
            message = f"there are more or fewer answers than questions {numbers[0]}"
        elif len(numbers) > 1:
            message = f"there are no questions {numbers[0]} to {numbers[-1]} for these answers"
        else:
            message = f"there is no question {numbers[0]} for this answer"
        yield Diagnostic(
            rule=Rule.ANSWER_KEY_ENTRY,
            span=answer_key.span(line, numbers[0]),
            message=message,
            hint="correct the number, or write the question; look whether the answers above belong to their questions",
        )
