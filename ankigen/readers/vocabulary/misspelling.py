"""Misspelt names of parts: the nearest word that is one, and only where hardly anything else can be meant."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.languages import LANGUAGES, LONGEST, fold, plain, without_diacritics, words
from ankigen.readers.vocabulary.names import roles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Latin, Cyrillic, Hebrew, Arabic, Devanagari, Thai, katakana, Hangul: elsewhere another sign makes another word.
_ALPHABETIC = re.compile(
    r"[a-zß-ɏḀ-ỿЀ-ӿ\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3\u0900-\u0963\u0e01-\u0e4e\u30a1-\u30fa\u30fc가-힣' -]+"
)
_HANGUL = re.compile(r"[가-힣]+")
# Korean letters are parts of syllables, and Hebrew and Arabic leave vowels out: short words differ by one letter.
_DENSE = re.compile(r"[가-힣]+|[\u05d0-\u05ea]+|[\u0620-\u06d3]+")
_SHORTEST_MISSPELT = 6  # letters of a word that may be misspelt; in English, which most labels are in, one less
_LONG = 9  # letters of a word that may have two slips
_MOST_WORDS_OF_LABEL = 4


class Slip(NamedTuple):
    """A word of a label that is misspelt, folded; the word that is meant, as it is written; the name of the part.

    `slips` is the number of letters that differ.
    """

    word: str
    meant: str
    name: str
    slips: int


def nearest_part(label: str) -> str:
    """Return the name of a part, as it is written, that a label misspells: `Topics` for `Topcs`; "" for none."""
    nearest = misspelt(label)
    return nearest[0].name if nearest else ""


@lru_cache(maxsize=1000)
def misspelt(label: str) -> tuple[Slip, ...]:
    """Return the names of parts that a label may misspell, the nearest first.

    One word of the label may differ, and not at its first or last letter; a word that there is in some language is no
    slip of the pen.
    """
    bare = plain(label) if len(label) <= LONGEST else ""
    if not _ALPHABETIC.fullmatch(bare) or roles(label):
        return ()
    typed = bare.split()
    near = ((_slips(typed, name), name) for name in _names_by_size().get(_kind(typed), ()))
    return tuple(_slip(typed, name, slips) for slips, name in sorted(near, key=lambda pair: pair[0]) if slips)


def _slip(typed: Sequence[str], name: Sequence[str], slips: int) -> Slip:
    written = _written()[" ".join(name)]
    at = next(i for i, (word, meant) in enumerate(zip(typed, name, strict=True)) if word != meant)
    return Slip(typed[at], written.split()[at], written[0].upper() + written[1:], slips)


def _kind(typed: Sequence[str]) -> tuple[int, str]:
    return len(typed), _letters(typed[0])[0]


def _letters(word: str) -> tuple[str, ...]:
    """Return the letters of a word, each with the signs that combine with it; those of a Korean syllable apart."""
    if _HANGUL.fullmatch(word):
        return tuple(unicodedata.normalize("NFD", word))
    letters: list[str] = []
    for sign in word:
        if letters and unicodedata.category(sign).startswith("M"):
            letters[-1] += sign
        else:
            letters.append(sign)
    return tuple(letters)


@cache
def _written() -> Mapping[str, str]:
    """Return how each name of a part is written, by its words, those of English first."""
    order = sorted(LANGUAGES, key=lambda language: language != "en")
    every_name = (word for language in order for names in words(language, "parts").values() for word in names)
    return {fold(word): word for word in reversed([*every_name]) if _ALPHABETIC.fullmatch(fold(word))}


@cache
def _names_by_size() -> Mapping[tuple[int, str], Sequence[tuple[str, ...]]]:
    """Return the words of each name of a part, by how many there are and their first letter."""
    names: dict[tuple[int, str], list[tuple[str, ...]]] = {}
    for name in reversed([*_written()]):
        parts = tuple(name.split())
        if len(parts) <= _MOST_WORDS_OF_LABEL:
            names.setdefault(_kind(parts), []).append(parts)
    return names


@cache
def _english() -> frozenset[str]:
    return frozenset(word for names in words("en", "parts").values() for name in names for word in fold(name).split())


@cache
def _in_syllables() -> frozenset[str]:
    """Return the words of names in Vietnamese, which writes syllables apart: the whole name counts as one word."""
    return frozenset(word for names in words("vi", "parts").values() for name in names for word in fold(name).split())


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(fold(word) for language in LANGUAGES for word in words(language, "profile")["ordinary"])


def _slips(typed: Sequence[str], name: Sequence[str]) -> int:
    """Return how many slips make a label of a name, if they are in one word; 0 where it is not that name."""
    other = [(a, b) for a, b in zip(typed, name, strict=True) if a != b]
    if len(other) != 1:
        return 0
    ((word, meant),) = other
    letters, right = _letters(word), _letters(meant)
    length = sum(map(len, name)) if meant in _in_syllables() else len(right)
    shortest = _SHORTEST_MISSPELT - (meant in _english()) + bool(_DENSE.fullmatch(meant))
    most = (length >= shortest) + (len(right) >= _LONG)
    likely = abs(len(letters) - len(right)) <= most and letters[0] == right[0] and word not in _ordinary()
    if not likely or not _ends_alike(letters, right) or without_diacritics(word) == without_diacritics(meant):
        return 0
    distance = _distance(letters, right)
    return distance if distance <= most else 0


def _ends_alike(word: Sequence[str], meant: Sequence[str]) -> bool:
    """Whether two words end in the same letter, or in the same two in another order: an ending is grammar."""
    return word[-1] == meant[-1] or (word[-2:] == meant[:-3:-1] and word[:-2] == meant[:-2])


def _distance(word: Sequence[str], meant: Sequence[str]) -> int:
    """Return how many letters must be put in, left out, changed, or swapped with the next one."""
    above: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(word):
        above, before, row = row, above, [i + 1]
        for j, other in enumerate(meant):
            swapped = i > 0 and j > 0 and letter == meant[j - 1] and word[i - 1] == other
            swap = before[j - 1] + 1 if swapped else len(word) + len(meant)
            row.append(min(above[j] + (letter != other), above[j + 1] + 1, row[j] + 1, swap))
    return row[-1]
