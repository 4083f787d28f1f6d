"""Render mistune's tokens as HTML, for cards instead of web pages.

Raw HTML is shown as text, except for pairs of harmless tags, `<br>`, and an `<img>` whose file exists.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import mistune
from mistune.util import escape

from ankigen.languages import ENGLISH, attributes, labels_of
from ankigen.markdown.rules import notes
from ankigen.markdown.rules.highlight import highlight
from ankigen.markdown.rules.notes import SOUNDS
from ankigen.markdown.rules.tags import settled
from ankigen.markdown.sanitise import TAG_OF_MATHS, inert_attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ankigen.languages import Languages

_REFERENCE = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_IMAGE_TAG = re.compile(r"<img\s[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_WEB = re.compile(r"https?://|mailto:", re.IGNORECASE)


class Look(NamedTuple):
    """How fragments are shown: the bank's languages, whether `$…$` is maths, and the media and definitions of the file.

    `media` maps targets, as the parser returns them (`targets`), to names in Anki's media folder. `definitions` are the
    name and the lines of each link and footnote that the file defines (`[name]: url`): they may be outside the
    fragment.
    """

    languages: Languages = ENGLISH
    maths: bool = True
    media: Mapping[str, str] = {}
    definitions: tuple[tuple[str, str], ...] = ()


PLAIN = Look()


class Renderer(mistune.HTMLRenderer):
    """mistune's renderer, changed for cards instead of web pages."""

    def render_tokens(self, tokens: Iterable[dict[str, Any]], state: mistune.BlockState) -> str:
        return super().render_tokens(settled([*tokens]), state)

    def render_token(self, token: dict[str, Any], state: mistune.BlockState) -> str:
        kind = token["type"]
        if kind == "text":
            return words(token["raw"])
        if kind == "block_quote":
            token = {**token, "children": notes.callout(token["children"])}
        show = self._SHOWN.get(kind)
        return show(self, token, state) if show else super().render_token(token, state)

    def _block_code(self, token: dict[str, Any], state: mistune.BlockState) -> str:
        return code_box(token["raw"], (token.get("attrs") or {}).get("info") or "", state.env["look"])

    def _html(self, token: dict[str, Any], state: mistune.BlockState) -> str:
        shown = _raw(token["raw"], state, state.env["look"])
        return f"<p>{shown.strip()}</p>\n" if token["type"] == "block_html" else shown

    def _image(self, token: dict[str, Any], state: mistune.BlockState) -> str:
        alt = text_of(self.render_tokens(token["children"], state)) or token["attrs"].get("title") or ""
        return _embedded(alt, token["attrs"]["url"], state, state.env["look"])

    def _embed(self, token: dict[str, Any], state: mistune.BlockState) -> str:
        look, target = state.env["look"], token["attrs"]["url"]
        return _embedded(token["raw"] or ("" if target in look.media else token["attrs"]["name"]), target, state, look)

    def _link(self, token: dict[str, Any], state: mistune.BlockState) -> str:
        text, url = self.render_tokens(token["children"], state), token["attrs"]["url"]
        if _WEB.match(url):
            return self.link(text, url)  # a title would be an attribute, where Anki's triggers cannot be broken
        return text + (f" {_embedded('', url, state, state.env['look'])}" if _is_sound(url) else "")

    _SHOWN: ClassVar = {
        "block_code": _block_code,
        "block_html": _html,
        "inline_html": _html,
        "image": _image,
        "embed": _embed,
        "link": _link,
    }

    def codespan(self, text: str) -> str:
        return f"<code>{_text(text)}</code>"

    def wikilink(self, text: str) -> str:
        return text

    def mark(self, text: str) -> str:
        return f"<mark>{text}</mark>"

    def tag(self, text: str) -> str:
        return text

    def linebreak(self) -> str:
        return "<br>\n"

    def thematic_break(self) -> str:
        return "<hr>\n"

    def heading(self, text: str, level: int, **attrs: Any) -> str:  # noqa: ANN401 - mistune's signature
        return f"<h4>{text}</h4>\n"

    def table(self, text: str) -> str:
        return f'<div class="scroll"><table>{text}</table></div>\n'

    def inline_maths(self, text: str, *, display: bool) -> str:
        return f'{TAG_OF_MATHS} {"display" if display else "inline"}">{escape(text)}</span>'

    def block_maths(self, text: str) -> str:
        return f'<p>{TAG_OF_MATHS} display">{escape(text)}</span></p>\n'

    def task_list_item(self, text: str, *, checked: bool = False) -> str:
        return f'<li class="task"><span class="check">{"☑" if checked else "☐"}</span> {text}</li>\n'

    # Footnotes have no links: a card may show several fragments with a note 1, and the id of a link must be unique.

    def footnote_ref(self, text: str, index: int) -> str:
        return f'<sup class="footnote-ref">{index}</sup>'

    def footnotes(self, text: str) -> str:
        return f'<section class="footnotes"><ol>\n{text}</ol></section>\n'

    def footnote_item(self, text: str, key: str, index: int) -> str:
        return f"<li>{text.strip()}</li>\n"


