"""Files as people, exporters and web pages write them: what a user gets from each, or is told."""

from __future__ import annotations

import textwrap

import pytest
from reading import read_bank

# Each with what is read: the stem, the options, the answer.
READ = {
    "front matter with the answer alone": (
        """
        ---
        title: Metals
        correct: C
        ---

        Which element has the symbol Pb?

        A. Iron
        B. Tin
        C. Lead
        """,
        [("Which element has the symbol Pb?", "Iron|Tin|Lead", "C")],
    ),
    "front matter for each question of a file": (
        """
        ---
        id: q1
        answer: b
        ---

        Which metal is liquid?

        a) Iron
        b) Mercury

        ---
        id: q2
        answer: a
        ---

        Which metal is the lightest?

        a) Lithium
        b) Lead
        """,
        [("Which metal is liquid?", "Iron|Mercury", "B"), ("Which metal is the lightest?", "Lithium|Lead", "A")],
    ),
    "statements with a box for each truth": (
        """
        1. TCP has ports.
           - [x] True
           - [ ] False
        2. IP has ports.
           - [ ] True
           - [x] False
        """,
        [("TCP has ports.", "True|False", "A"), ("IP has ports.", "True|False", "B")],
    ),
    "statements with flush boxes for each truth": (
        """
        7. TCP has ports.
        - [x] True
        - [ ] False

        8. IP has ports.
        - [ ] True
        - [x] False
        """,
        [("TCP has ports.", "True|False", "A"), ("IP has ports.", "True|False", "B")],
    ),
    "a book with its answers in an appendix, by chapter": (
        """
        ## Chapter 1: Sets

        A set has no order.

        ### Review questions

        1. Which of these is a set?
           a. (1, 2)
           b. {1, 2}
        2. What is the size of the empty set?
           a. 0
           b. 1

        ## Chapter 2: Maps

        ### Review questions

        1. What may a key of a map not be?
           a. missing
           b. doubled

        # Appendix B: Answers to review questions

        ## Chapter 1

        1. b
        2. a

        ## Chapter 2

        1. b. A key occurs once.
        """,
        [
            ("Which of these is a set?", "(1, 2)|{1, 2}", "B"),
            ("What is the size of the empty set?", "0|1", "A"),
            ("What may a key of a map not be?", "missing|doubled", "B"),
        ],
    ),
    "numbered options in numbered questions, with a key": (
        """
        1. **Which organelle makes ATP?**
           1. Nucleus
           2. Mitochondrion

        2. **Which molecule carries the code?**
           1. DNA
           2. ATP

        **Answer Key**

        1. 2
        2. 1
        """,
        [
            ("Which organelle makes ATP?", "Nucleus|Mitochondrion", "B"),
            ("Which molecule carries the code?", "DNA|ATP", "A"),
        ],
    ),
    "kana with blanks behind": (
        """
        問1 OSI参照モデルの第3層はどれか。

        ア 物理層
        イ ネットワーク層

        正解: イ

        問2 公開鍵暗号方式はどれか。

        ア AES　イ DES　ウ RSA

        正解: ウ
        """,
        [
            ("OSI参照モデルの第3層はどれか。", "物理層|ネットワーク層", "B"),
            ("公開鍵暗号方式はどれか。", "AES|DES|RSA", "C"),
        ],
    ),
    "an answer without a colon, in other scripts": (
        """
        ข้อ 1. ข้อใดเป็นแม่น้ำ
        ก. เจ้าพระยา
        ข. ดอยสุเทพ
        เฉลย ก.
        """,
        [("ข้อใดเป็นแม่น้ำ", "เจ้าพระยา|ดอยสุเทพ", "A")],
    ),
    "a table with a question in each row": (
        """
        | # | Question | A | B | C | Correct answer | Explanation |
        |---|---|---|---|---|---|---|
        | 1 | Which is a fruit? | Apple | Carrot | Leek | A | It grows on trees. |
        | 2 | Which is a root? | Apple | Carrot | Pear | Carrot | |
        """,
        [("Which is a fruit?", "Apple|Carrot|Leek", "A"), ("Which is a root?", "Apple|Carrot|Pear", "B")],
    ),
    "a table with the options of each question in a cell": (
        """
        | Question | Options | Answer |
        |---|---|---|
        | Which is a fruit? | A) Apple<br>B) Carrot | A |
        | Which is a root? | A) Apple B) Carrot | B |
        """,
        [("Which is a fruit?", "Apple|Carrot", "A"), ("Which is a root?", "Apple|Carrot", "B")],
    ),
    "a table of the options of one question": (
        """
        **1. Which verb deletes a resource?**

        | Option | Text |
        |---|---|
        | A | GET |
        | B | DELETE |

        Answer: B
        """,
        [("Which verb deletes a resource?", "GET|DELETE", "B")],
    ),
    "components with settings": (
        """
        import { Quiz, Question, Option } from "@site/src/quiz";

        <Quiz>
        <Question text="Which hook keeps state?">
          <Option>useEffect</Option>
          <Option isCorrect={true}>useState</Option>
          <Explanation>It returns the value and its setter.</Explanation>
        </Question>
        <Question text="Which hook runs after the render?">
          <Option correct>useEffect</Option>
          <Option correct={false}>useMemo</Option>
        </Question>
        </Quiz>
        """,
        [
            ("Which hook keeps state?", "useEffect|useState", "B"),
            ("Which hook runs after the render?", "useEffect|useMemo", "A"),
        ],
    ),
    "answers in the gaps of stems": (
        """
        1、计算机的核心部件是（ B ）。
        A、硬盘
        B、CPU
        C、显示器

        2、以下哪些是操作系统？（ AC ）
        A、Linux
        B、Word
        C、Windows
        """,
        [
            ("计算机的核心部件是（  ）。", "硬盘|CPU|显示器", "B"),
            ("以下哪些是操作系统？（  ）", "Linux|Word|Windows", "AC"),
        ],
    ),
    "answers before the numbers": (
        """
        (B) 1. 下列何者是網路層的設備？ (A) 集線器 (B) 路由器 (C) 網路卡
        (AC) 2. 下列哪些是傳輸層協定？ (A) TCP (B) IP (C) UDP
        """,
        [("下列何者是網路層的設備？", "集線器|路由器|網路卡", "B"), ("下列哪些是傳輸層協定？", "TCP|IP|UDP", "AC")],
    ),
    "a letter in brackets that is no answer": (
        """
        1. Which is also called vitamin (C)?

        A. Retinol
        B. Ascorbic acid
        C. Thiamine

        Answer: B
        """,
        [("Which is also called vitamin (C)?", "Retinol|Ascorbic acid|Thiamine", "B")],
    ),
    "truths behind statements": (
        """
        ## True or false?

        1. A whale is a fish. **False**
        2. Spiders have eight legs. **True**
        3. Bats are birds. – False
        """,
        [
            ("A whale is a fish.", "True|False", "B"),
            ("Spiders have eight legs.", "True|False", "A"),
            ("Bats are birds.", "True|False", "B"),
        ],
    ),
    "signs before statements": (
        """
        （ √ ）1、TCP 是面向连接的协议。
        （ × ）2、UDP 是可靠的协议。
        """,
        [("TCP 是面向连接的协议。", "对|错", "A"), ("UDP 是可靠的协议。", "对|错", "B")],
    ),
    "statements that the answer key calls true or false": (
        """
        ### Part A: Multiple choice

        1. Which planet is the largest?
           - a) Mars
           - b) Jupiter

        ### Part B: True or False

        2. The moon is a star.
        3. Mars has two moons.

        ### Answer Key

        1. b) Jupiter
        2. False
        3. True
        """,
        [
            ("Which planet is the largest?", "Mars|Jupiter", "B"),
            ("The moon is a star.", "True|False", "B"),
            ("Mars has two moons.", "True|False", "A"),
        ],
    ),
    "a page of an exam site": (
        """
        Exam question from Amazon's SAA-C03

        Question #: 14

        Topic #: 1

        [All SAA-C03 Questions]

        Which storage class is the cheapest?

        - A. S3 Standard
        - B. S3 Glacier Deep Archive

        Show Suggested Answer

        Suggested Answer: B 🗳️
        """,
        [("Which storage class is the cheapest?", "S3 Standard|S3 Glacier Deep Archive", "B")],
    ),
    "a review of an attempt": (
        """
        Question **1**

        Correct

        Mark 1.00 out of 1.00

        Which protocol is used for mail?

        Select one:

        a. HTTP
        b. SMTP

        The correct answer is: SMTP
        """,
        [("Which protocol is used for mail?", "HTTP|SMTP", "B")],
    ),
    "circles, of which some are filled": (
        """
        1. Which city is in France?
           ○ Rome
           ● Paris

        2. Which city is in Italy?
        (x) Rome
        ( ) Paris
        """,
        [("Which city is in France?", "Rome|Paris", "B"), ("Which city is in Italy?", "Rome|Paris", "A")],
    ),
    "a mark in a line of its own": (
        """
        1. Which command lists containers?
        docker images
        docker ps
        (Correct)
        docker rm
        """,
        [("Which command lists containers?", "docker images|docker ps|docker rm", "B")],
    ),
    "points of an exam": (
        """
        **Problem 1.** (2 pts) What is the worst case of quicksort?

        (a) O(n)
        (b) O(n^2)

        Answer: (b)

        Aufgabe 2 (3 Punkte)

        Welches Organ pumpt das Blut?

        ☐ Leber
        ☒ Herz
        """,
        [
            ("What is the worst case of quicksort?", "O(n)|O(n^2)", "B"),
            ("Welches Organ pumpt das Blut?", "Leber|Herz", "B"),
        ],
    ),
    "options and the answer in the line of the stem": (
        """
        1. The SI unit of force is (a) joule (b) newton (c) watt. Ans. (b)
        2. The SI unit of power is (a) joule (b) newton (c) watt. Ans. (c)
        """,
        [
            ("The SI unit of force is", "joule|newton|watt.", "B"),
            ("The SI unit of power is", "joule|newton|watt.", "C"),
        ],
    ),
    "answers that are numbered A1, A2": (
        """
        **Q1.** Which is a prime?

        - (A) 4
        - (B) 7

        **Q2.** Which is a square?

        - (A) 9
        - (B) 8

        ## Solutions

        **A1. (B)** 7 has no divisors.

        **A2. (A)** 9 is 3 times 3.
        """,
        [("Which is a prime?", "4|7", "B"), ("Which is a square?", "9|8", "A")],
    ),
    "the greetings of a chat assistant": (
        """
        Absolutely! Below is a practice question for you:

        Which type is immutable?

        a) list
        b) tuple

        **Answer: b) tuple**

        Here is another practice question:

        Which type has keys?

        a) dict
        b) set

        **Answer: a)**
        """,
        [("Which type is immutable?", "list|tuple", "B"), ("Which type has keys?", "dict|set", "A")],
    ),
    "a stem that only begins like a greeting": (
        """
        Here is the log of a test:

        > disk full

        What is wrong?

        a) The disk is full.
        b) Nothing.

        Answer: a
        """,
        [("Here is the log of a test:\n\n> disk full\n\nWhat is wrong?", "The disk is full.|Nothing.", "A")],
    ),
    "fenced divs": (
        """
        ::: {.question}
        Which letter is a vowel?

        ::: {.choices}
        ::: {.choice}
        B
        :::
        ::: {.choice .correct-choice}
        E
        :::
        :::
        :::
        """,
        [("Which letter is a vowel?", "B|E", "B")],
    ),
    "an answer in the line of its fold": (
        """
        1. Which month has 28 or 29 days?
        (a) January (b) February (c) March

        <details><summary>Answer</summary>(b)</details>
        """,
        [("Which month has 28 or 29 days?", "January|February|March", "B")],
    ),
}


