"""Learners who have the first release's package can always update: that package is kept here."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

RELEASE = ROOT / "tests/whole/release/0.1.0"
LATER = 1_790_000_000


@pytest.mark.parametrize("renamed", ["", "note type", "spare field", "card type"])
def test_todays_build_updates_what_the_first_release_brought(
    tmp_path: Path, run: Callable[..., Run], learner: Learner, renamed: str
) -> None:
    """Build the sources, unchanged and edited: no note conflicts, none is duplicated, and no schedule changes.

    The learner may have given the note type, a spare field or a card type another name.
    """
    first = learner.take(RELEASE / "first.apkg")
    assert first.new == first.notes == 3
    (kind,) = [kind for kind in learner.col.models.all() if kind["name"] == "ankigen"]
    if renamed == "note type":
        kind["name"] = "My exam"
        learner.col.models.update_dict(kind)
    elif renamed == "card type":
        kind["tmpls"][0]["name"] = "Mine"
        learner.col.models.update_dict(kind)
    elif renamed:
        learner.col.models.rename_field(kind, kind["flds"][-2], "Mine")
        learner.col.models.update_dict(kind)
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
    assert (log.notes, log.new, log.conflicting) == (3, 0, 0)
    assert "second, edited" in learner.card("Q-002").note()["Stem"]
    assert len(learner.notetypes()) == 1
    assert before == set(learner.rows("select id, nid, did, ord, type, queue, due, ivl, factor, reps, data from cards"))
    assert learner.rows("select scm from col") == schema


def test_what_the_first_release_brought_is_updated_with_all_kinds_of_cards_on(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """What is made of the questions comes as new notes; what the learner has stays, studied and scheduled."""
    learner.take(RELEASE / "first.apkg")
    learner.answer(learner.card("Q-001"))
    query = "select id, nid, did, ord, type, queue, ivl, factor, reps, data from cards"
    before, schema = {*learner.rows(query)}, learner.rows("select scm from col")
    guids = {*learner.rows("select guid from notes")}

    folder = tmp_path / "first"
    shutil.copytree(RELEASE / "bank", folder)
    kinds = "[cards]\nlookup = true\nrefute = true\nblank = true\nrecall = true\n"
    (folder / "bank.toml").write_text(f'id = "first"\ntitle = "First release"\n{kinds}', encoding="utf-8")
    text = (folder / "Q-001.md").read_text(encoding="utf-8")
    row = "| 讀 | GET | `/api/1.0/get` |"
    for old, new in (
        ("A 不對。", "A 不對，因為題目問的是第二個。"),
        ("「二就是對」**", "「二就是對」**，先 **複製** 再合併"),
        (row, f"{row}\n| 寫 | POST | `/api/1.0/put` |"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "Q-001.md").write_text(text, encoding="utf-8")
    assert run("build", folder, now=LATER).code == 0
    log = learner.take(folder / "apkg" / "first.apkg")
    assert (log.notes, log.new, log.conflicting) == (3 + 4 + 1 + 1, 4 + 1 + 1, 0)
    assert guids <= {*learner.rows("select guid from notes")}
    assert before <= {*learner.rows(query)}
    assert learner.rows("select scm from col") == schema
    assert len(learner.notetypes()) == 1
    assert {learner.col.get_note(n)["Id"][:5] for n in learner.col.find_notes("tag:kind::*")} == {"Q-001"}
    assert learner.col.find_cards('"Id:Q-001"').__len__() == 2, "its own card and the recall card"


def test_a_field_that_the_learner_added_holds_corrections_back_until_it_is_deleted(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """The way out in docs/reimport.md: delete the field, then import once with *Merge note types* and *Always*."""
    texts = {f"q{n}.md": question(f"Q-{n}", stem=f"Stem {n}?") for n in (1, 2)}

    def released(now: int) -> Path:
        folder = bank(tmp_path / "bank", texts)
        assert run("build", folder, now=now).code == 0
        return folder / "apkg" / "bank.apkg"

    learner.take(released(LATER))
    learner.answer(learner.card("Q-1"))
    before = learner.rows("select id, did, due, ivl, reps from cards where reps > 0")
    (kind,) = [kind for kind in learner.col.models.all() if kind["name"] == "ankigen"]
    learner.col.models.add_field(kind, learner.col.models.new_field("Mine"))
    learner.col.models.update_dict(kind)
    texts["q1.md"] = question("Q-1", stem="Stem 1?", explanation="Corrected.")
    texts["q3.md"] = question("Q-3", stem="Stem 3?")
    log = learner.take(released(LATER + 1000))
    assert (log.new, log.updated, log.conflicting) == (1, 0, 2)
    assert learner.notetypes() == ["ankigen", "ankigen+"]

    (kind,) = [kind for kind in learner.col.models.all() if kind["name"] == "ankigen"]
    (added,) = [field for field in kind["flds"] if field["name"] == "Mine"]
    schemas = learner.rows("select scm from col")
    learner.col.models.remove_field(kind, added)
    learner.col.models.update_dict(kind)
    learner.col.models._clear_cache()
    schemas += learner.rows("select scm from col")
    log = learner.take(tmp_path / "bank" / "apkg" / "bank.apkg", "ALWAYS", merge=True)
    assert (log.new, log.conflicting) == (0, 0)
    schemas += learner.rows("select scm from col")
    assert len(set(schemas)) == 3, "each of the two steps asks for a full sync"
    assert learner.notetypes() == ["ankigen"]
    assert "Corrected" in learner.card("Q-1").note()["Answer"]
    assert before == learner.rows("select id, did, due, ivl, reps from cards where reps > 0")
    texts["q3.md"] = question("Q-3", stem="Stem 3?", explanation="Corrected too.")
    log = learner.take(released(LATER + 2000))
    assert (log.new, log.updated, log.conflicting) == (0, 1, 0)
