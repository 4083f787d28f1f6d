"""A short way to the HTML of the plainest text, which most of a bank is: what mistune would give, far cheaper.

A paragraph, a fence at the margin and a tight list of one-line items are matched whole, and written when they hold no
more than text, inline code, strong text and links. Everything else goes to mistune, in stretches: at an empty line
before text at the margin, no block of CommonMark stays open but a fence and raw HTML. Each pattern takes less than
mistune's rule does, never more; a test compares both on any text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mistune.util import escape

if TYPE_CHECKING:
    from collections.abc import Callable

# How a line begins that is a paragraph's wherever it stands: not with a space, nor with what marks a block in any rule
# of the parser (CommonMark 4 and 5, tables, maths). A `|` anywhere may make a table.
_TEXT = r"(?:[^\s#>\-+=|~<$\\*_`\d]|\*{1,2}(?=[^\s*])|_{1,2}(?=[^\s_])|`{1,2}(?=[^\s`])|\d++(?![.)]))"
_LINE = rf"{_TEXT}[^\n|]*+(?:\n|\Z)"
_EMPTY = re.compile(r"\n(?:[ \t\v\f]*+\n)*+")
_FENCE = re.compile(
    r"(?P<mark>`{3,}+)[ \t]*+(?P<info>[^`\\\n]*+)\n(?P<code>(?:[^\n]*+\n)*?) {0,3}(?P=mark)`*[ \t]*(?:\n|\Z)"
)
_ITEMS = rf"(?:- (?!\[){_LINE})++(?=\Z|\n++(?:\Z|{_TEXT}|```))"
_LIST = re.compile(_ITEMS)
# A list that is not so plain goes to mistune with the paragraph above it, to which it may add.
_PARAGRAPH = re.compile(rf"(?:{_LINE})++(?=\n|\Z|```[^`\n]*\n|{_ITEMS})")
_MARGIN = re.compile(rf"\n\n(?={_TEXT}|```)")
_REACHING = re.compile(r"^ {0,3}(?:```|~~~|<)", re.MULTILINE)
_BLANK = " \r\n\t\f"  # what mistune strips from a block's text
_DEFINITION = "]:"  # of a link or a footnote: it counts for all of the text
# Text that no rule inside a block begins in; a `_` between letters is never emphasis (CommonMark 6.2).
_WORDS = r"(?:[^\\`*_\[\]<~$\r\n]++|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))++"
_SPAN = r"`(?! )[^`\n]++`(?!`)"
_PIECE = re.compile(
    rf"(?P<text>{_WORDS})"
    r"|`(?P<codespan>(?! )[^`\n]++)`(?!`)"
    rf"|\*\*(?![\s*])(?P<strong>(?:{_WORDS}|{_SPAN})++)(?<!\s)\*\*(?!\*)"
    rf"|(?<!!)\[(?P<label>(?!\^){_WORDS})\]\((?P<url>https?://[A-Za-z0-9_.~:/?#@!+,;=%-]++)\)"
    r"|(?P<break>(?<! )\n(?!\s))"
)
_ONE_LINE = re.compile(r"(?!\d+[.)]|[\s#>\-+=|~<$\\*_]|``)[^\n|]*(?<!\s)")


def written_line(text: str, write: Callable[[str], str]) -> str | None:
    """Return the HTML of a fragment that is a paragraph of one plain line, without its tag; None of any other."""
    return _inline(text, write) if _ONE_LINE.fullmatch(text) and _DEFINITION not in text else None


def written(text: str, write: Callable[[str], str], code: Callable[[str, str], str], rest: Callable[[str], str]) -> str:
    """Return the HTML of a fragment: `write` gives that of words, `code` that of a fence and its info, `rest` any."""
    if _DEFINITION in text:
        return rest(text)
    pieces: list[str] = []
    position = 0
    while position < len(text):
        block = _EMPTY.match(text, position)
        html: str | None = ""
        if not block and (block := _PARAGRAPH.match(text, position)):
            inner = _inline(block[0].strip(_BLANK), write)
            html = None if inner is None else f"<p>{inner}</p>\n"
        elif not block and (block := _FENCE.match(text, position)):
            html = code(block["code"], block["info"].strip())
        elif not block and (block := _LIST.match(text, position)):
            items = [_inline(line[2:].strip(_BLANK), write) for line in block[0].rstrip("\n").split("\n")]
            html = None if None in items else f"<ul>\n{''.join(f'<li>{item}</li>{chr(10)}' for item in items)}</ul>\n"
        if block and html is not None:
            pieces.append(html)
            position = block.end()
        else:
            end = _end_of_stretch(text, position)
            pieces.append(rest(text[position:end]))
            position = end
    return "".join(pieces)


def _end_of_stretch(text: str, start: int) -> int:
    margin = _MARGIN.search(text, start)
    return len(text) if not margin or _REACHING.search(text, start, margin.start()) else margin.end()


def _inline(text: str, write: Callable[[str], str]) -> str | None:
    """Return the HTML of text, inline code, strong text, links and line ends; None where there is more."""
    pieces: list[str] = []
    position = 0
    while match := _PIECE.match(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "text":
            pieces.append(write(match[0]))
        elif kind == "codespan":
            pieces.append(f"<code>{escape(match[kind], quote=False)}</code>")
        elif kind == "break":
            pieces.append("\n")
        elif kind == "strong":
            pieces.append(f"<strong>{_inline(match[kind], write)}</strong>")
        else:
            pieces.append(f'<a href="{match["url"]}">{write(match["label"])}</a>')
    return "".join(pieces) if position == len(text) else None
