"""What authors, git, clocks and learners do. Each step takes the world; `STEPS` says how often each happens."""

from __future__ import annotations

import shutil
import unicodedata
from typing import TYPE_CHECKING

from ankigen.system import cache
from author_year import oracle, questions, version_1
from author_year.questions import Asked
from author_year.world import DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from author_year.world import Clone, Studying, World

_NAMES = ("plain", "é", "한", "Å")


# What authors write.


def add(world: World, clone: Clone) -> None:
    """Write a new question, into a file of its own or among others, with an ID or without."""
    asked = Asked(world.next_token, _new_id(world) if world.pick.random() < 0.6 else "")
    world.next_token += 1
    if clone.files() and world.pick.random() < 0.4:
        path, inside = _file(world, clone)
        inside.insert(world.pick.randrange(len(inside) + 1), asked)
        questions.write(path, inside)
    else:
        questions.write(_new_path(world, clone), [asked])


def take_next_number(world: World, clone: Clone) -> None:
    """Write a question with the ID and the file that the other author may give to theirs."""
    number = world.next_id + 1
    path = clone.folder / f"q/Q-{number:03}.md"
    if not path.exists():
        questions.write(path, [Asked(world.next_token, f"Q-{number:03}")])
        world.next_token += 1
    if world.pick.random() < 0.5:
        world.next_id += 1


def edit(world: World, clone: Clone) -> None:
    """Change the text, the answer, the explanation or the topics of a question, and of all its copies."""
    every = clone.settled()
    if not every:
        return
    old = world.pick.choice(every)
    what = world.pick.choice(("version", "answer", "reason", "topics"))
    value = {
        "version": old.version + 1 + 1000 * world.clones.index(clone),
        "answer": world.pick.choice([answer for answer in questions.ANSWERS if answer != old.answer]),
        "reason": world.pick.randrange(10**6),
        "topics": tuple(world.pick.sample(questions.TOPICS, world.pick.randint(1, 2))),
    }[what]
    for path in clone.files():
        inside = questions.read(path)
        changed = [one._replace(**{what: value}) if one.token == old.token else one for one in inside]
        if changed != inside:
            questions.write(path, changed)


def rename(world: World, clone: Clone) -> None:
    """Rename a file, or move it to another folder."""
    settled = {asked.token for asked in clone.settled()}
    files = [path for path in clone.files() if {one.token for one in questions.read(path)} <= settled]
    if files:
        path = _new_path(world, clone)
        path.parent.mkdir(parents=True, exist_ok=True)
        world.pick.choice(files).rename(path)


def respell(world: World, clone: Clone) -> None:
    """Write a file's name in Unicode's other form, as a Mac does."""
    for path in clone.files():
        name = str(path.relative_to(clone.folder))
        form = "NFD" if unicodedata.is_normalized("NFC", name) else "NFC"
        other = clone.folder / unicodedata.normalize(form, name)
        if not unicodedata.is_normalized("NFD", name) and world.pick.random() < 0.5 and not other.exists():
            other.parent.mkdir(parents=True, exist_ok=True)
            path.rename(other)


def change_id(world: World, clone: Clone) -> None:
    """Give a question another ID, its first one, or none."""
    _change_one(world, clone, lambda one: one._replace(id=_new_id(world) if world.pick.random() < 0.7 else ""))


def swap_ids(world: World, clone: Clone) -> None:
    """Exchange the IDs of two questions."""
    with_ids = [asked for asked in clone.settled() if asked.id]
    if len(with_ids) < 2:
        return
    one, other = world.pick.sample(with_ids, 2)
    ids = {one.id: other.id, other.id: one.id}
    for path in clone.files():
        questions.write(path, [asked._replace(id=ids.get(asked.id, asked.id)) for asked in questions.read(path)])


