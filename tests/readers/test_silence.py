"""What was passed over without a word: it is read, or reported at its line."""

from __future__ import annotations

import pytest

from ankigen.readers import parse
from ankigen.source import Source


def _read(text: str) -> tuple[list[tuple[str, list[str], tuple[str, ...]]], list[tuple[str, int]]]:
    """Return the choices of a file, and the code and line of each diagnostic."""
    parsed = parse(Source("a.md", text))
    choices = [
        (asked.stem, [option.text for option in asked.options], asked.answer)
        for asked in parsed.questions
        if asked.kind == "choice"
    ]
    return choices, [(diagnostic.rule.code, diagnostic.span.line) for diagnostic in parsed.if_choices]


HTTPS = "## Which port does HTTPS use?\n\n- 80\n- **443**\n- 22\n\n"
ROUTES = "## Which layer routes packets?\n\n1. **Network**\n2. Session\n\nIt has the addresses.\n"


def test_the_item_in_bold_below_headings_that_ask_is_the_answer() -> None:
    assert _read(f"# Quiz\n\n{HTTPS}{ROUTES}") == (
        [
            ("Which port does HTTPS use?", ["80", "443", "22"], ("B",)),
            ("Which layer routes packets?", ["Network", "Session"], ("A",)),
        ],
        [],
    )


def test_one_such_list_alone_is_reported_for_it_may_only_stress_an_item() -> None:
    assert _read(f"# Quiz\n\n{HTTPS}") == ([], [("AG107", 5)])


@pytest.mark.parametrize(
    "text",
    [
        HTTPS.replace("- 80", "- **80**") + ROUTES.replace("**", ""),
        HTTPS.replace("**443**", "**443** is for TLS") + ROUTES.replace("**Network**", "**Network:** routes"),
        HTTPS.replace("?\n\n", "?\n\nOne of many.\n\n") + ROUTES.replace("?", "?\n\nIt depends."),
    ],
    ids=["two in bold, none in bold", "parts of items in bold", "text between"],
)
def test_other_lists_below_headings_that_ask_are_no_options(text: str) -> None:
    assert not _read(text)[0]


FOLDED = "\n\n<details>\n<summary>Answer</summary>\n\n{answer}\n\n</details>\n"


@pytest.mark.parametrize("asking", ["## Which river runs through Vienna?", "**Which river runs through Vienna?**"])
@pytest.mark.parametrize("lines", ["Rhine\nDanube\nElbe", "- Rhine\n- Danube\n- Elbe"])
def test_a_folded_answer_that_is_none_of_the_lines_above_is_reported(asking: str, lines: str) -> None:
    text = f"# Rivers\n\n{asking}\n\n{lines}{FOLDED}"
    assert _read(text.format(answer="The third longest of all")) == ([], [("AG107", 3)])
    assert _read(text.format(answer="Danube"))[0][0][2] == ("B",)


def test_a_fold_below_prose_or_one_line_is_no_answer() -> None:
    assert _read(f"## How do I install it?\n\nAs usual.\nWith pip.{FOLDED.format(answer='pip install x')}") == ([], [])


def test_a_line_with_a_question_its_options_and_its_answer_between_bars_is_a_question() -> None:
    read, reported = _read(
        "# Quiz\n\nWhich port does HTTPS use? | 80 | 443 | 22 | 443\n"
        "7. Which port does SSH use? | A) 80 | B) 443 | C) 22 | Answer: c\n| Which is secure? | HTTPS | HTTP | A |\n"
    )
    assert read == [
        ("Which port does HTTPS use?", ["80", "443", "22"], ("B",)),
        ("Which port does SSH use?", ["80", "443", "22"], ("C",)),
        ("Which is secure?", ["HTTPS", "HTTP"], ("A",)),
    ]
    assert reported == []


@pytest.mark.parametrize("last", ["the second", "D", "443 or 22", "22"])
def test_a_last_cell_that_names_none_of_the_others_is_reported(last: str) -> None:
    text = f"# Quiz\n\nWhich port does HTTPS use? | 22 | 443 | 22 | {last}\n"
    assert _read(text) == ([], [("AG107", 3)])


def test_a_table_with_a_head_is_no_line_between_bars() -> None:
    head = "| Question | First | Second | Last |\n|---|---|---|---|\n"
    assert _read(f"# FAQ\n\n{head}| Is it free? | yes | no | yes |\n") == ([], [])


