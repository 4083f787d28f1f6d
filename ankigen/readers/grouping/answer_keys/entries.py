"""Entries of an answer key line by line, each with the lines that explain it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, table_end
from ankigen.readers import answers, vocabulary
from ankigen.readers.blocks.titles import is_answer_key_title
from ankigen.readers.grouping.answer_keys.cells import of_line, of_table
from ankigen.readers.grouping.answer_keys.entry import AnswerEntry, EntrySearch, reads, words_of
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import pairs
from ankigen.readers.marks.answer_keys import start_of
from ankigen.readers.marks.starts import NO_HEADING, is_part
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.readers.grouping.answer_keys.entry import Options
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start

_ARROW = re.compile(r"^(?:[→➜➡⇒]|[-=]?>)[ \t]*(?=[*_`(\[]{0,3}[A-Ha-h](?!\w))")  # before a letter
_EMPTY_BOX = re.compile(r"^\[[ xX]?\][ \t]*")
BOLD = re.compile(r"[ \t]*(?:\*\*|__)(?P<title>[^*_]{2,80})(?:\*\*|__)[ \t]*[:：]?[ \t]*")
_NUMBER_OR_CELL = re.compile(r"[\d|]")  # one of them is in every entry
_FARTHEST_VALUE = 5  # lines between a number and the answer below it
_LONGEST_ANSWER = 200  # characters of an answer in words
_LONGEST_TITLE = 80
_SIGNS = " \t*_:："
_ANY = {letter: f"option {letter}" for letter in "ABCDEFGH"}  # the options of a question that is elsewhere


def read_entries(place: EntrySearch, options: Options) -> list[AnswerEntry]:
    """Return the entries of answer keys below a line, each with the lines that explain it."""
    rows, marked = place.rows, place.marked
    collected: list[AnswerEntry] = []
    numbers: set[str] = set()
    titled, part, end_of_table, title = place.titled, "", -1, -1
    silent: list[int] = []  # lines below the last entry, each of which may be the title of a chapter
    for i in range(place.first, len(rows)):
        titled = titled and i not in place.begins
        if rows[i].code or marked[i].blank or i < end_of_table or i in place.begins or i in place.closed:
            continue
        title = i if is_title(rows[i], marked[i]) else title
        titled = titled or title == i
        titled = titled and not (title < i and _is_other_part(marked, i, title, collected))
        is_open = titled or i in place.folded
        explains = bool(collected) and not collected[-1].closed and title < collected[-1].row
        may_answer = _NUMBER_OR_CELL.search(rows[i].text)
        entries, end_of_table = _at(place, i, options, collected, is_open=is_open) if may_answer else ([], -1)
        if explains and _is_inside(rows[i], entries, numbers):
            continue
        if entries:
            part = _last_part(place, silent, collected) or part
            silent = []
            collected += [entry._replace(part=entry.part or part) for entry in entries]
            numbers.update(entry.number for entry in entries)
        elif is_open:
            silent.append(i)
        else:
            part, silent = "", []
    return list(_with_rows(place, _of_one_look(marked, collected)))


def _is_other_part(marked: Sequence[Mark], i: int, title: int, before: Sequence[AnswerEntry]) -> bool:
    """Whether a heading ends what is below the title of an answer key: it names no explanations, and is not further in.

    Entries that go on below it would be answers of another chapter; those above it are all in one line.
    """
    mark = marked[i]
    if not mark.level or mark.role or not before or not before[-1].closed or title < 0:
        return False
    inside = 0 < marked[title].level < mark.level
    names = any(vocabulary.role(word) in BELOW_ROLES or is_part(word) for word in mark.title.casefold().split())
    return not (inside or names or mark.start)


def _is_inside(row: Line, entries: Sequence[AnswerEntry], numbers: Collection[str]) -> bool:
    """Whether what reads as entries is a part of the explanation above: a table, pairs of numbers met before."""
    if not entries or not ("|" in row.text or entries[0].closed):
        return False
    return row.text.lstrip().startswith("|") or any(entry.number in numbers for entry in entries)


def has_title(rows: Sequence[Line], marked: Sequence[Mark], low: int) -> bool:
    """Whether a line from `low` on is the title of a key."""
    return any(map(is_title, rows[low:], marked[low:]))


def is_title(row: Line, mark: Mark) -> bool:
    """Whether a line is the title of an answer key."""
    names_one = mark.role in ANSWER_ROLES and mark.value != row.text  # or it would be a sentence
    return mark.role == "answer_key" or (not names_one and is_answer_key_title(row.text))


def _at(
    place: EntrySearch, i: int, options: Options, before: Sequence[AnswerEntry], *, is_open: bool
) -> tuple[list[AnswerEntry], int]:
    """Return the entries that begin at a line, and the index at which its table ends."""
    row, mark = place.rows[i], place.marked[i]
    listed = of_line(i, row, mark.value or row.text, options) if is_open else []
    if len(listed) > 1 or (listed and listed[0].part):
        return ([] if _is_own(place, i, listed) else listed), -1
    entry = _numbered(place, i, options, titled=is_open)
    if entry and not _is_item(start_of(i, place.rows[i], place.marked[i]), before, place.marked):
        return [entry], -1
    end = table_end(place.rows, i) if is_open and not entry and "|" in row.text else i
    if end > i:
        return list(of_table(place.rows, i, end, options)), end
    return [one._replace(closed=False) for one in listed if not entry], -1


def _is_own(place: EntrySearch, i: int, listed: Sequence[AnswerEntry]) -> bool:
    """Whether `Answer: 1-C, 2-A` is the answer of the question above, which asks to match two lists.

    As an answer key it would answer questions above it, and none that has an answer.
    """
    labelled = label_and_value(place.rows[i].text) if place.marked[i].value and not place.titled else None
    if labelled is None:
        return False
    absent = -1 if "answer_key" in vocabulary.roles(labelled[0]) else i
    return any(place.unanswered.get(entry.number, absent) >= i for entry in listed)


def _last_part(place: EntrySearch, silent: Sequence[int], before: Sequence[AnswerEntry]) -> str:
    """Return the title of the last chapter that begins on some lines, "" for none."""
    parts = (_part_at(place.rows[i], place.marked[i], before) for i in reversed(silent))
    return next(filter(None, parts), "")


def _part_at(row: Line, mark: Mark, before: Sequence[AnswerEntry]) -> str:
    """Return the title of the chapter whose answers are below a line; "" if the line is no such title."""
    if mark.level:
        level = before[-1].level if before else NO_HEADING
        title = mark.title if mark.level < level else ""
    elif bold := BOLD.fullmatch(row.text):
        title = bold["title"]
    else:
        title = row.text if len(row.text) < _LONGEST_TITLE and is_part(row.text.strip(_SIGNS).partition(" ")[0]) else ""
    may_title = mark.role not in BELOW_ROLES or mark.role in ANSWER_ROLES | {"answer_key"}
    return title if title and may_title and words_of(title) else ""


def _of_one_look(marked: Sequence[Mark], entries: Sequence[AnswerEntry]) -> list[AnswerEntry]:
    """Return the entries without items of lists in them: bare numbers below one that has a word, or is a heading."""
    prominent = {
        entry.row
        for entry in entries
        if (start := marked[entry.row].start) and (start.word or start.bold or start.level < NO_HEADING)
    }
    if len(prominent) < 2:
        return list(entries)
    first = min(prominent)
    return [
        entry
        for entry in entries
        if entry.row <= first or entry.row in prominent or entry.closed or marked[entry.row].start is None
    ]


def _is_item(begin: Start | None, before: Sequence[AnswerEntry], marked: Sequence[Mark]) -> bool:
    """Whether a bare number is an item of a list in the entry above, which begins in another way."""
    bare = begin is not None and not begin.word and not begin.bold and begin.level == NO_HEADING
    above = next((marked[other.row].start for other in reversed(before) if marked[other.row].start), None)
    if not bare or begin is None or above is None:
        return False
    return bool(above.word or above.bold or above.level < NO_HEADING) or begin.indent > above.indent + 1


def _numbered(place: EntrySearch, i: int, options: Options, *, titled: bool) -> AnswerEntry | None:
    """Return the entry of a line that begins with the number of a question, None where it says no answer."""
    begin = start_of(i, place.rows[i], place.marked[i])
    if begin is None:
        return None
    value = unlabelled(begin.text)
    labelled = value != begin.text
    repeats = bool(value) and _repeats_stem(place, begin.number, value)
    evident = bool(begin.word and begin.is_worded) or begin.level < NO_HEADING or begin.bold or repeats
    if not (titled or evident or (value and labelled)):
        return None
    entry = AnswerEntry(i, begin.number, value, place.rows[i].number, begin.level)
    if not value or repeats:
        entry = entry._replace(value="")
        return _with_answer_below(place, entry, options, titled=titled)
    if begin.number not in options:
        return entry if titled and (pairs.is_labels(value) or answers.read(value, _ANY)) else None
    if labelled or reads(value, begin.number, options):
        return entry
    return entry if titled and not evident and not begin.word and len(value) < _LONGEST_ANSWER else None


def _with_answer_below(place: EntrySearch, entry: AnswerEntry, options: Options, *, titled: bool) -> AnswerEntry | None:
    """Return an entry with the answer in the first line of text below it, None where that is no answer."""
    rows, marked = place.rows, place.marked
    last = min(entry.row + _FARTHEST_VALUE, len(rows))
    lines = (j for j in range(entry.row + 1, last) if not marked[j].blank and not rows[j].code)
    below = next((j for j in lines if not _repeats_stem(place, entry.number, rows[j].text)), None)
    if below is None or (not titled and (entry.row in place.folded) != (below in place.folded)):
        return None
    if marked[below].role in ANSWER_ROLES:
        return entry if entry.number in options or titled else None
    text = rows[below].text.strip()
    if marked[below].level or not (titled or entry.level < NO_HEADING):
        return None
    alone = pairs.is_labels(text)
    if entry.number in options and (alone or titled) and reads(text, entry.number, options):
        return entry._replace(value=text, line=rows[below].number)
    return entry._replace(value=text, line=rows[below].number) if titled and alone else None


def _repeats_stem(place: EntrySearch, number: str, text: str) -> bool:
    """Whether a line of an answer key is that with which the question of a number begins."""
    return (number, answers.letters_and_digits(text)) in place.stems


def unlabelled(text: str) -> str:
    """Return what is behind `Answer:` or `答案：` at the beginning of an entry."""
    bare = _EMPTY_BOX.sub("", _ARROW.sub("", text.lstrip("-–—:： \t")))
    labelled = label_and_value(bare)
    if labelled and labelled[1] and vocabulary.role(labelled[0]) in ANSWER_ROLES | {"answer_key"}:
        return labelled[1]
    return bare


def _with_rows(place: EntrySearch, entries: Sequence[AnswerEntry]) -> Iterator[AnswerEntry]:
    """Yield the entries with the lines up to the next one, or to a heading that ends it."""
    rows, marked = place.rows, place.marked
    ends = [entry.row for entry in entries[1:]] + [len(rows)]
    for entry, end in zip(entries, ends, strict=False):
        if entry.closed:
            yield entry
            continue
        stop = next((j for j in range(entry.row + 1, end) if not rows[j].code and _ends(marked[j], entry)), end)
        while stop > entry.row + 1 and _is_between(rows[stop - 1], marked[stop - 1], ended=stop < len(rows)):
            stop -= 1
        below = [row for row in rows[entry.row + 1 : stop] if row.number != entry.line]
        if not entry.value or entry.line != rows[entry.row].number:  # the question may be again above its answer
            below = [row for row in below if not _repeats_stem(place, entry.number, row.text)]
        yield entry._replace(rows=tuple(below))


def _is_between(row: Line, mark: Mark, *, ended: bool) -> bool:
    """Whether the last line above another entry, or the end, is of none: blank, a rule, the title of what follows."""
    return mark.blank or mark.rule or (ended and not row.code and bool(mark.level or BOLD.fullmatch(row.text)))


def _ends(mark: Mark, entry: AnswerEntry) -> bool:
    """Whether a heading ends an entry: the title of an answer key or of what is no part of it."""
    if not mark.level or (mark.level > entry.level and mark.role != "answer_key"):
        return False
    return mark.level < entry.level or not mark.role or mark.role == "answer_key"
