"""Runs of options: labels of one kind that go up one by one, and boxes below each other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import answers, vocabulary
from ankigen.readers.lines.labelled import explained_option
from ankigen.readers.marks import labels, ticks
from ankigen.readers.marks.labels import is_emphasised
from ankigen.readers.marks.starts import is_question
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start


_STRAY = 2  # a label that is missing, or twice
_MOST_LOST = 8  # options that a question may have lost at its beginning
_CASES = frozenset("Aa")  # the families of Latin letters
_REMARKS = frozenset(("explanation", "note", "rationales"))
_ASIDE = re.compile(r"\W*(?:to-?[ ]?dos?|check[ -]?lists?|待辦\w*|待办\w*)\W*", re.IGNORECASE)


def is_aside(text: str) -> bool:
    """Whether a line announces things to do."""
    return len(text) < 40 and bool(_ASIDE.fullmatch(text))


_HEAD = 12  # characters of a line that begins with a label
_SETS_OFF = frozenset("*_→⇒➜➡►▶👉✅✔")  # signs before a label that is no option's
_AROUND_LABEL = re.compile(r"^([\W_]*)\w([\W_]*).*$", re.DOTALL)


class Choice(NamedTuple):
    """One option: the index of its line, the label it is written with, the text beside, and whether it is marked."""

    row: int
    written: str
    text: str
    ticked: bool = False
    strong: bool = False
    indent: int = 0
    sure: bool = False


class OptionRun(NamedTuple):
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
    def is_ticked(self) -> bool:
        """Whether ticks or emphasis say which options are right."""
        return any(choice.ticked for choice in self.choices) or self.is_emphasised

    @property
    def is_emphasised(self) -> bool:
        """Whether some options are wholly emphasised, and others are not."""
        return 0 < sum(choice.strong for choice in self.choices) < len(self.choices)


class _Open:
    """A run that may go on."""

    def __init__(self, family: str, start: Start | None) -> None:
        self.family = family
        self.start = start  # the last number above
        self.choices: list[Choice] = []
        self.texts: list[str] = []  # beside the labels, with their marks
        self.written: set[str] = set()  # the labels of these
        self.odd: list[int] = []
        self.marks: set[bool] = set()  # whether options are ticked: two where some are, and others are not
        self.next = 0
        self.direct = True  # no text is between
        self.broken = False  # a line between its options begins or asks something

    def add(self, row: int, label: labels.Label) -> None:
        """Take an option into the run; remember a label that is not the next."""
        if label.family != "box" and label.position != self.next:
            self.odd.append(row)
        text, right = ticks.without_tick(label.text)
        self.texts.append(label.text)
        self.choices.append(
            Choice(row, label.written, text, label.ticked or right, label.strong, label.indent, label.sure)
        )
        self.written.add(label.written)
        self.marks.add(self.choices[-1].ticked)
        self.next = label.position + 1
        self.broken = False
        self.direct = True


def runs(rows: Sequence[Line], marked: Sequence[Mark], folded: Collection[int] = ()) -> list[OptionRun]:
    """Return the runs of labels and boxes, in the order of the file; a single label is none."""
    opened: list[_Open] = []
    current: _Open | None = None
    number: Start | None = None
    for i, mark in enumerate(marked):
        label = mark.label
        if not (label or current):
            number = mark.start or number
            continue
        if current and (rows[i].number in folded) != (rows[current.choices[-1].row].number in folded):
            current = None
        if label and current and _restates(rows, current, i, label):
            label, current = None, None
        goes_on = label is not None and current is not None and _goes_on(current, label)
        if label and not goes_on and _begins(label):
            current = _Open(label.family, number)
            opened.append(current)
            goes_on = True
        if label and current and goes_on:
            current.add(i, label)
        elif current and not mark.blank:
            current = _after(current, rows[i], mark)
        number = mark.start or number
    every = [OptionRun(open_run.family, _judged(open_run), tuple(open_run.odd)) for open_run in opened]
    return [run for n, run in enumerate(every) if not n or not _is_answer(rows, marked, folded, (every[n - 1], run))]


def _judged(run: _Open) -> tuple[Choice, ...]:
    """Return the options of a run with what the signs behind their labels say: `A. ✓ x` and `B. ✗ y`."""
    if len(run.choices) < 2 or run.family == "box":
        return tuple(run.choices)
    judged = ticks.leads(run.texts)
    if judged is None:
        return with_stars(run.choices)
    return tuple(
        choice._replace(text=text, ticked=right, strong=is_emphasised(text))
        for choice, (text, right) in zip(run.choices, judged, strict=True)
    )


def with_stars(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return options, emphasised where an asterisk or a plus is behind some of them, and nothing else marks any."""
    stars = ticks.starred([choice.text for choice in choices])
    if stars is None or any(choice.strong or choice.ticked for choice in choices):
        return tuple(choices)
    return tuple(choice._replace(strong=star) for choice, star in zip(choices, stars, strict=True))


