"""What is written as an answer in a plainer form, letter by letter: each is where it was."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ankigen.readers.lines.fragments import INLINE_TAG
from ankigen.readers.vocabulary import CLOSED_NUMBERS

LONGEST = 2000  # characters that are looked at; what is behind them is a reason
_BLANKED = re.compile(
    rf"{INLINE_TAG}|<!--[^>]{{0,200}}-->|\*+|(?<!\w)_+|_+(?!\w)|==+(?!>)"
    r"|~~[^~\n]{1,200}~~|<(s|del)>[^<]{1,200}</\1>|\\(?=[^\w\s])",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?P<ticks>`+)(?P<code>[^`\n]+)(?P=ticks)(?!`)")
# What is no code in spite of its marks: one label, labels in a row, or a statement without signs of code.
_LABELS = re.compile(
    r"[\s(\[\"']*(?:[a-zａ-ｚ]|[ivx]{2,4}|\d{1,2})(?:\s*,\s*[a-z])*[\s.:)\]\"']*"
    r"|(?=[^a-z])(?:(?!\w\(|\w\.\w|--)[^={};<>$#@\\|_])*"
)
_NARROW = (
    r"(?![^\W\u2000-\U0010ffff]|[\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e]"
    r"|'\w|\.[^\W\u2000-\U0010ffff]|#|\+\+|-\w\w)"
)
_TOKEN = (
    rf"(?P<circled>[{CLOSED_NUMBERS}])"
    rf"|(?P<token>(?:OWN[0-9]{{1,2}}|[^\W\d_\u2000-\U0010ffff]){_NARROW}|[^\W\d_\x00-\u1fff](?!\w))"
)
_TELLING = f"❎🚫⛔👎☐☒⬜◻□▢🔲🔳○◯⭕✗✘✖❌×{CLOSED_NUMBERS}⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳→⇒"  # signs that are no ornament
_SIGNS = str.maketrans("　【】「」『』〔〕‘’“”„«»‐\u2011−ı，；،؛।", " []''''[]''\"\"\"\"\"---i,;,;.")


class _Flat(dict[int, str]):
    """For `str.translate`: one character for each, in a form easy to read; blanks for signs that say nothing."""

    def __missing__(self, code: int) -> str:
        self[code] = _flat(chr(code))
        return self[code]


def _flat(char: str) -> str:
    if ord(char) in _SIGNS:
        return chr(_SIGNS[ord(char)])
    if char in _TELLING:
        return char
    if "\uff01" <= char <= "\uff5e":
        char = chr(ord(char) - 0xFEE0)
    sign = not char.isascii() and unicodedata.category(char) in {"So", "Sk", "Cf", "Zs"}
    if sign or "\ufe00" <= char <= "\ufe0f":
        return " "
    folded = char.casefold()
    return folded if len(folded) == 1 else char


_FLAT = _Flat()


def flat(text: str) -> str:
    """Return the beginning of a text in lower case and ASCII's punctuation, with blanks for markup and emoji.

    Each character is where it was. Code keeps its marks, so that nothing in it is read as a label.
    """
    head = _CODE.sub(_uncoded, text[:LONGEST]) if "`" in text else text[:LONGEST]
    return _BLANKED.sub(lambda match: " " * len(match[0]), head).translate(_FLAT)


def _uncoded(match: re.Match[str]) -> str:
    """Return labels in marks of code with blanks for the marks; code as it is."""
    around = " " * len(match["ticks"])
    return f"{around}{match['code']}{around}" if _LABELS.fullmatch(match["code"]) else match[0]


@cache
def token(longer: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of a label in a flat text; these are labels of several letters."""
    own = "".join(f"{re.escape(key)}|" for key in sorted(longer, key=len, reverse=True))
    return re.compile(_TOKEN.replace("OWN", own))
