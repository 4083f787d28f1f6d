"""Read the notes of ankigen's note type from any file that Anki exports: packages, and backups of a collection."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from ankigen.anki import notetypes
from ankigen.anki.apkg import collection
from ankigen.model import Note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the later ones may be empty: Anki's


def read_notes(path: Path) -> Iterator[Note]:
    """Yield the notes of ankigen's note type in an .apkg or .colpkg file of any format, without their cards.

    Raises `UserError` if the file cannot be read.
    """
    with collection.reading(path, "a package or backup of Anki's"):
        for number, guid, mod, tags, fields in _rows(path):
            if not 0 <= mod <= collection.LATEST:
                raise ValueError("a note has no date that a calendar has")
            texts, own = tuple(fields.split("\x1f")), tuple(tags.split())
            yield Note(guid=guid, deck="", fields=texts, tags=own, cards=(), due=0, id=number, mod=mod)


def _rows(path: Path) -> Iterator[tuple[int, str, int, str, str]]:
    limit = collection.limit_of(path)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        name = next((name for name in _DATABASES if name in names), _DATABASES[-1])
        data = collection.member(archive, name, limit)
    if name == _DATABASES[0]:
        data = collection.unpacked(data, limit)
    # Not in WAL mode, which a database in memory cannot be: SQLite's file format, 1.3.
    data = data[:18] + b"\1\1" + data[20:]
    with collection.opened(data) as database:
        query = "select id, guid, mod, tags, flds from notes where mid = ? order by id"
        yield from collection.rows(database, query, len(data), notetypes.load().id)
