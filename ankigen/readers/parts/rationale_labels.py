"""The letters of the options that a remark is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import cells, table_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

_BETWEEN = r"(?:/|、|,|，|&|與|和|and\b)"
_LETTERS = rf"[A-Z](?:\s*{_BETWEEN}\s*[A-Z](?![A-Za-z]))*"
_ABOUT = re.compile(
    r"(?:(?:關於|关于)\s*)?(?:(?P<word>選項|选项|替代方案|替代答案|options?)\s*[:：]?)?\s*"
    rf"[*_`]*(?P<labels>{_LETTERS})[*_`]*+"
    r"(?:\s*+(?:[-–—.:：)）、]++|(?=[(（❌✅])|$)|(?P<loose>(?=[\s\u3400-\u9fff])))\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_ABOUT_LINE = re.compile(
    r" {0,3}(?P<bullet>(?:[-*+]|\d{1,2}[.)])\s++)?(?:[❌✗✘×✖]\ufe0f?\s*+)?"
    r"(?:(?P<bold>\*\*)(?P<head>[^*]+)\*\*|(?P<bare>[^*:：]++[:：]))"
    r"\s*+[:：]?\s*+(?P<rest>.*)$"
)
_PLAIN_LINE = re.compile(r" {0,3}(?P<label>[A-Ha-h])[.)、．][ \t]++(?P<rest>\S.*)$")
_POINT = re.compile(r"^(?:\W+|\d{1,2}[.、)）])*")
_LONGEST = 1000  # characters; a longer line is not a heading
_COMPARISON = re.compile(r"\bvs\b|對比|对比|比較|比较|差異|差异|的?區別|\bcompared\b", re.IGNORECASE)


def about(head: str, *, word: bool = False) -> tuple[tuple[str, ...], str] | None:
    """Return the labels that a rationale's heading names, and the rest of it; with `word`, only `option A`, not `A`."""
    match = _ABOUT.match(_POINT.sub("", head).rstrip("*_ ")) if len(head) < _LONGEST else None
    if not match or (not match["word"] and (word or match["loose"] is not None)):
        return None
    if word and _COMPARISON.search(match["rest"]):
        return None
    return tuple(re.findall(r"[A-Z]", match["labels"].upper().replace("AND", ""))), match["rest"].strip().removeprefix(
        "的"
    )


def about_line(row: str) -> tuple[tuple[str, ...], str, str] | None:
    """Return the labels of a rationale, the rest of its head, and what follows.

    Such a line is a bullet, or begins in bold or with `A.`.
    """
    plain = _PLAIN_LINE.match(row)
    if plain:
        return (plain["label"].upper(),), "", plain["rest"]
    match = _ABOUT_LINE.match(row)
    if not match or not (match["bullet"] or match["bold"]):
        return None
    options = about((match["head"] or match["bare"]).rstrip(":： "))
    return (*options, match["rest"].removeprefix("–").removeprefix("—").lstrip()) if options else None


def table_about(body: Sequence[Line]) -> tuple[Sequence[Line], list[tuple[tuple[str, ...], str, list[Line]]]]:
    """Return the lines without a table of which each row begins with the letters of options, and its rows."""
    start = 0
    while start < len(body):
        end = table_end(body, start) if "|" in body[start].text else start
        rows = [(row, cells(row.text)) for row in body[start + 2 : end]]
        options = [about(row[0]) for _, row in rows]
        if rows and all(option and not option[1] for option in options):
            listed = [
                (option[0], "", [line._replace(text=text) for text in row[1:] if text])
                for (line, row), option in zip(rows, options, strict=True)
                if option and any(row[1:])
            ]
            return (*body[:start], *body[end:]), listed
        start = max(end, start + 1)
    return body, []
