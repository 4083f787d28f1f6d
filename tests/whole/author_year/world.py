"""The world: two authors, each with a clone of one repository, and two learners with the real Anki."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

from ankigen.cli import cli
from author_year import questions

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

    from anki_backend import Learner

    from author_year.questions import Asked

START = 1_700_000_000
DAY = 86_400
BANK = 'id = "bank"\ntitle = "Bank"\nlanguage = "en"\ntopic_minimum = 99\n'
_GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "gc.auto=0")


class Place(NamedTuple):
    """A question, and the file that it is in."""

    path: str
    asked: Asked


@dataclass(eq=False)
class Clone:
    """An author's working copy. `lines` has, by token, the states of a question that the ledger here may know.

    `commits` are those of releases, and `built` the states of a question that were built here since the last merge.
    """

    folder: Path
    lines: dict[int, list[frozenset[Place]]] = field(default_factory=dict)
    commits: list[str] = field(default_factory=list)
    built: dict[int, list[frozenset[Place]]] = field(default_factory=dict)

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run git."""
        return subprocess.run(
            (*_GIT, *arguments), cwd=self.folder, check=check, capture_output=True, encoding="utf-8", errors="replace"
        )

    def commit(self) -> None:
        """Commit all that there is."""
        self.git("add", "-A")
        self.git("commit", "-qm", "x", "--allow-empty")

    def files(self) -> list[Path]:
        """Return the files of questions, without those that have marks of a conflict."""
        every = sorted((self.folder / "q").rglob("*.md"))
        return [path for path in every if "<<<<<<<" not in path.read_text(encoding="utf-8") and questions.read(path)]

    def places(self) -> Iterator[Place]:
        """Yield every question that can be read."""
        for path in self.files():
            name = unicodedata.normalize("NFC", path.relative_to(self.folder).as_posix())
            yield from (Place(name, asked) for asked in questions.read(path))

    def state(self, token: int) -> frozenset[Place]:
        """Return a question with all its copies."""
        return frozenset(place for place in self.places() if place.asked.token == token)

    def settled(self) -> list[Asked]:
        """Return the questions that are as the last build recorded them: an author may change one thing of each.

        Whoever changes the text, the ID and the place of a question at once makes a new one.
        """
        places = list(self.places())
        states = {place.asked.token: self.state(place.asked.token) for place in places}
        return [place.asked for place in places if self.lines.get(place.asked.token) == [states[place.asked.token]]]

    @property
    def ledger(self) -> Path:
        """The ledger's path."""
        return self.folder / "ankigen.lock"

    @property
    def package(self) -> Path:
        """The path of the package of the whole bank."""
        return self.folder / "apkg" / "bank.apkg"


@dataclass(eq=False)
class Studying:
    """A learner.

    `touched` has the notes that they tagged or edited, `looks` what each question was like at the last import, and
    `seen` how many of its states had been built by then.
    """

    person: Learner
    touched: dict[int, int] = field(default_factory=dict)
    looks: dict[int, frozenset[object]] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)


@dataclass(eq=False)
class World:
    """All that there is.

    `ever` has every state in which a question was built, by token, and `allowed` how many notes it may have, if more
    than one. `rivals` are pairs of questions to which two authors gave one ID, not knowing of each other. `dated`
    has how many states of a question had been built when a clone last built one that its ledger may not have had;
    `one_sided` is whether a merge has kept the ledger of one side. `released`
    are copies of the packages that learners were given, in order; `releaser` is whose clone the last one is from.
    `output` is what happened, for messages.
    """

    folder: Path
    pick: random.Random
    clones: list[Clone]
    learners: list[Studying]
    now: int = START
    next_token: int = 0
    next_id: int = 0
    next_name: int = 0
    ever: dict[int, list[frozenset[Place]]] = field(default_factory=dict)
    allowed: dict[int, int] = field(default_factory=dict)
    rivals: set[frozenset[int]] = field(default_factory=set)
    dated: dict[int, int] = field(default_factory=dict)
    one_sided: bool = False
    released: list[Path] = field(default_factory=list)
    releaser: Clone | None = None
    output: list[str] = field(default_factory=list)

    def run(self, *arguments: object, code: int | None = None) -> str:
        """Run ankigen now; return what it prints."""
        os.environ["SOURCE_DATE_EPOCH"] = str(self.now)
        ended = CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)
        assert code is None or ended.exit_code == code, ended.output
        return ended.output

    def forget(self, clone: Clone) -> None:
        """Note that a clone's ledger may be any that there ever was."""
        clone.lines = {token: list(states) for token, states in self.ever.items()}

    def keep(self, clone: Clone) -> Path:
        """Keep a copy of the package that is released."""
        copy = self.folder / f"release-{len(self.released)}.apkg"
        shutil.copy(clone.package, copy)
        self.released.append(copy)
        return copy


def begin(folder: Path, pick: random.Random, learners: list[Learner], settings: str = BANK) -> World:
    """Return a world with a bank that is in git and has not been built yet."""
    first, second = Clone(folder / "one"), Clone(folder / "two")
    first.folder.mkdir()
    first.git("init", "-q", "-b", "main")
    (first.folder / ".gitignore").write_text("apkg/\n", encoding="utf-8")
    (first.folder / "bank.toml").write_text(settings, encoding="utf-8")
    first.commit()
    subprocess.run((*_GIT, "clone", "-q", first.folder, second.folder), check=True, capture_output=True)
    return World(folder, pick, [first, second], [Studying(learner) for learner in learners])
