"""What one line may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.marks.labels import Label, ListItem
    from ankigen.readers.marks.starts import Start


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line may be. `level` is its heading's, 0 for none; `role` what it names, with the `value` beside it.

    `item` is that of a list without letters, `bare` a letter without a sign behind it: a label only beside the next.
    """

    level: int = 0
    title: str = ""
    role: str = ""
    value: str = ""
    start: Start | None = None
    label: Label | None = None
    item: ListItem | None = None
    bare: Label | None = None
    rule: bool = False
    blank: bool = False

    @property
    def answers(self) -> bool:
        """Whether a line states an answer, or names it: one of several pairs may be an answer key."""
        return self.role in ANSWER_ROLES or (self.role == "answer_key" and bool(self.value))


NOTHING = Mark()
BLANK = Mark(blank=True)


def notable(marked: Sequence[Mark]) -> list[int]:
    """Return the indexes of lines that may be anything but text."""
    return [i for i, mark in enumerate(marked) if mark is not NOTHING and mark is not BLANK]
