"""What is parsed from a file of each form, what is not a question, and what no reader may do, whatever the text."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ankigen import readers
from ankigen.anki import render_body, to_note
from ankigen.build.compile import summarise
from ankigen.build.identity import identify
from ankigen.checks import check_bank, check_question
from ankigen.languages import ENGLISH
from ankigen.markdown import Line, Look, definitions_in, references_in
from ankigen.readers import vocabulary
from ankigen.readers.lines.links import without_links
from ankigen.source import Source, find_conflict, load_config, read_file

if TYPE_CHECKING:
    from ankigen.model import Diagnostic
    from ankigen.readers import Parsed

CASES = ROOT / "tests" / "readers" / "samples"
FORMS = ("headed", "keyed", "loose", "reference", "tasklist")


def cases(*folders: str) -> list[Path]:
    """Return the markdown files in the folders of these forms."""
    return sorted(path for folder in folders for path in (CASES / folder).glob("*.md"))


def source(path: Path) -> Source:
    """Return the source of a file, as the program reads it, under the file's name."""
    return Source(path.name, path.read_text(encoding="utf-8"))


def as_line(diagnostic: Diagnostic) -> str:
    """Return a diagnostic as one line."""
    span = diagnostic.span
    return f"{span.path}:{span.line}:{span.column} {diagnostic.rule.code} {diagnostic.message}"


def as_json(parsed: Parsed) -> str:
    """Return what was parsed, without default values."""
    whole = {
        "questions": [
            question.model_dump(mode="json", exclude_defaults=True, exclude={"offsets"})
            for question in parsed.questions
        ],
        "diagnostics": [as_line(diagnostic) for diagnostic in parsed.diagnostics],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def rewrite() -> None:
    """Rewrite every golden file."""
    for path in cases(*FORMS):
        path.with_suffix(".json").write_text(as_json(readers.parse(source(path))), encoding="utf-8")


@pytest.mark.parametrize("folder", [*FORMS, "none"])
def test_every_form_has_cases(folder: str) -> None:
    assert cases(folder)


@pytest.mark.parametrize("path", cases(*FORMS), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_questions_are_those_of_the_golden_file(path: Path) -> None:
    assert as_json(readers.parse(source(path))) == path.with_suffix(".json").read_text(encoding="utf-8")


def test_there_is_no_golden_file_without_its_case() -> None:
    assert {path.with_suffix(".md") for path in CASES.glob("*/*.json")} == set(cases(*FORMS))


@pytest.mark.parametrize("path", cases("none"), ids=lambda path: path.name)
def test_what_only_looks_like_a_question_gives_none_and_one_warning_at_most(path: Path) -> None:
    parsed = readers.parse(source(path))
    assert not any(question.options for question in parsed.questions)
    assert [diagnostic.rule.code for diagnostic in parsed.if_choices] in ([], ["AG107"])


def test_the_line_of_an_option_is_where_it_is_in_the_file() -> None:
    for path in cases(*FORMS):
        rows = source(path).text.split("\n")
        for question in readers.parse(source(path)).questions:
            for option in question.options:
                words = re.findall(r"\w+", option.text.replace("```", ""))
                below = " ".join(rows[option.line - 1 : option.line + 4])
                assert not words or words[0] in below, (path, option)


# Any text: lines that mean something to a reader, in any order, and nonsense.

LINES = [
    *(
        "",
        " ",
        "\t",
        "---",
        "# Question 1",
        "## Question",
        "## Options",
        "### Q1 - x (L1)",
        "#### Q2. Which?",
        "# 題解",
    ),
    *(
        "## 題幹",
        "### 選項",
        "## 答案",
        "**正解:** `B`",
        "**正解:** A / C",
        "**Topics:** `X`",
        "## ❌ 錯誤選項排除",
        "###選項 B - b",
    ),
    *(
        "## 題目回顧",
        "## 🧠 記憶法",
        "### 口訣：「x」",
        "## 官方文件",
        "**備註:** favors C",
        "**ID:** `Q-1`",
        "## 相關題目",
    ),
    *(
        "- **A.** a",
        "- **B.** b",
        "**C.** c",
        "- A. a (Correct)",
        "- B. b",
        "    - C. c",
        "a) x",
        "b) y",
        "- D. ```",
        "E.x",
    ),
    *(
        "- [ ] a",
        "- [x] b",
        "- [ ]",
        "-[x]c",
        "- [ ] A",
        "- [x] ```js",
        "1. What?",
        "2. Why?",
        "**3. Who?**",
        "Q4. How?",
    ),
    *("```", "``` (Correct)", "```md", "~~~", "````", "- ", "- - x", "> q", "| a | b |", "|---|---|", "| GET | /x |"),
    *("Answer: B", "Correct answer: A, B", "## Answer Key", "1. B", "1-A, 2-B", "| 1 | B |", "The answer is b)."),
    *(
        "<details>",
        "</details>",
        "<summary>Answer</summary>",
        "<details><summary>Answer</summary>B</details>",
        "<!--",
        "-->",
    ),
    *(
        "[x](https://e.org/x)",
        "https://e.org/y",
        "[top](#top)",
        "Study materials from our course on X:",
        "Lecture",
        "text",
    ),
]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=20)), max_size=40).map("\n".join),
)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("## 題幹\n" * 3)
@example("- [ ] ```\n" * 3)
def test_any_text_is_read_without_an_exception_and_nothing_is_invented(text: str) -> None:
    assert_found(readers.parse(Source("any.md", text)), text)


