"""The texts of options, where they are in what is written as an answer: whole, at its beginning, or in a list."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers.lines.fragments import INLINE_TAG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TAGS = re.compile(INLINE_TAG, re.IGNORECASE)
# Each begins with one of a few characters, so that it is found fast.
_MARKUP = re.compile(r"[`*_\\](?:(?<=`)`*|(?<=[*_])(?<!\w[*_])[*_]*|(?<=[*_])[*_]*(?!\w)|(?<=\\)(?=[^\w\s]))")
_POINTS = re.compile(r"[.,:;?。、!-](?:(?<![!-])(?:(?<!\d.)|(?!\d))|(?<=\w!)|(?<=[^\W\d_]-)(?=[^\W\d_]))")
_NO_LETTER = re.compile(r"[\W_]+")
_MARKS = frozenset("`*_")
_SPELT = str.maketrans(dict.fromkeys("–—‐\u2011−", "-") | dict.fromkeys("\"'’‘“”「」\u200b\ufeff"))


@lru_cache(maxsize=20_000)  # each question's options are compared with each statement of its answer
def comparable(markdown: str) -> str:
    """Return a text as it is compared: without emphasis, spaces, quotes, and punctuation that ends or parts words."""
    plain = html.unescape(markdown) if "&" in markdown else markdown
    plain = _MARKUP.sub("", _TAGS.sub("", plain) if "<" in plain else plain)
    folded = unicodedata.normalize("NFKC", plain).casefold().translate(_SPELT)
    return _POINTS.sub("", "".join(folded.split()))


@lru_cache(maxsize=20_000)
def letters(markdown: str) -> str:
    """Return the letters, marks and digits of a text."""
    folded = unicodedata.normalize("NFKC", _TAGS.sub("", markdown)).casefold()
    return _NO_LETTER.sub("", folded) if folded.isascii() else "".join(filter(_spells, folded))


def letters_and_digits(text: str) -> str:
    """Return the letters and digits of a text, in lower case; for texts of one author, where no more is normalised."""
    return "".join(filter(str.isalnum, text.casefold()))


def _spells(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def option_with_text(text: str, options: Mapping[str, str]) -> str:
    """Return the label of the only option that has this text, "" for none or several."""
    if len(text) > 2 * max(map(len, options.values()), default=0) + 200:
        return ""
    sought = comparable(text)
    labels = [label for label, option in options.items() if sought and comparable(option) == sought]
    return labels[0] if len(labels) == 1 else ""


class Spelt(NamedTuple):
    """The letters and digits of a text, and where each is in it."""

    text: str
    letters: str
    places: Sequence[int]

    def starts(self, start: int, options: Mapping[str, str]) -> list[tuple[str, int]]:
        """Return the options whose text begins at a place, the longest first, each with the place where it ends."""
        first = bisect_left(self.places, start)
        matches: list[tuple[str, int]] = []
        for label, option in options.items():
            spelt = letters(option)
            if spelt and self.letters.startswith(spelt, first):
                end = self._end(first + len(spelt))
                if end >= 0:
                    matches.append((label, end))
        return sorted(matches, key=lambda match: -match[1])

    def exact(self, start: int, options: Mapping[str, str]) -> tuple[str, int]:
        """Return the longest option whose text begins at a place, and where it ends; "" where two are alike."""
        best, stop = "", start
        for label, end in self.starts(start, options):
            whole_end = self.signed(start, end, options[label])
            if whole_end > stop:
                best, stop = label, whole_end
        alike = sum(comparable(option) == comparable(options[best]) for option in options.values()) if best else 0
        return (best, stop) if alike == 1 else ("", start)

    def signed(self, start: int, end: int, option: str) -> int:
        """Return where an option's text ends with its signs, such as `f(x)` or `a++`; -1 where they are not its own."""
        return next(
            (end + more for more in range(3) if comparable(self.text[start : end + more]) == comparable(option)), -1
        )

    def _end(self, index: int) -> int:
        """Return where the letter before this one ends, behind emphasis; -1 in the midst of a word."""
        end = self.places[index - 1] + 1
        if index < len(self.places) and self.places[index] <= end:
            return -1
        while self.text[end : end + 1] in _MARKS:
            end += 1
        return end


def spelt(text: str) -> Spelt:
    """Return the letters of a text with their places."""
    characters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(_blanked(text)):
        folded = char.casefold() if char.isascii() else unicodedata.normalize("NFKC", char).casefold()
        for character in folded:
            if character.isalnum() or (not character.isascii() and _spells(character)):
                characters.append(character)
                places.append(place)
    return Spelt(text, "".join(characters), places)


def _blanked(text: str) -> str:
    """Return a text with blanks for its tags."""
    return _TAGS.sub(lambda match: " " * len(match[0]), text) if "<" in text else text
