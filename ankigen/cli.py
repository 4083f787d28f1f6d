"""The command line: alone prints, exits, and reads the environment and the clock."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen import __version__
from ankigen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ankigen.banks import Bank
    from ankigen.pipeline import Build
    from ankigen.select import Filter

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
_FILTERS = ("trap", "topic", "level", "domain", "source", "id")


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    for flag in ("topic", "trap"):
        command = click.option(f"--no-{flag}", is_flag=True, help=f"Only questions without any {flag}.")(command)
    for kind in reversed(_FILTERS):
        text = f"Only questions with this {kind}; `*` and `?` stand for other characters. Repeat for any of several."
        command = click.option(f"--{kind}", multiple=True, metavar="PATTERN", help=text)(command)
    return command


class _Group(click.Group):
    """Tells a person what the world did to us in one message, never in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            click.echo(str(problem) if "error[" in str(problem) else f"error: {problem}", err=True)
            if problem.hint:
                click.echo(f"  hint: {problem.hint}", err=True)
            ctx.exit(1)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 a question was left out or nothing was built, 2 wrong usage.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Turn banks of exam questions written in markdown into Anki packages.

    \b
    Examples:
      ankigen build                        every bank under decks/
      ankigen build --trap Syntax-Confusion
      ankigen export decks/databricks --format jsonl
    """  # noqa: D301 - click's \b keeps the lines apart


@cli.command()
@_PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write the packages. Default: the folder apkg in each bank.",
)
@_filters
def build(paths: tuple[Path, ...], output: Path | None, **filters: Any) -> None:  # noqa: ANN401 - click's options
    """Build the packages of banks.

    PATH is a bank's folder, a folder of markdown files, or one file; without it every bank under decks/ is built.
    There is one package per home topic and one of the whole bank. A filter or a part of a bank gives one package
    that is named after it, and leaves the others as they are.

    \b
    Examples:
      ankigen build
      ankigen build decks/databricks/questions/Q-005.md -o /tmp
      ankigen build --trap 'syntax*' --trap Similar-Function --level 'L1*'
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import banks, pipeline

    wanted = _filter(filters)
    places = banks.places(_default(paths))
    built = 0
    faults = 0
    misses: list[Problem] = []
    for place in places:
        try:
            made = pipeline.build(place, wanted, now=_now(), folder=output)
        except Problem as problem:
            if not wanted.name or len(places) == 1:
                raise
            misses.append(problem)
            continue
        faults += _print_diagnostics(made.bank)
        if made.packages:
            pipeline.write(made)
            _print_packages(made)
            built += 1
    if misses and not built:
        raise misses[0]
    if not built:
        click.echo(f"error: nothing was built{'' if faults else ': no question was found'}", err=True)
    sys.exit(1 if faults or not built else 0)


@cli.command()
@_PATHS
@click.option(
    "--format",
    "style",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    show_default=True,
    help="One object a line, or one array.",
)
@_filters
def export(paths: tuple[Path, ...], style: str, **filters: Any) -> None:  # noqa: ANN401 - click's options
    """Print every question of every file as JSON, copies as well.

    \b
    Examples:
      ankigen export decks/databricks --format jsonl
      ankigen export --trap Syntax-Confusion --format json
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import banks, exports

    records: list[str] = []
    faults = 0
    for path in _default(paths):
        for place in banks.places([path]):
            bank = banks.read(place)
            faults += _print_diagnostics(bank)
            records += exports.records(bank, path.resolve(), _filter(filters))
    if style == "json":
        click.echo("[\n" + ",\n".join(records) + "\n]")
    else:
        click.echo("\n".join(records), nl=bool(records))
    sys.exit(1 if faults else 0)


def main() -> None:
    """Run the command line."""
    cli(prog_name="ankigen")


def _default(paths: Sequence[Path]) -> Sequence[Path]:
    if paths:
        return paths
    if not Path("decks").is_dir():
        raise click.UsageError("there is no folder decks here; name a bank: ankigen build PATH")
    return (Path("decks"),)


def _filter(options: dict[str, Any]) -> Filter:
    from ankigen.select import Filter

    return Filter.model_validate(options)


def _now() -> int:
    """Return the build's time in epoch seconds: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the clock."""
    clock = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return clock
    if not given.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH is `{given}`; it must be a number of seconds")
    if int(given) > clock:
        raise click.UsageError("SOURCE_DATE_EPOCH lies in the future: Anki would then ignore later builds")
    return int(given)


def _print_diagnostics(bank: Bank) -> int:
    """Print what is wrong with a bank to standard error; return the number of errors."""
    from ankigen.diagnostics import as_text

    root = _shown(bank.place.folder)
    for diagnostic in bank.diagnostics:
        click.echo(as_text(diagnostic, root), err=True)
    return sum(diagnostic.is_error for diagnostic in bank.diagnostics)


def _print_packages(made: Build) -> None:
    for name, package in made.packages.items():
        path = _shown(made.folder / name)
        size = (made.folder / name).stat().st_size
        click.echo(f"{path}  {_counted(len(package.notes), 'note')}, {size / 1024:.1f} KiB")


def _shown(path: Path) -> str:
    """Return a path as a person would type it: relative when it lies below the working directory."""
    full, here = path.resolve(), Path.cwd()
    return str(full.relative_to(here) if full.is_relative_to(here) else full)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
