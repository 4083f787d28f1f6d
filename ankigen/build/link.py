"""Link the compiled files of a bank: merge copies, assign keys, collect media, and check the bank as a whole."""

from __future__ import annotations

import marshal
import os
import unicodedata
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki.media import Media, collect_media
from ankigen.build.compile import Bodies, Reading, answer_keys_of, compile_file, languages_of, store
from ankigen.build.identity import identify
from ankigen.build.locate import Place, files_of, grouped, near
from ankigen.checks import (
    apply_suppressions,
    check_bank,
    check_links,
    duplicates,
    near_duplicates,
    thin_topics_together,
)
from ankigen.languages import ENGLISH
from ankigen.markdown import MEDIA, is_remote, path_in_bank
from ankigen.model import Summary, in_order, summary, without_shingles
from ankigen.source import load_config
from ankigen.system import cache as caches
from ankigen.system.files import SETTINGS_FILE, relative_path, walk
from ankigen.system.processes import cores, process_count, spread
from ankigen.system.progress import paced, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.build.compile import CompiledFile
    from ankigen.languages import Languages
    from ankigen.model import Diagnostic, Question
    from ankigen.source import Config
    from ankigen.system.cache import Cache
    from ankigen.system.progress import Track
    from ankigen.system.stamp import Inputs


class Bank(NamedTuple):
    """A linked bank: the summary of each of its questions, with its key, in the order of the files.

    `language_from` says where the language of the cards is from: `bank.toml`, `explanations`, `stems`, or "" if no text
    is long enough to tell. Of several copies of a question, one is in `summaries`, with the tags of all; `copies` are
    the others, each with the key of that one. `find_diagnostics` blocks until the stems have been compared. `faulty`
    are the paths of the files from which something was left out, and `empty` those of the files without a question.
    `media` are the pictures and sounds that the files name, `sought` the paths of all files that they name, whether
    they exist or not.
    `read_bank` fills `own`, the questions as written, by path and index; `read_bank_for_build` fills `bodies`, their
    rendered fields.
    """

    place: Place
    config: Config
    languages: Languages = ENGLISH
    language_from: str = ""
    summaries: tuple[Summary, ...] = ()
    copies: tuple[tuple[Summary, str], ...] = ()
    find_diagnostics: Callable[[], tuple[Diagnostic, ...]] = tuple
    faulty: frozenset[str] = frozenset()
    empty: tuple[str, ...] = ()
    media: Media = Media()
    sought: frozenset[Path] = frozenset()
    answer_keys: Mapping[str, str] = {}
    own: Mapping[tuple[str, int], Question] = {}
    bodies: Bodies | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All diagnostics that are not suppressed, sorted by place; blocks until the stems have been compared."""
        return self.find_diagnostics()

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of a bank that was read in full."""
        return tuple(map(self.question, self.summaries))

    def question(self, summary: Summary) -> Question:
        """Return a question of a bank that was read in full, with its key and the tags of all its copies."""
        merged = ("id", "key", "topics", "traps", "rival_answers")
        return self.own[summary.path, summary.index].model_copy(
            update={name: getattr(summary, name) for name in merged}
        )

    @property
    def meant(self) -> tuple[Summary, ...]:
        """The questions in the part of the bank that was asked for, or of which it has a copy."""
        if self.place.whole:
            return self.summaries
        inside = {question.key for question in self.summaries if self.has(question)}
        inside |= {key for copy, key in self.copies if self.has(copy)}
        return tuple(question for question in self.summaries if question.key in inside)

    def has(self, item: Summary | Question | Diagnostic) -> bool:
        """Whether a question or diagnostic is in the part of the bank that was asked for."""
        return self.has_path(item.path if isinstance(item, Summary) else item.span.path)

    def has_path(self, path: str) -> bool:
        """Whether a file, by its path relative to the bank's folder, is in the part of the bank that was asked for."""
        if self.place.whole:
            return True
        part = unicodedata.normalize("NFC", self.place.part.relative_to(self.place.folder).as_posix())
        files = (file for file, answer_key in self.answer_keys.items() if answer_key == path)  # it belongs to them
        return any(file == part or file.startswith(f"{part}/") for file in (path, *files))


