"""Find the entry of each question that was made of another one: by what it asks and what is right, not by its place.

An edit of one of these keeps the note: what is asked stays, or what is right stays and no other question of the kind
has it. So rows may change places, and be added or removed, and the notes of the others stay as they are. What was
retired comes back to its note if it asks the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build.identity.guids import guid_of_derived
from ankigen.model import DERIVED_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from ankigen.build.identity.ledger.entries import Entry, Ledger
    from ankigen.model import DerivedKind, Summary


class Made(NamedTuple):
    """A question that is made of another one, with its GUID and that of the question of which it is made."""

    summary: Summary
    guid: str
    parent: str


class Guids(NamedTuple):
    """The GUIDs of a bank's questions, by key, and the questions that are made of each, by its GUID."""

    of_questions: Mapping[str, str]
    made: Mapping[str, Sequence[Made]]

    def positions(self, questions: Iterable[Summary]) -> dict[str, int]:
        """Return the position of each question among new cards, by GUID: those made of one come right behind it."""
        due: dict[str, int] = {}
        for question in questions:
            guid = self.of_questions[question.key]
            for one in (guid, *(made.guid for made in self.made.get(guid, ()))):
                due[one] = len(due) + 1
        return due


def assign(
    ledger: Ledger, groups: Iterable[tuple[str, Sequence[Summary]]], limit: Callable[[DerivedKind], int]
) -> dict[str, tuple[Made, ...]]:
    """Return, by the GUID of each question, the questions that are made of it, in their order.

    Each of the `groups` is the GUID of a question with all that can be made of it. Of each kind a question has no more
    than its `limit`: first those that learners have, then the others.
    """
    entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in ledger.entries.values():
        if entry.parent:
            entries[_owner(entry, ledger), entry.kind].append(entry)
    assigned: set[str] = set()
    made: dict[str, tuple[Made, ...]] = {}
    for parent, derived in groups:
        own: list[Made] = []
        for kind in DERIVED_KINDS:
            of_kind = [one for one in derived if one.made == kind]
            of_ledger = entries[parent, kind]
            guids = _guids(of_kind, of_ledger)
            chosen = _limited(of_kind, guids, {entry.guid for entry in of_ledger if not entry.retired}, limit(kind))
            for one in chosen:
                guid = guids.get(one.number) or _new_guid(parent, one, ledger, assigned)
                assigned.add(guid)
                own.append(Made(one, guid, parent))
        made[parent] = tuple(own)
    return made


def _owner(entry: Entry, ledger: Ledger) -> str:
    """Return the GUID of the question of which an entry's question is made.

    Of two questions to which two authors gave one GUID, that is the one in the same file.
    """
    for rival, guid in ledger.rivals.items():
        if guid == entry.parent and ledger.entries[guid].path != ledger.entries[rival].path == entry.path:
            return rival
    return entry.parent


def _guids(derived: Sequence[Summary], entries: Iterable[Entry]) -> dict[int, str]:
    """Return the GUIDs of the entries that belong to derived questions, by their number."""
    by_age = sorted(entries, key=lambda entry: (entry.retired, entry.state_since, entry))
    free = {entry.guid: entry for entry in by_age}
    guids: dict[int, str] = {}
    signs: tuple[tuple[Callable[[Summary], str], Callable[[Entry], str], bool], ...] = (
        (lambda one: one.content, lambda entry: entry.content, True),
        (lambda one: one.asked, lambda entry: entry.loose, False),
        (lambda one: one.right, lambda entry: entry.answer, False),
        (lambda one: one.asked, lambda entry: entry.loose, True),
    )
    for of_question, of_entry, may_be_retired in signs:
        left = [one for one in derived if one.number not in guids]
        candidates = [entry for entry in free.values() if may_be_retired or not entry.retired]
        if not may_be_retired:  # what several share, such as `POST`, says nothing of the one that is left over
            several = _repeated(map(of_question, derived))
            several |= _repeated(of_entry(entry) for entry in by_age if not entry.retired)
            left = [one for one in left if of_question(one) not in several]
        for one, entry in _pairs(left, candidates, of_question, of_entry):
            guids[one.number] = entry.guid
            del free[entry.guid]
    return guids


def _repeated(values: Iterable[str]) -> set[str]:
    return {value for value, count in Counter(values).items() if count > 1}


def _pairs(
    derived: Iterable[Summary],
    entries: Iterable[Entry],
    of_question: Callable[[Summary], str],
    of_entry: Callable[[Entry], str],
) -> Iterator[tuple[Summary, Entry]]:
    """Yield each derived question with the first entry that shares a value with it."""
    by_value = defaultdict[str, list["Entry"]](list)
    for entry in entries:
        by_value[of_entry(entry)].append(entry)
    for one in derived:
        fitting = by_value.get(of_question(one), []) if of_question(one) else []
        if fitting:
            yield one, fitting.pop(0)


def _limited(derived: Sequence[Summary], guids: Mapping[int, str], active: set[str], limit: int) -> Sequence[Summary]:
    if len(derived) <= limit:
        return derived
    first = sorted(derived, key=lambda one: (guids.get(one.number) not in active, one.number))
    return sorted(first[:limit], key=lambda one: one.number)


def _new_guid(parent: str, one: Summary, ledger: Ledger, assigned: Container[str]) -> str:
    """Return a GUID that no other note has, also of those `assigned` in this build.

    An entry of a rebuilt ledger, of which only the note is known or whose question was not, belongs to who would get
    its GUID.
    """
    for guid in guid_of_derived(parent, one.made, one.content):
        entry = ledger.entries.get(guid)
        is_orphan = entry is not None and entry.kind == one.made and entry.parent == guid
        is_bare = entry is not None and entry.parent == parent and not (entry.content or entry.loose)
        if guid not in assigned and (entry is None or is_orphan or is_bare):
            return guid
    raise AssertionError
