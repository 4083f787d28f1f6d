"""What is said of learners whose strengths are known."""

from __future__ import annotations

import io
import json
import re
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from made import DAY, NOW, history
from rich.console import Console

from ankigen.learning import Counts, Learner, count, join, load_counts, measure, odd_questions
from ankigen.learning.counts import QuestionCounts
from ankigen.learning.estimates import retrievability
from ankigen.model import Memory
from ankigen.source import Config
from ankigen.system.errors import UserError
from ankigen.views.progress import progress_section
from ankigen.views.progress.terminal import progress_report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ankigen.learning import History, Progress


TODAY = datetime.fromtimestamp(NOW, UTC).date()


def measured(histories: Iterable[History], **settings: Any) -> Progress:
    config = Config.model_validate({"id": "bank", "title": "Bank", **settings})
    return measure(Learner(tuple(histories), NOW), config)


def names(progress: Progress, kind: str = "trap") -> list[str]:
    return [group.name for weakness in progress.weaknesses if weakness.kind == kind for group in weakness.groups]


def alarms(progress: Progress) -> set[str]:
    return {group.name for weakness in progress.weaknesses for group in weakness.groups if group.alarm}


def studied(traps: dict[str, str], questions: int) -> list[History]:
    """Return that many questions of each trap, each answered in this way."""
    return [
        history(n, answers, traps=[trap])
        for n, (trap, answers) in enumerate(pair for pair in traps.items() for _ in range(questions))
    ]


def test_a_trap_that_goes_wrong_far_more_often_is_first_and_alarms() -> None:
    progress = measured(studied({"Good": "+++", "Fine": "-++", "Bad": "--+"}, 15))
    assert names(progress)[0] == "Bad"
    assert alarms(progress) == {"Bad"}


@pytest.mark.parametrize(("wrong", "after_few", "after_many"), [(26, 0, 0), (27, 1, 0), (28, 1, 1)])
def test_after_many_reviews_an_alarm_takes_more(wrong: int, after_few: int, after_many: int) -> None:
    histories = [history(n, "-" if n < wrong else "+", traps=["Bad"]) for n in range(40)]
    histories += [history(n, "-" if n < 180 - wrong else "+") for n in range(100, 220)]  # half of all are wrong
    others = [history(n, "-+"[n % 2]) for n in range(1000, 3840)]
    assert len(alarms(measured(histories))) == after_few
    assert len(alarms(measured([*histories, *others]))) == after_many


@pytest.mark.parametrize(("reviews", "few"), [(19, True), (20, False)])
def test_twenty_reviews_are_not_few(reviews: int, few: bool) -> None:  # noqa: FBT001 - a parameter
    (group,) = measured(history(n, "+", traps=["One"]) for n in range(reviews)).weaknesses[0].groups
    assert group.few is few


def test_a_group_with_an_alarm_is_before_one_of_a_higher_rate() -> None:
    histories = [history(n, "-" if n % 20 < 7 else "+", traps=["Sure"]) for n in range(1000, 1400)]
    histories += [history(n, "-", traps=["Small"]) for n in range(4)]
    histories += [history(n, "-" if n % 5 < 1 else "+", traps=["Good"]) for n in range(2000, 2800)]
    first, second, _ = measured(histories).weaknesses[0].groups
    assert (first.name, first.alarm) == ("Sure", True)
    assert (second.name, second.alarm, second.rate > first.rate) == ("Small", False, True)


def test_reviews_after_the_fourth_are_expected_to_go_as_the_fourth() -> None:
    often = [history(n, "+++" + "+-" * 6, traps=["Often"]) for n in range(20)]
    rarely = [history(n, "++++-+-", traps=["Rarely"]) for n in range(100, 160)]
    weakness = measured([*often, *rarely]).weaknesses[0]
    assert [group.rate for group in weakness.groups] == pytest.approx([weakness.mean, weakness.mean], abs=0.02)