def read_bank(place: Place, track: Track = silent, *, rendered: bool = False) -> Bank:
    """Return the bank with the full text of its questions (`own`), without a cache.

    If its settings are wrong, it has their diagnostics and no questions. `track` counts the files. With `rendered`, it
    has the rendered fields of its questions (`bodies`) as well.
    """
    settings, diagnostics = load_config(place.folder)
    if diagnostics:
        return _unsettled(place, settings, diagnostics)
    paths = files_of(place)
    how = Reading(place.folder, settings, _answer_keys(place, [relative_path(path, place.folder) for path in paths]))
    files = [compile_file(path, how) for path in track(paths, "files")]
    own = {(question.span.path, question.index): question for _, questions in files for question in questions}
    bank = _linked(place, settings, [compiled for compiled, _ in files])._replace(own=own)
    how = how._replace(languages=bank.languages)
    return bank._replace(bodies=store.rendered(files, how, bank.media.names)) if rendered else bank


def read_bank_for_build(place: Place, cache: Cache, track: Track = silent, seen: Inputs | None = None) -> Bank:
    """Return the bank with the rendered fields of its questions (`bodies`) instead of their texts.

    Files that have not changed come from the cache; the others are compiled, rendered and cached. `track` counts the
    files. `seen` is the state of the folder if the caller has it already: then no file's state is read again.
    """
    settings, diagnostics = load_config(place.folder)
    if diagnostics:
        return _unsettled(place, settings, diagnostics)
    files = {relative_path(file, place.folder): file for file in files_of(place, seen)}
    bodies = Bodies()
    how = Reading(place.folder, settings, _answer_keys(place, files))
    compiled: dict[str, CompiledFile] = {}
    groups = grouped(files)
    state_of = seen.state_when_old if seen else caches.state_when_old
    languages_by_group: dict[str, Languages] = {}
    for name, index in _refreshed(groups, how, cache, state_of, track(list(files), "files")):
        compiled |= bodies.add(index, cache, name)
        languages_by_group[name] = store.languages_in(index)
    how = how._replace(languages=languages_of(compiled.values(), settings))
    stale = {name: part for name, part in groups.items() if languages_by_group[name] != how.languages}
    if stale:
        steps = track([file for part in stale.values() for file in part], "files")
        for name, index in _refreshed(stale, how, cache, state_of, steps):
            bodies.add(index, cache, name)
    return _linked(place, settings, [compiled[file] for file in files], aside=True)._replace(bodies=bodies)


def _answer_keys(place: Place, files: Iterable[str]) -> Mapping[str, str]:
    """Return, by path, the answer key of each file that its name gives one; paths are relative to the bank's folder."""
    beside = near(place)
    if not beside:
        return answer_keys_of(files)
    above = place.folder.parent
    known = answer_keys_of(relative_path(path, above) for path in (place.part, *beside))
    answer_key = known.get(unicodedata.normalize("NFC", relative_path(place.part, above)))
    if not answer_key:
        return {}
    return {place.part.name: os.path.relpath(above / answer_key, place.folder).replace(os.sep, "/")}


def _without_answer_keys(files: Sequence[CompiledFile]) -> list[CompiledFile]:
    """Return the files; of one that others link to for their answers, and that has no question, nothing is reported."""
    answer_keys = {compiled.answer_key for compiled in files}
    return [
        compiled._replace(diagnostics=()) if compiled.path in answer_keys and not compiled.summaries else compiled
        for compiled in files
    ]


def _refreshed(
    groups: Mapping[str, Mapping[str, Path]],
    how: Reading,
    cache: Cache,
    state_of: store.StateOf,
    steps: Iterable[object],
) -> Iterator[tuple[str, bytes]]:
    """Yield the name in the cache and the index of each group of files.

    Groups that are up to date are loaded while other processes rebuild the rest.
    """
    names, parts = list(groups), list(groups.values())
    numbers = range(len(parts))
    current = [number for number in numbers if store.is_current(parts[number], how, cache, names[number], state_of)]
    stale = sorted({*numbers} - {*current})

    def refresh(number: int) -> bytes:
        return store.refresh(parts[stale[number]], how, cache, names[stale[number]], state_of)

    refreshed = spread(refresh, len(stale), cores(), aside=bool(current))
    up_to_date = ((number, store.index(cache, names[number])) for number in current)
    done = chain(up_to_date, ((stale[number], index) for number, index in refreshed))
    for number, index in paced(steps, [len(part) for part in parts], done):
        yield names[number], index


