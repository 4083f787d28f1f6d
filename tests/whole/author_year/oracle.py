"""What must hold, known from the authors' files and the learners' collections alone."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.anki.apkg import read_package
from author_year import questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from author_year.questions import Asked
    from author_year.world import Clone, Place, Studying, World

State = frozenset["Place"]


class Expected(NamedTuple):
    """What a build must bring: the state of each question that can be built, and the tokens that are in any file.

    `partly` has what can be read of questions that have another copy which cannot.
    """

    states: Mapping[int, State]
    partly: Mapping[int, State]
    present: frozenset[int]
    sound: bool


class Mine(NamedTuple):
    """A note in a collection."""

    guid: str
    mod: int
    token: int
    fields: str
    tags: tuple[str, ...]


def expected(clone: Clone) -> Expected:
    """Return what a build of the files must bring. A question that an author must decide about is left out."""
    texts = {path: path.read_text(encoding="utf-8") for path in (clone.folder / "q").rglob("*.md")}
    conflicts = [questions.tokens(text) for text in texts.values() if "<<<<<<<" in text]
    places = list(clone.places())
    readable = {place for place in places if place.asked.answer in questions.ANSWERS}
    broken = {place.asked.token for place in places if place not in readable}.union(*conflicts)
    undecided = _contradictory(readable) | _of_one_id(readable)
    states: dict[int, set[Place]] = defaultdict(set)
    for place in readable:
        if place.asked.token not in undecided:
            states[place.asked.token].add(place)
    present = frozenset[int]().union(*map(questions.tokens, texts.values()))
    return Expected(
        {token: frozenset(those) for token, those in states.items() if token not in broken},
        {token: frozenset(those) for token, those in states.items() if token in broken},
        present,
        sound=not broken | undecided,
    )


def as_built(wanted: Expected, output: str, package: Path) -> Expected:
    """Return what is expected of a build, without the questions that it says have to wait for another file.

    It names three at most, and of copies one.
    """
    names = re.findall(r"(\S+):\d+:\d+: error\[AG312\]", output)
    if not names:
        return wanted
    assert not wanted.sound, "a question waits although every file can be read"
    waiting = {
        (one.asked.token, one.asked.version)
        for state in (*wanted.states.values(), *wanted.partly.values())
        for one in state
        if len(names) > 2 or any(name.endswith(f"/{one.path}") for name in names)
    }
    if "nothing was built" not in output:
        waiting -= {_version(note.fields) for note in _offered(package)}

    def built(states: Mapping[int, State]) -> Mapping[int, State]:
        left = {
            token: frozenset(one for one in state if (one.asked.token, one.asked.version) not in waiting)
            for token, state in states.items()
        }
        return {token: state for token, state in left.items() if state}

    return wanted._replace(states=built(wanted.states), partly=built(wanted.partly))


def _version(fields: str) -> tuple[int, int]:
    """Return the token and the version of the question on a card."""
    return questions.tokens(fields).pop(), int(_VERSION.findall(fields)[0])


_VERSION = re.compile(r"v(\d+)v")


def _contradictory(places: Iterable[Place]) -> set[int]:
    """Return the questions of which copies with IDs of their own have different answers."""
    by_text: dict[object, list[Asked]] = defaultdict(list)
    for _, asked in places:
        if asked.id:
            by_text[asked.token, asked.version].append(asked)
    doubtful = (copies for copies in by_text.values() if len({one.answer for one in copies}) > 1)
    return {copies[0].token for copies in doubtful if len({one.id for one in copies}) > 1}


def _of_one_id(places: Iterable[Place]) -> set[int]:
    """Return the questions that share an ID and a folder with another."""
    by_id: dict[object, set[tuple[int, int]]] = defaultdict(set)
    for path, asked in places:
        if asked.id:
            by_id[path.rpartition("/")[0], asked.id].add((asked.token, asked.version))
    return {token for several in by_id.values() if len(several) > 1 for token, _ in several}


def is_same_question(before: State, now: State) -> bool:
    """Whether only its text, its ID or its place has changed, so that it must keep its note."""
    if len({one.asked.version for one in before}) > 1 or len({one.asked.version for one in now}) > 1:
        return False  # copies went different ways
    contents_before = {(one.asked.version, one.asked.answer) for one in before}
    contents_now = {(one.asked.version, one.asked.answer) for one in now}
    if contents_before == contents_now:
        return True
    ids = {(one.path, one.asked.id) for one in before}
    if (
        ids == {(one.path, one.asked.id) for one in now}
        and len({number for _, number in ids}) == 1
        and all(number for _, number in ids)
    ):
        return len({one.asked.answer for one in now}) == 1
    if len(before) > 1 or len(now) > 1:
        return False
    (old,), (new,) = before, now
    if old.asked.version == new.asked.version:
        return True  # the same stem and options, with another answer
    return bool(old.asked.id) and old.asked.id == new.asked.id and old.path == new.path


def note_built(world: World, clone: Clone, wanted: Expected) -> None:
    """Note what a build has recorded, and which questions may have a second note since too much of them changed."""
    for token, state in (*wanted.states.items(), *wanted.partly.items()):
        if not all(is_same_question(before, state) for before in clone.lines.get(token, ())):
            world.allowed[token] = world.allowed.get(token, 1) + len({one.asked.version for one in state})
    for token, state in wanted.states.items():
        world.rivals |= {frozenset((token, other)) for other in _unknown_namesakes(world, clone, token, state)}
    for token, state in wanted.states.items():
        states = clone.lines.get(token, [state])
        if state not in states or (world.one_sided and states != [state]):  # its ledger may have any of them
            world.dated[token] = len(world.ever.get(token, ()))
        clone.lines[token] = [state]
        world.ever.setdefault(token, []).append(state)
        clone.built.setdefault(token, []).append(state)
    for token, state in wanted.partly.items():  # its card has the ID of a copy that can be read
        world.ever.setdefault(token, []).append(state)


def _unknown_namesakes(world: World, clone: Clone, token: int, state: State) -> set[int]:
    """Return the questions that were built with an ID of this one, and that the ledger here knows nothing of."""
    elsewhere = {other: states for other, states in world.ever.items() if other not in {*clone.lines, token}}
    return {other for other, states in elsewhere.items() if _ids(state) & _ids(*states)}


def _ids(*states: State) -> set[str]:
    return {one.asked.id for state in states for one in state} - {""}


def notes_of(learner: Studying) -> dict[int, Mine]:
    """Return the notes in a collection, by note id."""
    rows = learner.person.rows("select id, guid, mod, flds, tags from notes")
    return {
        number: Mine(guid, mod, questions.tokens(fields.split("\x1f")[1]).pop(), fields, tuple(tags.split()))
        for number, guid, mod, fields, tags in rows
    }


def check_import(world: World, learner: Studying, package: Path, wanted: Expected, *, newest: bool) -> None:
    """Import a package, and check that nothing is lost and nothing is wrong."""
    before, cards, rest = notes_of(learner), _cards(learner), _rest(learner)
    log = learner.person.take(package)
    after = notes_of(learner)
    assert log.conflicting == 0
    assert cards <= _cards(learner), "an import changed a card"
    assert rest == _rest(learner), "an import changed the review log, or forces a full sync"
    for number, mine in before.items():
        token = after[number].token
        assert token == mine.token or _gave_place(world, mine.token, token, wanted), (
            f"the note of u{mine.token}u has the text of u{token}u"
        )
    offered = _offered(package)
    _check_texts(learner, after, wanted, offered)
    _check_numbers(world, before, after)
    _check_own(world, learner, before, after, wanted)
    _check_retired(world, learner, after, wanted, newest=newest)
    learner.touched = {number: mod for number, mod in learner.touched.items() if after[number].mod == mod}
    learner.seen = {token: len(states) for token, states in world.ever.items()}
    learner.looks = {token: _looks(state) for token, state in wanted.states.items()}


def _gave_place(world: World, old: int, new: int, wanted: Expected) -> bool:
    """Whether a question may have the note of another, which is gone: it has its ID, or its file if neither has an ID.

    To whoever reads the files, this is an edit. The same goes for the ID of one of which all else has changed. But a
    build must have said so.
    """
    signs = {one.asked.id or one.path for state in world.ever[old] for one in state}
    occupied = any((one.asked.id or one.path) in signs for one in wanted.states.get(new, ()))
    may = occupied and (world.allowed.get(old, 1) > 1 or old not in wanted.present)
    keys = {key for output in world.output for line in _EDITED.findall(output) for key in line.split(", ")}
    names = {key.rpartition("#")[0] or key.rpartition("/")[2] for key in keys}
    return may and any((one.asked.id or one.path) in names for state in world.ever.get(new, ()) for one in state)


_EDITED = re.compile(r"^same note, other stem, options or answer: (.*)$", re.MULTILINE)


def _cards(learner: Studying) -> set[Any]:
    return set(
        learner.person.rows("select id, nid, did, type, queue, due, ivl, factor, reps, lapses, flags from cards")
    )


def _rest(learner: Studying) -> tuple[Any, ...]:
    return tuple(learner.person.rows("select id, cid, ease, ivl from revlog order by id")), tuple(
        learner.person.rows("select scm from col")
    )


class Offered(NamedTuple):
    """A note in a package."""

    guid: str
    mod: int
    token: int
    fields: str


def _offered(package: Path) -> list[Offered]:
    """Return the notes in a package."""
    notes = read_package(package).notes
    return [
        Offered(note.guid, note.mod, questions.tokens(note.fields[1]).pop(), "\x1f".join(note.fields)) for note in notes
    ]


def _check_texts(learner: Studying, after: Mapping[int, Mine], wanted: Expected, offered: Sequence[Offered]) -> None:
    """Check that each question has a note with its present text and answer, in the package and in the collection.

    In the collection it need not be if the learner changed that very note after the build.
    """
    by_guid = {mine.guid: mine for mine in after.values()}
    touched = {mine.guid: mine.mod for number, mine in after.items() if number in learner.touched}
    for token, state in wanted.states.items():
        for version in {one.asked.version for one in state}:
            same = [one for one in state if one.asked.version == version]
            right = [note for note in offered if note.token == token and _is_right(note.fields, version, same)]
            assert right, f"no note of the package has the present text of u{token}u: {sorted(state)}"
            own = any(touched.get(note.guid, -1) >= note.mod for note in right)
            has_it = any(_is_right(by_guid[note.guid].fields, version, same) for note in right)
            assert own or has_it, f"no note has the present text of u{token}u: {sorted(state)}"


def _is_right(fields: str, version: int, same: Sequence[Place]) -> bool:
    """Whether a note has the text, an answer and the explanation of questions of one version, and says if they differ.

    Its fields are those of one of them.
    """
    answers = {one.asked.answer for one in same}
    return (
        f"v{version}v" in fields
        and _answer(fields) in answers
        and any(f"w{one.asked.reason}w" in fields for one in same)
        and (len(answers) == 1 or "disputed" in fields)
    )


def _answer(fields: str) -> str:
    match = re.search(r'data-answer="([^"]*)"', fields)
    return match[1] if match else ""


def _check_numbers(world: World, before: Mapping[int, Mine], after: Mapping[int, Mine]) -> None:
    """Check that no question got a second note, unless too much of it had changed at once, or it took another's place.

    It may take the place of one that is gone and have the text of one that is retired (docs/identity.md, step 5).
    """
    had, has = (Counter(mine.token for mine in notes.values()) for notes in (before, after))
    had.update(after[number].token for number, mine in before.items() if after[number].token != mine.token)
    for token, number in has.items():
        assert number <= max(had[token], world.allowed.get(token, 1)), f"u{token}u has {number} notes"


def _check_own(
    world: World, learner: Studying, before: Mapping[int, Mine], after: Mapping[int, Mine], wanted: Expected
) -> None:
    """Check that questions that have not changed since the last import keep the learner's tags.

    One that was built otherwise in between, here or where a merge is from, has a new date: somebody may have it. So has
    one of two to which two authors gave one ID, not knowing of each other: its note was built with the other's text.
    And so has one to which a clone made the same change after the import, if a merge kept the ledger of one side.
    """
    for number, mine in before.items():
        state = wanted.states.get(mine.token)
        if "mine" in mine.tags and state and learner.looks.get(mine.token) == _looks(state):
            since = {
                _looks(built)
                for token, states in world.ever.items()
                for built in states[learner.seen.get(token, 0) :]
                if token == mine.token or (frozenset((token, mine.token)) in world.rivals and _ids(state) & _ids(built))
            }
            again = world.one_sided and world.dated.get(mine.token, -1) >= learner.seen.get(mine.token, 0)
            always = since <= {_looks(state)} and not again
            assert not always or "mine" in after[number].tags, f"u{mine.token}u did not change, and its tag is gone"


def _looks(state: State) -> frozenset[object]:
    return frozenset(one.asked for one in state)


def _check_retired(
    world: World, learner: Studying, after: Mapping[int, Mine], wanted: Expected, *, newest: bool
) -> None:
    """Check that the search in the deck's description finds the notes of questions that are gone, and only these.

    A package that is not the `newest` knows nothing of later questions.
    """
    deck = learner.person.col.decks.by_name("Bank")
    search = re.search(r"<code>(.*)</code>", deck["desc"] if deck else "")
    notes = set(learner.person.col.find_notes(html.unescape(search[1]))) if search else set()
    by_token: dict[int, set[int]] = defaultdict(set)
    shown = Counter(mine.fields.partition("\x1f")[0] for mine in after.values())
    for number, mine in after.items():
        if shown[mine.fields.partition("\x1f")[0]] == 1:  # another may have got the ID since the last import
            by_token[mine.token].add(number)
    for token, numbers in by_token.items():
        if token in wanted.states and len(numbers) == 1:
            assert not numbers & notes, f"the search for retired cards finds u{token}u"
        if wanted.sound and newest and token in wanted.states:
            versions = {one.asked.version for one in wanted.states[token]}
            second = numbers - notes - learner.touched.keys()  # another's text may not have replaced that of these
            assert len(second) <= len(versions), f"u{token}u has a second note that is not retired"
        if token not in wanted.present and wanted.sound and newest and not _may_be_missed(world, token, wanted):
            assert numbers <= notes, f"the search for retired cards does not find u{token}u"


def _may_be_missed(world: World, token: int, wanted: Expected) -> bool:
    """Whether the search may miss a retired question: another has had one of its IDs, and is in its file, or it moved.

    Then the search asks for the file as well (docs/promises.md, The ledger), or a build says that it finds none.
    """
    ids = _ids(*world.ever[token])
    others = [state for other, state in wanted.states.items() if ids & _ids(*world.ever.get(other, ()), state)]
    files = {one.path for state in world.ever[token] for one in state}
    return bool(others) and (len(files) > 1 or any(one.path in files for state in others for one in state))


def has_two_forms(clone: Clone) -> bool:
    """Whether two files have one name in two forms, which is an error."""
    names = [str(path) for path in (clone.folder / "q").rglob("*.md")]
    return len({unicodedata.normalize("NFC", name) for name in names}) < len(names)
