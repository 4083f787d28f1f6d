"""Learners who have the first release's package can always update: that package is kept here."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

RELEASE = ROOT / "tests/whole/release/0.1.0"
LATER = 1_790_000_000


def test_todays_build_updates_what_the_first_release_brought(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """Build the sources, unchanged and edited: no note conflicts, none is duplicated, and no schedule changes."""
    first = learner.take(RELEASE / "first.apkg")
    assert first.new == first.found == 3
    learner.col.decks.select(learner.col.decks.id_for_name("First release"))
    card = learner.col.sched.getCard()
    assert card is not None
    learner.col.sched.answerCard(card, 3)
    before = set(learner.rows("select id, nid, did, ord, type, queue, due, ivl, factor, reps, data from cards"))
    schema = learner.rows("select scm from col")

    folder = tmp_path / "first"
    shutil.copytree(RELEASE / "bank", folder)
    path = folder / "Q-002.md"
    path.write_text(path.read_text(encoding="utf-8").replace("second one", "second, edited"), encoding="utf-8")
    assert run("build", folder, now=LATER).code == 0
    log = learner.take(folder / "apkg" / "first.apkg")
    assert (log.found, log.new, log.conflicting) == (3, 0, 0)
    assert "second, edited" in learner.card("Q-002").note()["Stem"]
    assert learner.notetypes() == ["ankigen"]
    assert before == set(learner.rows("select id, nid, did, ord, type, queue, due, ivl, factor, reps, data from cards"))
    assert learner.rows("select scm from col") == schema
