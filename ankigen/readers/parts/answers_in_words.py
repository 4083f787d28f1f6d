"""The whole of an answer in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.markdown import Line
from ankigen.readers.lines import fragments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.answers import Statement
    from ankigen.readers.lines.labelled import LabelledValue


def in_full(statement: Statement, item: LabelledValue, below: Sequence[Line], rows: Sequence[Line]) -> Statement:
    """Return what is stated as the answer, in full; `rows` are the lines `below` its value up to the next label.

    An answer in words beside its label is a paragraph; below its label, it is all there is.
    """
    if item.value:
        first: Sequence[Line] = (Line(item.line, item.value, code=False),)
        goes_on = item.value.endswith((":", "："))
        end = next((n for n, row in enumerate(rows) if not (goes_on or row.code or row.text.strip())), len(rows))
    else:
        first, end = item.following[: len(item.following) - len(below)], len(rows)
    words = fragments.text((*first, *rows[:end]))
    return statement._replace(words=words, below=fragments.text(rows), rest=fragments.text(rows[end:]))
