"""A mock exam in a real Chromium, as a candidate sits it; its search in the real Anki."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import reviewers
from writing import bank, question

reviewers.skip_without_browser()

from axe_playwright_python.sync_playwright import Axe  # noqa: E402 - not everywhere
from playwright.sync_api import expect  # noqa: E402 - not everywhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run
    from playwright.sync_api import Browser, FrameLocator, Page

pytestmark = pytest.mark.slow

COUNT = 10
SETTINGS = 'id = "bank"\ntitle = "Bank <&>"\nlanguage = "en"\npass = 0.6\n[blueprint]\nStreaming = 70\nStorage = 30\n'
RIGHT = {"second"}
BOTH = {"first", "second"}  # of the last question, which wants two


class Exam(NamedTuple):
    """A bank, the file of its mock exam, and where it is opened from."""

    bank: Path
    file: Path

    @property
    def address(self) -> str:
        return self.file.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with reviewers.browser() as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    with reviewers.tabs(browser) as opened:
        yield opened


@pytest.fixture
def made(tmp_path: Path, run: Callable[..., Run]) -> Callable[..., Exam]:
    """Make a bank of ten questions and a mock exam of it."""
    files = {}
    for n in range(COUNT):
        both = n == COUNT - 1
        text = question(
            f"Q-{n}",
            stem=f"What is number {n}?" + (" Choose two." if both else ""),
            answer="`A`, `B`" if both else "`B`",
            traps="`Negation`" if n % 2 else "`Similar-Function`",
            level="L1-Basic" if n < 5 else "L2-Intermediate",
        )
        files[f"Q-{n}.md"] = text.replace("Data Engineering / Operations", "Streaming" if n < 7 else "Storage")
    folder = bank(tmp_path / "bank", files, SETTINGS)

    def make(*options: object) -> Exam:
        file = tmp_path / "exam.html"
        result = run("exam", folder, "--seed", 5, "-o", file, *options)
        assert result.code == 0, result.err
        return Exam(folder, file)

    return make


def changed(exam: Exam, run: Callable[..., Run], old: str, new: str) -> Exam:
    """Change a setting of the bank, and draw its exam anew, with three questions."""
    settings = exam.bank / "bank.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert run("exam", exam.bank, "--seed", 5, "-n", 3, "-o", exam.file).code == 0
    return exam


def card(page: Page) -> FrameLocator:
    return page.frame_locator("#device iframe")


def number_shown(page: Page) -> int:
    """Return the number of the question whose card is shown, in its stem; the sheet must have drawn it."""
    title = page.locator("#place").inner_text()
    expect(page.locator("#device iframe")).to_have_attribute("title", re.compile(f"^{re.escape(title)}"))
    expect(card(page).locator(".ankigen.ready .stem")).to_be_visible()
    numbered = re.search(r"number (\d+)", card(page).locator(".stem").inner_text())
    assert numbered
    return int(numbered[1])


def texts(page: Page) -> list[str]:
    """Return the options on the card, in their order."""
    return [text.strip() for text in card(page).locator(".option .text").all_inner_texts()]


def pick(page: Page, wanted: set[str]) -> None:
    """Pick options by the number keys."""
    for place, text in enumerate(texts(page), 1):
        if text in wanted:
            page.keyboard.press(str(place))
    expect(card(page).locator('.choice[aria-checked="true"]')).to_have_count(len(wanted))


def right_answer(number: int) -> set[str]:
    return BOTH if number == COUNT - 1 else RIGHT


def sit(page: Page, wrong: set[int] = frozenset(), open_ones: set[int] = frozenset()) -> list[int]:  # type: ignore[assignment]
    """Answer all questions by the keyboard, but for some wrongly or not at all; return them in their order."""
    order = []
    for place in range(1, COUNT + 1):
        expect(page.locator("#place")).to_have_text(f"Question {place} of {COUNT}")
        number = number_shown(page)
        order.append(number)
        if number not in open_ones:
            pick(page, {"third"} if number in wrong else right_answer(number))
        page.keyboard.press("ArrowRight")
    return order


def hand_in(page: Page) -> None:
    page.locator("#hand-in").click()
    page.locator("#yes").click()
    expect(page.locator("#result")).to_be_visible()


def saved(page: Page) -> dict[str, Any]:
    with page.expect_download() as download:
        page.locator("#save").click()
    assert download.value.suggested_filename == "bank-exam-5.json"
    value: dict[str, Any] = json.loads(download.value.path().read_text(encoding="utf-8"))
    return value


def rows(page: Page, caption: str) -> list[str]:
    table = page.locator("#groups table", has=page.locator("caption", has_text=caption))
    return [" ".join(row.split()) for row in table.locator("tr").all_inner_texts()]


def test_it_is_sat_by_the_keyboard_alone(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made().address)
    page.keyboard.press("Tab")
    expect(page.locator("#begin")).to_be_focused()
    page.keyboard.press("Enter")
    order = sit(page, wrong={2, 8})
    assert sorted(order) == list(range(COUNT))
    page.keyboard.press("m")
    expect(page.locator("#mark")).to_have_attribute("aria-pressed", "true")
    while not page.locator("#hand-in").evaluate("element => element === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#confirm-text")).to_have_text("Answered: 10 / 10")
    page.keyboard.press("Enter")
    expect(page.locator("#points")).to_have_text("80%8 of 10 right")
    expect(page.locator("#verdict")).to_have_text("Passed (Pass mark: 60%)")
    assert rows(page, "By domain") == ["Storage 2 / 3", "Streaming 6 / 7"]
    assert rows(page, "By level") == ["L1-Basic 4 / 5", "L2-Intermediate 4 / 5"]
    assert rows(page, "By trap") == ["Similar-Function 3 / 5", "Negation 5 / 5"]
    places = [f"Question {order.index(number) + 1} of 10" for number in (2, 8)]
    assert sorted(page.locator("#list button span:nth-child(2)").all_inner_texts()) == sorted(places)


@pytest.mark.parametrize("width", [360, 768])
def test_it_is_sat_by_touch(made: Callable[..., Exam], tab: Callable[..., Page], width: int) -> None:
    page = tab(made("-n", 3).address, viewport={"width": width, "height": 740}, has_touch=True, is_mobile=True)
    page.locator("#begin").tap()
    for place in (1, 2, 3):
        expect(page.locator("#place")).to_have_text(f"Question {place} of 3")
        number = number_shown(page)
        for wanted in right_answer(number):
            choice = card(page).locator(".choice", has_text=wanted)
            choice.click()  # Chromium 150 loses taps of emulated touch in a sandboxed frame
            expect(choice).to_have_attribute("aria-checked", "true")
        if page.locator("#next").is_enabled():
            page.locator("#next").tap()
    page.locator("#show-map").tap()
    expect(page.locator("#tally")).to_have_text("Answered: 3 / 3")
    page.locator("#numbers button").first.tap()
    expect(page.locator("#place")).to_have_text("Question 1 of 3")
    expect(page.locator("#map")).to_be_hidden()
    page.locator("#hand-in").tap()
    page.locator("#yes").tap()
    expect(page.locator("#points")).to_have_text("100%3 of 3 right")


def test_several_right_options_count_only_together(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made().address)
    page.locator("#begin").click()
    while number_shown(page) != COUNT - 1:
        page.keyboard.press("ArrowRight")
    outcomes = []
    for wanted in ({"first"}, {"second"}, {"first", "second", "third"}, {"first", "third"}, BOTH):
        for place, text in enumerate(texts(page), 1):
            chosen = card(page).locator(".choice").nth(place - 1).get_attribute("aria-checked") == "true"
            if chosen != (text in wanted):
                page.keyboard.press(str(place))
        expect(card(page).locator('.choice[aria-checked="true"]')).to_have_count(len(wanted))
        index = int(page.locator("#place").inner_text().split()[1]) - 1
        page.wait_for_function(
            "([index, count]) => JSON.parse(Object.values(localStorage)[0]).answers[index].picks.length === count",
            arg=[index, len(wanted)],
        )
        outcomes.append(
            page.evaluate("index => score.rights(JSON.parse(Object.values(localStorage)[0]).answers)[index]", index)
        )
    assert outcomes == [False, False, False, False, True]


def test_closed_in_the_middle_it_goes_on_where_it_was(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made("--certainty").address)
    page.clock.install()
    page.goto(page.url)
    page.locator("#begin").click()
    number = number_shown(page)
    pick(page, {"third"})
    page.locator("#mark").click()
    page.get_by_label("A guess").check()
    order = texts(page)
    page.clock.run_for(65_000)
    left = page.locator("#clock").inner_text()
    assert "18:5" in left
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(made("--certainty").address)
    expect(again.locator("#paused")).to_be_visible()
    assert again.locator("#clock").inner_text() == left
    again.locator("#go-on").click()
    assert number_shown(again) == number
    assert texts(again) == order
    expect(card(again).locator('.choice[aria-checked="true"]')).to_contain_text("third")
    expect(again.locator("#mark")).to_have_attribute("aria-pressed", "true")
    expect(again.get_by_label("A guess")).to_be_checked()


def test_another_exam_does_not_find_its_answers(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made().address)
    page.locator("#begin").click()
    number_shown(page)
    pick(page, {"third"})
    made("--seed", 6)
    page.reload()
    expect(page.locator("#start")).to_be_visible()


def test_the_order_of_the_options_stays_while_one_moves_about(
    made: Callable[..., Exam], tab: Callable[..., Page]
) -> None:
    page = tab(made().address)
    page.locator("#begin").click()
    number_shown(page)
    order = texts(page)
    pick(page, {"first"})
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        number_shown(page)
        page.keyboard.press("ArrowLeft")
        number_shown(page)
        assert texts(page) == order
        expect(card(page).locator('.choice[aria-checked="true"]')).to_contain_text("first")


def test_when_time_is_up_it_ends_and_what_is_open_is_wrong(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made("--minutes", 10).address)
    page.clock.install()
    page.goto(page.url)
    page.locator("#begin").click()
    number = number_shown(page)
    pick(page, right_answer(number))
    expect(page.locator("#clock")).to_have_text(re.compile("^(10:00|9:5)"))
    page.locator("#pause").click()
    page.clock.run_for(700_000)
    page.locator("#go-on").click()
    page.clock.run_for(301_000)
    expect(page.locator("#clock")).to_have_class("soon")
    expect(page.locator("#said")).to_have_text(re.compile("^Time left: (5:00|4:5)"))
    page.clock.run_for(310_000)
    expect(page.locator("#result")).to_be_visible()
    expect(page.locator("#late")).to_be_visible()
    expect(page.locator("#points")).to_have_text("10%1 of 10 right")
    expect(page.locator("#verdict")).to_have_text("Not passed (Pass mark: 60%)")


def test_while_the_machine_sleeps_the_clock_does_too(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made("--minutes", 10).address)
    page.clock.install()
    page.goto(page.url)
    page.locator("#begin").click()
    number_shown(page)
    page.clock.fast_forward(3_600_000)
    expect(page.locator("#clock")).to_have_text(re.compile("^(10:00|9:5)"))


def test_practice_shows_the_answer_at_once_and_it_stays(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made("--practice").address)
    expect(page.locator("#kind")).to_have_text("Practice")
    page.locator("#begin").click()
    number_shown(page)
    pick(page, {"third"})
    page.locator("#show-answer").click()
    expect(card(page).locator(".said.wrong")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    number_shown(page)
    page.keyboard.press("ArrowLeft")
    expect(card(page).locator(".said.wrong")).to_be_visible()
    expect(card(page).locator(".option.wrong.picked")).to_contain_text("third")
    hand_in(page)
    expect(page.locator("#points")).to_have_text("0%0 of 10 right")


def test_the_review_shows_each_question_with_its_reasons(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made().address)
    page.locator("#begin").click()
    order = sit(page, wrong={4}, open_ones={6})
    page.keyboard.press("m")
    hand_in(page)
    assert page.locator("#list button").count() == 2
    expect(page.locator("#list button.wrong .stem")).to_have_text("What is number 4?")
    page.locator("#list button.wrong").click()
    expect(card(page).locator(".said.wrong")).to_be_visible()
    assert number_shown(page) == 4
    expect(card(page).locator(".option.wrong.picked")).to_contain_text("third")
    expect(card(page).locator(".option.right")).to_contain_text("second")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="All", exact=True).click()
    assert page.locator("#list button").count() == COUNT
    page.locator("#list button").nth(order.index(6)).click()
    assert number_shown(page) == 6
    expect(card(page).locator(".said")).to_have_count(0)
    expect(card(page).locator(".option.right")).to_contain_text("second")
    page.locator("#back").click()
    page.get_by_role("button", name="Marked", exact=True).click()
    assert page.locator("#list button").count() == 1


def test_certainty_is_asked_and_counted(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made("--certainty").address)
    page.locator("#begin").click()
    for place in range(COUNT):
        number = number_shown(page)
        pick(page, {"third"} if number == 1 else right_answer(number))
        page.get_by_label("Sure", exact=True).check() if number < 4 else page.get_by_label("A guess").check()
        if place < COUNT - 1:
            page.locator("#next").click()
    hand_in(page)
    assert rows(page, "By how sure you were") == ["Sure 3 / 4", "A guess 6 / 6"]
    assert [answer["sure"] for answer in saved(page)["answers"]].count("sure") == 4


def test_after_a_tap_on_how_sure_one_is_the_keys_go_on(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made("--certainty").address)
    page.locator("#begin").click()
    number_shown(page)
    page.get_by_label("Sure", exact=True).click()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#place")).to_have_text("Question 2 of 10")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_label("Sure", exact=True)).to_be_checked()


def test_the_score_is_rounded_down_and_the_pass_mark_is_not_and_families_count_together(
    made: Callable[..., Exam], tab: Callable[..., Page], run: Callable[..., Run]
) -> None:
    exam = changed(
        made("-n", 3), run, "pass = 0.6", 'pass = 0.665\ntags.families = { Alike = ["Negation", "Similar-Function"] }'
    )
    page = tab(exam.address)
    expect(page.locator("#facts")).to_contain_text("66.5%")
    page.locator("#begin").click()
    for place in range(3):
        number = number_shown(page)
        pick(page, right_answer(number) if place else {"third"})
        page.keyboard.press("ArrowRight")
    hand_in(page)
    expect(page.locator("#points")).to_have_text("66%2 of 3 right")
    expect(page.locator("#verdict")).to_have_text("Passed (Pass mark: 66.5%)")
    assert rows(page, "By trap") == ["Alike 2 / 3"]


def test_start_over_forgets_all(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made().address)
    page.locator("#begin").click()
    number_shown(page)
    pick(page, {"third"})
    hand_in(page)
    page.locator("#again").click()
    expect(page.locator("#confirm-text")).to_contain_text("Start over?")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#result")).to_be_visible()
    page.locator("#again").click()
    page.locator("#yes").click()
    page.locator("#begin").click()
    number_shown(page)
    expect(card(page).locator('.choice[aria-checked="true"]')).to_have_count(0)
    expect(page.locator("#tally")).to_have_text("Answered: 0 / 10")


def test_its_search_finds_exactly_what_was_missed(
    made: Callable[..., Exam], tab: Callable[..., Page], run: Callable[..., Run], learner: Learner
) -> None:
    exam = made()
    page = tab(exam.address)
    page.locator("#begin").click()
    sit(page, wrong={1, 3}, open_ones={9})
    hand_in(page)
    search = page.locator("#search").input_value()
    assert run("build", exam.bank).code == 0
    learner.take(exam.bank / "apkg" / "bank.apkg")
    missed = {learner.col.get_note(note)["Id"] for note in learner.col.find_notes(search)}
    assert missed == {"Q-1", "Q-3", "Q-9"}


def test_its_result_is_a_first_sight_and_the_next_exam_asks_what_was_missed(
    made: Callable[..., Exam], tab: Callable[..., Page], run: Callable[..., Run], tmp_path: Path
) -> None:
    exam = made()
    page = tab(exam.address)
    page.locator("#begin").click()
    sit(page, wrong={1, 3}, open_ones={9})
    hand_in(page)
    result = tmp_path / "result.json"
    result.write_text(json.dumps(saved(page)), encoding="utf-8")
    assert run("build", exam.bank).code == 0
    report = run("progress", exam.bank, "-b", tmp_path, "--exam", result, "--format", "json")
    assert report.code == 0, report.err
    standing = json.loads(report.out)["standing"]
    assert (standing["first_sights"], standing["first_right"], standing["in_exams"]) == (9, 7, 9)
    page.goto(made("--missed", result).address)
    page.locator("#begin").click()
    expect(page.locator("#place")).to_have_text("Question 1 of 6")
    asked = {number_shown(page)}
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        asked.add(number_shown(page))
    assert asked > {1, 3, 5, 7, 9}  # the sixth shares a topic only


def test_without_storage_it_says_so_and_still_works(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made().address)
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); }")
    page.reload()
    expect(page.locator("#not-saved")).to_be_visible()
    page.locator("#begin").click()
    sit(page)
    hand_in(page)
    expect(page.locator("#points")).to_have_text("100%10 of 10 right")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1400])
def test_every_part_is_accessible_and_fits(
    made: Callable[..., Exam], tab: Callable[..., Page], scheme: str, width: int
) -> None:
    page = tab(
        made("--certainty", "--practice").address,
        viewport={"width": width, "height": 740},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    )

    def assert_fine() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).response["violations"] == []

    assert_fine()
    page.locator("#begin").click()
    number_shown(page)
    pick(page, {"third"})
    assert_fine()
    page.keyboard.press("m")
    if width < 600:
        page.locator("#show-map").click()
        expect(page.locator("#map")).to_be_visible()
        assert_fine()
        page.keyboard.press("Escape")
    page.locator("#show-answer").click()
    expect(card(page).locator(".said.wrong")).to_be_visible()
    assert_fine()
    page.locator("#pause").click()
    assert_fine()
    page.locator("#go-on").click()
    page.locator("#hand-in").click()
    assert_fine()
    page.locator("#yes").click()
    assert_fine()
    page.locator("#list button").first.click()
    number_shown(page)
    assert_fine()


def test_it_speaks_the_language_of_the_bank(
    made: Callable[..., Exam], tab: Callable[..., Page], run: Callable[..., Run]
) -> None:
    exam = changed(made(), run, '"en"', '"ar"')
    page = tab(exam.address)
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    page.locator("#begin").click()
    number_shown(page)
    words = " ".join(page.locator("button:visible, h2:visible").all_inner_texts())
    assert not re.search("[A-Za-z]", words), words


def test_the_paper_has_the_questions_and_then_the_answers(made: Callable[..., Exam], tab: Callable[..., Page]) -> None:
    page = tab(made("--print").address, java_script_enabled=False)
    text = page.locator("body").inner_text()
    questions, answers = text.split("\nAnswers\n")
    assert questions.count("What is number") == COUNT
    assert "因為" not in questions
    assert answers.count("因為 B 是對的") == COUNT
    assert re.findall(r"^10: A, B$|^\d: B$|^\d: A, B$|^10: B$", answers, re.MULTILINE)
    page.emulate_media(media="print")
    cut = page.locator("article").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(cut) == {"avoid"}
    assert page.pdf().startswith(b"%PDF")