def _is_answer(
    rows: Sequence[Line], marked: Sequence[Mark], folded: Collection[int], pair: tuple[OptionRun, OptionRun]
) -> bool:
    """Whether what looks like options repeats some of those above: it is folded, or below a label such as `Answer:`."""
    above, run = pair
    label = next((i for i in range(run.first - 1, above.last, -1) if not marked[i].blank), above.last)
    is_named = marked[label].role in ANSWER_ROLES and not marked[label].value
    is_folded = rows[run.first].number in folded and rows[above.last].number not in folded
    boxed = run.family == "box" and above.family != "box"
    if not is_named and not (is_folded and (boxed or len(run.choices) < len(above.choices))):
        return False
    own = [
        _beside_box(choice.text) if above.family == "box" else (choice.written, choice.text) for choice in above.choices
    ]
    texts = {(written, text.strip()) for written, text in own}
    bare = {(written, "") for written, _ in own}
    repeated = [(choice.written, choice.text.strip()) for choice in run.choices]
    repeated = [_beside_box(text) for _, text in repeated] if boxed else repeated
    return all(pair in texts | bare for pair in repeated)


def _beside_box(text: str) -> tuple[str, str]:
    """Return the label and the text beside a box: `B`, `**B**`, `B. text`."""
    label = labels.label(text)
    return (label.written, label.text.strip()) if label else (text.strip("*_`() .").lower(), "")


def are_truths(choices: Sequence[Choice]) -> bool:
    """Whether options are true and false, and nothing else: above them is a statement."""
    return len(choices) == 2 and {vocabulary.truth(choice.text) for choice in choices} == {True, False}


def _begins(label: labels.Label) -> bool:
    """Whether a label may be the first of a run."""
    return label.position <= 0 or (label.sure and label.position < _MOST_LOST)


def _goes_on(run: _Open, label: labels.Label) -> bool:
    """Whether a label continues a run."""
    if {label.family, run.family} == _CASES:  # `A.`, `B.`, `c.`: the very next one of at least three
        is_next = label.position == run.next and label.indent == run.choices[-1].indent
        return is_next and run.direct and not run.odd and len(run.choices) > 1
    if label.family != run.family:
        return False
    if label.family == "box":
        return not run.broken and (run.direct or not are_truths(run.choices))
    if label.position == run.next:
        return abs(label.indent - run.choices[-1].indent) < 4 or not run.broken
    if label.position == 0:
        return len(run.choices) == 1 and not run.broken and run.choices[0].written == label.written
    return not run.broken and (
        label.sure or (run.direct and len(run.choices) > 1 and abs(label.position - run.next) <= _STRAY)
    )


def _first_rows(run: _Open) -> tuple[int, int]:
    """Return the indexes of the first two options of a run."""
    return run.choices[0].row, run.choices[1].row


def _restates(rows: Sequence[Line], run: _Open, i: int, label: labels.Label) -> bool:
    """Whether a line that repeats a label says that its option is right, or writes it in another way: `**B** — why`."""
    if (
        label.family == "box"
        or label.family != run.family
        or not run.direct
        or len(run.written) < 2
        or label.written not in run.written
    ):
        return False
    way, *ways = (_AROUND_LABEL.sub(r"\1\2", rows[j].text[:_HEAD].strip()) for j in (i, *_first_rows(run)))
    set_off = way[:1] in _SETS_OFF and len(set(ways)) == 1 and way not in ways
    return set_off or answers.claims_right(rows[i].text)


def _after(run: _Open, row: Line, mark: Mark) -> _Open | None:
    """Return the run as it is after a line that is none of its options; None where it ends."""
    run.direct = False
    if mark.level or (mark.role in BELOW_ROLES and not is_remark(row, mark, run.choices[-1])):
        return None
    if run.family == "box" and mark.start and _begins_next(run, mark.start, row):
        return None
    if run.family == "box" and len(run.marks) == 2 and (mark.rule or _ASIDE.fullmatch(row.text)):
        return None  # what is below is to be done
    if mark.rule:
        run.broken = run.family != "box" or len(run.choices) > 1
        return run
    if mark.start and mark.start.is_worded and mark.start.word:
        return None
    if not row.code and not row.text.startswith((" ", "\t")) and is_question(row.text):
        run.broken = True
    return run


def _begins_next(run: _Open, start: Start, row: Line) -> bool:
    """Whether a number below boxes is that of a question: it has a word, asks, or follows the number above them."""
    if start.is_worded or is_question(row.text):
        return True
    alike = run.start is not None and (run.start.look == start.look or not start.text)
    return alike and run.start is not None and int(start.number) == int(run.start.number) + 1


def is_remark(row: Line, mark: Mark, above: Choice) -> bool:
    """Whether a line explains the option above it: it is an item that is further in, or names the option."""
    if mark.role in {"explanation", "rationales"} and above.written and explained_option(row.text) == above.written:
        return True
    return mark.role in _REMARKS and labels.width(row.text) > above.indent and labels.item(row.text) is not None
