"""The bank that ships with the project, imported into the real Anki."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import writing
from conftest import ROOT

from ankigen.anki import notetypes, search_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

pytestmark = pytest.mark.slow  # each test imports packages into Anki

BANK = ROOT / "decks" / "databricks"
DUPLICATE = 2  # Anki's mark of a note whose first field another note has


@pytest.fixture
def packages(tmp_path: Path, run: Callable[..., Run]) -> Path:
    """Build a copy of the bank; return the folder of its packages."""
    copy = tmp_path / "databricks"
    shutil.copytree(BANK, copy, ignore=shutil.ignore_patterns("apkg"))
    assert run("build", copy, "-o", tmp_path / "out", now=_last_change(copy)).code == 0
    return tmp_path / "out"


def _last_change(folder: Path) -> int:
    lines = (folder / "ankigen.lock").read_text(encoding="utf-8").splitlines()
    return max(value for line in lines for value in json.loads(line) if isinstance(value, int)) + 1


@pytest.fixture
def questions(run: Callable[..., Run]) -> list[dict[str, object]]:
    """Return the bank's questions as `export` prints them."""
    return [json.loads(line) for line in run("export", BANK).out.splitlines()]


def test_the_committed_ledger_is_what_a_build_would_write(run: Callable[..., Run]) -> None:
    assert run("build", BANK, "--check", now=_last_change(BANK)).code == 0


def test_every_package_imports_with_a_note_for_each_question(
    packages: Path, questions: list[dict[str, object]], learner: Learner
) -> None:
    whole = learner.take(packages / "databricks.apkg")
    assert (whole.new, whole.conflicting) == (len(questions), 0)
    for package in sorted(packages.glob("databricks-*.apkg")):
        again = learner.take(package)
        assert (again.new, again.updated, again.conflicting) == (0, 0, 0), package.name
        assert again.duplicate == again.notes > 0, package.name
    assert learner.notetypes() == ["ankigen"]
    assert learner.col.card_count() == len(questions)


def test_the_topic_packages_together_are_the_whole_bank(
    packages: Path, questions: list[dict[str, object]], learner: Learner
) -> None:
    results = [learner.take(package) for package in sorted(packages.glob("databricks-*.apkg"))]
    assert sum(one.new for one in results) == len(questions)
    assert len(results) == len({q["topics"][0] for q in questions})  # type: ignore[index]


def test_every_card_renders(packages: Path, learner: Learner) -> None:
    learner.take(packages / "databricks.apkg")
    for card in learner.cards():
        for side in learner.sides(card):
            assert 'class="stem"' in side
            for trouble in ("has a problem", "is blank", "class=latex", "[anki:play"):
                assert trouble not in side, card.note()["Id"]
    assert learner.col.get_empty_cards().notes == []
    assert learner.col.fix_integrity()[1]
    report = learner.col.media.check()
    assert not report.missing
    assert not report.unused


def test_the_columns_of_ankis_browser_show_the_stem_and_the_answer(packages: Path, learner: Learner) -> None:
    learner.take(packages / "databricks.apkg")
    learner.col.set_browser_card_columns(["question", "answer"])
    row = learner.col._backend.browser_row_for_id(learner.card("Q-005").id)
    question, answer = (cell.text for cell in row.cells)
    assert question.startswith("A scheduled job failed due to an upstream data source issue.")
    assert answer.startswith("答案是 Send POST request to the endpoint '/api/2.2/jobs/run-now'")


def test_searches_hold_when_the_learner_renames_the_note_type(packages: Path, learner: Learner) -> None:
    learner.take(packages / "databricks.apkg")
    (kind,) = [kind for kind in learner.col.models.all() if kind["name"] == "ankigen"]
    kind["name"] = "Databricks cards"
    learner.col.models.update_dict(kind)
    assert len(learner.col.find_notes(search_for("databricks", ["Q-001", "Q-015"]))) == 2
    assert learner.col.find_notes(search_for("other", ["Q-001"])) == []
    assert len(learner.col.find_notes(f"mid:{notetypes.load().id}")) == 15
    again = learner.take(packages / "databricks.apkg", "ALWAYS")
    assert (again.new, again.conflicting) == (0, 0)


