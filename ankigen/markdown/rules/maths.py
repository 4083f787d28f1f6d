r"""Find maths in markdown: rules for mistune, which turn `$…$`, `$$…$$`, `\(…\)` and `\[…\]` into tokens.

The rule for single dollars is that of pandoc (`tex_math_dollars`) and GitHub, but stricter, because banks are full of
dollars that are not maths: prices, shell variables, jQuery, regular expressions. In doubt, it is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown.sanitise import TRIGGER

if TYPE_CHECKING:
    import mistune

# An opening dollar is at the start, or after a space, opening punctuation, or a character outside ASCII (Chinese has no
# spaces); a closing one is at the end, or before a space, closing punctuation, or such a character.
_BEFORE = r"""(?<![^\s(\[{"'*_~|>:,;\-\u0080-\U0010ffff])"""
_AFTER = r"""(?![^\s)\]}"'*_~|<:,;.!?\-\u0080-\U0010ffff])"""
_START = r"""(?![\s$)\]}"'’”」』、，。,;]|\{[A-Za-z_][\w.:-]*\})"""  # no formula begins with these, such as `${name}`
_INLINE = rf"{_BEFORE}\$(?P<maths_dollar>{_START}(?:[^$\\\n]|\\[^\n])+?)(?<!\s)\${_AFTER}"
_DISPLAY = rf"{_BEFORE}\$\$(?P<maths_dollars>{_START}(?:[^$\\\n]|\\[^\n])+?)(?<!\s)\$\${_AFTER}"
_PAREN = r"\\\((?P<maths_paren>(?!\s*\\\))(?:[^\\\n]|\\[^\n()])+?)\\\)"
# `\[` is also an escaped bracket in markdown, so it means maths only on lines of its own.
_BLOCK = (
    r"^ {0,3}(?:\$\$(?P<maths_block>(?:[^$\\\n]|\\[^\n]|\n(?![ \t]*\n))+?)\$\$"
    r"|\\\[(?P<maths_bracket>(?:[^\\\n]|\\[^\n\[\]]|\n(?![ \t]*\n))+?)\\\])[ \t]*(?:\n|$)"
)
_FORMULA = re.compile(r"[\\^_={}+*/<>|]")
_PROSE = re.compile(r"\s[A-Za-z]{2,}|[㐀-鿿]")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
# Commands from which MathJax makes links, styles, classes and ids (in Anki, the script in `\href{javascript:…}` runs);
# those that load more of it; definitions, which would apply to every later card; and labels, which must be unique,
# although a card is drawn several times.
_BEYOND = frozenset(
    """href url style class cssId data mmlToken bbox enclose unicode require includegraphics texttip mathtip toggle
    def gdef edef xdef let futurelet newcommand renewcommand providecommand newenvironment renewenvironment newtagform
    renewtagform usetagform label ref eqref refeq noeqref Newextarrow mathtoolsset DeclareMathOperator
    DeclarePairedDelimiter DeclarePairedDelimiters
    DeclarePairedDelimiterX DeclarePairedDelimitersX DeclarePairedDelimiterXPP definecolor""".split()
)
_PAIR = re.compile(r"\\(.)", re.DOTALL)


def _is_prose(tex: str) -> bool:
    """Whether TeX is really words without any sign of a formula, such as the text between two prices or variables."""
    return not _FORMULA.search(tex) and bool(_PROSE.search(tex))


def _is_unfit(tex: str) -> bool:
    r"""Whether TeX must not be given to MathJax or Anki.

    That is, if it contains a delimiter of MathJax (not `\\[2pt]`, which ends a line), a sequence that Anki acts on,
    which cannot be made inert inside a formula, or a command that has an effect outside the formula.
    """
    return (
        not set(_PAIR.findall(tex)).isdisjoint("()[]")
        or bool(TRIGGER.search(tex))
        or any(name in _BEYOND for name in _COMMAND.findall(tex))
    )


def plugin(markdown: mistune.Markdown) -> None:
    """Add the rules to a parser; its renderer must have the methods `inline_maths` and `block_maths`."""
    markdown.inline.register("display_maths", _DISPLAY, _parse_inline, before="escape", start_chars="$")
    markdown.inline.register("inline_maths", _INLINE, _parse_inline, before="escape", start_chars="$")
    markdown.inline.register("paren_maths", _PAREN, _parse_inline, before="escape", start_chars="\\")
    markdown.block.register("block_maths", _BLOCK, _parse_block, before="list")
    for rules in (markdown.block.list_rules, markdown.block.block_quote_rules):
        markdown.block.insert_rule(rules, "block_maths", before="list")


def _parse_inline(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int | None:
    kind, tex = _kind_and_tex(match)
    if kind == "maths_paren" and _is_unfit(tex):  # then the backslash escapes the bracket, as everywhere
        state.append_token({"type": "text", "raw": "("})
        return match.start() + 2
    if kind != "maths_paren" and (_is_unfit(tex) or _is_prose(tex)):
        return None
    state.append_token({"type": "inline_maths", "raw": tex, "attrs": {"display": kind == "maths_dollars"}})
    return match.end()


def _parse_block(block: mistune.BlockParser, match: re.Match[str], state: mistune.BlockState) -> int | None:
    _, tex = _kind_and_tex(match)
    if not tex.strip() or _is_unfit(tex):
        return None
    state.append_token({"type": "block_maths", "raw": tex.strip()})
    return match.end()


def _kind_and_tex(match: re.Match[str]) -> tuple[str, str]:
    """Return the name of the group that matched, and the TeX in it."""
    return next((kind, tex) for kind, tex in match.groupdict().items() if kind.startswith("maths_") and tex is not None)
