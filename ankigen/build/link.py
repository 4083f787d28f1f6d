"""Read the files of a bank and link them: merge copies, assign keys, collect media, and check the bank as a whole."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from ankigen.anki.media import collect_media
from ankigen.build.bank import Bank, RenderedBank, keep_linked, load_linked
from ankigen.build.compile import (
    Bodies,
    ReadSettings,
    answer_keys_in,
    languages_of,
    store,
    without_their_diagnostics,
)
from ankigen.build.identity import identify
from ankigen.build.locate import files_of, grouped, snapshot_of
from ankigen.checks import (
    apply_suppressions,
    check_bank,
    check_links,
    check_paths,
    duplicates,
    near_duplicates,
    thin_topics_together,
    unused_traps,
)
from ankigen.markdown import MEDIA, is_remote, path_in_bank
from ankigen.model import Rule, in_order, summary, without_shingles
from ankigen.source import load_config, place_in_settings
from ankigen.system.files import SETTINGS_FILE, relative_name
from ankigen.system.processes import cores, spread
from ankigen.system.progress import paced, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.anki.media import Media
    from ankigen.build.compile import CompiledFile, Group
    from ankigen.build.identity import Identified
    from ankigen.build.locate import Location
    from ankigen.model import Diagnostic, Summary
    from ankigen.source import Config
    from ankigen.system.cache import Cache, OpenFile
    from ankigen.system.progress import Track
    from ankigen.system.stamp import Snapshot


def read_bank(
    location: Location, cache: Cache, track: Track = silent, snapshot: Snapshot | None = None
) -> RenderedBank:
    """Return the bank; the fields of its questions are read from the cache while it is open.

    A bank of which nothing has changed comes from the cache as a whole, and else each file that has not changed; the
    others are compiled, rendered and cached. `track` counts the files. `snapshot` is that of the bank if the caller has
    taken it already. If the bank's settings are wrong, it has their diagnostics and no questions. Raises `UserError` if
    a folder cannot be read.
    """
    config, diagnostics = load_config(location.folder)
    if diagnostics:
        return RenderedBank(_without_settings(location, config, diagnostics), Bodies())
    snapshot = snapshot or snapshot_of(location)
    bank = load_linked(location, config, cache, snapshot)
    if bank:
        return RenderedBank(bank, Bodies(_groups_of(bank, cache, snapshot)))
    files = files_of(location, snapshot)
    groups = grouped(files)
    read_settings = ReadSettings(location.folder, config, answer_keys_in(location, files))
    state_of = snapshot.state_when_old
    opened = {}
    for name, group, file in _refreshed(groups, read_settings, cache, state_of, track(list(files), "files")):
        opened[name] = group, file
    compiled = {stored.file: stored.compiled for group, _ in opened.values() for stored in group.files}
    read_settings = read_settings._replace(languages=languages_of(compiled.values(), config))
    stale = {name: part for name, part in groups.items() if opened[name][0].languages != read_settings.languages}
    if stale:
        steps = track([file for part in stale.values() for file in part], "files")
        for name, group, file in _refreshed(stale, read_settings, cache, state_of, steps):
            opened[name] = group, file
    bank = _linked(location, config, [compiled[file] for file in files], snapshot)
    keep_linked(bank, cache, snapshot)
    return RenderedBank(bank, Bodies(opened.values()).read())


def _groups_of(bank: Bank, cache: Cache, snapshot: Snapshot) -> Iterator[tuple[Group, OpenFile]]:
    """Yield the groups of a bank that need not be linked again."""
    files = files_of(bank.location, snapshot)
    answer_keys = answer_keys_in(bank.location, files)
    read_settings = ReadSettings(bank.location.folder, bank.config, answer_keys, bank.languages)
    for _, group, opened in _refreshed(grouped(files), read_settings, cache, snapshot.state_when_old, files):
        yield group, opened


def _refreshed(
    groups: Mapping[str, Mapping[str, str]],
    read_settings: ReadSettings,
    cache: Cache,
    state_of: store.StateOf,
    steps: Iterable[object],
) -> Iterator[tuple[str, Group, OpenFile]]:
    """Yield the name in the cache of each group of files, with the group and its open file in the cache.

    Groups that are not up to date are rebuilt, by several processes.
    """
    names = list(groups)
    current: dict[int, tuple[Group, OpenFile]] = {}
    for number, name in enumerate(names):
        loaded = store.load(cache, name)
        if loaded and store.is_current(loaded[0], groups[name], read_settings, state_of):
            current[number] = loaded
    stale = [number for number in range(len(names)) if number not in current]
    stale_groups = [(names[number], groups[names[number]]) for number in stale]
    refresh = partial(_refresh, stale_groups, read_settings, cache, state_of)
    refreshed = ((stale[number], None) for number, _ in spread(refresh, len(stale), cores()))
    sizes = [len(group) for group in groups.values()]
    for number, loaded in paced(steps, sizes, chain(current.items(), refreshed)):
        yield names[number], *(loaded or store.load_saved(cache, names[number]))


def _refresh(
    groups: Sequence[tuple[str, Mapping[str, str]]],
    read_settings: ReadSettings,
    cache: Cache,
    state_of: store.StateOf,
    number: int,
) -> bytes:
    """Bring the group with this number up to date; all arguments can be sent to another process."""
    name, files = groups[number]
    store.refresh(files, read_settings, cache, name, state_of)
    return b""


def _without_settings(location: Location, config: Config, diagnostics: tuple[Diagnostic, ...]) -> Bank:
    """Return a bank of which nothing is read, because its bank.toml is wrong."""
    return Bank(
        location,
        config,
        diagnostics=diagnostics,
        errors=tuple(diagnostic.span for diagnostic in diagnostics),
    )


def _linked(location: Location, config: Config, files: Sequence[CompiledFile], snapshot: Snapshot) -> Bank:
    """Return the bank of these files."""
    files = without_their_diagnostics(files)
    media, media_diagnostics = collect_media(
        [reference for compiled in files for reference in compiled.media_references],
        location.folder,
        config.media_limit,
    )
    identified = _identified(files, media)
    pairs = duplicates.near([question.shingles for question in identified.questions])
    questions = tuple(map(without_shingles, identified.questions))
    diagnostics = [
        *_diagnostics(files, identified, config),
        *_of_families(location, questions, config),
        *media_diagnostics,
        *_of_links(location, files, snapshot),
        *near_duplicates(questions, pairs),
    ]
    suppressions = [suppression for compiled in files for suppression in compiled.suppressions]
    reported = apply_suppressions(diagnostics, suppressions, config.ignore)
    answer_keys = {compiled.path: compiled.answer_key for compiled in files if compiled.answer_key}
    return Bank(
        location=location,
        config=config,
        languages=languages_of(files, config),
        language_from=_language_from(files, config),
        summaries=questions,
        copies=identified.copies,
        diagnostics=in_order(thin_topics_together(reported, config)),
        errors=tuple(diagnostic.span for diagnostic in diagnostics if diagnostic.is_error),
        empty=tuple(
            compiled.path
            for compiled in files
            if not compiled.summaries and not any(diagnostic.is_error for diagnostic in compiled.diagnostics)
        ),
        media=media,
        named_paths=_named_paths(location, files, answer_keys.values()),
        answer_keys=answer_keys,
    )


def _identified(files: Sequence[CompiledFile], media: Media) -> Identified:
    """Return the questions of the files, each once and with its key; pictures count by their content."""
    return identify(
        [
            summary.with_pictures(question, media.contents(compiled.path)) if question.pictures else question
            for compiled in files
            for question in compiled.summaries
        ]
    )


def _diagnostics(files: Sequence[CompiledFile], identified: Identified, config: Config) -> Iterator[Diagnostic]:
    """Yield what is wrong with the files and their questions, except for near duplicates, media and links."""
    for compiled in files:
        yield from compiled.diagnostics
    yield from identified.diagnostics
    yield from _of_questions(files, identified.questions)
    yield from check_bank(identified.questions, config)


def _of_families(location: Location, questions: Sequence[Summary], config: Config) -> Iterator[Diagnostic]:
    def place(family: str, trap: str) -> tuple[int, int]:
        return place_in_settings(location.folder, ("tags", "families", family), trap)

    return unused_traps(questions, config, place)


def _of_links(location: Location, files: Sequence[CompiledFile], snapshot: Snapshot) -> list[Diagnostic]:
    """Return what is wrong with links and paths; nothing for a single file, whose folder is not read."""
    if not (location.whole or location.has_settings):
        return []
    paths = [relative_name(path, location.folder) for path in snapshot.tree if path.lower().endswith(MEDIA)]
    paths += [compiled.path for compiled in files]
    references = (reference for compiled in files for reference in compiled.references)
    # A name that is no text is refused, and is written with escapes: their backslashes are not in it.
    refused = {one.span.path for compiled in files for one in compiled.diagnostics if one.rule is Rule.UNREADABLE}
    return [
        *check_links(references, location.folder, paths),
        *check_paths(path for path in paths if path not in refused),
    ]


def _named_paths(location: Location, files: Sequence[CompiledFile], answer_keys: Iterable[str]) -> frozenset[Path]:
    """Return the paths of all files that the bank's files name, whether they exist or not."""
    references = (reference for compiled in files for reference in compiled.all_references)
    local = (path_in_bank(reference) for reference in references if not is_remote(reference.target))
    return frozenset(location.folder / path for path in (*local, *answer_keys))


def _language_from(files: Sequence[CompiledFile], config: Config) -> str:
    """Return where the language of the cards is from, as in `Bank`."""
    if config.language:
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
