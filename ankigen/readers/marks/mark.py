"""What one line may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from ankigen.readers.marks.labels import Label, ListItem
    from ankigen.readers.marks.starts import Start


class Mark(NamedTuple):
    """What a line may be. `level` is its heading's, 0 for none; `role` what it names, with the `value` beside it.

    `item` is that of a list without letters.
    """

    level: int = 0
    title: str = ""
    role: str = ""
    value: str = ""
    start: Start | None = None
    label: Label | None = None
    item: ListItem | None = None
    rule: bool = False
    blank: bool = False

    @property
    def answers(self) -> bool:
        """Whether a line states an answer, or names it: one of several pairs may be an answer key."""
        return self.role in ANSWER_ROLES or (self.role == "answer_key" and bool(self.value))
