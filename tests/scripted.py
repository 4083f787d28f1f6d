"""Scripted learners, of whom the truth is known, study for months in the real Anki, day by day.

Whether an answer is right is drawn for each question and repetition, so it is the same in any order of Anki's queue.
"""

from __future__ import annotations

import json
import math
import random
from typing import TYPE_CHECKING, NamedTuple

from anki.collection import Collection
from anki_backend import Learner
from writing import bank, question

if TYPE_CHECKING:
    from pathlib import Path

QUESTIONS = 120
FAMILIES = ("Looks-Alike", "Negation", "Scope", "Order", "Default")
TOPICS = ("Streaming", "Storage", "Security", "Tuning")
DAY = 86_400
SETTINGS = 'id = "bank"\ntitle = "Bank"\npass = 0.65\n[blueprint]\nStreaming = 1\nStorage = 1\n'


class Person(NamedTuple):
    """What is true of a learner: `weak` is the family that lowers the odds to be right, `slips` how often *Good* is
    pressed after a wrong answer, `days` how long the learner studies, with `new` questions a day.
    """

    seed: int
    ability: float = 0.9
    weak: str = ""
    slips: float = 0.0
    days: int = 60
    new: int = 2

    def chance(self, number: int, repetitions: int) -> float:
        """Return the probability to answer a question after so many repetitions."""
        hardness = random.Random(f"{self.seed} hard {number}").gauss(0, 0.6)
        logit = self.ability - hardness + 0.5 * min(repetitions, 4) - 1.7 * (family(number) == self.weak)
        return 1 / (1 + math.exp(-logit))

    def rating(self, number: int, repetitions: int) -> int:
        """Return the button that is pressed."""
        draw = random.Random(f"{self.seed} {number} {repetitions}")
        is_right = draw.random() < self.chance(number, repetitions)
        return 3 if is_right or draw.random() < self.slips else 1


def family(number: int) -> str:
    return FAMILIES[number % len(FAMILIES)]


def key(number: int) -> str:
    return f"Q-{number:03}"


def write_bank(folder: Path, settings: str = SETTINGS) -> Path:
    """Write a bank whose families, topics and domains are independent of each other."""
    draw = random.Random(1)
    files = {}
    for n in range(QUESTIONS):
        text = question(key(n), stem=f"What is number {n}?", traps=f"`{family(n)}`", topics=f"`{draw.choice(TOPICS)}`")
        files[f"{key(n)}.md"] = text.replace("Data Engineering / Operations", draw.choice(("Streaming", "Storage")))
    return bank(folder, files, settings)


def study(person: Person, folder: Path, place: Path) -> Path:
    """Let a learner study, day by day with Anki's own queue and scheduler, and return a backup as Anki makes it."""
    with Learner(place) as learner:
        learner.take(folder / "apkg" / "bank.apkg")
        for config in learner.col.decks.all_config():
            config["new"]["perDay"] = person.new
            learner.col.decks.update_config(config)
        for _ in range(person.days):
            tomorrow(learner, place)
            study_today(person, learner)
        backups = place / "backups"
        backups.mkdir()
        learner.col.create_backup(backup_folder=str(backups), force=True, wait_for_completion=True)
    return next(backups.glob("*.colpkg"))


def study_today(person: Person, learner: Learner) -> None:
    for name in learner.col.decks.all_names_and_ids():
        if "::" in name.name:
            continue
        learner.col.decks.select(name.id)
        while card := learner.col.sched.getCard():
            number = int(card.note().fields[0][2:])
            learner.col.sched.answerCard(card, person.rating(number, card.reps))


def tomorrow(learner: Learner, place: Path) -> None:
    """Make everything a day older; Anki notices the date when it opens the collection."""
    execute = learner.col.db.execute
    execute("update col set crt = crt - ?", DAY)
    execute("update revlog set id = id - ?", DAY * 1000)
    execute("update cards set due = due - ? where queue = 1", DAY)
    for number, text in learner.rows("select id, data from cards where data like '%lrt%'"):
        data = json.loads(text)
        execute("update cards set data = ? where id = ?", json.dumps(data | {"lrt": data["lrt"] - DAY}), number)
    learner.col.close()
    learner.col = Collection(str(place / "collection.anki2"))
