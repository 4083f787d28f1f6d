"""Which options were picked: what the snippet of `ankigen picks` has recorded in a card's custom data.

Each review is one character in base 36: a number in which bit n stands for the option with the n-th label, from 0. So a
pick of several options, or of none, is one character as well. 32 marks a review whose options are too many for it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from ankigen.model import Frozen, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ankigen.learning.history import History
    from ankigen.model import StudiedCard

OPTIONS = 5  # the most that fit: two to the power of five is 32
_SKIPPED = 32  # and above: no pick


class Pick(Frozen):
    """How often the option with this label was picked, and whether it is right."""

    label: str
    right: bool
    count: int


class PickedQuestion(Frozen):
    """A question with the picks of its options; `reviews` counts its reviews, with a recorded pick or without."""

    key: str
    span: Span
    reviews: int
    recorded: int
    picks: tuple[Pick, ...]

    @property
    def wrong(self) -> int:
        """How often a wrong option was picked."""
        return sum(pick.count for pick in self.picks if not pick.right)


class PickedTrap(Frozen):
    """How often a trap, or a family of traps, was the one of the wrong option that was picked.

    An option whose rationale names no trap has those of its question.
    """

    name: str
    picks: int


@cache  # of 36 characters
def picked(character: str) -> frozenset[int]:
    """Return the positions of the options in one character, from 0; empty if none was picked."""
    number = int(character, 36)
    return frozenset(bit for bit in range(OPTIONS) if number < _SKIPPED and number >> bit & 1)


def shares_of(cards: Iterable[StudiedCard]) -> Iterator[int]:
    """Yield the position of each option that was picked, once for each review in which it was."""
    for card in cards:
        for character in card.picks:
            yield from sorted(picked(character))


def picks(histories: Sequence[History]) -> list[PickedQuestion]:
    """Return the questions with recorded picks, each with those of its options: the most wrong picks first."""
    picked_questions = []
    for history in histories:
        recorded = [character for card in history.cards for character in card.picks]
        if not recorded:
            continue
        question = history.question
        counts = Counter(shares_of(history.cards))
        picked_questions.append(
            PickedQuestion(
                key=question.key,
                span=question.span,
                reviews=len(history.reviews),
                recorded=len(recorded),
                picks=tuple(
                    Pick(label=label, right=label in question.answer, count=counts[position])
                    for position, label in enumerate(sorted(label for label, _ in question.options))
                ),
            )
        )
    return sorted(picked_questions, key=lambda question: -question.wrong)


def picked_traps(
    histories: Sequence[History], families: Callable[[Sequence[str]], Sequence[str]]
) -> tuple[PickedTrap, ...]:
    """Return the traps of the wrong options that were picked, the most frequent first."""
    counts: Counter[str] = Counter()
    for history in histories:
        question = history.question
        traps_by_label = dict(zip((label for label, _ in question.options), question.option_traps, strict=False))
        labels = sorted(label for label, _ in question.options)
        for position, count in Counter(shares_of(history.cards)).items():
            if position < len(labels) and labels[position] not in question.answer:
                for trap in families(traps_by_label.get(labels[position]) or question.traps):
                    counts[trap] += count
    return tuple(PickedTrap(name=name, picks=picks) for name, picks in counts.most_common())
