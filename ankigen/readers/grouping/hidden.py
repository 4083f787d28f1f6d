"""What readers pass over: questions in fences, which hold code, in the cells of tables, and below headings that ask.

And the text that several questions share.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from ankigen.markdown import cells, table_end
from ankigen.model import Diagnostic, Rule
from ankigen.readers import vocabulary
from ankigen.readers.blocks.exports import parted_by_bars
from ankigen.readers.grouping.lists import is_bold_below_heading, lists_with_marks
from ankigen.readers.lines.places import shortened
from ankigen.readers.marks import labels
from ankigen.readers.marks.lines import marks
from ankigen.readers.marks.starts import is_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.lines.places import Places

_MOST_LINES = 30  # of a question
_SHORT_LINE = 80  # characters
_SHOWN = frozenset("|>!<")  # a table, a quotation, a picture, HTML
_ENDS = frozenset(".!?:;,。！？：；，、")
_CELL_OPTION = re.compile(
    r"[| \t>][*_(]{0,3}(?P<label>[A-Da-d])[.)][ \t*_]++\w|\|[ \t*_]{0,4}(?P<alone>[A-D])[ \t*_.)]{0,4}(?=\|)"
)
_SHORTEST_SHARED = 100  # bytes of UTF-8: a shorter text only says what to do
_MOST_SHARING = 30  # questions
_LONGEST_SENTENCE = 200  # characters in which questions are named
_FEWEST_CELLS = 3  # beside a question: two options and the answer


def _fences(layout: Layout) -> list[list[int]]:
    """Return the indexes of the lines of each fence; two without a line between are one."""
    fences: list[list[int]] = []
    for i in [i for i, (_, _, code) in enumerate(layout.rows) if code]:
        if fences and fences[-1][-1] == i - 1:
            fences[-1].append(i)
        else:
            fences.append([i])
    return fences


def questions_in_code(layout: Layout) -> Iterator[int]:
    """Yield the index of each fence that holds options and their answer."""
    for begin, *inside in _fences(layout):
        rows = [layout.rows[i]._replace(code=False) for i in inside]
        if sum(labels.label(row.text) is not None for row in rows) > 1:
            marked = marks(rows)
            if any(mark.answers or (mark.label and mark.label.ticked) for mark in marked):
                yield begin


def open_fences(layout: Layout) -> Iterator[int]:
    """Yield the index of each fence that is not closed, or that holds another that opens, and has options."""
    for begin, *inside in _fences(layout):
        texts = [layout.rows[i].text.strip() for i in inside]
        if any(_opens(layout, i) for i in inside) and any(map(labels.label, texts)):
            yield begin


def _opens(layout: Layout, i: int) -> bool:
    """Whether a line of code opens a fence, or closes one in place of its author.

    A closing mark that is added has the number of the line above.
    """
    number, text, _ = layout.rows[i]
    mark = text.strip()
    return mark.startswith(("```", "~~~")) and (bool(mark.strip("`~")) or layout.rows[i - 1].number == number)


def questions_in_tables(layout: Layout) -> Iterator[int]:
    """Yield the index of each line of a table that holds a question, or the options of one that asks above them.

    Nothing in the head of the table says what its columns are, or it would be read.
    """
    tables = [i for i, (_, text, code) in enumerate(layout.rows) if "|" in text and not code and _has_bars(text)]
    asks, letters, last = False, "", -1
    for i in tables:
        text = layout.rows[i].text
        if i != last + 1:
            asks, letters = False, ""
        last = i
        asks = asks or is_question(text)
        if not asks:
            continue
        letters += "".join((match["label"] or match["alone"]).upper() for match in _CELL_OPTION.finditer(text))
        if letters.startswith("AB") or _is_whole(text):
            yield i
            asks, letters = False, ""


def _has_bars(text: str) -> bool:
    """Whether a line is a row of a table."""
    return text.lstrip()[0] == "|"


def _is_whole(text: str) -> bool:
    """Whether a row of a table is a question, its options, and the letter of one of them."""
    row = [cell for cell in cells(text) if cell]
    at = next((n for n, cell in enumerate(row) if is_question(cell)), len(row))
    others = row[at + 1 :]
    letter = others[-1].strip("*`_. )(") if len(others) >= _FEWEST_CELLS else ""
    return len(letter) == 1 and "A" <= letter.upper() < "I"


def parted_by_bars_in(layout: Layout) -> Iterator[int]:
    """Yield the index of each line that is a question and other cells between bars, and is in no table with a head."""
    end = 0
    for i, row in enumerate(layout.rows):
        if i >= end and "|" in row.text and not row.code:
            end = table_end(layout.rows, i)
            if i >= end and parted_by_bars(row):
                yield i


def lists_in_bold(layout: Layout) -> Iterator[int]:
    """Yield the index of each list below a heading that asks of which one item is in bold: it may be the answer."""
    options = {choice.row for run in layout.runs for choice in run.choices}
    for items in lists_with_marks(layout.rows, layout.marked, options, ()):
        if is_bold_below_heading(layout.rows, layout.marked, items):
            yield items[0].row


def asking_above_folded(layout: Layout) -> Iterator[int]:
    """Yield the index of each line that asks above a list or short lines, directly below which something is folded."""
    last = -1
    for i in sorted(i for i in layout.folded if not layout.marked[i].blank):
        if not all(layout.marked[j].blank for j in range(last + 1, i)) or last < 0:
            asking, count = _asking_above(layout, i)
            if asking >= 0 and count > 1:
                yield asking
        last = i


def _asking_above(layout: Layout, end: int) -> tuple[int, int]:
    """Return the index of the line that asks, and the number of items or short lines between; -1 for no such line."""
    count = 0
    for i in range(end - 1, max(end - _MOST_LINES, 0) - 1, -1):
        mark, row = layout.marked[i], layout.rows[i]
        if mark.blank:
            continue
        if is_question(mark.title or row.text) and not (row.code or mark.role):
            return i, count
        bare = row.text.strip()
        is_option = len(bare) <= _SHORT_LINE and bare[-1:] not in _ENDS and bare[:1] not in _SHOWN
        if mark.level or mark.role or mark.rule or row.code or not is_option or i in layout.folded:
            break
        count += 1
    return -1, count


def asked_above_lists(layout: Layout) -> Iterator[int]:
    """Yield the indexes of lines that are called a question (`Q: …`) and have a list of several items below."""
    for i, mark in enumerate(layout.marked):
        if mark.role == "stem" and mark.value and not mark.level and not layout.rows[i].code:
            below = layout.marked[i + 1 : i + 4]
            items = below[1:] if below and below[0].blank else below
            if len([*takewhile(lambda one: one.item and not one.role, items)]) > 1:
                yield i


def shared(layout: Layout, segments: Sequence[Segment], places: Places) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each text that several of the questions below it share: a card shows one by itself."""
    for i in _texts_of_several(layout, sorted(segments, key=lambda segment: segment.begin)):
        yield Diagnostic(
            rule=Rule.SHARED_TEXT,
            span=places.span(layout.rows[i].number, layout.rows[i].text),
            message=f"the questions below share this text, and none has it: {shortened(layout.rows[i].text)}",
            hint="repeat in each stem what it needs",
        )


