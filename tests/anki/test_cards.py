"""The cards as learners see them: in a real Chromium, from the HTML that the real Anki renders."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import reviewers
from conftest import ROOT
from writing import bank, question

from ankigen.anki import notetypes

reviewers.skip_without_browser()

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page
    from reviewers import Sides, Site

pytestmark = pytest.mark.slow

OPTIONS = {"A": "alpha", "B": "beta", "C": "gamma", "D": "delta"}
WIDE = "SELECT " + ", ".join(f"a_column_with_a_long_name_{n}" for n in range(12))
TABLE = "\n".join(
    (
        "### 對照",
        "",
        "| " + " | ".join(f"heading-{n}" for n in range(9)) + " |",
        "|" + "---|" * 9,
        "| " + " | ".join(f"`value_{n}_value`" for n in range(9)) + " |",
        "",
        "### 端點",
        "",
        "| 操作 | 方法 | 端點 |",
        "|---|---|---|",
        "| 建立 | POST | `/api/2.2/a/rather/long/path/that/goes/on/and/on/to/its/very/end/at/last` |",
        "| 讀取 | GET | `/api/2.2/read` |",
        "",
        "## 官方文件",
        "",
        "- [A page](https://example.org/page)",
    )
)
QUESTIONS = {
    "one": question("one", options=OPTIONS, explanation="這一段說明不長。\n\n" + "這一段說明很長。" * 40),
    "two": question(
        "two",
        options={**OPTIONS, "E": f"[epsilon](https://example.org/e)\n  ```sql\n  {WIDE}\n  ```"},
        answer="`B`, `D`",
        stem=f"Look:\n\n```sql\n{WIDE}\n```\n\n{'unbroken' * 30}",
        extra=TABLE,
    ),
    "fixed": question("fixed", options={"A": "alpha", "B": "beta", "C": "Both A and B", "D": "neither"}, answer="`C`"),
    "none-of-these": question("none-of-these", options={**OPTIONS, "D": "None of these"}),
    "marked": question("marked", stem="Which one stays?", options=OPTIONS).replace(
        "**Domain:**", "**Shuffle:** false\n**Domain:**"
    ),
    "three": question("three", stem="Which of three?", options={"A": "alpha", "B": "beta", "C": "gamma"}),
    "disputed": question("disputed", stem="Which one is disputed?", options=OPTIONS).replace(
        "**正解:** `B`", "**正解:** `B`\n- **來源標註答案:** D\n- **社群共識:** B"
    ),
    "recall": question("recall", stem="Which one is it?", options=OPTIONS).replace(
        "**Domain:**", "**Recall:** true\n**Domain:**"
    ),
}
NAMING = {
    "nothing": "它就是題目問的。",
    "named": "選項 B 才對。",
    "han": "所以B對，其餘都錯。",
    "article": "A table has rows. A view has them, too.",
    "wrong": "A is not it, because it has no rows at all.",
    "code": "In `B` the rows are sorted; `A-B` is code.",
    "language": "It is written in C++ or on an E-mail server.",
    "title": "### 為什麼 B 是正確答案？\n\n因為它是第二個。\n\n" + "這一段說明很長。" * 20,
    "bold title": "**Why is B the right answer?**\n\nIt is the second one.\n\n" + "It is long. " * 20,
    "other title": "### B 與 C 的差別\n\n因為它是第二個。\n\n" + "這一段說明很長。" * 20,
}
COMMAND = "kubectl drain node01 --ignore-daemonsets --delete-emptydir-data"
CALL = 'dbutils.notebook.taskValues.get(taskKey="ingest_the_orders", key="row_count")'
PATH = "/Volumes/main_catalog/default_schema/landing_zone/2024/05/01/part-00000-of-00010.json.gz"
CLASS = "AbstractSingletonProxyFactoryBeanConfigurationPropertiesHolder"
QUESTIONS["flags"] = question(
    "flags",
    stem=f"Which of these reads `{PATH}`?",
    options={"A": COMMAND, "B": f"`{COMMAND}`", "C": f"`{CALL}`", "D": f"dbutils.fs.head('{PATH}')", "E": f"`{CLASS}`"},
    explanation=f"Only `spark.read.json('{PATH}')` does.",
)
DRAIN = "kubectl drain node01 --ignore-daemonsets --delete-emptydir-data --force --grace-period={} --timeout={}s"
MOVES = "節點會先停止接受新的工作，接著把現有的工作逐一移到其他節點，等到節點清空之後才開始維護，維護結束後{}恢復排程。"
QUESTIONS |= {
    "ends": question(
        "ends",
        stem="Which waits at most two minutes?",
        options={"A": DRAIN.format(0, 60), "B": DRAIN.format(0, 120), "C": DRAIN.format(30, 120), "D": "None"},
    ),
    "code-ends": question(
        "code-ends", options={label: f"`{DRAIN.format(0, t)}`" for label, t in (("A", 60), ("B", 120), ("C", 180))}
    ),
    "han-ends": question("han-ends", options={"A": MOVES.format("不會"), "B": MOVES.format("一定"), "C": "沒有變化"}),
    "two-ends": question(
        "two-ends", options={label: DRAIN.format(i, 60) for i, label in enumerate("ABCD")}, answer="`B`, `D`"
    ),
}
QUESTIONS |= {
    name: re.sub(
        r"\*\*錯\*\* [A-D] ", "**錯** ", question(name, stem=f"Which {name}?", options=OPTIONS, explanation=text)
    )
    for name, text in NAMING.items()
}
REASONED = """# Question 1

**ID:** `{key}`

## Question

Which two of {key}?

## Options

- A. alpha
  - It is not alpha.
- B. beta
  - It is beta, the second.
- C. gamma
  - It is not gamma.
- D. delta{own}

## Answer

B, D

## Explanation

Both are even.
"""
QUESTIONS |= {
    "both own": REASONED.format(key="both own", own="\n  - It is delta, the fourth."),
    "one own": REASONED.format(key="one own", own=""),
    "both list": REASONED.format(key="both list", own="").replace(
        "Both are even.", f"1. beta: {'as two is even, ' * 12}\n2. delta: {'as four is even, ' * 12}"
    ),
}
QUESTIONS["claims"] = re.sub(
    r"\*\*錯\*\* [A-D] ",
    "**錯** ",
    question("claims", stem="Which is claimed?", options=OPTIONS, explanation="就是它。"),
).replace("**正解:** `B`", "**正解:** `B`\n- **來源標註答案:** D\n- **社群共識:** B")
NESTED = """def readers(options, names):
    for option in options:
        if option.is_enabled and option.name in names and not option.is_hidden:
