"""Every question keeps its GUID, whatever happens to its file, ID or text.

Comes in: the summaries of a bank's questions, and the ledger of earlier builds. Goes out: a key for each question
(`identify`), a GUID for each key (`assign_guids`), and the ledger with the date of every note's last change.
"""

from ankigen.build.identity import ledger
from ankigen.build.identity.keys import guid_for, identify
from ankigen.build.identity.ledger import Ledger, Row
from ankigen.build.identity.match import assign_guids

__all__ = ["Ledger", "Row", "assign_guids", "guid_for", "identify", "ledger"]
