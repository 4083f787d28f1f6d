"""Files out: each is written whole under another name and moved into place."""

from __future__ import annotations

import filecmp
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ankigen.system.errors import UserError
from ankigen.system.processes import spread
from ankigen.system.progress import paced, silent

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ankigen.system.progress import Track


def unfinished(path: Path) -> Path:
    """Return where a file is until it is whole."""
    return path.with_name(f".{path.name}.unfinished")


def read_text(path: Path) -> str | None:
    """Return a file's text, or `None` when there is no such file."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: is not UTF-8 text", "restore it from git") from error
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from error


@contextmanager
def locked(folder: Path, when_waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the one build of a bank at a time; calls `when_waiting` once if another build must end first.

    The lock is on the folder itself, leaves nothing behind, and ends with the process. Windows has no such lock.
    """
    if fcntl is None:  # pragma: no cover
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            when_waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # a process that was forked meanwhile has the folder open as well
        os.close(descriptor)


def replace(
    files: Mapping[Path, Callable[[Path], object]], processes: int = 1, track: Track = silent
) -> frozenset[Path]:
    """Write files so that each path holds the old or the new bytes at any moment; return those that changed.

    Each comes with a function that writes it where it is told to. First all are written beside their place, in any
    order and by so many processes, then all are moved into it, in order: a full disk or a read-only folder is a
    `UserError`, with every old file as it was. A file that has these bytes already is not touched. `track` goes through
    the files, which are packages for the most part.
    """
    paths = list(files)
    changed: list[Path] = []
    hint = "the old files are untouched"

    def write(number: int) -> bytes:
        path = paths[number]
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished(path).unlink(missing_ok=True)  # a killed build's, or a link that somebody laid
        files[path](unfinished(path))
        if _same(unfinished(path), path):
            return b""
        _sync(unfinished(path))
        return b"changed"

    try:
        done = spread(write, len(paths), processes)
        news = dict(paced(track(paths, "packages"), [1] * len(paths), done))
        changed = [path for number, path in enumerate(paths) if news[number]]
        hint = "some files are new, some old, each of them whole; mend it and build again"
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
    """Delete what a build that was killed left beside these files."""
    for path in paths:
        with suppress(OSError):
            left = path
            for _ in range(3):  # it, what was needed to write it, and for that
                left = unfinished(left)
                left.unlink(missing_ok=True)


def create(path: Path, text: str) -> None:
    """Write a new file, and the folders that it needs. A file that is there already is a `UserError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UserError(f"{path} is there already", "nothing was written") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror}") from error


def remove(paths: Iterable[Path]) -> None:
    """Delete files; one that is not there is no matter."""
    for path in paths:
        path.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    filecmp.clear_cache()
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
