"""Statements that are judged in their own line, `4. Whales are mammals. (True)` or `（√）4、…`, as exam papers do."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.marks.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

_SIGNS = "√×✓✔✗✘✕╳○"
_NUMBER = r"\d{1,4}[ \t]*[.、)．）]"
_LONGEST = 500  # characters of a statement
_FARTHEST = 3  # lines from one statement of a list to the next
_STEPS = [step for step in range(-_FARTHEST, _FARTHEST + 1) if step]


def with_verdicts(rows: Sequence[Line]) -> list[Line]:
    """Return the lines; a verdict in brackets on a numbered statement becomes a line below it, `Answer: True`.

    One alone may be a remark: there are two in a row, and none has options below.
    """
    judged = {i: match for i, row in enumerate(rows) if (match := _judged(row.text)) and not row.code}
    near = {i for i in judged if any(i + step in judged for step in _STEPS)}
    verdicts = {i: _verdict(judged[i]) for i in near}
    if not any(vocabulary.fold(verdict) in _false() for verdict in verdicts.values()):
        verdicts = {
            i: verdict for i, verdict in verdicts.items() if vocabulary.fold(verdict) not in _marks_of_options()
        }
    lines: list[Line] = []
    for i, row in enumerate(rows):
        if i not in verdicts or _has_options(rows, i):
            lines.append(row)
            continue
        match = judged[i]
        number, text = match["number"] or match["late"], match["text"] or match["rest"] or match["last"]
        lines += [row._replace(text=f"{number} {text}"), row._replace(text=f"**Answer:** {verdicts[i]}")]
    return lines


def _verdict(match: re.Match[str]) -> str:
    return match["behind"] or match["before"] or match["first"]


@cache
def _false() -> frozenset[str]:
    return vocabulary.in_any_language("answer", "false") | frozenset("f×✗✘✕╳")


@cache
def _marks_of_options() -> frozenset[str]:
    """Return the words that mark the right options of a numbered list, too, where no item is called false."""
    return vocabulary.in_any_language("answer", "right") - {"true"}


def _judged(text: str) -> re.Match[str] | None:
    """Return the parts of a numbered statement with a verdict, None for any other line."""
    if not ("(" in text or "（" in text) or len(text) > _LONGEST:
        return None
    return _pattern().fullmatch(text)


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of a numbered statement with a verdict: behind it, before its text, or before its number."""
    words = "|".join(vocabulary.alternation("answer", key) for key in ("true", "false"))
    verdict = rf"[(（][ \t\u3000]*(?P<{{}}>[{_SIGNS}TF]|(?i:(?![a-z][ \t\u3000]*[)）])(?:{words})))[ \t\u3000]*[)）]"
    behind, before, first = (verdict.format(name) for name in ("behind", "before", "first"))
    beside = rf"{before}[ \t]*(?P<rest>[^()（）\s].*)|(?P<text>\S.*?)[ \t]*{behind}[ \t]*[.。]?"
    numbered = rf"(?P<number>{_NUMBER})[ \t]*(?:{beside})"
    return re.compile(rf"[ \t]*(?:{numbered}|{first}[ \t]*(?P<late>{_NUMBER})[ \t]*(?P<last>\S.*))[ \t]*")


def _has_options(rows: Sequence[Line], i: int) -> bool:
    """Whether the next text below a line is an option."""
    below = next((row for row in rows[i + 1 : i + 1 + _FARTHEST] if row.text.strip()), None)
    return below is not None and label(below.text) is not None