def _texts_of_several(layout: Layout, segments: Sequence[Segment]) -> Iterator[int]:
    """Yield the index of each line that names some of the questions below it, with text that they share.

    `Questions 3 to 5 are about this report:`, and the report.
    """
    numbers = [segment.start.number if segment.start else "" for segment in segments]
    low = 0
    for n, segment in enumerate(segments):
        for i in range(low, segment.begin) if numbers[n] else ():
            row = layout.rows[i]
            may_name = numbers[n] in row.text and len(row.text) <= _LONGEST_SENTENCE and not row.code
            if not may_name or labels.item(row.text) or "|" in row.text:  # a table of contents
                continue
            if _names_several(row.text, numbers[n], numbers[n + 1 : n + _MOST_SHARING]):
                below = layout.rows[i + 1 : segment.begin]
                is_shown = any(row.code or row.text.lstrip()[:1] in _SHOWN for row in below)
                if (
                    is_shown
                    or len("".join(row.text for row in below).encode()) >= _SHORTEST_SHARED
                    or _goes_on(row.text)
                ):
                    yield i
                break
        low = segment.run.last + 1 if segment.run else segment.begin + 1


def _names_several(text: str, first: str, others: Sequence[str]) -> bool:
    """Whether a line names the first question below it and one of the others by their numbers: `Questions 3-5`."""
    return any(
        (match["before"] or match["behind"] or match["brackets"])
        and match["first"] == first
        and match["last"] in others
        for match in _range().finditer(vocabulary.fold(text))
    )


def _goes_on(text: str) -> bool:
    """Whether a line has a text behind a colon or brackets."""
    _, *behind = re.split(r"[:：\])）］】〕]", text, maxsplit=1)
    return bool(behind) and len(behind[0].encode()) >= _SHORTEST_SHARED


@cache
def _range() -> re.Pattern[str]:
    """Return the pattern of the numbers of several questions, in brackets or with a word for questions beside them.

    The word may be in the plural: `Aufgaben 3-5`. Brackets begin the line, as in `[3~5]`.
    """
    word = rf"(?:{vocabulary.alternation('exam', 'questions')}|{vocabulary.alternation('number', 'question')})\w{{0,3}}"
    number, suffix = r"\d{1,3}", r"[ \t]*[題题問问번]"
    opened, closed = r"^[ \t#*_>]*[\[(（［【〔][ \t]*", r"[ \t]*[\])）］】〕]"
    return re.compile(
        rf"(?:(?P<before>{word}[ \t]*)|(?P<brackets>{opened}))?(?<!\d)第?[ \t]*(?P<first>{number})(?:{suffix})?"
        rf"(?:[ \t]*[,、，][ \t]*{number}(?!\d))*?[ \t]*"
        r"(?:[-–—~～〜∼至到、,，&]|[^\W\d_]{1,7})[ \t]*"
        rf"(?:{word}[ \t]*|第)?(?P<last>{number})(?!\d)(?P<behind>[ \t]*{word}|{suffix})?(?(brackets){closed})",
        re.IGNORECASE,
    )
