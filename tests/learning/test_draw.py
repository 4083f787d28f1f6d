"""What a mock exam draws, and what its result says of the learner."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import DAY, NOW, history

from ankigen.learning import History, Learner, draw, draw_again, load_results, measure, with_exams
from ankigen.source import Config
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    from ankigen.model import Summary

BLUEPRINT = {"Data / Storage": 45.0, "Streaming": 30.0, "Security": 25.0}


def config(**settings: Any) -> Config:
    return Config.model_validate({"id": "bank", "title": "Bank", **settings})


def questions(*sizes: int, domains: tuple[str, ...] = tuple(BLUEPRINT)) -> list[Summary]:
    """Return so many questions of each domain."""
    numbers = iter(range(sum(sizes)))
    return [
        history(next(numbers), domain=domain).question
        for domain, size in zip(domains, sizes, strict=True)
        for _ in range(size)
    ]


def test_each_domain_has_its_share_within_one_question_for_a_thousand_seeds() -> None:
    bank = questions(80, 60, 50)
    orders = set()
    for seed in range(1000):
        drawn = draw(bank, config(blueprint=BLUEPRINT), 37, seed).questions
        counts = Counter(question.domain for question in drawn)
        assert len({question.key for question in drawn}) == 37
        for domain, weight in BLUEPRINT.items():
            assert abs(counts[domain] - 37 * weight / 100) < 1, (seed, counts)
        orders.add(tuple(question.key for question in drawn))
    assert len(orders) == 1000


def test_a_seed_draws_the_same_whatever_the_order_of_the_files() -> None:
    bank = questions(20, 20, 20)
    settings = config(blueprint=BLUEPRINT)
    assert draw(bank, settings, 20, 7) == draw(bank[::-1], settings, 20, 7)
    assert draw(bank, settings, 20, 7) != draw(bank, settings, 20, 8)


def test_domains_are_mixed_and_every_question_has_its_turn() -> None:
    bank = questions(45, 30, 25)  # each question has the same chance, 3 in 10
    settings = config(blueprint=BLUEPRINT)
    seen = Counter(question.key for seed in range(300) for question in draw(bank, settings, 30, seed).questions)
    assert len(seen) == 100
    assert 55 < min(seen.values()) < 90 < max(seen.values()) < 125
    first = Counter(draw(bank, settings, 30, seed).questions[0].domain for seed in range(300))
    assert set(first) == set(BLUEPRINT)


def test_without_a_blueprint_domains_have_the_shares_that_they_have_in_the_bank() -> None:
    drawn = draw(questions(60, 30, 10), config(), 20, 1).questions
    assert Counter(question.domain for question in drawn) == {"Data / Storage": 12, "Streaming": 6, "Security": 2}


def test_a_domain_with_too_few_questions_gives_all_and_others_take_its_place() -> None:
    drawn = draw(questions(50, 50, 3), config(blueprint=BLUEPRINT), 40, 1)
    counts = Counter(question.domain for question in drawn.questions)
    assert counts["Security"] == 3
    assert sum(counts.values()) == 40
    assert drawn.lacking == {"Security": 7}
    assert counts["Data / Storage"] > counts["Streaming"]


def test_a_small_bank_is_asked_as_a_whole_and_what_is_outside_the_blueprint_is_not() -> None:
    bank = [*questions(4, 3, 2), history(90, domain="Cooking").question]
    drawn = draw(bank, config(blueprint=BLUEPRINT), 60, 1)
    assert {question.key for question in drawn.questions} == {question.key for question in bank[:-1]}
    assert drawn.lacking == {}


def test_what_is_held_out_comes_first_in_each_domain() -> None:
    bank = questions(20, 20, 20)
    held = {question.key for question in bank if int(question.key[2:]) % 20 < 5}
    drawn = draw(bank, config(blueprint=BLUEPRINT), 20, 3, held).questions
    counts = Counter((question.domain, question.key in held) for question in drawn)
    assert counts == {
        ("Data / Storage", True): 5,
        ("Data / Storage", False): 4,
        ("Streaming", True): 5,
        ("Streaming", False): 1,
        ("Security", True): 5,
    }


@given(st.lists(st.integers(0, 12), min_size=3, max_size=3).filter(any), st.integers(1, 60), st.integers(0, 2**40))
def test_any_bank_gives_as_many_questions_as_it_has_and_none_twice(sizes: list[int], count: int, seed: int) -> None:
    drawn = draw(questions(*sizes), config(blueprint=BLUEPRINT), count, seed).questions
    assert len(drawn) == len({question.key for question in drawn}) == min(count, sum(sizes))


def test_again_is_what_was_missed_and_then_what_shares_its_traps() -> None:
    bank = [
        history(n, traps=("Similar-Function",) if n < 10 else ("Negation",), topics=("T",) if n == 30 else ()).question
        for n in range(31)
    ]
    missed = {"Q-000", "Q-001"}
    drawn = {question.key for question in draw_again(bank, missed, 6, 1).questions}
    assert missed < drawn
    assert all(int(key[2:]) < 10 for key in drawn)
    assert len(drawn) == 6
    assert {question.key for question in draw_again(bank, missed, 99, 1).questions} == {f"Q-{n:03}" for n in range(10)}
    assert len(draw_again(bank, missed, 1, 1).questions) == 1


def result(path: Path, picked: dict[str, str], *, days_ago: float = 20, **changes: object) -> Path:
    """Write the result of a mock exam; `picked` has the picks of each question, of which `A` is right."""
    record = {
        "ankigen": "exam",
        "version": 1,
        "bank": "bank",
        "seed": 4,
        "ended": int((NOW - days_ago * DAY) * 1000),
        "answers": [{"guid": guid, "picks": [*picks], "right": picks == "A"} for guid, picks in picked.items()],
    }
    path.write_text(json.dumps(record | changes), encoding="utf-8")
    return path


def first_sights(histories: tuple[History, ...]) -> tuple[int, int, int]:
    standing = measure(Learner(histories, NOW), config()).standing
    return standing.first_sights, standing.first_right, standing.in_exams


def test_an_exam_counts_as_the_first_sight_of_what_anki_had_not_shown_yet(tmp_path: Path) -> None:
    histories = (history(1), history(2), history(3, "-++", days_ago=10), history(4, "-", days_ago=25), history(5))
    answers = {"1": "A", "2": "B", "3": "A", "4": "A", "5": "", "strange": "A"}
    results = load_results([result(tmp_path / "exam.json", answers)], "bank")
    assert first_sights(histories) == (2, 0, 0)
    assert first_sights(with_exams(histories, results)) == (4, 2, 3)


def test_of_two_exams_the_earlier_is_the_first_sight_and_a_file_given_twice_counts_once(tmp_path: Path) -> None:
    early = result(tmp_path / "early.json", {"1": "B"}, days_ago=9)
    late = result(tmp_path / "late.json", {"1": "A"}, days_ago=3)
    histories = with_exams((history(1),), load_results([late, early, early], "bank"))
    assert [answer.right for answer in histories[0].answers] == [False, True]
    assert first_sights(histories) == (1, 0, 1)


def test_an_exam_leaves_the_plan_of_new_cards_alone(tmp_path: Path) -> None:
    results = load_results([result(tmp_path / "exam.json", {"1": "A"})], "bank")
    histories = with_exams((history(1), history(2)), results)
    plan = measure(Learner(histories, NOW), config(exam_date="2099-01-01")).plan
    assert plan is not None
    assert plan.new == 2


def test_wrong_answers_in_an_exam_count_for_their_traps(tmp_path: Path) -> None:
    histories = tuple(history(n, traps=("Weak",) if n < 20 else ("Fine",)) for n in range(60))
    answers = {str(n): "B" if n < 20 else "A" for n in range(60)}
    results = load_results([result(tmp_path / "exam.json", answers)], "bank")
    (traps, *_) = measure(Learner(with_exams(histories, results), NOW), config()).weaknesses
    assert [(group.name, group.wrong, group.alarm) for group in traps.groups] == [
        ("Weak", 20, True),
        ("Fine", 0, False),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"bank": "other"}, "of the bank `other`, not of `bank`"),
        ({"version": 2}, "was written by a newer ankigen"),
        ({"ankigen": "counts"}, "is not a result of `ankigen exam`"),
        ({"answers": [{"guid": 3}]}, r"is not a result of `ankigen exam`: `answers\.0\.guid`: "),
    ],
)
def test_another_file_is_refused(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(UserError, match=message):
        load_results([result(tmp_path / "exam.json", {}, **changes)], "bank")


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "exam.json").write_text("hello", encoding="utf-8")
    with pytest.raises(UserError, match=r"exam\.json: is not a result"):
        load_results([tmp_path / "exam.json"], "bank")
