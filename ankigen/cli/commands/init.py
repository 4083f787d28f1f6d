"""`ankigen init`."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankigen.cli.console import as_typed, echo, shell_quoted
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.options import ExistingPath
from ankigen.cli.progress import progress
from ankigen.cli.reading import bank_cache
from ankigen.system.errors import UserError
from ankigen.views import counted

if TYPE_CHECKING:
    from ankigen.build import Bank, Build, Location

_LISTED = 10  # files and packages that are printed; the rest is counted


@click.command()
@click.argument("folder", type=ExistingPath(file_okay=False), default=Path())
@click.option("--title", metavar="TEXT", help="The deck's name in Anki. Default: the folder's name.")
def init(folder: Path, title: str | None) -> None:
    """Make a bank of a folder with questions.

    FOLDER is a folder of markdown files, by default the one that you are in. Writes its bank.toml and a .gitignore,
    and prints what was read in which file, the language, how many questions have no ID, and what the first build
    makes. No question is changed.

    \b
    Examples:
      ankigen init
      ankigen init ~/notes/aws --title "AWS SAA-C03"

    \b
    Exit codes:
      0   written
      1   no question was read, a question would be left out, or the folder is a bank already
      2   wrong usage

    \b
    See also:
      ankigen new, ankigen check, ankigen build
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import Filter, find_banks, pipeline

    (location, *others) = find_banks([folder])
    if others or location.has_settings:
        hint = "build it: ankigen build" if not others else "name the folder of one that has none"
        raise UserError(f"{as_typed(location.folder)} is a bank already", hint)
    with bank_cache(location) as cache, progress(location.folder.name) as track:
        built = pipeline.build(location, Filter(), now=int(time.time()), cache=cache, track=track)
    if not built.bank.summaries and not built.bank.faulty_paths:
        hint = "ankigen reads questions with options and an answer in markdown; to begin one: ankigen new bank NAME"
        raise UserError(f"no question was found in {as_typed(location.folder)}; nothing was written", hint)
    for path in _written(location, title):
        echo(as_typed(path))
    errors = print_diagnostics(built.bank)
    for line in (*_read(built.bank), *_made(built)):
        echo(line)
    echo(f"next: ankigen build {shell_quoted(as_typed(location.folder))}", err=True)
    if errors:
        raise SystemExit(1)


def _written(location: Location, title: str | None) -> list[Path]:
    """Write the settings and a .gitignore, unless there is one; return the paths of what was written.

    The ID is the folder's name, as it was without a bank.toml, so that earlier builds keep their GUIDs.
    """
    from ankigen.system import atomic
    from ankigen.system.files import SETTINGS_FILE
    from ankigen.views import scaffold

    name = location.folder.name
    texts = {SETTINGS_FILE: scaffold.settings(name, title or name, ""), ".gitignore": scaffold.IGNORED}
    paths = [location.folder / file for file in texts if file == SETTINGS_FILE or not (location.folder / file).exists()]
    for path in paths:
        atomic.create(path, texts[path.name])
    return paths


def _read(bank: Bank) -> list[str]:
    """Return what was read: the questions in each file, their language, and how many have no ID."""
    from ankigen.languages import english_name

    counts = Counter(summary.path for summary in bank.summaries)
    lines = [f"read {counted(len(bank.summaries), 'question')} in {counted(len(counts), 'file')}:"]
    lines += [f"  {path}: {counted(number, 'question')}" for path, number in sorted(counts.items())[:_LISTED]]
    if len(counts) > _LISTED:
        lines.append(f"  and {counted(len(counts) - _LISTED, 'file')} more")
    if bank.empty:
        lines.append(
            f"  no question: {', '.join(bank.empty[:_LISTED])}{' and more' if len(bank.empty) > _LISTED else ''}"
        )
    lines.append(f"cards in {english_name(bank.languages.cards)}; to change it, set language in bank.toml")
    without = sum(not summary.id for summary in bank.summaries)
    if without:
        command = f"ankigen check {shell_quoted(as_typed(bank.location.folder))}"
        lines.append(
            f"{counted(without, 'question')} without an ID, recognised by file and text; `{command} --diff` shows the"
            " IDs that --fix would write"
        )
    return lines


def _made(built: Build) -> list[str]:
    """Return which packages the first build makes."""
    rows = [(as_typed(built.folder / name), len(built.rows[name])) for name in built.packages]
    lines = [
        f"the first build makes {counted(len(rows), 'package')} and the ledger ankigen.lock, which belongs in git:"
    ]
    lines += [f"  {path}: {counted(notes, 'note')}" for path, notes in rows[:_LISTED]]
    return [*lines, f"  and {counted(len(rows) - _LISTED, 'package')} more"] if len(rows) > _LISTED else lines
