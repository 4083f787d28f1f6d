"""`ankigen push`."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import as_typed, counted, echo, print_error
from ankigen.cli.options import PATHS, QUIET, paths_or_decks
from ankigen.cli.progress import waiting
from ankigen.cli.reading import bank_cache
from ankigen.system import cache as caches
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.anki.connect import Address, Plan
    from ankigen.build import Place

_PUSHED = "pushed"  # in the cache: by profile, what earlier pushes brought
_LISTED = 20
_REFUSED = 3  # seconds within which the system reports that no program opens a file


@click.command()
@PATHS
@click.option("--key", envvar="ANKICONNECT_KEY", metavar="KEY", help="AnkiConnect's API key, if its settings have one.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8765,
    show_default=True,
    help="AnkiConnect's port on 127.0.0.1.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=10,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for an answer; an import may take sixty times as long.",
)
@click.option("--open", "by_hand", is_flag=True, help="Open the packages with Anki, even if AnkiConnect is running.")
@click.option("--suspend-retired", "suspend", is_flag=True, help="Then suspend the cards of retired questions.")
@click.option("--move-cards", "move", is_flag=True, help="Then move cards to the deck of their question's first topic.")
@click.option("--keep-mine", "keep", is_flag=True, help="Then put back your tags and edits on changed notes.")
@click.option("--dry-run", is_flag=True, help="Change nothing in Anki; print what would change.")
@QUIET
def push(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...], key: str | None, port: int, timeout: float, *, by_hand: bool, quiet: bool, **wanted: bool
) -> None:
    """Hand the packages to Anki on this machine.

    PATH is a package, or a bank (its package of the whole bank); default: the bank that you are in, or every bank
    under decks/.

    If the add-on AnkiConnect (2055492159) is running, Anki imports at once and you see what is new and what changed.
    Otherwise each package is opened with Anki, which asks. Nothing leaves this machine.

    An import suspends and moves no card, and replaces the tags and fields of changed notes. --suspend-retired,
    --move-cards and --keep-mine do the rest; see docs/reimport.md. Try each with --dry-run.

    \b
    Environment:
      ANKICONNECT_KEY   the same as --key

    \b
    Examples:
      ankigen push
      ankigen push decks/databricks
      ankigen push --suspend-retired --move-cards --keep-mine --dry-run
      make import          builds, then pushes

    \b
    Exit codes:
      0   imported, or handed to Anki
      1   there is no package, the key is wrong, or Anki did not answer
      2   wrong usage

    \b
    See also:
      ankigen build
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.anki.connect import Address

    chores = frozenset(name for name, is_wanted in wanted.items() if is_wanted)
    packages = _packages(paths)
    if chores:
        _check_chores(packages, by_hand=by_hand)
    address = None if by_hand else _reached(Address(port, key or "", timeout), needed=bool(chores))
    error_count = 0
    for package, place in packages.items():
        try:
            with waiting(f"Anki imports {package.name}", quiet=quiet or not address):
                if place and address and chores:
                    lines = _push_with_chores(package, place, address, chores)
                else:
                    lines = [_hand_over(package, address)]
        except UserError as problem:
            print_error(problem)
            error_count += 1
            continue
        if not quiet:
            echo(f"{as_typed(package)}: {lines[0]}")
            for line in lines[1:]:
                echo(f"  {line}")
    if error_count:
        raise SystemExit(1)


def _check_chores(packages: Mapping[Path, Place | None], *, by_hand: bool) -> None:
    """Raise a usage error if the packages are not those of banks, or are to be opened by hand."""
    if by_hand:
        raise click.UsageError("--open only opens the packages; leave it out, or leave the other options out")
    for package, place in packages.items():
        if place is None:
            raise click.UsageError(f"{as_typed(package)}: name the bank, not its package, with these options")


def _packages(paths: Sequence[Path]) -> dict[Path, Place | None]:
    """Return the packages that the paths refer to, each with its bank; None for a package that was named itself.

    Raises `UserError` for one that is not built yet.
    """
    from ankigen.build import find_banks
    from ankigen.build import packages as paths_of

    named_packages = [path for path in paths if path.suffix == ".apkg"]
    others = [path for path in paths if path not in named_packages]
    places = find_banks(paths_or_decks(others)) if others or not paths else ()
    packages = dict.fromkeys(named_packages) | {paths_of.whole_package(place): place for place in places}
    for package in packages:
        if not package.is_file():
            raise UserError(f"{as_typed(package)}: no such package", "build it first: ankigen build")
    return packages


def _reached(address: Address, *, needed: bool) -> Address | None:
    """Return the address if AnkiConnect answers there; else print why and return None. Raise if it is `needed`."""
    from ankigen.anki import connect

    try:
        connect.check(address)
    except connect.Unavailable as reason:
        if needed:
            hint = "start Anki with the add-on AnkiConnect, or use the searches that ankigen build prints"
            raise UserError(str(reason), hint) from reason
        echo(f"{reason}; the packages are opened with Anki instead", err=True)
        return None
    return address


