"""Know all of Anki that ankigen needs: the note type, notes, packages, media, searches, AnkiConnect.

Input: a `Question` with its summary. Output: a `Note` with the HTML of every field (`render_body`, `to_note`).
Packages can be compared (`compare`) and sent to a running Anki (`connect`). `anki.apkg` writes and reads .apkg files,
and `anki.media` collects pictures and sounds.
"""

from ankigen.anki import connect, notetypes
from ankigen.anki.connect import Address
from ankigen.anki.diff import CHANGE_FORMATS, compare, load_side
from ankigen.anki.note import BODY_FIELDS, NOTE_TAG_KINDS, Body, deck_name, home_of, homes, render_body, to_note
from ankigen.anki.profiles import newest_backups
from ankigen.anki.search import search_for, search_for_deck

__all__ = [
    "BODY_FIELDS",
    "CHANGE_FORMATS",
    "NOTE_TAG_KINDS",
    "Address",
    "Body",
    "compare",
    "connect",
    "deck_name",
    "home_of",
    "homes",
    "load_side",
    "newest_backups",
    "notetypes",
    "render_body",
    "search_for",
    "search_for_deck",
    "to_note",
]
