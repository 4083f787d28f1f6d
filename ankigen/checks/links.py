"""Find the pictures, sounds and links that a file names; report dead links, and pictures and sounds that none names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ankigen.markdown import EMBED, EMBEDDED, PICTURES, SOUNDS, code_spans, embed, may_name_files, targets, to_lines
from ankigen.model import Diagnostic, MediaReference, Reference, Rule, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ankigen.markdown import Line, Look
    from ankigen.model import Question
    from ankigen.source import Source

SHOWN = (*PICTURES, *SOUNDS)
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
_UNUSED = "show it in a question with `![](…)`; if none needs it, move it out of the bank"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def find(source: Source) -> Iterator[Reference]:
    """Yield the pictures, sounds and links of a file, in order; without those in code and links to the web."""
    signs = [sign for sign in ("](", "![", "<") if sign in source.text]
    if not signs:
        return
    rows = to_lines(source.text)
    defined: dict[str, str] = {}
    if "![" in signs:
        defined = {match["name"].casefold(): match["angled"] or match["target"] for match in _definitions(rows)}
    for i in sorted({i for sign in signs for i, row in enumerate(rows) if sign in row[1]}):
        number, text, code = rows[i]
        for column, target, picture in () if code else sorted(_in_line(_without_code(text), defined)):
            shown = picture or target.lower().endswith(SOUNDS)
            if shown or not _SCHEME.match(target):
                yield Reference(target, shown, Span(path=source.path, line=number, column=column + 1))


def _without_code(text: str) -> str:
    """Return a line with inline code replaced by blanks, so that columns do not change."""
    parts: list[str] = []
    at = 0
    for start, end in code_spans(text) if "`" in text else ():
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


def _in_line(text: str, defined: Mapping[str, str]) -> Iterator[tuple[int, str, bool]]:
    if "![[" in text:
        yield from ((match.start(), embed(match).target, True) for match in _EMBED.finditer(text) if embed(match).shown)
    if "![" in text:
        for match in _PICTURE.finditer(text):
            target = match["target"] or defined.get((match["name"] or match["text"]).casefold(), "")
            if target:
                yield match.start(), target, True
    if "](" in text:
        yield from ((match.start(), match["target"], False) for match in _LINK.finditer(text))
    if "<" in text:
        for match in _TAG.finditer(text):
            yield match.start(), html.unescape(match["double"] or match["single"] or match["bare"] or ""), True


def _definitions(rows: Iterable[Line]) -> Iterator[re.Match[str]]:
    yield from (m for row in rows if "]:" in row.text and not row.code and (m := _DEFINITION.match(row.text)))


def is_remote(reference: Reference | MediaReference) -> bool:
    """Whether the target has a scheme, so that it is not in the bank."""
    return bool(_SCHEME.match(reference.target))


def definitions(source: Source) -> tuple[tuple[str, str], ...]:
    """Return the name (case-folded) and the lines of each link and footnote that a file defines.

    Of several with one name, the first counts (CommonMark 0.31, 4.7).
    """
    if "]:" not in source.text:
        return ()
    rows_by_name: dict[str, list[str]] = {}
    lines_of: list[str] | None = None
    for row in to_lines(source.text):
        match = None if row.code else _DEFINITION.match(row.text)
        if match:
            lines_of = [row.text]
            rows_by_name.setdefault(match["name"].casefold(), lines_of)
        elif lines_of and not row.code and (row.text.startswith("  ") or not row.text.strip()):  # a footnote goes on
            lines_of.append(row.text)
        else:
            lines_of = None
    return tuple((name, "\n".join(rows).rstrip()) for name, rows in rows_by_name.items())


def media_in(question: Question, look: Look, references: Iterable[Reference]) -> Iterator[MediaReference]:
    """Yield the pictures and sounds that the parser finds in a question, each at its place in `references`.

    One that is not among them is at the place of the question.
    """
    texts = tuple(fragments(question))
    if not may_name_files("\n".join(texts), look):
        return
    shown = [reference for reference in references if reference.shown]
    places = {unquote(reference.target): reference.span for reference in reversed(shown)}
    for fragment in texts:
        for target in targets(fragment, look):
            yield MediaReference(target, places.get(unquote(target), question.span))


def fragments(question: Question) -> Iterator[str]:
    """Yield every piece of markdown in a question that its card shows."""
    yield from (question.stem, question.solution, question.explanation, question.mnemonic)
    yield from (question.technique, question.concepts, question.keywords)
    for option in question.options:
        yield from (option.text, option.rationale)
    for table in question.tables:
        yield from (table.title, *table.header, *(cell for row in table.rows for cell in row))
    yield from (link.title for link in question.links)


def check(references: Iterable[Reference], root: Path, files: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each dead link, and for each picture or sound that no file names.

    `files` are the paths of the bank's pictures, sounds and other known files, relative to its folder `root`. Missing
    pictures and sounds are reported by `anki.media`.
    """
    paths = set(files)
    by_name: dict[str, list[str]] = defaultdict(list)
    for name in map(_nfc, paths):
        by_name[name.rpartition("/")[2].casefold()].append(name)
    used: set[str] = set()
    for reference in references:
        if is_remote(reference):
            continue
        path = path_in_bank(reference)
        used.add(_nfc(path))
        if reference.target.startswith(EMBED):
            used |= _meant(reference, by_name)
        if reference.shown or path in paths or not path or _exists(root / path):
            continue
        message = f"`{reference.target}` does not exist"
        hint = "add the file, or correct its name"
        yield Diagnostic(rule=Rule.DEAD_LINK, span=reference.span, message=message, hint=hint)
    for name in sorted(name for name in paths if name.lower().endswith(SHOWN) and _nfc(name) not in used):
        kind = "picture" if name.lower().endswith(PICTURES) else "sound"
        message = f"no question uses this {kind}"
        yield Diagnostic(rule=Rule.UNUSED_PICTURE, span=Span(path=name, line=1), message=message, hint=_UNUSED)


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _meant(reference: Reference, by_name: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the paths of all files to which an embed may refer: those that end with its name."""
    name = _nfc(unquote(reference.target.removeprefix(EMBED))).casefold()
    paths = by_name.get(name.rpartition("/")[2], ())
    return {path for path in paths if f"/{path}".casefold().endswith(f"/{name}")}


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # not a possible file name
        return False


def path_in_bank(reference: Reference | MediaReference) -> str:
    """Return the target's path relative to the bank's folder, `../` where it leads out; "" for an anchor.

    An embed may as well mean a file elsewhere in the bank.
    """
    name = unquote(reference.target.removeprefix(EMBED).split("#")[0].split("?")[0])
    if not name:
        return ""
    parts: list[str] = []
    for part in (*PurePosixPath(reference.span.path).parent.parts, *name.split("/")):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
