"""The ledger, `ankigen.lock`: the GUID of every question, and when its note last changed.

It is text with one JSON array a line, sorted by key, so that git shows and merges it question by question. Anki
updates a note only if its date is later than that in the learner's collection, and then overwrites the learner's tags.
So a note's date changes if, and only if, its content does.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ankigen.anki import notetypes
from ankigen.model import KINDS, Rule
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ankigen.model import Kind, Note, Notetype, Summary

VERSION = 1
_TITLE = "ankigen ledger"
_LATEST = 253_402_300_799  # the last second of the year 9999
_FRAME = 4  # lines of a ledger without entries
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")


class Entry(NamedTuple):
    """One question, a line of the ledger.

    `content` and `answer` are the hashes `content` and `right` of its `Summary`; `fields` and `tags` are hashes of the
    note that Anki gets. `changed` is when `fields` or `tags` last changed; `since` is when the question was first
    built, was retired, or came back; both in epoch seconds. `home` is its home topic, "" for none. Entries sort by key.
    """

    key: str
    guid: str
    path: str
    home: str
    content: str
    answer: str
    fields: str
    tags: str
    changed: int
    state: Literal["active", "retired"]
    since: int

    @property
    def retired(self) -> bool:
        """Whether the question is no longer in the sources."""
        return self.state == "retired"


class Ledger(NamedTuple):
    """The entries by GUID, the bank's id and title, and the hash and date of the note type."""

    bank: str = ""
    title: str = ""
    notetype: str = ""
    notetype_changed: int = 0
    entries: Mapping[str, Entry] = {}

    @property
    def changed(self) -> int:
        """When anything in the ledger last changed, in epoch seconds; 0 if it is empty."""
        dates = [max(entry.changed, entry.since) for entry in self.entries.values()]
        return max([self.notetype_changed, *dates])


# Text.


def dump(ledger: Ledger) -> str:
    """Return the ledger's text."""
    rows: list[Sequence[object]] = [
        (_TITLE, VERSION),
        ("bank", ledger.bank, ledger.title),
        ("notetype", ledger.notetype, ledger.notetype_changed),
        *sorted(ledger.entries.values()),
        ("end",),
    ]
    text = json.JSONEncoder(ensure_ascii=False).encode
    return "".join([f"{text(row)}\n" for row in rows])


def load(text: str, name: str) -> Ledger:
    """Return the ledger from the text of its file; `name` is the file's, for messages.

    Raises `UserError` if the text is damaged: nothing is guessed.
    """
    rows = list(_rows(text, name)) or [(1, [])]
    _check_version(*rows[0], name)
    if rows[-1][1] != ["end"] or not text.endswith("\n") or len(rows) < _FRAME:
        raise _damaged(name, rows[-1][0], "ends too early", "restore it from git")
    _, bank, title = _typed(rows[1], ("bank",), (str, str, str), name)
    _, notetype, changed = _typed(rows[2], ("notetype",), (str, str, int), name)
    if changed > _LATEST:
        raise _damaged(name, rows[2][0], "is damaged", "restore it from git")
    kinds = (*[str] * 8, int, str, int)
    entries = [(number, Entry(*_typed((number, row), (), kinds, name))) for number, row in rows[3:-1]]
    _check_entries(entries, name)
    return Ledger(bank, title, notetype, changed, {entry.guid: entry for _, entry in entries})


def _check_version(number: int, first: list[object], name: str) -> None:
    if len(first) != 2 or first[0] != _TITLE or not isinstance(first[1], int):
        raise _damaged(name, number, "is not an ankigen ledger", "restore it from git")
    if first[1] > VERSION:
        raise _damaged(name, number, f"is from a newer ankigen (ledger version {first[1]})", "update ankigen")


def _check_entries(entries: Sequence[tuple[int, Entry]], name: str) -> None:
    seen: set[str] = set()
    for number, entry in entries:
        if entry.state not in {"active", "retired"} or max(entry.changed, entry.since) > _LATEST:
            raise _damaged(name, number, "is damaged", "restore it from git")
        if entry.guid in seen:
            hint = "keep the line with the later dates, delete the other"
            raise _damaged(name, number, f"has two lines for the GUID of `{entry.key}`", hint)
        seen.add(entry.guid)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[object]]]:
    # Not `splitlines`: JSON leaves U+2028 and U+0085 in a line as they are.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
    decode = json.JSONDecoder().decode
    for number, line in enumerate(lines, 1):
        if _CONFLICT.match(line):
            hint = "keep both sides' lines; where both have a line for one question keep the later dates"
            raise _damaged(name, number, "holds a merge conflict", hint)
        try:
            row = decode(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, list):
            raise _damaged(name, number, "is damaged", "restore it from git")
        yield number, row


