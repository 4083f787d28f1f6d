"""Measure a command: wall time, CPU time, and the memory of all its processes together."""

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

_PAUSE = 0.02  # seconds between two measurements of the memory


class Cost(NamedTuple):
    """Wall time and CPU time of all processes, in seconds, and the peak of their memory together, in MiB."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> Cost:
    """Return the cost of a command; raise `RuntimeError` if its exit code is not 0.

    Memory is the proportional set size (`proc(5)`, smaps_rollup), which counts pages that processes share once. It is
    measured 50 times a second; if the kernel's peak for the largest process is higher, that is used. The time ends when
    `wait4` returns, not with the next measurement, so that commands of a few hundredths of a second can be compared.
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
    """Return the ids of a process and of all its descendants."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [pid, *(descendant for child in below for descendant in _tree(int(child)))]


def _memory(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0
