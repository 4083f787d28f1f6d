"""What is kept between builds, in a folder that may be deleted at any time: files that are trusted only when sealed.

A seal is a keyed hash (BLAKE2b, RFC 7693) over the name, the bytes and the version of the code, with a key that stays
on this machine and with this person. So what is damaged, of another version, or was brought along by somebody else's
bank, is not there for us; and what is there was made by this code. Only the standard library is imported, so that to
find out that nothing changed costs little.
"""

from __future__ import annotations

import hashlib
import hmac
import marshal
import os
import secrets
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FOLDER = ".ankigen"
YOUNG = 2_000_000_000  # nanoseconds: file systems date no finer than this (FAT)
State = tuple[int, ...]
GROUP = "group-"  # names begin so of what is kept of files
UNPACKED = "unpacked"  # a database that is there while a build runs
_WRITTEN = "written"
_SEAL = 32  # bytes
_KEY = 32  # bytes


class Cache(NamedTuple):
    """A folder of sealed files, and the key of the seals.

    `vouched` waits for what is known of files of which the seal was looked at already: their states before that.
    """

    folder: Path
    key: bytes
    vouched: Callable[[], Mapping[str, State | None]] = dict

    def load(self, name: str) -> bytes | None:
        """Return what was saved under a name; None when there is nothing that can be trusted."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        seal, content = data[:_SEAL], data[_SEAL:]
        return content if hmac.compare_digest(seal, self._seal(name, content)) else None

    def sealed(self, prefix: str) -> dict[str, State | None]:
        """Return the states of the files with names that begin so, of those that can be trusted."""
        states = {path.name: state(path) for path in sorted(self.folder.glob(f"{prefix}*"))}
        return {name: file_state for name, file_state in states.items() if self.load(name) is not None}

    def is_vouched(self, name: str) -> bool:
        """Say whether a file is known to be as it was when its seal was right."""
        verified = self.vouched().get(name)
        return verified is not None and verified == state(self.folder / name)

    def save(self, name: str, content: bytes) -> None:
        """Save bytes under a name, whole or not at all. A full disk is a `UserError`."""
        path = self.folder / name
        unfinished = path.with_name(f"{name}.unfinished")
        try:
            unfinished.unlink(missing_ok=True)  # a killed build's, or a link that somebody laid
            with unfinished.open("xb") as file:  # not synced: what a crash tears has no seal
                file.write(self._seal(name, content))
                file.write(content)
            unfinished.replace(path)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise UserError(f"{path}: cannot be written: {error.strerror}", "the packages are as they were") from error

    def open(self, name: str) -> int:
        """Return a descriptor of what is vouched for, loaded or saved, for `read_at`; no seal is looked at."""
        return os.open(self.folder / name, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    def _seal(self, name: str, content: bytes) -> bytes:
        seal = hashlib.blake2b(name.encode() + b"\0", key=self.key, digest_size=_SEAL)
        seal.update(content)
        return seal.digest()


def read_at(descriptor: int, start: int, size: int) -> bytes:
    """Return bytes of a file that `Cache.open` gave; several processes may read at one time."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, _SEAL + start)
    os.lseek(descriptor, _SEAL + start, os.SEEK_SET)  # pragma: no cover - Windows, where there is but one process
    return os.read(descriptor, size)  # pragma: no cover


def made(folder: Path, key_file: Path) -> Cache | None:
    """Return the cache in a folder, which is made if need be; None when it or the key cannot be written.

    A link is not followed: a stranger's bank must not say where files are written.
    """
    try:
        if folder.is_symlink():
            return None
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")
        return at(folder, key_file) if os.access(folder, os.W_OK) else None
    except OSError:
        return None


def at(folder: Path, key_file: Path) -> Cache:
    """Return the cache in a folder, which may not be there."""
    return Cache(folder, hashlib.blake2b(code(), key=_key(key_file), digest_size=_KEY).digest())


def passing(folder: Path) -> Cache:
    """Return a cache in a folder that lasts no longer than this process."""
    return Cache(folder, secrets.token_bytes(_KEY))


def _key(path: Path) -> bytes:
    """Return this person's key on this machine, made when it is needed first."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = b""
    if len(key) != _KEY:
        key = secrets.token_bytes(_KEY)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - with a mode
            file.write(key)
        unfinished.replace(path)
        key = path.read_bytes()  # another process may have been later
    return key


# Files and what they were made from.


def state(path: Path | str) -> State | None:
    """Return what tells whether a file was written since: size, dates of content and of entry (ns), and inode.

    None when it is not there.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - a path as text, too
    except (OSError, ValueError):  # a name that no file can have
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def state_when_old(path: Path) -> State | None:
    """Return the `state` of a file; None of one that is `young`."""
    now = time.time_ns()
    file_state = state(path)
    return None if file_state is None or young(file_state, now) else file_state


def young(file_state: State, now: int) -> bool:
    """Say whether a file is so young (epoch nanoseconds) that it may be written again within its date.

    As git has it in its index: «racy git».
    """
    return max(file_state[1:3]) > now - YOUNG


def current(cache: Cache | None, made_of: Mapping[Path, str]) -> frozenset[Path]:
    """Return the files that are still as `remember` saw them, made of the same."""
    written = values(cache, _WRITTEN)
    return frozenset(path for path, what in made_of.items() if written.get(str(path)) == (what, state(path)))


def remember(cache: Cache | None, made_of: Mapping[Path, str]) -> None:
    """Remember what files are made of that have just been written."""
    if cache:
        written = values(cache, _WRITTEN) | {str(path): (what, state(path)) for path, what in made_of.items()}
        keep(cache, _WRITTEN, {path: value for path, value in written.items() if Path(path).exists()})


# Plain values: numbers, text, bytes, and tuples, lists and dictionaries of such.


def plain(value: Any) -> bytes:  # noqa: ANN401 - whatever marshal takes
    """Return bytes that depend on nothing but a value."""
    return marshal.dumps(value, 2)  # later versions say as well which parts are one object


def values(cache: Cache | None, name: str) -> dict[Any, Any]:
    """Return the plain values that `keep` kept; nothing when there is nothing that can be trusted."""
    data = cache.load(name) if cache else None
    return marshal.loads(data) if data else {}  # noqa: S302 - sealed


def keep(cache: Cache | None, name: str, kept_values: Mapping[Any, Any]) -> None:
    """Keep plain values by name."""
    if cache:
        cache.save(name, marshal.dumps(dict(kept_values)))


@cache
def code() -> bytes:
    """Return a hash of ankigen's code, Python, and the names and versions of all packages that are installed.

    A developer's edit counts as a version.
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
