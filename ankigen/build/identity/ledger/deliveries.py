"""Find versions of notes that learners may have and the ledger does not record, for example after a git revert.

Their notes must get later dates, or Anki would not update them.
"""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from ankigen.anki import notetypes
from ankigen.build.identity.ledger import entries, lockfile
from ankigen.build.identity.ledger.entries import Delivery, Entry
from ankigen.system import cache as caches
from ankigen.system import git
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ankigen.build.identity.ledger.entries import Ledger
    from ankigen.system.cache import Cache

_LEDGERS = "ledgers"  # in the cache


def up_to_date(before: Ledger, ledger_path: Path, package: Path, since: Iterable[Path], cache: Cache) -> Ledger:
    """Return the ledger with dates as late as those of everything that was delivered, and GUIDs as they were delivered.

    That is what is in the packages `since`, and, unless the ledger is as the last build left it, what is in the last
    `package` of the whole bank and in git's history of the ledger. From this history come also the contents of
    questions that a rebuilt ledger lacks. Raises `UserError` if one of `since` cannot be read.
    """
    text = lockfile.dump(before)
    released = [delivery for path in since for delivery in _in_package(path)]
    before = entries.given_to_owners(before, released)
    others: list[Delivery] = []
    if before.entries and caches.values(cache, _LEDGERS).get(str(ledger_path)) != _hash(text):
        with contextlib.suppress(UserError):  # a damaged package is about to be replaced
            others += _in_package(package) if package.exists() else ()
        history = list(lockfile.lines_of(git.lines_ever(ledger_path) or ()))
        before = entries.with_contents(before, (line for line in history if isinstance(line, Entry)))
        others += [line if isinstance(line, Delivery) else Delivery.of(line) for line in history]
    return entries.dated_after(before, [*released, *others])


def remember(text: str, ledger_path: Path, cache: Cache) -> None:
    """Record the text of the ledger as a build has left it."""
    caches.keep(cache, _LEDGERS, caches.values(cache, _LEDGERS) | {str(ledger_path): _hash(text)})


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _in_package(path: Path) -> Iterator[Delivery]:
    from ankigen.anki.apkg import read_package  # noqa: PLC0415 - few commands need it, and it takes time to import

    package = read_package(path)
    yield Delivery("", package.notetype.mod, entries.hash_of_notetype(notetypes.as_built(package.notetype)))
    for note in package.notes:
        yield Delivery(note.guid, note.mod, *entries.hashes(note))
