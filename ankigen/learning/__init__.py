"""Estimate from a learner's reviews what goes wrong, what to study, and whether the learner is ready for the exam.

Input: the summaries of a bank's questions with their GUIDs, and the cards that the learner has reviewed (`join` makes
a `History` of each question). Output: `Progress` (from `measure`), `Counts` without names and times for the author of
the bank, and a `Diagnostic` for each question that learners answer oddly (`odd_questions`). No function reads a clock
or, but for `load_counts`, a file.
"""

from ankigen.learning.counts import Counts, count, load_counts
from ankigen.learning.estimates import TagReviews
from ankigen.learning.history import History, join
from ankigen.learning.items import odd_questions
from ankigen.learning.progress import Learner, PickedQuestion, Progress, Standing, Weakness, measure

__all__ = [
    "Counts",
    "History",
    "Learner",
    "PickedQuestion",
    "Progress",
    "Standing",
    "TagReviews",
    "Weakness",
    "count",
    "join",
    "load_counts",
    "measure",
    "odd_questions",
]
