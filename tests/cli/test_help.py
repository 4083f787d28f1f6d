"""`--help` of every command, and completion in real shells."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT, commands
from systems import needs_bash
from writing import bank, question

from ankigen.cli import cli
from ankigen.cli.commands import COMMANDS
from ankigen.model import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run


PAGES = dict(commands())


def test_the_list_of_commands_has_the_first_line_of_each_page() -> None:
    firsts = {names[0]: page.get_short_help_str(limit=200) for names, page in PAGES.items() if len(names) == 1}
    assert firsts == COMMANDS
    assert list(COMMANDS) == sorted(COMMANDS)


@pytest.mark.parametrize("names", PAGES, ids=lambda names: " ".join(names) or "ankigen")
def test_a_page_tells_all_that_a_manual_tells(names: tuple[str, ...], run: Callable[..., Run]) -> None:
    page = run(*names, "--help")
    assert page.code == 0
    assert run(*names, "-h").out == page.out
    order = [page.out.index(part) for part in ("Usage:", "Examples:", "Exit codes:", "See also:", "Options:")]
    assert order == sorted(order)
    summary = PAGES[names].get_short_help_str(limit=200)
    assert len(summary) <= 70, "the list of commands cuts it off"
    assert f"  {summary}" in page.out.splitlines()


def lines_of_help(page: str) -> list[str]:
    """The command lines in the examples of a help page, and the commands that it refers to."""
    examples = page.split("Examples:")[1].split("Exit codes:", maxsplit=1)[0]
    others = page.split("See also:")[1].split("Options:", maxsplit=1)[0]
    return re.findall(r"^ *(ankigen .*)$", examples, re.MULTILINE) + re.findall(r"ankigen(?: [a-z]+)+", others)


@pytest.mark.parametrize("names", PAGES)
def test_examples_and_references_name_commands_and_options_that_exist(
    names: tuple[str, ...], run: Callable[..., Run]
) -> None:
    for line in lines_of_help(run(*names, "--help").out):
        assert_exists(line)


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))])
def test_the_docs_name_commands_and_options_that_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in re.findall(r"^ankigen .*$", block, re.MULTILINE):
            assert_exists(line)


def assert_exists(line: str) -> None:
    """Assert that a command line names a command, and only options that it has."""
    words = shlex.split(re.split(r"\s#|\s{3,}|[|>]", line)[0])[1:]
    command: click.Command = cli
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        subcommand = command.get_command(click.Context(command), words.pop(0))
        assert subcommand, line
        command = subcommand
    context = click.Context(
        command, help_option_names=["-h", "--help"]
    )  # click keeps what a command is first asked for
    options = {name for parameter in command.get_params(context) for name in parameter.opts}
    options |= {name for parameter in command.params for name in parameter.secondary_opts}
    for word in words:
        if word.startswith("-"):
            assert word.split("=")[0] in options, line


def test_every_option_and_argument_is_explained() -> None:
    for names, command in commands():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert (parameter.help or "").endswith("."), (names, parameter.name)
            else:
                assert (parameter.metavar or parameter.name or "").strip("[].").upper() in (command.help or ""), names


@pytest.fixture
def complete(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, Path], list[str]]:
    """Return the completions of a line in a folder, by the protocol of click, which its scripts for shells use."""

    def ask(shell: str, line: str, cwd: Path) -> list[str]:
        words = line.split(" ")
        position = words[-1] if shell in {"fish", "powershell"} else str(len(words) - 1)
        env = {"_ANKIGEN_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": position}
        monkeypatch.chdir(cwd)
        ended = CliRunner().invoke(cli, [], env=env, prog_name="ankigen", catch_exceptions=False)
        assert (ended.exit_code, ended.stderr) == (0, "")
        rows = ended.stdout.splitlines()
        if shell == "powershell":
            return [row.split("\t")[1] for row in rows if row.startswith("plain\t")]
        return rows[1::3] if shell == "zsh" else [row.split(",", 1)[1].split("\t")[0] for row in rows if "," in row]

    return ask


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write two banks below decks."""
    for name, topic in (("one", "Alpha"), ("two", "Beta")):
        files = {"q.md": question(f"{name[0].upper()}-001", topics=f"`{topic}`", stem=name)}
        bank(tmp_path / "decks" / name, files, f'id = "{name}"\n')
    return tmp_path


