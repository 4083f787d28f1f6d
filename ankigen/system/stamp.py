"""The stamp of a bank's last whole build: what it was made of, and what a build says that finds all of it unchanged.

Only the standard library is imported: to look at ten thousand files costs less than to import what reads one.
"""

from __future__ import annotations

import marshal
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen.system.cache import State, state, young
from ankigen.system.files import walk_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.system.cache import Cache

_NAME = "stamp"


class Inputs(NamedTuple):
    """The files that a build depends on, as they are at `time` (epoch nanoseconds), before it reads them.

    `tree` are all files of the bank, `others` those outside of it, or passed over, that it looks for.
    """

    time: int
    tree: dict[str, State | None]
    others: dict[str, State | None]

    def state_when_old(self, path: Path) -> State | None:
        """Return the state of a file of the tree, None of one that was young; as `cache.state_when_old` does."""
        file_state = self.tree.get(str(path))
        return None if file_state is None or young(file_state, self.time) else file_state


class BuildOutput(NamedTuple):
    """What a build says when nothing changed: the bank's id, its output and errors, and whether there are faults."""

    bank: str
    out: str
    err: str
    faulty: bool


class Stamp(NamedTuple):
    """A whole build: all that its result depends on besides files, the files, and what it says.

    `outputs` are what was written, or must not be there; `latest` is the latest date in the ledger (epoch seconds).
    """

    options: str
    inputs: Inputs
    outputs: dict[str, State | None]
    output: BuildOutput
    latest: int


def inputs(folder: Path, others: Iterable[Path] = (), seen: Inputs | None = None) -> Inputs:
    """Return the state of what a build of the bank in `folder` depends on; that of the folder may have been `seen`."""
    now = seen.time if seen else time.time_ns()
    tree = seen.tree if seen else {path: state(path) for path in walk_names(str(folder))}
    return Inputs(now, tree, {str(path): state(path) for path in others})


def put(cache: Cache, stamp: Stamp) -> None:
    """Leave a stamp."""
    options, inputs, outputs, output, latest = stamp
    cache.save(_NAME, marshal.dumps((options, tuple(inputs), outputs, tuple(output), latest)))


def unchanged(cache: Cache, folder: Path, options: str) -> tuple[BuildOutput | None, Inputs | None]:
    """Return what a build with these `options` would say when it would change nothing, None when it may.

    Also what was seen for that, if files were looked at. A file that is as young as the stamp counts as changed, for it
    may have been written again within its date (as git has it in its index: «racy git»). So does everything while a
    date lies in the future.
    """
    data = cache.load(_NAME)
    if data is None:
        return None, None
    made_with, (then, tree, others), outputs, output, latest = marshal.loads(data)  # noqa: S302 - sealed
    if made_with != options or latest > time.time():
        return None, None
    here = inputs(folder, map(Path, [*others, *outputs]))
    read = others | {path: was for path, was in tree.items() if path not in outputs}  # the ledger is in both
    same = here.tree | here.others == read | outputs and not any(young(was, then) for was in read.values() if was)
    return (BuildOutput(*output) if same else None), here
