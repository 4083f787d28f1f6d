"""The oracle: which notes there must be, which note each must be, and what an import must not change."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.anki.apkg import read_package
from derived_year.author import POOR, SHARED, Author, Item

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_TAG = re.compile(r"<[^>]+>")


class Unit(NamedTuple):
    """What one note asks: a row for its path, method or value; a wrong option; a mnemonic; or the question itself."""

    kind: str
    token: str
    column: str = ""


class Version(NamedTuple):
    """What a unit says: its `cue`, its `answer`, and whether only this row of its table has this answer."""

    cue: str
    answer: str
    alone: bool = True


class Shown(NamedTuple):
    """A note of a package."""

    guid: str
    unit: Unit
    front: str
    back: str
    tags: tuple[str, ...]
    fields: tuple[str, ...]  # without the file: a question that moves needs no new date
    mod: int


def units(author: Author) -> dict[Unit, tuple[Item, Version]]:
    """Return every unit that the author's files and settings call for, if there were no limits."""
    every: dict[Unit, tuple[Item, Version]] = {}
    for item in author.items:
        if item.present:
            every[Unit("", f"q{item.token}q")] = item, Version(f"v{item.version}v", f"w{item.reason}w")
            on = author.on if item.own is None else {*item.own}
            every |= {unit: (item, version) for unit, version in _units(item) if unit.kind in on}
    return every


def _units(item: Item) -> Iterator[tuple[Unit, Version]]:
    methods = {row.cells[1] for row in item.rows}
    for row in item.rows:
        cue, method, path = row.cells
        yield Unit("lookup", row.token, "Endpoint"), Version(cue, path)
        if len(methods) > 1:
            yield Unit("lookup", row.token, "Method"), Version(cue, f"{method} {path}")
    if len({row.cells[1] for row in item.values}) > 1:
        for row in item.values:
            cue, value = row.cells
            yield Unit("lookup", row.token, "Value"), Version(cue, value.strip("`"), alone=value not in SHARED)
    for choice in item.choices:
        if choice is not item.right and choice.why not in {"", POOR}:
            yield Unit("refute", choice.token), Version(choice.text, choice.why)
    if "**" in item.memo:
        yield Unit("blank", f"m{item.token}m"), Version("", item.memo.replace("**", ""))


def unit_of(tags: Iterable[str], front: str) -> Unit:
    """Return the unit that a note asks, by its tags and what its front shows."""
    (kind,) = [tag.removeprefix("kind::") for tag in tags if tag.startswith("kind::")] or [""]
    tokens = re.findall({"lookup": r"[rs]\d+[rs]", "refute": r"o\d+o", "blank": r"m\d+m", "": r"q\d+q"}[kind], front)
    (token,) = {*tokens}
    (column,) = re.findall(r"→ (Endpoint|Method|Value)", front) if kind == "lookup" else [""]
    return Unit(kind, token, column)


def plain(html: str) -> str:
    """Return the text of a field."""
    return " ".join(_TAG.sub(" ", html).split())


def notes(package: Path) -> list[Shown]:
    """Return the notes of a package."""
    content = read_package(package)
    place = {field.name: number for number, field in enumerate(content.notetype.fields)}
    shown = []
    for note in content.notes:
        front, back = plain(note.fields[place["Stem"]]), plain(note.fields[place["Answer"]])
        unit = unit_of(note.tags, front)
        fields = _without_file(note.fields)
        shown.append(Shown(note.guid, unit, front, back, tuple(note.tags), fields, note.mod))
    return shown


def _without_file(fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in fields if not text.startswith("bank/"))


