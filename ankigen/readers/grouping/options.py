"""Runs of options: labels of one kind that go up one by one, boxes below each other, and lists that an answer names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import answers
from ankigen.readers.marks import labels
from ankigen.readers.marks.lines import ANSWERS, BELOW, Mark
from ankigen.readers.marks.starts import is_question

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.markdown import Line


_STRAY = 2  # a label that is missing, or twice
_FARTHEST = 8  # options that a question may have lost at its beginning
_ASIDE = re.compile(r"\W*(?:to-?[ ]?dos?|check[ -]?lists?|待辦\w*|待办\w*)\W*", re.IGNORECASE)


def is_aside(text: str) -> bool:
    """Return whether a line announces things to do."""
    return len(text) < 40 and bool(_ASIDE.fullmatch(text))


class Choice(NamedTuple):
    """One option: the index of its line, the label it is written with, the text beside, and whether it is marked."""

    row: int
    written: str
    text: str
    ticked: bool = False
    strong: bool = False
    indent: int = 0
    sure: bool = False


class Run(NamedTuple):
    """The options of one question, in order; `family` is the kind of their labels."""

    family: str
    choices: tuple[Choice, ...]
    odd: tuple[int, ...] = ()  # rows of labels out of order

    @property
    def first(self) -> int:
        """The index of the first option's line."""
        return self.choices[0].row

    @property
    def last(self) -> int:
        """The index of the last option's line."""
        return self.choices[-1].row

    @property
    def is_marked(self) -> bool:
        """Whether a mark says which options are right."""
        return any(choice.ticked for choice in self.choices) or self.is_emphasised

    @property
    def is_emphasised(self) -> bool:
        """Whether some options are wholly emphasised, and others are not."""
        return 0 < sum(choice.strong for choice in self.choices) < len(self.choices)


class _Open:
    """A run that may go on."""

    def __init__(self, family: str) -> None:
        self.family = family
        self.choices: list[Choice] = []
        self.odd: list[int] = []
        self.next = 0
        self.direct = True  # no text is between
        self.broken = False  # a line stands between that begins or asks something

    def add(self, row: int, label: labels.Label) -> None:
        """Take an option into the run; remember a label that is not the next."""
        if label.family != "box" and label.position != self.next:
            self.odd.append(row)
        text, right = labels.unmarked(label.text)
        self.choices.append(
            Choice(row, label.written, text, label.ticked or right, label.strong, label.indent, label.sure)
        )
        self.next = label.position + 1
        self.broken = False
        self.direct = True


def runs(rows: Sequence[Line], marked: Sequence[Mark], folded: Collection[int] = ()) -> list[Run]:
    """Return the runs of labels and boxes, in the order of the file; a single label is none."""
    found: list[_Open] = []
    current: _Open | None = None
    for i, mark in enumerate(marked):
        label = mark.label
        if current and (rows[i].number in folded) != (rows[current.choices[-1].row].number in folded):
            current = None
        goes_on = label is not None and current is not None and _goes_on(current, label)
        if label and not goes_on and _begins(label):
            current = _Open(label.family)
            found.append(current)
            goes_on = True
        if label and current and goes_on:
            current.add(i, label)
        elif current and not mark.blank:
            current = _after(current, rows[i], mark)
    return [Run(each.family, tuple(each.choices), tuple(each.odd)) for each in found]


def _begins(label: labels.Label) -> bool:
    """Return whether a label may be the first of a run."""
    return label.position <= 0 or (label.sure and label.position < _FARTHEST)


def _goes_on(run: _Open, label: labels.Label) -> bool:
    """Return whether a label continues a run."""
    if label.family != run.family:
        return False
    if label.family == "box":
        return not run.broken
    if label.position == run.next:
        return abs(label.indent - run.choices[-1].indent) < 4 or not run.broken
    if label.position == 0:
        return len(run.choices) == 1 and not run.broken and run.choices[0].written == label.written
    return not run.broken and (
        label.sure or (run.direct and len(run.choices) > 1 and abs(label.position - run.next) <= _STRAY)
    )


def _after(run: _Open, row: Line, mark: Mark) -> _Open | None:
    """Return the run as it is after a line that is none of its options; None where it ends."""
    run.direct = False
    if mark.level or mark.role in BELOW:
        return None
    if run.family == "box" and mark.start and (mark.start.known or is_question(row.text)):
        return None
    marks = {choice.ticked for choice in run.choices}
    if run.family == "box" and len(marks) == 2 and (mark.rule or _ASIDE.fullmatch(row.text)):
        return None  # what is below is to be done
    if mark.rule:
        run.broken = run.family != "box" or len(run.choices) > 1
        return run
    if mark.start and mark.start.known and mark.start.word:
        return None
    if not row.code and not row.text.startswith((" ", "\t")) and is_question(row.text):
        run.broken = True
    return run