\t\t\tyield option.reader.with_settings(first=1, second="a text of some length")

    return None"""
HIGHLIGHTED = (
    "SELECT /* a comment of\n  several lines */ name\nFROM a_table WHERE name = 'x' AND a_very_long_name = 'y'"
)
QUESTIONS["lines"] = question(
    "lines",
    options={
        "A": f"\n```python\n{NESTED}\n```".replace("\n", "\n  "),
        "B": f"\n```sql\n{HIGHLIGHTED}\n```".replace("\n", "\n  "),
    },
)
OPEN = f"""# Question 1

**ID:** `open`

## Question

What is open?

## Answer

A question without options:

```sql
{WIDE}
```
"""
SIDES = ("front", "back")
SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
FIXED = ("fixed", "none-of-these", "marked")


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sides]:
    """The cards of the bank above, and of a copy of the bank that ships with the project, by their question's key."""
    folder = tmp_path_factory.mktemp("cards")
    texts = {f"{name}.md": text for name, text in {**QUESTIONS, "open": OPEN}.items()}
    own = bank(folder / "own", texts, 'id = "bank"\ntitle = "Bank"\nopen = true\n')
    shipped = folder / "shipped"
    shutil.copytree(ROOT / "decks" / "databricks", shipped, ignore=shutil.ignore_patterns("apkg", "*.lock"))
    return reviewers.cards(own, folder / "1") | reviewers.cards(shipped, folder / "2")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with reviewers.browser() as started:
        yield started


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    served = reviewers.Site()
    yield served
    served.close()


