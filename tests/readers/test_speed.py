"""What is there for speed gives what the plain way gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankigen.readers import vocabulary
from ankigen.readers.marks import labels

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

PLACES = [
    ("number", "question"),
    ("number", "sign"),
    ("answer", "statement"),
    ("answer", "opener"),
    ("answer", "right"),
]


def cut(texts: list[str]) -> SearchStrategy[str]:
    """These texts with others around them, a piece cut off, or in capitals."""
    said, beside = st.sampled_from(texts), st.sampled_from(["", " ", "x", " is B", "*", "."])
    whole = st.builds("{}{}{}".format, st.sampled_from(["", "a ", "**", "(", "-"]), said, beside)
    piece = st.builds(lambda text, at: text[:at], whole, st.integers(0, 40))
    return st.one_of(whole, piece, whole.map(str.upper))


@pytest.mark.parametrize(("table", "key"), PLACES)
@given(data=st.data())
def test_an_alternation_finds_the_longest_word(table: str, key: str, data: st.DataObject) -> None:
    words = sorted(vocabulary.in_any_language(table, key), key=len, reverse=True)
    plain = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    text = data.draw(cut(words))
    found, same = re.search(vocabulary.alternation(table, key), text, re.IGNORECASE), plain.search(text)
    assert (found and found.span()) == (same and same.span())


MARKS = [
    *(
        "(correct)",
        "[Right answer!]",
        "（✅ 正確）",
        "✅",
        "✔️ (correct)",
        "- correct",
        "← answer",
        "<-- right",
        "=> ans",
    ),
    *("❌", "(wrong)", "(錯誤)", "**(Correct)**", "Most voted", "(🗳️ Most Voted)", "→ Answer", "– Richtig", "【正解】"),
]


@given(cut(MARKS))
def test_only_what_has_no_mark_is_passed_over_when_marks_are_taken_off(text: str) -> None:
    text = f"an option {text}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labels, "_HINT", re.compile(""))
        thorough = labels.unmarked(text)
    assert labels.unmarked(text) == thorough
