"""`ankigen repair`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ankigen.cli.console import echo, echo_data
from ankigen.cli.options import ExistingPath, output_file

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("file", type=ExistingPath(dir_okay=False))
@output_file("Where to write the clean file.")
@click.option("--in-place", is_flag=True, help="Overwrite FILE with it.")
def repair(file: Path, output: Path | None, *, in_place: bool) -> None:
    """Restore a text that was decoded wrongly.

    FILE is UTF-8 text that was once read as windows-1252, windows-1254 or latin-1. Prints the clean text, or writes
    it with -o or --in-place. Characters whose bytes were lost are inferred; `pip install 'ankigen[repair]'` adds the
    language data for that.

    \b
    Examples:
      ankigen repair notes/Q-005.md -o Q-005.md

    \b
    Exit codes:
      0   repaired, or nothing to repair
      1   the file cannot be read or written
      2   wrong usage

    \b
    See also:
      ankigen check
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.source.mojibake import restore
    from ankigen.system import atomic

    if output and in_place:
        raise click.UsageError("give either -o or --in-place")
    text = atomic.read_text(file) or ""
    result = restore(text)
    target = file if in_place else output
    if target:
        atomic.replace({target: atomic.content(result.text.encode())})
    else:
        echo_data(result.text, nl=False)
    if result.encoding is None:
        echo(f"{file}: sound, nothing to repair", err=True)
        return
    lost = f", {result.lost} lost" if result.lost else ""
    counts = f"{result.certain} characters certain, {result.inferred} inferred{lost}"
    echo(f"{file}: was read as {result.encoding}; {counts}", err=True)
