"""What looks like a question and was not read is reported where it is; what only counts or lists is not."""

from __future__ import annotations

import pytest

from ankigen.languages import LANGUAGES, headings_of, words
from ankigen.readers import parse
from ankigen.source import Source

READ = "1. Which?\n\nA. one\nB. two\n\nAnswer: A\n"


def missed(text: str) -> list[tuple[int, list[int]]]:
    """Return the line of each AG107, with the other lines that it names."""
    diagnostics = parse(Source("a.md", text)).if_choices
    return [(d.span.line, [span.line for span in d.related]) for d in diagnostics if d.rule.code == "AG107"]


ALONE = {
    "letters": "Some notes.\n\nA. one\nB. two\n",
    "boxes": "Some notes.\n\n- [ ] one\n- [ ] two\n",
    "a numbered question": "Some notes.\n\n1. What is a pod?\n",
    "a numbered gap": "Some notes.\n\n1. A pod has ____ containers.\n",
    "a numbered question in Japanese": "Some notes.\n\n1. ポッドとは何ですか。\n",
    "a heading": "Some notes.\n\n### Question 7\n",
    "a heading with a sign": "Some notes.\n\n### Вопрос № 7\n",
    "a heading with an answer": "Some notes.\n\n## Answer: B\n",
    "a label": "Some notes.\n\nAnswer: later\n",
    "a label above a list of letters": "Some notes.\n\n**Answer:**\n- B\n- C\n",
    "letters without the first": "Some notes.\n\nB. one\nC. two\n",
    "a callout": "Some notes.\n\n> [!question] What is a pod?\n",
    "an explanation below a question": "What is a pod?\n\n**Explanation:** A group of containers.\n",
}


@pytest.mark.parametrize("text", ALONE.values(), ids=ALONE)
def test_a_part_of_a_question_alone_is_reported_at_its_line(text: str) -> None:
    assert missed(text) == [(3, [])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_alone_is_reported_in_every_language(language: str) -> None:
    for word in headings_of(language)["answer"], words(language, "parts")["answer"][0]:
        assert missed(f"# {word}\n\nB\n"), word
        assert missed(f"**{word}:** B\n"), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_numbered_heading_alone_is_reported_in_every_language(language: str) -> None:
    word = words(language, "number")["question"][0]
    assert missed(f"### {word} 5\n")


def test_each_gap_between_questions_has_a_report_of_its_own() -> None:
    again = READ.replace("1.", "2.")
    text = f"### Answer\n\nB\n\n---\n\n{READ}\n# Notes\n\n- a) x\n- b) y\n\n# More\n\n(a) z\n(b) w\n\n---\n\n{again}"
    assert missed(text) == [(1, []), (16, [21])]


def test_no_more_than_a_few_of_the_other_places_are_listed() -> None:
    text = "\n".join(f"{n}. What is {n}?\n" for n in range(1, 100))
    assert missed(text) == [(1, [3, 5, 7, 9, 11])]


@pytest.mark.parametrize(
    "text",
    [
        "# Guide\n\n1. Clone it.\n2. Build it.\n",
        "# Contents\n\n1. [What is it?](#what)\n\n",
        "# V8\n\n## V8 8.6\n",
        "[1]: https://a.example/x?utm_source=y\n",
        "# `key`\n\nThe key.\n",
        "The answer to everything is that a pod has a life of its own, and that it ends when its"
        " containers have ended.\n",
    ],
)
def test_what_only_counts_or_lists_is_not_reported(text: str) -> None:
    assert missed(text) == []


def test_a_numbered_question_below_one_that_failed_is_reported_as_well() -> None:
    parsed = parse(Source("a.md", "1. Which?\n\nAnswer: B\n\n27. What is a node?\n"))
    assert {d.span.line for d in parsed.if_choices} == {1, 5}


LISTED = "{n}. {stem}\n\n   1. {a}\n   2. {b}\n\nAnswer: {answer}\n\n---\n\n"


def test_a_list_with_an_answer_that_cannot_be_read_is_no_part_of_another_question() -> None:
    first = LISTED.format(n=1, stem="Which?", a="one", b="two", answer="1")
    second = LISTED.format(n=2, stem="What?", a="three", b="four", answer="not B")
    third = LISTED.format(n=3, stem="Who?", a="five", b="six", answer="2")
    parsed = parse(Source("a.md", first + second + third))
    assert [(question.stem, question.answer, question.explanation) for question in parsed.questions] == [
        ("Which?", ("A",), ""),
        ("Who?", ("B",), ""),
    ]
    assert [(d.rule.code, d.message) for d in parsed.diagnostics] == [("AG109", "cannot read the answer `not B`")]


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: 1-B, 2-A",
        "#### Answer: 1-B, 2-A",
        "Réponse - 1-B, 2-A",
        "<details><summary>Answer</summary>\n\n1-B, 2-A\n\n</details>",
    ],
)
def test_pairs_below_the_only_question_without_an_answer_are_no_answer_key(answer: str) -> None:
    text = f"{READ}\n2. What?\n\nA. x\nB. y\n\n{answer}\n"
    parsed = parse(Source("a.md", text))
    assert [question.stem for question in parsed.questions if question.kind == "choice"] == ["Which?"]
    assert {d.rule.code for d in parsed.if_choices} <= {"AG102", "AG109", "AG111"}


