"""Formulas as Anki shows them: typeset by the MathJax that it brings, with its settings, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import reviewers
from writing import bank, question

reviewers.skip_without_browser()
if not reviewers.MATHJAX.is_dir():
    pytest.skip("MathJax is missing: npm install --prefix .venv/mathjax mathjax@3.2.2", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page
    from reviewers import Sides

pytestmark = pytest.mark.slow

WIDE = "$$" + " + ".join(f"x_{{{n}}}^2" for n in range(40)) + "$$"
TABLE = r"""### Bayes

| what | formula |
|---|---|
| posterior | $P(A \| B)$ |
| prior | $P(A)$ |
"""
QUESTION = question(
    "maths",
    stem=rf"What is $P(A | B)$ if $a < b$ and $f(x) -a-b/c/d = g.h(x)$?{chr(10)}{chr(10)}{WIDE}",
    options={
        "A": r"$\frac{1}{2}$",
        "B": r"$\frac{P(B | A)\,P(A)}{P(B)}$",
        "C": "`$x$` is code",
        "D": "It costs $5 or $10.",
    },
    explanation=r"By the definition of $P(A \cap B)$.",
    extra=TABLE,
)


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    folder = tmp_path_factory.mktemp("cards")
    return reviewers.cards(bank(folder / "bank", {"q.md": QUESTION}, 'id = "b"\ntitle = "B"\n'), folder / "1")["maths"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with reviewers.browser() as started:
        yield started


@pytest.fixture
def typeset(browser: Browser, card: Sides) -> Iterator[Callable[..., Page]]:
    """Show a side of the card, with its formulas typeset."""
    site = reviewers.Site()
    pages = []

    def shown(side: str, *, night: bool = False, model: Any = reviewers.Desktop) -> Page:
        page = browser.new_page(viewport={"width": 390, "height": 700})
        pages.append(page)
        reviewer = model(page, site, night=night)
        for name in ("front", side):
            reviewer.show(card, name)
            reviewers.typeset(page)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        return page

    yield shown
    for page in pages:
        page.close()
    site.close()


def test_every_formula_is_typeset_and_nothing_else(typeset: Callable[..., Page]) -> None:
    for side, formulas in (("front", 6), ("back", 14)):
        page = typeset(side)
        assert page.locator("mjx-container").count() == formulas
        assert page.locator("mjx-merror, merror").count() == 0
        text = page.locator(".ankigen").first.inner_text()
        assert r"\(" not in text
        assert r"\frac" not in text
        assert "$x$ is code" in text
        assert "It costs $5 or $10." in text


def test_a_bar_in_a_formula_is_no_column_of_a_table(typeset: Callable[..., Page]) -> None:
    cells = typeset("back").locator(".more table td")
    assert cells.count() == 4
    assert cells.nth(1).locator("mjx-container mjx-mo").count() >= 3  # two parentheses and the bar
    box = cells.nth(1).bounding_box()
    assert box
    assert box["height"] < 60


def test_a_wide_formula_scrolls_and_the_page_does_not(typeset: Callable[..., Page]) -> None:
    page = typeset("front")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    wide = page.locator('.stem mjx-container[display="true"]')
    assert wide.evaluate("one => one.scrollWidth > one.clientWidth")


@pytest.mark.parametrize("model", [reviewers.Desktop, reviewers.Android])
def test_a_formula_on_a_line_of_its_own_leaves_no_gap(typeset: Callable[..., Page], model: Any) -> None:
    """MathJax's styles come behind the card's on one model, before them on the other."""
    wide = typeset("front", model=model).locator('.stem mjx-container[display="true"]')
    margins = wide.evaluate("one => [getComputedStyle(one).marginTop, getComputedStyle(one).marginBottom]")
    assert all(0 < float(margin.removesuffix("px")) < 12 for margin in margins)


def test_formulas_are_light_in_the_dark(typeset: Callable[..., Page]) -> None:
    page = typeset("front", night=True)
    colours = page.locator("mjx-container mjx-c").evaluate_all("all => all.map(one => getComputedStyle(one).color)")
    assert {*colours} == {"rgb(230, 232, 235)"}
