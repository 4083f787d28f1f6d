"""A path to a bank: which folder is the bank, which part of it is meant, and every question in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen import config, identity, readers, sources
from ankigen.diagnostics import in_order
from ankigen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ankigen.config import Config
    from ankigen.diagnostics import Diagnostic
    from ankigen.model import Question


class Place(NamedTuple):
    """The folder of a bank, and the file or folder inside it that is meant (the bank's folder itself: all of it).

    A folder without bank.toml is a bank as well; then `given` is true, and only `part` is read.
    """

    folder: Path
    part: Path
    given: bool

    @property
    def whole(self) -> bool:
        """Whether all of the bank is meant."""
        return self.folder == self.part


class Bank(NamedTuple):
    """A bank as read: its questions with their keys, in the order of files, copies apart.

    `faulty` are the files in which something was left out; `files` counts the files that were read, and `empty` are
    those that hold no question.
    """

    place: Place
    config: Config
    questions: tuple[Question, ...]
    copies: tuple[tuple[Question, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    faulty: frozenset[str]
    empty: tuple[str, ...]

    @property
    def meant(self) -> tuple[Question, ...]:
        """The questions in the part that is meant, also those of which the kept copy stands elsewhere."""
        if self.place.whole or self.place.given:
            return self.questions
        part = self.place.part.relative_to(self.place.folder).as_posix()
        inside = {q.key for q in self.questions if _is_below(q.span.path, part)}
        inside |= {key for copy, key in self.copies if _is_below(copy.span.path, part)}
        return tuple(question for question in self.questions if question.key in inside)


def _is_below(path: str, part: str) -> bool:
    return path == part or path.startswith(f"{part}/")


def places(paths: Sequence[Path]) -> tuple[Place, ...]:
    """Return the bank that each path means: one above it with a bank.toml, all those below it, or the path itself.

    A path that is not there is a `Problem`.
    """
    return tuple(dict.fromkeys(place for path in paths for place in _places(path)))


def _places(path: Path) -> Iterable[Place]:
    if not path.exists():
        raise Problem(
            f"{path}: no such file or folder", "give a bank's folder, a folder of markdown files, or one file"
        )
    full = path.resolve()
    for folder in (full, *full.parents):
        if (folder / config.FILE_NAME).is_file():
            return (Place(folder, full, given=False),)
    below = sorted(full.rglob(config.FILE_NAME)) if full.is_dir() else []
    if below:
        return tuple(Place(found.parent, found.parent, given=False) for found in below)
    return (Place(full if full.is_dir() else full.parent, full, given=True),)


def read(place: Place) -> Bank:
    """Return the bank, with what is wrong with it; a bank whose settings are wrong has no questions."""
    settings, found = config.load(place.folder)
    if found:
        return Bank(place, settings, (), (), found, frozenset({config.FILE_NAME}), ())
    try:
        files = [place.part] if place.given and place.part.is_file() else sources.find(place.folder)
    except OSError as error:
        raise Problem(f"{error.filename}: cannot be read: {error.strerror}") from error
    questions: list[Question] = []
    empty: list[str] = []
    for file in files:
        source, odd = sources.read(file, place.folder)
        found += odd
        if source is None:
            continue
        parsed = readers.parse(source)
        questions += parsed.questions
        found += parsed.diagnostics
        if not parsed.questions and not parsed.diagnostics:
            empty.append(source.path)
    known = identity.identify(questions)
    found = in_order((*found, *known.diagnostics))
    faulty = frozenset(diagnostic.span.path for diagnostic in found if diagnostic.is_error)
    return Bank(place, settings, known.questions, known.copies, found, faulty, tuple(empty))
