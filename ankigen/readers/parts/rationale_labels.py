"""What a remark is about: the letters of its options, and the traps that it names."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.markdown import cells, table_end
from ankigen.model import split_tags
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import explained_option, label_and_value
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ankigen.markdown import Line

_BOLD_LABEL = re.compile(r"(?=(?:\*\*|__)[^*_\n:：]{1,40}[:：])")  # where one may begin, also within a line
_IN_BRACKETS = re.compile(r"[(（]([^()（）\n:：]{1,40}[:：][^()（）\n]{1,200})[)）]")
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
_LONGEST_RATIONALE_HEADING = 1000  # characters; a longer line is not a heading
_COMPARISON = re.compile(r"\bvs\b|對比|对比|比較|比较|差異|差异|的?區別|\bcompared\b", re.IGNORECASE)


def about(head: str, *, word: bool = False) -> tuple[tuple[str, ...], str] | None:
    """Return the labels that a rationale's heading names, and the rest of it; with `word`, only `option A`, not `A`."""
    match = _ABOUT.match(_POINT.sub("", head).rstrip("*_ ")) if len(head) < _LONGEST_RATIONALE_HEADING else None
    if not match or (not match["word"] and (word or match["loose"] is not None)):
        return None
    if word and _COMPARISON.search(match["rest"]):
        return None
    return tuple(re.findall(r"[A-Z]", match["labels"].upper().replace("AND", ""))), match["rest"].strip().removeprefix(
        "的"
    )


def about_line(text: str, written: Mapping[str, str]) -> tuple[tuple[str, ...], str, str] | None:
    """Return the labels of a rationale, the rest of its head, and what follows.

    Such a line is a bullet, or begins in bold or with `A.`. `written` has the labels of options by those in the file.
    """
    row = with_letter(text, written)
    plain = _PLAIN_LINE.match(row)
    if plain:
        return (plain["label"].upper(),), "", plain["rest"]
    match = _ABOUT_LINE.match(row)
    if not match or not (match["bullet"] or match["bold"]):
        return None
    options = about((match["head"] or match["bare"]).rstrip(":： "))
    return (*options, match["rest"].removeprefix("–").removeprefix("—").lstrip()) if options else None


@cache
def _line_about_option(word: str) -> re.Pattern[str]:
    """Return the pattern of a line that names an option by its label; with "?" as `word`, without a word before it."""
    return re.compile(
        rf"[ \t]*(?P<sign>(?:[-*+]|#{{1,6}})[ \t]+)?(?P<bold>\*\*|__)?"
        rf"(?:(?P<word>{vocabulary.alternation('answer', 'option')})[ \t]*){word}"
        r"[(（]?(?P<label>[^\W_])[)）]?(?:\*\*|__)?"
        r"(?:[ \t]*[.:：)）、–—-](?:\*\*|__)?[ \t]*|[ \t]*$)(?P<text>.*)$",
        re.IGNORECASE,
    )


def about_named(row: Line, written: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the label of the option that a line names by a word and its label, `Option 2: …`, and what it says of it.

    `written` has the labels of options by those in the file.
    """
    match = None if row.code or row.text.lstrip()[:1] == "#" else _line_about_option("").match(row.text)
    label = written.get(match["label"].casefold()) if match and match["text"] else None
    is_option = label and match and vocabulary.role(match["word"]) not in ANSWER_ROLES  # `Answer B: …` is none
    if match and label and is_option:
        return label, match["text"]
    label = None if row.code else written.get(explained_option(row.text))
    pair = label_and_value(row.text) if label else None
    return (label, pair[1]) if label and pair and pair[1] else None


def with_letter(text: str, written: Mapping[str, str], *, in_heading: bool = False) -> str:
    """Return a line of a rationale with the letter of the option that it names by a label such as `②` or `2`.

    The label is behind a bullet, in bold, or in a heading: elsewhere it may be a number.
    """
    match = (
        _line_about_option("?").match(text)
        if any(label.upper() != letter for label, letter in written.items())
        else None
    )
    label = match["label"].casefold() if match and (match["sign"] or match["bold"] or in_heading) else ""
    letter = written.get(label, label)
    if match is None or not label or letter == label.upper():
        return text
    return f"{text[: match.start('label')]}{letter}{text[match.end('label') :]}"


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


def option_traps(rationale: str) -> tuple[str, ...]:
    """Return the traps that a rationale names by a label: `**Trap:** Scope`, also within a line, or `(Trap: Scope)`."""
    if ":" not in rationale and "：" not in rationale:
        return ()
    return tuple(dict.fromkeys(trap for piece in _labelled_pieces(rationale) for trap in _traps(piece)))


def _labelled_pieces(rationale: str) -> Iterator[str]:
    """Yield what may be a label with its value."""
    for row in rationale.splitlines():
        yield from _IN_BRACKETS.findall(row)
        yield from _BOLD_LABEL.split(row)


def _traps(piece: str) -> tuple[str, ...]:
    pair = label_and_value(piece)
    return tuple(split_tags(pair[1])) if pair and vocabulary.role(pair[0]) == "traps" else ()
