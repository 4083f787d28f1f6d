"""Answers over several lines: all of them count, or a diagnostic says that it is not sure."""

from __future__ import annotations

import textwrap

import pytest
from reading import read_bank

from ankigen.markdown import to_lines
from ankigen.readers.marks.lines import marks
from ankigen.readers.vocabulary import ORDERS

OPTIONS = "1. Which are tools?\n\nA. A cloud\nB. A barometer\nC. Fog\nD. A ruler\n\n"
HEADED = """# Question #7

## Stem

Which are tools?

## Options

- **A.** A cloud
- **B.** A barometer
- **C.** Fog
- **D.** A ruler

## Answer

{}

## Explanation

Both measure.
"""
CALLOUT = "> [!question] Which are tools?\n> A. A cloud\n> B. A barometer\n> C. Fog\n> D. A ruler\n>\n"
PLACES = {
    "headings of all parts": HEADED,
    "a heading": f"{OPTIONS}### Answer\n\n{{}}\n",
    "a label above": f"{OPTIONS}**Answer:**\n\n{{}}\n\n**Explanation:** Both measure.\n",
    "a bold line above": f"{OPTIONS}**Answer**\n\n{{}}\n",
    "a word above": f"{OPTIONS}正解\n{{}}\n",
    "a fold": f"{OPTIONS}<details><summary>Show</summary>\n\n{{}}\n\n</details>\n",
    "a quotation": f"{OPTIONS}> **Answer:**\n{{quoted}}\n",
    "a callout": f"{OPTIONS}> [!success]- Answer\n{{quoted}}\n",
    "a callout in a callout": f"{CALLOUT}>> [!success]- Answer\n{{twice}}\n",
}
LINES = [
    "B\nD",
    "b)\nd)",
    "(B)\n(D)",
    "B,\nD",
    "B and\nD",
    "B\nand D",
    "`B`\n`D`",
    "**B**\n**D**",
    "✅ B\n✅ D",
    "Option B\nOption D",
    "- B\n- D",
    "• B\n• D",
    "- [x] B\n- [x] D",
    "B. A barometer\nD. A ruler",
    "**B. A barometer**\n**D. A ruler**",
    "A barometer\nA ruler",
    "- A barometer\n- A ruler",
]


def printed(place: str, lines: str) -> str:
    quoted = textwrap.indent(lines, "> ", lambda _: True)
    return PLACES[place].format(lines, quoted=quoted, twice=textwrap.indent(quoted, ">", lambda _: True))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("lines", LINES)
def test_every_line_of_an_answer_counts(place: str, lines: str) -> None:
    questions, diagnostics = read_bank({"q.md": printed(place, lines)})
    assert not diagnostics
    assert questions[0].answer == ("B", "D")
    assert "D" not in questions[0].explanation.split()


@pytest.mark.parametrize("lines", ["B\nD", "B\n\nD", "- B\n- D", "B. A barometer\nD. A ruler", "A barometer\nA ruler"])
def test_every_line_of_an_answer_in_an_answer_key_counts(lines: str) -> None:
    below = f"2. Who?\n\nA. x\nB. y\n\n# Answers\n\n## 1\n\n{lines}\n\n## 2\n\nA\n"
    questions, diagnostics = read_bank({"q.md": f"{OPTIONS}{below}"})
    assert not diagnostics
    assert [question.answer for question in questions] == [("B", "D"), ("A",)]


@pytest.mark.parametrize("place", ["headings of all parts", "a label above", "a bold line above", "a word above"])
@pytest.mark.parametrize("lines", ["1. B\n2. D", "1) B\n2) D", "1. A barometer\n2. A ruler", "1. B. A barometer\n2. D"])
def test_a_numbered_list_is_an_answer(place: str, lines: str) -> None:
    questions, diagnostics = read_bank({"q.md": printed(place, lines)})
    assert not diagnostics
    assert questions[0].answer == ("B", "D")


@pytest.mark.parametrize(
    "below",
    [
        "Answers:\n1. B\n2. D\n",  # of a question 2 that is not there, or both of question 1
        "<details><summary>Answers</summary>\n\n1. B\n2. D\n\n</details>\n",
        "Answers:\n1. B - it measures\n2. D - it does so too\n",
        "Answer: B\n\nD\n",
        "Answer: B\n- D\n",
        "Answer: B. It measures air.\nD. It measures length.\n",  # another answer, or a remark on an option
        "Answer:\nB\nA ruler\n",
    ],
)
def test_lines_that_may_be_answers_or_not_are_reported(below: str) -> None:
    questions, diagnostics = read_bank({"q.md": f"{OPTIONS}{below}"})
    assert not questions
    assert diagnostics


@pytest.mark.parametrize(
    "below",
    [
        "Answer: B\nIt measures air.\n",
        "Answer: B\nA - no tool.\nC - no tool.\n",
        "Answer: B. It measures.\nA. Too far up.\nC. Too wet.\nD. Too straight.\n",
        "Answer: B. It measures.\nA. Too far up.\n",
        "Answer:\n\nB\n\nBecause of air, D is wrong.\n",
        "**Answer:** B\nA barometer\n",
    ],
)
def test_what_only_explains_is_no_answer(below: str) -> None:
    questions, diagnostics = read_bank({"q.md": f"{OPTIONS}{below}"})
    assert not diagnostics
    assert questions[0].answer == ("B",)


@pytest.mark.parametrize("order", ORDERS)
def test_a_label_of_any_order_may_be_beside_the_word_for_answer(order: str) -> None:
    for label in order[:8]:
        assert marks(to_lines(f"Answer {label}"))[0].role == "answer", label
