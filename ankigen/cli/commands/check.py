"""`ankigen check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import counted, shown
from ankigen.cli.options import DIALECT, PATHS, paths_or_decks
from ankigen.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {  # the name on the command line, and the function of `checks.formats` that prints so
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
    help="For a person, briefly or with the line itself; one JSON object a line; GitHub's annotations; SARIF 2.1.0.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings as well.")
@DIALECT
@click.option("-q", "--quiet", is_flag=True, help="Print the findings only, without their count and progress.")
@click.option("--verbose", is_flag=True, help="List the files that hold no question, too.")
def check(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...], style: str, dialect: str | None, *, strict: bool, verbose: bool, quiet: bool
) -> None:
    """Report what is wrong or doubtful in banks.

    Each finding has its file, line, code and a hint. An error leaves a question out, a warning does not. A comment
    <!-- ankigen: ignore AG206 --> in a question, or ignore = ["AG206"] in bank.toml, silences a warning.

    PATH is a bank, a folder or a file; without it every bank under decks/.

    \b
    Examples:
      ankigen check
      ankigen check decks/databricks --format full
      ankigen check --strict --format github

    \b
    Exit codes:
      0   no error; warnings count only with --strict
      1   something was reported that counts
      2   wrong usage

    \b
    See also:
      ankigen explain, docs/codes
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks, read_bank
    from ankigen.checks import formats

    to_text = getattr(formats, FORMATS[style])
    banks = []
    for place in find_banks(paths_or_decks(paths), dialect or ""):
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
