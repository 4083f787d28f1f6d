"""Banks as they are pasted: from pages, exports and chats, with what those leave around and between the questions."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, NamedTuple

import pytest
from reading import read_bank

from ankigen.model import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Asked(NamedTuple):
    """A question as a reader of the file understands it; the right options have a `*`."""

    stem: str
    options: Sequence[str]
    explanation: str = ""


def read(text: str) -> list[Asked]:
    """Read a file, of which nothing may be reported."""
    questions, diagnostics = read_bank({"pasted.md": dedent(text)})
    assert not diagnostics
    return [
        Asked(
            question.stem,
            [("*" if option.label in question.answer else "") + option.text for option in question.options],
            question.explanation,
        )
        for question in questions
    ]


CLOUDS = ["Cirrus", "*Cumulonimbus"]
WINDS = ["*Föhn", "Bora"]

CASES: Mapping[str, tuple[str, Sequence[Asked]]] = {
    "buttons, votes and topics of an exam site": (
        """\
        Question #4 Topic 2

        Which cloud brings thunder?

        A. Cirrus
        B. Cumulonimbus  Most Voted

        [Reveal Solution](https://exams.example/view/3/#) [Hide Solution](#)   [Discussion   20](https://exams.example/#)

        **Correct Answer:** B [🗳️](https://exams.example/view/3/#)

        *Community vote distribution*

        B (82%)

        18%

        Question #5*Topic 2*

        Which wind is warm?

        A. Föhn
        B. Bora

        **Correct Answer:** *A* Community vote distribution A (75%) B (25%)

        質問#6 トピック2

        Which wind is cold?

        A. Föhn
        B. Bora

        Correct Answer: B
        """,
        [
            Asked("Which cloud brings thunder?", CLOUDS),
            Asked("Which wind is warm?", WINDS),
            Asked("Which wind is cold?", ["Föhn", "*Bora"]),
        ],
    ),
    "options that are shares, and no votes": (
        """\
        1. How much of the air is oxygen?

           - 21 %
           - 78 %

           Answer: 21 %
        """,
        [Asked("How much of the air is oxygen?", ["*21 %", "78 %"])],
    ),
    "tags of a template, blanks and links to a place of the page": (
        """\
        {% hint style="info" %}
        **Question 1:** Which cloud brings thunder?
        A) Cirrus
        B) Cumulonimbus
        {% endhint %}
        &nbsp;
        Answer: B
        &nbsp;

        <p align="right"><a href="#top">↑ Back to top</a></p>

        {% hint style="info" %}
        **Question 2:** Which wind is warm?
        A) Föhn
        B) Bora
        {% endhint %}

        Answer: A

        [⬆ Back to top](#top)
        """,
        [Asked("Which cloud brings thunder?", CLOUDS), Asked("Which wind is warm?", WINDS)],
    ),
    "a rule or a fold parts questions without numbers": (
        """\
        Which cloud brings thunder?

        A. Cirrus
        B. Cumulonimbus

        <details>
        Answer: B

        It is the tall one.
        </details><br>

        ---
        <br>
        A valley in the Alps has no snow any more.

        Which wind is warm?

        A. Föhn
        B. Bora

        <details>
        Answer: A
        </details>

        A harbour has waves.

        Which wind is cold?

        A. Föhn
        B. Bora

        Answer: B
        """,
        [
            Asked("Which cloud brings thunder?", CLOUDS, "It is the tall one."),
            Asked("A valley in the Alps has no snow any more.\n\nWhich wind is warm?", WINDS),
            Asked("A harbour has waves.\n\nWhich wind is cold?", ["Föhn", "*Bora"]),
        ],
    ),
    "titles of folds that name two parts, or fold an answer": (
        """\
        1. Welche Wolke bringt Donner?

           - a. Cirrus
           - b. Cumulonimbus

        <details>
        <summary>Antwort und Erklärung</summary>

        **Richtige Antwort: b.** Sie ist hoch.

        </details>

        2. どの風が暖かいですか。

           - a. Föhn
           - b. Bora

        <details><summary>解答と解説</summary>

        **正解: a**

        </details>

        3. Which wind is cold?

            - a. Föhn
            - b. Bora

            ??? tip "A hint"
                Answer: b
        """,
        [
            Asked("Welche Wolke bringt Donner?", CLOUDS, "Sie ist hoch."),
            Asked("どの風が暖かいですか。", WINDS),
            Asked("Which wind is cold?", ["Föhn", "*Bora"]),
        ],
    ),
    "signs between the options of one line, in several scripts": (
        """\
        1. Which cloud brings thunder?
           a) Cirrus — b) Cumulonimbus — c) Fog
           **Answer: b)** The tall one.

        2. Which wind is warm?
           A. Föhn · B. Bora · C. Mistral
           Answer: A

        3. ما الرياح الدافئة؟
           أ) Föhn  ب) Bora  ج) Mistral
           **الإجابة الصحيحة: أ**

        4. どの風が寒いですか。ア．Föhn　イ．Bora　ウ．Scirocco　答え：イ

        5. Quel vent est froid ? A) Föhn. B) Bora. C) Scirocco. Bonne réponse : B
        """,
        [
            Asked("Which cloud brings thunder?", [*CLOUDS, "Fog"], "The tall one."),
            Asked("Which wind is warm?", [*WINDS, "Mistral"]),
            Asked("ما الرياح الدافئة؟", [*WINDS, "Mistral"]),
            Asked("どの風が寒いですか。", ["Föhn", "*Bora", "Scirocco"]),
            Asked("Quel vent est froid ?", ["Föhn.", "*Bora.", "Scirocco."]),
        ],
    ),
    "line breaks behind the parts": (
        """\
        **Question 1**

        Which cloud brings thunder, and
        hail?\\
        A) Cirrus\\
        B) Cumulonimbus\\
        C) fog, on the ground<br>

        **Answer: B**\\
        **Explanation:** It is tall,\\
        and cold above.
        """,
        [
            Asked(
                "Which cloud brings thunder, and\nhail?",
                [*CLOUDS, "fog, on the ground"],
                "It is tall,\\\nand cold above.",
            )
        ],
    ),
    "options that are said twice": (
        """\
        1. どの雲が雷をもたらしますか。
           *Which cloud brings thunder?*

        A. 巻雲
        *A. Cirrus*
        B. 積乱雲
        *B. Cumulonimbus*

        正解: B
        """,
        [
            Asked(
                "どの雲が雷をもたらしますか。\n*Which cloud brings thunder?*",
                ["巻雲\n*Cirrus*", "*積乱雲\n*Cumulonimbus*"],
            )
        ],
    ),
    "an answer behind a name that is none, or below its heading": (
        """\
        ## 1. Which cloud brings thunder?

        - A. Cirrus
        - B. Cumulonimbus

        ### What matters here

        Height.

        <details>
        <summary>See</summary>

        **Answer: B**
        It is the tall one.

        </details>

        ## 2. Which wind is warm?

        - A. Föhn
        - B. Bora

        - **Way and sample:** Answer: A
        """,
        [
            Asked(
                "Which cloud brings thunder?",
                CLOUDS,
                "It is the tall one.\n\n### What matters here\n\nHeight.",
            ),
            Asked("Which wind is warm?", WINDS),
        ],
    ),
    "a heading of the answer below options without a number": (
        """\
        ## Exercise

        Which cloud brings thunder?

        **A.** Cirrus

        **B.** Cumulonimbus

        ---

        ### Answer and explanation

        **Answer: B**

        It is the tall one.

        ---

        ## Summary

        Clouds differ.
        """,
        [Asked("Which cloud brings thunder?", CLOUDS, "It is the tall one.")],
    ),
    "fields that say of what kind a question is, and what it counts": (
        """\
        ## Question 1
        **Type:** multiple-choice
        **Points:** 1

        Which cloud brings thunder?
        - A. Cirrus
        - B. Cumulonimbus

        **Answer:** B

        ## Câu 2: Gió
        **Loại:** multiple-choice
        **Điểm:** 1

        Gió nào ấm?
        - A. Föhn
        - B. Bora

        **Đáp án:** A
        """,
        [Asked("Which cloud brings thunder?", CLOUDS), Asked("Gió nào ấm?", WINDS)],
    ),
    "answers folded below a verb and a name that no list has together": (
        """\
        **Pregunta 1**: ¿Qué nube trae truenos?
        - A) Cirrus
        - B) Cumulonimbus

        **Pregunta 2**: ¿Qué viento es cálido?
        - A) Föhn
        - B) Bora

        <details>
        <summary>Ver Respuestas</summary>

        1. B - Trae granizo.
        2. A - Baja de los Alpes.

        </details>
        """,
        [
            Asked("¿Qué nube trae truenos?", CLOUDS, "Trae granizo."),
            Asked("¿Qué viento es cálido?", WINDS, "Baja de los Alpes."),
        ],
    ),
    "comments on questions that an answer key has answered": (
        """\
        **QUESTION 01** Which cloud brings thunder?

        (A) Cirrus
        (B) Cumulonimbus

        **QUESTION 02** Which wind is warm?

        (A) Föhn
        (B) Bora

        **ANSWER KEY**

        01. B
        02. A

        **Comments**

        **Question 01** – It brings hail, too.

        **Question 02** – Correct option: A. It falls from the Alps.
        """,
        [
            Asked("Which cloud brings thunder?", CLOUDS, "It brings hail, too."),
            Asked("Which wind is warm?", WINDS, "It falls from the Alps."),
        ],
    ),
    "round boxes, of which one may be ticked": (
        """\
        Which cloud brings thunder?

        - ( ) Cirrus
        - (x) Cumulonimbus

        # Reason

        It brings hail, too.

        ---

        Which wind is warm?

        1. (X) Föhn
        2. ( ) Bora
        """,
        [Asked("Which cloud brings thunder?", CLOUDS, "It brings hail, too."), Asked("Which wind is warm?", WINDS)],
    ),
    "names of parts in bold, on lines of their own": (
        """\
        **Question**

        Which cloud brings thunder?

        **Options**

        A. Cirrus
        B. Cumulonimbus

        **Answer**

        B

        **Explanation**

        It brings hail, too.
        """,
        [Asked("Which cloud brings thunder?", CLOUDS, "It brings hail, too.")],
    ),
    "a lesson around the tags of its quiz": (
        """\
        Clouds come in many kinds.

        <quiz>
        Which cloud brings thunder?
        - [ ] Cirrus
        - [x] Cumulonimbus
        </quiz>
        """,
        [Asked("Which cloud brings thunder?", CLOUDS)],
    ),
    "answers that somebody gave in a test": (
        """\
        1. Which cloud brings thunder?
        A. Cirrus (Your answer)
        B. Cumulonimbus
        Your answer: A | Correct answer: B

        2. 哪一种风是暖的？
        A：Föhn
        B：Bora
        正确答案：A 你的答案：B

        3. Welche Wolke bringt Donner?
        A. Cirrus
        B. Cumulonimbus
        Deine Antwort: A
        Richtige Antwort: B
        """,
        [
            Asked("Which cloud brings thunder?", CLOUDS),
            Asked("哪一种风是暖的？", WINDS),
            Asked("Welche Wolke bringt Donner?", CLOUDS),
        ],
    ),
    "statements with a verdict in brackets": (
        """\
        1. Cirrus brings thunder. (F)
        2. (True) Föhn is warm.

        ## 判断题

        （√）3、鲸鱼是哺乳动物。
        4、蝙蝠是鸟类。（错）
        """,
        [
            Asked("Cirrus brings thunder.", ["True", "*False"]),
            Asked("Föhn is warm.", ["*True", "False"]),
            Asked("鲸鱼是哺乳动物。", ["*对", "错"]),
            Asked("蝙蝠是鸟类。", ["对", "*错"]),
        ],
    ),
    "letters of all options, of which the right ones are marked": (
        """\
        __Practice Question__

        Which cloud brings thunder?

        A. Cirrus
        B. Cumulonimbus

        __Suggested Answers__

        - A
        - B - Correct

        __Practice Question__

        Which wind is warm?

        A. Föhn
        B. Bora

        __Solution__

        - [x] A
        - [ ] B
        """,
        [Asked("Which cloud brings thunder?", CLOUDS), Asked("Which wind is warm?", WINDS)],
    ),
}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("{} 💡", "{}"),
        ("⭐ {}", "{}"),
        ("=={}==", "{}"),
        ("<mark>{}</mark>", "{}"),
        ("<u>{}</u>", "{}"),
        ('<span style="color: green">{}</span>', "{}"),
        ("*{}*", "{}"),
        ("{}", "~~{}~~"),
        ("{}", "{} 🚫"),
    ],
)
def test_nothing_that_only_the_right_options_have_is_on_the_front(right: str, wrong: str) -> None:
    options = f"A. {wrong.format('Cirrus')}\nB. {right.format('Cumulonimbus')}\nC. {wrong.format('Fog')}"
    text = f"1. Which cloud brings thunder?\n\n{options}\n\nAnswer: B\n"
    assert read(text) == [Asked("Which cloud brings thunder?", [*CLOUDS, "Fog"])]


def test_what_other_options_have_as_well_stays_on_the_front() -> None:
    text = "1. Which is the warm sign?\n\nA. ice ❄️\nB. fire 🔥\n\nAnswer: B\n"
    assert read(text) == [Asked("Which is the warm sign?", ["ice ❄️", "*fire 🔥"])]


def test_letters_alone_are_no_options() -> None:
    answers = "- A\n- B - Correct\n- C\n"
    text = f"__Question__\n\nWhich cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\nC. Fog\n\n__Keys__\n\n{answers}"
    questions, diagnostics = read_bank({"pasted.md": text})
    assert all({option.text for option in question.options} >= {"Cirrus"} for question in questions)
    assert questions or diagnostics


FAREWELLS = (
    "Let me know if you'd like more questions on this topic!",
    "**Would you like me to** turn these into flashcards?",
    "If you want, I can also make a harder version.",
    "Wenn du möchtest, kann ich dir weitere Fragen schreiben.",
    "Viel Erfolg bei der Prüfung! 🍀",
    "Souhaitez-vous que je prépare un corrigé ?",
    "¿Quieres que prepare otro examen?",
    "Se quiser, posso criar mais perguntas.",
    "Если хотите, я могу добавить пояснения.",
    "Chúc bạn thi tốt!",
    "ご希望でしたら、難易度を上げた問題も作成できます。",
    "원하시면 더 만들어 드릴게요.",
    "如果你需要，我可以再出十题。",
    "İsterseniz daha zor sorular hazırlayabilirim.",
)


@pytest.mark.parametrize("farewell", FAREWELLS)
def test_the_farewell_of_an_assistant_is_no_part_of_the_last_question(farewell: str) -> None:
    question = "1. Which wind is warm?\n\nA. Föhn\nB. Bora\n\nAnswer: A\n\nIt falls from the mountains."
    text = f"{question}\n\n---\n\n{farewell}\n"
    assert read(text) == [Asked("Which wind is warm?", WINDS, "It falls from the mountains.")]


def test_links_below_a_farewell_are_no_part_of_the_last_question() -> None:
    question = "1. Which wind is warm?\n\nA. Föhn\nB. Bora\n\nAnswer: A\n\nIt falls from the mountains."
    links = "- [Course A](https://a.example)\n- [Course B](https://b.example)"
    for below in (links, f"{links}\n\n---\n\n[Course C](https://c.example)", f"---\n\n{links}"):
        questions, _ = read_bank({"q.md": f"{question}\n\nLet me know if you want more!\n\n{below}\n"})
        assert [(q.explanation, q.links) for q in questions] == [("It falls from the mountains.", ())]
    questions, _ = read_bank({"q.md": f"{question}\n\n{links}\n"})
    assert [link.title for link in questions[0].links] == ["Course A", "Course B"]


@pytest.mark.parametrize(
    "explanation",
    [
        "If you need more than a breeze, wait for the Föhn.",
        "If you want warm air, it has to fall.",
        "他にも暖かい風があります。",
    ],
)
def test_an_explanation_that_speaks_to_the_reader_is_no_farewell(explanation: str) -> None:
    text = f"1. Which wind is warm?\n\nA. Föhn\nB. Bora\n\nAnswer: A\n\n{explanation}\n"
    assert read(text) == [Asked("Which wind is warm?", WINDS, explanation)]


@pytest.mark.parametrize("case", CASES)
def test_a_pasted_bank_is_read_without_what_is_around_it(case: str) -> None:
    text, asked = CASES[case]
    assert read(text) == [*asked]


EXPORTS = {
    "classes": "## Which cloud brings thunder? {.quiz-question}\n\n"
    "- [Cirrus]{.other}\n- [Cumulonimbus]{.correct}\n- Fog\n",
    "classes behind": "1. Which cloud brings thunder? {.quiz}\n"
    "    - Cirrus\n    - Cumulonimbus {.correct}\n    - Fog\n{.options}\n",
    "tags": "<quiz>\nWhich cloud brings thunder?\n- [ ] Cirrus\n- [x] Cumulonimbus\n- [ ] Fog\n</quiz>\n",
    "instructions": "<?quiz?>\nquestion: Which cloud brings thunder?\nanswer: Cirrus\n"
    "answer-correct: Cumulonimbus\nanswer: Fog\ncontent:\n<?/quiz?>\n",
    "brackets": "1. Which cloud brings thunder?\n   a) Cirrus\n   b) Cumulonimbus\n   c) Fog\n*(Answer: b)*\n",
}


@pytest.mark.parametrize("form", EXPORTS)
def test_exports_of_quiz_tools_are_read_one_question_at_a_time(form: str) -> None:
    one, other = EXPORTS[form], EXPORTS[form].replace("1. ", "2. ").replace("thunder", "hail")
    assert read(f"{one}\n{other}") == [
        Asked("Which cloud brings thunder?", [*CLOUDS, "Fog"]),
        Asked("Which cloud brings hail?", [*CLOUDS, "Fog"]),
    ]


def test_an_option_that_names_labels_has_none_of_its_own() -> None:
    text = "1. Which cloud brings thunder?\n    - Cirrus\n    - Cumulonimbus ✓\n    - A、B\n"
    assert read(text) == [Asked("Which cloud brings thunder?", [*CLOUDS, "A、B"])]


def test_a_gap_for_the_answer_is_no_answer() -> None:
    text = (
        "## 1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: ______\n\n## Answer key\n\n1. B\n"
    )
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("**Answer:**\n\n- A\n- B - Correct\n- C", "B"),
        ("__Answers__\n\n- A (correct)\n- B\n- C ✅", "AC"),
        ("Answers:\n\n- A\n- C", "AC"),
    ],
)
def test_a_list_of_all_labels_has_the_marked_ones_right(answer: str, right: str) -> None:
    text = f"1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\nC. Fog\n\n{answer}\n"
    options = [
        f"*{text}" if label in right else text
        for label, text in zip("ABC", ("Cirrus", "Cumulonimbus", "Fog"), strict=True)
    ]
    assert read(text) == [Asked("Which cloud brings thunder?", options)]


def test_a_list_of_all_labels_of_which_some_are_bold_is_reported() -> None:
    text = "1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer:\n\n- A\n- **B**\n"
    questions, diagnostics = read_bank({"pasted.md": text})
    assert not questions
    assert diagnostics[0].rule is Rule.UNREADABLE_ANSWER


def test_remarks_in_lists_below_options_are_their_rationales() -> None:
    options = "".join(
        f"- **{label}.** {text}\n  - *Explanation:* {why}\n"
        for label, text, why in (
            ("A", "Cirrus", "Ice alone."),
            ("B", "Cumulonimbus", "Correct."),
            ("C", "Fog", "Calm."),
        )
    )
    questions, diagnostics = read_bank({"a.md": f"### Q1. Which cloud brings thunder?\n\n{options}\n**Answer: B**\n"})
    assert not diagnostics
    assert [(option.text, option.rationale) for option in questions[0].options if option.label != "B"] == [
        ("Cirrus", "Ice alone."),
        ("Fog", "Calm."),
    ]


def test_an_option_that_alone_is_quoted_is_right() -> None:
    text = "1. Which cloud brings thunder?\n\nA. Cirrus\n\n>B. Cumulonimbus\n\nC. Fog\n"
    assert read(text) == [Asked("Which cloud brings thunder?", [*CLOUDS, "Fog"])]


def test_options_that_are_all_quoted_are_not_marked() -> None:
    text = "1. Which cloud brings thunder?\n\n>A. Cirrus\n>B. Cumulonimbus\n\nAnswer: B\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]
    questions, _ = read_bank({"a.md": text.replace("Answer: B\n", "")})
    assert not questions


@pytest.mark.parametrize(
    "hidden", ["**Answer:** ||B||", "Answer: >!B!<", ">!Answer: B!<", "||**Answer:** B||", "- Answer: || B ||"]
)
def test_an_answer_may_be_hidden_until_it_is_clicked(hidden: str) -> None:
    text = f"1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\n{hidden}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize(
    "comment", ["<!-- answer: B -->", "<!--Correct answer: B-->", "%% Answer: B %%", "<!-- 答案：B -->"]
)
def test_an_answer_may_be_in_a_comment(comment: str) -> None:
    text = f"1. Which cloud brings thunder?\n\n- A. Cirrus\n- B. Cumulonimbus\n\n{comment}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]
    assert read(text.replace("B. Cumulonimbus", "B. Cumulonimbus <!-- correct -->").replace(comment, "")) == [
        Asked("Which cloud brings thunder?", CLOUDS)
    ]


@pytest.mark.parametrize("comment", ["<!-- answer B is wrong in the book -->", "<!-- TODO: B -->", "%% see B %%"])
def test_any_other_comment_is_no_answer(comment: str) -> None:
    text = f"1. Which cloud brings thunder?\n\n- A. Cirrus\n- B. Cumulonimbus\n\n{comment}\n\n**Answer:** A\n"
    assert read(text) == [Asked("Which cloud brings thunder?", ["*Cirrus", "Cumulonimbus"])]


@pytest.mark.parametrize("between", ["", "\n"])
@pytest.mark.parametrize("answer", ["> [!success]- Answer\n> B. It is tall.", "> [!answer]-\n> **B** It is tall."])
def test_an_answer_may_be_in_a_callout_of_its_own(between: str, answer: str) -> None:
    text = f"> [!question] Which cloud brings thunder?\n>\n> - A. Cirrus\n> - B. Cumulonimbus\n{between}{answer}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, "It is tall.")]


@pytest.mark.parametrize("verdict", ["Skipped", "Correct", "Incorrect", "Unanswered", "(Skipped)"])
def test_how_somebody_answered_a_question_is_no_part_of_it(verdict: str) -> None:
    text = f"Question 3: {verdict}\nWhich cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\nCorrect answer\nB\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize(
    "around",
    [
        "[MCQ] {}|(Multiple choice) {}|{} (Single Choice)|**[True/False]** {}|Multiple choice: {}",
        "QCM - {} [2 pts]|{} (2 points)|[択一式] {}",
        "（单选题）{}|[单选] {}|_单选_ {}|单选题：{}",
        "{}（单选题，2分）|{}（객관식）",
        "(Opción múltiple) {}|[QCM] {}|(Einfachauswahl) {}",
        "[Meerkeuze] {}|[Çoktan seçmeli] {}|(Pilihan ganda) {}",
        "[Trắc nghiệm] {}|[बहुविकल्पीय] {}",
    ],
)
def test_the_kind_of_a_question_is_no_part_of_its_stem(around: str) -> None:
    for form in around.split("|"):
        text = f"1. {form.format('Which cloud brings thunder?')}\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n"
        assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)], form


@pytest.mark.parametrize("form", ["【多选题】{}", "{}[多选题]", "[複選] {}", "{}（單選）", "[单选] {}"])
@pytest.mark.parametrize("answer", ["B", "A, B"])
def test_the_kind_of_a_question_stays_where_its_answer_contradicts_it(form: str, answer: str) -> None:
    stem = form.format("Which cloud brings thunder?")
    fits = ("," in answer) == ("单选" not in form and "單選" not in form)
    asked = read(f"1. {stem}\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: {answer}\n")
    assert [one.stem for one in asked] == ["Which cloud brings thunder?" if fits else stem]


@pytest.mark.parametrize(
    "stem", ["Which [type] is it?", "(Git) Which is it?", "True or false: is it?", "Which? (Multiple answers)"]
)
def test_other_words_before_a_question_belong_to_it(stem: str) -> None:
    assert [asked.stem for asked in read(f"1. {stem}\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n")] == [stem]


MOODLE = {
    "en": "Complete|Mark 1.00 out of 1.00|Flag question|Question text|Select one:|The correct answer is: Cumulonimbus",
    "en, not yet": "Not yet answered|Marked out of 1.00|Flag question|Question text|Select one:|Answer: B",
    "de": "Vollständig|Erreichte Punkte 1,00 von 1,00|Frage markieren|Fragetext|Wählen Sie eine Antwort:|Antwort: B",
    "es": "Finalizado|Puntúa 1,00 sobre 1,00|Marcar pregunta|Texto de la pregunta|Seleccione una:|Respuesta: B",
    "fr": "Terminé|Noté sur 1,00|Marquer la question|Texte de la question|Veuillez choisir une réponse.|Réponse : B",
    "pt": "Completo|Atingiu 1,00 de 1,00|Marcar questão|Texto da questão|Escolha uma opção:|Resposta: B",
}


@pytest.mark.parametrize("language", MOODLE)
def test_what_moodle_has_around_a_question_is_no_part_of_it(language: str) -> None:
    *above, choose, answer = MOODLE[language].split("|")
    rows = ["Question 1", *above, "Which cloud brings thunder?", "", choose, "a. Cirrus", "b. Cumulonimbus", "", answer]
    assert read("\n".join(rows)) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize("below", ["^1700000000000", "TARGET DECK: Weather", "DECK INFO\n\nFILE TAGS: a"])
def test_what_exporters_of_notes_write_is_no_part_of_an_explanation(below: str) -> None:
    text = f"1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n\nIt is tall.\n\n{below}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, "It is tall.")]


@pytest.mark.parametrize(("tick", "cross"), [(":white_check_mark:", ""), (":heavy_check_mark:", ":x:"), ("✔", "❌")])
@pytest.mark.parametrize("label", ["AB", "--"])
def test_signs_may_be_written_by_their_names(label: str, tick: str, cross: str) -> None:
    labels = [f"{sign}. " if sign != "-" else "- " for sign in label]
    text = f"1. Which cloud brings thunder?\n\n{labels[0]}Cirrus {cross}\n{labels[1]}Cumulonimbus {tick}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize("between", ["", "Choose the correct answer.\n\n", "Response:\n\n"])
@pytest.mark.parametrize("answer", ["The correct answer is **2. Cumulonimbus**.", "Answer: 2", "Answer: Cumulonimbus"])
def test_a_line_between_options_and_their_answer_asks_nothing(between: str, answer: str) -> None:
    text = f"## Question 4\nWhich cloud brings thunder?\n\n1. Cirrus\n2. Cumulonimbus\n\n{between}{answer}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, between.strip())]


COUNTED = [
    "Option 1: {}",
    "- Option 1: {}",
    "Option 1) {}",
    "**Option 1:** {}",
    "選項 1：{}",
    "Opción 1: {}",
    "Вариант 1. {}",
]


@pytest.mark.parametrize("option", COUNTED)
@pytest.mark.parametrize(
    "above", ["1. Which cloud brings thunder?", "**Question:** Which cloud brings thunder?\n\n**Options:**"]
)
def test_options_may_be_counted_behind_their_word(above: str, option: str) -> None:
    texts = [option.replace("1", str(n)).format(text) for n, text in enumerate(("Cirrus", "Cumulonimbus"), 1)]
    wanted = [Asked("Which cloud brings thunder?", CLOUDS)]
    assert read(f"{above}\n\n{texts[0]}\n{texts[1]}\n\nAnswer: 2\n") == wanted
    assert read(f"{above}\n\n{texts[0]}\n{texts[1]} ✅\n") == wanted


@pytest.mark.parametrize("letters", [("", ""), ("A. ", "B. ")])
def test_signs_may_be_before_the_word_for_option(letters: tuple[str, str]) -> None:
    options = f"❌ Option 1: {letters[0]}Cirrus\n✅ Option 2: {letters[1]}Cumulonimbus"
    assert read(f"1. Which cloud brings thunder?\n\n{options}\n") == [Asked("Which cloud brings thunder?", CLOUDS)]


def test_a_question_with_its_name_in_a_heading_is_no_part_of_the_one_above() -> None:
    asked = "## Question: Which cloud brings thunder?\n\n- A. Cirrus\n- B. Cumulonimbus\n\n### Answer: B\n\n"
    (question,), reported = read_bank({"q.md": f"{asked}## Question: The capital is ____.\n\n- **Fill:** Bern\n"})
    assert question.explanation == ""
    assert [diagnostic.span.line for diagnostic in reported] == [8]


def test_a_question_may_be_an_item_of_a_list() -> None:
    asked = "- Which cloud brings thunder?\n\n  - [ ] Cirrus\n  - [x] Cumulonimbus\n\n"
    assert read(asked * 2) == [Asked("Which cloud brings thunder?", CLOUDS)] * 2


def test_a_blank_may_be_before_the_colon_of_a_label_and_options_behind_their_name() -> None:
    for options in (
        "- A : Cirrus\n- B : Cumulonimbus",
        "A : Cirrus\nB : Cumulonimbus",
        "【選項】A. Cirrus  B. Cumulonimbus",
    ):
        assert read(f"1. Which cloud brings thunder?\n\n{options}\n\nAnswer: B\n") == [
            Asked("Which cloud brings thunder?", CLOUDS)
        ], options


def test_the_topic_of_an_exam_site_is_no_part_of_a_question() -> None:
    text = "NEW QUESTION 7\n- (Topic 2)\nWhich cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize("head", ["1. {}", "### {}", "**Q1.** {}", "## Question 1\n\n{}"])
def test_hashtags_behind_a_question_are_tags(head: str) -> None:
    asked = head.format("Which cloud brings thunder? #weather #sky/high #雲")
    questions, diagnostics = read_bank({"a.md": f"{asked}\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n"})
    assert not diagnostics
    assert (questions[0].stem, questions[0].topics) == ("Which cloud brings thunder?", ("weather", "sky::high", "雲"))


@pytest.mark.parametrize(
    "stem",
    ["Which language is C#?", "Which is the colour? #ff0000", "Which is red? #f00", "Which is `x? #id`", "What is? #1"],
)
def test_other_signs_in_a_question_are_no_tags(stem: str) -> None:
    questions, _ = read_bank({"a.md": f"1. {stem}\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n"})
    assert (questions[0].stem, questions[0].topics) == (stem, ())


@pytest.mark.parametrize("label", ["Answer: B", "**Correct answer: B**", "答案：B", "The answer is B."])
def test_an_answer_may_stand_above_the_options(label: str) -> None:
    one = f"Which cloud brings thunder?\n\n{label}\n\nA. Cirrus\nB. Cumulonimbus\n\n"
    assert read(f"1. {one}2. {one}") == [Asked("Which cloud brings thunder?", CLOUDS)] * 2


TWO = "1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\n2. Which wind is warm?\n\nA. Föhn\nB. Bora\n\n"


@pytest.mark.parametrize(
    "answer_key",
    [
        "| 1 | 2 |\n|---|---|\n| B | A |\n",
        "---\n\n| 1 | 2 |\n|:-:|:-:|\n| B | A |\n",
        "Answers:\n1. Cumulonimbus\n2. Föhn\n",
        "Answer key:\n\n1. Cumulonimbus\n2. Föhn\n",
        "Answers:\n1. B\n2. A\n",
        "Answers: B, A\n",
        "Key: BA\n",
        "【解答】問1 B 問2 A\n",
        "<sub>Answers: 1-B 2-A</sub>\n",
        "**答案**\n\n| 题号 | 1 | 2 |\n|---|---|---|\n| 答案 | B | A |\n",
    ],
)
def test_an_answer_key_may_have_no_heading(answer_key: str) -> None:
    assert read(TWO + answer_key) == [
        Asked("Which cloud brings thunder?", CLOUDS),
        Asked("Which wind is warm?", WINDS),
    ]


def test_a_label_in_bold_with_its_number_may_have_the_reason_behind_it() -> None:
    text = f"{TWO}## Answers with explanations\n\n**1. B** It is tall.\n\n**2. A** It is warm.\n"
    assert read(text) == [
        Asked("Which cloud brings thunder?", CLOUDS, "It is tall."),
        Asked("Which wind is warm?", WINDS, "It is warm."),
    ]


@pytest.mark.parametrize("below", ["Answers: B, A, A\n", "Answer: A, B\n", "Answers: A\n"])
def test_labels_that_are_not_one_for_each_question_are_no_answer_key(below: str) -> None:
    questions, diagnostics = read_bank({"a.md": TWO + below})
    assert "Which cloud brings thunder?" not in [question.stem for question in questions]
    assert diagnostics


def test_labels_may_be_the_answers_of_a_question_that_asks_for_several() -> None:
    text = TWO.replace("Which wind is warm?", "Which two winds are there?") + "Answers: A, B\n"
    questions, diagnostics = read_bank({"a.md": text})
    assert [question.answer for question in questions] == [("A", "B")]
    assert diagnostics


@pytest.mark.parametrize("answer_key", ["| 1 | 2 | 3 |\n|---|---|---|\n| B | A | A |\n", "| 1 |\n|---|\n| B |\n"])
def test_a_table_that_does_not_answer_each_question_is_no_answer_key(answer_key: str) -> None:
    questions, diagnostics = read_bank({"a.md": TWO + answer_key})
    assert not questions
    assert diagnostics


@pytest.mark.parametrize(
    "text",
    [
        "1. (T) The sky is blue.\n2. (F) Fog is a tool.\n",
        "1. ( T ) The sky is blue.\n2. ( F ) Fog is a tool.\n",
        "(T) The sky is blue.\n(F) Fog is a tool.\n",
        "- (√) The sky is blue.\n- (×) Fog is a tool.\n",
        "# Weather\n\n[T] The sky is blue.\n\n[F] Fog is a tool.\n",
        "1. The sky is blue. T\n2. Fog is a tool. F\n",
    ],
)
def test_statements_may_have_their_verdict_before_or_behind_them(text: str) -> None:
    assert [(one.stem, one.options) for one in read(text)] == [
        ("The sky is blue.", ["*True", "False"]),
        ("Fog is a tool.", ["True", "*False"]),
    ]


@pytest.mark.parametrize("options", ["(T) True\n(F) False", "(E) x\n(F) Fog\n(T) y"])
def test_letters_of_truth_may_be_labels(options: str) -> None:
    questions, _ = read_bank({"a.md": f"1. The sky is blue.\n{options}\n\nAnswer: True\n"})
    assert all("blue" in question.stem for question in questions)


@pytest.mark.parametrize(
    "text",
    [
        '<div class="q">1. Which cloud brings thunder?<br>A. Cirrus<br/>B. Cumulonimbus<br>Answer: B</div>\n',
        "1. Which cloud brings thunder?<br><br>A. Cirrus<br>B. Cumulonimbus<br>\n\nAnswer: B\n",
        "<p>1. Which cloud brings thunder?</p>\n<p>A. Cirrus</p>\n<p>B. Cumulonimbus</p>\n<p>Answer: B</p>\n",
        "<blockquote>\n1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n</blockquote>\n",
        '=== "Question"\n\n    Which cloud brings thunder?\n\n    A. Cirrus\n    B. Cumulonimbus\n\n'
        '=== "Answer"\n\n    B\n',
    ],
)
def test_a_question_may_be_wrapped_in_html_or_tabs(text: str) -> None:
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize(
    "text",
    [
        "| 1. Which cloud brings thunder? | |\n|---|---|\n| A. Cirrus | B. Cumulonimbus |\n",
        "| Which cloud brings thunder? |\n|---|\n| A. Cirrus |\n| B. Cumulonimbus |\n\n**B**\n",
        "<table><tr><td>1. Which?</td></tr><tr><td>A. Cirrus</td></tr><tr><td>B. Fog</td></tr></table>\n",
        '<ol><li>Which?\n<ol type="a"><li>Cirrus</li><li>Fog</li></ol></li></ol>\n',
        "<ul>\n<li>A. Cirrus</li>\n<li>B. Fog</li>\n</ul>\n",
    ],
)
def test_options_in_tables_and_lists_of_html_are_reported(text: str) -> None:
    questions, diagnostics = read_bank({"a.md": text})
    assert not questions
    assert diagnostics


QUOTED = [
    "> **1.** Which cloud brings thunder?\n>\n> A. Cirrus\n> B. Cumulonimbus\n\nAnswer: B\n",
    "> Which cloud brings thunder?\n> a) Cirrus\n> b) Cumulonimbus\n>\n> Answer: b\n",
    "> ### Question 1\n> Which cloud brings thunder?\n> - [ ] Cirrus\n> - [x] Cumulonimbus\n",
    "> **Q1.** Which cloud brings thunder?\n>\n> - Cirrus\n> - Cumulonimbus\n>\n> **Answer:** Cumulonimbus\n",
    "> > 1. Which cloud brings thunder?\n> >    A. Cirrus\n> >    B. Cumulonimbus\n> >\n> > Answer: B\n",
    "## Q7: Which cloud brings thunder?\n\n> - [ ] Cirrus\n> - [x] Cumulonimbus\n",
    "**Question:** Which cloud brings thunder?\n\n> - [ ] Cirrus\n> - [x] Cumulonimbus\n",
    "1. Which cloud brings thunder?\n\n> (A) Cirrus\n> (B) Cumulonimbus\n\n**Answer:** B\n",
]


@pytest.mark.parametrize("text", QUOTED)
def test_a_question_in_a_quotation_is_one_like_others(text: str) -> None:
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize("text", QUOTED)
def test_a_question_in_a_quotation_without_an_answer_is_reported(text: str) -> None:
    rows = [row.replace("[x]", "[ ]") for row in text.split("\n") if "Answer" not in row]
    questions, diagnostics = read_bank({"a.md": "\n".join(rows)})
    assert not questions
    assert diagnostics


def test_a_quotation_about_options_stays_one() -> None:
    why = "> A. is thin: why?\n> B. is tall."
    text = f"1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\n**Answer:** B\n\n{why}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, why)]


def test_parts_of_a_question_may_be_numbered() -> None:
    one = "\n\n## 1. Question\n\nWhich cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\n## 2. Notes\n\nStorms.\n"
    end = "\n## 3. Answer\n\nB\n\n## 4. Explanation\n\nIt is tall.\n\n"
    questions, diagnostics = read_bank({"a.md": f"# Question 1{one}{end}# Question 2{one}{end}"})
    assert not diagnostics
    assert [(question.stem, question.answer) for question in questions] == [("Which cloud brings thunder?", ("B",))] * 2


def test_a_label_in_italics_leaves_no_mark_behind() -> None:
    text = "1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\n*Answer:* B\n\n*Explanation:* It is tall.\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, "It is tall.")]


def test_an_answer_may_go_on_with_code() -> None:
    text = "1. Which call sorts?\n\na) a new list\nb) the list itself\n\n**Answer:** b) `sort` changes it.\n"
    assert read(text) == [Asked("Which call sorts?", ["a new list", "*the list itself"], "`sort` changes it.")]


def test_a_line_of_fields_is_read_field_by_field() -> None:
    fields = "**Difficulty:** Easy · **Kind of task:** Recall · **Concepts:** clouds"
    text = f"### Q1. Which cloud brings thunder?\n\n{fields}\n\nA. Cirrus\nB. Cumulonimbus\n\n**Answer:** B\n"
    questions, _ = read_bank({"a.md": text})
    assert questions[0].level == "Easy"
    assert {"Recall", "clouds"} <= set(questions[0].explanation.split())


SEPARATED = {
    "in a fence": "```csv\nquestion,a,b,c,answer\n{}\n```\n",
    "in a fence without a name": "```\nQuestion, Option A, Option B, Option C, Correct answer\n{}\n```\n",
    "bare": "question,a,b,c,answer\n{}\n",
    "with semicolons": "Frage;A;B;C;Lösung\n{}\n",
    "with tabs": "題目\t選項A\t選項B\t選項C\t答案\n{}\n",
}


@pytest.mark.parametrize("layout", SEPARATED.values(), ids=SEPARATED)
def test_a_table_with_commas_has_a_question_in_each_row(layout: str) -> None:
    separator = ";" if ";" in layout else "\t" if "\t" in layout else ","
    rows = [["What is red?", "leek", "plum, ripe", "pea", "B"], ["Which?", "one", "two", "three", "A"]]
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows]
    questions, diagnostics = read_bank({"q.md": "# Fruit\n\n" + layout.format("\n".join(lines))})
    assert [(q.stem, [o.text for o in q.options], q.answer) for q in questions] == [
        ("What is red?", ["leek", "plum, ripe", "pea"], ("B",)),
        ("Which?", ["one", "two", "three"], ("A",)),
    ]
    assert not diagnostics


def test_cells_of_a_table_with_commas_may_have_several_lines_and_quotes() -> None:
    text = 'question,a,b,answer,explanation\n"A ""long""\none?",yes,no,A,"Because\nit is."\nWhich?,one,two,B,\n'
    questions, _ = read_bank({"q.md": text})
    assert [(q.span.line, q.stem, q.explanation) for q in questions] == [
        (2, 'A "long" one?', "Because it is."),
        (5, "Which?", ""),
    ]


def test_other_tables_with_commas_are_left_as_they_are() -> None:
    text = "1. Which is in the table?\n\n```csv\nname,age\nJoe,5\n```\n\nA. Joe\nB. Ann\n\nAnswer: A\n"
    [question], _ = read_bank({"q.md": text})
    assert "```csv\nname,age\nJoe,5\n```" in question.stem


@pytest.mark.parametrize(
    "title", ["**Step-by-step Solution:**", "**Paso a paso:**", "> **🔑 解題步驟：**\n>", "Here is how to see it:"]
)
@pytest.mark.parametrize("answer", ["**B (Cumulonimbus)**", "B. Cumulonimbus", "B - Cumulonimbus", "B"])
def test_an_answer_with_its_text_below_a_title_is_that_of_the_options_above(title: str, answer: str) -> None:
    quote = "> " if title.startswith(">") else ""
    text = (
        f"Which cloud brings thunder?\n\nA) Cirrus\nB) Cumulonimbus\n\n{title}\n\n{quote}**Correct Answer:** {answer}\n"
    )
    assert [question[:2] for question in read(text)] == [("Which cloud brings thunder?", CLOUDS)]


@pytest.mark.parametrize(
    "label",
    [
        "**Explanation**",
        "💡  **Explanation** ",
        "> 💡 **Explanation**\n> ",
        "💡 **Explicación**",
        "> **Erklärung**\n> ",
        "**解説**",
    ],
)
def test_the_label_of_an_explanation_is_no_part_of_it(label: str) -> None:
    quote = "> " if label.startswith(">") else ""
    text = (
        "Which cloud brings thunder?\n\nA) Cirrus\nB) Cumulonimbus\n\n**Correct Answer: B**\n\n"
        f"{label}\n{quote}\n{quote}It is tall.\n"
    )
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, "It is tall.")]


FENCED = "1. Which cloud brings thunder?\n\nA. Cirrus\nB. Cumulonimbus\n\nAnswer: B\n"


@pytest.mark.parametrize(
    ("above", "info", "inside", "below"),
    [
        ("", "markdown", "", ""),
        ("", "", "", ""),
        ("Sure! Here are your questions:\n\n", "md", "", "\nLet me know if you need more!\n"),
        ("", "markdown", "```python\nprint()\n```\n\n", ""),
    ],
)
def test_a_fence_around_all_questions_is_none(above: str, info: str, inside: str, below: str) -> None:
    asked = read(f"{above}```{info}\n{inside}{FENCED}```\n{below}")
    assert [question.options for question in asked] == [CLOUDS]


@pytest.mark.parametrize("info", ["", "text", "markdown"])
def test_a_question_in_a_fence_among_other_text_is_reported(info: str) -> None:
    questions, diagnostics = read_bank({"q.md": f"# How to write questions\n\nLike this:\n\n```{info}\n{FENCED}```\n"})
    assert not questions
    assert [(diagnostic.rule, diagnostic.span.line) for diagnostic in diagnostics] == [(Rule.NOT_READ, 5)]


@pytest.mark.parametrize(
    "field",
    [
        "Your answer: A",
        "Answer field: A",
        "回答欄：A",
        "作答区：A",
        "답란: A",
        "Antwortfeld: A",
        "Поле ответа: A",
        "حقل الإجابة: A",
    ],
)
def test_a_field_for_the_reply_of_a_learner_is_no_answer(field: str) -> None:
    asked = read(FENCED.replace("Answer: B", f"{field}\nAnswer: B"))
    assert [question.options for question in asked] == [CLOUDS]


HURRIED = {
    "no signs": "week 3\n\n1 which cloud brings thunder\na Cirrus\nb Cumulonimbus\nc Fog\nans b\n\n"
    "2 which wind is warm\na Föhn\nb Bora\nans a\n",
    "dashes": "Q1 Which cloud brings thunder\nA-Cirrus\nB-Cumulonimbus\nC-Fog\nAns-B\n\n"
    "Q2 Which wind is warm\nA-Föhn\nB-Bora\nAns-A\n",
}


@pytest.mark.parametrize("text", HURRIED.values(), ids=HURRIED)
def test_labels_and_numbers_without_signs_are_read(text: str) -> None:
    thunder, warm = read(text)
    assert thunder.stem.lower() == "which cloud brings thunder"
    assert thunder.options == [*CLOUDS, "Fog"]
    assert (warm.stem.lower(), warm.options) == ("which wind is warm", WINDS)


@pytest.mark.parametrize("arrow", ["<-", "<--", "←", "⬅️", "👈"])
def test_an_arrow_alone_behind_an_option_marks_it(arrow: str) -> None:
    clouds = f"Which cloud brings thunder?\n- Cirrus\n- Cumulonimbus {arrow}\n"
    winds = f"Which wind is warm?\n- Föhn {arrow}\n- Bora\n"
    assert [question.options for question in read(f"{clouds}\n{winds}")] == [CLOUDS, WINDS]


APART = {
    "a tick": "Which cloud brings thunder?\n\nCirrus\n\nCumulonimbus ✅\n\n---\n",
    "a word, and a label below": "Which cloud brings thunder?\n\nCirrus\n\nCumulonimbus (Correct)\n\n"
    "Explanation\nIt is tall.\n",
    "words in lines of their own": "Which cloud brings thunder?\n\nCirrus\n(Incorrect)\n\nCumulonimbus\n(Correct)\n\n"
    "Explanation\n\nIt is tall.\n",
    "a number and what became of it": "Question 7: Skipped\nWhich cloud brings thunder?\n\nCirrus\n\n"
    "**Cumulonimbus (Correct)**\n\n**Explanation**\nIt is tall.\n",
    "Spanish": "Which cloud brings thunder?\n\nCirrus\n\nCumulonimbus (Correcto)\n\nExplicación\nIt is tall.\n",
}


@pytest.mark.parametrize("text", APART.values(), ids=APART)
def test_options_may_be_lines_with_blank_lines_between(text: str) -> None:
    explanation = "It is tall." if "tall" in text else ""
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, explanation)]


def test_lines_of_which_the_last_may_be_an_explanation_are_reported() -> None:
    text = "1. Which cloud brings thunder?\n\nCirrus\n\nCumulonimbus ✅\n\nIt is tall.\n"
    questions, diagnostics = read_bank({"q.md": text})
    assert (questions, [diagnostic.rule for diagnostic in diagnostics]) == ([], [Rule.NOT_READ])


@pytest.mark.parametrize(
    "mark", ["**{} (Correct)**", "__{} (correct)__", "*{} ✅*", "**{} ✅**", "{} (Correct)", "**{}** ✅"]
)
@pytest.mark.parametrize("label", ["A. ", "- ", "- [ ] "])
def test_emphasis_that_ends_behind_a_mark_goes_with_it(mark: str, label: str) -> None:
    second = "B. " if label == "A. " else label
    text = f"1. Which cloud brings thunder?\n\n{label}Cirrus\n{second}{mark.format('Cumulonimbus')}\n"
    ((_, options, _),) = read(text)
    assert [option.replace("*", "") for option in options] == ["Cirrus", "Cumulonimbus"]


def test_emphasis_that_began_before_stays() -> None:
    text = "1. Which cloud?\n\nA. Cirrus\nB. **Cumulo** and **nimbus (Correct)**\nC. `**kwargs` ✗\n"
    ((_, options, _),) = read(text)
    assert options == ["Cirrus", "***Cumulo** and nimbus", "`**kwargs`"]


def test_a_verdict_below_an_option_is_no_part_of_the_explanation() -> None:
    text = (
        "1. Which cloud brings thunder?\n\nA. Cirrus\n(Incorrect)\nB. Cumulonimbus\n(Correct)\n\nExplanation: Tall.\n"
    )
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, "Tall.")]
    swapped = "1. Which wind is warm?\n\nA. Föhn\n(Correct)\nB. Bora\n(Incorrect)\n\nExplanation: It falls.\n"
    assert read(swapped) == [Asked("Which wind is warm?", WINDS, "It falls.")]


LETTERED = {
    "a dot": ("Q. {}", "Ans. {}"),
    "a dot behind both": ("Q. {}", "A. {}"),
    "numbers": ("Q7. {}", "A7. {}"),
    "numbers in bold": ("**Q7.** {}", "**A7.** {}"),
    "German": ("F. {}", "A. {}"),
    "Spanish": ("P) {}", "R) {}"),
    "Japanese": ("問. {}", "答. {}"),
}


@pytest.mark.parametrize(("asks", "answers"), LETTERED.values(), ids=LETTERED)
@pytest.mark.parametrize("behind", ["", " - it is tall"])
def test_letters_for_question_and_answer_may_have_a_dot(asks: str, answers: str, behind: str) -> None:
    blocks = [
        f"{asks.format(stem)}\nA. {one.strip('*')}\nB. {two.strip('*')}\n\n{answers.format(label)}{behind}\n"
        for stem, (one, two), label in [
            ("Which cloud brings thunder?", CLOUDS, "B"),
            ("Which wind is warm?", WINDS, "A"),
        ]
    ]
    blocks[1] = blocks[1].replace("7", "8")
    stems = [(question.stem, question.options) for question in read("\n".join(blocks))]
    assert stems == [("Which cloud brings thunder?", CLOUDS), ("Which wind is warm?", WINDS)]


def test_the_number_of_an_answer_is_that_of_its_question() -> None:
    text = "Q1. Which cloud brings thunder?\nA. Cirrus\nB. Cumulonimbus\n\nA2. B\n"
    assert [diagnostic.rule for diagnostic in read_bank({"q.md": text})[1]] == [Rule.NOT_READ]


@pytest.mark.parametrize("group", ["1. Weather", "- Weather", "1. **Weather**"])
@pytest.mark.parametrize("bullet", ["- ", ""])
def test_questions_may_be_items_of_lists_in_items(group: str, bullet: str) -> None:
    text = dedent(
        """\
        {group}
           1. Which cloud brings thunder?
              {bullet}A) Cirrus
              {bullet}B) Cumulonimbus
              {bullet}**Answer: B**
           2. Which wind is warm?
              {bullet}A) Föhn
              {bullet}B) Bora
              {bullet}**Answer: A**
        """
    ).format(group=group, bullet=bullet)
    other = text.replace("1. Wea", "2. Wea").replace("cloud brings thunder", "cloud, once more, brings thunder")
    stems = [(question.stem, question.options) for question in read(text + other)]
    assert stems[:2] == [("Which cloud brings thunder?", CLOUDS), ("Which wind is warm?", WINDS)]
    assert stems[2:] == [("Which cloud, once more, brings thunder?", CLOUDS), ("Which wind is warm?", WINDS)]


def test_the_letter_of_an_option_with_a_text_is_no_answer() -> None:
    questions, diagnostics = read_bank({"q.md": "Q1. Which cloud brings thunder?\nA. Cirrus\nC. Cumulonimbus\n"})
    assert (questions, [diagnostic.rule for diagnostic in diagnostics]) == ([], [Rule.NOT_READ])


def test_an_option_with_the_letter_of_a_question_stays_one() -> None:
    one = (
        "1. Which cloud brings thunder?\n\n- A: Cirrus\n- B: Stratus\n- C: Altus\n- D: Cumulonimbus\n\nHard to say.\n\n"
    )
    two = "2. Which wind is warm?\n\n- A: Bora\n- B: Mistral\n- C: Tramontana\n- D: Föhn\n\nAnswer: D\n"
    questions, diagnostics = read_bank({"q.md": one + two})
    assert [option.text for question in questions for option in question.options][-1] == "Föhn"
    assert {diagnostic.rule for diagnostic in diagnostics} == {Rule.NO_ANSWER}


@pytest.mark.parametrize("sign", ["*", "_", "**", "__"])
@pytest.mark.parametrize("why", ["It is tall.", "It is tall\nand it is dark."])
def test_an_explanation_may_be_wholly_emphasised_with_its_label(sign: str, why: str) -> None:
    text = f"1. Which cloud brings thunder?\n\n- [ ] Cirrus\n- [x] Cumulonimbus\n\n{sign}Feedback: {why}{sign}\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, why)]


def test_emphasis_at_the_end_of_an_explanation_stays() -> None:
    text = "1. Which cloud brings thunder?\n\n- [ ] Cirrus\n- [x] Cumulonimbus\n\n**Feedback:** It is **tall**\n"
    assert read(text) == [Asked("Which cloud brings thunder?", CLOUDS, "It is **tall**")]


WRAPS = [
    "<button>{}</button>",
    '<button class="option" onclick="check(this)">{}</button>',
    "<label>{}</label>",
    '<span class="x">{}</span><br>',
    "- <button>{}</button>",
    "<label>\n{}\n</label>",
    "<p>{}</p>",
    "<div>{}</div>",
]


@pytest.mark.parametrize("wrap", WRAPS)
@pytest.mark.parametrize("form", ["A. {}|B. {}|C. {}", "a) {}|b) {}|c) {}", "(A) {}|(B) {}|(C) {}"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_element_around_each_option_is_taken_off(wrap: str, form: str, between: str) -> None:
    texts = ["Cirrus", "Fog and <b>ice</b>", "Rain"]
    options = between.join(wrap.format(one) for one in form.format(*texts).split("|"))
    questions, diagnostics = read_bank({"q.md": f"1. Which cloud?\n\n{options}\n\nAnswer: B\n"})
    assert not diagnostics
    assert [option.text for option in questions[0].options] == texts
    assert questions[0].answer == ("B",)


def test_elements_around_options_on_one_line_are_taken_off() -> None:
    options = "<button>A. Cirrus</button> <button>B. Fog</button> <button>C. Rain</button>"
    questions, _ = read_bank({"q.md": f"1. Which cloud?\n\n{options}\n\nAnswer: B\n"})
    assert [option.text for option in questions[0].options] == ["Cirrus", "Fog", "Rain"]


@pytest.mark.parametrize(
    "text", ["<button>A. Send</button> is above", "```html\n<button>A. x</button>\n<button>B. y</button>\n```"]
)
def test_elements_in_a_stem_stay_there(text: str) -> None:
    questions, _ = read_bank({"q.md": f"1. What is this?\n\n{text}\n\nA. Cirrus\nB. Fog\n\nAnswer: B\n"})
    assert text in questions[0].stem
