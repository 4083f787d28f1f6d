"""`ankigen push`: through AnkiConnect into the real Anki backend, or by opening the file."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from systems import needs_make
from writing import bank, question, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from anki_backend import Learner
    from ankiconnect import AnkiConnect
    from conftest import Run

pytestmark = pytest.mark.slow  # each test builds a bank and imports it into Anki

NOW = 1_750_000_000


@pytest.fixture
def folder(tmp_path: Path, run: Callable[..., Run]) -> Path:
    """Build a bank of two questions below decks."""
    files = {f"Q-00{n}.md": question(f"Q-00{n}", stem=f"Number {n}?") for n in (1, 2)}
    made = bank(tmp_path / "decks" / "one", files, 'id = "one"\n')
    assert run("build", made).code == 0
    return made


@pytest.fixture
def addon(learner: Learner) -> Iterator[AnkiConnect]:
    """AnkiConnect in front of an empty collection."""
    from ankiconnect import AnkiConnect

    with AnkiConnect(learner) as started:
        yield started


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Make the system record the files that it is asked to open; return a function that returns them."""
    record = tmp_path / "opened.txt"
    for name in ("xdg-open", "open"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "$1" >> {record}\n', encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")

    def read() -> list[str]:
        deadline = time.monotonic() + 5
        while not record.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        return record.read_text(encoding="utf-8").splitlines() if record.exists() else []

    return read


def test_a_push_tells_what_is_new_and_what_changed(
    folder: Path, addon: AnkiConnect, run: Callable[..., Run], tmp_path: Path
) -> None:
    first = run("push", "--port", addon.port, cwd=tmp_path)
    assert (first.code, first.err) == (0, "")
    assert first.out == "decks/one/apkg/one.apkg: imported, 2 notes new, 0 updated\n"
    assert run("push", folder, "--port", addon.port).out.endswith("imported, 0 notes new, 0 updated\n")
    (folder / "Q-001.md").write_text(question("Q-001", stem="Edited?"), encoding="utf-8")
    (folder / "Q-003.md").write_text(question("Q-003", stem="Number 3?"), encoding="utf-8")
    run("build", folder, now=NOW + 1000)
    assert run("push", folder, "--port", addon.port).out.endswith("imported, 1 note new, 1 updated\n")
    assert sorted(card.note()["Id"] for card in addon.learner.cards()) == ["Q-001", "Q-002", "Q-003"]
    assert all(os.path.isabs(r["params"]["path"]) for r in addon.requests if r["action"] == "importPackage")  # noqa: PTH117 - it is a text
    assert all(request["version"] == 6 for request in addon.requests)


def test_a_package_can_be_named(folder: Path, addon: AnkiConnect, run: Callable[..., Run]) -> None:
    result = run("push", "one-alpha.apkg", "--port", addon.port, cwd=folder / "apkg")
    assert result.out == "one-alpha.apkg: imported, 2 notes new, 0 updated\n"


def test_quiet_says_nothing(folder: Path, addon: AnkiConnect, run: Callable[..., Run]) -> None:
    assert run("push", folder, "--port", addon.port, "--quiet") == (0, "", "")


@pytest.mark.slow
def test_a_long_import_shows_that_it_goes_on(folder: Path, addon: AnkiConnect) -> None:
    from test_report import on_a_terminal

    addon.delay = 0.3
    shown = on_a_terminal("push", folder, "--port", addon.port)
    assert "Anki imports one.apkg" in shown


def test_no_proxy_is_asked(
    folder: Path, addon: AnkiConnect, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert run("push", folder, "--port", addon.port).code == 0


def test_without_the_add_on_the_file_is_opened(
    folder: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    result = run("push", folder, "--port", port)
    assert result.code == 0
    assert result.err == (
        f"no AnkiConnect on 127.0.0.1:{port}: Anki is not running, or does not have the add-on; "
        "the packages are opened with Anki instead\n"
    )
    assert "opened with Anki" in result.out
    assert opened() == [str(folder / "apkg" / "one.apkg")]


def test_opening_can_be_asked_for(
    folder: Path, addon: AnkiConnect, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    assert run("push", folder, "--open", "--port", addon.port).err == ""
    assert opened() == [str(folder / "apkg" / "one.apkg")]
    assert addon.requests == []


def test_a_program_is_handed_the_whole_path(
    folder: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    """AnkiConnect runs in a folder of its own, so the path that it is given must be absolute."""
    assert run("push", "apkg/one.apkg", "--open", cwd=folder).code == 0
    assert opened() == [str(folder / "apkg" / "one.apkg")]


def test_a_system_without_a_program_for_packages_is_reported(
    folder: Path, run: Callable[..., Run], tmp_path: Path, opened: Callable[[], list[str]]
) -> None:
    for program in (tmp_path / "bin").iterdir():
        program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    result = run("push", folder, "--open")
    assert result.code == 1
    assert result.err.endswith("no program opens it\n  hint: install Anki or start it, and choose File, Import there\n")
    assert run("push", folder, "--port", "1").err.count("\n") == 2, "one error and its hint"


def test_an_error_of_the_importer_is_reported_and_the_file_opened(
    folder: Path, addon: AnkiConnect, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    addon.errors["importPackage"] = "name 'AnkiPackageImporter'\n is not defined"
    result = run("push", folder, "--port", addon.port)
    assert result.code == 0
    assert result.err == (
        "AnkiConnect answers importPackage with an error: name 'AnkiPackageImporter' is not defined; "
        "the package is opened with Anki instead\n"
    )
    assert opened() == [str(folder / "apkg" / "one.apkg")]


TROUBLES = {
    "AnkiConnect has version 5 of its protocol, not 6: update the add-on": {"version": 5},
    "AnkiConnect denies permission": {"permission": "denied"},
    "AnkiConnect denies permission (its": {"status": 403, "body": b""},
    "is not AnkiConnect": {"body": b"<html>Hello</html>"},
    "answers requestPermission with an error: unsupported action": {"missing": {"requestPermission"}},
    "answers findNotes with an error: collection is not available": {
        "errors": {"findNotes": "collection is not available"}
    },
}


@pytest.mark.parametrize("message", TROUBLES)
def test_other_trouble_is_one_line_and_the_file_is_opened(
    message: str, folder: Path, addon: AnkiConnect, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    for name, value in TROUBLES[message].items():
        setattr(addon, name, value)
    result = run("push", folder, "--port", addon.port)
    assert result.code == 0
    (line,) = result.err.splitlines()
    assert message in line
    assert opened() == [str(folder / "apkg" / "one.apkg")]


def test_an_api_key_is_wanted_and_given(
    folder: Path, addon: AnkiConnect, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    addon.key = "secret"
    without = run("push", folder, "--port", addon.port)
    assert without.code == 1
    assert without.err.startswith("error: AnkiConnect asks for its API key\n  hint: give it with --key")
    wrong = run("push", folder, "--port", addon.port, "--key", "guess")
    assert (wrong.code, "does not know the API key" in wrong.err) == (1, True)
    assert run("push", folder, "--port", addon.port, "--key", "secret").code == 0
    monkeypatch.setenv("ANKICONNECT_KEY", "secret")
    assert run("push", folder, "--port", addon.port).code == 0


def test_an_anki_that_does_not_answer_is_reported_and_nothing_is_opened(
    folder: Path, addon: AnkiConnect, run: Callable[..., Run], tmp_path: Path, opened: Callable[[], list[str]]
) -> None:
    addon.delay = 1.0
    result = run("push", folder, "--port", addon.port, "--timeout", "0.2")
    assert result.code == 1
    assert "Anki did not answer within 0.2 seconds" in result.err
    assert not (tmp_path / "opened.txt").exists()


def test_an_add_on_that_cannot_tell_dates_still_counts_new_notes(
    folder: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    addon.missing = {"notesModTime"}
    assert run("push", folder, "--port", addon.port).out.endswith("imported, 2 notes new\n")


def test_a_bank_that_is_not_built_is_reported(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    result = run("push", folder)
    assert result.code == 1
    assert "no such package" in result.err
    assert "build it first" in result.err


@needs_make
def test_make_import_builds_and_pushes() -> None:
    ended = subprocess.run(["make", "-n", "import"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert [line for line in lines if line[0].endswith("ankigen")] == [
        [".venv/bin/ankigen", "build"],
        [".venv/bin/ankigen", "push"],
    ]


def test_edits_that_were_not_built_are_told(
    folder: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    run("build", folder)
    assert "edited" not in run("push", folder, "--open").err
    path = next(folder.glob("*.md"))
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    result = run("push", folder, "--open")
    assert (result.code, "was edited after one.apkg was built\n  hint: " in result.err) == (0, True)
    run("build", folder, now=1_750_000_100)
    assert "edited" not in run("push", folder, "--open").err
    (folder / "new.md").write_text(question("Q-77", stem="A new one?"), encoding="utf-8")
    assert "edited" in run("push", folder, "--open").err


def test_a_filter_names_the_package_that_it_made(
    folder: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    assert run("push", folder, "--open", "--trap", "syntax*").code == 1
    run("build", folder, "--trap", "syntax*")
    assert run("push", folder, "--open", "--trap", "syntax*").code == 0
    (package,) = opened()
    assert package.endswith("--trap-syntax_.apkg")
    assert run("push", folder, "--trap", "syntax*", "--dry-run").code == 2


def test_edits_that_the_package_of_a_filter_lacks_are_reported(
    folder: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    wanted = ("--trap", "syntax*")
    run("build", folder, *wanted)
    path = folder / "Q-001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Number 1?", "Number one?"), encoding="utf-8")
    run("build", folder, now=NOW + 100)
    result = run("push", folder, "--open", *wanted)
    assert "was edited after one--trap-syntax_.apkg was built" in result.err
    assert result.err.endswith("--trap 'syntax*'\n"), "the hint builds the package that is meant"
    run("build", folder, *wanted, now=NOW + 200)
    assert "edited" not in run("push", folder, "--open", *wanted).err
    path.write_text(path.read_text(encoding="utf-8").replace("Number one?", "Number 1 again?"), encoding="utf-8")
    run("build", folder, "-o", folder / "other", now=NOW + 300)
    assert "edited" in run("push", folder, "--open").err, "the build wrote its packages elsewhere"


def test_a_picture_is_an_edit_and_a_page_is_none(
    folder: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    path = folder / "Q-001.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Number 1?", "Which is ![it](it.svg)?"), encoding="utf-8")
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h{}"/></svg>'
    (folder / "it.svg").write_text(drawing.format(5), encoding="utf-8")
    run("build", folder, now=NOW + 100)
    (folder / "notes.html").write_text("mine", encoding="utf-8")
    assert "edited" not in run("push", folder, "--open").err
    (folder / "it.svg").write_text(drawing.format(6), encoding="utf-8")
    assert "edited" in run("push", folder, "--open").err


def test_a_file_without_a_bank_is_pushed_by_its_name(
    tmp_path: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    folder = write(tmp_path / "quiz", {"numbers.md": question(), "others.md": question("Q-9", stem="Other?")})
    path = folder / "numbers.md"
    run("build", path)
    result = run("push", path, "--open")
    assert (result.code, result.err) == (0, "")
    assert [name.rpartition("/")[2] for name in opened()] == ["quiz--path-numbers.apkg"]
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert "edited" in run("push", path, "--open").err


def test_the_package_of_a_filter_goes_with_its_last_question(
    folder: Path, run: Callable[..., Run], opened: Callable[[], list[str]]
) -> None:
    run("build", folder, "--id", "Q-001")
    (folder / "Q-001.md").write_text(question("Q-003", stem="Number 1?"), encoding="utf-8")
    assert run("build", folder, "--id", "Q-001", "--check").code == 1
    assert run("push", folder, "--open", "--id", "Q-001").code == 0
    result = run("build", folder, "--id", "Q-001", now=NOW + 100)
    assert (result.code, "one--id-q-001.apkg: deleted, because" in result.err) == (1, True)
    assert run("push", folder, "--open", "--id", "Q-001").code == 1
