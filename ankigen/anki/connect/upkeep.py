"""Do in a running Anki what packages cannot: suspend cards, move them, and put back what is the learner's own.

A plan is made from a bank's notes as they are before and after the import, so a dry run can show it without either.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.anki import notetypes
from ankigen.anki.connect.calls import Address, call, other
from ankigen.anki.note import NOTE_TAG_KINDS
from ankigen.anki.search import search_for_bank, search_for_deck
from ankigen.model import text_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.model import Note

_PART = 200  # notes that are asked for at a time
# A learner's edit of any of these could leave an old answer on a card, or is written anew from the other fields.
_AUTHORS = frozenset({"Id", "Stem", "Options", "Answer", "Meta", "Source", "Recall", "Extra1"})


class LearnersNote(NamedTuple):
    """A note in Anki: its field `Id`, the date of its last change (epoch seconds), tags, fields by name, and cards."""

    shown: str
    mod: int
    tags: tuple[str, ...]
    fields: Mapping[str, str]
    cards: tuple[int, ...]


class Pushed(NamedTuple):
    """A bank's package: its `notes`, the name of the bank's `deck`, and the search for `retired` cards ("" for none).

    `delivered` has what earlier pushes brought to this learner: hashes of the fields of each note, by its `Id`.
    """

    notes: Sequence[Note]
    deck: str
    retired: str
    delivered: Mapping[str, tuple[str, ...]]


class Upkeep(NamedTuple):
    """What to do after an import.

    `suspended` are the cards to suspend; `moves` the cards to move, by the names of the decks that they are in and go
    to. `tags` are the learner's tags to put back, by note; `edits` the texts, by note and field. `replaced` are the
    edits that are not put back, since the author changed the same field or it is part of the question: the names of the
    fields by `Id`. `untold` are the `Id`s of changed notes in which edits cannot be told from what was delivered.
    """

    suspended: tuple[int, ...]
    moves: Mapping[tuple[str, str], tuple[int, ...]]
    tags: Mapping[int, tuple[str, ...]]
    edits: Mapping[int, Mapping[str, str]]
    replaced: Mapping[str, tuple[str, ...]]
    untold: tuple[str, ...]


def learners_notes(address: Address, bank_id: str) -> dict[int, LearnersNote]:
    """Return the notes of a bank in Anki, by note id. Raises `Unavailable` if the add-on cannot tell."""
    ids = _numbers(address, "findNotes", search_for_bank(bank_id))
    notes: dict[int, LearnersNote] = {}
    try:
        for start in range(0, len(ids), _PART):
            part = ids[start : start + _PART]
            dates = {row["noteId"]: row["mod"] for row in call(address, "notesModTime", notes=part) if row}
            notes |= {
                row["noteId"]: _learners_note(row, dates[row["noteId"]])
                for row in call(address, "notesInfo", notes=part)
                if row
            }
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise other(address) from error
    return notes


def _learners_note(row: Mapping[str, Any], mod: int) -> LearnersNote:
    fields = {str(name): str(field["value"]) for name, field in row["fields"].items()}
    return LearnersNote(fields["Id"], int(mod), tuple(map(str, row["tags"])), fields, tuple(map(int, row["cards"])))


def active_profile(address: Address) -> str:
    """Return the name of the profile that is open in Anki."""
    return str(call(address, "getActiveProfile"))


def predicted(before: Mapping[int, LearnersNote], notes: Iterable[Note]) -> dict[int, LearnersNote]:
    """Return the notes as they would be after an import, known by what they show in the field `Id`."""
    names = _field_names()
    offered = {note.fields[0]: note for note in notes}
    after = dict(before)
    for number, mine in before.items():
        new = offered.get(mine.shown)
        if new and new.mod > mine.mod:
            fields = dict(zip(names, new.fields, strict=True))
            after[number] = mine._replace(mod=new.mod, tags=new.tags, fields=fields)
    return after


def planned(
    address: Address, before: Mapping[int, LearnersNote], after: Mapping[int, LearnersNote], pushed: Pushed
) -> Upkeep:
    """Return all that can be done after an import that made `after` of `before`."""
    suspended = _numbers(address, "findCards", f"{pushed.retired} -is:suspended") if pushed.retired else ()
    changed = {number: note for number, note in before.items() if number in after and _differ(note, after[number])}
    tags = {number: own for number, note in changed.items() if (own := _own_tags(note, after[number]))}
    edits: dict[int, dict[str, str]] = {}
    replaced: dict[str, tuple[str, ...]] = {}
    untold: list[str] = []
    for number, mine in changed.items():
        theirs = after[number]
        delivered = pushed.delivered.get(mine.shown)
        if delivered is None:
            untold.append(theirs.shown)
            continue
        edited = [
            name for name, was in zip(_field_names(), delivered, strict=False) if _edited(mine, theirs, name, was)
        ]
        untouched = {
            name for name, was in zip(_field_names(), delivered, strict=False) if text_hash(theirs.fields[name]) == was
        }
        back = {name: mine.fields[name] for name in edited if name in untouched and name not in _AUTHORS}
        edits |= {number: back} if back else {}
        replaced |= {theirs.shown: tuple(lost)} if (lost := [name for name in edited if name not in back]) else {}
    moves = _moves(address, after, pushed)
    return Upkeep(suspended, moves, tags, edits, replaced, tuple(untold))


def _differ(one: LearnersNote, other_one: LearnersNote) -> bool:
    return (one.fields, set(one.tags)) != (other_one.fields, set(other_one.tags))


def _own_tags(mine: LearnersNote, theirs: LearnersNote) -> tuple[str, ...]:
    """Return the tags that an import took: those that are not of the kinds that ankigen writes."""
    have = {tag.casefold() for tag in theirs.tags}
    return tuple(
        tag for tag in mine.tags if tag.partition("::")[0] not in NOTE_TAG_KINDS and tag.casefold() not in have
    )


def _edited(mine: LearnersNote, theirs: LearnersNote, name: str, delivered: str) -> bool:
    """Whether the learner has edited a field, and an import took the edit."""
    return mine.fields.get(name) != theirs.fields[name] and text_hash(mine.fields.get(name, "")) != delivered


def _moves(
    address: Address, notes: Mapping[int, LearnersNote], pushed: Pushed
) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return the cards in a deck of the bank that is not their note's; not those in a deck of the learner's own."""
    wanted_by_name = {note.fields[0]: note.deck for note in pushed.notes}
    wanted = {card: wanted_by_name[note.shown] for note in notes.values() if note.shown in wanted_by_name
              for card in note.cards}  # fmt: skip
    filtered = _numbers(address, "findCards", f"{search_for_deck(pushed.deck)} deck:filtered")
    cards = sorted(set(wanted).difference(filtered))
    moves: dict[tuple[str, str], list[int]] = defaultdict(list)
    for start in range(0, len(cards), _PART):
        for deck, inside in _decks(address, cards[start : start + _PART]).items():
            of_bank = f"{deck}::".casefold().startswith(f"{pushed.deck}::".casefold())
            for card in inside if of_bank else ():
                if deck.casefold() != wanted[card].casefold():
                    moves[deck, wanted[card]].append(card)
    return {decks: tuple(inside) for decks, inside in sorted(moves.items())}


