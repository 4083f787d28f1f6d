"""Reviews read from what the real Anki writes: backups, exports of both formats, and the collection's file."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
import zipfile
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from anki.collection import DeckIdLimit, ExportAnkiPackageOptions
from writing import bank, question

from ankigen.anki import newest_backups
from ankigen.anki.apkg import Collection, read_collection, read_package
from ankigen.learning.estimates import retrievability
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

RATINGS = {"Q-1": (1, 3), "Q-2": (3, 3, 4), "Q-3": ()}


@pytest.fixture
def student(tmp_path: Path, learner: Learner, run: Callable[..., Run]) -> Learner:
    """Return a learner who has the bank and rated its cards as in `RATINGS`, with FSRS."""
    files = {f"{key}.md": question(key, stem=f"What is {key}?") for key in RATINGS}
    assert run("build", bank(tmp_path / "bank", files)).code == 0
    (package,) = (tmp_path / "bank" / "apkg").glob("bank.apkg")
    learner.take(package)
    learner.col.set_config("fsrs", True)  # noqa: FBT003 - Anki's
    for key, ratings in RATINGS.items():
        for rating in ratings:
            card = learner.card(key)
            card.start_timer()
            learner.col.sched.answerCard(card, rating)
            time.sleep(0.002)  # the time of a review is its number
    return learner


def guids(student: Learner) -> set[str]:
    return {guid for (guid,) in student.rows("select guid from notes")}


def anki_day() -> date:
    """Return the date that it is for Anki, whose days begin at four o'clock."""
    return (datetime.now() - timedelta(hours=4)).date()  # noqa: DTZ005 - the learner's own clock


