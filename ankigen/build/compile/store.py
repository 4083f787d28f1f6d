"""Keep compiled files and their rendered questions in the cache, in groups; only files that changed are compiled again.

Any process can bring a group up to date. A cached file is used only if the same code made it, with the same settings,
from the same bytes. A file of the same size, dates and inode is taken to have the same bytes, as git does.

Fields depend on the languages of the whole bank, which are known once every file is compiled. A group is rendered in
the languages of before or, if it is new, in those of its first file; most often these are the bank's. Each group keeps
the languages of its fields, so that `link` can have it rendered again if they are not.
"""

from __future__ import annotations

import hashlib
import marshal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.anki import render_body
from ankigen.anki.media import collect_media
from ankigen.build.compile import answer_keys
from ankigen.build.compile.bodies import LENGTH, hash_of_fields, packed
from ankigen.build.compile.file import CompiledFile, compile_file, languages_of, look_of
from ankigen.build.compile.serialise import from_plain, media_from_plain, to_plain
from ankigen.languages import Languages
from ankigen.system.cache import read_at
from ankigen.system.files import relative_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ankigen.build.compile.bodies import BodiesInCache, StoredBodies
    from ankigen.build.compile.file import ReadSettings
    from ankigen.model import Question
    from ankigen.system.cache import Cache, State

    StateOf = Callable[[Path], State | None]


class FileState(NamedTuple):
    """By what it is seen that a file and its answer key have not changed.

    `own` is the state of the file, `answers` that of its answer key, whose path is `answer_key`; "" if it has none.
    """

    own: State
    answer_key: str = ""
    answers: State | None = None


class _StoredFile(NamedTuple):
    """What a group keeps of a file, as plain values.

    `hash` is the SHA-256 of the file's bytes; `names` maps the targets of its pictures and sounds to names in Anki.
    `bodies` has for each question the size of its packed fields in bytes, the files that they show, and their hash.
    """

    file: str
    hash: bytes
    compiled: tuple[Any, ...]
    names: dict[str, str]
    bodies: StoredBodies


class _File(NamedTuple):
    """A file while its group is brought up to date: with its questions, or with what the cache has of it (`stored`).

    In the second case, `compiled` has only its path and media. `state` is the file's state before it was read; None
    if it was so young that a later change might not show. `fields` are the packed fields of its questions.
    """

    path: Path
    hash: bytes
    state: FileState | None
    compiled: CompiledFile
    questions: tuple[Question, ...]
    stored: _StoredFile | None = None
    fields: bytes | memoryview = b""


class _Group(NamedTuple):
    """What the cache has of a group; all is empty if it has none.

    `head` is its index; `files` has by path each file with the fields of its questions, `states` the state of each.
    """

    head: bytes = b""
    files: Mapping[str, tuple[_StoredFile, memoryview]] = {}
    states: Mapping[str, tuple[Any, ...] | None] = {}

    def state(self, file: str) -> FileState | None:
        """Return the state of a file when the group was saved; None if the file was young or is new."""
        return _as_state(self.states.get(file))


def is_current(
    files: Mapping[str, Path], read_settings: ReadSettings, cache: Cache, name: str, state_of: StateOf
) -> bool:
    """Whether the group in the cache's file `name` has been verified and is up to date with these files.

    `state_of` returns the state of a file; None if it is missing or too young to be trusted.
    """
    if not cache.is_verified(name):
        return False
    signature, states, languages, _ = marshal.loads(index(cache, name))  # noqa: S302 - the cache has verified that we wrote it
    if read_settings.languages not in {None, languages}:
        return False
    states_now = {}
    for file, path in files.items():
        answer_key = _answer_key_now(file, read_settings, _as_state(states.get(file)))
        states_now[file] = _with_answers(state_of(path), answer_key, state_of)
    return signature == _signature(read_settings) and None not in states_now.values() and states == states_now


def index(cache: Cache, name: str) -> bytes:
    """Return the index of the group in the cache's file `name`, for `add_group`; the group must be current."""
    with cache.opened(name) as file:
        (size,) = LENGTH.unpack(read_at(file, 0, LENGTH.size))
        return read_at(file, LENGTH.size, size)


def languages_in(group_index: bytes) -> Languages:
    """Return the languages in which the fields of a group are rendered, from its index."""
    return Languages(*marshal.loads(group_index)[2])  # noqa: S302 - sealed


def add_group(bodies: BodiesInCache, name: str, group_index: bytes) -> dict[str, CompiledFile]:
    """Add a group to `bodies`; return its compiled files, by their paths relative to the bank's folder."""
    rows = [_StoredFile._make(row) for row in marshal.loads(marshal.loads(group_index)[-1])]  # noqa: S302 - sealed
    compiled_files = {row.file: from_plain(row.compiled) for row in rows}
    bodies.add(name, group_index, ((compiled_files[row.file], row.bodies) for row in rows))
    return compiled_files


