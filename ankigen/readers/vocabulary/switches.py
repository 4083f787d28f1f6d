"""What a question's own switches say: `**Recall:**`, `**Shuffle:**` and `**Anki cards:**`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.model import CARD_KINDS, split_tags

if TYPE_CHECKING:
    from ankigen.model import CardKind

_BOOLEANS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def is_known(role: str, value: str) -> bool:
    """Whether a switch may have this value; true for the role of any other part."""
    if role in {"recall", "shuffle"}:
        return value.lower() in _BOOLEANS
    return role != "cards" or cards_of(value) is not None


def boolean(value: str) -> bool | None:
    """Whether a switch is on; None if its value says neither."""
    return _BOOLEANS.get(value.lower())


def cards_of(value: str) -> tuple[CardKind, ...] | None:
    """Return the kinds of cards that a value names, none for `none`; None if it names anything else."""
    if value.strip("`* ").lower() == "none":
        return ()
    names = [name.lower() for name in split_tags(value)]
    kinds = tuple(kind for kind in CARD_KINDS if kind in names)
    return kinds if names and {*names} == {*kinds} else None
