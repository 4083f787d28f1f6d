"""Answers that are written into the gap of a stem, before its number, or behind a statement.

`1、CPU 是（ B ）。`, `(B) 1. 下列何者…`, `3. Bats are birds. – False`. Each becomes a line below the question.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.languages import UNSPACED
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks import pairs
from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import NO_HEADING, is_question, number_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ankigen.markdown import Line

_LETTERS = r"[A-HＡ-Ｈ](?:[ \t\u3000]*+[、,，]?[ \t\u3000]*+[A-HＡ-Ｈ]){0,7}"
_SIGNS = "√×✓✗✔✘✖☑○"
_BLANK = r"[ \t\u3000\xa0]*+"
_LEADING = re.compile(
    rf"(?P<indent>[ \t]*)[(（【\[]{_BLANK}(?P<said>{_LETTERS}|[{_SIGNS}TF对错對錯是非])\ufe0f?{_BLANK}[)）】\]]{_BLANK}"
    r"(?P<rest>(?:第[ \t]*)?\d{1,4}[ \t]*[.、．)）:：題题](?!\d).*\S)"
)
# Brackets of full width, or with blanks inside, are a gap; others may be a name such as `vitamin (C)`.
_IN_GAP = re.compile(
    rf"（{_BLANK}(?P<wide>{_LETTERS}){_BLANK}）(?={_BLANK}[。.？?]?{_BLANK}$)"
    rf"|（[ \t\u3000]+(?P<inner>{_LETTERS})[ \t\u3000]+）"
    rf"|\([ \t\u3000]+(?P<narrow>{_LETTERS})[ \t\u3000]+\)|(?<!_)_{{2,}}+[ \t]*(?P<lined>{_LETTERS})[ \t]*_{{2,}}"
)
_FIRST_OPTION = re.compile(r"(?:^|[\s。？?）)])[(（\[]?[AＡ][)）.、．:：\]][ \t]*\S")
_NEAR = 3  # lines between a stem and its options
_LONGEST_TRUTH = 60  # characters
_LABELS = frozenset("ABCDEFGHＡＢＣＤＥＦＧＨ") - {"F"}


class _Stated(NamedTuple):
    """A line without the answer in it, and the answer."""

    text: str
    answer: str
    is_sure: bool = True


def with_answers_below(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; an answer that a numbered line has in it is a line of its own below the options."""
    stated_at = {i: stated for i, row in enumerate(rows) if not row.code and (stated := _stated(rows, i, row))}
    truths = {i: stated for i, stated in stated_at.items() if not stated.is_sure}
    if truths and not _is_list_of_statements(rows, truths):
        stated_at = {i: stated for i, stated in stated_at.items() if stated.is_sure}
    if not stated_at:
        return rows
    return list(_moved(rows, stated_at))


def _is_list_of_statements(rows: Sequence[Line], truths: Mapping[int, _Stated]) -> bool:
    """Whether lines with a truth behind them are statements: some are true and some false, and nothing asks above.

    Options may have words such as `– correct` behind them, too.
    """
    true, false = (vocabulary.in_any_language("answer", key) | {key[0]} for key in ("true", "false"))
    verdicts = {vocabulary.fold(stated.answer) for stated in truths.values()}
    above = next((rows[i].text for i in range(min(truths) - 1, -1, -1) if rows[i].text.strip()), "")
    return bool(verdicts & true and verdicts & false) and (above.startswith("#") or not is_question(above))


def _moved(rows: Sequence[Line], stated_at: dict[int, _Stated]) -> Iterator[Line]:
    """Yield the lines with each answer below the options of its line, or below the line itself."""
    below: dict[int, list[Line]] = {}
    for i, row in enumerate(rows):
        stated = stated_at.get(i)
        yield row._replace(text=stated.text) if stated else row
        if stated:
            answer = [row._replace(text=text) for text in ("", f"Answer: {stated.answer}", "")]
            below.setdefault(_options_end(rows, i, stated_at), []).extend(answer)
        yield from below.pop(i, ())


