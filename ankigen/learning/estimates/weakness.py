"""What a learner falls for: groups of questions that go wrong more often than the learner's mean.

A rate of errors above the mean proves little: with twelve traps and fifty reviews, one of them nearly always looks bad.
So each group's rate is a posterior distribution around the learner's own mean (empirical Bayes), reviews of one
question count as less than as many reviews of different ones (the design effect), and there is an alarm only if the
group is worse than the mean with a high probability (`TRAP_ALARM`, `OTHER_ALARM`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.learning.estimates import beta
from ankigen.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ankigen.learning.history import History
    from ankigen.model import Summary

CORRELATION = 0.12  # of the errors in two reviews of one question (rho of the design effect)
# The probability above which a group is called worse than the learner's mean. It is higher for what comes on top of the
# traps, so that all together alarm few learners who are weak in nothing.
TRAP_ALARM = 0.95
OTHER_ALARM = 0.997
FEW = 20  # reviews; of a smaller group, the report says that they are few
_INTERVAL = 0.9  # the probability that the interval has
_TINY = 1e-6
_STAGES = 4  # the first review of a question, the second, the third, and all later ones
# Of the prior, in reviews. In the simulations of benchmarks/learners.py, a weaker one alarms more healthy learners than
# 3 in 100, and a stronger one overlooks more weak traps.
_STRENGTH = 25


class Group(Frozen):
    """The reviews of the questions that share a tag.

    `rate` is the share of errors that is expected of the group when its questions are at the same stage of learning as
    the learner's others; `low` and `high` are the ends of its 90 % interval. `worse` is the probability that it is
    higher than the learner's mean; `alarm` is whether that is high enough to say so. `few` is whether there are too few
    reviews to say much.
    """

    name: str
    questions: int
    reviews: int
    wrong: int
    rate: float
    low: float
    high: float
    worse: float
    alarm: bool
    few: bool


class _Tally(NamedTuple):
    """What is counted of a group: its name, questions, reviews, errors, expected errors, and the design effect."""

    name: str
    questions: int
    reviews: int
    wrong: int
    expected: float
    effect: float

    def trials(self, mean: float) -> tuple[float, float]:
        """Return the errors and the reviews that these count as, for a learner with this mean rate of errors."""
        count = self.reviews / self.effect
        return min(mean * self.wrong / self.expected, 1.0) * count if self.expected else 0.0, count


def mean_rate(histories: Iterable[History]) -> float:
    """Return the learner's mean: the share of errors in all reviews; 0 if there is none."""
    studied = [history for history in histories if history.reviews]
    return _wrong(studied) / max(sum(len(history.reviews) for history in studied), 1)


def groups(
    histories: Iterable[History], names_of: Callable[[Summary], Sequence[str]], alarm: float = TRAP_ALARM
) -> tuple[Group, ...]:
    """Return the groups of the questions that were reviewed, the worst first; `names_of` has the groups of a question.

    A question without a group counts for the learner's mean only. A group that is worse than the mean with a
    probability above `alarm` has an alarm.
    """
    studied = [history for history in histories if history.reviews]
    mean = mean_rate(studied)
    expected = _expected_by_stage(studied, mean)
    members: dict[str, list[History]] = defaultdict(list)
    for history in studied:
        for name in dict.fromkeys(names_of(history.question)):
            members[name].append(history)
    tallies = [_tally(name, histories_of, expected) for name, histories_of in members.items()]
    return tuple(
        sorted(
            (_group(tally, mean, alarm) for tally in tallies), key=lambda group: (-group.worse, -group.rate, group.name)
        )
    )


def _wrong(histories: Iterable[History]) -> int:
    return sum(not review.right for history in histories for review in history.reviews)


def _expected_by_stage(studied: Sequence[History], mean: float) -> tuple[float, ...]:
    """Return the learner's rate of errors in the first review of a question, the second, and so on.

    So a group does not look weak because its questions are new.
    """
    total: Counter[int] = Counter()
    wrong: Counter[int] = Counter()
    for history in studied:
        for number, review in enumerate(history.reviews):
            stage = min(number, _STAGES - 1)
            total[stage] += 1
            wrong[stage] += not review.right
    return tuple((wrong[stage] + 2 * mean) / (total[stage] + 2) for stage in range(_STAGES))


def _tally(name: str, histories: Sequence[History], expected: Sequence[float]) -> _Tally:
    counts = [len(history.reviews) for history in histories]
    reviews = sum(counts)
    per_question = sum(count * count for count in counts) / reviews
    return _Tally(
        name=name,
        questions=len(histories),
        reviews=reviews,
        wrong=_wrong(histories),
        expected=sum(expected[min(number, _STAGES - 1)] for count in counts for number in range(count)),
        effect=1 + CORRELATION * (per_question - 1),  # Kish's design effect
    )


def _group(tally: _Tally, mean: float, alarm: float) -> Group:
    wrong, count = tally.trials(mean)
    a, b = mean * _STRENGTH + wrong, (1 - mean) * _STRENGTH + count - wrong
    a, b = max(a, _TINY), max(b, _TINY)  # a learner may be always right, or always wrong
    worse = beta.above(mean, a, b) if 0 < mean < 1 else 0.0
    return Group(
        name=tally.name,
        questions=tally.questions,
        reviews=tally.reviews,
        wrong=tally.wrong,
        rate=a / (a + b),
        low=beta.quantile((1 - _INTERVAL) / 2, a, b),
        high=beta.quantile((1 + _INTERVAL) / 2, a, b),
        worse=worse,
        alarm=worse > alarm,
        few=tally.reviews < FEW,
    )
