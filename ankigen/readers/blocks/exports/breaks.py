"""Hard line breaks (CommonMark 6.7) between the parts of a question: a new part begins anyway."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.markdown import Line, heading
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BREAK = re.compile(r"[ \t]*(?:(?<!\\)\\|<br[ \t]*/?>)[ \t]*$", re.IGNORECASE)
_ENDS = ("\\", ">", " ", "\t")
_END = Line(0, "", code=False)


def without_breaks(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without the breaks that part an option, an answer or a label from the next line."""
    for row, below in pairwise((*rows, _END)):
        match = _BREAK.search(row.text) if row.text.endswith(_ENDS) and not row.code else None
        yield row._replace(text=row.text[: match.start()]) if match and _is_end(row, below) else row


def _is_end(row: Line, below: Line) -> bool:
    """Whether a part ends with a line: the next line begins another part, or the line states the answer."""
    labelled = label_and_value(row.text)
    return (
        below.code
        or not below.text.strip()
        or bool(label(below.text) or heading(below.text) or label_and_value(below.text))
        or (labelled is not None and "answer" in vocabulary.roles(labelled[0]))
    )
