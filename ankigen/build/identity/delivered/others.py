"""Find what may be another question under the GUID of one, as after two authors gave both one ID and one is gone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ankigen.build.identity.ledger import are_one_question, is_from_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ankigen.build.identity.ledger import Entry, Ledger


def with_others(ledger: Ledger, lines: Sequence[Entry], packed: Mapping[str, Entry]) -> Ledger:
    """Return the ledger with the contents of other questions that its notes may have had, in its `others`.

    `lines` are those that git has, and `packed` has notes of packages by GUID, as entries; their content is "" if the
    bank has no question with their stem. An entry with such a note counts from the time of the first question on, so
    that no later build says the same again. Lines of a question that has a GUID of its own by now, since two authors
    had given it this one, do not count.
    """
    if not (lines or packed):
        return ledger
    lines_by_guid: dict[str, list[Entry]] = defaultdict(list)
    for line in lines:
        lines_by_guid[line.guid].append(line)
    guids_by_sign: dict[tuple[int, str], set[str]] = defaultdict(set)
    for guid, entry in ledger.entries.items():
        for name in entry.shown:
            guids_by_sign[entry.state_since, name].add(guid)
    entries, others = dict(ledger.entries), dict(ledger.others)
    for guid, entry in ledger.of_questions.entries.items():
        if entry.retired or entry.held or not entry.content or is_from_content(entry):
            continue
        rest = [
            line
            for line in _unconnected(entry, lines_by_guid[guid])
            if not any(guids_by_sign[line.state_since, name] - {guid} for name in line.shown)
        ]
        rest += [packed[guid]] if guid in packed and _is_unknown(packed[guid], entry) else []
        if rest:
            entries[guid] = entry._replace(state_since=min(entry.state_since, *(one.state_since for one in rest)))
            others[guid] = frozenset(one.content for one in rest)
    return ledger._replace(entries=entries, others=others)


def _unconnected(entry: Entry, lines: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the lines that no chain of edits and returns joins to the entry; not of what was held out."""
    own, rest = [entry], [line for line in dict.fromkeys(lines) if line.content and not line.held]
    while own:
        joined = [line for line in rest if any(are_one_question(line, other) for other in own)]
        rest = [line for line in rest if line not in joined]
        own = joined
    yield from rest


def _is_unknown(note: Entry, entry: Entry) -> bool:
    """Whether a note in a package has another text than the entry, which the ledger cannot have had before.

    It was built before the entry's question was first built or has come back, or the ledger knows nothing that late.
    """
    late = note.changed >= entry.changed and (note.fields, note.tags) != (entry.fields, entry.tags)
    return note.content != entry.content and (late or note.changed < entry.state_since)
