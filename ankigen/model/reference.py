"""What a file names, and where: the target of a link, a picture or a sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ankigen.model.question import Span


class Reference(NamedTuple):
    """What a file names: the target as written, whether it is shown or played on the card, and where."""

    target: str
    shown: bool
    span: Span


class MediaReference(NamedTuple):
    """A picture or sound as a file names it: the target (percent-encoded, as in markdown), and where."""

    target: str
    span: Span
