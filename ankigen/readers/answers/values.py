"""What is written where an answer belongs, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.lines.places import Places

_SENTENCE_LENGTH = 30  # characters: a shorter remark is a word or a name


class ContradictionError(ValueError):
    """What is written names an option and gives the text of another, or names it twice in ways that differ."""


class Answer(NamedTuple):
    """What is said to be right: the labels, in the order in which they are written, those of others, and why.

    `rivals` are labels that somebody prefers: behind a slash or "or" with remarks, or with fewer votes. `reason` is
    markdown beside it. `kind` is "choice", or what it is instead: "true-false" where no options are given and
    A stands for true and B for false; "ordering", its labels in that order; "matching", "number" or "open", without
    labels.
    """

    labels: tuple[str, ...]
    rivals: tuple[str, ...] = ()
    reason: str = ""
    kind: str = "choice"


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


class NamedLabels(NamedTuple):
    """One label or several that belong together (`AC`, `A–C`), where they are, and what is beside them.

    `remark` is where one in brackets begins, -1 for none. `text` is where the option's own text begins, -1 for none.
    `number` says that a place among options is named that have no numbers.
    """

    labels: tuple[str, ...]
    start: int
    end: int
    remark: int = -1
    vote: float = -1.0
    text: int = -1
    number: bool = False
    bracketed: bool = False


def union(items: Sequence[NamedLabels]) -> tuple[str, ...]:
    """Return the labels of all items, each once, in their order."""
    return tuple(dict.fromkeys(label for item in items for label in item.labels))


def chosen(items: Sequence[NamedLabels], between: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the labels that are chosen and their rivals, None where that is not clear."""
    kinds = set(between)
    voted = [item.vote >= 0 for item in items]
    if len(items) > 1 and any(voted):
        ranked = sorted(items, key=lambda item: -item.vote)
        return (ranked[0].labels, union(ranked[1:])) if all(voted) else None
    if "then" in kinds:
        return (union(items), ()) if kinds == {"then"} and len(items) > 2 else None
    remarks = any(item.remark >= 0 for item in items)
    if "or" in kinds and not (remarks and kinds in ({"or"}, {"list", "or"}) and between[-1] == "or"):
        return None  # `B or C`: which of the two is not said
    if "or" in kinds:  # `B or C (disputed)`
        return items[0].labels, union(items[1:])
    if "slash" in kinds and remarks:
        return (items[0].labels, union(items[1:])) if kinds == {"slash"} and _are_rivals(items) else None
    return union(items), ()


def _are_rivals(items: Sequence[NamedLabels]) -> bool:
    """Whether remarks say who prefers which label: `B (source) / C (forum)`, `B / C (disputed)`.

    A sentence behind the last label alone may as well be the reason for all of them.
    """
    last = items[-1]
    return any(item.remark >= 0 for item in items[:-1]) or last.end - last.remark < _SENTENCE_LENGTH
