"""The content of .apkg files, read without ankigen and without Anki."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from anki.collection import ExportAnkiPackageOptions
from conftest import first_is_quick
from writing import bank, media_in, question

from ankigen.anki import notetypes
from ankigen.anki.apkg import BATCH, package_file, read_package, write_package
from ankigen.anki.apkg.deflate import Deflater
from ankigen.anki.apkg.reuse import PackageRecord, ReusablePackage
from ankigen.model import Note, Package

if TYPE_CHECKING:
    from collections.abc import Callable

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000


def package(**changes: object) -> Package:
    """A package of two notes."""
    empty = [""] * len(notetypes.load().fields)
    notes = tuple(
        Note(guid=f"g{n}", deck="Bank::A", fields=(f"Q-{n}", f"<p>{n}</p>", *empty[2:]), tags=("topic::a",),
             cards=(0,), due=n, id=1_700_000_000_000 + n, mod=NOW - n)
        for n in (1, 2)
    )  # fmt: skip
    notetype = notetypes.load().model_copy(update={"mod": NOW - 50})
    made = Package(notetype=notetype, notes=notes, descriptions={"Bank": "text", "Bank::A": "text"})
    return made.model_copy(update=changes)


def dump(made: Package) -> bytes:
    """Return the bytes of a package's file."""
    with tempfile.TemporaryDirectory() as folder:
        write_package(made, Path(folder) / "x.apkg")
        return (Path(folder) / "x.apkg").read_bytes()


class Closing(sqlite3.Connection):
    """A connection that closes itself: Python 3.13 and later warn of one that nobody closes."""

    def __del__(self) -> None:
        self.close()


def opened(data: bytes) -> tuple[zipfile.ZipFile, sqlite3.Connection, dict[str, Any], dict[str, Any]]:
    """Return the archive, its database, the note type, and the decks by name."""
    archive = zipfile.ZipFile(BytesIO(data))
    connection = sqlite3.connect(":memory:", factory=Closing)
    connection.deserialize(archive.read("collection.anki2"))
    models, decks = map(json.loads, connection.execute("select models, decks from col").fetchone())
    return archive, connection, models["1795480001"], {deck["name"]: deck for deck in decks.values()}


def many_notes(count: int) -> tuple[Note, ...]:
    """Notes of six kilobytes each."""
    words = random.Random(1)
    first, _ = package().notes
    return tuple(
        first.model_copy(
            update={
                "guid": f"g{n}",
                "id": first.id + n,
                "fields": (f"Q-{n}", words.randbytes(3000).hex(), *first.fields[2:]),
            }
        )
        for n in range(count)
    )


@pytest.mark.parametrize("count", first_is_quick([300, 1200]))
def test_a_large_package_is_imported_whole(count: int, tmp_path: Path, learner: Learner) -> None:
    notes = many_notes(count)
    (tmp_path / "large.apkg").write_bytes(dump(package(notes=notes)))
    assert learner.take(tmp_path / "large.apkg").new == count
    stems = {card.note()["Id"]: card.note()["Stem"] for card in learner.cards()}
    assert stems == {note.fields[0]: note.fields[1] for note in notes}
    assert learner.col.fix_integrity()[1]


@pytest.mark.parametrize("cores", [1, 3])
def test_a_package_of_many_blocks_is_one_stream_whatever_the_cores(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    many = many_notes(300)
    whole = dump(package(notes=many))
    monkeypatch.setattr("ankigen.anki.apkg.write.cores", lambda: cores)
    assert dump(package(notes=many)) == whole
    archive, connection, _, _ = opened(whole)
    assert archive.getinfo("collection.anki2").file_size > 6 * 2**18
    assert archive.testzip() is None
    rows = connection.execute("select flds from notes order by id").fetchall()
    assert [fields for (fields,) in rows] == ["\x1f".join(note.fields) for note in many]


class Reluctant(tuple[Note, ...]):
    """Notes that fail the test if any batch but the third is read."""

    __slots__ = ()

    def __getitem__(self, part: Any) -> Any:
        assert part == slice(2 * BATCH, 3 * BATCH)
        return super().__getitem__(part)


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PackageRecord, tuple[Note, ...]]:
    """A package of six batches, its record, and its notes with one in the third batch edited."""
    spread = [
        note.model_copy(update={"id": note.id + 9 * n, "cards": (0, 1) if n % 3 else (0,)})
        for n, note in enumerate(many_notes(6 * BATCH - 50))
    ]
    path = tmp_path_factory.mktemp("edition") / "x.apkg"
    record = write_package(package(notes=tuple(spread)), path, MARKS)
    key, stem, *rest = spread[450].fields
    longer = spread[450].model_copy(update={"fields": (key, f"{stem} and more", *rest)})
    return path, record, (*spread[:450], longer, *spread[451:])


MARKS = (b"0", b"1", b"2", b"3", b"4", b"5")
EDITED_MARKS = (b"0", b"1", b"edited", b"3", b"4", b"5")


