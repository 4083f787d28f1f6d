"""`ankigen inspect`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ankigen.cli.console import echo
from ankigen.cli.options import ExistingPath

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("package", type=ExistingPath(dir_okay=False))
def inspect(package: Path) -> None:
    """List what is in a package.

    Prints the decks, tags and fields of PACKAGE with the number of notes that have each, and its files with their
    sizes in bytes.

    \b
    Examples:
      ankigen inspect decks/databricks/apkg/databricks.apkg

    \b
    Exit codes:
      0   listed
      1   the package cannot be read
      2   wrong usage

    \b
    See also:
      ankigen diff
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.views import inspect as views

    for line in views.inspect_package(package):
        echo(line)
