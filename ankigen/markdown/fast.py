"""Render the plainest markdown, which is most of a bank, without mistune: the same HTML in far less time.

Headings, paragraphs, fences at the margin and lists that are not nested are matched whole, and rendered here if they
contain nothing but text, inline code, strong text and links. Everything else goes to mistune, in stretches that end at
an empty line before text at the margin: there, no block of CommonMark stays open except fences and raw HTML. Each
pattern matches a part of what mistune's own rule matches, never more; a test compares the two on any text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mistune.util import escape

if TYPE_CHECKING:
    from collections.abc import Callable

# The beginning of a line that belongs to a paragraph wherever it is: not a space, nor anything that begins a block in
# any rule of the parser (CommonMark 0.31, 4 and 5, tables, maths). A `|` anywhere in it may make a table.
_TEXT = r"(?:[^\s#>\-+=|~<$\\*_`\d]|\*{1,2}(?=[^\s*])|_{1,2}(?=[^\s_])|`{1,2}(?=[^\s`])|\d++(?![.)]))"
_LINE = rf"{_TEXT}[^\n|]*+(?:\n|\Z)"
_EMPTY = re.compile(r"\n(?:[ \t\v\f]*+\n)*+")
_FENCE = re.compile(
    r"(?P<mark>`{3,}+)[ \t]*+(?P<info>[^`\\\n]*+)\n(?P<code>(?:[^\n]*+\n)*?) {0,3}(?P=mark)`*[ \t]*(?:\n|\Z)"
)
_HEADING = re.compile(r"#{1,6} (?![#\s])(?P<title>[^\n|#]*[^\s|#])(?:\n|\Z)")
# The text of an item with its continuation lines; lists of such items, with an empty line between all or between none.
_ITEM = rf" {{1,3}}(?!\[){_TEXT}[^\n|]*+(?:\n +{_TEXT}[^\n|]*+)*+"
_NUMBER = r"\d{1,9}\."
_MARKS = ("-", r"\*", r"\+", _NUMBER)
_TIGHT = [rf"(?:{mark}{_ITEM}(?:\n|\Z))++" for mark in _MARKS]
_LOOSE = [rf"{mark}{_ITEM}(?:\n\n{mark}{_ITEM})++(?:\n|\Z)" for mark in _MARKS]
_AFTER_LIST = rf"(?=\Z|\n++(?:\Z|{_TEXT}|```))"
_LIST = re.compile(rf"(?:{'|'.join((*_LOOSE, *_TIGHT))}){_AFTER_LIST}")
_ITEM_BEGINS = re.compile(r"\n+(?! )")
_ITEM_MARK = re.compile(r"(?:[-*+]|\d+\.) +")
_INDENT = re.compile(r"\n +")
# A plain list, which may end a paragraph; of numbered ones only if it begins with 1. Other lists go to mistune together
# with the paragraph above, because they may continue it.
_ENDS_PARAGRAPH = rf"(?:(?!\d)|(?=1\.))(?:{'|'.join(_TIGHT)}){_AFTER_LIST}"
_PARAGRAPH = re.compile(rf"(?:{_LINE})++(?=\n|\Z|```[^`\n]*\n|{_ENDS_PARAGRAPH})")
_MARGIN = re.compile(rf"\n\n(?={_TEXT}|```)")
_REACHING = re.compile(r"^ {0,3}(?:```|~~~|<)", re.MULTILINE)
_BLANK = " \r\n\t\f"  # mistune strips these from a block's text
_DEFINITION = "]:"  # of a link or a footnote; definitions apply to the whole text
# Text in which no rule inside a block can begin; a `_` between letters is never emphasis (CommonMark 0.31, 6.2).
_WORDS = r"(?:[^\\`*_\[\]<~$=\r\n]++|=(?!=)|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))++"
_SPAN = r"`(?! )[^`\n]++`(?!`)"
# Words and what follows them: inline code, strong text, a link, a line's end, or nothing.
_PIECE = re.compile(
    rf"(?P<words>{_WORDS})?+(?:"
    r"`(?P<code>(?! )[^`\n]++)`(?!`)"
    rf"|\*\*(?![\s*])(?P<strong>(?:{_WORDS}|{_SPAN})++)(?<!\s)\*\*(?!\*)"
    rf"|(?<!!)\[(?P<label>(?!\^){_WORDS})\]\((?P<url>https?://[A-Za-z0-9_.~:/?#@!+,;=%-]++)\)"
    r"|(?P<end>(?<! )\n(?!\s)|\Z))"
)
_NO_BLOCK = r"(?!\d+[.)]|[\s#>\-+=|~<$\\*_]|``)"
_ONE_LINE = re.compile(rf"{_NO_BLOCK}[^\n|]*(?<!\s)")
# Text that is its own HTML, and in which nothing has to be cleaned: no blanks, control characters or U+0338.
_AS_IT_IS = re.compile(
    rf"{_NO_BLOCK}(?:[^\\`*_\[\]<~$=|&>\x00-\x08\n-\x1f\x7f\xa0\u0338]++|=(?!=)|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))++(?<!\s)"
)


def is_words(text: str) -> bool:
    """Whether a fragment is a paragraph of one line whose HTML is its text, unchanged."""
    return _AS_IT_IS.fullmatch(text) is not None


def written_line(text: str, write: Callable[[str], str]) -> str | None:
    """Return the HTML of a fragment that is a paragraph of one plain line, without `<p>`; None for any other."""
    return _inline(text, write) if _ONE_LINE.fullmatch(text) and _DEFINITION not in text else None


def written(text: str, write: Callable[[str], str], code: Callable[[str, str], str], rest: Callable[[str], str]) -> str:
    """Return the HTML of a fragment.

    `write` returns the HTML of words, `code` that of a fence (from its code and info string), and `rest` that of any
    markdown.
    """
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
            html = _list(block[0].rstrip("\n"), write)
        elif not block and (block := _HEADING.match(text, position)):
            inner = _inline(block["title"], write)
            html = None if inner is None else f"<h4>{inner}</h4>\n"
        if block and html is not None:
            pieces.append(html)
            position = block.end()
        else:
            end = _end_of_stretch(text, position)
            pieces.append(rest(text[position:end]))
            position = end
    return "".join(pieces)


def _list(text: str, write: Callable[[str], str]) -> str | None:
    items: list[str] = []
    loose = "\n\n" in text
    begins = "<li><p>" if loose else "<li>"
    ends = "</p>\n</li>\n" if loose else "</li>\n"
    for item in _ITEM_BEGINS.split(text):
        words = item[_ITEM_MARK.match(item).end() :]  # type: ignore[union-attr]  # it begins with one
        inner = _inline((_INDENT.sub("\n", words) if "\n" in words else words).strip(_BLANK), write)
        if inner is None:
            return None
        items.append(f"{begins}{inner}{ends}")
    if not text[0].isdecimal():
        return f"<ul>\n{''.join(items)}</ul>\n"
    number = int(text.partition(".")[0])
    start = "" if number == 1 else f' start="{number}"'
    return f"<ol{start}>\n{''.join(items)}</ol>\n"


def _end_of_stretch(text: str, start: int) -> int:
    margin = _MARGIN.search(text, start)
    return len(text) if not margin or _REACHING.search(text, start, margin.start()) else margin.end()


def _inline(text: str, write: Callable[[str], str]) -> str | None:
    """Return the HTML of text, inline code, strong text, links and line ends; None if there is anything else."""
    pieces: list[str] = []
    position = 0
    while position < len(text):
        match = _PIECE.match(text, position)
        if not match:
            return None
        position = match.end()
        words, code, strong, label, url, end = match.groups()
        if words:
            pieces.append(write(words))
        if code:
            pieces.append(f"<code>{escape(code, quote=False)}</code>")
        elif strong:
            pieces.append(f"<strong>{_inline(strong, write) if '`' in strong else write(strong)}</strong>")
        elif label:
            pieces.append(f'<a href="{url}">{write(label)}</a>')
        elif end:
            pieces.append(end)
    return "".join(pieces)