def test_what_an_earlier_package_has_is_taken_from_there(
    edition: tuple[Path, PackageRecord, tuple[Note, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, record, edited = edition
    whole = dump(package(notes=edited))
    deflated: list[object] = []
    deflate = zlib.compressobj
    monkeypatch.setattr("zlib.compressobj", lambda *how, **more: deflated.append(how) or deflate(*how, **more))
    with path.open("rb") as file:
        again = write_package(
            package(notes=Reluctant(edited)), tmp_path / "y.apkg", EDITED_MARKS, ReusablePackage(record, file)
        )
    assert (tmp_path / "y.apkg").read_bytes() == whole
    assert len(again.blocks) > 20
    assert len(deflated) < 6
    assert not list(tmp_path.glob(".*"))
    with (tmp_path / "y.apkg").open("rb") as file:  # and the record of this one is just as good
        write_package(package(notes=Reluctant(edited)), tmp_path / "z.apkg", MARKS, ReusablePackage(again, file))
    assert (tmp_path / "z.apkg").read_bytes() == whole


@pytest.mark.parametrize("seed", first_is_quick(range(6)))
def test_nothing_is_taken_from_a_package_that_is_not_what_it_was(
    seed: int, edition: tuple[Path, PackageRecord, tuple[Note, ...]], tmp_path: Path
) -> None:
    path, record, edited = edition
    data, pick = bytearray(path.read_bytes()), random.Random(seed)
    data[pick.randrange(len(data))] ^= 1 << pick.randrange(8)
    other = (data, data[: pick.randrange(len(data))], b"", b"x" * len(data))[seed % 4]
    write_package(package(notes=edited), tmp_path / "y.apkg", EDITED_MARKS, ReusablePackage(record, BytesIO(other)))
    assert (tmp_path / "y.apkg").read_bytes() == dump(package(notes=edited))


def test_a_block_that_is_the_last_now_ends_the_stream() -> None:
    first, second = random.Random(1).randbytes(5000), random.Random(2).randbytes(5000)
    with ThreadPoolExecutor(1) as pool:
        deflater = Deflater(pool, ReusablePackage(PackageRecord(), BytesIO()))
        stream = deflater.compress(first) + deflater.compress(second) + deflater.flush()
        earlier = ReusablePackage(PackageRecord(blocks=tuple(deflater.blocks)), BytesIO(stream))
        shorter = Deflater(pool, earlier)
        ended = zlib.decompressobj(-zlib.MAX_WBITS)
        assert ended.decompress(shorter.compress(first) + shorter.flush()) == first
        assert ended.eof


def test_a_guid_of_a_note_that_was_copied_is_refused(
    edition: tuple[Path, PackageRecord, tuple[Note, ...]], tmp_path: Path
) -> None:
    path, record, edited = edition
    twice = edited[450].model_copy(update={"guid": edited[7].guid})
    notes = (*edited[:450], twice, *edited[451:])
    with path.open("rb") as file, pytest.raises(ValueError, match="GUID comes twice"):
        write_package(package(notes=notes), tmp_path / "y.apkg", EDITED_MARKS, ReusablePackage(record, file))


def test_the_archive_is_deflated_and_bears_no_time() -> None:
    archive, connection, _, _ = opened(dump(package()))
    assert archive.namelist() == ["collection.anki2", "media"]
    assert archive.read("media") == b"{}"
    for entry in archive.infolist():
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.compress_type == zipfile.ZIP_DEFLATED
    connection.close()
    assert dump(package()) == dump(package())


def test_a_package_of_many_decks_holds_the_note_type_once_and_each_deck() -> None:
    names = [f"Bank::{n}" for n in range(300)]
    notes = tuple(
        note.model_copy(update={"guid": f"g{n}", "deck": name, "id": 1_700_000_000_000 + 10 * n})
        for n, (name, note) in enumerate(zip(names, [package().notes[0]] * 300, strict=True))
    )
    made = package(notes=notes, descriptions=dict.fromkeys(names, "text"))
    _, connection, _, decks = opened(dump(made))
    ((text,),) = connection.execute("select models from col").fetchall()
    assert [key for key, _ in json.loads(text, object_pairs_hook=list)] == ["1795480001"]
    rows = connection.execute("select guid, did from notes join cards on nid = notes.id").fetchall()
    connection.close()
    assert dict(rows) == {f"g{n}": decks[name]["id"] for n, name in enumerate(names)}


def test_the_note_type_has_its_ids_its_look_and_its_date() -> None:
    _, connection, model, _ = opened(dump(package()))
    connection.close()
    notetype = notetypes.load()
    assert model["name"] == "ankigen"
    assert (model["mod"], model["sortf"], model["type"]) == (NOW - 50, 0, 0)
    assert [(field["name"], field["id"]) for field in model["flds"]] == [(f.name, f.id) for f in notetype.fields]
    assert [(t["name"], t["id"], t["qfmt"], t["afmt"]) for t in model["tmpls"]] == [
        (t.name, t.id, t.front, t.back) for t in notetype.templates
    ]
    assert model["css"] == notetype.css
    assert ".nightMode .ankigen" in model["css"]


def test_notes_have_dates_of_their_own_and_decks_a_description() -> None:
    _, connection, _, decks = opened(dump(package()))
    assert connection.execute("select id, guid, mod from notes order by id").fetchall() == [
        (1_700_000_000_001, "g1", NOW - 1),
        (1_700_000_000_002, "g2", NOW - 2),
    ]
    assert connection.execute("select ord, due from cards order by id").fetchall() == [(0, 1), (0, 2)]
    connection.close()
    assert {name: deck["desc"] for name, deck in decks.items() if name != "Default"} == {
        "Bank": "text",
        "Bank::A": "text",
    }


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "x.apkg"
    write_package(package(), path)
    read = read_package(path)
    assert read.notes == package().notes
    assert read.descriptions == package().descriptions
    assert read.notetype.fields == package().notetype.fields
    assert read.notetype.mod == NOW - 50


def test_a_guid_twice_is_refused() -> None:
    first, second = package().notes
    with pytest.raises(ValueError, match="twice"):
        dump(package(notes=(first, second.model_copy(update={"guid": first.guid}))))


def test_ids_out_of_order_are_refused() -> None:
    first, second = package().notes
    for notes in ((second, first), (first, second.model_copy(update={"id": first.id}))):
        with pytest.raises(ValueError, match="out of order"):
            dump(package(notes=notes))


def test_an_empty_file_is_in_the_package(tmp_path: Path) -> None:
    media = {"empty.png": b"", "empty.wav": b"", "full.wav": b"RIFF"}
    (tmp_path / "one.apkg").write_bytes(dump(package(media=media)))
    assert media_in(tmp_path / "one.apkg") == media
    with zipfile.ZipFile(tmp_path / "one.apkg") as archive:
        deflated = [entry for entry in archive.infolist() if entry.compress_type == zipfile.ZIP_DEFLATED]
    assert all(entry.compress_size for entry in deflated)  # nothing, deflated, is two bytes


@pytest.mark.parametrize(
    "stem", ["collection", "Collection", "backup-1", "con", "NUL", "com1.x", "aux.--trap-x", "lpt²"]
)
def test_no_name_is_one_that_replaces_a_collection_or_of_a_device(stem: str) -> None:
    assert package_file(stem) == f"bank-{stem}.apkg"


@pytest.mark.parametrize("stem", ["databricks", "con-topic", "com", "com10", "x.con", "null"])
def test_all_other_names_are_kept(stem: str) -> None:
    assert package_file(stem) == f"{stem}.apkg"


def test_a_question_with_nothing_but_options_has_a_card(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    bare = question(topics="(無)", traps="(無)", explanation="").split("# 題目解析")[0]
    folder = bank(tmp_path / "bank", {"q.md": bare})
    assert run("build", folder).code == 0
    assert {path.name for path in (folder / "apkg").iterdir()} == {"bank.apkg"}
    learner.take(folder / "apkg" / "bank.apkg")
    assert [learner.deck_of(card) for card in learner.cards()] == ["Bank"]
    assert "Which one is right?" in learner.sides(learner.card("Q-001"))[0]


def test_inspect_and_diff_read_what_anki_exports_in_either_format(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(), "r.md": question("Q-002", stem="Another?")})
    assert run("build", folder).code == 0
    ours = folder / "apkg" / "bank.apkg"
    learner.take(ours)
    exported = {}
    for legacy in (True, False):
        path = exported[legacy] = tmp_path / f"{legacy}.apkg"
        options = ExportAnkiPackageOptions(with_scheduling=True, legacy=legacy)
        learner.col.export_anki_package(out_path=str(path), options=options, limit=None)
        assert ("collection.anki21b" in zipfile.ZipFile(path).namelist()) is not legacy
        result = run("inspect", path)
        assert (result.code, result.err) == (0, "")
        for line in (
            "2 notes, 2 cards",
            "note type: ankigen (1795480001)",
            "2  Bank::Alpha",
            "2  trap::syntax-confusion",
        ):
            assert line in result.out, (legacy, line)
        assert run("diff", ours, path).out == run("diff", path, ours).out == "no difference\n"
    changed = folder / "q.md"
    changed.write_text(
        changed.read_text(encoding="utf-8").replace("Which one is right?", "Which one is wrong?"), encoding="utf-8"
    )
    assert run("build", folder, now=1_750_000_100).code == 0
    assert "[-right-]{+wrong+}" in run("diff", exported[False], ours).out


def test_a_damaged_package_of_the_newer_format_is_one_line(tmp_path: Path, run: Callable[..., Run]) -> None:
    with zipfile.ZipFile(tmp_path / "new.apkg", "w") as archive:
        archive.writestr("collection.anki21b", b"")
    result = run("inspect", tmp_path / "new.apkg")
    assert result.code == 1
    assert "cannot be read as an Anki package" in result.err
    assert result.err.count("\n") == 1
