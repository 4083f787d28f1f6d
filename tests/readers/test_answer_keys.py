"""Answer keys: each layout is read, each entry is for one question, and what fits none is reported at its line."""

from __future__ import annotations

import pytest

from ankigen.readers import parse
from ankigen.source import Source

QUESTIONS = """\
1. Which ocean is the largest?
   - A. Atlantic
   - B. Pacific
   - C. Arctic

2. Which river flows through Vienna?
   - A. Danube
   - B. Rhine
   - C. Elbe

3. Which planet is red?
   - A. Venus
   - B. Earth
   - C. Mars
"""
CHAPTERS = """\
# Geography

## Chapter 1: Water

1. Which ocean is the largest?
   - A. Atlantic
   - B. Pacific

2. Which river flows through Vienna?
   - A. Danube
   - B. Rhine

## Chapter 2: Sky

1. Which planet is red?
   - A. Mars
   - B. Earth

2. Which planet has rings?
   - A. Venus
   - B. Saturn
"""
LAYOUTS = [
    "Key: 1B 2A 3C",
    "Key 1B 2A 3C",
    "Answers: 1-3 BAC",
    "Answers 1-3: BAC",
    "Answers for: 1–3: B, A, C",
    "Answers: 1~3 BAC",
    "Answers: 1 to 3 BAC",
    "Answers: 1-2: BA, 3: C",
    "## Answers 1-3: BAC",
    "## Answers\n\n1.B 2.A 3.C",
    "Answers: 1) b, 2) a, 3) c",
    "Key: 1:B;2:A;3:C",
    "Answers:\n1:B;2:A;3:C",
    "*Answers: 1. B, 2. A, 3. C*",
    "Answers: 1 (B), 2 (A), 3 (C)",
    "Answers: 1=B, 2=A, 3=C",
    "Answers: 1→B, 2→A, 3→C",
    "Answers: (1) B (2) A (3) C",
    "Answers: [1] B [2] A [3] C",
    "Answers: Q1 B, Q2 A, Q3 C",
    "Answers: Question 1: B, Question 2: A, Question 3: C",
    "## Answers\n\n1. Pacific, 2. Danube, 3. Mars",
    "**Answers:** 1 B | 2 A | 3 C",
    "Lösungen: 1b 2a 3c",
    "Corrigé : 1-B 2-A 3-C",
    "Gabarito: 1-B, 2-A, 3-C",
    "答案：1-3 BAC",
    "Ответы: 1Б 2А 3В".replace("Б", "B").replace("А", "A").replace("В", "C"),
    "## Key\n\n| 1 | B | 2 | A |\n|---|---|---|---|\n| 3 | C | | |",
    "## Key\n\n| # | Answer | # | Answer |\n|---|---|---|---|\n| 1 | B | 3 | C |\n| 2 | A | | |",
    "## Key\n\n1 | B | 2 | A\n--|---|---|--\n3 | C | |",
    "## Key\n\n| 1 | 2 | 3 |\n|---|---|---|\n| B | A | C |",
    "## Key\n\n1 | 2 | 3\n--|---|--\nB | A | C",
    "## Key\n\n| Question | 1 | 2 | 3 |\n|---|---|---|---|\n| Answer | B | A | C |",
    "## Key\n\n| 1 | 2 |\n|---|---|\n| B | A |\n| 3 | |\n| C | |",
    "## Key\n\n- 1: B\n- 2: A\n- 3: C",
    "**Answers**\n\n1) Option B\n2) Option A\n3) Option C",
    "## Answers\n\n### 1\n\nB\n\n### 2\n\nA\n\n### 3\n\nC",
    "### Question 1\nB\n\n### Question 2\nA\n\n### Question 3\nC",
    "## Answers\n\n[^1]: B\n[^2]: A\n[^3]: C",
    "---\n\n1. B\n2. A\n3. C",
    "## Answers\n\n```\n1. B\n2. A\n3. C\n```",
    "## Answers\n\n```text\n1-B 2-A 3-C\n```",
    "\\pagebreak\n\n## Answers\n\n1. B\n2. A\n3. C",
    '<div style="page-break-after: always"></div>\n\n## Answers\n\n1. B\n2. A\n3. C',
    "<details><summary>Answers</summary>\n1. B<br>2. A<br>3. C\n</details>",
    "# उत्तर\n\nQuestion 1: B\n\nQuestion 2: A\n\nQuestion 3: C",
    "1-B 2-A 3-C",
    # below the word for one answer
    "## Answer\n\n| # | Answer |\n|---|---|\n| 1 | B |\n| 2 | A |\n| 3 | C |",
    "**Answer**\n\n1 | 2 | 3\n---|---|---\nB | A | C",
    "## Jawaban\n\n| No | Jawaban |\n|---|---|\n| 1 | **B** |\n| 2 | **A** |\n| 3 | **C** |",
    "## Answer\n### Question 1\n**Answer:** B\n### Question 2\n**Answer:** A\n### Question 3\n**Answer:** C",
    "## Answer\n\n### 1\nB\n\n### 2\nA\n\n### 3\nC",
    "<details><summary>Show Answer</summary>\n\n### Question 1\nB\n### Question 2\nA\n### Question 3\nC\n\n</details>",
    # the answer to each question is folded
    *(
        f"## {title}\n\n"
        + "\n\n".join(
            f"{before.format(n)}<details>\n<summary>{summary.format(n)}</summary>\n\n{label}{letter}\n\n</details>"
            for n, letter in enumerate("BAC", start=1)
        )
        for title, before, summary, label in (
            ("Answers", "### Question {}\n\n", "Show answer", ""),
            ("Answers", "### Question {}\n\n", "Click to reveal", "**Answer:** "),
            ("答案", "### 第 {} 题\n\n", "查看答案", "答案: "),
            ("Answer key", "", "Question {}", "Answer: "),
            ("정답", "", "{}번", "정답: "),
            ("Answer key", "", "{}", "Answer: "),
        )
    ),
    # above each answer is the question again
    "## Answers\n\n"
    "1. Which ocean is the largest?\n\n**B. Pacific**\n\n"
    "2. Which river flows through Vienna?\n\n**A. Danube**\n\n"
    "3. Which planet is red?\n\nC. Mars",
    "## Quiz explanations\n\n"
    "1. Which ocean is the largest?\n\nAnswer: B\n\n"
    "2. Which river flows through Vienna?\n\nAnswer: A\n\n"
    "3. Which planet is red?\n\nAnswer: C",
    "## 해설\n\n"
    "1. Which ocean is the largest?\n\n정답: B\n\n"
    "2. Which river flows through Vienna?\n\n정답: A\n\n"
    "3. Which planet is red?\n\n정답: C",
    "## Answers\n\n"
    "### Question 1\n\nWhich ocean is the largest?\n\nAnswer: B\n\n"
    "### Question 2\n\nWhich river flows through Vienna?\n\nAnswer: A\n\n"
    "### Question 3\n\nWhich planet is red?\n\nAnswer: C",
]


