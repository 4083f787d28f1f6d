"""What authors do, alone and in two branches, and the learner's notes after it."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000


def stems(learner: Learner) -> dict[str, str]:
    """Return the stems in a collection, by GUID."""
    every = map(learner.col.get_note, learner.col.find_notes(""))
    return {note.guid: re.sub(r"<[^>]+>", "", note["Stem"]).strip() for note in every}


@pytest.mark.parametrize("ids", [("Q-001", "Q-002"), ("", ""), ("Q-001", ""), ("", "Q-002")])
def test_an_edit_to_the_wording_of_a_retired_question_is_an_edit(
    ids: tuple[str, str], tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """Of two near duplicates the worse one stays, and gets the wording of the better one later."""
    worse, better = "What is VACUUM?", "What does VACUUM do?"
    files = {"1.md": question(ids[0], stem=worse), "2.md": question(ids[1], stem=better), "3.md": question("Q-003")}
    folder = bank(tmp_path / "bank", files)
    run("build", folder, now=NOW)
    (folder / "2.md").unlink()
    run("build", folder, now=NOW + 100)
    learner.take(folder / "apkg/bank.apkg")
    (guid,) = [guid for guid, stem in stems(learner).items() if stem == worse]
    bank(folder, {"1.md": question(ids[0], stem=better)})
    assert "retired" not in run("build", folder, now=NOW + 200).out
    assert learner.take(folder / "apkg/bank.apkg").new == 0
    assert stems(learner)[guid] == better


def git(folder: Path, *arguments: str, check: bool = True) -> None:
    """Run git in a folder."""
    user = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *user, *arguments], cwd=folder, check=check, capture_output=True)


def committed_bank(tmp_path: Path, run: Callable[..., Run]) -> Path:
    """Return the folder of a bank with one question, which is built and committed."""
    folder = bank(tmp_path / "bank", {"1.md": question("Q-001", stem="One?"), ".gitignore": "apkg/\n"})
    git(folder, "init", "-q", "-b", "main")
    run("build", folder, now=NOW)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "0")
    return folder


@pytest.mark.parametrize("deleted", ["alice", "bob"])
@pytest.mark.parametrize("ids", [("Q-050", "Q-500"), ("Q-050", ""), ("", "")])
def test_one_question_of_two_branches_is_one_note_whichever_copy_is_deleted(
    ids: tuple[str, str], deleted: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = committed_bank(tmp_path, run)
    for later, (branch, number) in enumerate(zip(("alice", "bob"), ids, strict=True), 1):
        git(folder, "checkout", "-qb", branch, "main")
        bank(folder, {f"{branch}.md": question(number, stem="What is VACUUM?")})
        run("build", folder, now=NOW + 100 * later)
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", branch)
    git(folder, "merge", "-q", "--no-edit", "alice", check=False)
    assert run("build", folder, now=NOW + 300).code == 0
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "merged")
    learner.take(folder / "apkg/bank.apkg")
    before = stems(learner)
    assert sorted(before.values()) == ["One?", "What is VACUUM?"]
    (folder / f"{deleted}.md").unlink()
    assert run("build", folder, now=NOW + 400).code == 0
    assert learner.take(folder / "apkg/bank.apkg").new == 0
    assert stems(learner) == before


@pytest.mark.parametrize("released", ["alice", "bob"])
@pytest.mark.parametrize("ids", [("Q-050", "Q-500"), ("Q-050", ""), ("", "Q-050")])
def test_of_one_question_with_two_notes_the_one_that_was_released_stays(
    ids: tuple[str, str], released: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = committed_bank(tmp_path, run)
    package = tmp_path / "released.apkg"
    for later, (branch, number) in enumerate(zip(("alice", "bob"), ids, strict=True), 1):
        git(folder, "checkout", "-qb", branch, "main")
        bank(folder, {f"{branch}.md": question(number, stem="What is VACUUM?")})
        run("build", folder, now=NOW + 100 * later)
        if branch == released:
            package.write_bytes((folder / "apkg/bank.apkg").read_bytes())
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", branch)
    git(folder, "merge", "-q", "--no-edit", "alice", check=False)
    learner.take(package)
    before = stems(learner)
    assert run("build", folder, "--since", package, now=NOW + 300).code == 0
    assert learner.take(folder / "apkg/bank.apkg").new == 0
    assert stems(learner) == before


@pytest.mark.parametrize("editor", ["alice", "bob"])
@pytest.mark.parametrize("number", ["", "Q-050"])
def test_a_question_that_two_branches_build_is_one_note_though_one_edits_it_before_the_merge(
    number: str, editor: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    old, new = "What is VACUUM?", "What is OPTIMIZE?"
    folder = bank(tmp_path / "bank", {"1.md": question("Q-001", stem="One?"), ".gitignore": "apkg/\n"})
    git(folder, "init", "-q", "-b", "main")
    run("build", folder, now=NOW)
    bank(folder, {"2.md": question(number, stem=old)})
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "0")
    for later, branch in enumerate(("alice", "bob"), 1):
        git(folder, "checkout", "-qb", branch, "main")
        run("build", folder, now=NOW + 100 * later)
        if branch == "alice":
            learner.take(folder / "apkg/bank.apkg")
        if branch == editor:
            git(folder, "add", "-A")
            git(folder, "commit", "-qm", "built")
            bank(folder, {"2.md": question(number, stem=new)})
            run("build", folder, now=NOW + 100 * later + 50)
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", branch)
    git(folder, "merge", "-q", "--no-edit", "alice", check=False)
    merged = run("build", folder, now=NOW + 400)
    assert (merged.code, "retired" in merged.out) == (0, False)
    assert learner.take(folder / "apkg/bank.apkg").new == 0
    assert sorted(stems(learner).values()) == ["One?", new]


def test_a_question_that_one_side_retired_leaves_its_note_to_no_other(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    old, new = "What is VACUUM?", "What is OPTIMIZE?"
    folder = committed_bank(tmp_path, run)
    git(folder, "checkout", "-qb", "alice")
    bank(folder, {"2.md": question("Q-050", stem=old)})
    run("build", folder, now=NOW + 100)
    learner.take(folder / "apkg/bank.apkg")
    (folder / "2.md").unlink()
    run("build", folder, now=NOW + 150)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "alice")
    git(folder, "checkout", "-qb", "bob", "main")
    bank(folder, {"2.md": question("Q-050", stem=new)})
    run("build", folder, now=NOW + 200)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "bob")
    git(folder, "merge", "-q", "--no-edit", "alice", check=False)
    bank(folder, {"2.md": question("Q-050", stem=new)})
    assert run("build", folder, now=NOW + 400).code == 0
    assert learner.take(folder / "apkg/bank.apkg").new == 1
    assert sorted(stems(learner).values()) == ["One?", new, old]


def test_two_questions_with_one_id_in_two_files_stay_two_if_one_is_dropped_at_the_merge(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = committed_bank(tmp_path, run)
    stem_of = {"alice": "What is VACUUM?", "bob": "What is OPTIMIZE?"}
    for later, (branch, stem) in enumerate(stem_of.items(), 1):
        git(folder, "checkout", "-qb", branch, "main")
        bank(folder, {f"{branch}.md": question("Q-050", stem=stem)})
        run("build", folder, now=NOW + 100 * later)
        if branch == "alice":
            learner.take(folder / "apkg/bank.apkg")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", branch)
    git(folder, "merge", "-q", "--no-edit", "alice", check=False)
    (folder / "alice.md").unlink()
    assert run("build", folder, now=NOW + 400).code == 0
    assert learner.take(folder / "apkg/bank.apkg").new == 1
    assert sorted(stems(learner).values()) == ["One?", *sorted(stem_of.values())]


@pytest.mark.parametrize("first", ["alice", "bob"])
@pytest.mark.parametrize("ledger", ["alice", "bob", "both"])
@pytest.mark.parametrize("how", ["git", "since", "since without git"])
def test_a_note_that_a_merge_gives_to_another_question_of_its_file_is_named_once(  # noqa: PLR0913, PLR0917
    how: str, ledger: str, first: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """Alice and Bob write Q-050 in one file, learners have Alice's, the merge keeps Bob's: it looks like an edit."""
    folder = committed_bank(tmp_path, run)
    stem_of = {"alice": "What is VACUUM?", "bob": "What is OPTIMIZE?"}
    ledgers = {}
    for later, branch in enumerate(sorted(stem_of, reverse=first == "bob"), 1):
        git(folder, "checkout", "-qb", branch, "main")
        bank(folder, {"2.md": question("Q-050", stem=stem_of[branch])})
        run("build", folder, now=NOW + 100 * later)
        if branch == "alice":
            learner.take(folder / "apkg/bank.apkg")
            shutil.copy(folder / "apkg/bank.apkg", tmp_path / "released.apkg")
        ledgers[branch] = (folder / "ankigen.lock").read_text(encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", branch)
    git(folder, "checkout", "-q", "bob")
    git(folder, "merge", "-q", "--no-edit", "alice", check=False)
    bank(folder, {"2.md": question("Q-050", stem=stem_of["bob"])})
    if ledger != "both":
        (folder / "ankigen.lock").write_text(ledgers[ledger], encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "merged")
    merged = (folder / "ankigen.lock").read_text(encoding="utf-8")
    if how == "since without git":
        (folder / ".git").rename(tmp_path / "git")
    since = [] if how == "git" else ["--since", tmp_path / "released.apkg"]
    shutil.rmtree(folder / "apkg")
    assert "same note, other stem, options or answer: Q-050\n" in run("build", folder, *since, now=NOW + 400).out
    assert learner.take(folder / "apkg/bank.apkg").new == 0
    assert sorted(stems(learner).values()) == ["One?", stem_of["bob"]]
    (folder / "ankigen.lock").write_text((folder / "ankigen.lock").read_text(encoding="utf-8"), encoding="utf-8")
    bank(folder, {"1.md": question("Q-001", stem="One, edited?")})
    assert "same note, other stem, options or answer: Q-001\n" in run("build", folder, *since, now=NOW + 500).out
    if ledger == "alice" or (ledger == "both" and (since or first == "alice")):  # it says what learners have
        (folder / "ankigen.lock").write_text(merged, encoding="utf-8")
        bank(folder, {"2.md": question("Q-051", stem=stem_of["bob"])})
        run("build", folder, *since, now=NOW + 600)
        learner.take(folder / "apkg/bank.apkg")
        assert sorted(stems(learner).values()) == ["One, edited?", stem_of["bob"], stem_of["bob"]]


@pytest.mark.parametrize("committed", [True, False])
def test_the_text_that_a_merge_leaves_reaches_who_has_that_of_the_other_branch(
    tmp_path: Path, run: Callable[..., Run], learner: Learner, monkeypatch: pytest.MonkeyPatch, *, committed: bool
) -> None:
    """The merge keeps all files of one side, also the ledger, so the folder is as the last build left it."""
    monkeypatch.setattr("ankigen.system.cache.YOUNG", 0)  # so the last build is replayed if nothing has changed
    alice, bob = committed_bank(tmp_path, run), tmp_path / "bob"
    git(tmp_path, "clone", "-q", str(alice), str(bob))
    bank(alice, {"1.md": question("Q-001", stem="One, wrong?")})
    run("build", alice, now=NOW + 100)
    git(alice, "commit", "-qam", "alice")
    learner.take(alice / "apkg/bank.apkg")
    bank(bob, {"2.md": question("Q-002", stem="Two?")})
    run("build", bob, now=NOW + 50)
    git(bob, "add", "-A")
    git(bob, "commit", "-qm", "bob")
    git(bob, "fetch", "-q", "origin")
    run("build", bob, now=NOW + 150)
    git(bob, "merge", "-q", "-s", "ours", "--no-edit", *([] if committed else ["--no-commit"]), "origin/main")
    run("build", bob, now=NOW + 300)
    learner.take(bob / "apkg/bank.apkg")
    assert sorted(stems(learner).values()) == ["One?", "Two?"]


def test_a_question_that_comes_back_as_it_was_takes_no_note_of_one_that_had_its_id_since(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """The first question of a file is deleted and the second gets its ID; then an old state of the file comes back."""
    first, second = question("Q-001", stem="First?"), question("Q-002", stem="Second?")
    folder = bank(tmp_path / "bank", {"1.md": f"{first}\n{second}", "2.md": question("Q-003", stem="Third?")})
    run("build", folder, now=NOW)
    learner.take(folder / "apkg/bank.apkg")
    before = stems(learner)
    bank(folder, {"1.md": question("Q-001", stem="Second?")})
    run("build", folder, now=NOW + 100)
    learner.take(folder / "apkg/bank.apkg")
    bank(folder, {"1.md": f"{first}\n{second.replace('`B`', '`Z`')}"})
    output = run("build", folder, now=NOW + 200).out
    assert "returned: 1 (Q-001)" in output
    assert "same note" not in output
    learner.take(folder / "apkg/bank.apkg")
    assert stems(learner) == before


def test_a_question_of_a_rebuilt_ledger_is_known_by_a_later_state_that_git_has(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """Bob rebuilds the ledger without the question's file, Alice gives the question another ID, and Bob merges that."""
    alice, bob = committed_bank(tmp_path, run), tmp_path / "bob"
    git(tmp_path, "clone", "-q", str(alice), str(bob))
    bank(alice, {"2.md": question("Q-002", stem="Two?")})
    run("build", alice, now=NOW + 100)
    learner.take(alice / "apkg/bank.apkg")
    before = stems(learner)
    (bob / "ankigen.lock").unlink()
    run("ledger", bob, "--from", alice / "apkg/bank.apkg")
    rebuilt = (bob / "ankigen.lock").read_text(encoding="utf-8")
    bank(alice, {"2.md": question("Q-200", stem="Two?")})
    run("build", alice, now=NOW + 200)
    git(alice, "add", "-A")
    git(alice, "commit", "-qm", "alice")
    git(bob, "checkout", "-q", "ankigen.lock")
    git(bob, "pull", "-q")
    (bob / "ankigen.lock").write_text(rebuilt, encoding="utf-8")
    assert "new: " not in run("build", bob, now=NOW + 300).out
    assert learner.take(bob / "apkg/bank.apkg").new == 0
    assert stems(learner) == before


