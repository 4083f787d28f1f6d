"""Read banks in full for a command, with progress on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.build import FullBank, Place


def read_banks(places: Iterable[Place], *, quiet: bool = False) -> Iterator[FullBank]:
    """Yield the bank of each place, with the texts of its questions; each is read when it is asked for."""
    from ankigen.build import read_full_bank

    for place in places:
        with progress(place.folder.name, quiet=quiet) as track:
            full = read_full_bank(place, track)
        yield full
