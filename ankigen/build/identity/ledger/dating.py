"""Date a ledger later than everything that was delivered, so that Anki takes its notes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ankigen.build.identity.ledger.entries import names_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ankigen.build.identity.ledger.entries import Delivery, Entry, Ledger


def given_to_owners(ledger: Ledger, released: Iterable[Delivery]) -> Ledger:
    """Return a ledger in which a GUID of two authors belongs to the question that was released under it.

    If neither was, or both, it stays with the one that was built first.
    """
    versions = {(version.guid, version.fields, version.tags) for version in released}
    entries = dict(ledger.entries)
    for other, guid in ledger.rivals.items():
        first, second = entries[guid], entries[other]
        first_is, second_is = ((guid, entry.fields, entry.tags) in versions for entry in (first, second))
        if second_is and not first_is:
            entries |= {guid: second._replace(guid=guid), other: first._replace(guid=other)}
    return ledger._replace(entries=entries)


def dated_after(ledger: Ledger, deliveries: Iterable[Delivery]) -> Ledger:
    """Return a ledger with dates that are later than those of all deliveries of other content.

    An entry that was delivered with other content at its date or later, and not again since, loses the hash of its
    fields, so that the next build dates it anew. Each entry has all that its note has shown, as the search for retired
    questions needs it.
    """
    of_notes: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in sorted(deliveries, key=lambda delivery: delivery.date):
        if delivery.guid:
            of_notes[delivery.guid].append(delivery)
        elif delivery.date >= ledger.notetype_changed:
            ledger = ledger._replace(notetype_changed=delivery.date, notetype=delivery.fields)
    entries = {
        guid: _with_names(_dated_after(entry, of_notes[guid]), of_notes[guid])
        for guid, entry in ledger.entries.items()
        if guid in of_notes
    }
    delivered = {guid: _latest(versions, ledger.entries.get(guid)) for guid, versions in of_notes.items()}
    return ledger._replace(entries={**ledger.entries, **entries}, delivered=delivered)


def _latest(versions: Sequence[Delivery], entry: Entry | None) -> Delivery:
    """Return the latest of versions, in order; without its content if there was another one at the same time."""
    last = versions[-1]
    contents = {(version.fields, version.tags) for version in versions if version.date == last.date}
    if entry and entry.changed == last.date:
        contents.add((entry.fields, entry.tags))
    return last if len(contents) == 1 else last._replace(fields="", tags="")


def _with_names(entry: Entry, versions: Iterable[Delivery]) -> Entry:
    names = {name: None for version in versions for name in version.shown if name not in entry.shown}
    return entry._replace(shown=names_shown(entry.shown[0], [*names, *entry.shown])) if names else entry


def _dated_after(entry: Entry, versions: Sequence[Delivery]) -> Entry:
    """Return an entry with a date later than that of each version of its note with other content.

    Learners who have the same content need no later date: a note with a
    later date would take their tags.
    """
    same = {number for number, one in enumerate(versions) if (one.fields, one.tags) == (entry.fields, entry.tags)}
    other = max((one.date for number, one in enumerate(versions) if number not in same), default=-1)
    if other < entry.changed:
        return entry
    again = [versions[number].date for number in same if versions[number].date > other]
    return entry._replace(changed=min(again)) if again else entry._replace(changed=other, fields="")
