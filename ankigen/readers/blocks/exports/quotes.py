"""Quotations that hold a whole question, or all of its options: they lose their marks.

Other quotations stay as they are: they are part of a stem, a remark on an option, or an explanation.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.markdown import Line, heading
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import has_answer_label
from ankigen.readers.marks import labels
from ankigen.readers.marks.starts import is_question, number_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAY_QUOTE = re.compile(r"\n[ \t]{0,3}>[ \t>]*(?:[-*+][ \t]|[*_(\[]{0,3}[^\W_][.):、）\]])")
_MARK = re.compile(r"[ \t]{0,3}>[ \t]?")
_FEWEST_OPTIONS = 2  # options


def without_quotes(rows: Sequence[Line]) -> list[Line]:
    """Return the lines; quotations that hold a question or its options are lines like others."""
    new: list[Line] = []
    for begin, end in _quotations(rows):
        new += rows[len(new) : begin]
        inner = _inner(rows[begin:end])
        above = next((rows[i].text for i in range(begin - 1, -1, -1) if rows[i].text.strip()), "")
        below = next((rows[i] for i in range(end, len(rows)) if rows[i].text.strip()), _NONE)
        item = labels.item(below.text)
        are_last = _option(below) is None and not (item and item.number == 1)  # no other options are below
        are_options = _may_be_stem(above, ticked=_is_ticked(inner)) and _are_options(inner) and are_last
        new += inner if _asks(inner) or are_options else rows[begin:end]
    return [*new, *rows[len(new) :]]


def _quotations(rows: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where each quotation begins and ends."""
    edges = [
        i for i, (row, next_row) in enumerate(pairwise((_NONE, *rows, _NONE))) if _quoted(row) != _quoted(next_row)
    ]
    yield from zip(edges[::2], edges[1::2], strict=True)


_NONE = Line(0, "", code=False)


def _quoted(row: Line) -> bool:
    return not row.code and bool(_MARK.match(row.text))


def _inner(rows: Sequence[Line]) -> list[Line]:
    """Return the lines of a quotation without the marks that all of them have."""
    inner = list(rows)
    while any(row.text.strip() for row in inner) and all(_quoted(row) for row in inner if row.text.strip()):
        inner = [row._replace(text=_MARK.sub("", row.text, count=1)) for row in inner]
    return inner


def _asks(rows: Sequence[Line]) -> bool:
    """Whether lines are a question: text that asks, or has a number or a heading, and options below it."""
    full = [row for row in rows if row.text.strip()]
    first = next((i for i, row in enumerate(full) if i and (_option(row) or labels.item(row.text))), len(full))
    asks = any(is_question(row.text) or number_at(0, row) or heading(row.text) for row in full[:first])
    below = full[first:]
    is_numbered = bool(full) and number_at(0, full[0]) is not None and is_question(full[0].text)
    return asks and (
        _are_options(below) or (_are_items(below) and (is_numbered or any(has_answer_label(row.text) for row in below)))
    )


def _option(row: Line) -> labels.Label | None:
    return labels.label(row.text)


def _are_options(rows: Sequence[Line]) -> bool:
    """Whether lines begin with the labels of options from the first on, or with boxes."""
    options = [option for row in rows if (option := _option(row))]
    counted = [option.position for option in options[:_FEWEST_OPTIONS]] in ([0, 1], [-1, -1])
    return bool(rows) and _option(rows[0]) is not None and len(options) >= _FEWEST_OPTIONS and counted


def _are_items(rows: Sequence[Line]) -> bool:
    return sum(labels.item(row.text) is not None for row in rows) >= _FEWEST_OPTIONS


def _is_ticked(rows: Sequence[Line]) -> bool:
    """Whether a box is ticked: statements, which other options are about, have no boxes."""
    return any(option.ticked for row in rows if (option := _option(row)) and option.family == "box")


def _may_be_stem(text: str, *, ticked: bool) -> bool:
    """Whether a line may have its options below it: it asks, and names no part, but itself where a box is ticked."""
    roles = vocabulary.roles(text.strip("#*_ \t"))
    return is_question(text) and (not roles or (ticked and {"stem", "title"}.issuperset(roles)))