def _typed(numbered: tuple[int, list[object]], first: tuple[str, ...], kinds: tuple[type, ...], name: str) -> list[Any]:
    """Return the row if its values have the types `kinds` and it begins with `first`; else raise `UserError`."""
    number, row = numbered
    if tuple(map(type, row)) != kinds or tuple(row[: len(first)]) != first:
        raise _damaged(name, number, "is damaged", "restore it from git")
    return row


def _damaged(name: str, line: int, what: str, hint: str) -> UserError:
    return UserError(f"the ledger {what}", hint, place=f"{name}:{line}:1", code=Rule.LEDGER_DAMAGED.code)


# Dates.


class Row(NamedTuple):
    """A question of this build, without its rendered note, which is large.

    `due` is its position among new cards, from 1; `home` is its home topic, "" for none; `fields` and `tags` are the
    `hashes` of its note, and `cards` the ordinals of the card templates for which the note has cards.
    """

    summary: Summary
    guid: str
    home: str
    due: int
    fields: str = ""
    tags: str = ""
    cards: tuple[int, ...] = ()


def record(ledger: Ledger, rows: Iterable[Row], now: int, *, gone: Iterable[str] = ()) -> Ledger:
    """Return the ledger after a build of `rows` at `now` (epoch seconds).

    `gone` are the GUIDs of questions that are no longer in the sources: their entries are retired and kept forever.
    """
    entries = dict(ledger.entries)
    for row in rows:
        entries[row.guid] = _entry_after(entries.get(row.guid), row, now)
    for guid in gone:
        if not entries[guid].retired:
            entries[guid] = entries[guid]._replace(state="retired", since=now)
    return ledger._replace(entries=entries)


def _entry_after(old: Entry | None, row: Row, now: int) -> Entry:
    summary = row.summary
    if old is None:
        changed = now
    elif (old.fields, old.tags) == (row.fields, row.tags):
        changed = old.changed
    else:
        changed = max(now, old.changed + 1)
    return Entry(
        key=summary.key,
        guid=row.guid,
        path=summary.path,
        home=row.home,
        content=summary.content,
        answer=summary.right,
        fields=row.fields,
        tags=row.tags,
        changed=changed,
        state="active",
        since=old.since if old and not old.retired else now,
    )


def date_notetype(ledger: Ledger, notetype: Notetype, now: int) -> Ledger:
    """Return the ledger with the note type's hash, dated `now` (epoch seconds) if the hash changed."""
    hashed = _hash(notetype.model_dump_json(exclude={"mod"}))
    if hashed == ledger.notetype:
        return ledger
    changed = max(now, ledger.notetype_changed + 1) if ledger.notetype else now
    return ledger._replace(notetype=hashed, notetype_changed=changed)


def hashes(note: Note) -> tuple[str, str]:
    """Return the hash of a note's fields, and the hash of its tags with the fields that repeat them.

    `Source` is in neither: a renamed file changes nothing on a card.
    """
    names = [field.name for field in notetypes.load().fields]
    texts = [(name, text) for name, text in zip(names, note.fields, strict=True) if name != notetypes.SOURCE]
    fields = [text for name, text in texts if name not in notetypes.REPEATS_TAGS]
    repeated = [text for name, text in texts if name in notetypes.REPEATS_TAGS]
    return _hash("\x1f".join(fields)), _hash("\x1f".join([*note.tags, *repeated]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# Changes between two builds.


def changes(before: Ledger, after: Ledger) -> dict[Kind, tuple[str, ...]]:
    """Return the keys of the questions that changed, by kind of change, in the order of `KINDS`."""
    keys_by_kind: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    for entry in sorted(after.entries.values()):
        for kind in _kinds(before.entries.get(entry.guid), entry):
            keys_by_kind[kind].append(entry.key)
    return {kind: tuple(keys) for kind, keys in keys_by_kind.items() if keys}


def _kinds(old: Entry | None, new: Entry) -> Iterator[Kind]:
    if old is None:
        yield "new"
        return
    if old.retired != new.retired:
        yield "retired" if new.retired else "returned"
    if old.answer != new.answer:
        yield "answer"
    elif old.fields != new.fields:
        yield "changed"
    if old.home != new.home:
        yield "moved"
    if old.tags != new.tags:
        yield "retagged"


def moves(before: Ledger, after: Ledger) -> dict[tuple[str, str], list[str]]:
    """Return the keys of the questions that moved, by their old and new home topic."""
    keys_by_move: dict[tuple[str, str], list[str]] = {}
    for entry in sorted(after.entries.values()):
        old = before.entries.get(entry.guid)
        if old and old.home != entry.home:
            keys_by_move.setdefault((old.home, entry.home), []).append(entry.key)
    return keys_by_move
