"""Highlight code: pygments' lexers find the tokens, and the style sheet colours some kinds of them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mistune.util import escape
from pygments.token import Comment, Keyword, Name, Number, Operator, String

from ankigen.markdown import lexing

if TYPE_CHECKING:
    from pygments.token import _TokenType

# The kinds of tokens that have a colour, with their classes in the style sheet, which are pygments' own. Spans for
# other kinds would only make packages larger.
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
    """Return code as HTML; without colours if no lexer has the name `language`, or if the lexer loses some of the text.

    Neighbouring tokens of one colour share a `<span>`; no `<span>` crosses a line's end.
    """
    lines = f"{code}\n"  # lexers of shell sessions drop a last line without a line end
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


@lru_cache(maxsize=4096)  # the same keywords recur
def _spanned(name: str, text: str) -> str:
    escaped = escape(text, quote=False)
    if not name:
        return escaped
    return "\n".join(f'<span class="{name}">{line}</span>' if line else "" for line in escaped.split("\n"))


@cache
def _class(kind: _TokenType) -> str:
    """Return the class of a kind of token, or of the nearest kind above it that has one; "" if none has."""
    return next((_CLASSES[part] for part in reversed(kind.split()) if part in _CLASSES), "")
