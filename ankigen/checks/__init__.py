"""Checks report what is wrong or doubtful, and never change anything.

Comes in: a `Question` with its text, or the summaries of a whole bank. Goes out: `Diagnostic`s. `question` and `bank`
list their checks in one tuple each; `links` checks links and files, `duplicates` finds stems that are nearly the
same, `suppressions` drops the warnings that an author has silenced, and `formats` prints what is left.
"""

from ankigen.checks import duplicates, formats, links, wording
from ankigen.checks.bank import check_bank, near_duplicates, thin_topics_together
from ankigen.checks.links import path_in_bank
from ankigen.checks.question import check_question
from ankigen.checks.suppressions import Suppression, apply_suppressions, find_suppressions

__all__ = [
    "Suppression",
    "apply_suppressions",
    "check_bank",
    "check_question",
    "duplicates",
    "find_suppressions",
    "formats",
    "links",
    "near_duplicates",
    "path_in_bank",
    "thin_topics_together",
    "wording",
]
