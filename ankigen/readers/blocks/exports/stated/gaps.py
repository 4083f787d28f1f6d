"""Letters that are written into the gap of a stem, or before its number, as exam papers do.

`1、CPU 是（ B ）。`, `(B) 1. 下列何者…`; also behind it by a name, `Which …? (Answer: B)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.marks import pairs
from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import NO_HEADING, number_at
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

_LETTERS = r"[A-HＡ-Ｈ](?:[ \t\u3000]*+[、,，]?[ \t\u3000]*+[A-HＡ-Ｈ]){0,7}"
_BLANK = r"[ \t\u3000\xa0]*+"
BEFORE_NUMBER = (
    rf"(?P<indent>[ \t]*)[(（【\[]{_BLANK}(?P<answer>{{}})\ufe0f?{_BLANK}[)）】\]]{_BLANK}"
    r"(?P<rest>(?:第[ \t]*)?\d{{1,4}}[ \t]*[.、．)）:：題题](?!\d).*\S)"
)
_LEADING = re.compile(BEFORE_NUMBER.format(_LETTERS))
# Brackets of full width, or with blanks inside, are a gap; others may be a name such as `vitamin (C)`.
_IN_GAP = re.compile(
    rf"（{_BLANK}(?P<wide>{_LETTERS}){_BLANK}）(?={_BLANK}[。.？?]?{_BLANK}$)"
    rf"|（[ \t\u3000]+(?P<inner>{_LETTERS})[ \t\u3000]+）"
    rf"|\([ \t\u3000]+(?P<narrow>{_LETTERS})[ \t\u3000]+\)|(?<!_)_{{2,}}+[ \t]*(?P<lined>{_LETTERS})[ \t]*_{{2,}}"
)
# Behind a stem, with a name: `(Answer: B)`, `[Gabarito: B]`, `**（答案：B）**`.
_BEHIND_STEM = re.compile(
    r"(?P<stem>.*?\S)[ \t\u3000]*(?P<emphasis>\*\*|__|[*_])?[(（\[【［]"
    r"[ \t*_]*(?P<name>[^\W\d_][^:：()（）\[\]\n]{0,30})[:：](?P<answer>[^()（）\[\]【】\n]{1,30})"
    r"[)）\]】］](?(emphasis)(?P=emphasis))[ \t.。]*(?P<end>\*\*|__)?[ \t]*"
)
_FIRST_OPTION = re.compile(r"(?:^|[\s。？?）)])[(（\[]?[AＡ][)）.、．:：\]][ \t]*\S")
_FARTHEST_OPTION = 3  # lines between a stem and its options
_BRACKETS = frozenset("(（【[")


def letters_in(rows: Sequence[Line], holding: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return each line that has the letters of an answer in it, by its index: the text without these, and these.

    `holding` are the indexes of the lines with a bracket or a gap.
    """
    return {i: stated for i in holding if (stated := _stated(rows, i, rows[i]))}


def may_lead(text: str) -> bool:
    """Whether a line begins with a bracket, as one does with an answer before its number."""
    return text.lstrip()[:1] in _BRACKETS


def _stated(rows: Sequence[Line], i: int, row: Line) -> tuple[str, str] | None:
    """Return a line without the letters of an answer, and these; None for any other line."""
    text = row.text
    leading = _LEADING.fullmatch(text) if may_lead(text) else None
    if leading:
        has_options = has_options_below(rows, i, leading["rest"])
        is_label = leading["answer"] != "F"  # which may say that the statement is false
        return (leading["indent"] + leading["rest"], leading["answer"]) if has_options and is_label else None
    if behind := _behind_stem(rows, i):
        return behind
    gap = _IN_GAP.search(text) if "（" in text or "(" in text or "__" in text else None
    begin = number_at(i, row) if gap else None
    if gap and begin and begin.level >= NO_HEADING and begin.text and has_options_below(rows, i, text[gap.end() :]):
        answer = next(filter(None, gap.groups()))
        at = gap.start() + gap[0].index(answer)
        return f"{text[:at].rstrip()}  {text[at + len(answer) :].lstrip()}", answer
    return None


def _behind_stem(rows: Sequence[Line], i: int) -> tuple[str, str] | None:
    """Return a line above options without the labels behind it that are called an answer, and these."""
    match = _BEHIND_STEM.fullmatch(rows[i].text) if ":" in rows[i].text or "：" in rows[i].text else None
    if not match or vocabulary.role(match["name"]) not in ANSWER_ROLES or label(match["stem"]):
        return None
    answer = match["answer"].strip(" \t*_`")
    if not (pairs.is_labels(answer) or answer.isdecimal()) or not has_options_below(rows, i):
        return None
    return match["stem"] + (match["end"] or ""), answer


def has_options_below(rows: Sequence[Line], i: int, rest: str = "") -> bool:
    """Whether options begin in the rest of a line, or in the first lines below it."""
    if _FIRST_OPTION.search(rest):
        return True
    below = (rows[j] for j in range(i + 1, min(i + 1 + _FARTHEST_OPTION, len(rows))) if rows[j].text.strip())
    first = next(below, None)
    begun = label(first.text) if first and not first.code else None
    return begun is not None and begun.position <= 0
