"""A random year: an author edits and builds, a learner imports, studies and tidies up. Nobody loses anything.

`ANKIGEN_YEARS` is the number of years; they are divided among the shards, which run in parallel.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from writing import bank, cache_beside, question

from ankigen.anki import notetypes
from ankigen.anki.apkg import read_package
from ankigen.build import Filter, find_banks, pipeline

pytestmark = pytest.mark.slow


anki_backend = pytest.importorskip("anki_backend", reason="the package anki is missing: pip install 'ankigen[test]'")


YEARS = int(os.environ.get("ANKIGEN_YEARS", "20"))
SHARDS = 4
START = 1_700_000_000
MONTH = 30 * 86400
TOPICS = ("Alpha", "Beta", "Gamma")
TRAPS = ("Syntax-Confusion", "Similar-Function", "Default-Value")


# The author.


@dataclass
class Item:
    """A question as its author sees it: `uid` never changes, but everything else may."""

    uid: int
    number: str
    path: str
    version: int = 0
    why: int = 0
    answer: str = "B"
    topics: tuple[str, ...] = ("Alpha",)
    traps: tuple[str, ...] = ()
    present: bool = True
    # What happened this month. Content and identity never change in one month: the question would become a new card.
    edited: bool = False
    relocated: bool = False
    renumbered: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything happened to it this month."""
        return self.edited or self.relocated or self.renumbered

    def text(self) -> str:
        """Return the text of the question's file."""
        return question(
            self.number,
            stem=f"Question u{self.uid}u in version v{self.version}v?",
            answer=f"`{self.answer}`",
            topics=", ".join(f"`{topic}`" for topic in self.topics),
            traps=", ".join(f"`{trap}`" for trap in self.traps) or "(無)",
            explanation=f"說明 w{self.why}w。",
        )


@dataclass
class Author:
    """A bank's author: each method is an edit that real authors make."""

    folder: Path
    items: list[Item] = field(default_factory=list)
    numbers: int = 0

    def known_by_id(self, item: Item) -> bool:
        """Whether the item has an ID that no other item has."""
        return bool(item.number) and sum(other.number == item.number for other in self.items) == 1

    def new(self, pick: random.Random) -> None:
        """Add a question, sometimes without an ID, or with the ID of a question in another folder."""
        self.numbers += 1
        uid = len(self.items)
        number, path = f"Q-{self.numbers:03}", f"{pick.choice('ab')}/q{uid}.md"
        kind = pick.random()
        still = [i for i in self.items if i.present and self.known_by_id(i) and not i.changed]
        if kind < 0.2:
            number = ""
        elif kind < 0.3 and still:
            other = pick.choice(still)
            number, path, other.renumbered = other.number, f"c{uid}/q{uid}.md", True
        self.items.append(Item(uid, number, path, topics=(pick.choice(TOPICS),), renumbered=True))

    def edit(self, item: Item, pick: random.Random) -> None:
        """Edit the stem, the explanation or the answer."""
        item.why += 1
        if item.renumbered or (item.relocated and not self.known_by_id(item)):
            return
        item.edited = True
        if pick.random() < 0.5:
            item.version += 1
        else:
            item.answer = pick.choice([label for label in "ABC" if label != item.answer])

    def rename(self, item: Item, pick: random.Random) -> None:
        """Rename the file."""
        if not item.edited or self.known_by_id(item):
            item.path = f"{item.path.rpartition('/')[0]}/r{pick.randrange(10**6)}-{item.uid}.md"
            item.relocated = True

    def move(self, item: Item, pick: random.Random) -> None:
        """Move the file to another folder."""
        if self.known_by_id(item) or not (item.number or item.edited):
            item.path = f"{pick.choice('abde')}/m{pick.randrange(10**6)}-{item.uid}.md"
            item.relocated = True

    def renumber(self, item: Item, _: random.Random) -> None:
        """Give it a new ID, or its first."""
        if not item.edited:
            self.numbers += 1
            item.number, item.renumbered = f"Q-{self.numbers:03}", True

    def swap(self, item: Item, pick: random.Random) -> None:
        """Exchange the IDs of two questions."""
        other = pick.choice([i for i in self.items if i.present])
        if item is not other and all(self.known_by_id(i) and not i.edited for i in (item, other)):
            item.number, other.number = other.number, item.number
            item.renumbered = other.renumbered = True

    def retag(self, item: Item, pick: random.Random) -> None:
        """Change topics and traps; the first topic is the home."""
        item.topics = tuple(pick.sample(TOPICS, pick.randint(1, 3)))
        item.traps = tuple(pick.sample(TRAPS, pick.randint(0, 2)))

    def delete(self, item: Item, _: random.Random) -> None:
        """Delete it from the sources."""
        if sum(i.present for i in self.items) > 2 and not item.changed:
            item.present, item.renumbered = False, True

    def revive(self, _: Item, pick: random.Random) -> None:
        """Bring a deleted one back."""
        gone = [item for item in self.items if not item.present and not item.renumbered]
        if gone:
            item = pick.choice(gone)
            item.present = item.renumbered = True

    def restyle(self, _: Item, pick: random.Random) -> None:
        """Change the look of the cards."""
        with (self.folder.parent / "templates" / "style.css").open("a", encoding="utf-8") as file:
            file.write(f"/* {pick.randrange(10**6)} */\n")

    def save(self) -> None:
        """Write the sources."""
        for old in self.folder.iterdir():
            if old.is_dir() and old.name != "apkg":
                shutil.rmtree(old)
        bank(self.folder, {item.path: item.text() for item in self.items if item.present})