@pytest.mark.parametrize("name", READ)
def test_files_as_people_write_them_are_read(name: str) -> None:
    text, expected = READ[name]
    questions, diagnostics = read_bank({"a.md": textwrap.dedent(text).lstrip("\n")})
    got = [
        (question.stem, "|".join(option.text for option in question.options), "".join(question.answer))
        for question in questions
    ]
    assert got == expected
    assert not diagnostics


@pytest.mark.parametrize("paths", [("questions.md", "answers.md"), ("lesson/quiz.md", "lesson/Lösungen.md")])
def test_a_key_that_is_named_by_its_word_alone_is_that_of_the_only_other_file(paths: tuple[str, str]) -> None:
    asked = "1. Which is even?\n   - A. 3\n   - B. 4\n\n2. Which is odd?\n   - A. 3\n   - B. 4\n"
    questions, diagnostics = read_bank(
        {paths[0]: asked, paths[1]: "# Answers\n\n1. B\n2. A\n", "README.md": "# Quiz\n"}
    )
    assert [question.answer for question in questions] == [("B",), ("A",)]
    assert not diagnostics


def test_a_key_that_may_be_that_of_two_files_is_that_of_none() -> None:
    asked = "1. Which is even?\n   - A. 3\n   - B. 4\n"
    questions, diagnostics = read_bank({"a.md": asked, "b.md": asked, "answers.md": "1. B\n"})
    assert not questions
    assert diagnostics


