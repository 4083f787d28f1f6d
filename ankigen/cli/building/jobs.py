"""What `ankigen build` does with all banks that it is given, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.cli.building.bank import Held, Job, build_bank, held
from ankigen.cli.building.replay import leave_stamp
from ankigen.cli.building.report import print_report, print_unread_links
from ankigen.cli.console import as_typed, echo, print_error, shell_quoted
from ankigen.cli.reading import hint_at_nothing
from ankigen.system.errors import NoMatchError, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ankigen.build import Build, Location


def build_all(locations: Sequence[Location], job: Job) -> int:
    """Build banks, or check their ledgers; return the exit code, 0 or 1."""
    failures: list[UserError] = []
    built_count = error_count = 0
    claimed: dict[Path, Location] = {}
    new: list[Location] = []
    for location in locations:
        try:
            with held(location, job) as bank:
                built, errors = _build_and_report(bank, job, claimed)
        except UserError as error:
            failures.append(error)
            continue
        built_count += bool(built.packages)
        error_count += errors
        new += [location] * _is_first(built)
    if not (job.check or job.quiet or job.output):
        _print_next(new)
    # A filter need not match in every bank.
    misses = [error for error in failures if isinstance(error, NoMatchError)]
    for failure in failures:
        if not isinstance(failure, NoMatchError) or (failure is misses[0] and not built_count):
            print_error(failure)
    if not built_count and not failures:
        echo(f"error: nothing was built{'' if error_count else ': no question was found'}", err=True)
        if not error_count:
            echo(f"  hint: {hint_at_nothing(locations)}", err=True)
    return 1 if error_count or not built_count or len(misses) < len(failures) else 0


def _build_and_report(bank: Held, job: Job, claimed: dict[Path, Location]) -> tuple[Build, int]:
    """Build one bank, print what is new, and leave the stamp of a whole build; return it and the number of errors."""
    built, errors, before, written = build_bank(bank, job, claimed)
    if built.packages and not job.quiet:
        print_report(built, [] if job.check else built.packages)
        print_unread_links(built)
    if written is not None and built.complete and job.cached:
        leave_stamp(built, bank.cache, before, job.output, quiet=job.quiet)
    return built, errors


def _is_first(built: Build) -> bool:
    """Whether a build is the first of its whole bank."""
    return bool(built.packages) and built.complete and not built.before.entries


def _print_next(new: Sequence[Location]) -> None:
    """Print what an author may do with the first package of a bank; nothing if several banks are new, or none."""
    if len(new) == 1:
        folder = shell_quoted(as_typed(new[0].folder))
        echo(
            f"next: ankigen preview --open {folder} shows the cards, ankigen push {folder} gives them to Anki", err=True
        )
