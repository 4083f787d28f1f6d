"""Words as they are compared: one form for every way of writing the same letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 200  # no name of a part is longer, and a line of a megabyte costs no time
_REMARK = re.compile(r"\([^()]*\)|[*_`~^]")
_ENDS = " :.-?!؟।۔،¿¡【】"
# Joiners, soft hyphens and the Arabic stretching sign are no letters; the dot above is what casefolding leaves of `İ`.
_NOTHING = frozenset("\u00ad\u0307\u0640\u200b\u200c\u200d\u2060\ufeff")
_SARA_AM = "\u0e4d\u0e32", "\u0e33"  # NFKC takes this Thai vowel apart, as nobody types it
_SPELT = {"ı": "i", "’": "'", "ʼ": "'"}
_STROKES = str.maketrans("đłø", "dlo")
_LEAD = re.compile(
    r"[\W_]*+(?:(?i:the|la|las|le|les|die|der|das|el|los|o|os|as|il|so|also)\s+[\W_]*+(?=[^\W\d_]))*+"
    r"(?P<word>[^\W\d_][^\s\x00-@\[-`{-\x7f]*)"
)
_LETTERS = re.compile(r"[^\W\d_]+")
UNSPACED = "\u0900"  # in the scripts from here on, words may have no blanks between them, or marks inside


class _Signs(dict[int, str]):
    """For `str.translate`: a blank for every emoji and other sign that is no letter, mark, digit or punctuation.

    Marks belong to letters: without its vowel signs a word in Hindi or Thai is another one.
    """

    def __missing__(self, code: int) -> str:
        self[code] = _sign(chr(code))
        return self[code]


def _sign(char: str) -> str:
    if char in _NOTHING:
        return ""
    is_sign = unicodedata.category(char) in {"So", "Sk", "Cf", "Cn", "Me"} or "\ufe00" <= char <= "\ufe0f"
    return " " if is_sign else _SPELT.get(char, char)


_SIGNS = _Signs()
# All that is no letter, digit or usual sign, and the letters that are spelt otherwise: most texts have none.
_MAY_HAVE_SIGNS = re.compile(r"[^\w\s!-\]_a-~、。〈-】〔-〛，：；？！（）–—‘“”…·]|[ıʼ\u0640]")


def fold(text: str) -> str:
    """Return a text in NFKC and lower case, without emoji and invisible characters; `ı` and `İ` are `i`."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return folded
    if _MAY_HAVE_SIGNS.search(folded):
        folded = folded.translate(_SIGNS)
    return unicodedata.normalize("NFC", folded).replace(*_SARA_AM)


@lru_cache(maxsize=10_000)  # files of a bank have the same headings and labels
def plain(markdown: str) -> str:
    """Return a heading or label as bare words: no emphasis, emoji, bracketed remark or end punctuation; lower case."""
    folded = fold(markdown) if not markdown.isascii() else markdown.casefold()
    return " ".join(_REMARK.sub(" ", folded).split()).strip(_ENDS)


def without_diacritics(text: str) -> str:
    """Return a folded text without accents and points, as people type it in a hurry: `explicacion`, `الاجابة`.

    Scripts whose vowels are marks (Devanagari, Thai) stay as they are, and so does everything without marks.
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(char for char in apart if not _is_accent(char)).translate(_STROKES)
    return unicodedata.normalize("NFC", bare)


def lead(text: str) -> str:
    """Return the first word of a line behind articles, folded and without accents; of other scripts its first letter.

    Two texts that `plain` makes alike have the same one, so it is a quick test for lines that name nothing.
    """
    match = _LEAD.match(text)
    if not match:
        return ""
    word = match["word"]
    if word.isascii():
        return word.lower()
    first = unicodedata.normalize("NFKC", word[:3])[0]
    return first if first >= UNSPACED else _folded_lead(word[:LONGEST])


@lru_cache(maxsize=10_000)
def _folded_lead(word: str) -> str:
    match = _LETTERS.match(without_diacritics(fold(word)))
    return match[0] if match else ""


def _is_accent(char: str) -> bool:
    """Whether a character is a mark of Latin, Cyrillic, Hebrew or Arabic letters."""
    return ("\u0300" <= char <= "\u036f" or "\u0591" <= char <= "\u065f") and unicodedata.category(char) == "Mn"
