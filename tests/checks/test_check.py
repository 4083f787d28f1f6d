"""Every code: what it reports, the near misses that it does not report, its page, and the formats of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import ROOT
from systems import needs_any_name, needs_case
from writing import bank, question, rationale

from ankigen import readers
from ankigen.checks import question as check
from ankigen.checks import wording
from ankigen.checks.suppressions import find_suppressions
from ankigen.model import BY_CODE, Diagnostic, Rule, Span, rule_page
from ankigen.source import Source
from ankigen.views import formats

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Run

    from ankigen.model import Question

PAGES = ROOT / "docs" / "codes"
SETTINGS = 'id = "bank"\ntopic_minimum = 0\n'
LONG = "This one is right because it says a great deal more than any of the others would ever dare to say"
GIF = "GIF89a"
SVG = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
WRONG = "## ❌ Why the Other Options Are Wrong\n\n{}"


def rewrite() -> None:
    """Rewrite the page of every code, and the list of codes."""
    for rule in Rule:
        (PAGES / f"{rule.code}.md").write_text(rule_page(rule), encoding="utf-8")
    rows = "".join(f"| [{r.code}]({r.code}.md) | {r.severity} | {r.title} |\n" for r in Rule)
    head = "# Codes\n\nWhat `ankigen check` reports. `ankigen explain CODE` prints a page.\n\n"
    (PAGES / "README.md").write_text(f"{head}| code | severity | about |\n|---|---|---|\n{rows}", encoding="utf-8")


class Case(NamedTuple):
    """Files for which a code is reported, and how often; and near misses, for which it is not."""

    bad: Mapping[str, str]
    near: Mapping[str, str]
    count: int = 1
    settings: str = ""


def one(**parts: object) -> dict[str, str]:
    """Return the files of a bank of one question."""
    return {"q.md": question(**parts)}  # type: ignore[arg-type]


def many(*stems: str) -> dict[str, str]:
    """Return the files of a bank with these stems."""
    return {f"q{n}.md": question(f"Q-{n}", stem=stem) for n, stem in enumerate(stems)}


def last_options(*texts: str) -> dict[str, str]:
    """Return the files of a bank of questions with these texts as last option."""
    return {
        f"o{n}.md": question(f"Q-{n + 60}", stem=f"{text}?", options={"A": "x", "B": "y", "C": text})
        for n, text in enumerate(texts)
    }


NEAR = "A long stem that speaks of many things at once, of tables and of streams and of jobs, and then asks: which {}?"
TAGGED = '[tags]\ntopics = ["Alpha", "Beta"]\n[tags.aliases]\n"Alfa" = "Alpha"\n'
WITH_ANSWER_KEY = (
    "1. Which one is it?\n\nA. this\nB. that\n\n2. Which one is red?\n\nA. here\nB. there\n\n## Answers\n\n1. B\n2. A\n"
)
CASES = {
    "AG009": Case(
        {
            "a.md": question("Q-1", stem="<<<<<<< HEAD\nOne?\n=======\nOther?\n>>>>>>> topic"),
            "b.md": question("Q-2", stem="What?\n\n```sql\n<<<<<<< HEAD\nSELECT 1\n=======\nSELECT 2\n>>>>>>> b\n```"),
            "c.md": question("Q-3", stem="What is left?\n=======\nWhat?\n>>>>>>> topic"),
            "d.md": question("Q-4", stem="Fine?"),
            "e.md": question("Q-5", stem="<<<<<<<< HEAD:x.md\nOne?\n========\nOther?\n>>>>>>>> topic:e.md"),
        },
        {
            "a.md": question("Q-1", stem="Which conflict?\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n```"),
            "b.md": question("Q-2", stem="A title\n=======\n\nWhich?"),
            "c.md": question("Q-3", stem=">>>>>>> deep\n\nWhich `<<<<<<<`?"),
            "d.md": question("Q-4", stem="A longer title\n=========\n\nWhich is it?"),
            "README.md": "# Notes\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n",
        },
        count=4,
    ),
    "AG101": Case(one(options={"A": "only"}, answer="`A`"), one(options={"A": "one", "B": "two"})),
    "AG102": Case(one(answer=""), one(answer="B")),
    "AG103": Case(one(answer="`D`"), one(answer="`C`")),
    "AG104": Case({"q.md": question().replace("**C.**", "**B.**")}, one()),
    "AG105": Case(one(stem=""), one(stem="?x")),
    "AG106": Case(
        one(stem="<!-- ankigen: fill in: the question itself -->", extra="<!-- ankigen: fill in -->"),
        one(stem="Which?\n\n```\n<!-- ankigen: fill in: x -->\n```\n\nOr `<!-- ankigen: fill in: y -->`?"),
    ),
    "AG107": Case({"q.md": "1. Which one is it?\n\nA. this\nB. that\n"}, {"q.md": "# Notes\n\n1. Get a hammer.\n"}),
    "AG108": Case({"q.md": question().replace("**C.**", "**D.**")}, one()),
    "AG109": Case(one(answer="the kind that outlives the others"), one(answer="B - because it outlives the others")),
    "AG110": Case(one(stem="Put the three steps in the right order.", answer="`C, A, B`"), one(answer="`C`")),
    "AG111": Case(one(stem="Match the two lists.", answer="1-C, 2-A"), one(answer="`C`")),
    "AG112": Case({"q.md": "1. How many bits has a byte?\n\nAnswer: 8\n"}, one()),
    "AG113": Case({"q.md": "1. What is a byte?\n\nAnswer: eight bits that belong together\n"}, one()),
    "AG115": Case({"q.md": "1. A byte has ____ bits.\n\nAnswer: eight\n"}, one(stem="A byte has ____ bits.")),
    "AG114": Case(one(extra="**Topcs:** `Storage`"), one(extra="**Tropics:** `warm`")),
    "AG116": Case({"q.md": WITH_ANSWER_KEY + "\n3. A\n"}, {"q.md": WITH_ANSWER_KEY}),
    "AG117": Case({"q.md": WITH_ANSWER_KEY + "2. B\n"}, {"q.md": WITH_ANSWER_KEY + "2. A\n"}),
    "AG118": Case(
        {"q.md": "1. Which?\n\n**Explanation:** It is B.\n\nA. one\nB. two\n\nAnswer: B\n"},
        {"q.md": "1. Which?\n\nA. one\nB. two\n\nAnswer: B\n\n**Explanation:** It is B.\n"},
    ),
    "AG119": Case(
        {
            "q.md": "Questions 1-2 are about this.\n\n> In May, all of the buckets were read once a day.\n\n"
            + WITH_ANSWER_KEY
        },
        {"q.md": "Questions 1-2\n\nChoose one.\n\n" + WITH_ANSWER_KEY},
    ),
    "AG201": Case(
        many(
            "Which? (Choose 2 answers)",
            "Choose 2 answers:\n\nWhich tables?",
            "Which? (Choose **two**.)",
            "What helps? Select TWO",
            "Select two reasons for it.",
            "Which two commands do it?",
            "Which? (3 answers)",
            "哪些正確？（選兩項）",
            "請選出 2 個正確的選項。",
            "哪些正確？請選擇 ２ 個",
            "下列哪兩項正確？",
            "哪些正確？（複選）",
        )
        | {"both.md": question("Q-20", answer="`A`, `B`", stem="Choose one.")}
        | {"single.md": question("Q-21", answer="`A`, `B`", stem="哪些正確？（單選）")},
        {
            **many(
                "You choose two tables. Which one is right?",
                "Choose the best answer.",
                "Choose all that apply.",
                "Choose one or more.",
                "How would you select two values of it?",
                "Which 2.5 inch disk is it?",
                "Which one?\n\n```sql\nSELECT 2\n```",
                "What are two ways to do it?",
                "使用者選擇兩個檔案後會怎樣？",
                "這是選擇題。哪一個正確？",
            ),
            "two.md": question("Q-20", stem="Which? (Choose 2 answers.)", answer="`A`, `B`"),
            "several.md": question("Q-21", stem="哪些正確？（複選題）", answer="`A`, `B`"),
            "pair.md": question("Q-22", stem="Which two do it?", options={"A": "x", "B": "y and z", "C": "x and y"}),
            "three.md": question("Q-23", stem="Which three do it?", options={"A": "a b c", "B": "b c d", "C": "d e f"}),
        },
        count=14,
    ),
    "AG202": Case({"q.md": question().replace(rationale("C", "third"), "")}, one()),
    "AG203": Case(
        {"q.md": question().replace("**正解:** `B`", "- **社群共識:** B")}, one(answer="`B`\n- **社群共識:** B")
    ),
    "AG211": Case(one(level="L1-Basic → L2-Intermediate"), one(level="L2-Intermediate")),
    "AG212": Case(one(answer="`A`, `B`, `C`"), one(answer="`A`, `B`")),
    "AG213": Case(
        {
            "a.md": question("Q-1", extra=WRONG.format("### B - second\n\n不對。")),
            "b.md": question("Q-2", stem="Second?", extra=WRONG.format("### C / B\n\n不對。")),
            "c.md": question("Q-3", stem="Third?", extra=WRONG.format("- **B - returns true:** no, it does not.")),
            "d.md": question("Q-4", stem="Fourth?", extra="## Notes\n\n### 為什麼 B 是錯的\n\nx"),
        },
        {
            "a.md": question("Q-1", extra=WRONG.format("### B (正確答案) - second\n\nx")),
            "b.md": question("Q-2", stem="Second?", extra=WRONG.format("### B - second\n\n**為什麼是正確的？** x")),
            "c.md": question("Q-3", stem="Third?", extra="## ❌ 為什麼其他選項是正確敘述\n\n### B - second\n\nx"),
            "d.md": question("Q-4", stem="Fourth?", extra="## 各選項分析\n\n### B - second\n\nx"),
            "e.md": question("Q-5", stem="Fifth?", extra=WRONG.format("### B vs C\n\nx\n\n### C - B 不對嗎\n\nx")),
            "f.md": question("Q-6", stem="Sixth?", extra="## 錯誤選項排除（這些敘述都正確）\n\n### B\n\nx"),
        },
        count=4,
    ),
    "AG204": Case(
        {
            "a.md": question("Q-1", explanation="### 為什麼 C 是正確答案？\n\nx"),
            "b.md": question("Q-2", stem="Second?", explanation="### 為什麼 C 這個做法才是正確的\n\nx"),
            "c.md": question("Q-3", stem="Third?", explanation="### Why C is correct\n\nx"),
            "d.md": question("Q-4", stem="Fourth?").replace("### C - third", "### C (正確答案) - third"),
            "e.md": question("Q-5", stem="Fifth?").replace("### C - third", "### 選項 C（正確）"),
            "f.md": question("Q-6", stem="Sixth?").replace("### C - third", "### Option C is correct"),
            "g.md": question("Q-7", stem="Which is NOT one?").replace("### C - third", "### Option C (correct answer)"),
            "h.md": question("Q-8", stem="Eighth?", explanation="### C 是正確答案\n\nx"),
        },
        {
            "a.md": question("Q-1", explanation="### 為什麼 B 是正確答案？\n\n而 C 不是正確答案。"),
            "b.md": question("Q-2", stem="Second?", explanation="### 為什麼 C 看起來不是正確的\n\nx"),
            "c.md": question("Q-3", stem="Third?", explanation="為什麼 C 的語法在別處是正確的，這裡不是。"),
            "d.md": question("Q-4", stem="下列何者錯誤？").replace("### C - third", "### C (正確) - third"),
            "e.md": question("Q-5", stem="Which is **not** one?").replace("### C - third", "### Option C - correct"),
            "f.md": question("Q-6", stem="Fifth?").replace("### C - third", "### C (不正確) - third"),
            "g.md": question("Q-7", stem="Sixth?").replace("### C - third", "### C (非正確答案)"),
            "h.md": question("Q-8", stem="Seventh?").replace("### C - third", "### C - correct only in part"),
            "i.md": question("Q-9", stem="Eighth?", options={"A": "wrong", "B": "neither", "C": "correct"}),
            "j.md": question("Q-10", stem="Ninth?").replace("### C - third", "### C - 正確嗎？"),
        },
        count=8,
    ),
    "AG205": Case(
        one(answer="`B`\n- **來源標註答案:** C"), one(answer="`B`\n- **來源標註答案:** B\n- **社群共識:** B（100%）")
    ),
    "AG206": Case(
        one(options={"A": "short", "B": LONG, "C": "brief"}), one(options={"A": LONG[:70], "B": LONG, "C": "brief"})
    ),
    "AG207": Case(
        last_options(
            *(
                "All of the above",
                "None of these.",
                "Both A and B",
                "A, B and C",
                "B or C only",
                "Both are right: A and B",
            ),
            *("All the options", "None of the listed answers is right", "Options A & C", "以上皆是", "以上皆非"),
            *("上述選項都不正確", "A 與 B 皆是", "皆非", "Neither of the above."),
        ),
        last_options(
            *("All of the rows", "None", "Both of the tables are dropped", "None. The job fails.", "以上傳的檔案都在"),
            *("A and Z", "Task A and task B", "A/B testing", "All of the available nodes"),
        )
        | one(stem="A. It is fast.\nB. It is cheap.\n\nWhich is true?", options={"A": "A", "B": "B", "C": "A and B"})
        | {"x.md": question("Q-50", options={"A": "A and B", "B": "B and C", "C": "A and C"}, stem="Which nodes?")},
        count=14,
    ),
    "AG208": Case(
        many(
            "Which of these is not right?",
            "Which of these isn't right?",
            "Which table cannot be read?",
            "In this plan, what is not scanned?",
            "Which of the two statements, according to the plan, is false?",
            "Which one is least likely to fail?",
            "All of these are tables except:",
            "Which of these does not work? (Choose one)",
            "下列何者不正確？",
            "下列何者為非？",
            "下列哪一項不是表格？",
            "哪個敘述有誤？",
            "不屬於表格的是何者？",
        ),
        many(
            "Which of these is **not** right?",
            "Which of these **isn't** right?",
            "Which is NOT right?",
            "It is not right. Which one is?",
            "The job does not run, and asks which table it may read.",
            "Which command lists the files that are not tracked?",
            "An analyst, who is not an owner, asks: what is shown?",
            "What happens when a table is not there?",
            "What is wrong with this?",
            "Which costs the least?",
            "Which keeps at least two copies?",
            "Which operator means `not`?",
            "Which one?\n\n```python\nif which not in x: pass\n```",
            "下列何者**不正確**？",
            "下列何者「不是」表格？",
            "哪一個命令可以列出不在表格裡的檔案？",
            "哪一個選項會導致錯誤？",
            "如果表格不存在，哪一個命令會建立它？",
        ),
        count=13,
    ),
    "AG209": Case(
        one(options={"A": "same", "B": "other", "C": "**same**"}),
        one(options={"A": "a = b", "B": "a == b", "C": "`True`", "D": "`true`", "E": "`__a__`", "F": "`a`"}),
    ),
    "AG210": Case(
        many(
            "Refer to the exhibit. Which one?",
            "A table is updated.\n\nBefore:\n\nAfter:\n\nWhich type is it?",
            "A stage has the following summary metrics for its tasks.\n\nWhat follows from them?",
            "Given the following job with three tasks\n\nWhich of them fails?",
            "題目附有 DAG 圖。\n\n| a |\n|---|\n| 1 |\n\nWhich one?",
        ),
        many(
            "Refer to the exhibit.\n\n```sql\nSELECT 1\n```\n\nWhich one?",
            "Which figure of speech is it?",
            "Before:\n\n- one\n\nAfter:\n\n- two\n\nWhich type is it?",
            "Before: one\n\nAfter: two\n\nWhich type is it?",
            "A stage has the following metrics.\n\nOne task of nine reads all.\n\nWhat follows?",
            "Some of the following jobs fail.\n\nWhich of the following commands shows them?",
            "A team runs the following query: `SELECT 1`.\n\nWhat does it return?",
        ),
        count=5,
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
        {"a/a.md": question("Q-1", explanation="Much more is said here."), "b/a.md": question("Q-1", explanation="")},
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
    "AG214": Case(
        one(options={"A": "first", "B": "second", "C": ""}),
        one(options={"A": "first", "B": "second", "C": "![](c.png)"}) | {"c.png": "x"},
    ),
    "AG307": Case(
        {"a.md": question("Q-1", stem="One?", topics="`Beta`"), "b.md": question("Q-2", stem="Two?")},
        {"a.md": question("Q-1", stem="One?"), "b.md": question("Q-2", stem="Two?")},
        settings="topic_minimum = 2\n",
    ),
    "AG309": Case(
        {"a.md": question("Q-1"), "b.md": question("Q-2", answer="`C`")},
        {"a.md": question("Q-1"), "b.md": question("Q-2"), "c.md": question("", answer="`C`")},
        count=2,
    ),
    "AG308": Case({**many("One?", "Two?"), "x.md": question("", stem="Three?")}, {"x.md": question("")}),
    "AG311": Case(
        {
            f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?", traps=f"`Similar-{'abcdefghijklm'[n]}`")
            for n in range(13)
        },
        {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?", traps=f"`Trap-{n % 11}`") for n in range(22)},
    ),
    "AG315": Case(
        one(),
        one(extra="記住：**第二個** 才是正確答案。"),
        settings=SETTINGS + "[cards]\nblank = true\n",
    ),
    "AG313": Case(
        many(*(f"Number {n}?" for n in range(40))),
        many(*(f"Number {n}?" for n in range(50))),
        settings=SETTINGS + "hold_out = 0.2\n",
    ),
    "AG314": Case(
        one(traps="`Similar-Function`"),
        {
            "a.md": question("Q-1", stem="One?", traps="`similar function`"),
            "b.md": question("Q-2", stem="Two?", traps="`Similar-Funtion`").replace(
                "不是這一個。", "不是這一個。 **Trap:** Similar-Name", 1
            ),
        },
        settings=SETTINGS + '[tags.families]\nAlike = ["Similar-Function", "Similar-Funtion", "Similar-Name"]\n',
        count=2,
    ),
    "AG401": Case(
        one(stem="![x](img/a.png) What?"),
        {**one(stem="![x](img/a.gif) and `![y](none.png)`?"), "img/a.gif": GIF},
    ),
    "AG402": Case({**one(), "img/a.gif": GIF}, {**one(stem="![x](<img/a.gif>) What?"), "img/a.gif": GIF}),
    "AG403": Case(
        one(extra="[look](../other.md)"),
        {**one(extra="[here](sub/x.md#part), [web](https://example.org/x.md), [up](#top)"), "sub/x.md": "# Notes\n"},
    ),
    "AG405": Case(one(stem="![x](../a.gif) What?"), {**one(stem="![x](img/../a.gif) What?"), "a.gif": GIF}),
    "AG406": Case(
        {**one(stem="![x](a.gif) What?"), "a.gif": GIF + "x" * 2**20},
        {**one(stem="![x](a.gif) What?"), "a.gif": GIF + "x" * 2**19},
        settings=SETTINGS + "media_limit = 1\n",
    ),
    "AG407": Case({**one(stem="![x](a.png) What?"), "a.png": GIF}, {**one(stem="![x](a.GIF) What?"), "a.GIF": GIF}),
    "AG408": Case(
        {**one(stem="![x](a.gif) What?"), "a.gif": "GIF of a cat"},
        {**one(stem="![x](a.svg) What?"), "a.svg": SVG.format("")},
    ),
    "AG409": Case(
        {**one(stem="![x](a.svg) What?"), "a.svg": SVG.format("<script/>")},
        {**one(stem="![x](a.svg) What?"), "a.svg": SVG.format("<g/>")},
    ),
    "AG404": Case(one(stem="![x](https://example.org/a.png) What?"), one(stem="[x](https://example.org/a.png) What?")),
    "AG010": Case(one(stem="Which?\n" + "\n- \n\n>< " * 300), one(stem="Which?\n" + "\n- \n\n>< " * 20)),
    "AG011": Case(
        {
            "sub/Com1.notes.md": question("1", stem="Which one?"),
            "Q-2.md": question("2", stem="Which two?"),
            "q-2.md": question("3", stem="Which three?"),
            "why?.md": question("4", stem="Which four?"),
            "end./5.md": question("5", stem="Which five?"),
            f"{'long/' * 40}6.md": question("6", stem="Which six?"),
        },
        {
            "sub/com1-notes.md": question("1", stem="Which one?"),
            "Q-2.md": question("2", stem="Which two?"),
            "sub/q-2.md": question("3", stem="Which three?"),
            "contents.md": question("4", stem="Which four?"),
            f"{'long/' * 30}end.5.md": question("6", stem="Which six?"),
        },
        count=5,
    ),
    "AG008": Case(
        one(stem="<!-- ankigen: ignore AG208 -->\nWhich is right?"),
        one(stem="<!-- ankigen: ignore AG208 -->\nWhich is not right?"),
    ),
}
# Tested with the files, settings and ledgers to which they refer.
ELSEWHERE = {"AG001", "AG002", "AG003", "AG004", "AG005", "AG006", "AG007", "AG310", "AG312", "AG501", "AG502", "AG503"}


def codes(folder: Path, run: Callable[..., Run]) -> list[str]:
    """Return the codes that are reported for a bank."""
    return [json.loads(line)["code"] for line in run("check", folder, "--format", "json").out.splitlines()]


# What the files of a case need of the system.
NEEDED = {"AG011": (needs_any_name, needs_case)}


def test_every_code_has_a_case() -> None:
    assert CASES.keys() | ELSEWHERE == BY_CODE.keys(), "give each rule a row in CASES: what it reports, and near misses"


@pytest.mark.parametrize("code", [pytest.param(code, marks=NEEDED.get(code, ())) for code in CASES])
def test_a_code_is_reported_where_it_should_be(code: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    case = CASES[code]
    folder = bank(tmp_path / "bank", case.bad, case.settings or SETTINGS)
    assert codes(folder, run).count(code) == case.count
    result = run("check", folder)
    assert result.code == (1 if BY_CODE[code].severity == "error" else 0)
    assert run("check", folder, "--strict").code == 1


# The words at which the first diagnostic of a code points; of one about several questions, words of its line.
AT_WORDS = {
    "AG010": "Which?",
    "AG201": "Choose one",
    "AG202": "C.",
    "AG203": "社群共識",
    "AG204": "為什麼 C 是正確",
    "AG205": "正解",
    "AG206": "B.",
    "AG207": "C.",
    "AG208": "not",
    "AG209": "C.",
    "AG210": "Refer to the exhibit",
    "AG211": "L1-Basic → L2-Intermediate",
    "AG212": "正解",
    "AG213": "B - second",
    "AG214": "C.",
    "AG301": "**ID:** `Q-1`",
    "AG302": "**ID:** `Q-1`",
    "AG303": "Which one is right?",
    "AG304": "正解",
    "AG305": "A long stem",
    "AG306": "Topics",
    "AG307": "Topics",
    "AG309": "正解",
    "AG311": "Traps",
}


@pytest.mark.parametrize("code", AT_WORDS)
def test_a_code_is_reported_at_the_very_words(code: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", CASES[code].bad, CASES[code].settings or SETTINGS)
    reported = map(json.loads, run("check", folder, "--format", "json").out.splitlines())
    first = next(one for one in reported if one["code"] == code)
    row = Path(first["path"]).read_text(encoding="utf-8").split("\n")[first["line"] - 1]
    assert AT_WORDS[code] in row[first["column"] - 1 :]
    if first["column"] > 1:
        assert row[first["column"] - 1 :].startswith(AT_WORDS[code])


def test_words_are_sought_in_the_question_that_has_them(tmp_path: Path, run: Callable[..., Run]) -> None:
    stem = "Many lines.\n\nThe last of them asks.\n\nWhich of these is not right?"
    text = question("Q-1", stem="Is `x` not right?\n\nWhich?") + "\n---\n\n" + question("Q-2", stem=stem)
    folder = bank(tmp_path / "bank", {"q.md": text}, SETTINGS)
    reported = [json.loads(line) for line in run("check", folder, "--format", "json").out.splitlines()]
    (negative,) = [one for one in reported if one["code"] == "AG208"]
    rows = text.split("\n")
    assert rows[negative["line"] - 1] == "Which of these is not right?"
    assert rows[negative["line"] - 1][negative["column"] - 1 :] == "not right?"


@pytest.mark.parametrize("code", CASES)
def test_a_near_miss_is_left_alone(code: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    case = CASES[code]
    assert code not in codes(bank(tmp_path / "bank", case.near, case.settings or SETTINGS), run)


@pytest.mark.parametrize("code", BY_CODE)
def test_every_code_has_its_page(code: str, run: Callable[..., Run]) -> None:
    path = PAGES / f"{code}.md"
    assert path.exists(), "make golden"
    text = path.read_text(encoding="utf-8")
    assert text == rule_page(BY_CODE[code]), "make golden"
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
    (original, copy) = [json.loads(line) for line in run("export", folder).out.splitlines()]
    assert (original["answer"], original["rival_answers"], copy["copy_of"]) == (["B"], ["C"], "Q-1")


def test_a_conflict_leaves_out_its_file_only(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", CASES["AG009"].bad, SETTINGS)
    assert "a.md:15:1: error[AG009] `<<<<<<< HEAD`" in run("check", folder).out
    assert [json.loads(line)["id"] for line in run("export", folder).out.splitlines()] == ["Q-4"]


def test_the_full_form_shows_the_line_and_a_caret(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", one(stem="See ![x](none.png)?"), SETTINGS)
    lines = run("check", folder, "--format", "full").out.splitlines()
    assert lines[0].endswith("q.md:15:5: warning[AG401] `none.png` does not exist")
    assert lines[1:4] == [
        "  15 | See ![x](none.png)?",
        "     |     ^^^^^^^^^^^^^^",
        "  hint: add the file, or correct its name",
    ]


def test_a_message_of_several_lines_is_one_annotation() -> None:
    diagnostic = Diagnostic(rule=Rule.DEAD_LINK, span=Span(path="q.md", line=1), message="100%\r\n::error::")
    line = formats.github([diagnostic], "bank")
    assert line.endswith("::100%25%0D%0A::error::")


def test_github_and_sarif_name_the_place(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", one(stem="See ![x](none.png)?"), SETTINGS)
    (line,) = run("check", "bank", "--format", "github", cwd=tmp_path).out.splitlines()
    assert line.startswith("::warning file=bank/q.md,line=15,col=5,title=AG401::`none.png` does not exist")
    log = json.loads(run("check", folder, "--format", "sarif", cwd=tmp_path).out)
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("AG401", "warning")
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "bank/q.md"}, "region": {"startLine": 15, "startColumn": 5}}
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == ["AG401"]
    (folder / "q.md").rename(folder / "題 1.md")
    (result,) = json.loads(run("check", "bank", "--format", "sarif", cwd=tmp_path).out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "bank/%E9%A1%8C%201.md"


def test_verbose_lists_files_without_questions(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {**one(), "README.md": "# Hello\n"}, SETTINGS)
    assert "README.md: no question" in run("check", folder, "--verbose").err
    assert "README.md" not in run("check", folder).err


ASKED = (
    "# Question #1\n## 題幹\n{stem}\n## 選項\n- **A.** {a}\n- **B.** bat\n- **C.** cat\n\n**正解:** {answer}\n\n{more}"
)


def asked(stem: str = "Which?", a: str = "ant", answer: str = "`A`", more: str = "") -> Question:
    """Return the question that the reference reader parses from these parts."""
    text = ASKED.format(stem=stem, a=a, answer=answer, more=more)
    return readers.parse(Source("q.md", text)).questions[0]


def test_an_explanation_that_argues_for_one_letter_more_is_reported() -> None:
    heading = "## 正解說明\n### 為什麼 {} 是正確答案\nso\n"
    assert list(check.other_letter(asked(more=heading.format("A、B"))))
    assert not list(check.other_letter(asked(answer="`A`, `B`", more=heading.format("A、B"))))


def test_short_options_give_no_length_cue() -> None:
    assert not list(check.length_cue(asked(a="a long ant")))
    assert list(check.length_cue(asked(a="a long ant " * 5)))


def test_the_last_number_that_a_stem_asks_for_counts() -> None:
    wanted = wording.answers_wanted("Choose one plan. It has parts. (Choose three.)", "ant")
    assert wanted
    assert wanted.most == 3


def test_a_recap_with_another_answer_and_a_letter_beside_a_vote_are_rivals() -> None:
    assert asked(more="## 題目回顧\n**正解:** `B`\n").rival_answers == ("B",)
    voted = asked(answer="A (54%), B (46%)")
    assert (voted.answer, voted.rival_answers) == (("A",), ("B",))


def test_a_silence_in_the_first_question_holds_from_the_first_line_on() -> None:
    text = "a\nb\n<!-- ankigen: ignore AG203 -->\nc\nd\n<!-- ankigen: ignore AG203 -->\n"
    assert [(one.first, one.end) for one in find_suppressions(Source("q.md", text), [2, 5])] == [(1, 5), (5, 8)]


def test_families_end_the_warning_about_thin_traps_and_the_hint_proposes_some(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    names = [
        f"{kind}-{part}" for kind in ("Similar", "Wrong") for part in ("Name", "Unit", "Scope", "Order", "Kind", "Key")
    ]
    files = {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?", traps=f"`{trap}`") for n, trap in enumerate(names)}
    folder = bank(tmp_path / "bank", files)
    result = run("check", folder)
    assert "12 of 12 traps are on 3 questions or fewer" in result.out
    assert "similar-key, similar-kind, similar-name" in result.out
    grouped = ", ".join(f'"{name}"' for name in names[:6])
    bank(folder, files, f'id = "bank"\n[tags.families]\n"Looks alike" = [{grouped}]\n')
    assert "AG311" not in run("check", folder).out


FAMILIES = """id = "bank"

