"""Several answers on one line, each with the number of its question: `1-B, 2-C`, `1. B 2. C`, `1-5 BCADB`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import cells, table_end
from ankigen.readers import vocabulary
from ankigen.readers.marks.starts import is_word, plain_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.mark import Mark

_LONGEST_PAIRS = 5_000  # characters of a line
_GAP = re.compile(r"(?:[^\w?？]|_)*+")
_LETTERS = re.compile(
    r"(?:[A-JＡ-Ｊ]{2,200}|[a-j]{2,200}|[^\W\d_])(?![^\W\d_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e])"
    r"|[①-⑩]"
)
_WORD = r"(?P<word>[第問问題题문]|[Qq]|[^\W\d_]{2,16}(?:[ ][^\W\d_]{1,16})?)"
_COUNTED = r"(?P<number>\d{1,4})(?![\d%])[題题問问番번회]?"
# Where the number of a question may be the first thing but a word.
_FIRST_NUMBER = re.compile(r"(?:[^\w?？]|_)*+(?:[^\W\d_]{1,16}[ ]?){0,2}[ \t.#№]*\d")
_DASH = r"[-–—~〜]"
# Before a text: a number with a sign behind it that no amount has.
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\s,;|(\[]))[*_(\[]*(?:{_WORD}[ .#№]*)?(?P<number>\d{{1,4}})[*_]*[.):：=\]、．]+[*_]*(?=[ \t]*[^\s\d])"
)

# A number beside the number of an option; behind a stop or a dash alone it may be a decimal or a range.
_OF_PLACES = re.compile(
    rf"[|\s]*+(?:{_WORD}[ .#№]*)?[(\[]?(?P<number>\d{{1,4}})[)\]]?"
    r"(?:(?:[ \t]*+[):：=→–—-]++>?[ \t]*+|\.[ \t]++)[(（\[]?|[ \t]*+[(（\[])"
    r"[1-9][)）\]]?(?!\w)(?:[ \t]*+[,;，；、|][ \t]*+|[ \t]++|$)",
    re.IGNORECASE,
)

# A number with a dash before a word: of an answer in words, behind those that are letters.
_IN_WORDS = re.compile(r"(?<![\w.-])(?P<number>\d{1,3})[ \t]*[–—][ \t]+(?=[^\w\n]{0,3}[^\W\d_]{2})")
_FEWEST_LISTED = 2  # labels
_FARTHEST_LABEL = 200  # lines between two labels of answers
_FARTHEST_LIST = 60  # lines above pairs in which the two lists are that they match
ITEM = re.compile(r"[ \t>]*(?:[-*+•][ \t]+)?[*_(]{0,3}(?P<number>\d{1,3})[.)、．:]")
_CELL_NUMBER = re.compile(r"\|[ \t]*[*_(]*(\d{1,2})[.)*_]*(?=[ \t|])")
_CELL_LETTER = re.compile(r"\|[ \t]*[*_(]*([A-Za-z])[.)*_]*(?=[ \t|])")
_NUMBER_CELL = re.compile(r"\W{0,9}(?:[^\W\d]{1,16}[ .#]*)?(?P<number>\d{1,4})\W{0,9}")
_TITLED = re.compile(r"[\s*_>-]*(?P<title>[^\W\d][^:：|]{0,60}[^\s:：|*_])[*_\s]*[:：][*_\s]*(?P<rest>.*\d.*)$")


class NumberedAnswer(NamedTuple):
    """An answer, as it is written, and the number of its question.

    Of a range whose answers are more or fewer than its questions, `number` is the range: `1-5`.
    """

    number: str
    value: str


def of_letters(text: str) -> list[NumberedAnswer]:
    """Return the pairs of a line that has numbers and letters alone; none where it has anything else.

    Behind two pairs or more, the numbers may go on with answers in words: `1-b, 2-c. 3 — It is faster`.
    """
    if len(text) > _LONGEST_PAIRS:
        return []
    if text.isascii() or not (words := _IN_WORDS.search(text)):
        return _of_letters(text)
    pairs = _of_letters(text[: words.start()])
    goes_on = len(pairs) > 1 and pairs[-1].number == str(int(words["number"]) - 1)
    return [*pairs, *_of_words(text, words.start(), int(words["number"]))] if goes_on else _of_letters(text)


def _of_words(text: str, at: int, number: int) -> Iterator[NumberedAnswer]:
    """Yield the answers in words from a place on, whose numbers go up one by one."""
    while at < len(text):
        begin = _IN_WORDS.match(text, at)
        ends = (match.start() for match in _IN_WORDS.finditer(text, at + 1) if match["number"] == str(number + 1))
        end = next(ends, len(text))
        yield NumberedAnswer(str(number), text[begin.end() if begin else at : end].strip(" \t*_)"))
        at, number = end, number + 1


def _of_letters(text: str) -> list[NumberedAnswer]:
    pairs: list[NumberedAnswer] = []
    at = _past(text, 0)
    asked = 0  # the number behind the first word for question
    while at < len(text):
        first = _number().match(text, at)
        if not first or not _is_question_word(first["word"]):
            return []
        if not first["word"] and int(first["number"]) <= asked:
            return []  # `Question 1: B - 1B, 2A` answers one question
        asked = asked or (int(first["number"]) if first["word"] else 0)
        letters, at = _letters(text, _past(text, first.end()))
        if not letters:
            return []
        pairs += _paired(first, text, letters)
    return pairs


def begins(text: str) -> bool:
    """Whether a line begins as one that has pairs: with the number of a question."""
    return bool(_FIRST_NUMBER.match(text))


def _past(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _letters(text: str, at: int) -> tuple[list[re.Match[str]], int]:
    """Return the letters up to the next number, and where that begins."""
    letters: list[re.Match[str]] = []
    while match := _LETTERS.match(text, at):
        ahead = _number().match(text, at)
        if ahead and ahead["word"] and _is_question_word(ahead["word"]) and letters:
            break  # `Q2`
        letters.append(match)
        at = _past(text, match.end())
    return letters, at


def _paired(first: re.Match[str], text: str, letters: list[re.Match[str]]) -> Iterator[NumberedAnswer]:
    """Yield the pair of a number, or those of a range."""
    value = text[letters[0].start() : letters[-1].end()]
    if not first["last"]:
        yield NumberedAnswer(plain_number(first["number"]), value)
        return
    low, high = int(first["number"]), int(first["last"])
    answers = list(letters[0][0]) if len(letters) == 1 else [match[0] for match in letters]
    if high - low + 1 != len(answers):
        yield NumberedAnswer(f"{low}-{high}", value)
        return
    yield from map(NumberedAnswer, map(str, range(low, high + 1)), answers)


def titled(text: str) -> tuple[str, list[NumberedAnswer]]:
    """Return the title of a chapter and the pairs behind it: `Part 2: 1-B 2-C`; no pairs where a line has others."""
    match = _TITLED.match(text)
    pairs = of_letters(match["rest"]) if match and not _names_question(match["title"]) else []
    return (match["title"], pairs) if match and pairs else ("", [])


def _names_question(title: str) -> bool:
    """Whether a title is the word for question and a number: `Question 1: 1A, 2B` answers that one."""
    word, _, number = title.rpartition(" ")
    return number.strip(" .#№").isdecimal() and is_word(word.casefold())


def of_texts(text: str) -> list[NumberedAnswer]:
    """Return the pairs of a line that has texts behind numbers: `1. Pacific, 2. Danube`; none where it has others.

    The numbers go up one by one.
    """
    marks = list(_NUMBERED.finditer(text)) if len(text) <= _LONGEST_PAIRS else []
    begins = [_begin(mark) for mark in marks]
    if len(marks) < 2 or _past(text, 0) < begins[0]:
        return []
    numbers = [int(mark["number"]) for mark in marks]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return []
    ends = [*begins[1:], len(text)]
    return [
        NumberedAnswer(plain_number(mark["number"]), text[mark.end() : end].strip(" \t,;|，；、"))
        for mark, end in zip(marks, ends, strict=True)
    ]


def are_places(text: str) -> bool:
    """Whether a line has numbers of questions, each beside that of an option, and nothing else: `1. (2)  2. (4)`.

    The numbers of the questions go up one by one.
    """
    numbers: list[int] = []
    at = 0
    while (
        at < len(text) <= _LONGEST_PAIRS and (match := _OF_PLACES.match(text, at)) and _is_question_word(match["word"])
    ):
        numbers.append(int(match["number"]))
        at = match.end()
    return at == len(text) and len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def of_table(rows: Sequence[Line], i: int) -> list[str]:
    """Return the numbers of a table that begins at index `i`, each beside or above labels of options; [] for others.

    Cells behind the labels may have anything.
    """
    grid = [cells(rows[j].text) for j in (i, *range(i + 2, table_end(rows, i)))]
    answered = [row[1] if len(row) > 1 else "" for row in grid[1:]]
    numbers = counted(rows, i)
    is_across = bool(numbers) and _number_of(grid[0][-1]) == numbers[-1]
    return (
        numbers if is_across or all(is_labels(cell) or cell.strip("*_`() .").isdecimal() for cell in answered) else []
    )


def counted(rows: Sequence[Line], i: int) -> list[str]:
    """Return the numbers in the head of a table that begins at index `i`, or those that its other rows begin with."""
    grid = [cells(rows[j].text) for j in (i, *range(i + 2, table_end(rows, i)))]
    across = [number for cell in grid[0] if (number := _number_of(cell))]
    if len(across) > 1 and len(across) >= len(grid[0]) - 1:
        return across if len(grid) > 1 else []
    down = [_number_of(row[0]) for row in grid[1:]]
    return down if all(down) else []


def _number_of(cell: str) -> str:
    """Return the number of a question in a cell; "" for anything else."""
    number = _NUMBER_CELL.fullmatch(cell)
    return plain_number(number["number"]) if number else ""


def _begin(mark: re.Match[str]) -> int:
    """Return where a number begins: with the word before it, where that means question."""
    return mark.start() if _is_question_word(mark["word"]) else mark.start("number")


def _is_question_word(word: str | None) -> bool:
    return not word or word in "第問问題题문" or is_word(word.casefold())


def is_labels(text: str) -> bool:
    """Whether a text is labels of options and nothing else: `B`, `(b)`, `A, C`, `AC`."""
    letters, end = _letters(text, _past(text, 0)) if len(text) < 60 else ([], 0)
    small = len(letters) == 1 and letters[0][0].islower() and len(letters[0][0]) > 1
    return bool(letters) and end == len(text) and not small


@cache
def _number() -> re.Pattern[str]:
    """Return the pattern of a question's number, or of a range of them, with or without a word before it."""
    to = vocabulary.alternation("answer", "to")
    return re.compile(
        rf"(?:{_WORD}[ \t]*[.#№]*[ \t]*)?[#№]?{_COUNTED}"
        rf"(?:(?:[ \t]*(?:{_DASH}|[至到])[ \t]*|[ \t]+(?:{to})[ \t]+)[Qq#]?(?P<last>\d{{1,4}})(?!\d))?",
        re.IGNORECASE,
    )


