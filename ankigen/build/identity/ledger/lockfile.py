"""The file `ankigen.lock`: the ledger as text with one JSON array a line, sorted by key.

So git shows and merges it question by question. Whatever a merge leaves, with or without marks of conflict, has the
lines of both sides, and the ledger of both is made of them.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.build.identity.ledger import joining
from ankigen.build.identity.ledger.entries import STATES, Delivery, Entry, Ledger
from ankigen.model import Rule
from ankigen.system import atomic
from ankigen.system.errors import UserError
from ankigen.system.files import LEDGER_FILE, OUTPUT_FOLDER, SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.build.locate import Location

VERSION = 4  # with questions that are made of others; 3 has questions that are held out, and 2 has neither
_TITLE = "ankigen ledger"
_BANK, _NOTETYPE = "bank", "notetype"
EARLIEST = 1_000_000_000  # in 2001: no build has an earlier time, and the ids of notes are made of the earliest one
_LATEST = 253_402_300_799  # the last second of the year 9999
_LENGTHS = {1: 11, 2: 13, 3: 13, 4: 15}  # of the longest lines of questions, by version
_OF_QUESTION = 13  # values in a line of a question that is not made of another one
_CONFLICT = re.compile(r"(?P<mark><{7,}|={7,}|>{7,}|\|{7,})(?: |$)")
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which no file can hold
_GUID = re.compile(r"[A-Za-z0-9_-]{16}")


class _LedgerLine(NamedTuple):
    number: int
    row: list[object]


def dump(ledger: Ledger) -> str:
    """Return the ledger's text."""
    entries = sorted(ledger.entries.values())
    held, derived = any(entry.held for entry in entries), any(entry.parent for entry in entries)
    rows: list[Sequence[object]] = [
        (_TITLE, 4 if derived else 3 if held else 2),
        (_BANK, ledger.bank, ledger.title),
        (_NOTETYPE, ledger.notetype, ledger.notetype_changed),
        *(entry if entry.parent else entry[:_OF_QUESTION] for entry in entries),
        ("end",),
    ]
    text = json.JSONEncoder(ensure_ascii=False).encode
    return "".join([f"{text(row)}\n" for row in rows])


def read(location: Location, bank_id: str, folder: Path | None = None) -> tuple[Path, Ledger]:
    """Return the path of the ledger of a bank that is built into `folder`, and the ledger; an empty one if it is new.

    `folder` is by default that of a build without -o. If the ledger is a link, the path is that of what it leads to.
    Raises `UserError` if the ledger is damaged or another bank's, or
    if the bank.toml is gone that was beside it.
    """
    folder = folder or location.folder / OUTPUT_FOLDER
    _check_settings(location, folder)
    path = (location.folder if location.has_settings else folder) / LEDGER_FILE
    text = atomic.read_regular(path)
    if text is None and location.has_settings:  # where it was before the bank had a bank.toml
        earlier = [at for at in (location.folder / OUTPUT_FOLDER, folder) if at.is_dir()]
        text = next(filter(None, (atomic.read_regular(at / LEDGER_FILE) for at in earlier)), None)
    path = _behind_link(path)
    before = Ledger() if text is None else load(text, str(path))
    if unicodedata.normalize("NFC", before.bank) not in {"", unicodedata.normalize("NFC", bank_id)}:
        hint = f'write `id = "{before.bank}"` into bank.toml if it is the same bank; if not, delete the copied ledger'
        hint = hint if location.has_settings else f"{hint}, or choose another folder with -o"
        raise UserError(f"{path} is the ledger of another bank, {before.bank}", hint)
    return path, before


def _behind_link(path: Path) -> Path:
    """Return the path of what a ledger leads to if it is a link; `UserError` if that is no file.

    A link is never replaced by a file, or what it leads to would be out of date.
    """
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if not target.is_file():
        raise UserError(
            f"{path} is a link that leads nowhere: {target}", "bring back what it leads to, or delete it if it is wrong"
        )
    return target


def _check_settings(location: Location, folder: Path) -> None:
    """Raise `UserError` if the ledger of a bank is there without its bank.toml: it would be another bank."""
    path = location.folder / LEDGER_FILE
    text = None if location.has_settings or folder.resolve() == location.folder else atomic.read_regular(path)
    if text is not None:
        bank = load(text, str(path)).bank
        raise UserError(
            f"{path} is the ledger of the bank {bank}, and there is no {SETTINGS_FILE}: its questions would get second"
            " notes",
            f'restore {SETTINGS_FILE}, or write one with `id = "{bank}"`; delete the ledger if nobody has the cards',
        )


def load(text: str, name: str) -> Ledger:
    """Return the ledger from the text of its file; `name` is the file's, for messages.

    Raises `UserError` if the text is damaged: nothing is guessed.
    """
    lines = list(_lines(text, name)) or [_LedgerLine(1, [])]
    titles = [line for line in lines if line.row[:1] == [_TITLE]]
    for line in titles or lines[:1]:
        _check_title(line, name)
    if lines[-1].row != ["end"] or not text.endswith("\n"):
        raise _damaged(name, lines[-1].number, "ends too early", "restore it from git")
    rest = [line for line in lines if line not in titles and line.row != ["end"]]
    heads = [line for line in rest if len(line.row) not in _LENGTHS.values()]
    if len(heads) < 2:
        raise _damaged(name, lines[-1].number, "ends too early", "restore it from git")
    banks = [_typed(line, (_BANK,), (str, str, str), name) for line in heads if line.row[:1] == [_BANK]]
    looks = [_typed(line, (_NOTETYPE,), (str, str, int), name) for line in heads if line.row[:1] != [_BANK]]
    if not banks or not looks or len({bank for _, bank, _ in banks}) > 1 or max(date for *_, date in looks) > _LATEST:
        raise _damaged(name, heads[-1].number, "is damaged", "restore it from git")
    _, notetype, changed = max(looks, key=lambda look: look[2])
    entries = [_entry(line, name) for line in rest if len(line.row) in _LENGTHS.values()]
    _check_guids([line for line in rest if len(line.row) > _LENGTHS[1]], name)
    joined, rivals = joining.joined(entries, banks[0][1])
    twice = len(entries) + len(heads) + len(titles) - len(joined) - 3
    return Ledger(banks[0][1], banks[0][2], notetype, changed, joined, twice, rivals)


