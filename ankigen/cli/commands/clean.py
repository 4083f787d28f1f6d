"""`ankigen clean`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ankigen.cli.console import as_typed, echo
from ankigen.cli.options import PATHS, QUIET, paths_or_decks
from ankigen.system import cache as caches
from ankigen.system.errors import UserError
from ankigen.views import sized

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command()
@PATHS
@click.option("--all", "every", is_flag=True, help="Delete the caches of all banks, also of those that are gone.")
@click.option("--filtered", is_flag=True, help="Instead, delete the packages of filters and of parts of banks.")
@QUIET
def clean(paths: tuple[Path, ...], *, every: bool, filtered: bool, quiet: bool) -> None:
    """Delete what earlier builds keep of banks to be faster.

    PATH is a bank's folder, or a part of it; default: the bank that you are in, or every bank under decks/. The next
    build reads everything again and gives the same packages.

    The cache is in your own cache folder, not in the bank, and is deleted by itself when it was not used for 90 days.
    Folders .ankigen in banks, where earlier versions of ankigen had their cache, are deleted too. Packages and ledgers
    stay; with --filtered, the packages in apkg go that `ankigen build` made with a filter or of a part of a bank.

    \b
    Examples:
      ankigen clean decks/databricks
      ankigen clean --all
      ankigen clean --filtered

    \b
    Exit codes:
      0   deleted, or there was nothing to delete
      1   something could not be deleted
      2   wrong usage

    \b
    See also:
      ankigen build --no-cache
    """  # noqa: D301 - click's \b keeps the lines apart
    if every and (paths or filtered):
        raise click.UsageError(f"give either {'--filtered' if filtered else 'PATH'} or --all")
    if filtered:
        _delete_filtered(paths, quiet=quiet)
        return
    size = 0
    for folder in _folders(paths, every=every):
        try:
            size += caches.delete(folder)
        except OSError as error:
            raise UserError(f"{as_typed(folder)}: cannot be deleted: {error.strerror}") from error
    if not quiet:
        echo(f"{sized(size)} deleted" if size else "nothing to delete")


def _delete_filtered(paths: Sequence[Path], *, quiet: bool) -> None:
    """Delete the packages of filters and of parts of banks, and name them."""
    from ankigen.build import find_banks, packages
    from ankigen.system import atomic

    gone = [path for location in find_banks(paths_or_decks(paths)) for path in packages.partial_packages(location)]
    atomic.remove(gone)
    if not quiet:
        for path in gone:
            echo(f"{as_typed(path)} deleted")
        if not gone:
            echo("nothing to delete")


def _folders(paths: Sequence[Path], *, every: bool) -> list[Path]:
    """Return the folders to delete; some may not exist."""
    from ankigen.build import find_banks

    if every:
        return [caches.root()]
    places = find_banks(paths_or_decks(paths))
    banks = [place.folder for place in places]
    former = [bank / caches.FORMER for bank in banks if (bank / caches.FORMER / ".gitignore").is_file()]
    return [*map(caches.folder_of, (*banks, *(place.part for place in places))), *former]