def words(text: str) -> str:
    """Return the HTML of text between marks, with its character references resolved."""
    return _text(_REFERENCE.sub(_character, text) if "&" in text else text)


def _text(text: str) -> str:
    """Return text escaped as the sanitiser would write it, so that it can be skipped."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _character(reference: re.Match[str]) -> str:
    """Return the characters of a character reference (CommonMark 0.31, 2.5); an unknown one is text."""
    character = html5.get(reference[1], reference[0])
    return html.unescape(reference[0]) if reference[1].startswith("#") else character


def code_box(code: str, info: str, look: Look) -> str:
    """Return fenced code as highlighted HTML; a diagram's source gets a caption, because cards cannot draw it."""
    name = info.split(None, 1)[0].lower() if info.strip() else ""
    box = f'<pre class="code"><code>{highlight(code.rstrip(chr(10)), name)}</code></pre>\n'
    if name != "mermaid":
        return box
    language = look.languages.cards
    caption = labels_of(language)["diagram"].format(name="Mermaid")
    return f'<figure class="diagram"><figcaption{attributes(language)}>{caption}</figcaption>{box}</figure>\n'


def _raw(markup: str, state: mistune.BlockState, look: Look) -> str:
    """Return raw HTML as text, except for `<br>` and for pictures whose files exist."""
    if _BREAK.fullmatch(markup):
        return "<br>"
    pieces, end = [], 0
    for match in _IMAGE_TAG.finditer(markup):
        attributes = {name.lower(): html.unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(match[0])}
        source = attributes.get("src", "")
        state.env["targets"].append(source)
        if source in look.media:
            pieces += [escape(markup[end : match.start()]), _embedded(attributes.get("alt", ""), source, state, look)]
            end = match.end()
    return "".join([*pieces, escape(markup[end:])])


def _embedded(alt: str, target: str, state: mistune.BlockState, look: Look) -> str:
    """Return the HTML of a picture, or of a sound with `alt` before its button; of a missing one, a box with `alt`."""
    state.env["targets"].append(target)
    name = look.media.get(target)
    if name is None:
        return f'<span class="missing">[{escape(alt or html.unescape(target))}]</span>'
    if _is_sound(name):
        return f'{escape(alt)} <audio src="{name}"></audio>'.strip()
    return f'<img src="{name}" alt="{escape(inert_attribute(alt))}">'


def _is_sound(target: str) -> bool:
    return target.lower().endswith(SOUNDS)


def text_of(safe: str) -> str:
    """Return the plain text of safe HTML; pictures, and the boxes of missing ones, have none."""
    return html.unescape(re.sub(r'<span class="missing">[^<]*</span>|<[^>]*>', "", safe)).strip()
