"""`ankigen check`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import as_typed, echo, echo_data, visible
from ankigen.cli.options import PATHS, format_option, paths_or_decks
from ankigen.cli.reading import around, hint_at_nothing, read_banks, warn_of_links
from ankigen.views import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ankigen.build import Bank, Location
    from ankigen.fixes import Mended

_NOUNS = {"ID": "missing ID", "letter": "full-width letter", "label": "misspelt label"}
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}  # as git has them


@click.command()
@PATHS
@format_option(
    ("full", "text", "json", "github", "sarif"),
    "For a person, with the lines at fault or without them; JSON, one object per line; GitHub's annotations; SARIF"
    " 2.1.0.",
)
@click.option("--all", "every", is_flag=True, help="Print every diagnostic; full prints three of each code.")
@click.option("--fix", is_flag=True, help="Write what is certain into the files, then report what is left.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing.")
@click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings, too.")
@click.option("-q", "--quiet", is_flag=True, help="Print only the diagnostics, no count and no progress.")
@click.option("--verbose", is_flag=True, help="Also list files without a question.")
def check(  # noqa: PLR0913 - click passes each option by its name
    paths: tuple[Path, ...],
    style: str,
    *,
    every: bool,
    fix: bool,
    diff: bool,
    strict: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Report what is wrong or doubtful in banks.

    Each diagnostic has a file, a line, a code and a hint. Most errors leave the question out; a warning never does.
    Of each code, three are printed and the rest is counted; --all and every other format than full print all.

    To silence an intentional warning, write <!-- ankigen: ignore AG206 --> in its question, or ignore = ["AG206"] in
    bank.toml.

    --fix gives an ID to each question without one, corrects labels that are misspelt by one letter (AG114), and
    replaces full-width letters of options and answers. Nothing else changes: the file is read again before it is
    written, and a fix that would change another part of a question is left out and named. --diff shows it first.

    PATH is a bank, a folder or a file; default: the bank that you are in, or every bank under decks/.

    \b
    Examples:
      ankigen check
      ankigen check decks/databricks --all
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
      ankigen explain, ankigen docs forms
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks
    from ankigen.model import FIXABLE

    paths = tuple(paths_or_decks(paths))
    locations = find_banks(paths)
    if diff:
        sys.exit(1 if _show(locations, quiet=quiet) else 0)
    if fix:
        _apply(locations, quiet=quiet)
    banks = [bank for bank, _ in read_banks(locations, quiet=quiet)]
    for bank in banks:
        _print(bank, style, every=every)
        for path in bank.empty if verbose else ():
            echo(f"{as_typed(bank.location.folder / path)}: no question", err=True)
    diagnostics = [diagnostic for bank in banks for diagnostic in bank.diagnostics]
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    questions = sum(len(bank.summaries) for bank in banks)
    counts = [counted(questions, "question"), counted(errors, "error"), counted(len(diagnostics) - errors, "warning")]
    if fixable := sum(diagnostic.rule in FIXABLE for diagnostic in diagnostics):
        counts.append(f"{fixable} of them fixable: --diff shows how, --fix does it")
    if not quiet:
        echo(", ".join(counts), err=True)
    if not quiet:
        _print_unread(paths, locations, nothing=not questions and not errors)
    sys.exit(1 if errors or (strict and diagnostics) else 0)


def _print_unread(paths: Iterable[Path], locations: Sequence[Location], *, nothing: bool) -> None:
    """Print that `nothing` was read, or else name the links behind which there may be more."""
    if nothing:
        echo(f"no question was found; {hint_at_nothing(locations)}", err=True)
    else:
        whole = [location.folder for location in locations if location.whole]
        warn_of_links([*whole, *around(paths, locations)], [location.folder for location in locations])


def _print(bank: Bank, style: str, *, every: bool) -> None:
    """Print the diagnostics of a bank: in a format for people, or in one for programs."""
    from ankigen.cli.diagnostics import print_brief, print_full

    diagnostics, folder = bank.diagnostics, bank.location.folder
    if style == "full":
        print_full(diagnostics, folder, every=every)
    elif style == "text":
        print_brief(diagnostics, folder)
    else:
        from ankigen.views import formats

        output = formats.FORMATS[style](diagnostics, as_typed(folder))
        echo(output, nl=bool(output))


def _show(locations: Iterable[Location], *, quiet: bool) -> bool:
    """Print what would change as a diff, for git or in colours on a terminal; return whether anything would."""
    from ankigen.fixes import as_diff

    files = _mended(locations, quiet=quiet)
    for mended in files:
        for line in as_diff(mended, _name(mended).replace(os.sep, "/")):
            text = line.removesuffix("\r")  # of a file from Windows
            if not sys.stdout.isatty():
                echo_data(visible(text) + line[len(text) :])
                continue
            is_heading = line.startswith(("--- ", "+++ "))
            echo(text, fg="" if is_heading else _COLOURS.get(line[:1], ""), bold=is_heading)
    _report(files, "would fix", quiet=quiet)
    return any(mended.is_changed for mended in files)


def _apply(locations: Iterable[Location], *, quiet: bool) -> None:
    """Write what is certain into the files, and print what was changed and what was left."""
    from ankigen.fixes import write

    files = _mended(locations, quiet=quiet)
    write(files)
    _report(files, "fixed", quiet=quiet)
    if not quiet and any(fix.why == "ID" for mended in files for fix in mended.fixes):
        echo("run ankigen build before you edit these questions: they keep their cards by their texts", err=True)


def _mended(locations: Iterable[Location], *, quiet: bool) -> list[Mended]:
    from ankigen.fixes import mend

    return [mended for bank, _ in read_banks(locations, quiet=quiet) for mended in mend(bank)]


def _report(files: Sequence[Mended], done: str, *, quiet: bool) -> None:
    """Print what is fixed in each file, unless `quiet`, and what is not, always."""
    for mended in files:
        if mended.is_changed and not quiet:
            echo(f"{_name(mended)}: {done} {_counts(mended)}", err=True)
        for left in mended.left:
            echo(f"{_name(mended)}:{left.line}: not fixed: {left.what}", err=True)
    if not quiet and not any(mended.is_changed for mended in files):
        echo("nothing to fix", err=True)


def _name(mended: Mended) -> str:
    """Return a file's path as a person would type it; a link has its own, not that of its target."""
    folder, name = as_typed(mended.path.parent), mended.path.name.replace("\n", "\\n")
    return name if folder == "." else os.path.join(folder, name)  # noqa: PTH118 - escaped names, no paths


def _counts(mended: Mended) -> str:
    counts = Counter[str](fix.why for fix in mended.fixes)
    return ", ".join(counted(counts[why], noun) for why, noun in _NOUNS.items() if counts[why])
