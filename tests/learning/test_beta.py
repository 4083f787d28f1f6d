"""The beta distribution, compared with what it must equal."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.learning.estimates import beta

rates = st.floats(0.01, 0.99)
shapes = st.floats(0.3, 500)


@given(rates, st.integers(1, 60), st.integers(0, 60))
def test_with_whole_numbers_it_is_a_sum_of_binomial_probabilities(x: float, right: int, wrong: int) -> None:
    trials = right + wrong
    exact = sum(math.comb(trials, k) * x**k * (1 - x) ** (trials - k) for k in range(right, trials + 1))
    assert beta.below(x, right, wrong + 1) == pytest.approx(exact, abs=1e-9)


@given(rates, shapes, shapes)
def test_it_mirrors_and_the_quantile_undoes_it(x: float, a: float, b: float) -> None:
    assert beta.below(x, a, b) == pytest.approx(beta.above(1 - x, b, a), abs=1e-9)
    p = beta.below(x, a, b)
    if 1e-6 < p < 1 - 1e-6:
        assert beta.quantile(p, a, b) == pytest.approx(x, abs=1e-4)


def test_draws_fall_below_as_often_as_it_says() -> None:
    draw = random.Random(1)
    for a, b, x in ((0.5, 0.5, 0.2), (3, 40, 0.1), (200, 300, 0.41)):
        share = sum(draw.betavariate(a, b) < x for _ in range(20_000)) / 20_000
        assert beta.below(x, a, b) == pytest.approx(share, abs=0.012)


def test_outside_of_0_to_1_everything_is_below_or_above() -> None:
    assert (beta.below(0, 2, 3), beta.below(1, 2, 3), beta.above(-1, 2, 3)) == (0, 1, 1)
