"""Summaries in, numbers out: the questions per tag, the spread of the answers, and what is missing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ankigen.checks import Guess, guessing
from ankigen.model import TAG_KINDS, Frozen, Span, part_above, slug, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.model import Summary
    from ankigen.source import Config

_EXPECTED = 5  # of each letter: Cochran's rule for the chi-square test
_SIGNIFICANCE = 0.05  # the significance level: below this probability, unevenness is not explained by chance


class Count(Frozen):
    """How many questions have a tag or another value."""

    name: str
    questions: int


class Cross(Frozen):
    """Topics by traps: `cells[i][j]` counts the questions with topic `topics[i]` and trap `traps[j]`."""

    topics: tuple[str, ...]
    traps: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]


class Letter(Frozen):
    """An option's letter: how many questions have it, and in how many it is right, and would be right by chance."""

    label: str
    questions: int
    right: int
    expected: float


class Balance(Frozen):
    """How evenly the right answers are spread over the letters.

    `p` is the probability, by Pearson's chi-square test, that random letters are spread at least as unevenly. The test
    covers questions with one right answer, in groups with the same option letters; a group counts only if each letter
    is expected at least five times in it. `tested` is the number of these questions; if it is 0, `p` is None.
    """

    letters: tuple[Letter, ...]
    tested: int
    p: float | None

    @property
    def verdict(self) -> str:
        """The verdict for people: "even", "skewed" or "too few questions to tell"."""
        if self.p is None:
            return "too few questions to tell"
        return "skewed" if self.p < _SIGNIFICANCE else "even"


class Part(Frozen):
    """A domain of the exam's blueprint: its share of the exam (`wanted`), its questions, and their share of the bank.

    Shares are from 0 to 1; questions outside the blueprint do not count.
    """

    domain: str
    wanted: float
    questions: int
    share: float


class Gap(Frozen):
    """A question that lacks something or is disputed; `what` has the letters concerned, "" for the whole question."""

    key: str
    span: Span
    what: str = ""


class Stats(Frozen):
    """The numbers of one bank. Counts are sorted from the largest; a question counts once for each of its tags.

    `made` counts the cards that can be made of the questions, by kind. `outside` is the number of questions whose
    domain is in no part of the blueprint.
    """

    title: str
    questions: int
    topics: tuple[Count, ...]
    traps: tuple[Count, ...]
    levels: tuple[Count, ...]
    domains: tuple[Count, ...]
    sources: tuple[Count, ...]
    made: tuple[Count, ...]
    cross: Cross
    balance: Balance
    blueprint: tuple[Part, ...]
    outside: int
    guesses: tuple[Guess, ...]
    no_topic: tuple[Gap, ...]
    disputed: tuple[Gap, ...]
    no_rationale: tuple[Gap, ...]
    no_mnemonic: tuple[Gap, ...]

    @property
    def counts(self) -> dict[str, tuple[Count, ...]]:
        """The counts of the tags of each kind (`TAG_KINDS`)."""
        return {kind: getattr(self, f"{kind}s") for kind in TAG_KINDS}


def collect(questions: Sequence[Summary], config: Config) -> Stats:
    """Return the numbers of the questions; tags that differ only in case or punctuation count as one."""
    counts = {kind: _counts(tags_of(question, kind) for question in questions) for kind in TAG_KINDS}
    parts, outside = _blueprint(questions, config.blueprint)
    return Stats(
        title=config.title,
        questions=len(questions),
        topics=counts["topic"],
        traps=counts["trap"],
        levels=counts["level"],
        domains=counts["domain"],
        sources=counts["source"],
        made=_counts((one.made,) for question in questions for one in question.derived),
        cross=_cross(questions, counts["topic"], counts["trap"]),
        balance=_balance(questions),
        blueprint=parts,
        outside=outside,
        guesses=guessing.guesses(questions),
        no_topic=tuple(_gap(question) for question in questions if not question.topics),
        disputed=tuple(_gap(question, question.rival_answers) for question in questions if question.rival_answers),
        no_rationale=tuple(_gap(question, question.unexplained) for question in questions if question.unexplained),
        no_mnemonic=tuple(_gap(question) for question in questions if not question.has_mnemonic),
    )