[tags]
traps = ["Similar-Function", "Planned"]
aliases = { "Same-Function" = "Similar-Function" }

[tags.families]  # "Nothing-Like" is no trap here
"Looks alike" = [
  "Similar-Function", "Planned",  # not "Similar-Funtion"
  'Similar-Funtion', "same function",
]
Other = ["Nothing-Like"]
"""


def test_a_trap_of_a_family_that_no_question_has_is_shown_in_bank_toml(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(traps="`Similar-Function`")}, FAMILIES)
    reported = [json.loads(line) for line in run("check", folder, "--format", "json").out.splitlines()]
    places = {(one["line"], one["column"]): (one["message"], one["hint"]) for one in reported if one["code"] == "AG314"}
    near = "did you mean `Similar-Function`?"
    assert places == {
        (10, 3): ("no question has the trap `Similar-Funtion` of the family `Looks alike`", near),
        (10, 22): ("no question has the trap `same function` of the family `Looks alike`", near),
        (12, 10): (
            "no question has the trap `Nothing-Like` of the family `Other`",
            "remove it, or tag a question with it",
        ),
    }
    bank(folder, {}, FAMILIES.replace("[tags]", 'ignore = ["AG314"]\n[tags]'))
    assert not {"AG314", "AG008"} & set(codes(folder, run))


def test_a_trap_in_two_families_is_shown_where_it_is_the_second_time(tmp_path: Path, run: Callable[..., Run]) -> None:
    settings = 'id = "bank"\n[tags.families]\nA = ["X-Y"]\nB = [\n  "Z",\n  "x y",\n]\n'
    out = run("check", bank(tmp_path / "bank", {"q.md": question()}, settings)).out
    assert "bank.toml:6:3: error[AG002] `families` in [tags]: the trap `x y` is in two families, `A` and `B`" in out


@pytest.mark.parametrize(
    ("share", "weights", "message"),
    [
        (0.2, {}, "`hold_out` is 0.2: of 40 questions about 8 are held out"),
        (0.3, {"Storage": 1}, "`hold_out` is 0.3: `Storage` keeps about 4"),
        (0.01, {"Storage": 1, "Other": 1}, "`hold_out` is 0.01: of 40 questions about 0 are held out"),
        (0.9, {"Storage": 1, "Data Engineering": 9}, "`Storage` keeps about 1, `Data Engineering` keeps about 3"),
        (0.3, {"Data Engineering": 1, "Other": 1}, ""),
        (0, {"Storage": 1}, ""),
    ],
)
def test_a_bank_that_is_too_small_for_its_share_is_told_why(
    share: float, weights: Mapping[str, int], message: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """34 questions are in one domain of the blueprint, and 6 in another."""
    files = {
        name: text.replace("Data Engineering / Operations", "Storage / Files") if number < 6 else text
        for number, (name, text) in enumerate(many(*(f"Number {n}?" for n in range(40))).items())
    }
    blueprint = "".join(f'"{name}" = {weight}\n' for name, weight in weights.items())
    folder = bank(tmp_path / "bank", files, f"{SETTINGS}hold_out = {share}\n[blueprint]\n{blueprint}")
    out = run("check", folder).out
    assert ("AG313" in out, message in out) == (bool(message), True)
    assert out.count("bank.toml:1:1: warning[AG313]") == bool(message)
