"""What to study next: the questions that the learner would most probably get wrong now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ankigen.learning.history import History
    from ankigen.model import Summary

MOST = 20  # questions: a sitting
_RECENT = 5  # reviews of a question that count
_PRIOR = 3  # reviews that the rate of its groups counts as


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
