"""Near copies are found as if every text had been compared with every other."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ankigen import shingles

_TEXTS = st.lists(
    st.lists(st.sampled_from("abcdef"), max_size=24).map(" ".join)
    | st.sampled_from("abc").map("one two three four five six seven eight nine ten {}".format),
    max_size=45,
)


@given(_TEXTS)
def test_near_copies_are_those_that_a_comparison_of_all_pairs_finds(texts: list[str]) -> None:
    runs = [{tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in map(str.split, texts)]
    crowd = Counter(run for each in runs for run in each)
    expected = [
        (a, b)
        for b in range(len(runs))
        for a in range(b)
        if (shared := sum(crowd[run] <= 30 for run in runs[a] & runs[b])) and shared >= 0.8 * len(runs[a] | runs[b])
    ]
    assert shingles.near(texts) == sorted(expected)


def test_what_a_crowd_has_tells_nothing() -> None:
    text = "which of the following calls starts the job at once"
    assert len(shingles.near([text] * 30)) == 30 * 29 // 2
    assert shingles.near([text] * 31) == []
