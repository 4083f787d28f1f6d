"""`hold_out`: a share of the questions is in no package, stays so until it is released, and is never taken back."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import tempfile
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from writing import bank, cache_beside, files, media_in, question

from ankigen.anki.apkg import read_package
from ankigen.build import Filter, find_banks, pipeline
from ankigen.build.identity import guid_for, held_out
from ankigen.build.identity.ledger import is_chosen, lockfile
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000
COUNT = 24
HELD = {key for n in range(COUNT) if is_chosen(guid_for("bank", key := f"Q-{n:03}"), 0.3)}
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><circle r="{}"/></svg>'


def held_settings(share: float) -> str:
    """Return a bank.toml with a share to hold out; 0 is written as no setting at all."""
    return 'id = "bank"\ntitle = "Bank"\ntopic_minimum = 1\n' + (f"hold_out = {share}\n" if share else "")


def topic_of(number: int) -> str:
    return "Alpha" if number % 2 else "Beta"


def text_of(number: int) -> str:
    return question(f"Q-{number:03}", stem=f"Number {number}?", topics=f"`{topic_of(number)}`")


def share_of(folder: Path, share: float) -> None:
    """Change the bank's share."""
    (folder / "bank.toml").write_text(held_settings(share), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a bank that holds three questions of ten out; it is not built yet."""
    assert 5 < len(HELD) < 12
    return bank(tmp_path / "bank", {f"q/Q-{n:03}.md": text_of(n) for n in range(COUNT)}, held_settings(0.3))


def packed(folder: Path, name: str = "bank") -> dict[str, str]:
    """Return the GUIDs of the notes in a package, by their `Id`."""
    return {note.fields[0]: note.guid for note in read_package(folder / "apkg" / f"{name}.apkg").notes}


def in_any_package(folder: Path) -> set[str]:
    """Return the GUIDs in all packages of a bank."""
    return {note.guid for path in (folder / "apkg").glob("*.apkg") for note in read_package(path).notes}


def states(folder: Path) -> dict[str, str]:
    """Return the states in the ledger, by key."""
    rows = [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    return {row[0]: row[10] for row in rows if len(row) > 4}


def held_in(folder: Path) -> set[str]:
    """Return the keys of the questions that the ledger says are held out."""
    return {key for key, state in states(folder).items() if state == "held"}


def exported(folder: Path, run: Callable[..., Run]) -> dict[str, dict[str, Any]]:
    """Return the exported questions by their keys."""
    return {record["key"]: record for record in map(json.loads, run("export", folder).out.splitlines())}


def git(folder: Path, *args: str) -> None:
    """Run git in a folder."""
    user = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *user, *args], cwd=folder, check=True, capture_output=True)


# What is held out.


def test_no_package_has_a_held_question_and_the_summary_says_how_many_are_held(
    folder: Path, run: Callable[..., Run]
) -> None:
    ended = run("build", folder, now=NOW)
    assert f"held out for mock exams: {len(HELD)} of 24 questions (released with --release-held-out)\n" in ended.out
    assert f"new: {COUNT - len(HELD)} (" in ended.out
    assert held_in(folder) == HELD
    assert packed(folder).keys() == {f"Q-{n:03}" for n in range(COUNT)} - HELD
    assert packed(folder, "bank-alpha").keys() == {f"Q-{n:03}" for n in range(1, COUNT, 2)} - HELD
    assert packed(folder, "bank-beta").keys() == {f"Q-{n:03}" for n in range(0, COUNT, 2)} - HELD
    assert run("build", folder, now=NOW + 100).out.splitlines()[:4] == ended.out.splitlines()[:4], (
        "a replay says it too"
    )
    run("build", folder, "--trap", "Syntax*", now=NOW + 100)
    assert packed(folder, "bank--trap-syntax_").keys() == packed(folder).keys()


def test_every_view_has_the_held_questions_and_export_names_them(folder: Path, run: Callable[..., Run]) -> None:
    for _ in range(2):  # before the first build as after it
        records = exported(folder, run)
        assert records.keys() == {f"Q-{n:03}" for n in range(COUNT)}
        assert {key for key, record in records.items() if record.get("held_out")} == HELD
        assert "24 questions" in run("check", folder).err
        assert "24 questions" in run("stats", folder).out
        assert "24 questions" in run("preview", folder).out
        run("build", folder, now=NOW)


def test_progress_counts_no_held_question_as_a_new_card(
    folder: Path, run: Callable[..., Run], tmp_path: Path, learner: Learner
) -> None:
    (folder / "bank.toml").write_text(f"{held_settings(0.3)}exam_date = 2099-01-01\n", encoding="utf-8")
    run("build", folder, now=NOW)
    learner.take(folder / "apkg/bank.apkg")
    for card in learner.cards()[:5]:
        learner.answer(card)
    backups = tmp_path / "User 1" / "backups"
    backups.mkdir(parents=True)
    learner.col.create_backup(backup_folder=str(backups), force=True, wait_for_completion=True)
    report = json.loads(run("progress", folder, "-b", tmp_path, "--format", "json").out)
    unseen = learner.col.find_cards("is:new")
    assert report["plan"]["new"] == len(unseen) == COUNT - len(HELD) - 5
    assert (report["standing"]["questions"], report["standing"]["held"]) == (COUNT, len(HELD))
    assert f"5 reviews, {len(HELD)} held out for mock exams" in run("progress", folder, "-b", tmp_path).out


def test_a_mock_exam_asks_the_held_questions_first(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    for _ in range(2):  # before the first build as after it
        ended = run("exam", folder, "--questions", len(HELD), "--print", "-o", tmp_path / "paper.html")
        assert ended.code == 0, ended.err
        paper = (tmp_path / "paper.html").read_text(encoding="utf-8")
        assert {f"Q-{int(n):03}" for n in re.findall(r"Number (\d+)\?", paper)} == HELD
        run("build", folder, now=NOW)
    assert run("exam", folder, "-o", tmp_path / "all.html").code == 0


def test_a_topic_of_which_all_questions_are_held_has_no_package(folder: Path, run: Callable[..., Run]) -> None:
    one, other = sorted(HELD)[:2]
    for key in (one, other):
        bank(folder, {f"q/{key}.md": question(key, stem=f"{key}?", topics="`Gamma`")}, held_settings(0.3))
    assert run("build", folder, now=NOW).code == 0
    assert not (folder / "apkg" / "bank-gamma.apkg").exists()
    ended = run("build", folder, "--topic", "Gamma", now=NOW + 100)
    assert (ended.code, ended.out) == (1, "")
    assert "each question of it is held out for mock exams" in ended.err
    assert "--release-held-out" in ended.err
    run("build", folder, "--release-held-out", now=NOW + 200)
    assert packed(folder, "bank-gamma").keys() == {one, other}


def test_a_package_has_no_picture_of_a_held_question(folder: Path, run: Callable[..., Run]) -> None:
    held, other = min(HELD), min({f"Q-{n:03}" for n in range(COUNT)} - HELD)
    pictures = {f"{key}.svg": SVG.format(n) for n, key in enumerate((held, other), 1)}
    asked = {f"q/{key}.md": question(key, stem=f"What is ![it](../{key}.svg) {key}?") for key in (held, other)}
    bank(folder, {**pictures, **asked}, held_settings(0.3))
    run("build", folder, now=NOW)
    assert len(media_in(folder / "apkg/bank.apkg")) == 1
    run("build", folder, "--release-held-out", now=NOW + 100)
    assert len(media_in(folder / "apkg/bank.apkg")) == 2


def test_a_bank_of_which_all_questions_are_held_is_not_built(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(min(HELD))}, held_settings(0.3))
    ended = run("build", folder)
    assert (ended.code, "Bank: no package, because each question" in ended.err) == (1, True)
    assert not (folder / "ankigen.lock").exists()
    assert "1 question" in run("preview", folder).out


def test_an_edit_of_a_held_question_changes_no_package_and_no_line_of_the_summary(
    folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    for n in range(COUNT):
        if (key := f"Q-{n:03}") not in HELD:
            bank(folder, {f"q/{key}.md": question(key, stem=f"Edited {n}?", topics=f"`{topic_of(n)}`")})
    share_of(folder, 0.3)
    run("build", folder, now=NOW + 100)
    before = files(folder / "apkg")
    own = {f"q/{key}.md": question(key, stem=f"Another {key}?", topics="`Beta`", answer="`A`") for key in HELD}
    bank(folder, own, held_settings(0.3))
    out = run("build", folder, now=NOW + 10**6).out
    assert files(folder / "apkg") == before
    assert "stay in their deck" not in out
    assert not re.search(r"^(changed|answer changed|moved|re-tagged)", out, re.MULTILINE)
    assert held_in(folder) == HELD
    assert run("build", folder, "--check", now=NOW + 10**6).code == 0


@pytest.mark.parametrize("value", ["1", "1.0", "-0.1", "true", '"0.2"', "nan", "[0.2]"])
def test_a_share_that_is_none_is_an_error_at_its_line(value: str, folder: Path, run: Callable[..., Run]) -> None:
    (folder / "bank.toml").write_text(f'id = "bank"\nhold_out = {value}\n', encoding="utf-8")
    ended = run("check", folder)
    assert (ended.code, "bank.toml:2:1: error[AG002] `hold_out`: " in ended.out) == (1, True)


# What was released stays, and what is held stays.


def test_the_first_share_of_a_released_bank_holds_only_new_questions(folder: Path, run: Callable[..., Run]) -> None:
    for key in (first := sorted(HELD)[:3]):
        (folder / f"q/{key}.md").unlink()
    share_of(folder, 0)
    assert "held out" not in run("build", folder, now=NOW).out
    released = packed(folder)
    share_of(folder, 0.3)
    bank(folder, {f"q/{key}.md": question(key, stem=f"{key}?") for key in first}, held_settings(0.3))
    out = run("build", folder, now=NOW + 100).out
    line = "held out for mock exams: 3 of 24 questions (released with --release-held-out)"
    assert f"{line}; {len(HELD) - 3} more would be, but are in packages already\n" in out
    assert packed(folder) == released
    assert held_in(folder) == {*first}


def test_a_question_that_was_retired_and_comes_back_is_not_held(folder: Path, run: Callable[..., Run]) -> None:
    share_of(folder, 0)
    run("build", folder, now=NOW)
    key = min(HELD)
    text = (folder / f"q/{key}.md").read_text(encoding="utf-8")
    (folder / f"q/{key}.md").unlink()
    run("build", folder, now=NOW + 100)
    bank(folder, {f"q/{key}.md": text}, held_settings(0.9))
    run("build", folder, now=NOW + 200)
    assert key in packed(folder)
    assert not held_in(folder)


@pytest.mark.parametrize("share", [0, 0.01, 0.9])
def test_a_held_question_stays_held_whatever_the_share_becomes(
    share: float, folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    before = packed(folder)
    share_of(folder, share)
    assert f"held out for mock exams: {len(HELD)} of 24 questions" in run("build", folder, now=NOW + 100).out
    assert held_in(folder) == HELD
    assert packed(folder) == before


def test_a_held_question_keeps_its_guid_when_it_is_edited_moved_and_numbered_anew(
    folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    edited, moved, numbered = sorted(HELD)[:3]
    guids = {key: record["guid"] for key, record in exported(folder, run).items()}
    bank(folder, {f"q/{edited}.md": question(edited, stem="Another text?")}, held_settings(0))
    (folder / "elsewhere").mkdir()
    (folder / f"q/{moved}.md").rename(folder / "elsewhere/m.md")
    text = (folder / f"q/{numbered}.md").read_text(encoding="utf-8")
    bank(folder, {f"q/{numbered}.md": text.replace(numbered, "Q-999")}, held_settings(0))
    run("build", folder, now=NOW + 100)
    assert held_in(folder) == {*HELD, "Q-999"} - {numbered}
    records = exported(folder, run)
    assert [records[key]["guid"] for key in (edited, moved, "Q-999")] == [
        guids[key] for key in (edited, moved, numbered)
    ]


def test_a_held_question_that_is_gone_is_retired_for_nobody_and_comes_back_held(
    folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    before = files(folder / "apkg")
    key = min(HELD)
    text = (folder / f"q/{key}.md").read_text(encoding="utf-8")
    (folder / f"q/{key}.md").unlink()
    out = run("build", folder, now=NOW + 100).out
    assert "retired" not in out
    assert f"held out for mock exams: {len(HELD) - 1} of 23 questions" in out
    assert states(folder)[key] == "withdrawn"
    assert {path.name for path in before} == {path.name for path in files(folder / "apkg")}
    for package in (folder / "apkg").glob("*.apkg"):
        assert not any("Retired" in text for text in read_package(package).descriptions.values())
    bank(folder, {f"q/{key}.md": text}, held_settings(0))
    run("build", folder, now=NOW + 200)
    assert states(folder)[key] == "held"
    run("build", folder, "--release-held-out", now=NOW + 300)
    assert key in packed(folder)


def test_a_question_without_an_id_is_recognised_where_a_held_one_is_gone(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    """Its line must not be taken for one of a question that is still there, between whose neighbours it was."""
    texts = [f"Number {n}?" for n in range(20)]

    def write(stems: Iterable[str]) -> Path:
        asked = "\n\n".join(f"{stem}\n\nA. one\nB. two\n\nAnswer: B" for stem in stems)
        return bank(tmp_path / "bank", {"all.md": asked}, held_settings(0.3))

    folder = write(texts)
    run("build", folder, now=NOW)
    guids = {record["stem"]: record["guid"] for record in exported(folder, run).values()}
    held = [stem for stem, own in guids.items() if own not in in_any_package(folder)]
    gone = next(stem for stem in held if 0 < texts.index(stem) < 18 and texts[texts.index(stem) + 1] not in held)
    after = texts[texts.index(gone) + 1]
    run("build", write(stem for stem in texts if stem != gone), now=NOW + 100)
    run(
        "build",
        write("Quite another text?" if stem == after else stem for stem in texts if stem != gone),
        now=NOW + 200,
    )
    assert {record["stem"]: record["guid"] for record in exported(folder, run).values()}[
        "Quite another text?"
    ] == guids[after]
    assert guids[after] in in_any_package(folder)


# Release.


def test_a_release_gives_the_real_anki_new_cards_and_changes_no_other(
    folder: Path, run: Callable[..., Run], learner: Learner
) -> None:
    run("build", folder, now=NOW)
    assert learner.take(folder / "apkg/bank.apkg").new == COUNT - len(HELD)
    for card in learner.cards()[:5]:
        learner.answer(card)
    cards = {*learner.rows("select id, nid, did, type, queue, due, ivl, reps from cards")}
    notes = {*learner.rows("select guid, mod, flds, tags from notes")}
    assert not any(learner.col.find_cards(f'"Id:{key}"') for key in HELD)
    share_of(folder, 0)
    run("build", folder, now=NOW + 100)
    assert learner.take(folder / "apkg/bank.apkg").new == 0
    ended = run("build", folder, "--release-held-out", now=NOW + 200)
    assert f"new: {len(HELD)} ({min(HELD)}, " in ended.out
    assert "held out" not in ended.out
    assert not held_in(folder)
    log = learner.take(folder / "apkg/bank.apkg")
    assert (log.new, log.updated) == (len(HELD), 0)
    assert cards <= {*learner.rows("select id, nid, did, type, queue, due, ivl, reps from cards")}
    after = {*learner.rows("select guid, mod, flds, tags from notes")}
    assert notes <= after
    assert {mod for _, mod, _, _ in after - notes} == {NOW + 200}
    assert learner.deck_of(learner.card(min(HELD))).startswith("Bank::")
    assert run("build", folder, "--check", now=NOW + 300).code == 0


def test_what_was_released_is_never_held_again_while_new_questions_are(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    assert "held out for mock exams: 0 of 24" in run("build", folder, "--release-held-out", now=NOW + 100).out
    everything = packed(folder)
    new = {f"q/N-{n}.md": question(f"N-{n}", stem=f"New {n}?") for n in range(20)}
    bank(folder, new, held_settings(0.3))
    run("build", folder, now=NOW + 200)
    assert everything.items() <= packed(folder).items()
    assert held_in(folder) == {f"N-{n}" for n in range(20) if is_chosen(guid_for("bank", f"N-{n}"), 0.3)}


@pytest.mark.parametrize("more", [["--topic", "Alpha"], ["--watch"], ["q"]])
def test_a_release_is_of_whole_banks_and_not_on_every_change(
    more: list[str], folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    place = folder / more.pop() if more == ["q"] else folder
    ended = run("build", place, "--release-held-out", *more, now=NOW + 100)
    assert (ended.code, "release-held-out" in ended.err) == (2, True)
    assert held_in(folder) == HELD


# Ledgers: old ones, lost ones, and those of two authors.


def test_a_ledger_says_version_3_only_while_questions_are_held(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    assert (folder / "ankigen.lock").read_text(encoding="utf-8").startswith('["ankigen ledger", 3]\n')
    run("build", folder, "--release-held-out", now=NOW + 100)
    assert (folder / "ankigen.lock").read_text(encoding="utf-8").startswith('["ankigen ledger", 2]\n')


def test_a_ledger_of_version_1_holds_only_new_questions(folder: Path, run: Callable[..., Run]) -> None:
    share_of(folder, 0)
    run("build", folder, now=NOW)
    released = packed(folder)
    first = []
    for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if len(row) > 4:  # without the exact content, and what the note shows
            row = [*row[:4], *row[5:12]]
        first.append(json.dumps(["ankigen ledger", 1] if row[0] == "ankigen ledger" else row))
    (folder / "ankigen.lock").write_text("\n".join(first) + "\n", encoding="utf-8")
    new = next(f"N-{n}" for n in range(99) if is_chosen(guid_for("bank", f"N-{n}"), 0.3))
    bank(folder, {"q/new.md": question(new, stem="New?")}, held_settings(0.3))
    run("build", folder, now=NOW + 100)
    assert packed(folder) == released
    assert held_in(folder) == {new}


def test_a_ledger_made_of_packages_knows_what_was_released_and_the_rest_is_held_again(
    folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    before = (folder / "ankigen.lock").read_bytes()
    (folder / "ankigen.lock").unlink()
    assert "0 retired" in run("ledger", "--from", folder / "apkg", folder).out
    assert "held" not in states(folder).values()
    share_of(folder, 0.9)
    run("build", folder, now=NOW + 100)
    assert held_in(folder) == HELD
    assert len(in_any_package(folder)) == COUNT - len(HELD)
    share_of(folder, 0.3)
    assert run("build", folder, now=NOW + 100).code == 0
    lines = [re.sub(r"\b1750000\d{3}\b", "", line) for line in before.decode().splitlines()]
    assert [
        re.sub(r"\b1750000\d{3}\b", "", line) for line in (folder / "ankigen.lock").read_text("utf-8").splitlines()
    ] == lines


@pytest.mark.parametrize("swapped", [False, True])
def test_released_wins_over_held_when_two_authors_merge(
    folder: Path, run: Callable[..., Run], tmp_path: Path, *, swapped: bool
) -> None:
    """One releases; the other edits a held question, deletes one, and adds one that is held."""
    run("build", folder, now=NOW)
    shutil.copytree(folder, releasing := tmp_path / "releasing" / "bank")
    run("build", releasing, "--release-held-out", now=NOW + 100)
    edited, gone = sorted(HELD)[:2]
    new = next(f"N-{n}" for n in range(99) if is_chosen(guid_for("bank", f"N-{n}"), 0.3))
    own = {f"q/{edited}.md": question(edited, stem="Edited?"), "q/new.md": question(new, stem="New?")}
    bank(folder, own, held_settings(0.3))
    (folder / f"q/{gone}.md").unlink()
    run("build", folder, now=NOW + 200)
    guids = {key: record["guid"] for key, record in exported(folder, run).items()}
    sides = [(clone / "ankigen.lock").read_text(encoding="utf-8") for clone in (folder, releasing)]
    one, other = reversed(sides) if swapped else sides
    conflict = f"<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> other\n"
    (folder / "ankigen.lock").write_text(conflict + '["end"]\n', encoding="utf-8")
    ended = run("build", folder, now=NOW + 300)
    assert (ended.code, "of two authors joined" in ended.out) == (0, True)
    assert held_in(folder) == {new}
    assert states(folder)[gone] == "retired"
    assert {*packed(folder).values()} == {guid for key, guid in guids.items() if key != new}


@pytest.mark.parametrize("states", [("held", "active"), ("withdrawn", "retired")])
def test_of_two_questions_to_which_two_authors_gave_one_guid_the_released_one_keeps_it(
    states: tuple[str, str], folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    (first,) = [line for line in (folder / "ankigen.lock").read_text("utf-8").splitlines() if '"Q-002"' in line]
    ours, other = (json.loads(first) for _ in states)
    ours[10], other[10] = states
    other[4:9], other[9], other[11] = ["x" * 16] * 5, NOW + 500, NOW + 400
    head = (folder / "ankigen.lock").read_text("utf-8").splitlines()[:3]
    for rows in permutations([ours, other]):
        text = "\n".join([*head, *map(json.dumps, rows), '["end"]', ""])
        joined = lockfile.load(text, "ankigen.lock")
        assert len(joined.entries) == 2
        assert joined.entries[ours[1]].state == states[1]


def test_lines_that_the_ledger_lost_are_held_as_git_has_them(folder: Path, run: Callable[..., Run]) -> None:
    (folder / ".gitignore").write_text("apkg/\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    run("build", folder, now=NOW)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "first")
    lost, gone = sorted(HELD)[:2]
    rows = (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines(keepends=True)
    left = [row for row in rows if json.loads(row)[0] not in {lost, gone}]
    (folder / "ankigen.lock").write_text("".join(left), encoding="utf-8")
    (folder / f"q/{gone}.md").unlink()
    share_of(folder, 0)
    assert "retired" not in run("build", folder, now=NOW + 100).out
    assert (states(folder)[lost], states(folder)[gone]) == ("held", "withdrawn")
    assert lost not in packed(folder)


def test_a_release_that_git_knows_of_is_not_taken_back_by_an_older_commit(
    folder: Path, run: Callable[..., Run]
) -> None:
    (folder / ".gitignore").write_text("apkg/\n", encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    for commands, now in (((), NOW), (("--release-held-out",), NOW + 100)):
        run("build", folder, *commands, now=now)
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "built")
    released = packed(folder)
    git(folder, "revert", "--no-edit", "HEAD")
    assert held_in(folder) == HELD
    run("build", folder, now=NOW + 200)
    assert packed(folder) == released
    assert not held_in(folder)


def test_a_question_in_a_package_that_was_released_is_not_held(
    folder: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    shutil.copytree(folder, elsewhere := tmp_path / "elsewhere" / "bank")
    share_of(elsewhere, 0)
    run("build", elsewhere, now=NOW)
    run("build", folder, now=NOW + 100)
    run("build", folder, "--since", elsewhere / "apkg/bank.apkg", now=NOW + 200)
    assert packed(folder) == packed(elsewhere)
    assert not held_in(folder)


# The same bytes, whatever came before.


def test_warm_and_cold_builds_of_a_bank_with_held_questions_are_equal(
    folder: Path, run: Callable[..., Run], tmp_path: Path
) -> None:
    cold = tmp_path / "cold" / "bank"
    run("build", folder, now=NOW)
    bank(folder, {"q/new.md": question("N-1", stem="New?")}, held_settings(0.3))
    run("build", folder, now=NOW + 100)
    shutil.copytree(folder, cold, ignore=shutil.ignore_patterns("apkg"))
    run("build", folder, now=NOW + 100)
    assert run("build", cold, "--no-cache", now=NOW + 100).code == 0
    warm, fresh = (
        {path.relative_to(place).as_posix(): data for path, data in files(place).items()} for place in (folder, cold)
    )
    assert warm == fresh


def test_a_share_of_nothing_changes_no_byte(folder: Path, run: Callable[..., Run]) -> None:
    share_of(folder, 0)
    run("build", folder, now=NOW)
    before = files(folder)
    for share in ("0", "0.0"):
        (folder / "bank.toml").write_text(f"{held_settings(0)}hold_out = {share}\n", encoding="utf-8")
        assert "held out" not in run("build", folder, now=NOW + 100).out
        assert {path: data for path, data in files(folder).items() if path.name != "bank.toml"} == {
            path: data for path, data in before.items() if path.name != "bank.toml"
        }


# Any share, and whatever an author does.


@given(
    guids=st.lists(st.text("abcdefghij", min_size=16, max_size=16), unique=True),
    shares=st.tuples(*[st.floats(0, 1)] * 2),
)
def test_a_smaller_share_chooses_some_of_those_of_a_larger_one(guids: list[str], shares: tuple[float, float]) -> None:
    small, large = sorted(shares)
    chosen = [{guid for guid in guids if is_chosen(guid, share)} for share in (small, large)]
    assert chosen[0] <= chosen[1]


def test_the_share_is_that_of_the_setting_and_the_same_on_every_machine() -> None:
    many = [guid_for("bank", f"Q-{n}") for n in range(20_000)]
    for share in (0.05, 0.2, 0.5, 0.95):
        assert abs(sum(is_chosen(guid, share) for guid in many) / len(many) - share) < 0.01
    assert sorted(HELD)[:4] == ["Q-001", "Q-006", "Q-007", "Q-013"]


ACTS = ("add", "add", "edit", "rename", "number", "delete", "revive", "share", "part", "release")


class World:
    """A bank whose author acts, and what each question has been through, by the number in its stem."""

    def __init__(self, folder: Path, share: float) -> None:
        self.folder, self.share = folder, share
        self.present: dict[int, tuple[str, str, int]] = {}  # path, ID, version
        self.gone: dict[int, tuple[str, str, int]] = {}
        self.released: set[int] = set()
        self.held: set[int] = set()
        self.number = self.renumbered = 0
        self.now = NOW
        for _ in range(6):
            self.add(random.Random(self.number))

    def add(self, _: random.Random) -> None:
        self.number += 1
        own_id = f"Q-{self.number}" if self.number % 3 else ""
        self.present[self.number] = (f"q/{self.number}.md", own_id, 0)

    def act(self, act: str, pick: random.Random) -> None:
        """Change one thing of one question, or a setting; a build comes after it."""
        token = pick.choice(sorted(self.present))
        path, own_id, version = self.present[token]
        if act == "add":
            self.add(pick)
        elif act == "edit" and own_id:
            self.present[token] = path, own_id, version + 1
        elif act == "rename":
            self.present[token] = f"r{pick.randrange(10**6)}/{token}.md", own_id, version
        elif act == "number":
            self.renumbered += 1
            self.present[token] = path, f"N-{self.renumbered}", version
        elif act == "delete" and len(self.present) > 3:
            self.gone[token] = self.present.pop(token)
        elif act == "revive" and self.gone:
            back = pick.choice(sorted(self.gone))
            self.present[back] = self.gone.pop(back)
        elif act == "share":
            self.share = pick.choice((0, 0.1, 0.4, 0.7))

    def build(self, wanted: Filter, *, release: bool) -> None:
        """Write the sources, build them, and compare the packages with what may be in them."""
        shutil.rmtree(self.folder / "q", ignore_errors=True)
        for old in self.folder.glob("r*"):
            shutil.rmtree(old)
        texts = {
            path: question(own_id, stem=f"Question u{token}u, v{version}?", topics=f"`{topic_of(token)}`")
            for token, (path, own_id, version) in self.present.items()
        }
        bank(self.folder, texts, held_settings(self.share))
        self.now += 100
        (location,) = find_banks([self.folder])
        with closing(cache_beside(self.folder)) as cache:
            try:
                built = pipeline.build(location, wanted, now=self.now, cache=cache, retire=True, release=release)
            except UserError as problem:
                if "is held out" not in str(problem):
                    raise
                return
            pipeline.write(built, cache)
            if wanted.name:
                assert {row.guid for rows in built.rows.values() for row in rows}.isdisjoint(
                    guid for guid, entry in built.after.entries.items() if entry.held
                )
        here = self.in_packages()
        self.released |= here
        if release:
            self.held.clear()
        assert not here & self.held, "a held question is in a package"
        assert self.present.keys() & self.released <= (here if not wanted.name else self.released)
        if not wanted.name:
            self.held |= self.present.keys() - here
            assert self.held.isdisjoint(self.released), "a question that was released is held"
            if release:
                assert not self.held

    def in_packages(self) -> set[int]:
        """Return the questions in the packages of the last build, and check that a topic's has no others."""
        tokens: set[int] = set()
        for path in (self.folder / "apkg").glob("*.apkg"):
            own = {int(re.findall(r"u(\d+)u", note.fields[1])[0]) for note in read_package(path).notes}
            tokens |= own
            path.unlink()
        return tokens


@pytest.mark.slow
@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # a bank takes long
@given(
    share=st.sampled_from((0, 0.1, 0.4, 0.7)),
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10**6)), min_size=1, max_size=12),
)
def test_whatever_an_author_does_nothing_held_is_packed_and_nothing_released_is_held(
    share: float, acts: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        world = World(Path(scratch) / "bank", share)
        world.build(Filter(), release=False)
        for act, seed in acts:
            world.act(act, random.Random(seed))
            if act == "part":
                world.build(Filter(topic=("Alpha",)), release=False)
            world.build(Filter(), release=act == "release")


def test_the_door_says_what_is_held(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    (location,) = find_banks([folder])
    _, before = lockfile.read(location, "bank")
    guids = {key: record["guid"] for key, record in exported(folder, run).items()}
    assert held_out(before, guids.values(), 0.0) == {guids[key] for key in HELD}
    with closing(cache_beside(folder)) as cache:
        built = pipeline.build(location, Filter(), now=NOW, cache=cache, with_held=True)
        assert {*built.held} == HELD
        assert len(next(iter(built.packages.values())).notes) == COUNT
