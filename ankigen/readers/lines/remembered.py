"""What a line is by its text alone is worked out once for all lines of a bank that have this text."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Value = TypeVar("_Value")
_MOST_REMEMBERED = 10_000  # lines: half of those of a bank are among them again
_LONGEST_REPEATED = 300  # characters: hardly any longer line comes again, and they would take memory


def remembered(function: Callable[[str], _Value]) -> Callable[[str], _Value]:
    """Return a function of a line's text that remembers what it returned for the latest ones."""
    cached = lru_cache(maxsize=_MOST_REMEMBERED)(function)

    @wraps(function)
    def looked_up(text: str) -> _Value:
        return cached(text) if len(text) < _LONGEST_REPEATED else function(text)

    return looked_up
