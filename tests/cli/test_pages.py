"""`ankigen docs`: the pages that one who installed ankigen has no file of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, commands

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

PAGES = sorted(path.stem for path in (ROOT / "docs").glob("*.md") if path.stem != "README")


def test_all_pages_are_listed_with_what_is_in_them(run: Callable[..., Run]) -> None:
    rows = run("docs").out.splitlines()
    assert sorted(row.split()[0] for row in rows) == PAGES
    assert rows[0].split(None, 1) == ["start", "from nothing to the first card in five minutes"]


@pytest.mark.parametrize("name", ["start", "bank-toml", "Reimport", "docs/studying.md"])
def test_a_page_is_printed_as_it_is(run: Callable[..., Run], name: str) -> None:
    page = name.lower().removeprefix("docs/").removesuffix(".md")
    assert run("docs", name).out == (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")


def test_a_wrong_name_is_reported_with_the_nearest(run: Callable[..., Run]) -> None:
    ended = run("docs", "reimprot")
    assert (ended.code, "there is no page reimprot; did you mean reimport?" in ended.err) == (2, True)
    assert "`ankigen docs` lists them all" in run("docs", "zzz").err


def test_help_pages_name_no_file_that_one_who_installed_ankigen_lacks() -> None:
    for names, command in commands():
        assert not re.search(r"docs/|Makefile", command.help or ""), names
