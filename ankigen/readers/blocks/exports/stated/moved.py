"""Answers that are written into a question itself: in its gap, before its number, or as the verdict on a statement.

Each becomes a line of its own below the options, or below the line where there are none: `Answer: B`, which is read
like any other answer with a label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers.blocks.exports.stated.gaps import letters_in
from ankigen.readers.blocks.exports.stated.judged import verdicts
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import number_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ankigen.markdown import Line

_FARTHEST_OPTION = 3  # lines between a stem and its options


def with_answers_below(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; an answer that is in a question or statement is a line of its own below it."""
    holding = [  # a bracket or a gap, as few lines do
        i
        for i, (_, text, code) in enumerate(rows)
        if ("(" in text or "（" in text or "[" in text or "【" in text or "__" in text) and not code
    ]
    stated_at = letters_in(rows, holding) | verdicts(rows, holding)
    return list(_moved(rows, stated_at)) if stated_at else rows


def _moved(rows: Sequence[Line], stated_at: Mapping[int, tuple[str, str]]) -> Iterator[Line]:
    """Yield the lines with each answer below the options of its line, or below the line itself."""
    below: dict[int, list[Line]] = {}
    for i, row in enumerate(rows):
        stated = stated_at.get(i)
        yield row._replace(text=stated[0]) if stated else row
        if stated:
            answer = [row._replace(text=text) for text in ("", f"Answer: {stated[1]}", "")]
            below.setdefault(_options_end(rows, i, stated_at), []).extend(answer)
        yield from below.pop(i, ())


def _options_end(rows: Sequence[Line], stem: int, stated_at: Collection[int]) -> int:
    """Return the index of the last line of the options below a stem, or that of the stem."""
    last = stem
    for i in range(stem + 1, len(rows)):
        text = rows[i].text
        if i in stated_at:
            break
        if label(text) and not rows[i].code:
            last = i
        elif rows[i].code or not text.strip():
            continue
        elif _ends_options(rows, i) or (last == stem and i - stem > _FARTHEST_OPTION):
            break
        elif last > stem:
            last = i
    return last


def _ends_options(rows: Sequence[Line], i: int) -> bool:
    """Whether a line that is no option belongs to none."""
    text = rows[i].text
    above = rows[i - 1].text.strip()
    return not above or text.startswith("#") or bool(number_at(i, rows[i]) or label_and_value(text))
