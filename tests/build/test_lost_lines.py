"""Notes that learners have and the ledger lacks, as after a git revert: they are retired, or their question's again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.anki.apkg import read_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000


def git(folder: Path, *args: str) -> None:
    """Run git in a folder."""
    user = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *user, *args], cwd=folder, check=True, capture_output=True)


def guids(folder: Path) -> dict[str, str]:
    """Return the GUIDs in the package of the whole bank, by the text of the stem."""
    notes = read_package(folder / "apkg" / "bank.apkg").notes
    return {note.fields[1].partition("<p>")[2].partition("</p>")[0]: note.guid for note in notes}


def states(folder: Path) -> dict[str, str]:
    """Return the states in the ledger, by GUID."""
    rows = [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    return {row[1]: row[10] for row in rows if len(row) > 4}


@pytest.fixture
def reverted(tmp_path: Path, run: Callable[..., Run], learner: Learner) -> Path:
    """Return a bank of which the commit that added a question is reverted; a learner has imported the question."""
    folder = bank(tmp_path / "bank", {"1.md": question("Q-001", stem="One?"), "2.md": question("Q-002", stem="Two?")})
    run("build", folder, now=NOW)
    (folder / ".gitignore").write_text("apkg/\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "base")
    (folder / "new.md").write_text(question("", stem="New?"), encoding="utf-8")
    run("build", folder, now=NOW + 100)
    learner.take(folder / "apkg/bank.apkg")
    shutil.copy(folder / "apkg/bank.apkg", tmp_path / "released.apkg")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "new")
    git(folder, "revert", "--no-edit", "HEAD")
    return folder


@pytest.fixture
def without_git(reverted: Path) -> Path:
    """Return the bank without git, of which only a package knows what was released."""
    (reverted / ".git").rename(reverted.parent / "git")
    return reverted


def stems_found(folder: Path, learner: Learner) -> list[str]:
    """Return the stems that the search in the package's description finds."""
    learner.take(folder / "apkg/bank.apkg")
    deck = learner.col.decks.by_name("Bank")
    search = re.search(r"<code>(.*)</code>", deck["desc"] if deck else "")
    notes = learner.col.find_notes(search[1].replace("&quot;", '"')) if search else ()
    return [stem for number in notes for stem in re.findall(r"<p>(.*)</p>", learner.col.get_note(number)["Stem"])]


def test_a_question_of_a_reverted_commit_is_retired(reverted: Path, run: Callable[..., Run], learner: Learner) -> None:
    run("build", reverted, now=NOW + 200)
    assert stems_found(reverted, learner) == ["New?"]


def test_a_question_that_only_a_released_package_has_is_retired(
    without_git: Path, run: Callable[..., Run], learner: Learner
) -> None:
    run("build", without_git, "--since", without_git.parent / "released.apkg", now=NOW + 200)
    assert stems_found(without_git, learner) == ["New?"]


def test_a_question_of_which_the_ledger_lost_the_line_keeps_its_note(
    without_git: Path, run: Callable[..., Run]
) -> None:
    released = without_git.parent / "released.apkg"
    old = next(note.guid for note in read_package(released).notes if "New?" in note.fields[1])
    run("build", without_git, "--since", released, now=NOW + 200)
    assert old not in guids(without_git).values()
    (without_git / "moved.md").write_text(question("", stem="New?"), encoding="utf-8")
    run("build", without_git, now=NOW + 300)
    assert guids(without_git)["New?"] == old
    (without_git / "moved.md").write_text(question("", stem="New, and edited?"), encoding="utf-8")
    run("build", without_git, now=NOW + 400)
    assert guids(without_git)["New, and edited?"] == old
    assert set(states(without_git).values()) == {"active"}


@pytest.mark.parametrize("how", ["a part", "a fault"])
def test_a_build_that_cannot_know_retires_nothing_and_a_later_one_does(
    reverted: Path, run: Callable[..., Run], how: str
) -> None:
    before = states(reverted)
    if how == "a fault":
        (reverted / "bad.md").write_text(question("Q-9", stem="Bad?", answer="`Z`"), encoding="utf-8")
    run("build", *(["--topic", "Alpha"] if how == "a part" else []), reverted, now=NOW + 200)
    assert states(reverted) == before
    (reverted / "bad.md").unlink(missing_ok=True)
    run("build", reverted, now=NOW + 300)
    assert sorted(states(reverted).values()) == ["active", "active", "retired"]


