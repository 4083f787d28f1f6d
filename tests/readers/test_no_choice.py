"""Questions that are no choice: their kinds and answers, in every form and language, and what must not become one."""

from __future__ import annotations

import pytest

from ankigen import readers
from ankigen.languages import LANGUAGES, words
from ankigen.source import Source

UNIT = "The smallest unit."
OPEN = {
    "a label": f"Q: What is a pod?\nA: {UNIT}\n",
    "a label in a heading": f"## Q: What is a pod?\nA: {UNIT}\n",
    "a label with a number": f"## Q{{n}}: What is a pod?\n\n**A:** {UNIT}\n",
    "a label above its answer": f"## Q: What is a pod?\n\nA:\n{UNIT}\n",
    "a number": f"{{n}}. What is a pod?\n\n   **Answer:** {UNIT}\n",
    "a number directly above": f"{{n}}. What is a pod?\nAnswer: {UNIT}\n",
    "a heading": f"### What is a pod?\n\n**Answer:** {UNIT}\n",
    "a heading with a number": f"### Question {{n}}\n\nWhat is a pod?\n\n**Answer:** {UNIT}\n",
    "a paragraph": f"What is a pod?\n\nAnswer: {UNIT}\n",
    "details": f"{{n}}. What is a pod?\n\n<details>\n<summary>Answer</summary>\n\n{UNIT}\n\n</details>\n",
    "a heading and details": f"### What is a pod?\n\n<details><summary>Show answer</summary>\n\n{UNIT}\n\n</details>\n",
    "a heading for the answer": f"### What is a pod?\n\n#### Answer\n\n{UNIT}\n",
    "sections": f"## Question\n\nWhat is a pod?\n\n## Answer\n\n{UNIT}\n",
    "a bold number": f"**Question {{n}}:** What is a pod?\n\n**Answer:** {UNIT}\n",
    "a callout": f"> [!question] What is a pod?\n>\n> > [!success]- Answer\n> > {UNIT}\n",
    "rules": f"---\n\nWhat is a pod?\n\nAnswer: {UNIT}\n\n---\n",
}
CHOICES = {
    "a label": "Q: Which is red?\na. tomato\nb. leek\nA: a\n",
    "a number": "{n}. Which is red?\n\n   A. tomato\n   B. leek\n\n   **Answer:** A\n",
    "a heading": "### Which is red?\n\n- A) tomato\n- B) leek\n\n**Answer:** A\n",
    "a paragraph": "Which is red?\n\nA. tomato\nB. leek\n\nAnswer: A\n",
    "boxes": "#### Q{n}. Which is red?\n\n- [x] tomato\n- [ ] leek\n",
    "an explanation": "**Question {n}:** Which is red?\n\nA. tomato\nB. leek\n\nAnswer: A\n\n**Explanation:** So.\n",
}


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("form", OPEN)
@pytest.mark.parametrize("order", ["oc", "co", "oco", "ococ"])
def test_choices_and_open_questions_of_any_form_are_read_side_by_side(form: str, choice: str, order: str) -> None:
    parts = [(OPEN[form] if kind == "o" else CHOICES[choice]).replace("{n}", str(n)) for n, kind in enumerate(order, 1)]
    parsed = readers.parse(Source("a.md", "# Quiz\n\n" + "\n".join(parts)))
    wrong = [
        (question.stem, len(question.options), question.answer, question.solution) for question in parsed.questions
    ]
    meant = {"o": ("What is a pod?", 0, (), UNIT), "c": ("Which is red?", 2, ("A",), "")}
    assert wrong == [meant[kind] for kind in order]
    assert not parsed.diagnostics
    assert [diagnostic.rule.code for diagnostic in parsed.if_choices] == ["AG113"] * order.count("o")


