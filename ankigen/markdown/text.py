"""Turn a fragment of markdown into the plain text that a reader sees; without a parser if it is nothing but words."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from ankigen.markdown.html import targets, to_html
from ankigen.markdown.html import to_text as parsed_text

if TYPE_CHECKING:
    from ankigen.markdown.rules.renderer import Look

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
_EMPHASIS = frozenset({"strong", "em", "mark"})
_SILENT = frozenset({"span", "code", "a", "pre"})  # tags of which a reader sees nothing but what is in them
_BREAKS = frozenset({"p", "br", "div"})
_TAG = re.compile(r"""<(?P<name>/?[a-z0-9]++)(?:[^>"]++|"[^"]*+")*+>""")
_VERBATIM = re.compile(r"<(?P<tag>pre|code)\b.*?</(?P=tag)>", re.DOTALL)
_AROUND_TAGS = re.compile(r" *(<[^>]*>) *")
_PICTURE = "\ufffc"
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # full-width letters and signs, as ASCII
_OF_ONE_KIND = _QUOTES | _WIDE
_BLANKS = re.compile(r"\s+")


def to_text(fragment: str) -> str:
    """Return the plain text (not HTML) that a reader sees of a fragment of markdown."""
    if "==" not in fragment and "%%" not in fragment and _PLAIN.fullmatch(fragment):
        return _BLANK_LINES.sub("\n", fragment.replace("`", ""))
    return parsed_text(fragment)


def as_seen(fragment: str, look: Look) -> str:
    """Return a fragment as a reader sees it, for exact comparisons: two texts that differ here may differ in meaning.

    Code and formulas are kept to the character, and letters keep their case. In prose, spaces and line ends are one
    space, quotes, dashes and full-width signs are of one kind, and emphasis does not count, unless it may be a name
    such as `__init__`. Each picture is one character (U+FFFC): only its file says which picture it is.
    """
    if "`" not in fragment and _PLAIN.fullmatch(fragment):
        return _prose(fragment.replace(">", "&gt;"), frozenset())
    shown = targets(fragment, look)
    html = to_html(fragment, look._replace(media=dict.fromkeys(shown, _PICTURE)) if shown else look)
    silent = frozenset() if "__" in fragment else _EMPHASIS
    pieces: list[str] = []
    at = 0
    for match in _VERBATIM.finditer(html):
        code = _without_tags(match[0], silent)
        pieces += [_prose(html[at : match.start()], silent), f"\n{code.rstrip()}\n" if match["tag"] == "pre" else code]
        at = match.end()
    return "".join([*pieces, _prose(html[at:], silent)]).strip(" ")


def _prose(html: str, silent: frozenset[str]) -> str:
    text = _BLANKS.sub(" ", _without_tags(html, silent))
    if "<" in text:
        text = _AROUND_TAGS.sub(r"\1", text)
    return text if text.isascii() else text.translate(_OF_ONE_KIND)


def _without_tags(html: str, silent: frozenset[str]) -> str:
    """Return HTML without attributes, and without the tags that are `silent` or that a reader does not see."""

    def visible(tag: re.Match[str]) -> str:
        bare = tag["name"].removeprefix("/")
        if bare == "img":
            return _PICTURE
        if bare in _BREAKS:
            return " "
        return "" if bare in silent or bare in _SILENT else f"<{tag['name']}>"

    return _TAG.sub(visible, html) if "<" in html else html


def essence(markdown: str) -> str:
    """Return a text for loose comparisons: no markup, in lower case, one kind of quotes and dashes, single spaces.

    All other punctuation is kept: in code, `=` and `==` are two answers. For exact comparisons there is `as_seen`.
    """
    marked = any(mark in markdown for mark in _MARKS)
    bare = _MARKUP.sub("", markdown) if marked else markdown.replace("`", "")
    if not bare.isascii():  # ASCII would not be changed
        bare = unicodedata.normalize("NFKC", bare).translate(_QUOTES)
    return " ".join(bare.casefold().split())
