"""How a long step tells how far it is, without knowing who looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
