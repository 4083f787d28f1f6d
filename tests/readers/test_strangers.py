"""Files as strangers write them: several styles in one file, tables and data between questions, remains of pages."""

from __future__ import annotations

import pytest

from ankigen.readers import parse
from ankigen.source import Source

PORT = "**1.** Which port does HTTPS use?\n\na) 80\nb) 443\n\nans: b\n\n"


def _read(text: str) -> tuple[list[tuple[str, list[str], str, str]], list[tuple[str, int]]]:
    """Return each question of a file, its options, answer and explanation; and code and line of each diagnostic."""
    parsed = parse(Source("a.md", text))
    questions = [
        (asked.stem, [option.text for option in asked.options], "".join(asked.answer), asked.explanation)
        for asked in parsed.questions
        if asked.kind == "choice"
    ]
    return questions, [(diagnostic.rule.code, diagnostic.span.line) for diagnostic in parsed.if_choices]


HTTPS = ("Which port does HTTPS use?", ["80", "443"], "B", "")


@pytest.mark.parametrize("number", ["2)", "Q2.", "3.", "#2", "(2)", "### 2.", "**2)**"])
def test_a_statement_under_a_number_of_another_style_is_a_question_of_its_own(number: str) -> None:
    text = f"{PORT}{number} True or False: UDP keeps datagrams in order.\n\nans: False\n"
    statement = ("True or False: UDP keeps datagrams in order.", ["True", "False"], "B", "")
    assert _read(text) == ([HTTPS, statement], [])


def test_statements_of_another_style_may_follow_each_other() -> None:
    text = f"{PORT}2) UDP keeps datagrams in order.\nans: False\n\n3) TCP has ports.\nans: True\n"
    assert [(stem, answer) for stem, _, answer, _ in _read(text)[0][1:]] == [
        ("UDP keeps datagrams in order.", "B"),
        ("TCP has ports.", "A"),
    ]


def test_a_list_in_an_explanation_is_no_question_of_another_style() -> None:
    text = f"{PORT}It is so for two reasons:\n\n1) It is secure.\n2) It is usual.\n\nSo the answer is b.\n"
    questions, reported = _read(text)
    assert [stem for stem, *_ in questions] == [HTTPS[0]]
    assert "1) It is secure." in questions[0][3]
    assert reported == []


@pytest.mark.parametrize("options", ["- ACK\n- SYN\n- SYN-ACK", "A) ACK\nB) SYN\nC) SYN-ACK"])
@pytest.mark.parametrize("answer", ["B, C, A", "b, c, a", "2, 3, 1", "SYN, SYN-ACK, ACK", "B → C → A"])
@pytest.mark.parametrize("stem", ["Order these steps:", "Sort the steps:", "In what sequence do they happen?"])
def test_all_options_out_of_turn_are_an_order_and_no_choice(stem: str, answer: str, options: str) -> None:
    questions, reported = _read(f"{PORT}2. {stem}\n\n{options}\n\nAnswer: {answer}\n")
    assert [stem for stem, *_ in questions] == [HTTPS[0]]
    assert [code for code, _ in reported] in (["AG110"], ["AG109"], ["AG101"])


def test_all_options_in_turn_are_a_choice() -> None:
    text = "1. Which are even?\n\nA) 2\nB) 4\nC) 6\n\nAnswer: A, B, C\n"
    assert _read(text)[0] == [("Which are even?", ["2", "4", "6"], "ABC", "")]


TABLES = {
    "a column": "| Which is a fruit? |\n|---|\n| A. Apple |\n| B. Carrot |\n",
    "letters in cells of their own": "| 2 | Which is a fruit? |\n|---|---|\n| A | Apple |\n| B | Carrot |\n",
    "named parts": "| | |\n|---|---|\n| Question | Which is a fruit? |\n| A | Apple |\n| B | Leek |\n| Answer | A |\n",
    "a row without a head": "| 2 | Which is a fruit? | Apple | Leek | A |\n|---|---|---|---|---|\n",
    "options in the cell": "| Question | Answer |\n|---|---|\n| Which fruit? A) Apple B) Leek | A |\n",
}


@pytest.mark.parametrize("above", [PORT, "# Quiz\n\n"], ids=["below a question", "alone"])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_question_in_a_table_is_read_or_reported(table: str, above: str) -> None:
    questions, reported = _read(f"{above}{table}")
    assert len(questions) - (above == PORT) + len(reported) == 1
    assert all(above.count("\n") < line for _, line in reported)


def test_a_table_that_compares_options_is_an_explanation() -> None:
    table = "| Option | Is it secure? |\n|---|---|\n| a | no |\n| b | yes |\n"
    questions, reported = _read(f"{PORT}{table}")
    assert (len(questions), reported) == (1, [])


DATA = {
    "a list": "- question: Which?\n  options: [3, 4]\n  answer: 1\n",
    "below a name": "questions:\n  - question: Which?\n    options:\n      - 3\n      - 4\n    answer: 1\n",
    "behind a comment": "# Quiz\n\nquiz:\n  items:\n    - id: 1\n      q: Which?\n      choices: [a, b]\n",
    "a document": "---\n- stem: Which?\n  correct: 1\n  choices: [a, b]\n",
}


@pytest.mark.parametrize("text", DATA.values(), ids=DATA)
def test_a_file_of_yaml_is_reported_and_nothing_of_it_is_read(text: str) -> None:
    assert _read(text) == ([], [("AG107", 1)])


@pytest.mark.parametrize("front", ["", "---\ntitle: Ports\n---\n\n"])
def test_labels_in_markdown_are_no_data(front: str) -> None:
    text = f"{front}question: Which port does HTTPS use?\n\noptions:\n- a) 80\n- b) 443\n\nanswer: b\n"
    assert _read(text) == ([HTTPS], [])


REMAINS = [
    *("Score: 1/2", "**Your score: 3 / 10 (30%)**", "You got 3 out of 4 correct", "Share on Twitter"),
    *("[Share on Facebook](https://example.com/?a=b)", "Share: Twitter | LinkedIn | Email", "Retake quiz"),
    *("© 2024 The Quiz Company", "Copyright © 2024 Quiz Ltd. All rights reserved.", "Back to top", "Privacy Policy"),
]


@pytest.mark.parametrize("line", REMAINS)
def test_the_foot_of_a_page_is_no_part_of_an_explanation(line: str) -> None:
    above = f"{PORT}Explanation: TLS is over TCP.\n\n"
    below = "\n\n**2.** Which port does SSH use?\n\na) 22\nb) 443\n\nans: a\n"
    questions, reported = _read(f"{above}{line}{below}{line}\n")
    assert [explanation for *_, explanation in questions] == ["TLS is over TCP.", ""]
    assert reported == []


def test_what_a_page_says_may_be_an_option() -> None:
    text = "1. Which is a score?\n\nA. Share on Twitter\nB. Score: 1/2\n\nAnswer: B\n"
    assert _read(text) == ([("Which is a score?", ["Share on Twitter", "Score: 1/2"], "B", "")], [])
