"""A learner with the real Anki backend, who imports packages, looks at cards and studies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition

if TYPE_CHECKING:
    from pathlib import Path

    from anki.cards import Card

NOTETYPE = "ankigen"


class Imported(NamedTuple):
    """The number of notes in a package, and of those that its import added, updated, left, and could not update."""

    notes: int
    new: int
    updated: int
    duplicate: int
    conflicting: int


class Learner:
    """A collection in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.col = Collection(str(folder / "collection.anki2"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.col.close()

    def take(self, package: Path, update_notes: str = "IF_NEWER", *, merge: bool = False) -> Imported:
        """Import a package with Anki's default options, but for *Update notes* and *Merge note types*.

        `update_notes` is IF_NEWER, ALWAYS or NEVER.
        """
        condition = ImportAnkiPackageUpdateCondition.Value(f"IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_{update_notes}")
        options = ImportAnkiPackageOptions(update_notes=condition, merge_notetypes=merge)
        request = ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        return Imported(log.found_notes, len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))

    def cards(self) -> list[Card]:
        """Return all cards."""
        return [self.col.get_card(number) for number in self.col.find_cards("")]

    def card(self, key: str) -> Card:
        """Return the only card of a question."""
        (number,) = self.col.find_cards(f'"Id:{key}"')
        return self.col.get_card(number)

    def sides(self, card: Card) -> tuple[str, str]:
        """Return the HTML of front and back, as the reviewer gets it."""
        output = card.render_output(reload=True)
        return output.question_text, output.answer_text

    def answer(self, card: Card) -> None:
        """Review a card: answer *Good*."""
        card.start_timer()
        self.col.sched.answerCard(card, 3)

    def answer_at(self, card: Card, seconds: int, button: int = 3) -> None:
        """Review a card at a time, in epoch seconds; no two answers may come within a millisecond.

        Anki gives the second of two such answers the next free millisecond as its id in the review log; where that is
        in the next second, Anki's check of the collection takes the card's last review time for a wrong one.
        """
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card.id)
        answer = self.col.sched.build_answer(card=card, states=states, rating=button - 1)
        answer.answered_at_millis = seconds * 1000
        self.col.sched.answer_card(answer)

    def deck_of(self, card: Card) -> str:
        """Return the name of a card's deck."""
        return self.col.decks.name(card.did)

    def notetypes(self) -> list[str]:
        """Return the note types that are not Anki's own."""
        stock = {"Basic", "Cloze", "Image Occlusion"}
        names = [kind.name for kind in self.col.models.all_names_and_ids()]
        return sorted(name for name in names if not any(name.startswith(own) for own in stock))

    def rows(self, query: str) -> list[Any]:
        """Return rows of the collection's database."""
        return [tuple(row) for row in self.col.db.all(query)]
