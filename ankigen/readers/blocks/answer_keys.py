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
MAY_DEFINE = re.compile(r"\n:[ \t]")
_DEFINITION = re.compile(r":[ \t]+(?P<text>\S.*)")
_NUMBER = re.compile(r"(?:[^\W\d_]{1,12}[ ]?)?\d{1,4}[.)]?")  # of a question
_LONGEST_TERM = 40  # characters


def without_answer_key_fences(rows: Sequence[Line]) -> list[Line]:
    """Return the lines: an answer key in a fence, below its title, is no code, and entries between `<br>` are lines."""
    new: list[Line] = []
    done = 0
    for i in [i for i, (_, text, code) in enumerate(rows) if ("<br" in text if not code else _FENCE.match(text))]:
        if i < done:
            continue
        new += rows[done:i]
        if rows[i].code:
            end = _after_answer_key(rows, i) if _is_below_title(rows, i) else i
            new += (row._replace(text="" if _FENCE.match(row.text) else row.text, code=False) for row in rows[i:end])
            done = end
        else:
            new += _lines(rows[i])
            done = i + 1
    return [*new, *rows[done:]]


def without_definitions(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with `1: B` for a definition list (Pandoc, kramdown) of numbers or names: `1` above `: B`."""
    new = [*rows]
    for i, (_, text, code) in enumerate(rows):
        definition = None if code or not i or rows[i - 1].code else _DEFINITION.match(text)
        term = rows[i - 1].text.strip() if definition else ""
        if definition and (_NUMBER.fullmatch(term) or (len(term) < _LONGEST_TERM and vocabulary.roles(term))):
            new[i - 1] = new[i - 1]._replace(text=f"{term.rstrip(' .):')}: {definition['text']}")
            new[i] = new[i]._replace(text="")
    return new


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


def _after_answer_key(rows: Sequence[Line], start: int) -> int:
    """Return the index after a fence with only entries of an answer key, where one begins; `start` if it has others."""
    for i in range(start + 1, len(rows)):
        if not rows[i].code:
            return start
        if _FENCE.match(rows[i].text):
            return i + 1 if i > start + 1 else start
        if rows[i].text.strip() and not is_answer_key_row(rows[i].text):
            return start
    return start
