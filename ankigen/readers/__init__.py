"""Dialects: each is a module that can tell its own files and turns one into questions.

A dialect is a module with `sniff(source) -> bool` and `parse(source) -> Parsed`; `READERS` is the whole registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ankigen.readers import headed, keyed, reference, tasklist
from ankigen.readers.parsed import Parsed

if TYPE_CHECKING:
    from ankigen.sources import Source


class Reader(Protocol):
    """What a dialect's module offers."""

    def sniff(self, source: Source) -> bool:
        """Say whether the file is of this dialect."""

    def parse(self, source: Source) -> Parsed:
        """Return the file's questions, and what is wrong with the ones left out."""


READERS: dict[str, Reader] = {"headed": headed, "reference": reference, "tasklist": tasklist, "keyed": keyed}


def parse(source: Source, dialect: str = "") -> Parsed:
    """Return what the file holds, in the dialect named, or the first that knows it; nothing when none does."""
    if dialect:
        return READERS[dialect].parse(source)
    return next((reader.parse(source) for reader in READERS.values() if reader.sniff(source)), Parsed())
