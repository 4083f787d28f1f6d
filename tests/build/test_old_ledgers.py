"""A ledger of version 1, in which a note shows the key of its question: it goes on, and dates no note anew."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from writing import bank, question

from ankigen.anki.apkg import read_package
from ankigen.build.identity.ledger import note_hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

    from ankigen.model import Note

NOW = 1_750_000_000
FILES = {
    "1.md": question("Q-001", stem="One?"),
    "a/2.md": question("Q-002", stem="Two?"),
    "b/2.md": question("Q-002", stem="Another two?"),
    "notes/three.md": question("", stem="Three?"),
}


def notes(folder: Path) -> dict[str, Note]:
    """Return the notes in the package of the whole bank, by stem."""
    every = read_package(folder / "apkg/bank.apkg").notes
    return {note.fields[1].partition("<p>")[2].partition("</p>")[0]: note for note in every}


def rows(folder: Path) -> list[list[Any]]:
    """Return the lines of the ledger."""
    return [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def old(tmp_path: Path, run: Callable[..., Run]) -> Path:
    """Return a bank with a ledger of version 1, as if an ankigen of that time had built it now."""
    folder = bank(tmp_path / "bank", FILES)
    run("build", folder, now=NOW)
    by_guid = {note.guid: note for note in notes(folder).values()}
    first = []
    for row in rows(folder):
        if len(row) > 4:
            key, guid, path, home, _content, loose, answer, _fields, tags, *rest, shown = row
            note = by_guid[guid]
            texts = tuple(text.replace(shown[0], key) for text in note.fields)
            fields, tags = note_hashes(note.model_copy(update={"fields": texts}))
            row[:] = [key, guid, path, home, loose, answer, fields, tags, *rest]
        first.append(json.dumps([row[0], 1] if row[0] == "ankigen ledger" else row, ensure_ascii=False))
    shutil.rmtree(folder / "apkg")
    (folder / "ankigen.lock").write_text("\n".join(first) + "\n", encoding="utf-8")
    return folder


def test_it_is_rewritten_and_no_note_has_a_new_date_or_name(old: Path, run: Callable[..., Run]) -> None:
    assert "changed" not in run("build", old, now=NOW + 100).out
    assert {stem: (note.mod, note.fields[0]) for stem, note in notes(old).items()} == {
        "One?": (NOW, "Q-001"),
        "Two?": (NOW, "a/Q-002"),
        "Another two?": (NOW, "b/Q-002"),
        "Three?": (NOW, "notes/three.md#1"),
    }
    title, *_ = rows(old)
    assert title == ["ankigen ledger", 2]
    questions = [row for row in rows(old) if len(row) > 4]
    assert {len(row) for row in questions} == {13}
    assert questions == sorted(questions, key=lambda row: str(row[0]))
    assert run("build", old, "--check", now=NOW + 200).code == 0


@pytest.mark.parametrize("version", [1, 2])
def test_an_id_dates_no_card_and_is_shown_when_the_card_changes_for_another_reason(
    version: int, old: Path, run: Callable[..., Run]
) -> None:
    if version == 2:
        (old / "ankigen.lock").unlink()
    run("build", old, now=NOW)
    name = notes(old)["Three?"].fields[0]
    bank(old, {"notes/three.md": question("Q-003", stem="Three?")})
    run("build", old, now=NOW + 100)
    shown = notes(old)["Three?"]
    assert (shown.mod, shown.fields[0]) == (NOW, name)
    assert name == ("notes/three.md#1" if version == 1 else f"~{shown.guid[:6]}")
    bank(old, {"notes/three.md": question("Q-003", stem="Three, edited?")})
    run("build", old, now=NOW + 200)
    edited = notes(old)["Three, edited?"]
    assert (edited.guid, edited.mod, edited.fields[0]) == (shown.guid, NOW + 200, "Q-003")


def test_the_columns_are_those_of_the_docs(old: Path, run: Callable[..., Run]) -> None:
    from conftest import ROOT

    from ankigen.build.identity.ledger import Entry

    run("build", old, now=NOW)
    text = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
    header = next(line for line in text.splitlines() if line.startswith("| key "))
    names = [cell.strip().lower() for cell in header.strip("|").split("|")]
    fields = {"file": "path", "home topic": "home", "since": "state_since"}
    assert [fields.get(name, name) for name in names] == list(Entry._fields)
