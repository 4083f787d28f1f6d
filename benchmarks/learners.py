"""`python benchmarks/learners.py [LEARNERS [SEED [TRAPS]]]`: compare what `ankigen progress` says with the truth.

A simulated learner knows each question with a probability that this file makes up; no code of the estimator is used
for that. Some learners are weak in one of twelve traps, others are not. The numbers of the estimator were chosen with
other seeds than those that are reported. Printed for each number of reviews:

- how often the weak trap is named first, and how often there is an alarm for it;
- how often a test would find it at best: the likelihood ratio that knows all that this file made up, with alarms for 3
  in 100 learners who are weak in nothing;
- how often a learner who is weak in nothing gets an alarm, for any trap, topic, domain or level;
- the mean error of the expected score, and how often its interval has the true one: the mean probability to answer a
  question that the learner has not seen.

It takes about four minutes for 400 learners.
"""

from __future__ import annotations

import math
import random
import sys
from typing import NamedTuple

from ankigen.learning import History, Learner, measure
from ankigen.model import Review, Summary
from ankigen.source import Config

TRAPS, TOPICS, DOMAINS, LEVELS = 12, 8, 4, 3
QUESTIONS, POOL = 150, 400  # of the bank, and of all that an exam may ask
WEAK = 1.3  # by which the weak trap lowers the logit of knowing an answer
HARDNESS = 0.6  # the standard deviation of the questions' logits
LEARNT = 0.5  # by which each of the first four reviews raises it
# Of Gauss and Hermite, for the standard normal distribution.
NODES = (
    *((-3.750440, 0.000548), (-2.366759, 0.030757), (-1.154405, 0.240123), (0.0, 0.457143)),
    *((1.154405, 0.240123), (2.366759, 0.030757), (3.750440, 0.000548)),
)
SIZES = (200, 400, 800, 1600)  # reviews
_EMPTY = dict.fromkeys(Summary._fields, ())


class Exam(NamedTuple):
    """A question: its tags, and how hard it is."""

    trap: int
    topic: int
    domain: int
    level: int
    hardness: float


def main(learners: int, seed: int, traps_count: int) -> None:
    """Print a row for each number of reviews."""
    config = Config.model_validate({"id": "x", "title": "x", "pass": 0.7})
    print("reviews  weak first  alarm  at best  healthy alarmed  error  covered")
    for size in SIZES:
        draw = random.Random(f"{seed} {size}")
        first = alarm = healthy = covered = 0
        errors, healthy_ratios, weak_ratios = [], [], []
        for _ in range(learners):
            weak = draw.randrange(traps_count)
            ill = _Person(draw, weak, traps_count)
            studied = ill.study(size)
            traps = _progress(studied, size, config).weaknesses[0].groups
            first += traps[0].name == f"trap-{weak}"
            alarm += any(group.alarm and group.name == f"trap-{weak}" for group in traps)
            weak_ratios.append(ill.ratios(studied).get(weak, 0.0))
            person = _Person(draw, None, traps_count)
            studied = person.study(size)
            healthy_ratios.append(max(person.ratios(studied).values()))
            measured = _progress(studied, size, config)
            healthy += any(group.alarm for weakness in measured.weaknesses for group in weakness.groups)
            score = measured.standing.score
            if score is None:
                raise ValueError("too few first sights for a score")
            errors.append(abs(score.expected - person.ability()))
            covered += score.low <= person.ability() <= score.high
        limit = sorted(healthy_ratios)[int(learners * 0.97)]
        best = sum(ratio > limit for ratio in weak_ratios)
        print(
            f"{size:7}  {first / learners:10.0%}  {alarm / learners:5.0%}  {best / learners:7.0%}"
            f"  {healthy / learners:15.1%}"
            f"  {sum(errors) / learners:5.3f}  {covered / learners:7.0%}"
        )


class _Person:
    """A simulated learner, who is weak in a trap or in none."""

    def __init__(self, draw: random.Random, weak: int | None, traps: int) -> None:
        self.draw, self.weak, self.ability_logit = draw, weak, draw.gauss(0.8, 0.5)
        self.questions = [
            Exam(*(draw.randrange(count) for count in (traps, TOPICS, DOMAINS, LEVELS)), draw.gauss(0, HARDNESS))
            for _ in range(POOL)
        ]

    def knows(self, question: Exam, reviews: int) -> float:
        """Return the probability to answer a question after a number of reviews."""
        return self._chance(question.hardness, reviews, question.trap == self.weak)

    def _chance(self, hardness: float, reviews: int, is_weak: bool) -> float:  # noqa: FBT001 - of one private function
        logit = self.ability_logit - hardness + LEARNT * min(reviews, 4)
        return 1 / (1 + math.exp(-logit + WEAK * is_weak))

    def ratios(self, studied: list[tuple[Exam, list[Review]]]) -> dict[int, float]:
        """Return, for each trap, the logarithm of how much likelier the answers are if the learner is weak in it.

        All that was made up is known, except how hard each question is: that is integrated out.
        """
        logs: dict[int, float] = {}
        for question, reviews in studied:
            likelihoods = [
                sum(weight * self._likelihood(HARDNESS * node, reviews, is_weak) for node, weight in NODES)
                for is_weak in (False, True)
            ]
            logs[question.trap] = logs.get(question.trap, 0.0) + math.log(likelihoods[1] / likelihoods[0])
        return logs

    def _likelihood(self, hardness: float, reviews: list[Review], is_weak: bool) -> float:  # noqa: FBT001 - as above
        chances = (self._chance(hardness, number, is_weak) for number in range(len(reviews)))
        return math.prod(
            chance if review.right else 1 - chance for chance, review in zip(chances, reviews, strict=True)
        )

    def ability(self) -> float:
        """Return the mean probability to answer a question that was never reviewed."""
        return sum(self.knows(question, 0) for question in self.questions) / POOL

    def study(self, size: int) -> list[tuple[Exam, list[Review]]]:
        """Return the reviews of each question that was studied: a third of all reviews are of new questions."""
        new = list(range(QUESTIONS))
        self.draw.shuffle(new)
        studied: dict[int, list[Review]] = {}
        for time in range(size):
            is_new = new and (not studied or self.draw.random() < 1 / 3)
            number = new.pop() if is_new else self.draw.choice(list(studied))
            reviews = studied.setdefault(number, [])
            right = self.draw.random() < self.knows(self.questions[number], len(reviews))
            reviews.append(Review(time, 3 if right else 1))
        return [(self.questions[number], reviews) for number, reviews in studied.items()]


def _progress(studied: list[tuple[Exam, list[Review]]], size: int, config: Config):  # noqa: ANN202 - `Progress`
    histories = tuple(
        History(
            Summary(
                **{
                    **_EMPTY,
                    "key": str(number),
                    "traps": (f"trap-{question.trap}",),
                    "topics": (f"topic-{question.topic}",),
                    "domain": f"domain-{question.domain}",
                    "level": f"level-{question.level}",
                }
            ),
            str(number),
            tuple(reviews),
        )
        for number, (question, reviews) in enumerate(studied)
    )
    return measure(Learner(histories, now=size / 1000), config)


if __name__ == "__main__":
    defaults = (400, 1, TRAPS)
    main(*(int(text) for text in sys.argv[1:]), *defaults[len(sys.argv) - 1 :])
