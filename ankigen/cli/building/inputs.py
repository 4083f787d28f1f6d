"""What each package was made from: `ankigen push` notices by it that a bank was edited and not built since."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen.system import cache as caches
from ankigen.system.files import SETTINGS_FILE, SUFFIXES

if TYPE_CHECKING:
    from ankigen.build import Build, Location
    from ankigen.system.cache import Cache, State
    from ankigen.system.stamp import Snapshot

_NAME = "inputs"  # in the cache: by the path of a package, what was read for it


class Inputs(NamedTuple):
    """What was read for a package: a hash of the states of the bank's questions and settings; the states of the rest.

    The rest are templates, pictures and sounds, also those that are missing; without a bank.toml, the file itself.
    """

    questions: bytes
    others: dict[str, State | None]


def remember_inputs(built: Build, before: Snapshot, cache: Cache) -> None:
    """Record that the packages of a build, which are written, were made from files as they were `before`."""
    location = built.bank.location
    own = caches.made(location.part) if location.is_single else cache
    if own is None:
        return
    read = [*map(str, built.bank.sought_paths), *([str(location.part)] if location.is_single else [])]
    states = {path: before.tree[path] if path in before.tree else caches.state(path) for path in read}
    inputs = Inputs(_hash_of_questions(before), before.others | states)
    packages = caches.values(own, _NAME) | {str((built.folder / name).resolve()): inputs for name in built.packages}
    caches.keep(own, _NAME, {path: value for path, value in packages.items() if Path(path).is_file()})


def is_edited(location: Location, package: Path) -> bool:
    """Whether a file of a bank is not as it was when a package was made from it; False if that is not recorded."""
    from ankigen.build import snapshot_of

    cache = caches.existing(location.part if location.is_single else location.folder)
    inputs: Inputs | None = caches.values(cache, _NAME).get(str(package.resolve())) if cache else None
    if inputs is None:
        return False
    return inputs.questions != _hash_of_questions(snapshot_of(location)) or any(
        caches.state(path) != was for path, was in inputs.others.items()
    )


def _hash_of_questions(snapshot: Snapshot) -> bytes:
    states = [
        (path, file_state)
        for path, file_state in snapshot.tree.items()
        if path.lower().endswith(SUFFIXES) or path.endswith(SETTINGS_FILE)
    ]
    return hashlib.blake2b(caches.plain(states), digest_size=16).digest()
