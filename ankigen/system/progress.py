"""Report the progress of a long step, without knowing how it is shown."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_T = TypeVar("_T")


class Track(Protocol):
    """A function that yields all of its items, in order, and may show how many have been taken.

    `what` names the items in the plural, such as "files".
    """

    def __call__(self, items: Sequence[_T], what: str) -> Iterable[_T]:
        """Return the items."""


def silent(items: Sequence[_T], what: str) -> Iterable[_T]:  # noqa: ARG001 - a `Track`
    """Return the items, and show nothing."""
    return items


def paced(steps: Iterable[object], sizes: Sequence[int], done: Iterable[tuple[int, _T]]) -> Iterator[tuple[int, _T]]:
    """Yield numbered results as they come, in any order; for each, take as many `steps` as `sizes` has for its number.

    `steps` come from a `Track`, which so shows the progress.
    """
    remaining_steps = iter(steps)
    for number, result in done:
        yield number, result
        for _ in islice(remaining_steps, sizes[number]):
            pass
    next(remaining_steps, None)
