"""Make the HTML of a card's parts.

Input: a `Question` or its `Summary`, the labels of the cards' language, and a `Look`. Output: HTML for the fields of a
note: the options (`options`, `rationales`), what the answer is and why (`verdict`, `reason`), and the rest
(`elements`).
"""

from ankigen.anki.card import elements
from ankigen.anki.card.answer import is_short, reason, verdict, with_dispute
from ankigen.anki.card.elements import run
from ankigen.anki.card.options import is_fixed, options, rationales

__all__ = ["elements", "is_fixed", "is_short", "options", "rationales", "reason", "run", "verdict", "with_dispute"]
