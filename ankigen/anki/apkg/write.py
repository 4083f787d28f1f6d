"""Write a package to an .apkg file. This is the only module that imports genanki.

The format is the legacy one (`collection.anki2`, schema 11, deflated), which Anki since 2.1.49, AnkiDroid and
AnkiMobile all read by the same code. genanki makes the tables. Overridden here is what it would get wrong: the dates of
notes and of the note type, the cards of each note, ids, and a zip file that has the same bytes for the same content.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, BinaryIO

import genanki

from ankigen.anki.apkg.deflate import LEVEL, Deflater
from ankigen.anki.apkg.reuse import Block, PackageRecord, ReusablePackage
from ankigen.system import atomic
from ankigen.system.files import is_device
from ankigen.system.processes import cores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ankigen.model import Note, Notetype, Package

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# Anki offers to replace the whole collection by `collection.apkg` and `backup-*.apkg` (Anki's importing.py).
_RESERVED = ("collection", "backup-")
_PACKED = (".png", ".jpg", ".gif", ".webp", ".avif", ".mp3", ".ogg", ".m4a", ".flac")  # compressed already
_BLOCK = 1 << 18  # bytes in a block of the deflated stream
_MANY = 1000  # notes; with fewer, half-empty large pages for each table and index would make the package larger
_PAGE, _LARGE_PAGE = 4096, 65536  # bytes in a page of SQLite's: a whole note fits into a large one, which saves time
BATCH = 200  # notes that are in memory as rows at a time


def package_file(name: str) -> str:
    """Return `<name>.apkg`, with `bank-` before a name that means something else.

    Anki would take it for a whole collection, or Windows for a device.
    """
    reserved = name.lower() == _RESERVED[0] or name.lower().startswith(_RESERVED[1]) or is_device(name)
    return f"{'bank-' if reserved else ''}{name}.apkg"


def write_package(
    package: Package, path: Path, batch_hashes: Sequence[bytes] = (), reusable: ReusablePackage | None = None
) -> PackageRecord:
    """Write a package to an .apkg file at `path`; return the record to keep for the next build (`reuse.keep`).

    Equal packages give equal bytes, whatever is copied from the `reusable` one: batches of `BATCH` notes with the same
    `batch_hashes`, and deflated blocks.

    Only a few notes are in memory at a time: the database is a file beside `path`. The notes must come in the order of
    their ids: an id that is not higher than the one before, or a GUID that comes twice, is a `ValueError`.
    """
    reusable = reusable or ReusablePackage(PackageRecord(), io.BytesIO())
    database = atomic.unfinished(path)
    try:
        _write_database(package, database, batch_hashes, reusable)
        names = {str(number): name for number, name in enumerate(sorted(package.media))}
        with path.open("wb") as file, zipfile.ZipFile(file, "w") as archive:
            start, blocks = _pack_database(archive, file, database, reusable)
            archive.writestr(_entry("media"), json.dumps(names), zipfile.ZIP_DEFLATED, LEVEL)
            for number, name in names.items():
                compression = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
                archive.writestr(_entry(number), package.media[name], compression, LEVEL)
    finally:
        database.unlink(missing_ok=True)
    return PackageRecord(tuple(batch_hashes), start, tuple(blocks))


def _write_database(package: Package, path: Path, batch_hashes: Sequence[bytes], reusable: ReusablePackage) -> None:
    same = {
        number for number, (now, was) in enumerate(zip(batch_hashes, reusable.batch_hashes, strict=False)) if now == was
    }
    unpacked = atomic.unfinished(path)
    path.unlink(missing_ok=True)  # left by a killed build
    try:
        connection = sqlite3.connect(path)
    except sqlite3.OperationalError as error:  # SQLite takes paths of 512 bytes at most
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(path)) from error
    try:
        connection.execute(f"pragma page_size = {_LARGE_PAGE if len(package.notes) >= _MANY else _PAGE}")
        connection.execute("pragma journal_mode = off")  # nobody reads it before it is complete
        connection.execute("pragma synchronous = off")
        # Unpacking a database takes a third of the time of making it.
        ids = _attach(connection, unpacked, reusable) if len(same) > len(batch_hashes) / 2 else []
        filler = _Filler(connection, package)
        for number, start in enumerate(range(0, len(package.notes), BATCH)):
            if ids and number in same:
                filler.copy(ids[start : start + BATCH])
            else:
                filler.insert(package.notes[start : start + BATCH])
        connection.commit()
    except sqlite3.Error as error:  # a full disk
        raise OSError(errno.EIO, str(error), str(path)) from error
    finally:
        connection.close()
        unpacked.unlink(missing_ok=True)


def _attach(connection: sqlite3.Connection, path: Path, reusable: ReusablePackage) -> list[int]:
    """Attach the database of an earlier package as `earlier`; return the ids of its notes, in order.

    It is unpacked to `path`. The list is empty if the package has changed.
    """
    if not reusable.unpack(path):
        return []
    connection.execute("attach ? as earlier", (str(path),))
    return [number for (number,) in connection.execute("select id from earlier.notes order by id")]


class _Filler:
    """Fills the tables with notes, whose GUIDs differ and whose ids ascend, so that the database needs no VACUUM."""

    def __init__(self, connection: sqlite3.Connection, package: Package) -> None:
        self._connection = connection
        self._model = _Model(package.notetype)
        self._decks = {name: _deck(name, text) for name, text in sorted(package.descriptions.items())}
        self._guids: set[str] = set()
        self._last = -1
        genanki.Package([]).write_to_db(connection.cursor(), package.notetype.mod, iter(()))
        _write_settings(connection, self._model, self._decks.values())

    def insert(self, notes: Iterable[Note]) -> None:
        """Insert notes and their cards."""
        rows = _Rows()
        for note in notes:
            self._check(note.id, note.guid)
            _Note(note, self._model).write_to_db(rows, note.mod, self._decks[note.deck].deck_id, iter(()))
        for statement, values in rows.items():
            self._connection.executemany(statement, values)

    def copy(self, ids: Sequence[int]) -> None:
        """Copy notes and their cards from the earlier database, in which no other note has an id between theirs."""
        first, last = ids[0], ids[-1]
        for table, key in (("notes", "id"), ("cards", "nid")):
            rows = f"from earlier.{table} where {key} between ? and ? order by id"
            self._connection.execute(f"insert into {table} select * {rows}", (first, last))
        for row in self._connection.execute("select id, guid from notes where id between ? and ?", (first, last)):
            self._check(*row)

    def _check(self, number: int, guid: str) -> None:
        if guid in self._guids or number <= self._last:
            raise ValueError("a GUID comes twice in one package, or an id out of order")
        self._guids.add(guid)
        self._last = number


def _write_settings(connection: sqlite3.Connection, model: _Model, decks: Iterable[genanki.Deck]) -> None:
    """Write the note type and all decks at once: genanki would read and write them again for each deck."""
    (decks_json,) = connection.execute("select decks from col").fetchone()
    all_decks = json.loads(decks_json) | {str(deck.deck_id): deck.to_json() for deck in decks}
    models = {model.model_id: model.to_json(model.mod, 1)}
    connection.execute("update col set models = ?, decks = ?", (json.dumps(models), json.dumps(all_decks)))


class _Rows(dict[str, list[tuple[object, ...]]]):
    """The rows that genanki would insert, by SQL statement; used as its cursor, because `executemany` is faster."""

    lastrowid: object = None

    def execute(self, statement: str, values: tuple[object, ...]) -> None:
        """Collect a row; its first value is its id."""
        self.setdefault(statement, []).append(values)
        self.lastrowid = values[0]


def _deck(name: str, description: str) -> genanki.Deck:
    # Anki matches decks by name and ignores this id; it only has to differ between the decks of a package.
    number = int.from_bytes(hashlib.sha256(name.casefold().encode()).digest()[:6], "big") + 2
    return genanki.Deck(number, name, description)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _pack_database(
    archive: zipfile.ZipFile, file: BinaryIO, database: Path, reusable: ReusablePackage
) -> tuple[int, Sequence[Block]]:
    """Deflate a database into an archive that is written to `file`; return its blocks and the offset of the first."""
    entry = _entry("collection.anki2")
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.file_size = database.stat().st_size
    with database.open("rb") as data, ThreadPoolExecutor(cores()) as pool, archive.open(entry, "w") as member:
        deflater, start = Deflater(pool, reusable), file.tell()
        member._compressor = deflater  # type: ignore[attr-defined]  # noqa: SLF001 - zipfile has no public way
        shutil.copyfileobj(data, member, _BLOCK)
    return start, deflater.blocks


class _Model(genanki.Model):  # type: ignore[misc]  # genanki is untyped
    """genanki's model, with ids of fields and templates (genanki passes unknown keys through) and its own date."""

    def __init__(self, notetype: Notetype) -> None:
        self.mod = notetype.mod
        super().__init__(
            notetype.id,
            notetype.name,
            fields=[{"name": field.name, "id": field.id} for field in notetype.fields],
            templates=[
                {
                    "name": template.name,
                    "id": template.id,
                    "qfmt": template.front,
                    "afmt": template.back,
                    "bqfmt": template.question,
                    "bafmt": template.answer,
                }
                for template in notetype.templates
            ],
            css=notetype.css,
        )

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        values: dict[str, Any] = super().to_json(self.mod, 1)
        return values


class _Note(genanki.Note):  # type: ignore[misc]  # genanki is untyped
    """genanki's note, with the date, ids and cards of our note."""

    def __init__(self, note: Note, model: _Model) -> None:
        super().__init__(model, list(note.fields), guid=note.guid, tags=list(note.tags), due=note.due)
        self.note = note

    @property
    def cards(self) -> list[genanki.Card]:
        """The cards of the note; genanki would guess them from the templates' text."""
        return [genanki.Card(ordinal) for ordinal in self.note.cards]

    def write_to_db(self, cursor: _Rows, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:
        ids = (self.note.id, *(self.note.id + ordinal for ordinal in self.note.cards))
        super().write_to_db(cursor, self.note.mod, deck_id, iter(ids))

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Do nothing: fields are sanitised HTML, and genanki's check takes quadratic time on long lines."""
