"""`make bench N=1000`: time builds and two yardsticks, each in turn, and print medians and ratios.

Everything is done in a temporary folder, with a copy of the code, so that a template can be edited there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import bank
from measure import Cost, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
_COMMANDS = ("check", "stats", "export", "preview")
_YARDSTICKS = ("mistune, one core", "ankdown --highlight")


class Bench:
    """The temporary folder of one benchmark, and the commands that are timed in it."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self.code = folder / "code"
        for name in ("ankigen", "templates"):
            shutil.copytree(_ROOT / name, self.code / name)
        self.cache = folder / "cache"
        self.bank, self.peer = bank.write(count, folder)
        self.single = folder / "single"
        self.single.mkdir()
        shutil.copy(next(self.bank.rglob("*.md")), self.single)
        self.sources = set(self.bank.rglob("*"))
        self.now = int(time.time()) - 1_000_000

    def run(self, *command: str) -> Cost:
        """Run Python with the copied code; the clock of each run is ten seconds later than that of the one before."""
        self.now += 10
        return run((sys.executable, *command), env=self.environment(), cwd=self.folder)

    def environment(self) -> dict[str, str]:
        """Return the variables with which commands run; nothing is kept outside of the temporary folder."""
        own = {"PYTHONPATH": str(self.code), "XDG_CACHE_HOME": str(self.cache), "SOURCE_DATE_EPOCH": str(self.now)}
        return {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": ""}  # else each run would compile the copied code

    def build(self) -> Cost:
        """Build the bank as it is."""
        return self.run("-m", "ankigen", "build", str(self.bank))

    def clean(self) -> None:
        """Delete everything but the sources."""
        for path in set(self.bank.iterdir()) - self.sources:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(self.cache, ignore_errors=True)

    def cold(self) -> Cost:
        """Build with nothing but the sources."""
        self.clean()
        return self.build()

    def command(self, name: str) -> Cost:
        """Run a command that reads the bank as it is."""
        return self.run("-m", "ankigen", name, str(self.bank))

    def one_changed(self, name: str = "build") -> Cost:
        """Build, or run another command, after an edit of one question."""
        path = next(self.bank.rglob("Q-*.md"))
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("Later on", f"Later on, at {self.now}", 1), encoding="utf-8")
        return self.command(name)

    def touched(self) -> Cost:
        """Build after every file has been written again with the same text."""
        for path in self.bank.rglob("Q-*.md"):
            path.write_bytes(path.read_bytes())
        return self.build()

    def template_changed(self) -> Cost:
        """Build after an edit of the style sheet."""
        with (self.code / "templates/ankigen/style.css").open("a", encoding="utf-8") as file:
            file.write(f"/* {self.now} */\n")
        return self.build()

    def one_file(self) -> Cost:
        """Build a folder with one question."""
        for path in (self.single / "apkg", self.cache):
            shutil.rmtree(path, ignore_errors=True)
        return self.run("-m", "ankigen", "build", str(self.single))

    def mistune(self) -> Cost:
        """Parse the same files with mistune alone."""
        return self.run(str(_HERE / "yardsticks.py"), "mistune", str(self.bank))

    def ankdown(self) -> Cost:
        """Build the same content with ankdown, the fastest other tool."""
        tool = _ROOT / ".venv/peer/bin/ankdown"
        target = str(self.folder / "peer.apkg")
        return run((str(tool), "-r", str(self.peer), "-p", target, "--highlight"), env=os.environ, cwd=self.folder)


def main() -> None:
    """Run the benchmark and print its tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int, nargs="?", default=1000)
    options.add_argument("--rounds", type=int, default=3)
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ankigen-bench-") as folder:
        bench = Bench(Path(folder), arguments.count)
        _say(
            f"{arguments.count} questions, {arguments.rounds} rounds, Python {sys.version.split()[0]}, "
            f"{os.cpu_count()} cores\n"
        )
        _print_builds(bench, arguments.rounds)
        _print_stages(bench)
        _print_package(bench, arguments.rounds)


def _print_builds(bench: Bench, rounds: int) -> None:
    cases: dict[str, Callable[[], Cost]] = {
        _YARDSTICKS[0]: bench.mistune,
        _YARDSTICKS[1]: bench.ankdown,
        "cold": bench.cold,
        "unchanged": bench.build,
        "one changed": bench.one_changed,
        "all touched": bench.touched,
        "template changed": bench.template_changed,
        **{name: partial(bench.command, name) for name in _COMMANDS},
        **{f"{name}, one changed": partial(bench.one_changed, name) for name in _COMMANDS},
        "one file": bench.one_file,
        "--help": lambda: bench.run("-m", "ankigen", "--help"),
        "import click": lambda: bench.run("-c", "import click"),
    }
    costs_of: dict[str, list[Cost]] = {name: [] for name in cases}
    for _ in range(rounds):
        for name, case in cases.items():
            costs_of[name].append(case())
    _say(f"{'':22}{'wall s':>9}{'min–max':>16}{'CPU s':>9}{'MiB':>7}{'µs/q':>8}{'/ mistune':>11}{'/ ankdown':>11}")
    for name, costs in costs_of.items():
        walls = sorted(cost.wall for cost in costs)
        ratios = "".join(f"{_ratio(costs, costs_of[other]):11.3f}" for other in _YARDSTICKS)
        per_question = f"{median(cost.cpu for cost in costs) / bench.count * 1e6:8.0f}"
        _say(
            f"{name:22}{median(walls):9.3f}{f'{walls[0]:.2f}–{walls[-1]:.2f}':>16}{median(c.cpu for c in costs):9.3f}"
            f"{median(c.peak for c in costs):7.0f}{per_question}{ratios}"
        )


def _ratio(costs: Sequence[Cost], others: Sequence[Cost]) -> float:
    """Return the median, over all rounds, of the ratio of two wall times in the same round."""
    return median(cost.wall / other.wall for cost, other in zip(costs, others, strict=True))


def _print_stages(bench: Bench) -> None:
    bench.clean()
    out = _output(bench, str(_HERE / "stages.py"), str(bench.bank))
    cpu, stages = json.loads(out.splitlines()[-1])
    whole = sum(number for _, number in stages)
    _say(f"\n{'stage of a cold build':28}{'share':>8}{'µs/q':>8}")
    for name, number in stages:
        _say(f"{name:28}{100 * number / whole:7.1f}%{number / whole * cpu / bench.count * 1e6:8.0f}")


def _print_package(bench: Bench, rounds: int) -> None:
    ours, plain = bench.bank / "apkg/generated.apkg", bench.folder / "plain.apkg"
    _output(bench, str(_HERE / "yardsticks.py"), "genanki", str(ours), str(plain))
    seconds: dict[Path, list[float]] = {ours: [], plain: []}
    for _ in range(rounds):
        for path, times in seconds.items():
            times.append(float(_output(bench, str(_HERE / "yardsticks.py"), "import", str(path)).split()[-1]))
    _say(f"\n{'package of the whole bank':28}{'KiB':>9}{'Anki imports it in s':>22}")
    for name, path in (("ankigen", ours), ("plain genanki", plain)):
        _say(f"{name:28}{path.stat().st_size / 1024:9.0f}{median(seconds[path]):22.3f}")


def _output(bench: Bench, *command: str) -> str:
    done = subprocess.run(
        (sys.executable, *command), env=bench.environment(), check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
