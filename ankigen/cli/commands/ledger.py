"""`ankigen ledger`."""

from __future__ import annotations

from pathlib import Path

import click

from ankigen.cli.console import echo
from ankigen.cli.options import ExistingPath
from ankigen.cli.reading import bank_cache


@click.command()
@click.option(
    "--from",
    "sources",
    type=ExistingPath(),
    metavar="PATH",
    multiple=True,
    required=True,
    help="A package, a folder of packages, or a backup of Anki's. Can be repeated.",
)
@click.argument("bank", type=ExistingPath(file_okay=False), default=Path())
def ledger(sources: tuple[Path, ...], bank: Path) -> None:
    """Rebuild a lost ledger.

    Writes the ledger ankigen.lock of BANK (default: the current folder) from what learners have. Give every package
    that you released, or a backup of a collection that has the questions: what they hold keeps its GUID and its date.

    \b
    Examples:
      ankigen ledger --from decks/databricks/apkg decks/databricks

    \b
    Exit codes:
      0   written
      1   there is a ledger already, or a file cannot be read
      2   wrong usage

    \b
    See also:
      ankigen build, ankigen diff
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks, ledgers
    from ankigen.cli.console import as_typed
    from ankigen.views import counted

    (location,) = find_banks([bank])[:1]
    with bank_cache(location) as cache:
        path, rebuilt = ledgers.rebuild_ledger(location, sources, cache)
    retired = sum(entry.retired for entry in rebuilt.entries.values())
    echo(f"{as_typed(path)}: {counted(len(rebuilt.entries) - retired, 'question')}, {retired} retired")
