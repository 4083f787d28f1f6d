"""Code to HTML in its colours: pygments' lexers name the parts, the class of each is the one of pygments' formatter."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mistune.util import escape
from pygments.formatters.html import HtmlFormatter

from ankigen import lexing

if TYPE_CHECKING:
    from pygments.token import _TokenType


def highlight(code: str, language: str) -> str:
    """Return code as HTML; uncoloured when no lexer has this name.

    As `HtmlFormatter(nowrap=True)` would write it, but for quotes, which text need not escape: neighbours of one class
    share a `<span>`, and none reaches over a line's end.
    """
    lexer = lexing.lexer(language) if language else None
    if lexer is None:
        return escape(code, quote=False)
    pieces: list[str] = []
    opened = run = ""
    for kind, text in lexer.get_tokens(code):
        span = _span(kind)
        if span == opened or not text:
            run += text
        else:
            pieces.append(_spanned(opened, run))
            opened, run = span, text
    return "".join([*pieces, _spanned(opened, run)]).rstrip("\n")


@lru_cache(maxsize=4096)  # the same words and signs come again and again
def _spanned(span: str, text: str) -> str:
    escaped = escape(text, quote=False)
    if not span:
        return escaped
    return "\n".join(f"{span}{line}</span>" if line else "" for line in escaped.split("\n"))


@cache
def _span(kind: _TokenType) -> str:
    """Return the tag that pygments' formatter opens for a kind of token; "" for plain text."""
    pieces: list[str] = []
    HtmlFormatter(nowrap=True).format([(kind, "x")], _Sink(pieces))
    return "".join(pieces).rstrip("\n").removesuffix("</span>").removesuffix("x")


class _Sink:
    """Collects what a pygments formatter writes."""

    def __init__(self, pieces: list[str]) -> None:
        self.write = pieces.append
