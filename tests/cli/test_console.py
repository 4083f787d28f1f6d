"""What a stranger's bank, ledger or package prints: no command sends a control character of theirs to a terminal."""

from __future__ import annotations

import ast
import io
import json
import re
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, commands, first_is_quick
from systems import ANY_NAME
from writing import bank, question

from ankigen.cli import console

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

EVIL = "\x1b]0;PWN\x07\x1b[31m\x9b2J\x7f\u202e\u2066"
EVIL_TOML = json.dumps(EVIL)[1:-1].replace("\x7f", "\\u007f")
RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
DOORS = {"cli/console.py"}
SETTINGS = f"""id = "bank"
title = "T{EVIL_TOML}"
language = "{EVIL_TOML}"
ignore = ["{EVIL_TOML}"]
"{EVIL_TOML}" = 1
[tags]
topics = ["A{EVIL_TOML}"]
"{EVIL_TOML}" = 1
[blueprint]
"B{EVIL_TOML}" = 1
"""
# The arguments of each command; several lines of one command print in several formats.
CALLS = (
    "check {bank}",
    "check {bank} --verbose --format full",
    "check {bank} --format json",
    "check {bank} --format github",
    "check {bank} --format sarif",
    "check {bank} --diff",
    "build {bank}",
    "build {bank} --check",
    "build {bank} --topic {evil}",
    "build {bank}/{evil}.md",
    "stats {bank}",
    "stats {bank} --format json",
    "export {bank}",
    "preview {bank}",
    "inspect {package}",
    "diff {old} {package}",
    "diff {old} {package} --format json",
    "ledger --from {package} {bank}",
    "explain {evil}",
    "docs {evil}",
    "exam {bank}",
    "repair {bank}/none{evil}.md",
    "push {bank}/none{evil}.apkg",
    "push {package} --port {evil}",
    "new question --bank {bank} --id {evil}",
    "new bank {evil}",
    "clean {bank}",
    "init {bank}",
    "init {evil}",
    "progress {bank} --profile {evil}",
    "picks {evil}",
    "schema {evil}",
    "completion {evil}",
    "check --{evil}",
    "{evil}",
)


def hostile(folder: Path) -> Path:
    files = {
        "q1.md": question(f"Q-{EVIL}1", stem=f"S{EVIL}?", topics=f"`T{EVIL}`", level=EVIL, traps=f"`x{EVIL}`"),
        "q2.md": question(f"Q-{EVIL}1", stem="Two?", explanation=f"[x](dead{EVIL}.md) ![p](no{EVIL}.png)"),
        "q3.md": question(f"Q-3{EVIL}", stem="Three?", options={"A": "a", "B": f"b{EVIL}", "C": "c"}),
        "q4.md": question("Q-4", stem=f"Which TWO {EVIL}?", answer=f"`Z{EVIL}`"),
        "q5.md": f"<<<<<<< {EVIL}\n{question('Q-5')}=======\nx\n>>>>>>> {EVIL}\n",
    }
    if ANY_NAME:
        files |= {
            f"q6{EVIL}.md": question("Q-6", stem="Six?"),
            f"f{EVIL}/q7.md": question("Q-7", stem="Seven?"),
            "q8\nq.md:1:1: error[AG001] forged.md": question("Q-8", stem="Eight?", answer=""),
        }
    return bank(folder, files, SETTINGS)


def evil_package(source: Path, path: Path) -> Path:
    with zipfile.ZipFile(source) as archive:
        data = archive.read("collection.anki2")
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    database.execute("update notes set tags = tags || ?, flds = replace(flds, 'One', 'Two' || ?)", (f" {EVIL} ", EVIL))
    (decks,) = database.execute("select decks from col").fetchone()
    renamed = {key: deck | {"name": f"{deck['name']}{EVIL}"} for key, deck in json.loads(decks).items()}
    database.execute("update col set decks = ?", (json.dumps(renamed),))
    database.commit()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("collection.anki2", database.serialize())
        archive.writestr("media", json.dumps({"0": f"{EVIL}.png"}))
        archive.writestr("0", "x")
    database.close()
    return path


@pytest.mark.parametrize("call", CALLS)
def test_no_command_prints_a_control_character(call: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    good = bank(tmp_path / "good", {"q.md": question("Q-1", stem="One?")})
    run("build", good)
    old = good / "apkg" / "bank.apkg"
    in_name = EVIL if ANY_NAME else ""
    places = {
        "bank": str(hostile(tmp_path / f"b{in_name}")),
        "package": str(evil_package(old, tmp_path / f"p{in_name}.apkg")),
        "old": str(old),
        "evil": EVIL,
    }
    ended = run(*(word.format(**places) for word in call.split()), cwd=tmp_path)
    printed = ended.out + ended.err
    assert printed
    assert not RAW.search(printed), printed
    assert not re.search(r"^q\.md:1:1: error\[AG001\]", printed, re.MULTILINE)


def test_every_command_is_attacked() -> None:
    called = {call.split()[0] for call in CALLS}
    assert {names[0] for names, _ in commands() if names} <= called


@pytest.mark.parametrize("state", first_is_quick(["active", "retired"]))
def test_no_field_of_a_ledger_prints_a_control_character(state: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question("Q-1", stem="One?"), "r.md": question("Q-2", stem="Two?")})
    run("build", folder)
    ledger = folder / "ankigen.lock"
    rows = ledger.read_text(encoding="utf-8").splitlines()
    for number, row in enumerate(rows):
        values = json.loads(row)
        for place, value in enumerate(values):
            if isinstance(value, str):
                damaged = [*values[:place], f"{value}{EVIL}", *values[place + 1 :]]
                damaged = [state if value == "active" else value for value in damaged]
                text = "\n".join([*rows[:number], json.dumps(damaged, ensure_ascii=False), *rows[number + 1 :], ""])
                ledger.write_text(text, encoding="utf-8")
                ended = run("build", folder, now=1_750_000_100)
                assert not RAW.search(ended.out + ended.err), ended


def test_text_without_control_characters_is_printed_as_it_is() -> None:
    for text in ("plain", "a\tb\nc", "中文 é 🎉 \u200d", "שלום \u200f مرحبا"):
        assert console.visible(text) == text


def test_data_are_escaped_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen, pipe = Screen(), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    for file in (screen, pipe):
        monkeypatch.setattr("sys.stdout", file)
        console.echo_data(f"x{EVIL}")
    pipe.seek(0)
    assert not RAW.search(screen.getvalue())
    assert pipe.read() == f"x{EVIL}\n"


def test_rich_prints_no_control_character_of_a_text() -> None:
    out = io.StringIO()
    printer = console.rich_console()
    printer.file = out
    printer.print(f"x{EVIL}")
    assert not RAW.search(out.getvalue())
    assert r"\u001b" in out.getvalue()


def test_everything_is_printed_through_the_door() -> None:
    doors = {"click.echo", "click.secho", "print", "sys.stdout.write", "sys.stderr.write", "Console", "click.prompt"}
    for path in (ROOT / "ankigen").rglob("*.py"):
        if path.relative_to(ROOT / "ankigen").as_posix() in DOORS:
            continue
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        around = [f"{path}:{call.lineno}" for call in calls if ast.unparse(call.func) in doors]
        assert not around, f"print with `echo` of cli/console.py: {around}"