# Formats that are not read: a word of the message that names each.
FOREIGN = {
    "GIFT": "::Q1:: The sun rises in the {=east ~west ~north}.\n",
    "Moodle": "Who is buried here? {\n~no one\n=Grant\n}\n",
    "component": '<Quiz\n  question="Which tag?"\n  options={["<a>", "<b>"]}\n  answer={1}\n/>\n',
    "LaTeX": "\\begin{questions}\n\\question Which?\n\\begin{choices}\n\\CorrectChoice a\n\\end{choices}\n",
    "XML": '<quiz>\n<question type="multichoice">\n</question>\n</quiz>\n',
    "HTML": '<p>Which?</p>\n<input type="radio" name="q1"> a\n<input type="radio" name="q1"> b\n',
    "R/exams": "Question\n========\nWhich?\n\nMeta-information\n================\nexsolution: 010\n",
    "flashcards": "Which layer has routers?::The network layer\n",
    "MediaWiki": '{Which is even?\n|type="()"}\n- 3\n+ 4\n',
}
# Data are in fences.
DATA = {
    "YAML": "- question: Which is even?\n  options: [3, 4]\n  answer: 4\n",
    "TOML": '[[questions]]\nprompt.prompt = "Which is even?"\nprompt.distractors = ["3"]\nanswer.answer = "4"\n',
    "JSON": '[{"question": "Which is even?", "choices": ["3", "4"], "answer": 1}]\n',
}


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("above", ["", "1. Which is odd?\n\nA. 3\nB. 4\n\nAnswer: A\n\n"])
def test_questions_that_are_data_in_a_fence_are_reported(name: str, above: str) -> None:
    questions, diagnostics = read_bank({"a.md": f"{above}```{name.lower()}\n{DATA[name]}```\n"})
    assert len(questions) == bool(above)
    assert ["data in a fence" in diagnostic.message for diagnostic in diagnostics] == [True]


