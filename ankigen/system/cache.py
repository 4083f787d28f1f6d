"""Keep data between builds in this user's cache folder, which may be deleted at any time.

Each bank has a folder there, named after its real path. The folder is used only if nobody but this user can write to
it, so that what is read was written by this user. What is damaged, or was written by another version of the code, is
ignored: each file has a checksum. A folder that was not used for `UNUSED` seconds is deleted.

Apart from `platformdirs`, only the standard library is imported, so that a build starts fast if nothing has changed.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import pickle
import shutil
import stat
import struct
import sys
import time
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import platformdirs

from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Windows replaces no file that is open, and a build replaces those that it has read.
KEEPS_OPEN = os.name != "nt"
YOUNG = 2_000_000_000  # nanoseconds: file systems date no finer than this (FAT)
UNUSED = 90 * 24 * 3600  # seconds
State = tuple[int, ...]
FORMER = ".ankigen"  # the folder in a bank in which earlier versions kept their cache; it is no longer read
_UNFINISHED = ".unfinished"
_WRITTEN = "written"
# The head of a file: a hash of the code and the file's name, a checksum, the size of the content.
_HEAD = struct.Struct("=32sIQ")


class OpenFile(NamedTuple):
    """A file of a cache: its content, and where `read_at` finds the `size` bytes that follow it.

    They are in the open file from the offset `start` on, or in `rest` on a system that keeps no file open.
    """

    content: bytes
    descriptor: int
    start: int
    size: int
    rest: bytes


class Cache(NamedTuple):
    """A folder of files; `descriptors` are those of the files that `open` has opened, until `close`."""

    folder: Path
    descriptors: list[int]

    def load(self, name: str) -> bytes | None:
        """Return the content saved under a name; None if there is none, or it is damaged or other code's."""
        opened = self.open(name)
        if opened and KEEPS_OPEN:
            os.close(self.descriptors.pop())
        return opened.content if opened else None

    def open(self, name: str) -> OpenFile | None:
        """Return the file saved under a name, open until `close`; None as `load`."""
        try:
            descriptor = os.open(self.folder / name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return None
        opened = _checked(descriptor, name)
        if opened and KEEPS_OPEN:
            self.descriptors.append(descriptor)
        else:
            os.close(descriptor)
        return opened

    def save(self, name: str, content: bytes, rest: bytes = b"") -> None:
        """Save content and what follows it, completely or not at all. Raises `UserError` if it cannot be written."""
        path = self.folder / name
        unfinished = path.with_name(f"{name}.{os.getpid()}{_UNFINISHED}")
        checksum = zlib.crc32(rest, zlib.crc32(content))
        try:
            with unfinished.open("wb") as file:  # not synced: the checksum of a file that a crash damages is wrong
                file.write(_HEAD.pack(_version(name), checksum, len(content)))
                file.write(content)
                file.write(rest)
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise UserError(
                f"{path}: cannot be written: {error.strerror}", "make room there; the packages are as they were"
            ) from error

    def close(self) -> None:
        """Close the files that `open` has opened."""
        while self.descriptors:
            os.close(self.descriptors.pop())


def _checked(descriptor: int, name: str) -> OpenFile | None:
    """Return a file that was saved under a name; None if it is damaged or other code's."""
    size = os.fstat(descriptor).st_size
    data = _read(descriptor, 0, size)
    if len(data) < _HEAD.size:
        return None
    version, checksum, length = _HEAD.unpack_from(data)
    start = _HEAD.size + length
    if version != _version(name) or checksum != zlib.crc32(memoryview(data)[_HEAD.size :]) or start > size:
        return None
    return OpenFile(data[_HEAD.size : start], descriptor, start, size - start, b"" if KEEPS_OPEN else data[start:])


def read_at(opened: OpenFile, start: int, size: int) -> bytes:
    """Return `size` bytes from offset `start` of what follows a file's content; processes may read at one time."""
    if KEEPS_OPEN:
        return _read(opened.descriptor, opened.start + start, size)
    return opened.rest[start : start + size]


def _read(descriptor: int, start: int, size: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, start)
    os.lseek(descriptor, start, os.SEEK_SET)  # pragma: no cover - Windows, where there is but one process
    return os.read(descriptor, size)  # pragma: no cover


def root() -> Path:
    """Return the folder of all caches of this user, which need not exist."""
    return platformdirs.user_cache_path("ankigen", appauthor=False) / "banks"


def folder_of(bank: Path) -> Path:
    """Return the folder of a bank's cache, which need not exist."""
    name = hashlib.blake2b(os.fsencode(bank.resolve()), digest_size=16).hexdigest()
    return root() / name


def made(bank: Path) -> Cache | None:
    """Return the cache of the bank in a folder, which is created if it does not exist; None if it cannot be used."""
    folder = folder_of(bank)
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        os.utime(folder)
        _prune(folder)
    except OSError:
        return None
    return existing(bank)


def existing(bank: Path) -> Cache | None:
    """Return the cache of the bank in a folder; None if there is none, or somebody else could have written it."""
    folder = folder_of(bank)
    return Cache(folder, []) if _is_private(folder.parent) and _is_private(folder) else None


def others(*banks: Path) -> list[Cache]:
    """Return the caches of this user's other banks than these, in no order."""
    own = {folder_of(bank) for bank in banks}
    folders = sorted(root().iterdir()) if _is_private(root()) else []
    return [Cache(folder, []) for folder in folders if folder not in own and _is_private(folder)]


def passing(folder: Path) -> Cache:
    """Return a cache in an empty folder, for a single build."""
    return Cache(folder, [])


def delete(folder: Path) -> int:
    """Delete a cache's folder, unless it is a link; return the bytes that it had. Raises `OSError` if that fails."""
    if folder.is_symlink() or not folder.is_dir():
        return 0
    size = sum(path.lstat().st_size for path in folder.rglob("*"))
    shutil.rmtree(folder)
    return size


def _is_private(folder: Path) -> bool:
    """Whether a path is a folder of this user, and only this user can write to it; on Windows, whether it is a folder.

    There, the folder for caches is nobody else's.
    """
    try:
        status = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        return False
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _prune(folder: Path) -> None:
    """Delete the caches beside a bank's `folder` that were not used for long, and what killed builds left in it."""
    now = time.time()
    for path in folder.parent.iterdir():
        if path != folder and _is_private(path) and path.stat().st_mtime < now - UNUSED:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(f"*{_UNFINISHED}"):
        if path.stat().st_mtime < now - 3600:  # no build takes an hour to write a file
            path.unlink(missing_ok=True)


# The states of files.


def state(path: Path | str) -> State | None:
    """Return a file's state, which changes when it is written: size in bytes, mtime and ctime in ns, and inode.

    None if there is no such file.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - `path` may be a string
    except (OSError, ValueError):  # a ValueError: not a possible file name
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def young(file_state: State, now: int) -> bool:
    """Whether a file is so young at `now` (epoch nanoseconds) that another write might not change its dates.

    Git treats its index in the same way: "racy-git" in its technical documentation.
    """
    return max(file_state[1:3]) > now - YOUNG


def current(cache: Cache, made_of: Mapping[Path, str]) -> frozenset[Path]:
    """Return the files that have not changed since `remember` was called for them with the same hash in `made_of`."""
    written = values(cache, _WRITTEN)
    return frozenset(path for path, what in made_of.items() if written.get(str(path)) == (what, state(path)))


def remember(cache: Cache, made_of: Mapping[Path, str]) -> None:
    """Record the states of files that have just been written; `made_of` has a hash of what each was made from."""
    written = values(cache, _WRITTEN) | {str(path): (what, state(path)) for path, what in made_of.items()}
    keep(cache, _WRITTEN, {path: value for path, value in written.items() if Path(path).exists()})


def plain(value: Any) -> bytes:  # noqa: ANN401 - whatever marshal takes
    """Return bytes that are the same for equal plain values (numbers, text, bytes, tuples, lists), to be hashed."""
    return marshal.dumps(value, 2)  # later versions also record which parts are the same object


# Values that can be pickled.


def values(cache: Cache, name: str) -> dict[Any, Any]:
    """Return the values that `keep` saved under a name; none if there is no such file or it is damaged."""
    data = cache.load(name)
    return pickle.loads(data) if data else {}  # noqa: S301 - this user wrote it


def keep(cache: Cache, name: str, kept_values: Mapping[Any, Any]) -> None:
    """Save a dictionary of values under a name."""
    cache.save(name, pickle.dumps(dict(kept_values), pickle.HIGHEST_PROTOCOL))


def _version(name: str) -> bytes:
    """Return a hash of the code and of a file's name: the file's content may be read by no other code."""
    return hashlib.blake2b(name.encode(), key=code(), digest_size=32).digest()


@cache
def code() -> bytes:
    """Return a hash of ankigen's code and words, Python's version, and the names and versions of all packages.

    So every edit of the code, or of a language's words, is a new version.
    """
    digest = hashlib.sha256(sys.version.encode())
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - strings are much faster
    for path in sorted(_sources(package)):
        digest.update(os.fsencode(path.removeprefix(package)) + b"\0" + Path(path).read_bytes())
    digest.update("\n".join(sorted(_installed())).encode("utf-8", "surrogatepass"))
    return digest.digest()


def _sources(package: str) -> Iterator[str]:
    for folder, folders, names in os.walk(package):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(folder, name) for name in names)  # noqa: PTH118 - as above


def _installed() -> Iterator[str]:
    for entry in sys.path:
        try:
            yield from (name for name in os.listdir(entry or ".") if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208 - names
        except OSError:
            continue
