"""A fragment of markdown to HTML that is safe in an Anki field.

mistune parses (CommonMark and GFM's tables), pygments colours fenced code, nh3 lets through what is on the list,
and at the end the sequences that Anki itself would act on are made inert. Raw HTML is shown as the text it is.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import Any

import mistune
import nh3
from mistune.util import escape
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from ankigen.scan import fenced
from ankigen.tables import evened

_TAGS = set(
    """a blockquote br code dd del div dl dt em h4 hr input li ol p pre section span strong sub sup
    table tbody td th thead tr ul""".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
    "*": {"class", "id"},
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# What Anki's backend and reviewers act on, wherever it stands in a field.
_TRIGGER = re.compile(r"\[(?=sound:|/?latex\]|/?\$\$?\]|/?anki:|\[type:)", re.IGNORECASE)
_MATHS = re.compile(r"\\(?=[(\[)\]])")
_NODE = re.compile(r"(<[^>]*>)")
# `**text**` is bold even where CommonMark's flanking rule (6.2) says no, as in `**解釋：**在`: no space stands
# between words in Chinese, so authors have no other way to write it.
_STRONG = r"\*\*(?![\s*])(?P<strong_text>(?:`[^`\n]+`|\\.|[^*`\n\\])+?)(?<!\s)\*\*(?!\*)"


class _Renderer(mistune.HTMLRenderer):
    """mistune's HTML, with what a card needs instead of what a page does."""

    def block_code(self, code: str, info: str | None = None) -> str:
        name = (info or "").split(None, 1)[0].lower() if (info or "").strip() else ""
        return f'<pre class="code"><code>{_highlight(code.rstrip(chr(10)), name)}</code></pre>\n'

    def heading(self, text: str, level: int, **attrs: Any) -> str:  # noqa: ANN401 - mistune's signature
        return f"<h4>{text}</h4>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if not re.match(r"https?://|mailto:", url, re.IGNORECASE):
            return text
        return super().link(text, url)  # a title would be an attribute, where Anki's triggers cannot be broken

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return f'<span class="missing">[{escape(title or text or url)}]</span>'

    def inline_html(self, html: str) -> str:
        return "<br>" if _BREAK.fullmatch(html) else escape(html)

    def table(self, text: str) -> str:
        return f'<div class="scroll"><table>{text}</table></div>\n'


def _parse_strong(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    inner = state.copy()
    inner.src = match["strong_text"]
    state.append_token({"type": "strong", "children": inline.render(inner)})
    return match.end()


@cache
def _parser() -> mistune.Markdown:
    plugins = ["strikethrough", "table", "mistune.plugins.table.table_in_list", "task_lists", "footnotes"]
    parser = mistune.create_markdown(renderer=_Renderer(escape=True), plugins=plugins)
    parser.inline.register("strong", _STRONG, _parse_strong, before="emphasis", start_chars="*")
    return parser


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None)


@cache
def _lexer(name: str) -> Any:  # noqa: ANN401 - pygments' lexers have no common public type
    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True)


def _highlight(code: str, language: str) -> str:
    lexer = _lexer(language) if language else None
    if lexer is None:
        return escape(code)
    pieces: list[str] = []
    _formatter().format(lexer.get_tokens(code), _Sink(pieces))
    return "".join(pieces).rstrip("\n")


class _Sink:
    """Collects what a pygments formatter writes."""

    def __init__(self, pieces: list[str]) -> None:
        self.write = pieces.append


def to_html(markdown: str) -> str:
    """Return a fragment as safe block HTML in NFC; an empty one as an empty string."""
    if not markdown.strip():
        return ""
    even = "\n".join(evened(tuple(fenced(markdown)))) if "|" in markdown else markdown
    return clean(str(_parser()(even)).strip())


def to_inline(markdown: str) -> str:
    """Return a fragment of one paragraph, such as a title or a table's cell, without its `<p>`."""
    block = to_html(markdown)
    inner = block.removeprefix("<p>").removesuffix("</p>")
    return inner if block == f"<p>{inner}</p>" and "<p>" not in inner else block


def to_text(markdown: str) -> str:
    """Return what a reader sees of a fragment, as plain text (not HTML)."""
    return text_of(to_html(markdown))


def text_of(safe: str) -> str:
    """Return the words of safe HTML as plain text; a picture, also one that is missing, has none."""
    return html.unescape(re.sub(r'<span class="missing">[^<]*</span>|<[^>]*>', "", safe)).strip()


def escaped(text: str) -> str:
    """Return plain text as safe HTML."""
    return inert(escape(_CONTROL.sub("", unicodedata.normalize("NFC", text))))


def clean(unsafe: str) -> str:
    """Return HTML with only what is on the allow-list, without control characters, in NFC, inert in Anki."""
    return inert(_cleaner().clean(_CONTROL.sub("", unicodedata.normalize("NFC", unsafe))))


def inert(safe: str) -> str:
    r"""Return HTML in which `[sound:`, `\(` and the like are the text that the author wrote.

    The first character of a sequence is put into a `<span>` of its own: unlike an entity it survives an edit in
    Anki's editor. MathJax passes over `pre` and `code`, so maths there needs nothing.
    """
    if "[" not in safe and "\\" not in safe:
        return safe
    code = 0
    nodes = _NODE.split(safe)
    for i, node in enumerate(nodes):
        if node.startswith("<"):
            code += _depth(node)
        else:
            text = _TRIGGER.sub("<span>[</span>", node)
            nodes[i] = text if code else _MATHS.sub(r"<span>\\</span>", text)
    return "".join(nodes)


def _depth(tag: str) -> int:
    if re.match(r"<(?:pre|code)\b", tag):
        return 1
    return -1 if re.match(r"</(?:pre|code)>", tag) else 0