def assert_found(parsed: Parsed, text: str) -> None:
    """Every place is inside the text, and the text contains every word of a stem or an option."""
    last = text.count("\n") + 1
    for diagnostic in parsed.diagnostics:
        assert 1 <= diagnostic.span.line <= last
    for question in parsed.questions:
        assert 1 <= question.span.line <= last
        assert len(question.options) > 1 or question.solution
        assert set(question.answer) <= {option.label for option in question.options}
        assert all(word in text for word in re.findall(r"[^\W_]+", question.stem))
        for option in question.options:
            assert 1 <= option.line <= last
            assert 0 <= option.refuted <= last
            assert all(word in text for word in re.findall(r"[^\W_]+", option.text))
    assert len({question.index for question in parsed.questions}) == len(parsed.questions)


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp950", "gb18030", "cp1252", "latin-1")
BYTES = st.one_of(
    st.binary(max_size=300),
    st.tuples(TEXTS, st.sampled_from(ENCODINGS)).map(lambda drawn: drawn[0].encode(drawn[1], "replace")),
    st.tuples(TEXTS, st.binary(min_size=1, max_size=4), st.integers(0, 200)).map(
        lambda drawn: drawn[0].encode()[: drawn[2]] + drawn[1] + drawn[0].encode()[drawn[2] :]
    ),
)


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(BYTES)
@example(b"#### Q1. a?\r\n- [ ] \xe4\xb8\x80\r- [x] b")
def test_any_bytes_are_read_checked_and_rendered_or_are_an_error(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.md"
        path.write_bytes(data)
        text, odd = read_file(path, Path(folder))
        settings_of_bank, _ = load_config(Path(folder))
    if text is None:
        assert [finding.is_error for finding in odd] == [True]
        return
    parsed = readers.parse(text)
    assert_found(parsed, text.text)
    find_conflict(text)
    list(check_bank(identify(list(map(summarise, parsed.questions))).questions, settings_of_bank))
    for question in parsed.questions:
        list(check_question(question))
        summary = summarise(question)._replace(key="key")
        html = render_body(question, Look(ENGLISH), settings_of_bank).html
        note = to_note(
            summary, html, guid="g", shown_id="key", home="", due=1, config=settings_of_bank, languages=ENGLISH
        )
        assert note


LONG = {
    "spaces": " " * 200_000,
    "hashes": "#" * 100_000 + " " * 100_000 + "x",
    "comments": "<!--" * 50_000,
    "backticks": "`" * 200_000,
    "brackets": "[a](" * 50_000,
    "opening brackets": "[" * 200_000,
    "pictures": "![a](" * 40_000,
    "an open link": "[a](" + "x" * 200_000,
    "code spans": "".join("`" * n + " " for n in range(1, 600)),
    "tags": "<img src=" * 20_000,
    "colons": "答案:" * 50_000,
    "letters": "A/" * 100_000,
    "tabs and pipes": "|\n" + "\t" * 200_000 + "|",
    "boxes": "- [x] o\n" * 25_000,
    "options": "- **A.** a\n- **B.** b\n" * 10_000,
    "fences": "```a\n" * 40_000,
    "shrinking fences": "\n".join("`" * n + "\n- [ ] o" for n in range(300, 3, -1)) + "\na" * 60_000,
    "headings": "#### Q3. x\n" * 20_000,
    "labels": "**正解:** B\n" * 20_000,
    "details": "<details><summary>" * 10_000,
}
AROUND = {
    "reference": "# Question #1\n## 題幹\nWhich?\n## 選項\n- **A.** a\n- **B.** b\n**正解:** `A`\n## 說明\n{}\n",
    "headed": "# Question 1\n## Question\nWhich?\n## Options\n- A. a\n{}\n- B. b (Correct)\n## Explanation\nx\n",
    "tasklist": "#### Q1. Which?\n- [ ] a\n{}\n- [x] b\n#### Q2. What?\n- [ ] a\n- [x] b\n",
    "keyed": "1. Which?\n    - A. a\n{}\n    - B. b\n    <details><summary>Answer</summary>B</details>\n",
}


@pytest.mark.slow
@pytest.mark.timeout(120)  # a second or two; a step that is quadratic takes longer
@pytest.mark.parametrize("long", LONG)
@pytest.mark.parametrize("around", AROUND)
def test_reading_a_long_text_comes_to_an_end(around: str, long: str) -> None:
    readers.parse(Source("long.md", AROUND[around].format(LONG[long])))


@pytest.mark.timeout(120)
@pytest.mark.parametrize("long", LONG)
def test_links_of_a_long_text_are_found(long: str) -> None:
    text = f"[before](a.md)\n{LONG[long]}\n[a]: b.md\n"
    assert next(references_in(text, "long.md")).target == "a.md"
    assert sum(1 for _ in references_in(text, "long.md")) < 100_000
    definitions_in(text)


@pytest.mark.parametrize(
    ("options", "answer", "right"),
    [
        (("a", "b", "c"), "2", [("B",)]),
        (("1", "2", "3"), "2", [("B",)]),
        (("10", "20", "30"), "20", [("B",)]),
        (("10", "20", "1"), "1", []),
        (("2", "1"), "2", []),
        (("a", "b"), "3", []),
    ],
)
def test_a_number_that_may_be_a_place_or_a_text_is_no_answer(
    options: tuple[str, ...], answer: str, right: list[tuple[str, ...]]
) -> None:
    listed = "\n".join(f"{number}. {text}" for number, text in enumerate(options, 1))
    parsed = readers.parse(Source("q.md", f"# Which?\n\n{listed}\n\nAnswer: {answer}\n"))
    assert [question.answer for question in parsed.questions] == right


@pytest.mark.parametrize(
    ("listed", "options"),
    [
        ("1. one\n2. two\n\n1. three\n2. four", [("three", "four")]),
        ("1. one\n2. two\n4. three", []),
        ("2. one\n3. two", []),
    ],
)
def test_only_a_list_that_counts_from_one_is_named_by_numbers(listed: str, options: list[tuple[str, ...]]) -> None:
    parsed = readers.parse(Source("q.md", f"# Which?\n\n{listed}\n\nAnswer: 2\n"))
    assert [tuple(option.text for option in question.options) for question in parsed.questions] == options
    assert [question.answer for question in parsed.questions] == [("B",)] * len(options)


@given(
    st.text(alphabet="a`^*_ [](!:。", max_size=12),
    st.text(alphabet="a/[]()<>`:.", max_size=12),
    st.sampled_from(["", " ", ".", "\\"]),
)
@example("Jobs", "a.example/x_(y)", "")
@example("Jobs", "a.example/x", "")
@example("", "a.example/x", "")
def test_a_listed_link_is_read_as_any_other(title: str, url: str, after: str) -> None:
    link = f"[{title}](https://{url}){after}"
    (_, listed), (_, other) = (without_links([Line(1, f"{marker} {link}", code=False)]) for marker in ("-", "(-)"))
    assert listed == other


@given(st.text(alphabet="a`^*_~ (:.-?!#)", max_size=20))
def test_plain_text_needs_no_table_of_signs(text: str) -> None:
    beside = vocabulary.plain(f"a {text} ✅ a")  # the sign makes it a text that is no longer ASCII
    assert beside == vocabulary.plain(f"a {text}   a")
