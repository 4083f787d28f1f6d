"""The text of a file, and the same text with fixes: all else stays as it is, line ends and byte order mark included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ankigen.model import Fix

BOM = "\ufeff"
_LINE_END = re.compile(r"\r\n|\r|\n")


def normalised(raw: str) -> str:
    """Return a file's text as it is read: without a byte order mark, and with line feeds as line ends."""
    return raw.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")


def edited(raw: str, fixes: Iterable[Fix]) -> str:
    """Return a file's text with fixes; new lines end like the line at which they are put in.

    Raises `ValueError` if a fix does not find its old text, or touches another.
    """
    ends = [*_LINE_END.finditer(raw)]
    starts = [len(BOM) if raw.startswith(BOM) else 0, *(end.end() for end in ends)]
    usual = ends[0][0] if ends else "\n"
    pieces: list[str] = []
    done = 0
    for fix in sorted(fixes, key=lambda fix: (fix.span.line, fix.span.column)):
        line = fix.span.line - 1
        at = starts[line] + fix.span.column - 1
        if at < done or not raw.startswith(fix.old, at):
            raise ValueError(f"line {fix.span.line} is not what it was")
        pieces += [raw[done:at], fix.new.replace("\n", ends[line][0] if line < len(ends) else usual)]
        done = at + len(fix.old)
    return "".join([*pieces, raw[done:]])
