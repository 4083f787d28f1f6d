"""`ankigen check`."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import counted, echo, shown
from ankigen.cli.options import PATHS, paths_or_decks
from ankigen.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ankigen.build import Place
    from ankigen.fixes import Mended

FORMATS = {  # the name on the command line: the function of `checks.formats` that prints it
    "text": "text",
    "full": "full",
    "json": "as_json",
    "github": "github",
    "sarif": "sarif",
}

_NOUNS = {"ID": "missing ID", "letter": "full-width letter", "label": "misspelt label"}
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}  # as git has them


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
@click.option("--fix", is_flag=True, help="Write what is certain into the files, then report what is left.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings, too.")
@click.option("-q", "--quiet", is_flag=True, help="Print only the diagnostics, no count and no progress.")
@click.option("--verbose", is_flag=True, help="Also list files without a question.")
def check(  # noqa: PLR0913 - click passes each option by its name
    paths: tuple[Path, ...], style: str, *, fix: bool, diff: bool, strict: bool, verbose: bool, quiet: bool
) -> None:
    """Report what is wrong or doubtful in banks.

    Each diagnostic has a file, a line, a code and a hint. Most errors leave the question out; a warning never does.

    To silence an intentional warning, write <!-- ankigen: ignore AG206 --> in its question, or ignore = ["AG206"] in
    bank.toml.

    --fix gives an ID to each question without one, corrects labels that are misspelt by one letter (AG114), and
    replaces full-width letters of options and answers. Nothing else changes: the file is read again before it is
    written, and a fix that would change another part of a question is left out and named. --diff shows it first.

    PATH is a bank, a folder or a file; default: every bank under decks/.

    \b
    Examples:
      ankigen check
      ankigen check decks/databricks --format full
      ankigen check --strict --format github
      ankigen check decks/databricks --diff
      ankigen check decks/databricks --fix

    \b
    Exit codes:
      0   no error; with --strict, no warning either; with --diff, nothing to change
      1   an error was reported or, with --strict, a warning; with --diff, there is something to change
      2   wrong usage

    \b
    See also:
      ankigen explain, docs/codes
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks, read_bank
    from ankigen.checks import formats

    to_text = getattr(formats, FORMATS[style])
    places = find_banks(paths_or_decks(paths))
    if diff:
        sys.exit(1 if _show(places, quiet=quiet) else 0)
    if fix:
        _apply(places, quiet=quiet)
    banks = []
    for place in places:
        with progress(place.folder.name, quiet=quiet) as track:
            banks.append(read_bank(place, track))
    for bank in banks:
        output = to_text(bank.diagnostics, shown(bank.place.folder), bank.place.folder)
        echo(output, nl=bool(output))
        for path in bank.empty if verbose else ():
            echo(f"{shown(bank.place.folder / path)}: no question", err=True)
    diagnostics = [diagnostic for bank in banks for diagnostic in bank.diagnostics]
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    questions = sum(len(bank.summaries) for bank in banks)
    counts = (counted(questions, "question"), counted(errors, "error"), counted(len(diagnostics) - errors, "warning"))
    if not quiet:
        echo(", ".join(counts), err=True)
    sys.exit(1 if errors or (strict and diagnostics) else 0)


def _show(places: Iterable[Place], *, quiet: bool) -> bool:
    """Print what would change as a diff, in colours on a terminal; return whether anything would."""
    from ankigen.fixes import as_diff

    mended = _mended(places, quiet=quiet)
    for each in mended:
        for line in as_diff(each, _name(each)):
            is_heading = line.startswith(("--- ", "+++ "))
            echo(line, fg=None if is_heading else _COLOURS.get(line[:1]), bold=is_heading)
    _report(mended, "would fix", quiet=quiet)
    return any(each.is_changed for each in mended)


def _apply(places: Iterable[Place], *, quiet: bool) -> None:
    """Write what is certain into the files, and print what was changed and what was left."""
    from ankigen.fixes import write

    mended = _mended(places, quiet=quiet)
    write(mended)
    _report(mended, "fixed", quiet=quiet)
    if not quiet and any(fix.why == "ID" for each in mended for fix in each.fixes):
        echo("run ankigen build before you edit these questions: they keep their cards by their texts", err=True)


def _mended(places: Iterable[Place], *, quiet: bool) -> list[Mended]:
    from ankigen.build import read_bank
    from ankigen.fixes import mend

    mended: list[Mended] = []
    for place in places:
        with progress(place.folder.name, quiet=quiet) as track:
            bank = read_bank(place, track)
        mended += mend(bank)
    return mended


def _report(mended: Sequence[Mended], done: str, *, quiet: bool) -> None:
    """Print what is fixed in each file, unless `quiet`, and what is not, always."""
    for each in mended:
        if each.is_changed and not quiet:
            echo(f"{_name(each)}: {done} {_counts(each)}", err=True)
        for left in each.left:
            echo(f"{_name(each)}:{left.line}: not fixed: {left.what}", err=True)
    if not quiet and not any(each.is_changed for each in mended):
        echo("nothing to fix", err=True)


def _name(mended: Mended) -> str:
    """Return a file's path as a person would type it; a link has its own, not that of its target."""
    folder, name = shown(mended.path.parent), mended.path.name.replace("\n", "\\n")
    return name if folder == "." else f"{folder}/{name}"


def _counts(mended: Mended) -> str:
    counts = Counter[str](fix.why for fix in mended.fixes)
    return ", ".join(counted(counts[why], noun) for why, noun in _NOUNS.items() if counts[why])
