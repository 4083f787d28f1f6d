"""Files out: each is written whole under another name and moved into place."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ankigen.problem import Problem

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path


def read_text(path: Path) -> str | None:
    """Return a file's text, or `None` when there is no such file."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise Problem(f"{path}: is not UTF-8 text", "restore it from git") from error
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from error


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
        os.close(descriptor)


def replace(files: Mapping[Path, bytes]) -> frozenset[Path]:
    """Write files, in this order, so that each path holds the old or the new bytes at any moment; return the changed.

    First all are written beside their place, then all are moved into it: a full disk or a read-only folder is a
    `Problem`, with every old file as it was. A file that has these bytes already is not touched.
    """
    changed = {path: data for path, data in files.items() if not _holds(path, data)}
    hint = "the old files are untouched"
    try:
        for path, data in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(_unfinished(path), data)
        hint = "some files are new, some old, each of them whole; mend it and build again"
        for path in changed:
            _unfinished(path).replace(path)
    except OSError as error:
        raise Problem(f"{error.filename}: cannot be written: {error.strerror}", hint) from error
    finally:
        for path in files:
            with suppress(OSError):
                _unfinished(path).unlink(missing_ok=True)  # ours, or one that a killed build left
    return frozenset(changed)


def create(path: Path, text: str) -> None:
    """Write a new file, and the folders that it needs. A file that is there already is a `Problem`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise Problem(f"{path} is there already", "nothing was written") from error
    except OSError as error:
        raise Problem(f"{path}: cannot be written: {error.strerror}") from error


def remove(paths: Iterable[Path]) -> None:
    """Delete files; one that is not there is no matter."""
    for path in paths:
        path.unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
