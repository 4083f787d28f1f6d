"""Read what is written as an answer: which options it names.

Input: the text of a statement, and the options that it may name. Output: an `Answer`, or None for what cannot be read.
"""

from ankigen.readers.answers.read import Answer, in_prose, read
from ankigen.readers.answers.several import count_lines
from ankigen.readers.answers.statements import claims_right, leads_to_label
from ankigen.readers.answers.values import Solution, Statement
from ankigen.readers.answers.wording.texts import letters_and_digits
from ankigen.readers.answers.wording.words import chooses, orders, sweeping, truth_words

__all__ = [
    "Answer",
    "Solution",
    "Statement",
    "chooses",
    "claims_right",
    "count_lines",
    "in_prose",
    "leads_to_label",
    "letters_and_digits",
    "orders",
    "read",
    "sweeping",
    "truth_words",
]
