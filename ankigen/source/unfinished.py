"""Find what an author left unfinished in a file: a placeholder of `ankigen new question`, or a merge conflict.

A placeholder is a comment such as `<!-- ankigen: fill in: the stem -->`. A conflict is what git writes where it cannot
merge.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import fenced, with_code_replaced
from ankigen.model import Diagnostic, Rule, Span

if TYPE_CHECKING:
    from ankigen.source.read import Source

_PLACEHOLDER = re.compile(r"<!--\s*ankigen:\s*fill in(?::\s*(?P<what>.*?))?\s*-->")
# As git writes them (git-merge, "How conflicts are presented"): with seven characters, or with more if both sides have
# renamed the file, or a conflict is in a conflict. A lone `=======` may also underline a heading.
_CONFLICT = re.compile(r"(<{7,}|>{7,}|\|{7,})(?: \S.*)?$|(={7,})$")
_ENDS = re.compile(r"^(<{7,}|>{7,})(?: |$)", re.MULTILINE)
_ABOUT_CONFLICTS = re.compile(r"conflict|衝突|冲突", re.IGNORECASE)


def placeholder(what: str) -> str:
    """Return the placeholder for a part that the author is to fill in; `what` names the part."""
    return f"<!-- ankigen: fill in: {what} -->"


def find_placeholder(source: Source) -> Diagnostic | None:
    """Return a diagnostic that names all placeholders of a file, at the first; None if there is none.

    Those in code do not count.
    """
    if "ankigen:" not in source.text:
        return None
    places: list[Span] = []
    parts: list[str] = []
    for row in fenced(source.text):
        text = "" if row.code else with_code_replaced(row.text, lambda code: " " * len(code))
        for match in _PLACEHOLDER.finditer(text):
            places.append(Span(path=source.path, line=row.number, column=match.start() + 1))
            parts.append(match["what"] or "this part")
    if not places:
        return None
    return Diagnostic(
        rule=Rule.UNFILLED,
        span=places[0],
        message=f"to fill in: {' · '.join(parts)}",
        hint="write each part in place of its comment; a part that the question does not have can be deleted whole",
        related=tuple(places[1:]),
    )


def find_conflict(source: Source) -> Diagnostic | None:
    """Return a diagnostic at the first merge conflict of a file; None if there is none.

    Conflicts in fenced code do not count if the file is about conflicts.
    """
    if "<<<<<<<" not in source.text and ">>>>>>>" not in source.text:
        return None
    sizes = _sizes(source.text)
    marked = [line for line in fenced(source.text) if _is_mark(line.text, sizes)] if sizes else []
    if any(line.code for line in marked) and _ABOUT_CONFLICTS.search(source.text):
        marked = [line for line in marked if not line.code]
    kinds = "".join(line.text[0] for line in marked)
    if "<" not in kinds and not re.search("=>", kinds):
        return None
    first = next(line for line in marked if line.text[0] in "<=")
    return Diagnostic(
        rule=Rule.CONFLICT,
        span=Span(path=source.path, line=first.number),
        message=f"`{first.text[:40]}` is part of a merge conflict; the file's questions are left out",
        hint="keep one of the two texts, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`; if the question is"
        " about conflicts, put the example into a code block",
    )


def without_conflict_markers(source: Source) -> Source:
    """Return the file without the lines with which git marks conflicts."""
    sizes = _sizes(source.text)
    rows = (row for row in source.text.split("\n") if not _is_mark(row, sizes))
    return source._replace(text="\n".join(rows))


def _sizes(text: str) -> set[int]:
    """Return how many characters the marks of conflicts in a file have: all of one conflict have the same number."""
    return {len(end[1]) for end in _ENDS.finditer(text)}


def _is_mark(row: str, sizes: set[int]) -> bool:
    mark = _CONFLICT.match(row)
    return mark is not None and len(mark[1] or mark[2]) in sizes
