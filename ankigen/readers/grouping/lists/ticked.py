"""Lists without letters that are options: marks or emphasis say which of their items are right."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from ankigen.readers.grouping.lists.apart import is_below, lines_apart, plain_lines_in
from ankigen.readers.grouping.lists.items import choices_of, is_quoted, lines_of, numerals, precedes
from ankigen.readers.grouping.options import Choice, OptionRun, are_truths
from ankigen.readers.marks import labels, ticks
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.marks.starts import NO_HEADING, Start, is_question
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.mark import Mark


_FARTHEST_START = 40  # lines above a list in which its question begins
_LONGEST_ITEM = 200  # characters of an item that is an option
_LONGEST_FRONT = 200  # lines of the front matter above a list


def ticked(
    rows: Sequence[Line],
    marked: Sequence[Mark],
    option_rows: Collection[int],
    folded: Collection[int],
    asked: Collection[int] = (),
) -> list[OptionRun]:
    """Return the runs below a question of which marks show the right items.

    `asked` are the numbers of the lines at which a callout or front matter asks.
    """
    runs: list[OptionRun] = []
    option_rows = set(option_rows)
    below_headings: list[OptionRun] = []
    for lists in (lists_with_marks, _numbered_lines, _paragraphs, lines_apart):
        for items in lists(rows, marked, frozenset(option_rows), folded):
            run = OptionRun("list", tuple(items))
            ticked = any(choice.ticked for choice in items)
            is_sure = are_truths(items) or not _has_signs_before(rows, items)
            if not is_sure and not _is_directly_asked(rows, marked, run.first, asked):
                continue
            if run.is_ticked and (
                are_truths(items) or _is_asked(rows, marked, run.first, (option_rows, folded, asked), ticked=ticked)
            ):
                runs.append(run)
                option_rows |= {choice.row for choice in items}
            elif is_bold_below_heading(rows, marked, items):
                below_headings.append(run)
    return [*runs, *below_headings] if len(below_headings) > 1 else runs


def is_bold_below_heading(rows: Sequence[Line], marked: Sequence[Mark], items: Sequence[Choice]) -> bool:
    """Whether one item of a list is in bold, and nothing is between the list and a heading that asks.

    One such list may as well stress what it lists; where others in the file are alike, the bold items are answers.
    """
    above = next((i for i in range(items[0].row - 1, -1, -1) if not marked[i].blank), -1)
    heads = above >= 0 and marked[above].level > 0 and not marked[above].role and is_question(marked[above].title)
    short = all(len(rows[item.row].text) <= _LONGEST_ITEM for item in items)
    return heads and short and sum(item.strong for item in items) == 1


def _has_signs_before(rows: Sequence[Line], items: Sequence[Choice]) -> bool:
    """Whether signs before the texts of items say which are right: in an explanation, what to do and what not."""
    return (
        ticks.leads([item.text if (item := labels.item(rows[i].text)) else rows[i].text for i, *_ in items]) is not None
    )


def _is_directly_asked(rows: Sequence[Line], marked: Sequence[Mark], first: int, asked: Collection[int]) -> bool:
    """Whether the line above a list is a number with a text, asks, or names the options.

    Code, pictures, tables and quotations may be between. Above all lines may be front matter with the question.
    """
    above = next((i for i in range(first - 1, -1, -1) if not (marked[i].blank or _is_shown(rows[i]))), -1)
    if above < 0:
        return bool(asked)
    start, text = marked[above].start, marked[above].title or rows[above].text
    return bool(start and start.text) or is_question(text) or marked[above].role in {"options", "stem"}


def _is_shown(row: Line) -> bool:
    """Whether a line is of code, a picture, a table or a quotation, which a question may show."""
    return row.code or row.text.lstrip().startswith(("![", "|", ">"))


def lists_with_marks(
    rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int], _folded: Collection[int]
) -> Iterator[list[Choice]]:
    """Yield the items of each list that may hold marks; what is further in below an item belongs to it."""
    opened: list[list[tuple[int, labels.ListItem]]] = []
    for i, mark in enumerate(marked):
        if mark.item and not (mark.role or i in option_rows):
            yield from _put(opened, i, mark.item)
        elif opened and not (mark.blank or rows[i].code or is_quoted(rows[i].text)):
            yield from _ended(opened, -1 if mark.level or mark.rule else labels.width(rows[i].text))
    for items in reversed(opened):
        yield from _choices(items)


def _put(opened: list[list[tuple[int, labels.ListItem]]], i: int, item: labels.ListItem) -> Iterator[list[Choice]]:
    """Put an item, that of the `i`th line, into the list that it belongs to; yield the options of those that end."""
    yield from _ended(opened, item.indent + 1)
    if opened and opened[-1][0][1].indent == item.indent:
        if precedes(opened[-1][-1][1], item):
            opened[-1].append((i, item))
            return
        yield from _choices(opened.pop())
    opened.append([(i, item)])


def _ended(opened: list[list[tuple[int, labels.ListItem]]], indent: int) -> Iterator[list[Choice]]:
    """Yield the options of the lists that are in as far as this or further, and end."""
    while opened and opened[-1][0][1].indent >= indent:
        yield from _choices(opened.pop())


def _choices(items: Sequence[tuple[int, labels.ListItem]]) -> Iterator[list[Choice]]:
    """Yield the options that the items of a list may be: several, counted from 1, with marks on some.

    Items that are nothing but letters, `- A` and `- B (correct)`, are an answer to options elsewhere.
    """
    if len(items) < 2 or items[0][1].number not in {None, 1}:
        return
    marked = any(item.strong or item.ticked or ticks.may_be_ticked(item.text) for _, item in items)
    marked = marked or ticks.leads([item.text for _, item in items]) is not None
    if marked and any(labels_at(n) != item.text[:2].strip("*_`.)( -") for n, (_, item) in enumerate(items)):
        yield choices_of(items)


def _numbered_lines(
    rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int], _folded: Collection[int]
) -> Iterator[list[Choice]]:
    """Yield the lines that Roman numerals count from one, of which some have marks at their ends."""
    firsts = [
        i
        for i, row in enumerate(rows)
        if row.text.lstrip(" \t*_(（")[:1] in "Ii" and i not in option_rows and labels.counts_from_one(row.text)
    ]
    for first, end in pairwise((*firsts, len(rows))):
        below = range(first + 1, end)
        stop = next((i for i in below if (mark := marked[i]).level or mark.rule or mark.role or mark.start), end)
        choices = numerals(rows, marked, first, stop)
        if len(choices) > 1 and any(choice.ticked for choice in choices):
            yield choices


def _paragraphs(
    rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int], folded: Collection[int]
) -> Iterator[list[Choice]]:
    """Yield the lines of each paragraph of which some have marks at their ends, but its first where that asks.

    What is folded, and what is not, are two paragraphs.
    """
    plain = plain_lines_in(rows, marked, option_rows)
    for _, same in groupby(enumerate(plain), lambda place: (place[1] - place[0], rows[place[1]].number in folded)):
        block = [i for _, i in same]
        if len(block) > 1 and any(ticks.may_be_ticked(rows[n].text) or ticks.may_lead(rows[n].text) for n in block):
            lines = lines_of(rows, marked, block)
            if len(lines) == 2 and lines[0].strong and not any(line.ticked for line in lines):
                lines = []  # a title and its text
            if lines and (are_truths(lines) or is_below(rows, marked, lines[0].row)):
                yield lines


def _is_of_question(start: Start, *, directly: bool) -> bool:
    """Whether a number is that of a question rather than of a point in an explanation.

    One in bold may be either, unless the list is directly below a line that asks and is no title in bold.
    """
    return bool(start.word and start.is_worded) or not (
        start.word or (start.bold and not directly) or start.level < NO_HEADING
    )


def _is_asked(
    rows: Sequence[Line],
    marked: Sequence[Mark],
    first: int,
    closed: tuple[Collection[int], Collection[int], Collection[int]],
    *,
    ticked: bool,
) -> bool:
    """Whether a question is above a list, and no other options, answer or explanation between.

    A question without a number begins the file, or is below a rule or in a heading or bold: any other may be one that
    an explanation asks. Where only emphasis marks an item (not `ticked`), it needs a number. `closed` are the indexes
    of other options, the numbers of folded lines, and those at which questions begin by what wraps them.
    """
    option_rows, folded, asked = closed
    asking = directly = False
    top = max(first - _FARTHEST_START, 0)
    for i in range(first - 1, top - 1, -1):
        mark, text = marked[i], marked[i].title or rows[i].text
        if mark.blank or rows[i].code or (mark.role == "options" and not ticked):
            continue
        asking = asking or is_question(text)
        directly = directly or (asking and "**" not in text and all(below.blank for below in marked[i + 1 : first]))
        if rows[i].number in asked:
            return True
        if i in option_rows:
            is_alike = directly and ticked and marked[i].label is None  # the list above has no letters either
            return asking and (ticked or directly) and (is_alike or not _is_ticked(marked, option_rows, i))
        begins = _begins_question(mark, text, asking=asking, directly=directly, ticked=ticked)
        if begins is not None:
            return begins
        if rows[i].number in folded or (mark.role in BELOW_ROLES and not mark.start):
            return False
    asking = asking or any(number < rows[first].number for number in asked)
    return ticked and asking and top < _LONGEST_FRONT and all(mark.blank for mark in marked[:top])


def _begins_question(mark: Mark, text: str, *, asking: bool, directly: bool, ticked: bool) -> bool | None:
    """Whether a line begins the question of a list below, None where it does not decide.

    Above a stem in bold may be a number.
    """
    if mark.start:
        return ticked or is_question(text) or (asking and _is_of_question(mark.start, directly=directly))
    is_part = mark.role in {"stem", "options"}
    if is_part or mark.rule or mark.level:
        return (ticked and is_part) or (asking and (ticked or is_part))
    return True if ticked and asking and labels.is_emphasised(text) else None


def _is_ticked(marked: Sequence[Mark], option_rows: Collection[int], i: int) -> bool:
    """Whether a mark is on one of the options that end at a line: they are no statements."""
    while i >= 0 and (i in option_rows or marked[i].blank):
        label = marked[i].label
        if i in option_rows and (label is None or label.ticked or label.strong or ticks.without_tick(label.text)[1]):
            return True
        i -= 1
    return False
