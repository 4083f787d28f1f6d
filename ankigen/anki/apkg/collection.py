"""Open the collection in a package that may be a stranger's.

What a file, a database or a value may grow to is limited by the size of the package, so that neither a bomb of zeros
nor a view without end takes all memory.
"""

from __future__ import annotations

import sqlite3
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import zstandard

from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWEST = "collection.anki21b"  # the database of Anki's newest format
# The newest format first: beside it, Anki writes an empty collection in the oldest, for programs that know no other.
_DATABASES = (NEWEST, "collection.anki21", "collection.anki2")
_META, _VERSION = "meta", 3  # the package's metadata, and the version of the format that has the newest database
_TABLES = ("col", "config", "cards", "notes", "revlog", "notetypes", "fields", "decks")  # that are read
_SMALL = 64 * 2**20  # bytes; a collection of this size is read whatever the size of its package
_RATIO = 20  # a larger one may be this many times as large as its package: text deflates to a tenth, a bomb to 1/1000
LISTING = 16 * 2**20  # bytes of the list of media: a hundred thousand files with long names
_STEPS = 10_000_000  # of SQLite's virtual machine, and as many for each byte of the database as `_STEPS_A_BYTE`
_STEPS_A_BYTE = 10  # a row takes some 20 steps, and has at least 20 bytes
_PAUSE = 100_000  # steps between two looks at the number of steps
_ROW = 32  # bytes that a row takes at least, besides its texts
_WORDS = 30  # of the reason that is printed: pydantic's has a paragraph for each value
LATEST = 253_402_300_799  # the last second of the year 9999, in epoch seconds
# `RuntimeError` is raised for an unknown compression, a password, and JSON that nests too deep.
_ARCHIVE = (OSError, zipfile.BadZipFile, zlib.error, zstandard.ZstdError, EOFError)
_UNREADABLE = (*_ARCHIVE, sqlite3.Error, ValueError, RuntimeError)
_ODD = (LookupError, ArithmeticError, TypeError, AttributeError)  # values are not there, or of another type


@contextmanager
def reading(path: Path, kind: str) -> Iterator[None]:
    """Raise whatever goes wrong with the file at a path as a `UserError`; `kind` is what it should have been."""
    try:
        yield
    except _UNREADABLE as error:
        reason = " ".join(str(error).split()[:_WORDS]) or type(error).__name__
        raise UserError(f"{path}: cannot be read as {kind}: {reason}") from error
    except _ODD as error:
        raise UserError(f"{path}: cannot be read as {kind}: its collection is damaged") from error


def limit_of(path: Path) -> int:
    """Return the largest size of a collection (bytes) in the package at a path."""
    return max(_SMALL, _RATIO * path.stat().st_size)


def member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Return a file of a package, of at most `limit` bytes, whatever size the package states."""
    with archive.open(name) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"`{name}` inflates to more than {limit // 2**20} MiB")
    return data


def unpacked(data: bytes, limit: int) -> bytes:
    """Return what was compressed with Zstandard, of at most `limit` bytes."""
    with zstandard.ZstdDecompressor().stream_reader(data) as reader:
        plain = reader.read(limit + 1)
    if len(plain) > limit:
        raise ValueError(f"its collection inflates to more than {limit // 2**20} MiB")
    return plain


def database_of(path: Path) -> bytes:
    """Return the database in an .apkg or .colpkg file of any format, for `opened`."""
    limit = limit_of(path)
    with zipfile.ZipFile(path) as archive:
        name = _database(archive)
        data = member(archive, name, limit)
    if name == NEWEST:
        data = unpacked(data, limit)
    # Not in WAL mode, which a database in memory cannot be: SQLite's file format, 1.3.
    return data[:18] + b"\1\1" + data[20:]


def _database(archive: zipfile.ZipFile) -> str:
    """Return the name of the database in a package; `ValueError` if there is none, or only the empty one."""
    names = set(archive.namelist())
    name = next((name for name in _DATABASES if name in names), None)
    if name is None:
        raise ValueError("there is no collection in it")
    # Of the package's metadata, the first field is the version of its format (Anki's import_export.proto).
    version = member(archive, _META, LISTING)[:2] if _META in names else b""
    if name != NEWEST and version[:1] == b"\x08" and version[1:] >= bytes([_VERSION]):
        raise ValueError("its collection is missing, or in a format that is newer than this ankigen")
    return name


@contextmanager
def opened(data: bytes) -> Iterator[sqlite3.Connection]:
    """Yield a connection to the database with these bytes, whose queries are limited."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(data)
        collate(connection)
        _bound(connection, len(data))
        yield connection
    finally:
        connection.close()


def collate(connection: sqlite3.Connection) -> None:
    """Give a database the order of names that Anki's tables name; newer SQLite (3.53) reads none without."""
    connection.create_collation("unicase", _unicase)


def _unicase(one: str, other: str) -> int:
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _bound(connection: sqlite3.Connection, size: int) -> None:
    """Limit what a query may take: a view or a generated column can have values and rows without end."""
    wanted = ", ".join("?" * len(_TABLES))
    query = f"select type, sql from sqlite_master where lower(name) in ({wanted})"  # noqa: S608 - question marks alone
    kinds = connection.execute(query, _TABLES).fetchall()
    hidden = "select 1 from pragma_table_xinfo(?) where hidden"
    computed = any(connection.execute(hidden, (table,)).fetchone() for table in _TABLES)
    if computed or any(kind != "table" or "virtual" in sql.lower().split() for kind, sql in kinds):
        raise ValueError("its tables are not those of a collection")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(size, 1))
    pauses = iter(range((_STEPS + _STEPS_A_BYTE * size) // _PAUSE))
    connection.set_progress_handler(lambda: next(pauses, -1) == -1, _PAUSE)


def rows(connection: sqlite3.Connection, query: str, size: int, *values: object) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, which together cannot be much larger than the database of `size` bytes."""
    left = 4 * size  # a character in memory takes up to four bytes
    for row in connection.execute(query, values):
        left -= _ROW + sum(len(value) for value in row if isinstance(value, str))
        if left < 0:
            raise ValueError("its tables have more rows than its file can hold")
        yield row