@pytest.fixture
def tab(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """Open a tab; at the end, its console must be empty, and it must not have used the network."""
    messages: list[str] = []
    asked: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(**settings: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": {"width": 480, "height": 800}, **settings}))
        page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: messages.append(f"{message.text} {message.location['url']}"))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert messages == []
    assert {url for url in asked if not url.startswith(site.address)} == set()


@pytest.fixture(params=[reviewers.Desktop, reviewers.Android])
def reviewer(request: pytest.FixtureRequest, tab: Callable[..., Page], site: Site) -> Any:
    """Each model of a reviewer: a single page, and a new page for each side."""
    return request.param(tab(), site)


@pytest.fixture
def desktop(tab: Callable[..., Page], site: Site) -> reviewers.Desktop:
    return reviewers.Desktop(tab(), site)


def option(page: Page, label: str) -> Locator:
    return page.locator(f'.option[data-label="{label}"]')


def pick(page: Page, *labels: str) -> None:
    for label in labels:
        option(page, label).locator("a").click()


def picked(page: Page) -> set[str]:
    chosen = page.locator('.option:has([aria-checked="true"])')
    return set(chosen.evaluate_all("items => items.map(item => item.dataset.label)"))


def order(page: Page) -> str:
    joined: str = page.locator(".option").evaluate_all("items => items.map(item => item.dataset.label).join('')")
    return joined


def back_order(front: str, *, right: str, picks: str = "") -> str:
    """Return the order on the back: the wrong picks, the right options, the others, each as on the front."""
    wrong = [label for label in front if label in picks and label not in right]
    return "".join(wrong + [label for label in front if label in right] + [x for x in front if x not in right + picks])


def verdict(page: Page) -> str:
    return " ".join(page.locator(".verdict").inner_text().split())


def tags(page: Page) -> dict[str, str]:
    """Return the notes at the edges of the options, by label."""
    return read(page, ".option > .tag")


def read(page: Page, selector: str) -> dict[str, str]:
    """Return the texts of elements, by the label of the option that they belong to."""
    script = """found => Object.fromEntries(found.map(
      one => [one.closest("[data-label]").dataset.label, one.textContent.trim()]))"""
    result: dict[str, str] = page.locator(selector).evaluate_all(script)
    return result


# Picking.


def test_one_answer(reviewer: Any, cards: dict[str, Sides]) -> None:
    for picks, text, marks in (
        ("D", "✕ 答錯了 答案是 beta", {"B": "✓ 正解", "D": "✕ 你的選擇"}),
        ("B", "✓ 答對了", {"B": "✓ 正解 · 你的選擇"}),
        ("", "答案是", {"B": "✓ 正解"}),  # the option follows
        ("DB", "✓ 答對了", {"B": "✓ 正解 · 你的選擇"}),  # one pick replaces another
        ("BB", "答案是", {"B": "✓ 正解"}),  # a second tap takes it back
    ):
        reviewer.show(cards["one"], "front")
        pick(reviewer.page, *picks)
        reviewer.show(cards["one"], "back")
        assert verdict(reviewer.page) == text, picks
        assert tags(reviewer.page) == marks, picks


def test_several_answers(reviewer: Any, cards: dict[str, Sides]) -> None:
    for picks, count, text in (
        ("DB", "2 / 2", "✓ 答對了"),
        ("BA", "2 / 2", "✕ 答錯了 答案是 beta · delta"),
        ("B", "1 / 2", "✕ 答錯了 答案是"),
        ("BDA", "3 / 2", "✕ 答錯了 答案是 beta · delta"),
        ("BDAA", "2 / 2", "✓ 答對了"),
        ("", "0 / 2", "答案是"),
    ):
        reviewer.show(cards["two"], "front")
        pick(reviewer.page, *picks)
        assert reviewer.page.locator(".pick").inner_text() == f"選 2 個 {count}", picks
        reviewer.show(cards["two"], "back")
        assert verdict(reviewer.page) == text, picks


def test_a_side_drawn_again_keeps_order_and_picks_and_the_next_review_has_new_ones(
    reviewer: Any, cards: dict[str, Sides]
) -> None:
    orders = set()
    for _ in range(9):
        reviewer.show(cards["one"], "front")
        assert picked(reviewer.page) == set()
        pick(reviewer.page, "A")
        first = order(reviewer.page)
        orders.add(first)
        reviewer.show(cards["one"], "front")
        assert (order(reviewer.page), picked(reviewer.page)) == (first, {"A"})
        for _ in range(2):
            reviewer.show(cards["one"], "back")
            assert order(reviewer.page) == back_order(first, right="B", picks="A")
            assert verdict(reviewer.page).startswith("✕ 答錯了")
    assert len(orders) > 1


def test_another_card_in_between_starts_anew(reviewer: Any, cards: dict[str, Sides]) -> None:
    reviewer.show(cards["one"], "front")
    pick(reviewer.page, "A")
    reviewer.show(cards["disputed"], "front")
    assert picked(reviewer.page) == set()
    reviewer.show(cards["one"], "front")
    assert picked(reviewer.page) == set()


def test_the_script_may_run_again_on_the_same_page(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    script = cards["two"].front.split("<script>")[1].split("</script>")[0]
    desktop.show(cards["two"], "front")
    desktop.page.evaluate("text => { new Function(text)(); new Function(text)() }", script)
    pick(desktop.page, "B")
    assert picked(desktop.page) == {"B"}
    assert desktop.page.locator(".box").count() == 5
    assert desktop.page.locator(".pick").inner_text() == "選 2 個 1 / 2"
    desktop.show(cards["two"], "back")
    desktop.page.evaluate("text => { new Function(text)() }", script)
    assert desktop.page.locator(".said").count() == 1


def test_an_edited_source_breaks_nothing_and_is_never_seen(reviewer: Any, cards: dict[str, Sides]) -> None:
    edited = "\"&gt;<b>x</b>' onclick=alert(1) "
    card = cards["one"]._replace(
        **{side: getattr(cards["one"], side).replace("bank/one.md", edited + "bank/one.md") for side in SIDES}
    )
    reviewer.show(card, "front")
    assert not reviewer.page.get_by_text("onclick").is_visible()
    pick(reviewer.page, "B")
    before = order(reviewer.page)
    reviewer.show(card, "back")
    assert (order(reviewer.page), verdict(reviewer.page)) == (back_order(before, right="B"), "✓ 答對了")


def test_it_leaves_no_name_behind(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    before = desktop.page.evaluate("Object.keys(window).sort()")
    for side in SIDES:
        desktop.show(cards["two"], side)
    assert desktop.page.evaluate("Object.keys(window).sort()") == before


def test_keys_pick_what_has_the_focus_and_leave_anki_its_own(
    desktop: reviewers.Desktop, cards: dict[str, Sides]
) -> None:
    page = desktop.page
    page.evaluate("window.heard = []; document.addEventListener('keydown', event => heard.push(event.key))")

    def heard() -> list[str]:
        keys: list[str] = page.evaluate("heard.splice(0)")
        return keys

    desktop.show(cards["one"], "front")
    for key in ("Space", "Enter", "1", "4"):
        page.keyboard.press(key)
    assert picked(page) == set()
    assert heard() == [" ", "Enter", "1", "4"]
    labels = order(page)
    page.keyboard.press("Tab")
    for key, expected in (
        ("Space", {labels[0]}),
        ("Enter", set()),
        ("Shift+Space", {labels[0]}),
        ("ArrowUp", {labels[3]}),
        ("ArrowDown", {labels[0]}),
        ("ArrowRight", {labels[1]}),
        ("1", {labels[1]}),
    ):
        page.keyboard.press(key)
        assert picked(page) == expected, key
    assert heard() == ["Tab", "Shift", "1"]
    pick(page, labels[2])
    page.keyboard.press("Space")  # a tapped option does not keep the focus
    assert picked(page) == {labels[2]}
    assert heard() == [" "]

    desktop.show(cards["two"], "front")
    page.keyboard.press("Tab")  # the wide code of the stem
    for _ in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    assert picked(page) == set(order(page)[:2])


def test_options_are_what_every_reviewer_lets_a_finger_reach(
    desktop: reviewers.Desktop, cards: dict[str, Sides]
) -> None:
    for key, role, kind in (("one", "radiogroup", "radio"), ("two", "group", "checkbox")):
        desktop.show(cards[key], "front")
        page = desktop.page
        assert page.locator("[aria-live=polite]").count() == (kind == "checkbox")  # announces the number of picks
        links = page.get_by_role(role, name="選").get_by_role(kind)  # type: ignore[arg-type]
        assert links.count() == page.locator(".option").count()
        for link in links.all():
            reached = link.evaluate(
                "a => [a.tagName, a.getAttribute('href'), typeof a.onclick, a.classList.contains('tappable')]"
            )
            assert reached == ["A", "#", "function", True]
            assert (link.bounding_box() or {})["height"] >= 44
    desktop.show(cards["two"], "back")
    for fold in desktop.page.locator("summary").all():
        fold.click()
    heights = desktop.page.locator("summary, .inside > ul a").evaluate_all(
        "targets => targets.map(target => target.getBoundingClientRect().height)"
    )
    assert len(heights) == 5  # the stem, a table, the links; two links
    assert min(filter(None, heights)) >= 44


# Shuffling.


def test_ten_thousand_shuffles_are_uniform_and_the_same_on_both_sides(
    desktop: reviewers.Desktop, cards: dict[str, Sides]
) -> None:
    """The quantiles of chi-square at one in a million: a true shuffle fails one run in some hundred thousand."""
    card = cards["one"]
    desktop.show(card, "front")
    drawn: list[list[str]] = desktop.page.evaluate(
        """([front, back]) => {
          const qa = document.getElementById("qa");
          const html = [front, back].map(side => side.replace(/<script>[^]*?<.script>/g, ""));
          const script = new Function(front.split("<script>")[1].split("</script>")[0]);
          const shown = side => {
            qa.innerHTML = html[side];
            script();
            return Array.from(qa.querySelectorAll(".option"), item => item.dataset.label).join("");
          };
          return Array.from({length: 10000}, () => [shown(0), shown(1)]);
        }""",
        [card.front, card.back],
    )
    assert all(back == back_order(front, right="B") for front, back in drawn)
    orders = Counter(front for front, _ in drawn)
    permutations = ["".join(labels) for labels in itertools.permutations("ABCD")]
    assert chi_square([orders[order] for order in permutations]) < 71.1  # 23 degrees of freedom
    for place in range(4):
        at = Counter(front[place] for front, _ in drawn)
        assert chi_square([at[label] for label in "ABCD"]) < 30.7  # 3 degrees of freedom


def chi_square(counts: list[int]) -> float:
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


def test_each_place_is_drawn_by_as_many_bytes_as_the_others(
    desktop: reviewers.Desktop, cards: dict[str, Sides]
) -> None:
    """256 values cannot be divided by three evenly, so the last one is rejected and another byte is drawn."""
    page = desktop.page
    page.evaluate("() => { crypto.getRandomValues = bytes => bytes.fill(drawn.shift() ?? 0) }")
    last: Counter[str] = Counter()
    for byte in range(256):
        page.evaluate("byte => { window.drawn = [byte, 1] }", byte)
        desktop.show(cards["disputed"], "back")  # the next front is a new review
        desktop.show(cards["three"], "front")
        last[order(page)[-1]] += 1
    assert last == {"A": 85, "B": 86, "C": 85}  # the byte 255 is rejected, and then 1 is drawn


@pytest.mark.parametrize("key", FIXED)
def test_a_fixed_order_is_never_shuffled_and_letters_are_shown_if_options_name_them(
    reviewer: Any, cards: dict[str, Sides], key: str
) -> None:
    right = "C" if key == "fixed" else "B"
    letters = {"fixed": "ABCD", "none-of-these": "", "marked": ""}[key]
    for _ in range(5):
        reviewer.show(cards[key], "front")
        assert order(reviewer.page) == "ABCD"
        assert "".join(reviewer.page.locator(".letter:visible").all_inner_texts()) == letters
        reviewer.show(cards[key], "back")
        assert order(reviewer.page) == back_order("ABCD", right=right)
    reviewer.show(cards["fixed"], "front")
    pick(reviewer.page, "C")
    reviewer.show(cards["fixed"], "back")
    assert verdict(reviewer.page) == "✓ 答對了"


@pytest.mark.parametrize(
    ("key", "letters"),
    [
        ("three", True),  # 錯 A 不對
        ("nothing", False),
        ("named", True),
        ("han", True),
        ("article", False),
        ("wrong", True),
        ("code", True),
        ("language", False),
        ("disputed", True),
        ("claims", True),  # 來源標註 D
        ("title", False),  # it says the option's text
        ("bold title", False),
        ("other title", True),
        ("Q-001", False),
        ("Q-002", True),  # 所以 D 是錯誤敘述
    ],
)
def test_letters_are_on_the_back_where_the_text_names_options_by_them(
    desktop: reviewers.Desktop, cards: dict[str, Sides], key: str, *, letters: bool
) -> None:
    desktop.show(cards[key], "front")
    assert desktop.page.locator(".letter:visible").count() == 0
    labels = len(order(desktop.page))
    desktop.show(cards[key], "back")
    assert desktop.page.locator(".letter:visible").count() == (labels if letters else 0)


def test_letters_are_where_prose_has_them_and_nowhere_else(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    """Of the bank that comes with ankigen, one card says `D` in prose, and one has options that no title can name."""
    shown = set()
    for key in (key for key in cards if re.fullmatch(r"Q-\d+", key)):
        desktop.show(cards[key], "back")
        if desktop.page.locator(".letter:visible").count():
            shown.add(key)
    assert shown == {"Q-002", "Q-006"}


def test_a_title_names_the_right_option_by_its_text(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    for key, title in (
        ("title", "為什麼「beta」是正確答案？"),
        ("bold title", "Why is “beta” the right answer?"),
        ("other title", "B 與 C 的差別"),
        ("Q-001", "為什麼「WHEN NOT MATCHED BY SOURCE THEN DELETE」是正確答案？"),
        ("Q-004", "為什麼「update」和「complete」是正確答案？"),
    ):
        desktop.show(cards[key], "back")
        first = desktop.page.locator(".more .inside h4, .more .inside strong").first
        quoted = first.evaluate(
            """one => {
              for (const quote of one.querySelectorAll("q")) {
                const signs = quote.closest("[lang]").lang.startsWith("zh") ? "「」" : "“”";
                quote.prepend(signs[0]);
                quote.append(signs[1]);
              }
              return one.textContent;
            }"""
        )
        assert quoted == title, key


def test_letters_texts_and_reasons_stay_together(
    desktop: reviewers.Desktop, tab: Callable[..., Page], site: Site, cards: dict[str, Sides]
) -> None:
    still = reviewers.Android(tab(java_script_enabled=False), site)
    for key, card in cards.items():
        still.show(card, "back")
        texts = read(still.page, ".option > .text")
        reasons = read(still.page, ".why > .text")
        why = still.page.locator(".reason").all_inner_texts()
        if "Recall" not in key:
            desktop.show(card, "front")
            assert read(desktop.page, ".option .text") == texts
        desktop.show(card, "back")
        assert read(desktop.page, ".option > .letter") == {label: label for label in texts}
        assert read(desktop.page, ".option:not(.right) > .because") == reasons
        assert reasons or key == "open"
        assert desktop.page.locator(".why, .reason").count() == 0
        shown = desktop.page.locator(".outcome > .right > .because, .shared > .because")
        assert sorted(shown.all_inner_texts()) == sorted(why)
        assert read(desktop.page, ".option > .text") == texts


# Without JavaScript, without storage.


def test_without_javascript_everything_is_there(tab: Callable[..., Page], site: Site, cards: dict[str, Sides]) -> None:
    still = reviewers.Android(tab(java_script_enabled=False), site)
    still.show(cards["two"], "front")
    assert order(still.page) == "ABCDE"
    assert still.page.locator(".letter:visible").all_inner_texts() == list("ABCDE")
    assert "選 2 個" in still.page.locator(".pick").inner_text()
    still.show(cards["two"], "back")
    assert verdict(still.page) == "答案是 beta · delta 因為 B 是對的：題目問的是第二個，而其餘的選項都不是第二個。"
    assert order(still.page) == "ABCDE"
    tops = [still.page.locator(place).bounding_box() or {} for place in (".verdict", ".stem", ".options", ".mnemonic")]
    assert [box["y"] for box in tops] == sorted(box["y"] for box in tops)
    assert still.page.locator(".why").count() == 3
    assert "A 不對" in still.page.locator(".rationale").inner_text()
    right = option(still.page, "B").evaluate("item => getComputedStyle(item).borderColor")
    assert right != option(still.page, "A").evaluate("item => getComputedStyle(item).borderColor")


def test_a_foreign_value_in_the_storage_does_no_harm(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    for value in ("", "null", "1", "[]", "{", '{"question": 1}', '{"order": 1, "picks": {}}'):
        desktop.page.evaluate("value => sessionStorage.setItem('ankigen', value)", value)
        desktop.show(cards["one"], "back")
        assert verdict(desktop.page) == "答案是"
    desktop.show(cards["one"], "front")
    state = json.loads(desktop.page.evaluate("sessionStorage.getItem('ankigen')"))
    state |= {"order": ["A", "B", "C", "X"], "picks": ["X", "A"]}  # as if the options had been edited meanwhile
    desktop.page.evaluate("value => sessionStorage.setItem('ankigen', value)", json.dumps(state))
    desktop.show(cards["one"], "front")
    assert sorted(order(desktop.page)) == list("ABCD")
    assert picked(desktop.page) == {"A"}
    desktop.page.evaluate("value => sessionStorage.setItem('ankigen', value)", json.dumps(state | {"picks": ["X"]}))
    desktop.show(cards["one"], "back")
    assert verdict(desktop.page) == "答案是"  # the option that was picked is no longer there


# The content of the card.


def test_a_front_gives_nothing_away(cards: dict[str, Sides]) -> None:
    """Letters, verdicts, reasons and traps are for the back; a trap names the mistake, and so gives the answer away."""
    signs = {'class="trap"', "⚠", 'data-answer="', 'class="why"', 'class="memo"', 'class="meta"', "<details"}
    fronts, backs = ("".join(SCRIPT.sub("", side[i]) for side in cards.values()) for i in (0, 1))
    assert {sign for sign in signs if sign in fronts} == set()
    assert {sign for sign in signs if sign in backs} == signs


def test_a_disputed_answer_is_said_on_the_back_whatever_was_picked(reviewer: Any, cards: dict[str, Sides]) -> None:
    reviewer.show(cards["disputed"], "front")
    assert "爭議" not in reviewer.page.locator(".ankigen").inner_text()
    pick(reviewer.page, "B")
    reviewer.show(cards["disputed"], "back")
    assert verdict(reviewer.page) == "✓ 答對了 答案有爭議 來源標註 D · 社群共識 B"
    assert reviewer.page.locator(".letter:visible").count() == 4


def test_the_back_begins_with_what_one_wants_first(reviewer: Any, cards: dict[str, Sides]) -> None:
    reviewer.show(cards["Q-005"], "front")
    pick(reviewer.page, "A")
    reviewer.show(cards["Q-005"], "back")
    page = reviewer.page
    places = (".verdict", ".option.wrong", ".option.right", ".mnemonic", ".endpoints", ".others", ".more", ".meta")
    tops = [page.locator(place).evaluate("one => one.getBoundingClientRect().top") for place in places]
    assert tops == sorted(tops)
    wrong, right = (page.locator(f".option.{kind}") for kind in ("wrong", "right"))
    assert "觸發 Job 執行會改變系統狀態" in wrong.inner_text()
    assert "這是用來立即觸發一個已存在 Job 的官方 API 端點" in right.inner_text()
    for part in (wrong, right, page.locator(".mnemonic"), page.locator(".endpoints"), page.locator(".others .because")):
        assert part.first.is_visible()
    assert page.locator("details .mnemonic, details .endpoints, details .option").count() == 0


@pytest.mark.parametrize("model", [reviewers.Desktop, reviewers.Android])
def test_verdict_right_option_and_reason_are_on_a_phones_first_screen(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides], model: Any
) -> None:
    """Every card of the bank that comes with ankigen, whatever is picked."""
    shown = model(tab(viewport={"width": 390, "height": 700}), site)
    keys = [key for key in cards if re.fullmatch(r"Q-\d+", key)]
    assert len(keys) == 15
    for key in keys:
        shown.show(cards[key], "front")
        for label in ("", *sorted(order(shown.page))):
            shown.show(cards[key], "front")
            pick(shown.page, *label)
            shown.show(cards[key], "back")
            parts = shown.page.locator(".verdict, .option.right, .option.right > .because")
            assert parts.count() >= 3, (key, label)
            boxes = parts.evaluate_all(
                "all => all.map(one => one.getBoundingClientRect()).map(box => [box.top, box.bottom])"
            )
            assert all(0 <= top < bottom <= 700 for top, bottom in boxes), (key, label, boxes)


def test_the_stem_is_small_on_the_back_and_opens_with_a_tap(reviewer: Any, cards: dict[str, Sides]) -> None:
    page = reviewer.page
    reviewer.show(cards["Q-005"], "front")
    large = page.locator(".stem p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    reviewer.show(cards["Q-005"], "back")
    stem, folded, brief = page.locator(".stem"), page.locator(".asked"), page.locator(".asked > summary")
    assert folded.bounding_box()["height"] <= 48  # type: ignore[index]
    assert brief.inner_text().startswith("A scheduled job failed")
    assert brief.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") < large
    brief.click()
    assert folded.bounding_box()["height"] >= 150  # type: ignore[index]
    assert stem.inner_text().endswith("Which of the following REST API calls achieves this requirement?")
    sizes = stem.locator("p").evaluate_all("all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert max(sizes) < large
    brief.click()
    assert folded.bounding_box()["height"] <= 48  # type: ignore[index]
    reviewer.show(cards["three"], "back")  # one that is short is not folded
    assert stem.is_visible()
    assert brief.count() == 0


def test_the_reason_is_the_beginning_of_the_explanation_and_the_rest_is_folded(
    desktop: reviewers.Desktop, cards: dict[str, Sides]
) -> None:
    folded = {}
    for key in ("one", "disputed", "two", "Q-001"):
        desktop.show(cards[key], "back")
        details = desktop.page.locator(".more details")
        folded[key] = [details.and_(desktop.page.locator("[open]")).count() > 0, "說明" in details.all_inner_texts()]
        assert desktop.page.locator(".outcome .because").count() == 1, key
    assert folded == {"one": [False, True], "disputed": [False, False], "two": [False, False], "Q-001": [False, True]}
    reason = desktop.page.locator(".outcome .because").inner_text()
    assert reason.startswith("WHEN NOT MATCHED BY SOURCE: 當目標資料列在來源中找不到")


def test_the_reason_is_in_the_box_of_its_option_or_below_all_boxes_that_it_is_about(
    reviewer: Any, cards: dict[str, Sides]
) -> None:
    both = "因為 B 是對的：題目問的是第二個，而其餘的選項都不是第二個。"
    own = {"B": "It is beta, the second.", "D": "It is delta, the fourth."}
    for key, picks, boxes, shared in (
        ("two", "BD", {}, both),
        ("two", "A", {"A": "錯 A 不對，因為題目問的是第二個，不是這一個。"}, both),
        ("both own", "BD", own, ""),
        ("one own", "BD", {"B": own["B"]}, "Both are even."),
    ):
        reviewer.show(cards[key], "front")
        pick(reviewer.page, *picks)
        reviewer.show(cards[key], "back")
        assert read(reviewer.page, ".outcome > .option > .because") == boxes, key
        reason = reviewer.page.locator(".shared")
        assert reason.all_inner_texts() == [shared] * bool(shared), key
        if shared:
            below = reason.bounding_box()["y"]  # type: ignore[index]
            tops = reviewer.page.locator(".option.right").evaluate_all("all => all.map(one => one.offsetTop)")
            assert below > max(tops)
            assert below < reviewer.page.locator(".mnemonic, .others, .meta").first.bounding_box()["y"]
    reviewer.show(cards["both list"], "back")  # each item is about another right option
    assert [text.split(":")[0] for text in reviewer.page.locator(".shared li").all_inner_texts()] == ["beta", "delta"]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ends", "--timeout=120s --grace-period=0"),
        ("code-ends", "--timeout=120s"),
        ("han-ends", "一定"),
        ("two-ends", "--grace-period=1 --grace-period=3"),
    ],
)
def test_the_verdict_says_what_distinguishes_the_right_option(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides], key: str, shown: str
) -> None:
    phone = reviewers.Desktop(tab(viewport={"width": 390, "height": 700}), site)
    phone.show(cards[key], "front")
    pick(phone.page, "A")
    phone.show(cards[key], "back")
    answer = phone.page.locator(".answer")
    assert all(part in answer.inner_text() for part in shown.split())
    assert answer.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    assert (answer.bounding_box() or {})["height"] <= 4 * 26  # it does not push the option off the screen


def test_a_recall_card_asks_without_options_and_has_the_same_back(reviewer: Any, cards: dict[str, Sides]) -> None:
    assert [key for key in cards if key.endswith("/Recall")] == ["recall/Recall"]
    card = cards["recall/Recall"]
    reviewer.show(cards["recall"], "front")
    pick(reviewer.page, "A")
    reviewer.show(card, "front")
    assert reviewer.page.locator(".recall").inner_text() == "先想答案，再看選項"
    assert "alpha" not in SCRIPT.sub("", card.front)
    reviewer.show(card, "back")
    assert verdict(reviewer.page) == "答案是"
    assert order(reviewer.page) == "BACD"


@pytest.mark.parametrize("width", [360, 480, 900])
def test_no_card_scrolls_sideways(tab: Callable[..., Page], site: Site, cards: dict[str, Sides], width: int) -> None:
    phone = reviewers.Desktop(tab(viewport={"width": width, "height": 800}), site)
    for key, card in cards.items():
        for side in SIDES:
            phone.show(card, side)
            widest = phone.page.evaluate(
                """() => {
                  document.querySelectorAll("details").forEach(one => { one.open = true });
                  return document.scrollingElement.scrollWidth;
                }"""
            )
            assert widest <= width, (key, side)
    phone.show(cards["two"], "back")
    boxes = phone.page.locator(".stem pre, .more .scroll")
    assert boxes.evaluate_all("boxes => boxes.map(box => box.scrollWidth > box.clientWidth)") == [True, True]
    code = phone.page.locator(".option > .text > pre")
    assert code.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_text_of_twice_the_size_fits_a_phone(tab: Callable[..., Page], site: Site, cards: dict[str, Sides]) -> None:
    """Every card: the text is twice as large, the page does not scroll sideways, and no text is cut off."""
    phone = reviewers.Desktop(tab(viewport={"width": 390, "height": 700}), site)
    phone.page.add_style_tag(content="html { font-size: 200% }")
    for key, side in itertools.product(cards, SIDES):
        phone.show(cards[key], side)
        if side == "front" and phone.page.locator(".choice").count():
            pick(phone.page, "A")
        phone.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if side == "front":
            assert phone.page.locator(".stem").first.evaluate("one => getComputedStyle(one).fontSize") == "34px"
        assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= 390, (key, side)
        sizes = phone.page.locator(".ankigen :is(p, li, td, code, span, b)").evaluate_all(
            "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= 24, (key, side)  # the smallest text has 12
        cut = phone.page.locator(".ankigen *:not(.brief)").evaluate_all(
            """all => all.filter(one => {
              const style = getComputedStyle(one);
              const hides = style.overflowX === "hidden" || style.overflowY === "hidden";
              const scrolls = style.overflowX === "auto" || style.overflowX === "scroll";
              const down = one.scrollHeight > one.clientHeight + 2;
              return hides && one.clientWidth && ((one.scrollWidth > one.clientWidth + 1 && !scrolls) || down);
            }).map(one => one.outerHTML.slice(0, 200))"""
        )
        assert cut == [], (key, side)


def test_no_text_that_one_reads_is_small(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    for key in ("Q-001", "Q-005", "Q-014"):
        for side in SIDES:
            desktop.show(cards[key], side)
            desktop.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            read_text = ".stem, .option, .because, .memo, table, .inside, .verdict, .pick, h3, summary"
            small = desktop.page.locator(".ankigen").first.evaluate(
                """(root, places) => {
                  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                  const small = [];
                  while (walker.nextNode()) {
                    const parent = walker.currentNode.parentElement;
                    const read = parent.closest(places) && !parent.closest(".address, .badge, script");
                    const size = parseFloat(getComputedStyle(parent).fontSize);
                    if (read && walker.currentNode.data.trim() && size < 14) small.push(walker.currentNode.data);
                  }
                  return small;
                }""",
                read_text,
            )
            assert small == [], (key, side)


# For each break inside of a word: what is before and behind it, and whether the word and the part would fit a line.
BREAKS = """all => all.flatMap(one => {
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const signs = [];
  while (walker.nextNode()) {
    for (let i = 0; i < walker.currentNode.length; i++) {
      const range = document.createRange();
      range.setStart(walker.currentNode, i);
      range.setEnd(walker.currentNode, i + 1);
      const box = range.getBoundingClientRect();
      signs.push([walker.currentNode.data[i], box.top + box.height / 2, walker.currentNode.parentElement]);
    }
  }
  const text = signs.map(sign => sign[0]).join("");
  const fits = (part, parent) => {
    const probe = document.createElement("span");
    probe.style = "position: absolute; white-space: nowrap; visibility: hidden";
    probe.textContent = part;
    parent.append(probe);
    const width = probe.getBoundingClientRect().width;
    probe.remove();
    return width <= one.clientWidth - 32;
  };
  const around = (i, sign) => {
    const start = i - text.slice(0, i).match(sign)[0].length;
    return text.slice(start).match(new RegExp("^" + sign.source.slice(0, -1)))[0];
  };
  return signs.flatMap(([sign, top, parent], i) => {
    const before = signs[i - 1];
    if (!i || Math.abs(top - before[1]) < 12 || /\\s/.test(before[0] + sign)) return [];
    const word = around(i, /[!-~]*$/);
    const part = around(i, /[A-Za-z0-9_-]*$/);
    const name = around(i, /[A-Za-z0-9]*$/);
    return [[text.slice(0, i), sign, ...[word, part, name].map(piece => fits(piece, parent))]];
  });
})"""


@pytest.mark.parametrize("width", [320, 340, 360, 390, 430, 600])
def test_code_breaks_at_spaces_and_a_longer_word_behind_a_separator(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides], width: int
) -> None:
    phone = reviewers.Desktop(tab(viewport={"width": width, "height": 700}), site)
    inside = 0
    for key in ("flags", "Q-001", "Q-005", "Q-013", "Q-015"):
        for side in SIDES:
            phone.show(cards[key], side)
            phone.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            phone.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
            places = phone.page.locator(".option .text p, .stem p:has(code), .because p, .answer, .inside p")
            places = places.filter(has_not_text="\\(")  # a formula that is not typeset
            for before, sign, word_fits, part_fits, name_fits in places.evaluate_all(BREAKS):
                if not re.match(r"[!-~]{2}", before[-1] + sign):
                    continue
                inside += 1
                assert not word_fits, (key, side, before, sign)
                assert not part_fits or re.search(r"[/.,;:=?&|(]$", before), (key, side, before, sign)
                assert not name_fits or not (before[-1] + sign).isalnum(), (key, side, before, sign)
                assert name_fits or (before[-1].islower() and sign.isupper()), (key, side, before, sign)
    assert inside or width == 600


def test_no_line_begins_with_a_sign_that_belongs_to_the_code_before_it(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides]
) -> None:
    phone = reviewers.Desktop(tab(viewport={"width": 390, "height": 700}), site)
    for width in range(320, 420, 7):
        phone.page.set_viewport_size({"width": width, "height": 700})
        for key in ("Q-007", "Q-008", "Q-012"):
            phone.show(cards[key], "back")
            for before, sign, *_ in phone.page.locator(".because p, .because li").evaluate_all(BREAKS):
                assert sign not in "，。、；：？！）」,.;:)", (width, key, before, sign)


def test_code_that_is_held_together_is_copied_as_it_is(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    desktop.show(cards["flags"], "front")
    for label, text in (("A", COMMAND), ("B", COMMAND), ("C", CALL), ("D", f"dbutils.fs.head('{PATH}')"), ("E", CLASS)):
        copied = (
            option(desktop.page, label)
            .locator(".text")
            .evaluate("one => { getSelection().selectAllChildren(one); return getSelection().toString() }")
        )
        assert copied.strip() == text


# For each line of the source: the columns at which its rows begin on the screen, of the first one without its blanks.
LINES = """code => {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  const probe = document.createElement("span");
  probe.style = "position: absolute; visibility: hidden; white-space: nowrap";
  probe.textContent = "0".repeat(100);
  code.append(probe);
  const column = probe.getBoundingClientRect().width / 100;
  probe.remove();
  const lines = [[]];
  let top = null;
  while (walker.nextNode()) {
    for (let i = 0; i < walker.currentNode.length; i++) {
      const sign = walker.currentNode.data[i];
      if (sign === "\\n") lines.push([]);
      if (!sign.trim()) continue;
      const range = document.createRange();
      range.setStart(walker.currentNode, i);
      range.setEnd(walker.currentNode, i + 1);
      const box = range.getBoundingClientRect();
      if (!lines.at(-1).length || box.top > top + 8) lines.at(-1).push(box.left);
      top = box.top;
    }
  }
  const edge = Math.min(...lines.flat());
  return lines.map(rows => rows.map(left => (left - edge) / column));
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_a_line_of_code_that_wraps_in_an_option_goes_on_below_its_own_beginning(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides], width: int
) -> None:
    phone = reviewers.Desktop(tab(viewport={"width": width, "height": 700}), site)
    wrapped = 0
    for side, (label, source) in itertools.product(SIDES, (("A", NESTED), ("B", HIGHLIGHTED))):
        phone.show(cards["lines"], side)
        code = option(phone.page, label).locator("pre code").first
        copied = code.evaluate("one => { getSelection().selectAllChildren(one); return getSelection().toString() }")
        assert copied.rstrip("\n") == source
        for line, columns in zip(source.split("\n"), code.evaluate(LINES), strict=True):
            indent = len(line.replace("\t", "    ")) - len(line.strip())
            below = min(indent, 8) + (4 if "\t" in line else 2)
            expected = [indent, *[below] * (len(columns) - 1)] if line else []
            assert columns == pytest.approx(expected, abs=0.1), line
            wrapped += max(0, len(columns) - 1)
    assert wrapped >= 6


def test_nothing_moves_for_who_wants_no_motion(tab: Callable[..., Page], site: Site, cards: dict[str, Sides]) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        shown = reviewers.Desktop(tab(reduced_motion=motion), site)
        shown.show(cards["one"], "front")
        durations = shown.page.locator(".ankigen *").evaluate_all(
            "all => all.map(one => getComputedStyle(one)).map(style => [style.transitionDuration, style.animationName])"
        )
        assert (any(duration != "0s" or name != "none" for duration, name in durations)) is moves


def test_the_back_can_be_read_with_the_keyboard_alone(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    desktop.show(cards["Q-005"], "back")
    page = desktop.page
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.closest('summary, a, pre, .scroll')?.textContent.slice(0, 20)")
        if name is None:
            break
        reached.append(name)
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            page.keyboard.press("Enter")
    folds = page.locator("details")
    assert folds.evaluate_all("all => all.every(one => one.open)")
    assert folds.count() == 4
    assert len(reached) >= 7  # four folds, three links


@pytest.mark.parametrize("place", [".stem p", ".option[data-label='A'] p", ".because li", ".memo p", ".because p"])
def test_a_wide_formula_scrolls_in_its_place(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides], place: str
) -> None:
    phone = reviewers.Desktop(tab(viewport={"width": 360, "height": 800}), site)
    phone.show(cards["disputed"], "back")
    wide = phone.page.evaluate(  # like MathJax's formulas, it cannot break across lines
        """place => {
          const formula = document.createElement("mjx-container");
          formula.innerHTML = '<span style="display: inline-block; width: 900px">x</span>';
          const holder = document.querySelector(place);
          holder.append(formula);
          return [document.scrollingElement.scrollWidth, holder.scrollWidth > holder.clientWidth];
        }""",
        place,
    )
    assert wide == [360, True]


def test_a_reason_with_a_formula_stays_in_its_box(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    """A list of one item has no mark, one of several has: the text of both begins inside the option's edge."""
    desktop.show(cards["Q-015"], "back")
    lists = desktop.page.locator(".option > .because > ul")
    assert {count > 1 for count in lists.evaluate_all("all => all.map(one => one.children.length)")} == {True, False}
    starts = lists.locator("> li").evaluate_all(
        """all => all.map(one => {
          const left = () => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return Math.min(...Array.from(range.getClientRects()).map(box => box.left));
          };
          const before = left();
          one.append(document.createElement("mjx-container"));
          return [left() - one.closest(".option").getBoundingClientRect().left, left() - before];
        })"""
    )
    assert min(start for start, _ in starts) > 0
    assert max(abs(moved) for _, moved in starts) < 8  # the text stays beside its mark


def test_the_address_of_a_link_can_be_read_and_copied(reviewer: Any, cards: dict[str, Sides]) -> None:
    """Not every reviewer opens links: a tap on an address selects all of it."""
    for key, count in (("Q-001", 3), ("two", 2)):
        reviewer.show(cards[key], "back")
        reviewer.page.locator(".more summary").last.click()
        links = reviewer.page.locator(".more details[open] li")
        assert links.count() == count
        for link in links.all():
            url = link.locator("a").get_attribute("href")
            assert url.startswith("https://")
            address = link.locator(".address")
            assert address.is_visible()
            address.click()
            assert reviewer.page.evaluate("getSelection().toString()") == url


def test_the_path_of_an_endpoint_is_never_cut_off(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides]
) -> None:
    phone = reviewers.Desktop(tab(viewport={"width": 360, "height": 800}), site)
    phone.show(cards["two"], "back")
    for path in phone.page.locator(".endpoint .path code").all():
        box = path.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 346


@pytest.mark.parametrize("night", [False, True])
def test_axe_finds_nothing(tab: Callable[..., Page], site: Site, cards: dict[str, Sides], night: bool) -> None:  # noqa: FBT001
    package = pytest.importorskip(
        "axe_playwright_python.base", reason="the package axe-playwright-python is missing: pip install 'ankigen[test]'"
    )
    page = tab()
    shown = reviewers.Desktop(page, site, night=night)
    page.evaluate(package.AXE_SCRIPT)
    for key in ("one", "two", "fixed", "disputed", "recall/Recall", "Q-005", "Q-001"):
        for side in SIDES:
            shown.show(cards[key], side)
            if side == "front" and "Recall" not in key:
                pick(page, "A")
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            page.wait_for_timeout(200)  # colours fade in
            result = page.evaluate("axe.run('.ankigen', { resultTypes: ['violations'] })")
            violations = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in result["violations"]]
            assert violations == [], (key, side)


def test_a_picture_is_shown_as_wide_as_the_card_allows(
    tab: Callable[..., Page], site: Site, cards: dict[str, Sides]
) -> None:
    for model in (reviewers.Desktop, reviewers.Android):
        for width in (360, 900):
            shown = model(tab(viewport={"width": width, "height": 640}), site)
            for side in SIDES:
                shown.show(cards["Q-014"], side)
                if side == "back":
                    shown.page.locator(".asked > summary").click()
                picture = shown.page.get_by_role("img", name="_delta_log")
                picture.evaluate("one => one.decode()")
                assert picture.evaluate("one => one.naturalWidth") > 0
                assert picture.bounding_box()["width"] <= width - 28  # type: ignore[index]


def test_a_recall_card_has_nothing_to_pick_and_its_answer_fits_the_screen(
    reviewer: Any, cards: dict[str, Sides]
) -> None:
    reviewer.show(cards["open"], "front")
    root = reviewer.page.locator(".ankigen")
    assert root.locator(".option, .choice, .pick, .recall").count() == 0
    assert "live" not in root.get_attribute("class").split()
    assert root.inner_text().split("\n") == ["What is open?"]
    reviewer.show(cards["open"], "back")
    assert root.locator(".said, .option").count() == 0
    assert root.locator(".solution").inner_text().startswith("A question without options:")
    assert reviewer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_night_is_dark(tab: Callable[..., Page], site: Site, cards: dict[str, Sides]) -> None:
    for model in (reviewers.Desktop, reviewers.Android):
        shown = model(tab(), site, night=True)
        for side in SIDES:
            shown.show(cards["two"], side)
            colour = shown.page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert colour == "rgb(23, 24, 27)"


def test_every_run_of_text_says_its_language(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    for card in cards.values():
        for side in SIDES:
            desktop.show(card, side)
            bare = desktop.page.evaluate(
                r"""() => {
                  const walker = document.createTreeWalker(document.querySelector(".ankigen"), NodeFilter.SHOW_TEXT);
                  const bare = [];
                  while (walker.nextNode()) {
                    const node = walker.currentNode;
                    if (node.parentElement.closest("script, .address")) continue;
                    const spoken = /[\u4e00-\u9fff]/.test(node.data) || /[a-z]{2}/i.test(node.data);
                    if (spoken && !node.parentElement.closest(".ankigen [lang], [hidden]")) bare.push(node.data);
                  }
                  return bare;
                }"""
            )
            assert bare == []


def test_han_characters_have_the_shapes_of_their_language(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    desktop.show(cards["one"], "back")
    for language, font in (("zh-Hant", "Noto Sans CJK TC"), ("zh-Hans", "Noto Sans CJK SC")):
        desktop.page.evaluate(
            "lang => { const memo = document.querySelector('.memo'); memo.lang = lang; memo.offsetWidth }", language
        )
        assert reviewers.fonts_of(desktop.page, ".memo p") == {font}


def test_code_is_monospaced_in_every_language(desktop: reviewers.Desktop, cards: dict[str, Sides]) -> None:
    desktop.show(cards["Q-001"], "back")
    for language in ("en", "zh-Hant", "zh-Hans"):
        desktop.page.evaluate(
            "lang => document.querySelectorAll('.ankigen [lang]').forEach(one => { one.lang = lang })", language
        )
        families = desktop.page.locator("code").evaluate_all("all => all.map(one => getComputedStyle(one).fontFamily)")
        assert {family.split(",")[0] for family in families} == {"ui-monospace"}


def test_anki_finds_nothing_of_its_own_in_the_script() -> None:
    script = (notetypes.folder() / "script.js").read_text(encoding="utf-8")
    for sequence in ("{{", "}}", r"\(", r"\[", "[sound:", "[latex]", "[[type:", "</script", "http"):
        assert sequence not in script
    for template in notetypes.load().templates:
        for side in (template.front, template.back):
            assert side.count(script) == 1
            assert "src=" not in side
