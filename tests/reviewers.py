"""Models of Anki's reviewers in a real Chromium, and of those that may come.

`Desktop` has a single page, `Android` a new page for each side. `Sandboxed` and `SandboxedPages` are the same in a
frame without an origin, which has no storage (ankitects/anki#3871).
"""

from __future__ import annotations

import mimetypes
import shutil
import threading
from contextlib import contextmanager, suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner

from ankigen.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, BrowserContext, Frame, Page

FLAGS = [
    "--no-sandbox",  # CI is root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Like Anki's reviewer.js: it sets an element's HTML, and creates its scripts anew, for scripts set as HTML do not run.
_UPDATE = """html => {
  const qa = document.getElementById("qa");
  qa.innerHTML = html;
  for (const old of Array.from(qa.getElementsByTagName("script"))) {
    const script = document.createElement("script");
    script.appendChild(document.createTextNode(old.innerHTML));
    old.replaceWith(script);
  }
}"""
MATHJAX = Path(__file__).parents[1] / ".venv/mathjax/node_modules/mathjax/es5"
# Anki 26.09: ts/mathjax/index.ts; it typesets after a side was shown.
_SETTINGS = """window.MathJax = {
  tex: {
    displayMath: [["\\\\[", "\\\\]"]], processEscapes: false, processEnvironments: false, processRefs: false,
    packages: {"[+]": ["noerrors", "mathtools"], "[-]": ["textmacros"]},
  },
  loader: {load: ["[tex]/noerrors", "[tex]/mathtools"], paths: {mathjax: "/mathjax"}},
  startup: {typeset: false},
}"""
_SCROLL = {"front": "window.scrollTo(0, 0)", "back": "document.getElementById('answer')?.scrollIntoView()"}


class Sides(NamedTuple):
    """A card as Anki's backend renders it."""

    front: str
    back: str
    css: str
    number: int  # of the card template, from 1: the reviewers put it into the body's class
    media: Path | None = None  # the collection's media folder
    sounds: Mapping[str, str] = MappingProxyType({})  # placeholder of a sound in the HTML -> the file's name

    def sounded(self, html: str) -> str:
        """Return the HTML of a side, with the fields' `[sound:…]` in place of Anki's placeholders."""
        for mark, name in self.sounds.items():
            html = html.replace(mark, f"[sound:{name}]")
        return html


@contextmanager
def tabs(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens a page; by the end, none may have logged anything, or requested more than itself."""
    messages: list[str] = []
    asked: list[str] = []
    wanted: set[str] = set()
    contexts: list[BrowserContext] = []

    def opened(address: str, **options: Any) -> Page:
        contexts.append(browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options}))
        page = contexts[-1].new_page()
        page.set_default_timeout(5000)
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: messages.append(dialog.message))
        page.goto(address)
        wanted.add(address.split("#", maxsplit=1)[0])
        return page

    yield opened
    for context in contexts:
        context.close()
    assert messages == []
    assert {url.removesuffix("events").removesuffix("favicon.ico") for url in asked} <= wanted


def chromium() -> str | None:
    """Return the path of the system's Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def skip_without_browser() -> None:
    """Skip the test module that calls this where Anki's backend, playwright or Chromium is missing."""
    for package in ("anki", "playwright"):
        pytest.importorskip(package, reason=f"the package {package} is missing: pip install 'ankigen[test]'")
    if not chromium():
        pytest.skip("chromium is missing: apt-get install chromium fonts-noto-cjk", allow_module_level=True)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


def cards(bank: Path, folder: Path) -> dict[str, Sides]:
    """Return the cards of a bank: by their question's key, or by `key/template` if the template is not `Choice`.

    The bank is built and imported into a collection of the real Anki, both in `folder`.
    """
    from anki_backend import Learner

    out = folder / "out"
    result = CliRunner().invoke(cli, ["build", str(bank), "-o", str(out)], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    sides = {}
    with Learner(folder / "learner") as learner:
        learner.take(min(out.glob("*.apkg"), key=lambda path: len(path.name)))
        for card in learner.cards():
            output = card.render_output(reload=True)
            template = card.template()["name"]
            key = card.note()["Id"] if template == "Choice" else f"{card.note()['Id']}/{template}"
            media = Path(learner.col.media.dir())
            tags = (("q", output.question_av_tags), ("a", output.answer_av_tags))
            sounds = {f"[anki:play:{side}:{i}]": tag.filename for side, all_ in tags for i, tag in enumerate(all_)}
            sides[key] = Sides(output.question_text, output.answer_text, output.css, card.ord + 1, media, sounds)
    return sides


def fonts_of(page: Page, selector: str) -> set[str]:
    """Return the families of the fonts that draw the text of an element, which the browser knows after drawing it."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    for _ in range(100):
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        if fonts:
            break
        page.wait_for_timeout(50)
    session.detach()
    return {font["familyName"] for font in fonts}


def typeset(page: Page) -> None:
    """Typeset the formulas of what a page shows with MathJax, as Anki does after it has shown a side."""
    if not page.evaluate("'MathJax' in window"):
        page.route("**/mathjax/**", lambda route: route.fulfill(path=MATHJAX / route.request.url.split("/mathjax/")[1]))
        page.evaluate(_SETTINGS)
        page.add_script_tag(path=MATHJAX / "tex-chtml-full.js")
        page.evaluate("MathJax.startup.promise")
    page.evaluate("MathJax.typesetPromise([document.querySelector('#qa, #content')])")
    page.evaluate("document.fonts.ready")


class Site:
    """A server of pages and media on this machine: pages need an address, because sessionStorage belongs to one."""

    def __init__(self) -> None:
        self.page = ""
        self.policy = ""  # a Content-Security-Policy
        self.media: Path | None = None
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = Path(self.path).name
                path = site.media / name if site.media and name not in {"", "favicon.ico"} else None
                if path and not path.is_file():
                    self.send_error(404)
                    return
                body = path.read_bytes() if path else site.page.encode()
                kind = mimetypes.guess_type(name)[0] if path else "text/html; charset=utf-8"
                self.send_response(200)
                self.send_header("Content-Type", kind or "application/octet-stream")
                self.send_header("Content-Length", str(len(body)))
                if site.policy:
                    self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                with suppress(ConnectionError):  # the browser has left for another page
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()


_SINGLE_PAGE = (
    '<!doctype html><html class="linux chrome" lang="en"><head><meta charset="utf-8"><title>Anki</title>'
    "<style>body { margin: 20px; overflow-wrap: break-word } hr { height: 1px; border: none; background: #737373 }"
    "img { max-width: 100%; max-height: 95vh } li { text-align: start } pre { text-align: left }"  # reviewer.css
    "button { margin: 1em 0.5em }</style></head>"
    '<body><div id="qa"></div></body></html>'
)


def _page_of(card: Sides, side: str, *, night: bool) -> str:
    """Return the page that AnkiDroid makes for a side of a card."""
    html = card.front if side == "front" else card.back
    return (
        '<!doctype html><html class="mobile android linux js" lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>AnkiDroid</title>'
        f"<style>{card.css}</style></head>"
        f'<body class="card card{card.number}{" night_mode nightMode" if night else ""}">'
        f'<div id="content">{html}</div></body></html>'
    )


def _update(page: Page | Frame, card: Sides, side: str, *, night: bool) -> None:
    """Replace what a single page shows."""
    name = f"card card{card.number} isLin{' nightMode night_mode' if night else ''}"
    page.evaluate("name => { document.body.className = name }", name)
    html = card.front if side == "front" else card.back
    page.evaluate(_UPDATE, f"<style>{card.css}</style>{html}")
    page.evaluate(_SCROLL[side])


class Desktop:
    """The reviewer of Anki on a desktop: a single page, in which each side replaces the one before."""

    def __init__(self, page: Page, site: Site, *, night: bool = False) -> None:
        self.page, self._site, self._night = page, site, night
        site.page = _SINGLE_PAGE
        page.goto(site.address)

    def show(self, card: Sides, side: str) -> None:
        """Show a side of a card."""
        self._site.media = card.media
        _update(self.page, card, side, night=self._night)


class Android:
    """AnkiDroid's classic reviewer: every side is a new page, so no global variable outlives a side."""

    def __init__(self, page: Page, site: Site, *, night: bool = False) -> None:
        self.page, self._site, self._night = page, site, night

    def show(self, card: Sides, side: str) -> None:
        """Show a side of a card."""
        self._site.media, self._site.page = card.media, _page_of(card, side, night=self._night)
        self.page.goto(self._site.address)


class Sandboxed:
    """A single page in a frame without an origin, as Anki plans it."""

    def __init__(self, page: Page, site: Site, *, night: bool = False) -> None:
        self._site, self._night = site, night
        self.page = _framed(page, site, _SINGLE_PAGE)

    def show(self, card: Sides, side: str) -> None:
        """Show a side of a card."""
        self._site.media = card.media
        _update(self.page, card, side, night=self._night)


class SandboxedPages:
    """A new page for each side, in a frame without an origin: nothing outlives a side."""

    def __init__(self, page: Page, site: Site, *, night: bool = False) -> None:
        self._outer, self._site, self._night = page, site, night
        self.page = _framed(page, site, "")

    def show(self, card: Sides, side: str) -> None:
        """Show a side of a card."""
        self._site.media = card.media
        self.page = _framed(self._outer, self._site, _page_of(card, side, night=self._night))


def _framed(page: Page, site: Site, html: str) -> Frame:
    """Return the frame of a page that shows nothing but a sandboxed frame with this HTML."""
    site.page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Anki</title></head><body style="margin: 0">'
        '<iframe title="card" sandbox="allow-scripts" style="border: 0; width: 100vw; height: 100vh; display: block"'
        f' srcdoc="{escape(html)}"></iframe></body></html>'
    )
    page.goto(site.address)
    frame = page.frames[1]
    frame.wait_for_load_state()
    return frame
