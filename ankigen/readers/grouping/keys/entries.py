"""Entries of a key line by line, each with the lines that explain it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, table_end
from ankigen.readers import vocabulary
from ankigen.readers.blocks import folds as answer_key
from ankigen.readers.grouping.keys.cells import of_table, pairs
from ankigen.readers.grouping.keys.entry import Entry, Place, reads
from ankigen.readers.marks.lines import ANSWERS, Mark
from ankigen.readers.marks.starts import NO_HEADING, start
from ankigen.readers.parts import fragments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.readers.grouping.keys.entry import Options
    from ankigen.readers.marks.starts import Start

_EMPTY_BOX = re.compile(r"^\[[ xX]?\][ \t]*")
_BULLET = re.compile(r"[ \t]*[-*+•][ \t]+(?P<text>.*)$")


def read_entries(place: Place, options: Options) -> Iterator[Entry]:
    """Yield the entries of keys below a line, each with the lines that explain it."""
    rows, marked = place.rows, place.marked
    found: list[Entry] = []
    above: Start | None = None  # the last number of an entry that begins its line
    titled = place.titled
    end_of_table = -1
    for i in range(place.first, len(rows)):
        mark = marked[i]
        titled = titled and i not in place.begins
        if rows[i].code or mark.blank or i < end_of_table or i in place.begins or i in place.closed:
            continue
        titled = titled or mark.role == "key" or (mark.role not in ANSWERS and answer_key.is_title(rows[i].text))
        is_open = titled or i in place.folded
        listed = list(pairs(i, mark.value or rows[i].text, options)) if is_open else []
        entry = _numbered(place, i, options, titled=is_open) if len(listed) < 2 else None
        if entry and not _is_item(_start_of(rows, marked, i), above):
            new = [entry]
        elif len(listed) < 2 and is_open and "|" in rows[i].text and (end_of_table := table_end(rows, i)) > i:
            new = list(of_table(rows, i, end_of_table, options))
        else:
            new = listed
        found += new
        above = next(filter(None, (marked[one.row].start for one in reversed(new))), above)
    yield from _with_rows(rows, marked, _of_one_look(marked, found))


def _start_of(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> Start | None:
    """Return the number that a line begins with, also behind a bullet."""
    if marked[i].start is None and (bullet := _BULLET.match(rows[i].text)):
        return start(i, rows[i]._replace(text=bullet["text"]))
    return marked[i].start


def _of_one_look(marked: Sequence[Mark], found: Sequence[Entry]) -> list[Entry]:
    """Return the entries without items of lists in them: bare numbers, where others have a word or are headings."""
    named = [
        entry
        for entry in found
        if (start := marked[entry.row].start) and (start.word or start.bold or start.level < NO_HEADING)
    ]
    if len(named) < 2:
        return list(found)
    rows_of = {entry.row for entry in named}
    return [entry for entry in found if entry.row in rows_of or entry.closed or marked[entry.row].start is None]


def _is_item(begin: Start | None, above: Start | None) -> bool:
    """Return whether a bare number is an item of a list in the entry above, which begins in another way."""
    bare = begin is not None and not begin.word and not begin.bold and begin.level == NO_HEADING
    return bare and above is not None and bool(above.word or above.bold or above.level < NO_HEADING)


def _numbered(place: Place, i: int, options: Options, *, titled: bool) -> Entry | None:
    """Return the entry of a line that begins with the number of a question, None where it says no answer."""
    begin = _start_of(place.rows, place.marked, i)
    if begin is None or begin.number not in options:
        return None
    value = _unlabelled(begin.text)
    named = value != begin.text
    known = bool(begin.word and begin.known) or begin.level < NO_HEADING or begin.bold
    entry = Entry(i, begin.number, value, begin.level)
    if not (titled or known or (value and named)):
        return None
    if not value:
        return entry if _answers_below(place, i, begin.number, options, titled=titled) else None
    if named or reads(value, begin.number, options):
        return entry
    return entry if titled and not known and len(value) < 200 else None


def _answers_below(place: Place, i: int, number: str, options: Options, *, titled: bool) -> bool:
    """Return whether the first line of text below a number answers the question."""
    rows, marked = place.rows, place.marked
    below = next((j for j in range(i + 1, min(i + 5, len(rows))) if not marked[j].blank and not rows[j].code), None)
    if below is None:
        return False
    return marked[below].role in ANSWERS or (titled and reads(rows[below].text, number, options))


def _unlabelled(text: str) -> str:
    """Return what is behind `Answer:` or `答案：` at the beginning of an entry."""
    bare = _EMPTY_BOX.sub("", text.lstrip("-–—:： \t"))
    named = fragments.label(bare)
    if named and named[1] and vocabulary.role(named[0]) in ANSWERS | {"key"}:
        return named[1]
    return bare


def _with_rows(rows: Sequence[Line], marked: Sequence[Mark], found: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries with the lines up to the next one, or to a heading that ends it."""
    ends = [entry.row for entry in found[1:]] + [len(rows)]
    for entry, end in zip(found, ends, strict=False):
        if entry.closed:
            yield entry
            continue
        stop = next(
            (
                j
                for j in range(entry.row + 1, end)
                if marked[j].level
                and not rows[j].code
                and (marked[j].level <= entry.level or marked[j].role == "key")
                and (marked[j].level < entry.level or not marked[j].role or marked[j].role == "key")
            ),
            end,
        )
        last = stop
        while last > entry.row + 1 and (marked[last - 1].blank or marked[last - 1].rule):
            last -= 1
        yield entry._replace(rows=tuple(rows[entry.row + 1 : last]))
