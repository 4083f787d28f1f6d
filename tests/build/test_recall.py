"""Recall cards: a bank with `open = true`, in the real Anki and in every command, and without it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from writing import bank, media_in, question

from ankigen.anki.apkg import read_package

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

    from ankigen.model import Note

NOW = 1_750_000_000
CLOSED = 'id = "bank"\ntitle = "Bank"\nlanguage = "en"\ntopic_minimum = 0\n'
OPEN = CLOSED + "open = true\n"
MIXED = """\
1. What is a pod?

   **Answer:** The smallest unit.

2. Which is red?

   A. tomato
   B. leek

   **Answer:** A

3. Put the steps into the right order.

A. Build
B. Plan
C. Ship

Answer: B, A, C

**Mnemonic:** plan first

4. 一個位元組有（　　）個位元。

答案：八

5. Wie viele Bits hat ein Byte?

Antwort: 8

6. Quelle est la différence ?

Réponse :

Une liste :

- change,
- ne change pas.

7. Match them.

1. TCP
2. UDP

A. datagrams
B. a stream

Answer: 1-B, 2-A
"""
KINDS = {1: "open", 3: "ordering", 4: "gap", 5: "number", 6: "open", 7: "matching"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a bank of choices and other questions."""
    return bank(tmp_path / "bank", {"mixed.md": MIXED, "q.md": question("Q-1", stem="Which one?")}, OPEN)


def notes(folder: Path) -> dict[str, Note]:
    """Return the notes of the package of the whole bank, by key."""
    return {note.fields[0]: note for note in read_package(folder / "apkg" / "bank.apkg").notes}


