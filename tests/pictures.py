"""Make the pictures in docs from what Anki renders; called by `make pictures`. Look at them before you commit them.

docs/pictures has the front and back of six cards side by side, on a phone and on a desktop, by day and by night; the
page of `ankigen preview`, with a card by day and with its numbers by night; a mock exam, a question by day and the
result by night; and the page of `ankigen progress`. docs/parts has each part of a card, for the authoring guide.
docs/card.png is the card of the question in README.md, after a wrong pick.
"""

from __future__ import annotations

import base64
import io
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import reviewers
from click.testing import CliRunner
from PIL import Image
from scripted import Person, study, write_bank

from ankigen.cli import cli

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from reviewers import Sides, Site

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "pictures"
WIDTHS = {"phone": 390, "desk": 820}
LARGEST = 150_000  # bytes; git keeps every version of a picture
# Card -> the options that are picked on its front.
PICKS = {"Q-001": "B", "Q-004": "BD", "Q-005": "D", "Q-012": "C", "Q-014": "A", "Q-002/Recall": ""}
# The bank has no disputed answer and no card without options; its second question becomes both.
CHANGES = {"- **社群共識:** D": "- **社群共識:** C", "**Domain:**": "**Recall:** true\n**Domain:**"}
SETTINGS = 'id = "bank"\ntitle = "Data Engineer Associate"\npass = 0.7\nexam_date = {}\n'
PARTS = ROOT / "docs" / "parts"


class Part(NamedTuple):
    """A part of a card: the card, the side, the first and the last element; `open` unfolds it."""

    card: str
    side: str
    first: str
    last: str = ""
    open: bool = False


PART_OF = {
    "context": Part("Q-005", "front", ".context"),
    "stem": Part("Q-005", "front", ".stem"),
    "options": Part("Q-005", "front", ".pick", ".options"),
    "several": Part("Q-004", "front", ".pick", ".options"),
    "verdict": Part("Q-005", "back", ".verdict", ".outcome"),
    "rationales": Part("Q-005", "back", ".rationale"),
    "mnemonic": Part("Q-005", "back", ".mnemonic"),
    "endpoints": Part("Q-005", "back", ".endpoints"),
    "explanation": Part("Q-005", "back", ".more details >> nth=0", open=True),
    "table": Part("Q-005", "back", ".more details >> nth=1", open=True),
    "links": Part("Q-005", "back", ".more details >> nth=2", open=True),
    "tags": Part("Q-005", "back", ".meta"),
    "disputed": Part("Q-002", "back", ".verdict"),
    "recall": Part("Q-002/Recall", "front", ".ankigen"),
}
# The same pictures every time: the bytes that the shuffle draws are not random.
_DRAWN = "let drawn = 1; crypto.getRandomValues = bytes => bytes.fill(drawn = drawn * 75 % 65537)"


def main() -> None:
    """Write every picture, and delete all others."""
    for folder in (OUT, PARTS):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    with tempfile.TemporaryDirectory() as name:
        _write(_cards(Path(name)))


def _write(cards: dict[str, Sides]) -> None:
    site = reviewers.Site()
    with reviewers.browser() as browser:
        for key, picks in PICKS.items():
            for place, width in WIDTHS.items():
                for night in (False, True):
                    sides = _shots(browser, site, cards[key], picks, width=width, night=night)
                    path = OUT / f"{key.replace('/', '-').lower()}-{place}-{'night' if night else 'day'}.png"
                    _save(_side_by_side(browser, sides), path)
        for name, part in PART_OF.items():
            picks = PICKS.get(part.card, "D")
            _save(_part(browser, site, cards[part.card], part, picks), PARTS / f"{name}.png", colours=64)
        _readme(browser, site)
        _preview(browser)
        _exam(browser)
        _progress(browser)
    site.close()


