"""The command line: what a user types, and what ankigen answers."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from systems import local, needs_bytes
from writing import bank, files, question, write

from ankigen import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000


@pytest.fixture
def four(tmp_path: Path) -> Path:
    """Write a bank of four questions that differ in every tag."""
    return bank(
        tmp_path / "bank",
        {
            "questions/Q-001.md": question("Q-001", stem="One?"),
            "questions/Q-002.md": question("Q-002", stem="Two?", traps="`Similar-Function`", level="L2-Intermediate"),
            "questions/Q-003.md": question("Q-003", stem="Three?", topics="`Beta`, `Alpha`", traps="(無)"),
            "questions/Q-004.md": question(
                "Q-004", stem="Four?", topics="`Beta`", traps="`Syntax-Confusion`, `Default-Value`"
            ),
        },
    )


def keys(package: Path) -> list[str]:
    """Return the questions in a package, read without ankigen."""
    with zipfile.ZipFile(package) as archive:
        data = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    try:
        return sorted(fields.split("\x1f")[0] for (fields,) in connection.execute("select flds from notes"))
    finally:
        connection.close()


def built(folder: Path) -> dict[str, list[str]]:
    """Return the packages in a folder, with their questions."""
    return {path.name: keys(path) for path in sorted(folder.glob("*.apkg"))}


def test_a_build_makes_one_package_per_home_topic_and_one_of_all(four: Path, run: Callable[..., Run]) -> None:
    result = run("build", four)
    assert result.code == 0
    assert built(four / "apkg") == {
        "bank.apkg": ["Q-001", "Q-002", "Q-003", "Q-004"],
        "bank-alpha.apkg": ["Q-001", "Q-002"],
        "bank-beta.apkg": ["Q-003", "Q-004"],
    }
    assert sorted(path.name for path in (four / "apkg").iterdir()) == ["bank-alpha.apkg", "bank-beta.apkg", "bank.apkg"]
    for name in built(four / "apkg"):
        assert name in result.out


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--trap", "syntax-confusion"], ["Q-001", "Q-004"]),
        (["--trap", "SYNTAX*", "--trap", "Similar-Function"], ["Q-001", "Q-002", "Q-004"]),
        (["--trap", "Syntax-Confusion", "--topic", "beta"], ["Q-004"]),
        (["--topic", "alpha"], ["Q-001", "Q-002", "Q-003"]),
        (["--level", "L2*"], ["Q-002"]),
        (["--domain", "Data Engineering / *"], ["Q-001", "Q-002", "Q-003", "Q-004"]),
        (["--source", "community", "--id", "Q-00[13]"], ["Q-001", "Q-003"]),
        (["--no-trap"], ["Q-003"]),
        (["--no-trap", "--topic", "Beta"], ["Q-003"]),
    ],
    ids=" ".join,
)
def test_a_filter_gives_one_package_of_its_own(
    four: Path, run: Callable[..., Run], options: list[str], expected: list[str]
) -> None:
    assert run("build", four).code == 0
    full = {path.name: path.read_bytes() for path in (four / "apkg").iterdir()}
    assert run("build", four, *options, now=NOW + 100).code == 0
    after = {path.name: path.read_bytes() for path in (four / "apkg").iterdir()}
    (name,) = set(after) - set(full)
    assert keys(four / "apkg" / name) == expected
    assert {key: after[key] for key in full} == full


def test_cards_of_a_filtered_package_go_to_their_home_decks(
    four: Path, run: Callable[..., Run], learner: Learner
) -> None:
    run("build", four, "--topic", "Alpha")
    learner.take(next((four / "apkg").glob("*.apkg")))
    decks = {card.note()["Id"]: learner.deck_of(card) for card in learner.cards()}
    assert decks == {"Q-001": "Bank::Alpha", "Q-002": "Bank::Alpha", "Q-003": "Bank::Beta"}


def test_a_filter_for_what_no_question_has_says_so(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(topics="")})
    assert run("build", folder, "--topic", "S3").err.endswith("hint: topic: no question has one\n")


def test_a_filter_that_matches_nothing_names_the_nearest_tags(four: Path, run: Callable[..., Run]) -> None:
    result = run("build", four, "--trap", "Sintax-Confusion")
    assert result.code == 1
    assert "Syntax-Confusion" in result.err
    assert not (four / "apkg").exists()
    assert not (four / "ankigen.lock").exists()


def test_one_file_of_a_bank_gives_one_package_with_the_same_identity(
    four: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    run("build", four)
    ledger = (four / "ankigen.lock").read_text(encoding="utf-8")
    assert run("build", four / "questions" / "Q-002.md", "-o", tmp_path / "out", now=NOW + 50).code == 0
    assert built(tmp_path / "out") == {"bank--path-questions-q-002.apkg": ["Q-002"]}
    assert (four / "ankigen.lock").read_text(encoding="utf-8") == ledger


def test_a_folder_without_settings_is_a_bank(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = write(tmp_path / "Notes", {"a/Q-001.md": question(), "README.md": "# Notes\n\nNothing to ask.\n"})
    assert run("build", folder, "-o", tmp_path / "out").code == 0
    assert built(tmp_path / "out") == {"notes.apkg": ["Q-001"]}
    assert (tmp_path / "out" / "ankigen.lock").is_file()
    assert not (folder / "ankigen.lock").exists()


def test_one_file_anywhere_is_built(run: Callable[..., Run], tmp_path: Path) -> None:
    write(tmp_path / "notes", {"one.md": question("", stem="No ID?"), "two.md": question("Q-9")})
    assert run("build", tmp_path / "notes" / "one.md", "-o", tmp_path / "out").code == 0
    (name,) = built(tmp_path / "out")["notes--path-one.apkg"]
    assert re.fullmatch(r"~[A-Za-z0-9_-]{6}", name), "a question without an ID has a short name from its GUID"


def test_without_a_path_every_bank_under_decks_is_built(run: Callable[..., Run], tmp_path: Path) -> None:
    bank(tmp_path / "decks" / "one", {"q.md": question()}, 'id = "one"\n')
    bank(tmp_path / "decks" / "two", {"q.md": question()}, 'id = "two"\n')
    result = run("build", cwd=tmp_path)
    assert result.code == 0
    assert built(tmp_path / "decks/one/apkg").keys() == {"one.apkg"}
    assert built(tmp_path / "decks/two/apkg").keys() == {"two.apkg"}
    assert result.out.splitlines()[0].startswith(os.path.join("decks", "one", "apkg"))  # noqa: PTH118 - as printed


FAULTS = {
    "AG101": question("Q-002", stem="Broken?", options={}),
    "AG102": question("Q-002", stem="Broken?", answer=""),
    "AG103": question("Q-002", stem="Broken?", answer="`E`"),
    "AG104": question("Q-002", stem="Broken?").replace("- **C.**", "- **A.**"),
    "AG105": question("Q-002", stem=""),
    "AG301": question("Q-001", stem="Another one with the same ID?"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_broken_question_is_reported_and_the_others_are_built(
    code: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    folder = bank(
        tmp_path / "bank",
        {"q/Q-001.md": question("Q-001"), "q/Q-002.md": FAULTS[code], "q/Q-003.md": question("Q-003", stem="Third?")},
    )
    result = run("build", folder)
    assert result.code == 1
    assert re.search(rf"bank[/\\]q[/\\]Q-002\.md:\d+:\d+: error\[{code}\] ", result.err)
    assert "  hint: " in result.err
    others = ["Q-003"] if code == "AG301" else ["Q-001", "Q-003"]
    assert built(folder / "apkg")["bank.apkg"] == others


def test_a_file_that_is_no_text_is_reported_with_its_place(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"Q-001.md": question()})
    (folder / "Q-002.md").write_bytes(b"# Question\nab\xff\xfe\n")
    result = run("build", folder)
    assert result.code == 1
    assert "Q-002.md:2:3: error[AG001]" in result.err
    assert built(folder / "apkg")["bank.apkg"] == ["Q-001"]


def test_nothing_to_build_is_an_error(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"README.md": "# Hello\n"})
    result = run("build", folder)
    assert result.code == 1
    assert "nothing was built" in result.err
    assert "ankigen new question" in result.err
    assert not (folder / "apkg").exists()


@pytest.mark.parametrize("words", [["build"], ["check"], ["stats"], ["preview"], ["push"], ["new", "question"]])
def test_in_a_folder_without_banks_the_message_says_how_to_begin_one(
    words: list[str], run: Callable[..., Run], tmp_path: Path
) -> None:
    result = run(*words, cwd=tmp_path)
    assert result.code == 2
    assert "begin one: ankigen new bank NAME" in result.err


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('titel = "X"', "did you mean `title`?"),
        ("id = 3", "`id`"),
        ('language = "tlh"', "is not one of ar, cs, "),
        ('language = "zh-TW"', "did you mean `zh-Hant`?"),
        ('language = "German"', "did you mean `de`?"),
        ('language = "vn"', "did you mean `vi`?"),
        ('language = "pt-BR"', "did you mean `pt`?"),
        ('language = "Japanes"', "did you mean `ja`?"),
        ("language = 3", "`language`"),
        ("id = ", "is not TOML"),
        ('id = " "', "must not be empty"),
        ("math = true", "did you mean `maths`?"),
        ('maths = "no"', "`maths`"),
        ("media_limt = 5", "did you mean `media_limit`?"),
        ("media_limit = 0", "`media_limit`"),
        ("media_limit = 101", "`media_limit`"),
    ],
)
def test_a_wrong_setting_is_reported_and_the_bank_is_not_built(
    settings: str, message: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    folder = bank(tmp_path / "bank", {"Q-001.md": question()}, f"{settings}\n")
    result = run("build", folder)
    assert result.code == 1
    assert "bank.toml:1:" in result.err
    assert message in result.err
    assert not (folder / "apkg").exists()


def test_a_missing_path_is_reported_without_a_traceback(run: Callable[..., Run], tmp_path: Path) -> None:
    result = run("build", tmp_path / "nowhere")
    assert result.code == 2
    assert "does not exist" in result.err


@pytest.mark.parametrize("args", [["build", "--nonsense"], ["nonsense"], ["export", "--format", "xml"]])
def test_wrong_usage_exits_with_2(args: list[str], run: Callable[..., Run]) -> None:
    assert run(*args).code == 2


def test_a_build_time_in_the_future_is_refused(four: Path, run: Callable[..., Run]) -> None:
    result = run("build", four, now=32_000_000_000)
    assert result.code == 2
    assert "future" in result.err


def test_version_and_help(run: Callable[..., Run]) -> None:
    assert run("--version").out.strip() == f"ankigen {__version__}"
    for command in ([], ["build"], ["export"]):
        page = run(*command, "--help")
        assert page.code == 0
        assert "Examples:" in page.out


def test_export_gives_each_question_with_its_copies(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = write(
        tmp_path / "notes",
        {
            "a/Q-001.md": question(),
            "b/copy.md": question(topics="`Gamma`"),
            "b/Q-002.md": question("Q-002", stem="Two?"),
        },
    )
    records = [json.loads(line) for line in run("export", folder).out.splitlines()]
    assert [record["source"] for record in records] == [
        {"path": "a/Q-001.md", "line": 1, "index": 1},
        {"path": "b/Q-002.md", "line": 1, "index": 1},
        {"path": "b/copy.md", "line": 1, "index": 1},
    ]
    first, _, copy = records
    assert copy["copy_of"] == copy["key"] == first["key"] == "Q-001"
    assert copy["guid"] == first["guid"]
    assert "copy_of" not in first
    assert first["answer"] == ["B"]
    assert [option["correct"] for option in first["options"]] == [False, True, False]
    assert first["options"][0] == {
        "label": "A",
        "text": "first",
        "correct": False,
        "rationale": "錯 A 不對，因為題目問的是第二個，不是這一個。",
    }
    assert set(first) == {
        "source", "id", "key", "guid", "kind", "stem", "options", "answer", "solution", "rival_answers", "topics",
        "traps", "level", "domain", "provenance", "explanation", "mnemonic", "tables", "links",
    }  # fmt: skip
    assert json.loads(run("export", folder, "--format", "json").out) == records


def test_copies_become_one_note_with_all_topics(run: Callable[..., Run], tmp_path: Path, learner: Learner) -> None:
    folder = bank(tmp_path / "bank", {"a/Q-001.md": question(), "b/Q-001.md": question(topics="`Gamma`")})
    assert run("build", folder).code == 0
    assert learner.take(folder / "apkg" / "bank.apkg").new == 1
    tags = learner.card("Q-001").note().tags
    assert {"topic::alpha", "topic::gamma"} <= set(tags)


def test_one_id_in_two_folders_is_two_questions(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"a/Q-001.md": question(), "b/Q-001.md": question(stem="Another?")})
    result = run("build", folder)
    assert result.code == 0
    assert "1 warning; to see it: ankigen check" in result.err
    assert local("b/Q-001.md") in run("check", folder).out
    assert "warning[AG302]" in run("check", folder).out
    first, second = built(folder / "apkg")["bank.apkg"]
    assert first == "Q-001"
    assert re.fullmatch(r"Q-001~[A-Za-z0-9_-]{4}", second), "a search can tell them apart"


def test_a_bank_named_collection_is_no_danger(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"Q-001.md": question()}, 'id = "Collection"\n')
    run("build", folder)
    assert "collection.apkg" not in {path.name for path in (folder / "apkg").iterdir()}


def test_packages_of_topics_that_are_gone_are_removed_and_filtered_ones_stay(
    four: Path, run: Callable[..., Run]
) -> None:
    run("build", four)
    run("build", four, "--trap", "Default-Value")
    (four / "apkg" / "mine.apkg").write_bytes(b"not ankigen's")
    for path in (four / "questions").glob("Q-00[34].md"):
        path.write_text(path.read_text(encoding="utf-8").replace("`Beta`", "`Gamma`"), encoding="utf-8")
    run("build", four, now=NOW + 9)
    assert {path.name for path in (four / "apkg").iterdir()} == {
        "bank.apkg", "bank-alpha.apkg", "bank-gamma.apkg", "bank--trap-default-value.apkg", "mine.apkg",
    }  # fmt: skip


def test_an_unwritable_folder_is_reported_and_nothing_is_half_written(
    four: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file where a folder should be", encoding="utf-8")
    result = run("build", four, "-o", tmp_path / "out" / "deep")
    assert result.code == 1
    assert "cannot be written" in result.err
    assert not (four / "ankigen.lock").exists()


@pytest.mark.slow
def test_no_temporary_file_is_left(four: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    env = dict(os.environ, TMPDIR=str(scratch))
    subprocess.run(
        [sys.executable, "-m", "ankigen", "build", str(four)], check=True, env=env, cwd=ROOT, capture_output=True
    )
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--domain", "data-engineering::operations"], 4),
        (["--domain", "Data Engineering/Operations"], 4),
        (["--trap", "Syntax Confusion"], 2),
        (["--id", "Q-00?"], 4),
        (["--id", "Q-0"], 0),
    ],
)
def test_filters_know_tags_in_every_spelling(
    options: list[str], expected: int, four: Path, run: Callable[..., Run]
) -> None:
    result = run("export", four, *options)
    assert len(result.out.splitlines()) == expected
    assert result.code == (0 if expected else 1)


def test_no_topic_asks_for_questions_without_any(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"a.md": question(), "b.md": question("Q-002", stem="Two?", topics="(無)")})
    assert run("build", folder, "--no-topic").code == 0
    assert built(folder / "apkg") == {"bank--no-topic.apkg": ["Q-002"]}
    assert run("build", folder, "--no-topic", "--no-trap").code == 1


def test_every_pattern_is_in_the_package_name_unless_it_grows_too_long(four: Path, run: Callable[..., Run]) -> None:
    run("build", four, "--trap", "Syntax*", "--trap", "Default-Value", "--level", "L1*")
    run("build", four, *(part for n in range(80) for part in ("--trap", f"Trap-{n}")), "--trap", "Syntax*")
    names = {path.name for path in (four / "apkg").iterdir()}
    assert "bank--trap-syntax_--trap-default-value--level-l1_.apkg" in names
    assert len(names) == 2
    assert all(len(name) < 150 for name in names)


def test_export_of_a_part_gives_that_part_with_paths_from_it(four: Path, run: Callable[..., Run]) -> None:
    (record,) = [json.loads(line) for line in run("export", four / "questions" / "Q-002.md").out.splitlines()]
    assert (record["source"]["path"], record["key"]) == ("Q-002.md", "Q-002")
    (four / "questions" / "Q-009.md").write_text(question("Q-009", answer=""), encoding="utf-8")
    assert run("export", four / "questions" / "Q-002.md").code == 0
    assert run("export", four).code == 1


def test_export_knows_the_guid_of_the_ledger(four: Path, run: Callable[..., Run]) -> None:
    run("build", four)
    guids = {json.loads(line)["key"]: json.loads(line)["guid"] for line in run("export", four).out.splitlines()}
    path = four / "questions" / "Q-002.md"
    path.write_text(path.read_text(encoding="utf-8").replace("`Q-002`", "`Q-200`"), encoding="utf-8")
    again = {json.loads(line)["key"]: json.loads(line)["guid"] for line in run("export", four).out.splitlines()}
    assert again["Q-200"] == guids["Q-002"]


def test_a_folder_under_decks_needs_no_settings(run: Callable[..., Run], tmp_path: Path) -> None:
    bank(tmp_path / "decks" / "one", {"q.md": question()}, 'id = "one"\n')
    write(tmp_path / "decks" / "two", {"q.md": question()})
    write(tmp_path / "decks" / "_draft", {"q.md": question()})
    assert run("build", cwd=tmp_path).code == 0
    assert built(tmp_path / "decks/two/apkg").keys() == {"two.apkg"}
    assert not (tmp_path / "decks/_draft/apkg").exists()


def test_a_bank_inside_a_bank_is_a_bank_of_its_own(run: Callable[..., Run], tmp_path: Path) -> None:
    outer = bank(tmp_path / "outer", {"q.md": question()}, 'id = "outer"\n')
    bank(outer / "inner", {"q.md": question("Q-002", stem="Inner?")}, 'id = "inner"\n')
    assert run("build", outer).code == 0
    assert built(outer / "apkg")["outer.apkg"] == ["Q-001"]
    assert run("build", outer / "inner").code == 0
    assert built(outer / "inner" / "apkg")["inner.apkg"] == ["Q-002"]


def test_two_banks_with_one_id_are_refused(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in ("one", "two"):
        bank(tmp_path / name, {"q.md": question()}, 'id = "same"\n')
    result = run("build", tmp_path / "one", tmp_path / "two", "-o", tmp_path / "out")
    assert result.code == 1
    assert "two banks have the id same" in result.err
    assert not (tmp_path / "out").exists()


def test_two_banks_never_write_one_file(run: Callable[..., Run], tmp_path: Path) -> None:
    bank(tmp_path / "a", {"q.md": question(topics="`b c`")}, 'id = "a"\ntopic_minimum = 1\n')
    bank(tmp_path / "ab", {"q.md": question(topics="`c`")}, 'id = "a-b"\ntopic_minimum = 1\n')
    write(tmp_path / "abc", {"bank.toml": 'id = "a-b-c"\n', "q.md": question()})
    result = run("build", tmp_path / "a", tmp_path / "ab", tmp_path / "abc", "-o", tmp_path / "out")
    assert result.code == 1
    assert "two banks would write it" in result.err


def test_another_banks_ledger_is_not_taken(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, {"q.md": question(stem=f"{name}?")})
    assert run("build", tmp_path / "one", "-o", tmp_path / "out").code == 0
    before = files(tmp_path / "out")
    result = run("build", tmp_path / "two", "-o", tmp_path / "out")
    assert result.code == 1
    assert "ledger of another bank, one" in result.err
    assert files(tmp_path / "out") == before


def test_a_damaged_ledger_stops_only_its_own_bank(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in ("one", "two"):
        bank(tmp_path / "decks" / name, {"q.md": question()}, f'id = "{name}"\n')
    (tmp_path / "decks/one/ankigen.lock").write_text("broken", encoding="utf-8")
    result = run("build", cwd=tmp_path)
    assert result.code == 1
    assert "error[AG004]" in result.err
    assert (tmp_path / "decks/two/apkg/two.apkg").is_file()


def test_a_changed_title_and_a_moved_topic_are_reported(four: Path, run: Callable[..., Run]) -> None:
    run("build", four)
    (four / "bank.toml").write_text('id = "bank"\ntitle = "New"\n', encoding="utf-8")
    path = four / "questions" / "Q-001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("`Alpha`", "`Beta`"), encoding="utf-8")
    result = run("build", four, now=NOW + 100)
    assert "the title was Bank" in result.err
    assert "1 card of Alpha stay in their deck" in result.out
    assert '"Id:re:(?-i)^(Q-001)$"' in result.out


@pytest.mark.parametrize("value", ["soon", "0", "-1"])
def test_a_build_time_that_is_none_is_refused(value: str, four: Path, run: Callable[..., Run]) -> None:
    assert run("build", four, now=value).code == 2


def test_odd_files_stop_nothing(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(
        tmp_path / "bank",
        {
            "q.md": question(topics="`A\u2028B`"),
            "empty.md": "",
            "prose.md": "remember the milk\n",
            "setext.md": "A\n===\n\nb\n---\n",
        },
    )
    for now in (NOW, NOW + 5):
        assert run("build", folder, now=now).code == 0
        assert built(folder / "apkg")["bank.apkg"] == ["Q-001"]


@needs_bytes
def test_a_file_whose_name_is_no_text_stops_nothing(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    (folder / os.fsdecode(b"\xff.md")).write_text(question("Q-9", stem="Odd?"), encoding="utf-8")
    for now in (NOW, NOW + 5):
        result = run("build", folder, now=now)
        assert (result.code, "the file's name is not UTF-8" in result.err) == (1, True)
        assert built(folder / "apkg")["bank.apkg"] == ["Q-001"]