def match_two_lists(rows: Sequence[Line], marked: Sequence[Mark], i: int, of_pairs: Sequence[str]) -> bool:
    """Whether the numbers of pairs are those of a list above them, beside one with letters."""
    wanted = set(of_pairs)
    numbers: list[str] = []
    letters = 0
    for j in range(i - 1, max(i - _FARTHEST_LIST, -1), -1):
        mark, text = marked[j], rows[j].text
        if mark.level or mark.rule or mark.role or _is_other(mark, text, numbers):
            break
        counted = _CELL_NUMBER.findall(text) if text.lstrip().startswith("|") else []
        item = ITEM.match(text)
        if counted:
            numbers += counted
            letters += len(_CELL_LETTER.findall(text))
        elif mark.label:
            letters += 1
        elif item:
            numbers.append(item["number"])
    return letters > 1 and len(numbers) > 1 and set(numbers) == wanted


def are_of_one(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether the lines below a label count the right options of the one question above it: `1. b`, `2. c`.

    The same label is near, and between the two is one question. A key would be below several.
    """
    counted = 0
    while i + counted + 1 < len(rows) and [pair.number for pair in of_letters(rows[i + counted + 1].text)] == [
        str(counted + 1)
    ]:
        counted += 1
    if counted < _FEWEST_LISTED:
        return False
    low, high = max(i - _FARTHEST_LABEL, 0), min(i + _FARTHEST_LABEL, len(rows))
    above = next((j for j in range(i - 1, low - 1, -1) if rows[j].text == rows[i].text), -1)
    below = next((j for j in range(i + 1, high) if rows[j].text == rows[i].text), -1)
    return max(above, below) >= 0 and all(
        sum((label := mark.label) is not None and label.position == 0 for mark in marked[begin:end]) == 1
        for begin, end in ((above + 1 if above >= 0 else low, i), (i, below))
        if end >= 0
    )


def _is_other(mark: Mark, text: str, numbers: Sequence[str]) -> bool:
    """Whether a line above a list that counts down to `numbers` belongs to something else."""
    item = None if mark.label else ITEM.match(text)
    if not numbers or mark.blank or text.lstrip().startswith("|"):
        return False
    if mark.label:
        return numbers[-1] != "1"  # the options of another question
    return item is None or int(item["number"]) != int(numbers[-1]) - 1
