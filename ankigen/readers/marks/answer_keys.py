"""Which lines name or hold the answers of several questions, by their numbers."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.marks import labels, pairs
from ankigen.readers.marks.starts import NO_HEADING, number_at, plain_number
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.labels import Label
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start

_FARTHEST_QUESTION = 400  # lines above a name in which the questions are that the lines below it answer
_FARTHEST_ABOVE = 30  # lines above an answer in which its options are
_FARTHEST_PART = 60  # lines above an answer in which the headings of the other parts of its question are
_SIGNS = " \t*_:：>"
_BULLET = re.compile(r"[ \t]*[-*+•][ \t]+(?P<text>.*)$")
_BEFORE_ANSWER = re.compile(r"^([#*_ \t]{0,10})A(?=\d{1,3}[.:)])")
_KEYED = re.compile(
    r"[*_]{0,2}(?:[^\W\d_]{1,10}[ \t.#]*)?\d{1,4}[ \t]*[.:)=–—-][*_]{0,2}[ \t]*"
    r"(?:[*_`(\[]*[A-Ha-h]\b|[^\W\d_]{2,12}[ ][*_`(]*[A-Ha-h][*_`).]*$)"
)
_PLACED = re.compile(
    r"[*_]{0,2}(?:[^\W\d_]{1,10}[ \t.#]*)?\d{1,4}[ \t]*"
    r"(?:[.):=][*_]{0,2}[ \t]+[(\[]?[1-9][)\]]?|[–—-][ \t]*[(\[][1-9][)\]])[*_ \t]*"
)  # the number of an option
_RANGE = re.compile(r"[*_(\[ \t]*(?P<first>\d{1,4})[ \t]*[-–—~/][ \t]*\d{1,2}[*_)\] \t.]*")
_NUMBERED_ROW = re.compile(r"[ \t]*(?:\||(?:\|[^|]{0,40}\|)?)[ \t]*\W{0,4}(?:[^\W\d]{1,10}[ .#]*)?\d{1,4}\W{0,4}\|")
_BEFORE_NUMBER = re.compile(
    r"(?=\D*+\d)[ \t>*_#-]*(?P<name>[^\W\d_][^\d:：|]{1,40}?)[ \t]+(?P<value>(?:[Qq]|[^\W\d_]+[ \t]+)?\d.*)$"
)
_NUMBERS = re.compile(r"(?:^|[\s,;|])\W{0,3}(\d{1,3})[ \t]*[-.:)=–—>→]{0,2}[ \t]*[*_`(]*[A-Za-z]")


def of_answer_key(bare: str) -> tuple[str, str] | None:
    """Return the answers of a line that names an answer key before their numbers: `Answers 1-5: BADCE`, `Key 1B 2A`."""
    match = _BEFORE_NUMBER.match(bare)
    if not match or not {"answer", "answer_key"} & {*vocabulary.roles(match["name"])}:
        return None
    return ("answer_key", match["value"]) if _are_several(match["value"]) else None


def _are_several(text: str) -> bool:
    """Whether a text holds the answers of several questions by their numbers, and nothing else."""
    return len(pairs.of_letters(text)) > 1 or pairs.are_places(text)


def is_answer_key_row(text: str) -> bool:
    """Whether a line answers questions by their numbers: `1-B, 2-C`, `1-5 BCADB`, `- Q1: B`."""
    bullet = _BULLET.match(text)
    bare = bullet["text"] if bullet else text
    return bool(pairs.of_letters(bare) or pairs.titled(bare)[1] or _KEYED.match(bare) or _PLACED.fullmatch(bare))


def role_of_answers(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> str:
    """Return what `Answer` or `Answers` names: options below it, an answer key, or the answer of one question."""
    mark = marked[i]
    if mark.value:
        listed = _are_several(mark.value) and not pairs.match_two_lists(rows, marked, i, _NUMBERS.findall(mark.value))
        listed = listed and not _repeats_option(rows, marked, i)
        return "answer_key" if listed else "answer"
    if _is_above_options(marked, i):
        return "options"
    below = next((rows[j].text for j in range(i + 1, min(i + 5, len(rows))) if not marked[j].blank), "")
    names_several = mark.level or not pairs.are_of_one(rows, marked, i)
    roles = vocabulary.roles(mark.title or rows[i].text.strip(_SIGNS)) if names_several else ()
    counted = below[:1] != "(" and (len(pairs.of_letters(below)) == 1 or _places_one_above(marked, i, below))
    single = mark.level and counted and _is_only(rows, marked, i)
    if single or _are_several(below) or ("answer_key" in roles and is_answer_key_row(below)):
        return "answer_key"
    if ("answer_key" in roles and _may_be_of_number(marked, i, below)) or _answers_several(rows, marked, i):
        return "answer_key"
    heads = mark.level or rows[i].text.rstrip().endswith(("**", "__")) or below.lstrip().startswith("|")
    if "answer_key" not in roles:  # in many languages one word is for an answer and for several
        counts = heads and (_is_above_question(rows, marked, i) or _is_above_table(rows, marked, i))
        return "answer_key" if counts or _is_above_answered(rows, marked, i) else "answer"
    heads = heads or _is_of_all_above(rows, marked, i)
    return "answer_key" if heads and _is_above_answer_key(rows, marked, i) else "answer"


def _is_of_all_above(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether a label such as `Answers:` is the first in a file that has a question 2 above, and a list counts below.

    Then it is no label of single questions, each with its own answers.
    """
    items = [item["number"] for row in rows[i + 1 : i + 4] if (item := pairs.ITEM.match(row.text))]
    if items[:2] != ["1", "2"] or any(marked[j].role in ANSWER_ROLES | {"answer_key"} for j in range(i)):
        return False
    return any((start := marked[j].start) and start.number == "2" for j in range(i))