def test_pairs_below_several_questions_without_an_answer_are_an_answer_key() -> None:
    text = "1. Which?\n\nA. x\nB. y\n\n2. What?\n\nA. v\nB. w\n\nAnswers: 1-B, 2-A\n"
    assert [question.answer for question in parse(Source("a.md", text)).questions] == [("B",), ("A",)]


def test_a_heading_that_answers_with_a_number_begins_no_question() -> None:
    text = f"1. Which?\n\n- A. x\n- B. y\n\n#### 정답: 9\n\nBecause.\n\n---\n\n{READ.replace('1.', '2.')}"
    parsed = parse(Source("a.md", text))
    assert [question.stem for question in parsed.questions] == ["Which?"]
    assert [(d.rule.code, d.span.line) for d in parsed.diagnostics] == [("AG109", 6)]


def test_a_question_whose_options_are_not_found_does_not_take_those_of_the_next() -> None:
    template = "{n}. Which {n}?\n\n(1) one\n(2) two\n\n{label}: 2\n\n"
    text = "".join(template.format(n=n, label="Sloution" if n == 2 else "Solution") for n in (1, 2, 3))
    parsed = parse(Source("a.md", text))
    assert [question.stem for question in parsed.questions] == ["Which 1?", "Which 3?"]
    assert 8 in {d.span.line for d in parsed.diagnostics}


@pytest.mark.parametrize("prose", ["Because things break. Remember:", "Because things break."])
def test_boxes_below_text_that_asks_nothing_are_reported_and_no_question(prose: str) -> None:
    text = f"# Lecture 3\n\n## Why do we test?\n\n{prose}\n\n- [ ] bring the laptop\n- [x] read chapter 3\n"
    parsed = parse(Source("a.md", text))
    assert not parsed.questions
    assert [(d.rule.code, d.span.line) for d in parsed.diagnostics] == [("AG107", 7)]


@pytest.mark.parametrize(
    "stem", ["### Which is it?", "### Towns\n\nWhich is it?", "### Towns\n\nThe capital of France is:"]
)
def test_boxes_below_a_question_are_its_options(stem: str) -> None:
    parsed = parse(Source("a.md", f"{stem}\n\n- [ ] Lyon\n- [x] Paris\n"))
    assert [question.answer for question in parsed.questions] == [("B",)]


BEFORE = "1. Which?\n\nA. one\nB. two\n\nAnswer: A\n\n"
HEADLESS = {
    "below a rule": "---\n\nA. three\nB. four (Correct)\n",
    "below tags": "Tags: #pods\n\n- A) three ✅\n- B) four\n\nAnswer: A\n",
    "below the name of options": "**Options:**\nA. three\n**B. four**\n",
    "with a folded answer": "A. three\nB. four\n\n<details>\n<summary>Show</summary>\n\n**Answer:** B\n\n</details>\n",
}


@pytest.mark.parametrize("options", HEADLESS.values(), ids=HEADLESS)
def test_options_without_a_question_are_reported_and_no_remark_on_the_one_above(options: str) -> None:
    parsed = parse(Source("a.md", BEFORE + options))
    assert [question.stem for question in parsed.questions] == ["Which?"]
    assert "three" not in parsed.questions[0].explanation
    assert [d.rule.code for d in parsed.diagnostics] == ["AG105"]


def test_a_question_with_an_answer_and_no_options_is_no_part_of_the_stem_below() -> None:
    text = "1. Which comes first?\n\nAnswer: D, E\n\n**Q:** Which comes last?\n\nA. one\nB. two\n\nAnswer: B\n"
    parsed = parse(Source("a.md", text))
    assert [question.stem for question in parsed.questions] == ["Which comes last?"]
    assert [d.span.line for d in parsed.diagnostics] == [1]


def test_the_next_number_that_asks_is_no_part_of_an_explanation() -> None:
    parsed = parse(Source("a.md", "**Q1.** Which?\n\nA. one\nB. two\n\nAnswer: A - first.\n\n2. Which is next?\n"))
    assert [question.explanation for question in parsed.questions] == ["first."]
    assert [d.span.line for d in parsed.diagnostics] == [8]


@pytest.mark.parametrize("boxes", ["- [ ] a) one\n- [x] b) two\n", "#### Options\n- [ ] one\n- [x] two\n"])
def test_boxes_with_letters_or_a_name_are_not_put_aside_as_things_to_do(boxes: str) -> None:
    parsed = parse(Source("a.md", f"https://example.com/exam\n\n{boxes}"))
    assert parsed.questions or parsed.diagnostics


def test_code_that_takes_in_the_options_below_is_reported_where_it_begins() -> None:
    text = "1. What is printed?\n\n```py\nprint(1)\n\nA. one\nB. two\n\nAnswer: A\n"
    assert 3 in {missed(text)[0][0], *missed(text)[0][1]}


def test_a_callout_that_asks_is_no_part_of_the_question_above() -> None:
    parsed = parse(
        Source("a.md", "> [!question] Which?\n> - [ ] a\n> - [x] b\n\n> [!question] Which is next?\n> - c\n> - d\n")
    )
    assert [question.explanation for question in parsed.questions] == [""]
    assert [d.span.line for d in parsed.diagnostics] == [5]