def test_of_groups_without_an_alarm_that_with_the_most_errors_to_expect_is_first() -> None:
    histories = [history(n, "-", traps=["Small"]) for n in range(3)]
    histories += [history(n, "-" if n % 5 < 2 else "+", traps=["Large"]) for n in range(100, 160)]
    histories += [history(n, "-" if n % 5 < 1 else "+", traps=["Good"]) for n in range(200, 260)]
    first, second, last = measured(histories).weaknesses[0].groups
    assert (first.name, second.name, last.name) == ("Small", "Large", "Good")
    assert first.rate > second.rate > last.rate
    assert first.worse < second.worse


def test_equal_traps_alarm_nobody_and_few_reviews_are_called_few() -> None:
    assert not alarms(measured(studied({"One": "-++", "Two": "-++", "Three": "-++"}, 20)))
    progress = measured(studied({"One": "++++", "Two": "----"}, 1))
    assert not alarms(progress)
    assert all(group.few for group in progress.weaknesses[0].groups)


def test_many_reviews_of_one_question_weigh_less_than_as_many_of_several() -> None:
    rest = [history(n, "".join("-" if n % 5 == place else "+" for place in range(5))) for n in range(100, 200)]
    one = measured([*rest, history(1, "----------", traps=["Bad"])])
    ten = measured([*rest, *(history(n, "-", traps=["Bad"]) for n in range(10))])
    (one_question,), (ten_questions,) = (progress.weaknesses[0].groups for progress in (one, ten))
    assert one_question.worse < ten_questions.worse
    assert one_question.high - one_question.low > ten_questions.high - ten_questions.low


def test_a_group_of_new_questions_is_compared_with_the_first_reviews_of_others() -> None:
    old = [history(n, "-++++++", traps=["Old"]) for n in range(30)]
    new = [history(n, "-+" if n % 2 else "+-", traps=["New"]) for n in range(100, 120)]
    group = next(group for group in measured([*old, *new]).weaknesses[0].groups if group.name == "New")
    assert group.wrong / group.reviews > 0.4
    assert group.rate < 0.3


def test_traps_of_a_family_are_counted_together() -> None:
    histories = studied({"Similar-Function": "-+", "Similar-Name": "-+", "Other": "++"}, 5)
    progress = measured(histories, tags={"families": {"Looks alike": ["similar function", "Similar-Name"]}})
    assert names(progress) == ["Looks alike", "Other"]
    assert progress.weaknesses[0].groups[0].questions == 10


def test_thirty_first_sights_are_needed_and_only_the_first_review_counts() -> None:
    few = measured(history(n, "+") for n in range(29))
    assert few.standing.score is None
    wrong_first = measured(history(n, "-+++++") for n in range(60)).standing
    assert wrong_first.score
    assert wrong_first.score.high < 0.2
    assert wrong_first.first_right == 0
    assert wrong_first.retention.right == wrong_first.retention.reviews == 300


def test_the_latest_first_sights_count() -> None:
    old = [history(n, "-", days_ago=300) for n in range(100)]
    new = [history(n, "+", days_ago=5) for n in range(100, 175)]
    standing = measured([*old, *new]).standing
    assert (standing.first_sights, standing.first_right) == (75, 75)


def test_domains_weigh_as_the_blueprint_says() -> None:
    histories = [history(n, "+" if n % 2 else "-", domain="Good" if n % 2 else "Bad / Part") for n in range(60)]
    good = measured(histories, blueprint={"Good": 95, "Bad": 5}).standing
    bad = measured(histories, blueprint={"Good": 5, "Bad": 95}).standing
    assert good.score
    assert bad.score
    assert good.score.expected > 0.8
    assert bad.score.expected < 0.2
    assert [(domain.seen, domain.weight) for domain in good.domains] == [(30, 0.95), (30, 0.05)]
    outside = measured(histories, blueprint={"Good": 1}).standing
    assert (outside.first_sights, outside.outside) == (30, 30)


