"""A command to what it took: wall and CPU time, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
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
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seen = 0.0
    while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        seen = max(seen, sum(map(_memory, _tree(process.pid))))
        time.sleep(_PAUSE)
    wall = time.perf_counter() - start
    _, status, usage = ended
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}: {process.stderr.read().decode()}")  # type: ignore[union-attr]
    process.stderr.close()  # type: ignore[union-attr]
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(seen, usage.ru_maxrss / 1024))


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
