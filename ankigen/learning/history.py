"""The reviews of each question: the cards of a collection, joined with the questions of a bank by GUID."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.model import Review, StudiedCard, Summary


class History(NamedTuple):
    """What a learner has done with one question: the reviews of all its cards, the earliest first, and its cards.

    `exams` are its answers in mock exams before the first review in Anki, the earliest first.
    """

    question: Summary
    guid: str
    reviews: tuple[Review, ...] = ()
    cards: tuple[StudiedCard, ...] = ()
    exams: tuple[Review, ...] = ()

    @property
    def first_sight(self) -> Review | None:
        """The first answer, if it was given as in an exam, and not on the recall card, without options."""
        if not self.answers:
            return None
        first = self.answers[0]
        return None if any(self.is_recall(card) and first in card.reviews for card in self.cards) else first

    def is_recall(self, card: StudiedCard) -> bool:
        """Whether a card is the second one of a choice, without its options."""
        return self.question.kind == "choice" and not self.question.made and card.ordinal > 0

    @property
    def answers(self) -> tuple[Review, ...]:
        """All answers, in mock exams and in Anki, the earliest first."""
        return self.exams + self.reviews


def join(questions: Iterable[Summary], guids: Mapping[str, str], cards: Iterable[StudiedCard]) -> tuple[History, ...]:
    """Return the history of each question, in their order; `guids` has the GUID of each question's key.

    GUIDs never change, so a question that was renamed or moved keeps its history.
    """
    by_guid: dict[str, list[StudiedCard]] = {}
    for card in cards:
        by_guid.setdefault(card.guid, []).append(card)
    return tuple(
        _history(question, guids[question.key], by_guid.get(guids[question.key], ())) for question in questions
    )


def _history(question: Summary, guid: str, cards: Sequence[StudiedCard]) -> History:
    reviews = sorted(review for card in cards for review in card.reviews)
    return History(question, guid, tuple(reviews), tuple(cards))
