"""Which GUID each question of a build has: the one that the ledger recorded, or a new one."""

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
    """Return the GUID of each question by its key; `copies` come with the key of the question that is kept.

    The surest sign goes first: what is known of any copy; same key and content; same content (moved, renamed,
    re-numbered); same ID in the same file; same key (edited); an ID that only one question on each side still has.
    Else it is new. A retired question comes back by its content, or under its key in its file: a new question that
    takes its number elsewhere is another one. What a `faulty` file held may only be broken, so no question of another
    file takes its place unless its content is the same.
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
    """Return the GUIDs of questions with copies: of all entries that any copy had, the oldest is the learner's."""
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
    """What a question and its entry have in common.

    A `weak` one tells nothing of entries of faulty files; `alone`: it counts only where nothing else has it.
    """

    of_question: Callable[[Summary], object]
    of_entry: Callable[[Entry], object]
    weak: bool = False
    alone: bool = False


def _settled(
    waiting: Sequence[Summary], free: Mapping[str, Entry], sign: _Sign, faulty: Container[str]
) -> dict[str, str]:
    """Return the GUIDs that a sign gives to questions by their keys; active entries first, then the oldest."""
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
    """Return the ID in a key that its folder may qualify."""
    return entry.key.removeprefix(entry.path.rpartition("/")[0] + "/")


def _unused(bank: str, key: str, used: Container[str]) -> str:
    generation = 0
    while (guid := guid_for(bank, key, generation)) in used:
        generation += 1
    return guid
