"""The reason beside an answer, without the signs that part it from the labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.answers.tails import Tail
    from ankigen.readers.answers.values import NamedLabels

_LEADING = re.compile(r"(?:[\s.,:;!。，、：；．！)\]）】=→⇒–—]|=+>|-+>|-++(?=\s)|\\(?=\W))*+")
_BELOW = re.compile(r"\s*+")
_INSIDE = r"(?:[^()\[\]（）]|\((?:[^()]|\([^()]*+\))*+\)|\[[^\[\]]*+\])*+"
_ALL_IN_BRACKETS = re.compile(rf"[(\[（]({_INSIDE})[)\]）]\s*+[.。]?\s*+")
_MARKS = ("**", "__", "`", "*", "_")
_TAG = re.compile(r"</(?P<name>b|strong|i|em|u|code|mark)>", re.IGNORECASE)


def reason(text: str, items: Sequence[NamedLabels], tail: Tail, *, rivals: bool) -> str:
    """Return what is said beside the labels; what is in brackets behind each of several belongs to it.

    Where there are rivals, remarks and votes are part of the statement.
    """
    remarks = [item for item in items if item.remark >= 0 and item.vote < 0]
    start = tail.start
    if rivals and remarks and start == items[-1].remark:
        start = items[-1].end
    elif remarks and not rivals and (len(remarks) > 1 or remarks[0] is not items[-1]):
        start = items[0].start
    elif items[-1].vote >= 0 and start == items[-1].remark:
        start = items[-1].remark if _words(text[items[-1].remark : items[-1].end]) else items[-1].end
    return cleaned(text[:start], text[start:])


def _words(remark: str) -> bool:
    return bool(re.search(r"[^\W\d_]", remark))


def cleaned(before: str, rest: str) -> str:
    """Return a reason without the signs that part it from what it is for, its emphasis closed and opened."""
    bare = rest.strip()
    if not re.search(r"\w", bare):
        return ""
    below = before.rstrip(" \t").endswith("\n") or rest.lstrip(" \t").startswith("\n")
    leading = _BELOW if below else _LEADING
    for mark in _MARKS:
        bare = _balanced(mark, before, leading.sub("", bare, count=1))
    closing = _TAG.search(bare)
    if closing and f"<{closing['name']}".lower() not in bare.lower():
        bare = f"{bare[: closing.start()].rstrip()} {bare[closing.end() :].lstrip()}".strip()
    bare = leading.sub("", bare, count=1)
    inner = _ALL_IN_BRACKETS.fullmatch(bare)
    return inner[1].strip() if inner else bare


def _balanced(mark: str, before: str, rest: str) -> str:
    """Return the rest of a text whose emphasis begins before it."""
    opened, closed = _count(mark, before) % 2, _count(mark, rest) % 2
    if not closed or (len(mark) == 1 and not opened):
        return rest
    if rest.startswith(mark):
        return rest[len(mark) :].lstrip()
    if rest.endswith(mark) and opened:
        return rest[: -len(mark)].rstrip()
    return f"{mark}{rest}" if opened else rest


def _count(mark: str, text: str) -> int:
    return text.count(mark) - (2 * text.count(mark * 2) if len(mark) == 1 and mark != "`" else 0)
