"""`ankigen clean`: the cache goes, and nothing else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from systems import move_caches, needs_links
from writing import bank, files, question, write

from ankigen.system import cache

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

NOW = 1_750_000_000


@pytest.fixture
def banks(tmp_path: Path, run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two banks that are built, with a home of their own for caches."""
    move_caches(monkeypatch, tmp_path / "home")
    monkeypatch.chdir(tmp_path)
    one, two = (bank(tmp_path / "decks" / name, {"q.md": question()}, f'id = "{name}"\n') for name in ("one", "two"))
    assert run("build").code == 0
    return one, two


def test_the_cache_of_a_bank_is_deleted_and_nothing_else(banks: tuple[Path, Path], run: Callable[..., Run]) -> None:
    one, two = banks
    before = files(one), files(two)
    result = run("clean", one)
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("KiB deleted\n")
    assert [cache.folder_of(folder).exists() for folder in banks] == [False, True]
    assert (files(one), files(two)) == before
    assert run("clean", one).out == "nothing to delete\n"
    assert run("build", one, now=NOW + 10).code == 0
    assert (files(one), files(two)) == before


def test_without_a_path_the_caches_of_all_banks_here_are_deleted(
    banks: tuple[Path, Path], run: Callable[..., Run]
) -> None:
    assert run("clean", "--quiet") == (0, "", "")
    assert not any(cache.folder_of(folder).exists() for folder in banks)


def test_all_are_those_of_banks_that_are_gone_too(banks: tuple[Path, Path], run: Callable[..., Run]) -> None:
    shutil.rmtree(banks[0])
    assert run("clean", "--all").code == 0
    assert not cache.root().exists()
    assert run("clean", "--all", banks[1]).code == 2


def test_what_earlier_versions_kept_in_a_bank_is_deleted(banks: tuple[Path, Path], run: Callable[..., Run]) -> None:
    one, two = banks
    for folder in banks:
        (folder / ".ankigen").mkdir()
        (folder / ".ankigen" / "stamp").write_bytes(b"old")
    (one / ".ankigen" / ".gitignore").write_text("*\n", encoding="ascii")
    assert run("clean").code == 0
    assert not (one / ".ankigen").exists()
    assert (two / ".ankigen").exists(), "this was not written by ankigen"


@needs_links
def test_a_link_is_not_followed(banks: tuple[Path, Path], tmp_path: Path, run: Callable[..., Run]) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / ".gitignore").write_text("*\n", encoding="ascii")
    (banks[0] / ".ankigen").symlink_to(mine)
    here = cache.folder_of(banks[0])
    shutil.rmtree(here)
    here.symlink_to(mine)
    assert run("clean", banks[0]).code == 0
    assert [path.name for path in mine.iterdir()] == [".gitignore"]


def test_packages_of_filters_and_parts_are_deleted_and_no_other(
    banks: tuple[Path, Path], run: Callable[..., Run]
) -> None:
    one, two = banks
    for name in ("a.md", "b.md"):
        (one / name).write_text(question(name, stem=f"Which is {name}?", topics="`&x`"), encoding="utf-8")
    assert run("build", one, now=NOW + 10).code == 0
    before = files(one), files(two)
    long = [word for letter in "abcdefgh" for word in ("--trap", f"{letter * 20}*")]
    for options in (("--id", "?.md"), ("--trap", "*"), (*long, "--trap", "*"), ("--topic", "*", "--id", "a.md")):
        assert run("build", one, *options, now=NOW + 10).code == 0
    assert run("build", one / "a.md", now=NOW + 10).code == 0
    assert len(files(one)) == len(before[0]) + 5
    result = run("clean", "--filtered")
    assert (result.code, result.err, len(result.out.splitlines())) == (0, "", 5)
    assert (files(one), files(two)) == before
    assert run("clean", one, "--filtered").out == "nothing to delete\n"
    assert run("clean", "--filtered", "--all").code == 2


def test_the_packages_of_files_without_a_bank_stay(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = write(tmp_path / "quiz", {"one.md": question()})
    assert run("build", folder / "one.md").code == 0
    before = files(folder)
    assert run("clean", folder, "--filtered").out == "nothing to delete\n"
    assert files(folder) == before
