"""The tags, decks and packages of topics: in every script, with levels, and different for different topics."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.anki import deck_name, search_for_deck
from ankigen.anki.apkg import read_package
from ankigen.model import slug

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

TOPICS = [
    "می\u200cخواهم",
    "👩\u200d💻",
    "คิด",
    "คีด",
    "हिन्दी",
    "🚀",
    "🔥",
    "AWS::S3",
    "AWS S3",
    "aws::EC2",
    "AWS",
    "R&D",
    'The "CAP" theorem',
    "",
]


def of_topics(folder: Path, topics: list[str], questions: int = 2, settings: str = 'id = "b"\ntitle = "B"\n') -> Path:
    """Write a bank with some questions for each topic."""
    files = {
        f"{i}-{n}.md": question(f"Q-{i}-{n}", stem=f"Number {i} {n}?", topics=f"`{topic}`" if topic else "(無)")
        for i, topic in enumerate(topics)
        for n in range(questions)
    }
    return bank(folder, files, settings)


def test_every_topic_has_a_deck_a_tag_and_a_package(tmp_path: Path, run: Callable[..., Run], learner: Learner) -> None:
    folder = of_topics(tmp_path / "b", TOPICS)
    assert run("build", folder).code == 0
    packages = {path.name: read_package(path) for path in sorted((folder / "apkg").glob("*.apkg"))}
    assert len(packages) == len(TOPICS) + 1
    parts = [note.guid for name, package in packages.items() if name != "b.apkg" for note in package.notes]
    assert sorted(parts) == sorted(note.guid for note in packages["b.apkg"].notes)
    for path in sorted((folder / "apkg").glob("*.apkg")):
        learner.take(path)
    assert learner.col.note_count() == 2 * len(TOPICS)
    decks = {deck.name for deck in learner.col.decks.all_names_and_ids()}
    wanted = {unicodedata.normalize("NFC", deck_name("B", topic)) for topic in TOPICS}
    assert {deck.casefold() for deck in wanted} <= {deck.casefold() for deck in decks}
    for i, topic in enumerate(TOPICS):
        cards = [learner.card(f"Q-{i}-{n}") for n in range(2)]
        assert {learner.deck_of(card).casefold() for card in cards} == {deck_name("B", topic).casefold()}
        tag = f"topic::{slug(topic)}"
        assert all((tag in card.note().tags) == bool(topic) for card in cards)
        if topic:
            below = [one for one in TOPICS if f"{slug(one)}::".startswith(f"{slug(topic)}::")]
            assert len(learner.col.find_cards(f'"tag:{tag}"')) == 2 * len(below)
            assert len(learner.col.find_cards(search_for_deck(deck_name("B", topic)))) == 2 * len(below)
    assert learner.col.fix_integrity()[1]


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("AWS", 4), ("AWS*", 4), ("aws::*", 2), ("AWS::S3", 1), ("คีด", 1), ("คิด", 1), ("ค*", 2), ("🚀", 1), ("r&d", 1)],
)
def test_a_filter_finds_what_is_below(tmp_path: Path, run: Callable[..., Run], pattern: str, count: int) -> None:
    folder = of_topics(tmp_path / "b", ["AWS", "AWS::S3", "AWS::S3::Glacier", "AWSome", "คิด", "คีด", "🚀", "R&D"], 1)
    result = run("export", folder, "--topic", pattern, "--format", "jsonl")
    exported = len(result.out.splitlines())
    assert exported == {"AWS": 3, "AWS::S3": 2}.get(pattern, count)


def test_a_topic_with_few_questions_has_a_deck_but_no_package(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = of_topics(tmp_path / "b", [f"T{i}" for i in range(20)] + ["", "Full", "Full"], 1)
    result = run("check", folder, "--format", "json")
    (thin,) = [one for one in map(json.loads, result.out.splitlines()) if one["code"] == "AG307"]
    assert thin["message"] == "20 topics are home to fewer than 2 questions: `T0`, `T1`, `T10` and 17 more"
    assert thin["path"].endswith("/0-0.md")
    assert len(thin["related"]) == 2
    assert run("build", folder).code == 0
    names = {path.name for path in (folder / "apkg").glob("*.apkg")}
    assert names == {"b.apkg", "b-full.apkg", "b-~no-topic.apkg"}
    assert {note.deck for note in read_package(folder / "apkg/b.apkg").notes} >= {"B::T1", "B::Full", "B"}


def test_without_topics_there_is_one_package(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = of_topics(tmp_path / "b", ["A", ""], 2)
    assert run("build", folder).code == 0
    assert {path.name for path in (folder / "apkg").glob("*.apkg")} == {"b.apkg", "b-a.apkg", "b-~no-topic.apkg"}
    for path in folder.glob("0-*.md"):
        path.unlink()
    assert run("build", folder, "--retire").code == 0
    assert {path.name for path in (folder / "apkg").glob("*.apkg")} == {"b.apkg"}


def test_a_package_goes_when_its_topic_becomes_thin(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = of_topics(tmp_path / "b", ["A", "C"])
    run("build", folder)
    assert (folder / "apkg/b-a.apkg").exists()
    (folder / "0-1.md").write_text(question("Q-0-1", stem="Number 0 1?", topics="`C`"), encoding="utf-8")
    assert run("build", folder).code == 0
    assert {path.name for path in (folder / "apkg").glob("*.apkg")} == {"b.apkg", "b-c.apkg"}


def test_a_silenced_topic_is_not_among_the_few(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = of_topics(tmp_path / "b", ["A", "C", "D"], 1)
    path = folder / "0-0.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n<!-- ankigen: ignore AG307 -->\n", encoding="utf-8")
    lines = run("check", folder, "--format", "json").out.splitlines()
    assert [json.loads(line)["message"] for line in lines] == ["2 topics are home to fewer than 2 questions: `C`, `D`"]
    (folder / "bank.toml").write_text('id = "b"\ntopic_minimum = 0\n', encoding="utf-8")
    run("build", folder)
    assert (folder / "apkg/b-a.apkg").exists()


def test_a_long_topic_is_built(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = of_topics(tmp_path / "b", ["字" * 100, "字" * 100 + "a"])
    assert run("build", folder).code == 0
    assert len(list((folder / "apkg").glob("*.apkg"))) == 3
