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


ASKED = (
    "# Exam\n\n### Question 1\n\nWhich port does HTTPS use?\n\n- A) 80\n- B) 443\n- C) 22\n\n---\n\n"
    "### Question 2\n\nWhich port does SSH use?\n\n- A) 80\n- B) 443\n- C) 22\n\n---\n\n"
)
TITLES = ["## Answer Key", "**Answers and explanations**", "## Answers with Explanations", "### ✅ Answers & Rationale"]
ENTRIES = {
    "arrow": "### Question {n} → **{letter}**",
    "heading": "### Question {n}: {letter}",
    "below": "### Question {n}\n\n**Answer: {letter}**",
    "bold": "**Question {n}**\n\n✅ **Answer: {letter}**",
    "item": "{n}. {letter}",
}
REMARKS = {
    "of all": "- A) It is HTTP.\n- B) It is TLS.\n- C) It is SSH.",
    "of the wrong ones": "- **(A) Wrong:** It is HTTP.\n- **(C) Wrong:** It is SSH.",
    "below a line": "Why not the others:\n\n- **A**: It is HTTP.\n- **C**: It is SSH.",
}


@pytest.mark.parametrize("remarks", REMARKS.values(), ids=REMARKS)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("title", TITLES)
def test_an_answer_key_may_say_of_each_option_why(title: str, entry: str, remarks: str) -> None:
    answers = (entry.format(n=n, letter=letter) for n, letter in ((1, "B"), (2, "C")))
    key = "\n\n".join(f"{answer}\n\nIt is so.\n\n{remarks}" for answer in answers)
    questions, reported = _read(f"{ASKED}{title}\n\n{key}\n")
    assert [(stem, options, answer) for stem, options, answer, _ in questions] == [
        ("Which port does HTTPS use?", ["80", "443", "22"], "B"),
        ("Which port does SSH use?", ["80", "443", "22"], "C"),
    ]
    assert all("It is so." in explanation for *_, explanation in questions)
    assert reported == []


def test_questions_below_an_answer_key_are_questions() -> None:
    key = "## Answer Key\n\n1. B\n2. C\n\n"
    more = "## Chapter 2\n\n### Question 3\n\nWhich port does DNS use?\n\n- A) 53\n- B) 67\n\n**Answer: A**\n"
    questions, _ = _read(f"{ASKED}{key}{more}")
    assert [(stem, answer) for stem, _, answer, _ in questions] == [
        ("Which port does HTTPS use?", "B"),
        ("Which port does SSH use?", "C"),
        ("Which port does DNS use?", "A"),
    ]


@pytest.mark.parametrize("wrong", ["- **A**: It is HTTP.\n- **C**: It is SSH.", "- A. It is HTTP.\n- C. It is SSH."])
def test_a_list_of_the_wrong_options_is_of_the_question_above(wrong: str) -> None:
    text = f"### Q1. Which port does HTTPS use?\n\n- A. 80\n- B. 443\n- C. 22\n\n**Answer: B**\n\nWhy not:\n\n{wrong}\n"
    parsed = parse(Source("a.md", text))
    [asked] = parsed.questions
    assert [option.rationale for option in asked.options] == ["It is HTTP.", "", "It is SSH."]
    assert not parsed.if_choices


@pytest.mark.parametrize("sign", ["|", "｜", "•", "»"])
def test_a_sign_may_part_the_number_of_a_heading_from_its_title(sign: str) -> None:
    below = "\n\nWhich port does HTTPS use?\n\n- A. 80\n- B. 443\n\n**Answer: B**\n\n"
    text = f"# Set 1\n\n### Q1 {sign} Ports {sign} easy{below}### Q2 {sign} More{below}"
    assert [stem for stem, *_ in _read(text)[0]] == ["Which port does HTTPS use?"] * 2


@pytest.mark.parametrize("answer", ["A・C", "A·C", "A・ C"])
def test_a_dot_in_the_middle_parts_answers(answer: str) -> None:
    text = f"1. Which are ports?\n\n- A. 80\n- B. eighty\n- C. 443\n\n**Answer: {answer}**\n"
    assert _read(text)[0] == [("Which are ports?", ["80", "eighty", "443"], "AC", "")]


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ('a) "abc"  b) "cba"  c) ""  d) "x"', ['"abc"', '"cba"', '""', '"x"']),
        ("A) ∞  B) ≠  C) ∑", ["∞", "≠", "∑"]),
        ("A) 80&nbsp;&nbsp;&nbsp;B) 443", ["80", "443"]),
        ("A) 80 &emsp; B) 443 &emsp; C) 22", ["80", "443", "22"]),
    ],
)
def test_options_in_a_line_may_be_signs_or_have_spaces_of_html_between(line: str, options: list[str]) -> None:
    above = "1. Which is even?\n   A) 3  B) 4  C) 5  D) 7\n\n"
    questions, reported = _read(f"{above}2. Which is it?\n   {line}\n\nAnswers: 1-B, 2-B\n")
    assert [(stem, options) for stem, options, *_ in questions] == [
        ("Which is even?", ["3", "4", "5", "7"]),
        ("Which is it?", options),
    ]
    assert reported == []


