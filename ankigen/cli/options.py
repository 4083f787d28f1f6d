"""What several commands take: paths, a dialect, filters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ankigen.select import Filter

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
DIALECT = click.option(
    "--dialect",
    type=click.Choice(["reference", "headed", "tasklist", "keyed"]),
    help="Read every file in this dialect. Default: ankigen looks at each file.",
)
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print errors only, and no progress.")
_FILTERS = ("trap", "topic", "level", "domain", "source", "id")


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with an option for each kind of filter; `to_filter` reads them."""
    for flag in ("topic", "trap"):
        command = click.option(f"--no-{flag}", is_flag=True, help=f"Only questions without any {flag}.")(command)
    for kind in reversed(_FILTERS):
        text = f"Only questions with this {kind}; `*` and `?` stand for other characters. Repeat for any of several."
        command = click.option(f"--{kind}", multiple=True, metavar="PATTERN", help=text)(command)
    return command


def paths_or_decks(paths: Sequence[Path]) -> Sequence[Path]:
    """Return the paths that were given, or every bank below the folder decks."""
    if paths:
        return paths
    if not Path("decks").is_dir():
        raise click.UsageError("there is no folder decks here; name a bank: ankigen build PATH")
    from ankigen.banks import below

    return below(Path("decks"))


def to_filter(options: dict[str, Any]) -> Filter:
    """Return what the options of `filters` ask for."""
    from ankigen.select import Filter

    return Filter.model_validate(options)
