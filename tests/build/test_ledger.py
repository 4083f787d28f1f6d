"""The ledger: which questions keep their GUIDs, when dates change, and how a damaged file is reported."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from systems import needs_limits, needs_links, needs_pipes
from writing import EXPLANATION, bank, files, question

from ankigen import readers
from ankigen.anki.apkg import read_package
from ankigen.build.compile import summarise
from ankigen.build.identity import Ledger, Unseen, assign_guids, guid_for
from ankigen.build.identity.ledger import Entry
from ankigen.model import Span, summary
from ankigen.source import Source
from ankigen.system import cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

    from ankigen.model import Package

NOW = 1_750_000_000


@pytest.fixture
def three(tmp_path: Path, run: Callable[..., Run]) -> Path:
    """Build a bank of three questions."""
    folder = bank(
        tmp_path / "bank",
        {f"q/Q-00{n}.md": question(f"Q-00{n}", stem=f"Number {n}?") for n in (1, 2, 3)},
    )
    assert run("build", folder, now=NOW).code == 0
    return folder


def entries(folder: Path) -> dict[str, list[object]]:
    """Return the ledger's lines, by key."""
    rows = [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    return {row[0]: row for row in rows if len(row) > 4}


def whole(folder: Path) -> Package:
    """Return the package of the whole bank."""
    return read_package(folder / "apkg" / "bank.apkg")


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace text in a file of the bank."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_guid_is_what_the_docs_say() -> None:
    assert guid_for("bank", "Q-001") == "oOBb5fZY2bqicbTE"
    assert guid_for("bank", "Q-001", 1) != guid_for("bank", "Q-001")


def test_dates_move_only_for_what_changed(three: Path, run: Callable[..., Run]) -> None:
    before = {note.guid: note.mod for note in whole(three).notes}
    assert set(before.values()) == {NOW}
    edit(three, "q/Q-002.md", "Number 2?", "Number two?")
    run("build", three, now=NOW + 100)
    package = whole(three)
    assert {note.fields[0]: note.mod for note in package.notes} == {"Q-001": NOW, "Q-002": NOW + 100, "Q-003": NOW}
    assert package.notetype.mod == NOW


@pytest.mark.parametrize(
    ("old", "new", "tag"),
    [
        ("`L1-Basic`", "`L2-Intermediate`", "level::l2-intermediate"),
        ("`Syntax-Confusion`", "`Similar-Function`", "trap::similar-function"),
        ("**Topics:** `Alpha`", "**Topics:** `Alpha`, `Beta`", "topic::beta"),
        ("**Domain:** Data Engineering / Operations", "**Domain:** Streaming", "domain::streaming"),
        ("**來源:** Community", "**來源:** Official", "source::official"),
    ],
)
def test_an_edit_of_a_tag_alone_reaches_the_learner(
    old: str, new: str, tag: str, three: Path, run: Callable[..., Run]
) -> None:
    edit(three, "q/Q-002.md", old, new)
    run("build", three, now=NOW + 100)
    assert {note.fields[0]: note.mod for note in whole(three).notes}["Q-002"] == NOW + 100
    assert {note.fields[0] for note in whole(three).notes if tag in note.tags} == {"Q-002"}


def test_another_right_option_reaches_the_learner(three: Path, run: Callable[..., Run]) -> None:
    edit(three, "q/Q-002.md", "**正解:** `B`", "**正解:** `A`")
    edit(three, "q/Q-002.md", "### A - first", "### B - second")
    run("build", three, now=NOW + 100)
    (note,) = [note for note in whole(three).notes if note.mod == NOW + 100]
    assert 'data-answer="A"' in "".join(note.fields)


(ASKED,) = readers.parse(Source("q.md", question("Q-1"))).questions
ONE = summary.with_key(summarise(ASKED), "Q-1")
ENTRY = Entry("Q-1", "old", "q.md", "", ONE.content, "", "", "", "", 1, "active", 1, ("Q-1",))


def test_of_entries_with_one_content_the_active_and_then_the_oldest_is_the_learners() -> None:
    newer = ENTRY._replace(guid="newer", key="Q-9", path="x.md", state_since=2)
    older = newer._replace(guid="older", key="Q-8", state_since=1)
    gone = newer._replace(guid="gone", key="Q-7", state_since=0, state="retired")
    held = newer._replace(guid="held", key="Q-6", state_since=0, state="held")
    for order in permutations([newer, older, gone, held]):
        before = Ledger(entries={entry.guid: entry for entry in order})
        assert assign_guids(before, [ONE, summary.with_key(ONE, "Q-2")], "bank") == {"Q-1": "older", "Q-2": "newer"}


NUMBERLESS = {"key": "q.md#1", "id": None, "asked": "other", "content": "other", "loose_content": "other"}
A, B = (ENTRY._replace(key=f"{name}/Q-1", guid=name, path=f"{name}/q.md", content=name) for name in "ab")


@pytest.mark.parametrize(
    ("entries", "questions", "expected"),
    [
        ([ENTRY._replace(state_since=9), ENTRY._replace(key="Q-2", guid="older")], [{}, {"key": "Q-2", "id": "Q-2"}],
         {"Q-1": "old", "Q-2": "older"}),
        ([ENTRY], [{"key": "Q-5", "id": "Q-5", "path": "x.md"}], {"Q-5": "old"}),
        ([ENTRY], [{"content": "other"}], {"Q-1": "old"}),
        ([ENTRY._replace(key="q.md#1")], [NUMBERLESS], {"q.md#1": "old"}),
        ([ENTRY._replace(key="q.md#1", state="retired")], [NUMBERLESS], {}),
        ([ENTRY._replace(key="q.md#1", path="x.md", state="retired")], [NUMBERLESS], {}),
        ([A, B], [{"key": "a/Q-1", "path": "a/new.md"}, {"key": "b/Q-1", "path": "b/new.md"}],
         {"a/Q-1": "a", "b/Q-1": "b"}),
        ([A], [{"path": "c/new.md"}], {"Q-1": "a"}),
        ([A, B], [{"path": "c/new.md"}], {}),
        ([A._replace(state="retired")], [{"path": "c/new.md"}], {}),
        ([A], [{"key": "c/Q-1", "path": "c/x.md"}, {"key": "d/Q-1", "path": "d/x.md"}], {}),
    ],
    ids=["key before age", "content", "edited", "edited, no ID", "a retired place", "another's place", "folders", "ID",
         "two had the ID",
         "a retired ID", "two have the ID"],
)  # fmt: skip
def test_a_question_is_known_by(
    entries: list[Entry], questions: list[dict[str, str]], expected: dict[str, str]
) -> None:
    before = Ledger(entries={entry.guid: entry for entry in entries})
    guids = assign_guids(before, [ONE._replace(**changes) for changes in questions], "bank")  # type: ignore[arg-type]
    assert {key: guid for key, guid in guids.items() if guid in before.entries} == expected
    assert len(set(guids.values())) == len(questions)


def test_the_content_decides_even_if_a_copy_is_in_its_place() -> None:
    before = Ledger(entries={"old": ENTRY})
    unmoved = [ONE._replace(key=f"Q-{n}", id=f"Q-{n}", path=f"{n}.md", content=str(n)) for n in (7, 8)]
    moved = ONE._replace(key="Q-9", id="Q-9", path="x.md")  # has the content of the entry, and a copy has its place
    copies = [(ONE._replace(content=one.content), one.key) for one in unmoved]
    guids = assign_guids(before, [*unmoved, moved], "bank", copies)
    assert [key for key, guid in guids.items() if guid == "old"] == ["Q-9"]
    assert len(set(guids.values())) == 3


def test_copies_of_one_id_leave_a_note_to_the_question_that_has_its_content() -> None:
    """Both have the text of the second note by now, and another question has that of the first."""
    first, second = (
        ENTRY._replace(guid=name, path=f"{name}.md", content=name, state_since=n) for n, name in enumerate("ab")
    )
    copies = [ONE._replace(path=f"{name}.md", content="b") for name in "ab"]
    other = ONE._replace(key="Q-5", id="Q-5", path="x.md", content="a")
    before = Ledger(entries={"a": first, "b": second})
    assert assign_guids(before, [copies[0], other], "bank", [(copies[1], "Q-1")]) == {"Q-1": "b", "Q-5": "a"}


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ({"key": "Q-5", "id": "Q-5", "path": "x.md"}, True),  # the same content: it moved
        ({"path": "x.md", "content": "other"}, False),  # the key of a question that may only be broken
        ({"content": "other"}, True),  # it is in the faulty file itself
    ],
)
def test_what_a_faulty_file_held_is_taken_by_nobody_else(question: dict[str, str], *, same: bool) -> None:
    one = ONE._replace(**question)  # type: ignore[arg-type]
    guids = assign_guids(Ledger(entries={"old": ENTRY}), [one], "bank", unseen=Unseen([Span(path="q.md", line=1)]))
    assert (guids[one.key] == "old") is same


