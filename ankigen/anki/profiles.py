"""Find the newest backup of the learner's collection on this machine.

Anki makes one every half hour while it runs and one when it ends (Anki's manual, "Backups"); reading it disturbs
nothing, also while Anki runs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPORT = 'in Anki: File, Export, "Anki Collection Package (.colpkg)"; then: --from FILE'
_FLATPAK = ".var/app/net.ankiweb.Anki/data/Anki2"  # in the home folder


def newest_backups(base: Path | None = None) -> dict[str, Path]:
    """Return the newest backup of each profile, by the profile's name.

    `base` is the folder of Anki's profiles; default: `ANKI_BASE`, else those where Anki puts them ("File locations" in
    Anki's manual). Raises `UserError` if no profile has a backup.
    """
    bases = [base] if base else list(_bases())
    backups: dict[str, Path] = {}
    for folder in bases:
        for profile in sorted(folder.glob("*/backups")):
            dates = {path: date for path in profile.glob("*.colpkg") if (date := _date(path)) is not None}
            if dates:
                backups.setdefault(profile.parent.name, max(dates, key=dates.__getitem__))
    if not backups:
        looked = ", ".join(map(str, bases))
        raise UserError(f"no backup of an Anki collection is in {looked}", f"{_EXPORT}; or --base FOLDER")
    return backups


def _bases() -> Iterator[Path]:
    if os.environ.get("ANKI_BASE"):
        yield Path(os.environ["ANKI_BASE"])
        return
    yield platformdirs.user_data_path("Anki2", appauthor=False, roaming=True)
    if sys.platform == "linux":
        yield Path.home() / _FLATPAK


def _date(path: Path) -> float | None:
    """Return when a file was last changed; None if it is none, or no longer there: Anki deletes old backups."""
    try:
        return path.stat().st_mtime if path.is_file() else None
    except OSError:
        return None
