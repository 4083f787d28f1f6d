"""The languages of a whole bank, from those of its texts."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ankigen.languages.detection import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BEGINNING = 500  # characters of a text; they show its language as well as all of it does

Votes = tuple[tuple[str, int], ...]


class Languages(NamedTuple):
    """The languages of a bank.

    `cards` is that of its explanations, and of the labels on its cards; `stems` that of its stems and options.
    """

    cards: str
    stems: str


ENGLISH = Languages("en", "en")


def votes_of(texts: Sequence[str]) -> Votes:
    """Return the languages of some texts of one kind, with the number of texts in each.

    If each of them is too short to tell, they are taken together.
    """
    counts = Counter(filter(None, (language_of(text[:_BEGINNING]) for text in texts)))
    if not counts and (together := language_of("\n".join(texts)[:_BEGINNING])):
        counts[together] = 1
    return tuple(sorted(counts.items()))


def languages_of(setting: str, explanations: Iterable[Votes], stems: Iterable[Votes]) -> Languages:
    """Return the languages of a bank, by the language in its settings ("" for none) and the votes of its texts.

    Each question has the same weight, so that one file in another language changes nothing. Without explanations, the
    cards are in the language of the stems; if no text is long enough to tell, in English.
    """
    asked = _most(stems)
    cards = setting or _most(explanations) or asked or "en"
    return Languages(cards, asked or cards)


def _most(votes: Iterable[Votes]) -> str:
    """Return the language with most votes, the first in the alphabet of several; "" if there are no votes."""
    counts: Counter[str] = Counter()
    for language, number in chain.from_iterable(votes):
        counts[language] += number
    return min(counts, key=lambda language: (-counts[language], language), default="")
