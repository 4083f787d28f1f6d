"""Give every question a GUID that it keeps when its file, ID or text changes.

Input: the summaries of a bank's questions, and the ledger of earlier builds. Output: a key for each question
(`identify`), a GUID for each key (`assign_guids`), what its note shows (`shown_ids`), which questions are gone
(`missing`), which new ones have to wait (`waiting`), which ones no package has (`held_out`), and the ledger with the
date of every note's last change. `lockfile` reads and writes the ledger, `deliveries` finds what it does not record,
and `rebuilt` makes one of packages. `naming` gives IDs to new questions and to those without one.
"""

from ankigen.build.identity import ledger
from ankigen.build.identity.delivered import check_files, check_name, deliveries, rebuilt, settle_restored
from ankigen.build.identity.guids import guid_for
from ankigen.build.identity.keys import Identified, identify
from ankigen.build.identity.ledger import Delivery, Guids, Ledger, Made, Row, held_out, lockfile
from ankigen.build.identity.match import Unseen, assign_guids
from ankigen.build.identity.naming import ExistingQuestion, Naming, next_free, number_in
from ankigen.build.identity.retiring import Missing, missing, waiting
from ankigen.build.identity.shown import shown_ids, shown_of_derived

__all__ = [
    "Delivery",
    "ExistingQuestion",
    "Guids",
    "Identified",
    "Ledger",
    "Made",
    "Missing",
    "Naming",
    "Row",
    "Unseen",
    "assign_guids",
    "check_files",
    "check_name",
    "deliveries",
    "guid_for",
    "held_out",
    "identify",
    "ledger",
    "lockfile",
    "missing",
    "next_free",
    "number_in",
    "rebuilt",
    "settle_restored",
    "shown_ids",
    "shown_of_derived",
    "waiting",
]
