"""Numbered questions, some of which have no options: none becomes part of another."""

from __future__ import annotations

import pytest

from ankigen import readers
from ankigen.source import Source

WITH = "{n}. Which is {color}?\n\nA. tomato\nB. leek\n\nAnswer: A\n\n"
WITHOUT = ("Name the colors.", "Explain why.\n\nSome notes.", "Describe **both**:", "說明差別。")


@pytest.mark.parametrize("text", WITHOUT)
@pytest.mark.parametrize("form", ["{n}. ", "{n}) ", "Q{n}. ", "### {n}. ", "**{n}.** "])
def test_a_question_without_options_is_reported_and_joins_no_other(text: str, form: str) -> None:
    colors = ["red", text, "green", text, text, "blue"]
    pieces = [
        (f"{color}\n\n" if color == text else WITH.format(n=n, color=color).removeprefix(f"{n}. "))
        for n, color in enumerate(colors, 1)
    ]
    page = "".join(form.format(n=n) + piece for n, piece in enumerate(pieces, 1))
    parsed = readers.parse(Source("q.md", page))
    assert [question.stem for question in parsed.questions] == ["Which is red?", "Which is green?", "Which is blue?"]
    assert {question.explanation for question in parsed.questions} == {""}
    lines = {
        n for n, row in enumerate(page.split("\n"), 1) if row.startswith(tuple(form.format(n=n) for n in (2, 4, 5)))
    }
    assert lines <= {diagnostic.span.line for diagnostic in parsed.diagnostics}


def test_a_numbered_list_in_a_stem_or_an_explanation_begins_no_question() -> None:
    page = (
        "1. Which hold?\n\n1. It is red.\n2. It is green.\n3. It is blue.\n\nA. 1 only\nB. 2 and 3\n\nAnswer: A\n\n"
        "Explanation:\n\n1. One reason.\n2. Another reason.\n\n2. Which is green?\n\nA. tomato\nB. leek\n\nAnswer: B\n"
    )
    parsed = readers.parse(Source("q.md", page))
    assert [len(question.options) for question in parsed.questions] == [2, 2]
    assert not parsed.diagnostics
    assert "Another reason." in parsed.questions[0].explanation


def test_a_number_between_options_under_headings_is_reported() -> None:
    page = (
        "# Question 1\n\n## Stem\n\nWhich one?\n\n## Options\n\n- **A.** one\n1. **first**:\n- **C.** three\n\n"
        "## Answer\n\nC\n"
    )
    parsed = readers.parse(Source("q.md", page))
    assert not parsed.questions
    assert any(diagnostic.is_error for diagnostic in parsed.diagnostics)
