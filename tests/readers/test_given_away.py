"""What would say the answer on the front of a card is reported; what only looks so stays there."""

from __future__ import annotations

import pytest

from ankigen.readers import parse
from ankigen.source import Source

BELOW = "- A) EC2\n- B) S3\n- C) RDS\n"
STEM = "Which service keeps objects?"
ABOVE = {  # what is above the options, and the line of it that the front would show first
    "heading": ("### Answer — B\n\nIt keeps objects.\n\n### Options", 0),
    "heading of reasons": ("### Explanation\n\nIt keeps objects.", 0),
    "label": ("**Explanation:** S3 keeps objects, which is why.", 0),
    "label above text": ("**Explanation**\n\nS3 keeps objects.", 0),
    "fold": ("<details>\n<summary>Show answer</summary>\n\nB, as it keeps objects.\n\n</details>", 3),
    "fold on one line": ("<details><summary>Answer</summary>It keeps objects.</details>", 0),
    "fold without a title": ("<details>\n\nIt keeps objects.\n\n</details>", 2),
    "German": ("### Lösung: B\n\nS3 speichert Objekte.", 0),
    "German label": ("**Erklärung:** S3 speichert Objekte.", 0),
    "Spanish": ("**Explicación:** S3 guarda objetos.", 0),
    "Chinese": ("**解析：** S3 存放物件。", 0),
    "Chinese fold": ("<details><summary>查看答案</summary>\n\n因為它存放物件。\n\n</details>", 2),
    "Japanese": ("### 解説\n\nS3 はオブジェクトを保存する。", 0),
}
ASKED = {
    "a reason of an assertion": "Assertion: S3 is durable.\nReason: It copies objects.",
    "in bold": "**Assertion (A):** S3 is durable.\n\n**Reason (R):** It copies objects.",
    "a note": "Note: this question is one of a series.",
    "a hint": "**Hint:** think of buckets.",
    "a label that asks": "Explanation: which one explains it?",
    "a fold with a title": "<details><summary>Exhibit</summary>\n\nAll objects have a key.\n\n</details>",
    "code": "```text\nExplanation: none\n```",
}


def _read(above: str, below: str) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
    """Return stem and answer of each question, and code and line of each diagnostic."""
    text = f"## Question 1\n\n{STEM}\n\n{above}\n\n{BELOW}{below}\n"
    parsed = parse(Source("a.md", text))
    reported = [(diagnostic.rule.code, diagnostic.span.line) for diagnostic in parsed.diagnostics]
    return [(question.stem, "".join(question.answer)) for question in parsed.questions], reported


@pytest.mark.parametrize(("above", "shown"), ABOVE.values(), ids=ABOVE)
def test_what_explains_above_the_options_is_reported_at_its_line(above: str, shown: int) -> None:
    assert _read(above, "\nAnswer: B") == ([], [("AG118", 5 + shown)])


@pytest.mark.parametrize("above", ASKED.values(), ids=ASKED)
def test_what_belongs_to_the_stem_stays_there(above: str) -> None:
    questions, reported = _read(above, "\nAnswer: B")
    assert reported == []
    assert [answer for _, answer in questions] == ["B"]
    words = above.replace("```text", "").replace("```", "").split("\n")[-1].strip("*<>/details\n ")
    assert words[-12:] in questions[0][0].replace("*", "")


def test_a_label_with_the_answer_above_the_options_is_that_answer() -> None:
    assert _read("**Answer:** B", "") == ([(STEM, "B")], [])


def test_a_fold_of_a_hint_may_be_above_that_of_the_answer() -> None:
    hint = "<details><summary>Hint</summary>\nA is a machine.\n</details>\n"
    assert _read("", f"\n{hint}<details><summary>Answer</summary>\nB, as it keeps objects.\n</details>") == (
        [(STEM, "B")],
        [],
    )


PROPOSED = {
    "label": "Solution: You add a key.",
    "bold": "**Solution:** You add a key\nto each object.",
    "heading": "### Solution\n\nYou add a key.",
    "German": "Lösung: Sie fügen einen Schlüssel hinzu.",
    "Chinese": "解答：您新增金鑰。",
}


@pytest.mark.parametrize("answer", ["Answer: A", "**Correct answer:** A - it does.", "ticked"])
@pytest.mark.parametrize("proposed", PROPOSED.values(), ids=PROPOSED)
def test_a_solution_that_is_asked_about_is_part_of_the_stem(proposed: str, answer: str) -> None:
    options = "- [x] Yes\n- [ ] No" if answer == "ticked" else f"A. Yes\nB. No\n\n{answer}"
    scenario = "You have a bucket. You need to encrypt what is in it."
    text = f"## Question {{}}\n\n{scenario}\n\n{proposed}\n\nDoes this meet the goal?\n\n{options}\n\n"
    parsed = parse(Source("a.md", text.format(1) + text.format(2)))
    assert parsed.diagnostics == ()
    assert [question.answer for question in parsed.questions] == [("A",), ("A",)]
    for question in parsed.questions:
        assert question.stem.startswith(scenario)
        assert proposed.rsplit("\n", maxsplit=1)[-1].replace("*", "") in question.stem.replace("*", "")
        assert question.stem.endswith("Does this meet the goal?")
