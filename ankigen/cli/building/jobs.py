"""What `ankigen build` does with each bank, once or while it watches."""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from ankigen.cli.building.inputs import remember_inputs
from ankigen.cli.building.replay import leave_stamp
from ankigen.cli.building.report import print_report
from ankigen.cli.console import as_typed, echo, print_error, print_waiting, shell_quoted
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.interrupts import ctrl_c_held_back
from ankigen.cli.progress import progress
from ankigen.cli.reading import bank_cache, hint_at_nothing
from ankigen.system.errors import NoMatchError, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ankigen.build import Build, Filter, Location
    from ankigen.system.cache import Cache
    from ankigen.system.stamp import Snapshot


class Job(NamedTuple):
    """What to build of each bank, and where to write it; `snapshots` has what `replay` read of each bank's folder.

    `since` are packages that learners may have, `retire` is whether many questions may be retired at once, `release`
    whether those that are held out for mock exams are released.
    """

    wanted: Filter
    output: Path | None = None
    check: bool = False
    quiet: bool = False
    cached: bool = True
    snapshots: Mapping[Path, Snapshot] = {}
    since: tuple[Path, ...] = ()
    retire: bool = False
    release: bool = False


def build_all(locations: Sequence[Location], job: Job) -> int:
    """Build banks, or check their ledgers; return the exit code, 0 or 1."""
    failures: list[UserError] = []
    built_count = error_count = 0
    files: dict[Path, Path] = {}
    new: list[Location] = []
    for location in locations:
        try:
            built, errors = _build(location, job, files)
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


def _delete_emptied(location: Location, job: Job) -> None:
    """Delete the package of a filter that no question matches any more: `ankigen push` would hand it over."""
    from ankigen.build import packages
    from ankigen.system import atomic

    package = packages.package_path(location, job.wanted, job.output)
    if package.is_file():
        atomic.remove([package])
        echo(f"{as_typed(package)}: deleted, because no question matches the filter any more", err=True)


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


def _build(location: Location, job: Job, files: dict[Path, Path]) -> tuple[Build, int]:
    """Build one bank, or check its ledger; return the build and the number of errors.

    `files` maps each package that the run has written so far to its bank's folder; none of them is overwritten.
    """
    from ankigen.anki import notetypes
    from ankigen.build import snapshot_of
    from ankigen.system import stamp
    from ankigen.system.atomic import locked
    from ankigen.system.files import walk

    with (
        locked(location.folder, partial(print_waiting, location.folder)) as has_waited,
        ctrl_c_held_back(),
        bank_cache(location, lasting=job.cached) as cache,
    ):
        earlier = None if has_waited else job.snapshots.get(location.folder)
        snapshot = earlier or snapshot_of(location)
        before = snapshot._replace(others=stamp.take(None, walk(notetypes.folder())).others)
        built = read_and_render(location, job, cache, snapshot)
        error_count = print_diagnostics(built.bank)
        if not built.packages:
            return built, error_count
        if job.check:
            error_count += _check_ledger(built)
        else:
            claim(built, files)
            write(built, job, cache, before)
        if not job.quiet:
            print_report(built, [] if job.check else built.packages)
        if built.complete and job.cached and not job.check:
            leave_stamp(built, cache, before, job.output, quiet=job.quiet)
    return built, error_count


def read_and_render(location: Location, job: Job, cache: Cache, snapshot: Snapshot) -> Build:
    """Return the build of one bank, dated now; if no question matches its filter, delete the package of that filter."""
    from ankigen.build import pipeline

    try:
        with progress(location.folder.name, quiet=job.quiet) as track:
            return pipeline.build(
                location,
                job.wanted,
                now=now(),
                folder=job.output,
                cache=cache,
                track=track,
                snapshot=snapshot,
                since=job.since,
                retire=job.retire,
                release=job.release,
            )
    except NoMatchError:
        if not job.check:
            _delete_emptied(location, job)
        raise


def write(built: Build, job: Job, cache: Cache, before: Snapshot) -> frozenset[Path]:
    """Write the packages and the ledger once none of their dates is in the future; return the files that changed.

    `before` are the states of the files from before they were read.
    """
    from ankigen.build import pipeline

    if not built.before.entries and any((built.folder / name).exists() for name in built.packages):
        _refuse_without_ledger(built)
    _wait_for(built)
    with progress(built.bank.location.folder.name, quiet=job.quiet) as track:
        changed = pipeline.write(built, cache, track)
    if job.cached:
        pipeline.remember_file(built)
        remember_inputs(built, before, cache)
    return changed


def claim(built: Build, files: dict[Path, Path]) -> None:
    """Add the packages of a build to `files`; raise `UserError` if another bank of the run writes one of them."""
    for path in (built.folder / name for name in built.packages):
        if path in files:
            raise UserError(
                f"{path}: two banks would write it: {files[path]} and {built.bank.location.folder}",
                "give one of them another `id`",
            )
        files[path] = built.bank.location.folder


def _check_ledger(built: Build) -> int:
    from ankigen.build import pipeline
    from ankigen.model import Rule

    if pipeline.ledger_is_current(built):
        echo(f"{as_typed(built.ledger_path)} is current")
        return 0
    stale = Rule.LEDGER_STALE
    echo(f"{as_typed(built.ledger_path)}:1:1: {stale.severity}[{stale.code}] {stale.title}", err=True)
    echo("  hint: run `ankigen build` and commit the ledger", err=True)
    return 1


def _refuse_without_ledger(built: Build) -> None:
    """Raise `UserError`: there are packages of an earlier build, but no ledger that has the dates of their notes."""
    rebuild = f"ankigen ledger --from {as_typed(built.folder)} {as_typed(built.bank.location.folder)}"
    raise UserError(
        f"{as_typed(built.ledger_path)} is missing, but {as_typed(built.folder)} has packages of an earlier build:"
        " every note would count as changed, and an import would replace learners' own tags and edits",
        f"restore it from git; or rebuild it: {rebuild}; or delete the packages if nobody has them",
    )


def _wait_for(built: Build) -> None:
    """Wait until no date of the build is in the future, because two builds within a second get different dates.

    A date that is more than two seconds ahead is a `UserError`.
    """
    ahead = built.after.changed - time.time()
    if ahead > 2:
        message = f"{as_typed(built.ledger_path)}: a date is in the future, so Anki would ignore later builds"
        raise UserError(message, "set this machine's clock; the ledger was written by a machine whose clock is ahead")
    time.sleep(max(0.0, ahead))


def now() -> int:
    """Return the build's time in epoch seconds: `SOURCE_DATE_EPOCH` (reproducible-builds.org) if set, else the clock's.

    A value that is no number, is before 2001 or is in the future is a `click.UsageError`.
    """
    clock = int(time.time())
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return clock
    if not epoch.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH is `{epoch}`; it must be a number of seconds")
    if int(epoch) < 1_000_000_000:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch}, before 2001: Anki cannot use such a date")
    if int(epoch) > clock:
        raise click.UsageError("SOURCE_DATE_EPOCH is in the future: Anki would then ignore later builds")
    return int(epoch)
