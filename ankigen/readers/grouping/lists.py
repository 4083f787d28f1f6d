"""Lists without letters that are options: an answer names their items, or marks say which of them are right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.readers import answers
from ankigen.readers.blocks import front
from ankigen.readers.grouping.options import Choice, OptionRun
from ankigen.readers.grouping.ticked import choice_of, is_quoted, lines_of, precedes, ticked
from ankigen.readers.marks import labels, pairs, ticks
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.marks.starts import NO_HEADING, is_part, is_question
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.blocks.unwrap import Page
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start


def listed(
    page: Page, marked: Sequence[Mark], runs: Sequence[OptionRun], *, has_answer_key: Callable[[int], bool]
) -> list[OptionRun]:
    """Return the lists, and the plain lines, that an answer, a mark or an answer key shows to be options.

    The first folded line may be an answer without a label. `has_answer_key` says whether an answer key is below a
    line, or in a file of its own.
    """
    rows, folded = page.rows, page.folded
    asked = {*page.asked, *([page.first] if "stem" in front.parts(page.front) else [])}
    option_rows = {choice.row for run in runs for choice in run.choices}
    new = _of_pairs(marked, option_rows)
    option_rows |= {choice.row for run in new for choice in run.choices}
    done = {choice.row for run in runs if run.is_marked for choice in run.choices}
    new += _answered(page, marked, option_rows, done)
    option_rows |= {choice.row for run in new for choice in run.choices}
    new += ticked(rows, marked, option_rows, folded, asked)
    option_rows |= {choice.row for run in new for choice in run.choices}
    below = _below_numbers(rows, marked, option_rows, folded)
    return [*new, *below] if below and has_answer_key(below[-1].last) else new


def _of_pairs(marked: Sequence[Mark], option_rows: Collection[int]) -> list[OptionRun]:
    """Return the lists of which each item pairs the members of two lists above, `1A, 2B`: those are options."""
    paired = [
        (i, mark.item)
        for i, mark in enumerate(marked)
        if mark.item and not mark.role and i not in option_rows and _holds_pairs(mark.item.text)
    ]
    lists: list[list[tuple[int, labels.ListItem]]] = []
    above = 0
    for i, item in paired:
        if not lists or not all(mark.blank for mark in marked[above:i]):
            lists.append([])
        lists[-1].append((i, item))
        above = i + 1
    return [
        OptionRun("list", tuple(choice_of(i, item) for i, item in items))
        for items in lists
        if len(items) > 1 and all(precedes(one[1], two[1]) for one, two in pairwise(items))
    ]


def _holds_pairs(text: str) -> bool:
    """Whether an item of a list holds nothing but pairs."""
    bare = text.strip("*_")
    return pairs.begins(bare) and len(pairs.of_letters(ticks.unmarked(bare)[0])) > 1


def _below_numbers(
    rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int], folded: Collection[int]
) -> list[OptionRun]:
    """Return the lists below numbers that begin questions, where nothing there explains or answers."""
    starts = [i for i, mark in enumerate(marked) if mark.start]
    begins = [
        i
        for i, end in pairwise((*starts, len(rows)))
        if (start := marked[i].start) and _may_begin(rows, marked, range(i, end), start)
    ]
    new: list[OptionRun] = []
    for begin, end in pairwise((*begins, len(rows))):
        below = range(begin + 1, end)
        stop = next((i for i in below if marked[i].level or marked[i].rule or marked[i].role), end)
        if any(
            i in option_rows or rows[i].number in folded or marked[i].role in BELOW_ROLES - {"answer_key"}
            for i in below
        ):
            continue
        choices = _items(rows, marked, begin + 1, stop)
        new += [OptionRun("list", tuple(choices))] if len(choices) > 1 else []
    return new


def _may_begin(rows: Sequence[Line], marked: Sequence[Mark], lines: range, start: Start) -> bool:
    """Whether a number is that of a question: it has a word or a heading, asks, or holds a list.

    `lines` are the indexes from its own up to the next number.
    """
    i = lines.start
    if start.indent or is_part(start.word):
        return False
    if is_question(start.text) or start.level < NO_HEADING or (start.is_worded and start.word):
        return True
    if any(is_question(rows[j].text) and not rows[j].code and not marked[j].level for j in lines):
        return True
    below = next((j for j in range(i + 1, min(i + 3, len(rows))) if not marked[j].blank), i)
    inner = labels.item(rows[below].text)
    return inner is not None and inner.indent > 0


def _answered(
    page: Page, marked: Sequence[Mark], option_rows: Collection[int], done: Collection[int]
) -> list[OptionRun]:
    """Return the runs of which an answer below them names items; the options of the lines `done` have marks."""
    rows, folded = page.rows, page.folded
    new: list[OptionRun] = []
    unread: list[tuple[int, int]] = []
    above = 0
    has_options = answered = False
    number: Start | None = None  # that of the question above
    for i, mark in enumerate(marked):
        if i in option_rows:
            above, has_options, answered = i + 1, True, i in done
        elif mark.start and (answered or not has_options):  # another question, or a list in the explanation
            has_options = has_options and not _follows(mark.start, number)
            number = None if has_options else mark.start
        has_options = has_options and rows[i].number not in page.asked
        opens = rows[i].number in folded and not (i and rows[i - 1].number in folded)
        if not (mark.role and mark.answers) and not opens:
            has_options = has_options and not (mark.start and _asks(mark.start)) and not mark.rule
            continue
        value = mark.value or _below(rows, marked, i - opens)
        if has_options:
            run = None if opens or answered else _below_statements(rows, marked, above, i, value)
            new += [run] if run else []
            above, answered = i + 1, True
            continue
        run = _list_above(rows, marked, above, i, value)
        if run:
            new.append(run)
        elif not opens:
            unread.append((above, i))
        above = i + 1 if run or not opens else above
    return [*new, *_alike(rows, marked, unread)] if new else []


def _below_statements(
    rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int, value: str
) -> OptionRun | None:
    """Return the list between what looks like options and an answer, where it is the options, and they statements.

    The answer is the text of an item, or its number where a line between asks; any of an item where nothing asks above.
    """
    between = [rows[i].text for i in range(start, end) if not marked[i].blank and not rows[i].code]
    run = _list_above(rows, marked, start, end, value) if len(between) > 1 else None
    asks = any(map(is_question, between))
    if run is None or (asks and not _asks_above(rows, marked, start)):
        return run
    if not _names_lines(rows, run.choices, value):
        return None
    return run if asks or not answers.letters_and_digits(value).isdecimal() else None


def _asks_above(rows: Sequence[Line], marked: Sequence[Mark], end: int) -> bool:
    """Whether a line above what looks like options asks something, up to the number, heading or rule above them."""
    for i in range(end - 1, -1, -1):
        mark = marked[i]
        if is_question(mark.title or rows[i].text) and not rows[i].code:
            return True
        if mark.start or mark.level or mark.rule or mark.role:
            return False
    return False


def _follows(start: Start, above: Start | None) -> bool:
    """Whether a number is the next one after another."""
    return above is not None and int(start.number) == int(above.number) + 1


def _asks(start: Start) -> bool:
    """Whether a numbered line begins another question."""
    return start.is_worded or is_question(start.text)


def _alike(rows: Sequence[Line], marked: Sequence[Mark], unread: Sequence[tuple[int, int]]) -> list[OptionRun]:
    """Return the lists between two lines, the second an answer that cannot be read: others in the file are options."""
    lists = (_items(rows, marked, start, end) for start, end in unread)
    return [OptionRun("list", tuple(choices)) for choices in lists if len(choices) > 1]


def _below(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> str:
    """Return the first line below a label without a value."""
    for j in range(i + 1, min(i + 4, len(rows))):
        if not marked[j].blank:
            return "" if marked[j].level or marked[j].rule else rows[j].text
    return ""


def _list_above(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int, value: str) -> OptionRun | None:
    """Return the last list between two lines, if the answer names items of it."""
    for finder in (_numerals, _items, _plain_lines):
        choices = finder(rows, marked, start, end)
        if len(choices) < 2:
            continue
        texts = {labels_at(n): choice.text for n, choice in enumerate(choices)}
        written = {choice.written or str(n + 1): labels_at(n) for n, choice in enumerate(choices)}
        if finder is _plain_lines and not _names_lines(rows, choices, value):
            continue
        answer = answers.read(value, texts, written)
        if answer and (answer.labels or answer.kind == "matching"):
            return OptionRun("list", tuple(choices))
    return None


def _names_lines(rows: Sequence[Line], lines: Sequence[Choice], value: str) -> bool:
    """Whether an answer means lines: by the text of one, or by all of them right below a question."""
    if answers.sweeping(value) == "all":
        above = next((rows[i].text for i in range(lines[0].row - 1, -1, -1) if rows[i].text.strip()), "")
        return is_question(above)
    letters = answers.letters_and_digits(value)
    texts = {answers.letters_and_digits(line.text) for line in lines}
    return letters in texts or (letters.isdecimal() and bool(lines[0].written))


def _numerals(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the last lines between two that Roman numerals count from one."""
    choices: list[Choice] = []
    upper = False
    for i in range(start, end):
        numeral = None if rows[i].code or marked[i].level else labels.roman(rows[i].text)
        if numeral is None or (numeral[0] > 1 and (numeral[0] != len(choices) + 1 or numeral[1].isupper() != upper)):
            continue
        if numeral[0] == 1:
            choices, upper = [], numeral[1].isupper()
        text, right = ticks.unmarked(numeral[2])
        choices.append(Choice(i, numeral[1].lower(), text, right))
    return choices


def _items(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the items of the last list between two lines; what is further in, and what follows, is none of them.

    A list inside of a single item, which is the question, is that list.
    """
    inner: list[tuple[int, labels.ListItem]] = []
    outer: list[tuple[int, labels.ListItem]] = []
    for i in range(end - 1, start - 1, -1):
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


def _is_outside(item: labels.ListItem, below: labels.ListItem) -> bool:
    """Whether an item holds the list of the item below."""
    return item.indent < below.indent


def _is_within(text: str, item: labels.ListItem) -> bool:
    """Whether a line above an item is further in, or belongs to the item that holds the list of this one."""
    return labels.width(text) > item.indent or (0 < labels.width(text) < item.indent and not labels.item(text))


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
    return lines_of(rows, marked, [i for i in range(first, last + 1) if not rows[i].code])
