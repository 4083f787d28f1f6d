"""Find the markdown files of a bank and read their text."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Diagnostic, Rule, Span
from ankigen.source.encoding import decode
from ankigen.system.files import SUFFIXES, as_text, is_utf8, relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ankigen.source.mojibake import Repair


LARGEST = 8 * 2**20  # bytes of a file; to read as many takes some 400 MiB of memory


class Source(NamedTuple):
    """A file's text, with line feeds as line ends; `path` is relative to the bank's folder, with `/`, in NFC."""

    path: str
    text: str


def find_files(paths: Iterable[str]) -> list[str]:
    """Return the markdown files among all files of a bank, as `walk_names` yields them, sorted by path.

    Names are compared in NFKC, so that a full-width `Ｑ-103.md` sorts beside `Q-103.md` on every system.
    """
    names = (path for path in paths if path.lower().endswith(SUFFIXES))
    return sorted(names, key=lambda name: (unicodedata.normalize("NFKC", name.replace(os.sep, "/")), name))


def content_of(path: Path) -> bytes:
    """Return the bytes of a file of questions; one byte more than `LARGEST` if it is larger. Raises `OSError`."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def read_file(path: Path, root: Path, data: bytes | None = None) -> tuple[Source | None, tuple[Diagnostic, ...]]:
    """Return a file's text and the diagnostics about its encoding; no text if it is too large or cannot be read.

    `root` is the bank's folder; `data` are the file's bytes if the caller has read them already.
    """
    from ankigen.source.mojibake import restore  # noqa: PLC0415 - a build in which no file changed does not need it

    name = unicodedata.normalize("NFC", relative_path(path, root))
    escaped = as_text(name)
    if escaped != name:
        what = "has control characters" if is_utf8(name) else "is not UTF-8 text"
        message, hint = f"the file's name {what}", "rename the file"
        return None, (Diagnostic(rule=Rule.UNREADABLE, span=Span(path=escaped, line=1), message=message, hint=hint),)
    start = Span(path=name, line=1)
    try:
        if data is None:
            data = content_of(path)
    except OSError as error:
        return None, (Diagnostic(rule=Rule.UNREADABLE, span=start, message=f"cannot be read: {error.strerror}"),)
    if len(data) > LARGEST:
        message = f"is larger than {LARGEST // 2**20} MiB"
        hint = "divide it into several files; if it holds no questions, begin its name with `_`"
        return None, (Diagnostic(rule=Rule.UNREADABLE, span=start, message=message, hint=hint),)
    try:
        text, encoding = decode(data)
    except UnicodeDecodeError as error:
        return None, (_not_text(name, data, error),)
    diagnostics: list[Diagnostic] = []
    if encoding != "utf-8":
        message = f"the file is {encoding.upper()}, not UTF-8; it was read as {encoding.upper()}"
        diagnostics.append(
            Diagnostic(rule=Rule.OTHER_ENCODING, span=start, message=message, hint="save the file as UTF-8")
        )
    repaired = restore(text)
    if repaired.encoding:
        diagnostics.append(_mojibake(name, repaired))
    return Source(name, repaired.text.replace("\r\n", "\n").replace("\r", "\n")), tuple(diagnostics)


def _mojibake(name: str, repaired: Repair) -> Diagnostic:
    first = min(repaired.places, default=0)
    lost = f", {repaired.lost} lost" if repaired.lost else ""
    counts = f"{repaired.certain} characters restored with certainty, {repaired.inferred} inferred{lost}"
    return Diagnostic(
        rule=Rule.MOJIBAKE,
        span=Span(path=name, line=repaired.text.count("\n", 0, first) + 1),
        message=f"the text was once read as {repaired.encoding} instead of UTF-8: {counts}",
        hint="read the result, then write the clean file: ankigen repair FILE --in-place"
        + ("; pip install 'ankigen[repair]' restores more" if repaired.lost else ""),
    )


def _not_text(name: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    line = data.count(b"\n", 0, error.start) + 1
    column = error.start - data.rfind(b"\n", 0, error.start)
    return Diagnostic(
        rule=Rule.NOT_TEXT,
        span=Span(path=name, line=line, column=column),
        message=f"byte {data[error.start]:02X} does not belong to any text encoding that ankigen knows",
        hint=f"{_likely(data)}save the file as UTF-8",
    )


def _likely(data: bytes) -> str:
    """Return a hint at Windows-1252 if the bytes are letters in it, and no more than a few others; else ""."""
    high = bytes(byte for byte in data if byte > 0x7F)
    text = high.decode("cp1252", "replace")
    letters = sum(char.isalpha() for char in text)
    return "it may be Windows-1252: open it in your editor as that, then " if 2 * letters > len(text) else ""
