"""Find what learners may have been given, and complete or rebuild a ledger from it.

Input: a `Ledger`, packages, and git's history of the ledger's file. Output: a `Ledger` with later dates, and with the
notes that it lacked. `deliveries` looks for all that was delivered, `exchanged` refuses GUIDs that somebody edited,
`namesakes` a bank with the name or the files of another; `restore` enters notes that the ledger has lost, and `rebuild`
makes a ledger of notes alone.
"""

from ankigen.build.identity.delivered import deliveries
from ankigen.build.identity.delivered.namesakes import check_files, check_name
from ankigen.build.identity.delivered.rebuild import rebuilt
from ankigen.build.identity.delivered.restore import settle_restored

__all__ = ["check_files", "check_name", "deliveries", "rebuilt", "settle_restored"]