def _options_end(rows: Sequence[Line], stem: int, stated_at: Collection[int]) -> int:
    """Return the index of the last line of the options below a stem, or that of the stem."""
    last = stem
    for i in range(stem + 1, len(rows)):
        text = rows[i].text
        if i in stated_at:
            break
        if label(text) and not rows[i].code:
            last = i
        elif rows[i].code or not text.strip():
            continue
        elif _ends_options(rows, i) or (last == stem and i - stem > _NEAR):
            break
        elif last > stem:
            last = i
    return last


def _ends_options(rows: Sequence[Line], i: int) -> bool:
    """Whether a line that is no option belongs to none."""
    text = rows[i].text
    above = rows[i - 1].text.strip()
    return not above or text.startswith("#") or bool(number_at(i, rows[i]) or label_and_value(text))


def _stated(rows: Sequence[Line], i: int, row: Line) -> _Stated | None:
    """Return what a line states besides its question, None for nothing."""
    text = row.text
    leading = _LEADING.fullmatch(text) if text.lstrip()[:1] in "(（【[" and text.strip() else None
    if leading:
        has_options = _has_options(rows, i, leading["rest"])
        is_truth = leading["said"] not in _LABELS and len(leading["said"]) == 1
        if has_options != is_truth:
            return _Stated(leading["indent"] + leading["rest"], leading["said"])
        return None
    begin = number_at(i, row)
    if begin is None or begin.level < NO_HEADING or not begin.text:
        return None
    gap = _IN_GAP.search(text)
    if gap and _has_options(rows, i, text[gap.end() :]):
        answer = next(filter(None, gap.groups()))
        at = gap.start() + gap[0].index(answer)
        return _Stated(f"{text[:at].rstrip()}  {text[at + len(answer) :].lstrip()}", answer)
    truth = (
        None if label_and_value(begin.text) else _truth().search(begin.text, max(len(begin.text) - _LONGEST_TRUTH, 0))
    )
    if truth and not _is_of_key(begin.text[: truth.start()]) and not _has_options(rows, i, ""):
        answer = truth["named"] or truth["dashed"]
        bare = text.rstrip().removesuffix(begin.text[truth.start() :]).rstrip()
        return _Stated(bare, answer, is_sure=False)
    return None


def _is_of_key(before: str) -> bool:
    """Whether nothing but labels is before a truth: the line is an entry of a key."""
    return not any(map(str.isalpha, before)) or pairs.is_labels(before)


def _has_options(rows: Sequence[Line], i: int, rest: str) -> bool:
    """Whether options begin in the rest of a line, or in the first lines below it."""
    if _FIRST_OPTION.search(rest):
        return True
    below = (rows[j] for j in range(i + 1, min(i + 1 + _NEAR, len(rows))) if rows[j].text.strip())
    first = next(below, None)
    begun = label(first.text) if first and not first.code else None
    return begun is not None and begun.position <= 0


@cache
def _truth() -> re.Pattern[str]:
    """Return the pattern of a truth behind a statement: `**False**`, `– True`; `judged` reads those in brackets."""
    truths = {word for key in ("true", "false") for word in vocabulary.in_any_language("answer", key)}
    truths = {word for word in truths if len(word) > 1 or word >= UNSPACED}
    words = rf"(?:{'|'.join(map(re.escape, sorted(truths, key=len, reverse=True)))}|(?-i:[TFV]))"
    return re.compile(
        rf"(?:(?:\*\*|__)(?P<named>{words})[.!]?(?:\*\*|__)|(?:[-–—→]|=>)[ \t]*(?:\*\*)?(?P<dashed>{words})(?:\*\*)?)"
        rf"{_BLANK}[.。]?{_BLANK}$",
        re.IGNORECASE,
    )
