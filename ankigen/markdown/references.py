"""Find the links, pictures and sounds that a file names, and what each name means in its bank.

A target may be percent-encoded, and end with a query or an anchor. A relative one is resolved against the folder of
its file; an embed (`![[name]]`) may as well name a file elsewhere in the bank.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ankigen.markdown.html import may_name_files, targets
from ankigen.markdown.lines import to_lines
from ankigen.markdown.rules.comments import with_code_replaced
from ankigen.markdown.rules.notes import EMBED, EMBEDDED, PICTURES, SOUNDS, embed
from ankigen.model import MediaReference, Reference, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ankigen.markdown.rules.line import Line
    from ankigen.markdown.rules.renderer import Look

MEDIA = (*PICTURES, *SOUNDS)
# Possessive and bounded: the time stays linear in the length of a line.
_TEXT = r"\[(?P<text>(?:[^\[\]]++|\[[^\[\]]*+\])*+)\]"
_TARGET = r"\(\s*+<?(?P<target>(?<=<)[^<>]++|[^\s()<>]++(?:\([^\s()]*+\)[^\s()<>]*+)?+)>?[^)]{0,300}+\)"
_PICTURE = re.compile(rf"!{_TEXT}(?:{_TARGET}|\[(?P<name>[^\]]*)\])?")
_EMBED = re.compile(EMBEDDED)
_LINK = re.compile(rf"(?<!!){_TEXT}{_TARGET}")
_TAG = re.compile(
    r"""<img\s[^<>]*?\bsrc\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'<>]+))""", re.IGNORECASE
)
_DEFINITION = re.compile(r" {0,3}\[(?P<name>[^\]]+)\]:\s*(?:<(?P<angled>[^<>]*)>|(?P<target>\S*))")
# What is in every line with a reference that counts, and what is in every text with such a line: a link to the web
# counts only if it plays a sound.
_SIGNS = {
    "](": re.compile(rf"\]\((?!https?://)|\.(?:{'|'.join(suffix[1:] for suffix in SOUNDS)})", re.IGNORECASE),
    "![": re.compile(r"!\["),
    "<": re.compile(r"<img", re.IGNORECASE),
}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def references_in(text: str, path: str) -> Iterator[Reference]:
    """Yield the pictures, sounds and links of the file at `path`, in order; without those in code and links to the web.

    The path is relative to the bank's folder.
    """
    signs = [sign for sign, may_be in _SIGNS.items() if may_be.search(text)]
    if not signs:
        return
    rows = to_lines(text)
    defined: dict[str, str] = {}
    if "![" in signs:
        defined = {match["name"].casefold(): match["angled"] or match["target"] for match in _definitions(rows)}
    for i in sorted({i for sign in signs for i, row in enumerate(rows) if sign in row[1]}):
        number, line, code = rows[i]
        for column, target, picture in () if code else sorted(_in_line(_without_code(line), defined)):
            shown = picture or target.lower().endswith(SOUNDS)
            if shown or not is_remote(target):
                yield Reference(target, shown, Span(path=path, line=number, column=column + 1))


def _without_code(line: str) -> str:
    """Return a line with inline code replaced by blanks, so that columns do not change."""
    return with_code_replaced(line, lambda code: " " * len(code))


def _in_line(line: str, defined: Mapping[str, str]) -> Iterator[tuple[int, str, bool]]:
    """Yield the column (from 0) and target of each reference in a line, and whether it is a picture."""
    if "![[" in line:
        yield from ((match.start(), embed(match).target, True) for match in _EMBED.finditer(line) if embed(match).shown)
    if "![" in line:
        for match in _PICTURE.finditer(line):
            target = match["target"] or defined.get((match["name"] or match["text"]).casefold(), "")
            if target:
                yield match.start(), target, True
    if "](" in line:
        yield from ((match.start(), match["target"], False) for match in _LINK.finditer(line))
    if "<" in line:
        for match in _TAG.finditer(line):
            yield match.start(), html.unescape(match["double"] or match["single"] or match["bare"] or ""), True


def _definitions(rows: Iterable[Line]) -> Iterator[re.Match[str]]:
    yield from (m for row in rows if "]:" in row.text and not row.code and (m := _DEFINITION.match(row.text)))


def definitions_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the name (case-folded) and the lines of each link and footnote that a file defines.

    Of several with one name, the first counts (CommonMark 0.31, 4.7).
    """
    if "]:" not in text:
        return ()
    rows_by_name: dict[str, list[str]] = {}
    lines_of: list[str] | None = None
    for row in to_lines(text):
        match = None if row.code else _DEFINITION.match(row.text)
        if match:
            lines_of = [row.text]
            rows_by_name.setdefault(match["name"].casefold(), lines_of)
        elif lines_of and not row.code and (row.text.startswith("  ") or not row.text.strip()):  # a footnote goes on
            lines_of.append(row.text)
        else:
            lines_of = None
    return tuple((name, "\n".join(rows).rstrip()) for name, rows in rows_by_name.items())


def is_remote(target: str) -> bool:
    """Whether a target has a scheme, so that it is not in the bank."""
    return bool(_SCHEME.match(target))


def file_name(target: str) -> str:
    """Return the path that a target names, decoded, without the sign of an embed, a query and an anchor."""
    return unquote(target.removeprefix(EMBED).split("#")[0].split("?")[0])


def resolved(name: str, file: str) -> str:
    """Return the path of what is called `name` in a file; it begins with `../` if it is outside the bank's folder.

    Both paths are relative to that folder. Whatever is at `name` may not exist.
    """
    parts: list[str] = []
    for part in (*PurePosixPath(file).parent.parts, *name.split("/")):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def path_in_bank(reference: Reference | MediaReference) -> str:
    """Return the path of what a reference names, as `resolved` does; "" for an anchor in the same file."""
    name = file_name(reference.target)
    return resolved(name, reference.span.path) if name else ""


def media_in(texts: Iterable[str], look: Look, references: Iterable[Reference], span: Span) -> Iterator[MediaReference]:
    """Yield the pictures and sounds that the parser finds in texts of a question, each at its place in `references`.

    One that is not among them is at `span`, the place of the question.
    """
    fragments = tuple(texts)
    if not may_name_files("\n".join(fragments), look):
        return
    shown = [reference for reference in references if reference.shown]
    places = {unquote(reference.target): reference.span for reference in reversed(shown)}
    for fragment in fragments:
        for target in targets(fragment, look):
            yield MediaReference(target, places.get(unquote(target), span))


def by_file_name(paths: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return paths by the last part of each, for `named_by_embed`."""
    paths_by_name: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        paths_by_name[_folded(path).rpartition("/")[2]].append(path)
    return paths_by_name


def named_by_embed(name: str, paths_by_name: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the paths that end with the name in an embed, without regard to case, as in note apps."""
    folded = _folded(name)
    paths = paths_by_name.get(folded.rpartition("/")[2], ())
    return [path for path in paths if f"/{_folded(path)}".endswith(f"/{folded}")]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