def lines_of(lines: Iterable[str]) -> Iterator[Entry | Delivery]:
    """Yield what lines of ledgers say of questions and, as a `Delivery`, of the note type; others are left out."""
    for line in lines:
        try:
            for row in _lines(line, ""):
                if len(row.row) in _LENGTHS.values():
                    yield _entry(row, "")
                elif row.row[:1] == [_NOTETYPE]:
                    _, notetype, changed = _typed(row, (_NOTETYPE,), (str, str, int), "")
                    yield Delivery("", changed, notetype)
        except UserError:
            continue


def _check_title(line: _LedgerLine, name: str) -> None:
    title, *version = line.row or [""]
    if title != _TITLE or len(version) != 1 or type(version[0]) is not int or version[0] < 1:
        raise _damaged(name, line.number, "is not an ankigen ledger", "restore it from git")
    if version[0] > VERSION:
        raise _damaged(name, line.number, f"is from a newer ankigen (ledger version {version[0]})", "update ankigen")


def _entry(line: _LedgerLine, name: str) -> Entry:
    if len(line.row) == _LENGTHS[1]:  # its note shows the question's key
        key, guid, path, home, loose, *rest = _typed(line, (), (*[str] * 8, int, str, int), name)
        entry = Entry(*[key, guid, path, home, "", loose, *rest, (key,)])
    else:
        derived = [str] * (len(line.row) - _OF_QUESTION)
        entry = Entry(*_typed(line, (), (*[str] * 9, int, str, int, list, *derived), name))
    shown = tuple(entry.shown)
    dated = EARLIEST <= min(entry.changed, entry.state_since) <= max(entry.changed, entry.state_since) <= _LATEST
    has_names = _GUID.fullmatch(entry.guid) and shown and all(type(name) is str for name in shown)
    if entry.state not in STATES or not dated or not has_names:
        raise _damaged(name, line.number, "is damaged", "restore it from git")
    return entry._replace(shown=shown)


def _check_guids(lines: Iterable[_LedgerLine], name: str) -> None:
    """Raise `UserError` if two lines have one GUID and are not of one question, as after an edit by hand.

    Two lines of one question, or of two that got one ID from two authors, have at least one name in common that was
    shown.
    """
    first_by_guid: dict[str, tuple[_LedgerLine, Entry]] = {}
    for line in lines:
        entry = _entry(line, name)
        first_line, first = first_by_guid.setdefault(entry.guid, (line, entry))
        if first.parent and (first.parent, first.kind) == (entry.parent, entry.kind):
            continue  # both sides have made it of one question, whose ID one of them has changed
        if not {shown.casefold() for shown in first.shown} & {shown.casefold() for shown in entry.shown}:
            raise _damaged(
                name,
                line.number,
                f"gives `{entry.key}` the GUID of `{first.key}` in line {first_line.number}",
                "restore it from git; if a merge made it, delete the line of the question that learners do not have",
            )


def _lines(text: str, name: str) -> Iterator[_LedgerLine]:
    """Yield the lines of both sides of a merge, without the marks of conflicts and what both sides have replaced."""
    # Not `splitlines`: JSON leaves U+2028 and U+0085 in a line as they are.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    decode = json.JSONDecoder().decode
    replaced = False
    for number, line in enumerate(lines, 1):
        mark = _CONFLICT.match(line)
        if mark:
            replaced = mark["mark"].startswith("|")
        if mark or replaced:
            continue
        try:
            row = decode(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, list) or ("\\u" in line and _HALF.search("".join(map(str, row)))):
            raise _damaged(name, number, "is damaged", "restore it from git")
        yield _LedgerLine(number, row)


def _typed(line: _LedgerLine, first: tuple[str, ...], kinds: tuple[type, ...], name: str) -> list[Any]:
    """Return the row if its values have the types `kinds` and it begins with `first`; else raise `UserError`."""
    if tuple(map(type, line.row)) != kinds or tuple(line.row[: len(first)]) != first:
        raise _damaged(name, line.number, "is damaged", "restore it from git")
    return line.row


def damaged(path: Path, guid: str, what: str, hint: str) -> UserError:
    """Return the error that the file has `what` wrong in the first line with a GUID."""
    lines = (atomic.read_regular(path) or "").split("\n")
    number = next((number for number, line in enumerate(lines, 1) if f'"{guid}"' in line), 1)
    return _damaged(str(path), number, what, hint)


def _damaged(name: str, line: int, what: str, hint: str) -> UserError:
    return UserError(f"the ledger {what}", hint, place=f"{name}:{line}:1", code=Rule.LEDGER_DAMAGED.code)
