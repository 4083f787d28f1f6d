"""mistune's parsers with a short way for the plainest text, which most of a bank is: the same tokens, far cheaper.

A paragraph, a fence at the margin and a tight list of one-line items are matched whole. Everything else goes to
mistune, in stretches: at an empty line before text at the margin, no block of CommonMark stays open but a fence and
raw HTML. Each pattern takes less than mistune's rule does, never more; a test compares both on any text.
"""

from __future__ import annotations

import re
from typing import Any

import mistune

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
_DEFINITION = "]:"  # of a link or a footnote: it counts for all of the text
# Text that no rule inside a block begins in; a `_` between letters is never emphasis (CommonMark 6.2).
_WORDS = r"(?:[^\\`*_\[\]<~$\r\n]++|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))++"
_SPAN = r"`(?! )[^`\n]++`(?!`)"
_PIECE = re.compile(
    rf"(?P<text>{_WORDS})"
    r"|`(?P<codespan>(?! )[^`\n]++)`(?!`)"
    rf"|\*\*(?![\s*])(?P<strong>(?:{_WORDS}|{_SPAN})++)(?<!\s)\*\*(?!\*)"
    rf"|(?<!!)\[(?P<label>(?!\^){_WORDS})\]\((?P<url>https?://[A-Za-z0-9_.~:/?#@!+,;=%-]++)\)"
    r"|(?P<softbreak>(?<! )\n(?!\s))"
)
_ONE_LINE = re.compile(rf"(?!\d+[.)]|[\s#>\-+=|]){_WORDS}(?<!\s)")


def is_one_line_of_text(markdown: str) -> bool:
    """Say whether a fragment is a paragraph of one line that holds nothing but text."""
    return bool(_ONE_LINE.fullmatch(markdown))


class Blocks(mistune.BlockParser):
    """mistune's block parser."""

    def parse(self, state: mistune.BlockState, rules: list[str] | None = None) -> None:
        """Add the tokens of the state's text to it."""
        if _DEFINITION in state.src:
            super().parse(state, rules)
        elif state.parent is None:
            self._parse_stretches(state)
        elif _PARAGRAPH.fullmatch(state.src):
            state.add_paragraph(state.src)
        else:
            super().parse(state, rules)

    def _parse_stretches(self, state: mistune.BlockState) -> None:
        source, position = state.src, 0
        while position < len(source):
            if match := _EMPTY.match(source, position):
                position = match.end()
            elif match := _PARAGRAPH.match(source, position):
                state.append_token({"type": "paragraph", "text": match[0]})
                position = match.end()
            elif match := _FENCE.match(source, position):
                state.append_token(_code(match))
                position = match.end()
            elif match := _LIST.match(source, position):
                state.append_token(_tight_list(match[0]))
                position = match.end()
            else:
                end = _end_of_stretch(source, position)
                stretch = self.state_cls()
                stretch.env = state.env
                stretch.process(source[position:end])
                super().parse(stretch)
                state.tokens += stretch.tokens
                position = end


def _end_of_stretch(source: str, start: int) -> int:
    margin = _MARGIN.search(source, start)
    return len(source) if not margin or _REACHING.search(source, start, margin.start()) else margin.end()


def _code(fence: re.Match[str]) -> dict[str, Any]:
    token = {"type": "block_code", "raw": fence["code"], "style": "fenced", "marker": fence["mark"]}
    return {**token, "attrs": {"info": fence["info"].strip()}} if fence["info"] else token


def _tight_list(source: str) -> dict[str, Any]:
    items = [
        {"type": "list_item", "children": [{"type": "block_text", "text": line.removeprefix("- ")}]}
        for line in source.rstrip("\n").split("\n")
    ]
    return {"type": "list", "children": items, "tight": True, "bullet": "-", "attrs": {"depth": 0, "ordered": False}}


class Inlines(mistune.InlineParser):
    """mistune's parser of what stands inside a block, with the rule for `**strong**` that `markdown` adds."""

    def render(self, state: mistune.InlineState) -> list[dict[str, Any]]:
        """Return the tokens of the state's text."""
        tokens = self._plain(state)
        if tokens is None:
            return super().render(state)
        state.tokens = tokens
        return tokens

    def _plain(self, state: mistune.InlineState) -> list[dict[str, Any]] | None:
        """Return the tokens of text, inline code, strong text, links and line ends; None where there is more."""
        tokens: list[dict[str, Any]] = []
        position = 0
        while match := _PIECE.match(state.src, position):
            position = match.end()
            kind = str(match.lastgroup)
            if kind == "text":
                tokens.append({"type": "text", "raw": match[0]})
            elif kind == "codespan":
                tokens.append({"type": "codespan", "raw": match[kind]})
            elif kind == "softbreak":
                tokens.append({"type": "softbreak"})
            elif state.depth:
                return None  # mistune counts how deep strong text and links are
            elif kind == "strong":
                inner = state.copy()
                inner.src = match[kind]
                tokens.append({"type": "strong", "children": self.render(inner)})
            else:
                label = {"type": "text", "raw": match["label"]}
                tokens.append({"type": "link", "children": [label], "attrs": {"url": match["url"]}})
        return tokens if position == len(state.src) else None
