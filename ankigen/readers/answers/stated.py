"""What is written where an answer belongs, before it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
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

    The kinds are those of `Answer`.
    """

    kind: str
    statement: Statement
    labels: tuple[str, ...] = ()