# Lists without letters, of which an answer below names items.


def listed(rows: Sequence[Line], marked: Sequence[Mark], found: Sequence[Run]) -> list[Run]:
    """Return the runs that only an answer below them tells: lists with bullets or numbers, and lines."""
    taken = {choice.row for run in found for choice in run.choices}
    new: list[Run] = []
    above = 0
    has_options = False
    for i, mark in enumerate(marked):
        if i in taken:
            above, has_options = i + 1, True
        if mark.role not in ANSWERS:
            has_options = has_options and not (mark.start and mark.start.known) and not mark.rule
            continue
        if has_options:
            above = i + 1
            continue
        value = mark.value or _below(rows, marked, i)
        run = _list_above(rows, marked, above, i, value)
        if run:
            new.append(run)
        above = i + 1
    return new


def _below(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> str:
    """Return the first line below a label without a value."""
    for j in range(i + 1, min(i + 4, len(rows))):
        if not marked[j].blank:
            return "" if marked[j].level or marked[j].rule else rows[j].text
    return ""


def _list_above(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int, value: str) -> Run | None:
    """Return the last list between two lines, if the answer names items of it."""
    for finder in (_items, _plain_lines):
        choices = finder(rows, marked, start, end)
        if len(choices) < 2:
            continue
        texts = {labels_at(n): choice.text for n, choice in enumerate(choices)}
        written = {choice.written or str(n + 1): labels_at(n) for n, choice in enumerate(choices)}
        if finder is _plain_lines and _folded(value) not in map(_folded, texts.values()):
            continue
        answer = answers.read(value, texts, written)
        if answer and answer.labels and set(answer.labels) <= set(texts):
            return Run("list", tuple(choices))
    return None


def _folded(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def labels_at(n: int) -> str:
    """Return the label of the option at a place: A, B, … Z, AA, AB and so on."""
    label = ""
    while n >= 0:
        label = chr(ord("A") + n % 26) + label
        n = n // 26 - 1
    return label


def _items(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the items of the last list between two lines; what is further in, and what follows, is none of them."""
    found: list[tuple[int, labels.Item]] = []
    for i in range(end - 1, start - 1, -1):
        row = rows[i]
        each = None if row.code or marked[i].level or marked[i].rule else labels.item(row.text)
        if not found:
            found = [(i, each)] if each else []
            if marked[i].level:
                break
        elif each and _is_outside(each, found[-1][1]):
            found = [(i, each)]
        elif each and each.indent == found[-1][1].indent and _precedes(each, found[-1][1]):
            found.append((i, each))
            if each.number == 1:
                break
        elif row.text.strip() and not row.code and not _is_deeper(row.text, found[-1][1]):
            break
    found.reverse()
    return [_choice(i, each) for i, each in found] if found and found[0][1].number in {None, 1} else []


def _is_outside(each: labels.Item, below: labels.Item) -> bool:
    """Return whether a numbered item holds the list of the item below."""
    return each.indent < below.indent and each.number is not None


def _is_deeper(text: str, item: labels.Item) -> bool:
    """Return whether a line is further in than an item."""
    wide = text.expandtabs(4)
    return len(wide) - len(wide.lstrip()) > item.indent


def _choice(i: int, each: labels.Item) -> Choice:
    """Return the option that an item of a list is."""
    text, right = labels.unmarked(each.text)
    return Choice(i, str(each.number or ""), text, right, indent=each.indent)


def _precedes(each: labels.Item, after: labels.Item) -> bool:
    """Return whether an item may be the one directly above another: both have bullets, or their numbers go up."""
    if after.number is None or each.number is None:
        return after.number == each.number
    return each.number + 1 == after.number


def _plain_lines(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the lines of the last block between two lines, but its first where that is the stem."""
    last = end - 1
    while last >= start and marked[last].blank:
        last -= 1
    first = last
    while (
        first - 1 >= start and not marked[first - 1].blank and not rows[first - 1].code and not marked[first - 1].level
    ):
        first -= 1
    block = [i for i in range(first, last + 1) if not rows[i].code]
    if block and (marked[block[0]].start or is_question(rows[block[0]].text)):
        block = block[1:]
    if len(block) < 2 or any(len(rows[i].text) > 300 for i in block):
        return []
    return [Choice(i, "", rows[i].text.strip()) for i in block]
