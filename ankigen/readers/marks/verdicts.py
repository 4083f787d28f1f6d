"""Words for right and wrong: two lines that say both are the options of a statement, one alone judges or names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.marks.labels import item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.marks.lines import Mark

_LONGEST = 60  # characters of a line
_NEAR = 2  # lines: the two options of a statement may have a blank line between


def settle(rows: Sequence[Line], marked: list[Mark]) -> None:
    """Take the label from `A - Correct`, unless the line beside says false; take a name from lines that are options.

    A word for right may name the answer of a question as well: `Richtig`, and the answer is below.
    """
    for i, mark in enumerate(marked):
        judges = mark.label is not None and mark.label.verdict
        names = mark.role == "answer" and not mark.value and not mark.level
        if not (judges or names):
            continue
        paired = len(rows[i].text) < _LONGEST and _is_beside_opposite(rows, marked, i)
        if judges and not paired:
            marked[i] = mark._replace(label=None)
        elif names and paired:
            marked[i] = mark._replace(role="")


def _is_beside_opposite(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool:
    """Whether one of the lines beside says false where this one says true, or the other way round, and no third one."""
    own = _said(rows, marked, i)
    near = [j for j in (*_beside(marked, i, -1), *_beside(marked, i, 1)) if _said(rows, marked, j) is not None]
    return own is not None and len(near) == 1 and _said(rows, marked, near[0]) is not own


def _beside(marked: Sequence[Mark], i: int, step: int) -> list[int]:
    """Return the indexes of the next two lines in a direction that are not blank, up to the first far away."""
    near: list[int] = []
    at = i
    for _ in range(2):
        following = next(
            (j for n in range(1, _NEAR + 1) if 0 <= (j := at + n * step) < len(marked) and not marked[j].blank), -1
        )
        if following < 0:
            return near
        near.append(following)
        at = following
    return near


def _said(rows: Sequence[Line], marked: Sequence[Mark], i: int) -> bool | None:
    """Return what a line says that is nothing but true or false, behind a label or a bullet or not."""
    label, text = marked[i].label, rows[i].text
    if rows[i].code or len(text) > _LONGEST:
        return None
    bulleted = item(text) if label is None else None
    return vocabulary.truth(label.text if label else bulleted.text if bulleted else text)
