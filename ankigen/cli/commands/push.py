"""`ankigen push`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.console import as_typed, echo, print_error, shell_quoted
from ankigen.cli.options import PATHS, QUIET, filters, paths_or_decks, to_filter
from ankigen.cli.progress import waiting
from ankigen.cli.reading import bank_cache
from ankigen.system import cache as caches
from ankigen.system.errors import UserError
from ankigen.views import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.anki.connect import Address, Upkeep
    from ankigen.build import Filter, Location

_PUSHED = "pushed"  # in the cache: by profile, what earlier pushes brought
_CHORES = ("suspend", "move", "keep", "dry_run")
_LISTED = 20


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
@filters
def push(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...],
    key: str | None,
    port: int,
    timeout: float,
    *,
    by_hand: bool,
    quiet: bool,
    **options: Any,  # noqa: ANN401 - click's options
) -> None:
    """Hand the packages to Anki on this machine.

    PATH is a package, a bank (its package of the whole bank) or a part of a bank; default: the bank that you are in, or
    every bank under decks/.

    If the add-on AnkiConnect (2055492159) is running, Anki imports at once and you see what is new and what changed.
    Otherwise each package is opened with Anki, which asks. Nothing leaves this machine. A filter names the package that
    a build with the same filter made. Edits that were not built are not pushed; a warning names them.

    An import suspends and moves no card, and replaces the tags and fields of changed notes. --suspend-retired,
    --move-cards and --keep-mine do the rest; see `ankigen docs reimport`. Try each with --dry-run.

    \b
    Environment:
      ANKICONNECT_KEY   the same as --key

    \b
    Examples:
      ankigen push
      ankigen push decks/databricks
      ankigen push --suspend-retired --move-cards --keep-mine --dry-run
      ankigen push --trap Syntax-Confusion    what a build with this filter made

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

    chores = frozenset(name for name in _CHORES if options.pop(name))
    wanted = to_filter(options)
    packages = _packages(paths, wanted)
    if chores:
        _check_chores(packages, wanted, by_hand=by_hand)
    address, reason = (None, "") if by_hand else _reached(Address(port, key or "", timeout), needed=bool(chores))
    error_count = 0
    for package, location in packages.items():
        try:
            with waiting(f"Anki imports {package.name}", quiet=quiet or not address):
                if location and address and chores:
                    lines = _push_with_chores(package, location, address, chores)
                else:
                    lines = [_hand_over(package, address)]
        except UserError as problem:
            print_error(problem)
            error_count += 1
            continue
        if reason:
            echo(f"{reason}; the packages are opened with Anki instead", err=True)
            reason = ""
        if not quiet:
            echo("\n  ".join([f"{as_typed(package)}: {lines[0]}", *lines[1:]]))
    if error_count:
        raise SystemExit(1)


def _check_chores(packages: Mapping[Path, Location | None], wanted: Filter, *, by_hand: bool) -> None:
    """Raise a usage error if the packages are not those of whole banks, or are to be opened by hand."""
    if wanted.name:
        raise click.UsageError("these options are for whole banks; leave out the filter")
    if by_hand:
        raise click.UsageError("--open only opens the packages; leave it out, or leave the other options out")
    for package, location in packages.items():
        if location is None:
            raise click.UsageError(f"{as_typed(package)}: name the bank, not its package, with these options")


def _packages(paths: Sequence[Path], wanted: Filter) -> dict[Path, Location | None]:
    """Return the packages that the paths refer to, each with its bank; None for a package that was named itself.

    With a filter, these are the packages that a build with it made; it need not have made one of every bank. Raises
    `UserError` for one that is not built yet, and prints a warning for a bank that was edited since.
    """
    from ankigen.build import find_banks
    from ankigen.build import packages as paths_of
    from ankigen.cli.building.inputs import is_edited

    named_packages = [path for path in paths if path.suffix == ".apkg"]
    others = [path for path in paths if path not in named_packages]
    locations = find_banks(paths_or_decks(others)) if others or not paths else ()
    of_banks = {paths_of.package_path(location, wanted): location for location in locations}
    if wanted.name:
        of_banks = {path: location for path, location in of_banks.items() if path.is_file()} or of_banks
    packages = dict.fromkeys(named_packages) | of_banks
    for package, location in packages.items():
        command = _build_command(location, wanted) if location else "ankigen build"
        if not package.is_file():
            raise UserError(f"{as_typed(package)}: no such package", f"build it first: {command}")
        if location and is_edited(location, package):
            echo(f"warning: {as_typed(location.part)} was edited after {package.name} was built", err=True)
            echo(f"  hint: to push the edits as well, build first: {command}", err=True)
    return packages


