"""What a learner falls for: groups of questions that go wrong more often than the learner's mean.

A rate of errors above the mean proves little: with twelve traps and fifty reviews, one of them nearly always looks bad.
So each group's rate is a posterior distribution around the learner's own mean (empirical Bayes), reviews of one
question count as less than as many reviews of different ones (the design effect), and there is an alarm only if the
group is worse than the mean with a high probability (`TRAP_ALARM`, `OTHER_ALARM`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.learning.estimates import beta
from ankigen.model import Frozen, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ankigen.learning.history import History
    from ankigen.model import Summary

_CORRELATION = 0.12  # of the errors in two reviews of one question (rho of the design effect)
# The probability above which a group is called worse than the learner's mean. It is higher for what comes on top of the
# traps, so that all together alarm few learners without a weak trap.
TRAP_ALARM = 0.97
OTHER_ALARM = 0.999
_LIMIT_RISES = 400  # reviews from which on the limits rise: with many, chance has had many occasions
FEW = 20  # reviews; of a smaller group, the report says that they are few
_INTERVAL = 0.9  # the probability that the interval has
_TINY = 1e-6
_STAGES = 4  # the first review of a question, the second, the third, and all later ones
# Of the prior, in reviews. In the simulations of benchmarks/learners.py, a weaker one alarms more learners who are weak
# in nothing where there are many traps with few reviews each, and a stronger one overlooks more weak traps.
_STRENGTH = 12


class TagReviews(Frozen):
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


class Record(NamedTuple):
    """The reviews of one question: how many, how many were wrong, and how many errors were to be expected."""

    question: Summary
    reviews: int
    wrong: int
    expected: float


class Errors(NamedTuple):
    """A learner's errors: the mean rate of all reviews, and the record of each question that was reviewed."""

    mean: float
    records: tuple[Record, ...]


def errors_of(histories: Iterable[History]) -> Errors:
    """Return the learner's errors.

    What is expected of a question is the learner's rate of errors at the same stages: in the first review of a
    question, the second, and so on. So a group does not look weak because its questions are new.
    """
    studied = [(history.question, [not review.right for review in history.answers]) for history in histories]
    total, wrong = [0] * _STAGES, [0] * _STAGES
    for _, errors in studied:
        for number, is_wrong in enumerate(errors):
            stage = min(number, _STAGES - 1)
            total[stage] += 1
            wrong[stage] += is_wrong
    mean = sum(wrong) / max(sum(total), 1)
    rates = [(wrong[stage] + 2 * mean) / (total[stage] + 2) for stage in range(_STAGES)]
    records = (
        Record(
            question, len(errors), sum(errors), sum(rates[: len(errors)]) + rates[-1] * max(0, len(errors) - _STAGES)
        )
        for question, errors in studied
        if errors
    )
    return Errors(mean, tuple(records))


def design_effect(reviews: Sequence[int]) -> float:
    """Return by how much fewer independent answers the reviews count as; `reviews` has the number for each question.

    Kish's design effect, with the mean number of reviews of the question that a review belongs to.
    """
    return 1 + _CORRELATION * (sum(count * count for count in reviews) / sum(reviews) - 1)


def groups(
    errors: Errors, names_of: Callable[[Summary], Sequence[str]], alarm: float = TRAP_ALARM
) -> tuple[TagReviews, ...]:
    """Return the groups of the questions that were reviewed, the worst first; `names_of` has the groups of a question.

    Names that differ only in case or punctuation are one group. A question without a group counts for the learner's
    mean only. A group that is worse than the mean with a probability above `alarm` has an alarm; after many reviews,
    the probability must be higher. Groups with an alarm are first, then those of which the most errors are expected.
    """
    spelt: dict[str, str] = {}
    members: dict[str, list[Record]] = defaultdict(list)
    for record in errors.records:
        names = names_of(record.question)
        for name in dict.fromkeys(map(slug, names)):
            members[name].append(record)
        for name in names:
            spelt.setdefault(slug(name), name)
    limit = _limit(alarm, sum(record.reviews for record in errors.records))
    sized = (_group(spelt[name], records, errors.mean, limit) for name, records in members.items())
    return tuple(sorted(sized, key=lambda group: (-group.alarm, -group.rate, group.name)))


def _limit(alarm: float, reviews: int) -> float:
    """Return the limit of an alarm after so many reviews."""
    return 1 - (1 - alarm) * math.pow(min(1.0, _LIMIT_RISES / max(reviews, 1)), 0.25)


def _group(name: str, records: Sequence[Record], mean: float, alarm: float) -> TagReviews:
    reviews = sum(record.reviews for record in records)
    wrong = sum(record.wrong for record in records)
    expected = sum(record.expected for record in records)
    trials = reviews / design_effect([record.reviews for record in records])
    errors = min(mean * wrong / expected, 1.0) * trials if expected else 0.0
    a, b = mean * _STRENGTH + errors, (1 - mean) * _STRENGTH + trials - errors
    a, b = max(a, _TINY), max(b, _TINY)  # a learner may be always right, or always wrong
    worse = beta.above(mean, a, b) if 0 < mean < 1 else 0.0
    return TagReviews(
        name=name,
        questions=len(records),
        reviews=reviews,
        wrong=wrong,
        rate=a / (a + b),
        low=beta.quantile((1 - _INTERVAL) / 2, a, b),
        high=beta.quantile((1 + _INTERVAL) / 2, a, b),
        worse=worse,
        alarm=worse > alarm,
        few=reviews < FEW,
    )
