"""Merge conflicts that were left in a file: which of two texts its author means, nobody can tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import fenced
from ankigen.model import Diagnostic, Rule, Span

if TYPE_CHECKING:
    from ankigen.source.read import Source

# As git writes them (git-merge, «How conflicts are presented»): `=======` alone may underline a heading.
_MARKER = re.compile(r"(?:<{7}|>{7}|\|{7})(?: \S.*)?$|={7}$")
_SHOWN = re.compile(r"conflict|衝突|冲突", re.IGNORECASE)


def find_conflict(source: Source) -> Diagnostic | None:
    """Return the first conflict of a file; fenced code in a file that speaks of conflicts may show one."""
    if "<<<<<<<" not in source.text and ">>>>>>>" not in source.text:
        return None
    if not re.search(r"^(?:<{7}|>{7})(?: |$)", source.text, re.MULTILINE):
        return None
    marked = [line for line in fenced(source.text) if _MARKER.match(line.text)]
    if any(line.code for line in marked) and _SHOWN.search(source.text):
        marked = [line for line in marked if not line.code]
    kinds = "".join(line.text[0] for line in marked)
    if "<" not in kinds and not re.search("=>", kinds):
        return None
    first = next(line for line in marked if line.text[0] in "<=")
    return Diagnostic(
        rule=Rule.CONFLICT,
        span=Span(path=source.path, line=first.number),
        message=f"`{first.text[:40]}` is of a merge conflict; the file's questions are left out",
        hint="keep one of the two texts, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`; if the question is"
        " about conflicts, put the example into a code block",
    )


def without_conflict_markers(source: Source) -> Source:
    """Return the file without the lines that mark conflicts."""
    kept = (row for row in source.text.split("\n") if not _MARKER.match(row))
    return source._replace(text="\n".join(kept))