def test_data_without_options_or_an_answer_are_not_reported() -> None:
    text = "1. Which key asks?\n\n```yaml\nquestion: Which?\npoints: 3\n```\n\nA. points\nB. question\n\nAnswer: B\n"
    assert not read_bank({"a.md": text})[1]


@pytest.mark.parametrize("name", FOREIGN)
def test_a_format_that_is_not_read_is_named(name: str) -> None:
    questions, diagnostics = read_bank({"a.md": FOREIGN[name]})
    assert not questions
    assert any(name in diagnostic.message for diagnostic in diagnostics)


@pytest.mark.parametrize("name", FOREIGN)
def test_a_format_that_is_only_shown_as_code_is_not_reported(name: str) -> None:
    _, diagnostics = read_bank({"a.md": f"# How to\n\n````\n{FOREIGN[name]}````\n"})
    assert not diagnostics


@pytest.mark.parametrize("above", ["", "# Disks\n\n"])
def test_a_misspelt_label_above_the_first_question_is_reported(above: str) -> None:
    text = f"{above}**Topcs:** Storage\n\n1. Which disk has no moving part?\n\nA. HDD\nB. SSD\n\nAnswer: B\n"
    questions, diagnostics = read_bank({"a.md": text})
    assert len(questions) == 1
    assert ["Topcs" in diagnostic.message for diagnostic in diagnostics] == [True]


