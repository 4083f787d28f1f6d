"""Learners of several kinds study for months in the real Anki; `ankigen progress` says what is true of them."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("anki", reason="the package anki is missing: pip install 'ankigen[test]'")

from scripted import FAMILIES, QUESTIONS, Person, family, study, write_bank

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write and build the bank."""
    from click.testing import CliRunner

    from ankigen.cli import cli

    made = write_bank(tmp_path_factory.mktemp("scripted") / "bank")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1750000000")  # Anki draws intervals by the numbers of cards
        assert CliRunner().invoke(cli, ["build", str(made)]).exit_code == 0
    return made


def measured(person: Person, folder: Path, tmp_path: Path, run: Callable[..., Run]) -> Any:
    result = run(
        "progress", folder, "--from", study(person, folder, tmp_path / f"learner-{person}"), "--format", "json"
    )
    assert result.code == 0
    return json.loads(result.out)


def alarmed(report: Any) -> set[str]:
    return {group["name"] for weakness in report["weaknesses"] for group in weakness["groups"] if group["alarm"]}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_learner_with_one_weak_family_is_told_which(
    folder: Path, tmp_path: Path, run: Callable[..., Run], seed: int
) -> None:
    weak = FAMILIES[seed]
    report = measured(Person(seed, weak=weak), folder, tmp_path, run)
    assert report["standing"]["reviews"] > 400
    assert report["weaknesses"][0]["groups"][0]["name"] == weak
    assert alarmed(report) == {weak}
    of_family = sum(family(int(name[2:])) == weak for name in report["focus"])
    assert of_family >= 2 * len(report["focus"]) / len(FAMILIES)  # twice its share of the bank


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_a_learner_who_is_weak_in_nothing_gets_no_alarm_and_a_score_that_holds(
    folder: Path, tmp_path: Path, run: Callable[..., Run], seed: int
) -> None:
    person = Person(seed, ability=(0.3, 0.9, 1.6)[seed - 4])
    report = measured(person, folder, tmp_path, run)
    assert report["standing"]["seen"] == QUESTIONS
    assert alarmed(report) == set()
    score, true = report["standing"]["score"], statistics.mean(person.chance(n, 0) for n in range(QUESTIONS))
    assert score["low"] <= true <= score["high"]
    assert abs(score["expected"] - true) < 0.1


def test_a_careless_rater_is_told_the_same_less_surely(folder: Path, tmp_path: Path, run: Callable[..., Run]) -> None:
    honest, careless = (
        measured(Person(7, weak="Scope", slips=slips), folder, tmp_path, run)["weaknesses"][0] for slips in (0, 0.4)
    )
    assert honest["groups"][0]["name"] == careless["groups"][0]["name"] == "Scope"
    assert careless["mean"] < honest["mean"]
    assert careless["groups"][0]["rate"] < honest["groups"][0]["rate"]


def test_of_a_learner_with_few_reviews_nothing_is_claimed(
    folder: Path, tmp_path: Path, run: Callable[..., Run]
) -> None:
    report = measured(Person(8, weak="Order", days=5, new=4), folder, tmp_path, run)
    assert 0 < report["standing"]["seen"] < 30
    assert report["standing"]["score"] is None
    assert alarmed(report) == set()
    assert all(group["few"] for group in report["weaknesses"][0]["groups"] if group["reviews"] < 20)