def answers_of(text: str, answer_key: str | None = None) -> list[str]:
    """Return the answers of all questions, and the file, line and code of what is reported."""
    parsed = parse(Source("quiz.md", text), None if answer_key is None else Source("key.md", answer_key))
    reported = [f"{d.span.path}:{d.span.line} {d.rule.code}" for d in parsed.if_choices]
    return ["".join(question.answer) for question in parsed.questions if question.answer] + reported


@pytest.mark.parametrize("answer_key", LAYOUTS)
def test_an_answer_key_is_read_below_the_questions_and_beside_them(answer_key: str) -> None:
    assert answers_of(f"{QUESTIONS}\n{answer_key}\n") == ["B", "A", "C"]
    assert answers_of(QUESTIONS, f"{answer_key}\n") == ["B", "A", "C"]


@pytest.mark.parametrize("answer_key", LAYOUTS)
def test_nothing_of_an_answer_key_is_left_in_a_question(answer_key: str) -> None:
    parsed = parse(Source("quiz.md", f"{QUESTIONS}\n{answer_key}\n"))
    assert [question.explanation for question in parsed.questions] == ["", "", ""]


@pytest.mark.parametrize(
    ("answer_key", "wanted"),
    [
        ("## Answers\n\n1. B\n2. A\n3. C\n4. D", ["B", "A", "C", "key.md:6 AG116"]),
        ("Key: 1B 2A 3C 4A", ["B", "A", "C", "key.md:1 AG116"]),
        ("| 1 | B |\n|---|---|\n| 2 | A |\n| 3 | C |\n| 7 | C |", ["B", "A", "C", "key.md:5 AG116"]),
        ("### 1\nB\n### 2\nA\n### 3\nC\n### 4\nC", ["B", "A", "C", "key.md:8 AG116"]),
        ("1. B\n3. C", ["B", "C", "quiz.md:6 AG102"]),
        ("Answers: 1-3 BA", ["quiz.md:1 AG102", "quiz.md:6 AG102", "quiz.md:11 AG102", "key.md:1 AG116"]),
        ("1. B\n2. A\n2. C\n3. C", ["B", "C", "quiz.md:6 AG102", "key.md:3 AG117"]),
        ("1. B\n2. A or C\n3. C", ["B", "C", "key.md:2 AG109"]),
        ("1. B\n2. D\n3. C", ["B", "C", "key.md:2 AG103"]),
    ],
)
def test_what_an_answer_key_and_its_questions_do_not_share_is_reported_on_both_sides(
    answer_key: str, wanted: list[str]
) -> None:
    assert answers_of(QUESTIONS, answer_key) == wanted


