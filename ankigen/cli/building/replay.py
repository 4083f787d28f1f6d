"""Replay: if nothing changed, print the output of the last build again, without importing what builds.

This module also decides where a bank's cache is.
"""

from __future__ import annotations

import io
import marshal
import os
import tempfile
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from functools import cache as memoized
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen.cli.console import echo, print_diagnostics, print_waiting
from ankigen.cli.building.summary import print_summary
from ankigen.system import cache as caches
from ankigen.system import files, stamp
from ankigen.system.atomic import locked
from ankigen.system.processes import cores, process_count, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ankigen.build import Build, Place
    from ankigen.system.stamp import BuildOutput, Inputs


@contextmanager
def kept(
    place: Place, output: Path | None, *, for_long: bool = True, seen: Seen | None = None
) -> Iterator[caches.Cache]:
    """Yield the cache of a bank, or a temporary one: if not `for_long`, for a single file, or if it cannot be created.

    `seen` says which of the cache's files were verified already.
    """
    lasting = for_long and place.part.is_dir()
    cache = caches.made(_folder(place.folder, output, given=place.given), _key_file()) if lasting else None
    if cache:
        try:
            yield cache._replace(vouched=seen.vouched) if seen else cache
        finally:
            (cache.folder / caches.UNPACKED).unlink(missing_ok=True)
        return
    with tempfile.TemporaryDirectory(prefix="ankigen-") as passing:
        yield caches.passing(Path(passing))


def _folder(bank: Path, output: Path | None, *, given: bool) -> Path:
    """Return the cache's folder: in the bank's folder or, if the bank has no bank.toml, in the output folder."""
    return ((output or bank / files.OUTPUT_FOLDER) if given else bank) / caches.FOLDER


def _key_file() -> Path:
    """Return the path of this user's key, which follows the XDG Base Directory Specification."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ankigen" / "key"


class Seen(NamedTuple):
    """What is known of a bank before its build begins: its files, and which files of the cache can be trusted."""

    inputs: Inputs
    vouched: Callable[[], Mapping[str, caches.State | None]]


def replay(paths: Sequence[Path], output: Path | None, *, quiet: bool) -> tuple[int | None, dict[Path, Seen]]:
    """Print what a build of these banks would print, and return its exit code; if a build is needed, None, silently.

    A path that is neither a bank's folder nor the folder of a bank without bank.toml always needs a build. The second
    value is what was seen of each folder, so that the build need not look again.
    """
    outputs: list[BuildOutput] = []
    seen: dict[Path, Seen] = {}
    options = _options(output, quiet=quiet)
    with ExitStack() as locks:
        for folder in dict.fromkeys(path.resolve() for path in paths):
            given = not (folder / files.SETTINGS_FILE).is_file()
            if not folder.is_dir() or (given and _is_inside_bank(folder)):
                return None, seen
            locks.enter_context(locked(folder, partial(print_waiting, folder)))
            cache = caches.at(_folder(folder, output, given=given), _key_file())
            printed, here = stamp.unchanged(cache, folder, options)
            if printed is None:
                seen |= {folder: Seen(here, _vouched(cache, here))} if here else {}
                return None, seen
            outputs.append(printed)
    if not outputs or len({printed.bank for printed in outputs}) < len(outputs):
        return None, seen
    for printed in outputs:
        echo(printed.err, err=True, nl=False)
        echo(printed.out, nl=False)
    return int(any(printed.faulty for printed in outputs)), seen


def _vouched(cache: caches.Cache, inputs: Inputs) -> Callable[[], Mapping[str, caches.State | None]]:
    """Begin to verify the seals of the cached groups, which are large, while the modules of the build are imported.

    Returns a function that waits for the result: the state of each file whose seal is right.
    """
    if process_count(len(inputs.tree)) == 1:
        return dict
    looked_at = spread(lambda _: marshal.dumps(cache.sealed(caches.GROUP)), 1, cores(), aside=True)
    return memoized(lambda: marshal.loads(dict(looked_at)[0]))  # noqa: S302 - ours


def leave_stamp(made: Build, cache: caches.Cache, before: Inputs, output: Path | None, *, quiet: bool) -> None:
    """Save the stamp of a whole build, and what the next one prints if nothing changes."""
    from ankigen.build import pipeline

    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        error_count = print_diagnostics(made.bank)
        if not quiet:
            print_summary(made._replace(before=made.after), made.packages)
    outputs = [made.ledger_path, *(made.folder / name for name in made.packages), *pipeline.gone_packages(made)]
    sought = {str(path): caches.state(path) for path in made.bank.sought if str(path) not in before.tree}
    printed = stamp.BuildOutput(made.bank.config.id, out.getvalue(), err.getvalue(), bool(error_count))
    options = _options(output, quiet=quiet)
    inputs = before._replace(others=before.others | sought)
    states = {str(path): caches.state(path) for path in outputs}
    stamp.put(cache, stamp.Stamp(options, inputs, states, printed, made.after.changed))


def _options(output: Path | None, *, quiet: bool) -> str:
    """Return everything besides files that a build's result and output depend on."""
    return repr((str(Path.cwd()), str(output.resolve()) if output else "", quiet))


def _is_inside_bank(folder: Path) -> bool:
    return any((above / files.SETTINGS_FILE).is_file() for above in folder.parents)
