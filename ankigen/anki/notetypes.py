"""A template folder to a note type: notetype.toml, HTML, CSS and JavaScript become what Anki is given."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from ankigen.model import CardTemplate, Field, Notetype
from ankigen.system.errors import UserError

SOURCE = "Source"  # the field that names the file
_SCRIPT = (
    '<script src="script.js"></script>'  # where a template wants the script: inside, for Anki brings no files along
)
REPEATS_TAGS = frozenset({"Meta", "Extra1"})  # fields that show what the tags say


def folder(name: str = "ankigen") -> Path:
    """Return a folder of templates: inside the package when installed, beside it in a checkout."""
    packaged = Path(__file__).parents[1] / "templates"
    return (packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates") / name


def reload() -> None:
    """Read the templates again; ones that cannot be read are a `UserError`, and the next `load` tries anew."""
    load.cache_clear()
    try:
        load()
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"{folder()}: the templates cannot be read: {error}", "mend them and save again") from error


@cache
def load() -> Notetype:
    """Return the note type `ankigen`."""
    base = folder()
    settings = tomllib.loads((base / "notetype.toml").read_text(encoding="utf-8"))
    script = f"<script>\n{(base / 'script.js').read_text(encoding='utf-8')}</script>"

    def side(name: str) -> str:
        return (base / name).read_text(encoding="utf-8").replace(_SCRIPT, script)

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
                front=side(template["front"]),
                back=side(template["back"]),
                when=template.get("when", ""),
            )
            for template in settings["templates"]
        ),
        css=(base / "style.css").read_text(encoding="utf-8"),
    )
