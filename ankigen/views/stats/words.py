"""Phrases and shades that the HTML and the terminal form of a bank's numbers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ankigen.views.stats.counts import Balance, Gap


def told(balance: Balance) -> str:
    """Return a sentence that says whether the letters are spread evenly, and by which test."""
    if balance.p is None:
        return f"{balance.verdict} (Pearson's chi-square test needs each letter to be expected at least 5 times)"
    chance = "p < 0.001" if balance.p < 0.001 else f"p = {balance.p:.3f}"
    return f"{balance.verdict} (Pearson's chi-square test, {balance.tested} questions with one answer: {chance})"


def shade(number: int, most: int, grades: int) -> int:
    """Return the grade of a count from 1 to `most`: from 0 to `grades` - 1.

    The largest count has the last grade if `most` is at least `grades`.
    """
    return (number - 1) * grades // max(most, grades)


def place(root: str, gap: Gap) -> str:
    """Return the place of a gap's question as `path:line`, with the path of its bank in front."""
    folder = "" if root in {"", "."} else f"{root.rstrip('/')}/"
    return f"{folder}{gap.span.path}:{gap.span.line}"
