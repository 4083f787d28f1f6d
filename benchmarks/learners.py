"""`python benchmarks/learners.py [LEARNERS]`: compare what `ankigen progress` says of simulated learners with truth.

A simulated learner knows each question with a probability that this file makes up; no code of the estimator is used
for that. Some learners are weak in one of twelve traps, others are not. Printed for each number of reviews:

- how often the weak trap is named first, and how often there is an alarm for it;
- how often a learner who is weak in nothing gets an alarm, for any trap, topic, domain or level;
- the mean error of the expected score, and how often its interval has the true one: the mean probability to answer a
  question that the learner has not seen.

It takes about a minute for 400 learners.
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
LEARNT = 0.5  # by which each of the first four reviews raises it
SIZES = (200, 400, 800)  # reviews
_EMPTY = dict.fromkeys(Summary._fields, ())


class Exam(NamedTuple):
    """A question: its tags, and how hard it is."""

    trap: int
    topic: int
    domain: int
    level: int
    hardness: float


def main(learners: int) -> None:
    """Print a row for each number of reviews."""
    config = Config.model_validate({"id": "x", "title": "x", "pass": 0.7})
    print("reviews  weak first  alarm  healthy alarmed  error  covered")
    for size in SIZES:
        draw = random.Random(size)
        first = alarm = healthy = covered = 0
        errors = []
        for _ in range(learners):
            weak = draw.randrange(TRAPS)
            traps = _progress(_Person(draw, weak), size, config).weaknesses[0].groups
            first += traps[0].name == f"trap-{weak}"
            alarm += any(group.alarm and group.name == f"trap-{weak}" for group in traps)
            person = _Person(draw, None)
            measured = _progress(person, size, config)
            healthy += any(group.alarm for weakness in measured.weaknesses for group in weakness.groups)
            score = measured.standing.score
            if score is None:
                raise ValueError("too few first sights for a score")
            errors.append(abs(score.expected - person.ability()))
            covered += score.low <= person.ability() <= score.high
        print(
            f"{size:7}  {first / learners:10.0%}  {alarm / learners:5.0%}  {healthy / learners:15.1%}"
            f"  {sum(errors) / learners:5.3f}  {covered / learners:7.0%}"
        )


class _Person:
    """A simulated learner, who is weak in a trap or in none."""

    def __init__(self, draw: random.Random, weak: int | None) -> None:
        self.draw, self.weak, self.ability_logit = draw, weak, draw.gauss(0.8, 0.5)
        self.questions = [
            Exam(*(draw.randrange(count) for count in (TRAPS, TOPICS, DOMAINS, LEVELS)), draw.gauss(0, 0.6))
            for _ in range(POOL)
        ]

    def knows(self, question: Exam, reviews: int) -> float:
        """Return the probability to answer a question after a number of reviews."""
        logit = self.ability_logit - question.hardness + LEARNT * min(reviews, 4)
        return 1 / (1 + math.exp(-logit + WEAK * (question.trap == self.weak)))

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


def _progress(person: _Person, size: int, config: Config):  # noqa: ANN202 - `Progress`
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
        for number, (question, reviews) in enumerate(person.study(size))
    )
    return measure(Learner(histories, now=size / 1000), config)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
