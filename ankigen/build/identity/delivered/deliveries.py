"""Find notes, and versions of notes, that learners may have and the ledger does not record, as after a git revert.

Versions must get later dates, or Anki would not update the notes. Notes that the ledger lacks are of questions that
were retired, unless one of the bank's questions fits.
"""

from __future__ import annotations

import contextlib
import hashlib
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import notetypes
from ankigen.build.identity import ledger
from ankigen.build.identity.delivered import restore
from ankigen.build.identity.delivered.exchanged import check_guids
from ankigen.build.identity.delivered.others import with_others
from ankigen.build.identity.delivered.rebuild import rebuilt
from ankigen.build.identity.ledger import Delivery, Entry, Ledger, lockfile
from ankigen.markdown import text_of
from ankigen.system import cache as caches
from ankigen.system import git
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ankigen.model import Package, Summary
    from ankigen.system.cache import Cache

# In the cache: by the path of a ledger, its hash, the folder of its bank, and what git had checked out.
LEDGERS = "ledgers"


class DeliveryPaths(NamedTuple):
    """Where to look: the path of the ledger, that of the last package of the whole bank, and packages `since`."""

    ledger: Path
    package: Path
    since: tuple[Path, ...] = ()


def up_to_date(
    before: Ledger,
    paths: DeliveryPaths,
    questions: Sequence[tuple[Summary, str]],
    contents: frozenset[str],
    cache: Cache,
) -> Ledger:
    """Return the ledger with all that was delivered: with later dates, with GUIDs as they were, with what it has lost.

    That is what is in the packages `since`, and what is in git's history of the ledger, unless it is as the last build
    left it and no merge has brought another one since. Dates are also later than those in the last package, which may
    be of another branch. A note of a package is recognised by its stem: that of each of the `questions` comes as HTML;
    `contents` are the hashes of all. Raises `UserError` if one of the packages `since` cannot be read, or if GUIDs in
    the ledger were edited.
    """
    packages = [_read(path) for path in paths.since]
    from_packages = list(chain.from_iterable(map(_versions, packages)))
    versions = [*from_packages]
    if not before.entries:
        return ledger.dated_after(before, versions)
    in_git = git.CommittedLines()
    if not _is_as_left(before, paths.ledger, cache):
        in_git = git.committed_lines(paths.ledger)
        with contextlib.suppress(UserError):  # a damaged package is about to be replaced
            versions += _versions(_read(paths.package)) if paths.package.exists() else ()
    earlier, later = (list(lockfile.lines_of(lines)) for lines in (in_git.before, in_git.after))
    lines = [line for line in earlier if isinstance(line, Entry)]
    before = ledger.given_to_owners(_with_rivals(before, lines, contents), from_packages)
    check_guids(before, versions, [_delivery(line) for line in (*earlier, *later)], paths.ledger)
    committed = [_delivery(line) for line in (*earlier, *later) if isinstance(line, Delivery) or not line.held]
    notes = rebuilt([note for one in packages for note in one.notes], questions, Ledger(before.bank)).entries
    before = with_others(before, [line for line in (*earlier, *later) if isinstance(line, Entry)], notes)
    before = restore.with_contents(restore.restore_lost(before, [*notes.values(), *lines]), lines)
    released_guids = frozenset(version.guid for version in from_packages)
    dated = ledger.dated_after(before, [*versions, *committed])
    return dated._replace(lacking=in_git.lacking, released_guids=released_guids)


def _with_rivals(before: Ledger, lines: Iterable[Entry], contents: frozenset[str]) -> Ledger:
    """Return a ledger in which a GUID belongs to the question of an earlier line if both questions are there.

    Two authors gave one ID to both, and of the conflict in the ledger, one side was kept. `contents` are those of the
    bank's questions. A line of one question that was edited has been active since the same time.
    """
    entries, rivals = dict(before.entries), dict(before.rivals)
    lost = contents.difference(entry.content for entry in entries.values())
    for line in sorted(lines, key=lambda line: (line.state_since, line)):
        entry = entries.get(line.guid)
        if entry is None or line.retired or line.content not in lost or entry.content not in contents:
            continue
        if line.state_since < entry.state_since:
            guid = ledger.next_generation(before.bank, entry, entries)
            entries |= {line.guid: line, guid: entry._replace(guid=guid)}
            rivals[guid] = line.guid
    return before._replace(entries=entries, rivals=rivals)


def _is_as_left(before: Ledger, path: Path, cache: Cache) -> bool:
    """Whether a ledger is as the last build left it, and no commit since had another one, such as one of a branch."""
    text_hash, _, position = caches.values(cache, LEDGERS).get(str(path), ("", "", ""))
    if text_hash != _hash_of_ledger(lockfile.dump(before)):
        return False
    return not git.brought_versions(path, position, git.position(path))


def remember(text: str, ledger_path: Path, folder: Path, cache: Cache) -> None:
    """Record the text of the ledger of the bank in a folder as a build has left it."""
    left = (_hash_of_ledger(text), str(folder), git.position(ledger_path))
    caches.keep(cache, LEDGERS, caches.values(cache, LEDGERS) | {str(ledger_path): left})


def _delivery(line: Entry | Delivery) -> Delivery:
    return line if isinstance(line, Delivery) else Delivery.of(line)


def _hash_of_ledger(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> Package:
    from ankigen.anki.apkg import read_package  # noqa: PLC0415 - few commands need it, and it takes time to import

    return read_package(path)


def _versions(package: Package) -> Iterator[Delivery]:
    yield Delivery("", package.notetype.mod, ledger.notetype_hash(notetypes.as_built(package.notetype)))
    ids = [field.name for field in notetypes.load().fields].index(notetypes.ID)
    for note in package.notes:
        yield Delivery(note.guid, note.mod, *ledger.note_hashes(note), (text_of(note.fields[ids]),))
