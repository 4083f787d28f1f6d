"""Refuse a ledger in which somebody has edited GUIDs: learners would get second notes, or other questions' texts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ankigen.build.identity.ledger import lockfile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ankigen.build.identity.ledger import Delivery, Ledger


def check_guids(ledger: Ledger, packed: Iterable[Delivery], committed: Iterable[Delivery], path: Path) -> None:
    """Raise `UserError` if the card of a line was delivered under another GUID, and not under that of the line.

    What is `packed`, in a package, counts for more than what was `committed` to git, perhaps after the edit. A card has
    the question's `Id`, so two questions never have the same. The other GUID is no line's, or it is that of a line for
    which the same holds; the merge of two authors leaves it to a line whose card was delivered under it.
    """
    guids_by_card = _guids_by_card(committed) | _guids_by_card(packed)
    delivered = {
        entry.guid: guids
        for entry in ledger.entries.values()
        if entry.fields and (guids := guids_by_card.get((entry.fields, entry.tags))) and entry.guid not in guids
    }
    for entry in sorted(ledger.entries[guid] for guid in delivered):
        exchanged = [guid for guid in sorted(delivered[entry.guid]) if guid in delivered or guid not in ledger.entries]
        if exchanged:
            raise lockfile.damaged(
                path,
                entry.guid,
                f"gives `{entry.key}` another GUID than its note was delivered with, {exchanged[0]}",
                "restore it from git",
            )


def _guids_by_card(versions: Iterable[Delivery]) -> dict[tuple[str, str], set[str]]:
    guids_by_card: dict[tuple[str, str], set[str]] = defaultdict(set)
    for version in versions:
        guids_by_card[version.fields, version.tags].add(version.guid)
    return guids_by_card
