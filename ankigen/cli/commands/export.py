"""`ankigen export`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.console import echo
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.options import NO_PROGRESS, PATHS, filters, format_option, paths_or_decks, to_filter
from ankigen.cli.reading import guids_of_derived, held_out_of, identified, read_banks
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@PATHS
@format_option(("jsonl", "json"), "One object per line, or one array.")
@NO_PROGRESS
@filters
def export(paths: tuple[Path, ...], style: str, *, quiet: bool, **filters: Any) -> None:  # noqa: ANN401 - click's options
    """Print questions as JSON.

    Prints every question of every file, including copies and questions that are held out for mock exams
    (`"held_out": true`), with its key, GUID, file and line. Errors go to standard error.

    PATH is a bank, a folder or a file; default: the bank that you are in, or every bank under decks/.

    \b
    Examples:
      ankigen export decks/databricks --format jsonl
      ankigen export --trap Syntax-Confusion --format json

    \b
    Exit codes:
      0   printed
      1   a question was left out, or none matches
      2   wrong usage

    \b
    See also:
      ankigen build
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks
    from ankigen.views import export as views

    wanted = to_filter(filters)
    records: list[str] = []
    error_count = 0
    for path in paths_or_decks(paths):
        for rendered in read_banks(find_banks([path]), quiet=quiet):
            error_count += print_diagnostics(rendered.bank)
            bank = identified(rendered.bank)
            guids = {**bank.guids, **guids_of_derived(bank)}
            records += views.export_records(rendered, path.resolve(), wanted, guids, held_out_of(bank))
    if not records and wanted.name:
        raise UserError("no question matches the filter", "`ankigen export` without it lists them all")
    if style == "json":
        echo("[\n" + ",\n".join(records) + "\n]")
    else:
        echo("\n".join(records), nl=bool(records))
    sys.exit(1 if error_count else 0)
