"""Lists without letters that are options: an answer names their items, or marks say which of them are right."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.readers import answers
from ankigen.readers.blocks import front
from ankigen.readers.grouping.lists.items import choices_of, items_between, numerals, plain_lines, precedes
from ankigen.readers.grouping.lists.numbered import below_numbers
from ankigen.readers.grouping.lists.ticked import ticked
from ankigen.readers.grouping.options import Choice, OptionRun
from ankigen.readers.marks import labels, pairs, ticks
from ankigen.readers.marks.labels import labels_at
from ankigen.readers.marks.lines import is_statement
from ankigen.readers.marks.mark import notable
from ankigen.readers.marks.starts import NO_HEADING, is_question

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.blocks.unwrap import Page
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start


_TAG = re.compile(r"</?[a-z]{1,8}>", re.IGNORECASE)


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
    done = {choice.row for run in runs if run.is_ticked for choice in run.choices}
    new += _answered(page, marked, option_rows, done)
    option_rows |= {choice.row for run in new for choice in run.choices}
    new += ticked(rows, marked, option_rows, folded, asked)
    option_rows |= {choice.row for run in new for choice in run.choices}
    below = below_numbers(rows, marked, option_rows, folded)
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
        OptionRun("list", tuple(choices_of(items)))
        for items in lists
        if len(items) > 1 and all(precedes(one[1], two[1]) for one, two in pairwise(items))
    ]


def _holds_pairs(text: str) -> bool:
    """Whether an item of a list holds nothing but pairs."""
    bare = ticks.without_lead(text.strip("*_"))
    return pairs.begins(bare) and len(pairs.of_letters(ticks.without_tick(bare)[0])) > 1


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
    wrapped = page.asked | folded
    asking = [i for i, row in enumerate(rows) if row.number in wrapped] if wrapped else []
    for i in sorted({*notable(marked), *option_rows, *asking}):
        mark = marked[i]
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
            run = None if answered else _below_statements(rows, marked, above, i, value)
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
    """Whether a number is the next one after another, or has a word or heading where the question above has none."""
    if above is None:
        return start.level < NO_HEADING or bool(start.is_worded and start.word)
    return int(start.number) == int(above.number) + 1


def _asks(start: Start) -> bool:
    """Whether a numbered line begins another question."""
    return start.is_worded or is_question(start.text)


def _alike(rows: Sequence[Line], marked: Sequence[Mark], unread: Sequence[tuple[int, int]]) -> list[OptionRun]:
    """Return the lists between two lines, the second an answer that cannot be read: others in the file are options."""
    lists = (items_between(rows, marked, start, end) for start, end in unread)
    return [OptionRun("list", tuple(choices)) for choices in lists if len(choices) > 1]


def _below(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> str:
    """Return the first line below a label without a value."""
    for j in range(i + 1, min(i + 4, len(rows))):
        if not marked[j].blank:
            return "" if marked[j].level or marked[j].rule else rows[j].text
    return ""


def _list_above(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int, value: str) -> OptionRun | None:
    """Return the last list between two lines, if the answer names items of it."""
    for finder in (numerals, items_between, plain_lines):
        choices = finder(rows, marked, start, end)
        if len(choices) < 2:
            continue
        texts = {labels_at(n): choice.text for n, choice in enumerate(choices)}
        written = {choice.written or str(n + 1): labels_at(n) for n, choice in enumerate(choices)}
        if finder is plain_lines and not _names_lines(rows, choices, value):
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
    letters = answers.letters_and_digits(_TAG.sub("", value))
    texts = {answers.letters_and_digits(line.text) for line in lines}
    if is_statement(value) and any(text and letters.endswith(text) for text in texts):
        return True  # `The correct answer is 'False'.`
    return letters in texts or (letters.isdecimal() and bool(lines[0].written))
