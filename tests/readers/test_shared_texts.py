"""Texts that several questions share: they are reported where they are, since a card shows one question by itself."""

from __future__ import annotations

import pytest

from ankigen.readers import parse
from ankigen.source import Source

PASSAGE = "A company has two VPCs in one region that must talk in private. It has no VPN, and no line of its own."
OPTIONS = "\n\nA. one\nB. two\n\nAnswer: A\n\n"
QUESTIONS = f"1. Which?{OPTIONS}{{}}2. What?{OPTIONS}3. Who?{OPTIONS}"
SHARED = [
    "Questions 2 to 3 refer to the following.\n\n> {}",
    "Read the text and answer questions 2–3.\n\n{}",
    "## Questions 2-3\n\n{}",
    "Use this for questions 2 and 3: {}",
    "Die Fragen 2 bis 3 betreffen diesen Text:\n\n{}",
    "Preguntas 2 a 3\n\n{}",
    "## 題組：閱讀下文回答 2-3 題\n\n{}",
    "閱讀下文，回答第2題至第3題。\n\n{}",
    "Đọc đoạn văn và trả lời câu 2-3:\n\n{}",
    "[2~3] 다음 글을 읽고 물음에 답하시오.\n\n{}",
    "※ 다음을 읽고 2번부터 3번까지 답하시오.\n\n{}",
    "問2〜3 次の文を読んで答えよ。\n\n{}",
    "閱讀下文，回答第 2、3 題。\n\n{}",
    "Aufgaben 2 und 3\n\n{}",
    "**[2-3]** {}",
    "Вопросы 2–3 относятся к тексту:\n\n{}",
]
NO_TEXT = [
    "## Questions 2-3: Storage\n\nChoose the best answer for each question. Each is worth 2 points.",
    "| Part | Questions |\n|---|---|\n| Storage, and more of it | Questions 2-3 |",
    "Questions 1-3 come later. {}",
    "## Questions 2-3\n\nChoose one answer.",
    "Questions 2-9 are about this:\n\n{}",
    "Contents:\n\n- Networks: questions 2-3\n- Storage: questions 4-9, which are about more than networks and so on",
    "In 2 to 3 years: {}",
    "See [2-3] in the list. {}",
    "It has (2-3) parts.\n\n{}",
]


def _reported(between: str) -> list[tuple[str, int]]:
    parsed = parse(Source("a.md", QUESTIONS.format(between.format(PASSAGE) + "\n\n")))
    assert [question.stem for question in parsed.questions] == ["Which?", "What?", "Who?"]
    return [(diagnostic.rule.code, diagnostic.span.line) for diagnostic in parsed.diagnostics]


@pytest.mark.parametrize("between", SHARED)
def test_a_text_above_the_questions_that_it_names_is_reported(between: str) -> None:
    assert _reported(between) == [("AG119", 8)]


@pytest.mark.parametrize("between", NO_TEXT)
def test_what_shares_nothing_is_not_reported(between: str) -> None:
    assert _reported(between) == []


def test_above_the_first_question_too() -> None:
    text = f"# Exam\n\nQuestions 1-3 are about this text.\n\n{PASSAGE}\n\n{QUESTIONS.format('')}"
    [reported] = parse(Source("a.md", text)).diagnostics
    assert (reported.rule.code, reported.span.line) == ("AG119", 3)
