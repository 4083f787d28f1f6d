"""Join the lines of a ledger's two sides, of a merge or of two authors: one entry for each question."""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

from ankigen.build.identity.guids import guid_for
from ankigen.build.identity.ledger.entries import names_shown
from ankigen.model import is_generated_id

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from ankigen.build.identity.ledger.entries import Entry, Ledger
    from ankigen.model import Summary


def joined(entries: Iterable[Entry], bank: str) -> tuple[dict[str, Entry], dict[str, str]]:
    """Return the entries by GUID, one for each question, and, by each GUID that is new, the one that it replaces."""
    by_guid: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_guid[entry.guid].append(entry)
    entry_by_guid = {guid: same[0] for guid, same in by_guid.items() if len(same) == 1}
    rivals: dict[str, str] = {}
    for same in by_guid.values():
        if len(same) > 1:
            first, *others = _one_a_question(same)
            entry_by_guid[first.guid] = first
            for other in others:
                guid = next_generation(bank, other, {*by_guid, *entry_by_guid})
                entry_by_guid[guid] = other._replace(guid=guid)
                rivals[guid] = first.guid
    return entry_by_guid, rivals


def _one_a_question(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of one GUID with one for each question, that of the question which was first built first.

    Those that were held out come after the others, since no learner has them. Two authors gave the same GUID to two
    questions if they built them at different times with different contents.
    """
    questions: list[Entry] = []
    for entry in sorted(dict.fromkeys(entries), key=lambda entry: (entry.held, entry.state_since, entry)):
        for number, other in enumerate(questions):
            if are_one_question(entry, other):
                questions[number] = _of_both(other, entry)
                break
        else:
            questions.append(entry)
    return questions


def are_one_question(one: Entry, other: Entry) -> bool:
    """Whether two entries of one GUID are of one question, which both sides of a merge have built.

    No two questions have the same card, which has the `Id`. A GUID that comes from a question's first content is of
    that question, whatever each side has made of it since. One that a side has retired is another than that of the
    other side if that was first built after its last change.
    """
    if one.state_since == other.state_since or _content(one) == _content(other):
        return True
    if one.fields == other.fields != "":
        return True
    if is_from_content(one) and is_from_content(other):
        return True
    active, retired = sorted((one, other), key=lambda entry: entry.retired)
    return one.retired != other.retired and active.state_since <= retired.changed


def is_from_content(entry: Entry) -> bool:
    """Whether an entry's GUID comes from the first content of its question, and not from its ID or its place."""
    return bool(entry.parent) or is_generated_id(entry.shown[-1])


def _content(entry: Entry) -> tuple[str, str]:
    return entry.content, entry.loose


def _of_both(one: Entry, other: Entry) -> Entry:
    """Return the entry of a question that both sides have built: the later one.

    If both have one date and different cards, no learner may be left with either: the next build dates it anew. If the
    cards are the same, learners need nothing, so the earlier date stays, unless something else was delivered in between
    (`ledger.dated_after`). A question that one side has released is not held.
    """
    later, earlier = sorted((one, other), key=lambda entry: (entry.changed, entry.content != "", entry), reverse=True)
    same = (later.fields, later.tags) == (earlier.fields, earlier.tags)
    state = max((one, other), key=lambda entry: (not entry.held, entry.state_since, not entry.retired))
    return later._replace(
        changed=earlier.changed if same else later.changed,
        fields=later.fields if same or later.changed > earlier.changed else "",
        state=state.state,
        state_since=state.state_since,
        shown=names_shown(later.shown[0], [*later.shown, *earlier.shown]),
    )


def next_generation(bank: str, entry: Entry, used: Container[str]) -> str:
    """Return the first GUID of the generations of an entry's key that is not `used`."""
    return next(guid for n in count(1) if (guid := guid_for(bank, entry.key, n)) not in used)


def settle_rivals(
    ledger: Ledger, questions: Iterable[Summary], guids: Mapping[str, str]
) -> tuple[Ledger, dict[str, str]]:
    """Return the ledger, and the GUIDs of a bank's `questions` by key, once all its questions have one.

    Two entries with one path to which two sides gave one GUID are of one question if the bank has only one for them,
    which still has an ID of theirs, and neither side has retired its own: both had built it, and then one edited it.
    Its note is the one that learners have. No learner has one with the other GUID, which is new, so nothing is left of
    it. But the bank may also have lost one of two questions, which only its author can tell: so the contents of both
    are in the ledger's `others`.
    """
    keys = {guid: key for key, guid in guids.items()}
    ids = {question.key: question.id for question in questions}
    entries, settled, rivals, others = dict(ledger.entries), dict(guids), dict(ledger.rivals), dict(ledger.others)
    for other, guid in ledger.rivals.items():
        first, second = entries[guid], entries[other]
        left = [ids[keys[one]] for one in (guid, other) if one in keys]
        if first.path != second.path or first.retired or second.retired or len(left) == 2:
            continue
        if left and left[0] not in {first.id, second.id}:
            continue
        entries[guid] = _of_both(first, second._replace(guid=guid))._replace(
            state_since=min(first.state_since, second.state_since)
        )
        others[guid] = others.get(guid, frozenset()) | {first.content, second.content} - {""}
        del entries[other], rivals[other]
        if other in keys:
            settled[keys[other]] = guid
    return ledger._replace(entries=entries, rivals=rivals, others=others), settled
