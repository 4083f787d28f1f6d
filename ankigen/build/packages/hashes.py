"""Hash what packages are made of: one is written again only if its hash is another one, and no note is made before."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ankigen.anki import notetypes
from ankigen.anki.apkg import BATCH, reuse
from ankigen.build.packages.contents import first_id
from ankigen.system import cache as caches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.build.bank import Build
    from ankigen.build.identity import Row
    from ankigen.model import Package


def batch_hashes_of(built: Build) -> dict[str, list[bytes]]:
    """Return, for each package, a hash of each batch of its notes: of their entries in the ledger, and their order."""
    config, notetype = built.bank.config, notetypes.load()
    fields = [field.name for field in notetype.fields]
    shared = (config.id, config.title, notetype.id, fields, first_id(built.bank, built.after))
    rows_by_guid = {row.guid: row for rows in built.rows.values() for row in rows}
    entries = {
        guid: (*built.after.entries[guid], row.summary.path, row.due, row.cards) for guid, row in rows_by_guid.items()
    }

    def batch_hashes(rows: Sequence[Row]) -> list[bytes]:
        batches = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
        return [reuse.bytes_hash(caches.plain((shared, [entries[row.guid] for row in batch]))) for batch in batches]

    return {name: batch_hashes(rows) for name, rows in built.rows.items()}


def package_hash(package: Package, batch_hashes: Sequence[bytes]) -> str:
    """Return the hash of all that a package holds."""
    package_hash = hashlib.sha256(package.notetype.model_dump_json().encode())
    package_hash.update(repr((package.descriptions, sorted(package.media), batch_hashes)).encode())
    return package_hash.hexdigest()
