"""What to mend in a bank: questions whose answers by learners are odd."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ankigen.learning.estimates import beta, design_effect
from ankigen.model import Diagnostic, Rule, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ankigen.learning.counts import Counts
    from ankigen.model import Summary

_ODD = 0.99  # the probability above which a question is called harder than its level
_REVIEWS = 6  # of a question, before anything is said of it
_LEARNERS = 10  # who saw the question, before "never wrong" means anything
_MANY = 20  # learners, before a correlation does
_PREDICTS = 0.1  # a correlation with the rest that a good question exceeds
_NORMAL = 1.645  # standard deviations that a normal variable exceeds with a probability of 5 %
_PRIOR = 4  # reviews that the rate of its level counts as


class Item(NamedTuple):
    """What all learners did with one question: each one's first sight, reviews and errors."""

    first_sights: tuple[bool, ...]
    reviews: tuple[int, ...]
    wrong: int


def odd_questions(questions: Mapping[str, Summary], learners: Sequence[Counts]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for each question that learners answer oddly; `questions` are by GUID.

    A question may go wrong far more often than others of its level, be right for everybody, or go wrong with those who
    do well in the rest.
    """
    learners = [learner.only(questions) for learner in learners]
    rates = _rates_by_level(questions, learners)
    diagnostics = []
    for guid, question in questions.items():
        item = _item(guid, learners)
        diagnostics += [
            Diagnostic(rule=rule, span=question.span, message=message, hint=hint)
            for rule, message, hint in (*_too_hard(item, question.level, rates), *_too_easy(item))
        ]
        diagnostics += _unpredicted(guid, question, learners)
    return in_order(diagnostics)


def _item(guid: str, learners: Iterable[Counts]) -> Item:
    counts = [learner.questions[guid] for learner in learners if guid in learner.questions]
    return Item(
        first_sights=tuple(count.first_right for count in counts if count.first_right is not None),
        reviews=tuple(count.reviews for count in counts),
        wrong=sum(count.reviews - count.right for count in counts),
    )


def _rates_by_level(questions: Mapping[str, Summary], learners: Iterable[Counts]) -> dict[str, float]:
    """Return the share of errors in the reviews of the questions of each level."""
    reviews: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for learner in learners:
        for guid, count in learner.questions.items():
            if guid in questions:
                level = questions[guid].level
                reviews[level] += count.reviews
                wrong[level] += count.reviews - count.right
    return {level: wrong[level] / total for level, total in reviews.items() if total}


def _too_hard(item: Item, level: str, rates: Mapping[str, float]) -> Iterator[tuple[Rule, str, str]]:
    reviews, rate = sum(item.reviews), rates.get(level, 0.0)
    if reviews < _REVIEWS or not 0 < rate < 1:
        return
    effect = design_effect(item.reviews)  # between learners as between questions
    trials, wrong = reviews / effect, item.wrong / effect
    a, b = rate * _PRIOR + wrong, (1 - rate) * _PRIOR + trials - wrong
    if beta.above(rate, a, b) > _ODD:
        others = f"the level `{level}`" if level else "questions without a level"
        message = f"wrong in {item.wrong} of {reviews} reviews; {others}: in {rate:.0%}"
        yield Rule.TOO_HARD, message, "look whether the stem is clear, the answer is right, and the level fits"


def _too_easy(item: Item) -> Iterator[tuple[Rule, str, str]]:
    if len(item.first_sights) >= _LEARNERS and all(item.first_sights):
        message = f"right at first sight for each of {len(item.first_sights)} learners"
        yield Rule.TOO_EASY, message, "look whether the options give the answer away"


def _unpredicted(guid: str, question: Summary, learners: Sequence[Counts]) -> Iterator[Diagnostic]:
    pairs = [pair for learner in learners if (pair := _right_and_rest(guid, learner))]
    if len(pairs) < _MANY:
        return
    correlation = _correlation(pairs)
    if correlation is not None and correlation < 0 and _at_most(correlation, len(pairs)) < _PREDICTS:
        message = f"{len(pairs)} learners: who is right in the rest is more often wrong here (r = {correlation:.2f})"
        hint = "look whether the answer is right, and whether another option can be defended"
        yield Diagnostic(rule=Rule.UNPREDICTED, span=question.span, message=message, hint=hint)


def _right_and_rest(guid: str, learner: Counts) -> tuple[bool, float] | None:
    """Return for one learner the answer at first sight, and the share of the other questions that were right.

    None if the learner has not seen this question or any other.
    """
    own = learner.questions.get(guid)
    others = learner.first_sights - 1
    if own is None or own.first_right is None or not others:
        return None
    return own.first_right, (learner.first_sights_right - own.first_right) / others


def _at_most(correlation: float, count: int) -> float:
    """Return what the true correlation does not exceed with a probability of 95 %, by Fisher's transformation."""
    inside = max(-0.999, min(correlation, 0.999))
    return math.tanh(math.atanh(inside) + _NORMAL / math.sqrt(count - 3))


def _correlation(pairs: Sequence[tuple[bool, float]]) -> float | None:
    """Return Pearson's correlation; None if one side never varies."""
    try:
        return statistics.correlation([float(right) for right, _ in pairs], [rest for _, rest in pairs])
    except statistics.StatisticsError:
        return None