def refresh(
    files: Mapping[str, Path], read_settings: ReadSettings, cache: Cache, name: str, state_of: StateOf
) -> bytes:
    """Bring the group in the cache's file `name` up to date with these files; return its index, for `add_group`.

    If `read_settings` have no languages, they are those in which the group was rendered before, or those of its first
    question file.
    """
    group, languages = _loaded(cache.load(name), read_settings)
    read_settings = read_settings._replace(languages=languages)
    read: list[_File] = []
    for file, path in files.items():
        current = _current(path, read_settings, group.files.get(file), group.state(file), state_of)
        if current.questions and read_settings.languages is None:
            read_settings = read_settings._replace(languages=languages_of([current.compiled], read_settings.config))
        read.append(_rendered_at_once(current, read_settings))
    languages = read_settings.languages or languages_of([], read_settings.config)
    read_settings = read_settings._replace(languages=languages)
    media, _ = collect_media(
        (reference for file in read for reference in file.compiled.media_references),
        read_settings.folder,
        read_settings.config.media_limit,
    )
    rows: list[_StoredFile] = []
    fields: list[bytes | memoryview] = []
    for current in read:
        stored_file, text = _stored(current, read_settings, dict(media.names.get(current.compiled.path, {})))
        rows.append(stored_file)
        fields.append(text)
    states = {name: file.state for name, file in zip(files, read, strict=True)}
    if group.head and group.states == states and all(row is group.files[row.file][0] for row in rows):
        return group.head
    plain_states = {name: tuple(state) if state else None for name, state in states.items()}
    plain_rows = marshal.dumps([tuple(row) for row in rows])
    after = marshal.dumps((_signature(read_settings), plain_states, tuple(languages), plain_rows))
    cache.save(name, b"".join((LENGTH.pack(len(after)), after, *fields)))
    return after


def _as_state(plain: tuple[Any, ...] | None) -> FileState | None:
    return FileState._make(plain) if plain else None


def _with_answers(own: State | None, answer_key: Path | None, state_of: StateOf) -> FileState | None:
    """Return the state of a file with the path and state of its answer key if it has one; None if one is unknown."""
    if own is None:
        return None
    if answer_key is None:
        return FileState(own)
    answers = state_of(answer_key)
    return None if answers is None else FileState(own, str(answer_key), answers)


def _answer_key_now(file: str, read_settings: ReadSettings, before: FileState | None) -> Path | None:
    """Return the answer key of a file as long as it has not changed: by its name, or the one that it linked to."""
    linked = Path(before.answer_key) if before and before.answer_key else None
    return answer_keys.answer_key_of(file, read_settings) or linked


def _signature(read_settings: ReadSettings) -> str:
    return hashlib.sha256(read_settings.config.model_dump_json().encode()).hexdigest()


def _loaded(data: bytes | None, read_settings: ReadSettings) -> tuple[_Group, Languages | None]:
    """Return what the cache has of a group, and the languages to render it in; None if they are not known yet.

    The group is empty if the cache has none, or one with other settings or languages.
    """
    if not data:
        return _Group(), read_settings.languages
    start = LENGTH.size + LENGTH.unpack_from(data)[0]
    group_index, view = data[LENGTH.size : start], memoryview(data)
    signature, states, languages, rows = marshal.loads(group_index)  # noqa: S302 - the cache has verified that we wrote it
    if signature != _signature(read_settings) or read_settings.languages not in {None, languages}:
        return _Group(), read_settings.languages
    files = {}
    for row in map(_StoredFile._make, marshal.loads(rows)):  # noqa: S302 - as well
        end = start + sum(size for size, *_ in row.bodies)
        files[row.file] = row, view[start:end]
        start = end
    return _Group(group_index, files, states), Languages(*languages)


def _current(
    path: Path,
    read_settings: ReadSettings,
    stored: tuple[_StoredFile, memoryview] | None,
    before: FileState | None,
    state_of: StateOf,
) -> _File:
    """Return the file from the cache if its state or its bytes are the same, else compile it.

    `stored` and `before` are what the cache has of it, and its state at that time.
    """
    file = relative_path(path, read_settings.folder)
    own = state_of(path)
    state = _with_answers(own, _answer_key_now(file, read_settings, before), state_of)
    if stored and state and before == state:
        return _from_store(path, state, *stored)
    try:
        with path.open("rb", buffering=0) as opened:
            data = opened.read()
    except OSError:  # `compile_file` reports it
        return _File(path, b"", None, *compile_file(path, read_settings))
    answer_key = answer_keys.answer_key_of(file, read_settings, data.decode("utf-8", "replace"))
    state = _with_answers(own, answer_key, state_of)
    content_hash = hashlib.sha256(data + answer_keys.path_and_bytes(answer_key)).digest()
    if stored and stored[0].hash == content_hash:
        return _from_store(path, state, *stored)
    return _File(path, content_hash, state, *compile_file(path, read_settings, data))


def _from_store(path: Path, state: FileState | None, stored: _StoredFile, fields: memoryview) -> _File:
    return _File(path, stored.hash, state, media_from_plain(stored.compiled), (), stored, fields)


def _rendered_at_once(file: _File, read_settings: ReadSettings) -> _File:
    """Render a file's questions if it names no picture or sound, so that they need not stay in memory."""
    if file.stored or file.compiled.media_references:
        return file
    stored_file, fields = _stored(file, read_settings, {})
    return _File(file.path, file.hash, file.state, CompiledFile(file.compiled.path), (), stored_file, fields)


def _stored(file: _File, read_settings: ReadSettings, names: dict[str, str]) -> tuple[_StoredFile, bytes | memoryview]:
    """Return what the cache is to keep of a file, and the fields of its questions; `names` as in `_StoredFile`."""
    if file.stored and file.stored.names == names:
        return file.stored, file.fields
    if file.stored:
        file = _current(file.path, read_settings, None, None, lambda _: None)._replace(state=file.state)
    look = look_of(file.compiled, read_settings, names)
    rendered = [render_body(question, look, read_settings.config) for question in file.questions]
    fields = [packed(body.html) for body in rendered]
    bodies = tuple((len(text), body.files, hash_of_fields(text)) for text, body in zip(fields, rendered, strict=True))
    name = relative_path(file.path, read_settings.folder)
    return _StoredFile(name, file.hash, to_plain(file.compiled), names, bodies), b"".join(fields)
