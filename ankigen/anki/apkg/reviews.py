"""Read a learner's reviews from a collection: from a backup or an export of Anki's, or from the collection's file.

The file of a running Anki is never opened, because Anki locks it and keeps its latest changes beside it; a copy of both
is read.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.anki.apkg import collection
from ankigen.model import Memory, Review, StudiedCard
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_LATEST_WEST = 24 * 60  # minutes; no time zone is that far from UTC
_CARDS = "select id, nid, ord, type, queue, due, odue, odid, data from cards"
# Not the rows of cards that were rescheduled by hand or by Anki: types 4 and 5 (Anki's stats.proto).
_RATED = "select cid, id, ease from revlog where ease between 1 and 4 and type between 0 and 3 order by id"
_IN_REVIEW = 2  # the type of a card that has left learning (Anki's manual, "Database structure" of add-ons)
_SUSPENDED = -1  # the queue of a suspended card
_FSRS5_DECAY = 0.5  # of collections from before FSRS had a decay of its own
_KNOWN_DATA = {"pos", "s", "d", "dr", "decay", "lrt", "cd"}  # the keys of a card's data
_PICKS = "ag"  # the key in a card's custom data
_CREATED_WEST = "creationOffset"  # the setting: minutes west of UTC
_MOST_DATA = 1000  # characters; Anki writes some 200
_ATTEMPTS = 3  # to copy a collection that is being written


class Collection(NamedTuple):
    """The cards of some notes that have been reviewed, and how many of these notes there are, reviewed or not.

    `other_fsrs` is whether a newer FSRS wrote data of these cards.
    """

    cards: tuple[StudiedCard, ...] = ()
    other_fsrs: bool = False
    notes: int = 0


def read_collection(path: Path, guids: AbstractSet[str]) -> Collection:
    """Return the reviewed cards of the notes with these GUIDs in an .apkg, .colpkg or collection.anki2 file.

    Raises `UserError` if the file cannot be read.
    """
    with collection.reading(path, "a collection of Anki's, or a package or backup of one"):
        data = _from_file(path) if path.suffix == ".anki2" else collection.database_of(path)
        with collection.opened(data) as database:
            return _collection(database, len(data), guids)


def _from_file(path: Path) -> bytes:
    """Return the database in a collection's file, with what is only in the write-ahead log beside it.

    The two are copied one after the other, so a copy may be of two states; then it is damaged, and made again.
    """
    for _ in range(_ATTEMPTS):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "collection.anki2"
            shutil.copyfile(path, copy)
            log = path.with_name(f"{path.name}-wal")
            if log.exists():
                shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
            try:
                with closing(sqlite3.connect(copy)) as database:
                    collection.collate(database)
                    database.execute("pragma journal_mode = delete").fetchone()
                    whole = database.execute("pragma quick_check(1)").fetchone() == ("ok",)
                    whole = whole and bool(database.execute("select count(*) from revlog, col limit 1").fetchone())
            except sqlite3.DatabaseError:
                whole = False
            if whole:
                return copy.read_bytes()
    raise UserError(
        f"{path}: cannot be read as a collection of Anki's: it is damaged, or Anki is writing it",
        "close Anki; or leave out --from, and the newest backup is read",
    )


def _collection(database: sqlite3.Connection, size: int, guids: AbstractSet[str]) -> Collection:
    created = _creation_date(database, size)
    notes = {
        number: guid for number, guid in collection.rows(database, "select id, guid from notes", size) if guid in guids
    }
    rows = {row[0]: row for row in collection.rows(database, _CARDS, size) if row[1] in notes}
    reviews: dict[int, list[Review]] = {}
    for card, time, rating in collection.rows(database, _RATED, size):
        if card in rows:
            reviews.setdefault(card, []).append(Review(time, rating))
    cards = []
    other = False
    for number, row in rows.items():
        if number in reviews:
            card, newer = _card(row, notes[row[1]], tuple(reviews[number]), created)
            cards.append(card)
            other = other or newer
    return Collection(tuple(cards), other, len(notes))


def _creation_date(database: sqlite3.Connection, size: int) -> dt.date:
    """Return the day on which a collection was created, in the time zone in which it was.

    Cards fall due so many days after it (Anki's rslib/src/scheduler/timing.rs, `sched_timing_today`), whatever time
    zone the learner is in now. A collection without that time zone has the days of this machine's, as in Anki.
    """
    created, settings = next(collection.rows(database, "select crt, conf from col limit 1", size))
    if settings:  # Anki's older format
        west = _object(settings).get(_CREATED_WEST)
    else:
        query = "select val from config where key = ?"
        west = _json(next(collection.rows(database, query, size, _CREATED_WEST), ("",))[0])
    zone = None
    if isinstance(west, int) and abs(west) < _LATEST_WEST:
        zone = dt.timezone(dt.timedelta(minutes=-west))
    return dt.datetime.fromtimestamp(created, zone).date()


def _due_date(created: dt.date, day: int) -> dt.date | None:
    """Return the date that is so many days after the creation; None if there is none, in a damaged collection."""
    try:
        return created + dt.timedelta(days=day)
    except OverflowError:
        return None


def _card(row: tuple[Any, ...], guid: str, reviews: tuple[Review, ...], created: dt.date) -> tuple[StudiedCard, bool]:
    """Return a card, and whether its data are of a newer FSRS."""
    _, _, ordinal, kind, queue, due, original_due, original_deck, text = row
    day = original_due if original_deck else due  # in a filtered deck, `due` is the place in it
    in_review = kind == _IN_REVIEW and queue != _SUSPENDED
    data = _data(text)
    memory = _memory(data, reviews[-1].time // 1000)
    card = StudiedCard(
        guid=guid,
        ordinal=ordinal,
        reviews=reviews,
        due=_due_date(created, day) if in_review else None,
        memory=memory,
        picks=_picks(data),
    )
    return card, memory is None and bool(data.keys() - _KNOWN_DATA)


def _data(text: str) -> dict[str, Any]:
    """Return what Anki keeps of a card as JSON; {} if it is damaged or of another kind."""
    return _object(text) if len(text) <= _MOST_DATA else {}


def _object(text: str) -> dict[str, Any]:
    value = _json(text)
    return value if isinstance(value, dict) else {}


def _json(text: str | bytes) -> object:
    """Return the value of a JSON text; None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _memory(data: dict[str, Any], last: int) -> Memory | None:
    """Return what FSRS knows; `last` is the last review (epoch seconds), if Anki did not keep it in the data."""
    defaults = (("s", 0), ("decay", _FSRS5_DECAY), ("lrt", last))
    stability, decay, last_review = (_number(data.get(key, default)) for key, default in defaults)
    if "d" not in data or not 0 < stability < 1e6 or not 0 < decay < 10 or last_review <= 0:
        return None
    return Memory(stability, decay, last_review)


def _number(value: object) -> float:
    """Return a number; 0 for anything else."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0


def _picks(data: dict[str, Any]) -> str:
    custom = data.get("cd", "")
    own = _data(custom) if isinstance(custom, str) else custom
    picks = own.get(_PICKS, "") if isinstance(own, dict) else ""
    return picks if isinstance(picks, str) and picks.isascii() and picks.isalnum() else ""
