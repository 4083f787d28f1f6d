"""Notes that are made of a question: they keep their reviews through edits, and none is there twice or lost."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from writing import bank, files, question

from ankigen.anki.apkg import read_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

NOW = 1_750_000_000
SETTINGS = 'id = "bank"\ntitle = "Bank"\ntopic_minimum = 1\nlanguage = "en"\n'
CARDS = "[cards]\nlookup = true\nrefute = true\nblank = true\n"
ROWS = (("Create it", "POST", "/api/create"), ("Stop it", "POST", "/api/stop"), ("List all", "GET", "/api/list"))
TITLE = "📊 API 端點"
MNEMONIC = "Runs: **create** first, stop last"


def table(rows: Iterable[tuple[str, ...]]) -> str:
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"## {TITLE}\n\n| Operation | Method | Endpoint |\n|---|---|---|\n{lines}\n"


def text(number: str = "Q-001", rows: Iterable[tuple[str, ...]] = ROWS, mnemonic: str = MNEMONIC, **parts: Any) -> str:
    return question(number, extra=f"{mnemonic}\n\n{table(rows)}", **parts)


class Shown(NamedTuple):
    """A note as a learner has it: the stem and the right answer as text, and when it last changed."""

    guid: str
    stem: str
    back: str
    mod: int
    tags: tuple[str, ...]


def notes(folder: Path, name: str = "bank") -> list[Shown]:
    """Return the notes of a package, in their order."""
    package = read_package(folder / "apkg" / f"{name}.apkg")
    place = {field.name: number for number, field in enumerate(package.notetype.fields)}

    def plain(note: Any, field: str) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", note.fields[place[field]]).split())

    return [
        Shown(note.guid, plain(note, "Stem"), plain(note, "Answer"), note.mod, tuple(note.tags))
        for note in package.notes
    ]


def of_kind(folder: Path, kind: str) -> list[Shown]:
    return [note for note in notes(folder) if f"kind::{kind}" in note.tags]


def by_cue(folder: Path) -> dict[str, Shown]:
    """Return the look-ups of paths by their operation."""
    cues = ((note.stem.removeprefix(f"{TITLE} ").split(" →")[0], note) for note in of_kind(folder, "lookup"))
    return {cue: note for cue, note in cues if "Endpoint" in note.stem}


def states(folder: Path) -> dict[str, str]:
    """Return the states in the ledger, by GUID."""
    rows = [json.loads(line) for line in (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()]
    return {row[1]: row[10] for row in rows if len(row) > 4}


def join(folder: Path, ledgers: Iterable[str]) -> None:
    """Write the ledger that git's union merge makes of three: the base, ours and theirs."""
    for name, side in zip(("base", "ours", "theirs"), ledgers, strict=True):
        (folder / name).write_text(side, encoding="utf-8")
    merge = ["git", "merge-file", "--union", "-p", "ours", "base", "theirs"]
    merged = subprocess.run(merge, cwd=folder, capture_output=True, check=True).stdout
    (folder / "ankigen.lock").write_bytes(merged)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a bank of one question from which everything is made; it is not built yet."""
    return bank(tmp_path / "bank", {"q.md": text()}, SETTINGS + CARDS)


def test_notes_of_each_kind_follow_their_question_with_its_tags_in_its_deck(
    folder: Path, run: Callable[..., Run], learner: Learner
) -> None:
    ended = run("build", folder, now=NOW)
    assert "made of these questions: 1 blank, 6 lookup, 2 refute; to find a kind in Anki: tag:kind::blank" in ended.out
    assert learner.take(folder / "apkg/bank.apkg").new == 10
    assert len(learner.cards()) == 10, "one card each"
    assert {learner.deck_of(card) for card in learner.cards()} == {"Bank::Alpha"}
    for kind, count in (("lookup", 6), ("refute", 2), ("blank", 1)):
        cards = [learner.col.get_card(number) for number in learner.col.find_cards(f"tag:kind::{kind}")]
        assert len(cards) == count
        assert all({"topic::alpha", "trap::syntax-confusion"} <= set(card.note().tags) for card in cards)
    by_due = sorted(learner.cards(), key=lambda card: card.due)
    assert "Which one is right?" in by_due[0].note()["Stem"]
    assert not any(tag.startswith("kind::") for tag in by_due[0].note().tags)
    empty = learner.col.get_empty_cards()
    assert not empty.notes
    assert len(learner.col.find_cards('"Id:Q-001~*"')) == 9
    front, back = learner.sides(learner.col.get_card(learner.col.find_cards("tag:kind::refute")[0]))
    assert "Why is this not the answer?" in front
    assert "因為題目問的是第二個" not in front
    assert "因為題目問的是第二個" in back
    assert "first" in back.partition("answer")[2] or "third" in back.partition("answer")[2]


def test_nothing_is_made_and_the_ledger_stays_as_it_was_without_the_setting(
    folder: Path, run: Callable[..., Run]
) -> None:
    bank(folder, {}, SETTINGS)
    run("build", folder, now=NOW)
    assert len(notes(folder)) == 1
    assert (folder / "ankigen.lock").read_text(encoding="utf-8").startswith('["ankigen ledger", 2]\n')


def test_a_question_turns_its_own_cards_on_and_off(folder: Path, run: Callable[..., Run]) -> None:
    own = text().replace("**Traps:**", "**Anki cards:** refute, recall\n**Traps:**")
    bank(folder, {"q.md": own, "r.md": text("Q-002", stem="Another?")}, SETTINGS)
    run("build", folder, now=NOW)
    assert len(notes(folder)) == 4
    assert len(of_kind(folder, "refute")) == 2
    package = read_package(folder / "apkg/bank.apkg")
    assert [len(note.cards) for note in package.notes] == [2, 1, 1, 1]
    off = text("Q-002", stem="Another?").replace("**Traps:**", "**Anki cards:** none\n**Traps:**")
    bank(folder, {"q.md": text(), "r.md": off}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 100)
    assert len(notes(folder)) == 1 + 9 + 1


def test_a_ledger_with_made_notes_is_of_version_4_and_is_read_again(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    before = (folder / "ankigen.lock").read_bytes()
    assert before.startswith(b'["ankigen ledger", 4]\n')
    packages = files(folder / "apkg")
    assert run("build", folder, "--no-cache", now=NOW + 10**6).code == 0
    assert ((folder / "ankigen.lock").read_bytes(), files(folder / "apkg")) == (before, packages)


def test_made_notes_have_the_tags_that_copies_give_their_question(folder: Path, run: Callable[..., Run]) -> None:
    bank(folder, {"copy.md": text(traps="`Wrong-Order`")}, SETTINGS + CARDS)
    run("build", folder, now=NOW)
    whole = [{tag for tag in note.tags if not tag.startswith("kind::")} for note in notes(folder)]
    assert len(whole) == 10
    assert all({"trap::wrong-order", "trap::syntax-confusion"} <= tags for tags in whole)
    assert len({frozenset(tags) for tags in whole}) == 1


def test_a_build_names_notes_as_anki_finds_them(folder: Path, run: Callable[..., Run], learner: Learner) -> None:
    bank(folder, {}, SETTINGS + CARDS + "lookup_limit = 2\nrefute_limit = 1\n")
    for kind in ("new", "retired"):
        (names,) = re.findall(rf"^{kind}: \d+ \((.*)\)$", run("build", folder, now=NOW).out, re.MULTILINE)
        learner.take(folder / "apkg/bank.apkg")
        made = [name for name in names.split(", ") if "~" in name]
        assert len(made) == 4
        assert all(len(learner.col.find_notes(f'"Id:{name}"')) == 1 for name in made)
        bank(folder, {}, SETTINGS)


# Edits.


def test_the_order_of_rows_and_edits_elsewhere_change_no_note(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    before = of_kind(folder, "lookup")
    bank(folder, {"q.md": text(rows=ROWS[::-1], explanation="因為 B 才是對的，其他的都不是。")})
    (folder / "bank.toml").write_text(SETTINGS + CARDS, encoding="utf-8")
    run("build", folder, now=NOW + 100)
    after = of_kind(folder, "lookup")
    assert {(note.guid, note.stem) for note in after} == {(note.guid, note.stem) for note in before}
    assert {note.mod for note in after} == {NOW + 100}, "the table is on their backs"
    assert {note.mod for note in (*of_kind(folder, "refute"), *of_kind(folder, "blank"))} == {NOW}


@pytest.mark.parametrize(
    ("edited", "cue"),
    [
        (("Create it", "POST", "/api/v2/create"), "Create it"),
        (("Make one", "POST", "/api/create"), "Make one"),
        (("Create it", "GET", "/api/create"), "Create it"),
    ],
)
def test_one_cell_edited_is_the_same_card_and_its_reviews_stay(
    edited: tuple[str, str, str], cue: str, folder: Path, run: Callable[..., Run], learner: Learner
) -> None:
    run("build", folder, now=NOW)
    guid = by_cue(folder)["Create it"].guid
    learner.take(folder / "apkg/bank.apkg")
    (card,) = [card for card in learner.cards() if card.note().guid == guid]
    learner.answer(card)
    bank(folder, {"q.md": text(rows=(edited, *ROWS[1:]))}, SETTINGS + CARDS)
    out = run("build", folder, now=NOW + 100).out
    assert "retired" not in out
    assert "new:" not in out
    assert by_cue(folder)[cue].guid == guid
    log = learner.take(folder / "apkg/bank.apkg")
    assert log.new == 0
    (card,) = [card for card in learner.cards() if card.note().guid == guid]
    assert card.reps == 1
    front, back = learner.sides(card)
    assert cue in front
    assert edited[2] in back


def test_a_deleted_row_retires_its_card_and_comes_back_with_it(
    folder: Path, run: Callable[..., Run], learner: Learner
) -> None:
    run("build", folder, now=NOW)
    learner.take(folder / "apkg/bank.apkg")
    gone = by_cue(folder)["Stop it"].guid
    bank(folder, {"q.md": text(rows=(ROWS[0], ROWS[2]))}, SETTINGS + CARDS)
    out = run("build", folder, now=NOW + 100).out
    assert states(folder)[gone] == "retired"
    search = out.partition("search in Anki's Browser: ")[2].splitlines()[0]
    retired = {guid for guid, state in states(folder).items() if state == "retired"}
    in_anki = {learner.col.get_note(number).guid for number in learner.col.find_notes(search)}
    assert in_anki == retired
    bank(folder, {"q.md": text()}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 200)
    assert by_cue(folder)["Stop it"].guid == gone
    assert "retired" not in states(folder).values()


def test_a_question_that_is_renamed_moved_or_deleted_takes_its_notes_along(
    folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    before = {note.guid for note in notes(folder)}
    (folder / "q.md").unlink()
    bank(folder, {"a/b.md": text("Q-777")}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 100)
    assert {note.guid for note in notes(folder)} == before
    (folder / "a/b.md").unlink()
    bank(folder, {"c.md": question("Q-3", stem="Quite another?")}, SETTINGS + CARDS)
    assert "retired: 10 (" in run("build", folder, now=NOW + 200).out
    bank(folder, {"c.md": text("Q-777")}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 300)
    assert before <= {note.guid for note in notes(folder)}


def test_a_question_without_an_id_keeps_its_note_though_others_are_made_of_it(
    folder: Path, run: Callable[..., Run]
) -> None:
    """It is recognised by its place in the file, where the ledger has its own line alone."""
    bank(folder, {"q.md": text("")}, SETTINGS + CARDS)
    run("build", folder, now=NOW)
    before = {note.guid for note in notes(folder)}
    options = {"A": "one thing", "B": "another thing", "C": "a third thing"}
    bank(folder, {"q.md": text("", stem="Something else altogether?", options=options, answer="`A`")}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 100)
    guids = {note.stem: note.guid for note in notes(folder)}
    assert guids["Something else altogether?"] in before
    assert {note.guid for note in of_kind(folder, "lookup")} <= before


def test_notes_of_a_file_that_cannot_be_read_are_not_retired(folder: Path, run: Callable[..., Run]) -> None:
    bank(folder, {"r.md": text("Q-002", stem="Another?")}, SETTINGS + CARDS)
    run("build", folder, now=NOW)
    bank(folder, {"r.md": "<<<<<<< ours\n" + text("Q-002", stem="Another?") + "=======\n>>>>>>> theirs\n"})
    (folder / "bank.toml").write_text(SETTINGS + CARDS, encoding="utf-8")
    run("build", folder, now=NOW + 100)
    assert set(states(folder).values()) == {"active"}


def test_a_kind_that_is_turned_off_is_retired_and_returns(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    before = {note.guid for note in notes(folder)}
    bank(folder, {}, SETTINGS)
    assert "retired: 9 (" in run("build", folder, now=NOW + 100).out
    bank(folder, {}, SETTINGS + CARDS)
    assert "returned: 9 (" in run("build", folder, now=NOW + 200).out
    assert {note.guid for note in notes(folder)} == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/api/create", "/api/v2/create"),
        ("不對，因為題目問的是第二個", "不對，題目問的是第二個"),
        (MNEMONIC, "Runs: **make** first, stop last"),
    ],
)
def test_what_was_edited_while_its_kind_was_off_returns_to_its_note(
    old: str, new: str, folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    before = {note.guid for note in notes(folder)}
    bank(folder, {}, SETTINGS)
    run("build", folder, now=NOW + 100)
    assert old in text()
    bank(folder, {"q.md": text().replace(old, new)}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 200)
    assert {note.guid for note in notes(folder)} == before


def test_a_limit_takes_no_card_from_a_learner_for_a_new_row(folder: Path, run: Callable[..., Run]) -> None:
    limited = SETTINGS + CARDS + "lookup_limit = 3\n"
    bank(folder, {}, limited)
    run("build", folder, now=NOW)
    before = {note.guid for note in of_kind(folder, "lookup")}
    assert len(before) == 3
    bank(folder, {"q.md": text(rows=(("Read one", "GET", "/api/get"), *ROWS))}, limited)
    run("build", folder, now=NOW + 100)
    assert {note.guid for note in of_kind(folder, "lookup")} == before


def test_a_lost_ledger_is_rebuilt_of_packages_with_the_notes_that_were_made(
    folder: Path, run: Callable[..., Run]
) -> None:
    run("build", folder, now=NOW)
    edited = (("Create it", "POST", "/api/v2/create"), *ROWS[1:])
    bank(folder, {"q.md": text(rows=edited)}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 100)
    before = notes(folder)
    (folder / "ankigen.lock").unlink()
    assert run("ledger", "--from", folder / "apkg", folder).code == 0
    run("build", folder, now=NOW + 200)
    assert {(note.guid, note.mod) for note in notes(folder)} == {(note.guid, note.mod) for note in before}
    assert set(states(folder).values()) == {"active"}


def test_a_held_out_question_gives_no_notes(tmp_path: Path, run: Callable[..., Run]) -> None:
    asked = {f"q{n}.md": text(f"Q-{n}", stem=f"Number {n}?") for n in range(12)}
    folder = bank(tmp_path / "bank", asked, SETTINGS + "hold_out = 0.5\n" + CARDS)
    run("build", folder, now=NOW)
    questions = [note for note in notes(folder) if not any(tag.startswith("kind::") for tag in note.tags)]
    assert 0 < len(questions) < 12
    assert len(notes(folder)) == 10 * len(questions)
    records = [json.loads(line) for line in run("export", folder).out.splitlines()]
    assert len(records) == 120
    assert sum(record.get("held_out", False) for record in records) == 10 * (12 - len(questions))
    ended = run("build", folder, "--release-held-out", now=NOW + 100)
    assert f"new: {10 * (12 - len(questions))} (" in ended.out
    assert len(notes(folder)) == 120


def test_the_ledgers_of_two_authors_are_joined(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    both = [(folder / "ankigen.lock").read_text(encoding="utf-8")]
    base = both[0]
    for rows in ((*ROWS, ("Read one", "GET", "/api/get")), (("Create it", "POST", "/api/v2/create"), *ROWS[1:])):
        (folder / "ankigen.lock").write_text(base, encoding="utf-8")
        bank(folder, {"q.md": text(rows=rows)}, SETTINGS + CARDS)
        run("build", folder, now=NOW + 100 * len(both))
        both.append((folder / "ankigen.lock").read_text(encoding="utf-8"))
    join(folder, both)
    rows = (("Create it", "POST", "/api/v2/create"), *ROWS[1:], ("Read one", "GET", "/api/get"))
    bank(folder, {"q.md": text(rows=rows)}, SETTINGS + CARDS)
    assert run("build", folder, now=NOW + 500).code == 0
    guids = {json.loads(line)[1] for side in both for line in side.splitlines() if line.count('"lookup"')}
    assert {note.guid for note in of_kind(folder, "lookup")} == guids


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("auto=true spot=true pool=false", "auto=true other=true pool=false"),
        ("auto=true pool=false", "one=true other=true pool=false"),
    ],
)
def test_a_row_in_the_place_of_a_deleted_one_does_not_take_its_note(
    before: str, after: str, folder: Path, run: Callable[..., Run]
) -> None:
    guids: list[dict[str, str]] = []
    for number, rows in enumerate((before, after)):
        lines = "\n".join(f"| {cue} | `{value}` |" for cue, _, value in (row.partition("=") for row in rows.split()))
        own = question(extra=f"### 比較\n\n| Cluster | Value |\n|---|---|\n{lines}\n")
        bank(folder, {"q.md": own}, SETTINGS + CARDS)
        run("build", folder, now=NOW + 100 * number)
        guids.append({note.stem.split(" →")[0].split()[-1]: note.guid for note in of_kind(folder, "lookup")})
    first, last = guids
    assert (len(first), len(last)) == (len(before.split()), len(after.split()))
    assert {cue: guid for cue, guid in last.items() if cue in first} == {
        cue: first[cue] for cue in first if cue in last
    }
    assert {last[cue] for cue in last if cue not in first}.isdisjoint(first.values())
    assert {states(folder)[first[cue]] for cue in first if cue not in last} == {"retired"}


def test_a_ledger_rebuilt_of_a_package_of_one_kind_gives_no_second_notes(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    run("build", folder, "--kind", "lookup", now=NOW)
    before = {note.guid for note in of_kind(folder, "lookup")}
    (folder / "ankigen.lock").unlink()
    assert run("ledger", "--from", folder / "apkg/bank--kind-lookup.apkg", folder).code == 0
    run("build", folder, now=NOW + 100)
    assert {note.guid for note in of_kind(folder, "lookup")} == before


def test_a_merge_of_an_author_who_renamed_the_question_is_no_damage(folder: Path, run: Callable[..., Run]) -> None:
    bank(folder, {}, SETTINGS)
    run("build", folder, now=NOW)
    base = (folder / "ankigen.lock").read_text(encoding="utf-8")
    sides = [base]
    for number in ("Q-001", "Q-900"):
        (folder / "ankigen.lock").write_text(base, encoding="utf-8")
        bank(folder, {"q.md": text(number)}, SETTINGS + CARDS)
        assert run("build", folder, now=NOW + 100 * len(sides)).code == 0
        sides.append((folder / "ankigen.lock").read_text(encoding="utf-8"))
    join(folder, sides)
    ended = run("build", folder, now=NOW + 500)
    assert ended.code == 0, ended.err
    assert len(notes(folder)) == 10


def test_another_wording_of_a_rationale_is_no_other_answer(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    edited = text().replace("不對，因為題目問的是第二個", "不對，題目問的是第二個")
    bank(folder, {"q.md": edited}, SETTINGS + CARDS)
    out = run("build", folder, now=NOW + 100).out
    assert "answer changed" not in out
    assert "changed: 3 (" in out


# Views.


def test_filters_export_stats_and_diff_know_kinds(folder: Path, run: Callable[..., Run]) -> None:
    run("build", folder, now=NOW)
    run("build", folder, "--kind", "lookup", now=NOW)
    assert len(notes(folder, "bank--kind-lookup")) == 6
    run("build", folder, "--kind", "choice", now=NOW)
    assert len(notes(folder, "bank--kind-choice")) == 1
    records = [json.loads(line) for line in run("export", folder).out.splitlines()]
    assert [record["kind"] for record in records] == ["choice", *6 * ["lookup"], *2 * ["refute"], "blank"]
    assert {record["made_of"] for record in records[1:]} == {"Q-001"}
    assert {record["guid"] for record in records} == {note.guid for note in notes(folder)}
    assert len(run("export", folder, "--kind", "refute").out.splitlines()) == 2
    assert "can be made of them: 6 lookup, 2 refute, 1 blank" in run("stats", folder).out
    assert "1 question" in run("stats", folder).out
    assert "6  kind::lookup" in run("inspect", folder / "apkg/bank.apkg").out
    (folder / "old.apkg").write_bytes((folder / "apkg/bank.apkg").read_bytes())
    bank(folder, {"q.md": text(rows=ROWS[:2])}, SETTINGS + CARDS)
    run("build", folder, now=NOW + 100)
    assert "~lookup-" in run("diff", folder / "old.apkg", folder / "apkg/bank.apkg").out
    assert run("build", folder, "--kind", "nothing", now=NOW).code == 1


def test_a_mock_exam_asks_questions_alone(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    assert run("exam", folder, "--print", "-o", tmp_path / "paper.html").code == 0
    paper = (tmp_path / "paper.html").read_text(encoding="utf-8")
    assert "Which one is right?" in paper
    assert "Why is this not the answer?" not in paper
    assert " → " not in paper
