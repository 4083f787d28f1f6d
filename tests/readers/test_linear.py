"""Reading takes time that grows as the text does: no line is looked at again for each other one.

The work is counted, not timed: how many lines of ankigen are executed for a text, and for twice as much. A pattern that
backtracks executes none; long lines that nearly match come to an end in a second, or not within the timeout.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from drawing import budget
from hypothesis import given
from hypothesis import strategies as st
from test_readers import AROUND, LINES

from ankigen import readers
from ankigen.readers.blocks import wrapping
from ankigen.readers.grouping.segments import asked, first_lines, numbers, relations
from ankigen.source import Source

if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

MORE_LINES = [
    *("## 3. Title", "# 2. Part", "### Which one?", "Which one is it?", "**Q1.** Which?", "Question 3: Which one?"),
    *("Q: what?", "A: this", "A. x", "B. y", "C. z", "A) one  B) two", "① a", "1) b", "1. item", "2. C", "- 1: B"),
    *("- 2. C", "1. B", "| 3 | B | why |", "**Todo**", "## Explanation", "**Explanation:** because", "> **Answer:** B"),
    *("> - a", "> x", ":::", "::: {note}", "::: tip x", "!!! note", "```{note}", "```{quiz} a", "~~~", "%% x", "<div>"),
    *("    deep", "===", "___", "**B**", "## Answer key", "1-5 ABCDA", "A and B because C", "![a](b)", "[^1]: x"),
]
UNITS = st.lists(st.sampled_from([*LINES, *MORE_LINES]), min_size=1, max_size=6).map("\n".join)
BEFORE = ["", "# Q1\nWhich?\n- A. a\n- B. b\n\nAnswer: A\n\n", "- [ ] a\n- [x] b\n\n", "## Explanation\n\n"]


def work(text: str) -> int:
    """Return how many lines of Python are executed to read a text."""
    executed = 0

    def count(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal executed
        executed += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        readers.parse(Source("x.md", text))
    finally:
        sys.settrace(before)
    return executed


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds of what is looked at further up or down that are reached in a short text."""
    for module, name in (
        (relations, "_FARTHEST_STEM"),
        (numbers, "_LONGEST_LIST"),
        (first_lines, "_MOST_NUMBERS"),
        (asked, "_LONGEST_QUESTION"),
        (wrapping, "_MOST_FENCES"),
    ):
        assert hasattr(module, name)
        monkeypatch.setattr(module, name, 10)


@pytest.mark.slow
@pytest.mark.usefixtures("near")
@budget(80)
@given(st.sampled_from(BEFORE), UNITS)
def test_twice_as_much_text_is_twice_the_work(before: str, unit: str) -> None:
    once, twice = (before + f"{unit}\n" * times for times in (100, 200))
    readers.parse(Source("x.md", once + "\n"))  # what is made with the first use counts for neither
    assert work(twice) < 2.3 * work(once)


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize(
    "unit", ["1. ", "Answer:\n1. ", "[a]: b", "[a]: b\n[b]: c", "1. Part\n   1. Which?", "1. Which?"]
)
def test_lines_that_were_looked_at_again_for_each_other_are_not(unit: str) -> None:
    once, twice = (f"{unit}\n" * times for times in (150, 300))
    readers.parse(Source("x.md", once + "\n"))
    assert work(twice) < 2.3 * work(once)


SIGNS = [
    *" \t-*_#>|[](){}.:;,!?\"'`~=<&\\/aA1①題\xa0\u3000：）。é🙂%+B",
    "**",
    "- ",
    "A. ",
    "(A)",
    "[x]",
    "<b>",
    "</b>",
]
WORDS = [
    *("Answer", "answer is ", "correct", "(correct)", "Q1", "A and ", "](", "![", "https://a.b/", "<!--", "<a id=")
]
STARTS = ["", "- A. ", "**Answer:** ", "1. ", "## ", "> ", "- [x] ", "Answer: B ", "| ", "<summary>", "    ", "【", "("]
BACKTRACK = {"plain": "1. Which?\nA. a\nB. b\n{}\n", "answer": "# Q\nWhich?\n\n- A. a\n- B. {}\n\nAnswer: {}\n"}


@pytest.mark.slow
@pytest.mark.timeout(120)  # some seconds; one pattern that backtracks takes longer
@pytest.mark.parametrize("around", [*AROUND.values(), *BACKTRACK.values()], ids=[*AROUND, *BACKTRACK])
@budget(30)
@given(
    st.sampled_from(STARTS),
    st.lists(st.sampled_from([*SIGNS, *WORDS]), min_size=1, max_size=4).map("".join),
    st.sampled_from(["", "x", " B", "?", "$"]),
)
def test_a_long_line_that_nearly_matches_comes_to_an_end(around: str, start: str, unit: str, end: str) -> None:
    line = start + unit * (100_000 // len(unit)) + end
    readers.parse(Source("x.md", around.replace("{}", line)))


@pytest.mark.timeout(30)  # seconds; in quadratic time it takes longer
@pytest.mark.parametrize("unit", [",/=", ";}}", "A,", "A, ", " a ", "A a "])
def test_a_long_answer_that_nearly_has_a_form_comes_to_an_end(unit: str) -> None:
    parsed = readers.parse(Source("q.md", f"# Q\n\nWhich?\n\n- A. a\n- B. b\n\nAnswer: B{unit * 30_000}\n"))
    assert parsed.diagnostics


@pytest.mark.timeout(30)  # seconds; in quadratic time it takes longer
@pytest.mark.parametrize("around", ["question: a\nanswer: {}", "---\nquestion: a\nanswer: {}\n---\n\n1. Which?\n"])
def test_brackets_in_brackets_in_data_come_to_an_end(around: str) -> None:
    readers.parse(Source("q.md", around.format("[" * 15_000)))


def test_brackets_in_brackets_in_front_matter_are_no_more_work_than_they_are_long() -> None:
    once, twice = (f"---\nquestion: a\nanswer: {'[' * depth}\n---\n\n1. Which?\n" for depth in (150, 300))
    readers.parse(Source("x.md", once + "\n"))
    assert work(twice) < 2.3 * work(once)
