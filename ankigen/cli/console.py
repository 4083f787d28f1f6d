"""The only door to the terminal: every text that a command prints goes through `echo`, `echo_data` or `rich_console`.

A bank, a ledger, a package or an answer of another program may contain characters that a terminal acts on: they could
change its title, paste keys, or hide what is printed. So control characters are printed as escapes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from ankigen.build import Bank
    from ankigen.system.errors import UserError

# C0 without tab and line feed, DEL, C1; line and paragraph separators; the embeddings, overrides and isolates of bidi
# (Unicode Standard Annex 9, 2), which show a text in another order; and surrogates, which no terminal can be sent.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Return text with every control character but tab and line feed as `\uXXXX`, which JSON reads as the same."""
    return text if text.isascii() and text.isprintable() else _CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def echo(text: str = "", *, err: bool = False, nl: bool = True, fg: str | None = None, bold: bool = False) -> None:
    """Print text to standard output or standard error, with its control characters escaped."""
    shown_text = visible(text)
    click.echo(click.style(shown_text, fg=fg, bold=bold) if fg or bold else shown_text, err=err, nl=nl)


def echo_data(text: str, *, nl: bool = True) -> None:
    """Print what another program or a file is to be given: as it is, but escaped if a terminal shows it."""
    if sys.stdout.isatty():
        echo(text, nl=nl)
    else:
        click.echo(text.encode("utf-8", "surrogatepass") + (b"\n" if nl else b""), nl=False)


def rich_console(*, err: bool = False) -> Console:
    """Return rich's console for standard output or standard error, which escapes the control characters of texts."""
    from rich.console import Console
    from rich.segment import Segment

    class Escaping(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(visible(segment.text), segment.style)

    return Escaping(stderr=err, highlight=False)


def print_error(error: UserError) -> None:
    """Print an error and its hint to standard error, each on one line."""
    echo(str(error), err=True)
    if error.hint:
        echo(f"  hint: {error.hint}", err=True)


def print_waiting(folder: Path) -> None:
    """Print that the command waits for another build of the bank in `folder`."""
    echo(f"another build of {as_typed(folder)} is running; waiting for it", err=True)


def print_diagnostics(bank: Bank) -> int:
    """Print a bank's errors and the number of its warnings to standard error; return the number of errors."""
    from ankigen.checks import formats

    diagnostics = [diagnostic for diagnostic in bank.diagnostics.wait() if bank.is_selected(diagnostic)]
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
    folder = as_typed(bank.place.folder)
    if errors:
        echo(formats.text(errors, folder, bank.place.folder), err=True)
    warnings = len(diagnostics) - len(errors)
    if warnings:
        echo(f"{counted(warnings, 'warning')}; to see them: ankigen check {folder}", err=True)
    return len(errors)


def as_typed(path: Path) -> str:
    """Return a path as a person would type it: relative if it is below the working directory, else absolute.

    It is one line, even if the name of a file has several: else it could print a message of its own.
    """
    full, here = path.resolve(), Path.cwd()
    return str(full.relative_to(here) if full.is_relative_to(here) else full).replace("\n", "\\n")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an `s` in the plural."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def sized(number: int) -> str:
    """Return a number of bytes in KiB, or in MiB from 1 MiB on."""
    return f"{number / 1024:.1f} KiB" if number < 2**20 else f"{number / 2**20:.1f} MiB"
