"""What the printed forms of a bank's numbers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ankigen.views.stats.counts import Balance, Gap


def told(balance: Balance) -> str:
    """Return in a sentence whether the letters are even, and by which test."""
    if balance.p is None:
        return f"{balance.verdict} (Pearson's chi-square test wants each letter expected at least 5 times)"
    chance = "p < 0.001" if balance.p < 0.001 else f"p = {balance.p:.3f}"
    return f"{balance.verdict} (Pearson's chi-square test, {balance.tested} questions with one answer: {chance})"


def shade(number: int, most: int, grades: int) -> int:
    """Return the grade of a count from 1 to `most`: from 0 to `grades` - 1, the last one for `most` of `grades` up."""
    return (number - 1) * grades // max(most, grades)


def place(root: str, gap: Gap) -> str:
    """Return where the question is, `path:line`, with the path of its bank before it."""
    folder = "" if root in {"", "."} else f"{root.rstrip('/')}/"
    return f"{folder}{gap.span.path}:{gap.span.line}"
