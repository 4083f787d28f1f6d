"""Phrases and shades that the HTML and the terminal form of a bank's numbers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.views.stats.counts import Balance, Count, Gap, Stats

SIGNIFICANT = 0.05  # below this probability, a guesser's score is no accident
GUESSES_NOTE = "p: how often chance would score as much (binomial test)"


def titled_counts(stats: Stats) -> Iterator[tuple[str, str, Sequence[Count]]]:
    """Yield each kind of tag, with its title and its counts."""
    for kind, counts in stats.counts.items():
        yield kind, f"{kind.title()}s", counts


def titled_gaps(stats: Stats) -> tuple[tuple[str, Sequence[Gap]], ...]:
    """Return the lists of what is missing or disputed, each with its title."""
    return (
        ("Without a topic", stats.no_topic),
        ("Disputed answers", stats.disputed),
        ("With wrong options that have no rationale", stats.no_rationale),
        ("Without a mnemonic", stats.no_mnemonic),
    )


def probability(p: float) -> str:
    """Return a probability as tests report it."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def made_of_them(stats: Stats) -> str:
    """Return how many cards of each kind can be made of the questions; "" if none can."""
    counts = ", ".join(f"{count.questions} {count.name}" for count in stats.made)
    return f"can be made of them: {counts}" if counts else ""


def outside_blueprint(stats: Stats) -> str:
    """Return how many questions are outside the blueprint; "" if none is."""
    return f"outside the blueprint: {stats.outside}" if stats.outside else ""


def verdict_sentence(balance: Balance) -> str:
    """Return a sentence that says whether the letters are spread evenly, and by which test."""
    if balance.p is None:
        return f"{balance.verdict} (Pearson's chi-square test needs each letter to be expected at least 5 times)"
    tested = f"{balance.tested} questions with one answer: {probability(balance.p)}"
    return f"{balance.verdict} (Pearson's chi-square test, {tested})"


def shade(number: int, most: int, grades: int) -> int:
    """Return the grade of a count from 1 to `most`: from 0 to `grades` - 1.

    The largest count has the last grade if `most` is at least `grades`.
    """
    return (number - 1) * grades // max(most, grades)
