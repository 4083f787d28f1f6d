"""`python stages.py BANK`: build a bank, and print its CPU seconds and the samples of each stage, as JSON.

The kernel's profiling timer interrupts this process some hundred times per CPU second. Each interruption is a sample,
and counts for the stage of the outermost function that belongs to one. Other processes are not measured.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

# Without the modules that only call the others: link, store, compile, packages, pipeline, atomic, processes.
_MODULES = "source readers references links suppressions media keys question ledger note apkg cache stamp".split()
_PACKAGES = ("source", "readers", "media", "apkg")  # each of these packages is a stage, with all its modules
_LIBRARIES = ("mistune", "pygments", "genanki")


def stage(frames: Sequence[str]) -> str:
    """Return the stage of a stack, given as the file names of its functions, the outermost first."""
    if any(name.startswith("<frozen importlib") for name in frames):
        return "imports"
    ours = [Path(name) for name in frames if "ankigen" in Path(name).parts]
    names = [next((part for part in path.parts if part in _PACKAGES), path.stem) for path in ours]
    stage_name = next((name for name in names if name in _MODULES), "the rest")
    library = next((part for name in reversed(frames) for part in _LIBRARIES if part in Path(name).parts), "")
    return f"{stage_name}: {library}" if library else stage_name


def main() -> None:
    """Build the bank, and print its CPU seconds and the samples of each stage."""
    stacks: Counter[tuple[str, ...]] = Counter()

    def tick(_: int, frame: FrameType | None) -> None:
        frames = []
        while frame:
            frames.append(frame.f_code.co_filename)
            frame = frame.f_back
        stacks[tuple(reversed(frames))] += 1  # do no more here: slow code would be sampled, too

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # a build on one core is one process
    signal.signal(signal.SIGPROF, tick)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    from ankigen.cli import cli

    try:
        cli(["build", sys.argv[1]], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise
    signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time()
    samples: Counter[str] = Counter()
    for frames, number in stacks.items():
        samples[stage(frames)] += number
    print(json.dumps((seconds, samples.most_common())))


if __name__ == "__main__":
    main()
