"""What is beside and below a question: remarks on its options, notes, an emphasised stem."""

from __future__ import annotations

import pytest

from ankigen.readers import parse
from ankigen.source import Source

ASKED = "1. Which?\n\n- A. one\n- B. two\n- C. three\n\n"


@pytest.mark.parametrize(
    "label", ["**Why the others are wrong:**", "Why the other options are wrong:", "**Warum die anderen falsch sind:**"]
)
def test_remarks_below_a_label_are_rationales_as_below_a_heading(label: str) -> None:
    remarks = "- A: too small\n- C: too large\n"
    expected = ["too small", "", "too large"]
    for name in label, f"#### {label.strip('*:')}":
        (question,) = parse(Source("a.md", f"{ASKED}**Answer:** B\n\nIt is so.\n\n{name}\n\n{remarks}")).questions
        assert [option.rationale for option in question.options] == expected
        assert question.explanation == "It is so."


def test_a_paragraph_below_remarks_is_part_of_the_explanation() -> None:
    text = f"{ASKED}Answer: B\n\nWhy the others are wrong:\n\n- A: too small\n- C: too large\n\nSo it is two.\n"
    (question,) = parse(Source("a.md", text)).questions
    assert [option.rationale for option in question.options] == ["too small", "", "too large"]
    assert question.explanation == "So it is two."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Notes:** Take care.\n", "**Notes:** Take care."),
        ("📝 **My Notes:** x\n**Note:** y\n", "📝 **My Notes:** x\n**Note:** y"),
        ("### Notes\n\nTake care.\n", "**Notes:** Take care."),
        ("**備註:** 小心。\n", "**備註:** 小心。"),
    ],
)
def test_a_note_keeps_its_own_words(written: str, shown: str) -> None:
    (question,) = parse(Source("a.md", f"## {ASKED}Answer: B\n\n{written}")).questions
    assert question.explanation.replace("\n\n", "\n") == shown


def test_notes_of_each_question_are_its_own() -> None:
    template = "## Question {n}\n\nWhich {n}?\n\n- A. one\n- B. two\n\nAnswer: B\n\n## Notes\n\nnote {n}\n\n"
    parsed = parse(Source("a.md", template.format(n=1) + template.format(n=2)))
    assert [question.explanation for question in parsed.questions] == ["**Notes:** note 1", "**Notes:** note 2"]


@pytest.mark.parametrize("stem", ["**Which one is it?**", "2. **Which one is it?**", "### Q2\n\n__Which one is it?__"])
def test_an_emphasised_stem_is_plain_on_the_card(stem: str) -> None:
    (question,) = parse(Source("a.md", f"{stem}\n\n- A. one\n- B. two\n\nAnswer: B\n")).questions
    assert question.stem == "Which one is it?"


def test_emphasis_in_a_stem_is_kept() -> None:
    (question,) = parse(Source("a.md", "1. **Which** is **not** it?\n\n- A. one\n- B. two\n\nAnswer: B\n")).questions
    assert question.stem == "**Which** is **not** it?"


@pytest.mark.parametrize(
    "options",
    [
        "- [ ] A) **one**\n- [ ] B) two\n",
        "- A. **one**\n  ```sh\n  ls\n  ```\n- B. two\n  ```sh\n  cd\n  ```\n",
        "- **one**\n- two\n",
    ],
)
def test_an_option_is_not_given_away_by_its_emphasis(options: str) -> None:
    (question,) = parse(Source("a.md", f"1. Which?\n\n{options}\nAnswer: one\n")).questions
    assert not [option.text for option in question.options if "**" in option.text]


@pytest.mark.parametrize("remark", ["  - Too small.\n", "  > Too small.\n"])
@pytest.mark.parametrize("code", ["", "  ```sh\n  ls\n  ```\n"])
@pytest.mark.parametrize("above", ["1. Which?\n\n", "# Title\n\n## Question\n\nWhich?\n\n## Options\n\n"])
def test_what_is_below_an_option_is_its_rationale(remark: str, code: str, above: str) -> None:
    options = f"- A. one\n{code}{remark}- B. two\n{code}{remark.replace('small', 'large')}"
    (question,) = parse(Source("a.md", f"{above}{options}\n**Answer:** B\n")).questions
    assert [option.rationale for option in question.options] == ["Too small.", "Too large."]
    assert "Too" not in "".join(option.text for option in question.options)


def test_an_explanation_below_marked_options_is_no_part_of_the_last() -> None:
    text = (
        "# Title\n\n## Question\n\nWhich?\n\n- A. one ✅\n- B. two\n\n> Explanation: It is so.\n\n**Mnemonic:** One.\n"
    )
    (question,) = parse(Source("a.md", text)).questions
    assert [option.text for option in question.options] == ["one", "two"]
    assert (question.explanation, question.mnemonic) == ("It is so.", "One.")


def test_a_list_in_which_each_item_has_a_remark_has_the_outer_items_for_options() -> None:
    text = "1. Which?\n\n* one\n    - Too small.\n* two\n    - Too large.\n\nAnswer: one\n"
    (question,) = parse(Source("a.md", text)).questions
    assert [(option.text, option.rationale) for option in question.options] == [
        ("one", "Too small."),
        ("two", "Too large."),
    ]


@pytest.mark.parametrize("answer", ["Answer: {}\n", "<details><summary>Answer</summary>\n\n{}\n\n</details>\n"])
def test_options_with_an_answer_of_their_own_are_no_remarks_on_the_question_above(answer: str) -> None:
    first = f"1. Which?\n\nA. one\nB. two\n\n{answer.format('B')}\n---\n\n"
    parsed = parse(Source("a.md", f"{first}A. three\nB. four\n\n{answer.format('A')}"))
    (question,) = parsed.questions
    assert [option.rationale for option in question.options] == ["", ""]
    assert [(d.rule.code, d.span.line) for d in parsed.diagnostics] == [("AG105", first.count("\n") + 1)]