def test_an_entry_that_is_repeated_with_the_same_answer_explains_it() -> None:
    answer_key = (
        "Key: 1B 2A 3C\n\n## Explanations\n\n1. B - it is vast.\n2. It rises in the Black Forest.\n3. C\n\n   Rust.\n"
    )
    parsed = parse(Source("quiz.md", QUESTIONS), Source("key.md", answer_key))
    assert [question.answer for question in parsed.questions] == [("B",), ("A",), ("C",)]
    assert [question.explanation for question in parsed.questions] == [
        "it is vast.",
        "It rises in the Black Forest.",
        "Rust.",
    ]


@pytest.mark.parametrize(
    "answer_key",
    [
        "## Chapter 1\n\n1. B\n2. A\n\n## Chapter 2\n\n1. A\n2. B",
        "## Chapter 2\n\n1. A\n2. B\n\n## Chapter 1\n\n1. B\n2. A",
        "**Answers to Chapter 2:**\n\n1-A, 2-B\n\n**Answers to Chapter 1:**\n\n1-B, 2-A",
        "Chapter 1: 1. B 2. A\n\nChapter 2: 1. A 2. B",
        "Chapter 2: 1-2 AB\n\nChapter 1: 1-2 BA",
        "Sky: 1A 2B\n\nWater: 1B 2A",
        "1. B\n2. A\n\n1. A\n2. B",
        "1-B 2-A\n\n1-A 2-B",
    ],
)
def test_numbers_that_come_again_in_each_chapter_are_told_apart_by_its_title_or_its_place(answer_key: str) -> None:
    assert answers_of(CHAPTERS, answer_key) == ["B", "A", "A", "B"]
    assert answers_of(f"{CHAPTERS}\n# Answers\n\n{answer_key}") == ["B", "A", "A", "B"]


def test_each_chapter_may_have_its_key_at_its_end() -> None:
    first, second = CHAPTERS.split("## Chapter 2")
    text = f"{first}**Answers:** 1-B 2-A\n\n## Chapter 2{second}\n**Answers:** 1-A 2-B\n"
    assert answers_of(text) == ["B", "A", "A", "B"]


def test_an_answer_that_may_be_for_two_questions_is_for_none() -> None:
    assert answers_of(CHAPTERS, "1. B\n2. A") == [
        *("quiz.md:5 AG102", "quiz.md:9 AG102", "quiz.md:15 AG102", "quiz.md:19 AG102"),
        *("key.md:1 AG117", "key.md:2 AG117"),
    ]


def test_a_question_with_an_answer_that_the_key_contradicts_is_disputed() -> None:
    text = QUESTIONS.replace("   - C. Arctic\n", "   - C. Arctic\n\n   Answer: A\n")
    parsed = parse(Source("quiz.md", text), Source("key.md", "1. B\n2. A\n3. C"))
    assert [(question.answer, question.rival_answers) for question in parsed.questions] == [
        (("A",), ("B",)),
        (("A",), ()),
        (("C",), ()),
    ]


@pytest.mark.parametrize("word", ["Answer", "Answers", "答案", "정답", "Jawaban"])
def test_pairs_that_answer_a_question_with_two_lists_are_no_key(word: str) -> None:
    text = QUESTIONS.replace("   - C. Arctic\n", f"   - C. Arctic\n\n   {word}: 1-C, 2-A\n")
    assert answers_of(text) == ["quiz.md:6 AG111", "quiz.md:8 AG102", "quiz.md:13 AG102"]


