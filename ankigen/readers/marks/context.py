"""What lines are by those beside them: letters for question and answer, words for right and wrong.

`Q: …` and `A: …` are so in any language; an option may have the same letter. Two lines that say true and false are the
options of a statement; one alone judges an option, or names the answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ankigen import languages
from ankigen.readers import vocabulary
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks import pairs
from ankigen.readers.marks.labels import item, width
from ankigen.readers.marks.starts import is_question, number_at
from ankigen.readers.marks.ticks import without_tick
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.labels import Label
    from ankigen.readers.marks.mark import Mark

_BEFORE_LETTER = " \t>*_#-"
_LETTERED = re.compile(
    rf"[{_BEFORE_LETTER}]*(?P<letter>[^\W\d_]\S{{0,4}}?)"
    r"(?:\.?[*_]{0,2}[ \t]*[:：][*_]{0,2}|(?P<dot>[.)])[*_]{0,2}(?=[ \t]))[ \t]*(?P<value>.*)$"
)
_DIGITS = "0123456789"
_BARE_NUMBER = re.compile(r"(?P<number>[Qq]?\d{1,3})[ \t]+(?P<text>[^\W\d].*)")
_BEGINS_WITH_LABEL = re.compile(r"[*_`(\[]*[A-Ha-h](?:[ \t]*[,&/+、，][ \t]*[A-Ha-h])*[*_`)\]]*(?:$|[ \t]*[.:)–—-])")
_LONGEST_JUDGED = 60  # characters of a line
_WIDE_GAP = re.compile(r"[ \t]*(?:[-*+•][ \t]+)?[^\W\d_](?:[ \t\xa0]{2}|[\t\u3000])")
_FARTHEST_VERDICT = 2  # lines: the two options of a statement may have a blank line between


@cache
def _answers() -> Mapping[str, frozenset[str]]:
    """Return the letters of an answer for each letter of a question."""
    answers: dict[str, set[str]] = defaultdict(set)
    for language in languages.LANGUAGES:
        for pair in languages.words(language, "number")["short"]:
            question, answer = pair.split()
            answers[question].add(answer)
    return {question: frozenset(letters) for question, letters in answers.items()}


@cache
def _first_letters() -> frozenset[str]:
    """Return the letters that a line for a question or an answer may begin with."""
    return frozenset(letter[0] for question, answers in _answers().items() for letter in (question, *answers))


def _lettered_rows(rows: Sequence[Line]) -> Mapping[int, re.Match[str]]:
    """Return the lines that begin with letters and a sign, by index; none where no letter is that of a question."""
    matches = {i: match for i, (_, text, code) in enumerate(rows) if not code and (match := _lettered(text))}
    return matches if any(match["letter"].rstrip(_DIGITS) in _answers() for match in matches.values()) else {}


@remembered
def _lettered(text: str) -> re.Match[str] | None:
    """Return the letters at the beginning of a line that may mean question or answer, and what is behind them."""
    return _LETTERED.match(text) if text.lstrip(_BEFORE_LETTER)[:1] in _first_letters() else None


def mark_letters(rows: Sequence[Line], marked: list[Mark]) -> None:
    """Mark `A: b`, `A. b` or `A3. b` below `Q: …` and its options as an answer, and `Q: …` as a stem."""
    matches = _lettered_rows(rows)
    if matches:  # in few files
        _mark_letters(rows, marked, matches)


def _mark_letters(rows: Sequence[Line], marked: list[Mark], matches: Mapping[int, re.Match[str]]) -> None:
    asked, question = -1, ""  # the line of the last question, and its letter, with a number if it has one
    seen: set[str] = set()  # labels of options since the last question
    for i, mark in enumerate(marked):
        match = matches.get(i)
        letter = match["letter"] if match else ""
        if mark.level:
            asked, question, seen = -1, "", set()
        if match and _answers_letter(match, question, seen) and _has_value(rows, match, i):
            if not _options_follow(rows, marked, i):
                marked[i] = replace(mark, role="answer", value=match["value"], label=None)
                _mark_stem(rows, marked, asked, i)
                asked, question = -1, ""
        elif match and _asks_letter(match, seen):
            asked, question, seen = i, letter, set()
        elif mark.role in ANSWER_ROLES:
            _mark_stem(rows, marked, asked, i, beside=False)
            asked, question, seen = -1, "", set()
        elif mark.label:
            seen = {mark.label.written, *(seen if mark.label.position else ())}


def _asks_letter(match: re.Match[str], seen: set[str]) -> bool:
    """Whether a letter means question; with a dot behind it, what is beside it asks."""
    letter = match["letter"]
    if letter.rstrip(_DIGITS) not in _answers() or _is_option(letter, seen):
        return False
    return not match["dot"] or is_question(match["value"])


def _answers_letter(match: re.Match[str], question: str, seen: set[str]) -> bool:
    """Whether a letter means the answer of a question's; with a dot behind it, labels are beside it."""
    letter = match["letter"].rstrip(_DIGITS)
    if letter not in _answers().get(question.rstrip(_DIGITS), ()) or _is_option(match["letter"], seen):
        return False
    number = match["letter"][len(letter) :]
    if number and number != question[len(question.rstrip(_DIGITS)) :]:
        return False
    return not match["dot"] or bool(_BEGINS_WITH_LABEL.match(match["value"]))


