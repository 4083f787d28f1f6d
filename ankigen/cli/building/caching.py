"""The cache of a bank, for as long as a command needs it."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.system import cache as caches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.build import Place


@contextmanager
def bank_cache(place: Place, *, lasting: bool = True) -> Iterator[caches.Cache]:
    """Yield the cache of a bank; a temporary one if not `lasting`, for a file without a bank, or if it is unusable."""
    cache = caches.made(place.folder) if lasting and (place.has_settings or place.part.is_dir()) else None
    if cache:
        try:
            yield cache
        finally:
            cache.close()
            (cache.folder / caches.UNPACKED).unlink(missing_ok=True)
        return
    with tempfile.TemporaryDirectory(prefix="ankigen-") as folder:
        cache = caches.passing(Path(folder))
        try:
            yield cache
        finally:
            cache.close()
