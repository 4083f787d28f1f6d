"""`ankigen check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import counted, shown
from ankigen.cli.options import PATHS, paths_or_decks
from ankigen.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {  # the name on the command line: the function of `checks.formats` that prints it
    "text": "text",
    "full": "full",
    "json": "as_json",
    "github": "github",
    "sarif": "sarif",
}


@click.command()
@PATHS
@click.option(
    "--format",
    "style",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="For a person, briefly or with the source line; JSON, one object per line; GitHub's annotations; SARIF 2.1.0.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings, too.")
@click.option("-q", "--quiet", is_flag=True, help="Print only the diagnostics, no count and no progress.")
@click.option("--verbose", is_flag=True, help="Also list files without a question.")
def check(paths: tuple[Path, ...], style: str, *, strict: bool, verbose: bool, quiet: bool) -> None:
    """Report what is wrong or doubtful in banks.

    Each diagnostic has a file, a line, a code and a hint. Most errors leave the question out; a warning never does.

    To silence an intentional warning, write <!-- ankigen: ignore AG206 --> in its question, or ignore = ["AG206"] in
    bank.toml.

    PATH is a bank, a folder or a file; default: every bank under decks/.

    \b
    Examples:
      ankigen check
      ankigen check decks/databricks --format full
      ankigen check --strict --format github

    \b
    Exit codes:
      0   no error; with --strict, no warning either
      1   an error was reported or, with --strict, a warning
      2   wrong usage

    \b
    See also:
      ankigen explain, docs/codes
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks, read_bank
    from ankigen.checks import formats

    to_text = getattr(formats, FORMATS[style])
    banks = []
    for place in find_banks(paths_or_decks(paths)):
        with progress(place.folder.name, quiet=quiet) as track:
            banks.append(read_bank(place, track))
    for bank in banks:
        output = to_text(bank.diagnostics, shown(bank.place.folder), bank.place.folder)
        click.echo(output, nl=bool(output))
        for path in bank.empty if verbose else ():
            click.echo(f"{shown(bank.place.folder / path)}: no question", err=True)
    diagnostics = [diagnostic for bank in banks for diagnostic in bank.diagnostics]
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    questions = sum(len(bank.summaries) for bank in banks)
    counts = (counted(questions, "question"), counted(errors, "error"), counted(len(diagnostics) - errors, "warning"))
    if not quiet:
        click.echo(", ".join(counts), err=True)
    sys.exit(1 if errors or (strict and diagnostics) else 0)
