"""Estimate from a learner's reviews what goes wrong, what to study, and whether the learner is ready for the exam.

Input: the summaries of a bank's questions with their GUIDs, the cards that the learner has reviewed (`join` makes a
`History` of each question), and the results of mock exams. Output: `Progress` (from `measure`), `Counts` without names
and times for the author of the bank, a `Diagnostic` for each question that learners answer oddly (`odd_questions`), and
the questions of a mock exam (`draw`). No function reads a clock or, but for `load_counts` and `load_results`, a file.
"""

from ankigen.learning.counts import Counts, count, doubts, load_counts
from ankigen.learning.estimates import TagReviews
from ankigen.learning.exam import Drawn, ExamResult, domain_of, draw, draw_again, load_results, with_exams
from ankigen.learning.history import History, join
from ankigen.learning.items import odd_questions
from ankigen.learning.picks import PickedQuestion
from ankigen.learning.progress import Learner, Progress, Standing, Weakness, families_of, measure

__all__ = [
    "Counts",
    "Drawn",
    "ExamResult",
    "History",
    "Learner",
    "PickedQuestion",
    "Progress",
    "Standing",
    "TagReviews",
    "Weakness",
    "count",
    "domain_of",
    "doubts",
    "draw",
    "draw_again",
    "families_of",
    "join",
    "load_counts",
    "load_results",
    "measure",
    "odd_questions",
    "with_exams",
]