KINDS = {
    "letters": ("1. Put them in the right order.\n\nA. x\nB. y\nC. z\n\nAnswer: C, A, B\n", "ordering"),
    "arrows": ("1. Put them in the right order.\n\nA. x\nB. y\nC. z\n\nAnswer: C → A → B\n", "ordering"),
    "numbers": ("### Arrange the steps.\n\n1. x\n2. y\n3. z\n\nAnswer: 3, 1, 2\n", "ordering"),
    "words": ("1. Sort Mars, Venus and Earth in order of distance.\n\nAnswer: Venus, Earth, Mars\n", "ordering"),
    "an order in Chinese": ("1. 請依順序排列：\n\nA. 甲\nB. 乙\nC. 丙\n\n答案：C、A、B\n", "ordering"),
    "pairs": ("2. Match them.\n\n1. TCP\n2. UDP\n\nA. datagrams\nB. a stream\n\nAnswer: 1-B, 2-A\n", "matching"),
    "pairs below each other": ("3. Match.\n\n1. TCP\n2. UDP\n\nA. x\nB. y\n\nAnswer:\n\n1-B\n2-A\n", "matching"),
    "pairs of a table": (
        "2. Match.\n\n| 1. TCP | A. datagrams |\n|---|---|\n| 2. UDP | B. a stream |\n\nAnswer: 1-B, 2-A\n",
        "matching",
    ),
    "a number": ("1. How many bits has a byte?\n\nAnswer: 8\n", "number"),
    "a percentage": ("### How much of the air is oxygen?\n\n**Answer:** 21 %\n", "number"),
    "a gap": ("1. A byte has ____ bits.\n\nAnswer: eight\n", "gap"),
    "a gap of another kind": ("1. 一個位元組有（　　）個位元。\n\n答案：八\n", "gap"),
    "a name with underscores": ("1. When is `__init__` called?\n\nAnswer: when an object is made\n", "open"),
    "a list": ("1. What are the states?\n\nAnswer:\n\n- solid\n- liquid\n", "open"),
    "a numbered list": ("1. How do you begin?\n\nAnswer:\n\n1. Get a hammer.\n2. Find a nail.\n", "open"),
    "code": ("1. How do you list files?\n\nAnswer:\n\n```sh\nls\n```\n", "open"),
}


@pytest.mark.parametrize(("text", "kind"), KINDS.values(), ids=KINDS)
def test_a_question_is_named_for_what_it_asks(text: str, kind: str) -> None:
    parsed = readers.parse(Source("a.md", text))
    assert [(question.kind, question.options) for question in parsed.questions] == [(kind, ())]
    assert parsed.questions[0].solution


def test_the_steps_are_on_the_front_with_their_labels_and_in_order_on_the_back() -> None:
    (question,) = readers.parse(Source("a.md", KINDS["letters"][0])).questions
    assert question.stem == "Put them in the right order.\n\n**A.** x\n\n**B.** y\n\n**C.** z"
    assert question.solution == "1. **C.** z\n2. **A.** x\n3. **B.** y"


def test_both_lists_are_on_the_front_and_pairs_are_no_answer_key() -> None:
    quiz = "1. Which?\n\nA. x\nB. y\n\nAnswer: A\n\n" + KINDS["pairs"][0]
    choice, pairs = readers.parse(Source("a.md", quiz)).questions
    assert choice.answer == ("A",)
    assert pairs.stem == "Match them.\n\n1. TCP\n2. UDP\n\n**A.** datagrams\n\n**B.** a stream"
    assert pairs.solution == "1-B, 2-A"


def test_a_key_below_two_questions_is_still_one() -> None:
    quiz = "1) Which?\na) x\nb) y\n\n2) What?\na) v\nb) w\n\nAnswers: 1-B 2-A\n"
    assert [question.answer for question in readers.parse(Source("a.md", quiz)).questions] == [("B",), ("A",)]


def test_an_answer_beside_its_label_is_a_paragraph_and_the_rest_explains_it() -> None:
    text = "1. What is a pod?\n\n**Answer:** The smallest\nunit.\n\nIt has an address.\n\n**Mnemonic:** peas\n"
    (question,) = readers.parse(Source("a.md", text)).questions
    assert (question.solution, question.explanation) == ("The smallest\nunit.", "It has an address.")
    assert question.mnemonic == "peas"


def test_an_answer_below_its_label_goes_on_to_the_next_label() -> None:
    text = "### What is a pod?\n\n**Answer:**\n\nThe smallest unit.\n\n- one\n- two\n\n**Explanation:** So.\n"
    (question,) = readers.parse(Source("a.md", text)).questions
    assert (question.solution, question.explanation) == ("The smallest unit.\n\n- one\n- two", "So.")


LOST = {
    "roman numbers": "- i) Mars\n- ii) Venus\n",
    "bullets": "* Mars\n* Venus\n",
    "numbers": "1) Mars\n2) Venus\n",
    "brackets": "<A> Mars\n<B> Venus\n",
    "slashes": "A/ Mars\nB/ Venus\n",
    "bare lines": "Mars\nVenus\n",
    "signs": "🔴 Mars\n🔵 Venus\n",
    "HTML": "<li>Mars</li>\n<li>Venus</li>\n",
    "one line": "Is it (a) Mars or (b) Venus\n",
    "words": "Option 1: Mars\nOption 2: Venus\n",
}


