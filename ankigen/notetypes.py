"""A template folder to a note type: notetype.toml, HTML and CSS become what Anki is given."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from ankigen.model import CardTemplate, Field, Notetype

SOURCE = "Source"  # the field that names the file
REPEATS_TAGS = frozenset({"Meta", "Extra1"})  # fields that show what the tags say


def folder() -> Path:
    """Return the folder of the templates: inside the package when installed, beside it in a checkout."""
    packaged = Path(__file__).parent / "templates"
    return (packaged if packaged.is_dir() else Path(__file__).parents[1] / "templates") / "ankigen"


@cache
def load() -> Notetype:
    """Return the note type `ankigen`."""
    base = folder()
    settings = tomllib.loads((base / "notetype.toml").read_text(encoding="utf-8"))
    return Notetype(
        name=settings["name"],
        id=settings["id"],
        fields=tuple(
            Field(
                name=field["name"],
                id=field["id"],
            )
            for field in settings["fields"]
        ),
        templates=tuple(
            CardTemplate(
                name=template["name"],
                id=template["id"],
                front=(base / template["front"]).read_text(encoding="utf-8"),
                back=(base / template["back"]).read_text(encoding="utf-8"),
                when=template.get("when", ""),
            )
            for template in settings["templates"]
        ),
        css=(base / "style.css").read_text(encoding="utf-8"),
    )
