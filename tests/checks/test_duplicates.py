"""The near duplicates are the same as if every text had been compared with every other."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankigen.checks import duplicates

_TEXTS = st.lists(
    st.lists(st.sampled_from("abcdef"), max_size=24).map(" ".join)
    | st.sampled_from("abc").map("one two three four five six seven eight nine ten {}".format),
    max_size=45,
)


# Sentences that many stems begin with, each with a few words of its own.
_CROWDS = st.lists(
    st.builds(
        "{} {} {}".format,
        st.sampled_from(
            ["which of the following calls starts the job at once", "a team has a table of orders and asks"]
        ),
        st.sampled_from(["", "and what does it cost the team in the end"]),
        st.lists(st.sampled_from("abc"), max_size=8).map(" ".join),
    ),
    min_size=31,
    max_size=80,
)


def _by_all_pairs(texts: list[str]) -> list[tuple[int, int]]:
    runs = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in map(str.split, texts)]
    crowd = Counter(run for of_text in runs for run in of_text)
    return [
        (a, b)
        for a, b in combinations(range(len(runs)), 2)
        if (shared := sum(crowd[run] <= 30 for run in runs[a] & runs[b])) and shared >= 0.8 * len(runs[a] | runs[b])
    ]


@pytest.mark.slow
@settings(deadline=None)  # on a busy machine one example may take longer than hypothesis allows
@given(_TEXTS | _CROWDS)
def test_near_copies_are_those_that_a_comparison_of_all_pairs_finds(texts: list[str]) -> None:
    assert duplicates.near(map(duplicates.shingles_of, texts)) == _by_all_pairs(texts)


@pytest.mark.slow
@settings(deadline=None)
@given(_CROWDS)
def test_a_crowd_that_a_sample_does_not_show_is_one_all_the_same(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicates, "_SAMPLE", 2)
        assert duplicates.near(map(duplicates.shingles_of, texts)) == _by_all_pairs(texts)


def test_what_a_crowd_has_tells_nothing() -> None:
    text = "which of the following calls starts the job at once"
    assert len(duplicates.near([duplicates.shingles_of(text)] * 30)) == 30 * 29 // 2
    assert duplicates.near([duplicates.shingles_of(text)] * 31) == []
