"""The files of a bank with what can be fixed in them, and the only function that writes it."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen import readers
from ankigen.build import answer_keys_of, files_of, snapshot_of
from ankigen.fixes import stages
from ankigen.fixes.new_ids import NewIds
from ankigen.fixes.same import same
from ankigen.fixes.stages import Left, Text
from ankigen.fixes.text import normalised
from ankigen.model import Rule
from ankigen.source import Source, content_of, find_conflict, find_placeholder, read_file
from ankigen.system import atomic
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ankigen.build import Bank
    from ankigen.model import Diagnostic, Fix

_FULL_WIDTH = re.compile(r"[Ａ-Ｚａ-ｚ]")
_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class Mended(NamedTuple):
    """A file with its bytes before and after its fixes, the fixes, and what was `left` as it is."""

    path: Path
    before: bytes
    after: bytes
    fixes: tuple[Fix, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the fixes change the file."""
        return self.before != self.after


class _Files(NamedTuple):
    """The files of a bank: the path and the bytes of each by its name, and the name of its answer key if it has one."""

    folder: Path
    paths: Mapping[str, Path]
    data: Mapping[str, bytes]
    answer_keys: Mapping[str, str]

    def source(self, name: str) -> Source | None:
        """Return a file as it is read; None if there is none or it cannot be read."""
        return read_file(self.paths[name], self.folder, self.data[name])[0] if name in self.data else None


def mend(bank: Bank) -> Iterator[Mended]:
    """Yield each file of the part of the bank that was asked for in which something is fixed, or is left that could be.

    Raises `UserError` if the ledger is damaged or another bank's: new IDs must not be those of earlier questions.
    """
    files = _read_all(bank)
    reported = {(d.span.path, d.span.line) for d in bank.diagnostics if d.rule is Rule.UNKNOWN_LABEL}
    nameless = {summary.path for summary in bank.summaries if not summary.id}
    suspects = nameless | {path for path, _ in reported}
    new_ids = NewIds(bank, files.data.values()) if nameless else None
    for name, data in files.data.items():
        if not bank.is_selected_path(name):
            continue
        source, diagnostics = read_file(files.paths[name], files.folder, data)
        why_not = _why_untouched(source, diagnostics)
        if source is None or why_not:
            yield Mended(files.paths[name], data, data, left=(Left(1, why_not),))
        elif (name in suspects or _FULL_WIDTH.search(source.text)) and not find_placeholder(source):
            text = Text(
                name, data.decode(), partial(readers.parse, answer_key=files.source(files.answer_keys.get(name, "")))
            )
            mended = _mended(files.paths[name], text, reported, new_ids)
            yield from _reported(mended if _is_harmless(mended, name, files) else _refused(mended))


def _read_all(bank: Bank) -> _Files:
    folder = bank.location.folder
    files = files_of(bank.location, snapshot_of(bank.location))
    paths = {unicodedata.normalize("NFC", file): Path(path) for file, path in files.items()}
    data = {name: content_of(path) for name, path in paths.items() if os.access(path, os.R_OK)}
    return _Files(folder, paths, data, answer_keys_of(paths))


def _is_harmless(mended: Mended, name: str, files: _Files) -> bool:
    """Whether the fixes of a file change nothing in the files whose answers it holds."""
    new = Source(name, normalised(mended.after.decode()))
    asking = [
        source
        for path, answer_key in files.answer_keys.items()
        if answer_key == name and (source := files.source(path))
    ]
    return all(same(readers.parse(source, files.source(name)), readers.parse(source, new)) for source in asking)


def _refused(mended: Mended) -> Mended:
    why_not = Left(1, "the file: it holds the answers of another, which would change")
    return mended._replace(after=mended.before, fixes=(), left=(why_not, *mended.left))


def write(mended: Iterable[Mended]) -> None:
    """Write the files that fixes change, each whole or not at all; they keep their permissions.

    Raises `UserError` if a file cannot be written, or has changed since it was read.
    """
    files: dict[Path, Callable[[Path], object]] = {}
    for mended_file in mended:
        if mended_file.is_changed:
            if mended_file.path.read_bytes() != mended_file.before:
                raise UserError(f"{mended_file.path}: was changed while it was read", "nothing was written; try again")
            files[mended_file.path] = partial(_write, mended_file)
    atomic.replace(files)


def _write(mended: Mended, path: Path) -> None:
    path.write_bytes(mended.after)
    path.chmod(stat.S_IMODE(mended.path.stat().st_mode))


def _mended(path: Path, text: Text, reported: set[tuple[str, int]], new_ids: NewIds | None) -> Mended:
    """Return a file after all stages, each of which begins with the text that the one before has made."""
    before = text.raw.encode()
    text, letters, left = stages.letters(text)
    text, labels, left_labels = stages.labels(text, lambda d: (d.span.path, d.span.line) in reported)
    text, ids, left_ids = stages.ids(text, new_ids) if new_ids else (text, [], [])
    fixes = (*letters, *labels, *ids)
    return Mended(path, before, text.raw.encode(), fixes, (*left, *left_labels, *left_ids))


def _why_untouched(source: Source | None, diagnostics: Iterable[Diagnostic]) -> str:
    """Return why a file is not to be changed at all, "" if it may be."""
    encoding = next((d.message for d in diagnostics), "")
    if source is None or encoding:
        return f"the file: {encoding}"
    return "the file: it has lines of a merge conflict" if find_conflict(source) else ""


def _why_not_written(path: Path) -> str:
    """Return why a file cannot be written without harm, "" if it can."""
    state = path.lstat()
    if path.is_symlink():
        return f"the file: it is a link to {path.resolve()}"
    if state.st_nlink > 1:
        return f"the file: it has {state.st_nlink} names (hard links)"
    return "" if state.st_mode & _WRITE and os.access(path, os.W_OK) else "the file: it is read-only"


def _reported(mended: Mended) -> Iterator[Mended]:
    """Yield a file if there is something to say of it; one that cannot be written is left as it is."""
    why_not = _why_not_written(mended.path) if mended.is_changed else ""
    if why_not:
        yield mended._replace(after=mended.before, fixes=(), left=(Left(1, why_not), *mended.left))
    elif mended.is_changed or mended.left:
        yield mended
