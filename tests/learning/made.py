"""Make histories of questions for tests, without Anki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.learning import History
from ankigen.model import Memory, Review, StudiedCard, Summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

DAY = 86_400
NOW = 1_750_000_000  # epoch seconds
_EMPTY = dict.fromkeys(Summary._fields, ())


def history(  # noqa: PLR0913 - each part by its name
    number: int,
    answers: str = "",
    *,
    days_ago: float = 10,
    traps: Sequence[str] = (),
    domain: str = "",
    level: str = "",
    topics: Sequence[str] = (),
    options: str = "ABCD",
    answer: str = "A",
    picks: str = "",
    option_traps: Sequence[Sequence[str]] = (),
    due: date | None = None,
    memory: Memory | None = None,
) -> History:
    """Return a question that was answered so: `answers` has `+` or `-` for each review, a day apart."""
    start = NOW - days_ago * DAY
    reviews = tuple(Review(int((start + n * DAY) * 1000), 3 if sign == "+" else 1) for n, sign in enumerate(answers))
    question = Summary(
        **{
            **_EMPTY,
            "path": f"Q-{number:03}.md",
            "line": 1,
            "column": 1,
            "key": f"Q-{number:03}",
            "traps": tuple(traps),
            "topics": tuple(topics),
            "domain": domain,
            "level": level,
            "options": tuple((label, label) for label in options),
            "answer": tuple(answer),
            "provenance": "",
            "option_traps": tuple(map(tuple, option_traps)),
        }
    )
    card = StudiedCard(guid=str(number), ordinal=0, reviews=reviews, due=due, memory=memory, picks=picks)
    return History(question, str(number), reviews, (card,) if answers else ())
