"""`ankigen progress` of a bank with more cards: each kind is shown by itself, and only questions count as the exam."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

COUNT = 4
SETTINGS = 'id = "bank"\ntitle = "Bank"\nexam_date = 2099-01-01\n'
KINDS = "[cards]\nlookup = true\nrefute = true\nblank = true\nrecall = true\n"
PARTS = """Runs: **create** first, stop last

## 📊 API 端點

| Operation | Method | Endpoint |
|---|---|---|
| Create number {n} | GET | /api/{n}/create |
| Stop number {n} | GET | /api/{n}/stop |
"""
KIND_OF = {"lookup": 2, "refute": 2, "blank": 1, "recall": 1, "choice": 1}  # cards of each question


class Study:
    """A learner with a bank, and what was answered."""

    def __init__(self, folder: Path, learner: Learner, run: Callable[..., Run]) -> None:
        self.folder, self.learner, self.run = folder, learner, run

    def build(self, settings: str = SETTINGS + KINDS, first: int = 0) -> None:
        """Build the questions from number `first` on, and import them."""
        texts = {
            f"{n}.md": question(f"Q-{n}", stem=f"What is {n}?", extra=PARTS.format(n=n)) for n in range(first, COUNT)
        }
        for path in self.folder.glob("*.md"):
            path.unlink()
        assert self.run("build", bank(self.folder, texts, settings)).code == 0
        self.learner.take(self.folder / "apkg" / "bank.apkg")

    def answer(self, search: str, *, good: bool) -> None:
        """Answer the cards that a search finds."""
        for number in self.learner.col.find_cards(search):
            card = self.learner.col.get_card(number)
            card.start_timer()
            self.learner.col.sched.answerCard(card, 3 if good else 1)

    def progress(self, style: str = "json") -> Any:
        """Return what `ankigen progress` prints of the learner's collection."""
        ended = self.run("progress", self.folder, "--from", self.learner.col.path, "--format", style)
        assert ended.code == 0, ended.err
        return json.loads(ended.out) if style == "json" else ended.out


@pytest.fixture
def study(tmp_path: Path, learner: Learner, run: Callable[..., Run]) -> Study:
    return Study(tmp_path / "bank", learner, run)


OWN = "-tag:kind::* card:1"  # the cards of the questions themselves, with options


def test_each_kind_is_counted_by_itself_and_only_questions_say_where_one_stands(study: Study) -> None:
    study.build()
    study.answer(OWN, good=True)
    before = study.progress()
    for kind in ("lookup", "refute", "blank"):
        study.answer(f"tag:kind::{kind}", good=kind == "blank")
    study.answer("tag:kind::lookup", good=True)
    after = study.progress()
    for same in ("standing", "weaknesses", "focus", "search", "picked"):
        assert after[same] == before[same], same
    kinds = {kind["kind"]: kind for kind in after["kinds"]}
    assert [*kinds] == ["choice", "recall", "lookup", "refute", "blank"]
    assert {kind: row["cards"] for kind, row in kinds.items()} == {kind: COUNT * n for kind, n in KIND_OF.items()}
    counts = {kind: (row["studied"], row["reviews"], row["right"]) for kind, row in kinds.items()}
    assert counts == {
        "choice": (COUNT, COUNT, COUNT),
        "recall": (0, 0, 0),
        "lookup": (2 * COUNT, 4 * COUNT, 2 * COUNT),
        "refute": (2 * COUNT, 2 * COUNT, 0),
        "blank": (COUNT, COUNT, COUNT),
    }
    assert sum(day["reviews"] for day in after["days"]) == sum(row["reviews"] for row in kinds.values())
    assert (after["plan"]["new"], after["plan"]["new_cards"]) == (0, COUNT)


def test_text_and_page_show_the_kinds_of_the_json(study: Study) -> None:
    study.build()
    study.answer(f"{OWN} OR tag:kind::lookup", good=True)
    study.answer("tag:kind::refute", good=False)
    report, text, page = (study.progress(style) for style in ("json", "text", "html"))
    (table,) = re.findall(r"<table>(?:(?!</table>).)*known now.*?</table>", page)
    rows = [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in table.split("<tr>")[2:]]
    lines = [re.split(r"\s{2,}", line.strip()) for line in text.partition("Cards by kind")[2].splitlines()[2:]]
    for number, kind in enumerate(report["kinds"]):
        counts = [kind["kind"], f"{kind['studied']} of {kind['cards']}", f"{kind['right']} of {kind['reviews']}"]
        assert rows[number][:3] == counts
        assert lines[number][:3] == counts
    more = f"{COUNT} of {COUNT} questions seen, {COUNT} reviews, {4 * COUNT} reviews of what is made of them"
    assert more in text
    assert more in re.sub(r"<[^>]*>", "", page)
    assert f"{report['plan']['new_cards']} left" in text


def test_a_bank_without_more_cards_says_nothing_of_kinds(study: Study) -> None:
    study.build(SETTINGS)
    study.answer(OWN, good=True)
    assert [kind["kind"] for kind in study.progress()["kinds"]] == ["choice"]
    for style in ("text", "html"):
        shown = study.progress(style)
        assert "Cards by kind" not in shown
        assert "new cards of every kind" not in shown


def test_what_is_retired_is_not_counted(study: Study) -> None:
    study.build()
    study.answer("tag:kind::*", good=True)
    study.build(SETTINGS + "[cards]\nblank = true\n", first=1)
    report = study.progress()
    assert {kind["kind"]: kind["studied"] for kind in report["kinds"]} == {"choice": 0, "blank": COUNT - 1}


def test_a_recall_card_that_a_question_has_no_longer_hides_no_new_one(study: Study) -> None:
    study.build(SETTINGS + "[cards]\nrecall = true\n")
    study.answer('"Id:Q-0" card:2', good=True)
    without = (study.folder / "0.md").read_text(encoding="utf-8").replace("## ", "**Recall:** false\n\n## ", 1)
    (study.folder / "0.md").write_text(without, encoding="utf-8")
    report = study.progress()
    assert [(kind["kind"], kind["cards"], kind["studied"]) for kind in report["kinds"]] == [
        ("choice", COUNT, 0),
        ("recall", COUNT, 1),
    ]


def test_an_answer_without_options_is_no_first_sight(study: Study) -> None:
    study.build()
    study.answer('"Id:Q-0" card:2', good=False)
    study.answer('"Id:Q-0" card:1', good=True)
    study.answer('"Id:Q-1" card:1', good=True)
    study.answer('"Id:Q-1" card:2', good=False)
    standing = study.progress()["standing"]
    assert (standing["seen"], standing["reviews"]) == (2, 4)
    assert (standing["first_sights"], standing["first_right"]) == (1, 1)


def test_a_mock_exam_does_not_ask_what_is_made_of_questions(study: Study, run: Callable[..., Run]) -> None:
    study.build()
    ended = run("exam", study.folder, "--kind", "lookup")
    assert (ended.code, ended.out) == (1, "")
    assert "has no multiple-choice question to ask" in ended.err
    assert run("exam", study.folder, "--kind", "choice").code == 0