def test_a_question_whose_line_was_discarded_is_later_than_the_last_package_whatever_the_clock_says(
    committed: Path, run: Callable[..., Run]
) -> None:
    path = committed / "q/Q-004.md"
    path.write_text(question("Q-004", stem="New?"), encoding="utf-8")
    run("build", committed, now=NOW + 100)
    git(committed, "checkout", "--", "ankigen.lock")
    path.write_text(question("Q-004", stem="New, corrected?"), encoding="utf-8")
    run("build", committed, now=NOW + 50)
    assert {note.mod for note in whole(committed).notes} == {NOW, NOW + 101}


def test_a_change_within_the_same_second_is_later_all_the_same(three: Path, run: Callable[..., Run]) -> None:
    edit(three, "q/Q-002.md", "Number 2?", "Number two?")
    run("build", three, now=NOW)
    assert {note.mod for note in whole(three).notes} == {NOW, NOW + 1}


def test_two_builds_by_the_real_clock_never_date_a_note_in_the_future(three: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, "-m", "ankigen", "build", str(three)]
    for stem in ("Number two?", "Number II?"):
        (three / "q/Q-002.md").write_text(question("Q-002", stem=stem), encoding="utf-8")
        subprocess.run(command, check=True, env=env, capture_output=True)
        assert max(note.mod for note in whole(three).notes) <= time.time()


def test_the_note_type_is_dated_by_its_look(
    three: Path, run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ankigen.anki import notetypes

    shutil.copytree(notetypes.folder(), tmp_path / "templates")
    with (tmp_path / "templates" / "style.css").open("a", encoding="utf-8") as file:
        file.write(".x {}\n")
    monkeypatch.setattr(notetypes, "folder", lambda: tmp_path / "templates")
    notetypes.load.cache_clear()
    run("build", three, now=NOW + 100)
    notetypes.load.cache_clear()
    package = whole(three)
    assert package.notetype.mod == NOW + 100
    assert {note.mod for note in package.notes} == {NOW}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda f: (f / "q/Q-002.md").rename(f / "q/other.md"), "Q-002"),
        (lambda f: ((f / "new").mkdir(), (f / "q/Q-002.md").rename(f / "new/Q-002.md")), "Q-002"),
        (lambda f: edit(f, "q/Q-002.md", "`Q-002`", "`Q-200`"), "Q-200"),
        (lambda f: edit(f, "q/Q-002.md", "Number 2?", "Number two, edited?"), "Q-002"),
        (lambda f: edit(f, "q/Q-002.md", "**ID:** `Q-002`\n", ""), "q/Q-002.md#1"),
        (
            lambda f: (edit(f, "q/Q-002.md", "Number 2?", "Edited?"), (f / "q/Q-002.md").rename(f / "moved.md")),
            "Q-002",
        ),
        (
            lambda f: (
                edit(f, "q/Q-002.md", "Number 2?", "Edited?"),
                (f / "r").mkdir(),
                (f / "r/x.md").write_text(question("Q-002", stem="Another with this ID?"), encoding="utf-8"),
            ),
            "q/Q-002",
        ),
    ],
    ids=["renamed", "moved", "re-numbered", "edited", "ID taken out", "edited and moved", "edited, ID taken twice"],
)
def test_a_question_keeps_its_guid(
    change: Callable[[Path], object], key: str, three: Path, run: Callable[..., Run]
) -> None:
    guid = entries(three)["Q-002"][1]
    change(three)
    assert run("build", three, now=NOW + 100).code == 0
    after = entries(three)
    assert after[key][1] == guid
    assert len({row[1] for row in after.values()}) == len(after)


