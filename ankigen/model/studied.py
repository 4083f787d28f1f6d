"""What a learner's collection says of a card: its reviews, and what Anki expects of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

AGAIN = 1  # the lowest of Anki's four ratings: the learner did not know the answer


class Review(NamedTuple):
    """One review: its time in epoch milliseconds, and the rating, from 1 (Again) to 4 (Easy)."""

    time: int
    rating: int

    @property
    def right(self) -> bool:
        """Whether the learner knew the answer, by the learner's own word."""
        return self.rating > AGAIN


class Memory(NamedTuple):
    """What FSRS knows of a card: its stability in days, its decay, and its last review in epoch seconds."""

    stability: float
    decay: float
    last: float


class StudiedCard(NamedTuple):
    """A card that has been reviewed: the GUID of its note, and the ordinal of its card template.

    `reviews` are those in which the learner rated an answer, the earliest first. `due` is the day on which the
    card is due next, None if it is suspended or not in review. `memory` is None if Anki did not schedule the card with
    FSRS, or a newer FSRS did. `picks` has one character for each review whose pick was recorded.
    """

    guid: str
    ordinal: int
    reviews: tuple[Review, ...]
    due: date | None = None
    memory: Memory | None = None
    picks: str = ""
