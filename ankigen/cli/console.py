"""Messages, counts and sizes that several commands print."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ankigen.build import Bank
    from ankigen.system.errors import UserError


def print_error(error: UserError) -> None:
    """Print an error and its hint to standard error."""
    click.echo(str(error), err=True)
    if error.hint:
        click.echo(f"  hint: {error.hint}", err=True)


def print_waiting(folder: Path) -> None:
    """Print that the command waits for another build of the bank in `folder`."""
    click.echo(f"another build of {shown(folder)} is running; waiting for it", err=True)


def print_diagnostics(bank: Bank) -> int:
    """Print a bank's errors and the number of its warnings to standard error; return the number of errors."""
    from ankigen.checks import formats

    diagnostics = [diagnostic for diagnostic in bank.diagnostics if bank.has(diagnostic)]
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
    folder = shown(bank.place.folder)
    if errors:
        click.echo(formats.text(errors, folder, bank.place.folder), err=True)
    warnings = len(diagnostics) - len(errors)
    if warnings:
        click.echo(f"{counted(warnings, 'warning')}; to see them: ankigen check {folder}", err=True)
    return len(errors)


def shown(path: Path) -> str:
    """Return a path as a person would type it: relative if it is below the working directory, else absolute."""
    full, here = path.resolve(), Path.cwd()
    return str(full.relative_to(here) if full.is_relative_to(here) else full)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an `s` in the plural."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def sized(number: int) -> str:
    """Return a number of bytes in KiB, or in MiB from 1 MiB on."""
    return f"{number / 1024:.1f} KiB" if number < 2**20 else f"{number / 2**20:.1f} MiB"
