"""Import a package through AnkiConnect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import notetypes
from ankigen.anki.connect.calls import TOO_OLD, Address, Unavailable, call, other

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 60  # an import may take this many times as long as another action


class Imported(NamedTuple):
    """How many of ankigen's notes an import added and updated; `updated` is None if the add-on is too old to say."""

    new: int
    updated: int | None


def push(address: Address, package: Path) -> Imported:
    """Import a package, and return the number of notes that were added and updated.

    Raises `Unavailable` if the add-on reports an error, `UserError` if Anki does not answer in time.
    """
    before = _dates(address)
    done = call(address, "importPackage", _SECONDS, path=str(package.resolve()))
    if done is not True:
        raise Unavailable("AnkiConnect could not import the package")
    after = _dates(address)
    ids_of_both = set(after) & set(before)
    dated = all(after.values()) and all(before.values())
    return Imported(len(after) - len(ids_of_both), sum(after[n] != before[n] for n in ids_of_both) if dated else None)


def _dates(address: Address) -> dict[int, int]:
    """Return the ids of the notes of ankigen's note type, with the time of each note's last change in epoch seconds.

    The times are 0 if the add-on is too old to report them.
    """
    notes = call(address, "findNotes", query=f"mid:{notetypes.load().id}")
    if not isinstance(notes, list) or not all(type(note) is int for note in notes):
        raise other(address)
    try:
        rows = call(address, "notesModTime", notes=notes)
    except Unavailable as error:
        if str(error).endswith(TOO_OLD):
            return dict.fromkeys(notes, 0)
        raise
    try:
        return {int(row["noteId"]): int(row["mod"]) for row in rows if row}
    except (LookupError, TypeError, ValueError) as error:
        raise other(address) from error
