"""What a learner sees of a card at a glance, in a real Chromium: sizes, places and marks."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
import reviewers
from writing import bank, question

reviewers.skip_without_browser()

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page
    from reviewers import Sides

pytestmark = pytest.mark.slow

EIGHT = {
    label: f"the word {word}"
    for label, word in zip("ABCDEFGH", "one two three four five six seven eight".split(), strict=True)
}
STORY = "A team asks: is the table safe? It moves it at night.\n\nWhich step comes first?\n\nChoose one answer."
WORD = "spark.databricks.delta.retentionDurationCheck.enabled"
TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="3000"><rect width="300" height="3000"/></svg>'
ENDPOINTS = """### 端點

| 操作 | 方法 | 端點 |
|---|---|---|
| 建立 | POST | `/api/2.2/jobs/create` |
| 讀取 | GET | `/api/2.2/jobs/get` |
"""
QUESTIONS = {
    "story": question(
        "story",
        stem=STORY,
        options=EIGHT,
        answer="`C`",
        topics="`Alpha`, `Beta`, `Gamma`",
        traps="`One-Trap`, `Two-Trap`",
    ),
    "statement": question("statement", stem="A team moves its tables.\n\nThe step that comes first is:", options=EIGHT),
    "two": question("two", stem="Which two?", options=EIGHT, answer="`B`, `D`", extra=ENDPOINTS),
    "word": question("word", stem=f"What does `{WORD}` do?", options=EIGHT),
    "picture": question("picture", stem="What is this?\n\n![a picture](tall.svg)", options=EIGHT),
    "": question("", stem="Which one has no name?", options=EIGHT),
} | {label: question(f"is-{label}", stem=f"Which is {label}?", options=EIGHT, answer=f"`{label}`") for label in EIGHT}
STYLE = """one => {
  const style = getComputedStyle(one);
  return { size: parseFloat(style.fontSize), weight: Number(style.fontWeight), colour: style.color };
}"""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sides]:
    folder = tmp_path_factory.mktemp("cards")
    files = {f"{name or 'quick'}.md": text for name, text in QUESTIONS.items()} | {"tall.svg": TALL}
    return reviewers.cards(bank(folder / "bank", files, 'id = "look"\ntitle = "Look"\n'), folder / "1")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with reviewers.browser() as started:
        yield started


@pytest.fixture
def shown(browser: Browser, cards: dict[str, Sides]) -> Iterator[Callable[..., Page]]:
    """Show a side of a card on a page of this width."""
    site = reviewers.Site()
    pages = []

    def show(key: str, side: str, width: int = 390, *, night: bool = False, model: Any = reviewers.Desktop) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 700}, reduced_motion="reduce")
        pages.append(page)
        model(page, site, night=night).show(cards[key], side)
        return page

    yield show
    for page in pages:
        page.close()
    site.close()


def test_what_is_asked_stands_out_from_the_story_and_from_the_options(shown: Callable[..., Page]) -> None:
    page = shown("story", "front")
    story, asked, note = (paragraph.evaluate(STYLE) for paragraph in page.locator(".stem p").all())
    option = page.locator(".option .text p").first.evaluate(STYLE)
    assert asked["size"] > option["size"]
    assert asked["weight"] >= 600
    for other in (story, note, option):
        assert other["weight"] <= 400
        assert other["size"] < asked["size"]


def test_without_a_question_mark_the_last_paragraph_is_what_is_asked(shown: Callable[..., Page]) -> None:
    story, asked = (paragraph.evaluate(STYLE) for paragraph in shown("statement", "front").locator(".stem p").all())
    assert story["weight"] < 600 <= asked["weight"]


@pytest.mark.parametrize("side", ["front", "back"])
def test_a_picture_is_dimmed_in_the_dark_and_never_higher_than_the_screen(
    shown: Callable[..., Page], side: str
) -> None:
    heights, filters = [], []
    for night in (False, True):
        page = shown("picture", side, night=night)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        picture = page.locator(".stem img")
        picture.evaluate("one => one.decode()")
        heights.append(picture.evaluate("one => one.getBoundingClientRect().height"))
        filters.append(picture.evaluate("one => getComputedStyle(one).filter"))
        background = picture.evaluate("one => getComputedStyle(one).backgroundColor")
    assert filters == ["none", "brightness(0.8)"]
    assert background == "rgb(230, 232, 235)"  # dark lines on a transparent ground can be seen
    assert all(300 < height < 0.86 * 700 for height in heights)  # so that some of the text is beside it


@pytest.mark.parametrize("label", EIGHT)
def test_without_a_script_the_right_option_is_marked(browser: Browser, cards: dict[str, Sides], label: str) -> None:
    site = reviewers.Site()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    reviewers.Android(page, site).show(cards[f"is-{label}"], "back")
    for place, style in (
        (".option", "borderColor"),
        (".option", "backgroundColor"),
        (".option .letter", "backgroundColor"),
    ):
        values = page.locator(place).evaluate_all(
            "(all, style) => Object.fromEntries(all.map(one => "
            "[one.closest('.option').dataset.label, getComputedStyle(one)[style]]))",
            style,
        )
        assert [key for key, value in values.items() if [*values.values()].count(value) == 1] == [label], (place, style)
    context.close()
    site.close()


def test_more_picks_than_asked_for_are_marked(shown: Callable[..., Page]) -> None:
    page = shown("two", "front")
    colours = []
    for label in "ABCD":
        page.locator(f'.option[data-label="{label}"] a').click()
        colours.append(page.locator(".count").evaluate(STYLE)["colour"])
    assert page.locator(".count").inner_text() == "4 / 2"
    assert colours[0] == colours[1] != colours[2] == colours[3]


def test_a_key_with_another_one_held_is_not_the_cards(shown: Callable[..., Page]) -> None:
    page = shown("story", "front")
    page.keyboard.press("Tab")
    page.evaluate("window.heard = 0; document.addEventListener('keydown', () => { heard += 1 })")
    for key in ("Control+ArrowDown", "Alt+ArrowDown", "Meta+ArrowUp"):
        page.keyboard.press(key)
    assert page.locator('[aria-checked="true"]').count() == 0
    assert page.evaluate("heard") == 6


def test_words_of_code_are_fitted_again_when_the_screen_is_turned(shown: Callable[..., Page]) -> None:
    page = shown("word", "front", 900)
    code = page.locator(".stem code")
    assert code.evaluate("one => one.getClientRects().length") == 1
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("document.querySelector('.stem code').getClientRects().length > 1")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 900, "height": 700})
    page.wait_for_function("document.querySelector('.stem code').getClientRects().length === 1")


def test_an_endpoint_is_a_row_on_a_desk_and_two_lines_on_a_phone(shown: Callable[..., Page]) -> None:
    for width, heads in ((900, True), (390, False)):
        page = shown("two", "back", width)
        operation, method, path = (
            page.locator(f".endpoint tbody tr:first-child .{part}").bounding_box() or {}
            for part in ("operation", "method", "path")
        )
        assert page.locator(".endpoint thead").is_visible() is heads
        assert method["x"] < path["x"]
        assert (operation["x"] < method["x"]) is heads
        assert (operation["y"] > path["y"] + 10) is not heads


def test_the_back_ends_with_the_traps_and_one_quiet_line(shown: Callable[..., Page]) -> None:
    page = shown("story", "back")
    items = page.locator(".meta li")
    assert items.all_inner_texts() == [
        "⚠ One-Trap", "⚠ Two-Trap", "Beta", "Gamma", "Data Engineering / Operations", "story", "Community",
    ]  # fmt: skip
    tops = items.evaluate_all("all => all.map(one => Math.round([...one.getClientRects()].at(-1).top))")
    assert max(tops[:2]) + 20 < min(tops[2:])  # the traps are above
    signs = items.evaluate_all("all => all.map(one => getComputedStyle(one, '::after').content)")
    assert signs == [*["none"] * 2, *['" · "'] * 4, "none"]
    boxes = items.evaluate_all("all => all.map(one => getComputedStyle(one).borderTopWidth)")
    assert boxes == [*["1px"] * 2, *["0px"] * 5]
    line, reason = items.nth(2).evaluate(STYLE), page.locator(".because").first.evaluate(STYLE)
    assert line["size"] < reason["size"]
    assert line["colour"] != reason["colour"]


def test_a_name_that_ankigen_made_up_is_not_on_the_card(shown: Callable[..., Page], cards: dict[str, Sides]) -> None:
    (key,) = [key for key in cards if key not in QUESTIONS and not key.startswith("is-")]
    for side in ("front", "back"):
        text = shown(key, side).locator(".ankigen").first.inner_text()
        assert key not in text
        assert "quick" not in text


@pytest.mark.parametrize("model", [reviewers.Desktop, reviewers.Android])
def test_the_back_begins_with_topic_stem_and_verdict(shown: Callable[..., Page], model: Any) -> None:
    for key, stem in (("story", ".asked"), ("two", ".stem")):
        page = shown(key, "back", 320, model=model)
        places = (".context", stem, ".verdict", ".outcome")
        boxes = [page.locator(place).bounding_box() or {} for place in places]
        for above, below in itertools.pairwise(boxes):
            assert above["y"] + above["height"] <= below["y"] + 1
