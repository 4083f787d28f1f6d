"""Compare two packages, or two folders of packages: what will change for a learner who has the old ones."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki import notetypes
from ankigen.anki.apkg import read_package
from ankigen.markdown import text_of
from ankigen.model import CHANGE_KINDS, CHANGE_WORDS, ChangeKind, Frozen
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.model import Note

_NOT_COMPARED = notetypes.REPEATS_TAGS | {notetypes.SOURCE}
_PICTURE = re.compile(r'<img src="([^"]*)"[^>]*>')
# The labels of the right options, or the whole answer of a recall card.
_ANSWER = re.compile(r'data-answer="([^"]*)"|class="solution"[^>]*>(.*)</(?:b|div)>', re.DOTALL)
# Words; each Han character is a word, because Chinese has no spaces.
_WORD = re.compile(r"[㐀-鿿豈-﫿]|[^\W㐀-鿿豈-﫿]+|\s+|[^\w\s]")
_AROUND = 6  # words of context on each side of a difference
_COMPARED = 1_000_000  # pairs of words; the time to compare two texts grows with the product of their lengths


class Change(Frozen):
    """What changed about one question: the kinds of change, and the old and new text of each field that changed.

    `moved` holds the old and the new deck, `answer` the old and the new answer; each is empty if the two are equal.
    """

    key: str
    guid: str
    kinds: tuple[ChangeKind, ...]
    delivered: bool = True
    answer: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    fields: dict[str, tuple[str, str]]


class Side(NamedTuple):
    """One side of a comparison: the names of the note type's fields, and the notes by GUID."""

    names: tuple[str, ...]
    notes: dict[str, Note]


def load_side(path: Path) -> Side:
    """Return the notes of a package, or of all packages in a folder; of several with one GUID, the newest.

    Raises `UserError` if there is no package, if one cannot be read, or if ankigen did not make it.
    """
    files = sorted(path.glob("*.apkg")) if path.is_dir() else [path]
    if not files:
        raise UserError(f"{path}: there is no package in this folder", "give an .apkg file or a folder of them")
    packages = [read_package(file) for file in files]
    for file, package in zip(files, packages, strict=True):
        if package.notetype.id != notetypes.load().id:
            raise UserError(f"{file}: this package was not made by ankigen", "compare ankigen's packages only")
    notes: dict[str, Note] = {}
    for note in (note for package in packages for note in package.notes):
        if note.guid not in notes or notes[note.guid].mod < note.mod:
            notes[note.guid] = note
    return Side(names=tuple(field.name for field in packages[0].notetype.fields), notes=notes)


def compare(old: Side, new: Side) -> tuple[Change, ...]:
    """Return the changes from old to new, changed answers first: learners have memorised the old ones."""
    guids = [*old.notes, *(guid for guid in new.notes if guid not in old.notes)]
    changes = [change for guid in guids if (change := _change(guid, old, new)).kinds]
    return tuple(sorted(changes, key=lambda change: (CHANGE_KINDS.index(change.kinds[0]), change.key)))


def _change(guid: str, old: Side, new: Side) -> Change:
    before, after = old.notes.get(guid), new.notes.get(guid)
    if before is None or after is None:
        note, side, kind = (after, new, "new") if before is None else (before, old, "retired")
        return Change(key=_texts(note, side)["Id"], guid=guid, kinds=(kind,), fields={})  # type: ignore[arg-type]
    old_texts, new_texts = _texts(before, old), _texts(after, new)
    names = [name for name in new_texts if name not in _NOT_COMPARED and old_texts.get(name, "") != new_texts[name]]
    answer = (_answer(before, old), _answer(after, new))
    kinds: dict[ChangeKind, bool] = {
        "answer": answer[0] != answer[1],
        "changed": bool(names) and answer[0] == answer[1],
        "moved": before.deck != after.deck,
        "retagged": set(before.tags) != set(after.tags) or _repeated(old_texts) != _repeated(new_texts),
    }
    rewritten = before.fields != after.fields or set(before.tags) != set(after.tags)
    return Change(
        key=new_texts["Id"],
        guid=guid,
        kinds=tuple(kind for kind in CHANGE_KINDS if kinds.get(kind)),
        delivered=after.mod > before.mod or not rewritten,
        answer=answer if kinds["answer"] else (),
        moved=(before.deck, after.deck) if kinds["moved"] else (),
        tags_added=tuple(sorted(set(after.tags) - set(before.tags))),
        tags_removed=tuple(sorted(set(before.tags) - set(after.tags))),
        fields={name: (old_texts.get(name, ""), new_texts[name]) for name in names},
    )