@pytest.mark.parametrize("table", ["| # | Pair |\n|---|---|\n| 1 | B |\n| 2 | A |", "| 1 | 2 |\n|---|---|\n| B | A |"])
def test_a_table_that_answers_a_question_with_two_lists_is_no_key(table: str) -> None:
    matching = f"1. Match.\n\n1. root\n2. fruit\n\nA. Apple\nB. Carrot\n\n## Answer\n\n{table}\n\n"
    text = matching + "2. Which?\n\nA. x\nB. y\n\nAnswer: A"
    assert [answer for answer in answers_of(text) if len(answer) == 1] == ["A"]


@pytest.mark.parametrize("entry", ["**{}**", "({})", "{}.", "{}) {}x", "**{}.** {}x"])
@pytest.mark.parametrize("title", ["# Answers", "**Answers**", "Answers:", "### Answer key", "## Réponses"])
def test_entries_whose_letters_go_up_are_no_options(title: str, entry: str) -> None:
    questions = "".join(f"{n}. Which?\n\nA. Ax\nB. Bx\n\n" for n in (1, 2))
    answer_key = f"{title}\n\n1. {entry.replace('{}', 'A')}\n2. {entry.replace('{}', 'B')}\n"
    assert answers_of(questions + answer_key) == ["A", "B"]


def test_a_folded_answer_of_several_numbers_is_no_entry_for_the_first() -> None:
    options = "   (1) aa\n   (2) bb\n   (3) cc\n   (4) dd\n"
    folded = "<details>\n<summary>Answer</summary>\n\n**Answer: 1 + 2 + 4**\n\n</details>\n"
    assert answers_of(f"1. Which?\n\n{options}\n{folded}") == ["ABD"]


def test_a_definition_list_is_an_answer_key() -> None:
    assert answers_of(f"{QUESTIONS}\n## Answers\n\n1\n: B\n\n2\n: A\n\nQ3\n: C\n") == ["B", "A", "C"]


def test_reasons_in_a_key_below_the_word_for_one_answer() -> None:
    parsed = parse(
        Source("quiz.md", f"{QUESTIONS}\n## Solution\n\n**1.** B because x.\n\n**2.** A because y.\n\n**3.** C\n")
    )
    assert [question.explanation for question in parsed.questions] == ["because x.", "because y.", ""]


@pytest.mark.parametrize("digits", ["12", "１２", "١٢", "१२", "๑๒"])
@pytest.mark.parametrize(
    "form",
    ["{}. B\n{}. A", "{}．Ｂ\n{}．Ａ", "（{}）Ｂ　（{}）Ａ", "| {} | {} |\n|---|---|\n| Ｂ | Ａ |"],
)
@pytest.mark.parametrize("numbers", ["12", "１２"])
def test_digits_of_any_script_name_the_same_question(numbers: str, form: str, digits: str) -> None:
    questions = "".join(f"{number}. Which?\n\nA. x\nB. y\n\n" for number in numbers)
    parsed = parse(Source("q.md", f"{questions}## Answers\n\n{form.format(*digits)}\n"))
    assert [question.answer for question in parsed.questions] == [("B",), ("A",)]
    assert not parsed.diagnostics


@pytest.mark.parametrize("line", ["Ａ．x　Ｂ．y　Ｃ．z", "（Ａ）x　（Ｂ）y　（Ｃ）z", "Ａ）x Ｂ）y Ｃ）z"])
def test_options_with_full_width_letters_may_share_a_line(line: str) -> None:
    (question,) = parse(Source("q.md", f"1. Which?\n\n{line}\n\n答案：Ｂ\n")).questions
    assert [option.text for option in question.options] == ["x", "y", "z"]
    assert question.answer == ("B",)


NUMBERED = """\
1. Which ocean is the largest?
{0}(1) Atlantic
{0}(2) Pacific

2. The Danube flows through
{0}(1) Vienna
{0}(2) Paris

"""


@pytest.mark.parametrize("indent", ["", "   "])
@pytest.mark.parametrize(
    "answer_key",
    [
        "Answers: 1. (2)  2. (1)",
        "Answers: 1: 2, 2: 1",
        "Answers: 1-2, 2-1",
        "## Answers\n\n1-(2), 2-(1)",
        "Answer key:\n1: 2\n2: 1",
        "**Answers**\n\n1) 2\n2) 1",
        "## Answers\n\n1. (2)\n2. (1)",
    ],
)
def test_options_with_numbers_are_answered_by_number(answer_key: str, indent: str) -> None:
    parsed = parse(Source("q.md", NUMBERED.format(indent) + answer_key + "\n"))
    assert [(question.stem, question.answer) for question in parsed.questions] == [
        ("Which ocean is the largest?", ("B",)),
        ("The Danube flows through", ("A",)),
    ]
    assert not parsed.diagnostics


