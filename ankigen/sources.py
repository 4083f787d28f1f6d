"""Files in, text out: finds the markdown files of a bank and decodes them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ankigen.diagnostics import Diagnostic, Rule
from ankigen.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = (".md", ".markdown")
OUTPUT_FOLDER = "apkg"


class Source(NamedTuple):
    """A file's text, its lines ended by line feeds; `path` is relative to the bank's folder, with `/`, in NFC."""

    path: str
    text: str


def find(folder: Path) -> list[Path]:
    """Return the markdown files below `folder`, sorted by name.

    Passed over are output folders and what is hidden or begins with `_` (drafts and templates). Names are compared
    in NFKC, so that a full-width `Ｑ-103.md` sorts beside `Q-103.md` on every system.
    """
    files = [path for path in _walk(folder) if path.suffix.lower() in SUFFIXES]
    return sorted(files, key=lambda path: (unicodedata.normalize("NFKC", path.as_posix()), path.as_posix()))


def read(path: Path, root: Path) -> Source | Diagnostic:
    """Return the file's text, or the diagnostic that says why it has none."""
    name = unicodedata.normalize("NFC", path.relative_to(root).as_posix())
    try:
        data = path.read_bytes()
    except OSError as error:
        return Diagnostic(
            rule=Rule.UNREADABLE, span=Span(path=name, line=1), message=f"cannot be read: {error.strerror}"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        return Diagnostic(
            rule=Rule.NOT_TEXT,
            span=Span(path=name, line=line, column=column),
            message=f"byte {data[error.start]:02X} is not UTF-8",
            hint="save the file as UTF-8",
        )
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_dir() and not entry.is_symlink():
            if entry.name != OUTPUT_FOLDER:
                yield from _walk(entry)
        elif entry.is_file():
            yield entry
