"""Watch folders for changes, and yield sets of changed paths, each when saving has come to rest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

from ankigen.system.errors import UserError
from ankigen.system.files import LEDGER_FILE, OUTPUT_FOLDER, SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_STEP = 100  # milliseconds; a save is over when nothing has changed for so long
_LONGEST = 2000  # milliseconds after which changes are reported even if they go on
_PATIENCE = 10  # steps for which a watched file may be missing or empty: some editors delete a file to write it
# Files that a build writes, and temporary files of editors (4913 is Vim's).
_NOT_OURS = re.compile(r".*\.(?:apkg|unfinished|sw[a-z]|tmp|bak)|.*~|4913", re.IGNORECASE)


def changes(folders: Sequence[Path], *, recursive: bool = True, ledgers: bool = False) -> Iterator[frozenset[Path]]:
    """Yield sets of the absolute paths of files and folders that were created, changed or deleted, until interrupted.

    The first set is empty, and is yielded when watching has begun: from then on no change is missed, even while the
    caller is busy. Left out is what `files.walk` leaves out, and what a build writes; with `ledgers`, ledgers are
    reported. Raises `UserError` if a folder does not exist, or is deleted.
    """
    roots = [folder.resolve() for folder in folders]
    _check(roots)
    rounds = watchfiles.watch(
        *roots,
        watch_filter=_filter(roots, ledgers=ledgers),
        step=_STEP,
        debounce=_LONGEST,
        rust_timeout=_STEP,
        yield_on_timeout=True,
        recursive=recursive,
    )
    next(rounds)
    yield frozenset()
    waiting: set[Path] = set()
    quiet = 0
    for batch in rounds:
        waiting |= {Path(name) for _, name in batch}
        quiet = 0 if batch else quiet + 1
        if waiting and (quiet >= _PATIENCE or not any(map(_half_saved, waiting))):
            _check(roots)
            yield frozenset(waiting)
            waiting = set()


def _check(roots: Sequence[Path]) -> None:
    for root in roots:
        if not root.is_dir():
            raise UserError(f"{root}: no such folder", "there is nothing to watch; start again when it is back")


def _filter(roots: Sequence[Path], *, ledgers: bool) -> Callable[[watchfiles.Change, str], bool]:
    def wanted(_: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        inside = next((path.relative_to(root) for root in roots if path.is_relative_to(root)), path)
        if any(part.startswith((".", "_")) or part == OUTPUT_FOLDER for part in inside.parts):
            return False
        return ledgers if path.name == LEDGER_FILE else not _NOT_OURS.fullmatch(path.name)

    return wanted


def _half_saved(path: Path) -> bool:
    """Whether a path is that of a file that is missing, or of a markdown file that is empty."""
    try:
        return path.suffix.lower() in SUFFIXES and path.stat().st_size == 0
    except OSError:
        return True
