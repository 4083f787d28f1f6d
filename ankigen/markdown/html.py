"""Turn a fragment of markdown into HTML that is safe in an Anki field, and find the media that it names.

mistune parses it (CommonMark, tables of GFM, and `rules`), pygments colours fenced code, nh3 removes what is not on a
list of what is allowed, and at last the sequences that Anki itself would act on are made inert. Each fragment is parsed
once and cached.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import mistune
from mistune.plugins import import_plugin

from ankigen.markdown.fast import is_words, written, written_line
from ankigen.markdown.lines import fenced
from ankigen.markdown.rules import bars, emphasis, maths, notes
from ankigen.markdown.rules.comments import without_note_comments
from ankigen.markdown.rules.notes import SOUNDS
from ankigen.markdown.rules.renderer import PLAIN, Look, Renderer, code_box, text_of, words
from ankigen.markdown.sanitise import as_safe
from ankigen.markdown.tables import evened

if TYPE_CHECKING:
    from ankigen.languages import Languages

_MAY_NAME_FILES = re.compile(rf"!\[|<img\s|{'|'.join(map(re.escape, SOUNDS))}", re.IGNORECASE)


_NESTING = ">*_~["  # with line ends, what can open a level
_FLAT = 100  # fewer of these cannot fill Python's stack of 1,000 calls: a level takes at most eight
_ROOM = 150  # calls: whoever renders the fragment later may be that much deeper in the stack
_END = "[\ue000]: #"  # a last definition; without it, an indented fragment would continue the footnote above it


class _Rendered(NamedTuple):
    """The safe HTML of a fragment, and the targets of its pictures and sounds."""

    html: str
    targets: tuple[str, ...]


def new_parser(block: mistune.BlockParser, inline: mistune.InlineParser, *, with_maths: bool) -> mistune.Markdown:
    """Return a parser for the markdown of banks that uses these block and inline parsers of mistune's."""
    names = ("strikethrough", "table", "mistune.plugins.table.table_in_list", "task_lists", "footnotes")
    parser = mistune.Markdown(Renderer(escape=True), block, inline, [import_plugin(name) for name in names])
    for rules in (bars, emphasis, notes):
        rules.plugin(parser)
    if with_maths:
        maths.plugin(parser)
    return parser


@cache
def _parser(*, with_maths: bool) -> mistune.Markdown:
    return new_parser(mistune.BlockParser(), mistune.InlineParser(), with_maths=with_maths)


def to_html(markdown: str, look: Look = PLAIN) -> str:
    """Return a fragment as safe block HTML in NFC; "" for an empty one."""
    if not markdown.strip():
        return ""
    text = _readied(markdown, look)
    return _line(text) or _parsed(text, look).html


def is_too_deep(markdown: str) -> bool:
    """Whether a fragment nests deeper than mistune, which calls itself for each level, can follow."""
    if markdown.count("\n") + sum(map(markdown.count, _NESTING)) < _FLAT:
        return False
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(limit - _ROOM)
        to_html(markdown)
    except RecursionError:
        return True
    finally:
        sys.setrecursionlimit(limit)
    return False


def targets(markdown: str, look: Look = PLAIN) -> tuple[str, ...]:
    """Return the targets of the files that a fragment shows or plays, percent-encoded, as the parser returns them."""
    return _parsed(_readied(markdown, look), look).targets if may_name_files(markdown, look) else ()


def may_name_files(markdown: str, look: Look) -> bool:
    """Whether a fragment, or several that are joined, may show or play a file; true in doubt."""
    return bool(_MAY_NAME_FILES.search(_readied(markdown, look)))


def _line(text: str) -> str:
    """Return the HTML of a paragraph of one plain line; "" for any other text."""
    if is_words(text):
        return f"<p>{unicodedata.normalize('NFC', text)}</p>"
    line = written_line(text, words)
    return as_safe(f"<p>{line}</p>") if line else ""


def _parsed(text: str, look: Look) -> _Rendered:
    """Return the result of `_parse`, from its cache if possible.

    The media matter only to a fragment that names a file, and the language only to a diagram in a fence.
    """
    diagrams = ("```" in text or "~~~" in text) and "mermaid" in text.lower()
    parsed = _parsed_before(text, look.languages if diagrams else PLAIN.languages, look.maths)
    return _parse(text, look) if parsed.targets and look.media else parsed


@lru_cache(maxsize=1024)  # some hundred questions' worth of fragments, a few megabytes
def _parsed_before(text: str, languages: Languages, with_maths: bool) -> _Rendered:  # noqa: FBT001 - a key
    return _parse(text, Look(languages, with_maths))


def _parse(text: str, look: Look) -> _Rendered:
    even = "\n".join(evened(fenced(text))) if "|" in text else text
    targets: list[str] = []

    def rest(stretch: str) -> str:
        parser = _parser(with_maths=look.maths)
        state = parser.block.state_cls()
        state.env["look"], state.env["targets"] = look, targets
        return str(parser.parse(stretch, state)[0])

    shown = written(even, words, lambda code, info: code_box(code, info, look), rest)
    return _Rendered(as_safe(shown.strip()), tuple(targets))


def _readied(markdown: str, look: Look) -> str:
    """Return a fragment without comments, after the definitions that it names.

    Before them, a fence that is never closed would hide them. All line ends become line feeds (CommonMark 0.31, 2.1).
    """
    if "\r" in markdown:
        markdown = markdown.replace("\r\n", "\n").replace("\r", "\n")
    if "%%" in markdown:
        markdown = "\n".join(row.text for row in without_note_comments(fenced(markdown)))
    if not look.definitions or "[" not in markdown:
        return markdown
    folded = markdown.casefold()
    used = {name: text for name, text in look.definitions if f"[{name}]" in folded}
    noted = "\n".join(used.values()).casefold()  # a footnote may name others
    used |= {name: text for name, text in look.definitions if f"[{name}]" in noted}
    return "\n\n".join([*used.values(), _END, markdown]) if used else markdown


def to_inline(markdown: str, look: Look = PLAIN) -> str:
    """Return the HTML of a fragment, without `<p>` if it is one paragraph, such as a title or a table's cell."""
    block = to_html(markdown, look)
    inner = block.removeprefix("<p>").removesuffix("</p>")
    return inner if block == f"<p>{inner}</p>" and "<p>" not in inner else block


def to_text(markdown: str) -> str:
    """Return the plain text (not HTML) that a reader sees of a fragment."""
    return text_of(to_html(markdown))
