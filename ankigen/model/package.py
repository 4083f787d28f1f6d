"""What Anki gets: note types, notes, packages. All values are frozen; text that is called HTML is safe to show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence  # noqa: TC003 - pydantic needs them at run time
from typing import Annotated

from pydantic import ConfigDict, SkipValidation

from ankigen.model.question import Frozen

_GENERATED = re.compile(r"~.*|.*\.(?:md|markdown)#\d+", re.IGNORECASE | re.DOTALL)  # the second is of version 1


def is_generated_id(shown: str) -> bool:
    """Whether a note's field `Id` has a name that was made for a question without an ID."""
    return bool(_GENERATED.fullmatch(shown))


class Field(Frozen):
    """A field of a note type; `id` never changes, because Anki matches fields by it."""

    name: str
    id: int


class CardTemplate(Frozen):
    """A card template of a note type; `front` and `back` are Anki's `qfmt` and `afmt`.

    `question` and `answer` are what columns of Anki's Browser show, `bqfmt` and `bafmt`: without them, a side's text.
    `when` is the name of a field: a note has a card of this template if that field is not empty. If `when` is "", every
    note has one.
    """

    name: str
    id: int
    front: str
    back: str
    question: str = ""
    answer: str = ""
    when: str = ""


class Notetype(Frozen):
    """A note type of Anki's. `mod` is when it last changed, in epoch seconds; 0 until it is set from the ledger."""

    name: str
    id: int
    fields: tuple[Field, ...]
    templates: tuple[CardTemplate, ...]
    css: str
    mod: int = 0


class Note(Frozen):
    """A note for Anki. `fields` are HTML, in the note type's order; `mod` is when it last changed, in epoch seconds.

    `id` is the note's id in the package (epoch milliseconds, as in Anki), `due` its position among new cards, and
    `cards` the ordinals of the card templates for which it has cards.
    """

    guid: str
    deck: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    due: int
    id: int = 0
    mod: int = 0


class Package(Frozen):
    """The content of an .apkg file: a note type, notes, the description (HTML) of each of their decks, and media.

    `notes` can be iterated several times. `media` has the bytes of the pictures and sounds that the notes show, by name
    in Anki's media folder. Neither need be in memory all at once.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    notetype: Notetype
    notes: Annotated[Sequence[Note], SkipValidation]
    descriptions: dict[str, str]
    media: Annotated[Mapping[str, bytes], SkipValidation] = {}