def backup(student: Learner, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    student.col.create_backup(backup_folder=str(folder), force=True, wait_for_completion=True)
    return next(folder.glob("*.colpkg"))


def exported(student: Learner, path: Path, *, legacy: bool, scheduling: bool = True) -> Path:
    """Export the bank's deck as a package, as a learner does."""
    options = ExportAnkiPackageOptions(with_scheduling=scheduling, legacy=legacy)
    deck = student.card("Q-1").did
    student.col.export_anki_package(out_path=str(path), options=options, limit=DeckIdLimit(deck))
    return path


def ratings(student: Learner, read: Collection) -> dict[str, tuple[int, ...]]:
    keys = {guid: fields.split("\x1f")[0] for guid, fields in student.rows("select guid, flds from notes")}
    return {keys[card.guid]: tuple(review.rating for review in card.reviews) for card in read.cards}


def test_every_file_of_anki_gives_the_same_reviews(student: Learner, tmp_path: Path) -> None:
    wanted = {key: rated for key, rated in RATINGS.items() if rated}
    own = guids(student)
    for path in (
        backup(student, tmp_path / "backups"),
        exported(student, tmp_path / "old.apkg", legacy=True),
        exported(student, tmp_path / "new.apkg", legacy=False),
    ):
        assert ratings(student, read_collection(path, own)) == wanted, path.name
    for legacy in (True, False):
        path = tmp_path / f"{legacy}.colpkg"
        student.col.export_collection_package(str(path), include_media=False, legacy=legacy)
        student.col.reopen(after_full_sync=False)
        assert ratings(student, read_collection(path, own)) == wanted, path.name


def test_the_file_of_a_closed_and_of_a_running_anki_is_read_from_a_copy(student: Learner, tmp_path: Path) -> None:
    own, wanted = guids(student), {key: rated for key, rated in RATINGS.items() if rated}
    path = tmp_path / "learner" / "collection.anki2"
    before = {one.name: one.stat().st_mtime_ns for one in path.parent.glob("collection.anki2*")}
    assert ratings(student, read_collection(path, own)) == wanted  # Anki runs
    assert {one.name: one.stat().st_mtime_ns for one in path.parent.glob("collection.anki2*")} == before
    student.col.close()
    closed = path.read_bytes()
    read = read_collection(path, own)
    assert path.read_bytes() == closed
    student.col.reopen(after_full_sync=False)
    assert ratings(student, read) == wanted


def test_the_probability_to_know_a_card_is_that_of_the_backend(student: Learner, tmp_path: Path) -> None:
    day = 86_400
    for n, (number,) in enumerate(student.rows("select id from cards where reps > 0")):
        values = json.loads(student.col.db.scalar("select data from cards where id = ?", number)) | {
            "s": 3.7 * (n + 1),
            "lrt": int(time.time()) - (11 + n) * day,
        }
        student.col.db.execute(
            "update cards set data = ?, type = 2, queue = 2, ivl = 9, due = 5 where id = ?", json.dumps(values), number
        )
    read = read_collection(backup(student, tmp_path / "backups"), guids(student))
    assert len(read.cards) == 2
    for card in read.cards:
        number = student.col.db.scalar(
            "select c.id from cards c join notes n on n.id = c.nid where guid = ?", card.guid
        )
        theirs = student.col.card_stats_data(number).fsrs_retrievability
        assert card.memory
        assert retrievability(card.memory, time.time()) == pytest.approx(theirs, abs=1e-4)


def test_what_was_rescheduled_is_no_review_and_other_notes_are_left_out(student: Learner, tmp_path: Path) -> None:
    col = student.col
    other = col.new_note(col.models.by_name("Basic"))
    other["Front"] = "another's"
    col.add_note(other, col.decks.id("Other"))
    card = other.cards()[0]
    card.start_timer()
    col.sched.answerCard(card, 1)
    col.sched.set_due_date([student.card("Q-2").id], "5")
    own = guids(student) - {other.guid}
    read = read_collection(backup(student, tmp_path / "backups"), own)
    assert ratings(student, read) == {"Q-1": (1, 3), "Q-2": (3, 3, 4)}
    due = next(one.due for one in read.cards if one.reviews[-1].rating == 4)
    assert due == anki_day() + timedelta(days=5)


@pytest.mark.parametrize("west", [-480, 0, 480])
def test_a_card_is_due_on_the_day_that_anki_shows_wherever_the_collection_was_created(
    student: Learner, tmp_path: Path, west: int
) -> None:
    student.col.set_config("creationOffset", west)
    student.col.db.execute("update col set crt = ?", 1_735_704_000 + west * 60)  # four o'clock on a first of January
    student.col.close()
    student.col.reopen(after_full_sync=False)
    student.col.sched.set_due_date([student.card("Q-2").id], "5")
    files = [
        backup(student, tmp_path / "backups"),
        exported(student, tmp_path / "new.apkg", legacy=False),
        exported(student, tmp_path / "old.apkg", legacy=True),
        tmp_path / "learner" / "collection.anki2",
    ]
    for path in files:
        (due,) = {card.due for card in read_collection(path, guids(student)).cards} - {None}
        assert due == anki_day() + timedelta(days=5), path.name


def test_a_suspended_card_is_not_due_and_data_of_a_newer_fsrs_are_told(student: Learner, tmp_path: Path) -> None:
    card = student.card("Q-1")
    student.col.sched.suspend_cards([card.id])
    student.col.db.execute('update cards set data = \'{"v":8,"stab":3}\' where id = ?', card.id)
    read = read_collection(backup(student, tmp_path / "backups"), guids(student))
    assert read.other_fsrs
    suspended = next(one for one in read.cards if one.reviews[0].rating == 1)
    assert (suspended.due, suspended.memory) == (None, None)


@pytest.mark.parametrize("data", ["", "{", "[]", '{"s":"x","d":1}', '{"cd":"["}', '{"cd":"{\\"ag\\":[1]}"}', "[" * 900])
def test_odd_data_of_a_card_say_nothing(student: Learner, tmp_path: Path, data: str) -> None:
    student.col.db.execute("update cards set data = ?", data)
    read = read_collection(backup(student, tmp_path / "backups"), guids(student))
    assert all(card.memory is None and not card.picks for card in read.cards)


def damaged(tmp_path: Path, name: str, change: Callable[[bytes], bytes], source: Path) -> Path:
    path = tmp_path / name
    path.write_bytes(change(source.read_bytes()))
    return path


@pytest.mark.slow
def test_a_file_that_cannot_be_read_gives_one_clear_line(student: Learner, tmp_path: Path) -> None:
    good = backup(student, tmp_path / "backups")
    bomb = tmp_path / "bomb.colpkg"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki21", bytes(200 * 2**20))
    foreign = tmp_path / "foreign.colpkg"
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr("readme.txt", "no collection")
    table = tmp_path / "table.anki2"
    with sqlite3.connect(table) as database:
        database.execute("create table t (x)")
    database.close()
    dummy = tmp_path / "dummy.colpkg"  # of a format that is newer than ours, or damaged
    with zipfile.ZipFile(good) as whole, zipfile.ZipFile(dummy, "w") as archive:
        for name in set(whole.namelist()) - {"collection.anki21b"}:
            archive.writestr(name, whole.read(name))
    for path in (
        damaged(tmp_path, "cut.colpkg", lambda data: data[: len(data) // 2], good),
        damaged(tmp_path, "empty.colpkg", lambda _: b"", good),
        damaged(tmp_path, "text.colpkg", lambda _: b"hello", good),
        damaged(tmp_path, "cut.anki2", lambda _: b"SQLite format 3\0" + bytes(600), good),
        bomb,
        foreign,
        dummy,
        table,
    ):
        with pytest.raises(UserError) as error:
            read_collection(path, {"x"})
        assert str(error.value).startswith(f"error: {path}: cannot be read as "), error.value
        assert "\n" not in str(error.value)
    for path, reason in ((foreign, "no collection"), (dummy, "newer than this ankigen")):
        with pytest.raises(UserError, match=reason):
            read_package(path)


def test_the_newest_backup_of_each_profile_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, age in (
        ("User 1/backups/backup-a.colpkg", 5),
        ("User 1/backups/backup-b.colpkg", 1),
        ("x/backups/c.colpkg", 9),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
        shutil.os.utime(path, (1e9 - age, 1e9 - age))  # type: ignore[attr-defined]
    (tmp_path / "User 1/backups/deleted.colpkg").symlink_to(tmp_path / "none")
    (tmp_path / "User 1/backups/folder.colpkg").mkdir()
    wanted = {"User 1": tmp_path / "User 1/backups/backup-b.colpkg", "x": tmp_path / "x/backups/c.colpkg"}
    assert newest_backups(tmp_path) == wanted
    monkeypatch.setenv("ANKI_BASE", str(tmp_path))
    assert newest_backups() == wanted
    monkeypatch.setenv("ANKI_BASE", str(tmp_path / "none"))
    with pytest.raises(UserError, match="no backup"):
        newest_backups()


def test_where_each_system_keeps_profiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ANKI_BASE", raising=False)
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    path: Any = tmp_path / "Anki2" / "Me" / "backups" / "b.colpkg"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    assert newest_backups() == {"Me": path}
