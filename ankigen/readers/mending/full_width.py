"""Full-width letters where ankigen reads a label or an answer: `Ａ．` and `（Ｂ）`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ankigen.model import Fix, Span
from ankigen.readers.blocks import unwrap
from ankigen.readers.marks.answer_keys import is_answer_key_row
from ankigen.readers.marks.lines import marks
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.model import Question
    from ankigen.source import Source

_FULL_WIDTH = re.compile(r"[Ａ-Ｚａ-ｚ]")
# The label of an option, and what is between it and the text.
_LABEL = re.compile(
    r"(?P<lead>[ \t\u3000>]*(?:[-*+][ \t]+)?(?:\[[ xX]?\][ \t]+)?(?:\*\*|__)?)"
    r"(?P<label>[（(]?[Ａ-Ｚａ-ｚ][）)．.、:：]?)(?P<gap>[ \t\u3000]*)"
)
# One letter by itself, with its brackets: no part of a word in full-width letters, such as ＡＰＩ.
_LETTER = re.compile(r"(?<![^\W_])[（(]?[Ａ-Ｚａ-ｚ][）)．]?(?![^\W_])")
_JOINED = re.compile(r"[\s*_`、，,;；/／&＆+＋\-–—~～和及與与およびまたは或]*")


def letter_fixes(source: Source, questions: Iterable[Question]) -> Iterator[Fix]:
    """Yield a fix for each full-width letter that labels an option of these questions, or states an answer."""
    if not _FULL_WIDTH.search(source.text):
        return
    lines = source.text.split("\n")
    labelled = {option.line for question in questions for option in question.options}
    for number in sorted(labelled):
        match = _LABEL.match(lines[number - 1])
        if match and _FULL_WIDTH.search(match["label"]):
            yield _narrowed_label(source.path, number, match)
    page = unwrap.read_page(source.text)
    for row, mark in zip(page.rows, marks(page.rows), strict=True):
        line = lines[row.number - 1]
        states = mark.role in ANSWER_ROLES or is_answer_key_row(unicodedata.normalize("NFKC", row.text))
        if states and row.number not in labelled and not row.code and _FULL_WIDTH.search(line):
            yield from _narrowed_answer(source.path, row.number, line, mark.value)


def _narrowed_label(path: str, number: int, match: re.Match[str]) -> Fix:
    old = match["label"] + match["gap"]
    narrow = unicodedata.normalize("NFKC", match["label"])
    ends = match["gap"].replace("\u3000", " ") or (" " if narrow[-1] in ".):" else "")
    return Fix(
        span=Span(path=path, line=number, column=match.end("lead") + 1), old=old, new=narrow + ends, why="letter"
    )


def _narrowed_answer(path: str, number: int, line: str, value: str) -> Iterator[Fix]:
    """Yield a fix for each letter at the beginning of an answer; what follows the letters is its reason."""
    at = line.find(value) if value else -1
    end = max(at, 0)
    for match in _LETTER.finditer(line, end):
        if at >= 0 and not _JOINED.fullmatch(line, end, match.start()):
            return
        end = match.end()
        narrow = unicodedata.normalize("NFKC", match[0])
        if narrow != match[0]:
            yield Fix(
                span=Span(path=path, line=number, column=match.start() + 1), old=match[0], new=narrow, why="letter"
            )
