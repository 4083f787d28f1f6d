"""Keep data between builds, in a folder that may be deleted at any time; a file is trusted only if its seal is right.

A seal is a keyed hash (BLAKE2b, RFC 7693) of the file's name and bytes and of the code's version. Its secret never
leaves this user's account on this machine. So a file that is damaged, was made by another version, or came with
somebody else's bank, is ignored. Only the standard library is imported, so that a build starts fast if nothing has
changed.
"""

from __future__ import annotations

import hashlib
import hmac
import marshal
import os
import secrets
import sys
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.system.errors import UserError
from ankigen.system.processes import Pending

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = ".ankigen"
YOUNG = 2_000_000_000  # nanoseconds: file systems date no finer than this (FAT)
State = tuple[int, ...]
GROUP = "group-"  # the beginning of the names of files with groups of compiled files
UNPACKED = "unpacked"  # the name of a database that exists only while a build runs
_WRITTEN = "written"
_SEAL = 32  # bytes
_SECRET = 32  # bytes


class Cache(NamedTuple):
    """A folder of sealed files, and the secret that their seals depend on.

    `verified` are the states that files with a right seal had before it was checked, by name. `descriptors` are those
    of the files that `open` has opened, until `close`.
    """

    folder: Path
    secret: bytes
    verified: Pending[Mapping[str, State | None]]
    descriptors: list[int]

    def load(self, name: str) -> bytes | None:
        """Return the bytes saved under a name; None if there are none or the seal is wrong."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        seal, content = data[:_SEAL], data[_SEAL:]
        return content if hmac.compare_digest(seal, self._seal(name, content)) else None

    def sealed(self, prefix: str) -> dict[str, State | None]:
        """Return the states of the files whose names have this prefix and whose seals are right, by name."""
        states = {path.name: state(path) for path in sorted(self.folder.glob(f"{prefix}*"))}
        return {name: file_state for name, file_state in states.items() if self.load(name) is not None}

    def is_verified(self, name: str) -> bool:
        """Whether a file has been verified, and has not changed since."""
        then = self.verified.wait().get(name)
        return then is not None and then == state(self.folder / name)

    def save(self, name: str, content: bytes) -> None:
        """Save bytes under a name, completely or not at all. Raises `UserError` if they cannot be written."""
        path = self.folder / name
        unfinished = path.with_name(f"{name}.unfinished")
        try:
            unfinished.unlink(missing_ok=True)  # left by a killed build, or a link that somebody put there
            with unfinished.open("xb") as file:  # not synced: the seal of a file that a crash damages is wrong
                file.write(self._seal(name, content))
                file.write(content)
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise UserError(f"{path}: cannot be written: {error.strerror}", "the packages are as they were") from error

    def open(self, name: str) -> int:
        """Return a file descriptor for `read_at`, valid until `close`.

        The seal is not checked: verify, load or save the file first.
        """
        descriptor = self._descriptor(name)
        self.descriptors.append(descriptor)
        return descriptor

    @contextmanager
    def opened(self, name: str) -> Iterator[int]:
        """Yield a file descriptor as `open` returns it, which is closed afterwards."""
        descriptor = self._descriptor(name)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Close the files that `open` has opened."""
        while self.descriptors:
            os.close(self.descriptors.pop())

    def _descriptor(self, name: str) -> int:
        return os.open(self.folder / name, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def _seal(self, name: str, content: bytes) -> bytes:
        seal = hashlib.blake2b(name.encode() + b"\0", key=self.secret, digest_size=_SEAL)
        seal.update(content)
        return seal.digest()


def read_at(descriptor: int, start: int, size: int) -> bytes:
    """Return `size` bytes from offset `start` of a file from `Cache.open`; several processes may read at a time."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, _SEAL + start)
    os.lseek(descriptor, _SEAL + start, os.SEEK_SET)  # pragma: no cover - Windows, where there is but one process
    return os.read(descriptor, size)  # pragma: no cover


def made(folder: Path, secret_file: Path) -> Cache | None:
    """Return the cache in a folder, which is created if it does not exist; None if it or the secret cannot be written.

    A symbolic link is not followed: somebody else's bank must not decide where files are written.
    """
    try:
        if folder.is_symlink():
            return None
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")
        return at(folder, secret_file) if os.access(folder, os.W_OK) else None
    except OSError:
        return None


def at(folder: Path, secret_file: Path) -> Cache:
    """Return the cache in a folder, which need not exist."""
    secret = hashlib.blake2b(code(), key=_user_secret(secret_file), digest_size=_SECRET).digest()
    return Cache(folder, secret, Pending.of({}), [])


def passing(folder: Path) -> Cache:
    """Return a cache in a folder with a new random secret, so that no other process can use it."""
    return Cache(folder, secrets.token_bytes(_SECRET), Pending.of({}), [])


def _user_secret(path: Path) -> bytes:
    """Return this user's secret on this machine, 32 bytes; the first call creates it."""
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        secret = b""
    if len(secret) != _SECRET:
        secret = secrets.token_bytes(_SECRET)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - with a mode
            file.write(secret)
        unfinished.replace(path)
        secret = path.read_bytes()  # another process may have written one at the same time
    return secret


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


def state_when_old(path: Path) -> State | None:
    """Return the `state` of a file; None if there is no such file or it is `young`."""
    now = time.time_ns()
    file_state = state(path)
    return None if file_state is None or young(file_state, now) else file_state


def young(file_state: State, now: int) -> bool:
    """Whether a file is so young at `now` (epoch nanoseconds) that another write might not change its dates.

    Git treats its index in the same way: "racy-git" in its technical documentation.
    """
    return max(file_state[1:3]) > now - YOUNG


def current(cache: Cache | None, made_of: Mapping[Path, str]) -> frozenset[Path]:
    """Return the files that have not changed since `remember` was called for them with the same hash in `made_of`."""
    written = values(cache, _WRITTEN)
    return frozenset(path for path, what in made_of.items() if written.get(str(path)) == (what, state(path)))


def remember(cache: Cache | None, made_of: Mapping[Path, str]) -> None:
    """Record the states of files that have just been written; `made_of` has a hash of what each was made from."""
    if cache:
        written = values(cache, _WRITTEN) | {str(path): (what, state(path)) for path, what in made_of.items()}
        keep(cache, _WRITTEN, {path: value for path, value in written.items() if Path(path).exists()})


# Plain values: numbers, text, bytes, and tuples, lists and dictionaries of such.


def plain(value: Any) -> bytes:  # noqa: ANN401 - whatever marshal takes
    """Return bytes that are the same for equal values, to be hashed."""
    return marshal.dumps(value, 2)  # later versions also record which parts are the same object


def values(cache: Cache | None, name: str) -> dict[Any, Any]:
    """Return the plain values that `keep` saved under a name; none if there is no such file or its seal is wrong."""
    data = cache.load(name) if cache else None
    return marshal.loads(data) if data else {}  # noqa: S302 - sealed


def keep(cache: Cache | None, name: str, kept_values: Mapping[Any, Any]) -> None:
    """Save a dictionary of plain values under a name; without a cache, do nothing."""
    if cache:
        cache.save(name, marshal.dumps(dict(kept_values)))


@cache
def code() -> bytes:
    """Return a hash of ankigen's code, Python's version, and the names and versions of all installed packages.

    So every edit of the code is a new version.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update("\n".join(sorted(_installed())).encode("utf-8", "surrogatepass"))
    return digest.digest()


def _installed() -> Iterator[str]:
    for entry in sys.path:
        try:
            yield from (name for name in os.listdir(entry or ".") if name.endswith((".dist-info", ".egg-info")))  # noqa: PTH208 - names
        except OSError:
            continue
