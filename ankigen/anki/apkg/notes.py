"""Read the notes of ankigen's note type from any file that Anki exports: packages, and backups of a collection."""

from __future__ import annotations

import sqlite3
import zipfile
from typing import TYPE_CHECKING

import zstandard

from ankigen.anki import notetypes
from ankigen.model import Note
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the later ones may be empty: Anki's
_LIMIT = 4 << 30  # bytes of a database


def read_notes(path: Path) -> Iterator[Note]:
    """Yield the notes of ankigen's note type in an .apkg or .colpkg file of any format, without their cards.

    Raises `UserError` if the file cannot be read.
    """
    try:
        rows = _rows(path)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, sqlite3.Error, zstandard.ZstdError) as error:
        raise UserError(f"{path}: cannot be read as a package or backup of Anki's: {error}") from error
    for number, guid, mod, tags, fields in rows:
        texts, own = tuple(fields.split("\x1f")), tuple(tags.split())
        yield Note(guid=guid, deck="", fields=texts, tags=own, cards=(), due=0, id=number, mod=mod)


def _rows(path: Path) -> list[tuple[int, str, int, str, str]]:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        name = next((name for name in _DATABASES if name in names), _DATABASES[-1])
        data = archive.read(name)
    if name == _DATABASES[0]:
        with zstandard.ZstdDecompressor().stream_reader(data) as reader:
            data = reader.read(_LIMIT)
    data = (
        data[:18] + b"\1\1" + data[20:]
    )  # not in WAL mode, which a database in memory cannot be: SQLite's file format, 1.3
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        query = "select id, guid, mod, tags, flds from notes where mid = ? order by id"
        return connection.execute(query, (notetypes.load().id,)).fetchall()
    finally:
        connection.close()