def test_a_note_that_the_ledger_lacks_goes_to_the_question_with_its_stem_and_not_to_one_with_its_id(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-001", stem="One?")})
    run("build", folder, now=NOW)
    ledger = (folder / "ankigen.lock").read_bytes()
    bank(folder, {"2.md": question("Q-002", stem="Two?")})
    run("build", folder, now=NOW + 100)
    old = guids(folder)["Two?"]
    shutil.copy(folder / "apkg/bank.apkg", tmp_path / "released.apkg")
    (folder / "ankigen.lock").write_bytes(ledger)
    other = question("Q-002", stem="Another?").replace("#1", "#2")
    bank(folder, {"2.md": question("Q-003", stem="Two?") + "\n" + other})
    run("build", folder, "--since", tmp_path / "released.apkg", now=NOW + 200)
    assert guids(folder)["Two?"] == old
    assert guids(folder)["Another?"] != old


@pytest.mark.parametrize("known_from", ["the last package", "git", "--since"])
@pytest.mark.parametrize("edit", ["swapped", "rotated", "another"])
def test_guids_that_were_edited_by_hand_are_an_error_with_a_line(
    tmp_path: Path, run: Callable[..., Run], known_from: str, edit: str
) -> None:
    folder = bank(tmp_path / "bank", {f"{n}.md": question(f"Q-00{n}", stem=f"Number {n}?") for n in (1, 2, 3)})
    run("build", folder, now=NOW)
    shutil.copy(folder / "apkg/bank.apkg", tmp_path / "released.apkg")
    if known_from == "git":
        git(folder, "init", "-q")
        git(folder, "add", "ankigen.lock")
        git(folder, "commit", "-qm", "x")
    if known_from != "the last package":
        shutil.rmtree(folder / "apkg")
    old = list(states(folder))
    new = {"swapped": [old[1], old[0], old[2]], "rotated": [*old[1:], old[0]], "another": ["A" * 16, *old[1:]]}[edit]
    text = (folder / "ankigen.lock").read_text(encoding="utf-8")
    edited = re.sub("|".join(old), lambda guid: dict(zip(old, new, strict=True))[guid[0]], text)
    (folder / "ankigen.lock").write_text(edited, encoding="utf-8")
    if known_from == "the last package":  # although the edit is committed
        git(folder, "init", "-q")
        git(folder, "add", "ankigen.lock")
        git(folder, "commit", "-qm", "x")
    since = ["--since", tmp_path / "released.apkg"] if known_from == "--since" else []
    ended = run("build", folder, *since, now=NOW + 100)
    assert ended.code == 1
    assert "ankigen.lock:4:1: error[AG004] the ledger gives `Q-001` another GUID" in ended.err
    assert (folder / "ankigen.lock").read_text(encoding="utf-8") == edited


def test_a_retired_question_is_found_and_not_one_that_had_its_id_before(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """The learner changed the card that had the ID first, so that it was not updated and still shows the ID."""
    folder = bank(tmp_path / "bank", {"1.md": question("Q-2", stem="One?")})
    run("build", folder, now=NOW)
    learner.take(folder / "apkg/bank.apkg")
    note = learner.col.get_note(learner.col.find_notes("")[0])
    note.add_tag("mine")
    learner.col.update_note(note)
    bank(folder, {"1.md": question("Q-1", stem="One?"), "2.md": question("Q-2", stem="Two?")})
    run("build", folder, now=NOW + 100)
    learner.take(folder / "apkg/bank.apkg")
    assert learner.rows("select count() from notes where sfld = 'Q-2'") == [(2,)]
    bank(folder, {"2.md": question("Q-3", stem="Three?")})
    run("build", folder, now=NOW + 200)
    (folder / "2.md").unlink()
    run("build", folder, now=NOW + 300)
    assert stems_found(folder, learner) == ["Two?"]


def test_a_card_that_was_released_before_its_line_was_discarded_keeps_its_date(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    """Learners have the card, and a later date would take their tags."""
    folder = bank(tmp_path / "bank", {"1.md": question("Q-001", stem="One?")})
    run("build", folder, now=NOW)
    ledger = (folder / "ankigen.lock").read_bytes()
    bank(folder, {"1.md": question("Q-001", stem="One, edited?")})
    run("build", folder, now=NOW + 100)
    (folder / "ankigen.lock").write_bytes(ledger)
    run("build", folder, now=NOW + 200)
    assert [note.mod for note in read_package(folder / "apkg" / "bank.apkg").notes] == [NOW + 100]
    (folder / "ankigen.lock").write_bytes(ledger)
    bank(folder, {"1.md": question("Q-001", stem="One?")})
    run("build", folder, now=NOW + 300)
    assert [note.mod for note in read_package(folder / "apkg" / "bank.apkg").notes] == [NOW + 300]
