"""Find the entry of each question that was made of another one: by what it asks and what is right, not by its place.

An edit of one of these keeps the note: the same cell with another path, or another cell with the same path. So rows may
change places, and be added or removed, and the notes of the others stay as they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build.identity.guids import guid_of_derived
from ankigen.model import DERIVED_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
            entries[entry.parent, entry.kind].append(entry)
    used = set(ledger.entries)
    made: dict[str, tuple[Made, ...]] = {}
    for parent, derived in groups:
        own: list[Made] = []
        for kind in DERIVED_KINDS:
            of_kind = [one for one in derived if one.made == kind]
            of_ledger = entries[parent, kind]
            guids = _guids(of_kind, of_ledger)
            chosen = _limited(of_kind, guids, {entry.guid for entry in of_ledger if not entry.retired}, limit(kind))
            for one in chosen:
                guid = guids.get(one.number) or _new_guid(parent, one, ledger, used)
                used.add(guid)
                own.append(Made(one, guid, parent))
        made[parent] = tuple(own)
    return made


def _guids(derived: Sequence[Summary], entries: Iterable[Entry]) -> dict[int, str]:
    """Return the GUIDs of the entries that belong to derived questions, by their number."""
    by_age = sorted(entries, key=lambda entry: (entry.retired, entry.state_since, entry))
    free = {entry.guid: entry for entry in by_age}
    guids: dict[int, str] = {}
    signs: tuple[tuple[Callable[[Summary], str], Callable[[Entry], str], bool], ...] = (
        (lambda one: one.content, lambda entry: entry.content, True),
        (lambda one: one.asked, lambda entry: entry.loose, False),
        (lambda one: one.right, lambda entry: entry.answer, False),
    )
    for of_question, of_entry, may_be_retired in signs:
        left = [one for one in derived if one.number not in guids]
        candidates = [entry for entry in free.values() if may_be_retired or not entry.retired]
        for one, entry in _pairs(left, candidates, of_question, of_entry, alone=not may_be_retired):
            guids[one.number] = entry.guid
            del free[entry.guid]
    return guids


def _pairs(
    derived: Iterable[Summary],
    entries: Iterable[Entry],
    of_question: Callable[[Summary], str],
    of_entry: Callable[[Entry], str],
    *,
    alone: bool,
) -> Iterator[tuple[Summary, Entry]]:
    """Yield each derived question with the first entry that shares a value with it.

    With `alone`, no other question and no other entry may have the value.
    """
    questions, by_value = list(derived), defaultdict[str, list["Entry"]](list)
    for entry in entries:
        by_value[of_entry(entry)].append(entry)
    shared = Counter(map(of_question, questions))
    for one in questions:
        value = of_question(one)
        fitting = by_value.get(value, [])
        if value and fitting and not (alone and (shared[value] > 1 or len(fitting) > 1)):
            yield one, fitting.pop(0)


def _limited(derived: Sequence[Summary], guids: Mapping[int, str], active: set[str], limit: int) -> Sequence[Summary]:
    if len(derived) <= limit:
        return derived
    first = sorted(derived, key=lambda one: (guids.get(one.number) not in active, one.number))
    return sorted(first[:limit], key=lambda one: one.number)


def _new_guid(parent: str, one: Summary, ledger: Ledger, used: set[str]) -> str:
    """Return a GUID that no other note has; an entry of which only the note is known belongs to who would get it."""
    for guid in guid_of_derived(parent, one.made, one.content):
        entry = ledger.entries.get(guid)
        if guid not in used or (entry and not (entry.content or entry.loose) and entry.parent in {"", parent}):
            return guid
    raise AssertionError
