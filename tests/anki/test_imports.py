"""What docs/reimport.md says of an import, tried in the real Anki."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.anki import notetypes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000


def released(folder: Path, run: Callable[..., Run], now: int) -> Path:
    """Build a bank; return the package of it all."""
    assert run("build", folder, now=now).code == 0
    return folder / "apkg" / "bank.apkg"


def kind_of(learner: Learner) -> dict[str, object]:
    """Return the note type in a collection."""
    learner.col.models._clear_cache()
    (kind,) = [kind for kind in learner.col.models.all() if kind["name"] == "ankigen"]
    return kind


def test_a_question_that_changed_loses_the_learners_tags_and_edits_and_others_keep_them(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?") for n in (1, 2)})
    learner.take(released(folder, run, NOW))
    for n in (1, 2):
        note = learner.card(f"Q-{n}").note()
        note.tags += ["mine", "marked"]
        note["Mnemonic"] = "my own"
        learner.col.update_note(note)
        learner.col.db.execute("update notes set mod = ? where id = ?", NOW + 50, note.id)
    bank(folder, {"1.md": question("Q-1", stem="Number one?")})
    assert learner.take(released(folder, run, NOW + 100)).updated == 1
    changed, other = (learner.card(f"Q-{n}").note() for n in (1, 2))
    assert (set(changed.tags) & {"mine", "marked"}, "my own" in changed["Mnemonic"]) == (set(), False)
    assert ({"mine", "marked"} <= set(other.tags), other["Mnemonic"]) == (True, "my own")


def test_text_id_and_place_that_change_at_once_make_a_new_question(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?"), "2.md": question("Q-2", stem="Two?")})
    learner.take(released(folder, run, NOW))
    (folder / "1.md").unlink()
    bank(folder, {"new.md": question("Q-9", stem="One, in other words?")})
    assert learner.take(released(folder, run, NOW + 100)).new == 1
    assert learner.col.note_count() == 3, "nothing is deleted"


@pytest.mark.parametrize("renames", [False, True])
def test_a_new_title_makes_a_new_deck_for_new_cards_unless_the_learner_renames_the_old_one(
    tmp_path: Path, run: Callable[..., Run], learner: Learner, *, renames: bool
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?")}, 'id = "bank"\ntitle = "Old"\n')
    learner.take(released(folder, run, NOW))
    if renames:
        learner.col.decks.rename(learner.col.decks.id_for_name("Old"), "New")
    bank(folder, {"2.md": question("Q-2", stem="Two?")}, 'id = "bank"\ntitle = "New"\n')
    learner.take(released(folder, run, NOW + 100))
    assert learner.deck_of(learner.card("Q-2")) == "New::Alpha"
    assert learner.deck_of(learner.card("Q-1")) == ("New::Alpha" if renames else "Old::Alpha")


def test_cards_stay_in_a_deck_that_the_learner_renamed_and_new_ones_come_in_one_with_the_old_name(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?")})
    learner.take(released(folder, run, NOW))
    learner.col.decks.rename(learner.col.decks.id_for_name("Bank"), "Mine")
    bank(folder, {"1.md": question("Q-1", stem="Number one?"), "2.md": question("Q-2", stem="Two?")})
    assert learner.take(released(folder, run, NOW + 100)).updated == 1
    assert (learner.deck_of(learner.card("Q-1")), learner.deck_of(learner.card("Q-2"))) == (
        "Mine::Alpha",
        "Bank::Alpha",
    )


def test_an_older_package_brings_back_what_was_retired_and_changes_no_other_note(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?") for n in (1, 2)})
    older = tmp_path / "older.apkg"
    older.write_bytes(released(folder, run, NOW).read_bytes())
    (folder / "2.md").unlink()
    bank(folder, {"1.md": question("Q-1", stem="Number one?")})
    learner.take(released(folder, run, NOW + 100))
    assert learner.take(older)[1:3] == (1, 0)
    assert learner.card("Q-2").type == 0
    assert "Number one?" in learner.card("Q-1").note()["Stem"]


def test_a_filtered_deck_with_the_name_of_one_of_the_banks_sends_new_cards_to_another(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?")}, 'id = "bank"\ntitle = "Bank"\n')
    learner.col.decks.new_filtered("Bank::Alpha")
    learner.take(released(folder, run, NOW))
    assert learner.deck_of(learner.card("Q-1")).startswith("Bank::Alpha ")
    learner.col.decks.rename(learner.col.decks.id_for_name("Bank::Alpha"), "Mine")
    bank(folder, {"2.md": question("Q-2", stem="Two?")})
    learner.take(released(folder, run, NOW + 100))
    assert learner.deck_of(learner.card("Q-2")) == "Bank::Alpha"


def test_a_card_whose_topic_changed_stays_and_the_search_finds_it(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {f"{n}.md": question(f"Q-{n}", stem=f"Number {n}?") for n in (1, 2)})
    learner.take(released(folder, run, NOW))
    bank(folder, {"1.md": question("Q-1", stem="Number 1?", topics="`Beta`")})
    output = run("build", folder, now=NOW + 100).out
    learner.take(folder / "apkg/bank.apkg")
    card = learner.card("Q-1")
    assert learner.deck_of(card) == "Bank::Alpha"
    assert "topic::beta" in card.note().tags
    (search,) = [line.partition("to find them: ")[2] for line in output.splitlines() if "to find them" in line]
    assert list(learner.col.find_cards(search)) == [card.id]


@pytest.mark.parametrize("look_changes", [False, True])
def test_the_learners_own_styling_goes_only_when_the_look_changes(
    tmp_path: Path,
    run: Callable[..., Run],
    learner: Learner,
    monkeypatch: pytest.MonkeyPatch,
    *,
    look_changes: bool,
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?")})
    learner.take(released(folder, run, NOW))
    kind = kind_of(learner)
    kind["css"] = ".mine {}"
    learner.col.models.update_dict(kind)
    learner.col.db.execute("update notetypes set mtime_secs = ?", NOW + 50)
    if look_changes:
        load, changed = notetypes.load, notetypes.load()
        changed = changed.model_copy(update={"css": f"{changed.css}\n.new {{}}\n"})
        monkeypatch.setattr(notetypes, "load", lambda: changed)
        assert load is not notetypes.load
    bank(folder, {"2.md": question("Q-2", stem="Two?")})
    learner.take(released(folder, run, NOW + 100))
    assert (kind_of(learner)["css"] == ".mine {}") is not look_changes


def test_a_learner_may_rename_the_note_type_its_fields_and_its_card_types(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?"), "2.md": question("Q-2", stem="Two?")})
    learner.take(released(folder, run, NOW))
    kind = learner.col.models.by_name("ankigen")
    kind["name"] = "Mine"
    learner.col.models.rename_field(kind, kind["flds"][6], "Merksatz")
    kind["tmpls"][0]["name"] = "Karte"
    learner.col.models.update_dict(kind)
    learner.col.db.execute("update notetypes set mtime_secs = ?", NOW + 50)
    bank(folder, {"1.md": question("Q-1", stem="Number one?"), "3.md": question("Q-3", stem="Three?")})
    log = learner.take(released(folder, run, NOW + 100))
    assert (log.updated, log.new, log.conflicting) == (1, 1, 0)
    assert "Number one?" in learner.card("Q-1").note()["Stem"]
    assert learner.notetypes() == ["Mine"]
    learner.card("Q-3")


def test_a_package_has_no_progress_and_no_presets(tmp_path: Path, run: Callable[..., Run]) -> None:
    package = released(bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?")}), run, NOW)
    with zipfile.ZipFile(package) as archive:
        data = archive.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    assert connection.execute("select count(*) from revlog").fetchone() == (0,)
    assert connection.execute("select distinct type, queue, reps, ivl, flags from cards").fetchall() == [(0,) * 5]
    ((presets, decks),) = connection.execute("select dconf, decks from col").fetchall()
    assert set(json.loads(presets)) <= {"1"}
    assert {deck.get("conf", 1) for deck in json.loads(decks).values()} == {1}
    connection.close()


def test_a_spare_field_makes_a_second_card_and_no_import_takes_it_from_an_unchanged_question(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?")})
    learner.take(released(folder, run, NOW))
    note = learner.card("Q-1").note()
    note["Extra4"] = "my own"
    learner.col.update_note(note)
    assert len(learner.col.find_cards('"Id:Q-1"')) == 2
    bank(folder, {"2.md": question("Q-2", stem="Two?")})
    learner.take(released(folder, run, NOW + 100))
    assert learner.col.get_note(note.id)["Extra4"] == "my own"
    assert len(learner.col.find_cards('"Id:Q-1"')) == 2
