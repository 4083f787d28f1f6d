"""Everything that depends on Anki: the note type, notes, packages, media, searches, AnkiConnect.

Input: a `Question` with its summary. Output: a `Note` with the HTML of every field (`render_body`, `to_note`).
Packages can be compared (`diff`) and sent to a running Anki (`connect`); these two modules take time to import, and
few commands need them. `anki.apkg` writes and reads .apkg files, and `anki.media` collects pictures and sounds.
"""

from ankigen.anki import notetypes
from ankigen.anki.note import BODY_FIELDS, NOTE_TAG_KINDS, Body, deck_name, home_of, homes, render_body, to_note
from ankigen.anki.profiles import newest_backups
from ankigen.anki.search import search_around, search_for, search_for_any, search_for_deck, search_name

__all__ = [
    "BODY_FIELDS",
    "NOTE_TAG_KINDS",
    "Body",
    "connect",
    "deck_name",
    "diff",
    "home_of",
    "homes",
    "newest_backups",
    "notetypes",
    "render_body",
    "search_around",
    "search_for",
    "search_for_any",
    "search_for_deck",
    "search_name",
    "to_note",
]
