"""What the field `Id` of each note shows: a name that learners see, and that searches use."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from ankigen.model import is_generated_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.build.identity.ledger import Ledger, Made
    from ankigen.model import Summary

_MARK = "~"  # before the characters of a GUID
_SHORT, _LONG = 4, 6


def shown_ids(
    ledger: Ledger, questions: Sequence[Summary], guids: Mapping[str, str], copies: Iterable[tuple[Summary, str]] = ()
) -> dict[str, tuple[str, str]]:
    """Return for each question, by key, the `Id` that its note has by now, and the one that it would get.

    They differ only for a note that had no ID yet, or that shows a file and a number, or a folder before the ID, as
    older ledgers had it: it gets the new one when its card changes for another reason. The one that it would get is the
    question's ID, or one from its GUID if it has none. If another note shows the same (compared without
    case, because Anki's searches ignore it), characters of the GUID follow.
    """
    ids: dict[str, set[str]] = {question.key: {question.id or ""} for question in questions}
    for copy, key in copies:
        ids[key].add(copy.id or "")
    ids_now: dict[str, str] = {}
    for question in questions:
        entry = ledger.entries.get(guids[question.key])
        if entry and _fits(entry.shown[0], ids[question.key]):
            ids_now[question.key] = entry.shown[0]
    built = {guids[question.key] for question in questions}
    used = {shown.casefold() for shown in ids_now.values()}
    used |= {entry.shown[0].casefold() for entry in ledger.entries.values() if entry.guid not in built}
    wanted: dict[str, str] = {}
    for question in questions:
        old = ids_now.get(question.key)
        if old is not None and not _is_old(old, question):
            wanted[question.key] = old
            continue
        wanted[question.key] = next(
            name for name in _names(question, guids[question.key]) if name.casefold() not in used
        )
        used.add(wanted[question.key].casefold())
    return {key: (ids_now.get(key, name), name) for key, name in wanted.items()}


def shown_of_derived(ledger: Ledger, derived: Iterable[Made], shown: str) -> dict[str, str]:
    """Return the `Id` of the note of each question that is made of one, by GUID; it never changes.

    It begins with what the note of that question shows, and ends with characters of its own GUID.
    """
    used: set[str] = set()
    names: dict[str, str] = {}
    for summary, guid, _ in derived:
        entry = ledger.entries.get(guid)
        if entry:
            names[guid] = entry.shown[0]
            used.add(names[guid].casefold())
            continue
        start = f"{shown}{_MARK}{summary.made}-"
        names[guid] = next(
            name
            for length in count(_SHORT)
            if (name := start + guid[:length]).casefold() not in used or length > len(guid)
        )
        used.add(names[guid].casefold())
    return names


def id_in(shown: str) -> str:
    """Return the ID in what a note shows; "" if that was generated for a question without one."""
    return "" if is_generated_id(shown) else shown.rpartition("/")[2].partition(_MARK)[0]


def _names(question: Summary, guid: str) -> Iterable[str]:
    """Yield names for a question, the best first."""
    if question.id:
        yield question.id
    for length in count(_SHORT if question.id else _LONG):
        yield f"{question.id or ''}{_MARK}{guid[:length]}{_MARK * max(0, length - len(guid))}"


def _fits(shown: str, ids: set[str]) -> bool:
    """Whether what a note shows still fits a question with these IDs, its own and those of its copies ("" for none)."""
    if is_generated_id(shown):
        return True
    return any(shown == own or shown.startswith(f"{own}{_MARK}") or shown.endswith(f"/{own}") for own in ids if own)


def _is_old(shown: str, question: Summary) -> bool:
    """Whether a note would now show something else: it had no ID yet, or shows a file or a folder as in version 1."""
    if question.id:
        return is_generated_id(shown) or shown.endswith(f"/{question.id}")
    return not shown.startswith(_MARK)
