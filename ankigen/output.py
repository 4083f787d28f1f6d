"""Files out: each is written whole under another name and moved into place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ankigen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_UNFINISHED = ".unfinished"


def read_text(path: Path) -> str:
    """Return a file's text, "" when there is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise Problem(f"{path}: is not UTF-8 text", "restore it from git") from error
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from error


def replace(files: Mapping[Path, bytes]) -> None:
    """Write files, in this order, so that each path holds the old or the new bytes at any moment.

    First all are written beside their place, then all are moved into it: a full disk or a read-only folder is a
    `Problem` and leaves every old file as it was. A file that has these bytes already is not touched.
    """
    changed = {path: data for path, data in files.items() if not _holds(path, data)}
    waiting: dict[Path, Path] = {}
    try:
        for path, data in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            waiting[path] = path.with_name(f".{path.name}{_UNFINISHED}")
            _write(waiting[path], data)
        for path, unfinished in list(waiting.items()):
            unfinished.replace(path)
            del waiting[path]
    except OSError as error:
        raise Problem(
            f"{error.filename or path}: cannot be written: {error.strerror}", "nothing was replaced"
        ) from error
    finally:
        for unfinished in waiting.values():
            unfinished.unlink(missing_ok=True)


def remove_others(folder: Path, prefix: str, keep: set[str]) -> None:
    """Delete packages that an earlier build made and this one no longer does, and what a killed build left."""
    for path in _listed(folder):
        stale = path.suffix == ".apkg" and path.name.startswith(prefix) and not path.name.startswith(f"{prefix}-")
        if (stale and path.name not in keep) or path.name.endswith(_UNFINISHED):
            path.unlink(missing_ok=True)


def _listed(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(folder.iterdir())


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
