"""Several entries in a line or a table: `1-B, 2-C`, `1-5 BCADB`, a column of numbers beside one of answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, cells
from ankigen.readers import vocabulary
from ankigen.readers.grouping.answer_keys.entry import AnswerEntry, reads, words_of
from ankigen.readers.marks import pairs
from ankigen.readers.marks.starts import NO_HEADING, is_word, plain_number
from ankigen.readers.vocabulary import ANSWER_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.readers.grouping.answer_keys.entry import Options

# A number with a number for its answer: `1-2, 2-4`.
_OF_NUMBERS = re.compile(
    r"[|\s]*+(?:[Qq]|\()?(?P<number>\d{1,4})[ \t]*+[.):：|=–—-]++[ \t]*+(?P<value>[^\s,;|，；]+)[,;，；|\s]*+"
)
_CELL_NUMBER = re.compile(r"\W*(?:(?P<word>[^\W\d]{1,16})[ .#]*)?(?P<number>\d{1,4})\W*")


def of_table(rows: Sequence[Line], start: int, end: int, options: Options) -> Iterator[AnswerEntry]:
    """Yield the entries of a table: numbers are before their answers in a row, or above them."""
    grid = [(i, cells(rows[i].text)) for i in (start, *range(start + 2, end))]
    header = grid[0][1]
    if all(map(_number_of, header[1:] or header)):
        for (_, numbers), (i, answers) in zip(grid[::2], grid[1::2], strict=False):
            yield from _of_columns(rows[i], i, numbers, answers)
        return
    for i, row in grid:
        yield from _of_row(rows[i], i, row, header, options)


def _of_columns(line: Line, i: int, numbers: Sequence[str], answers: Sequence[str]) -> Iterator[AnswerEntry]:
    """Yield an entry for each answer below a number."""
    for cell, answer in zip(numbers, answers, strict=False):
        if (number := _number_of(cell)) and answer:
            yield AnswerEntry(i, number, answer, line.number, closed=True)


def _answer_column(roles: Sequence[str]) -> int | None:
    """Return the index of the only column whose title means answer."""
    columns = [n for n, role in enumerate(roles) if role in ANSWER_ROLES | {"answer_key"}]
    return columns[0] if len(columns) == 1 else None


def _of_row(line: Line, i: int, row: Sequence[str], header: Sequence[str], options: Options) -> Iterator[AnswerEntry]:
    """Yield the entries of a row with a number before each answer; what else a single one has beside is below it.

    A cell below a title such as `Level` is that of the question, any other one explains the answer.
    """
    roles = [vocabulary.role(cell) for cell in header]
    answered = list(_cell_pairs(row, _answer_column(roles), options))
    for at, number in answered:
        beside = [n for n, cell in enumerate(row) if cell and n != at and _number_of(cell) != number]
        facts = [n for n in beside if n < len(roles) and roles[n] in METADATA_ROLES]
        why = " ".join(row[n] for n in beside if n not in facts)
        texts = [why, *(f"{header[n]}: {row[n]}" for n in facts)] if len(answered) == 1 else []
        below = tuple(Line(line.number, text, code=False) for text in texts if text)
        yield AnswerEntry(i, number, row[at], line.number, NO_HEADING, below, closed=True)


def _cell_pairs(row: Sequence[str], column: int | None, options: Options) -> Iterator[tuple[int, str]]:
    """Yield the index of each cell that answers the question whose number is in a cell before, and the number."""
    number = ""
    for n, cell in enumerate(row):
        if not number:
            number = _number_of(cell)
        elif cell and (
            n == column or reads(cell, number, options, any_label=True) or _may_answer(cell, number, options)
        ):
            yield n, number
            number = ""


def _may_answer(cell: str, number: str, options: Options) -> bool:
    """Whether a cell is the answer to a question that there is not."""
    return number not in options and pairs.is_labels(cell)


def _number_of(cell: str) -> str:
    """Return the number of a question in a cell, "" where it has anything else."""
    match = _CELL_NUMBER.fullmatch(cell)
    return plain_number(match["number"]) if match and (not match["word"] or is_word(match["word"])) else ""


def of_line(i: int, line: Line, text: str, options: Options) -> list[AnswerEntry]:
    """Return the entries of a line that has nothing else: `1-B, 2-C`, with or without the chapter: `Part 2: 1-B`."""
    numbered = pairs.of_letters(text) or _of_texts(text, options) or _of_numbers(text, options)
    part, below = ("", numbered) if numbered else pairs.titled(text)
    return [AnswerEntry(i, *pair, line.number, closed=True, part=part if words_of(part) else "") for pair in below]


def _of_texts(text: str, options: Options) -> list[pairs.NumberedAnswer]:
    """Return the pairs of numbers and texts if every text whose question exists answers it, else none."""
    numbered = pairs.of_texts(text)
    answerable = [pair for pair in numbered if pair.number in options]
    return numbered if answerable and all(reads(pair.value, pair.number, options) for pair in answerable) else []


def _of_numbers(text: str, options: Options) -> list[pairs.NumberedAnswer]:
    numbered: list[pairs.NumberedAnswer] = []
    at = 0
    while at < len(text) and (match := _OF_NUMBERS.match(text, at)):
        number = plain_number(match["number"])
        if not reads(match["value"], number, options):
            return []
        numbered.append(pairs.NumberedAnswer(number, match["value"]))
        at = match.end()
    return numbered if at >= len(text) and len(numbered) > 1 else []
