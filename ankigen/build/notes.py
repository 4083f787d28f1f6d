"""A bank's questions to notes, which are made whenever they are wanted, for all of them would not fit into memory."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from ankigen.anki import note as render
from ankigen.anki import notetype as notetypes
from ankigen.build import facts
from ankigen.build.identity import ledger
from ankigen.build.identity.ledger import Row
from ankigen.system import cache as caches
from ankigen.system import processes
from ankigen.system.progress import paced

if TYPE_CHECKING:
    from ankigen.build.identity.ledger import Ledger
    from ankigen.build.link import Bank
    from ankigen.model.package import Note
    from ankigen.system.cache import Cache
    from ankigen.system.progress import Track

_PART = 500  # notes that are hashed at one go
_HASHES = "hashes"  # in the cache
_MARK = 16  # bytes


class Notes(Sequence["Note"]):
    """The notes of a package, rendered whenever they are gone through, so that they never are all in memory."""

    def __init__(self, bank: Bank, rows: Sequence[Row], after: Ledger, first: int) -> None:
        """Take rows in the order of `due`, their dates from the ledger, and the id (epoch milliseconds) before all."""
        self._bank, self._rows, self._after, self._first = bank, rows, after, first

    def __len__(self) -> int:
        """How many they are."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Note: ...
    @overload
    def __getitem__(self, index: slice) -> Notes: ...
    def __getitem__(self, index: int | slice) -> Note | Notes:
        """Render one, with its id and date; or return some of them."""
        if isinstance(index, slice):
            return Notes(self._bank, self._rows[index], self._after, self._first)
        row = self._rows[index]
        return _note(self._bank, row, self._first + 10 * row.due, self._after.entries[row.guid].changed)


def hashed(bank: Bank, rows: Sequence[Row], cache: Cache | None, track: Track) -> list[Row]:
    """Return the rows with what their notes hash to, and their cards; a note that the `cache` knows is not made.

    `track` goes through the others.
    """
    known: dict[bytes, tuple[str, str, tuple[int, ...]]] = caches.values(cache, _HASHES)
    marks = _marks(bank, rows)
    new = [number for number, mark in enumerate(marks) if mark not in known]
    parts = [new[start : start + _PART] for start in range(0, len(new), _PART)]

    def hashes(part: int) -> bytes:
        notes = (_note(bank, rows[number]) for number in parts[part])
        return marshal.dumps([(*ledger.hashes(note), note.cards) for note in notes])

    done = processes.spread(hashes, len(parts), processes.processes(len(new)))
    for part, answer in paced(track(new, "questions"), [len(part) for part in parts], done):
        known |= zip([marks[number] for number in parts[part]], marshal.loads(answer), strict=True)  # noqa: S302 - ours
    if new:
        whole = len(rows) == len(bank.facts)  # of a part, the others are still known
        caches.keep(cache, _HASHES, {mark: known[mark] for mark in marks} if whole else known)
    return [Row(row.question, row.guid, row.home, row.due, *known[mark]) for row, mark in zip(rows, marks, strict=True)]


def _marks(bank: Bank, rows: Sequence[Row]) -> list[bytes]:
    """Return for each row a hash of all that its note's hashes depend on: not on the file, the order, or a date."""
    bodies = bank.bodies
    if bodies is None:
        return []
    notetype = notetypes.load()
    shape = ([field.name for field in notetype.fields], [template.when for template in notetype.templates])
    settings = hashlib.blake2b(f"{bank.config.model_dump_json()}\n{shape}".encode(), digest_size=_MARK).digest()
    return [
        hashlib.blake2b(
            caches.plain((facts.without_place(row.question), row.home, bodies.mark(row.question))),
            digest_size=_MARK,
            key=settings,
        ).digest()
        for row in rows
    ]


def _note(bank: Bank, row: Row, number: int = 0, mod: int = 0) -> Note:
    return render.note(
        row.question,
        bank.bodies.html(row.question) if bank.bodies else (),
        guid=row.guid,
        home=row.home,
        due=row.due,
        config=bank.config,
        number=number,
        mod=mod,
    )
