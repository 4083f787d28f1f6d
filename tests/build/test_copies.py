"""Copies of a question with IDs and places of their own: what they may share with other questions, and what changes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.anki.apkg import read_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    from ankigen.model import Note

NOW = 1_750_000_000


def notes(folder: Path) -> dict[str, Note]:
    """Return the notes of the package of the whole bank, by the text of their stem."""
    package = read_package(folder / "apkg" / "bank.apkg")
    return {note.fields[1].partition("<p>")[2].partition("</p>")[0]: note for note in package.notes}


def test_the_id_of_a_copy_counts_in_the_folder_of_that_copy(tmp_path: Path, run: Callable[..., Run]) -> None:
    """The copy that is built has no ID and is in the folder where the other question has it."""
    folder = bank(
        tmp_path / "bank",
        {
            "a/1.md": question("", stem="One?", explanation="Much more. " * 30),
            "a/2.md": question("Q-1", stem="Two?"),
            "b/1.md": question("Q-1", stem="One?"),
        },
    )
    assert run("build", folder, now=NOW).code == 0
    assert {*notes(folder)} == {"One?", "Two?"}


@pytest.mark.parametrize("copy_id", ["Q-1", "Q-2"])
def test_a_copy_and_another_question_with_one_id_in_one_folder_are_an_error(
    tmp_path: Path, run: Callable[..., Run], copy_id: str
) -> None:
    folder = bank(
        tmp_path / "bank",
        {
            "a/1.md": question(copy_id, stem="One?", explanation="Much more. " * 30),
            "b/1.md": question("Q-1", stem="One?"),
            "b/2.md": question("Q-1", stem="Two?"),
            "b/3.md": question("Q-3", stem="Three?"),
        },
    )
    ended = run("build", folder, now=NOW)
    assert ended.code == 1
    assert ended.err.count("error[AG301] the ID `Q-1` is another question's in this folder") == 2
    assert {*notes(folder)} == {"Three?"}


def test_copies_that_exchange_their_ids_change_no_note(tmp_path: Path, run: Callable[..., Run]) -> None:
    ids = ["Q-1", "Q-2"]
    folder = bank(tmp_path / "bank", {f"{n}.md": question(name) for n, name in enumerate(ids)})
    run("build", folder, now=NOW)
    before = notes(folder)
    bank(folder, {f"{n}.md": question(name) for n, name in enumerate(reversed(ids))})
    run("build", folder, now=NOW + 100)
    assert notes(folder) == before


def test_a_copy_that_was_pasted_over_a_question_takes_no_note_at_a_later_build(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    """The question that was pasted over may be elsewhere in its file, which has an error, so it is not retired."""
    broken = question("Q-9", stem="Broken?", answer="`Z`").replace("#1", "#2")
    folder = bank(tmp_path / "bank", {"b.md": question("Q-1", stem="One?")})
    run("build", folder, now=NOW)
    bank(folder, {"a.md": question("", stem="Two?")})
    run("build", folder, now=NOW + 50)
    before = notes(folder)["Two?"].guid
    bank(folder, {"b.md": f"{question('Q-1', stem='Two?')}\n{broken}"})
    for later in (100, 200, 300):
        run("build", folder, now=NOW + later)
        assert notes(folder)["Two?"].guid == before


def test_a_question_without_an_id_comes_back_to_its_file_beside_a_deleted_one(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    one, two, three = (question("", stem=stem).replace("#1", f"#{n}") for n, stem in enumerate("1?,2?,3?".split(",")))
    folder = bank(tmp_path / "bank", {"a.md": f"{one}\n{two}\n{three}"})
    run("build", folder, now=NOW)
    before = {stem: note.guid for stem, note in notes(folder).items()}
    for later, left in enumerate((f"{one}\n{three}", f"{two}\n{three}", f"{one}\n{two}"), 1):
        bank(folder, {"a.md": left})
        run("build", folder, now=NOW + 100 * later)
        now = {stem: note.guid for stem, note in notes(folder).items()}
        assert now == {stem: guid for stem, guid in before.items() if stem in now}


def test_a_renamed_file_of_a_copy_that_is_built_is_in_the_package(tmp_path: Path, run: Callable[..., Run]) -> None:
    """The line in the ledger has the file of the other copy, which has the ID, so it stays the same."""
    rich = question("", explanation="Much more. " * 30)
    folder = bank(tmp_path / "bank", {"a.md": question("Q-1"), "b.md": rich})
    run("build", folder, now=NOW)
    assert [row[2] for row in rows(folder)] == ["a.md"]
    (folder / "b.md").rename(folder / "c.md")
    run("build", folder, now=NOW)
    (note,) = notes(folder).values()
    assert "bank/c.md" in note.fields


FILES = ("1.md", "2.md")


def rows(folder: Path) -> list[list[str]]:
    """Return the lines of questions in the ledger."""
    every = [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    return [row for row in every if len(row) > 4]


@pytest.mark.parametrize("number", ["", "Q-1"])
@pytest.mark.parametrize("faulty", FILES)
def test_a_broken_copy_makes_no_second_note(faulty: str, number: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    """Of copies that were all edited, the ledger knows one. If that cannot be read, nothing links the other to it."""
    folder = bank(tmp_path / "bank", {name: question(number, stem="One?") for name in FILES})
    run("build", folder, now=NOW)
    (first,) = (note.guid for note in notes(folder).values())
    sound = {name: question(number, stem="Two?") for name in FILES}
    bank(folder, sound | {faulty: question(number, stem="Two?", answer="`Z`")})
    ended = run("build", folder, now=NOW + 100)
    assert ended.code == 1
    assert [note.guid for note in notes(folder).values()] == [first]
    if "Two?" not in notes(folder):
        assert f"2.md:1:1: error[AG312] this may be the question that is left out at {faulty}:" in ended.err
    assert run("build", bank(folder, sound), now=NOW + 200).code == 0
    assert {stem: note.guid for stem, note in notes(folder).items()} == {"Two?": first}
    assert [row[1] for row in rows(folder)] == [first]


def test_an_edited_question_beside_a_broken_one_keeps_its_note(tmp_path: Path, run: Callable[..., Run]) -> None:
    """Without IDs, nothing shows which of the two is which until both can be read."""
    folder = bank(tmp_path / "bank", {"a.md": several("One?", "Two?", "Three?")})
    run("build", folder, now=NOW)
    first = {stem: note.guid for stem, note in notes(folder).items()}
    edited = several("One?", "Two, then?", "Three?")
    bank(folder, {"a.md": edited.replace("`B`", "`Z`", 1)})
    ended = run("build", folder, now=NOW + 100)
    assert (ended.code, ended.err.count("error[AG312]"), {*notes(folder)}) == (1, 1, {"Three?"})
    assert run("build", bank(folder, {"a.md": edited}), now=NOW + 200).code == 0
    assert {stem: note.guid for stem, note in notes(folder).items()} == {
        "One?": first["One?"],
        "Two, then?": first["Two?"],
        "Three?": first["Three?"],
    }


def test_a_question_that_was_moved_and_broken_leaves_its_note_to_no_other(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"a.md": several("One?", "Two?", "Three?")})
    run("build", folder, now=NOW)
    first = {stem: note.guid for stem, note in notes(folder).items()}
    moved = {"a.md": several("One?", "Three, then?", "Four?"), "b.md": several("Two?")}
    bank(folder, moved | {"b.md": moved["b.md"].replace("`B`", "`Z`")})
    ended = run("build", folder, now=NOW + 100)
    assert (ended.code, ended.err.count("error[AG312]"), {*notes(folder)}) == (1, 2, {"One?"})
    assert run("build", bank(folder, moved), now=NOW + 200).code == 0
    assert notes(folder)["Two?"].guid == first["Two?"]


def several(*stems: str) -> str:
    """Return the text of a file of questions without IDs."""
    return "\n".join(question("", stem=stem).replace("#1", f"#{n}") for n, stem in enumerate(stems, 1))


def test_a_question_waits_only_if_it_may_be_one_that_cannot_be_read(tmp_path: Path, run: Callable[..., Run]) -> None:
    broken = question("Q-1", stem="One?", answer="`Z`")
    folder = bank(tmp_path / "bank", {"a.md": question("Q-1", stem="One?"), "new.md": broken.replace("Q-1", "Q-9")})
    run("build", folder, now=NOW)
    bank(folder, {"b.md": question("", stem="Two?")})
    assert run("build", folder, now=NOW + 100).code == 1
    assert {*notes(folder)} == {"One?", "Two?"}, "nothing that learners have is missing"
    new = {"c.md": question("", stem="Three?"), "d.md": question("Q-4", stem="Four?")}
    bank(folder, {"a.md": broken, "x/b.md": question("Q-1", stem="Five?")} | new)
    ended = run("build", folder, now=NOW + 200)
    assert {*notes(folder)} == {"Two?", "Four?"}
    assert re.findall(r"(\S+): error\[AG312\].* at (\S+)", ended.err) == [
        (f"{folder / name}:{line}", place)
        for name, line, place in (("c.md", "1:1", "a.md:29"), ("x/b.md", "1:1", "a.md:29"))
    ]
    assert run("build", folder / "c.md", now=NOW + 300).err.count("error[AG312]") == 1
    preview = run("preview", folder)
    assert (preview.code, preview.err.count("error[AG312]")) == (1, 2)
    assert "AG312" in (folder / "apkg/preview.html").read_text(encoding="utf-8")


def test_a_new_question_does_not_wait_for_one_that_was_deleted(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"a.md": question("", stem="One?"), "b.md": question("", stem="Two?")})
    run("build", folder, now=NOW)
    (folder / "a.md").unlink()
    assert run("build", bank(folder, {"c.md": question("", stem="Three?")}), now=NOW + 100).code == 0
    assert {*notes(folder)} == {"Two?", "Three?"}
    broken = {"d.md": question("Q-9", stem="Broken?", answer="`Z`"), "e.md": question("", stem="Four?")}
    assert run("build", bank(folder, broken), now=NOW + 200).code == 1
    assert {*notes(folder)} == {"Two?", "Three?", "Four?"}, "what is retired is not missing"


@pytest.mark.parametrize("case", ["beside a new one", "a copy with another ID"])
def test_where_nothing_shows_which_is_which_the_older_note_is_retired(
    case: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    """The exceptions of docs/promises.md."""
    if case == "beside a new one":
        folder = bank(tmp_path / "bank", {"1.md": several("One?", "Two?")})
        steps = [{"1.md": several("One, edited?", "New?", "Two?")}]
    else:
        folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?"), "2.md": question("Q-2", stem="One?")})
        edited = {name: question(number, stem="One, edited?") for name, number in (("1.md", "Q-1"), ("2.md", "Q-2"))}
        steps = [edited | {"1.md": question("Q-1", stem="One, edited?", answer="`Z`")}, edited]
    run("build", folder, now=NOW)
    first = notes(folder)["One?"].guid
    for later, changed in enumerate(steps, 1):
        run("build", bank(folder, changed), now=NOW + later)
    assert notes(folder)["One, edited?"].guid != first
    assert {row[1] for row in rows(folder) if row[10] == "retired"} == {first}
