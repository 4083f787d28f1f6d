"""Read an .apkg file back to a package."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

from ankigen.model import CardTemplate, Field, Note, Notetype, Package
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


def read_package(path: Path) -> Package:
    """Return the package in an .apkg file that ankigen or another program wrote in the legacy format.

    Raises `UserError` if the file is no package, has notes of several note types, or is in Anki's newer format.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "collection.anki21b" in names:
                hint = 'in Anki, export it with "Support older Anki versions"'
                raise UserError(f"{path}: is in a format that ankigen does not read", hint)
            data = archive.read("collection.anki21" if "collection.anki21" in names else "collection.anki2")
            listed = json.loads(archive.read("media")) if "media" in names else {}
            media = {name: archive.read(number) for number, name in listed.items()}
        return _package(data).model_copy(update={"media": media})
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, sqlite3.Error) as error:
        raise UserError(f"{path}: cannot be read as an Anki package: {error}") from error


def _package(data: bytes) -> Package:
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        models, decks = map(json.loads, connection.execute("select models, decks from col").fetchone())
        cards: dict[int, list[tuple[int, int, int]]] = {}
        for note, deck, ordinal, due in connection.execute("select nid, did, ord, due from cards order by nid, ord"):
            cards.setdefault(note, []).append((deck, ordinal, due))
        rows = connection.execute("select id, guid, mid, mod, tags, flds from notes order by id").fetchall()
    finally:
        connection.close()
    used = {str(row[2]) for row in rows} or set(models)
    if len(used) != 1:
        raise ValueError("it has notes of several note types")
    return Package(
        notetype=_notetype(models[used.pop()]),
        notes=tuple(_read_note(row, cards.get(row[0], []), decks) for row in rows),
        descriptions={deck["name"]: deck["desc"] for key, deck in sorted(decks.items()) if key != "1"},
    )


def _notetype(model: dict[str, Any]) -> Notetype:
    return Notetype(
        name=model["name"],
        id=int(model["id"]),
        mod=model["mod"],
        css=model["css"],
        fields=tuple(Field(name=field["name"], id=field.get("id") or 0) for field in model["flds"]),
        templates=tuple(
            CardTemplate(name=t["name"], id=t.get("id") or 0, front=t["qfmt"], back=t["afmt"]) for t in model["tmpls"]
        ),
    )


def _read_note(row: tuple[Any, ...], cards: list[tuple[int, int, int]], decks: dict[str, Any]) -> Note:
    number, guid, _, mod, tags, fields = row
    deck, due = (decks[str(cards[0][0])]["name"], cards[0][2]) if cards else ("", 0)
    return Note(
        guid=guid,
        deck=deck,
        fields=tuple(fields.split("\x1f")),
        tags=tuple(tags.split()),
        cards=tuple(ordinal for _, ordinal, _ in cards),
        due=due,
        id=number,
        mod=mod,
    )
