"""Make the HTML of a card's parts.

Input: a `Question` or its `Summary`, the labels of the cards' language, and a `Look`. Output: HTML for the fields of a
note: the options (`options`, `rationales`, `sides_with_letters`), what the answer is and why (`verdict`, `reason`,
`explained`), and the rest (`elements`).
"""

from ankigen.anki.card import elements
from ankigen.anki.card.answer import is_short, reason, verdict, with_dispute
from ankigen.anki.card.elements import column_kinds, in_language, run
from ankigen.anki.card.letters import explained, names_a_label, sides_with_letters
from ankigen.anki.card.options import is_fixed, options, rationales

__all__ = [
    "column_kinds",
    "elements",
    "explained",
    "in_language",
    "is_fixed",
    "is_short",
    "names_a_label",
    "options",
    "rationales",
    "reason",
    "run",
    "sides_with_letters",
    "verdict",
    "with_dispute",
]
