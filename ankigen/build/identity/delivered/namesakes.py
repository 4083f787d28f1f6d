"""Refuse a bank that would give learners second notes, or notes that another bank of this user has."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.build.identity.delivered.deliveries import LEDGERS
from ankigen.build.identity.ledger import Ledger, lockfile
from ankigen.system import atomic
from ankigen.system import cache as caches
from ankigen.system.errors import UserError
from ankigen.system.files import LEDGER_FILE, OUTPUT_FOLDER, relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ankigen.build.locate import Location


def check_name(bank: str, contents: Mapping[str, str], location: Location) -> None:
    """Raise `UserError` if another bank with the same id has other questions under most of the GUIDs that both have.

    `contents` are those of the questions of this bank, by GUID. The other bank was built by this user with this
    version; a copy of this one, such as a second clone, has the same questions.
    """
    for path, its_folder in _other_ledgers(location):
        other = _ledger(path)
        if other.bank == bank:
            shared = [guid for guid in contents if guid in other.entries]
            different = [guid for guid in shared if other.entries[guid].content not in {"", contents[guid]}]
            if len(different) * 2 > len(shared):
                raise UserError(*_same_name(bank, its_folder, location.folder))


def _same_name(bank: str, other: Path, folder: Path) -> tuple[str, str]:
    """Return what to say of two banks with one id, and the hint; in one folder, they are two files."""
    if other == folder:
        what = f"files of {folder} have different questions with one ID, which would be one note of the bank {bank}"
        return what, f"write a bank.toml into {folder}, so that its files are one bank, and build that"
    what = f"two banks have the id {bank}: {other} and {folder}"
    return what, "write a bank.toml with an `id` of its own into the folder of one of them"


def check_files(new: Iterable[str], location: Location) -> None:
    """Raise `UserError` if a file with `new` questions is a file of another bank, too: they would be second notes.

    The other bank is a folder around or inside this one that was built as one. `new` are paths relative to the folder
    of this bank. If it has a bank.toml, folders around it do not matter: somebody has made it a bank of its own.
    """
    ledgers: dict[Path, list[Path]] = {}
    for path, folder in _other_ledgers(location):
        ledgers.setdefault(folder, []).append(path)
    names: dict[Path, list[str]] = {}
    for name in sorted(set(new)):
        names.setdefault((location.folder / name).parent, []).append(name)
    for folder in sorted({folder for parent in names for folder in _around(parent, location)}):
        paths = (folder / OUTPUT_FOLDER / LEDGER_FILE, folder / LEDGER_FILE, *ledgers.get(folder, ()))
        files = frozenset().union(*(_files(_ledger(path)) for path in paths))
        below = [name for parent in names if files and parent.is_relative_to(folder) for name in names[parent]]
        for name in below:
            if relative_path(location.folder / name, folder) in files:
                raise UserError(*_message(name, folder, location.folder))


def _around(folder: Path, location: Location) -> Iterator[Path]:
    """Yield the folder and those around it, without that of the bank; not those around a bank with a bank.toml."""
    for around in (folder, *folder.parents):
        if around == location.folder and location.has_settings:
            return
        if around != location.folder:
            yield around


def _message(name: str, other: Path, folder: Path) -> tuple[str, str]:
    """Return what to say of a file of two banks, and the hint."""
    what = f"{folder / name} is also in the bank {other}: its questions would get second notes"
    if folder.is_relative_to(other):
        return what, f"build {other}; or write a bank.toml into {folder}, if it is to be a bank of its own"
    outputs = f"delete {other / OUTPUT_FOLDER} and {other / LEDGER_FILE}, if nobody studies with its cards"
    return what, f"{outputs}; or write a bank.toml into both folders, to keep two banks"


def _files(ledger: Ledger) -> frozenset[str]:
    return frozenset(entry.path for entry in ledger.entries.values() if not entry.retired)


def _other_ledgers(location: Location) -> Iterator[tuple[Path, Path]]:
    """Yield the paths of the ledgers of this user's other banks, each with the folder of the bank."""
    for cache in caches.others(location.folder, location.part):
        for name, (_, bank_folder, _) in caches.values(cache, LEDGERS).items():
            yield Path(name), Path(bank_folder)


def _ledger(path: Path) -> Ledger:
    """Return the ledger in a file; an empty one if there is none that can be read."""
    with contextlib.suppress(UserError, OSError):
        text = atomic.read_regular(path)
        if text is not None:
            return lockfile.load(text, str(path))
    return Ledger()
