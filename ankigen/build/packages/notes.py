"""Make the notes of packages as they are written: all of them would not fit into memory. Hash them before."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from ankigen.anki import notetypes, to_note
from ankigen.build.identity import Row, ledger
from ankigen.model import summary
from ankigen.system import cache as caches
from ankigen.system.processes import process_count, spread
from ankigen.system.progress import paced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ankigen.build.bank import RenderedBank
    from ankigen.build.identity import Ledger
    from ankigen.model import Note
    from ankigen.system.cache import Cache
    from ankigen.system.progress import Track

_PART = 500  # notes that one process hashes at a time
_HASHES = "hashes"  # in the cache
_HASH_SIZE = 16  # bytes


class Notes(Sequence["Note"]):
    """The notes of a package as a sequence that makes each note when it is asked for, and keeps none in memory."""

    def __init__(self, rendered: RenderedBank, rows: Sequence[Row], after: Ledger, first: int) -> None:
        """Take `rows` in the order of `due`, their dates in `after`, and an id (epoch ms) below all of theirs."""
        self._rendered, self._rows, self._after, self._first = rendered, rows, after, first

    def __len__(self) -> int:
        """Return the number of notes."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Note: ...
    @overload
    def __getitem__(self, index: slice) -> Notes: ...
    def __getitem__(self, index: int | slice) -> Note | Notes:
        """Make the note at an index, with its id and date; for a slice, return the `Notes` of these rows."""
        if isinstance(index, slice):
            return Notes(self._rendered, self._rows[index], self._after, self._first)
        row = self._rows[index]
        return _note(self._rendered, row, self._first + 10 * row.due, self._after.entries[row.guid].changed)


def with_note_hashes(rendered: RenderedBank, rows: Sequence[Row], cache: Cache, track: Track) -> list[Row]:
    """Return the rows with the hashes of their notes, and the cards that these have.

    Only notes whose hashes are not in the `cache` are made; `track` counts these.
    """
    hashes_by_input: dict[bytes, tuple[str, str, tuple[int, ...]]] = caches.values(cache, _HASHES)
    input_hashes = _input_hashes(rendered, rows)
    new = [number for number, input_hash in enumerate(input_hashes) if input_hash not in hashes_by_input]
    parts = [new[start : start + _PART] for start in range(0, len(new), _PART)]

    def hash_part(part: int) -> bytes:
        notes = (_note(rendered, rows[number]) for number in parts[part])
        return marshal.dumps([(*ledger.note_hashes(note), note.cards) for note in notes])

    done = spread(hash_part, len(parts), process_count(len(new)))
    for part, answer in paced(track(new, "questions"), [len(part) for part in parts], done):
        hashes_by_input |= zip([input_hashes[number] for number in parts[part]], marshal.loads(answer), strict=True)  # noqa: S302 - ours
    if new:
        # A build of a part, or of some kinds, keeps the hashes of the other questions.
        every = rendered.bank.summaries
        all_kinds = any(row.parent for row in rows) or not any(question.derived for question in every)
        whole = all_kinds and sum(not row.parent for row in rows) == len(every)
        caches.keep(
            cache,
            _HASHES,
            {input_hash: hashes_by_input[input_hash] for input_hash in input_hashes} if whole else hashes_by_input,
        )
    return [
        Row(row.summary, row.guid, row.home, row.due, row.shown, *hashes_by_input[input_hash], row.parent)
        for row, input_hash in zip(rows, input_hashes, strict=True)
    ]


def cards_by_hashes(cache: Cache) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the cards of the notes that the last build here has hashed, by the hashes of their fields and tags."""
    return {(fields, tags): cards for fields, tags, cards in caches.values(cache, _HASHES).values()}


def without_recall(
    rendered: RenderedBank,
    rows: Iterable[Row],
    before: Ledger,
    earlier: Mapping[tuple[str, str], tuple[int, ...]],
) -> tuple[str, ...]:
    """Return the keys of the questions that had a second card when the ledger was as `before`, and have none now.

    `earlier` has the cards of notes as the last build here made them. Of one that another machine has built, it is seen
    if nothing else on its cards has changed.
    """
    templates = enumerate(notetypes.load().templates)
    recall = next((i for i, template in templates if template.name == notetypes.RECALL), None)
    if recall is None:  # the author has changed when there is a second card
        return ()
    bank = rendered.bank._replace(config=rendered.bank.config.model_copy(update={"recall": True}))
    with_recall = rendered._replace(bank=bank)

    def has_lost_it(row: Row) -> bool:
        old = before.entries.get(row.guid)
        if row.parent or recall in row.cards or old is None or old.held or not ledger.has_changed(before, row):
            return False
        cards = earlier.get((old.fields, old.tags))
        if cards is not None:
            return recall in cards
        again = _note(with_recall, row._replace(summary=row.summary._replace(recall=None), shown=old.shown[0]))
        return ledger.note_hashes(again)[0] == old.fields

    return tuple(row.summary.key for row in rows if has_lost_it(row))


def _input_hashes(rendered: RenderedBank, rows: Sequence[Row]) -> list[bytes]:
    """Return, for each row, a hash of all that its note's hashes depend on: not of its file, key, position or dates."""
    bank, bodies = rendered
    notetype = notetypes.load()
    shape = ([field.name for field in notetype.fields], [template.when for template in notetype.templates])
    shared = hashlib.blake2b(
        f"{bank.config.model_dump_json()}\n{bank.languages}\n{shape}".encode(), digest_size=_HASH_SIZE
    ).digest()
    return [
        hashlib.blake2b(
            caches.plain((summary.without_place(row.summary), row.shown, row.home, bodies.body_hash(row.summary))),
            digest_size=_HASH_SIZE,
            key=shared,
        ).digest()
        for row in rows
    ]


def _note(rendered: RenderedBank, row: Row, number: int = 0, mod: int = 0) -> Note:
    return to_note(
        row.summary,
        rendered.bodies.html(row.summary),
        guid=row.guid,
        shown_id=row.shown,
        home=row.home,
        due=row.due,
        config=rendered.bank.config,
        languages=rendered.bank.languages,
        number=number,
        mod=mod,
    )
