"""Find, for each question, the entry of the ledger that it belongs to, and so its GUID."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build.identity.guids import guid_of
from ankigen.model import contents_with_any_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from ankigen.build.identity.ledger import Entry, Ledger
    from ankigen.model import Span, Summary


class Unseen(NamedTuple):
    """What a build has not seen: the places of `errors`, where something was left out, and the `paths` of other files.

    The latter are there and were not read, because a single file was given.
    """

    errors: Sequence[Span] = ()
    paths: frozenset[str] = frozenset()


_NOTHING = Unseen()


def assign_guids(
    ledger: Ledger,
    questions: Sequence[Summary],
    bank: str,
    copies: Iterable[tuple[Summary, str]] = (),
    unseen: Unseen = _NOTHING,
) -> dict[str, str]:
    """Return the GUID of each question, by key; `copies` are copies with the key of the question that is built.

    A question takes the first entry that fits it, or that fits one of its copies, in the order of docs/identity.md.
    Each step looks only at what the steps before it left over, so that no sign takes a note from a question that still
    has it. If none fits, the question is new. An entry of a file with errors, or of one that was not read, may belong
    to a question that is `unseen`, so a question of another file takes it only if it has the same content. An entry
    without a content, of which only the note is known, belongs to a new question that gets its GUID.
    """
    ledger = ledger.of_questions
    faulty = _lines_by_path(unseen)
    members = {
        question.key: [question._replace(id=None) if question.id_path else question]
        for question in sorted(questions, key=lambda question: question.key)
    }
    for copy, key in copies:
        members[key].append(copy)
    # The first of several entries that fit a question is the best one.
    free = dict(sorted(ledger.entries.items(), key=lambda item: _rank(item[1], ledger.released_guids)))
    guids = _by_copies_of_one_id(members, free)
    for guid in guids.values():
        del free[guid]
    for step in (*_STILL_THERE, _between_neighbours, *_EDITED, *_BACK):
        waiting = {key: group for key, group in members.items() if key not in guids}
        if not waiting or not free:
            break
        fitting = step(waiting, free, faulty) if isinstance(step, _Sign) else step(members, free, guids, ledger, faulty)
        guids |= fitting
        for guid in fitting.values():
            del free[guid]
    used = {guid for guid, entry in ledger.entries.items() if guid not in free or _content_of(entry)}
    for question in sorted(questions, key=lambda question: question.key):
        if question.key not in guids:
            guids[question.key] = guid_of(bank, question, used)
            used.add(guids[question.key])
    return guids


def _lines_by_path(unseen: Unseen) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = defaultdict(list, {path: [] for path in unseen.paths})
    for span in unseen.errors:
        lines[span.path].append(span.line)
    return lines


class _Sign(NamedTuple):
    """A value that a question and an entry of the ledger must share, from which it follows that they belong together.

    `retired` is whether it is looked for in retired entries; else, in active ones. A `weak` sign does not count for
    entries of faulty files in other files. A sign that must be `alone` counts only if one question and one entry have
    the value.
    """

    of_question: Callable[[Summary], Iterable[object]]
    of_entry: Callable[[Entry], object]
    retired: bool = False
    weak: bool = False
    alone: bool = False

    def __call__(
        self, waiting: Mapping[str, Sequence[Summary]], free: Mapping[str, Entry], faulty: Container[str]
    ) -> dict[str, str]:
        """Return the GUIDs that the sign gives to questions, by key; of several entries, the first one is taken."""
        entries: dict[object, list[Entry]] = defaultdict(list)
        ranks = {guid: rank for rank, guid in enumerate(free)}
        for entry in free.values():
            value = self.of_entry(entry) if entry.retired is self.retired else None
            if value:
                entries[value].append(entry)
        values = {key: list(dict.fromkeys(self._values(group))) for key, group in waiting.items()}
        shared = Counter(value for own in values.values() for value in own) if self.alone else Counter()
        guids: dict[str, str] = {}
        given_guids: set[str] = set()
        for key, own in values.items():
            if any(shared[value] > 1 or len(entries.get(value, ())) > 1 for value in own if self.alone):
                continue
            fitting = [entry for value in own for entry in entries.get(value, ()) if entry.guid not in given_guids]
            if self.weak:
                paths = {member.path for member in waiting[key]}
                fitting = [entry for entry in fitting if entry.path not in faulty or entry.path in paths]
            if fitting:
                guids[key] = min((entry.guid for entry in fitting), key=ranks.__getitem__)
                given_guids.add(guids[key])
        return guids

    def _values(self, group: Iterable[Summary]) -> Iterator[object]:
        for member in group:
            yield from filter(None, self.of_question(member))


def _by_copies_of_one_id(members: Mapping[str, Sequence[Summary]], free: Mapping[str, Entry]) -> dict[str, str]:
    """Return the GUIDs of questions of which copies have the same ID: the best active entry that any of them had.

    Such copies are one question, even if they were edited one after the other and had two notes for a while. One of
    them still has its ID and content (else all were edited or re-numbered, which later signs show), and no other
    question has the content of the entry.
    """
    groups = {key: group for key, group in members.items() if group[0].id and len(group) > 1}
    groups = {key: group for key, group in groups.items() if len({member.id for member in group}) == 1}
    by_sign: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in free.values() if groups else ():
        if not entry.retired:
            by_sign[entry.id, _content_of(entry)].append(entry)
            by_sign[entry.id, entry.path].append(entry)
    ranks = {guid: rank for rank, guid in enumerate(free)}
    askers = Counter(content for group in members.values() if groups for content in _contents(group))
    guids: dict[str, str] = {}
    for key, group in groups.items():
        contents = _contents(group)
        signs = [(group[0].id or "", value) for value in (*contents, *(member.path for member in group))]
        fitting = [entry for sign in signs for entry in by_sign[sign] if entry.guid not in guids.values()]
        fitting = [entry for entry in fitting if _content_of(entry) in contents or not askers[_content_of(entry)]]
        if any(_content_of(entry) in contents for entry in fitting):
            guids[key] = min((entry.guid for entry in fitting), key=ranks.__getitem__)
    return guids


def _contents(group: Iterable[Summary]) -> set[str]:
    return {content for member in group for content in _content(member)}


def _rank(entry: Entry, released: Container[str]) -> tuple[bool, bool, int, Entry]:
    """Return what the entries that fit a question are sorted by: learners have those that are released or old."""
    return entry.held, entry.guid not in released, entry.state_since, entry


def _content(question: Summary) -> tuple[str, str]:
    """Return what an entry may have as the question's content; one from version 1 has the loose one."""
    return question.content, question.loose_content


