"""`ankigen build --watch`, as a process, while a script edits, breaks, renames and deletes files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Self

import pytest
from conftest import ROOT
from test_cli import built
from writing import bank, question

from ankigen.system import cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.slow


LIMIT = 30  # seconds until a test gives up; what it waits for usually takes less than two


class Watch:
    """A running `ankigen build --watch`."""

    def __init__(self, *args: object, cwd: Path, code: Path = ROOT, more: Sequence[Path] = ()) -> None:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (code, *more))), "PYTHONUNBUFFERED": "1"}
        env.pop("SOURCE_DATE_EPOCH", None)
        command = [sys.executable, "-m", "ankigen", "build", "--watch", *map(str, args)]
        self.process = subprocess.Popen(
            command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self.lines: list[str] = []
        self._seen = 0
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self.lines.append(line.rstrip("\n"))

    def until(self, text: str) -> list[str]:
        """Return the lines since the last call, up to the first that contains this text."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            for i in range(self._seen, len(self.lines)):
                if text in self.lines[i]:
                    new = self.lines[self._seen : i + 1]
                    self._seen = i + 1
                    return new
            time.sleep(0.02)
        raise AssertionError(f"no line with {text!r} in {self.lines[self._seen :]}, all: {self.lines}")

    def end(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LIMIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a bank of three questions below decks."""
    files = {f"questions/Q-00{n}.md": question(f"Q-00{n}", stem=f"Number {n}?") for n in (1, 2, 3)}
    return bank(tmp_path / "decks" / "bank", files, 'id = "bank"\ntitle = "Bank"\n')


@pytest.fixture
def watch(folder: Path, tmp_path: Path) -> Iterator[Watch]:
    """Start watching decks; return when the bank has been built once."""
    with Watch(cwd=tmp_path) as started:
        started.until("watching decks")
        yield started


def guids(folder: Path) -> dict[str, str]:
    """Return the GUIDs in a ledger, by the paths of their questions, and whether they are retired."""
    import json

    rows = [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    return {row[2]: f"{row[1]} {row[9]}" for row in rows if len(row) > 5}


def test_an_edit_is_built_and_reported(watch: Watch, folder: Path) -> None:
    path = folder / "questions" / "Q-002.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Number 2", "Number two"), encoding="utf-8")
    lines = watch.until("changed: 1 (Q-002)")
    assert lines[0].endswith("decks/bank: questions/Q-002.md")
    assert any("bank.apkg" in line and "3 notes" in line for line in lines)
    assert watch.end() == 0
    assert not any("Traceback" in line for line in watch.lines)


# Presses Ctrl-C at the first call of a function during a build, if the file `now` exists; Python runs this before any
# other code.
PRESSES = """
import os, signal, sys

def press(frame, event, arg):
    if event != "call" or frame.f_code.co_name != {name!r}:
        return
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # the build has not begun
        return
    if os.path.exists("now"):
        sys.setprofile(None)
        os.remove("now")
        signal.raise_signal(signal.SIGINT)

sys.setprofile(press)
"""


FUNCTIONS = (
    "find_files",  # while files are listed
    "refresh",  # while they are compiled and cached
    "_pack_database",  # while a package is half written
    "__del__",  # a destructor, and
    "_remove",  # a weak reference's callback: Python ignores errors in both
    "_print_packages",  # when everything is written, but not everything printed
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_ctrl_c_ends_it_wherever_the_build_is_and_nothing_is_half_written(
    folder: Path, tmp_path: Path, run: Callable[..., Run], name: str
) -> None:
    (tmp_path / "early").mkdir()
    (tmp_path / "early" / "sitecustomize.py").write_text(PRESSES.format(name=name), encoding="utf-8")
    with Watch(cwd=tmp_path, more=[tmp_path / "early"]) as watch:
        watch.until("watching decks")
        (tmp_path / "now").touch()
        path = folder / "questions" / "Q-002.md"
        path.write_text(path.read_text(encoding="utf-8").replace("Number 2", "Number two"), encoding="utf-8")
        assert watch.process.wait(LIMIT) == 0
        assert not (tmp_path / "now").exists()
    assert not any("Traceback" in line or "ignored" in line for line in watch.lines)
    assert not [*folder.rglob("*unfinished*")]
    assert built(folder / "apkg")["bank.apkg"] == ["Q-001", "Q-002", "Q-003"]
    run("build", folder)
    written = {package.name: package.read_bytes() for package in (folder / "apkg").iterdir()}
    shutil.rmtree(cache.folder_of(folder))
    run("build", folder)
    assert {package.name: package.read_bytes() for package in (folder / "apkg").iterdir()} == written


# Presses Ctrl-C when a module is imported.
IMPORTS = """
import signal, sys

class Press:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)

