"""Make a ledger from notes: those of packages or of a learner's backup, if the ledger was lost."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import NOTE_TAG_KINDS, notetypes
from ankigen.build.identity.ledger import Entry, Ledger, lockfile, names_shown, note_hashes
from ankigen.build.identity.shown import id_in
from ankigen.markdown import text_of
from ankigen.model import DERIVED_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ankigen.model import Note, Summary


def rebuilt(notes: Iterable[Note], questions: Sequence[tuple[Summary, str]], bank: Ledger) -> Ledger:
    """Return the ledger of a bank, which has only its id and title in `bank`, from notes that learners have.

    The HTML of the field `Stem` comes with each question. A note belongs to the question with the same stem and ID, or
    with the same stem, or with the same ID; one without any is of a question that was retired.
    """
    names = [field.name for field in notetypes.load().fields]
    versions: dict[str, list[tuple[Note, dict[str, str]]]] = defaultdict(list)
    for note in notes:
        fields = dict(zip(names, note.fields, strict=False))
        if text_of(fields.get("Source", "")).startswith(f"{bank.bank}/"):
            versions[note.guid].append((note, fields))
    for of_note in versions.values():
        of_note.sort(key=lambda version: version[0].mod, reverse=True)
    kinds = {guid: _kind_of(of_note[0][0]) for guid, of_note in versions.items()}
    keys_by_guid: dict[str, str] = {}
    for kind in ("", *DERIVED_KINDS):
        keys_by_guid |= _questions_of(
            {
                guid: _Name("" if kind else id_in(text_of(fields["Id"])), text_of(fields["Stem"]))
                for guid, ((_, fields), *_) in versions.items()
                if kinds[guid] == kind
            },
            {
                question.key: _Name(question.id or "", text_of(stem))
                for question, stem in questions
                if question.made == kind
            },
        )
    by_key = {question.key: (question, text_of(stem)) for question, stem in questions}
    entries = {
        guid: _entry(of_note, by_key.get(keys_by_guid.get(guid, "")), bank) for guid, of_note in versions.items()
    }
    return bank._replace(entries=_with_parents(entries, kinds, {key: guid for guid, key in keys_by_guid.items()}))


def _kind_of(note: Note) -> str:
    """Return the kind of a note whose question is made of another one, by its tag; "" for any other."""
    return next((kind for kind in DERIVED_KINDS if f"kind::{kind}" in note.tags), "")


def _with_parents(
    entries: Mapping[str, Entry], kinds: Mapping[str, str], guids_by_key: Mapping[str, str]
) -> dict[str, Entry]:
    """Return the entries, with the question of those that are made of one: by its key, or by what its note shows."""
    questions = {guid: entry for guid, entry in entries.items() if not kinds[guid]}
    by_key = {**{entry.key: guid for guid, entry in questions.items()}, **guids_by_key}
    by_shown = {shown: guid for guid, entry in questions.items() for shown in entry.shown}
    whole = dict(entries)
    for guid, kind in kinds.items():
        if kind:
            entry = entries[guid]
            shown = entry.shown[0].rpartition("~")[0]
            parent = by_key.get(entry.key.rpartition("~")[0]) or by_shown.get(shown) or guid
            key = entry.key if "~" in entry.key else entry.shown[0]
            whole[guid] = entry._replace(key=key, parent=parent, kind=kind)
    return whole


class _Name(NamedTuple):
    """What a note or a question is known by: its ID, "" for none, and the text of its stem."""

    id: str
    stem: str


def _questions_of(notes: Mapping[str, _Name], questions: Mapping[str, _Name]) -> dict[str, str]:
    """Return the key of the question of each note, by GUID."""
    keys_by_guid: dict[str, str] = {}
    for parts in (slice(None), slice(1, None), slice(0, 1)):  # both, the stem, the ID
        keys_by_name: dict[Sequence[str], list[str]] = defaultdict(list)
        for key, name in questions.items():
            if key not in keys_by_guid.values():
                keys_by_name[name[parts]].append(key)
        for guid, name in notes.items():
            fitting = keys_by_name.get(name[parts], []) if guid not in keys_by_guid and any(name[parts]) else []
            if len(fitting) == 1:
                keys_by_guid[guid] = fitting.pop()
    return keys_by_guid


def _entry(versions: Sequence[tuple[Note, Mapping[str, str]]], its: tuple[Summary, str] | None, bank: Ledger) -> Entry:
    """Return the entry of a note from its versions, the newest first, and its question with the text of the stem.

    Of a question with another stem, it is not known what it was like when the note was made. One that has got another
    ID since then is entered with the ID and the file of the note: the ID may be that of another question by now.
    """
    note, fields = versions[0]
    question, stem = its or (None, "")
    alike = question if stem == text_of(fields["Stem"]) else None
    # a backup has the learner's tags as well
    own = tuple(tag for tag in note.tags if tag.partition("::")[0] in NOTE_TAG_KINDS)
    fields_hash, tags_hash = note_hashes(note.model_copy(update={"tags": own}))
    shown = text_of(fields["Id"])
    path = text_of(fields["Source"]).removeprefix(f"{bank.bank}/")
    placed = question if question and id_in(shown) in {"", question.id} else None
    return Entry(
        key=placed.key if placed else id_in(shown) or f"{path}#0",
        guid=note.guid,
        path=placed.path if placed else path,
        home=question.topics[0] if question and question.topics else "",
        content=alike.content if alike else "",
        loose=alike.loose_content if alike else "",
        answer=alike.right if alike else "",
        fields=fields_hash,
        tags=tags_hash,
        changed=max(note.mod, lockfile.EARLIEST),  # a learner's clock may be wrong
        state="active" if question else "retired",
        state_since=max(versions[-1][0].mod, lockfile.EARLIEST),
        shown=names_shown(shown, [text_of(older["Id"]) for _, older in versions]),
    )