@pytest.mark.parametrize("how", ["git", "since"])
def test_the_search_for_a_retired_question_finds_it_by_an_id_that_the_ledger_has_lost(
    how: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """A question gets another ID, learners import that, and what the build wrote into the ledger is thrown away."""
    folder = committed_bank(tmp_path, run)
    bank(folder, {"1.md": question("Q-100", stem="One?"), "2.md": question("Q-002", stem="Two?")})
    run("build", folder, now=NOW + 100)
    learner.take(folder / "apkg/bank.apkg")
    shutil.copy(folder / "apkg/bank.apkg", tmp_path / "released.apkg")
    if how == "git":
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "1")
        git(folder, "revert", "--no-edit", "HEAD")
        bank(folder, {"2.md": question("Q-002", stem="Two?")})
    else:
        git(folder, "checkout", "-q", "ankigen.lock")
    shutil.rmtree(folder / "apkg")
    (folder / "1.md").unlink()
    since = ["--since", tmp_path / "released.apkg"] if how == "since" else []
    output = run("build", folder, *since, now=NOW + 200).out
    search = output.split("search in Anki's Browser: ")[1].splitlines()[0]
    notes = [learner.col.get_note(number) for number in learner.col.find_notes(search)]
    assert [(note["Id"], re.sub(r"<[^>]+>", "", note["Stem"]).strip()) for note in notes] == [("Q-100", "One?")]