def _hand_over(package: Path, address: Address | None) -> str:
    """Import a package or open it with Anki; return what happened."""
    from ankigen.anki import connect

    if address:
        try:
            imported = connect.push(address, package)
        except connect.Unavailable as reason:
            echo(f"{reason}; the package is opened with Anki instead", err=True)
        else:
            changed = "" if imported.updated is None else f", {imported.updated} updated"
            return f"imported, {counted(imported.new, 'note')} new{changed}"
    if not _opened(package):
        raise UserError(f"{as_typed(package)}: no program opens it", "start Anki, and choose File, Import")
    return "opened with Anki, which asks before it imports"


def _push_with_chores(package: Path, place: Place, address: Address, chores: Collection[str]) -> list[str]:
    """Import a bank's package and do the `chores`: "suspend", "move" and "keep"; with "dry_run", only say what.

    Returns lines that say what was done. Raises `UserError` if AnkiConnect cannot do it.
    """
    from ankigen.anki import connect

    try:
        return _push(package, place, address, chores)
    except connect.Unavailable as reason:
        hint = "what was imported is in Anki; the searches that ankigen build prints find the cards"
        raise UserError(str(reason), hint) from reason


def _push(package: Path, place: Place, address: Address, chores: Collection[str]) -> list[str]:
    from ankigen.anki import connect, deck_name
    from ankigen.anki.apkg import read_package
    from ankigen.build import packages
    from ankigen.build.identity import lockfile
    from ankigen.source import load_config

    settings, _ = load_config(place.folder)
    _, ledger = lockfile.read(place, settings.id)
    notes = read_package(package).notes
    with bank_cache(place) as cache:
        profile = connect.active_profile(address) if "keep" in chores else ""
        pushed_before = caches.values(cache, _PUSHED)
        pushed = connect.Pushed(
            notes,
            deck_name(settings.title, ""),
            packages.retired_search(settings.id, ledger),
            pushed_before.get(profile, {}),
        )
        before = connect.learners_notes(address, settings.id)
        if "dry_run" in chores:
            after = connect.predicted(before, notes)
            updated = sum(after[number] != note for number, note in before.items())
            names = {note.shown for note in before.values()}
            new = sum(note.fields[0] not in names for note in notes)
            lines = [f"would be imported, {counted(new, 'note')} new, {updated} updated"]
        else:
            imported = connect.push(address, package)
            after = connect.learners_notes(address, settings.id)
            lines = [f"imported, {counted(imported.new, 'note')} new, {imported.updated or 0} updated"]
        plan = _only(connect.planned(address, before, after, pushed), chores)
        if "dry_run" not in chores:
            connect.carry_out(address, plan)
            if profile:
                caches.keep(cache, _PUSHED, pushed_before | {profile: connect.delivered_by(before, pushed)})
    return [*lines, *_lines(plan)]


def _only(plan: Plan, chores: Collection[str]) -> Plan:
    """Return the part of a plan that was asked for."""
    plan = plan if "suspend" in chores else plan._replace(suspended=())
    plan = plan if "move" in chores else plan._replace(moves={})
    return plan if "keep" in chores else plan._replace(tags={}, edits={}, replaced={}, untold=())


def _lines(plan: Plan) -> Iterator[str]:
    """Yield what a plan does, and what it cannot do."""
    if plan.suspended:
        yield f"suspended: {counted(len(plan.suspended), 'retired card')}"
    for (old, new), cards in plan.moves.items():
        yield f"moved: {counted(len(cards), 'card')} from {old} to {new}"
    if plan.tags:
        yield f"put back: your tags on {counted(len(plan.tags), 'note')}"
    if plan.edits:
        yield f"put back: your edits of {counted(len(plan.edits), 'note')}"
    for name, fields in plan.replaced.items():
        yield f"replaced: your edit of {name} ({', '.join(fields)}); Edit, Undo in Anki shows it again"
    if plan.untold:
        names = ", ".join(plan.untold[:_LISTED]) + (", …" if len(plan.untold) > _LISTED else "")
        yield (
            f"{counted(len(plan.untold), 'changed note')} replaced whole, with your edits if you made any: {names}"
            " (edits are known in notes that were pushed with --keep-mine before)"
        )


def _opened(package: Path) -> bool:
    """Open a package as a double click does; return False if the system refuses within `_REFUSED` seconds.

    The program that opens it may be Anki itself, which goes on running, so its end is not waited for.
    """
    codes: list[int] = []
    opening = Thread(target=lambda: codes.append(click.launch(str(package.resolve()), wait=True)), daemon=True)
    opening.start()
    opening.join(_REFUSED)
    return not any(codes)
