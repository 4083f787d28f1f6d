"""What a build prints while it runs, and at its end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from systems import local, move_caches, quoted
from writing import bank, question

from ankigen.views import sized

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000
AT_ONCE = "from ankigen.cli import main, progress; progress._AFTER = -1; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a bank of twelve questions in two topics."""
    files = {
        f"Q-{n:03}.md": question(f"Q-{n:03}", stem=f"Number {n}?", topics="`Alpha`" if n < 10 else "`Beta`")
        for n in range(1, 13)
    }
    return bank(tmp_path / "bank", files, 'id = "bank"\ntitle = "Bank"\nrecall = true\n')


def on_a_terminal(*args: object, **env: str) -> str:
    """Return what `ankigen` writes to standard error if that is a terminal and every step takes long."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", AT_ONCE, *map(str, args)]
    full = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "100", **env}
    with subprocess.Popen(command, env=full, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        read = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # on Linux: no process has the terminal open any more
                break
            if not piece:
                break
            read += piece
        assert process.wait() == 0
    os.close(ours)
    return read.decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "steps"),
    [
        ("build", ["files", "questions", "packages"]),
        ("check", ["files"]),
        ("export", ["files"]),
        ("stats", ["files"]),
        ("preview", ["files", "questions"]),
    ],
)
def test_a_long_step_shows_how_far_it_is(command: str, steps: list[str], folder: Path) -> None:
    shown = on_a_terminal(command, folder)
    for step in steps:
        assert f": {step}" in shown
    assert "12/12" in shown
    assert "\x1b[38;" in shown
    assert on_a_terminal(command, folder, "--quiet") == ""


@pytest.mark.slow
def test_colours_can_be_turned_off(folder: Path) -> None:
    shown = on_a_terminal("build", folder, NO_COLOR="1")
    assert ": files" in shown
    assert not re.search(r"\x1b\[[\d;]*(?:3[0-8]|9[0-7])[\d;]*m", shown)


@pytest.mark.slow
def test_a_pipe_gets_no_progress(folder: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", AT_ONCE, "build", str(folder)]
    first = subprocess.run(command, env=env, capture_output=True, check=True).stderr
    assert re.fullmatch(rb"next: ankigen preview [^\r\n]+\n", first)  # no progress


def test_quiet_prints_errors_only(folder: Path, run: Callable[..., Run]) -> None:
    assert run("build", folder, "--quiet") == (0, "", "")
    (folder / "Q-001.md").write_text(question("Q-001", answer=""), encoding="utf-8")
    result = run("build", folder, "-q")
    assert (result.code, result.out, "AG102" in result.err) == (1, "", True)


def test_the_summary_lists_packages_with_paths_counts_and_sizes(folder: Path, run: Callable[..., Run]) -> None:
    lines = run("build", "bank", cwd=folder.parent).out.splitlines()
    rows = [re.split(r"  +", line) for line in lines[:3]]
    names = [local(f"bank/apkg/{name}.apkg") for name in ("bank", "bank-alpha", "bank-beta")]
    assert [row[:3] for row in rows] == [
        [names[0], "12 notes", "24 cards"],
        [names[1], "9 notes", "18 cards"],
        [names[2], "3 notes", "6 cards"],
    ]
    for name, row in zip(names, rows, strict=True):
        assert row[3] == f"{(folder.parent / name).stat().st_size / 1024:.1f} KiB"
    assert lines[3] == "cards in Traditional Chinese (from the explanations; to change it, set language in bank.toml)"
    assert lines[4].startswith("new: 12 (Q-001, ")
    assert len(lines) == 5


@pytest.mark.parametrize(("size", "text"), [(0, "0.0 KiB"), (2**20 - 1, "1024.0 KiB"), (5 * 2**19, "2.5 MiB")])
def test_sizes_are_readable(size: int, text: str) -> None:
    assert sized(size) == text


def test_nothing_is_advised_when_nothing_unusual_happened(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder)
    (folder / "Q-001.md").write_text(question("Q-001", stem="Another stem?"), encoding="utf-8")
    result = run("build", folder, now=NOW + 100)
    assert "to import" not in result.out


def test_a_changed_answer_says_what_to_choose(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder)
    (folder / "Q-001.md").write_text(question("Q-001", stem="Number 1?", answer="`C`"), encoding="utf-8")
    lines = run("build", folder, now=NOW + 100).out.splitlines()
    assert "answer changed: 1 (Q-001)" in lines
    assert "Update notes: Always" in lines[-1]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["here", "elsewhere", "edited"])
def test_second_cards_that_are_turned_off_are_named_once_with_what_deletes_them_in_anki(
    how: str, folder: Path, run: Callable[..., Run], learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", folder, now=NOW)
    learner.take(folder / "apkg/bank.apkg")
    settings = folder / "bank.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("recall = true", ""), encoding="utf-8")
    last = question("Q-012", stem="Number 12?", topics="`Beta`")
    bank(folder, {"Q-012.md": last.replace("### 難度等級", "**Recall:** true\n\n### 難度等級")})
    if how == "elsewhere":  # another clone
        shutil.rmtree(folder / "apkg")
        move_caches(monkeypatch, folder.parent / "cache")
    if how == "edited":
        bank(folder, {"Q-001.md": question("Q-001", stem="Number one?")})
    output = run("build", folder, now=NOW + 100).out
    names = ", ".join(f"Q-{n:03}" for n in range(1, 9))
    assert f"without options no more (recall is off): 11 ({names}, …)\n" in output
    assert "Tools > Empty Cards" in output
    learner.take(folder / "apkg/bank.apkg")
    empty = [note.note_id for note in learner.col.get_empty_cards().notes]
    assert sorted(learner.col.get_note(note)["Id"] for note in empty) == [f"Q-{n:03}" for n in range(1, 12)]
    for _ in range(2):
        assert "recall is off" not in run("build", folder, now=NOW + 200).out
    bank(folder, {"Q-002.md": question("Q-002", stem="Number two?")})
    assert "recall is off" not in run("build", folder, now=NOW + 300).out


@pytest.mark.slow
def test_a_changed_look_says_that_nothing_is_to_be_ticked(folder: Path, tmp_path: Path) -> None:
    code = tmp_path / "checkout"
    shutil.copytree(ROOT / "ankigen", code / "ankigen", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", code / "templates")
    env = {**os.environ, "PYTHONPATH": str(code)}
    command = [sys.executable, "-m", "ankigen", "build", str(folder)]
    first = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True).stdout
    with (code / "templates" / "ankigen" / "style.css").open("a", encoding="utf-8") as style:
        style.write(".new { color: red }\n")
    second = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True).stdout
    assert "the look of the cards changed" not in first
    assert "the look of the cards changed\n  to import: no option to change" in second


def test_the_first_build_of_a_bank_says_what_to_do_next(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "My bank", {"q.md": question()})
    name = quoted("My bank")
    following = f"next: ankigen preview --open {name} shows the cards, ankigen push {name} gives them to Anki\n"
    assert run("build", "My bank", "--topic", "Alpha", "-o", "part", cwd=tmp_path).err == ""
    (folder / "ankigen.lock").unlink(missing_ok=True)
    assert run("build", "My bank", cwd=tmp_path).err.endswith(following)
    assert run("build", "My bank", cwd=tmp_path).err == ""
    (folder / "q.md").write_text(question(stem="Another?"), encoding="utf-8")
    assert run("build", "My bank", cwd=tmp_path).err == ""
