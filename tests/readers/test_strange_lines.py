"""Lines that wrap questions, or only say of what kind they are: they are in no card; and signs before truths."""

from __future__ import annotations

import pytest
from reading import read_bank

CHOICE = "{ask} is {color}?\n\nA. tomato\nB. leek\n\nAnswer: {letter}\n\n"
STATEMENT = "Fire is cold."


def _read(text: str) -> tuple[list[tuple[str, tuple[str, ...], str]], list[str]]:
    questions, diagnostics = read_bank({"q.md": text})
    return [(question.stem, question.answer, question.explanation) for question in questions], [
        diagnostic.rule.code for diagnostic in diagnostics
    ]


@pytest.mark.parametrize("answer", ["❌ **False** - It is hot.", "✗ False. It is hot.", "**False** ❌\n\nIt is hot."])
@pytest.mark.parametrize(
    "place",
    [
        "<details>\n<summary>Answer</summary>\n\n{answer}\n\n</details>",
        "Answer: {answer}",
        "> [!success]- Answer\n> {answer}",
    ],
)
def test_a_sign_that_says_the_same_is_part_of_true_or_false(answer: str, place: str) -> None:
    answer = answer.replace("\n", "\n> ") if place.startswith(">") else answer
    other = place.format(answer="✅ True")
    text = f"1. Water is wet.\n\n{other}\n\n2. {STATEMENT}\n\n{place.format(answer=answer)}\n"
    assert _read(text) == ([("Water is wet.", ("A",), ""), (STATEMENT, ("B",), "It is hot.")], [])


@pytest.mark.parametrize("answer", ["❌ True", "✗ Vrai", "× 对"])
def test_a_sign_that_contradicts_its_word_is_no_truth(answer: str) -> None:
    text = f"1. Water is wet.\n\nAnswer: True\n\n2. {STATEMENT}\n\nAnswer: {answer}\n"
    assert _read(text) == ([("Water is wet.", ("A",), "")], ["AG113"])


@pytest.mark.parametrize("asked", ["True or false?", "Vrai ou faux ?", "**True/False?**"])
@pytest.mark.parametrize("answer", ["False", "False. It is hot."])
def test_a_question_for_true_or_false_is_answered_with_one_in_a_callout(asked: str, answer: str) -> None:
    [(stem, labels, _)], codes = _read(f"> [!question] {STATEMENT}\n> {asked}\n\n> [!success]- Answer\n> {answer}\n")
    assert stem.startswith(STATEMENT)
    assert (labels, codes) == (("B",), [])


def test_any_other_question_is_not_answered_with_true_or_false_in_a_callout() -> None:
    assert _read("> [!question] Is fire cold?\n\n> [!success]- Answer\n> No\n") == ([], ["AG113"])


@pytest.mark.parametrize("number", ["", "1. "])
def test_the_statement_above_true_or_false_is_part_of_its_stem(number: str) -> None:
    [(stem, labels, _)], codes = _read(f"{number}{STATEMENT}\n\nTrue or false?\n\nAnswer: False\n")
    assert (stem, labels, codes) == (f"{STATEMENT}\n\nTrue or false?", ("B",), [])


@pytest.mark.parametrize("indent", ["", "    ", "- "])
@pytest.mark.parametrize(("right", "wrong", "labels"), [("[(X)]", "[( )]", ("B",)), ("[[x]]", "[[ ]]", ("B",))])
def test_boxes_of_liascript_are_options(indent: str, right: str, wrong: str, labels: tuple[str, ...]) -> None:
    remark = "    ****\n\n    Leeks are.\n\n    ****\n" if indent != "- " else "Leeks are.\n"
    text = f"## Which is green?\n\n{indent}{wrong} tomato\n{indent}{right} leek\n{remark}"
    assert _read(text) == ([("Which is green?", labels, "Leeks are.")], [])


def test_an_answer_to_type_in_liascript_is_reported() -> None:
    boxes = "## Which is green?\n\n[( )] tomato\n[(X)] leek\n\n"
    questions, codes = _read(f"{boxes}## Capital\n\nWhich is it?\n\n    [[Paris]]\n")
    assert (len(questions), codes) == (1, ["AG107"])


@pytest.mark.parametrize(
    "text", ["See [[X]] here.\n\n- [[Paris]]\n- [[X]] is a page\n", "```\n[(X)] a\n[( )] b\n```\n"]
)
def test_links_of_a_wiki_and_code_are_no_boxes(text: str) -> None:
    assert _read(f"# Notes\n\n{text}") == ([], [])


