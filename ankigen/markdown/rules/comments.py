"""Remove comments from lines: `<!-- -->` of HTML, and `%%` of Obsidian. There are none in code.

A comment that is never closed is text, so that no text is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ankigen.markdown.rules.line import Line

_TICKS = re.compile(r"`+")
_SINGLE_TICKS = re.compile(r"`[^`\n]++`")  # every code span of a text in which no two backticks are together
# Not `%%sql` and `100%%`: inside, there is a space at both ends or at none; outside, no ASCII letter or digit.
_NOTE = re.compile(
    r"(?<![A-Za-z0-9%])%%(?![\s%])(?:[^%]|%(?!%))*+(?<!\s)%%(?![A-Za-z0-9%])"
    r"|(?<![A-Za-z0-9%])%%(?=\s)(?:[^%]|%(?!%))*+(?<=\s)%%(?![A-Za-z0-9%])"
)
_NOTE_BEGINS = re.compile(r"[ \t]*%%(?:\s|$)")
_NOTE_ENDS = re.compile(r"(?:^|\s)%%[ \t]*$")


def without_html_comments(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without HTML comments; one that is never closed is text."""
    last = max((i for i, row in enumerate(rows) if "-->" in row.text), default=-1)
    inside = False
    for i, row in enumerate(rows):
        text, code = row.text, row.code
        if inside:
            _, end, text = text.partition("-->")
            inside, code = not end, False
        if not code and "<!--" in text:
            text = _without_spans(text)
            # Only at the beginning of a line: `- [ ] <!-- x` is an option (CommonMark 4.6, start condition 2).
            if text.lstrip().startswith("<!--") and i < last:
                text, inside = "", True
        yield row if text is row.text else row._replace(text=text, code=False)


def _without_spans(text: str) -> str:
    """Return a line without the comments that begin and end in it, except in inline code."""
    pieces: list[str] = []
    code = code_spans(text)
    start = i = 0
    while (opening := text.find("<!--", start)) >= 0:
        while i < len(code) and code[i][1] <= opening:
            i += 1
        if i < len(code) and code[i][0] < opening:
            pieces.append(text[start : code[i][1]])
            start = code[i][1]
            continue
        close = text.find("-->", opening + 4)
        if close < 0:
            break
        pieces.append(text[start:opening])
        start = close + 3
    return "".join([*pieces, text[start:]])


def code_spans(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each inline code span in a line (CommonMark 0.31, 6.1)."""
    runs = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    closer: dict[int, int] = {}  # the nearest run to the right, by length
    after = [0] * len(runs)
    for i in range(len(runs) - 1, -1, -1):
        length = runs[i][1] - runs[i][0]
        after[i] = closer.get(length, 0)
        closer[length] = i
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(runs):
        if after[i]:
            spans.append((runs[i][0], runs[after[i]][1]))
            i = after[i]
        i += 1
    return spans


def with_code_replaced(text: str, replace: Callable[[str], str]) -> str:
    """Return a text in which each inline code span of a line, with its backticks, is what `replace` makes of it."""
    if "``" in text:
        return "\n".join(_with_spans_replaced(line, replace) for line in text.split("\n"))
    return _SINGLE_TICKS.sub(lambda match: replace(match[0]), text) if "`" in text else text  # a tenth of the time


def _with_spans_replaced(line: str, replace: Callable[[str], str]) -> str:
    pieces: list[str] = []
    last = 0
    for start, end in code_spans(line):
        pieces += [line[last:start], replace(line[start:end])]
        last = end
    return "".join([*pieces, line[last:]])


def without_note_comments(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without `%%comments%%`, in a line, or from a line that begins with `%%` to one that ends so."""
    ends = iter([i for i, row in enumerate(rows) if not row.code and _NOTE_ENDS.search(row.text)])
    next_end = next(ends, -1)
    last = -1  # the index of the last line of the comment
    for i, row in enumerate(rows):
        text = "" if i <= last else row.text
        if text and not row.code and "%%" in text:
            text = _without_notes(text)
            while -1 < next_end <= i:
                next_end = next(ends, -1)
            if next_end > i and _NOTE_BEGINS.match(text):
                text, last = "", next_end
        yield row if text is row.text else row._replace(text=text, code=False)


def _without_notes(text: str) -> str:
    """Return a line without the comments that begin and end in it."""
    masked = with_code_replaced(text, lambda code: "." * len(code))
    pieces: list[str] = []
    start = 0
    for match in _NOTE.finditer(masked):
        pieces.append(text[start : match.start()])
        start = match.end()
    return "".join([*pieces, text[start:]]) if pieces else text