def renumber(world: World, clone: Clone) -> None:
    """Delete a question, and give each later one the ID of the one before it."""
    with_ids = sorted((asked for asked in clone.settled() if asked.id), key=lambda asked: asked.id)
    if len(with_ids) < 3 or len(clone.settled()) < len(list(clone.places())):
        return
    start = world.pick.randrange(len(with_ids) - 1)
    ids = [asked.id for asked in with_ids]
    later = {old: new for old, new in zip(ids[start + 1 :], ids[start:], strict=False) if old != new}
    gone = with_ids[start].token
    for path in clone.files():
        inside = [one for one in questions.read(path) if one.token != gone]
        questions.write(path, [one._replace(id=later.get(one.id, one.id)) for one in inside])


def delete(world: World, clone: Clone) -> None:
    """Delete a question."""
    if len(list(clone.places())) > 2:
        path, inside = _file(world, clone)
        inside.pop(world.pick.randrange(len(inside)))
        questions.write(path, inside)


def copy(world: World, clone: Clone) -> None:
    """Copy a question into a new file, with its ID, with one of its own, or without."""
    if clone.files():
        _, inside = _file(world, clone)
        one = world.pick.choice(inside)
        new = {"same": one.id, "none": ""}.get(world.pick.choice(("same", "none", "own")))
        questions.write(_new_path(world, clone), [one._replace(id=_new_id(world) if new is None else new)])


def paste(world: World, clone: Clone) -> None:
    """Paste the text of a question over that of another, and leave its ID."""
    every = clone.settled()
    if len(every) > 3:
        other = world.pick.choice(every)
        _change_one(world, clone, lambda one: other._replace(id=one.id))


def break_file(world: World, clone: Clone) -> None:
    """Make an answer unreadable; mend one that is."""
    broken = [path for path in clone.files() if any(one.answer == questions.UNREADABLE for one in questions.read(path))]
    if broken:
        for path in broken:
            mended = [one._replace(answer="B") if one.answer == "Z" else one for one in questions.read(path)]
            questions.write(path, mended)
    else:
        _change_one(world, clone, lambda one: one._replace(answer=questions.UNREADABLE))


# What git does.


def commit(_: World, clone: Clone) -> None:
    """Commit everything."""
    clone.commit()


def merge(world: World, clone: Clone) -> None:
    """Merge the other author's branch, and resolve conflicts well or badly."""
    (other,) = [one for one in world.clones if one is not clone]
    for one in (clone, other):
        one.commit()
    clone.git("pull", "-q", "--no-rebase", "--no-edit", str(other.folder), "main", check=False)
    conflicts = clone.git("diff", "--name-only", "-z", "--diff-filter=U").stdout.split("\0")[:-1]
    for name in conflicts:
        _resolve(world, clone, name)
    _leave_one_form(clone)
    clone.commit()
    for token, states in other.lines.items():
        clone.lines[token] = [*clone.lines.get(token, ()), *states]
    for token, states in other.built.items():
        world.ever.setdefault(token, []).extend(states)
    other.built.clear()


def _resolve(world: World, clone: Clone, name: str) -> None:
    """Resolve the conflict in a file; the marks of one in the ledger may stay."""
    path = clone.folder / name
    if path == clone.ledger:
        how = world.pick.choice(("marks", "lines", "--ours", "--theirs"))
        if how == "lines":
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if line[:7] not in _MARKS), encoding="utf-8")
        elif how != "marks":
            world.one_sided = True
            clone.git("checkout", how, "--", name)
        return
    shown = [clone.git("show", f":{stage}:{name}", check=False) for stage in (2, 3)]
    sides = [side.stdout for side in shown if not side.returncode]
    if not sides or (len(sides) == 1 and world.pick.random() < 0.5):  # deleted on one side, or renamed on both
        path.unlink(missing_ok=True)
    elif len(sides) == 1 or world.pick.random() < 0.9:
        path.write_text(world.pick.choice(sides), encoding="utf-8")
        if world.pick.random() < 0.5:
            _keep_the_others(world, clone, sides)
        present = {place.asked.token for place in clone.places()}
        for token in questions.tokens("".join(sides)) - present:  # another has its ID and its place now
            world.allowed[token] = 2


