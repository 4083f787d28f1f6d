"""A diagnostic points at the very words that are at fault: file, line and column."""

from __future__ import annotations

import pytest
from reading import read_bank

ASKED = "# A\n\n1. Which?\n\n"
OPTIONS = "   - A. one\n   - B. two\n\n"
# The file, the code of the diagnostic, and what is written where it points, up to a line's end.
CASES = {
    "one option": (f"{ASKED}   - A. one\n\n**Answer:** A\n", "AG101", "- A. one"),
    "no options, though a heading says so": (
        "# Question 1\n\n## Question\n\nWhich?\n\n## Options\n\nnone\n\n**Answer:** A\n",
        "AG101",
        "## Options",
    ),
    "an empty answer": (f"{ASKED}{OPTIONS}   **Answer:**\n", "AG102", "**Answer:**"),
    "no answer": (f"{ASKED}{OPTIONS}2. What?\n\n{OPTIONS}Answer: B\n", "AG102", "1. Which?"),
    "no such option": (f"{ASKED}{OPTIONS}   **Answer:** A, C\n", "AG103", "C"),
    "no such option below a heading": (f"{ASKED}{OPTIONS}#### Answer\n\n  B and d\n", "AG103", "d"),
    "no such option in a claim": (f"# Q\n\n## Question\n\nWhich?\n\n{OPTIONS}**Source answer:** D\n", "AG103", "D"),
    "a label twice": ("## Question\n\nWhich?\n\n## Options\n\n- A. x\n  - A. y\n\n**Answer:** A\n", "AG104", "A. y"),
    "a label twice in a list": (f"{ASKED}- A. x\n- B. y\n- B. z\n\nAnswer: A\n", "AG104", "B. z"),
    "no stem": ("## Question\n\n\n## Options\n\n- A. x\n- B. y\n\n**Answer:** A\n", "AG105", "## Question"),
    "options of no question": (f"  - A. x\n  - B. y\n\n---\n\n{ASKED}{OPTIONS}Answer: B\n", "AG105", "- A. x"),
    "boxes": ("Text.\n\n  - [ ] x\n  - [ ] y\n", "AG107", "- [ ] x"),
    "a label out of order": (f"{ASKED}- A. x\n- B. y\n- D. z\n\nAnswer: A\n", "AG108", "D. z"),
    "an answer in words": (f"{ASKED}{OPTIONS}   **Answer:** see below\n", "AG109", "see below"),
    "an answer below a heading": (f"{ASKED}{OPTIONS}#### Answer\n\n  see below\n", "AG109", "see below"),
    "an answer below a label": (f"{ASKED}{OPTIONS}**Answer:**\n\n  see below\n", "AG109", "see below"),
    "an answer in a quotation": (f"{ASKED}{OPTIONS}> **Answer:** see below\n", "AG109", "see below"),
    "an answer in a callout": (
        "> [!question] Which?\n> a) one\n> b) two\n>\n> > [!success]- Answer\n> > Answer: see below\n",
        "AG109",
        "see below",
    ),
    "an answer in an answer key": (f"{ASKED}{OPTIONS}2. What?\n\n{OPTIONS}## Answers\n\n1. B\n2. E\n", "AG103", "E"),
    "an answer in front matter": (
        "---\ntitle: x\nquestion: Which?\noptions:\n  - one\n  - two\nanswer: see below\n---\n",
        "AG109",
        "see below",
    ),
    "an order": (f"1. Put them into the right order.\n\n{OPTIONS}Answer: B, A\n", "AG110", "B, A"),
    "pairs": (f"{ASKED}{OPTIONS}Answer: A-2, B-1\n", "AG111", "A-2, B-1"),
    "a number": (f"{ASKED}   Answer: 42\n", "AG112", "42"),
    "words": (f"{ASKED}   Answer: the third one\n", "AG113", "the third one"),
    "a misspelt label": (f"{ASKED}{OPTIONS}Answer: B\n\n  - **Explantion:** so\n", "AG114", "Explantion"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "words"), CASES.values(), ids=CASES)
def test_a_diagnostic_points_at_the_words(text: str, code: str, words: str) -> None:
    _, diagnostics = read_bank({"a.md": text})
    places = {d.rule.code: text.split("\n")[d.span.line - 1][d.span.column - 1 :] for d in diagnostics}
    assert code in places
    assert places[code].startswith(words)


def test_an_answer_in_another_file_is_quoted_there() -> None:
    files = {"quiz.md": f"{ASKED}{OPTIONS}", "quiz-answers.md": "# Answers\n\n1. **see below**\n"}
    _, diagnostics = read_bank(files)
    assert [(d.span.path, d.span.line, d.span.column) for d in diagnostics] == [("quiz-answers.md", 3, 4)]


def test_one_of_several_options_in_a_line_is_pointed_at() -> None:
    text = f"{ASKED}A. x   B. y   D. z\n\nAnswer: A\n"
    _, diagnostics = read_bank({"a.md": text})
    assert [(d.rule.code, d.span.line, d.span.column) for d in diagnostics] == [("AG108", 5, 15)]


@pytest.mark.parametrize("label", ["Answer", "**Answer**", "Answer:", "### Answer", "答案"])
@pytest.mark.parametrize("part", ["**Mnemonic:** B is best.", "**Explanation:** B is best.", "Tags: #b", "口訣：B"])
def test_the_part_below_the_name_of_an_answer_is_no_answer(label: str, part: str) -> None:
    questions, diagnostics = read_bank({"q.md": f"1. Which is it?\n\nA. one\nB. two\n\n{label}\n\n{part}\n"})
    assert not questions
    assert [diagnostic.rule.code for diagnostic in diagnostics] == ["AG102"]


REMARKS = {
    "some of the options": "**Explanation:** It is so.\n\n- B: That is two.\n- C: That is three.\n",
    "not the right one": "Explanation:\n- **B** - That is two.\n- **C** - That is three.\n\nIt is so.\n",
    "below the answer": "It is so.\n\n- B) That is two.\n- C) That is three.\n",
}


@pytest.mark.parametrize("below", REMARKS.values(), ids=REMARKS)
def test_items_that_begin_with_labels_of_some_options_are_their_rationales(below: str) -> None:
    [question], _ = read_bank({"q.md": f"1. Which is it?\n\nA. one\nB. two\nC. three\n\nAnswer: A\n\n{below}"})
    assert [option.rationale for option in question.options] == ["", "That is two.", "That is three."]
    assert question.explanation == "It is so."


@pytest.mark.parametrize("indent", ["", "    "])
def test_numbered_items_below_an_explanation_are_the_rationales_of_numbered_options(indent: str) -> None:
    lines = ["1) one", "2) two", "", "Answer: 1", "", "#### Explanation", "", "- 1) It is so.", "- 2) That is two."]
    text = "1. Which is it?\n\n" + "".join(f"{indent}{line}\n" if line else "\n" for line in lines)
    [question], _ = read_bank({"q.md": text})
    assert [option.rationale for option in question.options] == ["It is so.", "That is two."]
