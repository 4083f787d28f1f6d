"""The preview page in a real Chromium: it shows what the real Anki renders, and its buttons do what they say."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import wave
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple

import pytest
import reviewers
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writing import bank, cache_beside, question

from ankigen.build import Filter, find_banks, pipeline, read_bank
from ankigen.views.cards import Previewed, preview_page

reviewers.skip_without_browser()

from anki_backend import Learner  # noqa: E402 - not everywhere
from axe_playwright_python.sync_playwright import Axe  # noqa: E402 - not everywhere
from playwright.sync_api import expect  # noqa: E402 - not everywhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Run
    from playwright.sync_api import Browser, FrameLocator, Page

    from ankigen.build import Location
    from ankigen.build.compile import Bodies
    from ankigen.model import Summary

pytestmark = pytest.mark.slow

ANSWER = next(n for n, row in enumerate(question().split("\n"), 1) if "正解:" in row)  # where a fault in it is
NOW = 1_750_000_000
ODD = '<img src=x onerror="alert(1)"></script><script>alert(2)</script> & "quotes" {{Stem}} $title'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with reviewers.browser() as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[..., Page]]:
    with reviewers.tabs(browser) as opened:
        yield opened


def write(path: Path, *folders: Path, live: bool = False) -> str:
    """Write the preview page of some banks, and return its address."""
    builds = [built(location) for location in find_banks(folders)]
    path.write_text(preview_page(builds, live=live), encoding="utf-8")
    return path.as_uri()


def built(location: Location) -> Previewed:
    """Return the build of a bank, as a page takes it."""
    build = pipeline.build(location, Filter(), now=NOW, cache=cache_beside(location.folder))
    return Previewed(build, location.folder.name)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the bank that ships with the project; in the copy, one question has two cards."""
    folder = tmp_path_factory.mktemp("shipped") / "databricks"
    shutil.copytree(ROOT / "decks" / "databricks", folder, ignore=shutil.ignore_patterns("apkg", "*.lock"))
    path = folder / "questions" / "Q-002.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("**Domain:**", "**Recall:** true\n**Domain:**"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(shipped: Path) -> str:
    return write(shipped.parent / "preview.html", shipped)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the page of a bank with a broken question, a question with warnings, and unusual texts."""
    folder = tmp_path_factory.mktemp("faulty")
    files = {
        "broken.md": question("broken", stem="Which one is broken?", answer="`Z`"),
        "fine.md": question("fine", stem="Which one is fine?"),
        "odd.md": question("odd", stem=f"Odd: {ODD}", topics="`<b>Beta</b>`"),
        "sub/doubtful.md": question("doubtful", stem="Which one is **not** doubtful?", topics="`Beta`").replace(
            "**正解:** `B`", "**正解:** `B`\n- **來源標註答案:** C"
        ),
    }
    settings_text = 'id = "bank"\ntitle = "Bank <&>"\n[blueprint]\n"Data Engineering" = 2\nSecurity = 1\n'
    return write(folder / "preview.html", bank(folder / "bank", files, settings_text))


@pytest.fixture(scope="module")
def keys(shipped: Path) -> list[str]:
    """Return the keys of the shipped bank's questions."""
    (location,) = find_banks([shipped])
    return [question.key for question in read_bank(location, cache_beside(location.folder)).bank.summaries]


def card(page: Page) -> FrameLocator:
    return page.frame_locator("#device iframe")


def rows(page: Page) -> list[str]:
    return page.locator("#list [role=option] .key").all_inner_texts()


def side(page: Page) -> str:
    """Wait for the card, and return the side that it shows."""
    root = card(page).locator(".ankigen.ready")
    root.wait_for()
    return "back" if "back" in str(root.get_attribute("class")).split() else "front"


def chosen(page: Page) -> str:
    return page.locator("#name").inner_text()