_MARKS = ("<<<<<<<", "=======", ">>>>>>>")


def _keep_the_others(world: World, clone: Clone, sides: Iterable[str]) -> None:
    """Give the questions of the other side a file and IDs of their own."""
    present = {place.asked.token for place in clone.places()}
    for text in sides:
        new = _new_path(world, clone)
        new.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8")
        left = [one._replace(id=_new_id(world)) for one in questions.read(new) if one.token not in present]
        questions.write(new, left)


def _leave_one_form(clone: Clone) -> None:
    """Delete one of two files whose names differ in Unicode's form only."""
    names: set[str] = set()
    for path in sorted((clone.folder / "q").rglob("*.md")):
        name = unicodedata.normalize("NFC", str(path))
        if name in names:
            path.unlink()
        names.add(name)


def revert(world: World, clone: Clone) -> None:
    """Revert the last commit, and the ledger with it."""
    clone.commit()
    if clone.git("revert", "--no-edit", "-m1", "HEAD", check=False).returncode:
        clone.git("revert", "--abort", check=False)
    if clone.git("revert", "--no-edit", "HEAD", check=False).returncode:
        clone.git("revert", "--abort", check=False)
        clone.git("reset", "-q", "--hard")
    _leave_one_form(clone)
    world.forget(clone)


def release_an_older_state(world: World, clone: Clone) -> None:
    """Check out the commit of an earlier release, release it once more, and go back."""
    if clone.commits and world.releaser is clone:
        clone.commit()
        clone.git("checkout", "-q", world.pick.choice(clone.commits))
        world.forget(clone)
        _deliver(world, clone, newest=False)
        clone.git("checkout", "-qf", "main")
        clone.git("clean", "-qfd")
        world.forget(clone)


def discard_ledger(world: World, clone: Clone) -> None:
    """Throw away what the last build wrote into the ledger."""
    clone.git("checkout", "-q", "--", "ankigen.lock", check=False)
    world.forget(clone)


# What else happens.


def lose_ledger(world: World, clone: Clone) -> None:
    """Lose the ledger, and rebuild it from what was released."""
    if world.released and clone.ledger.exists() and oracle.expected(clone).sound:
        clone.ledger.unlink()
        sources = [option for package in reversed(world.released) for option in ("--from", package)]
        output = world.run("ledger", clone.folder, *sources)
        world.output.append(output)
        world.forget(clone)


def move_the_clock(world: World, _: Clone) -> None:
    """Let time jump."""
    world.now += world.pick.randint(-40, 40) * DAY


def take_a_cache(world: World, clone: Clone) -> None:
    """Take the other author's cache, or none."""
    (other,) = [one for one in world.clones if one is not clone]
    own, others = cache.folder_of(clone.folder), cache.folder_of(other.folder)
    shutil.rmtree(own, ignore_errors=True)
    if others.exists() and world.pick.random() < 0.5:
        shutil.copytree(others, own)


def build(world: World, clone: Clone, *options: object) -> oracle.Expected:
    """Build; return what the packages must hold."""
    wanted = oracle.expected(clone)
    output = world.run("build", clone.folder, "--retire", *options)
    assert "Traceback" not in output
    wanted = oracle.as_built(wanted, output, clone.package)
    oracle.note_built(world, clone, wanted)
    world.output.append(output)
    return wanted


def release(world: World, clone: Clone) -> None:
    """Build what has everything that was released before, and give the package to learners."""
    if world.releaser not in {None, clone}:
        merge(world, clone)
    world.releaser = clone
    if _deliver(world, clone) and world.pick.random() < 0.7:
        clone.commit()
        clone.commits.append(clone.git("rev-parse", "HEAD").stdout.strip())


