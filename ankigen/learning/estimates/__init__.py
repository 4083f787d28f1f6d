"""Estimate rates from few observations, and say how sure they are.

Input: answers, right or wrong, with what they belong to. Output: rates with their intervals: of groups of questions
(`errors_of`, `groups`), of the exam (`domain_scores`, `simulate`), of one rate (`beta`), and the probability to know a
card (`retrievability`).
"""

from ankigen.learning.estimates import beta
from ankigen.learning.estimates.memory import retrievability
from ankigen.learning.estimates.readiness import ENOUGH, DomainScore, FirstSight, Score, domain_scores, latest, simulate
from ankigen.learning.estimates.weakness import (
    OTHER_ALARM,
    TRAP_ALARM,
    Errors,
    TagReviews,
    design_effect,
    errors_of,
    groups,
)

__all__ = [
    "ENOUGH",
    "OTHER_ALARM",
    "TRAP_ALARM",
    "DomainScore",
    "Errors",
    "FirstSight",
    "Score",
    "TagReviews",
    "beta",
    "design_effect",
    "domain_scores",
    "errors_of",
    "groups",
    "latest",
    "retrievability",
    "simulate",
]