def chip(page: Page, kind: str, name: str) -> None:
    group = page.locator(f"details[data-kind={kind}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    group.locator(".chip", has=page.locator(f"span:text-is('{name}')")).click()


# It shows the same as Anki.


def test_every_card_is_what_anki_renders(
    shipped: Path, address: str, tab: Callable[..., Page], tmp_path: Path, keys: list[str]
) -> None:
    cards = reviewers.cards(shipped, tmp_path)
    page = tab(address)
    script = """() => Promise.all(preview.entries.flatMap((entry, number) => entry.cards.map(async card => {
      const { front, back } = await preview.sides(number, card);
      return [card ? entry.key + "/Recall" : entry.key, [front, back, card + 1]];
    })))"""
    ours = dict(page.evaluate(script))
    assert set(ours) == set(cards)
    assert len(ours) == len(keys) + 1
    for key, sides in cards.items():
        assert ours[key] == [sides.front, sides.back, sides.number], key
    data = json.loads(page.locator("#bank-0").evaluate("block => block.textContent"))
    assert {sides.css for sides in cards.values()} == {data["css"]}


def test_the_card_in_the_frame_is_that_of_ankis_reviewer(
    tab: Callable[..., Page], tmp_path: Path, browser: Browser
) -> None:
    """Also after the card's script has run; tested with a question whose options are not shuffled."""
    options = {"A": "alpha", "B": "beta", "C": "Both A and B"}
    folder = bank(tmp_path / "bank", {"1.md": question("1", options=options, stem="See https://example.org/a")})
    sides = reviewers.cards(folder, tmp_path)["1"]
    site = reviewers.Site()
    other = browser.new_page()
    desktop = reviewers.Desktop(other, site, night=True)
    page = tab(write(tmp_path / "preview.html", folder), color_scheme="dark")
    page.get_by_role("button", name="Full").click()
    for name in ("front", "back"):
        desktop.show(sides, name)
        card(page).locator(f".ankigen.{name}.ready").wait_for()
        kind, html = (
            card(page).locator("body").evaluate("body => [body.className, body.querySelector('#qa').innerHTML]")
        )
        assert kind == other.evaluate("document.body.className")
        assert html.replace(' target="_blank" rel="noopener noreferrer"', "") == other.locator("#qa").inner_html()
        page.locator("#flip").click()
    other.close()
    site.close()


def tone(path: Path) -> None:
    """Write a tone of one second."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(128 + (i * 7) % 100 for i in range(8000)))


def test_pictures_and_sounds_are_those_that_anki_shows_and_plays(tab: Callable[..., Page], tmp_path: Path) -> None:
    stem = "![box](<a box.svg>) ![a tone](<b&c 音.wav>) `[sound:code.wav]` [sound:typed.wav]"
    folder = bank(tmp_path / "bank", {"1.md": question("1", stem=stem, explanation="因為 ![again](<b&c 音.wav>)。")})
    box = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    (folder / "a box.svg").write_text(box, encoding="utf-8")
    tone(folder / "b&c 音.wav")
    theirs = reviewers.cards(folder, tmp_path)["1"]
    page = tab(write(tmp_path / "preview.html", folder))
    assert side(page) == "front"
    ours = page.evaluate("preview.sides(0, 0).then(sides => [sides.front, sides.back])")
    # Anki passes sounds to its reviewer separately from the HTML, which has only their numbers.
    (name,) = set(theirs.sounds.values())
    assert ours == [theirs.sounded(html) for html in (theirs.front, theirs.back)]
    assert name in ours[0]
    shown = card(page)
    assert shown.locator(".stem img").evaluate("img => [img.naturalWidth, img.src.slice(0, 14)]") == [
        40,
        "data:image/svg",
    ]
    assert shown.locator(".stem").inner_text().endswith("[sound:code.wav] [sound:typed.wav]")
    shown.get_by_role("button", name="Play").click()
    player = shown.locator("#player")
    player.evaluate("async audio => { while (!audio.currentTime) await new Promise(done => setTimeout(done, 20)) }")
    assert side(page) == "front", "a press of the button plays, and turns nothing"
    page.locator("#flip").click()
    assert side(page) == "back"
    assert player.evaluate("audio => audio.paused")


def with_stem(previewed: Previewed, stem: str) -> Previewed:
    """Return the build with other HTML in the field `Stem`."""
    (name, package), *_ = previewed.build.packages.items()
    place = [field.name for field in package.notetype.fields].index("Stem")
    notes = [
        note.model_copy(update={"fields": (*note.fields[:place], stem, *note.fields[place + 1 :])})
        for note in package.notes
    ]
    packages = {name: package.model_copy(update={"notes": tuple(notes)})}
    return previewed._replace(build=previewed.build._replace(packages=packages))


def test_formulas_are_typeset_and_those_that_cannot_be_are_tex(tab: Callable[..., Page], tmp_path: Path) -> None:
    (location,) = find_banks([bank(tmp_path / "bank", {"1.md": question("1")})])
    formula = r"\(a &lt; \frac{1}{x}\)"
    stem = rf"<p>{formula}, \[\sum_i i\], \(\nosuchthing{{x}}\), \(x^{{\)</p><pre><code>{formula}</code></pre>"
    previewed = with_stem(built(location), stem)
    path = tmp_path / "preview.html"
    path.write_text(preview_page([previewed]), encoding="utf-8")
    page = tab(path.as_uri())
    assert side(page) == "front"
    shown = card(page).locator(".stem")
    assert shown.locator("math").evaluate_all("all => all.map(one => one.getAttribute('display'))") == [
        "inline",
        "block",
    ]
    assert shown.locator("math").first.text_content() == "a<1x"
    assert shown.locator("p").first.inner_text().endswith(r"\(\nosuchthing{x}\), \(x^{\)")
    assert shown.locator("code").inner_text() == r"\(a < \frac{1}{x}\)"
    front = page.evaluate("preview.sides(0, 0).then(sides => sides.front)")
    assert stem in front  # what Anki gets


PIECES = (
    " ",
    "\t",
    "\n",
    "\f",
    "\u00a0",
    "\u3000",
    "<br>",
    "<BR/>",
    "<br />",
    "<br  >",
    "<div>",
    "</Div>",
    "<p>",
    "&nbsp;",
    "x",
)
FRONT = "{{Id}}[{{#A}}a {{A}}{{^B}} no b{{/B}}{{/A}}{{^A}}no a{{#B}} {{ B }}{{/B}}{{/A}}]<!-- {{Gone}} -->{a:{b:1}}\n"
BACK = "{{FrontSide}}<hr>{{#B}}\n{{B}}{{/B}}{{^A}}{{^B}}neither{{/B}}{{/A}}"


def test_the_rules_of_templates_and_of_empty_fields_are_ankis(
    address: str, tab: Callable[..., Page], tmp_path: Path
) -> None:
    page = tab(address)
    render = """([front, back, fields]) => {
      const FrontSide = preview.render(front, fields);
      return [FrontSide, preview.render(back, { ...fields, FrontSide })];
    }"""
    values = st.lists(st.sampled_from(PIECES), max_size=4).map("".join)
    with Learner(tmp_path) as learner:
        models = learner.col.models
        kind = models.new("rules")
        for name in ("Id", "A", "B"):
            models.add_field(kind, models.new_field(name))
        template = models.new_template("Card")
        template["qfmt"], template["afmt"] = FRONT, BACK
        models.add_template(kind, template)
        models.add(kind)
        made = models.by_name("rules")

        @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
        @given(values, values)
        def check(a: str, b: str) -> None:
            note = learner.col.new_note(made)
            note.fields = ["id", a, b]
            output = note.ephemeral_card().render_output()
            ours = page.evaluate(render, [FRONT, BACK, {"Id": "id", "A": a, "B": b}])
            assert ours == [output.question_text, output.answer_text]

        check()


def test_what_the_rules_do_not_know_is_said(address: str, tab: Callable[..., Page]) -> None:
    page = tab(address)
    for tag in ("{{hint:A}}", "{{Gone}}", "{{#Gone}}x{{/Gone}}"):
        message = page.evaluate(
            "tag => { try { preview.render(tag, {A: '1'}) } catch (error) { return error.message } }", tag
        )
        assert tag.split("}}")[0] in message


# Turning and moving.


def test_a_card_is_turned_by_button_key_and_tap(address: str, tab: Callable[..., Page], keys: list[str]) -> None:
    page = tab(address)
    assert (chosen(page), side(page)) == ("Q-001", "front")
    turns: tuple[Callable[[], None], ...] = (
        lambda: page.locator("#flip").click(),
        lambda: page.locator("#list").focus() or page.keyboard.press("Space"),
        lambda: page.keyboard.press("Enter"),
        lambda: card(page).locator(".verdict").click(),
        lambda: page.keyboard.press("Space"),  # the frame has the focus now
        lambda: page.keyboard.press("Enter"),
    )
    for number, turn in enumerate(turns):
        turn()
        expected = "front" if number % 2 else "back"
        card(page).locator(f".ankigen.{expected}").wait_for()
    assert page.locator("#said").inner_text() == f"Q-001, question, 1 of {len(keys)}"
    page.keyboard.press("Space")
    card(page).locator(".asked > summary").click()  # opens the stem, and does not turn the card
    card(page).locator(".back .stem").wait_for()


def test_arrows_and_letters_move_also_from_within_the_card(
    address: str, tab: Callable[..., Page], keys: list[str]
) -> None:
    page = tab(address)
    for key, expected in (
        ("ArrowRight", "Q-002"),
        ("j", "Q-003"),
        ("k", "Q-002"),
        ("ArrowLeft", "Q-001"),
        ("ArrowLeft", "Q-001"),
    ):
        page.keyboard.press(key)
        assert chosen(page) == expected
        assert side(page) == "front"
    card(page).locator(".stem").click()
    page.keyboard.press("j")
    expect(page.locator("#name")).to_have_text("Q-002")
    page.keyboard.press("k")
    expect(page.locator("#name")).to_have_text("Q-001")
    page.get_by_role("button", name="Next").click()
    assert chosen(page) == "Q-002"
    page.get_by_role("button", name="Previous").click()
    assert chosen(page) == "Q-001"
    assert page.get_by_role("button", name="Previous").is_disabled()
    page.locator("#list").focus()
    for key, expected in (("ArrowDown", "Q-002"), ("End", keys[-1]), ("PageUp", keys[-9]), ("Home", "Q-001")):
        page.keyboard.press(key)
        assert chosen(page) == expected
        assert page.locator("#list [aria-selected=true] .key").inner_text() == expected


def test_an_option_that_is_picked_is_judged_on_the_back_and_forgotten_after_it(
    address: str, tab: Callable[..., Page]
) -> None:
    page = tab(f"{address}#Q-005")
    assert side(page) == "front"
    card(page).locator('.option[data-label="D"] a').click()
    assert side(page) == "front"  # a tap on an option is no tap on the card
    page.keyboard.press("Space")
    card(page).locator(".said.wrong").wait_for()
    page.keyboard.press("Space")
    card(page).locator(".ankigen.front").wait_for()
    assert card(page).locator('[aria-checked="true"]').count() == 0
    card(page).locator('.option[data-label="D"] a').click()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("#name")).to_have_text("Q-005")
    card(page).locator(".ankigen.front").wait_for()
    assert card(page).locator('[aria-checked="true"]').count() == 0


def test_a_question_with_two_cards_shows_either(address: str, tab: Callable[..., Page]) -> None:
    page = tab(f"{address}#Q-002")
    card(page).locator(".options").wait_for()
    page.get_by_role("button", name="Recall").click()
    card(page).locator("p.recall").wait_for()
    assert card(page).locator("body").get_attribute("class") == "card card2"
    page.keyboard.press("j")
    card(page).locator(".options").wait_for()
    assert page.locator("#templates").is_hidden()


def test_links_of_a_card_open_beside_the_page(address: str, tab: Callable[..., Page]) -> None:
    page = tab(f"{address}#Q-005")
    page.keyboard.press("Space")
    links = card(page).locator('.ankigen.back a[href^="http"]')
    links.first.wait_for(state="attached")
    assert set(links.evaluate_all("all => all.map(link => link.target + ' ' + link.rel)")) == {
        "_blank noopener noreferrer"
    }


def test_a_deep_link_names_the_question_and_follows_the_card(address: str, tab: Callable[..., Page]) -> None:
    page = tab(f"{address}#Q-005")
    assert chosen(page) == "Q-005"
    page.keyboard.press("j")
    assert page.evaluate("location.hash") == "#Q-006"
    chip(page, "trap", "Syntax-Confusion")
    assert "Q-009" not in rows(page)
    page.evaluate("location.hash = '#Q-009'")
    expect(page.locator("#name")).to_have_text("Q-009")
    assert "Q-009" in rows(page)
    page.evaluate("location.hash = '#/stats'")
    expect(page.locator("#stats")).to_be_visible()
    page.evaluate("location.hash = '#%E0%A4'")  # no question, and no URL either
    expect(page.locator("#stats")).to_be_visible()


# Search and filters.


def test_search_looks_into_stem_options_id_and_tags(address: str, tab: Callable[..., Page], keys: list[str]) -> None:
    page = tab(address)
    for query, expected in (
        ("q-005", ["Q-005"]),
        ("scheduled job upstream", ["Q-005"]),
        ("permission-hierarchy", ["Q-007"]),
        ("WHEN NOT MATCHED BY SOURCE", ["Q-001"]),  # this is in an option
        ("Ｑ－005", ["Q-005"]),  # as an input method writes it
        ("no such words", []),
    ):
        page.locator("#query").fill(query)
        assert rows(page) == expected, query
    assert page.locator("#count").inner_text() == f"0 of {len(keys)} questions"
    assert page.locator("#list").is_hidden()
    assert page.get_by_text("No question matches.").is_visible()
    assert page.locator("#device").is_hidden()
    page.get_by_role("button", name="Clear filters").click()
    assert rows(page) == keys
    page.keyboard.press("/")
    page.keyboard.type("jk ")  # letters in the field move nothing
    assert page.locator("#query").input_value() == "jk "


def test_chips_ask_for_any_of_a_kind_and_all_of_the_kinds(
    shipped: Path, address: str, tab: Callable[..., Page], keys: list[str]
) -> None:
    (location,) = find_banks([shipped])
    questions = read_bank(location, cache_beside(location.folder)).bank.summaries

    def expected(**wanted: tuple[str, ...]) -> list[str]:
        return [question.key for question in pipeline.select.select(questions, Filter(**wanted))]

    page = tab(address)
    chip(page, "topic", "Delta-Lake")
    assert rows(page) == expected(topic=("delta-lake",))
    chip(page, "topic", "PySpark")
    assert rows(page) == expected(topic=("delta-lake", "pyspark"))
    chip(page, "trap", "Concept-Confusion")
    both = expected(topic=("delta-lake", "pyspark"), trap=("concept-confusion",))
    assert rows(page) == both
    assert page.locator("#count").inner_text() == f"{len(both)} of {len(keys)} questions"
    pressed = page.locator('.chip[aria-pressed="true"] span')
    assert set(pressed.all_inner_texts()) == {"Delta-Lake", "PySpark", "Concept-Confusion"}
    unity = page.locator(".chip.topic", has_text="Unity-Catalog").locator("small")
    assert unity.inner_text().strip() == str(len(expected(topic=("unity-catalog",), trap=("concept-confusion",))))
    chip(page, "topic", "PySpark")
    chip(page, "topic", "Delta-Lake")
    chip(page, "level", "L1-Basic")
    assert rows(page) == expected(trap=("concept-confusion",), level=("l1-basic",))
    chip(page, "level", "L1-Basic")
    chip(page, "domain", "Data Engineering / Governance")
    assert rows(page) == expected(trap=("concept-confusion",), domain=("Data Engineering / Governance",))


def test_diagnostics_stand_beside_their_question_and_filter(faulty: str, tab: Callable[..., Page]) -> None:
    page = tab(faulty)
    assert rows(page) == [f"broken.md:{ANSWER}", "fine", "odd", "doubtful"]
    assert chosen(page) == "fine"  # the first that has a card
    page.locator("#list [role=option]", has_text="doubtful").first.click()
    info = page.locator("#info")
    assert "bank/sub/doubtful.md:1" in info.inner_text()
    assert "warning[AG205] the answer is B, but C is named as well" in " ".join(info.inner_text().split())
    chip(page, "found", "AG205")
    assert rows(page) == ["doubtful"]


def test_a_question_that_was_left_out_is_listed_with_its_fault(faulty: str, tab: Callable[..., Page]) -> None:
    page = tab(f"{faulty}#broken.md:{ANSWER}")
    listed = " ".join(page.locator("#left-out").inner_text().split())
    assert listed.startswith("Left out error[AG103] the answer `Z` is no option; the options are A, B, C")
    assert f"bank/broken.md:{ANSWER}" in listed
    assert page.locator("#device").is_hidden()
    assert page.locator("#flip").is_disabled()
    page.keyboard.press("j")
    assert (chosen(page), side(page)) == ("fine", "front")


def test_a_broken_question_is_not_laid_at_the_door_of_the_one_above_it(
    tab: Callable[..., Page], tmp_path: Path
) -> None:
    broken = question("bad", stem="Which one is broken?", answer="`Z`").replace("#1", "#2", 1)
    text = question("good") + "\n" + broken
    page = tab(write(tmp_path / "preview.html", bank(tmp_path / "bank", {"both.md": text})))
    line = question("good").count("\n") + 1 + ANSWER
    assert rows(page) == [f"both.md:{line}", "good"]
    assert chosen(page) == "good"
    assert "AG103" not in page.locator("#info").inner_text()


def test_copies_are_named_beside_their_question(tab: Callable[..., Page], tmp_path: Path) -> None:
    files = {"1.md": question("1"), "sub/again.md": question("1"), "2.md": question("2", stem="Two?")}
    page = tab(write(tmp_path / "preview.html", bank(tmp_path / "bank", files)))
    assert rows(page) == ["1", "2"]
    assert "Copies\nsub/again.md:1" in page.locator("#info").inner_text()
    page.keyboard.press("j")
    assert "Copies" not in page.locator("#info").inner_text()


def test_a_bank_without_a_card_has_a_page_that_says_why(tab: Callable[..., Page], tmp_path: Path) -> None:
    empty = tab(write(tmp_path / "empty.html", bank(tmp_path / "empty", {})))
    assert "ankigen new question" in empty.locator("#none").inner_text()
    assert empty.locator("#flip").is_disabled()
    folder = bank(tmp_path / "broken", {f"{n}.md": question(str(n), answer="`Z`") for n in (1, 2)})
    broken = tab(write(tmp_path / "broken.html", folder))
    assert rows(broken) == [f"1.md:{ANSWER}", f"2.md:{ANSWER}"]
    assert "AG103" in broken.locator("#left-out").inner_text()
    broken.keyboard.press("j")
    broken.keyboard.press("Space")
    assert chosen(broken) == f"2.md:{ANSWER}"


def test_texts_of_the_bank_are_text_and_no_script_of_a_card_reaches_the_page(
    faulty: str, tab: Callable[..., Page]
) -> None:
    page = tab(f"{faulty}#odd")
    assert side(page) == "front"
    stem = page.locator("#list [aria-selected=true] .detail").inner_text()
    assert stem.startswith('Odd: <img src=x onerror="alert(1)"></script><script>alert(2)</script> & "quotes" {{Stem}}')
    assert page.locator("h1").inner_text() == "Bank <&>"
    frame = next(frame for frame in page.frames if frame.parent_frame)
    reached = frame.evaluate("() => { try { return parent.document.title } catch (error) { return error.name } }")
    assert reached == "SecurityError"
    policy = str(page.locator("meta[http-equiv]").get_attribute("content"))
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";", maxsplit=1)[0]


@pytest.mark.parametrize("live", [False, True])
def test_the_policy_lets_the_pages_own_scripts_run_and_nothing_in(shipped: Path, tmp_path: Path, *, live: bool) -> None:
    path = tmp_path / "preview.html"
    write(path, shipped, live=live)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', path.read_text(encoding="utf-8"))
    rules = {name: set(sources) for name, *sources in map(str.split, policy.split(";"))}
    assert all(re.fullmatch(r"'sha256-[\w+/]+='", source) for source in rules.pop("script-src"))
    assert rules == {
        "style-src": {"'unsafe-inline'"},
        **{name: {"'none'"} for name in ("default-src", "base-uri", "form-action")},
        **{name: {"data:"} for name in ("img-src", "media-src", "font-src")},
        **({"connect-src": {"'self'"}} if live else {}),
    }


def test_several_banks_share_a_page(tmp_path: Path, tab: Callable[..., Page]) -> None:
    folders = [
        bank(tmp_path / name, {"1.md": question("1", stem=f"In {name}?")}, f'id = "{name}"\ntitle = "The {name}"\n')
        for name in ("one", "two")
    ]
    page = tab(write(tmp_path / "preview.html", *folders) + "#two/1")
    assert side(page) == "front"
    assert card(page).locator(".stem").inner_text() == "In two?"
    assert "two/1.md:1" in page.locator("#info").inner_text()
    chip(page, "bank", "The one")
    assert rows(page) == ["1"]
    assert card(page).locator(".stem:has-text('In one?')").count() == 1
    page.get_by_role("button", name="Numbers").click()
    assert page.locator(".stats").count() == 2


def test_cards_of_several_kinds_can_be_told_apart(tmp_path: Path, tab: Callable[..., Page]) -> None:
    own = question("1", stem="In one?", extra="Runs: **create** first, stop last")
    settings_text = 'id = "one"\ntitle = "One"\n[cards]\nrefute = true\nblank = true\n'
    page = tab(write(tmp_path / "preview.html", bank(tmp_path / "one", {"1.md": own}, settings_text)))
    assert len(rows(page)) == 4
    chip(page, "kind", "refute")
    assert rows(page) == ["In one? first", "In one? third"]
    assert side(page) == "front"
    assert card(page).locator("blockquote").inner_text() in {"first", "third"}
    page = tab(write(tmp_path / "off.html", bank(tmp_path / "one", {}, 'id = "one"\ntitle = "One"\n')))
    assert len(rows(page)) == 1
    assert page.locator("details[data-kind=kind]").count() == 0


# Looks.


def test_light_and_dark_are_the_systems_until_one_chooses(address: str, tab: Callable[..., Page]) -> None:
    page = tab(address, color_scheme="dark")
    assert side(page) == "front"
    for theme, night in (("dark", True), ("light", False)):
        assert page.locator("html").get_attribute("data-theme") == theme
        expect(card(page).locator("body")).to_have_class(re.compile("nightMode night_mode" if night else r"card1$"))
        background = card(page).locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        assert background == ("rgb(23, 24, 27)" if night else "rgb(247, 247, 245)")
        assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == background
        page.get_by_role("button", name="Light" if night else "Dark").click()  # the button names what it brings


def test_the_phone_frame_is_a_phone_and_full_is_all_there_is(address: str, tab: Callable[..., Page]) -> None:
    page = tab(address)
    assert side(page) == "front"
    assert card(page).locator("html").evaluate("html => [innerWidth, html.className]") == [
        390,
        "mobile android linux js",
    ]
    page.get_by_role("button", name="Full").click()
    width, kind = card(page).locator("html").evaluate("html => [innerWidth, html.className]")
    assert (width > 650, kind) == (True, "linux chrome")
    page.reload()
    expect(page.get_by_role("button", name="Full")).to_have_attribute("aria-pressed", "true")


def test_a_reload_brings_back_where_one_was(address: str, tab: Callable[..., Page]) -> None:
    page = tab(address)
    chip(page, "topic", "Delta-Lake")
    page.keyboard.press("j")
    page.locator("#flip").click()
    before = (rows(page), chosen(page))
    page.reload()
    assert side(page) == "back"
    assert (rows(page), chosen(page)) == before


def test_a_reload_brings_back_the_picks_their_order_and_the_place_on_the_card(
    address: str, tab: Callable[..., Page]
) -> None:
    page = tab(f"{address}#Q-005", viewport={"width": 390, "height": 500})
    page.get_by_role("button", name="Full").click()
    assert side(page) == "front"
    card(page).locator('.option[data-label="D"] a').click()
    page.locator("#flip").click()
    card(page).locator(".said.wrong").wait_for()
    labels = card(page).locator(".option").evaluate_all("all => all.map(option => option.dataset.label)")
    card(page).locator("html").evaluate("html => html.scrollTo(0, 150)")
    page.wait_for_function("JSON.stringify(sessionStorage).length")  # a turn of the loop for the frame's message
    page.wait_for_timeout(100)
    page.reload()
    card(page).locator(".said.wrong").wait_for()
    assert card(page).locator(".option").evaluate_all("all => all.map(option => option.dataset.label)") == labels
    assert card(page).locator("html").evaluate("html => html.scrollTop") == 150
    page.locator("#flip").click()
    card(page).locator(".ankigen.front").wait_for()
    assert card(page).locator('[aria-checked="true"]').count() == 0  # another review


def test_another_banks_page_in_the_same_tab_begins_at_its_first_question(
    tab: Callable[..., Page], tmp_path: Path
) -> None:
    one, other = (bank(tmp_path / name, {"1.md": question("Q-001")}, f'title = "{name}"\n') for name in ("one", "two"))
    page = tab(write(tmp_path / "preview.html", one))
    assert side(page) == "front"
    page.locator("#query").fill("right")
    page.locator("#flip").click()
    assert side(page) == "back"
    write(tmp_path / "preview.html", other)
    page.reload()
    page.locator("h1:text-is('two')").wait_for()
    assert (chosen(page), side(page), page.locator("#query").input_value()) == ("Q-001", "front", "")


@pytest.mark.parametrize("width", [360, 1000, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_can_be_used_without_eyes_or_mouse_and_fits(
    faulty: str, tab: Callable[..., Page], width: int, scheme: str
) -> None:
    page = tab(faulty, viewport={"width": width, "height": 740}, color_scheme=scheme)
    page.locator("#facets summary").first.click()
    views = (
        lambda: None,
        page.locator("#list [role=option]").last.click,
        lambda: page.keyboard.press("Space"),
        lambda: page.get_by_role("button", name="Numbers").click(),
    )
    for view in views:
        view()
        result = Axe().run(page, options={"iframes": False})  # the cards have their own test
        assert result.violations_count == 0, result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.fixture(scope="module")
def numbers(shipped: Path) -> str:
    """Write the page of the numbers alone, and return its address."""
    command = [sys.executable, "-m", "ankigen", "stats", str(shipped), "--format", "html"]
    path = shipped.parent / "numbers.html"
    path.write_bytes(subprocess.run(command, check=True, capture_output=True, cwd=ROOT).stdout)
    return path.as_uri()


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_numbers_alone_can_be_used_and_fits(
    numbers: str, tab: Callable[..., Page], width: int, scheme: str
) -> None:
    page = tab(numbers, viewport={"width": width, "height": 740}, color_scheme=scheme)
    background = "rgb(23, 24, 27)" if scheme == "dark" else "rgb(247, 247, 245)"
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == background
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("region", name="Topics by traps").is_visible()


@pytest.mark.parametrize("traps", [1, 2, 12])
def test_a_heat_map_fills_its_panel(
    tab: Callable[..., Page], run: Callable[..., Run], tmp_path: Path, traps: int
) -> None:
    files = {f"{n}.md": question(f"{n}", stem=f"Which {n}?", traps=f"`A-Trap-{n}`") for n in range(traps)}
    path = tmp_path / "numbers.html"
    path.write_text(run("stats", bank(tmp_path / "bank", files), "--format", "html").out, encoding="utf-8")
    page = tab(path.as_uri(), viewport={"width": 1280, "height": 740})
    heat, panel = page.locator(".heat").bounding_box(), page.locator(".panel.wide").bounding_box()
    assert heat
    assert panel
    assert panel["width"] - heat["width"] < 40
    cells = page.locator(".heat tbody td").evaluate_all("all => all.map(cell => cell.clientWidth)")
    assert max(cells) - min(cells) <= 2 * max(cells) / 10


def test_on_a_phone_list_and_card_take_turns(address: str, tab: Callable[..., Page]) -> None:
    page = tab(address, viewport={"width": 360, "height": 740})
    assert page.locator("#list").is_visible()
    assert page.locator("#reader").is_hidden()
    page.locator("#list [role=option]", has_text="Q-003").click()
    assert (chosen(page), side(page)) == ("Q-003", "front")
    assert page.locator("#finder").is_hidden()
    page.get_by_role("button", name="List").click()
    assert page.locator("#list [aria-selected=true] .key").inner_text() == "Q-003"


@pytest.mark.parametrize(("width", "height"), [(640, 360), (844, 390), (932, 430)])
def test_on_a_phone_that_is_held_sideways_the_card_has_the_height(
    address: str, tab: Callable[..., Page], width: int, height: int
) -> None:
    page = tab(address, viewport={"width": width, "height": height})
    page.locator("#list [role=option]", has_text="Q-003").click()
    assert side(page) == "front"
    box = page.locator("#device").bounding_box()
    assert box
    assert box["height"] > 0.7 * height
    assert box["width"] > 300
    for name in ("Show answer", "Next", "List", "Phone"):
        button = page.get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate("button => button.scrollWidth <= button.clientWidth"), f"{name} is cut"
    expect(page.locator("#info .place")).to_be_in_viewport()
    page.get_by_role("button", name="List").click()
    expect(page.locator("#list [aria-selected=true]")).to_be_in_viewport()


def test_closed_filters_leave_a_phone_to_the_list(faulty: str, tab: Callable[..., Page]) -> None:
    page = tab(faulty, viewport={"width": 390, "height": 844})
    assert page.locator("#facets details").count() >= 4
    filters = page.locator("#facets").bounding_box()
    assert filters
    assert filters["height"] < 844 / 10
    chip(page, "topic", "Beta")
    opened = page.locator("details[data-kind=topic]").bounding_box()
    assert opened
    assert opened["width"] > 340  # an open one has a row of its own


# The numbers.


def test_numbers_lead_to_the_questions_that_they_count(address: str, tab: Callable[..., Page], keys: list[str]) -> None:
    page = tab(address)
    page.get_by_role("button", name="Numbers").click()
    cell = page.get_by_role("button", name=re.compile("^Databricks-Workflows, Syntax-Confusion: "))
    number = cell.inner_text()
    cell.click()
    assert page.locator("#count").inner_text() == f"{len(rows(page))} of {len(keys)} questions"
    assert len(rows(page)) == int(number)
    pressed = page.locator('.chip[aria-pressed="true"] span')
    assert set(pressed.all_text_contents()) == {"Databricks-Workflows", "Syntax-Confusion"}
    page.get_by_role("button", name="Numbers").click()
    page.locator("#stats").get_by_role("button", name="L3-Advanced").click()
    assert set(page.locator('.chip[aria-pressed="true"] span').all_text_contents()) == {"L3-Advanced"}
    assert 0 < len(rows(page)) < len(keys)


def test_numbers_name_what_is_disputed_and_the_blueprint(faulty: str, tab: Callable[..., Page]) -> None:
    page = tab(faulty)
    page.get_by_role("button", name="Numbers").click()
    panel = page.locator(".panel", has_text="Blueprint of the exam")
    assert "Security 0 0% 33%" in " ".join(panel.inner_text().split())
    page.locator(".panel", has_text="Disputed answers: 1").get_by_role("button", name="doubtful").click()
    assert (chosen(page), side(page)) == ("doubtful", "front")


# Escape.


def test_escape_empties_the_search_then_leaves_it(address: str, tab: Callable[..., Page], keys: list[str]) -> None:
    page = tab(address)
    page.locator("#query").fill("q-005")
    assert rows(page) == ["Q-005"]
    page.keyboard.press("Escape")
    assert page.locator("#query").input_value() == ""
    assert page.locator("#count").inner_text() == f"{len(keys)} questions"
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#list")).to_be_focused()


def test_escape_closes_a_filter_leaves_the_card_and_the_numbers(address: str, tab: Callable[..., Page]) -> None:
    page = tab(address, viewport={"width": 390, "height": 844})
    chip(page, "topic", "Delta-Lake")
    page.keyboard.press("Escape")
    assert page.locator("details[data-kind=topic]").get_attribute("open") is None
    expect(page.locator("details[data-kind=topic] summary")).to_be_focused()
    assert page.locator("details.active").count() == 1  # its picks are kept
    page.locator("#list [role=option]").first.click()
    assert side(page) == "front"
    card(page).locator(".stem").click()
    assert side(page) == "back"
    page.keyboard.press("Escape")  # in the card
    expect(page.locator("#finder")).to_be_visible()
    page.get_by_role("button", name="Numbers").click()
    page.keyboard.press("Escape")
    expect(page.locator("#stats")).to_be_hidden()
    expect(page.locator("#list")).to_be_visible()


def test_a_question_without_an_id_is_listed_by_its_first_words(tab: Callable[..., Page], tmp_path: Path) -> None:
    text = question("x", stem="Which animal barks at night?").replace("**ID:** `x`\n", "")
    folder = bank(tmp_path / "bank", {"animals.md": text, "2.md": question("Q-002", stem="Which one purrs?")})
    page = tab(write(tmp_path / "preview.html", folder))
    row = page.locator("#list [role=option]", has_text="barks")
    assert row.locator(".key").inner_text() == "Which animal barks at night?"
    assert row.locator(".detail").inner_text().startswith("animals.md")
    row.click()
    assert chosen(page) == "Which animal barks at night?"
    row = page.locator("#list [role=option]", has_text="purrs")
    assert (row.locator(".key").inner_text(), row.locator(".detail").inner_text()) == ("Q-002", "Which one purrs?")


# Many questions.


class Repeated(NamedTuple):
    """The records of questions that are repeated: each is the first one in its file."""

    bodies: Bodies

    def record(self, summary: Summary) -> str:
        return self.bodies.record(summary._replace(index=1))


def many(shipped: Path, times: int) -> Previewed:
    """Return the build of the bank with each question repeated under other keys."""
    (location,) = find_banks([shipped])
    build, _ = built(location)
    package, first_rows = next(iter(build.packages.values())), next(iter(build.rows.values()))
    rows, notes = [], []
    for n in range(times):
        for row, note in zip(first_rows, package.notes, strict=True):
            key, guid = f"{row.summary.key}-{n}", f"{note.guid}{n}"
            rows.append(row._replace(summary=row.summary._replace(key=key, id=key, index=n + 1), guid=guid))
            notes.append(note.model_copy(update={"guid": guid}))
    build = build._replace(
        bank=build.bank._replace(summaries=tuple(row.summary for row in rows)),
        bodies=Repeated(build.bodies),
        rows={"all.apkg": rows},
        packages={"all.apkg": package.model_copy(update={"notes": tuple(notes)})},
    )
    return Previewed(build, "many")


def test_of_five_thousand_questions_only_what_is_seen_is_made(
    shipped: Path, tab: Callable[..., Page], tmp_path: Path, keys: list[str]
) -> None:
    path, times = tmp_path / "many.html", 5000 // len(keys) + 1
    path.write_text(preview_page([many(shipped, times)]), encoding="utf-8")
    page = tab(path.as_uri())
    assert side(page) == "front"
    assert page.locator("#count").inner_text() == f"{times * len(keys)} questions"
    assert page.locator("#list [role=option]").count() < 60
    page.locator("#scroller").evaluate("box => { box.scrollTop = box.scrollHeight }")
    last = f"{keys[-1]}-{times - 1}"
    page.locator("#list [role=option]", has_text=last).click()
    expect(page.locator("#name")).to_have_text(last)
    assert side(page) == "front"
    assert page.locator("#list [role=option]").count() < 60
    page.locator("#query").fill("Q-005-200")
    assert rows(page) == ["Q-005-200"]
    page.keyboard.press("Escape")
    page.evaluate("location.hash = '#Q-007-300'")
    expect(page.locator("#list [aria-selected=true] .key")).to_have_text("Q-007-300")
    expect(page.locator("#list [aria-selected=true]")).to_be_in_viewport()


# The command.


def test_the_page_lies_beside_the_packages_and_nothing_else_is_written(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("1")}, 'id = "bank"\ntopic_minimum = 0\n')
    ended = run("preview", folder, cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("bank/apkg/preview.html  1 question, ")
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == [
        "1.md",
        "apkg/preview.html",
        "bank.toml",
    ]


def test_each_bank_has_a_page_and_o_gives_one_of_all(tmp_path: Path, run: Callable[..., Run]) -> None:
    one, two = (bank(tmp_path / "decks" / name, {"1.md": question("1")}, f'id = "{name}"\n') for name in ("one", "two"))
    assert run("preview", cwd=tmp_path).code == 0
    assert (one / "apkg" / "preview.html").is_file()
    assert (two / "apkg" / "preview.html").is_file()
    ended = run("preview", "-o", tmp_path / "all.html", cwd=tmp_path)
    assert ended.out.startswith("all.html  2 questions, ")
    assert (tmp_path / "all.html").read_text(encoding="utf-8").count('class=\\"stats') == 2


def test_the_same_bank_gives_the_same_page(shipped: Path, tmp_path: Path) -> None:
    assert write(tmp_path / "1.html", shipped)
    assert write(tmp_path / "2.html", shipped)
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_a_faulty_bank_has_a_page_and_the_exit_code_1(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("1", answer="`Z`")})
    ended = run("preview", folder)
    assert ended.code == 1
    assert "error[AG103]" in ended.err
    assert "AG103" in (folder / "apkg" / "preview.html").read_text(encoding="utf-8")


def test_wrong_uses_are_reported(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("1")})
    ended = run("preview", folder, "--serve", "-o", tmp_path / "x.html")
    assert (ended.code, "--serve writes nothing" in ended.err) == (2, True)
    ended = run("preview", folder, "--topic", "nothing")
    assert (ended.code, "no question of Bank matches the filter" in ended.err) == (1, True)
    site = reviewers.Site()
    ended = run("preview", folder, "--serve", "--port", site.address.split(":")[2].strip("/"))
    site.close()
    assert ended.code == 1
    assert "Address already in use" in ended.err


def test_open_hands_the_page_to_the_system(tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("1")})
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n', encoding="utf-8")
    opener.chmod(0o755)
    env = dict(os.environ, PATH=f"{opener.parent}:{os.environ['PATH']}")
    command = [sys.executable, "-m", "ankigen", "preview", str(folder), "--open"]
    subprocess.run(command, check=True, env=env, cwd=tmp_path, capture_output=True)
    until(
        lambda: (tmp_path / "opened").is_file() and "preview.html" in (tmp_path / "opened").read_text(encoding="utf-8")
    )


# Serving.


@contextmanager
def served(*folders: Path, cwd: Path | None = None) -> Iterator[str]:
    command = [sys.executable, "-u", "-m", "ankigen", "preview", *map(str, folders), "--serve"]
    env = dict(os.environ, PYTHONPATH=str(ROOT))
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8", env=env, cwd=cwd) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().split()[0]
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0
        finally:
            process.kill()


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def test_a_page_that_is_served_follows_its_files(tmp_path: Path, tab: Callable[..., Page]) -> None:
    files = {"1.md": question("1", stem="One?"), "2.md": question("2", stem="Two?")}
    folder = bank(tmp_path / "bank", files)
    with served(folder) as address:
        page = tab(f"{address}#2")
        page.set_default_timeout(15000)
        assert side(page) == "front"
        page.keyboard.press("Space")
        assert side(page) == "back"

        (folder / "2.md").write_text(question("2", stem="Two, edited?"), encoding="utf-8")
        card(page).locator(".back .stem:has-text('Two, edited?')").wait_for()  # the same card, the same side
        assert chosen(page) == "2"

        (folder / "1.md").write_text(question("1", stem="One?", answer="`Z`"), encoding="utf-8")
        page.locator(f"#list .key:text-is('1.md:{ANSWER}')").wait_for()
        for broken in ("id = [", "x = " + "[" * 5000):
            (folder / "bank.toml").write_text(broken, encoding="utf-8")
            page.locator("#list .key:text-is('bank.toml:1')").wait_for()
            (folder / "bank.toml").write_text('id = "bank"\n', encoding="utf-8")
            page.locator("#list .key:text-is('bank.toml:1')").wait_for(state="detached")
        (folder / "bank.toml").write_text("id = [", encoding="utf-8")
        page.locator("#list .key:text-is('bank.toml:1')").wait_for()
        (folder / "bank.toml").write_text('id = "bank"\n', encoding="utf-8")
        page.locator("#list .key:text-is('2')").wait_for()

        (folder / "ankigen.lock").write_text("<<<<<<< ours\n", encoding="utf-8")
        page.locator("#problem:has-text('ankigen.lock')").wait_for()
        assert "2" in rows(page)  # the old page is still shown
        (folder / "ankigen.lock").unlink()
        page.locator("#problem").wait_for(state="hidden")
        (folder / "1.md").unlink()
        page.locator(f"#list .key:text-is('1.md:{ANSWER}')").wait_for(state="detached")
        assert not (folder / "apkg").exists()
        page.close()  # before the server stops: the page would report that in its console


def test_a_question_that_breaks_is_shown_as_broken_and_comes_back_as_it_was(
    tmp_path: Path, tab: Callable[..., Page]
) -> None:
    keys = {"one": "`B`", "two": "`B`", "three": "`B`"}

    def text(answers: dict[str, str]) -> str:
        questions = [question(key, stem=f"Which is {n}?", answer=a) for n, (key, a) in enumerate(answers.items(), 1)]
        return "\n---\n\n".join(one.replace("#1", f"#{n}") for n, one in enumerate(questions, 1))

    folder = bank(tmp_path / "bank", {"all.md": text(keys), "other.md": question("other")})
    with served(folder) as address:
        page = tab(f"{address}#two")
        page.set_default_timeout(15000)
        assert side(page) == "front"
        card(page).locator('.option[data-label="A"] a').click()
        page.keyboard.press("Space")
        card(page).locator(".said.wrong").wait_for()
        chip(page, "topic", "Alpha")  # what is left out has no topic
        (folder / "all.md").write_text(text(keys | {"two": "`Z`"}), encoding="utf-8")
        page.locator("#left-out:has-text('AG103')").wait_for()
        assert "all.md:" in page.locator("#left-out .place").inner_text()
        assert {"one", "three", "other"} <= set(rows(page))
        page.reload()
        page.locator("#left-out:has-text('AG103')").wait_for()
        (folder / "all.md").write_text(text(keys), encoding="utf-8")
        card(page).locator(".back .said.wrong").wait_for()
        assert chosen(page) == "two"
        (folder / "all.md").write_text(text(keys).replace("`two`", "`zwei`"), encoding="utf-8")
        page.locator("#name:text-is('zwei')").wait_for()
        assert side(page) == "back"
        page.close()


def test_without_a_path_new_banks_are_added_and_those_that_went_are_gone(
    tmp_path: Path, tab: Callable[..., Page]
) -> None:
    bank(tmp_path / "decks" / "one", {"1.md": question("1")}, 'id = "one"\ntitle = "One"\n')
    with served(cwd=tmp_path) as address:
        page = tab(address)
        page.set_default_timeout(15000)
        page.locator("h1:text-is('One')").wait_for()
        bank(tmp_path / "decks" / "two", {"2.md": question("2")}, 'id = "two"\ntitle = "Two"\n')
        page.locator("h1:text-is('One, Two')").wait_for()
        page.locator("#list .key:text-is('2')").wait_for()
        shutil.rmtree(tmp_path / "decks" / "one")
        page.locator("h1:text-is('Two')").wait_for()
        shutil.rmtree(tmp_path / "decks" / "two")
        page.locator("#problem:has-text('there is no bank here')").wait_for()
        assert rows(page) == ["2"]  # what was there last
        page.close()


def test_a_damaged_ledger_of_one_bank_leaves_the_others_up_to_date(tmp_path: Path, tab: Callable[..., Page]) -> None:
    one = bank(tmp_path / "one", {"1.md": question("1")}, 'id = "one"\ntitle = "One"\n')
    two = bank(tmp_path / "two", {"2.md": question("2")}, 'id = "two"\ntitle = "Two"\n')
    with served(one, two) as address:
        page = tab(address)
        page.set_default_timeout(15000)
        page.locator("h1:text-is('One, Two')").wait_for()
        (one / "ankigen.lock").write_text("<<<<<<< ours\n", encoding="utf-8")
        page.locator("#problem:has-text('ankigen.lock')").wait_for()
        page.locator("h1:text-is('Two')").wait_for()
        (two / "3.md").write_text(question("3", stem="New?"), encoding="utf-8")
        page.locator("#list .key:text-is('3')").wait_for()
        page.locator("#problem:visible").wait_for()  # the new page is told anew
        (one / "ankigen.lock").unlink()
        page.locator("h1:text-is('One, Two')").wait_for()
        page.locator("#problem").wait_for(state="hidden")
        page.close()


@pytest.mark.parametrize("command", ["--quiet", "-o page.html"])
def test_a_bank_that_cannot_be_shown_keeps_no_other_from_being_written(
    tmp_path: Path, run: Callable[..., Run], command: str
) -> None:
    for name in ("one", "two"):
        bank(tmp_path / name, {"q.md": question(name)}, f'id = "{name}"\n')
    (tmp_path / "one" / "ankigen.lock").write_text("<<<<<<< ours\n", encoding="utf-8")
    ended = run("preview", "one", "two", *command.split(), cwd=tmp_path)
    assert (ended.code, ended.err.count("error")) == (1, 1)
    assert "ankigen.lock" in ended.err
    page = tmp_path / ("page.html" if "-o" in command else "two/apkg/preview.html")
    assert "two" in page.read_text(encoding="utf-8")


def test_only_this_machine_under_its_own_name_is_served(tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("1")})
    with served(folder) as address:
        port = int(address.split(":")[2].strip("/"))
        for path, host, status in (
            ("/", f"127.0.0.1:{port}", 200),
            ("/", f"localhost:{port}", 200),
            ("/", "evil.example", 403),
            ("/bank.toml", f"127.0.0.1:{port}", 404),
        ):
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", path, headers={"Host": host})
            assert connection.getresponse().status == status
            connection.close()


def test_idle_and_broken_connections_keep_nobody_from_being_served(tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("1")})
    with served(folder) as address, ExitStack() as idle:
        port = int(address.split(":")[2].strip("/"))
        for n in range(100):
            client = idle.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            client.sendall((b"", b"GET / HTTP", b"\x16\x03\x01\x00", b"GET /" + b"x" * 5000)[n % 4])
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        assert b"<!doctype html" in connection.getresponse().read().lower()
        connection.close()
