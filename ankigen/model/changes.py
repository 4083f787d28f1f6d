"""The kinds of change between two builds, the most important for learners first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ChangeKind = Literal["answer", "changed", "new", "retired", "returned", "moved", "retagged"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

CHANGE_WORDS: dict[ChangeKind, str] = {
    "answer": "answer changed",
    "changed": "changed",
    "new": "new",
    "retired": "retired",
    "returned": "returned",
    "moved": "moved to another topic",
    "retagged": "re-tagged",
}


def change_lines(changes: Mapping[ChangeKind, Sequence[str]], shown: int = 8) -> list[str]:
    """Return a line for each kind of change: the number of questions, and the first `shown` of their keys."""
    return [
        f"{CHANGE_WORDS[kind]}: {len(keys)} ({', '.join(keys[:shown])}{', …' if len(keys) > shown else ''})"
        for kind, keys in changes.items()
    ]
