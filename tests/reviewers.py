"""Models of Anki's reviewers in a real Chromium: the desktop's single page, and AnkiDroid's new page for each side."""

from __future__ import annotations

import mimetypes
import shutil
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from click.testing import CliRunner

from ankigen.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser, Page

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


def chromium() -> str | None:
    """Return the path of the system's Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


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
    found = {}
    with Learner(folder / "learner") as learner:
        learner.take(min(out.glob("*.apkg"), key=lambda path: len(path.name)))
        for card in learner.cards():
            output = card.render_output(reload=True)
            template = card.template()["name"]
            key = card.note()["Id"] if template == "Choice" else f"{card.note()['Id']}/{template}"
            media = Path(learner.col.media.dir())
            tags = (("q", output.question_av_tags), ("a", output.answer_av_tags))
            sounds = {f"[anki:play:{side}:{i}]": tag.filename for side, all_ in tags for i, tag in enumerate(all_)}
            found[key] = Sides(output.question_text, output.answer_text, output.css, card.ord + 1, media, sounds)
    return found


class Site:
    """A server of pages and media on this machine: pages need an address, because sessionStorage belongs to one."""

    def __init__(self) -> None:
        self.page = ""
        self.media: Path | None = None
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = Path(self.path).name
                found = site.media / name if site.media and name not in {"", "favicon.ico"} else None
                if found and not found.is_file():
                    self.send_error(404)
                    return
                body = found.read_bytes() if found else site.page.encode()
                kind = mimetypes.guess_type(name)[0] if found else "text/html; charset=utf-8"
                self.send_response(200)
                self.send_header("Content-Type", kind or "application/octet-stream")
                self.send_header("Content-Length", str(len(body)))
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


class Desktop:
    """The reviewer of Anki on a desktop: a single page, in which each side replaces the one before."""

    def __init__(self, page: Page, site: Site, *, night: bool = False) -> None:
        self.page, self._site, self._night = page, site, night
        site.page = (
            '<!doctype html><html class="linux chrome" lang="en"><head><meta charset="utf-8"><title>Anki</title>'
            "<style>body { margin: 20px; overflow-wrap: break-word }</style></head>"
            '<body><div id="qa"></div></body></html>'
        )
        page.goto(site.address)

    def show(self, card: Sides, side: str) -> None:
        """Show a side of a card."""
        self._site.media = card.media
        night = " nightMode night_mode" if self._night else ""
        self.page.evaluate("name => { document.body.className = name }", f"card card{card.number} isLin{night}")
        html = card.front if side == "front" else card.back
        self.page.evaluate(_UPDATE, f"<style>{card.css}</style>{html}")
        self.page.evaluate(_SCROLL[side])


class Android:
    """AnkiDroid's classic reviewer: every side is a new page, so no global variable outlives a side."""

    def __init__(self, page: Page, site: Site, *, night: bool = False) -> None:
        self.page, self._site, self._night = page, site, night

    def show(self, card: Sides, side: str) -> None:
        """Show a side of a card."""
        self._site.media = card.media
        night = " night_mode nightMode" if self._night else ""
        html = card.front if side == "front" else card.back
        self._site.page = (
            '<!doctype html><html class="mobile android linux js" lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>AnkiDroid</title>'
            f'<style>{card.css}</style></head><body class="card card{card.number}{night}">'
            f'<div id="content">{html}</div></body></html>'
        )
        self.page.goto(self._site.address)
