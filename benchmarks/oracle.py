"""`python benchmarks/oracle.py`: print the SHA-256 of everything that ankigen makes of some banks, as JSON.

Run it before and after a change, to show that the change has no effect on the output. The banks are the shipped one,
1,000 generated questions, and any folders that are given. For each bank, there are hashes of every package and ledger
(after a first build, and after an edit and a second build), and of the output and exit codes of `check --format json`
and `export`.

    python benchmarks/oracle.py FOLDER > before.json
    python benchmarks/oracle.py FOLDER --against before.json --keep outputs

The second command exits with 1 if anything differs, and keeps the banks and all output in the folder `outputs`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import bank

_ROOT = Path(__file__).parents[1]
_FIRST, _SECOND = 1_750_000_000, 1_750_003_600  # two builds, an hour apart


def hashes(folder: Path, name: str) -> dict[str, str]:
    """Return the hash of each output for the bank `folder / name`, by a description of the output."""
    made = {}
    for command in (("check", "--format", "json"), ("export", "--format", "jsonl")):
        code, output = _run(folder, _FIRST, *command, name)
        (folder / f"{name}-{command[0]}.out").write_bytes(output)
        made[f"{name}: {command[0]}"] = f"{_hash(output)} exit {code}"
    for label, now in (("first build", _FIRST), ("second build", _SECOND)):
        if now == _SECOND:
            _edit(folder / name)
        code, _ = _run(folder, now, "build", "--quiet", name)
        made[f"{name}: {label}"] = f"exit {code}"
        for path in sorted(folder.rglob("*")):
            if path.suffix == ".apkg" or path.name == "ankigen.lock":
                made[f"{name}: {label}: {path.relative_to(folder)}"] = _hash(path.read_bytes())
    return made


def _run(folder: Path, now: int, *arguments: str) -> tuple[int, bytes]:
    """Run the command line of the checkout that this file is in, with a cache; return its exit code and output."""
    own = {"PYTHONPATH": str(_ROOT), "XDG_CACHE_HOME": str(folder.parent / "cache"), "SOURCE_DATE_EPOCH": str(now)}
    env = {**os.environ, **own}
    done = subprocess.run(
        (sys.executable, "-m", "ankigen", *arguments), env=env, cwd=folder, capture_output=True, check=False
    )
    return done.returncode, done.stdout


def _edit(folder: Path) -> None:
    """Change one word in one file, so that the second build reuses everything else."""
    for path in sorted(folder.rglob("*.md")):
        data = path.read_bytes()
        if b" the " in data:
            path.write_bytes(data.replace(b" the ", b" this ", 1))
            return


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _banks(paths: list[Path], folder: Path) -> list[Path]:
    """Copy or write each bank into a folder of its own, without packages of earlier builds."""
    built = shutil.ignore_patterns("apkg", ".ankigen")  # the second: of earlier versions
    sources = [_ROOT / "decks" / "databricks", *paths]
    places = [folder / str(number) / path.name for number, path in enumerate(sources)]
    for source, place in zip(sources, places, strict=True):
        shutil.copytree(source, place, ignore=built)
    bank.write(1000, folder / "generated")
    return [*places, folder / "generated" / "bank"]


def _differences(now: dict[str, str], before: dict[str, str]) -> list[str]:
    lines = []
    for name in sorted({*now, *before}):
        if now.get(name) != before.get(name):
            word = "is new" if name not in before else "is gone" if name not in now else "differs"
            lines.append(f"{name} {word}")
    return lines


def main() -> int:
    """Print the hashes, or the differences from an earlier run; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("banks", type=Path, nargs="*", metavar="FOLDER", help="more folders of question files")
    options.add_argument("--against", type=Path, metavar="FILE", help="compare with the output of an earlier run")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the banks and all output here")
    arguments = options.parse_args()
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="ankigen-oracle-") as temporary:
        for path in _banks([path.resolve() for path in arguments.banks], Path(temporary)):
            made |= hashes(path.parent, path.name)
        if arguments.keep:
            shutil.copytree(temporary, arguments.keep)
    if not arguments.against:
        print(json.dumps(made, indent=1))
        return 0
    lines = _differences(made, json.loads(arguments.against.read_text(encoding="utf-8")))
    print("\n".join(lines) if lines else f"equal: {len(made)} hashes")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
