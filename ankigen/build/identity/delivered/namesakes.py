"""Refuse a new bank that is only named like another one of this user: in Anki, their notes would be the same."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.build.identity.delivered.deliveries import LEDGERS
from ankigen.build.identity.ledger import lockfile
from ankigen.system import atomic
from ankigen.system import cache as caches
from ankigen.system.errors import UserError
from ankigen.system.files import OUTPUT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ankigen.build.identity.ledger import Ledger


def check_name(bank: str, contents: Mapping[str, str], folder: Path) -> None:
    """Raise `UserError` if another bank with the same id has other questions under most of the GUIDs that both have.

    `contents` are those of the questions of this bank, in `folder`, by GUID. The other bank was built by this user with
    this version; a copy of this one, such as a second clone, has the same questions.
    """
    for path, other in _other_ledgers(folder):
        if other.bank == bank:
            shared = [guid for guid in contents if guid in other.entries]
            different = [guid for guid in shared if other.entries[guid].content not in {"", contents[guid]}]
            if len(different) * 2 > len(shared):
                place = path.parent.parent if path.parent.name == OUTPUT_FOLDER else path.parent
                raise UserError(
                    f"two banks have the id {bank}: {place} and {folder}",
                    "write a bank.toml with an `id` of its own into the folder of one of them",
                )


def _other_ledgers(folder: Path) -> Iterator[tuple[Path, Ledger]]:
    for cache in caches.others(folder):
        for name in caches.values(cache, LEDGERS):
            with contextlib.suppress(UserError):
                text = atomic.read_regular(Path(name))
                if text is not None:
                    yield Path(name), lockfile.load(text, name)
