"""The stamp of a bank's last complete build: its inputs, and what a build prints if none of them has changed.

Only the standard library is imported: to check the states of ten thousand files takes less time than importing what
reads one.
"""

from __future__ import annotations

import os
import pickle
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen.system.cache import State, state, young
from ankigen.system.files import names_and_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.system.cache import Cache

_NAME = "stamp"


class Snapshot(NamedTuple):
    """The states, by path, of the files that a build depends on, at `time` (epoch nanoseconds), before it reads them.

    `tree` are all files of the bank, in the order of `walk_names`; `others` are the files outside it, and those that
    are left out of it, that the build looks for. `links` says where each link of the bank really leads, `folders` where
    the folders of `others` really are: a folder that was moved, and became a link to its new place, has the same files
    with the same states.
    """

    time: int
    tree: dict[str, State | None]
    others: dict[str, State | None]
    links: dict[str, str]
    folders: dict[str, str]

    @property
    def has_unread_links(self) -> bool:
        """Whether a link in the bank leads to a folder, which is not read, or nowhere."""
        return not self.links.keys() <= self.tree.keys()

    def with_others(self, other: Snapshot) -> Snapshot:
        """Return this snapshot with the `others` of another one as well."""
        return self._replace(others=self.others | other.others, folders=self.folders | other.folders)

    def state_when_old(self, path: str) -> State | None:
        """Return the state of a file, as in `tree` if it is there; None if there is no such file or it was young."""
        now, file_state = (self.time, self.tree[path]) if path in self.tree else (time.time_ns(), state(path))
        return None if file_state is None or young(file_state, now) else file_state


class BuildOutput(NamedTuple):
    """What a build prints if nothing has changed: standard output and error; the bank's id; whether it has errors."""

    bank: str
    out: str
    err: str
    faulty: bool


class Stamp(NamedTuple):
    """A complete build: its `options` (all that its result depends on besides files), its inputs, and its output.

    `outputs` are the states of the files that it wrote, and of those that must not exist (None), by path. `latest` is
    the latest date in the ledger (epoch seconds).
    """

    options: str
    inputs: Snapshot
    outputs: dict[str, State | None]
    output: BuildOutput
    latest: int


def take(folder: Path | None, others: Iterable[Path] = ()) -> Snapshot:
    """Return the states of the files of the bank in `folder`, if it has one, and of others that a build depends on."""
    now = time.time_ns()
    paths, links = names_and_links(str(folder)) if folder else ([], [])
    states = {str(path): state(path) for path in others}
    folders = {os.path.dirname(path) for path in states}  # noqa: PTH120 - of each path
    return Snapshot(now, {path: state(path) for path in paths}, states, _real(links), _real(folders))


def _real(paths: Iterable[str]) -> dict[str, str]:
    real = {}
    for path in paths:
        with suppress(ValueError):  # no possible name, such as one with a NUL: nothing will ever be there
            real[path] = os.path.realpath(path)
    return real


def put(cache: Cache, stamp: Stamp) -> None:
    """Save the stamp of a build in the bank's cache."""
    cache.save(_NAME, pickle.dumps(stamp, pickle.HIGHEST_PROTOCOL))


def unchanged(cache: Cache, folder: Path, options: str) -> tuple[BuildOutput | None, Snapshot | None]:
    """Return what a build with these `options` would print if it would change nothing; None if it might.

    Also return the states of the files, if they were read for that. A file that was `young` when the stamp was made
    counts as changed. So does everything if a date in the ledger is in the future.
    """
    data = cache.load(_NAME)
    if data is None:
        return None, None
    before: Stamp = pickle.loads(data)  # noqa: S301 - this user wrote it
    if before.options != options or before.latest > time.time():
        return None, None
    now = take(folder, map(Path, [*before.inputs.others, *before.outputs]))
    tree = {
        path: was for path, was in before.inputs.tree.items() if path not in before.outputs
    }  # the ledger is in both
    read = before.inputs.others | tree
    same = now.tree | now.others == read | before.outputs and now.links == before.inputs.links
    same = same and before.inputs.folders.items() <= now.folders.items()
    same = same and not any(young(was, before.inputs.time) for was in read.values() if was)
    return (before.output if same else None), now