def test_thirty_first_sights_are_enough_for_a_score() -> None:
    histories = [history(n, "+-"[n % 2]) for n in range(30)]
    assert measured(histories).standing.score
    assert measured(histories[1:]).standing.score is None


def test_a_score_of_exactly_the_pass_mark_passes() -> None:
    histories = [history(n, "+") for n in range(75)]
    standing = measured(histories, **{"pass": 1.0}).standing
    assert standing.score
    assert standing.score.high == 1.0
    assert standing.score.chance
    assert standing.score.chance > 0.05


def test_the_chance_to_pass_is_that_of_scores_at_or_above_the_mark() -> None:
    histories = [history(n, "+" if n % 10 < 7 else "-") for n in range(75)]
    chances = [measured(histories, **{"pass": mark}).standing.score for mark in (0.4, 0.7, 0.95)]
    sure, even, never = (score.chance for score in chances if score)
    assert sure is not None
    assert even is not None
    assert never is not None
    assert sure > 0.99
    assert 0.3 < even < 0.7
    assert never < 0.01
    assert measured(histories).standing.score.chance is None  # type: ignore[union-attr]


def test_a_learner_who_is_always_right_or_always_wrong_breaks_nothing() -> None:
    for answers in ("+++", "---"):
        progress = measured(history(n, answers, traps=["T"], domain="D") for n in range(40))
        assert not alarms(progress)
        assert progress.standing.score


def test_nothing_studied_is_nothing_said() -> None:
    progress = measured(history(n) for n in range(3))
    assert (progress.standing.seen, progress.standing.score, progress.focus, progress.days) == (0, None, (), ())
    assert measured([]).standing.questions == 0


def test_the_questions_to_study_are_those_that_go_wrong() -> None:
    good = [history(n, "++++", traps=["Good"]) for n in range(30)]
    bad = [history(n, "----", traps=["Bad"]) for n in range(100, 105)]
    once = [history(n, "-++++++", traps=["Good"]) for n in range(200, 203)]
    assert set(measured([*good, *bad, *once]).focus) == {f"Q-{n}" for n in range(100, 105)}


def test_the_last_five_reviews_say_what_to_study() -> None:
    learnt = history(1, "-" * 10 + "+" * 5)
    unlearnt = history(2, "+" * 10 + "-" * 5)
    untagged = history(3, "-")
    others = [history(n, "+-+"[n % 3] * 2, traps=["Trap"]) for n in range(100, 130)]
    focus = measured([learnt, unlearnt, untagged, *others]).focus
    assert {"Q-002", "Q-003"} <= {*focus}
    assert "Q-001" not in focus


def test_reviews_of_two_cards_are_in_the_order_of_time() -> None:
    question, late = history(1).question, history(1, "+").cards[0]
    early = late._replace(ordinal=1, reviews=(late.reviews[0]._replace(time=late.reviews[0].time - DAY, rating=1),))
    (joined,) = join([question], {question.key: late.guid}, [late, early])
    assert [review.right for review in joined.reviews] == [False, True]


def test_retention_is_that_of_the_later_reviews_of_a_month() -> None:
    old, late = history(1, "++", days_ago=40), history(2, "++-", days_ago=10)
    retention = measured([old, late]).standing.retention
    assert (retention.reviews, retention.right) == (2, 1)


def test_what_is_due_is_counted_from_today_for_twelve_weeks_and_before_the_exam() -> None:
    histories = [history(n, "+", due=TODAY + timedelta(days=days)) for n, days in enumerate((-9, 0, 2, 5, 83, 84), 100)]
    progress = measured(histories, exam_date=TODAY + timedelta(days=3))
    assert [((one.day - TODAY).days, one.cards) for one in progress.due] == [(0, 2), (2, 1), (5, 1), (83, 1)]
    assert progress.plan
    assert (progress.plan.due, progress.plan.due_this_week) == (3, 3)


