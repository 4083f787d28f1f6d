"""`ankigen push --suspend-retired --move-cards --keep-mine`: through AnkiConnect into the real Anki backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import first_is_quick
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from anki_backend import Learner
    from ankiconnect import AnkiConnect
    from conftest import Run

pytestmark = pytest.mark.slow  # each test builds a bank and imports it into Anki

NOW = 1_750_000_000  # of the first build
LATER = NOW + 100  # of the second build: after all that the learner does
ALL = ("--suspend-retired", "--move-cards", "--keep-mine")


def texts(**changed: str) -> dict[str, str]:
    """Return the files of three questions, some of them changed."""
    files = {f"Q-00{n}.md": question(f"Q-00{n}", stem=f"Number {n}?") for n in (1, 2, 3)}
    return files | {f"{name.replace('_', '-')}.md": text for name, text in changed.items()}


@pytest.fixture
def addon(learner: Learner) -> Iterator[AnkiConnect]:
    """AnkiConnect in front of an empty collection."""
    from ankiconnect import AnkiConnect

    with AnkiConnect(learner) as started:
        yield started


@pytest.fixture
def pushed(tmp_path: Path, addon: AnkiConnect, run: Callable[..., Run]) -> Path:
    """Build a bank of three questions and push it, as a learner does who always keeps what is theirs."""
    folder = bank(tmp_path / "bank", texts())
    run("build", folder, now=NOW)
    assert run("push", folder, "--port", addon.port, *ALL).code == 0
    return folder


def state(learner: Learner) -> list[object]:
    """Return all that a dry run must not change."""
    return [learner.rows(query) for query in ("select * from cards", "select * from notes", "select * from col")]


def dated(learner: Learner) -> None:
    """Date what the learner did before the second build: Anki took the real time."""
    learner.col.db.execute("update notes set mod = ?", NOW + 50)


def again(folder: Path, run: Callable[..., Run], addon: AnkiConnect, *options: str) -> list[str]:
    """Build later, look with a dry run, and push; return what the push says below its first line.

    The dry run must say the same and change nothing.
    """
    dated(addon.learner)
    assert run("build", folder, now=LATER).code == 0
    before = state(addon.learner)
    dry = run("push", folder, "--port", addon.port, *options, "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert state(addon.learner) == before
    done = run("push", folder, "--port", addon.port, *options)
    assert (done.code, done.err) == (0, "")
    assert dry.out.replace("would be imported", "imported") == done.out
    return done.out.splitlines()[1:]


def test_the_cards_of_retired_questions_are_suspended_and_no_others(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    (pushed / "Q-002.md").unlink()
    assert again(pushed, run, addon, "--suspend-retired") == ["  suspended: 1 retired card"]
    assert {card.note()["Id"]: card.queue for card in addon.learner.cards()} == {"Q-001": 0, "Q-002": -1, "Q-003": 0}
    assert again(pushed, run, addon, "--suspend-retired") == []


def test_cards_go_to_the_deck_of_the_new_topic_and_not_out_of_the_learners_own(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    learner = addon.learner
    learner.col.set_deck([learner.card("Q-003").id], learner.col.decks.id("Mine"))
    filtered = learner.col.decks.new_filtered("Bank::Filtered")
    deck = learner.col.decks.get(filtered)
    assert deck
    deck["terms"] = [['"Id:Q-001"', 10, 0]]
    learner.col.decks.save(deck)
    learner.col.sched.rebuild_filtered_deck(filtered)
    beta = {f"Q_00{n}": question(f"Q-00{n}", stem=f"Number {n}?", topics="`Beta`") for n in (1, 2, 3)}
    bank(pushed, texts(**beta))
    assert again(pushed, run, addon, "--move-cards") == ["  moved: 1 card from Bank::Alpha to Bank::Beta"]
    decks = {card.note()["Id"]: learner.deck_of(card) for card in learner.cards()}
    assert decks == {"Q-001": "Bank::Filtered", "Q-002": "Bank::Beta", "Q-003": "Mine"}


def test_own_tags_and_edits_of_changed_notes_are_put_back(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    learner = addon.learner
    for name in ("Q-001", "Q-002"):
        note = learner.card(name).note()
        note.tags += ["marked", "my::own"]
        note["Mnemonic"] += "<b>mine</b>"
        learner.col.update_note(note)
    mnemonic = learner.card("Q-001").note()["Mnemonic"]
    bank(pushed, texts(Q_001=question("Q-001", stem="Number 1, edited?", topics="`Beta`")))
    assert again(pushed, run, addon, "--keep-mine") == [
        "  put back: your tags on 1 note",
        "  put back: your edits of 1 note",
    ]
    note = learner.card("Q-001").note()
    assert "Number 1, edited?" in note["Stem"]
    assert note["Mnemonic"] == mnemonic
    assert {"marked", "my::own", "topic::beta"} <= set(note.tags)
    assert "topic::alpha" not in note.tags
    assert "marked" in learner.card("Q-002").note().tags


def test_an_edit_of_what_the_author_changed_too_is_replaced_and_named(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    note = addon.learner.card("Q-001").note()
    note["Stem"] += "mine"
    note["Answer"] += "mine"
    note["Mnemonic"] += "mine"
    addon.learner.col.update_note(note)
    parts = {"explanation": "The author's new explanation of it.", "extra": "\n## Mnemonic\n\nThe author's line.\n"}
    bank(pushed, texts(Q_001=question("Q-001", stem="Number 1?", **parts)))
    assert again(pushed, run, addon, "--keep-mine") == [
        "  replaced: your edit of Q-001 (Stem, Answer, Mnemonic); Edit, Undo in Anki shows it again"
    ]
    note = addon.learner.card("Q-001").note()
    assert "The author's new explanation of it." in note["Answer"]
    assert "The author's line." in note["Mnemonic"]
    assert "mine" not in note["Stem"] + note["Answer"] + note["Mnemonic"]


def test_what_another_profile_was_given_is_not_taken_for_an_edit(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    addon.profile = "Another"
    bank(pushed, texts(Q_001=question("Q-001", stem="Number 1?", explanation="The author's new explanation of it.")))
    (line,) = again(pushed, run, addon, "--keep-mine")
    assert line.startswith("  1 changed note replaced whole, with your edits if you made any: Q-001 ")
    assert "The author's new explanation of it." in addon.learner.card("Q-001").note()["Answer"]


def test_what_a_profile_was_given_is_known_after_a_push_into_another(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    addon.profile = "Another"
    assert run("push", pushed, "--port", addon.port, *ALL).code == 0
    addon.profile = "User 1"
    note = addon.learner.card("Q-001").note()
    note["Mnemonic"] += "mine"
    addon.learner.col.update_note(note)
    bank(pushed, texts(Q_001=question("Q-001", stem="Number 1, edited?")))
    assert again(pushed, run, addon, "--keep-mine") == ["  put back: your edits of 1 note"]


def test_a_question_with_a_new_id_keeps_what_is_the_learners(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run]
) -> None:
    note = addon.learner.card("Q-001").note()
    note.tags.append("mine")
    addon.learner.col.update_note(note)
    bank(pushed, texts(Q_001=question("Q-009", stem="Number 1?")))
    dated(addon.learner)
    run("build", pushed, now=LATER)
    run("push", pushed, "--port", addon.port, "--keep-mine")
    assert "mine" in addon.learner.card("Q-009").note().tags


def test_without_the_options_an_import_only_imports(pushed: Path, addon: AnkiConnect, run: Callable[..., Run]) -> None:
    (pushed / "Q-002.md").unlink()
    bank(pushed, {"Q-001.md": question("Q-001", stem="Number 1?", topics="`Beta`")})
    assert again(pushed, run, addon) == []
    assert {card.queue for card in addon.learner.cards()} == {0}
    assert {addon.learner.deck_of(card) for card in addon.learner.cards()} == {"Bank::Alpha"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("apkg/bank.apkg", "--dry-run"), "name the bank, not its package, with these options"),
        ((".", "--open", "--move-cards"), "--open only opens the packages"),
    ],
)
def test_what_needs_the_ledger_or_the_add_on_says_so(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run], arguments: tuple[str, ...], message: str
) -> None:
    ended = run("push", *arguments, "--port", addon.port, cwd=pushed)
    assert (ended.code, message in ended.err) == (2, True)


@pytest.mark.parametrize("action", ["notesInfo", "notesModTime", "findCards", "getDecks", "getActiveProfile"])
def test_an_old_add_on_is_named_and_nothing_is_opened(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run], action: str
) -> None:
    addon.missing = {action}
    (pushed / "Q-002.md").unlink()
    run("build", pushed, now=LATER)
    ended = run("push", pushed, "--port", addon.port, *ALL)
    assert ended.code == 1
    assert f"AnkiConnect answers {action} with an error: unsupported action" in ended.err
    assert "the searches that ankigen build prints" in ended.err


@pytest.mark.parametrize("action", first_is_quick(["findNotes", "findCards", "notesInfo", "notesModTime", "getDecks"]))
@pytest.mark.parametrize("answer", [None, 5, "text", [[1]], [{"noteId": 1}], {"deck": 5}, {"deck": ["x"]}], ids=repr)
def test_what_is_not_ankiconnect_is_named(
    pushed: Path, addon: AnkiConnect, run: Callable[..., Run], action: str, answer: object
) -> None:
    (pushed / "Q-002.md").unlink()
    run("build", pushed, now=LATER)
    addon.results[action] = answer
    ended = run("push", pushed, "--port", addon.port, *ALL)
    assert ended.code == 1
    assert "is not AnkiConnect" in ended.err
