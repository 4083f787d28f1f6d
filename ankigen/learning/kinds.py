"""The reviews of each kind of card: of questions, of their recall cards, and of what is made of them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ankigen.learning.estimates import retrievability
from ankigen.model import CARD_KINDS, QUESTION_KINDS, Frozen, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.learning.history import History
    from ankigen.model import StudiedCard
    from ankigen.source import Config


class KindOfCard(Frozen):
    """The cards of one kind in the decks, those that were reviewed, their reviews, and the reviews that were right.

    `retrievability` is as in `Retention`.
    """

    kind: str
    cards: int
    studied: int
    reviews: int
    right: int
    retrievability: float | None


def by_kind(histories: Iterable[History], config: Config, now: float, *, other_fsrs: bool) -> tuple[KindOfCard, ...]:
    """Return the kinds that the cards of these questions have, those of questions first."""
    counts: Counter[str] = Counter()
    studied: dict[str, list[StudiedCard]] = defaultdict(list)
    for history in histories:
        for card in history.cards:
            studied[_kind_of_card(card, history)].append(card)
        # A card that the question has no longer is still the learner's.
        counts += Counter(_kinds(history, config)) | Counter(_kind_of_card(card, history) for card in history.cards)
    return tuple(
        _kind(kind, counts[kind], studied[kind], None if other_fsrs else now)
        for kind in (*QUESTION_KINDS, *CARD_KINDS)
        if counts[kind]
    )


def _kinds(history: History, config: Config) -> Iterator[str]:
    question = history.question
    yield kind_of(question)
    if not question.made and config.has_recall(question.kind, question.recall):
        yield "recall"


def _kind_of_card(card: StudiedCard, history: History) -> str:
    return "recall" if history.is_recall(card) else kind_of(history.question)


def _kind(kind: str, cards: int, studied: list[StudiedCard], now: float | None) -> KindOfCard:
    reviews = [review for card in studied for review in card.reviews]
    return KindOfCard(
        kind=kind,
        cards=cards,
        studied=len(studied),
        reviews=len(reviews),
        right=sum(review.right for review in reviews),
        retrievability=mean_retrievability(studied, now),
    )


def mean_retrievability(cards: Iterable[StudiedCard], now: float | None) -> float | None:
    """Return the mean probability that a card is known at `now`; None if that is None, or FSRS scheduled no card."""
    chances = [retrievability(card.memory, now) for card in cards if card.memory and now is not None]
    return math.fsum(chances) / len(chances) if chances else None
