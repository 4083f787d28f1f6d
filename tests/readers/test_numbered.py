"""Numbered questions, some of which have no options: none becomes part of another."""

from __future__ import annotations

import pytest
from reading import read_bank

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


HEADS = {
    "ar": ["السؤال رقم {}:", "السؤال {} من 60:"],
    "cs": ["Otázka č. {}:", "Otázka {} ze 60:"],
    "de": ["Frage Nr. {}:", "Frage {} von 60:", "Frage {}/60:"],
    "en": ["Question number {}.", "QUESTION NO: {}:", "Question {} of 60:", "Question {} out of 60:"],
    "es": ["Pregunta núm. {}:", "Pregunta {} de 60:"],
    "fr": ["Question n° {} :", "Question {} sur 60 :"],
    "he": ["שאלה מספר {}:", "שאלה {} מתוך 60:"],
    "hi": ["प्रश्न संख्या {}:", "प्रश्न {}:"],
    "id": ["Soal nomor {}:", "Soal {} dari 60:"],
    "it": ["Domanda numero {}:", "Domanda {} su 60:"],
    "ja": ["第{}問目:", "{}問目:", "問{} 全60問:"],
    "ko": ["제 {} 문제.", "{}번째 문제.", "{}번 문항."],
    "nl": ["Vraag nummer {}:", "Vraag {} van 60:"],
    "pl": ["Pytanie nr {}.", "Pytanie {} z 60."],
    "pt": ["Questão número {}:", "Questão {} de 60:"],
    "ru": ["Вопрос № {}.", "Вопрос номер {}.", "Вопрос {} из 60."],
    "th": ["คำถามที่ {}:", "คำถามที่ {} จาก 60:"],
    "tr": ["{}. soru:", "{}. Soru.", "Soru {} toplam 60:"],
    "uk": ["Питання номер {}.", "Питання {} із 60."],
    "vi": ["Câu hỏi số {}:", "Câu {} trên 60:"],
    "zh-Hans": ["第 {} 题", "第{}题:"],
    "zh-Hant": ["第 {} 題", "第{}題："],
}


@pytest.mark.parametrize("head", [head for heads in HEADS.values() for head in heads])
@pytest.mark.parametrize("before", ["", "## "])
def test_what_stands_around_the_number_is_no_part_of_the_stem(before: str, head: str) -> None:
    page = "".join(
        f"{before}{head.format(n)}{below}{stem}\n\nA. x\n\nB. y\n\nAnswer: A\n\n"
        for n, (stem, below) in enumerate([("Red 2 of 3?", " "), ("Green?", "\n\n")], 7)
    )
    parsed = readers.parse(Source("q.md", page))
    assert [question.stem for question in parsed.questions] == ["Red 2 of 3?", "Green?"]
    assert not parsed.diagnostics


def test_an_amount_that_begins_a_line_is_no_number_of_a_question() -> None:
    page = "Which is true?\n\n2 de 3 personas lo saben.\n3 van 4 wielen draaien.\n\nA. x\n\nB. y\n\nAnswer: A\n"
    parsed = readers.parse(Source("q.md", page))
    assert [question.stem for question in parsed.questions] == [page.partition("\n\nA.")[0]]


@pytest.mark.parametrize("labels", ["①②③④", "1234", "ABCD", "⑴⑵⑶⑷"])
@pytest.mark.parametrize("answer", ["({}), ({}), ({})", "{}, {}, {}", "({}) ({}) ({})", "[{}], [{}], [{}]"])
def test_an_answer_of_three_labels_in_brackets_is_no_row_of_options(labels: str, answer: str) -> None:
    sign = "" if labels in {"①②③④", "⑴⑵⑶⑷"} else ")"
    options = "\n".join(
        f"{label}{sign} {text}" for label, text in zip(labels, ("two", "four", "six", "seven"), strict=True)
    )
    text = f"1. Which are even?\n\n{options}\n\nAnswer: {answer.format(*labels[:3])}\n"
    ((question,), diagnostics) = read_bank({"q.md": text})
    assert not diagnostics
    assert question.answer == ("A", "B", "C")


def stems(text: str) -> list[str]:
    return [question.stem for question in read_bank({"a.md": text})[0]]


@pytest.mark.parametrize("marks", [("### ", "", ""), ("", "### ", ""), ("", "", "### "), ("### ", "", "### ")])
def test_headings_with_numbers_and_bare_numbers_are_questions_side_by_side(marks: tuple[str, str, str]) -> None:
    text = "".join(
        f"{mark}{n}. A firm has a log.\n\nIt is long.\n\nWhat is {n}?\n\nA. one\nB. two\n\nAnswer: A\n\n"
        for n, mark in enumerate(marks, 1)
    )
    assert stems(text) == [f"A firm has a log.\n\nIt is long.\n\nWhat is {n}?" for n in (1, 2, 3)]


def test_a_list_below_a_heading_is_no_number_of_the_question_above() -> None:
    text = (
        "1. Which?\n\nA. one\nB. two\n\nAnswer: A\n\n### A firm needs:\n\n1. speed\n2. peace\n\nWhat fits?\n\nA. one\n"
    )
    assert stems(f"{text}B. two\n\nAnswer: B\n") == ["Which?", "A firm needs:\n\n1. speed\n2. peace\n\nWhat fits?"]


def test_a_heading_that_is_a_sentence_is_the_stem_of_the_first_question_below_it() -> None:
    options = "\n\nA. one\nB. two\n\nAnswer: A\n\n"
    text = f"### A firm has a log.\n\nIs it long?{options}**Q2.** Which?{options}"
    assert stems(text) == ["A firm has a log.\n\nIs it long?", "Which?"]