def test_remarks_with_signs_below_options_are_rationales_and_say_which_is_right() -> None:
    text = "**Q4.** Which gas?\n\nA) Oxygen\n- ❌ Plants give it off.\n\nB) Carbon dioxide\n- ✅ They need it.\n"
    (question,), diagnostics = read_bank({"a.md": text})
    assert [(option.text, option.rationale) for option in question.options] == [
        ("Oxygen", "Plants give it off."),
        ("Carbon dioxide", "They need it."),
    ]
    assert question.answer == ("B",)
    assert not diagnostics


@pytest.mark.parametrize("mark", ["(Richtig)", "(correct)", "– correct", "**Correct**"])
def test_marks_of_numbered_options_are_no_truths(mark: str) -> None:
    text = f"## Which are even?\n\n1. two {mark}\n2. four {mark}\n3. five\n"
    questions, _ = read_bank({"a.md": text})
    assert not [question for question in questions if len(question.options) != len(("two", "four", "five"))]


@pytest.mark.parametrize("answer", ["✅ **Answer:** A", "- ✅ A", "✅ **A**", "- ✅ The answer is A"])
def test_an_answer_with_a_sign_below_the_last_option_does_not_mark_that_one(answer: str) -> None:
    questions, _ = read_bank({"a.md": f"1. Which is even?\n\nA) 2\nB) 3\n{answer}\n"})
    assert [question.answer for question in questions] in ([("A",)], [])


def test_a_folded_answer_that_names_its_option_by_number_is_that_of_its_own_question() -> None:
    asked = "### Q{n} : Title\n\nWhich is {what}?\n\n   1) 7\n\n   2) 10\n\n   3) 13\n\n"
    why = "#### Explanation\n\n- 1) x\n- 2) y\n- 3) z\n\n"
    folded = f"<details>\n<summary>Answer</summary>\n\n**Answer: {{answer}}**\n\n{why}</details>\n\n---\n\n"
    first = asked.format(n=1, what="last") + folded.format(answer="3: 13")
    second = asked.format(n=2, what="first") + folded.format(answer="1: 7")
    questions, _ = read_bank({"a.md": first + second})
    assert [question.answer for question in questions] == [("C",), ("A",)]


def test_a_list_of_answers_in_front_matter_names_options_above_it() -> None:
    text = "---\nquestion: Which are even?\noptions:\n  - two\n  - three\n  - four\nanswer:\n  - two\n  - four\n---\n"
    questions, diagnostics = read_bank({"a.md": text})
    assert [question.answer for question in questions] == [("A", "C")]
    assert not diagnostics


LETTERS_ALONE = {
    "in lower case": "1) what is the cell's powerhouse\na nucleus\nb mitochondria\nc ribosome\n\nAnswer: b\n",
    "with wide gaps": "Vraag 1. Welke stad is de hoofdstad?\nA   Den Haag\nB   Amsterdam\n\nAntwoord: B\n",
    "on lines that go on": "1. Which?\n\nA one\n  and more\nB two\n  and more\nC three\n\nAnswer: B\n",
}


@pytest.mark.parametrize("text", LETTERS_ALONE.values(), ids=LETTERS_ALONE)
def test_letters_without_a_sign_are_labels_where_each_line_begins_with_the_next(text: str) -> None:
    [question], _ = read_bank({"q.md": text})
    assert question.answer == ("B",)
    assert not any(option.text[:2].lower() in {"a ", "b ", "c "} for option in question.options)


def test_lines_that_begin_with_a_word_of_one_letter_are_text() -> None:
    text = "1. Which?\n\nA firm has a log.\nB trees are in it.\n\nA. one\nB. two\n\nAnswer: B\n"
    [question], _ = read_bank({"q.md": text})
    assert [option.text for option in question.options] == ["one", "two"]


def test_a_plus_among_minus_signs_below_a_number_is_the_right_option() -> None:
    questions, _ = read_bank({"q.md": "1. Столица Франции:\n- Лион\n+ Париж\n\n2. Вода:\n+ H2O\n- CO2\n- NaCl\n"})
    assert [(len(question.options), question.answer) for question in questions] == [(2, ("B",)), (3, ("A",))]


