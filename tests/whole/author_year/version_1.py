"""A release as an ankigen made it whose ledger had version 1: a note showed the key of its question."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from ankigen.anki.apkg import read_package, write_package
from ankigen.build.identity.ledger import note_hashes
from ankigen.system import cache

if TYPE_CHECKING:
    from ankigen.model import Note
    from author_year.world import Clone


def rewrite(clone: Clone) -> None:
    """Rewrite the ledger and the package of the last build as if it had been one of that time."""
    rows = [json.loads(line) for line in clone.ledger.read_text(encoding="utf-8").splitlines()]
    package = read_package(clone.package)
    keys = {row[1]: (row[0], row[-1][0]) for row in rows if len(row) > 4}
    notes = {note.guid: _renamed(note, *keys[note.guid]) for note in package.notes}
    write_package(package.model_copy(update={"notes": tuple(notes.values())}), clone.package)
    lines = [json.dumps(_row(row, notes), ensure_ascii=False) for row in rows]
    clone.ledger.write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.rmtree(cache.folder_of(clone.folder))


def _renamed(note: Note, key: str, shown: str) -> Note:
    return note.model_copy(update={"fields": tuple(text.replace(shown, key) for text in note.fields)})


def _row(row: list[Any], notes: dict[str, Note]) -> list[Any]:
    if row[0] == "ankigen ledger":
        return [row[0], 1]
    if len(row) < 5:
        return row
    key, guid, path, home, _content, loose, answer, _fields, _tags, *rest, _shown = row
    return [key, guid, path, home, loose, answer, *note_hashes(notes[guid]), *rest]
