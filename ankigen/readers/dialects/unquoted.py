"""Lines of a file with answer keys, without the signs that only frame them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, heading
from ankigen.readers.dialects import answer_key
from ankigen.readers.parts import fragments, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_QUOTED = re.compile(r"[ \t]*+>[ \t]?")


def _unquoted(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; a quotation in which the answer stands (`> **Answer:** B`) is none."""
    if not any(_QUOTED.match(row.text) and _names(row, _BELOW) for row in rows):
        return rows
    return [row if row.code else row._replace(text=_QUOTED.sub("", row.text, count=1)) for row in rows]


def _labelled(row: Line) -> Line:
    """Return `### Explanation` as `Explanation:`, and `### Answer: B` as `Answer: B`."""
    head = heading(row.text)
    if not head:
        return row
    named = fragments.label(head[1])
    text = head[1] if named else f"{head[1]}:"
    return row._replace(text=text) if _LABELS(named[0] if named else words.plain(head[1])) else row


def _untagged(rows: Iterable[Line]) -> list[Line]:
    """Return the lines dedented, and without tags that only fold."""
    kept = [row if row.code else _labelled(row) for row in answer_key.unfolded(rows)]
    margin = min((len(row.text) - len(row.text.lstrip()) for row in kept if row.text.strip()), default=0)
    return [row._replace(text=row.text[margin:]) for row in kept]


_LABELS = words.labels(
    *("answer", "actual_answer", "source_answer", "community_answer", "explanation", "mnemonic", "memory", "links"),
    *("id", "level", "topics", "traps", "domain"),
)


_BELOW = words.labels("answer", "actual_answer", "source_answer", "community_answer", "explanation")


def _names(row: Line, known: Callable[[str], bool]) -> bool:
    named = None if row.code else fragments.label(row.text.lstrip("> \t"))
    return bool(named and known(named[0]))