def test_questions_that_no_deck_has_are_no_new_cards_and_nothing_to_study() -> None:
    exam = (datetime.fromtimestamp(NOW, UTC).date()).replace(year=2099)
    histories = [history(n) for n in range(6)] + [history(n, "+-", traps=["Bad"]) for n in range(6, 9)]
    config = Config.model_validate({"id": "bank", "title": "Bank", "exam_date": exam})
    progress = measure(Learner(tuple(histories), NOW, held=frozenset({"Q-000", "Q-001", "Q-007"})), config)
    assert progress.plan
    assert progress.plan.new == 4
    assert (progress.standing.questions, progress.standing.held, progress.standing.seen) == (9, 3, 3)
    assert progress.standing.first_sights == 3, "an answer in a mock exam is a first sight"
    assert {*progress.focus} <= {"Q-006", "Q-008"}


def test_the_plan_counts_days_new_questions_and_due_cards() -> None:
    exam = datetime.fromtimestamp(NOW + 10 * DAY, UTC).date()
    new = [history(n) for n in range(21)]
    due = [history(n, "+", due=TODAY + timedelta(days=days)) for n, days in enumerate((-3, 2, 9, 30), 100)]
    plan = measured([*new, *due], exam_date=exam.isoformat()).plan
    assert plan
    assert (plan.days, plan.new, plan.new_per_day, plan.due, plan.due_this_week) == (10, 21, 3, 3, 2)
    over = measured(new, exam_date="2020-01-01").plan
    assert over
    assert (over.days, over.new_per_day) == (0, 0)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets no time zone for a process")
def test_days_of_the_past_have_their_own_summer_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        now = datetime(2025, 11, 15, 12, tzinfo=UTC).timestamp()
        july = datetime(2025, 7, 9, 22, 30, tzinfo=UTC).timestamp()  # half past midnight on the tenth
        one = history(1, "+", days_ago=(NOW - july) / DAY)
        config = Config(id="bank", title="Bank")
        assert [day.day for day in measure(Learner((one,), now, zone=None), config).days] == [date(2025, 7, 10)]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_days_are_those_of_the_learner_s_time_zone() -> None:
    config = Config.model_validate({"id": "bank", "title": "Bank", "exam_date": date(2025, 6, 16)})
    morning = datetime(2025, 6, 15, 22, tzinfo=UTC)  # of the next day, in Taipei
    new_day = datetime(2025, 6, 16, 20, tzinfo=UTC).timestamp()  # of the 17th, in Taipei
    one = history(1, "+", days_ago=(NOW - morning.timestamp()) / DAY, due=date(2025, 6, 17))
    seen = [
        measure(Learner((one, history(2)), morning.timestamp(), zone=timezone(timedelta(hours=hours))), config)
        for hours in (0, 8)
    ]
    plans = [progress.plan for progress in seen if progress.plan]
    assert [(plan.days, plan.over, plan.new_per_day) for plan in plans] == [(1, False, 1), (0, False, 0)]
    assert [progress.days[0].day.day for progress in seen] == [15, 16]
    assert [progress.due[0].day.day for progress in seen] == [17, 17], "the day that Anki has"
    after = measure(Learner((one,), new_day, zone=timezone(timedelta(hours=8))), config).plan
    assert after
    assert (after.days, after.over) == (0, True)


def test_retrievability_is_what_fsrs_says() -> None:
    memory = Memory(stability=20, decay=0.5, last=NOW)
    assert retrievability(memory, NOW) == 1
    assert retrievability(memory, NOW - DAY) == 1, "the clock of the phone was ahead"
    assert retrievability(memory, NOW + 20 * DAY) == pytest.approx(0.9)
    progress = measured([history(1, "+", memory=memory._replace(last=NOW - 20 * DAY)), history(2, "+")])
    assert progress.standing.retention.retrievability == pytest.approx(0.9)
    config = Config.model_validate({"id": "b", "title": "b"})
    newer = measure(Learner((history(1, "+", memory=memory),), NOW, other_fsrs=True), config)
    assert newer.standing.retention.retrievability is None


