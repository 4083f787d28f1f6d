"""A command to what it took: wall and CPU time, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PAUSE = 0.02  # seconds between two looks at the memory


class Cost(NamedTuple):
    """Wall and CPU time in seconds, CPU of all processes; the highest memory of all at one moment, in MiB."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> Cost:
    """Return what a command took that must end with exit code 0.

    Memory is the proportional set size (`proc(5)`, smaps_rollup): pages that forked processes share count once. It is
    looked at 50 times a second, so the kernel's own mark for the largest process alone is taken where that is higher.
    The end is waited for, not looked for, or what takes a few hundredths of a second could not be told apart.
    """
    seen = [0.0]
    over = threading.Event()
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=errors)
        watch = threading.Thread(target=_watch, args=(process.pid, seen, over))
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        over.set()
        watch.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}: {errors.read().decode()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(*seen, usage.ru_maxrss / 1024))


def _watch(pid: int, seen: list[float], over: threading.Event) -> None:
    while not over.wait(_PAUSE):
        seen.append(sum(map(_memory, _tree(pid))))


def _tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(each for child in below for each in _tree(int(child)))]


def _memory(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0