def _readme(browser: Browser, site: Site) -> None:
    """Write the picture of the question in README.md."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    question = text.partition("```markdown\n# Question 1\n")[2].partition("\n```\n")[0]
    with tempfile.TemporaryDirectory() as name:
        bank = Path(name) / "git"
        (bank / "questions").mkdir(parents=True)
        (bank / "bank.toml").write_text('id = "git"\ntitle = "Git"\n', encoding="utf-8")
        (bank / "questions" / "Q-001.md").write_text(f"# Question 1\n{question}\n", encoding="utf-8")
        card = reviewers.cards(bank, Path(name))["Q-001"]
    sides = _shots(browser, site, card, "C", width=WIDTHS["phone"], night=False)
    _save(_side_by_side(browser, sides), ROOT / "docs" / "card.png")


def _progress(browser: Browser) -> None:
    """Write pictures of the page of a scripted learner, who looks alike things up wrongly."""
    with tempfile.TemporaryDirectory() as name:
        folder = write_bank(Path(name) / "bank", SETTINGS.format(datetime.now(UTC).date() + timedelta(days=40)))
        done = [CliRunner().invoke(cli, ["build", str(folder)])]
        backup = study(Person(1, weak="Looks-Alike", days=50), folder, Path(name) / "learner")
        done.append(CliRunner().invoke(cli, ["progress", str(folder), "--from", str(backup), "--format", "html"]))
        if any(result.exit_code for result in done):
            raise SystemExit("\n".join(result.output for result in done))
        path = Path(name) / "progress.html"
        path.write_text(done[-1].stdout, encoding="utf-8")
        for place, size in (("phone", {"width": 390, "height": 844}), ("desk", {"width": 1280, "height": 900})):
            page = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type]
            page.goto(path.as_uri())
            picture = page.screenshot(animations="disabled", full_page=place == "desk")
            _save(picture, OUT / f"progress-{place}.png")
            page.close()


def _preview(browser: Browser) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "preview.html"
        done = CliRunner().invoke(cli, ["preview", str(ROOT / "decks" / "databricks"), "-o", str(path)])
        if done.exit_code:
            raise SystemExit(done.output)
        for scheme, view in (("light", "cards"), ("dark", "numbers")):
            size = {"width": 1280, "height": 800}
            page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.add_init_script(_DRAWN)
            page.goto(f"{path.as_uri()}#Q-005")
            page.frame_locator("#device iframe").locator('.option[data-label="D"] a').click()
            page.keyboard.press("Space")
            page.frame_locator("#device iframe").locator(".said.wrong").wait_for()
            if view == "numbers":
                page.get_by_role("button", name="Numbers").click()
            _save(page.screenshot(animations="disabled"), OUT / f"preview-{view}.png")
            page.close()


def _exam(browser: Browser) -> None:
    """Write pictures of a mock exam in its middle, and of its result."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "exam.html"
        bank = str(ROOT / "decks" / "databricks")
        done = CliRunner().invoke(cli, ["exam", bank, "--seed", "4", "--minutes", "30", "-o", str(path)])
        if done.exit_code:
            raise SystemExit(done.output)
        for scheme, part in (("light", "question"), ("dark", "result")):
            size = {"width": 1280, "height": 800}
            page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            page.add_init_script(_DRAWN)
            page.clock.install()
            page.goto(path.as_uri())
            page.locator("#begin").click()
            for place in range(15 if part == "result" else 6):
                title = page.locator("#place").inner_text()
                page.locator(f'#device iframe[title="{title}"]').wait_for()
                options = page.frame_locator("#device iframe").locator(".choice")
                options.nth(place % 4).click()
                if place % 4 == 1:
                    page.keyboard.press("m")
                page.clock.run_for(47_000)
                if place != 14:
                    page.locator("#next").click()
            if part == "result":
                page.locator("#hand-in").click()
                page.locator("#yes").click()
            else:
                page.frame_locator("#device iframe").locator(".choice").nth(1).click()
            page.mouse.move(0, 0)
            _save(page.screenshot(animations="disabled"), OUT / f"exam-{part}.png")
            page.close()


def _cards(folder: Path) -> dict[str, Sides]:
    bank = folder / "databricks"
    shutil.copytree(ROOT / "decks" / "databricks", bank, ignore=shutil.ignore_patterns("apkg", "*.lock"))
    path = bank / "questions" / "Q-002.md"
    text = path.read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return reviewers.cards(bank, folder)


def _shots(  # noqa: PLR0913 - each by its name
    browser: Browser, site: Site, card: Sides, picks: str, *, width: int, night: bool
) -> list[bytes]:
    page = browser.new_page(viewport={"width": width, "height": 640}, reduced_motion="reduce")
    page.add_init_script(_DRAWN)
    shown = reviewers.Android(page, site, night=night)
    shown.show(card, "front")
    reviewers.typeset(page)
    for label in picks:
        page.locator(f'.option[data-label="{label}"] a').click()
    page.mouse.move(0, 0)
    front = page.screenshot(full_page=True, animations="disabled")
    page.set_viewport_size({"width": width, "height": 844})  # of a phone
    shown.show(card, "back")
    reviewers.typeset(page)
    back = page.screenshot(full_page=True, animations="disabled")
    page.close()
    return [front, back]


def _part(browser: Browser, site: Site, card: Sides, part: Part, picks: str) -> bytes:
    page = browser.new_page(viewport={"width": WIDTHS["phone"], "height": 640}, reduced_motion="reduce")
    page.add_init_script(_DRAWN)
    shown = reviewers.Android(page, site)
    shown.show(card, "front")
    for label in picks if part.side == "back" else "":
        page.locator(f'.option[data-label="{label}"] a').click()
    if part.side == "back":
        page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
        shown.show(card, "back")
    if part.open:
        page.locator(part.first).locator("summary").click()
    page.mouse.move(0, 0)
    top, bottom = page.locator(part.first).bounding_box(), page.locator(part.last or part.first).bounding_box()
    assert top
    assert bottom
    scrolled = page.evaluate("window.scrollY")
    start = max(0, top["y"] + scrolled - 3)
    end = bottom["y"] + scrolled + bottom["height"] + 3
    clip = {"x": 0, "y": start, "width": WIDTHS["phone"], "height": end - start}
    picture = page.screenshot(full_page=True, animations="disabled", clip=clip)
    page.close()
    return picture


def _side_by_side(browser: Browser, pictures: list[bytes]) -> bytes:
    sources = [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in pictures]
    images = "".join(f'<img src="{source}">' for source in sources)
    page = browser.new_page(viewport={"width": 2000, "height": 100})
    style = "display: inline-flex; gap: 12px; align-items: start; padding: 12px; background: #8b929c"
    page.set_content(f'<div style="{style}">{images}</div>')
    picture = page.locator("div").screenshot()
    page.close()
    return picture


def _save(picture: bytes, path: Path, colours: int = 128) -> None:
    """Write a picture with few colours: it has a third of the size and looks the same."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path} has {size} bytes; {LARGEST} is the most")
    print(path.relative_to(ROOT), size)


if __name__ == "__main__":
    main()
