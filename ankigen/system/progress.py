"""How a long step tells how far it is, without knowing who looks on."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_T = TypeVar("_T")


class Track(Protocol):
    """A way through items: yields them all, in order, and may show how many are behind it.

    `what` names them in the plural: «files».
    """

    def __call__(self, items: Sequence[_T], what: str) -> Iterable[_T]:
        """Return the items."""


def silent(items: Sequence[_T], what: str) -> Iterable[_T]:  # noqa: ARG001 - a `Track`
    """Return the items and show nothing."""
    return items


def paced(steps: Iterable[object], sizes: Sequence[int], done: Iterable[tuple[int, _T]]) -> Iterator[tuple[int, _T]]:
    """Yield what comes numbered and in any order; with each, go on by as many steps as its size says."""
    way = iter(steps)
    for number, result in done:
        yield number, result
        for _ in islice(way, sizes[number]):
            pass
    next(way, None)
