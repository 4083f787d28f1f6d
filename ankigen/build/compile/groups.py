"""What the cache has of a group of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ankigen.build.compile.compiled import CompiledFile
    from ankigen.languages import Languages
    from ankigen.system.cache import State


class FileState(NamedTuple):
    """By what it is seen that a file and its answer key have not changed.

    `own` is the state of the file, `answers` that of its answer key, whose path is `answer_key`; "" if it has none.
    """

    own: State
    answer_key: str = ""
    answers: State | None = None


class StoredBody(NamedTuple):
    """What a group has of a question's body: its size in bytes, the files that it shows, and the hash of its fields."""

    size: int
    files: tuple[str, ...]
    hash: bytes


class StoredFile(NamedTuple):
    """What a group keeps of a file.

    `hash` is the SHA-256 of the file's bytes; `names` maps the targets of its pictures and sounds to names in Anki.
    `bodies` has the body of each question, and of each that is made of it.
    """

    file: str
    hash: bytes
    compiled: CompiledFile
    names: Mapping[str, str]
    bodies: tuple[StoredBody, ...]


class Group(NamedTuple):
    """What the cache has of a group: how its files were read, and the state of each when it was saved, by path.

    A state is None if the file was so young that a later change might not show.
    """

    signature: str
    languages: Languages
    states: Mapping[str, FileState | None]
    files: tuple[StoredFile, ...]
