"""Read the note type from the folder of its templates: notetype.toml, HTML, CSS and JavaScript."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from ankigen.model import CardTemplate, Field, Notetype
from ankigen.system.errors import UserError

ID = "Id"  # the field that names the question
RECALL = "Recall"  # the template of the second card
SOURCE = "Source"  # the field that names the file
_SCRIPT = '<script src="script.js"></script>'  # replaced by the script itself: a package cannot bring it as a file
REPEATS_TAGS = frozenset({"Meta", "Context"})  # fields that repeat what is in the tags


def folder(name: str = "ankigen") -> Path:
    """Return the path of a folder of templates: inside the package if installed, beside it in a checkout."""
    packaged = Path(__file__).parents[1] / "templates"
    return (packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates") / name


def reload() -> None:
    """Read the templates again. Raises `UserError` if they cannot be read; then the next `load` tries again."""
    load.cache_clear()
    try:
        load()
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"{folder()}: the templates cannot be read: {error}", "correct and save them") from error


@cache
def load() -> Notetype:
    """Return the note type `ankigen`, without its date; it is read once."""
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
                question=settings["browser"]["question"],
                answer=settings["browser"]["answer"],
                when=template.get("when", ""),
            )
            for template in settings["templates"]
        ),
        css=(base / "style.css").read_text(encoding="utf-8"),
    )


def as_built(notetype: Notetype) -> Notetype:
    """Return a note type that was read from a package with what packages do not say: when a template has cards."""
    ours = {template.id: template.when for template in load().templates}
    templates = [template.model_copy(update={"when": ours.get(template.id, "")}) for template in notetype.templates]
    return notetype.model_copy(update={"templates": tuple(templates)})
