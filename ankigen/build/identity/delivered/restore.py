"""Complete a ledger that has lost lines, from what was delivered: packages, and lines that git has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.build.identity.ledger import state_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from ankigen.build.identity.ledger import Entry, Ledger


def restore_lost(ledger: Ledger, delivered: Iterable[Entry]) -> Ledger:
    """Return a ledger that also has entries for notes that were `delivered` and of which it has none, as retired.

    Those that were held out each time are held further on.
    """
    entries = [entry for entry in delivered if entry.guid not in ledger.entries]
    released = {entry.guid for entry in entries if not entry.held}
    lost: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.changed, entry.content != "", entry)):
        lost[entry.guid] = entry._replace(state=state_of(retired=True, held=entry.guid not in released))
    return ledger._replace(entries={**ledger.entries, **lost}, restored=frozenset(lost))


def settle_restored(ledger: Ledger, present: Container[str], now: int, *, complete: bool) -> Ledger:
    """Return a ledger in which restored entries are not retired if they are `present`, the GUIDs of the questions.

    The others are retired `now` by a `complete` build, of which no file had an error. Any other build leaves them out,
    and they stay in `restored`: a later one has to look for them again.
    """
    lost = {guid: ledger.entries[guid]._replace(state_since=now) for guid in ledger.restored}
    of_present = {guid: entry for guid, entry in lost.items() if guid in present}
    back = {guid: entry._replace(state=state_of(retired=False, held=entry.held)) for guid, entry in of_present.items()}
    gone = {guid: entry for guid, entry in lost.items() if guid not in present}
    rest = {guid: entry for guid, entry in ledger.entries.items() if guid not in ledger.restored}
    left = frozenset[str]() if complete else frozenset(gone)
    return ledger._replace(entries={**rest, **back, **(gone if complete else {})}, restored=left)


def with_contents(ledger: Ledger, earlier: Iterable[Entry]) -> Ledger:
    """Return a ledger in which entries without a content have that of an `earlier` one with the same GUID.

    Of questions that were not in the files when a ledger was rebuilt, only the note is known. An earlier entry with the
    same note is the best one, then the latest; if that has another note, it may be of another question (`others`).
    """
    entries, others = dict(ledger.entries), dict(ledger.others)
    for line in sorted(earlier, key=lambda line: (_is_of_note(line, ledger), line.changed, line), reverse=True):
        entry = entries.get(line.guid)
        if entry and line.content and not (entry.content or entry.loose):
            entries[line.guid] = entry._replace(
                key=line.key, path=line.path, content=line.content, loose=line.loose, answer=line.answer
            )
            if not _is_of_note(line, ledger):
                others[line.guid] = others.get(line.guid, frozenset()) | {""}
    return ledger._replace(entries=entries, others=others)


def _is_of_note(line: Entry, ledger: Ledger) -> bool:
    entry = ledger.entries.get(line.guid)
    return entry is not None and entry.fields == line.fields
