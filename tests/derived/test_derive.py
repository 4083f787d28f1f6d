"""What is made of a question: look-ups of its tables, wrong options to refute, and its mnemonic with blanks."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from ankigen.derived import derive
from ankigen.markdown import PLAIN, to_html
from ankigen.model import Option, Question, Span, Table
from ankigen.source import load_config
from ankigen.source.config import Cards, Config

if TYPE_CHECKING:
    from pathlib import Path

SPAN = Span(path="q.md", line=7)
ROWS = (
    ("Create a run", "POST", "`/runs/create`"),
    ("Cancel a run", "POST", "`/runs/cancel`"),
    ("Submit once", "POST", "`/runs/submit`"),
    ("List all", "GET", "`/runs/list`"),
    ("Read one", "GET", "`/runs/get`"),
    ("Repair it", "POST", "`/runs/repair`"),
)


def config(**cards: object) -> Config:
    return Config(id="bank", title="Bank", cards=Cards(**cards))  # type: ignore[arg-type]


ALL = config(lookup=True, refute=True, blank=True)


def choice(**parts: object) -> Question:
    """Return a question with these parts, and options of which B is right."""
    options = (
        Option(label="A", text="`VACUUM`", line=9, rationale="It deletes old files for good."),
        Option(label="B", text="`OPTIMIZE`", line=10),
        Option(label="C", text="`ANALYZE`", line=11, rationale="It only computes statistics of columns."),
    )
    whole: dict[str, object] = {"span": SPAN, "index": 1, "stem": "Which one compacts files?", "options": options}
    return Question(**(whole | {"answer": ("B",), "topics": ("Delta",), "traps": ("Similar",)} | parts))  # type: ignore[arg-type]


def endpoints(rows: tuple[tuple[str, ...], ...] = ROWS, title: str = "Runs API") -> Table:
    return Table(title=title, header=("Operation", "Method", "Endpoint"), rows=rows, kind="endpoint")


def table(*rows: tuple[str, ...], header: tuple[str, ...] = ("Mode", "Effect")) -> Table:
    return Table(title="", header=header, rows=rows, kind="reference")


def made(question: Question, settings: Config = ALL) -> list[Question]:
    return [one.question for one in derive(question, settings)[0]]


def lookups(*tables: Table) -> list[Question]:
    return [one for one in made(choice(tables=tables)) if one.made == "lookup"]


def poor(question: Question) -> list[str]:
    """Return what is said of cards that are not made."""
    return [diagnostic.message for diagnostic in derive(question, ALL)[1]]


# Which are made.


def test_nothing_is_made_unless_it_is_turned_on() -> None:
    question = choice(tables=(endpoints(),), mnemonic="Files: **compact** them with OPTIMIZE")
    assert made(question, config()) == []
    assert {one.made for one in made(question)} == {"lookup", "refute", "blank"}
    for kind in ("lookup", "refute", "blank"):
        assert {one.made for one in made(question, config(**{kind: True}))} == {kind}


def test_a_questions_own_line_counts_for_more_than_the_bank() -> None:
    question = choice(tables=(endpoints(),), mnemonic="Files: **compact** them", cards=("refute",))
    assert {one.made for one in made(question, config(lookup=True, blank=True))} == {"refute"}
    assert made(choice(tables=(endpoints(),), cards=())) == []


def test_a_made_question_has_the_tags_and_the_place_of_its_question() -> None:
    for one in made(choice(tables=(endpoints(),), level="L2", domain="Data", provenance="Web")):
        assert (one.topics, one.traps, one.level, one.domain) == (("Delta",), ("Similar",), "L2", "Data")
        assert (one.span, one.index, one.id, one.recall) == (SPAN, 1, None, False)


# Look-ups.


def test_each_row_of_an_endpoint_table_asks_for_its_path_and_its_method() -> None:
    questions = lookups(endpoints())
    paths, methods = questions[: len(ROWS)], questions[len(ROWS) :]
    for row, path, method in zip(ROWS, paths, methods, strict=True):
        assert path.stem == f"*Runs API*\n\n{row[0]} → **Endpoint**?"
        assert [option.text for option in path.options if option.label in path.answer] == [row[2]]
        assert len({option.text for option in path.options}) == 4
        assert method.stem == f"*Runs API*\n\n{row[0]} → **Method**?"
        assert {option.text for option in method.options} == {"GET", "POST"}
        assert [option.text for option in method.options if option.label in method.answer] == [row[1]]
        assert path.tables == (endpoints(),)


def test_rows_with_the_same_method_compete_first() -> None:
    methods = {row[2]: row[1] for row in ROWS}
    create = lookups(endpoints())[0]
    assert {methods[option.text] for option in create.options} == {"POST"}
    listed = lookups(endpoints())[3]
    assert sorted(methods[option.text] for option in listed.options) == ["GET", "GET", "POST", "POST"]


def test_methods_are_not_asked_if_all_are_the_same() -> None:
    assert all("Endpoint" in one.stem for one in lookups(endpoints(ROWS[:3])))


def test_the_order_of_rows_changes_no_card() -> None:
    before = {one.stem: one for one in lookups(endpoints())}
    rows = list(ROWS)
    random.Random(7).shuffle(rows)
    after = {one.stem: one for one in lookups(endpoints(tuple(rows)))}
    assert {stem: one.options for stem, one in after.items()} == {stem: one.options for stem, one in before.items()}


@pytest.mark.parametrize("mark", ["**", "*", "__", "***"])
def test_emphasis_of_the_right_row_does_not_give_it_away(mark: str) -> None:
    rows = tuple(
        tuple(f"{mark}{cell}{mark}" for cell in row) if number == 1 else row for number, row in enumerate(ROWS)
    )
    assert [(one.stem, one.options) for one in lookups(endpoints(rows))] == [
        (one.stem, one.options) for one in lookups(endpoints())
    ]


def test_two_equal_rows_are_one_also_in_two_tables() -> None:
    stems = [one.stem for one in lookups(endpoints((*ROWS, ROWS[0])), endpoints(title="Again"))]
    assert len(stems) == len(set(stems)) == 2 * len(ROWS)


def test_another_table_asks_for_its_column_of_code() -> None:
    modes = table(
        ("new rows", "fast", "`append`"), ("changed rows", "slow", "`update`"), header=("Out", "Cost", "Mode")
    )
    assert [one.stem for one in lookups(modes)] == ["new rows → **Mode**?", "changed rows → **Mode**?"]


def test_a_first_column_of_code_is_asked_with_the_second() -> None:
    modes = table(("`append`", "new rows"), ("`update`", "changed rows"), ("any", "all"), header=("Mode", "Out"))
    first, second = lookups(modes)
    assert (first.stem, second.stem) == ("Out: new rows → **Mode**?", "Out: changed rows → **Mode**?")
    assert {option.text for option in first.options} == {"`append`", "`update`"}


def test_a_table_with_two_columns_of_code_is_not_asked() -> None:
    modes = table(("Mode", "`apend`", "`append`"), ("Name", "`.writ`", "`.write`"), header=("Where", "Wrong", "Right"))
    assert lookups(modes) == []


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        *(("Wrong spelling", 0), ("錯誤寫法", 0), ("❌ Call", 0)),
        *(("錯誤碼", 2), ("Spelling", 2), ("Status for an invalid token", 2)),
    ],
)
def test_what_is_wrong_is_not_asked(title: str, asked: int) -> None:
    assert len(lookups(table(("mode", "`apend`"), ("call", "`.writ`"), header=("Where", title)))) == asked


def test_a_table_of_one_column_is_not_asked() -> None:
    assert lookups(table(("`append`",), ("`update`",), header=("Mode",))) == []


@pytest.mark.parametrize(("one", "other"), [("-v", "-V"), ("<", ">")])
def test_answers_of_code_are_compared_to_the_letter(one: str, other: str) -> None:
    first, second = lookups(table(("verbose", f"`{one}`"), ("version", f"`{other}`")))
    assert {option.text for option in first.options} == {f"`{one}`", f"`{other}`"}
    right = [option.text for one in (first, second) for option in one.options if option.label in one.answer]
    assert right == [f"`{one}`", f"`{other}`"]


def test_tables_with_the_same_cues_are_asked_apart() -> None:
    runs = endpoints((("Create", "POST", "/runs"), ("Show", "GET", "/runs/list")), "Runs")
    jobs = endpoints((("Create", "POST", "/jobs"), ("Show", "GET", "/jobs/list")), "Jobs")
    derived = derive(choice(tables=(runs, jobs)), config(lookup=True))[0]
    assert len({one.cue for one in derived}) == len(derived) == 8
    assert {one.cue for one in derived} == {one.cue for one in derive(choice(tables=(jobs, runs)), ALL)[0] if one.place}


def test_rows_that_differ_in_markup_alone_are_one() -> None:
    assert len(lookups(table(("Run **it**", "`a1`"), ("Run it", "`a1`"), ("Stop", "`b2`")))) == 2


@pytest.mark.parametrize("cue", ["1. run", "# run", "- run", "> run", "1) run"])
def test_a_cue_begins_no_block(cue: str) -> None:
    (first, _) = lookups(table((cue, "`a1`"), ("Stop", "`b2`")))
    assert to_html(first.stem, PLAIN).startswith(f"<p>{cue.replace('>', '&gt;')} → ")


def test_a_table_that_is_too_long_to_be_learnt_is_not_asked() -> None:
    rows = tuple((f"Number {n} of them", "GET", f"/api/{n}") for n in range(61))
    assert len(lookups(endpoints(rows[:60]))) == 60
    assert lookups(endpoints(rows)) == []
    assert any("has more than 60 rows" in message for message in poor(choice(tables=(endpoints(rows),))))


def test_a_table_of_sentences_is_not_asked() -> None:
    modes = table(("append", "new rows only"), ("update", "changed rows"))
    assert lookups(modes) == []
    assert any("no column of the table `Mode` is exact enough" in message for message in poor(choice(tables=(modes,))))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((("Read one", "GET", "/a"), ("Read one", "GET", "/b"), ("List", "GET", "/c")), "`Read one` fits two rows"),
        ((("The path is /a", "GET", "/a"), ("List", "GET", "/c")), "`The path is /a` gives `/a` away"),
        ((("Read", "GET", "/a"), ("Read all", "GET", "/b"), ("List", "GET", "/c")), "`Read` fits two rows"),
        ((("Time out", "GET", "/timeout"), ("List", "GET", "/c")), "`Time out` gives `/timeout` away"),
        ((("", "GET", "/a"), ("List", "GET", "/c")), "the row of `/a` does not say in words"),
        ((("12", "GET", "/a"), ("List", "GET", "/c")), "the row of `/a` does not say in words"),
        ((("Same as above", "GET", "/a"), ("List", "GET", "/c")), "`Same as above` says `Same as above`"),
        ((("同上", "GET", "/a"), ("List", "GET", "/c")), "`同上` says `同上`"),
        ((("x" * 300, "GET", "/a"), ("List", "GET", "/c")), "is too long to be asked"),
    ],
)
def test_a_poor_row_is_not_asked_and_the_others_are(rows: tuple[tuple[str, ...], ...], message: str) -> None:
    assert any(message in reported for reported in poor(choice(tables=(endpoints(rows),))))
    asked = [one.stem.split("\n\n")[1] for one in lookups(endpoints(rows))]
    assert asked[-1] == "List → **Endpoint**?"
    assert len(asked) == len(rows) - (2 if len({row[0] for row in rows}) < len(rows) else 1)


def test_a_cue_that_names_its_method_is_not_asked_for_it() -> None:
    rows = (("GET one run", "GET", "/a"), ("Stop it", "POST", "/b"))
    asked = [one.stem.split("\n\n")[1] for one in lookups(endpoints(rows))]
    assert asked == ["GET one run → **Endpoint**?", "Stop it → **Endpoint**?", "Stop it → **Method**?"]


# Refutations.


def test_each_wrong_option_with_a_rationale_is_refuted() -> None:
    first, last = made(choice(), config(refute=True))
    assert first.front == "Which one compacts files?\n\n> `VACUUM`"
    assert (first.solution, first.options, first.kind) == ("It deletes old files for good.", (), "open")
    assert last.solution == "It only computes statistics of columns."


def test_an_option_of_several_lines_is_quoted_whole() -> None:
    code = "```sql\nSELECT 1\n\nFROM t\n```"
    options = (Option(label="A", text=code, line=9, rationale="It reads another table."), *choice().options[1:])
    assert made(choice(options=options), config(refute=True))[0].front.endswith(
        "\n\n> ```sql\n> SELECT 1\n>\n> FROM t\n> ```"
    )


@pytest.mark.parametrize(
    "rationale",
    ["Only B does that to files.", "B 才是正確的做法。", "As in option C, it deletes nothing.", "No."],
)
def test_a_rationale_that_cannot_be_read_alone_is_not_asked(rationale: str) -> None:
    options = (Option(label="A", text="`VACUUM`", line=9, rationale=rationale), *choice().options[1:])
    question = choice(options=options)
    assert [one.wrong[-9:] for one in made(question, config(refute=True))] == ["`ANALYZE`"]
    assert any(message.startswith("no refute card: the rationale of option A") for message in poor(question))


@pytest.mark.parametrize(
    ("rationale", "words"),
    [
        ("Unlike the previous option, it deletes files.", "the previous option"),
        ("It deletes files; all other choices keep them.", "all other choices"),
        ("The other two answers do this, but it does not.", "The other two answers"),
        ("它會刪除檔案，其他選項則不會。", "其他選項"),
        ("與前一個選項不同，它會刪除檔案。", "前一個選項"),
        ("It deletes files, as the diagram shows.", "as the diagram"),
        ("As shown in the exhibit, it deletes files.", "shown in the exhibit"),
        ("As above: it deletes old files.", "As above"),
        ("同上，它會刪除舊的檔案。", "同上"),
        ("Same as in the previous question: it deletes.", "previous question"),
        ("It deletes files, see below", "see below"),
        ("It deletes the files from the table above.\n\nAs above, it is slow.", ""),
        ("It cannot be used in version 11 and above.", ""),
        ("Cells are listed before charts in the notebook.", ""),
        ("Readers see before the commit the old version.", ""),
        ("It sets the first option of the table only.", ""),
        ("Another option is to keep all of the files.", ""),
        ("它把資料寫到不同上游的資料表。", ""),
        ("刪除是這個選項的效果，不是合併檔案。", ""),
    ],
)
def test_a_rationale_that_points_to_what_its_card_does_not_show_is_not_asked(rationale: str, words: str) -> None:
    options = (Option(label="A", text="`VACUUM`", line=9, rationale=rationale), *choice().options[1:])
    asked = [one.wrong for one in made(choice(options=options), config(refute=True))]
    assert asked == (["`ANALYZE`"] if words else ["`VACUUM`", "`ANALYZE`"])
    message = f"no refute card: the rationale of option A says `{words}`, which its card does not show"
    assert [one for one in poor(choice(options=options)) if "refute" in one] == ([message] if words else [])


def test_a_picture_in_the_rationale_is_on_the_card() -> None:
    rationale = "As shown in the figure, it deletes files.\n\n![Files](files.png)"
    options = (Option(label="A", text="`VACUUM`", line=9, rationale=rationale), *choice().options[1:])
    assert len(made(choice(options=options), config(refute=True))) == 2


def test_no_option_is_refuted_if_the_stem_has_lost_its_figure() -> None:
    question = choice(stem="Refer to the exhibit. Which one compacts files?")
    assert made(question, config(refute=True)) == []
    assert any("the stem says `Refer to the exhibit`, but nothing is shown" in message for message in poor(question))


def test_an_option_about_other_options_is_not_refuted() -> None:
    text = "None of the above"
    options = (*choice().options, Option(label="D", text=text, line=12, rationale="There is one that does it."))
    assert [one.wrong for one in made(choice(options=options), config(refute=True))] == ["`VACUUM`", "`ANALYZE`"]
    assert "no refute card: option D refers to other options" in poor(choice(options=options))


def test_a_rationale_may_name_its_own_option() -> None:
    options = (Option(label="A", text="x", line=9, rationale="A is wrong: it deletes."), *choice().options[1:])
    assert len(made(choice(options=options), config(refute=True))) == 2


def test_an_article_is_no_letter_of_an_option() -> None:
    options = (Option(label="A", text="x", line=9, rationale="A table has no such thing."), *choice().options[1:])
    assert len(made(choice(options=options), config(refute=True))) == 2


def test_no_option_of_a_disputed_question_is_refuted() -> None:
    assert made(choice(rival_answers=("A",)), config(refute=True)) == []


# Blanks.


def blank(mnemonic: str, limit: int = 3) -> list[str]:
    return [one.stem for one in made(choice(mnemonic=mnemonic), config(blank=True, blank_limit=limit))]


@pytest.mark.parametrize(
    ("mnemonic", "asked"),
    [
        ("First clone, then **merge** it", "First clone, then `____` it"),
        ("**one** = once\n**two** = twice as often", "`____` = once\n`____` = twice as often"),
        ("**short** means **brief** here", "`____` means **brief** here"),
        ("先 **複製** 再合併", "先 `____` 再合併"),
        ("**A title**\n\nFirst clone, then __merge__ it", "**A title**\n\nFirst clone, then `____` it"),
        ("Use **`run_now`** for it", "Use `____` for it"),
        ("**Once merged, keep it** is the rule\nIt is **slow**", "**Once merged, keep it** is the rule\nIt is `____`"),
    ],
)
def test_bold_words_inside_a_line_are_blanked(mnemonic: str, asked: str) -> None:
    assert blank(mnemonic) == [asked]
    (question,) = made(choice(mnemonic=mnemonic), config(blank=True))
    assert (question.solution, question.options) == (mnemonic, ())


@pytest.mark.parametrize(
    ("mnemonic", "message"),
    [
        ("Nothing is bold here", "has no bold words inside a line"),
        ("**「All of it is bold」**", "has no bold words inside a line"),
        ("**C**reate, **R**ead, **U**pdate", "has no bold words inside a line"),
        ("`**code**` is no mnemonic", "has no bold words inside a line"),
        ("As above: **merge** it first", "says `As above`, which its card does not show"),
        ("```\nfirst\n```", "the mnemonic `first` has no bold words"),
        ("First **merge** it, then merge again", "repeats the bold `merge`"),
        ("**merge (now)** is it\nmerge again", "repeats the bold `merge (now)`"),
    ],
)
def test_a_poor_mnemonic_is_not_asked(mnemonic: str, message: str) -> None:
    assert blank(mnemonic) == []
    assert any(message in reported for reported in poor(choice(mnemonic=mnemonic)))


def test_no_more_words_are_blanked_than_the_limit() -> None:
    assert blank("one **two** three\nfour **five** six", limit=1) == ["one `____` three\nfour **five** six"]


# Settings.


@pytest.mark.parametrize(
    ("line", "message"),
    [("lookup = 1", "must be true or false"), ("lookup_limit = 0", "must be at least 1"), ("lokup = true", "lookup")],
)
def test_a_wrong_setting_is_said_at_its_line(line: str, message: str, tmp_path: Path) -> None:

    (tmp_path / "bank.toml").write_text(f'id = "bank"\n\n[cards]\n{line}\n', encoding="utf-8")
    _, (diagnostic,) = load_config(tmp_path)
    assert (diagnostic.span.line, message in f"{diagnostic.message} {diagnostic.hint}") == (4, True)
