"""Play broken banks, each in a process of its own: print what no bank may cause."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from ankigen.anki.apkg import read_package
from ankigen.cli import cli
from bank_fuzz import mutations, seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = 1_750_000_000
MEMORY = 500  # MiB that a process may have in use, for a bank that is much smaller than 20 MB
CPU = 60  # seconds of it that a bank may take
WALL = 900  # seconds after which a bank that waits for something is ended, also on a busy machine
_COMMANDS = (["check"], ["preview"], ["stats"], ["export"], ["check", "--fix", "--diff"], ["build", "--check"])


def problems(number: int, folder: Path) -> Iterator[str]:
    """Yield what is wrong with what commands make of a broken bank."""
    pick = random.Random(number)
    seeds.write(folder)
    if pick.random() < 0.8:
        yield from _ended(["build", folder], NOW)
    for _ in range(pick.choice((1, 1, 2, 3, 5))):
        pick.choice(mutations.ALL)(folder, pick)
    yield from _ended(["build", folder, *(["--retire"] if pick.random() < 0.7 else [])], NOW + 100)
    package = folder / "apkg" / "bank.apkg"
    before = package.read_bytes() if package.is_file() else b""
    guids = [note.guid for note in read_package(package).notes] if before else []
    if len(set(guids)) < len(guids):
        yield "a GUID is twice in a package"
    yield from _ended(["build", folder, "--no-cache"], NOW + 200)
    if before and package.is_file() and package.read_bytes() != before:
        yield "the package changed although the bank did not"
    for command in pick.sample(_COMMANDS, 2):
        yield from _ended([*command, folder], NOW + 300)


def _ended(arguments: list[object], now: int) -> Iterator[str]:
    """Run a command; yield what is wrong with how it ended."""
    os.environ["SOURCE_DATE_EPOCH"] = str(now)
    ended = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if ended.exception and not isinstance(ended.exception, SystemExit):
        last = traceback.extract_tb(ended.exception.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno} {last.name}"
        yield f"{arguments[0]}: {type(ended.exception).__name__}: {str(ended.exception)[:200]!r} in {place}"
    elif ended.exit_code not in {0, 1}:
        yield f"{arguments[0]}: exit code {ended.exit_code}: {ended.output[-200:]!r}"
    raw = [letter for letter in ended.output if (letter < " " and letter not in "\n\t") or letter == "\x7f"]
    if raw and arguments[0] != "export":
        yield f"{arguments[0]}: prints the control character {raw[0]!r}"


def play(number: int) -> list[str]:
    """Play one bank in a process of its own; return what is wrong."""
    folder = Path(tempfile.mkdtemp(prefix=f"bank-{number}-"))
    report = folder / "report"
    child = os.fork()
    if child == 0:
        _in_child(number, folder, report)
    _, status, used = os.wait4(child, 0)
    wrong = report.read_text(encoding="utf-8", errors="replace").splitlines() if report.exists() else []
    if os.WIFSIGNALED(status):
        wrong.append(f"ended by {signal.Signals(os.WTERMSIG(status)).name}: a hang")
    elif status:
        wrong.append("the player failed")
    if used.ru_maxrss > MEMORY * 1024:
        wrong.append(f"{used.ru_maxrss // 1024} MiB of memory")
    if not os.environ.get("BANK_FUZZ_KEEP"):
        shutil.rmtree(folder, ignore_errors=True)
    return [f"bank {number}: {line}" for line in wrong]


def _in_child(number: int, folder: Path, report: Path) -> None:
    import resource  # where there is none, nothing can be forked either

    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU + 5))
    signal.alarm(WALL)
    os.environ |= {"XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder), "GIT_CEILING_DIRECTORIES": str(folder)}
    code = 1
    try:
        bank = folder / "bank"
        bank.mkdir()
        report.write_text("\n".join(problems(number, bank)), encoding="utf-8", errors="backslashreplace")
        code = 0
    except BaseException:  # noqa: BLE001 - the child ends here
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    for bank_number in range(int(sys.argv[1]), int(sys.argv[2])):
        for problem in play(bank_number):
            print(problem, flush=True)
