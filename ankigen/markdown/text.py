"""Turn a fragment of markdown into the plain text that a reader sees; without a parser if it is nothing but words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ankigen.markdown import html as markdown

# Lines of words and simple code spans. The parser gets every text with a line that may begin a block, or with a
# character that may be markup, be part of a character reference, or be changed.
_BEGIN = r"(?=[A-Za-z`(\"'“‘（「『《\u4e00-\u9fff]|\d++(?![.)]))"
_WORDS = r"[A-Za-z0-9 (),./:;?!'\"{}%@#=+>“”‘’–—…。、，；：？！（）「」『』《》\u4e00-\u9fff-]++"
_INSIDE_A_WORD = r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])"
_CODE = r"(?<!`)`(?! )[!-%'-_a-{}~ \u4e00-\u9fff]++(?<! )`(?!`)"
_LINE = rf"{_BEGIN}(?:{_WORDS}|{_INSIDE_A_WORD}|{_CODE})++(?<! )"
_PLAIN = re.compile(rf"{_LINE}(?:\n++{_LINE})*+")
_BLANK_LINES = re.compile(r"\n\n+")
_MARKUP = re.compile(r"^[ \t]*(?:```|~~~).*$|\*\*|__|`|\\(?=[!-/:-@\[-`{-~])", re.MULTILINE)
_MARKS = ("**", "__", "\\", "```", "~~~")  # without these, the only markup can be inline code
_QUOTES = str.maketrans("‘’‚′“”„″‐‑‒–—", "''''\"\"\"\"-----")


def to_text(fragment: str) -> str:
    """Return the plain text (not HTML) that a reader sees of a fragment of markdown."""
    if "==" not in fragment and "%%" not in fragment and _PLAIN.fullmatch(fragment):
        return _BLANK_LINES.sub("\n", fragment.replace("`", ""))
    return markdown.to_text(fragment)


def essence(markdown: str) -> str:
    """Return a text for comparisons: without markup, in lower case, with one kind of quotes and dashes, single spaces.

    All other punctuation is kept: in code, `=` and `==` are two answers.
    """
    marked = any(mark in markdown for mark in _MARKS)
    bare = _MARKUP.sub("", markdown) if marked else markdown.replace("`", "")
    if not bare.isascii():  # ASCII would not be changed
        bare = unicodedata.normalize("NFKC", bare).translate(_QUOTES)
    return " ".join(bare.casefold().split())


essence_of_option = lru_cache(maxsize=256)(essence)  # a check needs it as well
