"""Which options were picked: what the snippet of `ankigen picks` has recorded in a card's custom data.

Each review is one character in base 36: a number in which bit n stands for the option with the n-th label, from 0. So a
pick of several options, or of none, is one character as well. 32 marks a review whose options are too many for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.model import StudiedCard

OPTIONS = 5  # the most that fit: two to the power of five is 32
_SKIPPED = 32  # and above: no pick


def picked(character: str) -> frozenset[int]:
    """Return the positions of the options in one character, from 0; empty if none was picked."""
    number = int(character, 36)
    return frozenset(bit for bit in range(OPTIONS) if number < _SKIPPED and number >> bit & 1)


def shares_of(cards: Iterable[StudiedCard]) -> Iterator[int]:
    """Yield the position of each option that was picked, once for each review in which it was."""
    for card in cards:
        for character in card.picks:
            yield from sorted(picked(character))