def _numbers(address: Address, action: str, query: str) -> tuple[int, ...]:
    """Return the ids that a search finds."""
    numbers = call(address, action, query=query)
    if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
        raise other(address)
    return tuple(numbers)


def _decks(address: Address, cards: Sequence[int]) -> Mapping[str, Sequence[int]]:
    """Return the cards that are in each deck, by its name."""
    decks = call(address, "getDecks", cards=cards)
    if not isinstance(decks, dict) or not all(
        isinstance(inside, list) and all(card in cards for card in inside) for inside in decks.values()
    ):
        raise other(address)
    return decks


def carry_out(address: Address, plan: Upkeep) -> None:
    """Do what is planned. Anki can undo each step."""
    if plan.suspended:
        call(address, "suspend", cards=plan.suspended)
    for (_, deck), cards in plan.moves.items():
        call(address, "changeDeck", cards=cards, deck=deck)
    notes_by_tags: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, tags in plan.tags.items():
        notes_by_tags[tags].append(number)
    for tags, notes in notes_by_tags.items():
        call(address, "addTags", notes=notes, tags=" ".join(tags))
    for number, fields in plan.edits.items():
        call(address, "updateNoteFields", note={"id": number, "fields": fields})


def delivered_by(before: Mapping[int, LearnersNote], pushed: Pushed) -> dict[str, tuple[str, ...]]:
    """Return what this and earlier pushes have brought: the hashes of the fields of each note, by its `Id`.

    Of a note that Anki has left alone, because the learner's is newer, it is what an earlier push brought.
    """
    mine = {note.shown: note for note in before.values()}
    now: dict[str, tuple[str, ...]] = {}
    for note in pushed.notes:
        shown, old = note.fields[0], mine.get(note.fields[0])
        if old is None or old.mod <= note.mod or _texts(old) == note.fields:
            now[shown] = tuple(map(text_hash, note.fields))
        elif shown in pushed.delivered:
            now[shown] = pushed.delivered[shown]
    return now


def _texts(note: LearnersNote) -> tuple[str, ...]:
    return tuple(note.fields.get(name, "") for name in _field_names())


def _field_names() -> tuple[str, ...]:
    return tuple(field.name for field in notetypes.load().fields)
