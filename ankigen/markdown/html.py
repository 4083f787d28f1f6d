"""A fragment of markdown to HTML that is safe in an Anki field, and the media that it names.

mistune parses (CommonMark and GFM's tables), pygments colours fenced code, nh3 lets through what is on the list,
and at the end the sequences that Anki itself would act on are made inert. A fragment is parsed once for all who ask.
Raw HTML is shown as the text it is, but for `<br>` and for an `<img>` whose file is there.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache
from html.entities import html5
from typing import TYPE_CHECKING, Any, NamedTuple

import mistune
from mistune.plugins import import_plugin
from mistune.util import escape

from ankigen.markdown import maths
from ankigen.markdown.fast import is_words, written, written_line
from ankigen.markdown.highlight import highlight
from ankigen.markdown.lines import fenced
from ankigen.markdown.sanitise import TAG_OF_MATHS, inert_attribute, safe
from ankigen.markdown.tables import evened
from ankigen.model import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# `**text**` is bold even where CommonMark's flanking rule (6.2) says no, as in `**解釋：**在`: no space stands
# between words in Chinese, so authors have no other way to write it.
_STRONG = (
    r"\*\*(?![\s*])(?P<strong_text>(?:`[^`\n]+`|\\.|\*(?![\s*])[^*\n]*(?<!\s)\*(?!\*)|[^*`\n\\])+?)(?<!\s)\*\*(?!\*)"
)
_IMAGE_TAG = re.compile(r"<img\s[^<>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""")
SOUNDS = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac")
_WEB = re.compile(r"https?://|mailto:", re.IGNORECASE)
_MAY_NAME_FILES = re.compile(rf"!\[|<img\s|{'|'.join(map(re.escape, SOUNDS))}", re.IGNORECASE)


class Look(NamedTuple):
    """How fragments are shown: the bank's language, whether `$…$` is maths, and what files and references there are.

    `media` has the name in Anki's media folder by the target as the parser gives it (`targets`); `definitions` are the
    names and the lines of what the file defines, links and footnotes (`[name]: url`), for they may stand far away.
    """

    language: str = "en"
    maths: bool = True
    media: Mapping[str, str] = {}
    definitions: tuple[tuple[str, str], ...] = ()


PLAIN = Look()
_END = "[\ue000]: #"  # a last definition, or an indented fragment would be a part of the footnote above it


class _Parsed(NamedTuple):
    """The safe HTML of a fragment, and the targets of its pictures and sounds."""

    html: str
    targets: tuple[str, ...]


class _Renderer(mistune.HTMLRenderer):
    """mistune's HTML, with what a card needs instead of what a page does."""

    def render_token(self, token: dict[str, Any], state: mistune.BlockState) -> str:
        kind = token["type"]
        if kind not in {"image", "link", "inline_html", "block_html", "block_code"}:
            return _words(token["raw"]) if kind == "text" else super().render_token(token, state)
        look: Look = state.env["look"]
        if kind == "block_code":
            return _code(token["raw"], (token.get("attrs") or {}).get("info") or "", look)
        if kind.endswith("html"):
            shown = _raw(token["raw"], state, look)
            return f"<p>{shown.strip()}</p>\n" if kind == "block_html" else shown
        text, url = self.render_tokens(token["children"], state), token["attrs"]["url"]
        if kind == "image":
            return _embedded(text_of(text) or token["attrs"].get("title") or "", url, state, look)
        if _WEB.match(url):
            return self.link(text, url)  # a title would be an attribute, where Anki's triggers cannot be broken
        return text + (f" {_embedded('', url, state, look)}" if _is_sound(url) else "")

    def codespan(self, text: str) -> str:
        return f"<code>{_text(text)}</code>"

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

    # Footnotes have no links: a card may show several fragments with a note 1, and an id must be there once.

    def footnote_ref(self, text: str, index: int) -> str:
        return f'<sup class="footnote-ref">{index}</sup>'

    def footnotes(self, text: str) -> str:
        return f'<section class="footnotes"><ol>\n{text}</ol></section>\n'

    def footnote_item(self, text: str, key: str, index: int) -> str:
        return f"<li>{text.strip()}</li>\n"


def _words(text: str) -> str:
    """Return what stands between marks, with its character references read."""
    return _text(_REFERENCE.sub(_character, text) if "&" in text else text)


def _text(text: str) -> str:
    """Return text as the sanitiser would write it, so that it has nothing to do."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _character(reference: re.Match[str]) -> str:
    """Return what a character reference stands for (CommonMark 6.2, 2.5); one without a meaning is text."""
    character = html5.get(reference[1], reference[0])
    return html.unescape(reference[0]) if reference[1].startswith("#") else character


def _code(code: str, info: str, look: Look) -> str:
    """Return fenced code in its colours; a diagram's source with a caption, for nothing on a card could draw it."""
    name = info.split(None, 1)[0].lower() if info.strip() else ""
    box = f'<pre class="code"><code>{highlight(code.rstrip(chr(10)), name)}</code></pre>\n'
    if name != "mermaid":
        return box
    caption = LABELS[look.language]["diagram"].format(name="Mermaid")
    return f'<figure class="diagram"><figcaption lang="{look.language}">{caption}</figcaption>{box}</figure>\n'


