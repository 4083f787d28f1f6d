"""The beta distribution: what is known of a rate after some trials.

The standard library has none, and SciPy would be fifty times as large as ankigen for two functions.
"""

from __future__ import annotations

import math

_TINY = 1e-300
_STEPS = 300  # of the continued fraction; it takes O(sqrt(max(a, b))) of them
_HALVINGS = 24  # of the interval from 0 to 1: a precision of 1e-7


def above(x: float, a: float, b: float) -> float:
    """Return the probability that a variable with the distribution Beta(a, b) is greater than x, from 0 to 1."""
    return 1 - below(x, a, b)


def below(x: float, a: float, b: float) -> float:
    """Return the probability that a variable with the distribution Beta(a, b) is at most x.

    This is the regularised incomplete beta function: DLMF 8.17.22, and 8.17.4 where the fraction converges slowly.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - below(1 - x, b, a)
    log_front = a * math.log(x) + b * math.log1p(-x) - log_beta(a, b) - math.log(a)
    return math.exp(log_front) * _fraction(x, a, b)


def quantile(p: float, a: float, b: float) -> float:
    """Return the x that a variable with the distribution Beta(a, b) does not exceed with probability p."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def log_beta(a: float, b: float) -> float:
    """Return the natural logarithm of the beta function."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of DLMF 8.17.22, by Lentz's method (DLMF 3.10(iii))."""
    c, d = 1.0, _inverse(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = _inverse(1 + term * d)
            c = 1 + term / c or _TINY
            value *= c * d
        if abs(c * d - 1) < 1e-12:
            break
    return value


def _inverse(x: float) -> float:
    return 1 / (x or _TINY)
