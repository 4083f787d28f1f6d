"""Which questions are held out of all packages, so that a mock exam asks something new (`hold_out` in bank.toml)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.build.identity.ledger.entries import Ledger

_BYTES = 8  # of a hash, which make a number


def is_chosen(guid: str, share: float) -> bool:
    """Whether the question with a GUID is among the `share` (from 0 to 1) that is held out, if it may be held at all.

    A smaller share chooses some of those that a larger one chooses.
    """
    digest = hashlib.sha256(f"ankigen hold_out\n{guid}".encode()).digest()
    return int.from_bytes(digest[:_BYTES], "big") / 2.0 ** (8 * _BYTES) < share


def held_out(ledger: Ledger, guids: Iterable[str], share: float) -> frozenset[str]:
    """Return those of the GUIDs of a bank's questions that a build with `hold_out = share` holds out of all packages.

    A question that is in the ledger stays as it is, whatever the share is; one that was delivered is never held.
    """
    held: set[str] = set()
    for guid in guids:
        entry = ledger.entries.get(guid)
        if guid not in ledger.delivered and (entry.held if entry else is_chosen(guid, share)):
            held.add(guid)
    return frozenset(held)
