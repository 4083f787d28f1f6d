"""Every code: what it reports, the near misses that it leaves alone, its page, and the forms of the report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import ROOT
from writing import bank, question

from ankigen.rules import BY_CODE, Rule, page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Run

PAGES = ROOT / "docs" / "codes"
SETTINGS = 'id = "bank"\ntopic_minimum = 0\n'
LONG = "This one is right because it says a great deal more than any of the others would ever dare to say"
PNG = "\x89PNG"


def rewrite() -> None:
    """Write the page of every code, and their list."""
    for rule in Rule:
        (PAGES / f"{rule.code}.md").write_text(page(rule), encoding="utf-8")
    rows = "".join(f"| [{r.code}]({r.code}.md) | {r.severity} | {r.summary} |\n" for r in Rule)
    head = "# Codes\n\nWhat `ankigen check` reports. `ankigen explain CODE` prints a page.\n\n"
    (PAGES / "README.md").write_text(f"{head}| code | severity | about |\n|---|---|---|\n{rows}", encoding="utf-8")


class Case(NamedTuple):
    """Files that a code is reported for, and how often; and near misses for which it is not."""

    bad: Mapping[str, str]
    near: Mapping[str, str]
    count: int = 1
    settings: str = ""


def one(**parts: object) -> dict[str, str]:
    """A bank of one question."""
    return {"q.md": question(**parts)}  # type: ignore[arg-type]


def many(*stems: str) -> dict[str, str]:
    """A bank with these stems."""
    return {f"q{n}.md": question(f"Q-{n}", stem=stem) for n, stem in enumerate(stems)}


NEAR = "A long stem that speaks of many things at once, of tables and of streams and of jobs, and then asks: which {}?"
TAGGED = '[tags]\ntopics = ["Alpha", "Beta"]\n[tags.aliases]\n"Alfa" = "Alpha"\n'
CASES = {
    "AG101": Case(one(options={"A": "only"}, answer="`A`"), one(options={"A": "one", "B": "two"})),
    "AG102": Case(one(answer=""), one(answer="B")),
    "AG103": Case(one(answer="`D`"), one(answer="`C`")),
    "AG104": Case({"q.md": question().replace("**C.**", "**B.**")}, one()),
    "AG105": Case(one(stem=""), one(stem="?x")),
    "AG106": Case(
        one(stem="<!-- ankigen: fill in: the question itself -->", extra="<!-- ankigen: fill in -->"),
        one(stem="Which?\n\n```\n<!-- ankigen: fill in: x -->\n```\n\nOr `<!-- ankigen: fill in: y -->`?"),
    ),
    "AG201": Case(
        {
            "a.md": question("Q-1", stem="Which? (Choose 2 answers)"),
            "b.md": question("Q-2", answer="`A`, `B`", stem="Choose one."),
        },
        {
            "a.md": question("Q-1", stem="You choose two tables. Which one is right?"),
            "b.md": question("Q-2", stem="Which? (Choose 2 answers.)", answer="`A`, `B`"),
            "c.md": question("Q-3", stem="Choose the best answer."),
        },
        count=2,
    ),
    "AG202": Case({"q.md": question().replace("### C - third\n\n- **錯** C 不對。", "")}, one()),
    "AG203": Case(
        {"q.md": question().replace("**正解:** `B`", "- **社群共識:** B")}, one(answer="`B`\n- **社群共識:** B")
    ),
    "AG211": Case(one(level="L1-Basic → L2-Intermediate"), one(level="L2-Intermediate")),
    "AG212": Case(one(answer="`A`, `B`, `C`"), one(answer="`A`, `B`")),
    "AG204": Case(
        one(why="### 為什麼 C 是正確答案？\n\nx"), one(why="### 為什麼 B 是正確答案？\n\n而 C 不是正確答案。")
    ),
    "AG205": Case(
        one(answer="`B`\n- **來源標註答案:** C"), one(answer="`B`\n- **來源標註答案:** B\n- **社群共識:** B（100%）")
    ),
    "AG206": Case(
        one(options={"A": "short", "B": LONG, "C": "brief"}), one(options={"A": LONG[:70], "B": LONG, "C": "brief"})
    ),
    "AG207": Case(
        one(options={"A": "x", "B": "y", "C": "All of the above"}),
        one(options={"A": "x", "B": "y", "C": "All of the rows"}),
    ),
    "AG208": Case(
        many("Which of these is not right?", "下列何者不正確？"),
        many(
            "Which of these is **not** right?",
            "Which is NOT right?",
            "It is not right. Which one is?",
            "下列何者**不正確**？",
        ),
        count=2,
    ),
    "AG209": Case(one(options={"A": "same", "B": "other", "C": "Same"}), one(options={"A": "a = b", "B": "a == b"})),
    "AG210": Case(
        many("Refer to the exhibit. Which one?"),
        many("Refer to the exhibit.\n\n```sql\nSELECT 1\n```\n\nWhich one?", "Which figure of speech is it?"),
    ),
    "AG301": Case(
        {"q/a.md": question("Q-1"), "q/b.md": question("Q-1", stem="Another?")},
        {"q/a.md": question("Q-1"), "q/b.md": question("Q-1")},
        count=2,
    ),
    "AG302": Case(
        {"a/a.md": question("Q-1"), "b/b.md": question("Q-1", stem="Another?")},
        {"a/a.md": question("Q-1"), "b/b.md": question("Q-1")},
    ),
    "AG303": Case(
        {"a/a.md": question("Q-1", why="Much more is said here."), "b/a.md": question("Q-1", why="")},
        {"a/a.md": question("Q-1"), "b/a.md": question("Q-1", topics="`Beta`")},
    ),
    "AG304": Case(
        {"a/a.md": question("Q-1"), "b/a.md": question("Q-1", answer="`C`")},
        {
            "a/a.md": question("Q-1", options={"A": "one", "B": "two", "C": "three"}),
            "b/a.md": question("Q-1", options={"A": "three", "B": "one", "C": "two"}, answer="`C`"),
        },
    ),
    "AG305": Case(many(NEAR.format("one"), NEAR.format("two")), many("Which one is right?", "Which two are right?")),
    "AG306": Case(one(topics="`Alpa`"), one(topics="`alpha`, `Alfa`", traps="`Anything`"), settings=SETTINGS + TAGGED),
    "AG307": Case(
        one(),
        {"a.md": question("Q-1", stem="One?"), "b.md": question("Q-2", stem="Two?")},
        settings="topic_minimum = 2\n",
    ),
    "AG308": Case({**many("One?", "Two?"), "x.md": question("", stem="Three?")}, {"x.md": question("")}),
    "AG401": Case(
        one(stem="![x](img/a.png) What?"),
        {**one(stem="![x](img/a.png) and `![y](none.png)`?"), "img/a.png": PNG},
    ),
    "AG402": Case({**one(), "img/a.png": PNG}, {**one(stem="![x](<img/a.png>) What?"), "img/a.png": PNG}),
    "AG403": Case(
        one(extra="[look](../other.md)"),
        {**one(extra="[here](sub/x.md#part), [web](https://example.org/x.md), [up](#top)"), "sub/x.md": "# Notes\n"},
    ),
    "AG404": Case(one(stem="![x](https://example.org/a.png) What?"), one(stem="[x](https://example.org/a.png) What?")),
    "AG008": Case(
        one(stem="<!-- ankigen: ignore AG208 -->\nWhich is right?"),
        one(stem="<!-- ankigen: ignore AG208 -->\nWhich is not right?"),
    ),
}
# Tested where the files, settings and ledgers are that they speak of.
ELSEWHERE = {"AG001", "AG002", "AG003", "AG004", "AG005", "AG006", "AG007"}


def codes(folder: Path, run: Callable[..., Run]) -> list[str]:
    """The codes that are reported for a bank."""
    return [json.loads(line)["code"] for line in run("check", folder, "--format", "json").out.splitlines()]


def test_every_code_has_a_case() -> None:
    assert CASES.keys() | ELSEWHERE == BY_CODE.keys()


@pytest.mark.parametrize("code", CASES)
def test_a_code_is_reported_where_it_should_be(code: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    case = CASES[code]
    folder = bank(tmp_path / "bank", case.bad, case.settings or SETTINGS)
    assert codes(folder, run).count(code) == case.count
    result = run("check", folder)
    assert result.code == (1 if BY_CODE[code].severity == "error" else 0)
    assert run("check", folder, "--strict").code == 1


@pytest.mark.parametrize("code", CASES)
def test_a_near_miss_is_left_alone(code: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    case = CASES[code]
    assert code not in codes(bank(tmp_path / "bank", case.near, case.settings or SETTINGS), run)


@pytest.mark.parametrize("code", BY_CODE)
def test_every_code_has_its_page(code: str, run: Callable[..., Run]) -> None:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert text == page(BY_CODE[code])
    assert run("explain", code.lower()).out == text
    assert f"| [{code}]({code}.md) | {BY_CODE[code].severity} |" in (PAGES / "README.md").read_text(encoding="utf-8")


def test_explain_lists_all_codes_and_knows_no_others(run: Callable[..., Run]) -> None:
    assert [line.split()[0] for line in run("explain").out.splitlines()] == list(BY_CODE)
    assert run("explain", "AG999").code == 2


def test_the_show_bank_is_clean(run: Callable[..., Run]) -> None:
    result = run("check", ROOT / "decks" / "databricks", "--strict")
    assert (result.code, result.out) == (0, "")
    assert "0 errors, 0 warnings" in result.err


def test_warnings_can_be_silenced(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", many("Which is not right?"), SETTINGS + 'ignore = ["AG208", "AG209"]\n')
    assert codes(folder, run) == ["AG008"]
    wrong = bank(tmp_path / "wrong", one(), 'ignore = ["AG102"]\n')
    assert codes(wrong, run) == ["AG002"]


def test_an_alias_becomes_the_tag(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", one(topics="`alfa`"), SETTINGS + TAGGED)
    (record,) = [json.loads(line) for line in run("export", folder).out.splitlines()]
    assert record["topics"] == ["Alpha"]


def test_the_card_of_a_disputed_copy_says_so(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", CASES["AG304"].bad, SETTINGS)
    (kept, copy) = [json.loads(line) for line in run("export", folder).out.splitlines()]
    assert (kept["answer"], kept["rival_answers"], copy["copy_of"]) == (["B"], ["C"], "Q-1")


def test_the_full_form_shows_the_line_and_a_caret(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", one(stem="See ![x](none.png)?"), SETTINGS)
    lines = run("check", folder, "--format", "full").out.splitlines()
    assert lines[0].endswith("q.md:15:5: warning[AG401] `none.png` is not there")
    assert lines[1:4] == ["  15 | See ![x](none.png)?", "     |     ^", "  hint: add the file, or correct its name"]


def test_github_and_sarif_name_the_place(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", one(stem="See ![x](none.png)?"), SETTINGS)
    (line,) = run("check", "bank", "--format", "github", cwd=tmp_path).out.splitlines()
    assert line.startswith("::warning file=bank/q.md,line=15,col=5,title=AG401::`none.png` is not there")
    log = json.loads(run("check", folder, "--format", "sarif", cwd=tmp_path).out)
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("AG401", "warning")
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "bank/q.md"}, "region": {"startLine": 15, "startColumn": 5}}
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == ["AG401"]


def test_verbose_lists_files_without_questions(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {**one(), "README.md": "# Hello\n"}, SETTINGS)
    assert "README.md: no question" in run("check", folder, "--verbose").err
    assert "README.md" not in run("check", folder).err
