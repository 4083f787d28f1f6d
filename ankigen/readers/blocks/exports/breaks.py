"""Hard line breaks (CommonMark 6.7) between the parts of a question: a new part begins anyway."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, heading
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

_BREAK = re.compile(r"[ \t]*(?:(?<!\\)\\|<br[ \t]*/?>)[ \t]*$", re.IGNORECASE)
_BETWEEN = re.compile(r"[ \t]*<br[ \t]*/?>[ \t]*", re.IGNORECASE)
_WRAPPING = re.compile(r"^[ \t]*<(?:p|div)\b[^<>]*>[ \t]*|[ \t]*</(?:p|div)>[ \t]*$", re.IGNORECASE)
_FEWEST_OPTIONS = 2  # options
_ENDS = ("\\", ">", " ", "\t")
_END = Line(0, "", code=False)


def without_breaks(rows: Sequence[Line]) -> list[Line]:
    """Return the lines without the breaks that part an option, an answer or a label from the next line.

    Of a line with breaks between options, each piece is a line; it keeps the number.
    """
    if any("<br" in text for _, text, _ in rows):
        rows = [piece for row in rows for piece in _pieces(row)]
    new = [*rows]
    for i in [i for i, (_, text, code) in enumerate(rows) if text.endswith(_ENDS) and not code]:
        match = _BREAK.search(rows[i].text)
        if match and _is_end(rows[i], rows[i + 1] if i + 1 < len(rows) else _END):
            new[i] = rows[i]._replace(text=rows[i].text[: match.start()])
    return new


def _pieces(row: Line) -> Sequence[Line]:
    """Return the pieces of a line that has options behind its breaks, or the line as it is."""
    if row.code or "<br" not in row.text or row.text.lstrip().startswith("|"):
        return (row,)
    pieces = _BETWEEN.split(row.text)
    if sum(label(piece) is not None for piece in pieces) < _FEWEST_OPTIONS:
        return (row,)
    return [row._replace(text=_WRAPPING.sub("", piece)) for piece in pieces]


def _is_end(row: Line, below: Line) -> bool:
    """Whether a part ends with a line: the next line begins another part, or the line states the answer."""
    labelled = label_and_value(row.text)
    return (
        below.code
        or not below.text.strip()
        or bool(label(below.text) or heading(below.text) or label_and_value(below.text))
        or (labelled is not None and "answer" in vocabulary.roles(labelled[0]))
    )
