"""The snippet of `ankigen picks`, on cards in Chromium, called as Anki's desktop calls it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import reviewers
from writing import bank, question

from ankigen.learning.picks import picked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.slow  # each test shows cards in a browser

reviewers.skip_without_browser()

# What Anki's `mutateNextCardStates` does: it awaits the code, then keeps what that wrote (ts/reviewer/answering.ts).
CALL = """
window.pycmd = () => {};
window.begin = (before) => {
  const customData = {};
  for (const rating of ["again", "hard", "good", "easy"]) customData[rating] = { ...before };
  window.done = null;
  (async (states, customData, ctx) => { SNIPPET })({}, customData, {}).then(() => { window.done = customData; });
};
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[reviewers.Desktop]:
    """Show cards of a bank in a long-lived page with the snippet in it."""
    from click.testing import CliRunner

    from ankigen.cli import cli

    folder = tmp_path_factory.mktemp("picks")
    files = {
        "one.md": question("one", stem="Which one?", options={letter: f"option {letter}" for letter in "ABCD"}),
        "two.md": question(
            "two", stem="Which two?", options={letter: f"this {letter}" for letter in "ABCDE"}, answer="`A`, `E`"
        ),
        "six.md": question("six", stem="Which of six?", options={letter: f"that {letter}" for letter in "ABCDEF"}),
    }
    made = bank(folder / "bank", files)
    assert CliRunner().invoke(cli, ["build", str(made)]).exit_code == 0
    snippet = CliRunner().invoke(cli, ["picks"]).stdout
    site = reviewers.Site()
    with reviewers.browser() as browser:
        reviewer = reviewers.Desktop(browser.new_page(), site)
        reviewer.page.evaluate(CALL.replace("SNIPPET", snippet))
        reviewer.cards = reviewers.cards(made, folder / "cards")  # type: ignore[attr-defined]
        yield reviewer
    site.close()


def review(
    shown: reviewers.Desktop, key: str, picks: str, before: dict[str, str] | None = None
) -> dict[str, str] | None:
    """Show a front, pick options, show the back; return the custom data for *Good*, None if the code still waits."""
    cards = shown.cards  # type: ignore[attr-defined]
    page: Page = shown.page
    shown.show(cards[key], "front")
    page.evaluate("window.begin(arguments[0])".replace("arguments[0]", json.dumps(before or {})))
    for label in picks:
        page.click(f".options [data-label={label}] a.choice")
    page.wait_for_timeout(100)
    assert page.evaluate("window.done") is None, "it must wait for the answer"
    shown.show(cards[key], "back")
    page.wait_for_timeout(200)
    done = page.evaluate("window.done")
    if done is None:
        return None
    assert done["again"] == done["hard"] == done["good"] == done["easy"]
    good: dict[str, str] = done["good"]
    return good


@pytest.mark.parametrize(
    ("key", "picks", "options"), [("one", "C", {2}), ("one", "", set()), ("two", "AE", {0, 4}), ("two", "D", {3})]
)
def test_it_keeps_what_was_picked(shown: reviewers.Desktop, key: str, picks: str, options: set[int]) -> None:
    data = review(shown, key, picks)
    assert data
    assert len(data["ag"]) == 1
    assert picked(data["ag"]) == options


def test_it_appends_and_keeps_other_data_within_anki_s_limit(shown: reviewers.Desktop) -> None:
    assert review(shown, "one", "B", {"ag": "14"}) == {"ag": "142"}
    full = review(shown, "one", "B", {"ag": "1" * 80, "other": "x"})
    assert full
    assert full["other"] == "x"
    assert full["ag"].endswith("12")
    assert len(full["ag"]) <= 80
    assert len(json.dumps(full, separators=(",", ":"))) <= 100


def test_of_more_options_than_fit_nothing_is_kept(shown: reviewers.Desktop) -> None:
    data = review(shown, "six", "F")
    assert data
    assert picked(data["ag"]) == frozenset()


def test_another_s_card_is_not_held_up_and_gets_nothing(shown: reviewers.Desktop) -> None:
    review(shown, "one", "B")
    shown.page.evaluate("document.getElementById('qa').innerHTML = '<p>another front</p>'")
    shown.page.evaluate("window.begin({})")
    shown.page.wait_for_timeout(100)
    shown.page.evaluate("document.getElementById('qa').innerHTML = '<p>another back</p>'")
    shown.page.wait_for_function("window.done !== null", timeout=1000)
    assert shown.page.evaluate("window.done.good") == {}


