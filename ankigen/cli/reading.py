"""Open the cache of a bank, and read banks for a command, with progress on standard error."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.cli.progress import progress
from ankigen.system import cache as caches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.build import Location, RenderedBank


def read_banks(locations: Iterable[Location], *, quiet: bool = False) -> Iterator[RenderedBank]:
    """Yield the bank of each location, whose cache is open until the next bank is asked for."""
    from ankigen.build import read_bank

    for location in locations:
        with bank_cache(location) as cache:
            with progress(location.folder.name, quiet=quiet) as track:
                rendered = read_bank(location, cache, track)
            yield rendered


@contextmanager
def bank_cache(location: Location, *, lasting: bool = True) -> Iterator[caches.Cache]:
    """Yield the cache of a bank; a temporary one if not `lasting`, for a file without a bank, or if it is unusable."""
    cache = caches.made(location.folder) if lasting and not location.is_single else None
    if cache:
        try:
            yield cache
        finally:
            cache.close()
        return
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        cache = caches.passing(Path(folder))
        try:
            yield cache
        finally:
            cache.close()
