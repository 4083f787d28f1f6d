"""Support what Obsidian and other note apps add to markdown: embeds, wikilinks, highlights and callouts.

Embeds of pictures and sounds are shown and played, wikilinks become their text, `==text==` becomes `<mark>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from mistune.util import unikey

if TYPE_CHECKING:
    import mistune

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
SOUNDS = (".mp3", ".ogg", ".oga", ".opus", ".wav", ".m4a", ".flac")
EMBED = "[["  # how the target of an embed begins, which names a file anywhere in the bank
EMBEDDED = r"!\[\[(?P<embed_name>[^\[\]|#^\n]++)(?P<embed_more>[^\[\]\n]*+)\]\]"
_SIZE = re.compile(r"\d+(?:x\d+)?")
# Not an index as in `x[[1]]`, a list as in `[["a"]]` or `[[a, b]]`, a class as in `[[:alpha:]]`, or a test of a shell.
_WIKILINK = (
    r"(?<![A-Za-z0-9_)\]\[!])\[\[(?=[\w#]|[^\x00-\x7f\s])(?=[^\[\]\n]*?[^\W\d_])"
    r"(?P<wiki_page>[^\[\]|\n:\"<>?*]++)(?:\|(?P<wiki_text>[^\[\]\n]++))?+\]\](?![(\[])"
)
# Not `x==1`, `a === b`: beside an ASCII letter or digit it is an operator.
_HIGHLIGHT = (
    r"(?<![A-Za-z0-9=<>!])==(?![\s=])(?P<highlighted>(?:`[^`\n]+`|\\.|=(?!=)|[^`\\=])+?)(?<!\s)==(?![A-Za-z0-9=])"
)
_CALLOUT = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]*)(?:\|[^\]]*)?\][+-]?[ \t]*")

_Tokens = list[dict[str, Any]]


class Embed(NamedTuple):
    """The name of a file in an embed, as written, and the text that is shown if the file is missing."""

    name: str
    alt: str

    @property
    def shown(self) -> bool:
        """Whether the file is a picture or a sound; notes and other files cannot be shown."""
        return self.name.lower().endswith((*PICTURES, *SOUNDS))

    @property
    def target(self) -> str:
        """The target, percent-encoded like those of other pictures."""
        return f"{EMBED}{quote(self.name)}"


def embed(match: re.Match[str]) -> Embed:
    """Return the embed of a match of `EMBEDDED`; a size such as `300` or `300x200` is dropped."""
    name = match["embed_name"].strip().rstrip("\\")
    more = [part.strip().rstrip("\\") for part in match["embed_more"].split("|")[1:]]
    return Embed(name, " ".join(part for part in more if part and not _SIZE.fullmatch(part)))


def plugin(markdown: mistune.Markdown) -> None:
    """Add the rules to a parser; its renderer must know the tokens `embed`, `wikilink` and `mark`."""
    markdown.inline.register("embed", EMBEDDED, _parse_embed, before="link", start_chars="!")
    markdown.inline.register("wikilink", _WIKILINK, _parse_wikilink, before="link", start_chars="[")
    markdown.inline.register("mark", _HIGHLIGHT, _parse_highlight, before="link", start_chars="=")


def _parse_embed(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    file = embed(match)
    if file.shown:
        state.append_token({"type": "embed", "raw": file.alt, "attrs": {"url": file.target, "name": file.name}})
    else:
        page = file.name + match["embed_more"].partition("|")[0]
        _show(inline, state, file.alt, page)
    return match.end()


def _parse_wikilink(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int | None:
    page, text = match["wiki_page"].rstrip("\\").strip(), (match["wiki_text"] or "").strip()
    if (not text and "," in page) or unikey(page) in state.env.get("ref_links", {}):
        return None
    _show(inline, state, text, page)
    return match.end()


def _show(inline: mistune.InlineParser, state: mistune.InlineState, text: str, page: str) -> None:
    """Add a token that shows the text of a link, or, if it has none, the page and the heading to which it leads."""
    inner = state.copy()
    inner.src = text
    levels = [level.strip() for level in page.split("#") if level.strip() and not level.startswith("^")]
    children = inline.render(inner) if text else [{"type": "text", "raw": " > ".join(levels)}]
    state.append_token({"type": "wikilink", "children": children})


def _parse_highlight(inline: mistune.InlineParser, match: re.Match[str], state: mistune.InlineState) -> int:
    inner = state.copy()
    inner.src = match["highlighted"]
    state.append_token({"type": "mark", "children": inline.render(inner)})
    return match.end()


def callout(children: _Tokens) -> _Tokens:
    """Return the blocks of a block quote; those of a callout (`[!note] Title`) begin with its title or kind in bold."""
    first = next((i for i, block in enumerate(children) if block["type"] != "blank_line"), -1)
    if first < 0 or children[first]["type"] != "paragraph":
        return children
    words: _Tokens = children[first].get("children", [])
    end = next((i for i, token in enumerate(words) if token["type"] in {"softbreak", "linebreak"}), len(words))
    head = next((i for i, token in enumerate(words[:end]) if token["type"] != "text"), end)
    raw = "".join(token["raw"] for token in words[:head])
    match = _CALLOUT.match(raw)
    if not match:
        return children
    rest = raw[match.end() :]
    title: _Tokens = [*([{"type": "text", "raw": rest}] if rest else []), *words[head:end]]
    title = title or [{"type": "text", "raw": match["kind"].replace("-", " ").capitalize()}]
    blocks: _Tokens = [{"type": "paragraph", "children": [{"type": "strong", "children": title}]}]
    if words[end + 1 :]:
        blocks.append({"type": "paragraph", "children": words[end + 1 :]})
    return [*blocks, *children[first + 1 :]]
