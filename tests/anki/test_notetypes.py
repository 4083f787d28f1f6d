"""The note type's schema, frozen from the first release."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from conftest import ROOT
from writing import bank, question

from ankigen.anki import notetypes
from ankigen.anki.apkg import read_package, write_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

    from ankigen.model import Note

NOW = 1_750_000_000
GOLDEN = ROOT / "tests/anki/golden/notetype.json"


def schema() -> dict[str, object]:
    """Return what Anki compares in note types: ids, names and order of fields and card templates."""
    notetype = notetypes.load()
    return {
        "name": notetype.name,
        "id": notetype.id,
        "fields": [[field.name, field.id] for field in notetype.fields],
        "templates": [[template.name, template.id] for template in notetype.templates],
    }


def test_the_schema_never_changes() -> None:
    """Locked: docs/promises.md says why it has all that cards yet to be invented need. No change is right."""
    assert schema() == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_ids_are_integers_that_json_keeps_and_no_two_are_the_same() -> None:
    notetype = notetypes.load()
    ids = [field.id for field in notetype.fields] + [template.id for template in notetype.templates]
    assert len(set(ids)) == len(ids)
    assert all(0 < number < 2**53 for number in [notetype.id, *ids])


def test_templates_name_only_fields_of_the_note_type() -> None:
    notetype = notetypes.load()
    names = {field.name for field in notetype.fields}
    for template in notetype.templates:
        for side in (template.front, template.back):
            used = {part.split("}}")[0].lstrip("#/^") for part in side.split("{{")[1:]}
            assert used <= names | {"FrontSide"}


def test_no_field_is_in_an_attribute_or_a_script() -> None:
    for template in notetypes.load().templates:
        for side in (template.front, template.back):
            for html in re.split(r"<script>.*?</script>", side, flags=re.DOTALL):
                assert "{{" not in "".join(re.findall(r"<[^>]*>", html))
            assert not any("{{" in script for script in re.findall(r"<script>.*?</script>", side, flags=re.DOTALL))


def test_a_card_of_another_kind_is_a_note_of_its_own_and_needs_no_other_field(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """A row of a table to look up, a wrong option to refute, a mnemonic with a blank: of the note type as it is.

    A learner who has the question gets them with the next package: one card each, no fork, no new date.
    """
    folder = bank(tmp_path / "bank", {"q.md": question("Q-1", stem="Which one?")})
    assert run("build", folder).code == 0
    path = folder / "apkg" / "bank.apkg"
    learner.take(path)
    learner.answer(learner.card("Q-1"))
    before = learner.rows("select id, nid, did, due, ivl, reps, data from cards")
    schema = learner.rows("select scm from col")
    made = read_package(path)
    (own,) = made.notes
    texts = dict(zip([field.name for field in made.notetype.fields], own.fields, strict=True))
    lookup = {"Stem": "<div><p>Cancel → ?</p></div>"}
    refute = {"Stem": "<div><p>Why not first?</p></div>", "Options": "", "Answer": '<p class="answer">No.</p>'}
    blank = {"Stem": "<div><p>The second is …</p></div>", "Options": "", "Answer": '<p class="answer">right</p>'}
    derived: list[Note] = [
        own.model_copy(
            update={
                "guid": f"{own.guid}{kind}",
                "fields": tuple((texts | changed | {"Id": f"Q-1~{kind}", "Recall": ""}).values()),
                "tags": (*own.tags, f"kind::{kind}"),
                "id": own.id + number,
            }
        )
        for number, (kind, changed) in enumerate({"lookup": lookup, "refute": refute, "blank": blank}.items(), 1)
    ]
    write_package(made.model_copy(update={"notes": (own, *derived)}), tmp_path / "later.apkg")

    log = learner.take(tmp_path / "later.apkg")
    assert (log.new, log.updated, log.duplicate, log.conflicting) == (3, 0, 1, 0)
    assert learner.notetypes() == ["ankigen"]
    assert learner.rows("select scm from col") == schema
    assert learner.rows("select id, nid, did, due, ivl, reps, data from cards where reps > 0") == before
    assert learner.rows("select nid, count() from cards group by nid having count() > 1") == []
    assert learner.col.get_empty_cards().notes == []
    for kind in ("lookup", "refute", "blank"):
        front, back = learner.sides(learner.card(f"Q-1~{kind}"))
        assert ('class="option"' in front) is (kind == "lookup")
        assert "is blank" not in front + back


def test_anki_forks_a_note_type_whose_field_moves(tmp_path: Path, run: Callable[..., Run], learner: Learner) -> None:
    """No correction would arrive any more, and new cards would be of another note type: so the order is frozen."""
    folder = bank(tmp_path / "bank", {"1.md": question("Q-1", stem="One?")})
    run("build", folder, now=NOW)
    learner.take(folder / "apkg" / "bank.apkg")
    bank(folder, {"1.md": question("Q-1", stem="One, corrected?"), "2.md": question("Q-2", stem="Two?")})
    run("build", folder, now=NOW + 100)
    made = read_package(folder / "apkg" / "bank.apkg")
    first, *others = made.notetype.fields
    moved = made.notetype.model_copy(update={"fields": (*others, first), "mod": NOW + 100})
    notes = tuple(note.model_copy(update={"fields": (*note.fields[1:], note.fields[0])}) for note in made.notes)
    write_package(made.model_copy(update={"notetype": moved, "notes": notes}), tmp_path / "moved.apkg")

    log = learner.take(tmp_path / "moved.apkg")
    assert (log.new, log.updated, log.conflicting) == (1, 0, 1)
    assert [name.rstrip("+") for name in learner.notetypes()] == ["ankigen", "ankigen"]
    assert "One, corrected?" not in learner.card("Q-1").note()["Stem"]
    log = learner.take(folder / "apkg" / "bank.apkg")
    assert (log.updated, log.conflicting) == (1, 1), "with the fields as they were, the correction arrives"
