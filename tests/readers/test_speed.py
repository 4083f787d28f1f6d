"""What is there for speed gives what the plain way gives."""

from __future__ import annotations

import gc
import re
import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankigen.languages import LANGUAGES, words
from ankigen.markdown import Line, to_lines
from ankigen.readers import parse, vocabulary
from ankigen.readers.blocks import noise, unwrap, wrapping
from ankigen.readers.grouping.lists import apart
from ankigen.readers.lines import remembered
from ankigen.readers.marks import inline, labels, lines, pairs, starts, ticks
from ankigen.readers.marks.starts import LANDMARKS
from ankigen.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

pytestmark = pytest.mark.slow  # each test compares a quick way with the slow one over many texts

PLACES = [
    ("number", "question"),
    ("number", "sign"),
    ("answer", "statement"),
    ("answer", "opener"),
    ("answer", "right"),
]


def cut(texts: list[str]) -> SearchStrategy[str]:
    """These texts with others around them, a piece cut off, or in capitals."""
    word, beside = st.sampled_from(texts), st.sampled_from(["", " ", "x", " is B", "*", "."])
    whole = st.builds("{}{}{}".format, st.sampled_from(["", "a ", "**", "(", "-"]), word, beside)
    piece = st.builds(lambda text, at: text[:at], whole, st.integers(0, 40))
    return st.one_of(whole, piece, whole.map(str.upper))


@pytest.mark.parametrize(("table", "key"), PLACES)
@given(data=st.data())
def test_an_alternation_finds_the_longest_word(table: str, key: str, data: st.DataObject) -> None:
    words = sorted(vocabulary.in_any_language(table, key), key=len, reverse=True)
    plain = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    text = data.draw(cut(words))
    match, same = re.search(vocabulary.alternation(table, key), text, re.IGNORECASE), plain.search(text)
    assert (match and match.span()) == (same and same.span())


MARKS = [
    *(
        "(correct)",
        "[Right answer!]",
        "（✅ 正確）",
        "✅",
        "✔️ (correct)",
        "- correct",
        "— correct",
        "（正確）",
        "⬅️ answer",
        "← answer",
        "<-- right",
        "=> ans",
    ),
    *("❌", "(wrong)", "(錯誤)", "**(Correct)**", "Most voted", "(🗳️ Most Voted)", "→ Answer", "– Richtig", "【正解】"),
]


MEMORIES = [memory for memory in gc.get_objects() if isinstance(memory, remembered.Memory)]


def afresh(function: Callable[[str], object], text: str) -> object:
    """What a function returns for a text when nothing is remembered of any line."""
    for memory in MEMORIES:
        memory.clear()
    return function(text)