@pytest.mark.parametrize(
    ("begin", "end"),
    [("{{< quiz >}}", "{{< /quiz >}}"), ("{{% notice tip %}}", "{{% /notice %}}"), ("{{<quiz id=1>}}", "{{</quiz>}}")],
)
def test_a_shortcode_that_wraps_questions_is_in_none(begin: str, end: str) -> None:
    wrapped = "".join(
        f"{begin}\n{CHOICE.format(ask=f'{n}. Which', color=n, letter='A')}Explanation: so\n{end}\n\n" for n in (1, 2)
    )
    assert _read(wrapped) == ([("Which is 1?", ("A",), "so"), ("Which is 2?", ("A",), "so")], [])


def test_the_title_of_a_shortcode_names_the_answer_in_it() -> None:
    choice = CHOICE.format(ask="Which", color="red", letter="").replace("Answer: ", "")
    text = f'## {choice}{{{{< details title="Answer" >}}}}\nA\n{{{{< /details >}}}}\n'
    assert _read(text) == ([("Which is red?", ("A",), "")], [])


def test_a_shortcode_that_wraps_nothing_stays() -> None:
    [(stem, _, _)], _ = _read(
        '1. Which is red?\n\n{{< figure src="x.png" >}}\n\nA. tomato\nB. leek\n\nAnswer: A\n\n{{< /quiz >}}\n'
    )
    assert "figure" in stem


@pytest.mark.parametrize("first", ["Type: MCQ | Level: L{n} | ID: Q-{n}", "ID: Q-{n} | Points: 2 | Level: L{n}"])
@pytest.mark.parametrize("ask", ["Which", "{n}. Which", "Q: Which"])
def test_facts_beside_the_kind_of_a_question_are_those_of_the_question_below(first: str, ask: str) -> None:
    text = "".join(
        first.format(n=n) + "\n\n" + CHOICE.format(ask=ask.format(n=n), color=n, letter="A") for n in (1, 2, 3)
    )
    questions, diagnostics = read_bank({"q.md": text})
    assert [(question.id, question.level, question.explanation) for question in questions] == [
        ("Q-1", "L1", ""),
        ("Q-2", "L2", ""),
        ("Q-3", "L3", ""),
    ]
    assert not diagnostics


def test_a_kind_beside_the_number_of_a_question_is_not_in_its_stem() -> None:
    item = (
        "   - **Question:** Which is red?\n   - **Options:**\n     - A) tomato\n     - B) leek\n   - **Correct:** A\n"
    )
    assert _read(f"1. **Type: MCQ**\n{item}\n2. **Type: MCQ**\n{item.replace('red', 'hot')}") == (
        [("Which is red?", ("A",), ""), ("Which is hot?", ("A",), "")],
        [],
    )


@pytest.mark.parametrize("kicker", ["✔ Domain {n}: Plants · Multiple choice", "Modul {n} | Single Choice | 2 Punkte"])
def test_a_line_above_a_number_that_names_a_kind_is_in_no_question(kicker: str) -> None:
    text = "".join(
        f"{kicker.format(n=n)}\n\n{CHOICE.format(ask=f'{n}. Which', color=n, letter='A')}Explanation: so\n\n"
        for n in (1, 2)
    )
    assert _read(text) == ([("Which is 1?", ("A",), "so"), ("Which is 2?", ("A",), "so")], [])


def test_hashtags_above_each_question_are_its_own() -> None:
    tags = ("plants", "animals", "stones")
    text = "".join(f"#{tag}\n\n{CHOICE.format(ask='Which', color=tag, letter='A')}" for tag in tags)
    questions, _ = read_bank({"q.md": text})
    assert [question.topics for question in questions] == [(tag,) for tag in tags]


def test_a_kind_with_a_time_beside_it_is_one_field() -> None:
    text = f"Type: MCQ 10:30: long\n\n{CHOICE.format(ask='1. Which', color='red', letter='A')}"
    assert _read(text) == ([("Which is red?", ("A",), "")], [])


COMMENTS = {
    "a fence that is not closed": "<!-- 2. What?\n\n- (x)\n  ```python\n  def a():\n\n- ( ) no -->",
    "a fence": "<!--\n```\n- [x] no\n```\n-->",
    "the sign in code, and an arrow": "```html\n<!-- begin\n```\n\n```\na --> b\n```",
}


@pytest.mark.parametrize("between", COMMENTS.values(), ids=COMMENTS)
def test_a_fence_in_a_comment_hides_no_question_below(between: str) -> None:
    text = f"1. Which?\n\n- [x] pear\n- [ ] bank\n\n{between}\n\n3. What?\n\n- [ ] snow\n- [x] bread\n"
    questions, _ = _read(text)
    assert [question[:2] for question in questions] == [("Which?", ("A",)), ("What?", ("B",))]
    assert "no" not in "".join(explanation for *_, explanation in questions).split()
