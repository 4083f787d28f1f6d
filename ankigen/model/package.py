"""What Anki is given. Everything is frozen; text called HTML is safe to show."""

from __future__ import annotations

from collections.abc import Sequence  # noqa: TC003 - pydantic needs it at run time
from typing import Annotated

from pydantic import ConfigDict, SkipValidation

from ankigen.model.question import Frozen


class Field(Frozen):
    """A field of a note type; `id` is a literal that never changes (Anki matches fields by it)."""

    name: str
    id: int


class CardTemplate(Frozen):
    """A card template of a note type: `front` and `back` are Anki's qfmt and afmt.

    A note has a card of it when its field `when` is not empty; always when `when` is empty.
    """

    name: str
    id: int
    front: str
    back: str
    when: str = ""


class Notetype(Frozen):
    """Anki's note type. `mod` is when its look last changed, in epoch seconds; 0 until the ledger says."""

    name: str
    id: int
    fields: tuple[Field, ...]
    templates: tuple[CardTemplate, ...]
    css: str
    mod: int = 0


class Note(Frozen):
    """A note for Anki. `fields` are HTML in the note type's order; `mod` is when it last changed, epoch seconds.

    `id` is the note's id in the package (epoch milliseconds, as Anki wants it), `due` its position among new
    cards, and `cards` the ordinals of the card templates that it has cards for.
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
    """What one .apkg holds: a note type, its notes, the description (HTML) of each of their decks, and files.

    `notes` may be gone through several times, and need not all be in memory at once. `media` has the bytes of the
    pictures and sounds that the notes name, by their name in Anki's media folder.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    notetype: Notetype
    notes: Annotated[Sequence[Note], SkipValidation]
    descriptions: dict[str, str]
    media: dict[str, bytes] = {}  # noqa: RUF012 - pydantic copies it for each package