@pytest.mark.parametrize("options", LOST.values(), ids=LOST)
@pytest.mark.parametrize("stem", ["1. Which is near?", "### Which is near?", "Q: Which is near?"])
def test_options_that_were_not_recognised_make_no_open_question(stem: str, options: str) -> None:
    label = "A" if stem.startswith("Q") else "Answer"
    parsed = readers.parse(Source("a.md", f"{stem}\n\n{options}\n{label}: The near one\n"))
    directly = readers.parse(Source("a.md", f"{stem}\n{options}\n{label}: The near one\n"))
    for alone in (directly,) if options == LOST["bare lines"] else (parsed, directly):
        assert not [question for question in alone.questions if question.kind != "choice"]
        assert alone.diagnostics


@pytest.mark.parametrize("form", ["1. {}", "### {}", "Q: {}", "**Question 4:** {}"])
@pytest.mark.parametrize("options", ["(a) Mars (b) Venus", "A. Mars B. Venus", "1) Mars 2) Venus", "① Mars ② Venus"])
def test_options_in_the_line_of_the_stem_make_no_open_question(form: str, options: str) -> None:
    label = "A" if form.startswith("Q:") else "Answer"
    stem = form.format(f"Which is near? {options}")
    parsed = readers.parse(Source("a.md", f"{stem}\n\n{label}: The near one\n"))
    assert not parsed.questions
    assert parsed.diagnostics


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stem_that_asks_to_choose_among_options_makes_no_open_question(language: str) -> None:
    for among in words(language, "asks")["among"]:
        parsed = readers.parse(Source("a.md", f"1. Kubernetes {among} Docker?\n\nAnswer: Kubernetes 1.30\n"))
        assert not parsed.questions, among
        assert [diagnostic.rule.code for diagnostic in parsed.diagnostics] == ["AG101"]


@pytest.mark.parametrize("answer", ["B", "B. Venus", "(b) Venus", "B) Venus", "②", "A and C", "**C. Venus**"])
def test_an_answer_that_names_an_option_makes_no_open_question(answer: str) -> None:
    parsed = readers.parse(Source("a.md", f"1. Which is near?\n\nAnswer: {answer}\n"))
    assert not parsed.questions
    assert [diagnostic.rule.code for diagnostic in parsed.diagnostics] == ["AG101"]


def test_options_below_the_answer_make_no_open_question() -> None:
    parsed = readers.parse(Source("a.md", "1. Which is near?\n\nAnswer: The near one\n\nA. Mars\n\nB. Venus\n"))
    assert not [question for question in parsed.questions if question.kind != "choice"]
    assert parsed.diagnostics


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_questions_are_read_in_every_language(language: str) -> None:
    answer, asked = words(language, "parts")["answer"], words(language, "number")["question"][0]
    answer = next(word for word in answer if word.isalpha() and len(word) > 1)
    text = f"1. Kubernetes?\n\n**{answer}:** 42 pods\n\n### {asked} 2\n\nDocker?\n\n**{answer}:** 43 pods\n"
    parsed = readers.parse(Source("a.md", text))
    assert [question.solution for question in parsed.questions] == ["42 pods", "43 pods"]


SHORT = sorted({tuple(pair.split()) for tag in LANGUAGES for pair in words(tag, "number")["short"]})


@pytest.mark.parametrize(("question", "answer"), SHORT)
@pytest.mark.parametrize("colon", [":", "："])
def test_shorthand_for_question_and_answer_is_read(question: str, answer: str, colon: str) -> None:
    rows = [f"{question}{colon} Kubernetes {n}?\n{answer}{colon} {n} pods\n" for n in (1, 2)]
    parsed = readers.parse(Source("a.md", "\n".join(rows)))
    assert [(one.stem, one.solution) for one in parsed.questions] == [
        ("Kubernetes 1?", "1 pods"),
        ("Kubernetes 2?", "2 pods"),
    ]


def test_letters_of_options_are_no_shorthand() -> None:
    text = "1. Which?\n\nA: one\nB: two\nC: three\nD: four\nE: five\nF: six\n\nR: D\n"
    (question,) = readers.parse(Source("a.md", text)).questions
    assert (len(question.options), question.answer) == (6, ("D",))


def test_a_heading_that_asks_is_answered_by_the_text_below_but_only_where_recall_cards_are_made() -> None:
    text = "# Notes\n\n## What is a pod?\n\nThe smallest unit.\n\n## Setup\n\nText.\n\n## Why?\n\n- a list\n"
    parsed = readers.parse(Source("a.md", text))
    assert [(question.stem, question.solution) for question in parsed.questions] == [("What is a pod?", UNIT)]
    assert (parsed.diagnostics, parsed.if_choices) == ((), ())