def mark_bare_labels(rows: Sequence[Line], marked: list[Mark]) -> None:
    """Take letters without a sign behind them, `a plum`, `b leek`, for labels where each line begins with the next."""
    if sum(mark.bare is not None for mark in marked) < 2:
        return
    runs: list[list[tuple[int, Label]]] = []
    run: list[tuple[int, Label]] = []
    last = -1  # the last line of the option above
    for i, mark in enumerate(marked):
        if run and (i - last < _FARTHEST_VERDICT if mark.blank else _is_inside(rows[i], run[-1][1])):
            last = last if mark.blank else i
            continue  # an option may go on
        last = i
        plain = not (mark.blank or mark.level or mark.rule or mark.role or mark.start or mark.label or rows[i].code)
        label = mark.bare if plain else None
        if label and run and (label.family, label.position) == (run[-1][1].family, run[-1][1].position + 1):
            run.append((i, label))
            continue
        run = [(i, label)] if label and label.position == 0 else []
        runs += [run] if run else []
    _put_labels(rows, marked, runs)


def _is_inside(row: Line, option: Label) -> bool:
    """Whether a line belongs to the option above: it is further in, code, or a quotation."""
    return row.code or row.text.lstrip().startswith(">") or width(row.text) > option.indent + 1


def _put_labels(rows: Sequence[Line], marked: list[Mark], runs: Sequence[Sequence[tuple[int, Label]]]) -> None:
    """Mark lines that begin with letters one after the other.

    Two need something more than one blank behind them, or three others in the file; above all may be bare numbers.
    """
    families = {run[0][1].family for run in runs if len(run) > 2}
    for run in runs:
        is_wide = all(_WIDE_GAP.match(rows[i].text) for i, _ in run)
        if len(run) > 2 or (len(run) == 2 and (is_wide or run[0][1].family in families)):
            for i, label in run:
                marked[i] = replace(marked[i], label=label)
            _put_number(rows, marked, run[0][0])


def _put_number(rows: Sequence[Line], marked: list[Mark], first: int) -> None:
    """Mark `1 Which …?` directly above options without signs behind their labels as a number."""
    above = rows[first - 1] if first and not marked[first - 1].blank else None
    match = _BARE_NUMBER.fullmatch(above.text) if above and not above.code and not marked[first - 1].start else None
    if above and match:
        start = number_at(first - 1, above._replace(text=f"{match['number']}. {match['text']}"))
        marked[first - 1] = replace(marked[first - 1], start=start)


def _has_value(rows: Sequence[Line], match: re.Match[str], i: int) -> bool:
    """Whether an answer is beside its letter, or directly below."""
    return bool(match["value"]) or (i + 1 < len(rows) and bool(rows[i + 1].text.strip()))


def _is_option(letter: str, seen: set[str]) -> bool:
    """Whether a letter is the next label of options above it."""
    return letter.lower() not in seen and chr(ord(letter[0]) - 1).lower() in seen


