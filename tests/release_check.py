"""`make release-check`: build wheel and sdist, install each into an empty environment, and do the quick start with it.

The commands are those of docs/start.md, run as a new user: in an empty home, with what pip has installed and no more.
"""

from __future__ import annotations

import email
import os
import re
import shlex
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
START = (ROOT / "docs" / "start.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of the quick start in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", START, re.MULTILINE | re.DOTALL)


def quick_start(python: Path, home: Path) -> None:
    """Run the quick start with the environment of `python`, in `home`; raise if a command fails or a package lacks."""
    inherited = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    env = inherited | {"HOME": str(home), "USERPROFILE": str(home), "PATH": os.environ["PATH"]}
    (example,) = blocks("markdown")
    begin, build = blocks("sh")
    ankigen = str(python.parent / ("ankigen.exe" if os.name == "nt" else "ankigen"))
    question = home / "decks" / "aws" / "questions" / "Q-002.md"

    def run(command: list[str]) -> None:
        print("  $", shlex.join([Path(command[0]).name, *command[1:]]), flush=True)
        subprocess.run(command, check=True, cwd=home, env=env)

    run([str(python), "-m", "ankigen", "--version"])
    for line in begin.splitlines():
        run([ankigen, *shlex.split(line)[1:]])
    question.write_text(example, encoding="utf-8")
    for line in build.splitlines():
        run([ankigen, *shlex.split(line)[1:]])
    run([str(python), "-m", "ankigen", "preview", "--quiet"])
    for name in ("aws.apkg", "preview.html"):
        if not (home / "decks" / "aws" / "apkg" / name).is_file():
            raise SystemExit(f"the quick start made no {name}")


def installed(artifact: Path, folder: Path) -> Path:
    """Install a wheel or sdist into a new environment; return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, str(artifact)], check=True)
    return python


def metadata(wheel: Path) -> email.message.Message:
    """Return the metadata of a wheel, as a package index shows it."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name))


def main() -> None:
    """Check both artifacts."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)]
        subprocess.run(build, check=True, capture_output=True)
        artifacts = sorted((folder / "dist").iterdir())
        for artifact in artifacts:
            print(f"{artifact.name} ({artifact.stat().st_size / 1024:.0f} KiB)", flush=True)
            home = folder / f"home-{artifact.suffix[1:]}"
            home.mkdir()
            quick_start(installed(artifact, folder / f"env-{artifact.suffix[1:]}"), home)
        about = metadata(next(artifact for artifact in artifacts if artifact.suffix == ".whl"))
        if not about.get_all("Project-URL"):
            print("warning: pyproject.toml has no [project.urls]: a package index would show no link to the source")
    print("release-check: both install and do the quick start")


if __name__ == "__main__":
    main()