EDITS = ("new", "edit", "edit", "rename", "move", "renumber", "swap", "retag", "delete", "revive", "restyle")


# The learner.


@dataclass
class Student:
    """A learner with a collection, of which some things must never be lost."""

    person: Any
    now: int = START

    @property
    def col(self) -> Any:
        """Anki's collection."""
        return self.person.col

    def study(self, pick: random.Random) -> None:
        """Answer a few cards."""
        for deck in self.col.decks.all_names_and_ids():
            self.col.decks.select(deck.id)
            for _ in range(pick.randint(0, 2)):
                card = self.col.sched.getCard()
                if card is None:
                    break
                self.answer(card, pick.randint(1, 4))

    def answer(self, card: Any, button: int) -> None:
        """Press an answer button, some seconds after the last one."""
        self.now += 5
        self.person.answer_at(card, self.now, button)

    def tidy(self, pick: random.Random) -> None:
        """Suspend and flag cards, move some to the learner's own deck, rename a deck."""
        cards = list(self.col.find_cards(""))
        if not cards:
            return
        self.col.sched.suspend_cards(pick.sample(cards, min(len(cards), 2)))
        self.col.set_user_flag_for_cards(pick.randint(1, 7), pick.sample(cards, 1))
        mine = self.col.decks.id("Mine")
        self.col.set_deck(pick.sample(cards, 1), mine)
        decks = [deck for deck in self.col.decks.all_names_and_ids() if deck.name.startswith("Bank::")]
        if decks and pick.random() < 0.3:
            deck = pick.choice(decks)
            self.col.decks.rename(deck.id, f"Renamed {pick.randrange(10**6)}")

    def annotate(self, pick: random.Random) -> None:
        """Tag a note, and edit another."""
        notes = list(self.col.find_notes(""))
        for number in pick.sample(notes, min(len(notes), 2)):
            mine = self.col.get_note(number)
            if pick.random() < 0.5:
                mine.add_tag("mine")
            else:
                mine["Mnemonic"] += "<b>mine</b>"
            self.col.update_note(mine)
            self.col.db.execute("update notes set mod = ? where id = ?", self.now, number)  # Anki used the real time

    def snapshot(self) -> dict[str, Any]:
        """Return what an import must not change."""
        cards = "select id,nid,did,ord,type,queue,due,ivl,factor,reps,lapses,left,odue,odid,flags,data from cards"
        return {
            "cards": set(self.person.rows(cards)),
            "revlog": self.person.rows("select * from revlog order by id"),
            "notes": {row[0]: row[1:] for row in self.person.rows("select guid, mod, flds, tags from notes")},
            "schema": self.person.rows("select scm from col"),
        }


def take(student: Student, folder: Path, names: list[str], truth: dict[str, tuple[int, str]]) -> None:
    """Import packages in this order; check that nothing is lost and everything new is there."""
    for name in names:
        before = student.snapshot()
        log = student.person.take(folder / name)
        after = student.snapshot()
        assert log.conflicting == 0, name
        assert before["cards"] <= after["cards"], "an import changed a card"
        assert before["revlog"] == after["revlog"]
        assert before["schema"] == after["schema"], "an import forces a full sync"
        assert student.person.notetypes() == ["ankigen"]
        check_notes(before["notes"], after["notes"], package_notes(folder / name), truth)
    uids = [re.search(r"u(\d+)u", flds)[1] for _, flds, _ in student.snapshot()["notes"].values()]  # type: ignore[index]
    assert len(set(uids)) == len(uids), "a question has two notes"


