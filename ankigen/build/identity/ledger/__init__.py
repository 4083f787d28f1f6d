"""Record which question is which note, and when each note last changed.

Input: the `Ledger` of earlier builds, the `Row`s of this one, the time, and each `Delivery` that the ledger lacks.
Output: the next `Ledger`, and its text. `entries` has the ledger and what a build does to it, `lockfile` its file,
`joining` how those of two authors become one, `changes` what differs between two builds, `dating` when notes are dated
anew, `holding` which questions no package has, and `derived` which entry belongs to a question that is made of another
one.
"""

from ankigen.build.identity.ledger import lockfile
from ankigen.build.identity.ledger.changes import changes, edited, moves
from ankigen.build.identity.ledger.dating import dated_after, given_to_owners
from ankigen.build.identity.ledger.derived import Guids, Made, assign
from ankigen.build.identity.ledger.entries import (
    Delivery,
    Entry,
    Ledger,
    Row,
    date_notetype,
    has_changed,
    names_shown,
    note_hashes,
    notetype_hash,
    record,
    state_of,
    upgrade,
)
from ankigen.build.identity.ledger.holding import held_out, is_chosen
from ankigen.build.identity.ledger.joining import are_one_question, is_from_content, next_generation, settle_rivals

__all__ = [
    "Delivery",
    "Entry",
    "Guids",
    "Ledger",
    "Made",
    "Row",
    "are_one_question",
    "assign",
    "changes",
    "date_notetype",
    "dated_after",
    "edited",
    "given_to_owners",
    "has_changed",
    "held_out",
    "is_chosen",
    "is_from_content",
    "lockfile",
    "moves",
    "names_shown",
    "next_generation",
    "note_hashes",
    "notetype_hash",
    "record",
    "settle_rivals",
    "state_of",
    "upgrade",
]
