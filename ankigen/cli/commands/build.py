"""`ankigen build`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.options import PATHS, QUIET, ExistingPath, filters, paths_or_decks, to_filter

if TYPE_CHECKING:
    from ankigen.system.stamp import Snapshot


@click.command()
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write the packages. Default: the folder apkg in each bank.",
)
@click.option("--check", is_flag=True, help="For CI: write nothing; exit with 1 if ankigen.lock is out of date.")
@click.option("-w", "--watch", is_flag=True, help="Build, then rebuild whenever a file changes, until Ctrl-C.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option(
    "--since",
    type=ExistingPath(dir_okay=False),
    metavar="PACKAGE",
    multiple=True,
    help="A package that learners may have: what differs from it gets a later date. Can be repeated.",
)
@click.option("--retire", is_flag=True, help="Retire the questions that are gone, even if they are many.")
@click.option(
    "--release-held-out",
    "release",
    is_flag=True,
    help="Put the questions that were held out for mock exams into the packages, for good.",
)
@QUIET
@filters
def build(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...],
    output: Path | None,
    *,
    check: bool,
    watch: bool,
    quiet: bool,
    no_cache: bool,
    since: tuple[Path, ...],
    retire: bool,
    release: bool,
    **filters: Any,  # noqa: ANN401 - click's options
) -> None:
    """Build the packages of banks.

    PATH is a bank's folder, a folder of markdown files, or one file; default: the bank that you are in, or every bank
    under decks/. There is one package of the whole bank, and one for each home topic that has at least
    `topic_minimum` questions. A filter, or a PATH that is part of a bank, gives one package, which is named after it;
    the others are left as they are. Questions that are held out for mock exams (`hold_out` in bank.toml) are in none.

    A faulty question is reported and left out; the others are built. The ledger ankigen.lock records which question
    is which card and when each last changed; commit it.

    \b
    Environment:
      SOURCE_DATE_EPOCH   the build's time in seconds since 1970, for reproducible builds
      NO_COLOR            no colours in the progress bar
      WATCHFILES_FORCE_POLLING=1
                          for --watch on drives that do not report changes, as in WSL or on a network

    \b
    Examples:
      ankigen build
      ankigen build --watch
      ankigen build decks/databricks/questions/Q-005.md -o /tmp
      ankigen build --trap 'syntax*' --trap Similar-Function --level 'L1*'

    \b
    Exit codes:
      0   built; with --watch, ended by Ctrl-C
      1   a question was left out, nothing was built, or --check found the ledger out of date
      2   wrong usage

    \b
    See also:
      ankigen check, ankigen push, ankigen diff
    """  # noqa: D301 - click's \b keeps the lines apart
    snapshots: dict[Path, Snapshot] = {}
    if not (check or watch or no_cache or since or retire or release or any(filters.values())):
        from ankigen.cli.building.clock import now
        from ankigen.cli.building.replay import replay

        now()  # reports a wrong SOURCE_DATE_EPOCH even if nothing has changed
        code, snapshots = replay(paths_or_decks(paths), output, quiet=quiet)
        if code is not None:
            sys.exit(code)
    from ankigen.build import find_banks
    from ankigen.cli.building.bank import Job
    from ankigen.cli.building.jobs import build_all
    from ankigen.cli.reading import around, warn_of_links

    if since:
        from ankigen.build import ledgers

        ledgers.refuse_other_packages(since, find_banks(paths_or_decks(paths)))
    job = Job(to_filter(filters), output, check, quiet, not no_cache, snapshots, since, retire, release)
    if watch:
        from ankigen.cli.building.watching import watch_banks

        if check or release:
            raise click.UsageError(f"give either --{'check' if check else 'release-held-out'} or --watch")
        watch_banks(paths, job)
        return
    paths = tuple(paths_or_decks(paths))
    locations = find_banks(paths)
    if release and (job.wanted.name or not all(location.whole for location in locations)):
        raise click.UsageError("--release-held-out is for whole banks; leave out the filter, and name the bank")
    code = build_all(locations, job)
    if not quiet:
        warn_of_links(around(paths, locations), [location.folder for location in locations])
    sys.exit(code)
