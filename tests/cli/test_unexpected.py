"""A bug of ankigen ends no command that is to go on: `build --watch` and `preview --serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest
from writing import bank, question

from ankigen.build import Filter, find_banks
from ankigen.cli.building import watching
from ankigen.cli.building.bank import Job
from ankigen.views.cards import ServedPage, Server

if TYPE_CHECKING:
    from pathlib import Path


def fail(*_: object, **__: object) -> NoReturn:
    raise RecursionError("too\ndeep")


@pytest.mark.parametrize("step", ["held", "build_bank"])
def test_a_watched_bank_is_built_again_after_a_bug(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (location,) = find_banks([bank(tmp_path / "bank", {"q.md": question()})])
    job = Job(Filter())
    with monkeypatch.context() as patch:
        patch.setattr(watching, step, fail)
        watching._build(location, job, {"q.md"}, {})
    assert capsys.readouterr().err.startswith("error: unexpected RecursionError: too deep\n  hint: this is a bug of")
    watching._build(location, job, {"q.md"}, {})
    assert (location.folder / "apkg" / "bank.apkg").exists()


def test_a_served_page_says_that_there_was_a_bug_and_goes_on() -> None:
    pages = iter((ServedPage("one"), None, ServedPage("two")))
    server = Server(lambda: next(pages) or fail())
    server.follow([1])
    assert server.state.page == "one"
    assert "unexpected RecursionError: too deep" in server.state.problem
    server.follow([2])
    assert (server.state.page, server.state.problem) == ("two", "")
    server.close()