@pytest.mark.parametrize(
    "stems",
    [
        ("HTTP-1 and HTTP-2 differ. Which has streams?", "UTF-7 is old. Which is new?"),
        ("192.168.1 is a net. Which mask has it?", "10.0.0 is another. Which mask has it?"),
        ("1.5 GB are free. Which fails?", "1.6 GB are free. Which fails?"),
    ],
)
def test_a_stem_that_begins_with_a_number_of_several_parts_keeps_it(stems: tuple[str, str]) -> None:
    form = "### Question {}\n\n{}\n\nA. one\nB. 1.1 is newer than 1.2\n\nAnswer: B\n\n"
    parsed = readers.parse(Source("q.md", "".join(form.format(n, stem) for n, stem in enumerate(stems, 1))))
    assert tuple(asked.stem for asked in parsed.questions) == stems
    assert parsed.questions[1].options[1].text == "1.1 is newer than 1.2"


def test_a_question_below_an_answer_key_is_one_if_its_answer_is_below_it() -> None:
    asked = "What does TLS do?\n\nA. x\nB. y\n\n**Answer:** A\n"
    text = f"1. Which?\n\nA. a\nB. b\n\n2. Other?\n\nA. c\nB. d\n\n## Answers\n\n1. B\n2. A\n\n{asked}"
    parsed = readers.parse(Source("q.md", text))
    assert [question.answer for question in parsed.questions] == [("B",), ("A",), ("A",)]


JUDGED = "{one} Water is wet.\n\nAnswer: True\n\nExplanation: It is.\n\n{two} Fire is cold.\n\nAnswer: False\n"
TITLES = (
    "True or false",
    "**True/False questions:**",
    "判断题（每题2分）",
    "第二大题：判断题",
    "II. Vrai ou faux",
    "Part B: True/False",
    "Richtig/Falsch (2 Punkte)",
    "",
)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("form", ["{n}. ", "{n}) ", "Q{n}. ", "### {n}. ", "**{n}.** "])
def test_numbers_that_begin_again_below_the_title_of_a_part_are_questions(title: str, form: str) -> None:
    choices = "".join(form.format(n=n) + WITH.format(n=n, color=n).removeprefix(f"{n}. ") for n in (1, 2, 3))
    judged = JUDGED.format(one=form.format(n=1).strip(), two=form.format(n=2).strip())
    page = f"{choices}Explanation: Both are.\n\n{title}\n\n{judged}\n"
    questions, diagnostics = read_bank({"q.md": page})
    assert [(question.stem, question.answer, question.explanation) for question in questions[3:]] == [
        ("Water is wet.", ("A",), "It is."),
        ("Fire is cold.", ("B",), ""),
    ]
    assert questions[2].explanation == "Both are."
    assert not diagnostics


@pytest.mark.parametrize("title", TITLES[:-1])
def test_the_title_of_a_part_is_in_no_question_below_which_options_are(title: str) -> None:
    judged = JUDGED.format(one="1.", two="2.")
    questions, diagnostics = read_bank({"q.md": f"{judged}\n{title}\n\n{WITH.format(n=1, color='red')}"})
    assert [(question.stem, question.explanation) for question in questions] == [
        ("Water is wet.", "It is."),
        ("Fire is cold.", ""),
        ("Which is red?", ""),
    ]
    assert not diagnostics


@pytest.mark.parametrize(
    "explained",
    [
        "1. Tomatoes are.\n2. Leeks are not.",
        "1. Tomatoes are.\n\nCorrect answer: tomato",
        "1. Tomatoes are.\n\nSo the answer is A",
        "True or false is no matter here.\n\n1. Tomatoes are.",
    ],
)
def test_a_list_in_an_explanation_that_counts_from_1_is_no_question(explained: str) -> None:
    questions, _ = read_bank({"q.md": f"{WITH.format(n=1, color='red')}Explanation:\n\n{explained}\n"})
    assert [question.answer for question in questions] == [("A",)]
    assert "Tomatoes are." in questions[0].explanation


def test_what_a_question_says_of_its_own_statements_is_no_title() -> None:
    text = (
        "### Question 1\n\nTrue or false\n\n1. Water is wet.\n2. Fire is cold.\n\nA. 1 only\nB. 2 only\n\nAnswer: A\n"
    )
    [question], _ = read_bank({"q.md": text})
    assert question.stem.startswith("True or false")


@pytest.mark.parametrize(
    "head", ["**{}.**", "__{}.__", "**Question {}:**", "**{}.** (2 points)", "**{}. [Multiple choice]**"]
)
def test_a_stem_goes_on_in_the_line_below_a_bold_number(head: str) -> None:
    options = "\n\n- A. Danube\n- B. Alps\n\nAnswer: A\n\n"
    text = "".join(f"{head.format(n)} In a house near\nthe river, which?{options}" for n in (1, 2))
    stems = [question.stem for question in readers.parse(Source("a.md", text)).questions]
    assert stems == ["In a house near\nthe river, which?"] * 2


def test_a_line_all_in_bold_and_one_above_a_blank_line_are_titles() -> None:
    options = "\n\n- A. Danube\n- B. Alps\n\nAnswer: A\n\n"
    text = f"**1. Rivers**\nWhich is one?{options}**2.** Mountains\n\nWhich is none?{options}"
    stems = [question.stem for question in readers.parse(Source("a.md", text)).questions]
    assert stems == ["Which is one?", "Which is none?"]
