"""Labels of options that need an answer to be read: Roman numerals, round boxes, numbers below one in brackets."""

from __future__ import annotations

import re
import textwrap

import pytest
from reading import read_bank

from ankigen.readers import parse
from ankigen.source import Source

NUMERALS = ("i", "ii", "iii", "iv")
TEXTS = ("Cirrus", "Fog", "Cumulonimbus", "Rain")


@pytest.mark.parametrize("form", ["{}. {}", "({}) {}", "{}) {}", "- {}. {}", "   {}. {}", "**{}.** {}"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("answer", "labels"),
    [("iii", "C"), ("(iii)", "C"), ("i, iv", "AD"), ("ii and iii", "BC"), ("Fog", "B"), ("2", "B")],
)
@pytest.mark.parametrize("upper", [True, False])
def test_options_may_have_roman_numerals(*, form: str, between: str, answer: str, labels: str, upper: bool) -> None:
    numerals = [numeral.upper() if upper else numeral for numeral in NUMERALS]
    options = between.join(form.format(*pair) for pair in zip(numerals, TEXTS, strict=True))
    written = answer.upper().replace("AND", "and") if upper and answer != "Fog" else answer
    questions, diagnostics = read_bank({"q.md": f"1. Which is it?\n\n{options}\n\nAnswer: {written}\n"})
    assert not diagnostics
    assert [option.text for option in questions[0].options] == [*TEXTS]
    assert "".join(questions[0].answer) == labels


def test_roman_numerals_above_options_are_statements() -> None:
    statements = "I. Fog is a cloud.\nII. Rain is dry.\nIII. Ice is cold.\n"
    text = f"1. Which are true?\n\n{statements}\nA. I only\nB. I and III\nC. II\n\nAnswer: B\n"
    questions, diagnostics = read_bank({"q.md": text})
    assert not diagnostics
    assert questions[0].stem == f"Which are true?\n\n{statements}".strip()
    assert questions[0].answer == ("B",)


@pytest.mark.parametrize(
    "options", ["I. Cirrus\nIII. Fog", "V. Cirrus\nX. Fog", "i. Cirrus\nII. Fog", "II. Cirrus\nIII. Fog"]
)
def test_numerals_that_do_not_count_are_reported(options: str) -> None:
    questions, diagnostics = read_bank({"q.md": f"1. Which is it?\n\n{options}\n\nAnswer: I\n"})
    assert not questions
    assert diagnostics


@pytest.mark.parametrize("options", ["( ) A. Cirrus\n( ) B. Fog", "() A) Cirrus\n() B) Fog", "( ) Cirrus\n( ) Fog"])
@pytest.mark.parametrize("indent", ["", "   "])
@pytest.mark.parametrize("answer", ["Fog", "B"])
def test_round_boxes_need_no_bullet(options: str, indent: str, answer: str) -> None:
    inset = textwrap.indent(f"{options}\n\nAnswer: {answer}", indent)
    questions, diagnostics = read_bank({"q.md": f"1. Which is it?\n\n{inset}\n\n2. Who?\n\nA. x\nB. y\n\nAnswer: A\n"})
    assert not diagnostics
    assert [question.answer for question in questions] == [("B",), ("A",)]
    assert [option.text for option in questions[0].options] == ["Cirrus", "Fog"]


@pytest.mark.parametrize("form", ["( {} ) {}", "[ {} ] {}", "- ( {} ) {}", "（ {} ）{}"])
def test_blanks_may_be_inside_the_brackets_of_a_label(form: str) -> None:
    options = "\n".join(form.format(*pair) for pair in zip("ABC", TEXTS, strict=False))
    questions, diagnostics = read_bank({"q.md": f"1. Which is it?\n\n{options}\n\nAnswer: B\n"})
    assert not diagnostics
    assert [option.text for option in questions[0].options] == [*TEXTS[:3]]


def test_a_gap_before_a_number_is_no_box() -> None:
    text = "( ) 1. Which is it?\nA. Cirrus\nB. Fog\nAnswer: B\n\n( ) 2. Who?\nA. x\nB. y\nAnswer: A\n"
    questions, diagnostics = read_bank({"q.md": text})
    assert not diagnostics
    assert [(question.stem, question.answer) for question in questions] == [("Which is it?", ("B",)), ("Who?", ("A",))]


def test_parts_may_be_named_in_wide_brackets() -> None:
    one = "【問{}】Which is it?\n(1) {}\n(2) {}\n【正解】({})\n【解説】It is.\n"
    text = one.format(1, "Cirrus", "Fog", 2) + "\n" + one.format(2, "Rain", "Snow", 1)
    questions, diagnostics = read_bank({"q.md": text})
    assert not diagnostics
    assert [(question.stem, question.answer, question.explanation) for question in questions] == [
        ("Which is it?", ("B",), "It is."),
        ("Which is it?", ("A",), "It is."),
    ]


WORDS = ["200", "201", "204", "404"]
ENCLOSED = ["🅰️🅱️🅲🅳", "🅰️🅱️©️🅳", "🄰🄱🄲🄳", "🅐🅑🅒🅓", "🇦🇧🇨🇩"]
BOLD = ["𝐀𝐁𝐂𝐃", "𝗔𝗕𝗖𝗗"]


@pytest.mark.parametrize("bullet", ["", "- ", "* "])
@pytest.mark.parametrize(
    ("letters", "sign"),
    [*((letters, sign) for letters in ENCLOSED for sign in ("", ".", ")")), *((letters, ")") for letters in BOLD)],
)
def test_letters_in_squares_or_bold_type_are_labels(letters: str, bullet: str, sign: str) -> None:
    a, b, c, d = re.findall(r".\ufe0f?", letters)
    options = "\n".join(f"{bullet}{label}{sign} {text}" for label, text in zip((a, b, c, d), WORDS, strict=True))
    first = f"**1. Which one?**\n\n{options}\n\n✅ Answer: {b} {WORDS[1]}\n\n"
    [one, two] = parse(
        Source("a.md", f"{first}**2. Which other?**\n\n{options}\n\n**Answer: {c if c[0] != '©' else '🅲'}**\n")
    ).questions
    for question, answer in ((one, "B"), (two, "C")):
        assert [option.text for option in question.options] == WORDS
        assert question.answer == (answer,)
    assert (one.stem, two.stem) == ("Which one?", "Which other?")


STAYING = {
    "flags": ("Which 🅱️ is in 🇦🇺?", "A. Ⓐ\nB. © ℃"),
    "statements in bold": ("Which are true?\n\n𝐀. S3 is regional.\n𝐁. IAM is global.", "a) first\nb) both"),
    "vectors": ("Which is longer?\n\n𝐀 = (1, 0)\n𝐁 = (2, 0)", "A. 𝐀\nB. 𝐁"),
    "code": ("What is it?\n\n```text\n🅰️ x\n🅱️ y\n```", "A. one\nB. two"),
}


@pytest.mark.parametrize(("stem", "options"), STAYING.values(), ids=STAYING)
def test_letters_that_label_no_option_stay(stem: str, options: str) -> None:
    [asked] = parse(Source("a.md", f"1. {stem}\n\n{options}\n\nAnswer: {options[0]}\n")).questions
    assert asked.stem == stem
    assert [option.text for option in asked.options] == [line.split(" ", 1)[1] for line in options.split("\n")]


def test_blood_types_are_no_letters() -> None:
    text = "1. Which is the universal donor?\n\n🅰️\n🅱️\n🆎\n🅾️\n\nAnswer: 🅾️\n"
    assert [asked.answer for asked in parse(Source("a.md", text)).questions if asked.kind == "choice"] in ([], [("D",)])


@pytest.mark.parametrize("gap", [" ", "  ", "\u3000", "\t"])
@pytest.mark.parametrize("indent", ["", "   "])
def test_options_in_a_line_may_have_numbers_in_brackets(indent: str, gap: str) -> None:
    options = gap.join(f"({n}) {word}" for n, word in enumerate(WORDS, 1))
    text = "".join(f"{n}. 應使用哪一項？\n{indent}{options}\n{indent}**答案：({n})**\n\n" for n in (1, 2))
    questions, diagnostics = read_bank({"q.md": text.replace("2. 應", "2. 另應")})
    assert not [one for one in diagnostics if one.rule.code < "AG2"]
    assert [[option.text for option in question.options] for question in questions] == [WORDS, WORDS]
    assert [question.answer for question in questions] == [("A",), ("B",)]


def test_numbered_statements_in_a_line_stay_in_the_stem() -> None:
    text = "1. 下列敘述何者正確？\n(1) 甲 (2) 乙 (3) 丙\n(A) (1)(2) (B) (2)(3) (C) (1)(3)\n答案：(A)\n"
    [asked] = parse(Source("a.md", text)).questions
    assert ([option.text for option in asked.options], asked.answer) == (["(1)(2)", "(2)(3)", "(1)(3)"], ("A",))
    assert "(3) 丙" in asked.stem


BELOW_STATEMENTS = {
    "a table": "| A | B |\n|---|---|\n| first | both |",
    "a quotation": "> 1. first\n> 2. both",
    "words": "Option 1: first\nOption 2: both",
    "a heading": "#### Options\n\n1. first\n2. both",
}


def _options_of(text: str) -> list[list[str]]:
    questions = parse(Source("a.md", text)).questions
    return [[option.text for option in question.options] for question in questions if question.options]


@pytest.mark.parametrize("options", BELOW_STATEMENTS.values(), ids=BELOW_STATEMENTS)
@pytest.mark.parametrize("statements", ["🅰️ S3 is regional.\n🅱️ IAM is global.", "(1) one (2) two (3) three"])
def test_statements_are_never_the_options(statements: str, options: str) -> None:
    text = f"## Q1: Which are true?\n\n{statements}\n\n{options}\n\nAnswer: 2\n"
    assert _options_of(text) in ([], [["first", "both"]])


@pytest.mark.parametrize("between", ["**Options:**", "Choose the best answer.", "![](x.png)", "---"])
def test_quoted_statements_are_never_the_options(between: str) -> None:
    text = f"### Q1: Which?\n\n> A. Flat.\n> B. Round.\n\n{between}\n\n1. Only B\n2. Only A\n\nAnswer: 1\n"
    assert _options_of(text) in ([], [["Only B", "Only A"]])


def _text(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


def test_letters_in_an_explanation_stay() -> None:
    text = _text("1. Which?", "🅰️ one\n🅱️ two", "Answer: 🅰️", "Explanation: the sign 🅱️ is red.")
    [asked] = parse(Source("a.md", text)).questions
    assert (asked.answer, asked.explanation) == (("A",), "the sign 🅱️ is red.")


@pytest.mark.parametrize("options", ["1. first\n2. both", "- first\n- both"])
def test_statements_in_squares_stay_above_options_of_any_kind(options: str) -> None:
    stem = "Which are true?\n\n🅰️ S3 is regional.\n🅱️ IAM is global."
    [asked] = parse(Source("a.md", _text(f"1. {stem}", options, "Answer: both"))).questions
    assert (asked.stem, asked.answer) == (stem, ("B",))


def test_numbered_steps_in_an_explanation_stay_in_a_line() -> None:
    steps = "The steps are:\n\n(1) make it (2) test it (3) ship it"
    [asked] = parse(Source("a.md", _text("1. Which?", "A. one\nB. two", "Answer: A", steps))).questions
    assert asked.explanation == steps


@pytest.mark.parametrize("below", ["1. first\n2. both", "A. first\nB. both"])
def test_quoted_statements_stay_above_the_options(below: str) -> None:
    text = _text("1. Which are true?", "> A. S3 is regional.\n> B. IAM is global.", below, f"Answer: {below[0]}")
    [asked] = parse(Source("a.md", text)).questions
    assert [option.text for option in asked.options] == ["first", "both"]


MARKS = [("**", "**"), ("__", "__"), ("==", "=="), ("<mark>", "</mark>"), ("<u>", "</u>"), ("<ins>", "</ins>")]


@pytest.mark.parametrize(("begin", "end"), MARKS)
@pytest.mark.parametrize("form", ["- {}. {}", "{}) {}", "({}) {}", "* {}: {}"])
@pytest.mark.parametrize("whole", [True, False])
def test_the_mark_of_one_option_may_be_around_its_label_too(*, begin: str, end: str, form: str, whole: bool) -> None:
    rows = [form.format(*pair) for pair in zip("ABC", TEXTS, strict=False)]
    rows[1] = rows[1].replace("B" if whole else "Fog", f"{begin}B" if whole else f"{begin}Fog") + end
    rows[1] = rows[1].replace(f"({begin}", f"{begin}(")
    questions, diagnostics = read_bank({"q.md": "1. Which is it?\n\n" + "\n".join(rows) + "\n"})
    assert not diagnostics
    assert [option.text for option in questions[0].options] == [*TEXTS[:3]]
    assert questions[0].answer == ("B",)


@pytest.mark.parametrize(("begin", "end"), [("~~", "~~"), ("<s>", "</s>"), ("<del>", "</del>")])
def test_options_that_are_struck_are_options_and_not_seen_as_struck(begin: str, end: str) -> None:
    rows = "\n".join(f"- {begin}{letter}. {text}{end}" for letter, text in zip("AB", TEXTS, strict=False))
    text = f"1. Which is it?\n\n{rows}\n- C. Rain\n"
    questions, diagnostics = read_bank({"q.md": f"{text}\nAnswer: C\n"})
    assert not diagnostics
    assert [option.text for option in questions[0].options] == ["Cirrus", "Fog", "Rain"]
    questions, diagnostics = read_bank({"q.md": text})
    assert not questions
    assert diagnostics  # it says what is wrong, perhaps not what is right


@pytest.mark.parametrize("text", ["==A. x== and ==y==", "<u>A. x</u> and y", "`==A. x==`", "==Apple==", "~~A. x"])
def test_a_mark_around_a_part_of_a_line_hides_no_label(text: str) -> None:
    questions, _ = read_bank({"q.md": f"1. Which is it?\n\n- {text}\n- B. y\n- C. z\n"})
    assert not questions
