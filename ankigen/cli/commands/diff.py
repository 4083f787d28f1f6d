"""`ankigen diff`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import echo
from ankigen.cli.options import ExistingPath, format_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("old", type=ExistingPath())
@click.argument("new", type=ExistingPath())
@format_option(("text", "json"), "For a person, or for a program.")
def diff(old: Path, new: Path, style: str) -> None:
    """Show what changes for a learner between two packages.

    The learner has imported OLD and then imports NEW. Each is a package or a folder of packages. Changed answers come
    first. A change that an import would not bring is marked: Anki updates a note only if its date is later.

    \b
    Examples:
      ankigen diff last-release/ decks/databricks/apkg/

    \b
    Exit codes:
      0   compared, whether or not there are changes
      1   a change would not reach the learner, or a package cannot be read
      2   wrong usage

    \b
    See also:
      ankigen build, ankigen inspect
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.anki import diff as comparison

    changes = comparison.compare(comparison.load_side(old), comparison.load_side(new))
    echo(comparison.CHANGE_FORMATS[style](changes))
    stranded = [change.key for change in changes if not change.delivered]
    if stranded:
        echo(f"error: {len(stranded)} of these changes would not reach the learner", err=True)
        echo("  hint: build again with --since and the old package", err=True)
        sys.exit(1)