def test_a_key_for_the_only_question_of_a_file_may_give_the_number_of_its_option() -> None:
    assert answers_of("27) The oldest is ____.\n\n- 1: 7\n- 2: 10\n- 3: 13\n\n# Answer\n\n27. (1)\n") == ["A"]


@pytest.mark.parametrize("answer_key", ["1-2: B A", "1~2: BA", "1-B 2-A"])
def test_a_key_also_repeats_the_answer_of_a_question_with_a_mark(answer_key: str) -> None:
    text = f"1. Which?\n\nA. x\nB. y ✅\n\n2. Which one?\n\nA. z\nB. w\n\n---\n\n**Answers**\n\n{answer_key}\n"
    assert answers_of(text) == ["B", "A"]


@pytest.mark.parametrize("answer", ["1~2: B A", "1-2: BA"])
def test_a_range_of_numbers_with_letters_behind_it_is_no_answer_of_one_question(answer: str) -> None:
    assert answers_of(f"2. Which one?\n\nA. z\nB. w\n\nAnswer: {answer}\n") == ["quiz.md:6 AG109"]


def test_a_number_beside_that_of_the_question_is_no_range_of_options() -> None:
    parsed = parse(Source("q.md", "**Q1.** Which is it?\n\n(1) one\n(2) two\n(3) three\n\n**Answers**\n\n1-2\n"))
    assert not parsed.questions
    assert [diagnostic.rule.code for diagnostic in parsed.diagnostics] == ["AG102"]


@pytest.mark.parametrize("answer_key", ["Answers: 1-2, 2-1", "**Answers**\n\n1-B, 2-A"])
def test_an_answer_key_without_questions_is_reported(answer_key: str) -> None:
    parsed = parse(Source("q.md", f"# Oceans\n\nThe largest is the Pacific.\n\n{answer_key}\n"))
    assert [(d.rule.code, d.span.line) for d in parsed.diagnostics] == [("AG107", 5)]


def test_a_question_without_a_number_below_an_answer_key_is_no_part_of_the_explanations() -> None:
    text = (
        "1. Which is red?\n\nA. rose\nB. leaf\n\n2. Which is blue?\n\nA. sky\nB. sun\n\n## Answer key\n\n1. A\n2. A\n"
        "\nIt is above.\n\nWhich is green?\n\nA. leaf\nB. sky\n\nAnswer: A\n"
    )
    parsed = parse(Source("a.md", text))
    assert not parsed.diagnostics
    assert [(question.stem, question.explanation) for question in parsed.questions] == [
        ("Which is red?", ""),
        ("Which is blue?", "It is above."),
        ("Which is green?", ""),
    ]


def test_a_column_of_levels_or_topics_is_no_explanation() -> None:
    answer_key = (
        "## Answer key\n\n| No. | Answer | Difficulty | Topic | Why |\n|---|---|---|---|---|\n"
        "| 1 | B | Easy | Oceans | It is deep. |\n| 2 | A | Hard | Rivers | |\n| 3 | C | Hard | | Iron. |\n"
    )
    questions = parse(Source("quiz.md", f"{QUESTIONS}\n{answer_key}")).questions
    assert [(question.answer, question.level, question.topics, question.explanation) for question in questions] == [
        (("B",), "Easy", ("Oceans",), "It is deep."),
        (("A",), "Hard", ("Rivers",), ""),
        (("C",), "Hard", (), "Iron."),
    ]


def test_an_explanation_may_begin_with_the_words_of_its_question() -> None:
    answer_key = "## Answers\n\n1. B\n\n   Which ocean is the largest?\n\n   The one in the west.\n\n2. A\n\n3. C\n"
    questions = parse(Source("quiz.md", f"{QUESTIONS}\n{answer_key}")).questions
    assert questions[0].explanation.split() == "Which ocean is the largest? The one in the west.".split()


def test_blank_lines_stay_in_the_explanation_of_a_question_that_begins_with_signs() -> None:
    questions = "1. `++`\n   - A. adds\n   - B. ends\n\n2. ∑ ∏\n   - A. sum\n   - B. end\n"
    answer_key = "## Answers\n\n### 1\n\nA\n\nOne.\n\nTwo.\n\n### 2\n\nA\n\nOne.\n\nTwo.\n"
    parsed = parse(Source("quiz.md", f"{questions}\n{answer_key}"))
    assert [question.explanation for question in parsed.questions] == ["One.\n\nTwo."] * 2
