"""Dialects: each is a module that can tell its own files and turns one into questions.

A dialect is a module with `read(source) -> Parsed | None` and `parse(source) -> Parsed`; `READERS` is the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ankigen.readers.dialects import headed, keyed, loose, reference, tasklist
from ankigen.readers.parts.parsed import Parsed

if TYPE_CHECKING:
    from ankigen.source import Source


class Reader(Protocol):
    """What a dialect's module offers."""

    def read(self, source: Source) -> Parsed | None:
        """Return what `parse` does, or None when the file is not of this dialect."""

    def parse(self, source: Source) -> Parsed:
        """Return the file's questions, and what is wrong with the ones left out."""


READERS: dict[str, Reader] = {
    "headed": headed,
    "reference": reference,
    "tasklist": tasklist,
    "keyed": keyed,
    "loose": loose,
}


def parse(source: Source, dialect: str = "") -> Parsed:
    """Return what the file holds, in the dialect named, or the first that knows it; nothing when none does."""
    if dialect:
        return READERS[dialect].parse(source)
    found = (reader.read(source) for reader in READERS.values())
    return next((parsed for parsed in found if parsed is not None), Parsed())
