"""What is written where an answer belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import Line
from ankigen.readers.lines import fragments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.lines.places import Places


class Statement(NamedTuple):
    """What is written where an answer belongs, and the number of its line, 0 if nothing says that it is an answer.

    `places` are those of another file. An answer in words may go on below: `words` is all of it, `below` is what has
    been taken into the explanation, and `rest` what stays there if the answer is in words.
    """

    text: str
    line: int
    places: Places | None = None
    words: str = ""
    below: str = ""
    rest: str = ""


class Solution(NamedTuple):
    """An answer that names no option to choose: what kind it is, what is written, and the labels that it has in order.

    The kinds are those of `answers.Answer`.
    """

    kind: str
    said: Statement
    labels: tuple[str, ...] = ()


def in_full(said: Statement, item: fragments.Item, below: Sequence[Line], rows: Sequence[Line]) -> Statement:
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
    return said._replace(words=words, below=fragments.text(rows), rest=fragments.text(rows[end:]))
