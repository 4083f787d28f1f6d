"""CONTRIBUTING.md: its recipes work when they are followed to the letter, and its lists are complete."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import ROOT
from test_layers import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "pictures")
# "In `FILE`, before `LINE`:" or "New file `FILE`:", and the block below it; or "Copy `FILE` to `FILE`."
SNIPPET = re.compile(
    r"(?:In|New file) `(?P<file>[^`]+)`(?:, (?P<where>before|after|replace) `(?P<line>[^`]+)`)?:\n\n"
    r"```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
COPY = re.compile(r"^Copy `(?P<source>[^`]+)` to `(?P<file>[^`]+)`\.$", re.MULTILINE)
COMMANDS = re.compile(r"^```sh\n((?:make |\.venv/).*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = sys.executable
PROGRAMS = {
    "make golden": [PYTHON, "tests/golden.py"],
    "make decks": [PYTHON, "-m", "ankigen", "build"],
    ".venv/bin/python": [PYTHON],
}
WHOLE = ".venv/bin/python -m pytest tests/whole/test_layers.py tests/whole/test_docs.py -k 'layers or language or code'"
MOST_FILES = {"Add a check": 3, "Add a language": 1, "Add a way of writing questions": 2}


class Snippet(NamedTuple):
    """Text to put into a file: before, after or in place of the one line that begins with `line`, or as a new file."""

    file: str
    where: str | None
    line: str | None
    text: str


def recipes() -> dict[str, str]:
    """The recipes by their titles."""
    sections = re.split(r"^### (.+)\n", GUIDE.split("\n## Recipes\n")[1], flags=re.MULTILINE)
    return dict(zip(sections[1::2], sections[2::2], strict=True))


def snippets(recipe: str) -> list[Snippet]:
    copied = [
        Snippet(match["file"], None, None, (ROOT / match["source"]).read_text(encoding="utf-8"))
        for match in COPY.finditer(recipe)
    ]
    return [*copied, *(Snippet(**match.groupdict()) for match in SNIPPET.finditer(recipe))]


def commands(recipe: str) -> list[str]:
    """The lines of the block of commands at the recipe's end."""
    (block,) = COMMANDS.findall(recipe)
    return str(block).splitlines()


def copy_of_all(folder: Path) -> Path:
    """Copy the repository into a folder; return where it is."""
    return shutil.copytree(ROOT, folder / "ankigen", ignore=LEFT_OUT)


def apply(folder: Path, changes: Sequence[Snippet]) -> None:
    for change in changes:
        path = folder / change.file
        if change.line is None:
            assert not path.exists(), change.file
            path.write_text(change.text, encoding="utf-8")
            continue
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        places = [index for index, line in enumerate(lines) if line.strip().startswith(change.line)]
        assert len(places) == 1, f"{len(places)} lines of {change.file} begin with {change.line}: mend CONTRIBUTING.md"
        first = places[0] + (change.where == "after")
        lines[first : first + (change.where == "replace")] = [change.text]
        path.write_text("".join(lines), encoding="utf-8")


def failure(command: str, folder: Path) -> str:
    """Run a command in a folder; return what it printed when it failed, "" when it did not."""
    start = next(start for start in PROGRAMS if command.startswith(start))
    words = [*PROGRAMS[start], *shlex.split(command.removeprefix(start))]
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTEST_ADDOPTS": "-p no:cacheprovider -n 0"}
    ended = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return f"{command}\n{ended.stdout}{ended.stderr}" if ended.returncode else ""


@pytest.mark.parametrize("title", recipes())
def test_a_recipe_fits_the_files_that_it_changes(title: str, tmp_path: Path) -> None:
    folder, changes = copy_of_all(tmp_path), snippets(recipes()[title])
    files = sorted({change.file for change in changes})
    assert len(files) <= MOST_FILES.get(title, len(files))
    apply(folder, changes)
    written = shlex.join(file for file in files if file.endswith(".py"))
    for command in ("ruff format --check", "ruff check") if written else ():
        assert not (wrong := failure(f".venv/bin/python -m {command} {written}", folder)), wrong


@pytest.mark.slow
@pytest.mark.parametrize("title", recipes())
def test_a_recipe_works_as_it_is_printed(title: str, tmp_path: Path) -> None:
    recipe, folder = recipes()[title], copy_of_all(tmp_path)
    changes = snippets(recipe)
    tests = [change for change in changes if change.file.startswith("tests/")]
    apply(folder, tests)
    checks = [command for command in commands(recipe) if "pytest" in command]
    before = failure(checks[0], folder)  # of a language, whose tests are there already, none is selected yet
    assert re.search(r"^\d+ (?:failed|deselected)", before, re.MULTILINE), before or "the test passes already"
    apply(folder, [change for change in changes if change not in tests])
    for command in (*commands(recipe), WHOLE):
        assert not (wrong := failure(command, folder)), wrong


def test_the_picture_has_every_package_in_its_order() -> None:
    (picture,) = re.findall(r"^ankigen/\n(.*?)^templates/", GUIDE, re.MULTILINE | re.DOTALL)
    assert re.findall(r"^  (\w+)", picture, re.MULTILINE) == list(PACKAGES)


def test_the_files_that_the_guide_names_are_there() -> None:
    text = GUIDE.split("\n## Recipes\n")[0]
    names = re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", text)
    assert names
    for name in names:
        assert any((base / name).exists() for base in (ROOT, ROOT / "ankigen")), name


def test_the_targets_that_the_guide_names_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([\w-]+)", " ".join(re.findall(r"`([^`\n]+)`", GUIDE))):
        assert f"\n{target}:" in makefile, target