def test_picks_are_counted_by_option_and_named_by_label() -> None:
    one = history(1, "--+-", options="ABCD", answer="A", picks="4c1")  # C; C and D; A
    (question,) = measured([one, history(2, "+")]).picked
    assert {pick.label: pick.count for pick in question.picks} == {"A": 1, "B": 0, "C": 2, "D": 1}
    assert [pick.label for pick in question.picks if pick.right] == ["A"]
    assert (question.reviews, question.recorded) == (4, 3)
    (skipped,) = measured([history(1, "+", picks="w0")]).picked
    assert sum(pick.count for pick in skipped.picks) == 0


def test_the_questions_with_most_wrong_picks_come_first_and_the_others_are_counted() -> None:
    few = [history(n, "-", options="ABCD", answer="A", picks="2") for n in range(1, 23)]  # B
    right = [history(n, "+", options="ABCD", answer="A", picks="1") for n in range(30, 40)]
    most = history(99, "---", options="ABCD", answer="A", picks="442")  # C; C; B
    progress = measured([*right, *few, most])
    assert [question.key for question in progress.picked[:3]] == ["Q-099", "Q-001", "Q-002"]
    terminal = io.StringIO()
    Console(file=terminal, width=100).print(progress_report(progress, ""))
    page = progress_section(progress, "", (), "bank", TODAY)
    for report in (terminal.getvalue(), page):
        assert re.findall(r"Q-0\d\d", report) == ["Q-099", *(f"Q-{n:03}" for n in range(1, 20))]
        assert "and 3 more questions; --format json has all of them" in report
    assert re.search(r"Q-099 +C 2, B 1 +3 of 3 reviews recorded", terminal.getvalue())
    assert "more question" not in progress_section(measured(few[:20]), "", (), "bank", TODAY)
    assert "Wrong options" not in progress_section(measured(right), "", (), "bank", TODAY)


def test_a_wrong_pick_counts_for_the_trap_of_its_option_or_else_of_its_question() -> None:
    own = history(1, "---", traps=["Scope"], option_traps=[(), ("Similar-Name",), (), ()], picks="244")
    none = history(2, "-+", traps=["Scope"], picks="81")
    progress = measured([own, none], tags={"families": {"Looks alike": ["similar name"]}})
    assert [(trap.name, trap.picks) for trap in progress.picked_traps] == [("Scope", 3), ("Looks alike", 1)]


