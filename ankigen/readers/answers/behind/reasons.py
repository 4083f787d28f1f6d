"""The reason beside an answer, without the signs that part it from the labels, and whether it contradicts them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.answers.behind import tails as answer_tails
from ankigen.readers.answers.scan import BLANK, SIGN, Scan
from ankigen.readers.answers.values import ContradictionError, NamedLabels, union
from ankigen.readers.answers.wording import words as answer_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEADING = re.compile(r"(?:[\s.,:;!。，、：；．！)\]）】=→⇒–—]|=+>|-+>|-++(?=\s)|\\(?=\W))*+")
_BELOW = re.compile(r"\s*+")
_INSIDE = r"(?:[^()\[\]（）]|\((?:[^()]|\([^()]*+\))*+\)|\[[^\[\]]*+\])*+"
_ALL_IN_BRACKETS = re.compile(rf"[(\[（]({_INSIDE})[)\]）]\s*+[.。]?\s*+")
_MARKS = ("**", "__", "`", "*", "_")
_TAG = re.compile(r"</(?P<name>b|strong|i|em|u|code|mark)>", re.IGNORECASE)

_INITIAL = re.compile(r"[A-Z]\.(?:\s|$)")
_CLAUSE = re.compile(r"(?P<said>[^,;\n]{1,30})[,;\n]\s*+(?:[-*+]\s++)?")
_NAMES = re.compile(r"(?<![A-Za-z])[A-Z](?![A-Za-z])|(?<![A-Za-z])[a-z](?=[).*_`])|[①-⑩]|[^\x00-\x7f]")


def reason(text: str, items: Sequence[NamedLabels], tail: answer_tails.Tail, *, rivals: bool) -> str:
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


def check(scan: Scan, reason: str, labels: set[str]) -> None:
    """Refuse a reason that is a label, goes on as initials do (`B. F. Skinner`), or states another answer."""
    if not reason:
        return
    inner = Scan(reason, scan.options, scan.written)
    first = inner.item(0)
    if (
        _INITIAL.match(reason)
        or (first and answer_tails.is_sentence_end(inner, first.end))
        or _judges(inner)
        or _adds(inner)
    ):
        raise ContradictionError
    items = inner.items(0)[0] if first else []
    if set(union(items)) - labels and answer_tails.may_claim(inner, items[-1].end):
        raise ContradictionError
    if _NAMES.search(reason):
        for place in answer_words.stated(inner.flat):
            named_labels = set(union(inner.items(inner.past(SIGN, place))[0]))
            if named_labels - labels and named_labels <= scan.options.keys():
                raise ContradictionError


def _adds(scan: Scan) -> bool:
    """Whether a reason is a word for "and" or "or" and another label: `A (and B)`."""
    end = scan.word(0, "and", "or", "also")
    item = scan.item(scan.past(BLANK, end)) if end >= 0 else None
    return item is not None and answer_tails.is_sentence_end(scan, item.end)


def _judges(scan: Scan) -> bool:
    """Whether a reason is "true" or "false" and goes on with another label: `A: true, B: false`."""
    clause = _CLAUSE.match(scan.flat)
    judged = clause and vocabulary.truth(clause["said"]) is not None
    return bool(judged and clause and scan.item(clause.end()))
