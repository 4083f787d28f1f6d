"""Letters for question and answer, `Q: …` and `A: …`, in any language: an option may have the same letter."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from ankigen import languages
from ankigen.readers.marks.starts import is_question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.lines import Mark

_LETTERED = re.compile(r"[ \t>*_#-]*(?P<letter>[^\W\d_]\S{0,4}?)\.?[*_]{0,2}[ \t]*[:：][*_]{0,2}[ \t]*(?P<value>.*)$")
_DIGITS = "0123456789"


@cache
def _answers() -> Mapping[str, frozenset[str]]:
    """Return the letters of an answer for each letter of a question."""
    answers: dict[str, set[str]] = defaultdict(set)
    for language in languages.LANGUAGES:
        for pair in languages.words(language, "number")["short"]:
            question, answer = pair.split()
            answers[question].add(answer)
    return {question: frozenset(letters) for question, letters in answers.items()}


def mark_letters(rows: Sequence[Line], marked: list[Mark]) -> None:
    """Mark `A: b` below `Q: …` and its options as an answer, and `Q: …` as a stem."""
    asked = -1
    wanted: frozenset[str] = frozenset()
    seen: set[str] = set()  # labels of options since the last question
    for i, mark in enumerate(marked):
        text = rows[i].text
        match = _LETTERED.match(text) if (":" in text or "：" in text) and not rows[i].code else None
        letter = match["letter"] if match else ""
        if mark.level:
            asked, seen = -1, set()
        if match and asked >= 0 and letter in wanted and _has_value(rows, match, i) and not _is_option(letter, seen):
            if len(seen) > 1 or not _options_follow(rows, marked, i):
                marked[i] = mark._replace(role="answer", value=match["value"], label=None)
                _mark_stem(rows, marked, asked, i)
                asked = -1
        elif match and letter.rstrip(_DIGITS) in _answers() and not _is_option(letter, seen):
            asked, wanted, seen = i, _answers()[letter.rstrip(_DIGITS)], set()
        elif mark.label:
            seen.add(mark.label.written)


def _has_value(rows: Sequence[Line], match: re.Match[str], i: int) -> bool:
    """Whether an answer is beside its letter, or directly below."""
    return bool(match["value"]) or (i + 1 < len(rows) and bool(rows[i + 1].text.strip()))


def _is_option(letter: str, seen: set[str]) -> bool:
    """Whether a letter is the next label of options above it."""
    return letter.lower() not in seen and chr(ord(letter[0]) - 1).lower() in seen


def _mark_stem(rows: Sequence[Line], marked: list[Mark], asked: int, answer: int) -> None:
    """Mark the line of a question as its stem, if it asks or has its answer directly below it."""
    match = _LETTERED.match(rows[asked].text)
    value = match["value"].strip() if match else ""
    between = any(not mark.blank for mark in marked[asked + 1 : answer])
    if value and not marked[asked].role and not marked[asked].start and (not between or is_question(value)):
        marked[asked] = marked[asked]._replace(role="stem", value=value, label=None)


def _options_follow(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether the next label soon below a line, or below the code that it holds, is B: that of an option."""
    begin = next((j for j in range(i + 1, len(rows)) if not (rows[j].code or marked[j].blank)), len(rows))
    below = [mark for mark in marked[begin : begin + 5] if not mark.blank][:3]
    label = next((mark.label for mark in below if mark.label), None)
    return label is not None and label.written == "b"
