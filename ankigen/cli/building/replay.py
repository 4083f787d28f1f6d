"""Replay: if nothing changed, print the output of the last build again, without importing what builds."""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from ankigen.cli.console import Recorder, echo_again, printing
from ankigen.system import cache as caches
from ankigen.system import files, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.build import Build
    from ankigen.system.stamp import BuildOutput, Snapshot


def replay(paths: Sequence[Path], output: Path | None, *, quiet: bool) -> tuple[int | None, dict[Path, Snapshot]]:
    """Print what a build of these banks would print, and return its exit code; if a build is needed, None, silently.

    A path that is neither a bank's folder nor the folder of a bank without bank.toml always needs a build. The second
    value is the state of each folder, so that the build need not look again.
    """
    outputs: dict[Path, BuildOutput] = {}
    states: dict[Path, Snapshot] = {}
    options = _options(output, quiet=quiet)
    for folder in dict.fromkeys(path.resolve() for path in paths):
        has_settings = (folder / files.SETTINGS_FILE).is_file()
        if not folder.is_dir() or (not has_settings and _is_inside_bank(folder)):
            return None, states
        cache = caches.existing(folder)
        printed, here = stamp.unchanged(cache, folder, options) if cache else (None, None)
        states |= {folder: here} if here else {}
        if printed is None:
            return None, states
        outputs[folder] = printed
    if not outputs or len({printed.bank for printed in outputs.values()}) < len(outputs):
        return None, states
    for folder, printed in outputs.items():
        echo_again(printed.err, err=True)
        echo_again(printed.out)
        if states[folder].has_unread_links and not quiet:
            _warn_of_links(folder)
    return int(any(printed.faulty for printed in outputs.values())), states


def _warn_of_links(folder: Path) -> None:
    """Name the links of a bank that are not read: what they lead to may have changed, and is in no stamp."""
    from ankigen.cli.reading import warn_of_links

    warn_of_links([folder], [folder])


def leave_stamp(built: Build, cache: caches.Cache, before: Snapshot, output: Path | None, *, quiet: bool) -> None:
    """Save the stamp of a whole build, and what the next one prints if nothing changes."""
    from ankigen.build import pipeline
    from ankigen.cli.building.report import print_report
    from ankigen.cli.diagnostics import print_diagnostics
    from ankigen.system import git

    out, err = Recorder(sys.stdout), Recorder(sys.stderr)
    with redirect_stdout(out), redirect_stderr(err):
        error_count = print_diagnostics(built.bank)
        if not quiet:
            print_report(built._replace(before=built.after, without_recall=()), built.packages)
    outputs = [built.ledger_path, *(built.folder / name for name in built.packages), *pipeline.gone_packages(built)]
    outside = [path for path in built.bank.sought_paths if str(path) not in before.tree]
    sought = stamp.take(None, [*outside, *git.marks(built.ledger_path)])
    printed = stamp.BuildOutput(built.bank.config.id, out.getvalue(), err.getvalue(), bool(error_count))
    options = _options(output, quiet=quiet)
    states = {str(path): caches.state(path) for path in outputs}
    stamp.put(cache, stamp.Stamp(options, before.with_others(sought), states, printed, built.after.changed))


def _options(output: Path | None, *, quiet: bool) -> str:
    """Return everything besides files that a build's result and output depend on."""
    return repr((str(Path.cwd()), str(output.resolve()) if output else "", quiet, printing()))


def _is_inside_bank(folder: Path) -> bool:
    return any((above / files.SETTINGS_FILE).is_file() for above in folder.parents)
