"""All that a learner's reviews say: where the learner is, what goes wrong, what to study, and what to mend."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ankigen.learning.estimates import (
    ENOUGH,
    OTHER_ALARM,
    TRAP_ALARM,
    DomainScore,
    FirstSight,
    Score,
    TagReviews,
    domain_scores,
    errors_of,
    groups,
    latest,
    simulate,
)
from ankigen.learning.exam import domain_of, weights_of
from ankigen.learning.kinds import KindOfCard, by_kind, mean_retrievability
from ankigen.learning.picks import PickedQuestion, PickedTrap, picked_traps, picks
from ankigen.learning.plan import Due, StudyPlan, due_by_day, plan, to_study
from ankigen.model import Frozen, slug, tags_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ankigen.learning.estimates import Errors
    from ankigen.learning.history import History
    from ankigen.source import Config

_MONTH = 30 * 86_400_000  # milliseconds
KINDS = ("trap", "topic", "domain", "level")  # of groups, in the order of the report


class Learner(NamedTuple):
    """What is read of one learner: the history of each question, the time (epoch seconds), and `other_fsrs`.

    `other_fsrs` is whether a newer FSRS than ankigen knows has written data of the cards. `held` are the keys of the
    questions that are in no package: Anki cannot show them. `made` are the histories of what is made of the others: no
    estimate counts these, because only questions are like the exam. Days are those of the time `zone`; with None, of
    the machine's, with its summer time.
    """

    histories: tuple[History, ...]
    now: float
    other_fsrs: bool = False
    held: frozenset[str] = frozenset()
    made: tuple[History, ...] = ()
    zone: tzinfo | None = UTC

    @property
    def clock(self) -> datetime:
        """The time, in the learner's time zone."""
        return datetime.fromtimestamp(self.now, self.zone)

    @property
    def in_decks(self) -> tuple[History, ...]:
        """The histories of the questions that Anki can show."""
        return tuple(history for history in self.histories if history.question.key not in self.held)


class Retention(Frozen):
    """How well studied cards are known: reviews of the last 30 days after the first sight, and those that were right.

    `retrievability` is the mean probability that a studied card is known now; None if FSRS did not schedule any.
    """

    reviews: int
    right: int
    retrievability: float | None


class Standing(Frozen):
    """Where the learner is: the questions, those seen, the first sights that count, and what is expected in the exam.

    `in_exams` counts the questions that were first seen in a mock exam.
    `score` is None if there are too few first sights to tell. `enough` is how many it takes. `outside` counts the
    questions that were seen and whose domain is in no part of the blueprint: they do not count. `held` counts those of
    the questions that are held out of the decks for mock exams.
    """

    questions: int
    seen: int
    reviews: int
    first_sights: int
    first_right: int
    in_exams: int
    outside: int
    held: int
    enough: int
    domains: tuple[DomainScore, ...]
    score: Score | None
    pass_mark: float | None
    retention: Retention


class Weakness(Frozen):
    """The groups of one kind, those with an alarm first and then the worst, and the learner's mean rate of errors."""

    kind: str
    mean: float
    groups: tuple[TagReviews, ...]


class Day(Frozen):
    """One day of study: the reviews, and those that were right."""

    day: date
    reviews: int
    right: int


class Progress(Frozen):
    """All that is said of one learner's progress in one bank.

    `focus` has the keys of the questions to study next. `days` are the days on which the learner studied, `due`
    those of the next twelve weeks on which cards fall due, both with the cards of every kind; `kinds` has them by kind.
    `other_fsrs` is as in `Learner`.
    """

    title: str
    standing: Standing
    weaknesses: tuple[Weakness, ...]
    kinds: tuple[KindOfCard, ...]
    focus: tuple[str, ...]
    plan: StudyPlan | None
    picked: tuple[PickedQuestion, ...]
    picked_traps: tuple[PickedTrap, ...]
    days: tuple[Day, ...]
    due: tuple[Due, ...]
    other_fsrs: bool