def _mark_stem(rows: Sequence[Line], marked: list[Mark], asked: int, answer: int, *, beside: bool = True) -> None:
    """Mark the line of a question as its stem, if it asks, or its answer is directly below it (`beside`).

    -1 is no line.
    """
    match = _LETTERED.match(rows[asked].text) if asked >= 0 else None
    value = match["value"].strip() if match else ""
    between = not beside or any(not mark.blank for mark in marked[asked + 1 : answer])
    if value and not marked[asked].role and not marked[asked].start and (not between or is_question(value)):
        marked[asked] = replace(marked[asked], role="stem", value=value, label=None)


def _options_follow(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether the next label soon below a line, or below the code that it holds, is B: that of an option."""
    begin = next((j for j in range(i + 1, len(rows)) if not (rows[j].code or marked[j].blank)), len(rows))
    below = [mark for mark in marked[begin : begin + 5] if not mark.blank][:3]
    label = next((mark.label for mark in below if mark.label), None)
    return label is not None and label.written == "b"


def mark_verdicts(rows: Sequence[Line], marked: list[Mark], indexes: Sequence[int]) -> None:
    """Take the label from `A - Correct`, unless the line beside says false; take a name from lines that are options.

    A word for right may name the answer of a question as well: `Richtig`, and the answer is below. `indexes` are those
    of lines that may be anything but text.
    """
    for i in indexes:
        mark = marked[i]
        judges = mark.label is not None and mark.label.verdict
        names = mark.role == "answer" and not mark.value and not mark.level
        if not (judges or names):
            continue
        paired = len(rows[i].text) < _LONGEST_JUDGED and _is_beside_opposite(rows, marked, i)
        if judges and not paired:
            marked[i] = replace(mark, label=None)
        elif names and (paired or _is_alone(rows, marked, i)):
            marked[i] = replace(mark, role="")


def mark_entries(rows: Sequence[Line], marked: list[Mark], indexes: Sequence[int]) -> None:
    """Take the label from `1. **A**` and `2. B. text` below the title of an answer key: each answers a question.

    `indexes` are those of lines that may be anything but text.
    """
    titled = False
    for i in indexes:
        mark = marked[i]
        if mark.role in {"stem", "options"} or (mark.start and not mark.label and is_question(rows[i].text)):
            titled = False
        titled = titled or (mark.role == "answer_key" and not mark.value)
        if titled and mark.start and mark.label:
            marked[i] = replace(mark, label=None)


def _is_alone(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether a line says true or false, and no answer is below that it could name."""
    below = next((j for j in range(i + 1, len(rows)) if not marked[j].blank), len(rows))
    if below < len(rows) and (below == i + 1 or pairs.is_labels(rows[below].text) or marked[below].label):
        return False
    return vocabulary.truth(rows[i].text) is not None


def _is_beside_opposite(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether one of the lines beside says false where this one says true, or the other way round, and no third one."""
    own = _truth_at(rows, marked, i)
    near = [j for j in (*_beside(marked, i, -1), *_beside(marked, i, 1)) if _truth_at(rows, marked, j) is not None]
    return own is not None and len(near) == 1 and _truth_at(rows, marked, near[0]) is not own


def _beside(marked: Sequence[Mark], i: int, step: int) -> list[int]:
    """Return the indexes of the next two lines in a direction that are not blank, up to the first far away."""
    near: list[int] = []
    at = i
    for _ in range(2):
        following = next(
            (
                j
                for n in range(1, _FARTHEST_VERDICT + 1)
                if 0 <= (j := at + n * step) < len(marked) and not marked[j].blank
            ),
            -1,
        )
        if following < 0:
            return near
        near.append(following)
        at = following
    return near


def _truth_at(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool | None:
    """Return what a line says that is nothing but true or false, behind a label or a bullet or not."""
    label, text = marked[i].label, rows[i].text
    if rows[i].code or len(text) > _LONGEST_JUDGED:
        return None
    bulleted = item(text) if label is None else None
    beside = label.text if label else bulleted.text if bulleted else text
    return vocabulary.truth(without_tick(beside)[0])