def _counts(tagged: Iterable[Sequence[str]]) -> tuple[Count, ...]:
    spelt: dict[str, str] = {}
    counter: Counter[str] = Counter()
    for names in tagged:
        for name in names:
            spelt.setdefault(slug(name), name)
        counter.update({slug(name) for name in names})
    ranked = sorted(counter, key=lambda name: (-counter[name], name))
    return tuple(Count(name=spelt[name], questions=counter[name]) for name in ranked)


def _cross(questions: Iterable[Summary], topics: Sequence[Count], traps: Sequence[Count]) -> Cross:
    pairs = Counter(
        pair
        for question in questions
        for pair in {(slug(topic), slug(trap)) for topic in question.topics for trap in question.traps}
    )
    return Cross(
        topics=tuple(topic.name for topic in topics),
        traps=tuple(trap.name for trap in traps),
        cells=tuple(tuple(pairs[slug(topic.name), slug(trap.name)] for trap in traps) for topic in topics),
    )


def _balance(questions: Sequence[Summary]) -> Balance:
    offered: Counter[str] = Counter()
    right: Counter[str] = Counter()
    expected: defaultdict[str, float] = defaultdict(float)
    for question in questions:
        right.update(question.answer)
        for label, _ in question.options:
            offered[label] += 1
            expected[label] += len(question.answer) / len(question.options)
    letters = tuple(
        Letter(label=label, questions=offered[label], right=right[label], expected=expected[label])
        for label in sorted(offered)
    )
    groups: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for question in questions:
        if len(question.answer) == 1:
            groups[tuple(label for label, _ in question.options)].update(question.answer)
    large = {
        labels: letters_of for labels, letters_of in groups.items() if letters_of.total() >= _EXPECTED * len(labels)
    }
    return Balance(letters=letters, tested=sum(letters_of.total() for letters_of in large.values()), p=_pearson(large))


def _pearson(groups: Mapping[tuple[str, ...], Mapping[str, int]]) -> float | None:
    """Return the `p` of `Balance`; None without groups. The statistics and degrees of independent groups add up."""
    statistic, degrees = 0.0, 0
    for labels, letters_of in groups.items():
        expected = sum(letters_of.values()) / len(labels)
        statistic += sum((letters_of[label] - expected) ** 2 / expected for label in labels)
        degrees += len(labels) - 1
    return chi_square_tail(statistic, degrees) if degrees else None


def chi_square_tail(statistic: float, degrees: int) -> float:
    """Return the probability that a chi-square variable with `degrees` degrees of freedom is at least `statistic`.

    Abramowitz and Stegun, 26.4.4 and 26.4.5.
    """
    half = statistic / 2
    if degrees % 2:
        terms = (half ** (i + 0.5) / math.gamma(i + 1.5) for i in range(degrees // 2))
        return math.erfc(math.sqrt(half)) + math.exp(-half) * math.fsum(terms)
    return math.exp(-half) * math.fsum(half**i / math.factorial(i) for i in range(degrees // 2))


def _blueprint(questions: Sequence[Summary], weights: Mapping[str, float]) -> tuple[tuple[Part, ...], int]:
    """Return the parts of the blueprint and the number of questions outside; the longest matching name wins."""
    counter = Counter(part_above(question.domain, weights) for question in questions)
    outside = counter.pop("", 0)
    total, inside = sum(weights.values()), max(counter.total(), 1)
    parts = tuple(
        Part(domain=name, wanted=weight / total, questions=counter[name], share=counter[name] / inside)
        for name, weight in weights.items()
    )
    return parts, outside if weights else 0


def _gap(question: Summary, labels: Iterable[str] = ()) -> Gap:
    return Gap(key=question.key, span=question.span, what=", ".join(labels))
