"""Answers without a label of their own, right below the options."""

from __future__ import annotations

import pytest
from reading import read_bank

from ankigen.readers import parse
from ankigen.source import Source

ASKED = "1. Which cloud brings thunder?\n\n{}\n\n2. What measures air?\n\n{}\n"
FORMS = {
    "letters": ("A. Cirrus\nB. Cumulonimbus", "A. Barometer\nB. Ruler"),
    "small letters": ("a) Cirrus\nb) Cumulonimbus", "a) Barometer\nb) Ruler"),
    "items": ("- A. Cirrus\n- B. Cumulonimbus", "- A. Barometer\n- B. Ruler"),
    "bold": ("**A.** Cirrus\n**B.** Cumulonimbus", "**A.** Barometer\n**B.** Ruler"),
}
WAYS = [
    "**{}** — It does so.",
    "*{}* – It does so.",
    "**{}**: It does so.",
    "{} is correct because: It does so.",
    "*{}) is correct. It does so.*",
    "✅ {} is the right answer. It does so.",
    "→ {} – It does so.",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
def test_a_line_below_options_says_which_is_right(form: str, way: str) -> None:
    small = form == "small letters"
    first, second = (way.format(label.lower() if small else label) for label in "BA")
    below = (f"{options}\n\n{line}" for options, line in zip(FORMS[form], (first, second), strict=True))
    questions, diagnostics = read_bank({"q.md": ASKED.format(*below)})
    assert not diagnostics
    assert [(question.answer, len(question.options)) for question in questions] == [(("B",), 2), (("A",), 2)]
    assert all("It does so." in question.explanation for question in questions)


@pytest.mark.parametrize("line", ["B", "**B**", "(B)", "%%B%%", "<!-- B -->", "||B||", ">!B!<", "B and D", "B\nD"])
def test_letters_below_options_are_the_answer(line: str) -> None:
    text = f"1. Which are tools?\n\nA. A cloud\nB. A barometer\nC. Fog\nD. A ruler\n\n{line}\n\nThey measure.\n"
    questions, diagnostics = read_bank({"q.md": text})
    assert not diagnostics
    assert questions[0].answer == (("B", "D") if "D" in line else ("B",))
    assert questions[0].explanation == "They measure."


@pytest.mark.parametrize(
    "below",
    [
        "A team is a group of people.",
        "A — too thin.\n\nB — too tall.",  # remarks
        "B is wrong: it is tall.",
        "B or C",
        "See B in the book.",
        "Maybe B.",
        "B. Barometer",
    ],
)
def test_other_lines_below_options_are_not(below: str) -> None:
    text = f"1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\nC. Fog\n\n{below}\n"
    questions, diagnostics = read_bank({"q.md": text})
    assert not questions
    assert diagnostics


def test_a_line_below_options_is_none_where_an_answer_follows() -> None:
    text = "1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\n**A** – the thin one.\n\nAnswer: B\n"
    questions, diagnostics = read_bank({"q.md": text})
    assert not diagnostics
    assert questions[0].answer == ("B",)


def test_a_line_below_options_is_none_where_an_answer_key_is_in_the_file() -> None:
    one = "1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\n**A** – the thin one.\n\n"
    questions, diagnostics = read_bank({"q.md": f"{one}2. Who?\n\nA. x\nB. y\n\n# Answer key\n\n1. B\n2. A\n"})
    assert not diagnostics
    assert [question.answer for question in questions] == [("B",), ("A",)]


def _text(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


YES = "A. Yes\nB. No\n\n{}"
OPEN = {  # a solution above a yes or a no that proposes nothing
    "asks in its first line": _text(
        "1. Which class is cold?", "Solution: Glacier.", "Does it keep objects?", YES.format("Answer: A")
    ),
    "asks in a later line": _text(
        "## Question 1",
        "It is cold.\n\nWhich is it?",
        "Solution: Glacier.",
        "Does it keep objects?",
        YES.format("Answer: A"),
    ),
    "the answer has that name": _text(
        "1. It is cold.", "Solution: Glacier.", "Does it keep objects?", YES.format("Solution: A")
    ),
    "it is the answer": _text("1. It is cold.", "Solution: Yes", "Does it keep objects?", YES.format("")),
}


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_a_solution_that_is_not_proposed_is_no_part_of_a_stem(text: str) -> None:
    choices = [asked for asked in parse(Source("a.md", text)).questions if asked.kind == "choice"]
    assert [asked.answer for asked in choices] == [("A",)]
    assert "Solution" not in choices[0].stem


def _folds(*pairs: tuple[str, str]) -> str:
    made = (f"<details>\n<summary>{title}</summary>\n\n{text}\n\n</details>" for title, text in pairs)
    return _text("1. Which?", "A) EC2\nB) S3\nC) RDS", *made)


def _answers(text: str) -> list[tuple[str, ...]]:
    return [asked.answer for asked in parse(Source("a.md", text)).questions]


def test_a_hint_that_names_an_option_is_not_the_answer() -> None:
    assert _answers(_folds(("Hint", "Think.\n\nA"), ("Answer", "B"))) == [("B",)]


def test_of_three_folds_none_is_guessed_to_be_the_answer() -> None:
    assert _answers(_folds(("Hint", "Think."), ("Hint 2", "Think more."), ("Answer", "B"))) == []


NAMED_BEHIND = [
    "(Answer: {})",
    "[Resposta: {}]",
    "(Gabarito: {})",
    "（答案：{}）",
    "【答案：{}】",
    "**(Correct answer: {})**",
    "(*Antwort: {}*).",
]


@pytest.mark.parametrize("ending", NAMED_BEHIND)
@pytest.mark.parametrize("form", ["1. {}", "### 1. {}", "**1. {}**", "Question 1: {}"])
def test_an_answer_behind_the_stem_is_read_and_not_shown(ending: str, form: str) -> None:
    ending = ending.replace("**", "") if "**" in form else ending
    asked = form.format(f"Which cloud brings thunder? {ending.format('B')}")
    questions, diagnostics = read_bank({"q.md": f"{asked}\n\nA. Cirrus\nB. Cumulonimbus\n"})
    assert not diagnostics
    assert questions[0].stem == "Which cloud brings thunder?"
    assert questions[0].answer == ("B",)


@pytest.mark.parametrize("inside", ["(Answer: in words)", "(Solution: B) or (Solution: C)?", "(Vitamin: B)", "(A: B)"])
def test_other_brackets_in_a_stem_stay_there(inside: str) -> None:
    questions, _ = read_bank({"q.md": f"1. Which is best {inside} here\n\nA. x y\nB. y z\n\nAnswer: A\n"})
    assert questions[0].stem == f"Which is best {inside} here"
    assert questions[0].answer == ("A",)


@pytest.mark.parametrize("sign", ["—", "–", "——", "→", "=>", "->"])
@pytest.mark.parametrize("label", ["Answer:", "**Answer:**", "Réponse :", "答案："])
def test_a_dash_or_an_arrow_may_be_before_the_label_of_an_answer(sign: str, label: str) -> None:
    below = f"{sign} {label} B\n\n{sign} **Explanation:** It is tall.\n"
    questions, diagnostics = read_bank({"q.md": f"1. Which cloud?\n\nA. Cirrus\nB. Cumulonimbus\n\n{below}"})
    assert not diagnostics
    assert questions[0].answer == ("B",)
    assert questions[0].explanation == "It is tall."


def test_a_dash_before_another_label_belongs_to_its_text() -> None:
    text = "1. Which cloud is this?\n\n> Tall.\n\n— Source: a book\n\nA. Cirrus\nB. Fog\n\nAnswer: B\n"
    questions, _ = read_bank({"q.md": text})
    assert "Source: a book" in questions[0].stem


@pytest.mark.parametrize(
    "line",
    [
        "本题正确答案为 B。",
        "本题的正确答案是B",
        "此题选 B",
        "本題正確答案：B",
        "The answer to this question is B.",
        "この問題の正解は B です。",
        "이 문제의 정답은 B입니다.",
        "Die richtige Antwort auf diese Frage ist B.",
        "La respuesta a esta pregunta es B.",
        "O gabarito desta questão é B.",
    ],
)
def test_a_sentence_that_answers_this_question_is_read(line: str) -> None:
    questions, diagnostics = read_bank({"q.md": f"1. Which?\n\nA. Cirrus\nB. Cumulonimbus\nC. Fog\n\n{line}\n"})
    assert not diagnostics
    assert questions[0].answer == ("B",)
