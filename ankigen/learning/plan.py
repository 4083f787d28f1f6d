"""What to do next: the questions that would most probably go wrong, and what is left until the exam."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from typing import TYPE_CHECKING

from ankigen.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ankigen.learning.history import History
    from ankigen.model import Summary

MOST = 20  # questions: a sitting
_RECENT = 5  # reviews of a question that count
_PRIOR = 3  # reviews that the rate of its groups counts as
_WEEK = 7  # days
_AHEAD = 84  # days: twelve weeks


class StudyPlan(Frozen):
    """What is left until the exam: `days` until then, `new` questions never seen, and how many that is a day.

    `new_cards` counts the cards never seen, with those of what is made of questions: Anki's limit of new cards counts
    these too. `due` counts the cards that fall due before the exam, and `due_this_week` those of them in the next seven
    days; both count each card once, though it may come again. On the day of the exam and after it, `days` and what is
    new a day are 0; `over` is whether that day is past.
    """

    exam_date: dt.date
    days: int
    over: bool
    new: int
    new_per_day: int
    new_cards: int
    new_cards_per_day: int
    due: int
    due_this_week: int


class Due(Frozen):
    """One day, and the cards that fall due on it; those of earlier days count for today."""

    day: dt.date
    cards: int


def plan(histories: Sequence[History], exam_date: dt.date, now: dt.datetime, *, new: int, new_cards: int) -> StudyPlan:
    """Return the plan at `now`, counted in days of its time zone; `histories` are those of every kind."""
    today = now.date()
    days = max(0, (exam_date - today).days)
    dates = _due_dates(histories)
    week = today + dt.timedelta(days=_WEEK)
    return StudyPlan(
        exam_date=exam_date,
        days=days,
        over=exam_date < today,
        new=new,
        new_per_day=math.ceil(new / days) if days else 0,
        new_cards=new_cards,
        new_cards_per_day=math.ceil(new_cards / days) if days else 0,
        due=sum(date < exam_date for date in dates),
        due_this_week=sum(date < min(week, exam_date) for date in dates),
    )


def due_by_day(histories: Sequence[History], now: dt.datetime) -> tuple[Due, ...]:
    """Return the days of the next weeks on which cards fall due, counted from `now` in days of its time zone."""
    today = now.date()
    counts = Counter(max(date, today) for date in _due_dates(histories))
    last = today + dt.timedelta(days=_AHEAD)
    return tuple(Due(day=day, cards=cards) for day, cards in sorted(counts.items()) if day < last)


def _due_dates(histories: Sequence[History]) -> list[dt.date]:
    return [card.due for history in histories for card in history.cards if card.due is not None]


def to_study(
    histories: Sequence[History],
    mean: float,
    rates: Mapping[str, float],
    names_of: Callable[[Summary], Sequence[str]],
) -> tuple[History, ...]:
    """Return the questions to study next, the most urgent first: those that go wrong more often than `mean`.

    A question's chance to go wrong is the share of errors in its last reviews, shrunk to the rate of its worst group in
    `rates`. Questions that were never reviewed are left to Anki's new cards.
    """
    studied = [history for history in histories if history.reviews]
    chances = {history.guid: _chance(history, rates, names_of, mean) for history in studied}
    urgent = sorted(studied, key=lambda history: -chances[history.guid])
    return tuple(history for history in urgent[:MOST] if chances[history.guid] > mean)


def _chance(
    history: History, rates: Mapping[str, float], names_of: Callable[[Summary], Sequence[str]], mean: float
) -> float:
    recent = history.reviews[-_RECENT:]
    worst = max((rates[name] for name in names_of(history.question) if name in rates), default=mean)
    return (sum(not review.right for review in recent) + _PRIOR * worst) / (len(recent) + _PRIOR)
