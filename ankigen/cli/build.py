"""`ankigen build`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.options import DIALECT, PATHS, filters, paths_or_decks, to_filter
from ankigen.cli.printing import counted, print_diagnostics, print_problem, shown
from ankigen.problem import Problem

if TYPE_CHECKING:
    from ankigen.banks import Place
    from ankigen.pipeline import Build
    from ankigen.select import Filter


@click.command()
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write the packages. Default: the folder apkg in each bank.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a build would change the ledger.")
@DIALECT
@filters
def build(paths: tuple[Path, ...], output: Path | None, dialect: str | None, *, check: bool, **filters: Any) -> None:  # noqa: ANN401 - click's options
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
    from ankigen import banks

    wanted = to_filter(filters)
    problems: list[Problem] = []
    built = faults = 0
    files: dict[Path, Path] = {}
    for place in banks.places(paths_or_decks(paths), dialect or ""):
        try:
            made, errors = _build(place, wanted, output, check=check, files=files)
        except Problem as problem:
            problems.append(problem)
            continue
        built += bool(made.packages)
        faults += errors
    # A filter need not match in every bank.
    misses = [told for told in problems if told.miss]
    for told in problems:
        if not told.miss or (told is misses[0] and not built):
            print_problem(told)
    if not built and not problems:
        click.echo(f"error: nothing was built{'' if faults else ': no question was found'}", err=True)
    sys.exit(1 if faults or not built or len(misses) < len(problems) else 0)


def _build(
    place: Place, wanted: Filter, output: Path | None, *, check: bool, files: dict[Path, Path]
) -> tuple[Build, int]:
    """Build one bank, or check its ledger; return the build and the number of errors.

    `files` are the packages of the banks before it, which it must not write over.
    """
    from ankigen import pipeline
    from ankigen.output import locked

    waiting = f"another build of {shown(place.folder)} is running; waiting for it"
    with locked(place.folder, lambda: click.echo(waiting, err=True)):
        made = pipeline.build(place, wanted, now=_now(), folder=output)
        faults = print_diagnostics(made.bank)
        if not made.packages:
            return made, faults
        if check:
            faults += _check_ledger(made)
        else:
            _wait_for(made)
            _claim(made, files)
            pipeline.write(made)
            _print_packages(made)
        _print_changes(made)
    return made, faults


def _claim(made: Build, files: dict[Path, Path]) -> None:
    """Refuse to write over a package of another bank in the same run."""
    for path in (made.folder / name for name in made.packages):
        if path in files:
            raise Problem(
                f"{path}: two banks would write it: {files[path]} and {made.bank.place.folder}",
                "give one of them another `id`",
            )
        files[path] = made.bank.place.folder


def _check_ledger(made: Build) -> int:
    from ankigen import pipeline

    if pipeline.ledger_is_current(made):
        click.echo(f"{shown(made.ledger_path)} is current")
        return 0
    click.echo(f"{shown(made.ledger_path)}:1:1: error[AG005] the ledger is not what a build would write", err=True)
    click.echo("  hint: run `make decks` and commit the ledger", err=True)
    return 1


def _wait_for(made: Build) -> None:
    """Wait until no date of the build lies in the future: two builds within a second need two dates."""
    ahead = made.after.changed - time.time()
    if ahead > 2:
        message = f"{shown(made.ledger_path)}: a date lies in the future, so Anki would ignore later builds"
        raise Problem(message, "set this machine's clock; the ledger was written by one that is ahead")
    time.sleep(max(0.0, ahead))


def _now() -> int:
    """Return the build's time in epoch seconds: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the clock."""
    clock = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return clock
    if not given.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH is `{given}`; it must be a number of seconds")
    if int(given) < 1_000_000_000:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {given}, before 2001: Anki cannot use such a date")
    if int(given) > clock:
        raise click.UsageError("SOURCE_DATE_EPOCH lies in the future: Anki would then ignore later builds")
    return int(given)


def _print_packages(made: Build) -> None:
    for name, package in made.packages.items():
        path = shown(made.folder / name)
        size = (made.folder / name).stat().st_size
        click.echo(f"{path}  {counted(len(package.notes), 'note')}, {size / 1024:.1f} KiB")


def _print_changes(made: Build) -> None:
    """Print what changed since the last build, one line a kind, and what a learner may want to do about it."""
    from ankigen import ledger, pipeline
    from ankigen.changes import summary

    changes = ledger.changes(made.before, made.after)
    for line in summary(changes):
        click.echo(line)
    config = made.bank.config
    if "retired" in changes:
        search = pipeline.retired_search(config.id, made.after, changes["retired"])
        click.echo(f"  to suspend them, search in Anki's Browser: {search or 'their keys are other questions by now'}")
    if made.before.title not in {"", config.title}:
        click.echo(
            f"warning: the title was {made.before.title}: existing cards stay in its decks, "
            f"new ones go to {config.title}; rename the deck in Anki, or keep the title",
            err=True,
        )
    for (old, _), keys in ledger.moves(made.before, made.after).items():
        search = pipeline.search_for_moved(made.bank, keys, old)
        click.echo(f"  {counted(len(keys), 'card')} of {old or 'no topic'} stay in their deck; to find them: {search}")
