"""`ankigen new`: banks and questions to fill in."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from systems import local, quoted
from test_cli import built
from writing import bank, question

from ankigen.languages import LANGUAGES, english_name, example_of, headings_of
from ankigen.readers.vocabulary import ROLES, role
from ankigen.source import Config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

HEADINGS = {language: headings_of(language) for language in LANGUAGES}

MARK = re.compile(r"<!-- ankigen: fill in: (.*?) -->")


def fill(text: str, stem: str = "Which one is right?") -> str:
    """Return a question that an author has filled in, with B as the right option."""
    texts = {
        "the question itself": stem,
        "the options": "choice A",
        "the letter": "`B`",
        "why the answer": "The question asks for the second choice, and this is the second.",
        "why A": "A is not the second choice, which is asked for.\n\n### C\n\nNeither is C.\n\n### D\n\nNor is D.",
    }
    for letter in "BCD":
        text = text.replace(f"- **{letter}.**\n", f"- **{letter}.** choice {letter}\n")
    return MARK.sub(lambda match: next(filled for start, filled in texts.items() if match[1].startswith(start)), text)


def test_the_headings_are_words_that_the_readers_know() -> None:
    for language, words in HEADINGS.items():
        assert words.keys() == HEADINGS["en"].keys() <= set(ROLES)
        for name, word in words.items():
            assert role(f"{word} #1" if name == "title" else word) == name, (language, word)


@pytest.mark.parametrize("language", HEADINGS)
def test_a_new_bank_builds_as_soon_as_its_first_question_is_filled_in(
    language: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    assert run("new", "bank", "AWS", "--language", language, "--title", 'A "B"', cwd=tmp_path).code == 0
    folder = tmp_path / "decks" / "AWS"
    settings = tomllib.loads((folder / "bank.toml").read_text(encoding="utf-8"))
    assert settings == {"id": "aws", "title": 'A "B"', "language": language}
    assert run("check", folder, "--strict").code == 0, "the worked question is whole"
    made = run("new", "question", "--topic", "S3", "--level", "L1-Basic", "--domain", "Design / Storage")
    assert (made.code, made.out) == (0, local("decks/AWS/questions/Q-002.md\n"))
    path = folder / "questions" / "Q-002.md"
    text = path.read_text(encoding="utf-8")
    assert len(MARK.findall(text)) == 5
    result = run("check", folder, "--format", "json")
    (finding,) = [json.loads(line) for line in result.out.splitlines()]
    assert (result.code, finding["code"]) == (1, "AG106")
    assert all(what in finding["message"] for what in MARK.findall(text))
    lines = [finding["line"], *(place["line"] for place in finding["related"])]
    assert lines == [number for number, row in enumerate(text.splitlines(), 1) if MARK.search(row)]
    path.write_text(fill(text), encoding="utf-8")
    with (folder / "bank.toml").open("a", encoding="utf-8") as file:
        file.write("topic_minimum = 0\n")
    assert run("check", "--strict").out == ""
    assert run("build").code == 0
    assert built(folder / "apkg")["aws.apkg"] == ["Q-001", "Q-002"]
    assert built(folder / "apkg")["aws-s3.apkg"] == ["Q-002"]
    record = json.loads(run("export").out.splitlines()[1])
    assert (record["id"], record["topics"], record["domain"]) == ("Q-002", ["S3"], "Design / Storage")
    assert [option["text"] for option in record["options"]] == ["choice A", "choice B", "choice C", "choice D"]
    assert [bool(option["rationale"]) for option in record["options"]] == [True, False, True, True]
    assert (record["answer"], record["level"]) == (["B"], "L1-Basic")
    assert record["explanation"] == "The question asks for the second choice, and this is the second."


@pytest.mark.parametrize("language", HEADINGS)
def test_the_worked_question_tells_the_language_of_its_bank(
    language: str, run: Callable[..., Run], tmp_path: Path
) -> None:
    run("new", "bank", "b", "--language", language, cwd=tmp_path)
    settings = tmp_path / "decks" / "b" / "bank.toml"
    settings.write_text('id = "b"\n', encoding="utf-8")
    assert f"cards in {english_name(language)} (from the explanations" in run("build").out
    record = json.loads(run("export").out)
    assert (record["answer"], len(record["topics"])) == (["C"], 1)
    assert [option["text"] for option in record["options"] if option["correct"]] == ["29"]


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": ""}, "en"),
        ({"LANG": "xx_YY"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LANG": "zh_CN"}, "zh-Hans"),
        ({"LANG": "pt_BR.UTF-8", "LC_MESSAGES": "fr_FR@euro"}, "fr"),
    ],
)
def test_the_worked_question_is_in_the_language_of_the_system(
    variables: dict[str, str],
    language: str,
    run: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    run("new", "bank", "b", cwd=tmp_path)
    text = (tmp_path / "decks" / "b" / "questions" / "Q-001.md").read_text(encoding="utf-8")
    assert example_of(language)["stem"] in text


def test_a_new_bank_is_beside_those_that_are_there(run: Callable[..., Run], tmp_path: Path) -> None:
    ended = run("new", "bank", "one", cwd=tmp_path)
    assert ended.out.split() == [
        local(f"decks/one/{name}") for name in ("bank.toml", ".gitignore", "questions/Q-001.md")
    ]
    assert ended.err == local("next: ankigen build decks/one\n")
    for n, cwd in enumerate((tmp_path / "decks", tmp_path / "decks/one", tmp_path / "decks/one/questions")):
        run("new", "bank", f"bank-{n}", cwd=cwd)
    assert sorted(path.name for path in (tmp_path / "decks").iterdir()) == ["bank-0", "bank-1", "bank-2", "one"]


def test_a_folder_with_questions_gets_no_other(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "mine.md").write_text(question(), encoding="utf-8")
    (folder / ".gitignore").write_text("mine\n", encoding="utf-8")
    assert run("new", "bank", "notes", cwd=tmp_path).out == local("notes/bank.toml\n")
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "mine\n"


def test_a_line_of_an_option_that_is_left_over_is_reported(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {}, 'id = "bank"\ntopic_minimum = 0\n')
    run("new", "question", "--bank", folder)
    path = folder / "questions" / "Q-001.md"
    text = fill(path.read_text(encoding="utf-8"))
    path.write_text(text.replace(" choice D", ""), encoding="utf-8")
    assert "warning[AG214] option `D` has no text" in run("check", folder).out
    path.write_text(text.replace("- **D.** choice D\n", ""), encoding="utf-8")
    assert "AG214" not in run("check", folder).out


def test_the_settings_that_are_comments_are_valid_and_complete(run: Callable[..., Run], tmp_path: Path) -> None:
    run("new", "bank", tmp_path / "notes")
    text = (tmp_path / "notes" / "bank.toml").read_text(encoding="utf-8")
    values = tomllib.loads(re.sub(r"(?m)^# (?=[a-z\[\"])", "", text))
    older = {"recall"}  # its place is the table `cards` now
    assert values.keys() | older == {field.alias or name for name, field in Config.model_fields.items()}
    Config.model_validate(values)


STYLES = {
    ("questions/Q-001.md Q-001", "questions/Q-009.md Q-009"): ("Q-010", "questions/Q-010.md"),
    ("a/question-7.md DBX-7", "b/question-12.md DBX-12", "c.md Q-99"): ("DBX-13", "b/question-13.md"),
    ("q/0099.md SAA-C03-0099",): ("SAA-C03-0100", "q/0100.md"),
    ("all.markdown Q-1", "all.markdown Q-2"): ("Q-3", "Q-3.markdown"),
    ("v/Ｑ-103.md Q-103",): ("Q-104", "v/Q-104.md"),
    ("one.md", "two.md"): ("Q-001", "questions/Q-001.md"),
}


@pytest.mark.parametrize("files", STYLES, ids=lambda files: files[0])
def test_the_number_and_the_name_go_on_in_the_banks_style(
    files: tuple[str, ...], run: Callable[..., Run], tmp_path: Path
) -> None:
    texts: dict[str, str] = {}
    for n, (path, _, name) in enumerate(file.partition(" ") for file in files):
        title = f"# Question #{n + 1}"
        text = question(name, stem=f"Number {n}?").replace("# Question #1", title)
        texts[path] = texts.get(path, "") + text
    folder = bank(tmp_path / "bank", texts)
    expected_id, expected = STYLES[files]
    assert run("new", "question", cwd=folder).out == local(f"{expected}\n")
    assert f"`{expected_id}`" in (folder / expected).read_text(encoding="utf-8")


def test_no_number_is_given_twice(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {f"Q-00{n}.md": question(f"Q-00{n}", stem=f"Number {n}?") for n in (1, 2, 3)})
    run("build", folder)
    (folder / "Q-003.md").unlink()
    run("build", folder)
    assert run("new", "question", "--bank", folder, cwd=tmp_path).out == local("bank/Q-004.md\n")
    assert run("new", "question", "--bank", folder).out == local("bank/Q-005.md\n")
    before = {path.name: path.read_bytes() for path in folder.glob("*.md")}
    for used, where in {"Q-003": "retired", "Q-001": "Q-001.md", "Q-004": "already exists"}.items():
        result = run("new", "question", "--bank", folder, "--id", used)
        assert result.code == 1
        assert where in result.err
    assert {path.name: path.read_bytes() for path in folder.glob("*.md")} == before


def test_nothing_is_overwritten(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "decks" / "bank", {"q.md": question()})
    before = (folder / "bank.toml").read_bytes()
    result = run("new", "bank", "bank", cwd=tmp_path)
    assert (result.code, "already exists" in result.err) == (1, True)
    assert (folder / "bank.toml").read_bytes() == before


def test_wrong_settings_are_reported_and_nothing_is_written(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()}, "titel = 1\n")
    result = run("new", "question", "--bank", folder)
    assert (result.code, "error[AG002]" in result.err) == (1, True)
    assert sorted(path.name for path in folder.iterdir()) == ["bank.toml", "q.md"]


def test_the_bank_must_be_clear(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in ("one", "two"):
        bank(tmp_path / "decks" / name, {"q.md": question()}, f'id = "{name}"\n')
    result = run("new", "question", cwd=tmp_path)
    assert result.code == 2
    assert local("decks/one, decks/two") in result.err
    assert run("new", "question", cwd=tmp_path / "decks" / "two").out == "Q-002.md\n"
    assert run("new", "question", "--topic", "a`b").code == 2
    assert run("new", "bank", "!!").code == 2


def test_a_bank_has_a_name(run: Callable[..., Run], tmp_path: Path) -> None:
    assert run("new", "bank", "", cwd=tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []
    assert run("new", "bank", "two words", cwd=tmp_path).err.endswith(f"build {quoted(local('decks/two words'))}\n")


def test_no_name_is_one_that_windows_cannot_have(run: Callable[..., Run], tmp_path: Path) -> None:
    for name in ("con", "NUL.notes", "decks/com1", "aws.", "aws "):
        refused = run("new", "bank", name, cwd=tmp_path)
        assert (refused.code, "Windows cannot have a folder named" in refused.err) == (2, True), name
    assert list(tmp_path.iterdir()) == []
    folder = bank(tmp_path / "bank", {"Q-001.md": question("Q-001")}, 'id = "aux"\n')
    assert run("new", "question", "--bank", folder, "--id", "CON", cwd=tmp_path).out == local("bank/question-CON.md\n")
    refused = run("new", "question", "--bank", folder, "--id", "q-001", cwd=tmp_path)
    assert (refused.code, "the ID Q-001 is taken" in refused.err) == (1, True)
    (folder / "question-CON.md").unlink()
    assert run("build", folder).code == 0
    assert [path.name for path in (folder / "apkg").iterdir()] == ["bank-aux.apkg"]


@pytest.mark.slow
def test_a_watch_goes_on_beside_a_question_that_is_not_filled_in_yet(run: Callable[..., Run], tmp_path: Path) -> None:
    from test_watch import Watch

    folder = bank(tmp_path / "bank", {"Q-001.md": question()})
    with Watch(folder, cwd=tmp_path) as watch:
        watch.until("watching")
        run("new", "question", "--bank", folder)
        watch.until("error[AG106]")
        (folder / "Q-001.md").write_text(question(stem="Edited meanwhile?"), encoding="utf-8")
        watch.until("changed: 1 (Q-001)")