def _content_of(entry: Entry) -> str:
    return entry.content or entry.loose


_STILL_THERE = (
    _Sign(
        lambda q: [(q.path, q.id or "", content) for content in _content(q)], lambda e: (e.path, e.id, _content_of(e))
    ),
    _Sign(lambda q: [(q.path, content) for content in _content(q)], lambda e: (e.path, _content_of(e))),
    _Sign(lambda q: [q.id and (q.id, content) for content in _content(q)], lambda e: e.id and (e.id, _content_of(e))),
    _Sign(_content, _content_of),
    _Sign(  # all of it is as before it was retired
        lambda q: [(q.path, q.id or "", content) for content in _content(q)],
        lambda e: (e.path, e.id, _content_of(e)),
        retired=True,
    ),
    _Sign(lambda q: [q.id and (q.id, q.path)], lambda e: e.id and (e.id, e.path), alone=True),
    _Sign(contents_with_any_answer, lambda e: e.content, weak=True, alone=True),
)
_EDITED = (
    _Sign(lambda q: [q.loose_content], lambda e: e.loose, weak=True, alone=True),
    _Sign(lambda q: [q.id and q.key], lambda e: e.id and e.key, weak=True),
    _Sign(lambda q: [q.id], lambda e: e.id, weak=True, alone=True),
)
_BACK = (
    _Sign(_content, _content_of, retired=True),
    _Sign(contents_with_any_answer, lambda e: e.content, retired=True, alone=True),
    _Sign(lambda q: [q.id and (q.id, q.path)], lambda e: e.id and (e.id, e.path), retired=True, alone=True),
)


def _between_neighbours(
    members: Mapping[str, Sequence[Summary]],
    free: Mapping[str, Entry],
    guids: Mapping[str, str],
    ledger: Ledger,
    faulty: Mapping[str, Sequence[int]],
) -> dict[str, str]:
    """Return the GUIDs of edited questions without an ID: those of the entries between the same neighbours in a file.

    They are known only if nothing was added or deleted there: as many questions as entries are left, and no question
    that is only broken. Of several, one may have been moved to another file and be broken there.
    """
    most = 1 if _may_have_moved(free, faulty) else len(free)
    questions: dict[str, list[Summary]] = defaultdict(list)
    for key, group in members.items():
        for member in group:
            if not member.id:
                questions[member.path].append(member._replace(key=key))
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger.entries.values():
        if not entry.retired and not entry.id and entry.path in questions:
            entries[entry.path].append(entry)
    edited: dict[str, str] = {}
    for path, in_file in entries.items():
        asked = sorted(questions[path], key=lambda question: question.index)
        for between, left, lines in _gaps(asked, sorted(in_file, key=_index), guids):
            broken = sum(line in lines for line in faulty.get(path, ()))
            new = [question.key for question in between if question.key not in guids and question.key not in edited]
            old = [entry.guid for entry in left if entry.guid in free]
            edited |= zip(new, old, strict=True) if len(new) == len(old) <= most and not broken else ()
    return edited


def _may_have_moved(free: Mapping[str, Entry], faulty: Mapping[str, Sequence[int]]) -> bool:
    """Whether a file has more errors than questions that are missing from it: one of another file may be among them."""
    missing = Counter(entry.path for entry in free.values() if not entry.retired)
    return any(len(lines) > missing[path] for path, lines in faulty.items())


def _index(entry: Entry) -> int:
    """Return the position in its file of the question of an entry without an ID."""
    number = entry.key.rpartition("#")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _gaps(
    questions: Sequence[Summary], entries: Sequence[Entry], guids: Mapping[str, str]
) -> Iterator[tuple[Sequence[Summary], Sequence[Entry], range]]:
    """Yield the questions and entries between each two neighbours that are known, in the order of the file.

    The third value is the lines between the beginnings of the two.
    """
    numbers_by_guid = {entry.guid: number for number, entry in enumerate(entries)}
    question_from = entry_from = line = 0
    for number, question in enumerate(questions):
        entry_number = numbers_by_guid.get(guids.get(question.key, ""))
        if entry_number is not None and entry_number >= entry_from:
            yield questions[question_from:number], entries[entry_from:entry_number], range(line, question.line)
            question_from, entry_from, line = number + 1, entry_number + 1, question.line
    yield questions[question_from:], entries[entry_from:], range(line, sys.maxsize)
