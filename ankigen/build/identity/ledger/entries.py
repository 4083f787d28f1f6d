"""The ledger: the GUID of every question, and when its note last changed.

Anki updates a note only if its date is later than that in the learner's collection, and then overwrites the learner's
tags. So a note's date changes if, and only if, its content does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from ankigen.anki import notetypes
from ankigen.model import text_hash

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from ankigen.model import Note, Notetype, Summary


# Of a question: in the files, or no longer; and in packages, or held out of all of them.
State = Literal["active", "retired", "held", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)


def state_of(*, retired: bool, held: bool) -> State:
    """Return the state of a question that is or is not `retired` and `held`, as `Entry` has them."""
    if held:
        return "withdrawn" if retired else "held"
    return "retired" if retired else "active"


class Entry(NamedTuple):
    """One question, a line of the ledger.

    `path` is the file in which its ID is written, if it has one. `content`, `loose` and `answer` are the hashes
    `content`, `loose_content` and `right` of its `Summary`; `fields` and `tags` are hashes of the note that Anki gets.
    `changed` is when `fields` or `tags` last changed, or when the question was released; `state_since` is when it was
    first built, was retired, or came back, whether it was held or not; both in epoch seconds. `home` is its home topic,
    "" for none. `shown` are the values that its note's field `Id` has had: the present one first, the first one last
    (`names_shown`). Entries sort by key.

    A question that is made of another one has that one's GUID in `parent`, its kind in `kind`, and in `loose` the hash
    of what it asks for, `asked` of its `Summary`. Of an entry from version 1, `content` is "" and `answer` is the hash
    `loose_right`, until `upgrade` knows better.
    """

    key: str
    guid: str
    path: str
    home: str
    content: str
    loose: str
    answer: str
    fields: str
    tags: str
    changed: int
    state: State
    state_since: int
    shown: tuple[str, ...]
    parent: str = ""
    kind: str = ""

    @property
    def retired(self) -> bool:
        """Whether the question is no longer in the sources."""
        return self.state in {"retired", "withdrawn"}

    @property
    def held(self) -> bool:
        """Whether the question has been held out of every package, so that no learner has its note."""
        return self.state in {"held", "withdrawn"}

    @property
    def id(self) -> str:
        """The ID that its question had, without the folder that may qualify it in the key; "" if it had none."""
        if self.key.startswith(f"{self.path}#"):
            return ""
        return self.key.removeprefix(self.path.rpartition("/")[0] + "/")


class Delivery(NamedTuple):
    """What learners may have been given: the GUID of a note, its date (epoch seconds), and its `note_hashes`.

    `shown` are values of its field `Id`. With the GUID "" it is the note type, and `fields` is its hash.
    """

    guid: str
    date: int
    fields: str
    tags: str = ""
    shown: tuple[str, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> Delivery:
        """Return what an entry says was delivered."""
        return cls(entry.guid, entry.changed, entry.fields, entry.tags, entry.shown)


class Ledger(NamedTuple):
    """The entries by GUID, the bank's id and title, and the hash and date of the note type.

    `joined` is the number of lines that two authors had changed, if git had merged the file; if they had given one GUID
    to two questions, `rivals` has it by the GUID that the question which was built later has got. `delivered` is
    the latest version of each note that was delivered, by GUID, as far as that was looked for, `released_guids` are
    those of the notes that learners are said to have, and `restored` those of entries that the file lacks, of such
    notes; `others` has, by GUID, the contents of what may be other questions that were built under it, "" if one is not
    known. `lacking` is what git's history of the ledger lacks, if that was looked at. The file has none of
    this.
    """

    bank: str = ""
    title: str = ""
    notetype: str = ""
    notetype_changed: int = 0
    entries: Mapping[str, Entry] = {}
    joined: int = 0
    rivals: Mapping[str, str] = {}
    delivered: Mapping[str, Delivery] = {}
    released_guids: frozenset[str] = frozenset()
    restored: frozenset[str] = frozenset()
    others: Mapping[str, frozenset[str]] = {}
    lacking: Literal["", "commits", "files"] = ""

    @property
    def of_questions(self) -> Ledger:
        """The ledger without the questions that were made of others."""
        return self._replace(entries={guid: entry for guid, entry in self.entries.items() if not entry.parent})

    @property
    def released(self) -> Ledger:
        """The ledger without the questions that were held out of all packages."""
        return self._replace(entries={guid: entry for guid, entry in self.entries.items() if not entry.held})

    @property
    def changed(self) -> int:
        """When anything in the ledger last changed, in epoch seconds; 0 if it is empty."""
        dates = [max(entry.changed, entry.state_since) for entry in self.entries.values()]
        return max([self.notetype_changed, *dates])


class Row(NamedTuple):
    """A question of this build, without its rendered note, which is large.

    `due` is its position among new cards, from 1; `home` is its home topic, "" for none; `shown` is the field `Id` of
    its note. `fields` and `tags` are its `note_hashes`, and `cards` the ordinals of the card templates for which it has
    cards. `parent` is the GUID of the question of which it is made, "" for most.
    """

    summary: Summary
    guid: str
    home: str
    due: int
    shown: str
    fields: str = ""
    tags: str = ""
    cards: tuple[int, ...] = ()
    parent: str = ""


def upgrade(ledger: Ledger, questions: Mapping[str, Summary]) -> Ledger:
    """Return a ledger in which entries from version 1 have the exact hashes of their questions.

    `questions` are by GUID. What has changed in a question since gets no hash: so the change is seen.
    """
    entries = dict(ledger.entries)
    for guid, question in questions.items():
        entry = entries.get(guid)
        if entry is None or entry.content:
            continue
        same = entry.loose == question.loose_content
        if same or entry.answer == question.loose_right:
            entries[guid] = entry._replace(content=question.content if same else "", answer=question.right)
    return ledger._replace(entries=entries)


def record(
    ledger: Ledger, rows: Iterable[Row], now: int, *, gone: Iterable[str] = (), held: Container[str] = ()
) -> Ledger:
    """Return the ledger after a build of `rows` at `now` (epoch seconds).

    `gone` are the GUIDs of questions that are no longer in the sources: their entries are retired and kept forever.
    `held` are those of questions that are held out of all packages.
    """
    entries = dict(ledger.entries)
    for row in rows:
        delivered = ledger.delivered.get(row.guid)
        entries[row.guid] = _entry_after(entries.get(row.guid), row, now, delivered, held=row.guid in held)
    for guid in gone:
        entry = entries[guid]
        if not entry.retired:
            entries[guid] = entry._replace(state=state_of(retired=True, held=entry.held), state_since=now)
    return ledger._replace(entries=entries)


def has_changed(ledger: Ledger, row: Row) -> bool:
    """Whether a row's note differs from that of its entry; true for a new one."""
    old = ledger.entries.get(row.guid)
    return old is None or (old.fields, old.tags) != (row.fields, row.tags)