def _unsettled(place: Place, settings: Config, diagnostics: tuple[Diagnostic, ...]) -> Bank:
    return Bank(place, settings, find_diagnostics=lambda: diagnostics, faulty=frozenset({SETTINGS_FILE}))


def _linked(place: Place, settings: Config, files: Sequence[CompiledFile], *, aside: bool = False) -> Bank:
    """Return the bank of these files, with keys and diagnostics; with `aside`, another process compares the stems."""
    files = _without_answer_keys(files)
    media, media_diagnostics = collect_media(
        [reference for compiled in files for reference in compiled.media_references],
        place.folder,
        settings.media_limit,
    )
    identified = identify(
        [
            summary.with_pictures(question, media.contents(compiled.path)) if question.pictures else question
            for compiled in files
            for question in compiled.summaries
        ]
    )
    pairs = _near(identified.questions, aside=aside)
    questions = tuple(map(without_shingles, identified.questions))
    diagnostics = [
        *[diagnostic for compiled in files for diagnostic in compiled.diagnostics],
        *identified.diagnostics,
        *_of_questions(files, identified.questions),
        *check_bank(identified.questions, settings),
        *media_diagnostics,
    ]
    if place.whole or not place.given:
        paths = [relative_path(path, place.folder) for path in walk(place.folder, MEDIA)]
        paths += [compiled.path for compiled in files]
        references = (reference for compiled in files for reference in compiled.references)
        diagnostics += check_links(references, place.folder, paths)
    local = [reference for compiled in files for reference in compiled.names if not is_remote(reference.target)]
    answer_keys = {compiled.path: compiled.answer_key for compiled in files if compiled.answer_key}
    suppressions = [suppression for compiled in files for suppression in compiled.suppressions]

    @cache
    def find_diagnostics() -> tuple[Diagnostic, ...]:
        every = [*diagnostics, *near_duplicates(questions, pairs())]
        wanted = apply_suppressions(every, suppressions, settings.ignore)
        return in_order(thin_topics_together(wanted, settings))

    return Bank(
        place=place,
        config=settings,
        languages=languages_of(files, settings),
        language_from=_language_from(files, settings),
        summaries=questions,
        copies=identified.copies,
        find_diagnostics=find_diagnostics,
        faulty=frozenset(diagnostic.span.path for diagnostic in diagnostics if diagnostic.is_error),
        empty=tuple(
            compiled.path
            for compiled in files
            if not compiled.summaries and not any(diagnostic.is_error for diagnostic in compiled.diagnostics)
        ),
        media=media,
        sought=frozenset(place.folder / path for path in (*map(path_in_bank, local), *answer_keys.values())),
        answer_keys=answer_keys,
    )


def _language_from(files: Sequence[CompiledFile], settings: Config) -> str:
    """Return where the language of the cards is from, as in `Bank`."""
    if settings.language:
        return SETTINGS_FILE
    if any(compiled.explanation_languages for compiled in files):
        return "explanations"
    return "stems" if any(compiled.stem_languages for compiled in files) else ""


def _of_questions(files: Sequence[CompiledFile], questions: Sequence[Summary]) -> Iterator[Diagnostic]:
    """Yield the diagnostics of the questions that are built; those of other copies are left out."""
    doubted = [
        pair
        for compiled in files
        for pair in zip(compiled.summaries, compiled.question_diagnostics, strict=True)
        if pair[1]
    ]
    places = {(question.path, question.index) for question in questions if doubted}
    for question, diagnostics in doubted:
        if (question.path, question.index) in places:
            yield from diagnostics


def _near(questions: Sequence[Summary], *, aside: bool) -> Callable[[], list[tuple[int, int]]]:
    """Start to compare the stems; return a function that blocks until it is done and returns the near duplicates.

    These are pairs of indexes of `questions`.
    """
    stems = [question.shingles for question in questions]
    processes = process_count(len(stems)) if aside else 1
    done = spread(lambda _: marshal.dumps(duplicates.near(stems)), 1, processes, aside=aside)
    return lambda: marshal.loads(dict(done)[0])  # noqa: S302 - ours
