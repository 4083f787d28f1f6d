"""Questions with what a key says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import assemble
from ankigen.readers.blocks import folds as answer_key
from ankigen.readers.blocks import unwrap as blocks
from ankigen.readers.grouping.keys.entries import read_entries
from ankigen.readers.grouping.keys.entry import Entry, Place
from ankigen.readers.marks.lines import ANSWERS, Mark, is_key_row, marks
from ankigen.readers.parts.places import Places
from ankigen.readers.parts.stated import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.keys.entry import Options
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.source import Source


class Joined(NamedTuple):
    """Questions without the lines of a key, what it says of each, by the index where that begins, and its lines."""

    segments: Sequence[Segment]
    entries: Mapping[int, assemble.Entry]
    rows: frozenset[int] = frozenset()  # indexes of the key's lines, where it is in the same file


def joined(layout: Layout, found: Sequence[Segment], key: Source | None) -> Joined:
    """Return the questions with what a key says of them."""
    asked = [segment for segment in found if segment.run and segment.start]
    unanswered = [segment for segment in asked if not _is_answered(layout, segment)]
    if not asked:
        return Joined(found, {})
    if key is None and not unanswered and not any(_is_title(layout, i) for i in range(len(layout.rows))):
        return Joined(found, {})  # as most files
    options = _options(asked)
    if key is not None:
        page = blocks.read(key.text)
        places = Places(key.path, tuple(key.text.split("\n")))
        whole = Place(page.rows, marks(page.rows), 0, titled=True)
        return Joined(found, _matched(page.rows, list(read_entries(whole, options)), asked, places))
    first = min(segment.run.last + 1 for segment in asked if segment.run)
    begun = frozenset(segment.begin for segment in found if segment.run)
    closed = _closed_rows(layout, asked, unanswered)
    below = Place(layout.rows, layout.marked, first, layout.folded, begun, closed)
    entries = _of_several(list(read_entries(below, options)), unanswered)
    if not entries or (not unanswered and not _has_title(layout, entries[0].row)):
        return Joined(found, {})
    return Joined(_without(layout, found, entries), _matched(layout.rows, entries, asked), _rows_of(layout, entries))


def _rows_of(layout: Layout, entries: Sequence[Entry]) -> frozenset[int]:
    """Return the indexes of the lines of a key: of its title, and of each entry with what is below it."""
    title = range(_key_begins(layout, entries[0].row), entries[0].row)
    below = (range(entry.row, entry.row + 1 + len(() if entry.closed else entry.rows)) for entry in entries)
    return frozenset(title).union(*below)


def _options(asked: Sequence[Segment]) -> Options:
    """Return the options of the questions by their numbers: their texts, and their labels as they are written."""
    options: dict[str, list[tuple[Mapping[str, str], Mapping[str, str]]]] = defaultdict(list)
    for segment in asked:
        written: dict[str, str] = {}
        texts = assemble.texts(segment, written)
        if segment.start:
            options[segment.start.number].append((texts, written))
    return options


def _without(layout: Layout, found: Sequence[Segment], entries: Sequence[Entry]) -> list[Segment]:
    """Return the questions without the lines of a key."""
    begins = _key_begins(layout, entries[0].row)
    numbers = {entry.number for entry in entries}
    kept = [
        segment
        for segment in found
        if segment.run or segment.begin < begins or not (segment.start and segment.start.number in numbers)
    ]
    return [
        segment._replace(end=begins)
        if segment.begin < begins < segment.end and (not segment.run or segment.run.last < begins)
        else segment
        for segment in kept
    ]


def _closed_rows(layout: Layout, asked: Sequence[Segment], unanswered: Sequence[Segment]) -> set[int]:
    """Return the rows below the options of answered questions, up to the title of a key: no entry is there."""
    closed: set[int] = set()
    open_begins = {segment.begin for segment in unanswered}
    for segment in asked:
        if segment.begin in open_begins or segment.run is None:
            continue
        for i in range(segment.run.last + 1, segment.end):
            mark = layout.marked[i]
            if mark.role == "key" or (mark.role not in ANSWERS and answer_key.is_title(layout.rows[i].text)):
                break
            closed.add(i)
    return closed


def _of_several(entries: list[Entry], unanswered: Sequence[Segment]) -> list[Entry]:
    """Return the entries without pairs such as `1-C, 2-A` below the only question without an answer: its own answer."""
    if len(unanswered) != 1:
        return entries
    only, counts = unanswered[0], Counter(entry.row for entry in entries)
    return [entry for entry in entries if counts[entry.row] == 1 or not only.begin < entry.row < only.end]


def _has_title(layout: Layout, entry: int) -> bool:
    """Return whether a key with this entry for its first has a title."""
    begin = _key_begins(layout, entry)
    return _is_title(layout, begin)


def _is_title(layout: Layout, i: int) -> bool:
    """Return whether a line is the title of a key."""
    return layout.marked[i].role == "key" or answer_key.is_title(layout.rows[i].text)


def _key_begins(layout: Layout, entry: int) -> int:
    """Return the index at which a key begins: with its title, where it has one."""
    begin = entry
    for i in range(entry - 1, -1, -1):
        mark = layout.marked[i]
        text = layout.rows[i].text
        if _is_title(layout, i):
            return i
        if (
            mark.blank
            or mark.rule
            or (mark.level and not mark.role)
            or text.lstrip().startswith(("|", "<a "))
            or i in layout.folded
        ):
            begin = i if mark.level or i in layout.folded else begin
            continue
        return begin
    return begin


def _is_answered(layout: Layout, segment: Segment) -> bool:
    """Return whether a question has its answer with it: no key is needed."""
    run = segment.run
    if run is None or any(choice.ticked for choice in run.choices):
        return run is not None
    for i in range(run.last + 1, segment.end):
        mark = layout.marked[i]
        if mark.role == "key":
            return False
        if i in layout.folded and not mark.blank and not mark.rule:
            if _is_of_key(mark, layout.rows[i].text):
                return False
            if not answer_key.is_opener(layout.rows[i].text):
                return True
        if mark.role in ANSWERS:
            return True
    return False


def _is_of_key(mark: Mark, text: str) -> bool:
    """Return whether a folded line may be one of a key: it has a number, a heading, or cells."""
    return bool(mark.start) or is_key_row(text) or bool(mark.level and not mark.role) or "|" in text


def _matched(
    rows: Sequence[Line], entries: Sequence[Entry], asked: Sequence[Segment], places: Places | None = None
) -> dict[int, assemble.Entry]:
    """Return what the entries say, by the indexes of their questions; of one number each question takes the next."""
    said: dict[str, list[Entry]] = defaultdict(list)
    for entry in reversed(entries):
        said[entry.number].append(entry)
    found: dict[int, assemble.Entry] = {}
    for segment in asked:
        if segment.start and said[segment.start.number]:
            entry = said[segment.start.number].pop()
            statement = Statement(entry.value, rows[entry.row].number) if entry.value else None
            found[segment.begin] = assemble.Entry(statement, entry.rows, places)
    return found
