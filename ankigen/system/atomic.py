"""Write files atomically: each is written under another name first, and moved into place when it is complete."""

from __future__ import annotations

import filecmp
import os
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.system import cache
from ankigen.system.errors import UserError
from ankigen.system.processes import spread
from ankigen.system.progress import paced, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ankigen.system.progress import Track

_DEPTH = 3  # what is written beside an unfinished file, and beside that: a package's database, and the earlier one


def unfinished(path: Path) -> Path:
    """Return the path at which a file is written before it is moved to `path`."""
    return path.with_name(f".{path.name}.unfinished")


def read_text(path: Path) -> str | None:
    """Return a file's text, None if there is no such file. Raises `UserError` if it is unreadable or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: is not UTF-8 text", "restore it from git") from error
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from error


def read_regular(path: Path) -> str | None:
    """Return the text of a file, as `read_text` does. Raises `UserError` for a pipe or device: they may not end."""
    if path.exists() and not path.is_file():
        raise UserError(f"{path}: is not a file", "delete it, or bring back the file that was there")
    return read_text(path)


@contextmanager
def locked(folder: Path, when_waiting: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock on a bank's folder, so that only one build of it by this user runs at a time.

    If another build holds it, call `when_waiting` once, and wait; yield whether that was so. The lock ends with the
    process and its forked ones. Its file is in the user's cache folder, or in that for temporary files if the former
    cannot be written: a bank may be read-only.
    """
    import filelock  # noqa: PLC0415 - a build with nothing to do needs no lock

    lock = filelock.FileLock(_lock_path(folder))
    is_free = True
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        is_free = False
        when_waiting()
        lock.acquire()
    try:
        yield not is_free
    finally:
        lock.release()


def _lock_path(folder: Path) -> Path:
    """Return the path of the file that is locked while a bank is built, in a folder that exists."""
    name = f"{cache.folder_of(folder).name}.lock"
    user = os.getuid() if hasattr(os, "getuid") else ""  # others have a folder of their own; on Windows each has it all
    for locks in (cache.root().parent / "locks", Path(tempfile.gettempdir()) / f"ankigen-locks-{user}"):
        with suppress(OSError):
            locks.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.access(locks, os.W_OK):
                return locks / name
    raise UserError(f"{locks}: a build needs a folder for its lock, and this cannot be written", "set TMPDIR")


def replace(
    files: Mapping[Path, Callable[[Path], object]], processes: int = 1, track: Track = silent, what: str = "files"
) -> frozenset[Path]:
    """Write files so that at any moment each has all of its old or all of its new bytes; return the paths that changed.

    `files` has, for each path, a function that writes the new file to the path that it is given. First all are written
    beside their final paths, by `processes` processes and in any order; then all are moved into place, in order. So a
    full disk or a read-only folder raises `UserError` before any old file has changed. A file that has the same bytes
    already is not touched. `track` counts the files as `what`, a noun in the plural.
    """
    paths = list(files)
    changed: list[Path] = []
    hint = "the old files are untouched"

    def write(number: int) -> bytes:
        path = paths[number]
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished(path).unlink(missing_ok=True)  # left by a killed build, or a link that somebody put there
        try:
            unfinished(path).touch()  # a writer may say less of a read-only folder, as SQLite does
            files[path](unfinished(path))
            if _same(unfinished(path), path):
                return b""
            _sync(unfinished(path))
        except OSError as error:  # of a full disk it names no file, or one that is not yet in its place
            raise OSError(error.errno, error.strerror, str(path)) from error
        return b"changed"

    try:
        done = spread(write, len(paths), processes)
        news = dict(paced(track(paths, what), [1] * len(paths), done))
        changed = [path for number, path in enumerate(paths) if news[number]]
        hint = "some files are new and some old, but each is complete; solve this and build again"
        for path in changed:
            unfinished(path).replace(path)
    except OSError as error:
        raise UserError(f"{error.filename}: cannot be written: {error.strerror}", hint) from error
    finally:
        clean(files)
    return frozenset(changed)


def content(data: bytes) -> Callable[[Path], object]:
    """Return a function for `replace` that writes these bytes."""
    return lambda path: path.write_bytes(data)


def clean(paths: Iterable[Path]) -> None:
    """Delete the unfinished files that a killed build left beside these files, and beside those, up to three deep."""
    for path in paths:
        with suppress(OSError):
            left = path
            for _ in range(_DEPTH):
                left = unfinished(left)
                left.unlink(missing_ok=True)


def create(path: Path, text: str) -> None:
    """Write a new text file, and the folders that it needs. Raises `UserError` if the file exists already."""
    data = text.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise UserError(f"{path} already exists", "nothing was written") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from error


def remove(paths: Iterable[Path]) -> None:
    """Delete the files among these that exist. Raises `UserError` for one that cannot be deleted."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{path}: cannot be deleted: {error.strerror}", "make its folder writable") from error


def _same(one: Path, other: Path) -> bool:
    filecmp.clear_cache()
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
