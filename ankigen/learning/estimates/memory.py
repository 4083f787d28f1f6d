"""How likely a learner is to know a card at some time, by FSRS, the scheduler that Anki has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ankigen.model import Memory

_DAY = 86_400  # seconds
_TARGET = 0.9  # FSRS defines stability as the days after which retrievability is 90 %


def retrievability(memory: Memory, now: float) -> float:
    """Return the probability, from 0 to 1, that the learner knows the card at `now` (epoch seconds).

    The forgetting curve of FSRS 4.5 and later: R = (1 + f t / s) ** -decay, where f makes R 0.9 after s days.
    """
    days = max(0.0, now - memory.last) / _DAY
    factor = _TARGET ** (-1 / memory.decay) - 1
    return float((1 + factor * days / memory.stability) ** -memory.decay)
