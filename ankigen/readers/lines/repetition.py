"""Whether a text repeats another: by their words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_WORD = re.compile(r"\w+")


def repeats(text: str, other: str) -> bool:
    """Whether at least four fifths of a text's words (markdown) are in another."""
    return are_among(words(text), set(words(other)))


def are_among(words_said: Sequence[str], others: Collection[str]) -> bool:
    """Whether at least four fifths of these words are among others."""
    return sum(word in others for word in words_said) * 5 >= len(words_said) * 4


def words(markdown: str) -> list[str]:
    """Return the words of a text, folded for comparison."""
    return _WORD.findall(markdown.casefold())
