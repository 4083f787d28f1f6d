"""Where a bank's cache is, and for how long it is kept."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.system import cache as caches
from ankigen.system.files import OUTPUT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.build import Place
    from ankigen.cli.building.replay import FolderState


@contextmanager
def bank_cache(
    place: Place, output: Path | None, *, for_long: bool = True, state: FolderState | None = None
) -> Iterator[caches.Cache]:
    """Yield the cache of a bank, or a temporary one: if not `for_long`, for a single file, or if it cannot be created.

    `state` says which of the cache's files were verified already.
    """
    lasting = for_long and place.part.is_dir()
    cache = (
        caches.made(cache_folder(place.folder, output, has_settings=place.has_settings), secret_file())
        if lasting
        else None
    )
    if cache:
        try:
            yield cache._replace(verified=state.verified) if state else cache
        finally:
            cache.close()
            (cache.folder / caches.UNPACKED).unlink(missing_ok=True)
        return
    with tempfile.TemporaryDirectory(prefix="ankigen-") as passing:
        cache = caches.passing(Path(passing))
        try:
            yield cache
        finally:
            cache.close()


def cache_folder(bank: Path, output: Path | None, *, has_settings: bool) -> Path:
    """Return the cache's folder: in the bank's folder or, if the bank has no bank.toml, in the output folder."""
    return (bank if has_settings else output or bank / OUTPUT_FOLDER) / caches.FOLDER


def secret_file() -> Path:
    """Return the path of this user's secret for seals; it follows the XDG Base Directory Specification."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ankigen" / "key"
