"""What people do wrong in their first hour: one line says what and where, and no command ends with a traceback."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, first_is_quick
from systems import caches_in, local, needs_bytes, needs_links, needs_shell
from writing import bank, question, write

from ankigen.system import cache

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run


def test_an_empty_bank_toml_marks_a_bank_with_every_default(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "git", {"q.md": question(), "empty.md": ""})
    (folder / "bank.toml").write_bytes(b"")
    result = run("check", folder)
    assert (result.code, result.out, result.err) == (0, "", "1 question, 0 errors, 0 warnings\n")
    assert run("build", folder).code == 0
    assert (folder / "apkg" / "git.apkg").is_file()


def test_a_file_of_a_bank_that_holds_no_questions_is_said_to_be_none(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    for command in ("build", "check", "stats", "export", "preview"):
        result = run(command, "bank/bank.toml", cwd=tmp_path)
        assert (result.code, local("bank/bank.toml: is no markdown file") in result.err) == (1, True), command
    assert not (folder / "apkg").exists()


def test_a_folder_without_questions_is_said_to_have_none(run: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "no question was found" in run("check", tmp_path / "empty").err
    assert "no question was found" in run("build", tmp_path / "empty").err


@needs_links
def test_a_bank_behind_a_link_is_built_with_the_folder_of_banks(run: Callable[..., Run], tmp_path: Path) -> None:
    real = bank(tmp_path / "elsewhere/aws", {"q.md": question()})
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks/aws").symlink_to(real)
    assert run("build", tmp_path / "decks").code == 0
    assert (real / "apkg").is_dir()


@needs_links
def test_a_folder_with_questions_of_its_own_is_the_bank_whatever_its_links_lead_to(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    real = bank(tmp_path / "elsewhere/aws", {"q.md": question()})
    write(tmp_path / "notes", {"own.md": question("Q-9")})
    (tmp_path / "notes/aws").symlink_to(real)
    assert run("build", tmp_path / "notes").code == 0
    assert (tmp_path / "notes/apkg/notes.apkg").is_file()
    assert not (real / "apkg").exists()


@needs_links
@pytest.mark.parametrize(("link", "target"), [("decks/team/aws", "aws"), ("decks/team", ""), ("decks/a/b/team", "")])
def test_banks_behind_links_are_built_at_any_depth_and_from_folders_of_banks(
    run: Callable[..., Run], tmp_path: Path, link: str, target: str
) -> None:
    real = bank(tmp_path / "elsewhere/aws", {"q.md": question()})
    own = bank(tmp_path / "decks/own", {"q.md": question()}, 'id = "own"\n')
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "elsewhere" / target)
    (tmp_path / "decks/circle").symlink_to(tmp_path / "decks")
    result = run("build", "decks", cwd=tmp_path)
    assert (result.code, "not read" in result.err) == (0, False)
    assert [(folder / "apkg").is_dir() for folder in (real, own)] == [True, True]


@needs_links
@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("place", ["decks/notes", "decks/team/notes", "decks/own/notes", "decks/own/deep/notes"])
def test_a_link_behind_which_questions_are_not_read_is_named_beside_a_bank(
    run: Callable[..., Run], tmp_path: Path, place: str, command: str
) -> None:
    bank(tmp_path / "decks/own", {"q.md": question()}, 'id = "own"\n')
    write(tmp_path / "elsewhere", {"deep/er/q.md": question("Q-9"), "pictures/a.txt": ""})
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).symlink_to(tmp_path / "elsewhere")
    (tmp_path / "decks/own/pictures").symlink_to(tmp_path / "elsewhere/pictures")
    (tmp_path / "decks/own/gone.md").symlink_to(tmp_path / "gone")
    (tmp_path / "decks/own/self.md").symlink_to("self.md")
    result = run(command, "decks", cwd=tmp_path)
    lines = re.findall(r"^warning: \d links? not read: (.*)$", result.err, re.MULTILINE)
    names = [name for line in lines for name in line.split(", ")]
    assert sorted(names) == sorted(
        [f"{place} (to elsewhere)", "decks/own/gone.md (to gone)", "decks/own/self.md (to decks/own/self.md)"]
    )
    assert "links to folders are not followed" in result.err


@needs_links
def test_a_build_of_what_has_not_changed_names_no_link_that_is_gone(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "YOUNG", 0)
    folder = bank(tmp_path / "bank", {"q.md": question()})
    write(tmp_path / "elsewhere", {"q.md": question("Q-9")})
    (folder / "notes").symlink_to(tmp_path / "elsewhere")
    assert "1 link not read" in run("build", folder).err
    (folder / "notes").unlink()
    assert "not read" not in run("build", folder).err


@needs_links
@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_a_build_of_what_has_not_changed_names_the_links_that_are_there_now(
    run: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quiet: tuple[str, ...]
) -> None:
    monkeypatch.setattr(cache, "YOUNG", 0)
    folder = bank(tmp_path / "bank", {"q.md": question()})
    write(tmp_path / "elsewhere", {"a.txt": "", "more/q.md": question("Q-9")})
    (folder / "notes").symlink_to(tmp_path / "elsewhere/more")
    (folder / "pictures").symlink_to(tmp_path / "elsewhere")

    def names_links() -> list[str]:
        return re.findall(r"not read: (.*)", run("build", folder, *quiet, cwd=folder).err)

    names = [] if quiet else ["notes (to ../elsewhere/more), pictures (to ../elsewhere)"]
    assert (names_links(), names_links()) == (names, names)
    (tmp_path / "elsewhere/more/q.md").unlink()
    assert names_links() == []
    (folder / "gone").symlink_to(tmp_path / "gone")
    assert names_links() == ([] if quiet else ["gone (to ../gone)"])


@needs_links
@pytest.mark.parametrize("command", ["build", "check"])
def test_questions_behind_a_link_are_named_where_nothing_else_is_read(
    run: Callable[..., Run], tmp_path: Path, command: str
) -> None:
    write(tmp_path / "elsewhere", {"q.md": question()})
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank/questions").symlink_to(tmp_path / "elsewhere")
    result = run(command, "bank", cwd=tmp_path)
    assert "links to folders are not followed" in result.err
    assert "elsewhere" in result.err


def test_a_folder_of_which_a_sync_tool_decomposed_the_name_is_the_same_bank(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    folder = tmp_path / unicodedata.normalize("NFC", "Prüfung")
    write(folder, {"q.md": question("Q-1"), "bank.toml": "topic_minimum = 1\n"})
    assert run("build", folder).code == 0
    moved = folder.rename(tmp_path / unicodedata.normalize("NFD", "Prüfung"))
    again = run("build", moved)
    assert (again.code, "new" in again.out) == (0, False)


def test_a_file_in_a_code_page_of_windows_is_said_to_be_one(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    plain = "Which café is déjà vu – which?\n\nA. one\nB. two\n\nAnswer: B\n"
    (folder / "w.md").write_bytes(plain.encode("cp1252"))
    (folder / "x.md").write_bytes(b"Which?\n\x81\x8d\xa7\x90\xb6\n")
    result = run("check", folder, "--all")
    hints = re.findall(r"(\w)\.md\S* error\[AG001\].*\n(?:.*\n)*?  hint: (.*)", result.out + result.err)
    assert [(name, "Windows-1252" in hint) for name, hint in hints] == [("w", True), ("x", False)]


@pytest.mark.parametrize("name", ["apkg", "ankigen.lock"])
def test_paths_in_errors_are_relative(run: Callable[..., Run], tmp_path: Path, name: str) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    if name == "apkg":
        (folder / name).write_text("in the way", encoding="utf-8")
    else:
        (folder / name).mkdir()
    result = run("build", folder, cwd=tmp_path)
    assert (result.code, result.err.startswith(f"error: {Path('bank', name)}: ")) == (1, True), result.err


FULL = ["export", "stats", "check --format sarif", "explain AG101", "picks", "--help"]


@pytest.mark.slow
@pytest.mark.parametrize("command", first_is_quick(FULL))
def test_a_full_disk_is_one_line(tmp_path: Path, command: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    folder = bank(tmp_path / "bank", {"q.md": question()})
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        line = [sys.executable, "-m", "ankigen", *command.split()]
        ended = subprocess.run(
            line, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", env=env, cwd=folder, check=False
        )
    assert ended.returncode == 1
    assert "error: the output cannot be written: No space left on device\n" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


@pytest.mark.slow
def test_a_name_that_the_system_cannot_write_is_one_line(run: Callable[..., Run], tmp_path: Path) -> None:
    files = {f"{n}.md": question(f"Q-{n}", stem=f"Which {n}?", topics="`質數`") for n in range(3)}
    folder = bank(tmp_path / "bank", files)
    ascii_only = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", "ankigen", "build"]
    env = {**os.environ, **ascii_only}
    ended = subprocess.run(line, capture_output=True, env=env, cwd=folder, check=False)
    assert ended.returncode == 1
    assert "error: this system's file names are ASCII, which has no 質數" in ended.stderr.decode("utf-8")
    assert b"Traceback" not in ended.stderr
    assert run("build", folder).code == 0


@pytest.mark.slow
@needs_bytes
def test_a_folder_whose_name_is_no_text_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, {"inner/q.md": question(), "inner/a.gif": "GIF89a", "around/inner/q.md": question()})
    (tmp_path / "inner").rename(os.fsdecode(os.fsencode(tmp_path) + b"/pr\xfcf"))
    (tmp_path / "around").rename(os.fsdecode(os.fsencode(tmp_path) + b"/um\xfc"))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    commands = ["init", "check", "check --format sarif", "check --fix", "build", "export", "stats", "preview", "push"]
    for command in commands:
        for folder in (b"pr\xfcf", b"um\xfc/inner"):
            line = [sys.executable, "-m", "ankigen", *command.split(), folder]
            ended = subprocess.run(line, capture_output=True, env=env, cwd=tmp_path, check=False)
            assert b"Traceback" not in ended.stderr, (command, folder, ended.stderr)
            if folder == b"pr\xfcf":
                assert (ended.returncode, b"the folder's name is not UTF-8 text" in ended.stderr) == (1, True), command
            elif command not in {"init", "push"}:
                assert ended.returncode == 0, (command, ended.stderr)


@pytest.mark.slow
@needs_shell
def test_a_closed_output_is_no_traceback_and_takes_no_file(tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for closed in (">&-", "2>&-", "<&- >&- 2>&-"):
        for command in ("build --no-cache", "check --format json", "export", "preview"):
            line = f"{shlex.quote(sys.executable)} -m ankigen {command} {closed}"
            ended = subprocess.run(line, shell=True, capture_output=True, env=env, cwd=folder, check=False)  # noqa: S602 - a shell closes
            assert (ended.returncode, b"Traceback" in ended.stderr) == (0, False), (line, ended.stderr)
    assert sorted(path.name for path in (folder / "apkg").iterdir()) == ["bank.apkg", "preview.html"]
    assert (folder / "ankigen.lock").read_bytes().startswith(b'["ankigen ledger", 2]')


@pytest.mark.slow
def test_a_full_disk_under_the_packages_names_the_package(tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    env = {**os.environ, "PYTHONPATH": str(ROOT), **caches_in(tmp_path)}
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (12000, 12000)); import signal;"
    limit += "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from ankigen.__main__ import main; main()"
    for command in ("build", "preview"):
        line = [sys.executable, "-c", limit, command, "--no-cache" if command == "build" else "--quiet"]
        ended = subprocess.run(line, capture_output=True, encoding="utf-8", env=env, cwd=folder, check=False)
        assert ended.returncode == 1
        name = "bank.apkg" if command == "build" else "preview.html"
        assert ended.stderr.startswith(f"error: {Path('apkg', name)}: cannot be written: "), ended.stderr


def as_one_with_few_rights(*args: str) -> list[str]:
    """Return the command line that runs a command so that the modes of files hold even for root."""
    if os.name == "posix" and os.geteuid() == 0:
        setpriv = shutil.which("setpriv")
        if not setpriv:
            pytest.skip("root may read everything, and there is no setpriv")
        rights = "-dac_override,-dac_read_search"
        return [setpriv, f"--bounding-set={rights}", f"--inh-caps={rights}", *args]
    return list(args)


CLOSED = ["questions", "questions/q.md", "bank.toml", "ankigen.lock", "apkg"]


@pytest.mark.slow
@pytest.mark.parametrize("closed", CLOSED)
def test_what_may_not_be_read_is_one_line(run: Callable[..., Run], tmp_path: Path, closed: str) -> None:
    folder = bank(tmp_path / "bank", {"questions/q.md": question()}, 'id = "bank"\n')
    run("build", folder)
    (folder / closed).chmod(0)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    try:
        for command in ("build --no-cache", "check", "stats", "export", "preview", "new question", "push", "init"):
            line = as_one_with_few_rights(sys.executable, "-m", "ankigen", *command.split())
            ended = subprocess.run(line, capture_output=True, encoding="utf-8", env=env, cwd=folder, check=False)
            assert "Traceback" not in ended.stderr, (command, ended.stderr)
            if command in {"build --no-cache", "preview"}:
                assert ended.returncode == 1
                assert f"{closed}" in ended.stderr
    finally:
        (folder / closed).chmod(0o755)


@pytest.mark.slow
def test_packages_that_cannot_be_written_are_one_line(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()}, 'id = "bank"\n')
    (folder / "apkg").mkdir(mode=0o555)
    line = as_one_with_few_rights(sys.executable, "-m", "ankigen", "build", "--no-cache")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(line, capture_output=True, encoding="utf-8", env=env, cwd=folder, check=False)
    assert ended.stderr.startswith("error: apkg/bank.apkg: cannot be written: Permission denied\n  hint: ")
    (folder / "apkg").rmdir()
    assert run("build", folder, "-o", tmp_path / "/".join(["deep" * 25] * 6)).err.startswith("error: ")


@pytest.mark.parametrize("command", ["stats", "progress --from bank/apkg/bank.apkg"])
def test_a_report_in_a_pipe_has_no_blanks_at_the_ends_of_lines(
    run: Callable[..., Run], tmp_path: Path, command: str
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(), "r.md": question("Q-002", stem="Another?")})
    run("build", folder)
    name, *options = command.split()
    result = run(name, "bank", *options, cwd=tmp_path)
    assert result.code == 0
    assert [line for line in result.out.splitlines() if line != line.rstrip()] == []
    assert len(max(result.out.splitlines(), key=len)) < 200
