"""A card in every reviewer there is and that is coming: what was picked and the order are the same on both sides.

Where a reviewer does not let anything outlive a side, both sides have the order of the source, and nothing can be
picked. The reviewers are models of `reviewers`, with storage and scripts as a reviewer may restrict them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import reviewers
from writing import bank, question

reviewers.skip_without_browser()

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from reviewers import Sides

pytestmark = pytest.mark.slow

FIVE = {"A": "alpha", "B": "beta", "C": "gamma", "D": "delta", "E": "epsilon"}
FOLDED = """### Greek

| letter | name |
|---|---|
| α | alpha |

## Links

- [A page](https://example.org/page)
"""
NO_SESSION = "Object.defineProperty(window, 'sessionStorage', { value: null })"
THROWS = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('x', 'SecurityError') } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('x', 'QuotaExceededError') }"
# Nothing is loaded or evaluated, and no HTML may be set as a string; the card's own script may run.
STRICT = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self'; form-action 'none'; "
    "base-uri 'none'"
)


class Model(NamedTuple):
    """A reviewer, and what it allows: `keeps` is whether anything outlives a side, `runs` whether scripts run."""

    kind: Any
    storage: str = ""  # a script that spoils it
    policy: str = ""
    runs: bool = True
    keeps: bool = True


MODELS = {
    "long-lived page": Model(reviewers.Desktop),
    "long-lived page, strict policy": Model(reviewers.Desktop, policy=STRICT),
    "long-lived page, no storage": Model(reviewers.Desktop, NO_SESSION),
    "long-lived page, storage throws": Model(reviewers.Desktop, THROWS),
    "long-lived page, storage full": Model(reviewers.Desktop, FULL),
    "page for each side": Model(reviewers.Android),
    "page for each side, strict policy": Model(reviewers.Android, policy=STRICT),
    "page for each side, no storage": Model(reviewers.Android, NO_SESSION, keeps=False),
    "page for each side, storage throws": Model(reviewers.Android, THROWS, keeps=False),
    "page for each side, storage full": Model(reviewers.Android, FULL, keeps=False),
    "sandboxed frame": Model(reviewers.Sandboxed),
    "sandboxed frame for each side": Model(reviewers.SandboxedPages, keeps=False),
    "no script": Model(reviewers.Android, runs=False, keeps=False),
    "policy without scripts": Model(
        reviewers.Android, policy="default-src 'none'; style-src 'unsafe-inline'", runs=False, keeps=False
    ),
}
KEEPING = [name for name, model in MODELS.items() if model.keeps]


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sides]:
    folder = tmp_path_factory.mktemp("cards")
    texts = {
        f"{n}.md": question(f"{n}", stem=f"Which of {n}?", options={label: FIVE[label] for label in "ABCDE"[:n]})
        for n in (2, 3, 5)
    }
    texts["both.md"] = question("both", stem="Which two?", options=FIVE, answer="`B`, `D`", extra=FOLDED)
    return reviewers.cards(bank(folder / "bank", texts, 'id = "bank"\ntitle = "Bank"\n'), folder / "1")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with reviewers.browser() as started:
        yield started


@pytest.fixture
def shown(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Open a reviewer of a model."""
    site = reviewers.Site()
    contexts = []

    def opened(name: str, **settings: Any) -> Any:
        model = MODELS[name]
        scripts = model.runs or bool(model.policy)
        context = browser.new_context(viewport={"width": 390, "height": 700}, java_script_enabled=scripts, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        if model.storage:
            page.add_init_script(model.storage)
        site.policy = model.policy
        return model.kind(page, site)

    yield opened
    for context in contexts:
        context.close()
    site.close()


def order(reviewer: Any) -> str:
    joined: str = reviewer.page.locator(".option").evaluate_all("all => all.map(one => one.dataset.label).join('')")
    return joined


def pick(reviewer: Any, *labels: str) -> None:
    for label in labels:
        reviewer.page.locator(f'.option[data-label="{label}"] a').click()


def picked(reviewer: Any) -> set[str]:
    chosen = reviewer.page.locator('.option:has([aria-checked="true"])')
    return set(chosen.evaluate_all("all => all.map(one => one.dataset.label)"))


def verdict(reviewer: Any) -> str:
    return " ".join(reviewer.page.locator(".verdict > :visible:not(.reason)").all_inner_texts())


def back_order(front: str, *, right: str, picks: str) -> str:
    """Return the order on the back: the wrong picks, the right options, the others, each as on the front."""
    wrong = "".join(label for label in front if label in picks and label not in right)
    good = "".join(label for label in front if label in right)
    return wrong + good + "".join(label for label in front if label not in right + picks)


@pytest.mark.parametrize("name", KEEPING)
def test_order_and_picks_are_the_same_on_both_sides(
    shown: Callable[..., Any], cards: dict[str, Sides], name: str
) -> None:
    reviewer = shown(name)
    for key, right, picks in (("5", "B", "D"), ("5", "B", "B"), ("both", "BD", "BA"), ("2", "B", "")):
        reviewer.show(cards[key], "front")
        pick(reviewer, *picks)
        first = order(reviewer)
        reviewer.show(cards[key], "front")  # drawn again
        assert (order(reviewer), picked(reviewer)) == (first, set(picks))
        for _ in range(2):
            reviewer.show(cards[key], "back")
            assert order(reviewer) == back_order(first, right=right, picks=picks)
            text = "✓ 答對了" if picks == right else "✕ 答錯了" if picks else "答案是"
            assert verdict(reviewer).startswith(text)
        reviewer.show(cards[key], "front")  # undone: a new review
        assert picked(reviewer) == set()


def test_a_storage_that_works_again_is_believed_again(shown: Callable[..., Any], cards: dict[str, Sides]) -> None:
    reviewer = shown("long-lived page")
    page = reviewer.page
    page.evaluate(
        "() => { window.keep = Storage.prototype.setItem; Storage.prototype.setItem = () => { throw Error() } }"
    )
    reviewer.show(cards["5"], "front")
    pick(reviewer, "A")
    page.evaluate("() => { Storage.prototype.setItem = keep }")
    pick(reviewer, "B")
    reviewer.show(cards["5"], "back")
    assert verdict(reviewer).startswith("✓ 答對了")


@pytest.mark.parametrize("name", [name for name in MODELS if name not in KEEPING])
def test_where_nothing_outlives_a_side_both_have_the_order_of_the_source(
    shown: Callable[..., Any], cards: dict[str, Sides], name: str
) -> None:
    reviewer = shown(name)
    for key, labels, right in (("5", "ABCDE", "B"), ("both", "ABCDE", "BD"), ("2", "AB", "B")):
        for _ in range(3):
            reviewer.show(cards[key], "front")
            assert order(reviewer) == labels
            assert reviewer.page.locator("a").count() == 0
            reviewer.show(cards[key], "back")
            runs = MODELS[name].runs
            assert order(reviewer) == (back_order(labels, right=right, picks="") if runs else labels)
            text = "答案是" if runs else "答案是 " + " · ".join(FIVE[label] for label in right)
            assert verdict(reviewer) == text
            why = reviewer.page.locator(".because, .reason, .why > .text").all_inner_texts()
            assert len(why) == len(labels) - len(right) + 1


@pytest.mark.parametrize("name", KEEPING)
def test_another_card_and_an_edit_change_nothing_that_they_should_not(
    shown: Callable[..., Any], cards: dict[str, Sides], name: str
) -> None:
    reviewer = shown(name)
    card = cards["5"]
    reviewer.show(card, "front")
    pick(reviewer, "A")
    first = order(reviewer)
    edited = card._replace(front=card.front.replace("alpha", "ALPHA"), back=card.back.replace("alpha", "ALPHA"))
    reviewer.show(edited, "front")
    assert (order(reviewer), picked(reviewer)) == (first, {"A"})
    reviewer.show(edited, "back")
    assert order(reviewer) == back_order(first, right="B", picks="A")
    assert "ALPHA" in reviewer.page.locator(".option.wrong").inner_text()
    fewer = cards["3"]  # as if two options had been deleted meanwhile
    fewer = fewer._replace(back=fewer.back.replace("3.md 3", "5.md 5"))
    reviewer.show(fewer, "back")
    assert order(reviewer) == "ABC"  # the wrong pick, the right one, the other
    reviewer.show(cards["3"], "front")
    assert picked(reviewer) == set()


@pytest.mark.parametrize("name", ["long-lived page", "sandboxed frame", "page for each side"])
def test_a_preview_may_show_any_side_of_any_card(shown: Callable[..., Any], cards: dict[str, Sides], name: str) -> None:
    reviewer = shown(name)
    for key in ("5", "both", "3"):  # both sides at once: there was no front
        reviewer.show(cards[key], "back")
        assert verdict(reviewer) == "答案是"
        assert order(reviewer) == back_order(
            "ABCDE"[: 3 if key == "3" else 5], right=" BD"[: 3 if key == "both" else 2], picks=""
        )
    reviewer.show(cards["5"], "front")
    pick(reviewer, "B")
    reviewer.show(cards["both"], "back")
    assert verdict(reviewer) == "答案是"


@pytest.mark.parametrize("name", KEEPING)
def test_three_hundred_fronts_are_uniform(shown: Callable[..., Any], cards: dict[str, Sides], name: str) -> None:
    """Every option is as often at every place. The limits are chi-square's at one in ten million for each place."""
    reviewer = shown(name)
    limits = {2: 28.4, 3: 32.3, 5: 38.2}
    places: Counter[tuple[int, int, str]] = Counter()
    for _ in range(300):
        for count in limits:  # a front after that of another card begins a new review
            reviewer.show(cards[str(count)], "front")
            places.update((count, place, label) for place, label in enumerate(order(reviewer)))
    for count, limit in limits.items():
        expected = 300 / count
        for place in range(count):
            drawn = [places[count, place, label] for label in "ABCDE"[:count]]
            assert sum((number - expected) ** 2 / expected for number in drawn) < limit, (count, place)


@pytest.mark.parametrize("name", KEEPING)
def test_the_keyboard_alone_picks_and_reads(shown: Callable[..., Any], cards: dict[str, Sides], name: str) -> None:
    reviewer = shown(name)
    keyboard = getattr(reviewer.page, "keyboard", None) or reviewer.page.page.keyboard
    reviewer.show(cards["both"], "front")
    labels = order(reviewer)
    for _ in "BD":  # the first two options, whichever they are
        keyboard.press("Tab")
        assert reviewer.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        keyboard.press("Shift+Space")  # Anki's desktop keeps Space for itself
    assert picked(reviewer) == set(labels[:2])
    assert reviewer.page.evaluate("document.activeElement.matches('.choice')")
    reviewer.show(cards["both"], "back")
    assert verdict(reviewer).startswith("✓" if set(labels[:2]) == {"B", "D"} else "✕")
    folds = reviewer.page.locator("summary").count()
    assert folds >= 2
    for _ in range(folds + 2):
        keyboard.press("Tab")
        if reviewer.page.evaluate("document.activeElement.tagName") == "SUMMARY":
            keyboard.press("Enter")
    assert reviewer.page.locator("details[open]").count() == folds


@pytest.mark.parametrize("name", [name for name in MODELS if name != "no script"])
def test_axe_finds_nothing_in_any_reviewer(shown: Callable[..., Any], cards: dict[str, Sides], name: str) -> None:
    """Axe is a script itself: a page whose policy forbids the card's script is what one without scripts shows."""
    package = pytest.importorskip(
        "axe_playwright_python.base", reason="the package axe-playwright-python is missing: pip install 'ankigen[test]'"
    )
    reviewer = shown(name, reduced_motion="reduce")
    for key in ("5", "both"):
        for side in ("front", "back"):
            reviewer.show(cards[key], side)
            if side == "front" and MODELS[name].keeps:
                pick(reviewer, "A")
            reviewer.page.evaluate(package.AXE_SCRIPT)
            result = reviewer.page.evaluate("axe.run('.ankigen', { resultTypes: ['violations'] })")
            violations = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in result["violations"]]
            assert violations == [], (key, side)
