"""Record which question is which note, and when each note last changed.

Input: the `Ledger` of earlier builds, the `Row`s of this one, the time, and each `Delivery` that the ledger lacks.
Output: the next `Ledger`, and its text. `entries` has the ledger and what a build does to it, `lockfile` its file,
`changes` what differs between two builds; `deliveries` finds what learners may have and the ledger does not record.
"""

from ankigen.build.identity.ledger import deliveries, lockfile
from ankigen.build.identity.ledger.changes import changes, edited, moves
from ankigen.build.identity.ledger.entries import (
    Delivery,
    Entry,
    Ledger,
    Row,
    date_notetype,
    dated_after,
    has_changed,
    hash_of_notetype,
    hashes,
    record,
    upgrade,
)

__all__ = [
    "Delivery",
    "Entry",
    "Ledger",
    "Row",
    "changes",
    "date_notetype",
    "dated_after",
    "deliveries",
    "edited",
    "has_changed",
    "hash_of_notetype",
    "hashes",
    "lockfile",
    "moves",
    "record",
    "upgrade",
]