def states(folder: Path) -> dict[str, str]:
    """Return the states of the ledger's notes, by GUID."""
    rows = [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    return {row[1]: row[10] for row in rows if len(row) > 4}


class Oracle:
    """What has been built so far, and what must therefore hold of the next build."""

    def __init__(self, author: Author) -> None:
        self.author = author
        self.owner: dict[str, Unit] = {}
        self.latest: dict[Unit, tuple[str, Version]] = {}
        self.active: set[Unit] = set()
        self.dates: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {}

    def check(self, built: list[Shown], states_now: dict[str, str]) -> None:
        """Check a build of the whole bank: its notes, in their order, and the states in the ledger."""
        wanted = units(self.author)
        by_unit = {note.unit: note for note in built}
        assert len(by_unit) == len(built), "something is asked twice"
        assert by_unit.keys() <= wanted.keys(), f"asked without reason: {by_unit.keys() - wanted.keys()}"
        for unit, note in by_unit.items():
            self._check_text(note, wanted[unit][1])
            self._check_guid(note, wanted[unit][1])
            self._check_date(note)
        self._check_limits({*by_unit}, wanted)
        self._check_order([note.unit for note in built], wanted)
        active = {guid for guid, state in states_now.items() if state == "active"}
        assert active == {note.guid for note in built}
        assert states_now.keys() == self.owner.keys() | active, "the ledger has lost a note"
        self.latest |= {unit: (note.guid, wanted[unit][1]) for unit, note in by_unit.items()}
        self.active = {*by_unit}

    def _check_text(self, note: Shown, version: Version) -> None:
        cue, answer = plain(version.cue), plain(version.answer)
        assert cue in note.front, f"{note.unit} does not ask with {cue}"
        shown = answer.split(" ")[:1] if note.unit.column == "Method" else [answer]
        assert all(text in note.back for text in shown) or not note.unit.kind, f"{note.unit} does not answer {answer}"
        if note.unit.kind:
            assert f"kind::{note.unit.kind}" in note.tags

    def _check_guid(self, note: Shown, version: Version) -> None:
        """Check that a note is no other's, and that it is the same as before if one part of it is."""
        assert self.owner.setdefault(note.guid, note.unit) == note.unit, f"{note.unit} took another's note"
        if note.unit not in self.latest:
            return
        guid, before = self.latest[note.unit]
        if self._is_same(note.unit, version):
            assert guid == note.guid, f"{note.unit} became a new note: {before} -> {version}"

    def _is_same(self, unit: Unit, version: Version) -> bool:
        """Whether an author would expect the note of the latest build: one part of it is as it was."""
        before = self.latest[unit][1]
        alone = version.alone and before.alone and unit in self.active
        return before.cue == version.cue or (before.answer == version.answer and alone) or not unit.kind

    def _check_date(self, note: Shown) -> None:
        """Check that a note has a new date only if it has changed: else an import takes a learner's tags."""
        before = self.dates.get(note.guid)
        if before and before[:2] == (note.fields, note.tags):
            assert before[2] == note.mod, f"{note.unit} has a new date, and has not changed"
        elif before:
            assert note.mod > before[2], f"{note.unit} has changed, and has no later date"
        self.dates[note.guid] = note.fields, note.tags, note.mod

    def _check_limits(self, built: set[Unit], wanted: dict[Unit, tuple[Item, Version]]) -> None:
        """Check that a limit leaves out as few as it must, and none that was there for one that was not."""
        limits = {**self.author.limits, "blank": 1, "": 1}
        for kind, parent in {(unit.kind, item.token) for unit, (item, _) in wanted.items()}:
            possible = {unit for unit, (item, _) in wanted.items() if (unit.kind, item.token) == (kind, parent)}
            chosen = possible & built
            assert len(chosen) == min(limits[kind], len(possible)), f"{kind} of q{parent}q"
            dropped = {unit for unit in (possible & self.active) - chosen if self._is_same(unit, wanted[unit][1])}
            assert not dropped or chosen <= self.active, f"{dropped} had to go for another"

    def _check_order(self, built: list[Unit], wanted: dict[Unit, tuple[Item, Version]]) -> None:
        """Check that what is made of a question follows it."""
        question = 0
        for unit in built:
            token = wanted[unit][0].token
            question = token if not unit.kind else question
            assert token == question, f"{unit} is behind another question"


class Student:
    """A learner, and what an import must not change."""

    def __init__(self, person: Any, oracle: Oracle) -> None:
        self.person, self.oracle = person, oracle
        self.dates: dict[str, int] = {}
        self.now = 1_750_000_000
        self.reviewed: dict[Unit, int] = {}

    def take(self, package: Path) -> None:
        """Import a package, and check what the learner has then."""
        offered = {note.guid: note for note in notes(package)}
        before, mine = self._schedule(), {*self._guids("tag:mine")}
        log = self.person.take(package)
        assert log.conflicting == 0
        after = self._schedule()
        assert before["cards"] <= after["cards"], "an import changed a card"
        assert (before["log"], before["schema"]) == (after["log"], after["schema"])
        tagged = {*self._guids("tag:mine")}
        for guid, note in offered.items():
            assert guid not in mine or guid in tagged or self.dates[guid] < note.mod, "the learner's tag is lost"
            self.dates[guid] = note.mod
        shown = {guid: (fields, tags) for guid, fields, tags in self.person.rows("select guid, flds, tags from notes")}
        for guid, note in offered.items():
            fields, tags = shown[guid]
            assert _without_file(fields.split("\x1f")) == note.fields, f"{note.unit} is not up to date"
            assert {*tags.split()} - {"mine"} == {*note.tags}
            assert self.oracle.owner[guid] == note.unit
        assert len(shown) == len(self.person.cards()), "a note has more than one card, or none"
        assert not self.person.col.get_empty_cards().notes

    def study(self, share: float, pick: Any) -> None:
        """Answer some of the new cards."""
        for card in self.person.cards():
            if card.reps == 0 and pick.random() < share:
                self.now += 5
                self.person.answer_at(card, self.now)
                unit = self.oracle.owner[card.note().guid]
                self.reviewed[unit] = self.reviewed.get(unit, 0) + 1

    def mark(self, pick: Any) -> None:
        """Give a tag of one's own to some notes."""
        for number in self.person.col.find_notes(""):
            if pick.random() < 0.3:
                note = self.person.col.get_note(number)
                note.add_tag("mine")
                before = note.mod
                self.person.col.update_note(note)
                self.person.col.db.execute("update notes set mod = ? where id = ?", before, number)  # the real time

    def check_retired(self, search: str, retired: set[str]) -> None:
        """Check that the search of a build finds in Anki the notes that are retired, and no other."""
        assert {*self._guids(search)} == retired & {*self._guids("")}

    def check_reviews(self) -> None:
        """Check that each review belongs to what was asked, and that none is lost."""
        counts: dict[Unit, int] = {}
        rows = self.person.rows(
            "select n.guid, count() from revlog r join cards c on c.id = r.cid join notes n on n.id = c.nid group by 1"
        )
        for guid, count in rows:
            unit = self.oracle.owner[guid]
            counts[unit] = counts.get(unit, 0) + count
            note = self.person.col.get_note(self.person.col.db.scalar("select id from notes where guid = ?", guid))
            assert unit_of(note.tags, plain(note["Stem"])) == unit, "a review belongs to something else now"
        assert counts == self.reviewed
        problems, sound = self.person.col.fix_integrity()
        assert sound, problems

    def _guids(self, search: str) -> Iterator[str]:
        for number in self.person.col.find_notes(search):
            yield self.person.col.get_note(number).guid

    def _schedule(self) -> dict[str, Any]:
        cards = "select id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, flags, data from cards"
        return {
            "cards": {*self.person.rows(cards)},
            "log": self.person.rows("select * from revlog order by id"),
            "schema": self.person.rows("select scm from col"),
        }
