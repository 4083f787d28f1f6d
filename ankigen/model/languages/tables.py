"""The files of the languages, of which only the tables that somebody asks for are parsed."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
_TABLE = re.compile(r"^\[(\w+)\][ \t]*$", re.MULTILINE)


def language_table(language: str, table: str) -> dict[str, object]:
    """Return one table of a language's file, "" for what is above all tables; `KeyError` for no such language.

    A line `key = [...]` of strings in double quotes is JSON as well, which is read twenty times as fast as TOML.
    """
    text = _texts(language)[table]
    lines = [line.partition(" = ") for line in text.splitlines() if line and not line.startswith("#")]
    try:
        return {key: json.loads(value) for key, _, value in lines}
    except ValueError:  # TOML that is no JSON
        import tomllib  # noqa: PLC0415 - most often it is not needed

        return tomllib.loads(text)


@cache
def _texts(language: str) -> dict[str, str]:
    """Return the text of each table by name: a parser in Python is slow, and most of a file is not needed."""
    if language not in LANGUAGES:
        raise KeyError(language)
    top, *rest = _TABLE.split((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {"": top} | dict(zip(rest[::2], rest[1::2], strict=True))