def test_numbers_in_another_section_explain_nothing() -> None:
    asked = "1. Which is even?\n   a) 3\n   b) 4\n\n2. Which is odd?\n   a) 5\n   b) 6\n\n*(Answers: 1-b, 2-a)*\n\n"
    other = "## Journal\n\n1. Think of your own even numbers.\n2. Which would you choose, and why?\n"
    assert [(answer, why) for _, _, answer, why in _read(f"{asked}---\n\n{other}")[0]] == [("B", ""), ("A", "")]
    reasons = other.replace("Journal", "Explanations")
    assert [why for *_, why in _read(f"{asked}{reasons}")[0]] == [
        "Think of your own even numbers.",
        "Which would you choose, and why?",
    ]


def test_answers_in_words_may_follow_letters_in_a_line() -> None:
    asked = "1. Which is even?\n    (a) 3  (b) 4  (c) 5\n\n2. Which is odd?\n    (a) 5  (b) 6  (c) 8\n\n"
    key = "3. When is a number even?\n\n*Answers: 1-b, 2-a. 3 — When two divides it: 1, 3 and 5 are not.*\n"
    questions, reported = _read(f"{asked}{key}")
    assert [(stem, answer) for stem, _, answer, _ in questions] == [("Which is even?", "B"), ("Which is odd?", "A")]
    assert {line for _, line in reported} == {7, 9}


@pytest.mark.parametrize(
    "title", ["**Part 2**", "Section B: True or false", "**二、多选题（10道）**", "**Chapter 2: Ports**"]
)
def test_the_title_of_a_part_is_no_explanation(title: str) -> None:
    text = f"1. Which port does HTTPS use?\n\nA. 80\nB. 443\n\nAnswer: B\n\n{title}\n\n2. Which one does SSH use?\n\n"
    questions, reported = _read(f"{text}A. 22\nB. 443\n\nAnswer: A\n")
    assert [explanation for *_, explanation in questions] == ["", ""]
    assert reported == []


def test_a_paragraph_that_begins_like_a_title_stays_in_the_explanation() -> None:
    why = "Part 2 of the RFC says so.\n\nSection 3: see there.\nIt is long.\n\n"
    text = f"{PORT}{why}**2.** Which is SSH's?\n\na) 22\nb) 80\n\nans: a\n"
    assert "Part 2 of the RFC says so." in _read(text)[0][0][3]
    assert "Section 3: see there." in _read(text)[0][0][3]


@pytest.mark.parametrize("letters", ["AA", "AB", "BA"])
def test_entries_of_an_answer_key_are_no_options(letters: str) -> None:
    key = "".join(f"{n}. **{letter}.** It is so.\n" for n, letter in enumerate(letters, 1))
    questions, reported = _read(f"{ASKED}## Answer key and explanations\n\n{key}")
    assert [(answer, why) for _, _, answer, why in questions] == [(letter, "It is so.") for letter in letters]
    assert reported == []


def test_the_word_for_a_quiz_may_name_a_question() -> None:
    asked = (
        "**Quiz:** Which port does HTTPS use?\na) 80\nb) 443\n*Correct Answer: b) 443*\n:::\n\n## More\n\nMore text.\n"
    )
    assert _read(f"# Ports\n\n:::bulb Quiz Idea\n{asked}") == ([HTTPS], [])


def test_the_votes_of_a_community_are_no_reasons() -> None:
    votes = "**Community Voting Statistics:**\n- A: 22%\n- B: 78%\n"
    text = f"### Question 1\n\nWhich port does HTTPS use?\n\nA) 80\nB) 443\n\n**Correct Answer:** B\n\n{votes}"
    [asked] = parse(Source("a.md", text)).questions
    assert [option.rationale for option in asked.options] == ["", ""]
    assert asked.explanation == ""


def test_shares_may_be_options() -> None:
    assert _read("1. Which share is larger?\n\nA: 22%\nB: 78%\n\nAnswer: B\n")[0][0][1] == ["22%", "78%"]


def test_a_label_that_comes_twice_is_on_no_card() -> None:
    text = "1. Which port does HTTPS use?\n\n- **A.** A. 80\n- **B.** B. 443\n\n**Answer:** B\n"
    assert _read(text) == ([HTTPS], [])
    names = "1. Who wrote it?\n\n- A. A. Smith\n- B. C. Jones\n\nAnswer: B\n"
    assert _read(names)[0][0][1] == ["A. Smith", "C. Jones"]
