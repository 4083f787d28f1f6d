"""A fragment of markdown to plain text: what a reader sees of it, without a parser where words are all there is."""

from __future__ import annotations

import re

from ankigen.markdown import html as markdown

# Lines of words and simple code spans. Left to the parser is each line that may begin a block, and every character
# that may mark something, stand for another one, or be changed on the way.
_BEGIN = r"(?=[A-Za-z`(\"'“‘（「『《\u4e00-\u9fff]|\d++(?![.)]))"
_WORDS = r"[A-Za-z0-9 (),./:;?!'\"{}%@#=+>“”‘’–—…。、，；：？！（）「」『』《》\u4e00-\u9fff-]++"
_INSIDE_A_WORD = r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])"
_CODE = r"(?<!`)`(?! )[!-%'-_a-{}~ \u4e00-\u9fff]++(?<! )`(?!`)"
_LINE = rf"{_BEGIN}(?:{_WORDS}|{_INSIDE_A_WORD}|{_CODE})++(?<! )"
_PLAIN = re.compile(rf"{_LINE}(?:\n++{_LINE})*+")
_BLANK_LINES = re.compile(r"\n\n+")


def to_text(fragment: str) -> str:
    """Return what a reader sees of a fragment of markdown, as plain text (not HTML)."""
    if _PLAIN.fullmatch(fragment):
        return _BLANK_LINES.sub("\n", fragment.replace("`", ""))
    return markdown.to_text(fragment)
