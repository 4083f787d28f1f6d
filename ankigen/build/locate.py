"""Which bank a path means, and which files belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.source import find_files, load_config
from ankigen.system.errors import UserError
from ankigen.system.files import SETTINGS_FILE, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ankigen.system.stamp import Inputs


class Place(NamedTuple):
    """The folder of a bank, and the file or folder inside it that is meant (the bank's folder itself: all of it).

    A folder without bank.toml is a bank as well; then `given` is true, and only `part` is read. `dialect` is a key of
    `readers.READERS`, or "" to look at each file.
    """

    folder: Path
    part: Path
    given: bool
    dialect: str = ""

    @property
    def whole(self) -> bool:
        """Whether all of the bank is meant."""
        return self.folder == self.part


def find_banks(paths: Sequence[Path], dialect: str = "") -> tuple[Place, ...]:
    """Return the bank that each path means: one above it with a bank.toml, all those below it, or the path itself.

    A path that is not there, and two banks with one id, are a `UserError`.
    """
    places = tuple(dict.fromkeys(place for path in paths for place in _places(path)))
    places = tuple(place._replace(dialect=dialect) for place in places)
    folders: dict[str, Path] = {}
    for place in places:
        settings, _ = load_config(place.folder)
        other = folders.setdefault(settings.id, place.folder)
        if other != place.folder:
            hint = "write another `id` into the bank.toml of one of them"
            raise UserError(f"two banks have the id {settings.id}: {other} and {place.folder}", hint)
    return places


def _places(path: Path) -> Iterable[Place]:
    if not path.exists():
        raise UserError(
            f"{path}: no such file or folder", "give a bank's folder, a folder of markdown files, or one file"
        )
    full = path.resolve()
    for folder in (full, *full.parents):
        if (folder / SETTINGS_FILE).is_file():
            return (Place(folder, full, given=False),)
    banks = [file.parent for file in walk(full) if file.name == SETTINGS_FILE] if full.is_dir() else []
    if banks:
        return tuple(Place(bank, bank, given=False) for bank in sorted(banks))
    return (Place(full if full.is_dir() else full.parent, full, given=True),)


def files_of(place: Place, seen: Inputs | None = None) -> list[Path]:
    """Return the files of the part of a bank that is meant, from what was `seen` of its folder if that is given."""
    try:
        if place.given and place.part.is_file():
            return [place.part]
        return find_files(place.folder, seen.tree if seen else None)
    except OSError as error:
        raise UserError(f"{error.filename}: cannot be read: {error.strerror}") from error