STATEMENTS = {
    "de": ("Der Router verbindet Netze und leitet die Pakete weiter.", "Wahr", ("Wahr", "Falsch")),
    "fr": ("Le routeur relie les réseaux et il transmet les paquets.", "Faux", ("Vrai", "Faux")),
    "es": ("El router conecta las redes y envía los paquetes.", "Verdadero", ("Verdadero", "Falso")),
    "ja": ("ルーターはネットワークをつなぐ。", "○", ("正しい", "誤り")),
    "zh-Hant": ("路由器連接網路，並且轉送封包。", "對", ("對", "錯")),
    "ru": ("Маршрутизатор соединяет сети и передаёт пакеты.", "Верно", ("Верно", "Неверно")),
    "pl": ("Router łączy sieci i przesyła pakiety.", "Tak", ("Tak", "Nie")),
    "ko": ("라우터는 네트워크를 연결한다.", "참", ("참", "거짓")),
    "German with English answers": (
        "Der Router verbindet Netze und leitet die Pakete weiter.",
        "True",
        ("Wahr", "Falsch"),
    ),
    "a word of several languages, it": ("Il fuoco è freddo.", "Falso", ("Vero", "Falso")),
    "a word of several languages, pt": ("O fogo é frio.", "Falso", ("Verdadeiro", "Falso")),
    "yes": ("Is a router a computer?", "Yes", ("Yes", "No")),
    "en": ("A router connects the networks.", "False. It is a switch.", ("True", "False")),
    "a reason in brackets": ("A router connects the networks.", "True (it does)", ("True", "False")),
}


@pytest.mark.parametrize(("statement", "answer", "options"), STATEMENTS.values(), ids=STATEMENTS)
def test_true_and_false_are_in_the_language_of_the_question(
    statement: str, answer: str, options: tuple[str, str]
) -> None:
    (question,) = readers.parse(Source("a.md", f"1. {statement}\n\nAnswer: {answer}\n")).questions
    assert tuple(option.text for option in question.options) == options
    assert len(question.answer) == 1


def test_a_reason_in_brackets_is_kept() -> None:
    (question,) = readers.parse(Source("a.md", "1. TCP is reliable.\n\nAnswer: True (it repeats)\n")).questions
    assert (question.answer, question.explanation) == (("A",), "it repeats")


@pytest.mark.parametrize("language", LANGUAGES)
def test_true_and_false_are_known_in_every_language(language: str) -> None:
    truths = words(language, "answer")
    for pair in (("true", "false"), ("yes", "no")):
        for right, key in zip("AB", pair, strict=True):
            text = f"1. Kubernetes 1.30.\n\n**Answer:** {truths[key][0]}\n"
            (question,) = readers.parse(Source("a.md", text)).questions
            assert question.answer == (right,), truths[key][0]
            assert len({option.text for option in question.options}) == 2


def test_two_answers_in_words_are_reported() -> None:
    parsed = readers.parse(
        Source("a.md", "1. What is a pod?\n\nAnswer: a unit\n\nCorrect answer: a house of a whale\n")
    )
    assert not parsed.questions
    assert [diagnostic.rule.code for diagnostic in parsed.diagnostics] == ["AG109"]


FOLDED = {
    "a heading that asks nothing": "## Installation\n\n<details><summary>Linux</summary>\n\napt\n\n</details>\n",
    "a table between": "Why? So.\n\n| a |\n|---|\n| b |\n\n<details><summary>See</summary>\n\n- one\n\n</details>\n",
    "a paragraph between": "Why not?\n\nA text.\n\n<details><summary>See more</summary>\n\nmore\n\n</details>\n",
}


@pytest.mark.parametrize("text", FOLDED.values(), ids=FOLDED)
def test_what_is_only_folded_answers_nothing_but_what_asks_directly_above(text: str) -> None:
    parsed = readers.parse(Source("a.md", f"# Project\n\n{text}"))
    assert (parsed.questions, parsed.diagnostics) == ((), ())


@pytest.mark.parametrize("label", ["ID: Q-007", "**ID:** `Q-007`", "題目編號：Q-007"])
@pytest.mark.parametrize(
    "text",
    [
        f"### What is a pod?\n\n{{}}\n\n<details><summary>Show answer</summary>\n\n{UNIT}\n\n</details>\n",
        f"### What is a pod?\n\n<details><summary>Show answer</summary>\n\n{UNIT}\n\n</details>\n\n{{}}\n",
        f"### What is a pod?\n\n{UNIT}\n\n{{}}\n",
    ],
)
def test_a_field_beside_a_folded_answer_is_no_part_of_it(text: str, label: str) -> None:
    (question,) = readers.parse(Source("q.md", text.format(label))).questions
    assert (question.stem, question.solution, question.id) == ("What is a pod?", UNIT, "Q-007")
