"""The rendered fields of the questions of a bank: in memory, or in the files of the cache."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from ankigen.anki import render_body
from ankigen.build.compile.file import look_of
from ankigen.system.cache import read_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.anki import Body
    from ankigen.build.compile.file import CompiledFile, ReadSettings
    from ankigen.model import Question, Summary
    from ankigen.system.cache import OpenFile

    # For each question of a file: the size of its packed fields in bytes, the files that they show, and their hash.
    StoredBodies = Sequence[tuple[int, tuple[str, ...], bytes]]

_SEPARATOR = "\x1f"  # separates fields in Anki's database; no field contains it


class Bodies(Protocol):
    """The rendered fields of each question, found by the path and the index in its summary."""

    def html(self, summary: Summary) -> Sequence[str]:
        """Return the HTML of a question's fields, in the order of `anki.BODY_FIELDS`."""

    def body_hash(self, summary: Summary) -> bytes:
        """Return a hash (16 bytes) of the fields of a question."""

    def files(self, summary: Summary) -> tuple[str, ...]:
        """Return the names in Anki of the pictures and sounds that a question shows."""


class BodiesInMemory:
    """The rendered fields of the questions of these files.

    `names` has, by the path of a file, the names in Anki of the pictures and sounds that it names, by target.
    """

    def __init__(
        self,
        files: Iterable[tuple[CompiledFile, tuple[Question, ...]]],
        read_settings: ReadSettings,
        names: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._bodies: dict[tuple[str, int], Body] = {}
        for compiled, questions in files:
            look = look_of(compiled, read_settings, names.get(compiled.path, {}))
            for question in questions:
                self._bodies[compiled.path, question.index] = render_body(question, look, read_settings.config)

    def html(self, summary: Summary) -> Sequence[str]:
        """Return the HTML of a question's fields, in the order of `anki.BODY_FIELDS`."""
        return self._bodies[summary.path, summary.index].html

    def body_hash(self, summary: Summary) -> bytes:
        """Return a hash (16 bytes) of the fields of a question."""
        return hash_of_fields(packed(self.html(summary)))

    def files(self, summary: Summary) -> tuple[str, ...]:
        """Return the names in Anki of the pictures and sounds that a question shows."""
        return self._bodies[summary.path, summary.index].files


class BodiesInCache:
    """The rendered fields of the questions in the files of a cache, which must stay open."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, int], tuple[int, int, int, bytes]] = {}  # descriptor, offset, size, hash
        self._files: dict[tuple[str, int], tuple[str, ...]] = {}

    def add(self, opened: OpenFile, files: Iterable[tuple[CompiledFile, StoredBodies]]) -> None:
        """Add the files of a group, with the bodies of each, which follow the group in its `opened` file."""
        start = opened.start
        for compiled, bodies in files:
            for summary, (size, shown_files, body_hash) in zip(compiled.summaries, bodies, strict=True):
                self._places[compiled.path, summary.index] = opened.descriptor, start, size, body_hash
                if shown_files:
                    self._files[compiled.path, summary.index] = shown_files
                start += size

    def html(self, summary: Summary) -> Sequence[str]:
        """Return the HTML of a question's fields, in the order of `anki.BODY_FIELDS`."""
        descriptor, start, size, _ = self._places[summary.path, summary.index]
        return read_at(descriptor, start, size).decode().split(_SEPARATOR)

    def body_hash(self, summary: Summary) -> bytes:
        """Return a hash (16 bytes) of the fields of a question."""
        return self._places[summary.path, summary.index][-1]

    def files(self, summary: Summary) -> tuple[str, ...]:
        """Return the names in Anki of the pictures and sounds that a question shows."""
        return self._files.get((summary.path, summary.index), ())


def packed(fields: Sequence[str]) -> bytes:
    """Return the fields of a question as bytes, as the cache has them."""
    return _SEPARATOR.join(fields).encode()


def hash_of_fields(fields: bytes) -> bytes:
    """Return a hash (16 bytes) of the packed fields of a question."""
    return hashlib.blake2b(fields, digest_size=16).digest()