def same_without(look: tuple[object, str], replacement: object, function: Callable[[str], object], text: str) -> bool:
    """Whether a function returns the same for a text when a quick look lets every text pass."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*look, replacement)
        thorough = afresh(function, text)
    return afresh(function, text) == thorough


ANY = re.compile("")


@pytest.mark.parametrize("mark", MARKS)
def test_only_what_has_no_mark_is_passed_over_when_marks_are_taken_off(mark: str) -> None:
    for text in (f"an option {mark}", f"option. {mark.upper()} ", f"`code` {mark}\nand more", mark):
        assert same_without((ticks, "_SIGN_OF_MARK"), ANY, ticks.without_tick, text), text
    assert ticks.without_tick(f"an option {mark}") != (f"an option {mark}", False)


@given(cut(MARKS))
def test_only_what_has_no_mark_is_passed_over_whatever_is_cut_off(text: str) -> None:
    assert same_without((ticks, "_SIGN_OF_MARK"), ANY, ticks.without_tick, f"an option {text}")


NAMES = sorted(
    {word for language in LANGUAGES for word in words(language, "parts")["answer"]}
    | vocabulary.in_any_language("answer", "statement")
)
FORMS = [
    "{} B",
    "- **{}** B",
    "The {} is B",
    "La {} est **B**",
    "{}",
    "**{}** - B",
    "{} – B because",
    "{}. Because B",
    "1. {} B",
]


@pytest.mark.parametrize("pattern", FORMS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_line_that_states_an_answer_begins_as_one(pattern: str, form: Literal["NFC", "NFD"]) -> None:
    for name in NAMES:
        text = unicodedata.normalize(form, pattern.format(name))
        for line in (text, text.upper()):
            # `lines.marks` keeps what it has read; this is what it asks.
            assert same_without((lines, "may_answer"), bool, lines._of_line, line), line


WRAPPERS = [
    "> [!note]",
    "!!! note",
    "??? note",
    ":::",
    ":::{note}",
    "```{note}",
    "~~~ quiz",
    "``` {Note}",
    "<DIV>",
    "%%",
    "```",
]


@given(st.lists(st.sampled_from([*WRAPPERS, "text", ""]), max_size=4).map("\n".join))
def test_what_wraps_is_found_by_its_sign(text: str) -> None:
    assert wrapping.wraps(text) == bool(wrapping._TRIGGER.search(text))


def options_in_a_line(head: str, letters: str, dressed: str, between: str) -> str:
    """Several options in one line, each label dressed the same way, behind a head."""
    options = zip(letters, ("alpha", "80 GB", "beta gamma", "x"), strict=False)
    return head + between.join(dressed.format(letter) + text for letter, text in options)


SEQUENCES = ["ABCD", "abcd", "①②③④", "ⒶⒷⒸⒹ", "АБВГ", "ＡＢＣＤ", "甲乙丙丁", "アイウエ", "가나다라", "أبجد"]
DRESSES = [
    "{}. ",
    "{}) ",
    "({}) ",
    "（{}） ",
    "[{}] ",
    "{}、 ",
    "{}．",
    "{}: ",
    "{}： ",
    "{}] ",
    "{}",
    "{} ",
    "**{}.** ",
    "**{})** ",
]
GAPS = ["  ", " ", "\t", "; ", "；", " | ", "|", "\u3000", "\xa0\xa0", " **", "  ·  ", ", "]


@pytest.mark.parametrize("letters", SEQUENCES)
@pytest.mark.parametrize("between", ["  ", "\t", "\u3000", "\xa0\xa0", "；", " | ", "  **"])
def test_options_in_a_line_are_parted(letters: str, between: str) -> None:
    text = options_in_a_line("", letters, "{}. ", between)
    assert len(inline.split_options([Line(1, text, code=False)])) == 4


@pytest.mark.parametrize("letters", SEQUENCES)
@pytest.mark.parametrize("head", ["", "- ", "Which one? ", "1. "])
def test_no_line_of_options_is_passed_over_when_they_are_parted(letters: str, head: str) -> None:
    texts = [
        options_in_a_line(head, some, dress, between)
        for some in (letters, letters[:2], letters[1:])
        for dress in DRESSES
        for between in GAPS
    ]
    for text in texts:
        assert_passed_over_rightly(text)


@given(st.text(alphabet="abBⅡ②③Б.):；| *(、\t", max_size=30))
def test_only_a_line_without_several_options_is_passed_over_when_they_are_parted(text: str) -> None:
    assert_passed_over_rightly(text)


def assert_passed_over_rightly(text: str) -> None:
    assert same_without((inline, "_SIGN"), ANY, lambda line: inline.split_options([Line(1, line, code=False)]), text)


@pytest.mark.parametrize("letter", [*"Aaⓑ③БアあㄴB가", "１", "Ｂ"])
@pytest.mark.parametrize("word", ["", "Option ", "Choice ", "选项 ", "選項", "Đáp án ", "Вариант "])
def test_a_line_with_a_label_begins_as_one(word: str, letter: str) -> None:
    for head in ("", " ", "\xa0", "- ", "1. ", "✅ ", "**", "- **", "__", "<b>", "(", "[", "（", "【", "> "):
        for closing in (")", ".", "：", "、", "）", "]", " -", " – ", "\u3000", "**", "*", "</b>", "", " ", "x"):
            for text in (" text", "text", "**", ""):
                line = f"{head}{word}{letter}{closing}{text}"
                assert same_without((labels, "_CAN_BEGIN"), ANY, labels.label, line), line


@given(
    st.builds(
        "{}{}{}{}{}{}".format,
        st.sampled_from(["", " ", "\t", "# ", "### ❓ ", "> ", "- ", "- [ ] ", "<b>", '<a id="q1"></a>', "{#q} "]),
        st.sampled_from(["", "**", "__", "(", "[", "【", "🟢 ", "→", "|", "`", "{", "\\"]),
        st.sampled_from(
            ["", "Question ", "Question no. ", "Câu hỏi số ", "問題", "第", "מס' ", "What is a", "x/", "S3, "]
        ),
        st.sampled_from(
            ["1", "12", "#7", "№ 3", "１", "٣", "x" * 80 + "1", "-2", "+2", "=2", "?2", "&2", "'2", '"2', ";2"]
        ),
        st.sampled_from(["", ".", ")", "：", "題", ". soru", " of 60", "/60", " –", "\\.", "**", "</b>"]),
        st.sampled_from(["", " Which?", " {#q1}", " 3"]),
    )
)
def test_a_line_with_a_number_is_tried_whatever_signs_are_before_it(text: str) -> None:
    quick = starts.start_in(text)
    pattern = starts._start_pattern()
    begins_with_number = f"(?={starts._BEFORE_NUMBER}\\d)"
    assert pattern.pattern.startswith(begins_with_number)
    with pytest.MonkeyPatch.context() as patch:
        thorough = re.compile(pattern.pattern.removeprefix(begins_with_number))
        patch.setattr(starts, "_start_pattern", lambda: thorough)
        assert afresh(starts.start_in, text) == quick


@given(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "*", "**", "(", "? "]),
        st.sampled_from(
            ["1A", "12. B", "Q1 - C", "Question 3: A", "Frage Nr. 2 B", "第1題 A", "№ 4 D", "A", "1-3", "ab cd ef 1A"]
        ),
        st.sampled_from(["", ", 2B", "; Q2 - D", " 第2題 B", " BCA", " and more"]),
        st.sampled_from(["", " (correct)", "**", " ✓"]),
    )
)
def test_pairs_begin_with_a_number(text: str) -> None:
    assert pairs.begins(text) or not pairs.of_letters(text)


@given(
    st.text(alphabet="ab (）)]✗❌✔\ufe0f*", max_size=6),
    st.sampled_from(["(incorrect)", "(Wrong) ", "（错误）", "❌\ufe0f", "(your answer)", "[My answer] "]),
)
def test_only_an_end_without_a_mark_is_passed_over(text: str, mark: str) -> None:
    quick = ticks.without_tick(f"{text}{mark}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ticks, "_BRACKETS", frozenset(map(chr, range(0x3100))) | {"", "）"})
        patch.setattr(ticks, "_ENDS_OF_WRONG", frozenset(map(chr, range(0x3100))) | {"", "）", "\ufe0f"})
        thorough = afresh(ticks.without_tick, f"{text}{mark}")
    assert quick == thorough


OWN = sorted(vocabulary.in_any_language("answer", "own"))
WRITTEN = [*OWN, *map(str.upper, OWN), *(name.replace("i", "ı") for name in OWN), *(name[:-1] for name in OWN)]


@settings(max_examples=400)
@given(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "- ", "**", "2. x | ", "Time: 1 h; ", "(", "a", "答案，"]),
        st.sampled_from([*WRITTEN, "CEVABİNİZ"]),
        st.sampled_from([":", "**:", ":**", " :", "：", "", "s:", "_:"]),
        st.sampled_from(["", " B", " B, C | 2", " some text", " x: y"]),
    )
)
def test_only_a_line_that_names_no_own_answer_is_passed_over(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(noise, "_names_own_answer", lambda _: True)
        thorough = noise._without_own_answer(text)
    assert noise._without_own_answer(text) == thorough


# What lines begin with, and end with, that one of the looks is for; and what is nearly so.
HEADS = [
    "",
    " ",
    "\t",
    "> ",
    "- ",
    "#",
    "## ",
    "1. ",
    "12、",
    "3) ",
    "(T) 4. ",
    "（√）5、",
    "**",
    "__",
    "|",
    "| ",
    "A",
    "| A ",
]
MIDDLES = [
    "",
    "Which?",
    "Options",
    "答案",
    "a | b",
    "---",
    "===",
    ":-:",
    "|-|-|",
    "A |",
    "( )",
    "(x) b",
    "x",
    "●",
    "✅ yes",
]
TAILS = ["", " ", "**", "__", " |", "|", " (False)", "（错）", "。", "(correct)", " ✓"]

BLOCKS = [
    "Answer\n===",
    "答案\n---",
    "**Options**",
    "__答案__ ",
    "# Question 7\n## 1. Text\nWhich?\n## 2. Answer\nB",
    "| Question | A | B | Answer |\n|---|---|---|---|\n| Which? | x | y | A |",
    "Question | A | B | Answer\n :-- | - | - | --:\nWhich? | x | y | A",
    "- ● whale\n- ○ bat",
    "(x) whale\n( ) bat",
    "A. whale\n(correct)",
]
LINES = st.builds("{}{}{}".format, *map(st.sampled_from, (HEADS, MIDDLES, TAILS)))


def rewritten_unseen(text: str) -> list[str]:
    """The names of what rewrites a text in which its quick look finds nothing."""
    rows = to_lines(text, LANDMARKS)
    looks = [(rewritten, looks_like.search(f"\n{text}")) for looks_like, rewritten in unwrap.REWRITES]
    return [rewritten.__name__ for rewritten, seen in looks if not seen and list(rewritten(rows)) != list(rows)]


@pytest.mark.parametrize("text", BLOCKS)
def test_a_look_finds_what_its_rewriting_is_for(text: str) -> None:
    rows = to_lines(text, LANDMARKS)
    assert any(list(rewritten(rows)) != list(rows) for _, rewritten in unwrap.REWRITES)
    assert rewritten_unseen(text) == []


@settings(max_examples=400)
@given(st.lists(LINES | st.sampled_from(BLOCKS), max_size=6).map("\n".join))
def test_a_page_in_which_a_look_finds_nothing_is_not_rewritten(text: str) -> None:
    assert rewritten_unseen(text) == []


@settings(max_examples=400)
@given(
    st.from_regex(starts._QUESTION_MARK) | st.text(alphabet="?？؟か。_\\( )（何者哪个どれ무엇ใครอะไร=aๆ", max_size=8)
)
def test_what_asks_has_one_of_a_few_signs(text: str) -> None:
    assert same_without((starts, "_MAY_ASK"), ANY, starts.is_question, text)


@pytest.mark.parametrize("mark", [*MARKS, "(correct) Most voted", "(correct) (your answer)"])
@pytest.mark.parametrize("pattern", ["alpha {}", "alpha\n{}", "{} alpha", "**alpha** {}"])
def test_no_mark_of_lines_apart_is_passed_over(mark: str, pattern: str) -> None:
    text = f"1. Which one?\n\n{pattern.format(mark)}\n\nbeta\n\ngamma\n\nExplanation\n\nIt is.\n"
    assert same_without((apart, "_may_be_ticked"), bool, lambda bank: parse(Source("x.md", bank)), text)
