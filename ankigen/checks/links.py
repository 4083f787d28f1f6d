"""Report dead links, and pictures and sounds that no file names."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ankigen.markdown import EMBED, MEDIA, PICTURES, by_file_name, file_name, is_remote, named_by_embed, path_in_bank
from ankigen.model import Diagnostic, Rule, Span
from ankigen.system.files import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ankigen.model import Reference

_UNUSED = "show it in a question with `![](…)`; if none needs it, move it out of the bank"


def check_links(references: Iterable[Reference], root: Path, files: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each dead link, and for each picture or sound that no file names.

    `files` are the paths of the bank's pictures, sounds and other known files, relative to its folder `root`. Missing
    pictures and sounds are reported by `anki.media`.
    """
    paths = set(files)
    paths_by_name = by_file_name(map(_nfc, paths))
    used: set[str] = set()
    for reference in references:
        if is_remote(reference.target):
            continue
        path = path_in_bank(reference)
        used.add(_nfc(path))
        if reference.target.startswith(EMBED):
            used.update(named_by_embed(file_name(reference.target), paths_by_name))
        if reference.shown or path in paths or not path or _exists(root / path):
            continue
        message = f"`{reference.target}` does not exist"
        hint = "add the file, or correct its name"
        yield Diagnostic(rule=Rule.DEAD_LINK, span=reference.span, message=message, hint=hint)
    for name in sorted(name for name in paths if name.lower().endswith(MEDIA) and _nfc(name) not in used):
        kind = "picture" if name.lower().endswith(PICTURES) else "sound"
        message = f"no question uses this {kind}"
        path = as_text(name)
        hint = _UNUSED if path == name else "rename it: its name is not UTF-8 text, so no question can name it"
        yield Diagnostic(rule=Rule.UNUSED_PICTURE, span=Span(path=path, line=1), message=message, hint=hint)


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # not a possible file name
        return False
