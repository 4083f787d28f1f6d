"""Banks that are broken at random (`bank_fuzz`) cause no traceback and no hang, and take little memory.

`ANKIGEN_BROKEN_BANKS` is the number of banks. A failure names its bank: `python -m bank_fuzz.play 7 8` plays number 7.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bank_fuzz.play import MEMORY
from systems import needs_fork
from writing import bank, question

from ankigen.source import LARGEST

BANKS = int(os.environ.get("ANKIGEN_BROKEN_BANKS", "40"))
SHARDS = 2
HERE = Path(__file__).parent


@pytest.mark.slow
@needs_fork  # each bank is played in a process of its own
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_bank_brings_a_command_down(shard: int) -> None:
    first, end = (BANKS * number // SHARDS for number in (shard, shard + 1))
    played = subprocess.run(
        [sys.executable, "-m", "bank_fuzz.play", str(first), str(end)],
        cwd=HERE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])},
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (played.returncode, played.stdout, played.stderr) == (0, "", "")


@pytest.mark.slow
@needs_fork  # elsewhere the memory of a process is not known
def test_a_file_of_the_largest_size_takes_no_more_memory(tmp_path: Path) -> None:
    one = question("", stem="Which command is number {n} for case {n}?", explanation="Because it is number {n}. " * 30)
    every = (one.replace("{n}", f"{n:05}").replace("Question #1", f"Question #{n}") for n in range(LARGEST // len(one)))
    folder = bank(tmp_path / "bank", {"all.md": ""})
    (folder / "all.md").write_bytes("\n".join(every).encode()[:LARGEST])
    # A process that is started counts the memory of the one that starts it, so a small one does.
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    check = [sys.executable, "-m", "ankigen", "check", folder]
    used = subprocess.run([sys.executable, "-c", code, *check], capture_output=True, encoding="utf-8", check=True)
    assert int(used.stdout) <= MEMORY * 1024