@pytest.mark.parametrize(("ids", "flagged"), [(("Q-001", "Q-001"), True), (("AWS-001", "GIT-001"), False)])
def test_two_banks_with_one_id_are_apart_in_all_but_the_editors_mark(
    tmp_path: Path, run: Callable[..., Run], learner: Learner, ids: tuple[str, str], *, flagged: bool
) -> None:
    """Anki's editor compares the first field of all notes of a note type, which is the readable `Id`."""
    for bank_id, key in zip(("aws", "git"), ids, strict=True):
        folder = writing.bank(
            tmp_path / bank_id, {"q.md": writing.question(key)}, f'id = "{bank_id}"\ntitle = "{bank_id}"\n'
        )
        assert run("build", folder).code == 0
        assert learner.take(folder / "apkg" / f"{bank_id}.apkg").new == 1
    for bank_id, key in zip(("aws", "git"), ids, strict=True):
        (number,) = learner.col.find_notes(search_for(bank_id, [key]))
        note = learner.col.get_note(number)
        assert note["Source"].startswith(f"{bank_id}/")
        assert (note.fields_check() == DUPLICATE) is flagged


def test_decks_and_tags_follow_the_question(
    packages: Path, questions: list[dict[str, object]], learner: Learner
) -> None:
    learner.take(packages / "databricks.apkg")
    for question in questions:
        card = learner.card(str(question["key"]))
        assert learner.deck_of(card) == f"Databricks::{question['topics'][0]}"  # type: ignore[index]
        tags = set(card.note().tags)
        for kind, names in (("topic", question["topics"]), ("trap", question["traps"]), ("level", [question["level"]])):
            expected = {f"{kind}::{name.lower()}" for name in names}  # type: ignore[attr-defined]
            assert {tag for tag in tags if tag.startswith(f"{kind}::")} == expected
        assert tags == {tag.lower() for tag in tags}


def test_the_reference_question_hides_its_answer_on_the_front(packages: Path, learner: Learner) -> None:
    learner.take(packages / "databricks-databricks-workflows.apkg")
    card = learner.card("Q-005")
    front, back = learner.sides(card)
    for secret in (
        'data-answer="B"',
        "立即執行 run-now，用 POST 不用 GET",
        "/api/2.2/jobs/runs/submit",
        "Syntax-Confusion",
    ):
        assert secret not in front
        assert secret in back
    for shown in ("trigger the same job again", "/api/2.2/jobs/start", "L1-Basic"):
        assert shown in front
        assert shown in back
    assert set(card.note().tags) == {
        "domain::data-engineering::operations",
        "level::l1-basic",
        "source::community",
        "topic::databricks-cli",
        "topic::databricks-workflows",
        "trap::similar-function",
        "trap::syntax-confusion",
    }


def test_the_back_has_its_parts_in_order(packages: Path, learner: Learner) -> None:
    learner.take(packages / "databricks.apkg")
    back = learner.sides(learner.card("Q-005"))[1]
    parts = (
        'data-answer="B"',
        "trigger the same job again",
        'class="options"',
        "立即執行 run-now",
        "Jobs API 端點速查",
        "端點不存在",
        "為什麼<q>",
        "HTTP 方法選擇原則",
        "docs.databricks.com/api/workspace/jobs/runnow",
        "Data Engineering / Operations",
    )
    places = [back.index(part) for part in parts]
    assert places == sorted(places)


def test_new_cards_come_in_the_order_of_the_bank(packages: Path, learner: Learner) -> None:
    learner.take(packages / "databricks.apkg")
    keys = [
        learner.col.get_card(number).note()["Id"] for (number,) in learner.rows("select id from cards order by due")
    ]
    assert keys == sorted(keys)
