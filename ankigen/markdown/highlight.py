"""Code to HTML in its colours: pygments' lexers name the parts, and the style sheet colours some of their kinds."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mistune.util import escape
from pygments.token import Comment, Keyword, Name, Number, Operator, String

from ankigen.markdown import lexing

if TYPE_CHECKING:
    from pygments.token import _TokenType

# The kinds that have a colour, with their classes in the style sheet, which are pygments' own. A span for any other
# kind would only fill packages.
_CLASSES = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    Name.Tag: "k",
    String: "s",
    Number: "m",
    Name.Function: "nf",
    Name.Class: "nf",
    Name.Builtin: "nf",
    Name.Attribute: "nf",
    Name.Decorator: "nf",
}


def highlight(code: str, language: str) -> str:
    """Return code as HTML; uncoloured when no lexer has this name, or when the lexer loses some of the text.

    Neighbours of one colour share a `<span>`, and none reaches over a line's end.
    """
    lines = f"{code}\n"  # lexers of sessions drop a last line that does not end
    lexer = lexing.lexer(language) if language else None
    tokens = [*lexer.get_tokens(lines)] if lexer else []
    if "".join(text for _, text in tokens) != lines:
        return escape(code, quote=False)
    pieces: list[str] = []
    before = run = ""
    for kind, text in tokens:
        name = _class(kind)
        if name == before or not text:
            run += text
        else:
            pieces.append(_spanned(before, run))
            before, run = name, text
    return "".join([*pieces, _spanned(before, run)]).rstrip("\n")


@lru_cache(maxsize=4096)  # the same keywords come again and again
def _spanned(name: str, text: str) -> str:
    escaped = escape(text, quote=False)
    if not name:
        return escaped
    return "\n".join(f'<span class="{name}">{line}</span>' if line else "" for line in escaped.split("\n"))


@cache
def _class(kind: _TokenType) -> str:
    """Return the class of a kind of token, which is that of the nearest kind that it belongs to; "" for plain text."""
    return next((_CLASSES[part] for part in reversed(kind.split()) if part in _CLASSES), "")
