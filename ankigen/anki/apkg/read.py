"""Read an .apkg file back to a package."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from ankigen.anki.apkg import collection
from ankigen.model import CardTemplate, Field, Note, Notetype, Package
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


def read_package(path: Path) -> Package:
    """Return the package in an .apkg file that ankigen or another program wrote in the legacy format, without media.

    Raises `UserError` if the file is no package, has notes of several note types, is in Anki's newer format, or
    inflates to more than a package of its size can hold.
    """
    with collection.reading(path, "an Anki package"):
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "collection.anki21b" in names:
                hint = 'in Anki, export it with "Support older Anki versions"'
                raise UserError(f"{path}: is in a format that ankigen does not read", hint)
            name = "collection.anki21" if "collection.anki21" in names else "collection.anki2"
            data = collection.member(archive, name, collection.limit_of(path))
            listed = json.loads(collection.member(archive, "media", collection.LISTING)) if "media" in names else {}
        if not isinstance(listed, dict) or not all(isinstance(name, str) for name in listed.values()):
            raise ValueError("its list of media is damaged")
        return _package(data)


def _package(data: bytes) -> Package:
    size = len(data)
    with collection.opened(data) as database:
        (row,) = collection.rows(database, "select models, decks from col limit 1", size)
        models, decks = map(json.loads, row)
        cards: dict[int, list[tuple[int, int, int]]] = {}
        card_rows = collection.rows(database, "select nid, ord, did, due from cards", size)
        for note, ordinal, deck, due in sorted(card_rows):  # SQLite would sort in memory
            cards.setdefault(note, []).append((deck, ordinal, due))
        rows = list(collection.rows(database, "select id, guid, mid, mod, tags, flds from notes order by id", size))
    used = {str(row[2]) for row in rows} or set(models)
    if len(used) != 1:
        raise ValueError("it has notes of several note types")
    notetype = _notetype(models[used.pop()])
    return Package(
        notetype=notetype,
        notes=tuple(_read_note(row, cards.get(row[0], []), decks, len(notetype.fields)) for row in rows),
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


def _read_note(row: tuple[Any, ...], cards: list[tuple[int, int, int]], decks: dict[str, Any], width: int) -> Note:
    number, guid, _, mod, tags, text = row
    fields = tuple(text.split("\x1f"))
    if len(fields) != width or not 0 <= mod <= collection.LATEST:
        raise ValueError("a note has other fields than its note type, or no date that a calendar has")
    deck, due = (decks[str(cards[0][0])]["name"], cards[0][2]) if cards else ("", 0)
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