def _places_one_above(marked: Sequence[Mark], i: int, text: str) -> bool:
    """Whether a line is the number of a question above, and that of an option: `27. (1)`."""
    item = pairs.ITEM.match(text) if _PLACED.fullmatch(text) else None
    return item is not None and any(mark.start and mark.start.number == item["number"] for mark in marked[:i])


def _answers_several(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether the lines below a name count on with a letter each, like questions above with options and no answer.

    Below the answer of a question, the lines may put its options in order.
    """
    below = (rows[j].text for j in range(i + 1, min(i + 6, len(rows))) if not marked[j].blank)
    wanted = [number for text in islice(below, 2) if (number := _number_answered(text))]
    if len(wanted) < 2 or int(wanted[1]) != int(wanted[0]) + 1:
        return False
    look, labelled = "", False  # whether options are below the number that is looked for
    for mark in reversed(marked[max(i - _FARTHEST_QUESTION, 0) : i]):
        if mark.answers:
            return False
        labelled = labelled or mark.label is not None
        start = mark.start if labelled else None
        if start and start.text and start.number == wanted[-1] and start.look == (look or start.look):
            look, labelled = start.look, False
            wanted.pop()
        if not wanted:
            return True
    return False


def _number_answered(text: str) -> str:
    """Return the number that a line has before an answer: `1. B`, `**1.** B because …`; "" for others."""
    answered = pairs.of_letters(text)[:1]
    item = pairs.ITEM.match(text) if _KEYED.match(text) else None
    return answered[0].number if answered else plain_number(item["number"]) if item else ""


def _may_be_of_number(marked: Sequence[Mark], i: int, below: str) -> bool:
    """Whether `27-3` below a title may be the answer of question 27 above: it is no range of options for sure."""
    pair = _RANGE.fullmatch(below)
    starts = [start for mark in marked[max(i - _FARTHEST_ABOVE, 0) : i] if (start := mark.start)] if pair else []
    return pair is not None and any(
        start.number == plain_number(pair["first"]) and (start is starts[-1] or start.look != starts[-1].look)
        for start in starts
    )


def is_doubtful(mark: Mark, below: str) -> bool:
    """Whether a line names answers, and the one below may be that of a question by its number, or a range."""
    return mark.role == "answer_key" and not (mark.value or mark.level) and bool(_RANGE.fullmatch(below))


def _is_only(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether a heading comes once, and only lines with a number are below it: it answers each question of a file.

    One beside the headings of a question's other parts is that of its own answer.
    """
    again = sum(row.text == rows[i].text for row in rows) > 1
    is_part = any(
        mark.role in {"stem", "options"} and mark.level == marked[i].level
        for mark in marked[max(i - _FARTHEST_PART, 0) : i]
    )
    return not (again or is_part) and all(
        mark.blank or is_answer_key_row(row.text) for row, mark in zip(rows[i + 1 :], marked[i + 1 :], strict=True)
    )


def _is_above_question(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether the first line below a title begins with the word for question and a number: `Question 1: B`."""
    below = _texts_below(marked, i)
    begin = start_of(below[0], rows[below[0]], marked[below[0]]) if below else None
    return begin is not None and begin.is_worded and bool(begin.word and begin.text)


def _is_above_answered(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether below a title is the number of a question above on a line of its own, and below that an answer."""
    below = _texts_below(marked, i)
    begin = start_of(below[0], rows[below[0]], marked[below[0]]) if len(below) > 1 else None
    if begin is None or begin.text or not (begin.word or begin.level < NO_HEADING):
        return False
    is_answer = marked[below[1]].role in ANSWER_ROLES or pairs.is_labels(rows[below[1]].text)
    return is_answer and any(mark.start and mark.start.number == begin.number for mark in marked[:i])


def _texts_below(marked: Sequence[Mark], i: int) -> list[int]:
    """Return the indexes of the next two lines with text, if they are near."""
    return [j for j in range(i + 1, min(i + 8, len(marked))) if not marked[j].blank][:2]


def _is_above_table(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether the first lines below a title are a table of numbers with labels of options, which match no two lists."""
    begin = next((j for j in range(i + 1, min(i + 5, len(rows))) if not marked[j].blank), i)
    numbers = pairs.of_table(rows, begin)
    return bool(numbers) and not pairs.match_two_lists(rows, marked, i, numbers)


def start_of(i: int, row: Line, mark: Mark) -> Start | None:
    """Return the number that the `i`th line begins with, also behind a bullet or a letter for answer: `A3. (B)`."""
    if mark.start is not None or row.code:
        return mark.start
    bullet = _BULLET.match(row.text)
    text = bullet["text"] if bullet else row.text
    bare = _BEFORE_ANSWER.sub(r"\1", text, count=1) if "A" in text else text
    return number_at(i, row._replace(text=bare)) if bullet or bare != text else None


def answers_one_of(rows: Sequence[Line], marked: Sequence[Mark], i: int, numbers: Collection[str]) -> bool:
    """Whether a line begins an answer key: with one of these numbers, in a table or not, or as a row of several."""
    start, text = start_of(i, rows[i], marked[i]), rows[i].text
    if start and start.number in numbers:
        return True
    return is_answer_key_row(text) or _are_several(text) or any(number in numbers for number in pairs.counted(rows, i))


def _is_above_answer_key(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether a heading such as `Answer key` has numbers below it, and no single answer."""
    below = [j for j in range(i + 1, min(i + 30, len(marked))) if not marked[j].blank and not marked[j].rule][:6]
    is_answered = len(below) > 1 and marked[below[1]].role in ANSWER_ROLES  # what is above is the question's number
    if below and (
        (_is_answer(rows[below[0]].text) and not is_answered) or _is_bulleted_text(rows[below[0]], marked[below[0]])
    ):
        return False
    return any(
        marked[j].start
        or is_answer_key_row(rows[j].text)
        or (
            marked[j].label is None
            and (bullet := _BULLET.match(rows[j].text))
            and number_at(j, rows[j]._replace(text=bullet["text"]))
        )
        or (marked[j].level and not marked[j].role)
        or _NUMBERED_ROW.match(rows[j].text)
        for j in below
    )


def _is_bulleted_text(row: Line, mark: Mark) -> bool:
    """Whether a line is an item without a number, which is no entry: the text of an option that is right."""
    bullet = _BULLET.match(row.text)
    return bool(bullet and not mark.start and not mark.label and not bullet["text"].strip("*_[(#Qq ")[:1].isdigit())


def _is_answer(text: str) -> bool:
    """Whether a line is labels of options or a number, and nothing else."""
    bare = text.strip("*_` .()")
    return bare.isdecimal() or (not bare[:1].isdecimal() and pairs.is_labels(text))


def _repeats_option(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether an answer is the text of an option near above: `1A, 2B` may be the pairs of one question."""
    value = "".join(filter(str.isalnum, marked[i].value.casefold()))
    for j in range(max(i - _FARTHEST_ABOVE, 0), i):
        label, bullet = marked[j].label, _BULLET.match(rows[j].text)
        text = label.text if label else bullet["text"] if bullet else ""
        if text and "".join(filter(str.isalnum, text.casefold())) == value:
            return True
    return False


def _repeats_labels(marked: Sequence[Mark], i: int, below: Sequence[Label]) -> bool:
    """Whether options near above a line begin with the same labels and texts as those below: it answers them."""
    written = (mark.label for mark in marked[max(i - _FARTHEST_ABOVE, 0) : i] if mark.label)
    own = ((labels.label(label.text) or label) if label.family == "box" else label for label in written)
    above = {(label.written, label.text.strip()) for label in own}
    return all((label.written, label.text.strip()) in above for label in below)


def _is_above_options(marked: Sequence[Mark], i: int) -> bool:
    """Whether the label `Answers` has options below it: it names those."""
    below = [mark for mark in marked[i + 1 : i + 8] if not mark.blank]
    here = marked[i].title or marked[i].value
    first = next((mark.label for mark in below[:1]), None)
    return (
        len(below) > 1
        and first is not None
        and first.position <= 0
        and below[1].label is not None
        and bool(first.text and below[1].label.text)
        and not (marked[i].level and below[0].start)  # `1. A. text` answers question 1
        and not _repeats_labels(marked, i, (first, below[1].label))
        and bool(
            "answer_key" in vocabulary.roles(marked[i].title) if marked[i].level else first.family != "box" or here
        )
    )
