"""References: the links, pictures and sounds that a file names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ankigen.model.question import Span


class Reference(NamedTuple):
    """A link, picture or sound in a file: its target as written, whether a card shows or plays it, and its place."""

    target: str
    shown: bool
    span: Span


class MediaReference(NamedTuple):
    """A picture or sound in a file: its target (percent-encoded, as in markdown), and its place."""

    target: str
    span: Span
