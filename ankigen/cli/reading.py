"""Read for a command: banks, with progress on standard error, their GUIDs, and the learner's collection."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen.cli.console import as_typed, echo, shell_quoted
from ankigen.cli.progress import progress
from ankigen.system import cache as caches
from ankigen.system.errors import UserError
from ankigen.system.files import as_text
from ankigen.views import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ankigen.anki.apkg import Collection
    from ankigen.build import Bank, Location, RenderedBank
    from ankigen.build.identity import Ledger

_NOT_FOLLOWED = (
    "links to folders are not followed: name what they lead to, or copy it here; mend or delete links to nothing"
)
_LISTED = 3  # links in a line


def read_banks(locations: Iterable[Location], *, quiet: bool = False) -> Iterator[RenderedBank]:
    """Yield the bank of each location, whose cache is open until the next bank is asked for."""
    from ankigen.build import read_bank

    for location in locations:
        with bank_cache(location) as cache:
            with progress(location.folder.name, quiet=quiet) as track:
                rendered = read_bank(location, cache, track)
            yield rendered


@contextmanager
def bank_cache(location: Location, *, lasting: bool = True) -> Iterator[caches.Cache]:
    """Yield the cache of a bank; a temporary one if not `lasting`, for a file without a bank, or if it is unusable."""
    cache = caches.made(location.folder) if lasting and not location.is_single else None
    if cache:
        try:
            yield cache
        finally:
            cache.close()
        return
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        cache = caches.passing(Path(folder))
        try:
            yield cache
        finally:
            cache.close()


def hint_at_nothing(locations: Iterable[Location]) -> str:
    """Return what to do if locations have no question: name a folder behind a link, or begin a question."""
    links = [link for location in locations if not location.is_single for link in _unread_links(location.folder, [])]
    if not links:
        return "begin one: ankigen new question"
    return f"{_NOT_FOLLOWED} ({_some(links)})"


def around(paths: Iterable[Path], locations: Iterable[Location]) -> list[Path]:
    """Return those of the paths that led to banks that are folders around them, and no banks themselves."""
    folders = {location.folder for location in locations}
    full = [path.resolve() for path in paths]
    return [path for path in full if path.is_dir() and not any(path.is_relative_to(folder) for folder in folders)]


def warn_of_links(folders: Iterable[Path], banks: Sequence[Path]) -> None:
    """Name the links in folders behind which there may be questions that are in none of the folders `banks`."""
    links = [link for folder in folders for link in _unread_links(folder, banks)]
    if links:
        echo(f"warning: {counted(len(links), 'link')} not read: {_some(links)}", err=True)
        echo(f"  hint: {_NOT_FOLLOWED}", err=True)


def _unread_links(folder: Path, banks: Sequence[Path]) -> list[Path]:
    from ankigen.build import unread_links

    return unread_links(folder.resolve(), banks)


def _some(links: Sequence[Path]) -> str:
    return ", ".join(map(_link, links[:_LISTED])) + (", …" if len(links) > _LISTED else "")


def _link(path: Path) -> str:
    """Return the path of a link as a person would type it, and what it leads to."""
    folder, name = as_typed(path.parent), as_text(path.name)
    return f"{name if folder == '.' else f'{folder}/{name}'} (to {as_typed(path)})"


class IdentifiedBank(NamedTuple):
    """A bank with its ledger, and the GUID of each question's key by this ledger."""

    bank: Bank
    ledger: Ledger
    guids: Mapping[str, str]


def identified(bank: Bank) -> IdentifiedBank:
    """Return a bank with its ledger and GUIDs; `UserError` if the ledger is damaged."""
    from ankigen.build.identity import assign_guids, lockfile

    _, ledger = lockfile.read(bank.location, bank.config.id)
    guids = assign_guids(ledger, bank.summaries, bank.config.id, bank.copies, bank.unseen(ledger))
    return IdentifiedBank(bank, ledger, guids)


def guids_of_derived(of: IdentifiedBank) -> Mapping[str, str]:
    """Return the GUID of each question that is made of another one, by its key."""
    from ankigen.build import pipeline

    made = pipeline.made_of_each(of.bank, of.guids, of.ledger)
    return {one.summary.key: one.guid for of_one in made.values() for one in of_one}


def held_out_of(of: IdentifiedBank) -> frozenset[str]:
    """Return the keys of the bank's questions that are held out of all packages.

    Those that no build has seen yet are chosen as the next one will choose them.
    """
    from ankigen.build.identity import held_out

    held = held_out(of.ledger, of.guids.values(), of.bank.config.hold_out)
    return frozenset(key for key, guid in of.guids.items() if guid in held)


def collection_of(
    source: Path | None, profile: str | None, base: Path | None, guids: set[str], *, needed: bool
) -> Collection:
    """Return the reviewed cards of these notes, from a file or from the backup of the profile that has them.

    If the collection is `needed`, it says why there are none; if not, there need not be a backup.
    """
    from ankigen.anki.apkg import read_collection

    collection = read_collection(source, guids) if source else _newest(profile, base, guids, needed=needed)
    if needed and not collection.cards:
        hint = "after a review in Anki, wait for its next backup, or close it; an export needs its scheduling"
        if not collection.notes:
            hint = "none of their notes is there: import their package, or give another --profile or --from"
        echo(f"warning: there is no review of these questions\n  hint: {hint}", err=True)
    return collection


def _newest(profile: str | None, base: Path | None, guids: set[str], *, needed: bool) -> Collection:
    from ankigen.anki import newest_backups
    from ankigen.anki.apkg import Collection, read_collection

    try:
        backups = newest_backups(base)
    except UserError:
        if needed or profile is not None:
            raise
        return Collection()
    if profile is not None:
        if profile not in backups:
            raise UserError(f"there is no backup of the profile `{profile}`", f"profiles: {', '.join(backups)}")
        return read_collection(backups[profile], guids)
    collections = {name: read_collection(path, guids) for name, path in backups.items()}
    studied = {name: one for name, one in collections.items() if one.cards}
    likely = studied or {name: one for name, one in collections.items() if one.notes} or collections
    if len(likely) > 1:
        raise UserError(
            "several Anki profiles could be meant", f"name one: --profile {' or '.join(map(shell_quoted, likely))}"
        )
    (chosen,) = likely.values()
    return chosen
