"""Work in a running Anki, through the add-on AnkiConnect.

Input: an `Address`, a package, and what to do besides. Output: the package is imported (`push`); what packages cannot
do is planned (`planned`) from the notes before and after the import (`learners_notes`, `predicted`), and then done
(`carry_out`). `delivered_by` is what to remember for the next push. Without the add-on, a package can be
`opened` with Anki.
"""

from ankigen.anki.connect.calls import Address, Unavailable, check
from ankigen.anki.connect.importing import Imported, push
from ankigen.anki.connect.opening import opened
from ankigen.anki.connect.upkeep import (
    Pushed,
    Upkeep,
    active_profile,
    carry_out,
    delivered_by,
    learners_notes,
    planned,
    predicted,
)

__all__ = [
    "Address",
    "Imported",
    "Pushed",
    "Unavailable",
    "Upkeep",
    "active_profile",
    "carry_out",
    "check",
    "delivered_by",
    "learners_notes",
    "opened",
    "planned",
    "predicted",
    "push",
]
