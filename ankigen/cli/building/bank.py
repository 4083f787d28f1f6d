"""Build one bank, or check its ledger: what `ankigen build` does once, and again for each edit while it watches."""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ankigen.cli.building.clock import now
from ankigen.cli.building.inputs import remember_inputs
from ankigen.cli.console import as_typed, echo, print_waiting
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.interrupts import ctrl_c_held_back
from ankigen.cli.progress import progress
from ankigen.cli.reading import bank_cache
from ankigen.system.errors import NoMatchError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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


class Held(NamedTuple):
    """A bank that nobody else builds now, with its cache, which is open, and its snapshot if that was taken before."""

    location: Location
    cache: Cache
    snapshot: Snapshot | None


class Outcome(NamedTuple):
    """How the build of a bank ended, with the number of its errors.

    `before` are the states of its files from before they were read, and those of the note type. `written` are the files
    that changed, None if nothing was to be written.
    """

    built: Build
    errors: int
    before: Snapshot
    written: frozenset[Path] | None = None


@contextmanager
def held(location: Location, job: Job) -> Iterator[Held]:
    """Yield a bank when no other build of it runs; until it is done with, Ctrl-C is held back."""
    from ankigen.system.atomic import locked

    with (
        locked(location.folder, partial(print_waiting, location.folder)) as has_waited,
        ctrl_c_held_back(),
        bank_cache(location, lasting=job.cached) as cache,
    ):
        yield Held(location, cache, None if has_waited else job.snapshots.get(location.folder))


def build_bank(bank: Held, job: Job, claimed: dict[Path, Location], edited: frozenset[str] = frozenset()) -> Outcome:
    """Build one bank, or check its ledger, and print its errors.

    `claimed` has the bank of each package that this run has written; none of another bank is overwritten. `edited` are
    the files of a watched bank that have changed since its packages were written: if one of them has just become faulty
    or empty, nothing is written, because the author may be in the middle of an edit.
    """
    before = _snapshot(bank)
    built = _read_and_render(bank, job, before)
    outcome = Outcome(built, print_diagnostics(built.bank), before)
    if not built.packages or _is_half_edited(built, edited):
        return outcome
    if job.check:
        return outcome._replace(errors=outcome.errors + _check_ledger(built))
    _claim(built, claimed)
    return outcome._replace(written=_write(outcome, bank.cache, job))


def _snapshot(bank: Held) -> Snapshot:
    """Return the states of the files of a bank and of the note type."""
    from ankigen.anki import notetypes
    from ankigen.build import snapshot_of
    from ankigen.system import stamp
    from ankigen.system.files import walk

    of_bank = bank.snapshot or snapshot_of(bank.location)
    return of_bank._replace(others=stamp.take(None, walk(notetypes.folder())).others)


def _is_half_edited(built: Build, edited: frozenset[str]) -> bool:
    """Whether one of the `edited` files has lost a question that is in the ledger; if so, say it."""
    known_paths = {entry.path for entry in built.before.entries.values() if not entry.retired}
    if built.bank.faulty_paths & edited & known_paths:
        echo("  the old packages are kept until this is fixed", err=True)
        return True
    emptied = edited & set(built.bank.empty) & _retired(built)
    if emptied:
        echo(f"  no question is left in {', '.join(sorted(emptied))}: the old packages are kept", err=True)
        echo("  hint: to retire a question, delete its file, or press Ctrl-C and run ankigen build", err=True)
    return bool(emptied)


def _retired(built: Build) -> set[str]:
    """Return the paths of the files whose questions this build would retire."""
    return {
        entry.path
        for guid, entry in built.before.entries.items()
        if built.after.entries[guid].retired and not entry.retired
    }


def _delete_emptied(location: Location, job: Job) -> None:
    """Delete the package of a filter that no question matches any more: `ankigen push` would hand it over."""
    from ankigen.build import packages
    from ankigen.system import atomic

    package = packages.package_path(location, job.wanted, job.output)
    if package.is_file():
        atomic.remove([package])
        echo(f"{as_typed(package)}: deleted, because no question matches the filter any more", err=True)


def _read_and_render(bank: Held, job: Job, before: Snapshot) -> Build:
    """Return the build of one bank, dated now; if no question matches its filter, delete the package of that filter."""
    from ankigen.build import pipeline

    location = bank.location
    try:
        with progress(location.folder.name, quiet=job.quiet) as track:
            return pipeline.build(
                location,
                job.wanted,
                now=now(),
                folder=job.output,
                cache=bank.cache,
                track=track,
                snapshot=before,
                since=job.since,
                retire=job.retire,
                release=job.release,
            )
    except NoMatchError:
        if not job.check:
            _delete_emptied(location, job)
        raise


def _write(outcome: Outcome, cache: Cache, job: Job) -> frozenset[Path]:
    """Write the packages and the ledger once none of their dates is in the future; return the files that changed."""
    from ankigen.build import pipeline

    built = outcome.built
    if not built.before.entries and any((built.folder / name).exists() for name in built.packages):
        _refuse_without_ledger(built)
    _wait_for(built)
    with progress(built.bank.location.folder.name, quiet=job.quiet) as track:
        changed = pipeline.write(built, cache, track)
    if job.cached:
        pipeline.remember_file(built)
        remember_inputs(built, outcome.before, cache)
    return changed


def _claim(built: Build, claimed: dict[Path, Location]) -> None:
    """Add the packages of a build to `claimed`; raise `UserError` if another bank of the run writes one of them."""
    location = built.bank.location
    for path in (built.folder / name for name in built.packages):
        if claimed.setdefault(path, location) != location:
            raise UserError(
                f"{path}: two banks would write it: {claimed[path].folder} and {location.folder}",
                "give one of them another `id`",
            )


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
