"""Find the answer key of each file: another file of the bank, by its name or by a link, that has the answers."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from ankigen.build.locate import near
from ankigen.source import content_of
from ankigen.system.files import SUFFIXES, relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ankigen.build.compile.compiled import CompiledFile, ReadSettings
    from ankigen.build.locate import Location

_DESCRIBES = re.compile(r"(?:^|/)(?:readme|index)\.", re.IGNORECASE)
_JOINT = re.compile(r"[-_. ]+")


def answer_keys_of(paths: Iterable[str]) -> Mapping[str, str]:
    """Return, by path, the answer key of each file that has one; paths are relative to the bank's folder, with `/`."""
    names = [unicodedata.normalize("NFC", path) for path in paths]
    if not _may_have_answer_keys(names):  # most banks have none, and the words for answer keys are costly to load
        return {}
    from ankigen.readers import find_answer_keys  # noqa: PLC0415 - a build in which no file changed does not need them

    return find_answer_keys(names)


def answer_keys_in(location: Location, paths: Iterable[str]) -> Mapping[str, str]:
    """Return, by path, the answer key of each file of a bank that has one by its name.

    That of a single file may be outside its folder. `paths` are those of the bank's files; all paths are relative to
    its folder, with `/`.
    """
    beside = near(location)
    if not beside:
        return answer_keys_of(paths)
    above = location.folder.parent
    answer_keys = answer_keys_of(relative_path(path, above) for path in (location.part, *beside))
    answer_key = answer_keys.get(unicodedata.normalize("NFC", relative_path(location.part, above)))
    if not answer_key:
        return {}
    return {location.part.name: os.path.relpath(above / answer_key, location.folder).replace(os.sep, "/")}


def answer_key_of(path: str, read_settings: ReadSettings, text: str = "") -> Path | None:
    """Return the answer key of a file, by its name or by a link in its text; None if it has none.

    `path` is relative to the bank's folder.
    """
    answer_key = read_settings.answer_keys.get(path, "")
    if not answer_key and "](" in text and any(suffix in text for suffix in SUFFIXES):  # most link to no file
        from ankigen.readers import linked_answer_key  # noqa: PLC0415 - as above

        answer_key = linked_answer_key(path, text)
    return read_settings.folder / answer_key if answer_key else None


def path_and_bytes(answer_key: Path | None) -> bytes:
    """Return the path and bytes of a file's answer key: what is read from the file depends on them; b"" for none."""
    if answer_key is None:
        return b""
    try:
        return b"\0" + str(answer_key).encode() + b"\0" + content_of(answer_key)
    except OSError:  # it is reported when the answer key is read
        return b"\0"


def without_their_diagnostics(files: Sequence[CompiledFile]) -> list[CompiledFile]:
    """Return the files; nothing is reported of one that has no question and is the answer key of another."""
    answer_keys = {compiled.answer_key for compiled in files}
    return [
        compiled._replace(diagnostics=()) if compiled.path in answer_keys and not compiled.summaries else compiled
        for compiled in files
    ]


def _may_have_answer_keys(names: Sequence[str]) -> bool:
    """Whether a name is another's with one more word, two folders have the same name, or one has just two files."""
    if 2 in Counter(name.rpartition("/")[0] for name in names if not _DESCRIBES.search(name)).values():
        return True
    stems = [name.rpartition("/")[2].rpartition(".")[0].casefold() for name in names]
    unique = set(stems)
    if len(unique) < len(stems):
        return True
    return any(
        stem[: match.start()] in unique or stem[match.end() :] in unique
        for stem in stems
        for match in _JOINT.finditer(stem)
    )
