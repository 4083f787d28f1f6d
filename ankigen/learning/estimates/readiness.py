"""Whether a learner is ready for the exam, from the answers at first sight of each question.

A question that has been reviewed shows what was memorised; an exam asks something new. So only the first review of each
question counts here. (In simulations, the retention of studied cards overstated the score on new questions by 20 to 27
points; first sights erred by 6.)
"""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.learning.estimates import beta
from ankigen.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LATEST = 75  # first sights that count: a learner of half a year ago was another one
ENOUGH = 30  # first sights; with fewer, there is no estimate
EXAM = 60  # questions of the exam that is simulated
_PRIOR = 8  # first sights that the learner's own mean counts as, in each domain
_DRAWS = 4000  # simulated exams
_INTERVAL = 0.9


class FirstSight(NamedTuple):
    """The first answer to a question: its time (epoch milliseconds), its domain, and whether it was right."""

    time: int
    domain: str
    right: bool


class DomainScore(Frozen):
    """What is expected of one domain of the exam: its `weight`, from 0 to 1, and the share of right answers.

    `seen` and `right` count the first sights in it; `low` and `high` are the ends of the 90 % interval of `rate`.
    """

    domain: str
    weight: float
    seen: int
    right: int
    rate: float
    low: float
    high: float


class Score(Frozen):
    """The score that is expected in an exam, from 0 to 1, and the ends of its 90 % interval.

    `chance` is the probability of a score of at least the pass mark; None if the bank has no pass mark.
    """

    expected: float
    low: float
    high: float
    chance: float | None


def latest(sights: Iterable[FirstSight]) -> list[FirstSight]:
    """Return the first sights that count: the latest, by time."""
    return sorted(sights)[-LATEST:]


def domain_scores(sights: Sequence[FirstSight], weights: Mapping[str, float]) -> tuple[DomainScore, ...]:
    """Return what is expected in each domain of `weights`, shrunk to the learner's own mean: a Beta posterior.

    A domain of few first sights is thus expected to be like the others.
    """
    total = sum(weights.values())
    mean = (sum(sight.right for sight in sights) + 1) / (len(sights) + 2)
    by_domain = _counts(sights)
    scores = []
    for domain, weight in weights.items():
        seen, right = by_domain[domain]
        a, b = _PRIOR * mean + right, _PRIOR * (1 - mean) + seen - right
        low, high = (beta.quantile(p, a, b) for p in ((1 - _INTERVAL) / 2, (1 + _INTERVAL) / 2))
        scores.append(
            DomainScore(
                domain=domain, weight=weight / total, seen=seen, right=right, rate=a / (a + b), low=low, high=high
            )
        )
    return tuple(scores)


def simulate(sights: Sequence[FirstSight], weights: Mapping[str, float], pass_mark: float | None) -> Score | None:
    """Return the score of simulated exams of `EXAM` questions; None if there are too few first sights to tell.

    In each of them, the learner's mean is drawn from its posterior, then the rate of each domain, then each answer. The
    draws are the same in each run.
    """
    if len(sights) < ENOUGH:
        return None
    draw = random.Random(0)  # noqa: S311 - a simulation
    right = sum(sight.right for sight in sights)
    by_domain, total = _counts(sights), sum(weights.values())
    shares = [(by_domain[domain], weight / total) for domain, weight in weights.items()]
    scores = []
    for _ in range(_DRAWS):
        mean = draw.betavariate(right + 1, len(sights) - right + 1)
        rate = sum(
            share * draw.betavariate(_PRIOR * mean + well, _PRIOR * (1 - mean) + seen - well)
            for (seen, well), share in shares
        )
        scores.append(_answers(draw, rate))
    scores.sort()
    return Score(
        expected=sum(scores) / _DRAWS,
        low=scores[int(_DRAWS * (1 - _INTERVAL) / 2)],
        high=scores[int(_DRAWS * (1 + _INTERVAL) / 2)],
        chance=None if pass_mark is None else sum(score >= pass_mark - 1e-9 for score in scores) / _DRAWS,
    )


def _counts(sights: Iterable[FirstSight]) -> Mapping[str, tuple[int, int]]:
    """Return, for each domain, the number of first sights and of those that were right."""
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for sight in sights:
        seen, right = counts[sight.domain]
        counts[sight.domain] = seen + 1, right + sight.right
    return counts


def _answers(draw: random.Random, rate: float) -> float:
    """Return the share of right answers in one exam (`Random.binomialvariate` is new in Python 3.12)."""
    return sum(draw.random() < rate for _ in range(EXAM)) / EXAM
