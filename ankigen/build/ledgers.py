"""The ledger of a bank on disk: rebuild it from packages, and list the IDs in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ankigen.anki.apkg import read_notes
from ankigen.build.identity import ExistingQuestion, Ledger, lockfile, rebuilt
from ankigen.build.link import read_bank
from ankigen.source import load_config
from ankigen.system import atomic
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ankigen.build.bank import Bank
    from ankigen.build.locate import Location
    from ankigen.system.cache import Cache


def rebuild_ledger(location: Location, sources: Iterable[Path], cache: Cache) -> tuple[Path, Ledger]:
    """Write the ledger of a bank from packages, folders of packages, and backups; return its path and it.

    Raises `UserError` if there is a ledger, if a file cannot be read, if a folder has no package, if a file of the bank
    has an error, so that the note of its question cannot be told from one of a retired question, or if no source has a
    note of this bank.
    """
    rendered = read_bank(location, cache)
    bank = rendered.bank
    path, before = lockfile.read(location, bank.config.id)
    if before.entries:
        raise UserError(f"{path}: there is a ledger", "delete it if it is not the right one")
    if bank.faulty_paths:
        raise UserError(
            f"there are errors in {', '.join(sorted(bank.faulty_paths))}", "correct them first: ankigen check"
        )
    notes = [note for source in sources for file in _packages(source) for note in read_notes(file)]
    after = rebuilt(notes, rendered.with_stems, Ledger(bank.config.id, bank.config.title))
    if not after.entries:
        raise UserError(f"no note of the bank {bank.config.id} is in these files", "give packages of this very bank")
    atomic.replace({path: atomic.content(lockfile.dump(after).encode())})
    return path, after


def refuse_other_packages(packages: Iterable[Path], locations: Iterable[Location]) -> None:
    """Raise `UserError` if a package has no note of any of these banks, or cannot be read."""
    ids = [load_config(location.folder)[0].id for location in locations]
    for path in packages:
        notes = list(read_notes(path))
        if not any(rebuilt(notes, (), Ledger(bank_id)).entries for bank_id in ids):
            raise UserError(f"{path}: has no note of the bank {' or '.join(ids)}", "give packages of this very bank")


def _packages(source: Path) -> list[Path]:
    """Return the packages in a folder, or the file itself. Raises `UserError` for a folder without a package."""
    files = sorted(source.glob("*.apkg")) if source.is_dir() else [source]
    if not files:
        raise UserError(
            f"{source}: has no package", "name a folder with .apkg files in it, or a backup of Anki's itself"
        )
    return files


def known_ids(bank: Bank) -> tuple[list[ExistingQuestion], dict[str, str]]:
    """Return the questions of a bank that have an ID, and a dict of every ID that is or was in use to its file."""
    questions = [*bank.summaries, *(copy for copy, _ in bank.copies)]
    in_file = Counter(question.path for question in questions)
    existing = [ExistingQuestion(q.id, q.path, in_file[q.path] == 1) for q in questions if q.id]
    _, before = lockfile.read(bank.location, bank.config.id)
    used = {entry.key.rpartition("/")[2]: f"{entry.path} ({entry.state})" for entry in before.entries.values()}
    return existing, used | {one.id: one.path for one in existing}
