"""Answer keys that are folded into a fence or into one line: their entries become lines like others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import FENCE
from ankigen.readers import vocabulary
from ankigen.readers.marks.answer_keys import is_answer_key_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.markdown import Line

_FENCE = re.compile(rf"[ \t]*{FENCE}[ \t]*(?:te?xt|markdown|md|plain)?[ \t]*$")
_BREAK = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,200}>")
_SIGNS = " \t#*_:：>"


def without_answer_key_fences(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines: an answer key in a fence, below its title, is no code, and entries between `<br>` are lines."""
    end = -1  # the index of the line that closes the fence
    for i, row in enumerate(rows):
        if row.code and i > end and _FENCE.match(row.text):
            end = _end_of_answer_key(rows, i) if _is_below_title(rows, i) else -1
        if i <= end:
            yield row._replace(text="" if _FENCE.match(row.text) else row.text, code=False)
        elif "<br" in row.text:
            yield from _lines(row)
        else:
            yield row


def _is_below_title(rows: Sequence[Line], i: int) -> bool:
    """Whether the last text above a line is the title of a key."""
    above = next((rows[j] for j in range(i - 1, -1, -1) if rows[j].text.strip()), None)
    return above is not None and _is_title(above)


def _is_title(row: Line) -> bool:
    title = _TAG.sub("", row.text).strip(_SIGNS)
    return not row.code and bool({"answer", "answer_key"} & {*vocabulary.roles(title)})


def _lines(row: Line) -> Iterator[Line]:
    """Yield a line, or the entries of an answer key that are between `<br>` in it."""
    pieces = [] if row.code else _BREAK.split(row.text)
    if len(pieces) > 1 and all(map(is_answer_key_row, filter(None, pieces))):
        yield from (row._replace(text=piece) for piece in pieces)
    else:
        yield row


def _end_of_answer_key(rows: Sequence[Line], start: int) -> int:
    """Return the index of the line that closes a fence with only entries of an answer key; -1 if it has others."""
    for i in range(start + 1, len(rows)):
        if not rows[i].code:
            return -1
        if _FENCE.match(rows[i].text):
            return i if i > start + 1 else -1
        if rows[i].text.strip() and not is_answer_key_row(rows[i].text):
            return -1
    return -1