def _raw(markup: str, state: mistune.BlockState, look: Look) -> str:
    """Return raw HTML as text, but for `<br>` and for pictures of which the file is there."""
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
    """Return a picture or a sound (its `alt` stands before the button); a box with its words where it is missing."""
    state.env["targets"].append(target)
    name = look.media.get(target)
    if name is None:
        return f'<span class="missing">[{escape(alt or html.unescape(target))}]</span>'
    if _is_sound(name):
        return f'{escape(alt)} <audio src="{name}"></audio>'.strip()
    return f'<img src="{name}" alt="{escape(inert_attribute(alt))}">'


def _is_sound(target: str) -> bool:
    return target.lower().endswith(SOUNDS)


def _parse_strong(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    inner = state.copy()
    inner.src = match["strong_text"]
    state.append_token({"type": "strong", "children": inline.render(inner)})
    return match.end()


def new_parser(block: mistune.BlockParser, inline: mistune.InlineParser, *, with_maths: bool) -> mistune.Markdown:
    """Return a parser of the markdown of banks, from any block and inline parser of mistune's."""
    names = ("strikethrough", "table", "mistune.plugins.table.table_in_list", "task_lists", "footnotes")
    parser = mistune.Markdown(_Renderer(escape=True), block, inline, [import_plugin(name) for name in names])
    parser.inline.register("strong", _STRONG, _parse_strong, before="emphasis", start_chars="*")
    if with_maths:
        maths.plugin(parser)
    return parser


@cache
def _parser(*, with_maths: bool) -> mistune.Markdown:
    return new_parser(mistune.BlockParser(), mistune.InlineParser(), with_maths=with_maths)


def to_html(markdown: str, look: Look = PLAIN) -> str:
    """Return a fragment as safe block HTML in NFC; an empty one as an empty string."""
    if not markdown.strip():
        return ""
    text = _with_definitions(markdown, look)
    return _line(text) or _parsed(text, look).html


def targets(markdown: str, look: Look = PLAIN) -> tuple[str, ...]:
    """Return the files that a fragment shows or plays, as the parser gives their targets: percent-encoded, not URLs."""
    return _parsed(_with_definitions(markdown, look), look).targets if may_name_files(markdown, look) else ()


def may_name_files(markdown: str, look: Look) -> bool:
    """Say whether a fragment, or one of several that are joined, may show or play a file."""
    return bool(_MAY_NAME_FILES.search(_with_definitions(markdown, look)))


def _line(text: str) -> str:
    """Return a paragraph of one plain line; "" of any other text."""
    if is_words(text):
        return f"<p>{unicodedata.normalize('NFC', text)}</p>"
    line = written_line(text, _words)
    return safe(f"<p>{line}</p>") if line else ""


def _parsed(text: str, look: Look) -> _Parsed:
    """Return what `_parse` does, without a parse where there is no need of one.

    What files there are matters only to a fragment that names one, and the language only to a diagram, in a fence.
    """
    fences = "```" in text or "~~~" in text
    parsed = _kept(text, look.language if fences else PLAIN.language, look.maths)
    return _parse(text, look) if parsed.targets and look.media else parsed


@lru_cache(maxsize=1024)  # some hundred questions' worth of fragments, a few megabytes
def _kept(text: str, language: str, with_maths: bool) -> _Parsed:  # noqa: FBT001 - a key
    return _parse(text, Look(language, with_maths))


def _parse(text: str, look: Look) -> _Parsed:
    even = "\n".join(evened(fenced(text))) if "|" in text else text
    targets: list[str] = []

    def rest(stretch: str) -> str:
        parser = _parser(with_maths=look.maths)
        state = parser.block.state_cls()
        state.env["look"], state.env["targets"] = look, targets
        return str(parser.parse(stretch, state)[0])

    shown = written(even, _words, lambda code, info: _code(code, info, look), rest)
    return _Parsed(safe(shown.strip()), tuple(targets))


def _with_definitions(markdown: str, look: Look) -> str:
    """Return a fragment below the definitions that it names; above, a fence that is never closed would take them in.

    All its lines end with a line feed (CommonMark, 2.1).
    """
    if "\r" in markdown:
        markdown = markdown.replace("\r\n", "\n").replace("\r", "\n")
    if not look.definitions or "[" not in markdown:
        return markdown
    folded = markdown.casefold()
    used = {name: text for name, text in look.definitions if f"[{name}]" in folded}
    noted = "\n".join(used.values()).casefold()  # a footnote may name others
    used |= {name: text for name, text in look.definitions if f"[{name}]" in noted}
    return "\n\n".join([*used.values(), _END, markdown]) if used else markdown


def to_inline(markdown: str, look: Look = PLAIN) -> str:
    """Return a fragment of one paragraph, such as a title or a table's cell, without its `<p>`."""
    block = to_html(markdown, look)
    inner = block.removeprefix("<p>").removesuffix("</p>")
    return inner if block == f"<p>{inner}</p>" and "<p>" not in inner else block


def to_text(markdown: str) -> str:
    """Return what a reader sees of a fragment, as plain text (not HTML)."""
    return text_of(to_html(markdown))


def text_of(safe: str) -> str:
    """Return the words of safe HTML as plain text; a picture, also one that is missing, has none."""
    return html.unescape(re.sub(r'<span class="missing">[^<]*</span>|<[^>]*>', "", safe)).strip()
