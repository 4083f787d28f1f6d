"""CONTRIBUTING.md: its recipes work when they are followed to the letter, and its lists are complete."""

from __future__ import annotations

import ast
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

from ankigen.cli import commands as cli_commands
from ankigen.model import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
# Whatever else takes every code or every language, and the layers.
WHOLE = (
    ".venv/bin/python -m pytest -m 'not slow' -k 'layers or language or code or english' "
    "tests/whole/test_layers.py tests/whole/test_docs.py tests/whole/test_words.py tests/checks tests/languages "
    "tests/cli tests/readers/test_printing.py tests/readers/test_vocabulary.py"
)
NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six")
MOST_FILES = {"Add a check": 3, "Add a language": 1, "Add a way of writing questions": 2, "Add a command": 4}


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
    ended = subprocess.run(words, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
    return f"{command}\n{ended.stdout}{ended.stderr}" if ended.returncode else ""


@pytest.mark.parametrize("title", recipes())
def test_a_recipe_fits_the_files_that_it_changes(title: str, tmp_path: Path) -> None:
    folder, changes = copy_of_all(tmp_path), snippets(recipes()[title])
    files = sorted({change.file for change in changes})
    number = re.search(rf"^({'|'.join(NUMBERS)}) files?: ", recipes()[title], re.MULTILINE)
    assert number, "say how many files it touches: `Three files: …`"
    assert len(files) == NUMBERS.index(number[1]) + 1
    assert len(files) <= MOST_FILES.get(title, 2)
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


def defined(files: Iterable[Path]) -> set[str]:
    """Return the names of the functions, classes, variables, fields and parameters of some modules."""
    names: set[str] = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                    names.add(name)
                case ast.Name(id=name, ctx=ast.Store()):
                    names.add(name)
    return names


def quoted(text: str) -> list[str]:
    """Return what the guide quotes outside of its blocks of code and of the headings of these."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    places = r"(?:In|New file) `[^`]+`(?:, \w+ `[^`]+`)?:$|^Copy `.*?\.$|not `each`[^.]*"
    text = re.sub(places, "", text, flags=re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", text)


def test_everything_that_the_guide_quotes_is_there() -> None:
    folders = ("ankigen", "tests", "benchmarks", "docs", "templates")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    modules = [path for path in paths if path.suffix == ".py"]
    names = (
        {name for path in paths for name in (path.name, path.stem)} | defined(modules) | {"SOURCE_DATE_EPOCH", ".venv"}
    )
    bases = (ROOT, ROOT / "ankigen")
    for word in quoted(GUIDE):
        if re.match(r"make |\.venv/|python |pre-commit |grep |ARGS=|ankigen |\{\w+\}$|[A-Z][^\w\s]", word):
            continue  # commands, which other tests run or look up, placeholders, and a form of options
        if re.search(r"[ /]", word):
            pattern = re.sub(r"<\w+>", "*", word)
            there = word.split()[0] in cli_commands.COMMANDS or any(list(base.glob(pattern)) for base in bases)
        else:
            there = word in names or (ROOT / word).exists()
        assert there, f"CONTRIBUTING.md quotes `{word}`, which is no file, folder or name of the project"


ROWS = [row.split("|")[1:4] for row in GUIDE.split("### Where to look")[1].split("\n## ")[0].splitlines() if "`" in row]


@pytest.mark.parametrize(("what", "code", "tests"), ROWS)
def test_where_to_look_there_is_something(what: str, code: str, tests: str) -> None:
    assert "`" in code, what
    assert "`" in tests, what
    for cell in (code, tests):
        folders, files = [ROOT, ROOT / "ankigen"], []
        for word in quoted(cell):
            if " " in word:
                continue
            paths = [base / name for base in folders for name in (word, f"{word}.py")]
            path = next((path for path in paths if path.exists()), None)
            if path is None:
                assert word in defined(files), f"{word} is neither beside nor in {[str(file) for file in files]}"
            elif path.is_dir():
                folders.insert(0, path)
            else:
                folders.insert(0, path.parent)
                files.append(path)


def test_the_guide_says_where_most_codes_come_from() -> None:
    (cell,) = [code for what, code, _ in ROWS if "code is reported" in what]
    hundreds = re.split(r"\bAG(\d)\b", cell)[1:]
    for hundred, text in zip(hundreds[::2], hundreds[1::2], strict=True):
        places = [ROOT / "ankigen" / word for word in quoted(text)]
        files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]
        code = "".join(file.read_text(encoding="utf-8") for file in files)
        rules = [rule for rule in Rule if rule.code.startswith(f"AG{hundred}")]
        there = [rule for rule in rules if re.search(rf"\bRule\.{rule.name}\b", code)]
        assert len(there) > len(rules) / 2, f"AG{hundred}: only {[rule.code for rule in there]} are in {text}"
    assert {rule.code[2] for rule in Rule} == {*hundreds[::2]}


def test_the_targets_that_the_guide_names_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([\w-]+)", " ".join(re.findall(r"`([^`\n]+)`", GUIDE))):
        assert f"\n{target}:" in makefile, target
