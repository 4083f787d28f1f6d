"""Lists without letters that are options: an answer names their items, or marks say which of them are right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers import answers
from ankigen.readers.grouping.options import Choice, Run, labels_at
from ankigen.readers.marks import labels, ticks
from ankigen.readers.marks.lines import BELOW, Mark
from ankigen.readers.marks.starts import NO_HEADING, Start, is_question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.markdown import Line


_LONGEST = 300  # characters of a line that is an option
_FARTHEST = 40  # lines above a list in which its question begins


def listed(rows: Sequence[Line], marked: Sequence[Mark], found: Sequence[Run], folded: Collection[int]) -> list[Run]:
    """Return the runs of lists with bullets or numbers, and of lines, of which an answer or a mark tells.

    `folded` are the numbers of folded lines: the first of them may be an answer without a label.
    """
    taken = {choice.row for run in found for choice in run.choices}
    new = _answered(rows, marked, taken, folded)
    taken |= {choice.row for run in new for choice in run.choices}
    return [*new, *_marked(rows, marked, taken, folded)]


def _answered(
    rows: Sequence[Line], marked: Sequence[Mark], taken: Collection[int], folded: Collection[int]
) -> list[Run]:
    """Return the runs of which an answer below them names items."""
    new: list[Run] = []
    unread: list[tuple[int, int]] = []
    above = 0
    has_options = False
    for i, mark in enumerate(marked):
        if i in taken:
            above, has_options = i + 1, True
        opens = rows[i].number in folded and not (i and rows[i - 1].number in folded)
        if not mark.answers and not opens:
            has_options = has_options and not (mark.start and mark.start.known) and not mark.rule
            continue
        if has_options:
            above = i + 1
            continue
        value = mark.value or _below(rows, marked, i - opens)
        run = _list_above(rows, marked, above, i, value)
        if run:
            new.append(run)
        elif not opens:
            unread.append((above, i))
        above = i + 1 if run or not opens else above
    return [*new, *_alike(rows, marked, unread)] if new else []


def _alike(rows: Sequence[Line], marked: Sequence[Mark], unread: Sequence[tuple[int, int]]) -> list[Run]:
    """Return the lists between two lines, the second an answer that cannot be read: others in the file are options."""
    lists = (_items(rows, marked, start, end) for start, end in unread)
    return [Run("list", tuple(choices)) for choices in lists if len(choices) > 1]


def _marked(rows: Sequence[Line], marked: Sequence[Mark], taken: Collection[int], folded: Collection[int]) -> list[Run]:
    """Return the runs below a question of which marks tell the right items."""
    found: list[Run] = []
    taken = set(taken)
    for lists in (_lists, _paragraphs):
        for items in lists(rows, marked, frozenset(taken)):
            run = Run("list", tuple(items))
            ticked = any(choice.ticked for choice in items)
            if run.is_marked and _is_asked(rows, marked, run.first, (taken, folded), ticked=ticked):
                found.append(run)
                taken |= {choice.row for choice in items}
    return found


def _lists(rows: Sequence[Line], marked: Sequence[Mark], taken: Collection[int]) -> Iterator[list[Choice]]:
    """Yield the items of each list that may hold marks; what is further in below an item belongs to it."""
    opened: list[list[tuple[int, labels.Item]]] = []
    for i, row in enumerate(rows):
        mark = marked[i]
        if row.code or mark.blank or _is_quoted(row.text):
            continue
        item = None if i in taken or mark.level or mark.rule or mark.role else labels.item(row.text)
        indent = item.indent if item else -1 if mark.level or mark.rule else labels.width(row.text)
        while opened and (opened[-1][0][1].indent > indent or (not item and opened[-1][0][1].indent == indent)):
            yield from _choices(opened.pop())
        if not item:
            continue
        if opened and opened[-1][0][1].indent == indent:
            if _precedes(opened[-1][-1][1], item):
                opened[-1].append((i, item))
                continue
            yield from _choices(opened.pop())
        opened.append([(i, item)])
    for items in reversed(opened):
        yield from _choices(items)


def _choices(items: Sequence[tuple[int, labels.Item]]) -> Iterator[list[Choice]]:
    """Yield the options that the items of a list may be: several, counted from 1, with marks on some.

    Items that are nothing but letters, `- A` and `- B (correct)`, are an answer to options elsewhere.
    """
    plain = [labels_at(n) == item.text[:2].strip("*_`.)( -") for n, (_, item) in enumerate(items)]
    if all(plain):
        return
    if len(items) > 1 and items[0][1].number in {None, 1} and any(ticks.may_be_marked(item.text) for _, item in items):
        yield [_choice(i, item) for i, item in items]


def _paragraphs(rows: Sequence[Line], marked: Sequence[Mark], taken: Collection[int]) -> Iterator[list[Choice]]:
    """Yield the lines of each paragraph of which some have marks at their ends, but its first where that asks."""
    block: list[int] = []
    for i in range(len(rows) + 1):
        mark = marked[i] if i < len(rows) else None
        if mark and i not in taken and _is_plain(rows[i], mark):
            block.append(i)
            continue
        if len(block) > 1 and any(ticks.may_be_marked(rows[n].text) for n in block):
            lines = _lines(rows, marked, block)
            if len(lines) == 2 and lines[0].strong and not any(line.ticked for line in lines):
                lines = []  # a title and its text
            if lines and _is_below(rows, marked, lines[0].row):
                yield lines
        block = []


def _is_of_question(start: Start) -> bool:
    """Return whether a number is that of a question rather than of a point in an explanation."""
    return bool(start.word and start.known) or not (start.word or start.bold or start.level < NO_HEADING)


def _is_below(rows: Sequence[Line], marked: Sequence[Mark], first: int) -> bool:
    """Return whether the line above lines is a question: any text may be above those that are none."""
    above = next((i for i in range(first - 1, -1, -1) if not marked[i].blank), -1)
    return above >= 0 and bool(marked[above].start or is_question(marked[above].title or rows[above].text))


def _is_plain(row: Line, mark: Mark) -> bool:
    """Return whether a line is text without a sign of its own."""
    signs = mark.blank or mark.level or mark.rule or mark.role or row.code
    return not signs and not row.text.lstrip().startswith(("|", ">", "![")) and not labels.item(row.text)


def _is_quoted(text: str) -> bool:
    """Return whether a line is a quotation: what is said of the item above it."""
    return text.lstrip().startswith(">")


def _is_asked(
    rows: Sequence[Line],
    marked: Sequence[Mark],
    first: int,
    closed: tuple[Collection[int], Collection[int]],
    *,
    ticked: bool,
) -> bool:
    """Return whether a question is above a list, and no other options, answer or explanation between.

    A question without a number begins the file, or is below a rule or in a heading or bold: any other may be one that
    an explanation asks. Where only emphasis marks an item (not `ticked`), it needs a number. `closed` are the indexes
    of other options, and the numbers of folded lines.
    """
    taken, folded = closed
    asking = False
    for i in range(first - 1, max(first - _FARTHEST, 0) - 1, -1):
        mark, text = marked[i], marked[i].title or rows[i].text
        if mark.blank or rows[i].code:
            continue
        asking = asking or is_question(text)
        if mark.start:
            return ticked or is_question(text) or (asking and _is_of_question(mark.start))
        if mark.role in {"stem", "options"}:
            return ticked or asking
        if mark.rule or mark.level:
            return ticked and asking
        if i in taken or mark.role in BELOW or rows[i].number in folded:
            return False
        if asking and labels.is_emphasised(text):
            return ticked
    return ticked and asking and first <= _FARTHEST


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
        if finder is _plain_lines and not _names_lines(rows, choices, value):
            continue
        answer = answers.read(value, texts, written)
        if answer and (answer.labels or answer.kind == "matching"):
            return Run("list", tuple(choices))
    return None


def _names_lines(rows: Sequence[Line], lines: Sequence[Choice], value: str) -> bool:
    """Return whether an answer means lines: by the text of one, or by all of them right below a question."""
    if answers.sweeping(value) == "all":
        return is_question(rows[max(lines[0].row - 1, 0)].text)
    return _folded(value) in {_folded(line.text) for line in lines}


def _folded(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _items(rows: Sequence[Line], marked: Sequence[Mark], start: int, end: int) -> list[Choice]:
    """Return the items of the last list between two lines; what is further in, and what follows, is none of them.

    A list inside of a single item, which is the question, is that list.
    """
    inner: list[tuple[int, labels.Item]] = []
    found: list[tuple[int, labels.Item]] = []
    for i in range(end - 1, start - 1, -1):
        row = rows[i]
        each = None if row.code or marked[i].level or marked[i].rule else labels.item(row.text)
        if not found:
            found = [(i, each)] if each else []
            if marked[i].level or (not each and is_question(row.text) and not row.code):
                break
        elif each and _is_outside(each, found[-1][1]):
            inner, found = found, [(i, each)]
        elif each and each.indent == found[-1][1].indent and _precedes(each, found[-1][1]):
            found.append((i, each))
            if each.number == 1:
                break
        elif row.text.strip() and not row.code and not _is_deeper(row.text, found[-1][1]) and not _is_quoted(row.text):
            break
    lists = [items[::-1] for items in (found, inner) if items and items[-1][1].number in {None, 1}]
    return [_choice(i, each) for i, each in next((items for items in lists if len(items) > 1), ())]


def _is_outside(each: labels.Item, below: labels.Item) -> bool:
    """Return whether an item holds the list of the item below."""
    return each.indent < below.indent


def _is_deeper(text: str, item: labels.Item) -> bool:
    """Return whether a line is further in than an item."""
    wide = text.expandtabs(4)
    return len(wide) - len(wide.lstrip()) > item.indent


def _choice(i: int, each: labels.Item) -> Choice:
    """Return the option that an item of a list is."""
    text, right = ticks.unmarked(each.text)
    return Choice(
        i, str(each.number or ""), text, right or each.ticked, each.strong or labels.is_emphasised(text), each.indent
    )


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
    return _lines(rows, marked, [i for i in range(first, last + 1) if not rows[i].code])


def _lines(rows: Sequence[Line], marked: Sequence[Mark], block: Sequence[int]) -> list[Choice]:
    """Return the lines of a block as options, but its first where that is the stem; none where they are too long."""
    if block and (marked[block[0]].start or is_question(rows[block[0]].text)):
        block = block[1:]
    if len(block) < 2 or any(len(rows[i].text) > _LONGEST for i in block):
        return []
    return [_choice(i, labels.Item(None, rows[i].text.strip(), 0)) for i in block]
