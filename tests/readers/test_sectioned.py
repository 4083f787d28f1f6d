"""Questions with headings for their stem and their options: what their options are."""

from __future__ import annotations

import pytest
from reading import read_bank
from writing import question

from ankigen import readers
from ankigen.model import Rule
from ankigen.source import Source

HEADED = "# Q-1\n\n## Question\n\n### Stem\n\nWhich one?\n\n### Options\n\n{options}\n\n**Answer:** {answer}\n"


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (["- **A.** one", "- **B.** two", "- **C.** three", "- **D.** four"], "C"),
        (["A) one", "B) two", "C) three", "D) four"], "C"),
        (["A. one", "B. two", "C. three", "d. four"], "C"),  # a slip: the last one is no part of the third
        (["1. one", "2. two", "3. three", "4. four"], "3"),
        (["① one", "② two", "③ three", "④ four"], "③"),
        (["- [ ] A. one", "- [ ] B. two", "- [ ] C. three", "- [ ] D. four"], "C"),
    ],
)
def test_options_have_the_labels_that_the_answer_means(options: list[str], answer: str) -> None:
    [asked], _ = read_bank({"a.md": HEADED.format(options="\n".join(options), answer=answer)})
    assert [option.text for option in asked.options] == ["one", "two", "three", "four"]
    assert asked.answer == ("C",)


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        # No option has another label than the file gives it: the answer would be another one.
        (
            ["- **A.** one", "- **D.** two", "- **C.** three", "- **B.** four", "", "---", "E. five"],
            Rule.LABELS_OUT_OF_ORDER,
        ),
        (["- **A.** one", "- **B.** two", "- **D.** four"], Rule.LABELS_OUT_OF_ORDER),
        (["- **A.** one", "- **B.** two", "- **a.** three", "- **D.** four"], Rule.DUPLICATE_LABEL),
        (["- **A.** one", "- **B.** two", "", "A. three"], Rule.DUPLICATE_LABEL),
        (["- **A.** one", "- **A.** two"], Rule.DUPLICATE_LABEL),
    ],
)
def test_labels_that_are_out_of_order_or_there_twice_are_reported(options: list[str], rule: Rule) -> None:
    questions, diagnostics = read_bank({"a.md": HEADED.format(options="\n".join(options), answer="B")})
    assert not questions
    assert rule in {diagnostic.rule for diagnostic in diagnostics}


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize(
    "stems", [("Sound?", "New?"), ("What is the capital of France?", "What is the capital of Spain?")]
)
def test_two_questions_with_one_number_and_the_same_options_are_two(stems: tuple[str, str], *, broken: bool) -> None:
    """A template was copied and its number stayed. An analysis repeats all words of its question."""
    first, second = (question("", stem=stem) for stem in stems)
    parsed = readers.parse(Source("q.md", f"{first.replace('`B`', '`Z`') if broken else first}\n{second}"))
    assert [asked.stem for asked in parsed.questions] == list(stems)[broken:]
    assert [diagnostic.rule.code for diagnostic in parsed.diagnostics] == ["AG103"] * broken


def test_questions_below_titles_with_one_number_in_their_name_are_several() -> None:
    """The title's own number counts nothing: `S3` is in each of them, and the options are those of one list."""
    asked = (
        "# S3 classes {n}\n\nWhich is cheapest in case {n}?\n\n- A. Standard\n- B. Glacier\n\n## Answer\n\n{label}\n\n"
    )
    text = "".join(asked.format(n=n, label=label) for n, label in enumerate("ABA", 1))
    parsed = readers.parse(Source("q.md", text))
    assert [(one.stem[-2], one.answer, one.explanation) for one in parsed.questions] == [
        ("1", ("A",), ""),
        ("2", ("B",), ""),
        ("3", ("A",), ""),
    ]


def _below_options(options: str) -> tuple[list[str], str]:
    [asked], _ = read_bank(
        {"a.md": f"# Q-1\n\n## Question\n\nWhich one?\n\n## Options\n\n{options}\n\n## Tags\n\n#x\n"}
    )
    return [option.text for option in asked.options], asked.explanation


def test_a_paragraph_below_the_last_option_explains() -> None:
    """No other option has one; on the front it would say which is right."""
    below = "Only two runs at night.\n\n```\ncron\n```\n\nIt is the one."
    assert _below_options(f"- [ ] one\n- [x] two\n- [ ] three\n\n{below}") == (["one", "two", "three"], below)
    assert _below_options(f"(A) one\n(B) two ✅\n\n{below}") == (["one", "two"], below)


@pytest.mark.parametrize(
    "options",
    [
        "(A) one\n\nfirst part\n\n(B) two ✅\n\nsecond part",  # as another one has
        "(A) one\n(B) two ✅\n   goes on",
        "(A) one\n(B) two ✅\n\n   a paragraph of its own",
        "(A)\n\n```\none\n```\n\n(B) ✅\n\n```\ntwo\n```",
        "(A) one ✅\n(B)\n\ntwo",
        "- A.\n```\none\n```\n- B.\n```\ntwo\n```\n(Correct)",
    ],
)
def test_what_is_below_an_option_and_its_own_stays(options: str) -> None:
    texts, explanation = _below_options(options)
    assert not explanation
    assert len(texts) == 2
    assert "two" in texts[1]


def test_remarks_in_a_table_below_boxes_with_letters_are_of_their_own_options() -> None:
    boxes = "- [ ] A. rose\n- [ ] B. leaf\n- [ ] C. sun\n- [ ] D. sky"
    table = "| Option | Why |\n|---|---|\n| A | One. |\n| B | Two. |\n| C | Three. |"
    above = f"# 1. S3\n\n## Stem\n\nWhich is red?\n\n## Options\n\n{boxes}\n\n## Answer\n\n(D)\n"
    (parsed,) = readers.parse(Source("q.md", f"{above}\n## Why the others are wrong\n\n{table}\n")).questions
    assert [(option.label, option.rationale) for option in parsed.options] == [
        ("A", "One."),
        ("B", "Two."),
        ("C", "Three."),
        ("D", ""),
    ]
    assert parsed.explanation == ""
