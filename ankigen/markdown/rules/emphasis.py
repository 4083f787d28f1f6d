"""Allow emphasis in languages without spaces between words, where CommonMark's flanking rules (0.31, 6.2) do not.

`**「x」**的` is not emphasis in CommonMark: an opening mark before punctuation must follow a space or punctuation, and
a closing mark after punctuation must precede one. Text in Chinese or Japanese has neither. Here a mark also opens or
closes if a CJK letter or punctuation is on either side of it (as proposed by "CJK-friendly emphasis").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import mistune

# Radicals, CJK punctuation, kana, Bopomofo, Han, Yi, Hangul, compatibility and full-width forms.
_CJK = (
    "\u1100-\u11ff\u2e80-\u2fff\u3001-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef"
    "\U00020000-\U0003ffff"
)
_PUNCTUATION = r"[^\w\s]"
# `**text**` is bold wherever it is: no space and no letter beside it decides.
_STRONG = (
    r"\*\*(?![\s*])(?P<strong_text>(?:`[^`\n]+`|\\.|\*(?![\s*])[^*\n]*(?<!\s)\*(?!\*)|[^*`\n\\])+?)(?<!\s)\*\*(?!\*)"
)
_INNER = {
    "*": r"\*\*(?![\s*])[^*\n]*(?<!\s)\*\*(?!\*)",  # strong text
    "_": r"(?<=\w)_(?=\w)",  # inside a word
}
_TEXT = "beside_"  # how the groups with the text begin
_KINDS = {1: ("emphasis",), 2: ("strong",), 3: ("emphasis", "strong")}  # by the length of the mark, from the outside


def plugin(markdown: mistune.Markdown) -> None:
    """Add the rules to a parser."""
    markdown.inline.register("strong", _STRONG, _parse_strong, before="emphasis", start_chars="*")
    for number, mark in enumerate(("*", "***", "_", "__", "___")):
        markdown.inline.register(
            f"cjk_{number}", _beside_cjk(mark, number), _parse_beside_cjk, before="emphasis", start_chars=mark[0]
        )


def _beside_cjk(mark: str, number: int) -> str:
    """Return the pattern of text between two marks of which CommonMark accepts at most one."""
    sign = re.escape(mark[0])
    run = re.escape(mark)
    body = rf"(?:`[^`\n]+`|\\.|{_INNER[mark[0]] if len(mark) < 3 or sign == '_' else '(?!)'}|[^{sign}`\n\\])+?"
    opens_in_word, closes_in_word = (rf"|{run}(?=\w)", rf"|(?<=\w){run}") if mark[0] == "*" else ("", "")
    opens = rf"(?:(?<!\w){run}(?=\S){opens_in_word})"
    closes = rf"(?:(?<=\S){run}(?!\w){closes_in_word})"
    opens_beside = rf"(?:(?<=[{_CJK}])|(?={run}[{_CJK}])){run}(?={_PUNCTUATION})"
    closes_beside = rf"(?<={_PUNCTUATION}){run}(?:(?=[{_CJK}])|(?<=[{_CJK}]{run}))"
    either = (
        rf"{opens_beside}(?!{sign})(?P<{_TEXT}{number}a>{body})(?:{closes}|{closes_beside})(?!{sign})",
        rf"{opens}(?!{sign})(?P<{_TEXT}{number}b>{body}){closes_beside}(?!{sign})",
    )
    return rf"(?<!{sign})(?:{'|'.join(either)})"


def _parse_strong(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    return _emphasised(inline, match, state, match["strong_text"], _KINDS[2])


def _parse_beside_cjk(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    name, text = next((name, text) for name, text in match.groupdict().items() if name.startswith(_TEXT) and text)
    length = match.start(name) - match.start()
    return _emphasised(inline, match, state, text, _KINDS[length])


def _emphasised(
    inline: mistune.InlineParser,
    match: re.Match[str],
    state: mistune.InlineState,
    text: str,
    kinds: tuple[str, ...],
) -> int:
    inner = state.copy()
    inner.src = text
    children = inline.render(inner)
    for kind in reversed(kinds):
        children = [{"type": kind, "children": children}]
    state.append_token(children[0])
    return match.end()