def test_a_front_that_a_slow_machine_shows_late_is_waited_for(shown: reviewers.Desktop) -> None:
    cards = shown.cards  # type: ignore[attr-defined]
    review(shown, "one", "B")
    shown.page.evaluate("window.begin({})")
    shown.page.wait_for_timeout(900)  # the card before is still there
    shown.show(cards["two"], "front")
    shown.page.click(".options [data-label=D] a.choice")
    shown.show(cards["two"], "back")
    shown.page.wait_for_function("window.done !== null", timeout=2000)
    assert shown.page.evaluate("window.done.good") == {"ag": "8"}


def test_a_card_that_was_left_gets_nothing(shown: reviewers.Desktop) -> None:
    cards = shown.cards  # type: ignore[attr-defined]
    shown.show(cards["one"], "front")
    shown.page.evaluate("window.begin({})")
    shown.page.click(".options [data-label=A] a.choice")
    shown.page.wait_for_timeout(60)
    assert review(shown, "two", "D") == {"ag": "8"}  # the first one was buried


def test_a_card_that_was_turned_before_the_code_began_is_kept(shown: reviewers.Desktop) -> None:
    cards = shown.cards  # type: ignore[attr-defined]
    review(shown, "one", "B")
    shown.show(cards["two"], "front")
    shown.page.click(".options [data-label=D] a.choice")
    shown.show(cards["two"], "back")
    shown.page.evaluate("window.begin({})")
    shown.page.wait_for_function("window.done !== null", timeout=1000)
    assert shown.page.evaluate("window.done.good") == {"ag": "8"}


def test_a_card_that_anki_shows_twice_is_kept_once(shown: reviewers.Desktop) -> None:
    assert review(shown, "one", "B") == {"ag": "2"}
    shown.page.evaluate("window.begin({})")  # with intervals from before the first one's were kept
    shown.page.evaluate("const now = Date.now; Date.now = () => now() + 3600000")
    shown.page.wait_for_timeout(200)
    assert shown.page.evaluate("window.done") is None
    assert review(shown, "two", "D") == {"ag": "8"}


def test_a_back_that_was_drawn_again_is_not_the_next_card_s(shown: reviewers.Desktop) -> None:
    cards = shown.cards  # type: ignore[attr-defined]
    review(shown, "one", "B")
    shown.show(cards["one"], "back")  # after an edit
    shown.page.evaluate("window.begin({})")
    shown.page.wait_for_timeout(100)
    shown.show(cards["two"], "front")
    shown.page.click(".options [data-label=D] a.choice")
    shown.show(cards["two"], "back")
    shown.page.wait_for_function("window.done !== null", timeout=1000)
    assert shown.page.evaluate("window.done.good") == {"ag": "8"}


@pytest.mark.parametrize("following", ["two", "another's"])
def test_the_front_of_a_card_that_was_left_is_not_waited_for(shown: reviewers.Desktop, following: str) -> None:
    cards = shown.cards  # type: ignore[attr-defined]
    shown.show(cards["one"], "front")
    shown.page.evaluate("window.begin({})")  # the next card's, and that front is still there
    shown.page.wait_for_timeout(100)
    if following == "two":
        shown.show(cards["two"], "front")
        shown.page.click(".options [data-label=D] a.choice")
        shown.show(cards["two"], "back")
    else:
        shown.page.evaluate("document.getElementById('qa').innerHTML = '<p>another front</p>'")
    shown.page.wait_for_function("window.done !== null", timeout=2000)
    assert shown.page.evaluate("window.done.good") == ({"ag": "8"} if following == "two" else {})


@pytest.mark.slow
def test_elsewhere_it_never_waits(shown: reviewers.Desktop) -> None:
    cards = shown.cards  # type: ignore[attr-defined]
    shown.page.evaluate("delete window.pycmd")
    try:
        shown.show(cards["one"], "front")
        shown.page.evaluate("window.begin({})")
        shown.page.wait_for_function("window.done !== null", timeout=300)
    finally:
        shown.page.evaluate("window.pycmd = () => {}")