def _build_command(location: Location, wanted: Filter) -> str:
    """Return the command that builds a package with a filter."""
    words = [as_typed(location.part)]
    for kind, patterns in wanted.kinds.items():
        words += [word for pattern in patterns for word in (f"--{kind}", pattern)]
    words += [f"--{flag.replace('_', '-')}" for flag in ("no_trap", "no_topic") if getattr(wanted, flag)]
    return f"ankigen build {' '.join(map(shell_quoted, words))}"


def _reached(address: Address, *, needed: bool) -> tuple[Address | None, str]:
    """Return the address if AnkiConnect answers there; else None, and why. Raise if it is `needed`."""
    from ankigen.anki import connect

    try:
        connect.check(address)
    except connect.Unavailable as reason:
        if needed:
            hint = "start Anki with the add-on AnkiConnect, or use the searches that ankigen build prints"
            raise UserError(str(reason), hint) from reason
        return None, str(reason)
    return address, ""


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
    if not connect.opened(package.resolve()):
        hint = "install Anki or start it, and choose File, Import there"
        raise UserError(f"{as_typed(package)}: Anki does not answer, and no program opens it", hint)
    return "opened with Anki, which asks before it imports"


def _push_with_chores(package: Path, location: Location, address: Address, chores: Collection[str]) -> list[str]:
    """Import a bank's package and do the `chores`: "suspend", "move" and "keep"; with "dry_run", only say what.

    Returns lines that say what was done. Raises `UserError` if AnkiConnect cannot do it.
    """
    from ankigen.anki import connect

    try:
        return _push(package, location, address, chores)
    except connect.Unavailable as reason:
        hint = "what was imported is in Anki; the searches that ankigen build prints find the cards"
        raise UserError(str(reason), hint) from reason


def _push(package: Path, location: Location, address: Address, chores: Collection[str]) -> list[str]:
    from ankigen.anki import connect, deck_name
    from ankigen.anki.apkg import read_package
    from ankigen.build import packages
    from ankigen.build.identity import lockfile
    from ankigen.source import load_config

    config, _ = load_config(location.folder)
    _, ledger = lockfile.read(location, config.id)
    notes = read_package(package).notes
    with bank_cache(location) as cache:
        profile = connect.active_profile(address) if "keep" in chores else ""
        pushed_before = caches.values(cache, _PUSHED)
        pushed = connect.Pushed(
            notes,
            deck_name(config.title, ""),
            packages.retired_search(config.id, ledger),
            pushed_before.get(profile, {}),
        )
        before = connect.learners_notes(address, config.id)
        if "dry_run" in chores:
            after = connect.predicted(before, notes)
            updated = sum(after[number] != note for number, note in before.items())
            names = {note.shown for note in before.values()}
            new = sum(note.fields[0] not in names for note in notes)
            lines = [f"would be imported, {counted(new, 'note')} new, {updated} updated"]
        else:
            imported = connect.push(address, package)
            after = connect.learners_notes(address, config.id)
            lines = [f"imported, {counted(imported.new, 'note')} new, {imported.updated or 0} updated"]
        plan = _only(connect.planned(address, before, after, pushed), chores)
        if "dry_run" not in chores:
            connect.carry_out(address, plan)
            if profile:
                caches.keep(cache, _PUSHED, pushed_before | {profile: connect.delivered_by(before, pushed)})
    return [*lines, *_lines(plan)]


def _only(plan: Upkeep, chores: Collection[str]) -> Upkeep:
    """Return the part of a plan that was asked for."""
    plan = plan if "suspend" in chores else plan._replace(suspended=())
    plan = plan if "move" in chores else plan._replace(moves={})
    return plan if "keep" in chores else plan._replace(tags={}, edits={}, replaced={}, untold=())


def _lines(plan: Upkeep) -> Iterator[str]:
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
