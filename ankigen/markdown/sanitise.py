"""Make HTML safe in an Anki field: nh3 keeps only what is on the allow-list, and nothing is left for Anki to act on."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import nh3
from mistune.util import escape

if TYPE_CHECKING:
    from collections.abc import Iterator


# `audio` is never left in a field: it takes the place of Anki's `[sound:…]` until the author's own text is inert.
_TAGS = set(
    """a audio blockquote br code dd del div dl dt em figcaption figure h4 hr img kbd li mark ol p pre rp rt ruby
    section span strong sub sup table tbody td th thead tr u ul""".split()
)
_ATTRIBUTES = {
    "a": {"href"},
    "audio": {"src"},
    "figcaption": {"lang", "dir"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"style"},
    "th": {"style"},
    "*": {"class"},
}
_TEXT = r"[^<&\xa0\x00-\x08\x0b-\x1f\x7f\u0338]*+"
# Only hosts that every parser of URLs accepts: nh3 drops links to others, such as `https://1.2.3.4.5`.
_HOST = r"(?:[a-z0-9]++(?:-[a-z0-9]++)*+\.)+[a-z]{2,}+"
_URL = rf"https?://{_HOST}(?:[/?#][A-Za-z0-9_.~:/?#@!+,;=%-]*+)?"
_LINK = rf'a href="{_URL}">{_TEXT}</a>'
_HARMLESS = (
    r'span class="[\w -]+">|/span>'
    r"|/?(?:blockquote|code|del|em|h4|kbd|li|mark|ol|p|pre|rp|rt|ruby|section|strong|su[bp]|table|tbody|td|th|thead|tr|u|ul)>|/div>|[bh]r>"
    rf'|ol start="\d+">|(?:td|th) style="text-align:(?:center|left|right)">|(?:div|li|pre) class="[\w -]+">|{_LINK}'
)
_CLEAN = re.compile(rf"(?:{_TEXT}(?:<(?:{_HARMLESS})|&(?:amp|lt|gt);))*+{_TEXT}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PLAIN = re.compile(r"[\w /{}.:,-]*+", re.ASCII)  # the characters of names and paths; Anki acts on no sequence of them
_BEHIND_TAG = re.compile(r">([^\x00-\x7f])")
# What Anki's backend and reviewers act on anywhere in a field.
TRIGGER = re.compile(r"\[(?=sound:|/?latex\]|/?\$\$?\]|/?anki:|\[type:)", re.IGNORECASE)
TAG_OF_MATHS = '<span class="maths'  # the tag of a formula until the text around it is inert
_MATHS = re.compile(r"\\(?=[(\[)\]])")
_NODE = re.compile(r"(<[^>]*>)")
_SHOWN_MATHS = re.compile(r'<span class="maths (inline|display)">([^<]*)</span>')
_SHOWN_SOUND = re.compile(r'<audio src="([^"]*)"></audio>')
_FILE = re.compile(r'<img src="([^"]+)"|\[sound:([^\]]+)\]')


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        filter_style_properties={"text-align"},  # of a table's columns
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


def escaped(text: str) -> str:
    """Return plain text as safe HTML."""
    if _PLAIN.fullmatch(text):
        return text
    return inert(escape(unicodedata.normalize("NFC", _CONTROL.sub("", text))))


def clean(unsafe: str) -> str:
    """Return HTML in NFC with only what is on the allow-list, without control characters, and inert in Anki."""
    return inert(_apart(_cleaner().clean(_normal(unsafe))))


def as_safe(rendered: str) -> str:
    """Return the result of `clean` for the renderer's HTML, in which every tag is closed.

    nh3 is skipped if it would change nothing: if the text is escaped, and every tag is literally one of `_HARMLESS`.
    None of these contains a file name or an author's words, except for the plainest links. So safety does not depend on
    the renderer.
    """
    return inert(unicodedata.normalize("NFC", rendered)) if _CLEAN.fullmatch(rendered) else clean(rendered)


def _normal(markup: str) -> str:
    return unicodedata.normalize("NFC", _apart(_CONTROL.sub("", markup)))


def _apart(markup: str) -> str:
    """Return HTML in which NFC, which Anki applies to fields as well, changes no tag.

    U+0338 combines with the `>` before it into another character, even if other combining marks are between them.
    """
    if "\u0338" not in markup:
        return markup
    return _BEHIND_TAG.sub(
        lambda match: f">&#{ord(match[1])};" if unicodedata.combining(match[1]) else match[0], markup
    )


def inert_attribute(text: str) -> str:
    """Return text for an attribute, in which full-width characters break the sequences that Anki would act on."""
    return _MATHS.sub("＼", TRIGGER.sub("［", text))


def files_in(safe: str) -> Iterator[str]:
    """Yield the names in Anki's media folder of the pictures and sounds in a field."""
    if "<img" in safe or "[sound:" in safe:
        yield from (match[1] or match[2] for match in _FILE.finditer(safe))


def inert(safe: str) -> str:
    r"""Return HTML in which `[sound:`, `\(` and the like are text, as the author wrote them.

    The first character of such a sequence gets a `<span>` of its own, which, unlike an entity, survives an edit in
    Anki's editor. MathJax skips `pre` and `code`, so maths is left as it is there. Only what the renderer marked as
    maths or sound becomes Anki's syntax.
    """
    if not _may_act(safe):
        return safe
    code = 0
    nodes = _NODE.split(safe)
    for i, node in enumerate(nodes):
        if node.startswith("<"):
            code += _depth(node)
        elif i and nodes[i - 1].startswith(TAG_OF_MATHS):
            continue
        else:
            text = TRIGGER.sub("<span>[</span>", node)
            nodes[i] = text if code else _MATHS.sub(r"<span>\\</span>", text)
    shown = _SHOWN_SOUND.sub(r"[sound:\1]", "".join(nodes))
    return _SHOWN_MATHS.sub(_delimited, shown)


def _may_act(safe: str) -> bool:
    """Whether there is anything to make inert: most fields have nothing, and splitting them into nodes takes time."""
    return (
        ("[" in safe and bool(TRIGGER.search(safe)))
        or ("\\" in safe and bool(_MATHS.search(safe)))
        or TAG_OF_MATHS in safe
        or "<audio" in safe
    )


def _delimited(match: re.Match[str]) -> str:
    return rf"\[{match[2]}\]" if match[1] == "display" else rf"\({match[2]}\)"


def _depth(tag: str) -> int:
    if re.match(r"<(?:pre|code)\b", tag):
        return 1
    return -1 if re.match(r"</(?:pre|code)>", tag) else 0
