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
