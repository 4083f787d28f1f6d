"""Packages of strangers: one that inflates, computes or counts without end is refused in one line and little memory."""

# ruff: noqa: S608 - hostile SQL is what is tested

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, first_is_quick
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

MEMORY = 500 * 2**20  # bytes, also for the interpreter and the libraries
SECONDS = 60
_ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c)"
_NOTES = "alter table notes rename to real; create view {name} as select id, guid, mid, mod, {tags}, {fields} from real"
STATEMENTS = {
    "a view of the collection that never ends": "alter table col rename to real; create view col as select models,"
    f" decks from real where (select count(*) from ({_ENDLESS} select x from c)) > 0",
    "endless notes": f"alter table notes rename to real; create view notes as {_ENDLESS} select x as id, 'g' || x as"
    " guid, 1 as mid, 1 as mod, '' as tags, '' as flds from c",
    "endless cards": f"drop table cards; create view cards as {_ENDLESS} select x as nid, 0 as ord, 1 as did, 1 as due"
    " from c",
    "a large note in a view": _NOTES.format(name="notes", tags="tags", fields="hex(zeroblob(450000000)) as flds"),
    "a view in capitals": _NOTES.format(name="NOTES", tags="tags", fields="hex(zeroblob(450000000)) as flds"),
    "no tags": _NOTES.format(name="notes", tags="null as tags", fields="null as flds"),
    "a generated column": "alter table notes rename column flds to old; alter table notes add column flds text"
    " generated always as (hex(zeroblob(100000000))) virtual",
    "a date that no calendar has": "update notes set mod = 999999999999999",
    "a negative date": "update notes set mod = -1",
    "a date in words": "update notes set mod = 'x'",
    "a note type in a list": "update col set models = '[]'",
    "a note type that nests": f"update col set models = '{'[' * 100_000}'",
    "a number of 5,000 digits": f"update col set models = '{'9' * 5000}'",
    "an empty note type": "update col set models = (select '{ || mid || : {}}' from notes)",
    "a deck that is not there": "update cards set did = 99",
    "fields that are missing": "update notes set flds = 'x'",
    "fields that are too many": "update notes set flds = flds || char(31) || 'x'",
    "fields in bytes": "update notes set flds = zeroblob(100)",
    "no collection": "drop table col",
    "an empty collection": "delete from col",
}


@pytest.fixture
def good(tmp_path: Path, run: Callable[..., Run]) -> Path:
    folder = bank(tmp_path / "bank", {"q.md": question("Q-1", stem="One?")})
    run("build", folder)
    return folder / "apkg" / "bank.apkg"


def database(package: Path, *statements: str) -> bytes:
    with zipfile.ZipFile(package) as archive:
        data = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    for statement in statements:
        connection.executescript(statement)
    connection.commit()
    changed = connection.serialize()
    connection.close()
    return changed


def packed(path: Path, data: bytes, listing: bytes = b"{}", **members: int) -> Path:
    """Write a package; `members` are the sizes of more files, which are all zeros."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", data)
        archive.writestr("media", listing)
        for name, size in members.items():
            with archive.open(name, "w") as file:
                for _ in range(size // 2**20):
                    file.write(bytes(2**20))
    return path


def bounded(*args: object) -> subprocess.CompletedProcess[str]:
    """Run `ankigen` with so little memory that a bomb would end it, if the system can limit that (Linux)."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY})); "
    program = f"{limit if sys.platform == 'linux' else ''}from ankigen.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, args)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=SECONDS,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def assert_refused(ended: subprocess.CompletedProcess[str], package: Path) -> None:
    assert ended.returncode == 1, ended
    assert ended.stderr.startswith(f"error: {package}: "), ended.stderr
    assert len([line for line in ended.stderr.splitlines() if not line.startswith("  hint: ")]) == 1
    assert len(ended.stderr) < 1000


@pytest.mark.slow
@pytest.mark.parametrize("name", first_is_quick(STATEMENTS))
def test_a_database_that_lies_is_refused_in_one_line(name: str, good: Path, tmp_path: Path) -> None:
    evil = packed(tmp_path / "evil.apkg", database(good, STATEMENTS[name]))
    assert_refused(bounded("inspect", evil), evil)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["endless notes", "a generated column", "fields that are missing"])
def test_every_command_that_reads_a_package_refuses_it(name: str, good: Path, tmp_path: Path) -> None:
    evil = packed(tmp_path / "evil.apkg", database(good, STATEMENTS[name]))
    folder = good.parents[1]
    for args in (("diff", good, evil), ("diff", evil, good), ("build", folder, "--since", evil)):
        assert_refused(bounded(*args), evil)
    (folder / "ankigen.lock").unlink()
    ended = bounded("ledger", "--from", evil, folder)
    if "missing" in name:  # such a note names no bank
        assert "no note of the bank" in ended.stderr
    else:
        assert_refused(ended, evil)


@pytest.mark.slow
def test_files_that_inflate_to_gigabytes_are_not_inflated(good: Path, tmp_path: Path) -> None:
    zeros = packed(tmp_path / "zeros.apkg", b"")
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("collection.anki2", "w") as file:
        for _ in range(1500):
            file.write(bytes(2**20))
    for args in (("inspect", zeros), ("diff", good, zeros)):
        assert_refused(bounded(*args), zeros)
    media = packed(tmp_path / "media.apkg", database(good), b'{"0": "a.png", "1": "b.png"}', **{"0": 700, "1": 700})
    assert bounded("inspect", media).returncode == 0
    listing = packed(tmp_path / "listing.apkg", database(good), json.dumps({"0": "a" * 200 * 2**20}).encode())
    assert_refused(bounded("inspect", listing), listing)


LISTINGS = [b"[1, 2]", b'{"0": {"a": 1}}', b"\xff\xfe", b"[" * 100_000, b"9" * 5000, b""]


@pytest.mark.parametrize("listing", first_is_quick(LISTINGS))
def test_a_list_of_media_that_is_none_is_refused(listing: bytes, good: Path, tmp_path: Path) -> None:
    evil = packed(tmp_path / "evil.apkg", database(good), listing)
    assert_refused(bounded("inspect", evil), evil)


@pytest.mark.parametrize("place", first_is_quick(["compression", "password", "stream", "empty", "text", "cut"]))
def test_a_damaged_archive_is_refused(place: str, good: Path, tmp_path: Path) -> None:
    data = bytearray(good.read_bytes())
    entry = data.find(b"PK\x01\x02")
    if place == "compression":
        data[entry + 10] = 99
    elif place == "password":
        data[entry + 8] |= 1
        data[6] |= 1
    elif place == "stream":
        data[200] ^= 255
    else:
        data = {"empty": bytearray(), "text": bytearray(b"# Question"), "cut": data[: len(data) // 2]}[place]
    evil = tmp_path / "evil.apkg"
    evil.write_bytes(data)
    assert_refused(bounded("inspect", evil), evil)


def test_long_texts_are_compared_in_time_that_grows_with_their_length(good: Path, tmp_path: Path) -> None:
    def with_text(name: str, text: str) -> Path:
        statement = f"update notes set flds = replace(flds, 'One?', 'Same start {text} same end'), mod = mod + 1"
        return packed(tmp_path / name, database(good, statement))

    ended = bounded("diff", with_text("a.apkg", "word here " * 50_000), with_text("b.apkg", "other thing " * 50_000))
    assert "changed" in ended.stdout
    assert "Same start [-word here" in ended.stdout
    assert "Traceback" not in ended.stderr