def _entry_after(old: Entry | None, row: Row, now: int, delivered: Delivery | None, *, held: bool) -> Entry:
    summary = row.summary
    current = (row.fields, row.tags)
    if old and old.held and not held and not delivered:
        changed = now  # released by this build: a new note
    elif old and (old.fields, old.tags) == current:
        changed = old.changed
    elif delivered and (delivered.fields, delivered.tags) == current and not (old and old.changed > delivered.date):
        changed = delivered.date  # the ledger has lost it, and learners have it
    else:
        changed = max(now, old.changed + 1 if old else 0, delivered.date + 1 if delivered else 0)
    return Entry(
        key=summary.key,
        guid=row.guid,
        path=summary.id_path or summary.path,
        home=row.home,
        content=summary.content,
        loose=summary.loose_content,
        answer=summary.right,
        fields=row.fields,
        tags=row.tags,
        changed=changed,
        state=state_of(retired=False, held=held),
        state_since=old.state_since if old and not old.retired else now,
        shown=names_shown(row.shown, old.shown if old else ()),
        parent=row.parent,
        kind=summary.made,
    )


def names_shown(now: str, before: Sequence[str]) -> tuple[str, ...]:
    """Return the values that a note's field `Id` has had: `now`, and `before`, of which the last one was the first.

    The first one shows whether a GUID comes from an ID, so it stays the last, even if the note shows it again.
    """
    first = before[-1] if before else now
    between = dict.fromkeys(name for name in before if name not in {now, first})
    return (now, *between, first) if between or first != now else (now,)


def date_notetype(ledger: Ledger, notetype: Notetype, now: int) -> Ledger:
    """Return the ledger with the note type's hash, dated `now` (epoch seconds) if the hash changed."""
    current_hash = notetype_hash(notetype)
    if current_hash == ledger.notetype:
        return ledger
    changed = max(now, ledger.notetype_changed + 1) if ledger.notetype else now
    return ledger._replace(notetype=current_hash, notetype_changed=changed)


def notetype_hash(notetype: Notetype) -> str:
    """Return the hash of a note type, whatever its date."""
    return text_hash(notetype.model_dump_json(exclude={"mod"}))


def note_hashes(note: Note) -> tuple[str, str]:
    """Return the hash of a note's fields, and the hash of its tags with the fields that repeat them.

    `Source` is in neither: a renamed file changes nothing on a card.
    """
    names = [field.name for field in notetypes.load().fields]
    texts = [(name, text) for name, text in zip(names, note.fields, strict=True) if name != notetypes.SOURCE]
    fields = [text for name, text in texts if name not in notetypes.REPEATS_TAGS]
    repeated = [text for name, text in texts if name in notetypes.REPEATS_TAGS]
    return text_hash("\x1f".join(fields)), text_hash("\x1f".join([*note.tags, *repeated]))
