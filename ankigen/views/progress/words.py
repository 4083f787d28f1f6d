"""Phrases that the HTML and the terminal form of a learner's progress share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.model import DERIVED_KINDS
from ankigen.views.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.learning import Progress, Standing, TagReviews, Weakness

WORST = 3  # groups that are always listed, however few their reviews are
TITLES = {"trap": "Traps", "topic": "Topics", "domain": "Domains", "level": "Levels"}
MOST_PICKED = 20  # questions whose picks are shown
KIND_HEADS = ("kind", "studied", "right", "known now")
NOT_READINESS = "how well you remember what you have studied; it says little about new questions"


def percent(share: float) -> str:
    """Return a share from 0 to 1 as a percentage."""
    return f"{share:.0%}"


def interval(low: float, high: float) -> str:
    """Return a 90 % interval."""
    return f"{low * 100:.0f}–{high * 100:.0f}%"


def headline(progress: Progress) -> str:
    """Return how much of the bank the learner has seen, and how much no deck has."""
    standing = progress.standing
    held = f", {standing.held} held out for mock exams" if standing.held else ""
    more = sum(kind.reviews for kind in progress.kinds if kind.kind in DERIVED_KINDS)
    made = f", {counted(more, 'review')} of what is made of them" if more else ""
    seen = f"{standing.seen} of {counted(standing.questions, 'question')} seen"
    return f"{seen}, {counted(standing.reviews, 'review')}{made}{held}"


def standing_rows(standing: Standing) -> Iterator[tuple[str, str, str]]:
    """Yield what is said of the exam: a name, a number, and what it means."""
    score = standing.score
    if score is None:
        few = f"{counted(standing.first_sights, 'first answer')}; an estimate takes {standing.enough}"
        yield "expected score", "too early to tell", few
    else:
        spread = f"{interval(score.low, score.high)} in 9 of 10 exams"
        yield "expected score", percent(score.expected), spread
        if score.chance is not None and standing.pass_mark is not None:
            yield "chance to pass", percent(score.chance), f"pass mark {percent(standing.pass_mark)}"
    if standing.first_sights:
        meaning = f"{standing.first_right} of the latest {standing.first_sights} questions, before you had learnt them"
        yield "right at first sight", percent(standing.first_right / standing.first_sights), meaning
    if standing.in_exams:
        yield "first seen in an exam", str(standing.in_exams), "questions, in mock exams before any review in Anki"
    if standing.outside:
        yield "outside the blueprint", str(standing.outside), "questions seen, which do not count for the exam"
    retention = standing.retention
    if retention.reviews:
        of = f"of {retention.reviews} later reviews in the last 30 days: {NOT_READINESS}"
        yield "retention", percent(retention.right / retention.reviews), of
    if retention.retrievability is not None:
        yield "known now", percent(retention.retrievability), "of the studied cards, by FSRS"


def kind_rows(progress: Progress) -> Iterator[tuple[str, str, str, str]]:
    """Yield for each kind of cards its name, cards studied, right reviews, and how many are known now.

    There is nothing to tell apart if there is one kind.
    """
    for kind in progress.kinds if len(progress.kinds) > 1 else ():
        known_now = "" if kind.retrievability is None else percent(kind.retrievability)
        yield kind.kind, f"{kind.studied} of {kind.cards}", f"{kind.right} of {kind.reviews}", known_now


def shown_groups(weakness: Weakness) -> tuple[TagReviews, ...]:
    """Return the groups that are listed: every alarm, and the worst three."""
    return tuple(group for number, group in enumerate(weakness.groups) if group.alarm or number < WORST)


def verdict(group: TagReviews) -> str:
    """Return what is said of a group."""
    if group.alarm:
        return "worse than your mean"
    return "too few reviews to tell" if group.few else ""


def plan_rows(progress: Progress) -> Iterator[tuple[str, str]]:
    """Yield what is left to do until the exam: a name, and a number with its unit; nothing without an exam date."""
    plan = progress.plan
    if plan is None:
        return
    left = "is over" if plan.over else "today"
    yield f"{plan.exam_date}", f"{counted(plan.days, 'day')} left" if plan.days else left
    yield "new questions", f"{plan.new} left, {plan.new_per_day} a day" if plan.days else f"{plan.new} left"
    if plan.new_cards != plan.new:
        a_day = f", {plan.new_cards_per_day} a day" if plan.days else ""
        yield "new cards of every kind", f"{plan.new_cards} left{a_day}"
    if plan.days:
        yield "due until then", f"{counted(plan.due, 'card')}, {plan.due_this_week} of them within 7 days"


def picked_rows(progress: Progress) -> Iterator[tuple[str, str, str]]:
    """Yield the questions whose wrong options were picked most: the question, its options, and the reviews recorded."""
    for question in [one for one in progress.picked if one.wrong][:MOST_PICKED]:
        wrong = sorted((pick for pick in question.picks if not pick.right and pick.count), key=lambda pick: -pick.count)
        options = ", ".join(f"{pick.label} {pick.count}" for pick in wrong)
        yield question.key, options, f"{question.recorded} of {question.reviews}"


def more_picked(progress: Progress) -> str:
    """Return how many questions `picked_rows` leaves out; "" if there is none."""
    more = sum(one.wrong > 0 for one in progress.picked) - MOST_PICKED
    return f"and {counted(more, 'more question')}; --format json has all of them" if more > 0 else ""