def test_counts_have_no_time_and_no_name_and_come_back(tmp_path: Path) -> None:
    counts = count([history(1, "-+", picks="2"), history(2)], "bank")
    text = counts.model_dump_json()
    assert json.loads(text)["questions"] == {"1": {"first_right": False, "reviews": 2, "right": 1, "picks": {"1": 1}}}
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert load_counts([tmp_path / "a.json"], "bank") == (counts,)
    with pytest.raises(UserError, match="of the bank `bank`, not of `other`"):
        load_counts([tmp_path / "a.json"], "other")
    for reviews, right in ((0, 0), (1, 2), (1, 1)):  # with a first sight that was wrong
        wrong = {"bank": "bank", "questions": {"1": {"first_right": False, "reviews": reviews, "right": right}}}
        (tmp_path / "b.json").write_text(json.dumps(wrong), encoding="utf-8")
        with pytest.raises(UserError, match=r"b\.json: is not a file of .*: `questions\.1"):
            load_counts([tmp_path / "b.json"], "bank")
    (tmp_path / "b.json").write_text('{"bank": "bank", "version": 2, "questions": {}}', encoding="utf-8")
    with pytest.raises(UserError, match=r"b\.json: was written by a newer ankigen"):
        load_counts([tmp_path / "b.json"], "bank")
    (tmp_path / "b.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UserError, match=r"b\.json: is not a file of"):
        load_counts([tmp_path / "b.json"], "bank")


def codes(learners: Iterable[Counts], histories: Iterable[History]) -> dict[str, str]:
    questions = {one.guid: one.question for one in histories}
    return {d.span.path: d.rule.code for d in odd_questions(questions, tuple(learners))}


def test_a_question_much_harder_than_its_level_is_named() -> None:
    easy = [history(n, "+++++", level="L1") for n in range(20)]
    hard = history(99, "--------", level="L1")
    assert codes([count([*easy, hard], "bank")], [*easy, hard]) == {"Q-099.md": "AG501"}
    five = history(99, "-----", level="L1")
    assert not codes([count([*easy, five], "bank")], [*easy, five]), "five reviews are too few"
    all_hard = [history(n, "-----", level="L3") for n in range(20)]
    assert not codes([count(all_hard, "bank")], all_hard)


def test_a_question_that_ten_learners_know_at_once_is_named() -> None:
    histories = [history(1, "+"), history(2, "+")]
    easy = QuestionCounts(first_right=True, reviews=1, right=1)
    hard = QuestionCounts(first_right=False, reviews=1, right=0)
    learners = [Counts(bank="bank", questions={"1": easy, "2": hard if n % 2 else easy}) for n in range(10)]
    assert codes(learners, histories) == {"Q-001.md": "AG502"}
    assert not codes(learners[:9], histories)


def test_counts_of_questions_that_are_gone_change_nothing() -> None:
    histories = [history(n, "+") for n in range(11)]
    learners = []
    for n in range(24):
        good = n % 2 == 0
        right = {str(q): (q < 8) if good else (q < 4 or q == 9) for q in range(10)} | {"10": n % 4 > 1}
        gone = {f"gone-{q}": right["10"] ^ True for q in range(40)}
        counts = {
            guid: QuestionCounts(first_right=is_right, reviews=1, right=int(is_right))
            for guid, is_right in (right | gone).items()
        }
        learners.append(Counts(bank="bank", questions=counts))
    assert "Q-010.md" not in codes(learners, histories)


def test_an_answer_without_options_is_counted_as_no_first_sight() -> None:
    counts = {"1": QuestionCounts(first_right=None, reviews=2, right=1)}
    learner = Counts(bank="bank", questions=counts)
    assert (learner.first_sights, learner.first_sights_right) == (0, 0)
    assert not codes([learner] * 24, [history(1, "+")])


def test_a_question_that_the_best_get_right_a_little_more_often_is_not_named() -> None:
    histories = [history(n, "+") for n in range(11)]
    learners = []
    for n in range(500):
        half, good = divmod(n, 2)  # 128 of 250 good ones are right here, and 122 of the others
        right = {str(q): q < 5 + good for q in range(10)} | {"10": half < (128 if good else 122)}
        counts = {
            guid: QuestionCounts(first_right=is_right, reviews=1, right=int(is_right))
            for guid, is_right in right.items()
        }
        learners.append(Counts(bank="bank", questions=counts))
    assert "Q-010.md" not in codes(learners, histories)


@pytest.mark.parametrize("chance", [False, True])
def test_a_question_that_the_best_get_wrong_is_named(chance: bool) -> None:  # noqa: FBT001 - a parameter
    histories = [history(n, "+") for n in range(11)]
    learners = []
    for n in range(24):
        good = n % 2 == 0
        right = {str(q): (q < 8) if good else (q < 4 or q == 9) for q in range(10)}
        right["10"] = n % 4 > 1 or n == 1 if chance else not good  # by chance, the correlation is a little below 0
        learners.append(
            Counts(
                bank="bank",
                questions={
                    guid: QuestionCounts(first_right=is_right, reviews=1, right=int(is_right))
                    for guid, is_right in right.items()
                },
            )
        )
    reported = codes(learners, histories)
    assert reported.get("Q-010.md") == (None if chance else "AG503")
    assert "Q-005.md" not in reported
