"""`ankigen build --watch`: rebuilds a bank whenever something in it changes."""

from __future__ import annotations

import time
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ankigen.cli.building.bank import build_bank, held
from ankigen.cli.building.report import print_report, print_unread_links
from ankigen.cli.console import as_typed, echo, print_error
from ankigen.cli.options import folders_to_watch, paths_or_decks
from ankigen.system.errors import UserError, unexpected
from ankigen.system.files import SUFFIXES
from ankigen.views import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ankigen.build import Location
    from ankigen.cli.building.bank import Held, Job

_MOST_NAMES = 3  # changed files; if there are more, their number is printed instead of their names


def watch_banks(paths: Sequence[Path], job: Job) -> None:
    """Build banks, and rebuild each whenever it changes, until Ctrl-C."""
    try:
        _watch(paths, job)
    except KeyboardInterrupt:
        echo(err=True)


def _watch(paths: Sequence[Path], job: Job) -> None:
    from ankigen.anki import notetypes
    from ankigen.build import find_banks
    from ankigen.system import watch

    folders = folders_to_watch(paths)
    single = bool(paths) and all(path.is_file() for path in paths)
    fresh: dict[Path, set[str]] = {}  # a bank's folder -> what changed in it since its packages were written
    claimed: dict[Path, Location] = {}  # a package -> the bank that writes it
    for changed in watch.changes([*folders, notetypes.folder()], recursive=not single):
        try:
            locations = find_banks(paths_or_decks(paths))
            all_changed = not changed or _reload_templates(changed)
        except (UserError, click.UsageError) as error:
            _print_any_error(error)
            continue
        for location in locations:
            inside = _inside(location, changed)
            if all_changed or inside or location.folder not in fresh:
                fresh.setdefault(location.folder, set()).update(inside)
                if not job.quiet:
                    _print_head(location, inside)
                _build(location, job, fresh[location.folder], claimed)
        if not changed and not job.quiet:
            echo(f"watching {', '.join(map(as_typed, folders))}; press Ctrl-C to stop", err=True)


def _reload_templates(changed: frozenset[Path]) -> bool:
    """Whether a template changed; if so, all templates are read again."""
    from ankigen.anki import notetypes

    folder = notetypes.folder().resolve()
    if not any(path.is_relative_to(folder) for path in changed):
        return False
    notetypes.reload()
    return True


def _inside(location: Location, changed: frozenset[Path]) -> set[str]:
    """Return the paths of changed files in a bank, relative to its folder."""
    return {
        unicodedata.normalize("NFC", path.relative_to(location.folder).as_posix())
        for path in changed
        if path.is_relative_to(location.folder)
    }


def _build(location: Location, job: Job, fresh: set[str], claimed: dict[Path, Location]) -> None:
    """Build a bank; its objects are destroyed before Ctrl-C is let through again."""
    with _errors_printed(), held(location, job) as bank, _errors_printed():
        _build_and_report(bank, job, fresh, claimed)


@contextmanager
def _errors_printed() -> Iterator[None]:
    """Print any error, also a bug: the next edit may be built all the same."""
    try:
        yield
    except UserError as error:
        print_error(error)
    except Exception as bug:  # noqa: BLE001 - as above
        print_error(unexpected(bug))


def _build_and_report(bank: Held, job: Job, fresh: set[str], claimed: dict[Path, Location]) -> None:
    """Build a bank, unless one of its `fresh` files is in the middle of an edit, and say what is new."""
    built, _, _, written = build_bank(bank, job, claimed, frozenset(fresh))
    if not built.packages:
        echo(f"  nothing to build{' until this is fixed' if built.bank.faulty_paths else ' yet'}", err=True)
    if written is None:
        return
    fresh.clear()
    if not job.quiet:
        print_report(built, [name for name in built.packages if built.folder / name in written])
        print_unread_links(built)
        if not written:
            echo("  no card changed")


def _print_head(location: Location, inside: set[str]) -> None:
    files = sorted(name for name in inside if name.endswith(SUFFIXES) or (location.folder / name).exists())
    names = ", ".join(files) if len(files) <= _MOST_NAMES else counted(len(files), "file")
    echo(f"{time.strftime('%H:%M:%S')}  {as_typed(location.folder)}{': ' if names else ''}{names}")


def _print_any_error(error: UserError | click.UsageError) -> None:
    if isinstance(error, UserError):
        print_error(error)
    else:
        echo(f"error: {error.message}", err=True)
