"""Titles of the parts of an exam that are plain text or bold become headings."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks.starts import is_question, start_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

# The title of a part of an exam, in plain text or bold: `二、判断题（每题 2 分）`, `**Part B: True or false**`.
_PART = re.compile(
    r"[ \t]*+(?P<bold>\*\*|__)?(?P<title>(?:第?[一二三四五六七八九十]{1,3}(?:部分|大[題题])?[、.．:： \t]"
    r"[^\n。？?！!*_]{0,20}[題题卷](?:[ \t]*[(（【][^\n()（）]{0,40}[)）】])*)"
    r"|(?P<counted>(?:part|section|chapter|unit|module|domain|topic|teil|abschnitt|kapitel|parte|partie|chapitre"
    r"|sección|seção|capítulo|módulo|unidad|unidade|sezione|część|rozdział|часть|раздел|глава|bölüm|phần|chương|bagian)"
    r"[ \t]+(?:\d{1,2}|[IVX]{1,4}|[A-H])(?:[ \t]*[:.：–—-][ \t]*[^\n?？*_\d(]{1,60})?"
    r"(?:[ \t]*[(（][^\n()（）*_]{0,40}[)）])?))"
    r"[ \t]*[:：]?(?(bold)(?P=bold))[ \t]*[:：]?[ \t]*+",
    re.IGNORECASE,
)
# The title of a part that is a kind of questions: what counts it, the kind, and remarks in brackets.
_KIND = re.compile(
    r"[ \t]*+(?P<bold>\*\*|__)?(?:(?:第?[一二三四五六七八九十]{1,3}(?:部分|大[題题])?|[IVX]{1,4})[、.．:：)）][ \t]*)?"
    r"(?P<title>(?P<kind>[^\n()（）*_.?？]{2,80}?)[ \t]*(?:[(（【][^\n()（）]{0,40}[)）】][ \t]*)?)[:：]?"
    r"(?(bold)(?P=bold))[ \t]*[:：]?[ \t]*"
)
_BESIDE_KIND = re.compile(r"[ \t]*[·•|][ \t]*")  # `Domain 3: Animals · Multiple choice`
_LONGEST_TITLE = 120  # characters of the title of a part


def with_titles(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with headings for the titles of parts that are plain text."""
    parts = [i for i, row in enumerate(rows) if row.text and not row.code and _is_title(rows, i)]
    if not parts:
        return [*rows]
    heads = [head.level for row in rows if row.text[:1] == "#" and (head := start_in(row.text))]
    marks = "#" * max(min(heads, default=3) - 1, 1)
    new = [*rows]
    for i in parts:
        new[i] = rows[i]._replace(text=f"{marks} {rows[i].text.strip(' *_:：')}")
    return new


def _is_title(rows: Sequence[Line], i: int) -> bool:
    """Whether a line is the title of a part."""
    titled = _titled(rows[i].text)
    if titled == "kind":
        return _is_above_question(rows, i)
    return titled == "part" or (titled == "counted" and _is_above_number(rows, i))


@remembered
def _titled(text: str) -> str:
    """Return what the title of a part has, a count or a kind; "" for any other line: `单选题（每题2分）`."""
    if len(text) > _LONGEST_TITLE:
        return ""
    if part := _PART.fullmatch(text):
        return "counted" if part["counted"] else "part"
    kind = _KIND.fullmatch(text)
    pieces = map(str.strip, _BESIDE_KIND.split(kind["kind"])) if kind else ()
    return "" if _kinds().isdisjoint(map(vocabulary.fold, pieces)) else "kind"


@cache
def _kinds() -> frozenset[str]:
    """Return the names of kinds of questions that the title of a part may have."""
    return vocabulary.in_any_language("asks", "kinds") | vocabulary.in_any_language("asks", "titles")


def _is_above_question(rows: Sequence[Line], i: int) -> bool:
    """Whether a line begins a paragraph, in no question of which the number is right above, and is above a question."""
    full = [row for row in rows[max(i - 5, 0) : i] if row.text.strip()]
    if (i and rows[i - 1].text.strip()) or (full and _is_number_of(full[-1].text)):
        return False
    below = next((row for row in rows[i + 1 : i + 6] if row.text.strip()), None)
    return below is not None and not below.code and (start_in(below.text) is not None or is_question(below.text))


def _is_number_of(text: str) -> bool:
    """Whether a line is a number alone, or has a word for question: what is below is part of the question."""
    start = start_in(text)
    return start is not None and (not start.text or (bool(start.word) and start.is_worded))


def _is_above_number(rows: Sequence[Line], i: int) -> bool:
    """Whether a line is a paragraph of its own, and a number is in the next one."""
    if (i and rows[i - 1].text.strip()) or i + 1 == len(rows) or rows[i + 1].text.strip():
        return False
    below = next((row for row in rows[i + 2 : i + 6] if row.text.strip()), None)
    return below is not None and not below.code and start_in(below.text) is not None
