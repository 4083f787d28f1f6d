"""`ankigen init`: a folder of files that are there becomes a bank."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from systems import local, quoted
from writing import question, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

QUIZ = """# Networks

1. Which port does HTTPS use by default, if nothing else is configured?
A) 80
B) 443
Answer: B

2. Which of these is a private range of addresses that nobody routes?
A) 8.8.8.0/24
B) 10.0.0.0/8
Answer: B
"""


def test_it_says_what_was_read_and_what_the_first_build_makes(run: Callable[..., Run], tmp_path: Path) -> None:
    files = {
        "quiz.md": QUIZ,
        "more/q.md": question(stem="Which of these is the first of the letters?"),
        "README.md": "# Notes\n",
    }
    folder = write(tmp_path / "My notes", files)
    ended = run("init", "My notes", cwd=tmp_path)
    assert ended.code == 0
    for line in (
        local("My notes/bank.toml"),
        local("My notes/.gitignore"),
        "read 3 questions in 2 files:",
        "  quiz.md: 2 questions",
        "  no question: README.md",
        local("  My notes/apkg/my-notes.apkg: 3 notes"),
    ):
        assert line in ended.out.splitlines(), ended.out
    assert "2 questions without an ID" in ended.out
    assert f"`ankigen check {quoted('My notes')} --diff`" in ended.out
    assert ended.err.endswith(f"next: ankigen build {quoted('My notes')}\n")
    assert tomllib.loads((folder / "bank.toml").read_text(encoding="utf-8")) == {"id": "My notes", "title": "My notes"}
    before = {path.name for path in folder.iterdir()}
    assert before == {"bank.toml", ".gitignore", "quiz.md", "more", "README.md"}, "nothing is built"
    assert run("build", cwd=folder / "more").code == 0
    printed = {line.split(":")[0].strip() for line in ended.out.splitlines() if ".apkg" in line}
    assert printed == {local(f"My notes/apkg/{path.name}") for path in (folder / "apkg").glob("*.apkg")}


def test_what_was_built_before_keeps_its_cards(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = write(tmp_path / "My notes", {"quiz.md": QUIZ})
    run("build", folder)
    package = (folder / "apkg" / "my-notes.apkg").read_bytes()
    run("init", folder)
    assert run("build", folder, now=1_750_000_100).code == 0
    assert (folder / "apkg" / "my-notes.apkg").read_bytes() == package
    assert (folder / "ankigen.lock").is_file()


def test_faulty_questions_are_reported(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = write(tmp_path / "notes", {"quiz.md": QUIZ.replace("Answer: B", "Answer: Z", 1)})
    ended = run("init", cwd=folder)
    assert ended.code == 1
    assert "quiz.md:6:9: error[AG103]" in ended.err
    assert "read 1 question in 1 file:" in ended.out
    assert (folder / "bank.toml").is_file()


def test_nothing_is_written_where_there_is_no_question_or_a_bank(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = write(tmp_path / "notes", {"a.md": "# Title\n\nProse.\n"})
    ended = run("init", folder)
    assert (ended.code, "no question was found" in ended.err) == (1, True)
    assert [path.name for path in folder.iterdir()] == ["a.md"]
    bank = write(tmp_path / "bank", {"bank.toml": "", "part/quiz.md": QUIZ})
    for path in (bank, bank / "part", tmp_path):
        ended = run("init", path)
        assert (ended.code, "is a bank already" in ended.err) == (1, True)
    assert not (bank / "part" / "bank.toml").exists()