def measure(learner: Learner, config: Config) -> Progress:
    """Return the progress of a learner in a bank."""
    histories = learner.histories
    every = (*histories, *learner.made)
    kinds = by_kind((*learner.in_decks, *learner.made), config, learner.now, other_fsrs=learner.other_fsrs)
    families = families_of(config)
    errors = errors_of(histories)
    weaknesses = tuple(_weaknesses(errors, families))
    rates = {slug(group.name): group.rate for weakness in weaknesses[1::-1] for group in weakness.groups}
    urgent = to_study(
        learner.in_decks,
        errors.mean,
        rates,
        lambda question: [*map(slug, (*families(question.traps), *question.topics))],
    )
    return Progress(
        title=config.title,
        standing=_standing(learner, config),
        weaknesses=weaknesses,
        focus=tuple(history.question.key for history in urgent),
        kinds=kinds,
        plan=_plan(learner, kinds, config.exam_date) if config.exam_date else None,
        picked=tuple(picks(histories)),
        picked_traps=picked_traps(histories, families),
        days=_days(every, learner.clock),
        due=due_by_day(every, learner.clock),
        other_fsrs=learner.other_fsrs,
    )


def _plan(learner: Learner, kinds: Iterable[KindOfCard], exam_date: date) -> StudyPlan:
    new_cards = sum(kind.cards - kind.studied for kind in kinds)
    new = sum(not history.reviews for history in learner.in_decks)
    return plan((*learner.in_decks, *learner.made), exam_date, learner.clock, new=new, new_cards=new_cards)


def families_of(config: Config) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return a function from traps to their families; a trap in no family is one of its own."""
    by_slug = {slug(trap): family for family, traps in config.tags.families.items() for trap in traps}
    return lambda traps: tuple(dict.fromkeys(by_slug.get(slug(trap), trap) for trap in traps))


def _weaknesses(errors: Errors, families: Callable[[Sequence[str]], Sequence[str]]) -> Iterator[Weakness]:
    for kind in KINDS:
        if kind == "trap":
            of_kind = groups(errors, lambda question: families(question.traps), TRAP_ALARM)
        else:
            of_kind = groups(errors, partial(tags_of, kind=kind), OTHER_ALARM)
        yield Weakness(kind=kind, mean=errors.mean, groups=of_kind)


def _standing(learner: Learner, config: Config) -> Standing:
    histories = learner.histories
    weights = weights_of([history.question for history in histories], config)
    studied = [history for history in histories if history.answers]
    sights = latest(
        FirstSight(sight.time, domain, sight.right)
        for history in studied
        if (sight := history.first_sight) and (domain := domain_of(history.question, config)) in weights
    )
    return Standing(
        questions=len(histories),
        seen=len(studied),
        reviews=sum(len(history.reviews) for history in studied),
        first_sights=len(sights),
        first_right=sum(sight.right for sight in sights),
        in_exams=sum(bool(history.exams) for history in studied),
        outside=sum(domain_of(history.question, config) not in weights for history in studied),
        held=len(histories) - len(learner.in_decks),
        enough=ENOUGH,
        domains=domain_scores(sights, weights) if sights else (),
        score=simulate(sights, weights, config.pass_mark),
        pass_mark=config.pass_mark,
        retention=_retention(learner),
    )


def _retention(learner: Learner) -> Retention:
    since = learner.now * 1000 - _MONTH
    later = [review for history in learner.histories for review in history.reviews[1:] if review.time >= since]
    cards = [card for history in learner.histories for card in history.cards]
    chance = mean_retrievability(cards, None if learner.other_fsrs else learner.now)
    return Retention(reviews=len(later), right=sum(review.right for review in later), retrievability=chance)


def _days(histories: Sequence[History], now: datetime) -> tuple[Day, ...]:
    counts: dict[date, list[bool]] = defaultdict(list)
    for history in histories:
        for review in history.reviews:
            counts[datetime.fromtimestamp(review.time / 1000, now.tzinfo).date()].append(review.right)
    return tuple(Day(day=day, reviews=len(rights), right=sum(rights)) for day, rights in sorted(counts.items()))
