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
    "fold with its title on a line": ("<details>\n<summary>\nShow the answer\n</summary>\nIt is B.\n</details>", 4),
    "fold below another": (
        "<details><summary>Exhibit</summary>\nBuckets.\n</details>\n"
        "<details><summary>Answer</summary>\nIt is B.\n</details>",
        4,
    ),
    "fold with its title alone": ("<details>\n<summary>\n\nShow the answer\n\n</summary>\n\nIt is B.\n\n</details>", 7),
    "callout": ("> [!success]- Answer\n> It is B.", 1),
    "fold with two names": ("<details><summary>✅ Answer &amp; explanation</summary>\n\nIt is B.\n\n</details>", 0),
    "below a hint": ("**Hint:** think of buckets.\n\n**Explanation:** S3 keeps objects.", 2),
    "German": ("### Lösung: B\n\nS3 speichert Objekte.", 0),
    "German label": ("**Erklärung:** S3 speichert Objekte.", 0),
    "Spanish": ("**Explicación:** S3 guarda objetos.", 0),
    "Chinese": ("**正解說明：** S3 存放物件。", 0),
    "Chinese fold": ("<details><summary>查看答案</summary>\n\n因為它存放物件。\n\n</details>", 2),
    "Japanese": ("### 解説\n\nS3 はオブジェクトを保存する。", 0),
}
ASKED = {
    "a reason of an assertion": "Assertion: S3 is durable.\nReason: It copies objects.",
    "in bold": "**Assertion (A):** S3 is durable.\n\n**Reason (R):** It copies objects.",
    "an assertion on two lines": "**Assertion:** S3 is durable,\nwherever it is.\n\n**Reason:** It copies objects.",
    "a reason": "Reason: the invoice is too high.",
    "a scenario": "說明：某公司要存放物件。",
    "a German reason": "Grund: Die Rechnung ist zu hoch.",
    "a date": "Exp: 12/2025",
    "a note": "Note: this question is one of a series.",
    "a hint": "**Hint:** think of buckets.",
    "a label that asks": "Explanation: which one explains it?",
    "a fold with a title": "<details><summary>Exhibit</summary>\n\nAll objects have a key.\n\n</details>",
    "a fold that is clicked": "<details><summary>Show exhibit</summary>\n\nAll objects have a key.\n\n</details>",
    "a fold in Chinese": "<details>\n<summary>點擊展開</summary>\n\nAll objects have a key.\n\n</details>",
    "a fold without a title": "<details>\n\nAll objects have a key.\n\n</details>",
    "a definition of a link": "[r]: <buckets.png>\n\n![buckets][r]",
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
    words = next(line for line in reversed(above.split("\n")) if line not in {"", "```", "</details>"})
    assert words[-12:] in questions[0][0]


def test_a_label_with_the_answer_above_the_options_is_that_answer() -> None:
    assert _read("**Answer:** B", "") == ([(STEM, "B")], [])


def test_a_fold_of_a_hint_may_be_above_that_of_the_answer() -> None:
    hint = "<details><summary>Hint</summary>\nA is a machine.\n</details>\n"
    assert _read("", f"\n{hint}<details><summary>Answer</summary>\nB\n\nIt keeps objects.\n</details>") == (
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


@pytest.mark.parametrize("name", ["Reason", "解析", "Comentario"])
def test_a_name_that_explains_below_answers_explains_above_options_too(name: str) -> None:
    parsed = parse(
        Source(
            "a.md",
            f"## Question 1\n\nWhich?\n\n{name}: because.\n\n{BELOW}\nAnswer: B\n\n"
            f"## Question 2\n\nWhat?\n\n{BELOW}\nAnswer: B\n\n{name}: because.\n",
        )
    )
    assert [question.stem for question in parsed.questions] == ["What?"]
    assert [(diagnostic.rule.code, diagnostic.span.line) for diagnostic in parsed.diagnostics] == [("AG118", 5)]


def test_folds_about_single_options_state_no_answer() -> None:
    folds = "".join(
        f"<details>\n<summary>{title}</summary>\n\n{text}\n\n</details>\n\n"
        for title, text in (
            ("Hint", "Buckets."),
            ("Option A", "Wrong."),
            ("Option B", "Right."),
            ("Option C", "Wrong."),
        )
    )
    for below in (folds, folds[folds.index("<details>", 1) :]):
        assert _read("", f"\n{below}\n**Answer:** B") == ([(STEM, "B")], [])
        assert _read("", f"\n{below}") == ([], [("AG102", 1)])


def test_an_answer_of_an_open_question_is_proposed_to_nobody() -> None:
    text = "## Question 1\n\nIt is cold.\n\n**Answer:** Glacier.\n\nWhich class?\n\n- [ ] S3 Standard\n- [x] Glacier\n"
    assert [question.stem for question in parse(Source("a.md", text)).questions if question.kind == "choice"] == [
        "Which class?"
    ]


@pytest.mark.parametrize("why", ["- A. EC2: a machine.", "A: a machine.", "EC2: a machine.", "A is a machine."])
def test_an_explanation_in_the_fold_below_a_hint_states_no_answer(why: str) -> None:
    hint = "<details><summary>Hint</summary>\nBuckets.\n</details>\n"
    folds = f"\n{hint}<details><summary>Explanation</summary>\n{why}\n</details>\n"
    assert _read("", folds) == ([], [("AG102", 1)])
    assert _read("", f"{folds}\n**Answer:** B") == ([(STEM, "B")], [])


def test_a_fold_with_the_answer_may_be_above_folds_about_options() -> None:
    folds = "".join(
        f"<details>\n<summary>{title}</summary>\n\n{text}\n\n</details>\n\n"
        for title, text in (("Answer", "B"), ("Option A", "No."), ("Option B", "Yes."), ("Option C", "No."))
    )
    assert _read("", f"\n{folds}") == ([(STEM, "B")], [])


@pytest.mark.parametrize("title", ["情境說明", "背景說明", "상황 설명", "Current solution", "Customer feedback"])
def test_a_fold_of_a_stem_may_have_words_of_an_explanation_in_its_title(title: str) -> None:
    above = f"<details><summary>{title}</summary>\n\nAll objects have a key.\n\n</details>"
    assert _read(above, "\nAnswer: B")[1] == []


@pytest.mark.parametrize("begin", ["2. ", "---\n\n2. "])
def test_a_reason_of_the_next_question_does_not_explain_the_answer_above(begin: str) -> None:
    first = "1. Which?\n\nA) x\nB) y\n\nAnswer: B\n\n"
    parsed = parse(Source("a.md", f"{first}{begin}Assertion: a.\n\nReason: b.\n\nA) x\nB) y\n\nAnswer: A\n"))
    assert [question.stem for question in parsed.questions] == ["Which?", "Assertion: a.\n\nReason: b."]


@pytest.mark.parametrize(
    "label",
    [
        "**Feedback Option {}:**",
        "Comentário da alternativa {}:",
        "*Explanation for option {}:*",
        "Rationale ({}):",
        "**Why {} is wrong:**",
        "Option {} explanation:",
        "Erklärung zu Antwort {}:",
        "Пояснение к варианту {}:",
        "选项{}解析：",
        "選択肢{}の解説：",
        "선택지 {} 해설:",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_explains_one_option_by_its_letter_is_its_rationale(label: str, gap: str) -> None:
    clouds = {"A": "Cirrus", "B": "Cumulonimbus", "C": "Fog"}
    rows = [
        f"{letter}. {text}{gap}{label.format(letter)} It is {letter.lower()}{letter.lower()}."
        for letter, text in clouds.items()
    ]
    parsed = parse(Source("a.md", "1. Which cloud brings thunder?\n\n" + "\n\n".join(rows) + "\n\nAnswer: B\n"))
    (question,) = parsed.questions
    assert [option.text for option in question.options] == list(clouds.values())
    assert [option.rationale for option in question.options] == ["It is aa.", "It is bb.", "It is cc."]
    below = [f"{label.format(letter)} It is {letter.lower()}{letter.lower()}." for letter in clouds]
    options = "\n".join(f"{letter}. {text}" for letter, text in clouds.items())
    parsed = parse(Source("a.md", f"1. Which cloud?\n\n{options}\n\n" + "\n\n".join(below) + "\n\nAnswer: B\n"))
    assert [option.rationale for option in parsed.questions[0].options] == ["It is aa.", "It is bb.", "It is cc."]


def test_the_explanation_of_another_option_is_in_no_text_of_an_option() -> None:
    text = "1. Which cloud?\n\nA. Cirrus\n\nFeedback B: It is tall.\n\nB. Cumulonimbus\nC. Fog\n\nAnswer: B\n"
    (question,) = parse(Source("a.md", text)).questions
    assert [option.text for option in question.options] == ["Cirrus", "Cumulonimbus", "Fog"]
    assert question.explanation == "Feedback B: It is tall."


@pytest.mark.parametrize("line", ["Plan A: go up", "Vitamin C: a lemon", "Type B: rain"])
def test_a_line_below_an_option_that_names_a_letter_and_no_explanation_stays_in_it(line: str) -> None:
    text = f"1. Which?\n\nA. Cirrus\n   {line}\nB. Fog\n   {line}\n\nAnswer: B\n"
    (question,) = parse(Source("a.md", text)).questions
    assert question.options[0].text == f"Cirrus\n{line}"