def release_as_version_1(world: World, clone: Clone) -> None:
    """Make the first release as an ankigen made it whose ledger had version 1, and give it to learners."""
    wanted = build(world, clone)
    if not wanted.states:
        return
    version_1.rewrite(clone)
    world.releaser = clone
    package = world.keep(clone)
    for learner in world.learners:
        oracle.check_import(world, learner, package, wanted, newest=True)
    clone.commit()
    clone.commits.append(clone.git("rev-parse", "HEAD").stdout.strip())


def _deliver(world: World, clone: Clone, *, newest: bool = True) -> bool:
    """Build, naming what was released from the other clone, and give the package to some learners; whether it is."""
    since = [option for package in world.released[-3:] for option in ("--since", package)]
    wanted = build(world, clone, *since)
    if not wanted.states or oracle.has_two_forms(clone):
        return False
    package = world.keep(clone)
    for learner in world.learners:
        if world.pick.random() < 0.7:
            oracle.check_import(world, learner, package, wanted, newest=newest)
    return True


def study(world: World, _: Clone) -> None:
    """Let a learner answer cards, and tag and edit notes."""
    learner = world.pick.choice(world.learners)
    cards = list(learner.person.col.find_cards("is:new"))
    for number in world.pick.sample(cards, min(len(cards), 2)):
        _answer(world, learner, number)
    notes = list(learner.person.col.find_notes(""))
    for number in world.pick.sample(notes, min(len(notes), 2)):
        _touch(world, learner, number)


def _answer(world: World, learner: Studying, number: int) -> None:
    """Answer a card; no two answers come within a millisecond, of which Anki's check of the collection complains."""
    world.now += 5
    card = learner.person.col.get_card(number)
    card.start_timer()
    states = learner.person.col._backend.get_scheduling_states(number)
    answer = learner.person.col.sched.build_answer(card=card, states=states, rating=2)
    answer.answered_at_millis = world.now * 1000
    learner.person.col.sched.answer_card(answer)


def _touch(world: World, learner: Studying, number: int) -> None:
    mine = learner.person.col.get_note(number)
    mine.add_tag("mine")
    now = max(world.now, mine.mod + 1)  # learners' clocks do not jump
    learner.person.col.update_note(mine)
    learner.person.col.db.execute("update notes set mod = ? where id = ?", now, number)  # Anki took the real time
    learner.touched[number] = now


# Helpers.


def _new_id(world: World) -> str:
    world.next_id += 1
    return f"Q-{world.next_id:03}"


def _new_path(world: World, clone: Clone) -> Path:
    world.next_name += 1
    folder, name = world.pick.choice(("q", "q/a", "q/b")), world.pick.choice(_NAMES)
    return clone.folder / folder / f"{name}{world.next_name}.md"


def _file(world: World, clone: Clone) -> tuple[Path, list[Asked]]:
    path = world.pick.choice(clone.files())
    return path, questions.read(path)


def _change_one(world: World, clone: Clone, change: Callable[[Asked], Asked]) -> None:
    settled = {asked.token for asked in clone.settled()}
    if settled:
        token = world.pick.choice(sorted(settled))
        path = next(path for path in clone.files() if any(one.token == token for one in questions.read(path)))
        questions.write(path, [change(one) if one.token == token else one for one in questions.read(path)])


STEPS: dict[Callable[[World, Clone], object], int] = {
    add: 6,
    take_next_number: 2,
    edit: 8,
    rename: 3,
    respell: 1,
    change_id: 3,
    swap_ids: 1,
    renumber: 1,
    delete: 2,
    copy: 2,
    paste: 1,
    break_file: 2,
    commit: 2,
    merge: 5,
    revert: 1,
    release_an_older_state: 1,
    discard_ledger: 1,
    lose_ledger: 1,
    move_the_clock: 2,
    take_a_cache: 1,
    build: 4,
    release: 8,
    study: 4,
}
