"""Signs that say which option is right, where they are not behind it: before it, below it, or in a remark below it.

Numbers of options behind their word, `✅ Option 2: text`, become those of a list.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import pairs, ticks
from ankigen.readers.marks.labels import EMPTY_ROUND_BOX, FILLED_ROUND_BOX, label
from ankigen.readers.marks.lines import marks
from ankigen.readers.marks.starts import is_question, is_word, number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

MAY_HAVE_SIGNS = re.compile(
    r"\n[ \t>*_-]*+(?:[○◯⚪●⦿⬤✅✔❌✘✗✖]|\+[ \t]|\[\*\][ \t]|\([ xX•*✓✔√]?\)[ \t]"
    r"|[(（\[【][^\s()（）\[\]【】]{2,20}(?:[ ][^\s()（）]{2,20})?[)）\]】]"
    r"[ \t*_]*+(?=\n|$)"
    r"|#*+[ \t]*+[^\W\d_]{2,12}[ \t]++\*\*\d"
    r"|[^\d\n]{2,24}+1[*_]{0,2}[ \t]?[.:：)])"
)
# A circle or round box, open or filled; before a number it is a gap to fill in.
_CIRCLE = re.compile(
    rf"(?P<indent>[ \t]*+)(?:[-*+][ \t]++)?"
    rf"(?:[○◯⚪]|{EMPTY_ROUND_BOX}|\[[ ]?\]|(?P<filled>[●⦿⬤]|{FILLED_ROUND_BOX}|\[\*\]))"
    r"[ \t]++(?!\d{1,3}[.、)])(?P<text>\S.*)"
)
_PLUS_OR_MINUS = re.compile(r"(?P<indent>[ \t]*+)(?P<sign>[+-])[ \t]++(?!\[)(?P<text>\S.*)")
_REMARK = re.compile(r"[ \t]*+(?:[-*+>][ \t]++)++(?P<sign>[✅✔❌✘✗✖])\ufe0f?[ \t]++(?P<text>\S.*)")
_MARK_ALONE = re.compile(r"[ \t>*_]*+[(（\[【][^()（）\[\]【】]{2,40}[)）\]】][*_ \t]*+")
_STRONG_NUMBER = re.compile(
    r"(?P<before>[ \t]*+#{0,6}[ \t]*+(?P<word>[^\W\d_]{2,12})[ \t]++)\*\*(?P<number>\d{1,4})\*\*[ \t]*+"
)
_COUNTED = re.compile(r"\D{2,24}\d{1,2}\D")  # a quick look at many lines
_FEWEST_OPTIONS = 2


@cache
def _counted_option() -> re.Pattern[str]:
    """Return the pattern of an option that has a number behind a word for option, and a sign before it or not."""
    word = vocabulary.alternation("answer", "option")
    return re.compile(
        r"(?P<indent>[ \t]*+)(?:[-*+][ \t]++)?(?P<sign>[✅✔❌✘✗✖☑]\ufe0f?[ \t]*+)?[*_]{0,2}"
        rf"(?P<word>{word})[ \t]?(?P<number>\d{{1,2}})[*_]{{0,2}}[ \t]?[.:：)][*_]{{0,2}}[ \t]*(?P<text>\S.*)",
        re.IGNORECASE,
    )


def _with_numbers(rows: Sequence[Line]) -> list[Line]:
    """Return the lines with a list for options that are counted behind a word, `Option 1: x`, below a question.

    Letters in their texts are their labels.
    """
    new = [*rows]
    group: list[tuple[int, re.Match[str]]] = []
    for i in range(len(rows) + 1):
        row = rows[i] if i < len(rows) else None
        option = _counted_option().fullmatch(row.text) if row and not row.code and _COUNTED.match(row.text) else None
        if option and int(option["number"]) == len(group) + 1:
            group.append((i, option))
        elif row is None or row.text.strip():
            if len(group) >= _FEWEST_OPTIONS and _may_have_options(rows, group[0][0], group[0][1]["word"]):
                _put_numbers(new, group)
            group = [(i, option)] if option and option["number"] == "1" else []
    return new


def _may_have_options(rows: Sequence[Line], first: int, word: str) -> bool:
    """Whether the line above options is a question, or names them; their word must not mean answer, or question."""
    if vocabulary.role(word) not in {"", "options"} or is_word(vocabulary.fold(word)):
        return False
    above = next((i for i in range(first - 1, -1, -1) if rows[i].text.strip()), -1)
    if above < 0 or rows[above].code:
        return False
    labelled = label_and_value(rows[above].text)
    role = vocabulary.role(labelled[0]) if labelled else ""
    return role in {"stem", "options"} or bool(number_at(above, rows[above])) or is_question(rows[above].text)


def _put_numbers(rows: list[Line], group: Sequence[tuple[int, re.Match[str]]]) -> None:
    """Put options as items of a list, or with the letters that they have."""
    labels = [label(option["text"]) for _, option in group]
    lettered = [own.position for own in labels if own and own.family in {"A", "a"}] == list(range(len(group)))
    for i, option in group:
        number = "" if lettered else f"{option['number']}. "
        rows[i] = rows[i]._replace(text=f"{option['indent']}{number}{option['sign'] or ''}{option['text']}")


def with_signs_behind(rows: Sequence[Line]) -> list[Line]:
    """Return the lines with square boxes for circles, and each mark of the right option behind it."""
    rows = _with_numbers(rows)
    new = [*rows]
    alone: set[int] = set()  # lines that are nothing but a mark
    for i, row in enumerate(rows):
        if row.code or not row.text:
            continue
        if number := _STRONG_NUMBER.fullmatch(row.text):
            new[i] = row._replace(text=number["before"] + number["number"]) if is_word(number["word"]) else row
        elif i and not rows[i - 1].code and rows[i - 1].text.strip():
            alone |= _take_sign(new, i)
    return _with_boxes(_with_boxes_for_bullets([row for i, row in enumerate(new) if i not in alone]))


def _with_boxes_for_bullets(rows: list[Line]) -> list[Line]:
    """Return the lines with boxes for the bullets of a list below a question: `+` is the right one among `-`."""
    begin = 0
    while begin < len(rows):
        end = begin
        while end < len(rows) and not rows[end].code and _PLUS_OR_MINUS.match(rows[end].text):
            end += 1
        bullets = [bullet for row in rows[begin:end] if (bullet := _PLUS_OR_MINUS.match(row.text))]
        alike = len({bullet["indent"] for bullet in bullets}) == 1 and len({bullet["sign"] for bullet in bullets}) == 2
        if alike and _is_asked(rows, begin):
            for i, bullet in enumerate(bullets, begin):
                box = "x" if bullet["sign"] == "+" else " "
                rows[i] = rows[i]._replace(text=f"{bullet['indent']}- [{box}] {bullet['text']}")
        begin = end + 1
    return rows


def _is_asked(rows: Sequence[Line], begin: int) -> bool:
    """Whether a numbered line or one that asks is directly above a list."""
    above = next((i for i in range(begin - 1, max(begin - 3, -1), -1) if rows[i].text.strip()), None)
    if above is None or rows[above].code:
        return False
    number = number_at(above, rows[above])
    return bool(number and number.text) or is_question(rows[above].text)


def _take_sign(rows: list[Line], i: int) -> set[int]:
    """Put the mark that a line is behind the line above, and return its index.

    A remark with a sign below an option becomes a quotation.
    """
    text, above = rows[i].text, rows[i - 1]
    if _MARK_ALONE.fullmatch(text) and not (i + 1 < len(rows) and rows[i + 1].code):  # the option is code below it
        is_mark = ticks.without_tick(f"x {text.strip(' >*_')}") == ("x", True)
        rows[i - 1] = above._replace(text=f"{above.text} ✓") if is_mark else above
        return {i} if is_mark else set()
    remark = _REMARK.fullmatch(text)
    option = label(above.text) if remark and not _may_answer(rows[i], remark["text"]) else None
    if remark and option and option.family != "box" and not option.ticked:
        right = " ✓" if remark["sign"] in ticks.TICKS else ""
        rows[i - 1 : i + 1] = [above._replace(text=above.text + right), rows[i]._replace(text=f"  > {remark['text']}")]
    return set()


def _may_answer(row: Line, text: str) -> bool:
    """Whether a text behind a sign states an answer, or is about another option by its label."""
    return bool(label(text) or pairs.is_labels(text) or marks([row._replace(text=text)])[0].role)


def _with_boxes(rows: list[Line]) -> list[Line]:
    """Return the lines with square boxes for circles, where some are filled and others not, or all are `(x)`."""
    group: list[tuple[int, re.Match[str]]] = []
    for i in range(len(rows) + 1):
        row = rows[i] if i < len(rows) else None
        match = _CIRCLE.fullmatch(row.text) if row and not row.code else None
        if match:
            group.append((i, match))
        elif row is None or row.text.strip():
            filled = [circle["filled"] or "" for _, circle in group]
            if (any(filled) and not all(filled)) or (len(filled) > 1 and all(mark.startswith("(") for mark in filled)):
                for n, circle in group:
                    box = "x" if circle["filled"] else " "
                    rows[n] = rows[n]._replace(text=f"{circle['indent']}- [{box}] {circle['text']}")
            group = []
    return rows
