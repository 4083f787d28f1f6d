"""Find the bank that a path refers to, and the files that belong to it, in groups for the cache."""

from __future__ import annotations

import os
import unicodedata
import zlib
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen.source import find_files, load_config
from ankigen.system import stamp
from ankigen.system.errors import UserError
from ankigen.system.files import SETTINGS_FILE, SUFFIXES, names_and_links, relative_name, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ankigen.system.stamp import Snapshot

_NAME = "group"  # the beginning of the names of groups
_LOOKED_AT = 2000  # entries of a folder that a link leads to, about
_GROUP = 64  # files in a group, about
_GROUPS = 64  # groups, at most; when a file changes, its whole group is written again


class Location(NamedTuple):
    """A bank's folder, and the `part` of the bank that was asked for: a file or folder in it, or the folder itself.

    `has_settings` is whether a bank.toml marks the folder as a bank. If none does, the path that the user gave is the
    bank; if that is a file, only this file is read.
    """

    folder: Path
    part: Path
    has_settings: bool

    @property
    def whole(self) -> bool:
        """Whether the whole bank was asked for."""
        return self.folder == self.part

    @property
    def is_single(self) -> bool:
        """Whether only the file is read that was given."""
        return not self.has_settings and self.part.is_file()

    def unread(self, paths: Iterable[str]) -> frozenset[str]:
        """Return those of the `paths`, relative to the bank's folder, that are there and are not read.

        There are none unless a single file was given that is in no bank.
        """
        others = frozenset(paths) - {self.part.name} if self.is_single else frozenset[str]()
        return frozenset(path for path in others if (self.folder / path).is_file())


def find_banks(paths: Sequence[Path]) -> tuple[Location, ...]:
    """Return the banks that the paths refer to, each once.

    For each path: the nearest folder with a bank.toml that is the path or contains it; else all such folders below it,
    and those to which links below it lead, or that are in folders to which links lead; else the path itself. Raises
    `UserError` if a path does not exist or two banks have the same id.
    """
    locations = tuple(dict.fromkeys(location for path in paths for location in _locations(path)))
    folders: dict[str, Path] = {}
    for location in locations:
        config, _ = load_config(location.folder)
        other = folders.setdefault(config.id, location.folder)
        if other != location.folder:
            hint = "write another `id` into the bank.toml of one of them"
            raise UserError(f"two banks have the id {config.id}: {other} and {location.folder}", hint)
    return locations


def _locations(path: Path) -> Iterable[Location]:
    if not path.exists():
        raise UserError(
            f"{path}: no such file or folder", "give a bank's folder, a folder of markdown files, or one file"
        )
    full = path.resolve()
    for folder in (full, *full.parents):
        if (folder / SETTINGS_FILE).is_file():
            if full.is_file() and not full.name.lower().endswith(SUFFIXES):
                raise UserError(f"{path}: is no markdown file", "name a file that ends with .md, or the bank's folder")
            return (Location(folder, full, has_settings=True),)
    files = [*walk(full)] if full.is_dir() else []
    banks = [file.parent for file in files if file.name == SETTINGS_FILE]
    if banks or not any(file.name.lower().endswith(SUFFIXES) for file in files):  # else the folder is the bank
        banks += [bank for link in (_links(full) if full.is_dir() else ()) for bank in _banks_behind(link)]
    if banks:
        return tuple(Location(bank, bank, has_settings=True) for bank in sorted({*banks}))
    return (Location(full if full.is_dir() else full.parent, full, has_settings=False),)


def unread_links(folder: Path, banks: Iterable[Path]) -> list[Path]:
    """Return the links below a folder behind which there may be questions that are in none of the `banks`, its folders.

    They lead nowhere, or to a folder with markdown files.
    """
    read = [*banks]

    def is_unread(link: Path) -> bool:
        if not os.path.exists(link):  # noqa: PTH110 - False also for a link to itself
            return link.suffix.lower() in {"", *SUFFIXES}
        questions = (path for path in _within(link.resolve()) if path.name.lower().endswith(SUFFIXES))
        return any(not any(path.is_relative_to(bank) for bank in read) for path in questions)

    return [link for link in _links(folder) if is_unread(link)]