@pytest.mark.parametrize("answers", ["B > C", "B > - > C", "B > A, C", "A, B > - > C", "A, B, C > B"])
def test_a_question_without_an_id_whose_answer_is_corrected_and_that_is_moved_keeps_its_note(
    answers: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """Each answer is in another file; with the answer `-`, the question is gone for a while."""
    folder = bank(tmp_path / "bank", {"other.md": question("", stem="Another?")})
    package, shown = folder / "apkg/bank.apkg", ""
    for number, answer in enumerate(answers.split(" > ")):
        if answer != "-":
            (folder / f"{number}.md").write_text(question("", answer=answer), encoding="utf-8")
        result = run("build", folder, "--retire", now=NOW + 100 * number)
        learner.take(package)
        for path in folder.glob("?.md"):
            path.unlink()
        shown = answer.replace(", ", " ")
    assert "answer changed: 1" in result.out
    assert "new: 1" not in result.out
    fields = [fields for (fields,) in learner.rows("select flds from notes")]
    assert sorted(re.findall('data-answer="(.*?)"', "".join(fields))) == sorted(["B", shown])


def test_questions_without_ids_that_change_places_while_their_answers_are_corrected_keep_their_notes(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": "\n".join(question("", stem=f"{name}?") for name in ("One", "Two"))})
    run("build", folder, now=NOW)
    before = {note.fields[1]: note.guid for note in whole(folder).notes}
    swapped = "\n".join(question("", stem=f"{name}?", answer="`C`") for name in ("Two", "One"))
    (folder / "q.md").write_text(swapped, encoding="utf-8")
    assert "answer changed: 2" in run("build", folder, now=NOW + 100).out
    assert {note.fields[1]: note.guid for note in whole(folder).notes} == before


def test_inserting_a_question_and_renumbering_the_rest_moves_no_history(three: Path, run: Callable[..., Run]) -> None:
    guids = {note.fields[1]: note.guid for note in whole(three).notes}
    for n in (3, 2, 1):
        edit(three, f"q/Q-00{n}.md", f"`Q-00{n}`", f"`Q-00{n + 1}`")
        (three / f"q/Q-00{n}.md").rename(three / f"q/Q-00{n + 1}.md")
    (three / "q/Q-001.md").write_text(question("Q-001", stem="The new first?"), encoding="utf-8")
    run("build", three, now=NOW + 100)
    after = {note.fields[1]: note.guid for note in whole(three).notes}
    assert len(after) == 4
    assert {stem: after[stem] for stem in guids} == guids


def test_a_lost_ledger_is_reported_and_nothing_is_written(three: Path, run: Callable[..., Run]) -> None:
    (three / "ankigen.lock").unlink()
    before = files(three)
    result = run("build", three, now=NOW + 100)
    assert result.code == 1
    assert "ankigen ledger --from" in result.err
    assert files(three) == before


def test_a_lost_ledger_loses_no_identity(three: Path, run: Callable[..., Run]) -> None:
    guids = {note.guid for note in whole(three).notes}
    (three / "ankigen.lock").unlink()
    shutil.rmtree(three / "apkg")
    run("build", three, now=NOW + 100)
    assert {note.guid for note in whole(three).notes} == guids


@pytest.mark.parametrize("source", ["folder", "package", "backup", "new format"])
def test_a_ledger_is_rebuilt_from_what_learners_have(
    source: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    texts = {f"q/Q-00{n}.md": question(f"Q-00{n}", stem=f"Number {n}?") for n in (1, 2, 3)}
    folder = bank(tmp_path / "bank", texts | {"notes.md": question("", stem="No ID?")})
    run("build", folder, now=NOW)
    edit(folder, "notes.md", "No ID?", "No ID, edited?")  # its GUID is not that of its present content
    edit(folder, "q/Q-001.md", "`Q-001`", "`Q-100`")
    run("build", folder, now=NOW + 100)
    before = {note.guid: (note.mod, note.fields) for note in whole(folder).notes}
    learner.take(folder / "apkg/bank.apkg")
    released = tmp_path / "kept"
    released.mkdir()
    if source == "backup":
        learner.col.export_collection_package(str(released / "backup.colpkg"), include_media=False, legacy=True)
    elif source == "new format":
        learner.col.export_collection_package(str(released / "backup.colpkg"), include_media=False, legacy=False)
    else:
        shutil.copy(folder / "apkg/bank.apkg", released / "bank.apkg")
    shutil.rmtree(folder / "apkg")
    (folder / "ankigen.lock").unlink()
    (folder / "q/Q-003.md").unlink()
    files_of = released if source == "folder" else next(released.iterdir())
    result = run("ledger", "--from", files_of, folder)
    assert (result.err, result.out.strip()) == ("", f"{folder / 'ankigen.lock'}: 3 questions, 1 retired")
    run("build", folder, now=NOW + 200)
    after = {note.guid: (note.mod, note.fields) for note in whole(folder).notes}
    assert after == {guid: note for guid, note in before.items() if "Number 3?" not in note[1][1]}
    assert run("ledger", "--from", files_of, folder).code == 1, "there is one by now"


def test_a_ledger_is_rebuilt_with_the_ids_that_the_notes_have(tmp_path: Path, run: Callable[..., Run]) -> None:
    """One author has swapped two IDs and released it; the other rebuilds a ledger before the merge, and then edits."""
    first, other = ({id_: question(id_, stem=f"{stem}?") for id_, stem in pairs} for pairs in _SWAPPED)
    folder = bank(tmp_path / "bank", {"q.md": "\n".join(first.values())})
    run("build", folder, now=NOW)
    (folder / "q.md").write_text("\n".join(other.values()), encoding="utf-8")
    run("build", folder, now=NOW + 100)
    before = {note.fields[1]: note.guid for note in whole(folder).notes}
    (folder / "q.md").write_text("\n".join(first.values()), encoding="utf-8")
    (folder / "ankigen.lock").unlink()
    assert run("ledger", "--from", folder / "apkg", folder).code == 0
    edited = "\n".join(other.values()).replace("`B`", "`A`", 1)  # of one; the answer of the other cannot be read
    (folder / "q.md").write_text(edited.replace("`B`", "`Z`", 1), encoding="utf-8")
    run("build", folder, now=NOW + 200)
    (note,) = whole(folder).notes
    assert note.guid == before[note.fields[1]]


_SWAPPED = ([("Q-1", "One"), ("Q-2", "Two")], [("Q-1", "Two"), ("Q-2", "One")])


def test_a_folder_in_which_no_package_is_looked_at_is_named(
    three: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    (three / "ankigen.lock").unlink()
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups/backup.colpkg").write_bytes(b"")
    ended = run("ledger", three, "--from", three / "apkg", "--from", tmp_path / "backups")
    assert (ended.code, f"{tmp_path / 'backups'}: has no package" in ended.err) == (1, True)
    assert not (three / "ankigen.lock").exists()


def test_a_retired_question_is_kept_reported_and_revived(
    three: Path, run: Callable[..., Run], learner: Learner
) -> None:
    text = (three / "q/Q-002.md").read_text(encoding="utf-8")
    guid = entries(three)["Q-002"][1]
    learner.take(three / "apkg" / "bank.apkg")
    (three / "q/Q-002.md").unlink()
    result = run("build", three, now=NOW + 100)
    assert "retired: 1 (Q-002)" in result.out
    row = entries(three)["Q-002"]
    assert (row[1], row[-3], row[-2]) == (guid, "retired", NOW + 100)
    assert len(whole(three).notes) == 2
    search = result.out.split("search in Anki's Browser: ")[1].splitlines()[0]
    assert search.startswith('"Id:re:(?-i)^(Q-002)$"')
    learner.take(three / "apkg" / "bank.apkg")
    assert [learner.col.get_card(n).note()["Id"] for n in learner.col.find_cards(search)] == ["Q-002"]
    for deck in learner.col.decks.all_names_and_ids():
        if deck.name.startswith("Bank"):
            description = learner.col.decks.get(deck.id)["desc"]
            assert "2025-06-15" in description
            assert "Id:re:(?-i)^(Q-002)$" in description
    (three / "q/Q-002.md").write_text(text, encoding="utf-8")
    result = run("build", three, now=NOW + 200)
    assert "returned: 1 (Q-002)" in result.out
    row = entries(three)["Q-002"]
    assert (row[1], row[-3], row[-2]) == (guid, "active", NOW + 200)
    assert {note.mod for note in whole(three).notes} == {NOW}, "a note that comes back as it was is not newer"


def test_the_retired_search_finds_odd_ids_and_no_other_bank(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    odd = ["net.041 (a|b)", 'x"y\\z', "a_b*c", "R&D <1>"]
    for name in ("one", "two"):
        files = {f"{n}.md": question(key, stem=f"{key}?") for n, key in enumerate([*odd, "stays"])}
        run("build", bank(tmp_path / name, files, f'id = "{name}"\n'))
        learner.take(tmp_path / name / "apkg" / f"{name}.apkg")
    assert learner.col.note_count() == 10
    for n in range(len(odd)):
        (tmp_path / "one" / f"{n}.md").unlink()
    result = run("build", tmp_path / "one", now=NOW + 100)
    search = result.out.split("search in Anki's Browser: ")[1].splitlines()[0]
    notes = [learner.col.get_note(number) for number in learner.col.find_notes(search)]
    assert len(notes) == 4
    assert {one["Source"].split("/")[0] for one in notes} == {"one"}


def test_a_part_of_a_bank_retires_nothing(three: Path, run: Callable[..., Run]) -> None:
    (three / "q/Q-002.md").unlink()
    run("build", three, "--id", "Q-001", now=NOW + 100)
    run("build", three / "q/Q-003.md", now=NOW + 100)
    assert entries(three)["Q-002"][-3] == "active"


def test_a_broken_question_is_not_retired(three: Path, run: Callable[..., Run]) -> None:
    edit(three, "q/Q-002.md", "**正解:** `B`", "")
    assert run("build", three, now=NOW + 100).code == 1
    assert entries(three)["Q-002"][-3] == "active"


def test_the_same_bytes_whatever_the_machine(three: Path, tmp_path: Path) -> None:
    outputs = []
    settings = (
        {"TZ": "Asia/Taipei", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "TMPDIR": str(tmp_path)},
    )
    for n, setting in enumerate(settings):
        copy = tmp_path / f"machine{n}" / "bank"
        copy.mkdir(parents=True)
        files = sorted(
            (path for path in three.rglob("*") if path.is_file() and "apkg" not in path.parts), reverse=bool(n)
        )
        for file in files:  # another order on disk, other dates
            target = copy / file.relative_to(three)
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(file, target)
            os.utime(target, (n, n))
        env = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"} | setting
        where = [str(copy)] if n else ["bank"]
        cwd = tmp_path if n else copy.parent
        subprocess.run(
            [sys.executable, "-m", "ankigen", "build", *where], check=True, env=env, cwd=cwd, capture_output=True
        )
        outputs.append({path.name: path.read_bytes() for path in (copy / "apkg").iterdir()})
        outputs[-1]["ankigen.lock"] = (copy / "ankigen.lock").read_bytes()
    assert outputs[0] == outputs[1]
    assert outputs[0]["ankigen.lock"] == (three / "ankigen.lock").read_bytes()


def test_check_tells_whether_the_ledger_is_current(three: Path, run: Callable[..., Run]) -> None:
    assert run("build", three, "--check", now=NOW + 100).code == 0
    edit(three, "q/Q-002.md", "Number 2?", "Number two?")
    before = files(three)
    result = run("build", three, "--check", now=NOW + 100)
    assert result.code == 1
    assert "ankigen.lock:1:1: error[AG005]" in result.err
    assert files(three) == before


def lines(folder: Path) -> list[str]:
    """Return the ledger's lines, with their line ends."""
    return (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines(keepends=True)


def far(line: str, date: int = 10**12) -> str:
    """Return a line of a ledger with another date: one later than the year 9999."""
    return re.sub(r"\b1\d{9}\b", str(date), line, count=1)


DAMAGE = {
    "cut off between lines": (lambda rows: rows[:4], "ends too early", 4),
    "cut off within a line": (lambda rows: [*rows[:4], rows[4][:20]], "damaged", 5),
    "cut off to nothing": (lambda _: [], "not an ankigen ledger", 1),
    "a newer version": (lambda rows: ['["ankigen ledger", 5]\n', *rows[1:]], "newer ankigen", 1),
    "another file": (lambda _: ["hello\n"], "damaged", 1),
    "a number for a GUID": (lambda rows: [*rows[:3], rows[3].replace('"', "", 1), *rows[4:]], "damaged", 4),
    "a note of the year 33000": (lambda rows: [*rows[:3], far(rows[3]), *rows[4:]], "damaged", 4),
    "a note of 1970": (lambda rows: [*rows[:3], far(rows[3], 0), *rows[4:]], "damaged", 4),
    "a note type of the year 33000": (lambda rows: [*rows[:2], far(rows[2]), *rows[3:]], "damaged", 3),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_ledger_is_reported_and_nothing_is_overwritten(
    name: str, three: Path, run: Callable[..., Run]
) -> None:
    damage, message, line = DAMAGE[name]
    (three / "ankigen.lock").write_text("".join(damage(lines(three))), encoding="utf-8")
    edit(three, "q/Q-002.md", "Number 2?", "Number two?")
    before = files(three)
    result = run("build", three, now=NOW + 100)
    assert result.code == 1
    assert f"ankigen.lock:{line}:1: error[AG004]" in result.err
    assert message in result.err
    assert "hint: " in result.err
    assert files(three) == before


def git(folder: Path, *args: object, conflict: bool = False) -> None:
    """Run git in a folder; with `conflict`, it may fail."""
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *identity, *map(str, args)], cwd=folder, check=not conflict, capture_output=True)


@pytest.fixture
def committed(three: Path) -> Path:
    """Commit the bank of three questions, but for its packages."""
    git(three, "init", "-q", "-b", "main")
    (three / ".gitignore").write_text("apkg/\n", encoding="utf-8")
    git(three, "add", "-A")
    git(three, "commit", "-qm", "base")
    return three


@pytest.mark.parametrize("union", [True, False])
def test_two_authors_merge_in_git(committed: Path, run: Callable[..., Run], *, union: bool) -> None:
    if union:
        (committed / ".gitattributes").write_text("ankigen.lock merge=union\n", encoding="utf-8")
        git(committed, "add", "-A")
        git(committed, "commit", "-qm", "attributes")
    for n, branch in ((1, "left"), (2, "right")):
        git(committed, "checkout", "-q", "-b", branch, "main")
        edit(committed, f"q/Q-00{n}.md", f"Number {n}?", f"Number {n}, edited?")
        run("build", committed, now=NOW + n)
        git(committed, "commit", "-qam", branch)
    git(committed, "merge", "-q", "-m", "merge", "left", conflict=not union)
    git(committed, "commit", "-qam", "merged", conflict=True)
    result = run("build", committed, now=NOW + 100)
    assert result.code == 0, result.err
    assert "the ledger had been merged" in result.out
    stems = {note.fields[0]: note.fields[1] for note in whole(committed).notes}
    assert "Number 1, edited?" in stems["Q-001"]
    assert "Number 2, edited?" in stems["Q-002"]
    assert len(lines(committed)) == 7
    assert run("build", committed, "--check", now=NOW + 200).code == 0


def test_the_marks_of_a_conflict_may_be_longer(three: Path, run: Callable[..., Run]) -> None:
    guids, rows = {row[1] for row in entries(three).values()}, lines(three)
    both = ["<<<<<<<< HEAD:a\n", rows[3], "||||||||\n", "========\n", rows[3], ">>>>>>>> other:b\n"]
    (three / "ankigen.lock").write_text("".join([*rows[:3], *both, *rows[4:]]), encoding="utf-8")
    assert run("build", three, now=NOW + 100).code == 0
    assert {row[1] for row in entries(three).values()} == guids
    assert lines(three) == rows


def test_a_question_that_one_side_has_made_retired_of_its_note_keeps_the_note(
    three: Path, run: Callable[..., Run]
) -> None:
    """One side rebuilt its ledger while the question was gone there; on the other, the question had come back."""
    guid, row = entries(three)["Q-002"][1], json.loads(lines(three)[4])
    rebuilt = [*row[:4], "", "", "", *row[7:10], "retired", row[9], *row[12:]]
    back = [*row[:11], NOW + 50, *row[12:]]
    both = [json.dumps(line) + "\n" for line in (rebuilt, back)]
    (three / "ankigen.lock").write_text("".join([*lines(three)[:4], *both, *lines(three)[5:]]), encoding="utf-8")
    assert run("build", three, now=NOW + 100).code == 0
    assert entries(three)["Q-002"][1] == guid
    assert len(entries(three)) == 3


@pytest.mark.parametrize("released", ["", "alice", "bob"])
def test_two_authors_with_one_new_id_have_two_notes(
    committed: Path, run: Callable[..., Run], tmp_path: Path, released: str
) -> None:
    for n, branch in ((1, "alice"), (2, "bob")):
        git(committed, "checkout", "-q", "-b", branch, "main")
        (committed / "q/Q-004.md").write_text(question("Q-004", stem=f"Asked by {branch}?"), encoding="utf-8")
        run("build", committed, now=NOW + n)
        shutil.copy(committed / "apkg/bank.apkg", tmp_path / f"{branch}.apkg")
        git(committed, "add", "-A")
        git(committed, "commit", "-qm", branch)
    of_bob = guid_of(committed, "Asked by bob?")
    git(committed, "merge", "-q", "-m", "merge", "alice", conflict=True)
    git(committed, "checkout", "alice", "--", "q/Q-004.md")
    (committed / "q/Q-005.md").write_text(question("Q-005", stem="Asked by bob?"), encoding="utf-8")
    since = ["--since", tmp_path / f"{released}.apkg"] if released else []
    assert run("build", committed, *since, now=NOW + 100).code == 0
    first, second = ("bob", "alice") if released == "bob" else ("alice", "bob")  # she was first
    assert guid_of(committed, f"Asked by {first}?") == of_bob == guid_for("bank", "Q-004")
    assert guid_of(committed, f"Asked by {second}?") == guid_for("bank", "Q-004", 1)


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
@pytest.mark.parametrize("command", ["merge", "rebase"])
def test_whichever_side_of_the_ledger_is_kept_the_first_author_keeps_the_note(
    command: str, side: str, committed: Path, run: Callable[..., Run]
) -> None:
    """Alice's question is released; Bob has one with its ID, and takes one side of the conflict in the ledger."""
    for later, branch in ((200, "bob"), (100, "alice")):
        git(committed, "checkout", "-q", "-b", branch, "main")
        (committed / "q/Q-004.md").write_text(question("Q-004", stem=f"Asked by {branch}?"), encoding="utf-8")
        run("build", committed, now=NOW + later)
        git(committed, "add", "-A")
        git(committed, "commit", "-qm", branch)
    git(committed, "checkout", "-q", "bob")
    git(committed, command, "alice", conflict=True)
    git(committed, "checkout", "alice", "--", "q/Q-004.md")
    (committed / "q/Q-005.md").write_text(question("Q-005", stem="Asked by bob?"), encoding="utf-8")
    git(committed, "checkout", side, "ankigen.lock")
    for later in (300, 400):
        assert run("build", committed, now=NOW + later).code == 0
        assert guid_of(committed, "Asked by alice?") == guid_for("bank", "Q-004")
        assert guid_of(committed, "Asked by bob?") != guid_for("bank", "Q-004")


def test_a_new_question_takes_no_note_of_one_that_the_other_author_deleted(
    committed: Path, run: Callable[..., Run]
) -> None:
    """Both gave it the same new ID; hers was released and deleted before his was built."""
    git(committed, "checkout", "-q", "-b", "bob")
    git(committed, "checkout", "-q", "main")
    path = committed / "q/Q-004.md"
    for later in (1, 50):
        if later == 1:
            path.write_text(question("Q-004", stem="Asked by alice?"), encoding="utf-8")
        else:
            path.unlink()
        run("build", committed, now=NOW + later)
        git(committed, "add", "-A")
        git(committed, "commit", "-qm", "alice")
    git(committed, "checkout", "-q", "bob")
    (committed / "q/other.md").write_text(question("Q-004", stem="Asked by bob?"), encoding="utf-8")
    run("build", committed, now=NOW + 90)
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "bob")
    git(committed, "merge", "-q", "-m", "merge", "main", conflict=True)
    assert run("build", committed, now=NOW + 100).code == 0
    assert guid_of(committed, "Asked by bob?") == guid_for("bank", "Q-004", 1)
    rows = [json.loads(line) for line in (committed / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    assert [row[1] for row in rows if len(row) > 4 and row[10] == "retired"] == [guid_for("bank", "Q-004")]


@pytest.mark.parametrize("place", ["packages", "git", "--since"])
def test_a_reverted_edit_reaches_who_has_it(
    place: str, committed: Path, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    edit(committed, "q/Q-002.md", "Number 2?", "Number two, wrongly?")
    run("build", committed, now=NOW + 100)
    git(committed, "commit", "-qam", "wrong")
    learner.take(committed / "apkg/bank.apkg")
    delivered = tmp_path / "given.apkg"
    delivered.write_bytes((committed / "apkg/bank.apkg").read_bytes())
    git(committed, "revert", "--no-edit", "HEAD")
    shutil.rmtree(cache.folder_of(committed))
    if place != "packages":
        shutil.rmtree(committed / "apkg")
    if place != "git":
        (committed / ".git").rename(tmp_path / "git")
    result = run("build", committed, *(["--since", delivered] if place == "--since" else []), now=NOW + 200)
    assert "changed: 1 (Q-002)" in result.out
    learner.take(committed / "apkg/bank.apkg")
    stems = {note["Id"]: note["Stem"] for note in map(learner.col.get_note, learner.col.find_notes(""))}
    assert "Number 2?" in stems["Q-002"]
    assert {note.mod for note in whole(committed).notes} == {NOW, NOW + 200}, "the others are as they were"


@pytest.mark.parametrize(
    ("option", "fetch"), [("--depth=1", ["fetch", "--unshallow"]), ("--filter=blob:none", ["log", "-p"]), ("", [])]
)
def test_a_clone_without_the_whole_history_says_so_and_how_to_get_it(
    option: str, fetch: list[str], committed: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    edit(committed, "q/Q-002.md", "Number 2?", "Number two, wrongly?")
    run("build", committed, now=NOW + 100)
    git(committed, "commit", "-qam", "wrong")
    git(committed, "revert", "--no-edit", "HEAD")
    git(committed, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", *([option] if option else []), committed.as_uri(), clone)
    checked = run("build", clone, "--check", now=NOW + 150)
    assert (checked.code, "does not have all earlier versions" in checked.err) == (0, True) if option else (1, False)
    if option:
        assert f"to fetch them: git {' '.join(fetch)}" in checked.err
        git(clone, *fetch, *([clone / "ankigen.lock"] if "log" in fetch else []))
    result = run("build", clone, now=NOW + 200)
    assert ("does not have all earlier" in result.err, "changed: 1 (Q-002)" in result.out) == (False, True)
    assert {note.mod for note in whole(clone).notes} == {NOW, NOW + 200}


def test_a_partial_clone_says_that_it_lacks_what_is_later_than_an_older_commit(
    committed: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    for number in (1, 2):
        edit(committed, f"q/Q-00{number}.md", f"Number {number}?", f"Number {number}, edited?")
        run("build", committed, now=NOW + number)
        git(committed, "commit", "-qam", "edited")
    git(committed, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", committed.as_uri(), "clone")
    git(tmp_path / "clone", "checkout", "-q", "HEAD~2")
    assert "the clone is partial" in run("build", tmp_path / "clone", now=NOW + 200).err


def test_a_worktree_has_the_history_of_its_repository(committed: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    edit(committed, "q/Q-002.md", "Number 2?", "Number two, wrongly?")
    run("build", committed, now=NOW + 100)
    git(committed, "commit", "-qam", "wrong")
    git(committed, "worktree", "add", "-q", "--detach", tmp_path / "other")
    git(tmp_path / "other", "revert", "--no-edit", "HEAD")
    assert "changed: 1 (Q-002)" in run("build", tmp_path / "other", now=NOW + 200).out


def test_an_older_state_that_is_checked_out_is_dated_later(committed: Path, run: Callable[..., Run]) -> None:
    edit(committed, "q/Q-002.md", "Number 2?", "Number two?")
    run("build", committed, now=NOW + 100)
    git(committed, "commit", "-qam", "newer")
    git(committed, "checkout", "-q", "HEAD~1")
    for path in (committed / "apkg", cache.folder_of(committed)):
        shutil.rmtree(path)
    run("build", committed, now=NOW + 200)
    assert {note.fields[0]: note.mod for note in whole(committed).notes} == {
        "Q-001": NOW,
        "Q-002": NOW + 200,
        "Q-003": NOW,
    }


def test_a_text_that_goes_back_to_that_of_an_older_package_is_dated_anew(
    three: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    shutil.copy(three / "apkg/bank.apkg", tmp_path / "first.apkg")
    edit(three, "q/Q-002.md", "Number 2?", "Number two?")
    run("build", three, now=NOW + 100)
    edit(three, "q/Q-002.md", "Number two?", "Number 2?")
    run("build", three, "--since", tmp_path / "first.apkg", now=NOW + 200)
    assert {note.mod for note in whole(three).notes} == {NOW, NOW + 200}


def test_a_package_of_no_bank_that_is_built_is_refused(three: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    other = bank(tmp_path / "other", {"q.md": question()}, 'id = "other"\n')
    run("build", other, now=NOW)
    package = other / "apkg/other.apkg"
    edit(three, "q/Q-002.md", "Number 2?", "Number two?")
    before = files(three)
    refused = run("build", three, "--since", package, now=NOW + 100)
    assert (refused.code, f"{package}: has no note of the bank bank" in refused.err) == (1, True)
    assert files(three) == before
    assert run("build", three, other, "--since", package, now=NOW + 100).code == 0
    own = three / "apkg/bank.apkg"
    assert run("build", three, "--since", own, "--since", package, now=NOW + 200).code == 1


def test_an_older_ledger_dates_nothing_anew_that_was_delivered_again_since(
    committed: Path, run: Callable[..., Run]
) -> None:
    for later, (old, new) in ((100, ("Number 2?", "Number two?")), (200, ("Number two?", "Number 2?"))):
        edit(committed, "q/Q-002.md", old, new)
        run("build", committed, now=NOW + later)
        git(committed, "commit", "-qam", new)
    git(committed, "checkout", "HEAD~2", "--", "ankigen.lock")
    run("build", committed, now=NOW + 300)
    assert {note.mod for note in whole(committed).notes} == {NOW, NOW + 200}


def test_a_second_build_waits_for_the_first(three: Path) -> None:
    from ankigen.system.atomic import locked

    command = [sys.executable, "-m", "ankigen", "build", str(three)]
    with locked(three, lambda: None):
        second = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8")
        assert second.stderr is not None
        assert "another build" in second.stderr.readline()
        assert second.poll() is None
    assert second.wait(30) == 0
    second.stderr.close()


@needs_limits
def test_a_full_disk_leaves_the_old_files(three: Path) -> None:
    before = files(three)
    for n in range(4, 40):
        (three / f"q/Q-{n:03}.md").write_text(question(f"Q-{n:03}", stem=f"Number {n}?"), encoding="utf-8")
    sources = {path: path.read_bytes() for path in three.rglob("*.md")}
    limited = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000)); "
        "sys.argv = ['ankigen', *sys.argv[1:]]; runpy.run_module('ankigen', run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-c", limited, "build", str(three)], capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 1
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr
    assert files(three) == before | sources


KILLS = """
import os, random, signal, sys, tempfile, time
from pathlib import Path
from ankigen.anki.apkg import read_package
from ankigen.build import Filter, find_banks, pipeline
from ankigen.build.identity import lockfile
from ankigen.system import atomic, cache

def new_cache():
    return cache.passing(Path(tempfile.mkdtemp(dir=sys.argv[2])))

def fork(step):
    child = os.fork()
    if child:
        return child
    with atomic.locked(folder, lambda: None):  # held by all its processes, until the last of them has ended
        step()
    os._exit(0)

def check():
    for path in packages.glob("*.apkg"):
        assert len(read_package(path).notes) in (300, 42, 43), path
    text = (folder / "ankigen.lock").read_text()
    assert len(lockfile.load(text, "ledger").entries) == 300
    return text

folder, versions = Path(sys.argv[1]), []
packages, pick = folder / "apkg", random.Random(0)
for n, word in enumerate(("old", "new")):
    for path in folder.glob("q/*.md"):
        path.write_text(path.read_text().replace("old" if n else "new", word))
    start = time.monotonic()
    versions.append(pipeline.build(find_banks([folder])[0], Filter(), now=1_750_000_000 + n, cache=new_cache()))
    middle = time.monotonic()
    pipeline.write(versions[-1], new_cache())
    needed = [middle - start, time.monotonic() - middle]
killed = 0
for n in range(200):
    if n % 10:  # a build that has only to write its files
        child = fork(lambda: pipeline.write(versions[n % 2], new_cache()))
        time.sleep(pick.uniform(0.3, 1.2) * needed[1])
    else:
        build = lambda: pipeline.build(find_banks([folder])[0], Filter(), now=1_750_000_000 + n, cache=new_cache())
        child = fork(lambda: pipeline.write(build(), new_cache()))
        time.sleep(pick.uniform(0, sum(needed)))
    os.kill(child, signal.SIGKILL)
    caught = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    killed += caught
    needed = [seconds * (1.05 if caught else 0.95) for seconds in needed]  # the load has changed
    check()
print(killed)
"""


@pytest.mark.slow
def test_a_build_killed_at_any_moment_tears_nothing(tmp_path: Path, run: Callable[..., Run]) -> None:
    """Kill builds of 300 questions at 200 random moments: 180 while a build writes, 20 at any time from its start."""
    files = {f"q/Q-{n:03}.md": question(f"Q-{n:03}", stem=f"Number {n} old?", topics=f"`T{n % 7}`") for n in range(300)}
    folder = bank(tmp_path / "bank", files)
    child = subprocess.run(
        [sys.executable, "-c", KILLS, folder, tmp_path], check=True, capture_output=True, encoding="utf-8"
    )
    killed = int(child.stdout)
    assert killed > 50, "most builds ended before they were killed"
    assert run("build", folder, now=NOW + 1000).code == 0
    assert "Number 7 new?" in next(note.fields[1] for note in whole(folder).notes if note.fields[0] == "Q-007")
    assert {note.guid: note.mod for note in whole(folder).notes} == {row[1]: row[9] for row in entries(folder).values()}
    assert [path.name for path in folder.rglob("*.unfinished")] == []


def guid_of(folder: Path, stem: str) -> str:
    """Return the GUID of the question with this stem, from the package of the whole bank."""
    (guid,) = [note.guid for note in whole(folder).notes if stem in note.fields[1]]
    return guid


def test_a_broken_draft_takes_nobodys_history(three: Path, run: Callable[..., Run]) -> None:
    guids = {n: guid_of(three, f"Number {n}?") for n in (1, 2, 3)}
    for n in (3, 2, 1):
        edit(three, f"q/Q-00{n}.md", f"`Q-00{n}`", f"`Q-00{n + 1}`")
        (three / f"q/Q-00{n}.md").rename(three / f"q/Q-00{n + 1}.md")
    draft = question("Q-001", stem="A draft?")
    for text in (draft.replace("**正解:** `B`", ""), draft):
        (three / "q/Q-001.md").write_text(text, encoding="utf-8")
        run("build", three, now=NOW + 100)
    assert {n: guid_of(three, f"Number {n}?") for n in (1, 2, 3)} == guids
    assert guid_of(three, "A draft?") not in guids.values()


def test_a_question_that_is_moved_and_broken_at_once_is_not_retired(three: Path, run: Callable[..., Run]) -> None:
    (three / "q/Q-002.md").rename(three / "q/two.md")
    edit(three, "q/two.md", "**正解:** `B`", "")
    run("build", three, now=NOW + 100)
    assert entries(three)["Q-002"][-3] == "active"


def test_a_new_question_under_a_retired_id_is_a_new_note(three: Path, run: Callable[..., Run]) -> None:
    old = guid_of(three, "Number 2?")
    (three / "q/Q-002.md").unlink()
    run("build", three, now=NOW + 100)
    (three / "q/moon.md").write_text(question("Q-002", stem="About the moon?"), encoding="utf-8")
    run("build", three, now=NOW + 200)
    new = guid_of(three, "About the moon?")
    assert new != old
    shown = {note.guid: note.fields[0] for note in read_package(three / "apkg/bank.apkg").notes}
    assert shown[new] == f"Q-002~{new[:4]}", "a learner has another note that shows the ID"


def test_a_question_may_come_back_edited_in_its_file(three: Path, run: Callable[..., Run]) -> None:
    old = guid_of(three, "Number 2?")
    (three / "q/Q-002.md").unlink()
    run("build", three, now=NOW + 100)
    (three / "q/Q-002.md").write_text(question("Q-002", stem="Number two, edited?"), encoding="utf-8")
    run("build", three, now=NOW + 200)
    assert guid_of(three, "Number two, edited?") == old


def test_copies_keep_the_oldest_guid_while_they_part_and_meet(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(
        tmp_path / "bank", {"a/Q-1.md": question("Q-1"), "b/Q-1.md": question("Q-1", explanation="Much more. " * 9)}
    )
    run("build", folder, now=NOW)
    (old,) = [note.guid for note in whole(folder).notes]
    for step, name in enumerate(("a/Q-1.md", "b/Q-1.md"), 1):
        edit(folder, name, "Which one is right?", "Which one is right, then?")
        run("build", folder, now=NOW + step)
    assert [note.guid for note in whole(folder).notes] == [old]
    edit(folder, "a/Q-1.md", "**正解:** `B`", "**正解:** `C`")
    edit(folder, "a/Q-1.md", EXPLANATION, "Most is said here now. " * 20)
    run("build", folder, now=NOW + 3)
    assert [note.guid for note in whole(folder).notes] == [old]


def test_a_copied_bank_does_not_share_guids(three: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    shutil.copytree(three, tmp_path / "copy")
    (tmp_path / "copy" / "bank.toml").write_text('id = "other"\n', encoding="utf-8")
    result = run("build", tmp_path / "copy", now=NOW + 100)
    assert result.code == 1
    assert "ledger of another bank, bank" in result.err


def test_the_printed_search_finds_no_live_question(three: Path, run: Callable[..., Run]) -> None:
    (three / "q/Q-001.md").unlink()
    for n in (2, 3):
        edit(three, f"q/Q-00{n}.md", f"`Q-00{n}`", f"`Q-00{n - 1}`")
    out = run("build", three, now=NOW + 100).out
    assert "retired: 1 (Q-001)" in out
    assert '"Id:re:(?-i)^(Q-001)$"' in out
    assert "Q-001" not in {note.fields[0] for note in whole(three).notes}


def test_another_spelling_of_a_topic_touches_nobody(three: Path, run: Callable[..., Run]) -> None:
    (three / "q/A-000.md").write_text(question("A-000", stem="New?", topics="`alpha`"), encoding="utf-8")
    out = run("build", three, now=NOW + 100).out
    assert "moved" not in out
    assert sorted(note.mod for note in whole(three).notes) == [NOW, NOW, NOW, NOW + 100]


@pytest.mark.parametrize("elsewhere", [False, True], ids=["apkg", "-o"])
def test_a_bank_toml_added_later_finds_the_old_ledger(
    tmp_path: Path, run: Callable[..., Run], *, elsewhere: bool
) -> None:
    """The question was re-numbered before, so only the ledger knows its GUID."""
    folder = tmp_path / "notes"
    output = tmp_path / "out" if elsewhere else folder / "apkg"
    options = ["-o", output] if elsewhere else []
    bank(folder, {"q.md": question()})
    (folder / "bank.toml").unlink()
    run("build", folder, *options, now=NOW)
    guids = [note.guid for note in read_package(output / "notes.apkg").notes]
    bank(folder, {"q.md": question("Q-007")})
    (folder / "bank.toml").unlink()
    run("build", folder, *options, now=NOW + 50)
    (folder / "bank.toml").write_text('id = "notes"\n', encoding="utf-8")
    run("build", folder, *options, now=NOW + 100)
    notes = read_package(output / "notes.apkg").notes
    assert [(note.guid, note.mod) for note in notes] == [(guid, NOW + 50) for guid in guids]
    assert (folder / "ankigen.lock").is_file()


@pytest.mark.parametrize("folder", [False, True])
def test_two_files_with_one_name_in_two_forms_are_never_mixed_up(
    tmp_path: Path, run: Callable[..., Run], *, folder: bool
) -> None:
    names = [unicodedata.normalize(form, "é/x.md" if folder else "é.md") for form in ("NFC", "NFD")]
    place = bank(tmp_path / "bank", {name: question(f"Q-{n}", stem=f"{n}?") for n, name in enumerate(names)})
    if len(list(place.rglob("*.md"))) < 2:
        pytest.skip("this file system keeps one form only")
    result = run("build", place)
    assert result.code == 1
    assert "two files have this name" in result.err
    assert not list(place.rglob("*.apkg"))


@needs_links
def test_what_only_cannot_be_seen_is_not_retired(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question("Q-1", stem="One?"), "sub/r.md": question("Q-2", stem="Two?")})
    store = tmp_path / "store"
    store.mkdir()
    (store / "s.md").write_text(question("Q-3", stem="Three?"), encoding="utf-8")
    (folder / "s.md").symlink_to(store / "s.md")
    run("build", folder, now=NOW)
    assert set(entries(folder)) == {"Q-1", "Q-2", "Q-3"}
    store.rename(tmp_path / "away")
    (folder / "sub/bank.toml").write_text('id = "sub"\n', encoding="utf-8")
    result = run("build", folder, now=NOW + 100)
    assert "the link s.md leads nowhere" in result.err
    assert "sub is a bank of its own now" in result.err
    assert "retired" not in result.out
    assert {row[-3] for row in entries(folder).values()} == {"active"}
    (folder / "s.md").unlink()
    assert "retired: 1 (Q-3)" in run("build", folder, now=NOW + 200).out, "now it is gone"


def test_a_setting_that_leaves_questions_out_retires_none(tmp_path: Path, run: Callable[..., Run]) -> None:
    typed = "# Question #2\n\n**ID:** Q-2\n\n## Stem\n\nWhich port has HTTPS?\n\n## Answer\n\n443\n"
    folder = bank(tmp_path / "bank", {"q.md": question("Q-1"), "typed.md": typed}, 'id = "bank"\nopen = true\n')
    run("build", folder, now=NOW)
    assert set(entries(folder)) == {"Q-1", "Q-2"}
    (folder / "bank.toml").write_text('id = "bank"\n', encoding="utf-8")
    assert run("build", folder, now=NOW + 100).code == 1
    assert {row[-3] for row in entries(folder).values()} == {"active"}


@pytest.mark.parametrize(("gone", "of", "stops"), [(4, 20, False), (5, 50, False), (6, 50, True), (5, 49, True)])
def test_a_tenth_and_at_least_five_are_many(
    tmp_path: Path, run: Callable[..., Run], gone: int, of: int, *, stops: bool
) -> None:
    folder = bank(tmp_path / "bank", {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?") for n in range(of)})
    run("build", folder, now=NOW)
    for n in range(gone):
        (folder / f"{n}.md").unlink()
    assert (run("build", folder, now=NOW + 100).code == 1) is stops


def test_many_questions_are_retired_only_on_request(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?") for n in range(20)})
    run("build", folder, now=NOW)
    for n in range(5):
        (folder / f"{n}.md").unlink()
    before = files(folder)
    result = run("build", folder, now=NOW + 100)
    assert result.code == 1
    assert "5 of 20 questions are gone: Q-0, Q-1, Q-2, Q-3, Q-4" in result.err
    assert "--retire" in result.err
    assert files(folder) == before
    assert "retired: 5" in run("build", folder, "--retire", now=NOW + 100).out


def test_a_diff_marks_what_an_import_would_not_bring(three: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    old = tmp_path / "old.apkg"
    edit(three, "q/Q-002.md", "Number 2?", "Number two?")
    run("build", three, now=NOW + 100)
    shutil.copy(three / "apkg/bank.apkg", old)
    edit(three, "q/Q-002.md", "Number two?", "Number II?")
    assert run("build", three, now=NOW + 200).code == 0
    assert run("diff", old, three / "apkg/bank.apkg").code == 0
    backwards = run("diff", three / "apkg/bank.apkg", old)
    assert backwards.code == 1
    assert "an import does not bring this" in backwards.out


def test_what_moves_no_card_dates_no_note(tmp_path: Path, run: Callable[..., Run]) -> None:
    def numbered(*stems: str) -> str:
        return "\n".join(f"{n}. {stem}\n\nA. a {stem}\nB. b\n\nAnswer: A\n" for n, stem in enumerate(stems, 1))

    folder = bank(tmp_path / "bank", {"all.md": numbered("One?", "Two?"), "a/x.md": question("Q-1", stem="Three?")})
    run("build", folder, now=NOW)
    first = {note.guid: (note.mod, note.fields[0]) for note in whole(folder).notes}
    (folder / "all.md").write_text(numbered("Zero?", "One?", "Two?"), encoding="utf-8")
    (folder / "b").mkdir()
    (folder / "b/x.md").write_text(question("Q-1", stem="Another?"), encoding="utf-8")
    run("build", folder, now=NOW + 100)
    (folder / "all.md").rename(folder / "renamed.md")
    (folder / "a").rename(folder / "c")
    run("build", folder, now=NOW + 200)
    after = {note.guid: (note.mod, note.fields[0]) for note in whole(folder).notes}
    assert len(after) == 5
    assert {guid: after[guid] for guid in first} == first
    assert len({name.casefold() for _, name in after.values()}) == 5


@pytest.mark.parametrize("copy_id", ["", "Q-003"], ids=["a copy without an ID", "a copy with the same ID"])
@pytest.mark.parametrize("gone", [1, 2])
def test_renumbering_moves_no_history_to_a_question_with_a_copy(
    tmp_path: Path, run: Callable[..., Run], copy_id: str, gone: int
) -> None:
    stems = {number: f"Number {number}?" for number in (1, 2, 3)}
    texts = {f"q/Q-00{number}.md": question(f"Q-00{number}", stem=stem) for number, stem in stems.items()}
    folder = bank(tmp_path / "bank", texts | {"exam/e1.md": question(copy_id, stem=stems[3])})
    run("build", folder, now=NOW)
    guids = {stem: guid_of(folder, stem) for stem in stems.values()}
    left = [stem for number, stem in stems.items() if number != gone]
    (folder / "q/Q-003.md").unlink()
    moved = {f"q/Q-00{number}.md": question(f"Q-00{number}", stem=stem) for number, stem in enumerate(left, 1)}
    bank(folder, moved | {"exam/e1.md": question(copy_id and "Q-002", stem=stems[3])})
    run("build", folder, now=NOW + 100)
    assert {stem: guid_of(folder, stem) for stem in left} == {stem: guids[stem] for stem in left}


def test_a_new_question_beside_a_broken_one_takes_nobodys_history(tmp_path: Path, run: Callable[..., Run]) -> None:
    """In a file without IDs, a broken question still has its place: another question there waits, and is new."""
    first, second = (question("", stem=stem).replace("#1", f"#{n}") for n, stem in enumerate(("One?", "Two?"), 1))
    folder = bank(tmp_path / "bank", {"all.md": f"{first}\n{second}"})
    run("build", folder, now=NOW)
    old = guid_of(folder, "One?")
    broken = first.replace("**正解:** `B`", "**正解:** `Z`")
    new = question("", stem="Zero?").replace("#1", "#3")
    bank(folder, {"all.md": f"{new}\n{broken}\n{second}"})
    ended = run("build", folder, now=NOW + 100)
    assert (ended.code, ended.err.count("error[AG312]")) == (1, 1)
    bank(folder, {"all.md": f"{new}\n{first}\n{second}"})
    assert run("build", folder, now=NOW + 200).code == 0
    assert guid_of(folder, "One?") == old
    assert guid_of(folder, "Zero?") != old


def test_a_ledger_is_not_rebuilt_while_a_question_cannot_be_read(three: Path, run: Callable[..., Run]) -> None:
    (three / "ankigen.lock").unlink()
    edit(three, "q/Q-002.md", "**正解:** `B`", "**正解:** `Z`")
    result = run("ledger", "--from", three / "apkg", three)
    assert (result.code, "errors in q/Q-002.md" in result.err) == (1, True)
    assert not (three / "ankigen.lock").exists()


def test_a_rebuilt_ledger_knows_from_git_what_a_deleted_question_was(committed: Path, run: Callable[..., Run]) -> None:
    """Without an ID, only its content says that it has come back."""
    new = committed / "q/new.md"
    new.write_text(question("", stem="Four?"), encoding="utf-8")
    run("build", committed, now=NOW + 100)
    git(committed, "add", "-A")
    git(committed, "commit", "-qm", "new")
    old = guid_of(committed, "Four?")
    new.unlink()
    (committed / "ankigen.lock").unlink()
    assert run("ledger", "--from", committed / "apkg", committed).code == 0
    run("build", committed, now=NOW + 200)
    (committed / "q/elsewhere.md").write_text(question("", stem="Four?"), encoding="utf-8")
    run("build", committed, now=NOW + 300)
    assert guid_of(committed, "Four?") == old


@pytest.mark.parametrize("own_id", [True, False])
def test_a_question_in_the_place_of_another_is_named_and_can_have_a_note_of_its_own(
    tmp_path: Path, run: Callable[..., Run], *, own_id: bool
) -> None:
    ids = [f"Q-00{n}" if own_id else "" for n in (1, 2, 3)]
    folder = bank(tmp_path / "bank", {f"{n}.md": question(ids[n], stem=f"Number {n}?") for n in range(3)})
    run("build", folder, now=NOW)
    ledger = (folder / "ankigen.lock").read_text(encoding="utf-8")
    old = guid_of(folder, "Number 1?")
    (folder / "1.md").write_text(question(ids[1], stem="Quite another?", answer="`C`"), encoding="utf-8")
    output = run("build", folder, now=NOW + 100).out
    assert f"same note, other stem, options or answer: {ids[1] or '1.md#1'}\n" in output
    assert guid_of(folder, "Quite another?") == old
    (folder / "ankigen.lock").write_text(ledger, encoding="utf-8")
    (folder / "1.md").write_text(question("Q-009", stem="Quite another?", answer="`C`"), encoding="utf-8")
    output = run("build", folder, now=NOW + 200).out
    assert "same note" not in output
    assert guid_of(folder, "Quite another?") != old
    assert [row[1] for row in entries(folder).values() if row[10] == "retired"] == [old]


def test_an_edit_of_what_is_not_asked_needs_no_decision(three: Path, run: Callable[..., Run]) -> None:
    edit(three, "q/Q-002.md", "`Alpha`", "`Beta`")
    (three / "q/Q-003.md").rename(three / "q/moved.md")
    assert "same note" not in run("build", three, now=NOW + 100).out


@pytest.mark.parametrize(
    ("guid", "message"),
    [
        ("other", "ankigen.lock:5:1: error[AG004] the ledger gives `Q-002` the GUID of `Q-001` in line 4"),
        ("short", "ankigen.lock:5:1: error[AG004] the ledger is damaged"),
        ("", "ankigen.lock:5:1: error[AG004] the ledger is damaged"),
        ("sixteen spaces  ", "ankigen.lock:5:1: error[AG004] the ledger is damaged"),
    ],
)
def test_a_guid_that_was_edited_by_hand_is_reported_with_its_line(
    three: Path, run: Callable[..., Run], guid: str, message: str
) -> None:
    rows = entries(three)
    new = rows["Q-001"][1] if guid == "other" else guid
    edit(three, "ankigen.lock", f'"{rows["Q-002"][1]}"', f'"{new}"')
    package = (three / "apkg/bank.apkg").read_bytes()
    ended = run("build", three, now=NOW + 100)
    assert ended.code == 1
    assert message in ended.err
    assert (three / "apkg/bank.apkg").read_bytes() == package


@pytest.mark.parametrize("kind", ["folder", *(pytest.param(kind, marks=needs_pipes) for kind in ("pipe", "device"))])
def test_a_ledger_that_is_no_file_is_reported(three: Path, run: Callable[..., Run], kind: str) -> None:
    ledger = three / "ankigen.lock"
    ledger.unlink()
    make = {"folder": ledger.mkdir, "pipe": lambda: os.mkfifo(ledger), "device": lambda: ledger.symlink_to("/dev/zero")}
    make[kind]()
    ended = run("build", three)
    assert (ended.code, f"{ledger}: is not a file" in ended.err) == (1, True)


@needs_links
def test_a_ledger_that_is_a_link_stays_one_and_what_it_leads_to_is_written(
    three: Path, run: Callable[..., Run]
) -> None:
    ledger, target = three / "ankigen.lock", three.parent / "elsewhere" / "the ledger"
    target.parent.mkdir()
    ledger.rename(target)
    ledger.symlink_to(target)
    (three / "new.md").write_text(question("Q-9", stem="New?"), encoding="utf-8")
    assert "new: 1 (Q-9)" in run("build", three, now=NOW + 100).out
    assert ledger.is_symlink()
    assert "Q-9" in target.read_text(encoding="utf-8")
    assert [path.name for path in target.parent.iterdir()] == ["the ledger"]
    assert run("build", three, "--check", now=NOW + 200).code == 0


@needs_links
def test_a_ledger_that_is_a_link_to_nothing_is_reported(three: Path, run: Callable[..., Run]) -> None:
    ledger, package = three / "ankigen.lock", (three / "apkg/bank.apkg").read_bytes()
    ledger.unlink()
    ledger.symlink_to(three.parent / "gone")
    ended = run("build", three, now=NOW + 100)
    assert (ended.code, f"{ledger} is a link that leads nowhere: {three.parent / 'gone'}" in ended.err) == (1, True)
    assert ledger.is_symlink()
    assert not (three.parent / "gone").exists()
    assert (three / "apkg/bank.apkg").read_bytes() == package
