"""What changed between two builds, as their ledgers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.model import CHANGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.build.identity.ledger.entries import Entry, Ledger
    from ankigen.model import ChangeKind


_IN_WORDS = {"refute", "blank"}  # kinds whose answer is a text: another wording is not another answer


def changes(before: Ledger, after: Ledger) -> dict[ChangeKind, tuple[str, ...]]:
    """Return the keys of the questions that changed, by kind of change, in the order of `CHANGE_KINDS`.

    A question that is held out changes for nobody; one that is released is new.
    """
    keys_by_kind: dict[ChangeKind, list[str]] = {kind: [] for kind in CHANGE_KINDS}
    for entry in sorted(after.entries.values()):
        for kind in _kinds(before.entries.get(entry.guid), entry):
            keys_by_kind[kind].append(entry.key)
    return {kind: tuple(keys) for kind, keys in keys_by_kind.items() if keys}


def _kinds(old: Entry | None, new: Entry) -> Iterator[ChangeKind]:
    if new.held:
        return
    if old is None or old.held:
        yield "new"
        return
    if old.retired != new.retired:
        yield "retired" if new.retired else "returned"
    if old.answer != new.answer and new.kind not in _IN_WORDS:
        yield "answer"
    elif old.fields != new.fields:
        yield "changed"
    if old.home != new.home:
        yield "moved"
    if old.tags != new.tags:
        yield "retagged"


def edited(before: Ledger, after: Ledger) -> list[str]:
    """Return the keys of the questions whose stem, options or answer changed while their note stayed the same one.

    In the files, an edit looks like another question that was written in the place of a deleted one. So does a note
    under which somebody else has built another text (`others` of the ledger). Of a note that the ledger had lost, only
    the card may be known. A question that is made of another one is no case for doubt.
    """
    return [
        entry.key
        for entry in sorted(after.of_questions.entries.values())
        if (old := before.entries.get(entry.guid))
        and (
            (old.content not in {"", entry.content} if old.content or old.loose else old.fields != entry.fields)
            or (not entry.retired and before.others.get(entry.guid, frozenset()) - {entry.content})
        )
    ]


def moves(before: Ledger, after: Ledger) -> dict[tuple[str, str], list[str]]:
    """Return what the notes of the questions that moved show, by their old and new home topic."""
    names_by_move: dict[tuple[str, str], list[str]] = {}
    for entry in sorted(after.entries.values()):
        old = before.entries.get(entry.guid)
        if old and old.home != entry.home and not old.held:
            names_by_move.setdefault((old.home, entry.home), []).append(entry.shown[0])
    return names_by_move
