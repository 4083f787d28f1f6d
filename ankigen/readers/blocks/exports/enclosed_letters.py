"""Letters in circles or squares, as flags or in bold type of their own, `🅰️ text`: as labels they become plain ones.

Sources: Unicode's blocks Enclosed Alphanumerics, Enclosed Alphanumeric Supplement, Mathematical Alphanumeric Symbols.
"""

from __future__ import annotations

import re
from itertools import pairwise

# The first letters of each alphabet: Ⓐ, ⓐ, 🄐, 🄰, 🅐, 🅰, 🇦; and in mathematical type: 𝐀, 𝐚, 𝗔, 𝗮, 𝘈, 𝘢, 𝑨, 𝒂.
_ENCLOSED = (0x24B6, 0x24D0, 0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
_BOLD = (0x1D400, 0x1D41A, 0x1D5D4, 0x1D5EE, 0x1D608, 0x1D622, 0x1D468, 0x1D482)
_LETTERS = "ABCDEFGH"
_PLAIN = {chr(first + n): letter for first in (*_ENCLOSED, *_BOLD) for n, letter in enumerate(_LETTERS)}
_FLAGS = "".join(chr(0x1F1E6 + n) for n in range(26))
_COPYRIGHT = "\N{COPYRIGHT SIGN}"  # is drawn as the other letters are where no font has their C
SIGNS = tuple(chr(first) for first in (*_ENCLOSED, *_BOLD))
_AT_BEGINNING = re.compile(
    rf"^(?P<before>[ \t>]*+(?:[-*+][ \t]++)?(?:\*\*|__)?)(?P<letter>[{''.join(_PLAIN)}]|{_COPYRIGHT}(?=\ufe0f))\ufe0f?"
    rf"(?![{_FLAGS}\w])(?P<sign>[ \t]*+[.):：])?+",
    re.MULTILINE,
)
_ALONE = re.compile(rf"(?<![{_FLAGS}\w])(?P<letter>[{''.join(_PLAIN)}]|{_COPYRIGHT}(?=\ufe0f))\ufe0f?(?![{_FLAGS}\w])")


def with_plain_letters(text: str) -> str:
    """Return a text with plain letters for enclosed ones, and a point behind labels, where two begin lines in order."""
    firsts = [match["letter"] for match in _AT_BEGINNING.finditer(text)]
    if not any(_follows(letter, other) for letter, other in pairwise(firsts)):
        return text
    labelled = _AT_BEGINNING.sub(
        lambda label: f"{label['before']}{_plain(label['letter'])}{label['sign'] or '.'}", text
    )
    return _ALONE.sub(lambda match: _plain(match["letter"]), labelled)


def _follows(letter: str, other: str) -> bool:
    """Whether two letters are A and B of one alphabet."""
    return _PLAIN.get(letter) == "A" and ord(other) == ord(letter) + 1


def _plain(letter: str) -> str:
    return "C" if letter == _COPYRIGHT else _PLAIN[letter]
