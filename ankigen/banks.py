"""A path to a bank: which folder is the bank, which part of it is meant, and every question in it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ankigen import check, config, conflicts, identity, media, readers, references, silencing, sources, unfilled
from ankigen.diagnostics import in_order
from ankigen.markdown import Look
from ankigen.media import Media, Named
from ankigen.problem import Problem
from ankigen.progress import silent
from ankigen.readers.parsed import Parsed
from ankigen.slugs import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ankigen.config import Config
    from ankigen.diagnostics import Diagnostic
    from ankigen.model import Question, Span
    from ankigen.progress import Track
    from ankigen.references import Reference
    from ankigen.silencing import Silence


class Place(NamedTuple):
    """The folder of a bank, and the file or folder inside it that is meant (the bank's folder itself: all of it).

    A folder without bank.toml is a bank as well; then `given` is true, and only `part` is read. `dialect` is a key of
    `readers.READERS`, or "" to look at each file.
    """

    folder: Path
    part: Path
    given: bool
    dialect: str = ""

    @property
    def whole(self) -> bool:
        """Whether all of the bank is meant."""
        return self.folder == self.part


class Bank(NamedTuple):
    """A bank as read: its questions with their keys, in the order of files, copies apart.

    A kept copy has the tags of all its copies; `own` are the questions as their files give them.
    `faulty` are the files in which something was left out, and `empty` those that hold no question. `media` are the
    pictures and sounds that the files name, and `definitions` what each file defines, links and footnotes.
    """

    place: Place
    config: Config
    questions: tuple[Question, ...]
    copies: tuple[tuple[Question, str], ...]
    diagnostics: tuple[Diagnostic, ...]
    faulty: frozenset[str]
    empty: tuple[str, ...]
    own: Mapping[Span, Question]
    media: Media = Media({}, {})
    definitions: Mapping[str, tuple[tuple[str, str], ...]] = {}

    def look(self, question: Question) -> Look:
        """Return how the fragments of a question are shown, with the files and references that its file names."""
        path = question.span.path
        names, defined = self.media.names.get(path, {}), self.definitions.get(path, ())
        return Look(self.config.language, self.config.maths, names, defined)

    @property
    def meant(self) -> tuple[Question, ...]:
        """The questions in the part that is meant, also those of which the kept copy stands elsewhere."""
        inside = {question.key for question in self.questions if self.has(question)}
        inside |= {key for copy, key in self.copies if self.has(copy)}
        return tuple(question for question in self.questions if question.key in inside)

    def has(self, item: Question | Diagnostic) -> bool:
        """Whether a question or finding stands in the part that is meant."""
        part = unicodedata.normalize("NFC", self.place.part.relative_to(self.place.folder).as_posix())
        return self.place.whole or item.span.path == part or item.span.path.startswith(f"{part}/")


def places(paths: Sequence[Path], dialect: str = "") -> tuple[Place, ...]:
    """Return the bank that each path means: one above it with a bank.toml, all those below it, or the path itself.

    A path that is not there, and two banks with one id, are a `Problem`.
    """
    found = tuple(dict.fromkeys(place for path in paths for place in _places(path)))
    found = tuple(place._replace(dialect=dialect) for place in found)
    folders: dict[str, Path] = {}
    for place in found:
        settings, _ = config.load(place.folder)
        other = folders.setdefault(settings.id, place.folder)
        if other != place.folder:
            hint = "write another `id` into the bank.toml of one of them"
            raise Problem(f"two banks have the id {settings.id}: {other} and {place.folder}", hint)
    return found


def below(folder: Path) -> list[Path]:
    """Return the banks in a folder of banks: each folder in it, with a bank.toml or not."""
    hidden = (".", "_")
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(hidden))


def _places(path: Path) -> Iterable[Place]:
    if not path.exists():
        raise Problem(
            f"{path}: no such file or folder", "give a bank's folder, a folder of markdown files, or one file"
        )
    full = path.resolve()
    for folder in (full, *full.parents):
        if (folder / config.FILE_NAME).is_file():
            return (Place(folder, full, given=False),)
    banks = [file.parent for file in sources.walk(full) if file.name == config.FILE_NAME] if full.is_dir() else []
    if banks:
        return tuple(Place(found, found, given=False) for found in sorted(banks))
    return (Place(full if full.is_dir() else full.parent, full, given=True),)


def read(place: Place, track: Track = silent) -> Bank:
    """Return the bank, with all that is wrong with it; a bank whose settings are wrong has no questions.

    `track` goes through the files.
    """
    settings, wrong = config.load(place.folder)
    if wrong:
        return Bank(place, settings, (), (), wrong, frozenset({config.FILE_NAME}), (), {})
    parsed = [_parsed(file, place, settings) for file in track(_files(place), "files")]
    questions = [question for file in parsed for question in file.questions]
    known = identity.identify(questions)
    found = [finding for file in parsed for finding in file.diagnostics]
    found += known.diagnostics
    found += check.check(known.questions, settings)
    files, odd = _media(place, settings, parsed)
    found += odd
    if place.whole or not place.given:
        named = [reference for file in parsed for reference in file.references]
        every = (path.relative_to(place.folder).as_posix() for path in sources.walk(place.folder))
        found += references.check(named, place.folder, every)
    silences = [silence for file in parsed for silence in file.silences]
    found = silencing.silenced(found, silences, settings.ignore)
    faulty = frozenset(finding.span.path for finding in found if finding.is_error)
    empty = tuple(file.path for file in parsed if not file.questions and not file.diagnostics)
    own = {question.span: question for question in questions}
    defined = {file.path: file.definitions for file in parsed if file.definitions}
    return Bank(place, settings, known.questions, known.copies, in_order(found), faulty, empty, own, files, defined)


def _media(place: Place, settings: Config, parsed: Iterable[_File]) -> tuple[Media, tuple[Diagnostic, ...]]:
    """Return the pictures and sounds of all files, as the parser finds them on cards and as their text names them."""
    named: list[Named] = []
    for file in parsed:
        look = Look(settings.language, settings.maths, definitions=file.definitions)
        for question in file.questions:
            named += references.named(question, look, file.references)
        named += [Named(reference.target, reference.span) for reference in file.references if reference.shown]
    return media.collect(named, place.folder, settings.media_limit)


class _File(NamedTuple):
    path: str
    questions: tuple[Question, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    references: tuple[Reference, ...] = ()
    silences: tuple[Silence, ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()


def _files(place: Place) -> list[Path]:
    try:
        return [place.part] if place.given and place.part.is_file() else sources.find(place.folder)
    except OSError as error:
        raise Problem(f"{error.filename}: cannot be read: {error.strerror}") from error


def _parsed(file: Path, place: Place, settings: Config) -> _File:
    source, odd = sources.read(file, place.folder)
    if source is None:
        return _File(odd[0].span.path, diagnostics=odd)
    conflict = conflicts.find(source)
    if conflict:
        asks = readers.parse(conflicts.without_markers(source), place.dialect) != Parsed()
        return _File(source.path, diagnostics=(*odd, conflict) if asks else ())
    left = unfilled.find(source)
    if left:
        return _File(source.path, diagnostics=(*odd, left))
    parsed = readers.parse(source, place.dialect)
    if not parsed.questions and not parsed.diagnostics:
        return _File(source.path)
    questions = tuple(_with_tags(question, settings.tags.aliases) for question in parsed.questions)
    starts = [question.span.line for question in parsed.questions]
    return _File(
        source.path,
        questions,
        (*odd, *parsed.diagnostics),
        tuple(references.find(source)),
        tuple(silencing.find(source, starts)),
        references.definitions(source),
    )


def _with_tags(question: Question, aliases: Mapping[str, str]) -> Question:
    """Return the question with its tags as the bank spells them."""
    if not aliases:
        return question
    names = {slug(alias): name for alias, name in aliases.items()}
    tags = {
        kind: tuple(dict.fromkeys(names.get(slug(tag), tag) for tag in getattr(question, kind)))
        for kind in ("topics", "traps")
    }
    return question.model_copy(update=tags)
