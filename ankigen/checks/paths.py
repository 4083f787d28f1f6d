"""Report files that another system cannot have: a bank is shared, and most often in git."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule, Span
from ankigen.system.files import as_text, is_device

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 180  # characters; most programs on Windows take 259, with the drive and the folders above the bank
_REFUSED = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32)))  # by Windows


def check_paths(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each path that Windows cannot have, and for those that differ in case alone."""
    alike: dict[str, list[str]] = defaultdict(list)
    for path in sorted(set(paths)):
        alike[unicodedata.normalize("NFC", path).casefold()].append(path)
        fault = next(filter(None, map(_fault, path.split("/"))), "") or _length(path)
        if fault:
            yield _diagnostic(path, f"Windows cannot have this file: {fault}", "give it another name")
    for first, *others in alike.values():
        for path in others:
            message = f"the path differs from `{first}` in case alone: on Windows and macOS, one of the two is lost"
            yield _diagnostic(path, message, "give one of them another name")


def _fault(name: str) -> str:
    """Return why Windows cannot have a file or folder of this name; "" if it can."""
    if not _REFUSED.isdisjoint(name):
        refused = sorted(_REFUSED.intersection(name))
        return f"`{as_text(name)}` contains {' '.join(map(as_text, refused))}"
    if is_device(name):
        return f"`{name}` is the name of a device"
    return f"`{name}` ends with a {'dot' if name[-1] == '.' else 'blank'}" if name.endswith((".", " ")) else ""


def _length(path: str) -> str:
    return f"its path has {len(path)} characters, and at most 259 are left for all" if len(path) > _LONGEST else ""


def _diagnostic(path: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(rule=Rule.UNPORTABLE_PATH, span=Span(path=as_text(path), line=1), message=message, hint=hint)