LINES = {
    "ankigen bu": ["build"],
    "ankigen build --tr": ["--trap"],
    "ankigen build --topic ": ["Alpha", "Beta"],
    "ankigen build decks/two --topic ": ["Beta"],
    "ankigen export --trap syn": ["Syntax-Confusion"],
    "ankigen build --level L": ["L1-Basic"],
    "ankigen build --domain ": ["data-engineering-operations"],
    "ankigen build --id ": ["O-001", "T-001"],
    "ankigen new question --bank decks/one --topic A": ["Alpha"],
    "ankigen completion ": ["bash", "zsh", "fish", "powershell"],
    "ankigen explain ag00": [code for code in BY_CODE if code.startswith("AG00")],
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_shell_completes_what_the_banks_have(
    shell: str, line: str, folder: Path, complete: Callable[[str, str, Path], list[str]]
) -> None:
    assert complete(shell, line, folder) == LINES[line]


@pytest.mark.parametrize("quotes", ["", "'", '"'])
def test_powershell_keeps_the_backslashes_of_a_path(
    quotes: str, tmp_path: Path, complete: Callable[[str, str, Path], list[str]]
) -> None:
    """On Windows this is a folder in a folder, elsewhere a folder with a backslash in its name."""
    bank(tmp_path / r"exams\one", {"q.md": question(topics="`Alpha`")})
    line = rf"ankigen new question --bank {quotes}exams\one{quotes} --topic {quotes}A"
    assert complete("powershell", line, tmp_path) == ["Alpha"]


def test_ids_come_from_the_ledger_and_tags_from_the_settings(
    folder: Path, run: Callable[..., Run], complete: Callable[[str, str, Path], list[str]]
) -> None:
    one = folder / "decks" / "one"
    run("build", one)
    shutil.rmtree(folder / "decks" / "two")
    (one / "q.md").write_text("", encoding="utf-8")
    assert complete("bash", "ankigen build --id ", folder) == ["O-001"]
    (one / "q.md").unlink()
    (one / "new.md").write_text(question("O-002", stem="Another one?"), encoding="utf-8")
    run("build", one)
    assert complete("bash", "ankigen build --id ", folder) == ["O-002"], "a retired question is in no package"
    (one / "bank.toml").write_text('[tags]\ntopics = ["Listed"]\n', encoding="utf-8")
    assert complete("bash", "ankigen build --topic ", folder) == ["Listed"]


def test_trouble_completes_nothing_and_says_nothing(
    folder: Path, complete: Callable[[str, str, Path], list[str]]
) -> None:
    (folder / "decks" / "one" / "ankigen.lock").write_text("broken", encoding="utf-8")
    assert complete("bash", "ankigen build --id ", folder) == []
    assert complete("bash", "ankigen build --id ", folder / "decks") == []


@needs_bash
def test_a_real_bash_completes(folder: Path, run: Callable[..., Run]) -> None:
    program = folder / "bin" / "ankigen"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m ankigen "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = f"""{run("completion", "bash").out}
complete -p ankigen
COMP_WORDS=(ankigen build --topic B); COMP_CWORD=3
_ankigen_completion ankigen
echo "${{COMPREPLY[@]}}"
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    ended = subprocess.run(
        ["bash", "-c", script], env=env, cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    assert ended.stdout.splitlines() == ["complete -o nosort -F _ankigen_completion ankigen", "Beta"]


@pytest.mark.parametrize(
    ("shell", "word"),
    [
        ("bash", "complete "),
        ("zsh", "#compdef ankigen"),
        ("fish", "complete "),
        ("powershell", "Register-ArgumentCompleter "),
    ],
)
def test_the_script_for_each_shell_is_printed(shell: str, word: str, run: Callable[..., Run]) -> None:
    page = run("completion", shell)
    assert page.code == 0
    assert word in page.out
    assert re.search(rf"_ANKIGEN_COMPLETE ?= ?'?{shell}_complete\b", page.out)


def test_help_imports_only_what_it_shows() -> None:
    code = "import sys; from ankigen.cli import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    ours = {name for name in done.stdout.splitlines()[-1].split() if name.startswith("ankigen.")}
    assert {name for name in ours if not name.startswith("ankigen.cli")} == {"ankigen.system", "ankigen.system.errors"}
    assert {name for name in ours if name.startswith("ankigen.cli.")} == {"ankigen.cli.commands", "ankigen.cli.console"}
    assert not {"pydantic", "genanki", "mistune", "rich", "hashlib", "tempfile"} & set(done.stdout.split())
