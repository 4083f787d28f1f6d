"""Read an .apkg file back to a package."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from ankigen.anki.apkg import collection
from ankigen.model import CardTemplate, Field, Note, Notetype, Package

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def read_package(path: Path) -> Package:
    """Return the package in an .apkg file that ankigen or another program wrote, in any format, without media.

    Of a note type in Anki's newer format, only the name, the id and the names of the fields are read, and of a deck
    only its name. Raises `UserError` if the file is no package, has notes of several note types, or inflates to more
    than a package of its size can hold.
    """
    with collection.reading(path, "an Anki package"):
        data = collection.database_of(path)
        _check_media(path)
        with collection.opened(data) as database:
            return _package(database, len(data))


def _check_media(path: Path) -> None:
    """Raise `ValueError` if the list of media is damaged; that of the newer format is not read."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "media" not in names or collection.NEWEST in names:
            return
        listed = json.loads(collection.member(archive, "media", collection.LISTING))
    if not isinstance(listed, dict) or not all(isinstance(name, str) for name in listed.values()):
        raise ValueError("its list of media is damaged")


def _package(database: sqlite3.Connection, size: int) -> Package:
    notetypes, decks = _notetypes_and_decks(database, size)
    cards: dict[int, list[tuple[int, int, int]]] = {}
    card_rows = collection.rows(database, "select nid, ord, did, due from cards", size)
    for note, ordinal, deck, due in sorted(card_rows):  # SQLite would sort in memory
        cards.setdefault(note, []).append((deck, ordinal, due))
    rows = list(collection.rows(database, "select id, guid, mid, mod, tags, flds from notes order by id", size))
    used = {row[2] for row in rows} or set(notetypes)
    if len(used) != 1:
        raise ValueError("it has notes of several note types")
    notetype = notetypes[used.pop()]
    names = {number: name for number, (name, _) in decks.items()}
    return Package(
        notetype=notetype,
        notes=tuple(_read_note(row, cards.get(row[0], []), names, len(notetype.fields)) for row in rows),
        descriptions={name: description for number, (name, description) in sorted(decks.items()) if number != 1},
    )


def _notetypes_and_decks(
    database: sqlite3.Connection, size: int
) -> tuple[dict[int, Notetype], dict[int, tuple[str, str]]]:
    """Return the note types by id, and the name and the description of each deck by id."""
    (models, decks), *_ = collection.rows(database, "select models, decks from col limit 1", size)
    if models:
        notetypes = (_notetype(model) for model in json.loads(models).values())
        names = ((int(key), (deck["name"], deck["desc"])) for key, deck in json.loads(decks).items())
        return {notetype.id: notetype for notetype in notetypes}, dict(names)
    fields: dict[int, list[Field]] = {}
    for notetype_id, _, name in sorted(collection.rows(database, "select ntid, ord, name from fields", size)):
        fields.setdefault(notetype_id, []).append(Field(name=name, id=0))
    rows = collection.rows(database, "select id, name, mtime_secs from notetypes", size)
    notetypes_by_id = {
        number: Notetype(name=name, id=number, mod=mod, css="", fields=tuple(fields[number]), templates=())
        for number, name, mod in rows
    }
    deck_rows = collection.rows(database, "select id, name from decks", size)
    return notetypes_by_id, {number: (name.replace("\x1f", "::"), "") for number, name in deck_rows}


def _notetype(model: dict[str, Any]) -> Notetype:
    return Notetype(
        name=model["name"],
        id=int(model["id"]),
        mod=model["mod"],
        css=model["css"],
        fields=tuple(Field(name=field["name"], id=field.get("id") or 0) for field in model["flds"]),
        templates=tuple(
            CardTemplate(
                name=template["name"],
                id=template.get("id") or 0,
                front=template["qfmt"],
                back=template["afmt"],
                question=template.get("bqfmt") or "",
                answer=template.get("bafmt") or "",
            )
            for template in model["tmpls"]
        ),
    )


def _read_note(row: tuple[Any, ...], cards: list[tuple[int, int, int]], decks: dict[int, str], width: int) -> Note:
    number, guid, _, mod, tags, text = row
    fields = tuple(text.split("\x1f"))
    if len(fields) != width or not 0 <= mod <= collection.LATEST:
        raise ValueError("a note has other fields than its note type, or no date that a calendar has")
    deck, due = (decks[cards[0][0]], cards[0][2]) if cards else ("", 0)
    return Note(
        guid=guid,
        deck=deck,
        fields=fields,
        tags=tuple(tags.split()),
        cards=tuple(ordinal for _, ordinal, _ in cards),
        due=due,
        id=number,
        mod=mod,
    )
