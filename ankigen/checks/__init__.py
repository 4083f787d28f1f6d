"""Report what is wrong or doubtful in questions, and never change anything.

Input: a `Question` with its text, or the summaries of a whole bank. Output: `Diagnostic`s. `question` and `bank` each
list their checks in a tuple; `links` checks links and files, `paths` the names of files, `duplicates` finds near
duplicates among the stems, `guessing` finds out what one who knows nothing would score,
`suppressions` drops the warnings that an author has suppressed.
"""

from ankigen.checks import duplicates, guessing, wording
from ankigen.checks.bank import check_bank, near_duplicates, thin_topics_together, unused_traps
from ankigen.checks.guessing import Guess
from ankigen.checks.links import check_links
from ankigen.checks.paths import check_paths
from ankigen.checks.question import at_its_words, check_question
from ankigen.checks.suppressions import Suppression, apply_suppressions, find_suppressions

__all__ = [
    "Guess",
    "Suppression",
    "apply_suppressions",
    "at_its_words",
    "check_bank",
    "check_links",
    "check_paths",
    "check_question",
    "duplicates",
    "find_suppressions",
    "guessing",
    "near_duplicates",
    "thin_topics_together",
    "unused_traps",
    "wording",
]