def name_of(folder: Path, number: int) -> str:
    """Return what the note of a question of mixed.md shows: none of them has an ID."""
    rows = map(json.loads, (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines())
    (shown,) = [row[-1] for row in rows if row[0] == f"mixed.md#{number}"]
    return str(shown[0])


def test_each_kind_is_a_card_without_options_in_the_real_anki(
    folder: Path, run: Callable[..., Run], learner: Learner
) -> None:
    assert run("build", folder, now=NOW).code == 0
    imported = learner.take(folder / "apkg" / "bank.apkg")
    assert (imported.new, imported.conflicting) == (8, 0)
    assert learner.col.card_count() == 8
    assert not learner.col.get_empty_cards().notes
    for number, kind in KINDS.items():
        card = learner.card(name_of(folder, number))
        note = card.note()
        assert note.tags == [f"kind::{kind}"]
        assert (note["Options"], note["Recall"]) == ("", "")
        front, back = learner.sides(card)
        assert 'class="option' not in front
        assert 'class="pick"' not in front + back
        assert 'class="recall"' not in front
        assert note["Answer"]
        assert note["Answer"] in back
        assert note["Answer"] not in front
    assert len(learner.col.find_cards("tag:kind::*")) == len(KINDS)
    assert len(learner.col.find_cards("-tag:kind::*")) == 2


def test_the_front_has_the_steps_and_the_back_their_order(
    folder: Path, run: Callable[..., Run], learner: Learner
) -> None:
    run("build", folder, now=NOW)
    learner.take(folder / "apkg" / "bank.apkg")
    front, back = learner.sides(learner.card(name_of(folder, 3)))
    assert [front.index(step) for step in ("Build", "Plan", "Ship")] == sorted(
        front.index(step) for step in ("Build", "Plan", "Ship")
    )
    answer = back[back.index('class="solution"') : back.index('class="stem"')]
    places = [answer.index(step) for step in ("Plan", "Build", "Ship")]
    assert places == sorted(places)
    assert "plan first" in back
    assert "plan first" not in front


def test_open_changes_no_other_note(folder: Path, run: Callable[..., Run], learner: Learner) -> None:
    (folder / "bank.toml").write_text(CLOSED, encoding="utf-8")
    run("build", folder, now=NOW)
    closed = notes(folder)
    assert closed.keys() == {"Q-1", name_of(folder, 2)}
    learner.take(folder / "apkg" / "bank.apkg")
    learner.answer(learner.card(name_of(folder, 2)))
    before = learner.rows("select id, guid, mod, flds, tags from notes order by id")
    for settings, when in ((OPEN, 100), (CLOSED, 200), (OPEN, 300)):
        (folder / "bank.toml").write_text(settings, encoding="utf-8")
        run("build", folder, now=NOW + when)
        built = notes(folder)
        for key, note in closed.items():
            assert built[key].model_dump(exclude={"due", "id"}) == note.model_dump(exclude={"due", "id"})
        learner.take(folder / "apkg" / "bank.apkg")
        assert set(before) <= set(learner.rows("select id, guid, mod, flds, tags from notes order by id"))
    assert learner.col.card_count() == 8


def test_a_question_that_is_asked_again_is_the_same_note(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    first = {key: note.guid for key, note in notes(folder).items()}
    (folder / "bank.toml").write_text(CLOSED, encoding="utf-8")
    run("build", folder, now=NOW + 100)
    (folder / "bank.toml").write_text(OPEN, encoding="utf-8")
    run("build", folder, now=NOW + 200)
    assert {key: note.guid for key, note in notes(folder).items()} == first


def test_without_open_each_question_is_named_and_the_setting_is_told(folder: Path, run: Callable[..., Run]) -> None:
    (folder / "bank.toml").write_text(CLOSED, encoding="utf-8")
    checked = run("check", folder)
    assert checked.code == 1
    for code in ("AG113", "AG110", "AG115", "AG112", "AG111"):
        assert code in checked.err + checked.out
    assert "`open = true` in bank.toml" in checked.err + checked.out


def test_with_open_nothing_is_reported(folder: Path, run: Callable[..., Run]) -> None:
    checked = run("check", folder)
    assert checked.code == 0
    assert "8 questions, 0 errors, 0 warnings" in checked.out + checked.err


def test_export_has_the_kind_and_the_solution(folder: Path, run: Callable[..., Run]) -> None:
    records = [json.loads(line) for line in run("export", folder).out.splitlines()]
    mixed = {record["source"]["index"]: record for record in records if record["source"]["path"] == "mixed.md"}
    assert {index: record["kind"] for index, record in mixed.items()} == KINDS | {2: "choice"}
    assert mixed[1]["solution"] == "The smallest unit."
    assert (mixed[1]["options"], mixed[1]["answer"]) == ([], [])
    assert mixed[2]["solution"] == ""


def test_a_changed_answer_is_told_as_one(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    run("build", folder, now=NOW)
    (folder / "apkg").rename(tmp_path / "old")
    text = MIXED.replace("The smallest unit.", "A whale's home.").replace("- change,", "- changes,")
    (folder / "mixed.md").write_text(text, encoding="utf-8")
    assert "answer changed: 2 (mixed.md#1, mixed.md#6)" in run("build", folder, now=NOW + 100).out
    output = run("diff", tmp_path / "old", folder / "apkg").out
    assert f"answer changed: {name_of(folder, 1)}  ! The smallest unit. -> A whale's home." in output


@pytest.mark.parametrize("command", ["stats", "preview", "inspect"])
def test_every_view_knows_questions_without_options(command: str, folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    place = folder / "apkg" / "bank.apkg" if command == "inspect" else folder
    options = ("-o", folder / "page.html") if command == "preview" else ()
    ended = run(command, place, *options)
    assert ended.code == 0
    if command == "inspect":
        assert "kind::ordering" in ended.out


def test_a_recall_setting_gives_choices_alone_a_second_card(folder: Path, run: Callable[..., Run]) -> None:
    (folder / "bank.toml").write_text(OPEN + "recall = true\n", encoding="utf-8")
    run("build", folder, now=NOW)
    assert {key: note.cards for key, note in notes(folder).items() if len(note.cards) > 1} == {
        "Q-1": (0, 1),
        name_of(folder, 2): (0, 1),
    }


def test_a_filter_takes_questions_of_every_kind(tmp_path: Path, run: Callable[..., Run]) -> None:
    texts = {
        "a.md": "# Question 1\n\n**ID:** A-1\n**Topics:** `Nets`\n\n## Question\n\nWhat?\n\n## Answer\n\nA port.\n",
        "b.md": question("B-1", topics="`Other`"),
    }
    folder = bank(tmp_path / "bank", texts, OPEN)
    run("build", folder, "--topic", "nets", now=NOW)
    (package,) = (folder / "apkg").glob("*.apkg")
    (note,) = read_package(package).notes
    assert (note.fields[0], note.deck, note.tags) == ("A-1", "Bank::Nets", ("kind::open", "topic::nets"))


def test_copies_with_other_answers_are_reported(tmp_path: Path, run: Callable[..., Run]) -> None:
    texts = {f"{n}.md": f"1. What is a pod?\n\nAnswer: {answer}\n" for n, answer in enumerate(("a unit", "a family"))}
    checked = run("check", bank(tmp_path / "bank", texts, OPEN))
    assert "AG304" in checked.out + checked.err
    assert "the answer is not that of the copy that is built" in checked.out + checked.err


def test_a_picture_in_an_answer_in_words_is_packed(tmp_path: Path, run: Callable[..., Run]) -> None:
    text = "1. What is a pod?\n\n**Answer:** The smallest unit: ![a pod](pod.svg)\n"
    folder = bank(tmp_path / "bank", {"q.md": text}, OPEN)
    (folder / "pod.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    assert run("build", folder, now=NOW).code == 0
    (name,) = media_in(folder / "apkg" / "bank.apkg")
    (note,) = notes(folder).values()
    assert any(f'src="{name}"' in field for field in note.fields)
