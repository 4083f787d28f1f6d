"""Give every question its GUID, and let it keep it when its file, ID or text changes.

Input: the summaries of a bank's questions, and the ledger of earlier builds. Output: a key for each question
(`identify`), a GUID for each key (`assign_guids`), and the ledger with the date of every note's last change. `naming`
gives IDs to new questions and to those without one.
"""

from ankigen.build.identity import ledger
from ankigen.build.identity.keys import guid_for, identify
from ankigen.build.identity.ledger import Ledger, Row
from ankigen.build.identity.match import assign_guids
from ankigen.build.identity.naming import ExistingQuestion, Naming, next_free

__all__ = [
    "ExistingQuestion",
    "Ledger",
    "Naming",
    "Row",
    "assign_guids",
    "guid_for",
    "identify",
    "ledger",
    "next_free",
]
