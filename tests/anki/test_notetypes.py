"""The note type's schema, frozen from the first release."""

from __future__ import annotations

import json
import re

from conftest import ROOT

from ankigen.anki import notetypes

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
