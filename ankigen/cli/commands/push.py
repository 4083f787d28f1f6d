"""`ankigen push`."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import as_typed, counted, echo, print_error
from ankigen.cli.options import PATHS, QUIET, paths_or_decks
from ankigen.cli.progress import waiting
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ankigen.anki import Address

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
@QUIET
def push(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...], key: str | None, port: int, timeout: float, *, by_hand: bool, quiet: bool
) -> None:
    """Hand the packages to Anki on this machine.

    PATH is a package, or a bank (its package of the whole bank); default: every bank under decks/.

    If the add-on AnkiConnect (2055492159) is running, Anki imports at once and you see what is new and what changed.
    Otherwise each package is opened with Anki, which asks. Nothing leaves this machine.

    \b
    Environment:
      ANKICONNECT_KEY   the same as --key

    \b
    Examples:
      ankigen push
      ankigen push decks/databricks
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
    from ankigen.anki import Address

    packages = _packages(paths)
    address = None if by_hand else _reached(Address(port, key or "", timeout))
    error_count = 0
    for package in packages:
        try:
            with waiting(f"Anki imports {package.name}", quiet=quiet or not address):
                message = _hand_over(package, address)
        except UserError as problem:
            print_error(problem)
            error_count += 1
            continue
        if not quiet:
            echo(f"{as_typed(package)}: {message}")
    if error_count:
        raise SystemExit(1)


def _packages(paths: Sequence[Path]) -> list[Path]:
    """Return the packages that the paths refer to; one that is not built yet is a `UserError`."""
    from ankigen.build import find_banks, pipeline

    given = [path for path in paths if path.suffix == ".apkg"]
    others = [path for path in paths if path not in given]
    places = find_banks(paths_or_decks(others)) if others or not paths else ()
    packages = list(dict.fromkeys([*given, *(pipeline.whole_package(place) for place in places)]))
    for package in packages:
        if not package.is_file():
            raise UserError(f"{as_typed(package)}: no such package", "build it first: ankigen build")
    return packages


def _reached(address: Address) -> Address | None:
    """Return the address if AnkiConnect answers there; if not, print why and return None."""
    from ankigen.anki import connect

    try:
        connect.check(address)
    except connect.Unavailable as reason:
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


def _opened(package: Path) -> bool:
    """Open a package as a double click does; return False if the system refuses within `_REFUSED` seconds.

    The program that opens it may be Anki itself, which goes on running, so its end is not waited for.
    """
    codes: list[int] = []
    opening = Thread(target=lambda: codes.append(click.launch(str(package.resolve()), wait=True)), daemon=True)
    opening.start()
    opening.join(_REFUSED)
    return not any(codes)
