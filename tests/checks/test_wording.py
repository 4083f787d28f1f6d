"""The quick search for words that a pattern needs never skips a text in which the pattern has a match."""

from __future__ import annotations

import re
import string
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ankigen.checks import question as check
from ankigen.checks import wording
from ankigen.markdown import text as plaintext

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKED = st.text(st.sampled_from("`*_~\\ab. \n\t’１é\u3000"), max_size=40)


def _may_demand(text: str) -> bool:
    folded = wording._folded(text)
    return wording._has(folded, wording._SIGNS) and bool(wording._MAY_DEMAND.search(folded))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "look"),
    [
        *((pattern, _may_demand) for pattern in wording._DEMANDS),
        *(
            (pattern, lambda text: wording._MAY_ASK.search(wording._folded(text)))
            for pattern in wording._WHICH_QUESTIONS
        ),
        *((pattern, lambda text: wording._has(text, "選选")) for pattern in (wording._SEVERAL, wording._SINGLE)),
        *((pattern, lambda text: wording._has(text, wording._TURNS)) for pattern in wording._ENGLISH),
        *((pattern, lambda text: wording._has(text, wording._TURNS)) for pattern in wording._CHINESE),
        (wording._FIGURE, lambda text: wording._has(wording._folded(text), wording._FIGURES)),
        (wording._FOLLOWING, lambda text: wording._has(wording._folded(text), wording._LOST)),
    ],
)
def test_the_words_of_a_pattern_are_in_all_that_it_matches(
    pattern: re.Pattern[str], look: Callable[[str], object]
) -> None:
    @given(st.from_regex(pattern))
    def every_match(text: str) -> None:
        text = wording.prose(text)
        assert look(text) or not pattern.search(text)

    every_match()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "begins"), [(check._ARGUES, check._MAY_ARGUE), (check._REFUTES, check._MAY_REFUTE)]
)
def test_headings_are_found_by_how_they_begin(pattern: re.Pattern[str], begins: re.Pattern[str]) -> None:
    @given(st.lists(st.from_regex(pattern), max_size=3).map("".join))
    def every_match(text: str) -> None:
        spans = [match.span() for match in check._matches(pattern, begins, text)]
        assert spans == [match.span() for match in pattern.finditer(text)]

    every_match()


def test_folded_letters_are_those_that_a_pattern_takes_for_them() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for letter in string.ascii_lowercase:
        assert all(letter in wording._folded(other) for other in re.findall(letter, every, re.IGNORECASE))


@given(_MARKED)
@example("a **b**")
@example("a __b__")
@example("a `b`")
@example("a \\* b")
@example("a\n```\nb")
@example("a\n~~~\nb")
def test_prose_and_essence_are_those_of_one_pattern_each(text: str) -> None:
    essence = unicodedata.normalize("NFKC", plaintext._MARKUP.sub("", text)).translate(plaintext._QUOTES)
    assert plaintext.essence(text) == " ".join(essence.casefold().split())
    if "```" not in text and "~~~" not in text:  # fences are the scanner's
        spans = re.sub(r"(?<!`)(`++)(?!`).+?(?<!`)\1(?!`)", " _ ", text)
        plain = unicodedata.normalize("NFKC", spans).replace("’", "'")
        assert wording.prose(text) == re.sub(r"[^\S\n]+", " ", plain)