def _repeated(texts: Mapping[str, str]) -> list[str]:
    """Return the texts that repeat the tags."""
    return [text for name, text in texts.items() if name in notetypes.REPEATS_TAGS]


def _texts(note: Note | None, side: Side) -> dict[str, str]:
    """Return the plain text of each field; a picture becomes the name of its file, which changes with its content."""
    if note is None:
        return {}
    fields = (_PICTURE.sub(r"[\1]", field) for field in note.fields)
    return {name: text_of(field) for name, field in zip(side.names, fields, strict=True)}


def _answer(note: Note, side: Side) -> str:
    answer = _ANSWER.search(dict(zip(side.names, note.fields, strict=True)).get("Answer", ""))
    if not answer:
        return ""
    return text_of(_PICTURE.sub(r"[\1]", answer[2])) if answer[2] else answer[1] or ""


def changes_as_json(changes: Iterable[Change]) -> str:
    """Return the changes as a JSON array."""
    return json.dumps([change.model_dump() for change in changes], ensure_ascii=False, indent=1)


def changes_as_text(changes: Sequence[Change]) -> str:
    """Return the changes for a person to read: a line for each change of each question, and the words that differ."""
    return "\n".join(line for change in changes for line in _lines(change)) or "no difference"


def _lines(change: Change) -> Iterator[str]:
    for kind in change.kinds:
        parts = {
            "answer": "! " + " -> ".join(change.answer),
            "moved": " -> ".join(change.moved),
            "retagged": " ".join([*(f"+{t}" for t in change.tags_added), *(f"-{t}" for t in change.tags_removed)]),
        }
        yield f"{CHANGE_WORDS[kind]}: {change.key}  {parts.get(kind, '')}".rstrip()
    if not change.delivered:
        yield "    ! an import does not bring this: the note's date is not later"
    for name, (before, after) in change.fields.items():
        yield f"    {name}: {word_diff(before, after)}"


def word_diff(before: str, after: str) -> str:
    """Return what differs between two texts, as `[-old-]{+new+}` with some context, like `git diff --word-diff`.

    Of two texts that are too long to compare, what is between their common beginning and end counts as different.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces = []
    blocks = _blocks(old, new)
    for i, (kind, a, b, c, d) in enumerate(blocks):
        if kind == "equal":
            pieces.append(_context(old[a:b], first=i == 0, last=i == len(blocks) - 1))
        else:
            pieces.append(
                (f"[-{''.join(old[a:b])}-]" if a < b else "") + (f"{{+{''.join(new[c:d])}+}}" if c < d else "")
            )
    return " ".join("".join(pieces).split())


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return the opcodes of difflib that turn the old words into the new ones."""
    if len(old) * len(new) <= _COMPARED:
        return [*difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]
    pairs = zip(old, new, strict=False)
    head = next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))
    pairs = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)) - head)
    ends = len(old) - tail, len(new) - tail
    blocks = [
        ("equal", 0, head, 0, head),
        ("replace", head, ends[0], head, ends[1]),
        ("equal", ends[0], len(old), ends[1], len(new)),
    ]
    return [block for block in blocks if block[1] < block[2] or block[3] < block[4]]


def _context(words: list[str], *, first: bool, last: bool) -> str:
    if len(words) <= 2 * _AROUND:
        return "".join(words)
    head = "" if first else "".join(words[:_AROUND])
    tail = "" if last else "".join(words[-_AROUND:])
    return f"{head} … {tail}"


# The formats that `ankigen diff --format` has, by name.
CHANGE_FORMATS: dict[str, Callable[[Sequence[Change]], str]] = {"text": changes_as_text, "json": changes_as_json}
