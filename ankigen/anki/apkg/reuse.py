"""Reuse the package that an earlier build wrote: what has not changed is copied from it, not made again."""

from __future__ import annotations

import hashlib
import io
import zlib
from contextlib import contextmanager
from itertools import accumulate
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from ankigen.system import cache as caches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from ankigen.system.cache import Cache

_HASH_SIZE = 16  # bytes


class Block(NamedTuple):
    """A deflated block of a package's database: a hash of its input (`key`), its size in bytes, and its own hash."""

    key: bytes
    size: int
    hash: bytes


class PackageRecord(NamedTuple):
    """What the cache keeps of a package: hashes of its batches of notes, its blocks, and the offset of the first.

    The hash of a batch covers everything in the database that comes from it.
    """

    batch_hashes: tuple[bytes, ...] = ()
    start: int = 0
    blocks: tuple[Block, ...] = ()


class ReusablePackage:
    """A package as an earlier build left it.

    Somebody may have replaced the file since then, so a block is used only if it still has its hash.
    """

    def __init__(self, record: PackageRecord, package: BinaryIO) -> None:
        """Take the record of a package, and its open file."""
        self.batch_hashes, start, blocks = record
        self._package, self._lock = package, Lock()
        self._blocks = tuple(map(Block._make, blocks))
        self._starts = list(accumulate((block.size for block in self._blocks), initial=start))
        self._numbers = {block.key: number for number, block in enumerate(self._blocks)}

    def find(self, key: bytes) -> bytes | None:
        """Return the deflated block with a key; None if it is missing or has changed. Several threads may call this."""
        return self._block(self._numbers[key]) if key in self._numbers else None

    def unpack(self, path: Path) -> bool:
        """Write the database to a path; return whether it is whole, because the package has not changed."""
        path.unlink(missing_ok=True)  # left by a killed build, or a link that somebody put there
        with path.open("xb") as file:
            return self._unpack(file)

    def _unpack(self, file: BinaryIO) -> bool:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        for number in range(len(self._blocks)):
            block = self._block(number)
            if block is None:
                return False
            file.write(stream.decompress(block))
        return stream.eof

    def _block(self, number: int) -> bytes | None:
        with self._lock:
            self._package.seek(self._starts[number])
            block = self._package.read(self._blocks[number].size)
        return block if bytes_hash(block) == self._blocks[number].hash else None


@contextmanager
def opened(cache: Cache, path: Path) -> Iterator[ReusablePackage]:
    """Yield the package at a path, with the record that `keep` saved last."""
    with _package(path) as package:
        yield ReusablePackage(PackageRecord(**caches.values(cache, _name(path))), package)


def keep(cache: Cache, path: Path, record: PackageRecord) -> None:
    """Save the record of the package that is about to be moved to a path."""
    caches.keep(cache, _name(path), record._asdict() | {"blocks": [tuple(block) for block in record.blocks]})


def bytes_hash(content: bytes) -> bytes:
    """Return the BLAKE2b hash (16 bytes) of some bytes."""
    return hashlib.blake2b(content, digest_size=_HASH_SIZE).digest()


def _name(path: Path) -> str:
    return f"reuse-{path.name}"


def _package(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError:
        return io.BytesIO()
