"""Items of lists without letters, and plain lines one below the other: what may be options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers.grouping.options import Choice, with_stars
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import labels, ticks
from ankigen.readers.marks.starts import is_question
from ankigen.readers.vocabulary import METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.mark import Mark

_MOST_FACTS = 20  # lines
_LONGEST_OPTION = 300  # characters of a line that is an option


def items_between(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the items of the last list between two lines; what is further in, and what follows, is none of them.

    A list inside of a single item, which is the question, is that list.
    """
    inner: list[tuple[int, labels.ListItem]] = []
    outer: list[tuple[int, labels.ListItem]] = []
    for i in range(_above_facts(marked, start, end) - 1, start - 1, -1):
        row = rows[i]
        item = marked[i].item
        if not outer:
            outer = [(i, item)] if item else []
            if marked[i].level or (not item and is_question(row.text) and not row.code):
                break
        elif item and _is_outside(item, outer[-1][1]):
            inner, outer = outer, [(i, item)]
        elif item and item.indent == outer[-1][1].indent and precedes(item, outer[-1][1]):
            outer.append((i, item))
            if item.number == 1:
                break
        elif row.text.strip() and not row.code and not is_quoted(row.text) and not _is_within(row.text, outer[-1][1]):
            break
    lists = [items[::-1] for items in (outer, inner) if items and items[-1][1].number in {None, 1}]
    return [choice_of(i, item) for i, item in next((items for items in lists if len(items) > 1), ())]


def _above_facts(marked: Sequence[Mark], start: int, end: int) -> int:
    """Return the index below a list, if only a list of facts with bullets is below it (`- ID: …`); else `end`.

    Bullets that go on a list with bullets are items of that list, whatever they say, unless only they are set apart.
    """
    i = end
    while i > max(start, end - _MOST_FACTS) and (marked[i - 1].blank or _is_fact(marked[i - 1])):
        i -= 1
    above = marked[i - 1].item if start < i < end and marked[i].blank else None
    if above is None or above.number is not None:
        return i if above and (above.number or 0) > 1 else end
    is_tight = i - 2 >= start and marked[i - 2].item is not None
    return i if is_tight and label_and_value(above.text) is None else end


def _is_fact(mark: Mark) -> bool:
    return bool(mark.item and mark.item.number is None and mark.role in METADATA_ROLES and mark.value)


def _is_outside(item: labels.ListItem, below: labels.ListItem) -> bool:
    """Whether an item holds the list of the item below."""
    return item.indent < below.indent


def _is_within(text: str, item: labels.ListItem) -> bool:
    """Whether a line above an item is further in, or belongs to the item that holds the list of this one."""
    return labels.width(text) > item.indent or (0 < labels.width(text) < item.indent and not labels.item(text))


def plain_lines(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the lines of the last block between two lines, but its first where that is the stem."""
    last = end - 1
    while last >= start and marked[last].blank:
        last -= 1
    if last < start:
        return []
    first = last
    while (
        first - 1 >= start and not marked[first - 1].blank and not rows[first - 1].code and not marked[first - 1].level
    ):
        first -= 1
    return lines_of(rows, marked, [i for i in range(first, last + 1) if not rows[i].code])


def choices_of(items: Sequence[tuple[int, labels.ListItem]]) -> list[Choice]:
    """Return the options that the items of a list are, with what the signs before all of them say."""
    judged = ticks.leads([item.text for _, item in items])
    if judged is None:
        return [*with_stars([choice_of(i, item) for i, item in items])]
    return [
        choice_of(i, item._replace(text=text, ticked=item.ticked or right))
        for (i, item), (text, right) in zip(items, judged, strict=True)
    ]


def choice_of(i: int, item: labels.ListItem) -> Choice:
    """Return the option that an item of a list is."""
    text, right = ticks.without_tick(item.text)
    return Choice(
        i, str(item.number or ""), text, right or item.ticked, item.strong or labels.is_emphasised(text), item.indent
    )


def precedes(item: labels.ListItem, after: labels.ListItem) -> bool:
    """Whether an item may be the one directly above another: both have bullets, or their numbers go up."""
    if after.number is None or item.number is None:
        return after.number == item.number
    return item.number + 1 == after.number


def lines_of(rows: Sequence[Line], marked: Sequence[Mark], block: Sequence[int]) -> list[Choice]:
    """Return the lines of a block as options, but its first where that is the stem; none where they are too long."""
    numbers = all((start := marked[i].start) and not start.text for i in block)  # `7` above `10`
    numbers = numbers or bool(block and block[0] and marked[block[0] - 1].role == "options")
    start = marked[block[0]].start if block and not numbers else None
    if start:
        block = block[1:] if start.text or not _heads(rows, marked, block[1:]) else block[2:]
    elif block and _heads(rows, marked, block):
        block = block[1:]
    if len(block) < 2 or any(len(rows[i].text) > _LONGEST_OPTION for i in block):
        return []
    return choices_of([(i, labels.ListItem(None, rows[i].text.strip(), 0)) for i in block])


def _heads(rows: Sequence[Line], marked: Sequence[Mark], block: Sequence[int]) -> bool:
    """Whether the first line of a block asks, announces or names the options, or has all others further in."""
    first = rows[block[0]].text if block else ""
    further_in = all(labels.width(rows[i].text) > labels.width(first) for i in block[1:])
    announces = first.rstrip("*_ ").endswith((":", "："))
    return bool(block) and (marked[block[0]].role == "options" or is_question(first) or announces or further_in)


def is_quoted(text: str) -> bool:
    """Whether a line is a quotation: what is said of the item above it."""
    return text.lstrip().startswith(">")


def numerals(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the last lines between two that Roman numerals count from one; none where a question is below them."""
    choices: list[Choice] = []
    upper = False
    for i in range(start, end):
        numeral = None if rows[i].code or marked[i].level else labels.roman(rows[i].text)
        if numeral is None or (numeral[0] > 1 and (numeral[0] != len(choices) + 1 or numeral[1].isupper() != upper)):
            continue
        if numeral[0] == 1:
            choices, upper = [], numeral[1].isupper()
        text, right = ticks.without_tick(numeral[2])
        choices.append(Choice(i, numeral[1].lower(), text, right))
    below = range(choices[-1].row + 1, end) if choices else ()
    return [] if any(is_question(rows[i].text) and not rows[i].code for i in below) else choices
