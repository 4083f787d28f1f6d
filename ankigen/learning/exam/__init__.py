"""Rehearse the exam: draw its questions, and take in how they were answered.

Input: the summaries of a bank's questions with the settings, or files of results. Output: the questions of a mock exam
(`draw`, `draw_again`), and `ExamResult`s (`load_results`), whose answers `with_exams` adds to histories.
"""

from ankigen.learning.exam.draw import Drawn, domain_of, draw, draw_again, weights_of
from ankigen.learning.exam.results import ExamResult, load_results, with_exams

__all__ = [
    "Drawn",
    "ExamResult",
    "domain_of",
    "draw",
    "draw_again",
    "load_results",
    "weights_of",
    "with_exams",
]
