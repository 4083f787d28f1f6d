"""The loose dialect: questions without numbers, options without letters, and the answer below in words.

It is the keyed dialect once both are written in: a number where a heading, `Question:` or a rule begins a question, and
letters where the answer names items of the list above it by their number or by their text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import fenced, heading
from ankigen.readers.dialects import keyed
from ankigen.readers.parts import fragments, letters, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.parts.parsed import Parsed
    from ankigen.source import Source

_ITEM = re.compile(r"(?P<indent>[ \t]*+)(?:[-*+]|(?P<number>\d{1,2})[.)])[ \t]++(?P<text>\S.*)$")
_NUMBERS = re.compile(r"\d{1,2}(?:[ \t]*+(?:,|、|&|and\b|和)[ \t]*+\d{1,2})*[.)]?")
_LEADING_NUMBER = re.compile(r"\d{1,2}[.)][ \t]++(?=\S)")
_MARKUP = re.compile(r"[*_`]")
_LABEL = re.compile(
    r"[ \t]*+(?:\*\*|__)?(?:q|question|題目|题目|問題|问题|問|问)(?:[:：](?:\*\*|__)?|(?:\*\*|__)[:：])[ \t]*+(?=\S)",
    re.IGNORECASE,
)
_ANSWER = words.labels("answer", "actual_answer")


def read(source: Source) -> Parsed | None:
    """Parse a file in which most of what begins a question has options, and an answer that names some of them."""
    rows = _lettered(fenced(source.text))
    for begins in ({}, _headings(rows), _labels(rows), _after_rules(rows)):
        texts = (begins.get(i, row.text) for i, row in enumerate(rows))
        parsed = keyed.read(source._replace(text="\n".join(texts)))
        if parsed and len(parsed.questions) > len(parsed.diagnostics):
            return parsed
    return None


def parse(source: Source) -> Parsed:
    """Return the file's questions, and the diagnostics of those that are none."""
    return read(source) or keyed.parse(source)


# Where questions may begin: the lines, by their index, as the keyed dialect has them.


def _headings(rows: Sequence[Line]) -> dict[int, str]:
    """Return the headings that name no part of a question."""
    heads = [(i, found) for i, row in enumerate(rows) if not row.code and (found := heading(row.text))]
    asked = [(i, level, title) for i, (level, title) in heads if not words.role(title.partition(":")[0])]
    return {i: f"{'#' * level} {n}. {title}" for n, (i, level, title) in enumerate(asked, 1)}


def _labels(rows: Sequence[Line]) -> dict[int, str]:
    """Return the lines such as `Q: Which …?`."""
    found = [(i, match) for i, row in enumerate(rows) if not row.code and (match := _LABEL.match(row.text))]
    return {i: f"Q{n}. {rows[i].text[match.end() :]}" for n, (i, match) in enumerate(found, 1)}


def _after_rules(rows: Sequence[Line]) -> dict[int, str]:
    """Return the first line of the file, and the first below each rule."""
    found: list[int] = []
    fresh = True
    for i, row in enumerate(rows):
        if not row.code and fragments.RULE.match(row.text):
            fresh = True
        elif fresh and row.text.strip():
            fresh = False
            found += [] if row.code or heading(row.text) else [i]
    return {i: f"Q{n}. {rows[i].text.strip()}" for n, i in enumerate(found, 1)}


# Letters.


def _lettered(rows: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines; the items of a list of which an answer below names some have letters, and the answer, too."""
    new = list(rows)
    above = 0
    for i, row in enumerate(rows):
        named = None if row.code else fragments.label(row.text)
        if not named or not named[1] or not _ANSWER(named[0]):
            continue
        items = _list_above(rows, above, i)
        above = i + 1
        chosen = _chosen(named[1], [match for _, match in items])
        if not chosen:
            continue
        labels = list(letters.number_labels(len(items)))
        for (at, match), label in zip(items, labels, strict=True):
            new[at] = rows[at]._replace(text=f"{match['indent']}- {label}. {match['text']}")
        indent = row.text[: len(row.text) - len(row.text.lstrip())]
        new[i] = row._replace(text=f"{indent}{named[0]}: {', '.join(labels[n] for n in chosen)}")
    return tuple(new)


def _list_above(rows: Sequence[Line], start: int, end: int) -> list[tuple[int, re.Match[str]]]:
    """Return the last list between two lines, each item with the index of its line; none when it has letters.

    What is indented further, and what stands between the list and the end, is no item; a numbered list begins with 1.
    """
    found: list[tuple[int, re.Match[str]]] = []
    for i in range(end - 1, start - 1, -1):
        match = None if rows[i].code else _ITEM.match(rows[i].text)
        if not found:
            found = [(i, match)] if match else []
            continue
        after = found[-1][1]
        margin = after["indent"]
        deeper = rows[i].text.startswith((f"{margin} ", f"{margin}\t"))
        if match and not deeper and match["indent"] == margin and _precedes(match, after):
            found.append((i, match))
        elif rows[i].text.strip() and not deeper:
            break
    found.reverse()
    whole = found and found[0][1]["number"] in {None, "1"}
    return found if whole and not any(letters.OPTION.match(rows[i].text) for i, _ in found) else []


def _precedes(item: re.Match[str], after: re.Match[str]) -> bool:
    if after["number"] is None or item["number"] is None:
        return after["number"] == item["number"]
    return int(item["number"]) + 1 == int(after["number"])


def _chosen(value: str, items: Sequence[re.Match[str]]) -> list[int]:
    """Return the indices of the items that an answer names: by their numbers, or one by its text.

    None where a number could be either, the place of one item and the text of another.
    """
    bare = _MARKUP.sub("", value).strip()
    said = _plain(_LEADING_NUMBER.sub("", bare))
    same = [n for n, item in enumerate(items) if _plain(item["text"]) == said]
    by_text = same if len(same) == 1 and len(items) > 1 else []
    if not _NUMBERS.fullmatch(bare) or not items or not items[0]["number"]:
        return by_text
    numbers = [int(digits) - 1 for digits in re.findall(r"\d+", bare)]
    by_number = numbers if all(0 <= n < len(items) for n in numbers) else []
    return [] if by_number and by_text and by_number != by_text else by_number or by_text


def _plain(text: str) -> str:
    return _MARKUP.sub("", text).strip().rstrip(".。").casefold()
