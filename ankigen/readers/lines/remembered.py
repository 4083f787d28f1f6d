"""What a line is by its text alone is worked out once for all lines of a bank that have this text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Value = TypeVar("_Value")
_MOST_REMEMBERED = 10_000  # lines: half of those of a bank are among them again
_LONGEST_REPEATED = 300  # characters: hardly any longer line comes again, and they would take memory


class Memory(dict[str, _Value]):
    """What a function returned for the latest texts; it forgets all of them when they are many.

    To look a text up is a tenth of the work of a Python function that does so, and lines are looked up by the million.
    """

    def __init__(self, function: Callable[[str], _Value]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> _Value:
        value = self._function(text)
        if len(text) < _LONGEST_REPEATED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[text] = value
        return value


def remembered(function: Callable[[str], _Value]) -> Callable[[str], _Value]:
    """Return a function of a line's text that remembers what it returned for the latest ones."""
    return Memory(function).__getitem__
