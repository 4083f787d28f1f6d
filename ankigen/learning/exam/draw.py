"""Draw the questions of a mock exam: by the weights of the exam's domains, or around what was missed in an earlier one.

The same questions, settings and seed give the same exam on every machine.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import part_above, slug

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ankigen.model import Summary
    from ankigen.source import Config


class Drawn(NamedTuple):
    """The questions of a mock exam in the order in which they are asked.

    `lacking` has how many questions a domain has too few for its share; other domains have given them.
    """

    questions: tuple[Summary, ...]
    lacking: Mapping[str, int] = {}


def domain_of(question: Summary, config: Config) -> str:
    """Return the domain of the exam that a question is of; "" for none of the blueprint."""
    return part_above(question.domain, config.blueprint) if config.blueprint else question.domain


def weights_of(questions: Sequence[Summary], config: Config) -> Mapping[str, float]:
    """Return the weight of each domain; without a blueprint, it is the number of its questions in the bank."""
    return config.blueprint or Counter(question.domain for question in questions)


def draw(questions: Sequence[Summary], config: Config, count: int, seed: int, held_out: Collection[str] = ()) -> Drawn:
    """Return `count` questions, or all if there are fewer; each domain has its share, give or take one question.

    Questions of no domain of the blueprint are not asked. In each domain, those come first whose keys are in
    `held_out`: the learner has never seen them.
    """
    chance = random.Random(seed)  # noqa: S311 - an exam, no secret
    pools: dict[str, list[Summary]] = defaultdict(list)
    for question in sorted(questions, key=lambda question: question.key):
        pools[domain_of(question, config)].append(question)
    weights = weights_of(questions, config)
    available = {name: len(pools[name]) for name in weights}
    asked = min(count, sum(available.values()))
    shares = _shares(weights, asked)
    sizes = _sizes(shares, available, weights)
    drawn = []
    for name in weights:
        pool = chance.sample(pools[name], len(pools[name]))
        pool.sort(key=lambda question: question.key not in held_out)  # keeps the drawn order among equals
        drawn += pool[: sizes[name]]
    chance.shuffle(drawn)
    lacking = {name: share - available[name] for name, share in shares.items() if share > available[name]}
    return Drawn(tuple(drawn), lacking if asked == count else {})


def draw_again(questions: Sequence[Summary], missed: Collection[str], count: int, seed: int) -> Drawn:
    """Return the questions whose keys are in `missed`, and then their neighbours, `count` in all.

    Neighbours share a trap with what was missed, those first that share the most; then come those that share a topic.
    """
    chance = random.Random(seed)  # noqa: S311 - an exam, no secret
    in_order = sorted(questions, key=lambda question: question.key)
    again = [question for question in in_order if question.key in missed]
    traps = Counter(slug(trap) for question in again for trap in question.traps)
    topics = Counter(slug(topic) for question in again for topic in question.topics)

    def nearness(question: Summary) -> tuple[int, int]:
        return sum(traps[slug(trap)] for trap in question.traps), sum(topics[slug(topic)] for topic in question.topics)

    others = [question for question in in_order if question.key not in missed and nearness(question) > (0, 0)]
    chance.shuffle(others)
    others.sort(key=nearness, reverse=True)
    drawn = [*chance.sample(again, len(again)), *others][:count]
    chance.shuffle(drawn)
    return Drawn(tuple(drawn))


def _shares(weights: Mapping[str, float], count: int) -> dict[str, int]:
    """Return how many of `count` questions each domain has by its weight (Hamilton's method of largest remainders)."""
    total = math.fsum(weights.values())
    exact = {name: count * weight / total for name, weight in weights.items()}
    shares = {name: int(share) for name, share in exact.items()}
    rest = count - sum(shares.values())
    for name in sorted(exact, key=lambda name: shares[name] - exact[name])[:rest]:
        shares[name] += 1
    return shares


def _sizes(shares: Mapping[str, int], available: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, int]:
    """Return how many questions each domain gives: its share, and what others lack, by its weight."""
    sizes = {name: min(share, available[name]) for name, share in shares.items()}
    while lacking := sum(shares.values()) - sum(sizes.values()):
        spare = {name: weights[name] for name in sizes if sizes[name] < available[name]}
        if not spare:
            break
        for name, more in _shares(spare, lacking).items():
            sizes[name] = min(sizes[name] + more, available[name])
    return sizes
