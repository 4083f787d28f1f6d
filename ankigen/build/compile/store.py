"""Keep compiled files and their rendered questions in the cache, in groups; only files that changed are compiled again.

Any process can bring a group up to date. A cached file is used only if the same code made it, with the same settings,
from the same bytes. A file of the same size, dates and inode is taken to have the same bytes, as git does.

Fields depend on the languages of the whole bank, which are known once every file is compiled. A group is rendered in
the languages of before or, if it is new, in those of its first file; most often these are the bank's. Each group keeps
the languages of its fields, so that `link` can have it rendered again if they are not.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ankigen.anki.media import collect_media
from ankigen.build.compile import answer_keys
from ankigen.build.compile.bodies import rendered
from ankigen.build.compile.compiled import CompiledFile, languages_of, look_of
from ankigen.build.compile.groups import FileState, Group, StoredFile
from ankigen.source import content_of
from ankigen.system.cache import read_at
from ankigen.system.errors import UserError
from ankigen.system.files import relative_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ankigen.build.compile.compiled import ReadSettings
    from ankigen.model import Question
    from ankigen.system.cache import Cache, OpenFile, State

    StateOf = Callable[[str], State | None]


class _File(NamedTuple):
    """A file while its group is brought up to date: with its questions, or with what the cache has of it (`stored`).

    `questions` has each before those that are made of it. `state` is the file's state before it was read; None if it
    was so young that a later change might not show. `fields` are the bytes of the bodies of its questions.
    """

    path: str
    hash: bytes
    state: FileState | None
    compiled: CompiledFile
    questions: tuple[Question, ...]
    stored: StoredFile | None = None
    fields: bytes | memoryview = b""


def load(cache: Cache, name: str) -> tuple[Group, OpenFile] | None:
    """Return the group in the cache's file `name`, and this file, in which its fields follow; None if it has none.

    The content of the file is left out: it is the group.
    """
    opened = cache.open(name)
    return (pickle.loads(opened.content), opened._replace(content=b"")) if opened else None  # noqa: S301 - this user wrote it


def load_saved(cache: Cache, name: str) -> tuple[Group, OpenFile]:
    """Return the group as `load` does. Raises `UserError` if the cache has none, although it has just been saved."""
    loaded = load(cache, name)
    if loaded is None:
        raise UserError(f"{cache.folder / name}: what was just written cannot be read", "build again, with --no-cache")
    return loaded


def is_current(group: Group, files: Mapping[str, str], read_settings: ReadSettings, state_of: StateOf) -> bool:
    """Whether a group is up to date with these files.

    `state_of` returns the state of a file; None if it is missing or too young to be trusted.
    """
    if not _is_readable(group, read_settings):
        return False
    states_now = {}
    for file, path in files.items():
        answer_key = _answer_key_now(file, read_settings, group.states.get(file))
        states_now[file] = _with_answers(state_of(path), answer_key, state_of)
    if None in states_now.values() or group.states != states_now:
        return False
    names = _media_names([stored.compiled for stored in group.files], read_settings)
    return all(stored.names == names.get(stored.compiled.path, {}) for stored in group.files)


def refresh(files: Mapping[str, str], read_settings: ReadSettings, cache: Cache, name: str, state_of: StateOf) -> None:
    """Bring the group in the cache's file `name` up to date with these files.

    If `read_settings` have no languages, they are those in which the group was rendered before, or those of its first
    question file.
    """
    group, stored = _stored_files(cache, name, read_settings)
    read_settings = read_settings._replace(languages=group.languages if group else read_settings.languages)
    read: list[_File] = []
    for file, path in files.items():
        before = group.states.get(file) if group else None
        current = _current(path, read_settings, stored.get(file), before, state_of)
        if current.questions and read_settings.languages is None:
            read_settings = read_settings._replace(languages=languages_of([current.compiled], read_settings.config))
        read.append(_rendered_at_once(current, read_settings))
    languages = read_settings.languages or languages_of([], read_settings.config)
    read_settings = read_settings._replace(languages=languages)
    names = _media_names([file.compiled for file in read], read_settings)
    rows: list[StoredFile] = []
    fields: list[bytes | memoryview] = []
    for current in read:
        row, text = _stored(current, read_settings, names.get(current.compiled.path, {}))
        rows.append(row)
        fields.append(text)
    states = {name: file.state for name, file in zip(files, read, strict=True)}
    if group and group.states == states and all(row is stored[row.file][0] for row in rows):
        return
    after = Group(_signature(read_settings), languages, states, tuple(rows))
    cache.save(name, pickle.dumps(after, pickle.HIGHEST_PROTOCOL), b"".join(fields))


def _with_answers(own: State | None, answer_key: Path | None, state_of: StateOf) -> FileState | None:
    """Return the state of a file with the path and state of its answer key if it has one; None if one is unknown."""
    if own is None:
        return None
    if answer_key is None:
        return FileState(own)
    answers = state_of(str(answer_key))
    return None if answers is None else FileState(own, str(answer_key), answers)


def _answer_key_now(file: str, read_settings: ReadSettings, before: FileState | None) -> Path | None:
    """Return the answer key of a file as long as it has not changed: by its name, or the one that it linked to."""
    linked = Path(before.answer_key) if before and before.answer_key else None
    return answer_keys.answer_key_of(file, read_settings) or linked


def _media_names(files: Iterable[CompiledFile], read_settings: ReadSettings) -> Mapping[str, Mapping[str, str]]:
    """Return, by the path of each file that names pictures or sounds, their names in Anki, by target."""
    references = (reference for compiled in files for reference in compiled.media_references)
    return collect_media(references, read_settings.folder, read_settings.config.media_limit)[0].names


def _signature(read_settings: ReadSettings) -> str:
    return hashlib.sha256(read_settings.config.model_dump_json().encode()).hexdigest()


def _is_readable(group: Group, read_settings: ReadSettings) -> bool:
    """Whether a group was read with these settings, and in their languages if they have any."""
    return group.signature == _signature(read_settings) and read_settings.languages in {None, group.languages}


def _stored_files(
    cache: Cache, name: str, read_settings: ReadSettings
) -> tuple[Group | None, Mapping[str, tuple[StoredFile, memoryview]]]:
    """Return the group that the cache has, and by path each of its files with the fields of its questions.

    There is none if it was read with other settings, or in other languages.
    """
    loaded = load(cache, name)
    if loaded is None or not _is_readable(loaded[0], read_settings):
        return None, {}
    group, opened = loaded
    view, start, files = memoryview(read_at(opened, 0, opened.size)), 0, {}
    for row in group.files:
        end = start + sum(body.size for body in row.bodies)
        files[row.file] = row, view[start:end]
        start = end
    return group, files


def _current(
    path: str,
    read_settings: ReadSettings,
    stored: tuple[StoredFile, memoryview] | None,
    before: FileState | None,
    state_of: StateOf,
) -> _File:
    """Return the file from the cache if its state or its bytes are the same, else compile it.

    `stored` and `before` are what the cache has of it, and its state at that time.
    """
    file = relative_name(path, read_settings.folder)
    own = state_of(path)
    state = _with_answers(own, _answer_key_now(file, read_settings, before), state_of)
    if stored and state and before == state:
        return _from_store(path, state, *stored)
    try:
        data = content_of(Path(path))
    except OSError:  # `compile_file` reports it
        return _compiled(path, b"", None, read_settings, None)
    answer_key = answer_keys.answer_key_of(file, read_settings, data.decode("utf-8", "replace"))
    state = _with_answers(own, answer_key, state_of)
    content_hash = hashlib.sha256(data + answer_keys.path_and_bytes(answer_key)).digest()
    if stored and stored[0].hash == content_hash:
        return _from_store(path, state, *stored)
    return _compiled(path, content_hash, state, read_settings, data)


def _compiled(
    path: str, content_hash: bytes, state: FileState | None, read_settings: ReadSettings, data: bytes | None
) -> _File:
    """Return the compiled file; `data` are its bytes, None if it cannot be read."""
    from ankigen.build.compile.file import compile_file  # noqa: PLC0415 - with the readers, of no use if nothing changed

    return _File(path, content_hash, state, *compile_file(Path(path), read_settings, data))


def _from_store(path: str, state: FileState | None, stored: StoredFile, fields: memoryview) -> _File:
    return _File(path, stored.hash, state, stored.compiled, (), stored, fields)


def _rendered_at_once(file: _File, read_settings: ReadSettings) -> _File:
    """Render a file's questions if it names no picture or sound, so that they need not stay in memory."""
    if file.stored or file.compiled.media_references:
        return file
    stored_file, fields = _stored(file, read_settings, {})
    return _File(file.path, file.hash, file.state, CompiledFile(file.compiled.path), (), stored_file, fields)


def _stored(
    file: _File, read_settings: ReadSettings, names: Mapping[str, str]
) -> tuple[StoredFile, bytes | memoryview]:
    """Return what the cache is to keep of a file, and the fields of its questions; `names` as in `StoredFile`."""
    if file.stored and file.stored.names == names:
        return file.stored, file.fields
    if file.stored:
        file = _current(file.path, read_settings, None, None, lambda _: None)._replace(state=file.state)
    look = look_of(file.compiled, read_settings, names)
    bodies = [rendered(question, look, read_settings.config) for question in file.questions]
    name = relative_name(file.path, read_settings.folder)
    stored = StoredFile(name, file.hash, file.compiled, names, tuple(body for body, _ in bodies))
    return stored, b"".join(text for _, text in bodies)
