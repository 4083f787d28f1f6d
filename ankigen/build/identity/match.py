"""Find the GUID of each question of a build in the ledger, or give it a new one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build.identity.keys import guid_for

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from ankigen.build.identity.ledger import Entry, Ledger
    from ankigen.model import Summary


def assign_guids(
    ledger: Ledger,
    questions: Sequence[Summary],
    bank: str,
    copies: Iterable[tuple[Summary, str]] = (),
    faulty: Container[str] = (),
) -> dict[str, str]:
    """Return the GUID of each question, by key; `copies` are copies with the key of the question that is built.

    A question takes the GUID of the ledger's entry that fits it best. In this order: an entry of any of its copies;
    the same key and content; the same content (moved, renamed or re-numbered); the same ID in the same file; the same
    key in the same file, then in any file (edited); the same ID, if only one question and one entry are left with it.
    If none fits, the question is new.

    A retired entry is taken only for its content, or for its ID or key in its file: the same number in another file
    is a new question. An entry of a `faulty` file may belong to a question that is only broken, so a question of
    another file takes it only if it has the same content.
    """
    waiting = sorted(questions, key=lambda question: question.key)
    guids = _by_copies(ledger, {question.key: question for question in waiting}, copies)
    taken = set(guids.values())
    free = {guid: entry for guid, entry in ledger.entries.items() if guid not in taken}
    signs: tuple[_Sign, ...] = (
        _Sign(lambda q: (q.key, q.content), lambda e: (e.key, e.content)),
        _Sign(lambda q: q.content, lambda e: e.content),
        _Sign(lambda q: q.id and (q.id, q.path), lambda e: (_bare_id(e), e.path), alone=True),
        _Sign(lambda q: (q.key, q.path), lambda e: (e.key, e.path)),
        _Sign(lambda q: q.key, lambda e: not e.retired and e.key, weak=True),
        _Sign(lambda q: q.id, lambda e: not e.retired and _bare_id(e), weak=True, alone=True),
    )
    for sign in signs:
        settled = _settled([question for question in waiting if question.key not in guids], free, sign, faulty)
        guids |= settled
        for guid in settled.values():
            del free[guid]
    new = [question.key for question in waiting if question.key not in guids]
    return guids | {key: _unused(bank, key, ledger.entries) for key in new}


def _by_copies(
    ledger: Ledger, questions: Mapping[str, Summary], copies: Iterable[tuple[Summary, str]]
) -> dict[str, str]:
    """Return the GUIDs of questions with copies: the oldest active entry of any copy, which learners have."""
    groups: dict[str, list[Summary]] = {}
    for copy, key in copies:
        groups.setdefault(key, [questions[key]]).append(copy)
    by_sign: dict[object, list[Entry]] = {}
    for entry in ledger.entries.values() if groups else ():
        for sign in (entry.content, (_bare_id(entry), entry.path)):
            by_sign.setdefault(sign, []).append(entry)
    guids: dict[str, str] = {}
    taken: set[str] = set()
    for key, group in sorted(groups.items()):
        signs = [sign for copy in group for sign in (copy.content, (copy.id, copy.path))]
        candidates = {entry for sign in signs for entry in by_sign.get(sign, []) if entry.guid not in taken}
        if candidates:
            guids[key] = min(candidates, key=_age).guid
            taken.add(guids[key])
    return guids


def _age(entry: Entry) -> tuple[bool, int, Entry]:
    return entry.retired, entry.since, entry


class _Sign(NamedTuple):
    """A value that a question and an entry of the ledger must share, from which it follows that they belong together.

    A `weak` sign does not count for entries of faulty files in other files. A sign that must be `alone` counts only if
    one question and one entry have the value.
    """

    of_question: Callable[[Summary], object]
    of_entry: Callable[[Entry], object]
    weak: bool = False
    alone: bool = False


def _settled(
    waiting: Sequence[Summary], free: Mapping[str, Entry], sign: _Sign, faulty: Container[str]
) -> dict[str, str]:
    """Return the GUIDs that a sign gives to questions, by key; of several entries, the oldest active one is taken."""
    entries: dict[object, list[Entry]] = {}
    for entry in free.values() if waiting else ():
        entries.setdefault(sign.of_entry(entry), []).append(entry)
    shared = Counter(map(sign.of_question, waiting) if sign.alone else ())
    guids: dict[str, str] = {}
    for question in waiting:
        value = sign.of_question(question)
        same = entries.get(value, []) if value else []
        if sign.weak:
            same = [entry for entry in same if entry.path not in faulty or entry.path == question.path]
        if same and not (sign.alone and (len(same) > 1 or shared[value] > 1)):
            oldest = min(same, key=_age) if len(same) > 1 else same[0]
            guids[question.key] = oldest.guid
            entries[value].remove(oldest)
    return guids


def _bare_id(entry: Entry) -> str:
    """Return the ID from an entry's key, without the folder that may qualify it."""
    return entry.key.removeprefix(entry.path.rpartition("/")[0] + "/")


def _unused(bank: str, key: str, used: Container[str]) -> str:
    generation = 0
    while (guid := guid_for(bank, key, generation)) in used:
        generation += 1
    return guid