def package_notes(path: Path) -> dict[str, Any]:
    """Return the notes of a package, by GUID."""

    return {one.guid: one for one in read_package(path).notes}


def check_notes(
    before: dict[str, Any], after: dict[str, Any], offered: dict[str, Any], truth: dict[str, tuple[int, str]]
) -> None:
    """Check that each note with a later date than the learner's has its new text, and that all others are unchanged."""
    for guid, (_, flds, tags) in after.items():
        old = before.get(guid)
        new = offered.get(guid)
        if new is None or (old and old[0] >= new.mod):
            assert old == after[guid], "an import changed a note that had not changed"
            continue
        assert flds == "\x1f".join(new.fields)
        assert set(tags.split()) == set(new.tags)
        uid, text = truth[guid]
        assert f"u{uid}u" in flds
        assert text in flds


# The year.


MONTHS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 10**6)), min_size=1, max_size=6),
        st.sampled_from(("whole", "topics", "some", "both", "skip")),
        st.sets(st.sampled_from(("study", "tidy", "annotate"))),
        st.integers(0, 10**6),
    ),
    min_size=2,
    max_size=8,
)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_year_of_edits_loses_nothing(shard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    @settings(
        max_examples=max(1, YEARS // SHARDS),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a year takes a second: shrinking one takes minutes
    )
    @given(months=MONTHS)
    def play(months: list[Any]) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            play_year(Path(scratch), months, monkeypatch)

    assert 0 <= shard < SHARDS
    play()


def play_year(scratch: Path, months: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate one year, in a folder of its own."""
    shutil.copytree(ROOT / "templates" / "ankigen", scratch / "templates")
    monkeypatch.setattr(notetypes, "folder", lambda: scratch / "templates")
    author = Author(scratch / "bank")
    author.folder.mkdir()
    first = random.Random(1)
    for _ in range(4):
        author.new(first)
    guids: dict[int, str] = {}
    with anki_backend.Learner(scratch / "learner") as person:
        student = Student(person)
        for number, (edits, imports, acts, seed) in enumerate(months):
            pick = random.Random(seed)
            apply(author, edits, first_month=number == 0)
            truth = build(author, START + number * MONTH, guids)
            student.now = START + number * MONTH + MONTH // 2
            names = chosen(author.folder / "apkg", imports, pick)
            note(f"month {number}: {edits} import {names} {sorted(acts)}")
            take(student, author.folder / "apkg", names, truth)
            for act in sorted(acts):
                getattr(student, act)(pick)
        problems, sound = person.col.fix_integrity()
        assert sound, problems
        assert person.col.get_empty_cards().notes == []


def apply(author: Author, edits: list[tuple[str, int]], *, first_month: bool) -> None:
    """Make a month's edits."""
    for item in author.items:
        item.edited = item.relocated = False
        item.renumbered = first_month
    for name, seed in edits:
        pick = random.Random(seed)
        present = [item for item in author.items if item.present]
        if name == "new":
            author.new(pick)
        else:
            getattr(author, name)(pick.choice(present), pick)


def build(author: Author, now: int, guids: dict[int, str]) -> dict[str, tuple[int, str]]:
    """Save and build; check that every question has kept its GUID; return the `uid` of each GUID."""
    author.save()
    notetypes.load.cache_clear()
    (location,) = find_banks([author.folder])
    cache = cache_beside(author.folder)
    made = pipeline.build(location, Filter(), now=now, cache=cache)
    assert not [d for d in made.bank.diagnostics if d.is_error]
    pipeline.write(made, cache)
    cache.close()
    notetypes.load.cache_clear()
    truth = {}
    for entry in made.after.entries.values():
        if entry.retired:
            continue
        (item,) = [item for item in author.items if item.present and item.path == entry.path]
        assert guids.setdefault(item.uid, entry.guid) == entry.guid, f"u{item.uid}u changed its GUID"
        truth[entry.guid] = (item.uid, f"v{item.version}v")
    assert len(truth) == sum(item.present for item in author.items)
    assert sorted(guids) == sorted(set(guids))
    assert len(set(guids.values())) == len(guids), "two questions share a GUID"
    return truth


def chosen(folder: Path, imports: str, pick: random.Random) -> list[str]:
    """Return the packages that the learner imports, in order."""
    topics = sorted(path.name for path in folder.glob("bank-*.apkg"))
    pick.shuffle(topics)
    return {
        "whole": ["bank.apkg"],
        "topics": topics,
        "some": topics[:1],
        "both": [*topics[:1], "bank.apkg", *topics[1:]],
        "skip": [],
    }[imports]
