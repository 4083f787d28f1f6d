"""Read the notes of ankigen's note type from any file that Anki exports: packages, and backups of a collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.anki import notetypes
from ankigen.anki.apkg import collection
from ankigen.model import Note

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


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
    data = collection.database_of(path)
    with collection.opened(data) as database:
        query = "select id, guid, mod, tags, flds from notes where mid = ? order by id"
        yield from collection.rows(database, query, len(data), notetypes.load().id)