DATA = {
    "TOML in a fence": '```toml\n[[questions]]\nquestion = "Which?"\noptions = ["a", "b"]\nanswer = "a"\n```\n',
    "JSON in a fence": '```json\n\n[{"q": "Which port?", "a": ["80", "443"], "correct": 1}]\n```\n',
    "YAML in a fence": "```yaml\n\n- text: Which port?\n  choices: [80, 443]\n  correct: 1\n```\n",
    "JSON": '[\n\n{"question": "Which", "options": ["a", "b"], "answer": 1}\n]\n',
    "JSON in one line": '\n\n{"questions":[{"stem":"Which?","choices":[{"text":"a","isCorrect":true}]}]}\n',
    "TOML": '[[questions]]\ntype = "MultipleChoice"\nprompt.prompt = "Which?"\nanswer.answer = "a"\n',
}


@pytest.mark.parametrize("text", DATA.values(), ids=DATA)
def test_questions_that_are_data_are_reported_at_the_first(text: str) -> None:
    assert _read(text) == ([], [("AG107", 3)])


def test_fields_of_front_matter_are_no_data_that_were_passed_over() -> None:
    text = '+++\nquestion = "Which?"\noptions = ["one", "two"]\nanswer = "two"\n+++\n'
    assert _read(text) == ([("Which?", ["one", "two"], ("B",))], [])


def test_code_of_a_program_is_no_data_with_questions() -> None:
    code = '```js\nconst text = ready ? "yes" : "no"\nfetch(url, { options: {}, prompt: name })\n```\n'
    assert _read(f"# Notes\n\n{code}") == ([], [])


MARKED = {
    "an asterisk in a box": "1. Which?\n\n[ ] one\n[*] two\n[ ] three\n",
    "an asterisk in a box behind a bullet": "1. Which?\n\n- [ ] one\n- [*] two\n- [ ] three\n",
    "an answer that an explanation begins with": "1. Which?\n\nA) one\nB) two\nC) three\n\nExplanation: It's B. So.\n",
    "in Portuguese": "1. Qual?\n\nA) one\nB) two\nC) three\n\nGabarito comentado: Letra B. É assim.\n",
}


@pytest.mark.parametrize("text", MARKED.values(), ids=MARKED)
def test_the_right_option_is_read(text: str) -> None:
    read, reported = _read(text)
    assert [(options, answer) for _, options, answer in read] == [(["one", "two", "three"], ("B",))]
    assert reported == []


@pytest.mark.parametrize(
    "text",
    [
        "1. Which?\n\nA) one - *Incorrect: it is none.*\nB) two - **Correct: it is.**\n",
        "## Question\n\nWhich?\n\n## Options\n\n- A. one (*Wrong: it is none.*)\n- B. two – *Correct: it is.*\n",
    ],
)
def test_a_verdict_with_its_reason_is_on_no_front(text: str) -> None:
    [asked] = parse(Source("a.md", text)).questions
    assert [(option.text, option.rationale) for option in asked.options] == [("one", "it is none."), ("two", "it is.")]
    assert asked.answer == ("B",)


def test_an_explanation_that_talks_of_an_option_is_no_answer() -> None:
    text = "1. Which?\n\nA) one\nB) two\n\nExplanation: Option B is slower than A.\n"
    assert not _read(text)[0]


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("label", ["Q: {}", "Question: {}", "**Question:** {}", "題目：{}"])
def test_a_question_with_a_list_without_an_answer_is_reported(label: str, gap: str) -> None:
    lost = f"{label.format('what does chmod 600 allow')}\n{gap}- owner\n- all\n- nobody\n"
    alone = parse(Source("q.md", lost))
    assert ([d.rule.code for d in alone.diagnostics], alone.questions) == (["AG107"], ())
    above = f"{label.format('which shows ports')}\n{gap}- nc\n- ss (correct)\n- ls\n\n"
    parsed = parse(Source("q.md", above + lost))
    assert [[option.text for option in question.options] for question in parsed.questions] == [["nc", "ss", "ls"]]
    assert [(d.rule.code, d.span.line) for d in parsed.diagnostics] == [("AG107", above.count("\n") + 1)]