@pytest.mark.parametrize(
    ("answer", "option"),
    [
        ("Odp. B", "A. Graz\nB. Wien\n"),
        ("Rép. : b", "a) Graz\nb) Wien\n"),
        ("เฉลย ข เพราะใหญ่", "ก. Graz\nข. Wien\n"),
        ("Answer B because it is large", "A. Graz\nB. Wien\n"),
        ("Die richtige Antwort ist 'Wien'.", "Graz\nWien\n"),
        ("The correct answer is 'Wien'.", "Wählen Sie eine Antwort:\nGraz\nWien\n"),
    ],
)
def test_answers_with_a_short_name_a_reason_or_quotes(answer: str, option: str) -> None:
    [question], _ = read_bank({"q.md": f"Question 1\nWhich is the capital?\n\n{option}\n{answer}\n"})
    assert (question.stem, question.answer) == ("Which is the capital?", ("B",))


def test_a_number_without_a_sign_begins_a_question_in_a_language_that_asks_without_one() -> None:
    text = "".join(f"ข้อ {n} เมืองหลวงคือข้อใด\nก. Graz\nข. Wien\nเฉลย ข\n\n" for n in (1, 2))
    assert len(read_bank({"q.md": text})[0]) == 2


def test_what_moodle_has_around_a_question_is_not_part_of_it() -> None:
    text = (
        "Frage 1\nBisher nicht beantwortet\nErreichbare Punkte: 1,00\nFrage markieren\n\nTCP ist verbindungslos.\n\n"
        "Wählen Sie eine Antwort:\nWahr\nFalsch\n\nDie richtige Antwort ist 'Falsch'.\n"
    )
    [question], _ = read_bank({"q.md": text})
    assert (question.stem, question.answer) == ("TCP ist verbindungslos.", ("B",))


def test_the_title_of_a_part_in_plain_text_is_in_no_question() -> None:
    judged = "2、2是偶数。（ √ ）\n3、3是偶数。（ × ）\n"
    text = f"一、单选题\n\n1、1+1是（ B ）。\nA、1  B、2\n\n二、判断题（每题2分）\n\n{judged}"
    questions, _ = read_bank({"q.md": text})
    assert [(question.answer, question.explanation) for question in questions] == [
        (("B",), ""),
        (("A",), ""),
        (("B",), ""),
    ]


def test_the_title_of_an_answer_key_may_be_plain_text_above_a_table() -> None:
    answer_key = "BẢNG ĐÁP ÁN\n| Câu | 1 | 2 |\n|---|---|---|\n| Đáp án | A | B |\n"
    text = f"Câu 1: Là gì?\nA. x\nB. y\n\nCâu 2: Là gì?\nA. x\nB. y\n\n{answer_key}"
    questions, diagnostics = read_bank({"q.md": text})
    assert [question.answer for question in questions] == [("A",), ("B",)]
    assert not diagnostics


def test_what_to_do_and_what_not_in_an_explanation_is_no_question() -> None:
    remember = "**Remember:**\n- ✅ `chmod -R` here\n- ❌ `chmod -R` there\n"
    text = f"1. Which?\n\nA. one\nB. two\n\nAnswer: A\n\nIs it safe?\n\n{remember}"
    [question], diagnostics = read_bank({"q.md": text})
    assert "✅ `chmod -R` here" in question.explanation
    assert not diagnostics


@pytest.mark.parametrize("bullet", ["", "- "])
@pytest.mark.parametrize("numbers", [("", ""), ("1. ", "2. ")])
def test_questions_one_below_the_other_whose_options_have_signs(bullet: str, numbers: tuple[str, str]) -> None:
    first = f"{numbers[0]}Which metal is liquid?\n{bullet}❌ Iron\n{bullet}✅ Mercury\n"
    second = f"{numbers[1]}Which metal floats?\n{bullet}✅ Sodium\n{bullet}❌ Lead\n"
    questions, diagnostics = read_bank({"q.md": f"{first}\n{second}"})
    assert [(q.stem, [option.text for option in q.options], q.answer) for q in questions] == [
        ("Which metal is liquid?", ["Iron", "Mercury"], ("B",)),
        ("Which metal floats?", ["Sodium", "Lead"], ("A",)),
    ]
    assert not diagnostics