self = Press()
sys.meta_path.insert(0, self)
"""
MODULES = ("ankigen.cli", "click", "ankigen.cli.commands.build", "ankigen.cli.building.watching", "watchfiles")


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize(("option", "end"), [("--watch", (0, "")), ("--quiet", (1, "Aborted!"))])
def test_ctrl_c_in_the_first_moment_leaves_no_traceback(
    folder: Path, tmp_path: Path, name: str, option: str, end: tuple[int, str]
) -> None:
    if option == "--quiet" and name in {"ankigen.cli.building.watching", "watchfiles"}:
        pytest.skip("only --watch imports it")
    (tmp_path / "early").mkdir()
    (tmp_path / "early" / "sitecustomize.py").write_text(IMPORTS.format(name=name), encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path / "early")))}
    command = [sys.executable, "-m", "ankigen", "build", str(folder), option]
    ended = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=LIMIT, check=False)
    assert (ended.returncode, (ended.stdout + ended.stderr).strip()) == end


@pytest.mark.parametrize("name", FUNCTIONS)
def test_ctrl_c_ends_a_build_that_does_not_watch(
    folder: Path, tmp_path: Path, run: Callable[..., Run], name: str
) -> None:
    run("build", folder)
    (tmp_path / "early").mkdir()
    (tmp_path / "early" / "sitecustomize.py").write_text(PRESSES.format(name=name), encoding="utf-8")
    path = folder / "questions" / "Q-002.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Number 2", "Number two"), encoding="utf-8")
    (tmp_path / "now").touch()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, tmp_path / "early")))}
    env.pop("SOURCE_DATE_EPOCH", None)
    words = [sys.executable, "-m", "ankigen", "build", folder]
    ended = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False)
    assert not (tmp_path / "now").exists()
    assert (ended.returncode, ended.stderr.strip()) == (1, "Aborted!")
    assert not [*folder.rglob("*unfinished*")]
    assert built(folder / "apkg")["bank.apkg"] == ["Q-001", "Q-002", "Q-003"]
    assert run("build", folder).code == 0


def test_a_broken_file_is_reported_and_the_packages_stay_until_it_is_mended(watch: Watch, folder: Path) -> None:
    path = folder / "questions" / "Q-002.md"
    before = {package.name: package.read_bytes() for package in (folder / "apkg").iterdir()}
    ledger = (folder / "ankigen.lock").read_bytes()
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.index("## 答案")], encoding="utf-8")
    watch.until("questions/Q-002.md:1:1: error[AG102]")
    watch.until("the old packages are kept")
    assert {package.name: package.read_bytes() for package in (folder / "apkg").iterdir()} == before
    assert (folder / "ankigen.lock").read_bytes() == ledger
    path.write_text(whole.replace("Number 2", "Mended"), encoding="utf-8")
    watch.until("changed: 1 (Q-002)")
    assert built(folder / "apkg")["bank.apkg"] == ["Q-001", "Q-002", "Q-003"]


def test_an_emptied_file_retires_nothing_until_it_is_deleted(watch: Watch, folder: Path) -> None:
    path = folder / "questions" / "Q-002.md"
    whole = path.read_text(encoding="utf-8")
    before = (folder / "ankigen.lock").read_bytes()
    for left in ("", whole[: whole.index("### 題幹")]):
        path.write_text(left, encoding="utf-8")
        watch.until("no question is left in questions/Q-002.md: the old packages are kept")
        assert (folder / "ankigen.lock").read_bytes() == before
    moved = folder / "questions" / "moved.md"
    moved.write_text(whole.replace("Q-002", "Q-009"), encoding="utf-8")
    lines = watch.until("bank.apkg")
    assert not any("retired" in line for line in lines)
    assert built(folder / "apkg")["bank.apkg"] == ["Q-001", "Q-003", "Q-009"]
    moved.write_text("", encoding="utf-8")
    watch.until("no question is left in questions/moved.md")
    moved.unlink()
    watch.until("retired: 1 (Q-009)")


def test_a_fault_that_was_there_before_does_not_keep_others_from_being_built(folder: Path, tmp_path: Path) -> None:
    (folder / "questions" / "Q-009.md").write_text(question("Q-009", answer=""), encoding="utf-8")
    with Watch(folder, cwd=tmp_path) as watch:
        watch.until("watching")
        assert built(folder / "apkg")["bank.apkg"] == ["Q-001", "Q-002", "Q-003"]
        (folder / "questions" / "Q-004.md").write_text(question("Q-004", stem="New?"), encoding="utf-8")
        watch.until("new: 1 (Q-004)")


def test_a_known_question_that_was_broken_before_the_watch_keeps_nothing_back(
    folder: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    run("build", folder)
    (folder / "questions" / "Q-002.md").write_text(question("Q-002", answer=""), encoding="utf-8")
    with Watch(folder, cwd=tmp_path) as watch:
        watch.until("watching")
        assert built(folder / "apkg")["bank.apkg"] == ["Q-001", "Q-003"]
        (folder / "questions" / "Q-001.md").write_text(question("Q-001", stem="Edited?"), encoding="utf-8")
        watch.until("changed: 1 (Q-001)")


def test_files_that_come_move_and_go(watch: Watch, folder: Path) -> None:
    questions = folder / "questions"
    (folder / "more").mkdir()
    (folder / "more" / "Q-004.md").write_text(question("Q-004", stem="New?"), encoding="utf-8")
    watch.until("new: 1 (Q-004)")
    before = guids(folder)
    (questions / "Q-001.md").rename(questions / "first.md")
    watch.until("first.md")
    watch.until("bank.apkg")
    assert guids(folder)["questions/first.md"] == before["questions/Q-001.md"]
    (questions / "Q-003.md").unlink()
    watch.until("retired: 1 (Q-003)")
    assert built(folder / "apkg")["bank.apkg"] == ["Q-001", "Q-002", "Q-004"]


def test_a_file_that_is_gone_while_it_is_saved_is_not_retired(watch: Watch, folder: Path) -> None:
    path = folder / "questions" / "Q-003.md"
    text = path.read_text(encoding="utf-8").replace("Number 3", "Saved slowly")
    path.unlink()
    time.sleep(0.4)
    path.write_text("", encoding="utf-8")
    time.sleep(0.4)
    path.write_text(text, encoding="utf-8")
    lines = watch.until("changed: 1 (Q-003)")
    assert not any("retired" in line or "returned" in line for line in lines)


def test_saving_by_rename_is_one_change(watch: Watch, folder: Path) -> None:
    path = folder / "questions" / "Q-003.md"
    for n in range(5):
        text = path.read_text(encoding="utf-8").replace("?", f" {n}?", 1)
        beside = path.with_name("4913") if n % 2 else path.with_name(f"{path.name}.tmp")
        beside.write_text(text, encoding="utf-8")
        beside.rename(path)
        lines = watch.until("changed: 1 (Q-003)")
        assert not any("retired" in line for line in lines)


def test_what_it_writes_itself_starts_nothing(folder: Path, tmp_path: Path) -> None:
    out = folder / "out"
    with Watch(folder, "-o", out, cwd=tmp_path) as watch:
        watch.until("watching")
        path = folder / "questions" / "Q-001.md"
        path.write_text(question("Q-001", stem="Once?"), encoding="utf-8")
        watch.until("changed: 1 (Q-001)")
        time.sleep(2)
        heads = [line for line in watch.lines if line[2:3] == ":" == line[5:6]]
        assert len(heads) == 2, heads


def test_settings_and_new_banks_count(watch: Watch, folder: Path, tmp_path: Path) -> None:
    (folder / "bank.toml").write_text("title = ", encoding="utf-8")
    watch.until("error[AG002]")
    (folder / "bank.toml").write_text('id = "bank"\ntitle = "Other"\n', encoding="utf-8")
    watch.until("the title was Bank")
    bank(tmp_path / "decks" / "second", {"q.md": question()}, 'id = "second"\n')
    watch.until("second.apkg")
    (tmp_path / "decks" / "second" / "bank.toml").write_text('id = "bank"\n', encoding="utf-8")
    watch.until("two banks have the id bank")
    shutil.rmtree(tmp_path / "decks" / "second")
    (folder / "questions" / "Q-001.md").write_text(question("Q-001", stem="Still there?"), encoding="utf-8")
    watch.until("changed: 1 (Q-001)")


def test_templates_count_in_a_checkout(folder: Path, tmp_path: Path) -> None:
    code = tmp_path / "checkout"
    shutil.copytree(ROOT / "ankigen", code / "ankigen", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", code / "templates")
    style, settings = (code / "templates" / "ankigen" / name for name in ("style.css", "notetype.toml"))
    with Watch(folder, cwd=tmp_path, code=code) as watch:
        watch.until("watching")
        style.write_text(style.read_text(encoding="utf-8") + "\n.new { color: red }\n", encoding="utf-8")
        watch.until("the look of the cards changed")
        good = settings.read_text(encoding="utf-8")
        settings.write_text("name = ", encoding="utf-8")
        watch.until("the templates cannot be read")
        settings.write_text(good, encoding="utf-8")
        watch.until("no card changed")


def test_one_file_can_be_watched(folder: Path, tmp_path: Path) -> None:
    notes = bank(tmp_path / "notes", {"one.md": question("N-1"), "two.md": question("N-2", stem="Two?")})
    (notes / "bank.toml").unlink()
    with Watch(notes / "one.md", "-o", tmp_path / "out", cwd=tmp_path) as watch:
        watch.until("watching")
        (notes / "one.md").write_text(question("N-1", stem="Edited?"), encoding="utf-8")
        watch.until("changed: 1 (N-1)")


def test_two_banks_never_write_one_file(tmp_path: Path) -> None:
    first = bank(tmp_path / "a", {"q.md": question(topics="`b c`")}, 'id = "a"\ntopic_minimum = 1\n')
    second = bank(tmp_path / "ab", {"q.md": question(topics="`d`")}, 'id = "a-b"\ntopic_minimum = 1\n')
    with Watch(first, second, "-o", tmp_path / "out", cwd=tmp_path) as watch:
        watch.until("watching")
        (second / "q.md").write_text(question(topics="`c`"), encoding="utf-8")
        watch.until("two banks would write it")
        (second / "q.md").write_text(question(topics="`e`"), encoding="utf-8")
        watch.until("moved to another topic")


def test_watch_and_check_exclude_each_other(folder: Path, tmp_path: Path) -> None:
    with Watch(folder, "--check", cwd=tmp_path) as watch:
        assert watch.process.wait(LIMIT) == 2