ALIKE = [
    ("Ex-a", "Ex-A"),
    ("Q-1", "Q-10"),
    ("a_b", "axb"),
    ("a*b", "aXXb"),
    ("a.c", "a-c"),
    ("straße", "STRASSE"),
    ("x|y", "x"),
    (unicodedata.normalize("NFC", "é-1"), "e-1"),
]


@pytest.mark.parametrize("pair", ALIKE, ids=map(str, ALIKE))
@pytest.mark.parametrize("swapped", [False, True])
def test_the_search_for_a_retired_question_finds_no_other_with_an_id_like_its(
    pair: tuple[str, str], tmp_path: Path, run: Callable[..., Run], learner: Learner, *, swapped: bool
) -> None:
    gone, left = reversed(pair) if swapped else pair
    folder = bank(tmp_path / "bank", {"gone.md": question(gone, stem="Gone?"), "left.md": question(left, stem="Left?")})
    run("build", folder, now=NOW)
    (folder / "gone.md").unlink()
    output = run("build", folder, now=NOW + 100).out
    learner.take(folder / "apkg/bank.apkg")  # the learner has it from the first package or never
    bank(folder, {"gone.md": question(gone, stem="Gone?")})
    run("build", folder, now=NOW + 200)
    learner.take(folder / "apkg/bank.apkg")
    search = output.split("search in Anki's Browser: ")[1].splitlines()[0]
    notes = [learner.col.get_note(number) for number in learner.col.find_notes(search)]
    assert [re.sub(r"<[^>]+>", "", note["Stem"]).strip() for note in notes] == ["Gone?"]
