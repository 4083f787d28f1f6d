"""`ankigen diff`: what will change for a learner who has the old packages."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.anki.diff import word_diff

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

NOW = 1_750_000_000


@pytest.fixture
def releases(tmp_path: Path, run: Callable[..., Run]) -> tuple[Path, Path]:
    """Build the packages of two releases that differ in every way."""
    folder = bank(tmp_path / "bank", {f"{n}.md": question(f"Q-00{n}", stem=f"Number {n} asks?") for n in range(1, 8)})
    run("build", folder, now=NOW)
    shutil.copytree(folder / "apkg", tmp_path / "old")
    (folder / "2.md").write_text(question("Q-002", stem="Number 2 really asks?"), encoding="utf-8")
    (folder / "3.md").write_text(question("Q-003", stem="Number 3 asks?", answer="`C`"), encoding="utf-8")
    (folder / "4.md").unlink()
    (folder / "5.md").write_text(question("Q-005", stem="Number 5 asks?", topics="`Beta`"), encoding="utf-8")
    (folder / "6.md").write_text(question("Q-006", stem="Number 6 asks?", traps="`Other`"), encoding="utf-8")
    (folder / "7.md").rename(folder / "seven.md")
    (folder / "8.md").write_text(question("Q-008", stem="Number 8 asks?"), encoding="utf-8")
    output = run("build", folder, now=NOW + 100).out
    assert [line.split(" (")[0] for line in output.splitlines() if ": " in line and not line.startswith(" ")] == [
        "answer changed: 1",
        "changed: 1",
        "new: 1",
        "retired: 1",
        "moved to another topic: 1",
        "re-tagged: 2",
        "same note, other stem, options or answer: Q-002, Q-003",
    ]
    return tmp_path / "old", folder / "apkg"


def test_the_text_tells_answers_first_and_the_words_that_differ(
    releases: tuple[Path, Path], run: Callable[..., Run]
) -> None:
    out = run("diff", *releases).out.splitlines()
    assert out[0] == "answer changed: Q-003  ! B -> C"
    heads = [line for line in out if not line.startswith(" ")]
    assert heads == [
        "answer changed: Q-003  ! B -> C",
        "changed: Q-002",
        "new: Q-008",
        "retired: Q-004",
        "moved to another topic: Q-005  Bank::Alpha -> Bank::Beta",
        "re-tagged: Q-005  +topic::beta -topic::alpha",
        "re-tagged: Q-006  +trap::other -trap::syntax-confusion",
    ]
    assert "    Stem: Number 2 {+really +}asks?" in out


def test_the_json_says_the_same(releases: tuple[Path, Path], run: Callable[..., Run]) -> None:
    changes = json.loads(run("diff", *releases, "--format", "json").out)
    kinds = {change["key"]: change["kinds"] for change in changes}
    assert kinds == {
        "Q-003": ["answer"],
        "Q-002": ["changed"],
        "Q-008": ["new"],
        "Q-004": ["retired"],
        "Q-005": ["moved", "retagged"],
        "Q-006": ["retagged"],
    }
    assert changes[0]["answer"] == ["B", "C"]
    (stem,) = [change["fields"]["Stem"] for change in changes if change["key"] == "Q-002"]
    assert stem == ["Number 2 asks?", "Number 2 really asks?"]


def test_two_packages_can_be_compared_and_equal_ones_do_not_differ(
    releases: tuple[Path, Path], run: Callable[..., Run]
) -> None:
    old, new = releases
    assert run("diff", old, old).out == "no difference\n"
    assert run("diff", new / "bank.apkg", new).out == "no difference\n"
    assert run("diff", old / "bank.apkg", new / "bank.apkg").out == run("diff", old, new).out


def test_a_file_that_is_not_a_package_is_reported(tmp_path: Path, run: Callable[..., Run]) -> None:
    (tmp_path / "x.apkg").write_bytes(b"no zip")
    (tmp_path / "empty").mkdir()
    for args in (["diff", tmp_path / "x.apkg", tmp_path / "x.apkg"], ["inspect", tmp_path / "x.apkg"]):
        result = run(*args)
        assert result.code == 1
        assert "cannot be read as an Anki package" in result.err
    assert "there is no package in this folder" in run("diff", tmp_path / "empty", tmp_path / "empty").err


def test_inspect_lists_what_is_in_a_package(releases: tuple[Path, Path], run: Callable[..., Run]) -> None:
    out = run("inspect", releases[1] / "bank.apkg").out
    for line in (
        "bank.apkg: 7 notes, 7 cards, last changed 2025-06-15",
        "note type: ankigen (1795480001)",
        "       6  Bank::Alpha",
        "       1  Bank::Beta",
        "       7  level::l1-basic",
        "       1  trap::other",
        "collection.anki2",
    ):
        assert line in out
    (stem,) = [line for line in out.splitlines() if line.endswith("  Stem")]
    assert stem.split()[0] == "7"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a x c", "a [-b-]{+x+} c"),
        ("用 POST", "用 GET", "用 [-POST-]{+GET+}"),
        ("立即執行", "立刻執行", "立[-即-]{+刻+}執行"),
        ("", "new", "{+new+}"),
        (
            "one two three four five six seven eight nine",
            "one two three four five six seven eight ten",
            "… six seven eight [-nine-]{+ten+}",
        ),
    ],
)
def test_a_word_diff_shows_the_words_and_some_context(before: str, after: str, expected: str) -> None:
    assert word_diff(before, after) == expected