def _links(folder: Path) -> list[Path]:
    """Return the links below a folder that lead to folders, which `walk` does not follow, or nowhere."""
    files, links = names_and_links(str(folder))
    followed = frozenset(files)
    return [Path(link) for link in links if link not in followed]


def _banks_behind(link: Path) -> list[Path]:
    """Return the folder to which a link leads, if it is a bank, or else the banks in it."""
    folders = [link] if _is_bank(link) else [path for path in _entries(link) if not path.name.startswith((".", "_"))]
    return [path.resolve() for path in folders if _is_bank(path)]


def _within(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, the nearest first, without what links lead to; of a very large one, its beginning."""
    folders = deque([folder])
    left = _LOOKED_AT
    while folders and left > 0:
        entries = _entries(folders.popleft())
        left -= len(entries)
        yield from entries
        folders += [path for path in entries if _may_have_questions(path)]


def _may_have_questions(path: Path) -> bool:
    return not path.name.startswith((".", "_")) and not path.is_symlink() and path.is_dir()


def _is_bank(folder: Path) -> bool:
    return os.path.isfile(folder / SETTINGS_FILE)  # noqa: PTH113 - False in a folder that cannot be read


def snapshot_of(location: Location) -> Snapshot:
    """Return the states of the files of a bank; not of those beside a single file that was given without a bank.

    Raises `UserError` if a folder cannot be read.
    """
    return stamp.take(None if location.is_single else location.folder)


def files_of(location: Location, snapshot: Snapshot) -> dict[str, str]:
    """Return the question files of a bank, in their order, by their paths relative to its folder (with `/`).

    It is only the given file if there is no bank.toml. Raises `UserError` if two files have one name but for the form
    of its accents (NFC and NFD), which some systems keep apart.
    """
    if location.is_single:
        return {location.part.name: str(location.part)}
    files = {relative_name(path, location.folder): path for path in find_files(snapshot.tree)}
    names: dict[str, str] = {}
    for file, path in files.items():
        if names.setdefault(unicodedata.normalize("NFC", file), file) is not file:
            raise UserError(
                f"{path}: two files have this name, with its accents in Unicode's composed and decomposed form",
                "rename one of them; git on a Mac can make such copies",
            )
    return files


def near(location: Location) -> list[Path]:
    """Return the files in which the answers may be of a single file that was given; none for a folder.

    They are in its folder, or in one beside or below it, with a name that begins with that of the file.
    """
    if not location.is_single:
        return []
    folders = [path for above in (location.folder, location.folder.parent) for path in _entries(above) if path.is_dir()]
    alike = [path for folder in folders for path in _entries(folder) if path.name.startswith(location.part.stem)]
    files = dict.fromkeys((*_entries(location.folder), *alike))
    return [path for path in files if path != location.part and path.name.lower().endswith(SUFFIXES)]


def _entries(folder: Path) -> list[Path]:
    """Return what is in a folder; nothing if it is none or cannot be read."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def grouped(files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Divide the files, given by their paths relative to the bank's folder, into groups, by their names in the cache.

    A file's group depends on its own path and the number of groups. That number is a power of two, so that it rarely
    changes when a few files come or go.
    """
    count = min(_GROUPS, 1 << max(0, (len(files) // _GROUP).bit_length() - 1)) if len(files) >= _GROUP else 1
    groups: list[dict[str, str]] = [{} for _ in range(count)]
    for name, path in files.items():
        groups[zlib.crc32(name.encode("utf-8", "surrogatepass")) % count][name] = path
    return {f"{_NAME}-{number}-of-{count}": group for number, group in enumerate(groups, 1)}
