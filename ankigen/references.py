"""Pictures and links that a file names, with their places, and those that lead nowhere."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from ankigen.diagnostics import Diagnostic
from ankigen.model import Span
from ankigen.rules import Rule
from ankigen.scan import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ankigen.sources import Source

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_CODE = re.compile(r"(`+).+?\1")
_TARGET = re.compile(
    r"(?P<mark>!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?(?P<target>[^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)>?[^)]*\)"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


class Reference(NamedTuple):
    """What a file names: the target as written, whether it is shown as a picture, and where."""

    target: str
    picture: bool
    span: Span


def find(source: Source) -> Iterator[Reference]:
    """Yield the pictures and links of a file outside code, in order."""
    for row in lines(source.text):
        if row.code or "](" not in row.text:
            continue
        text = _CODE.sub(lambda match: " " * len(match[0]), row.text)
        for match in _TARGET.finditer(text):
            span = Span(path=source.path, line=row.number, column=match.start() + 1)
            yield Reference(match["target"], bool(match["mark"]), span)


def check(references: Iterable[Reference], root: Path, files: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield what leads nowhere; `files` are all files of the bank, relative to its folder `root`."""
    known = set(files)
    used: set[str] = set()
    for reference in references:
        target = reference.target
        if _SCHEME.match(target):
            if reference.picture:
                yield _finding(Rule.REMOTE_PICTURE, reference, "lies on another machine", "save it beside the question")
            continue
        path = inside(reference)
        used.add(path)
        if path in known or not path or (not reference.picture and (root / path).exists()):
            continue
        rule = Rule.NO_PICTURE if reference.picture else Rule.DEAD_LINK
        yield _finding(rule, reference, "is not there", "add the file, or correct its name")
    for name in sorted(known - used):
        if name.lower().endswith(PICTURES):
            message = "no question uses this picture"
            yield Diagnostic(rule=Rule.UNUSED_PICTURE, span=Span(path=name, line=1), message=message, hint="delete it")


def inside(reference: Reference) -> str:
    """Return the target's path relative to the bank's folder, `../` where it leads out; "" for an anchor."""
    name = unquote(reference.target.split("#")[0].split("?")[0])
    if not name:
        return ""
    parts: list[str] = []
    for part in (*PurePosixPath(reference.span.path).parent.parts, *name.split("/")):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _finding(rule: Rule, reference: Reference, what: str, hint: str) -> Diagnostic:
    return Diagnostic(rule=rule, span=reference.span, message=f"`{reference.target}` {what}", hint=hint)
