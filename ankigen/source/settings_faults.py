"""What is wrong in a bank.toml, at the place where it is written, and what to write instead."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any

from ankigen.model import Diagnostic, Rule, Span
from ankigen.source.encoding import decode
from ankigen.system.files import SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

_NAME = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[\w-]+)"
_NAMES = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*(?P<names>{_NAMES})[ \t]*\]")
_ENTRY = re.compile(rf"[ \t]*(?P<names>{_NAMES})[ \t]*=")
_TEXT = re.compile(r"#[^\n]*+|\"(?P<escaped>(?:[^\"\\\n]|\\.)*+)\"|'(?P<plain>[^'\n]*+)'")  # or a comment
_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")

# What pydantic finds wrong with a value, in words that need no knowledge of Python.
_MUST = {
    "bool_type": "must be true or false, without quotes",
    "string_type": "must be a text in quotes",
    "int_type": "must be a whole number, without quotes",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number, without quotes",
    "float_parsing": "must be a number, without quotes",
    "finite_number": "must be a number that is not infinite",
    "tuple_type": 'must be a list in brackets, such as ["a", "b"]',
    "dict_type": "must be a table: lines below its name in brackets",
    "model_type": "must be a table: lines below its name in brackets",
    "date_type": "must be a day such as 2027-02-01, without quotes",
    "date_from_datetime_parsing": "must be a day such as 2027-02-01",
    "date_from_datetime_inexact": "must be a day such as 2027-02-01, without a time",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
}
# What Python's reader of TOML says of the usual slips, and what to do.
_SLIPS = {
    "Cannot overwrite a value": "a setting is there twice: delete one of them",
    "Illegal character '\\n'": "close the quotes on the same line",
    "Invalid value": "put a text into quotes; write true and false in lower case",
    "Invalid date or datetime": "write a day that the calendar has, such as 2027-02-01",
    "Expected newline or end of document": "put a text into quotes, and write a day like 2027-02-01",
    "Expected '='": "write NAME = VALUE; a text is in quotes",
}


def read(path: Path) -> tuple[str, dict[str, Any], Diagnostic | None]:
    """Return the text of a bank.toml and its values, or why it cannot be read."""
    data = b""
    try:
        data = path.read_bytes()
        text, encoding = decode(data)
        if encoding != "utf-8":
            return "", {}, _wrong(f"is {encoding.upper()}, and TOML is always UTF-8", hint="save it as UTF-8")
        return text, tomllib.loads(text), None
    except OSError as error:
        return "", {}, _wrong(f"cannot be read: {error.strerror}")
    except RecursionError:
        return "", {}, _wrong("nests arrays or tables too deep")
    except UnicodeDecodeError as error:
        return "", {}, _wrong("is not UTF-8 text", (data.count(b"\n", 0, error.start) + 1, 1), "save it as UTF-8")
    except ValueError as error:  # not TOML, or a number of more digits than Python reads
        return "", {}, _no_toml(str(error), text)


def _no_toml(message: str, text: str) -> Diagnostic:
    at = _AT.search(message)
    what = message[: at.start()] if at else message
    hint = next((hint for slip, hint in _SLIPS.items() if what.startswith(slip)), "")
    place = (len(text.splitlines()) or 1, 1) if at else (1, 1)
    if at and at["line"]:
        column = 1 if "overwrite" in what else int(at["column"])  # there, the column is where the value ends
        place = (int(at["line"]), column)
    return _wrong(f"is not TOML: {what[:1].lower()}{what[1:]}", place, hint)


def diagnostic(item: ErrorDetails, text: str, settings: Mapping[str, str]) -> Diagnostic:
    """Return what is wrong with a value, or with a name that is no setting.

    `settings` has what each setting is for, by its name in the table that the value is in.
    """
    where = [part for part in item["loc"] if isinstance(part, str)]  # without the numbers of items in lists
    table = ".".join(where[:-1])
    name = f"`{where[-1]}`{f' in [{table}]' if table else ''}"
    context = item.get("ctx", {})
    below, value = context.get("at", ((), ""))
    place = place_of_value(text, [*where, *below], value) if value else _place(text, where)
    if item["type"] == "extra_forbidden":
        near = difflib.get_close_matches(where[-1], settings, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"known settings: {', '.join(settings)}"
        return _wrong(f"{name} is not a setting", place, hint)
    reason = item["msg"].removeprefix("Value error, ")
    must = _MUST.get(item["type"], "").format(**context) or f"{reason[:1].lower()}{reason[1:]}"
    about = settings.get(next((part for part in where if part in settings), ""), "")
    return _wrong(f"{name}: {must}", place, context.get("hint", "") or f"{about[:1].lower()}{about[1:]}".rstrip("."))


def place_of_value(text: str, where: Sequence[str], value: str) -> tuple[int, int]:
    """Return the line and column of a text in the value of a setting; where it has escapes, those of the setting.

    `text` is that of bank.toml, `where` are the names of the setting and of the tables that it is in.
    """
    line, column = _place(text, where)
    start = sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1
    name = re.compile(_NAMES).match(text, start)
    for match in _TEXT.finditer(text, name.end() if name else start):
        if value in (match["escaped"], match["plain"]):
            return text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
    return line, column


def _place(text: str, where: Sequence[str]) -> tuple[int, int]:
    """Return the line and column of a setting's name, or of the nearest table or setting around it."""
    table: list[str] = []
    place, depth = (1, 1), 0
    for number, row in enumerate(text.split("\n"), 1):
        begins = _TABLE.match(row)
        match = begins or _ENTRY.match(row)
        if match is None:
            continue
        names = [quoted.strip("\"'") for quoted in re.findall(_NAME, match["names"])]
        path = names if begins else [*table, *names]
        table = names if begins else table
        shared = _shared(path, where)
        if shared > depth:
            place, depth = (number, match.start("names") + 1), shared
    return place


def _shared(path: Sequence[str], where: Sequence[str]) -> int:
    """Return how many names two paths have in common from their beginning on."""
    same = [one == other for one, other in zip(path, where, strict=False)]
    return same.index(False) if False in same else len(same)


def _wrong(message: str, place: tuple[int, int] = (1, 1), hint: str = "") -> Diagnostic:
    line, column = place
    span = Span(path=SETTINGS_FILE, line=line, column=column)
    return Diagnostic(rule=Rule.BAD_SETTING, span=span, message=message, hint=hint)
