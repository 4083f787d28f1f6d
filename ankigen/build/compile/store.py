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
import os
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ankigen.anki import render_body
from ankigen.anki.media import collect_media
from ankigen.build.compile.file import CompiledFile, answer_key_bytes, compile_file, languages_of, look_of
from ankigen.build.compile.serialise import from_row, names_of, to_row
from ankigen.languages import Languages
from ankigen.system.cache import read_at
from ankigen.system.files import relative_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ankigen.anki import Body
    from ankigen.build.compile.file import Reading
    from ankigen.model import Question, Summary
    from ankigen.system.cache import Cache, State

    StateOf = Callable[[Path], State | None]
    _Keyed = tuple[State, str, State]  # a file's state, with the path and state of its answer key

_LENGTH = struct.Struct("=Q")
_FIELD = "\x1f"  # the character that separates fields in Anki's database; no field contains it


class _KeptFile(NamedTuple):
    """What a group keeps of a file, as plain values.

    `hash` is the SHA-256 of the file's bytes; `names` maps the targets of its pictures and sounds to names in Anki.
    `bodies` has for each question the size of its fields in bytes, the files that they show, and a hash of the fields.
    """

    file: str
    hash: bytes
    compiled: tuple[Any, ...]
    names: dict[str, str]
    bodies: tuple[tuple[int, tuple[str, ...], bytes], ...]


class _File(NamedTuple):
    """A file while its group is brought up to date: with its questions, or with what the cache has of it (`kept`).

    In the second case, `compiled` has only its path and media. `state` is the file's state before it was read; None
    if it was so young that a later change might not show.
    """

    path: Path
    hash: bytes
    state: State | _Keyed | None
    compiled: CompiledFile
    questions: tuple[Question, ...]
    kept: _KeptFile | None = None
    fields: bytes | memoryview = b""


def is_current(files: Mapping[str, Path], how: Reading, cache: Cache, name: str, state_of: StateOf) -> bool:
    """Whether the group in the cache's file `name` has been verified and is up to date with these files.

    `state_of` returns the state of a file; None if it is missing or too young to be trusted.
    """
    if not cache.is_vouched(name):
        return False
    signature, states, languages, _ = marshal.loads(index(cache, name))  # noqa: S302 - the cache has verified that we wrote it
    if how.languages not in {None, languages}:
        return False
    answer_keys = {file: _answer_key_now(file, how, states.get(file)) for file in files}
    now = {file: _with_answer_key(state_of(path), answer_keys[file], state_of) for file, path in files.items()}
    return signature == _signature(how) and None not in now.values() and states == now


def index(cache: Cache, name: str) -> bytes:
    """Return the index of the group in the cache's file `name`, for `Bodies.add`; the group must be current."""
    file = cache.open(name)
    try:
        (size,) = _LENGTH.unpack(read_at(file, 0, _LENGTH.size))
        return read_at(file, _LENGTH.size, size)
    finally:
        os.close(file)


def languages_in(group_index: bytes) -> Languages:
    """Return the languages in which the fields of a group are rendered, from its index."""
    return Languages(*marshal.loads(group_index)[2])  # noqa: S302 - sealed


def refresh(files: Mapping[str, Path], how: Reading, cache: Cache, name: str, state_of: StateOf) -> bytes:
    """Bring the group in the cache's file `name` up to date with these files; return its index, for `Bodies.add`.

    If the languages in `how` are not known, they are those in which the group was rendered before, or those of its
    first question file.
    """
    before, kept_files, was, how = _known(cache.load(name), how)
    read: list[_File] = []
    for file, path in files.items():
        current = _current(path, how, kept_files, was.get(file), state_of)
        if current.questions:
            how = how._replace(languages=how.languages or languages_of([current.compiled], how.settings))
        read.append(_settled(current, how))
    how = how._replace(languages=how.languages or languages_of([], how.settings))
    media, _ = collect_media(
        (reference for file in read for reference in file.compiled.media_references),
        how.folder,
        how.settings.media_limit,
    )
    rows: list[_KeptFile] = []
    fields: list[bytes | memoryview] = []
    for current in read:
        kept_file, text = _bodies(current, how, dict(media.names.get(current.compiled.path, {})))
        rows.append(kept_file)
        fields.append(text)
    now = dict(zip(files, (file.state for file in read), strict=True))
    if before and was == now and all(row is kept_files[row.file][0] for row in rows):
        return before
    languages = tuple(how.languages or ())
    after = marshal.dumps((_signature(how), now, languages, marshal.dumps([tuple(row) for row in rows])))
    cache.save(name, b"".join((_LENGTH.pack(len(after)), after, *fields)))
    return after


def _with_answer_key(own: State | None, answer_key: Path | None, state_of: StateOf) -> State | _Keyed | None:
    """Return the state of a file with the path and state of its answer key if it has one; None if one is unknown."""
    if answer_key is None or own is None:
        return own
    answers = state_of(answer_key)
    return None if answers is None else (own, str(answer_key), answers)


def _answer_key_now(file: str, how: Reading, was: State | _Keyed | None) -> Path | None:
    """Return the answer key of a file as long as it has not changed: by its name, or the one that it linked to."""
    return how.answer_key_of(file) or (Path(was[1]) if was and isinstance(was[1], str) else None)


def _signature(how: Reading) -> str:
    return hashlib.sha256(f"{how.settings.model_dump_json()}".encode()).hexdigest()


def _known(
    data: bytes | None, how: Reading
) -> tuple[bytes, dict[str, tuple[_KeptFile, memoryview]], dict[str, State | None], Reading]:
    """Return a group's index, what it keeps of each file with the fields of its questions, and the files' states.

    All are empty if the cache has no such group, or one with other settings or languages. Also return `how`, with the
    languages of the group if it has none.
    """
    if not data:
        return b"", {}, {}, how
    start = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    index, view = data[_LENGTH.size : start], memoryview(data)
    signature, states, languages, rows = marshal.loads(index)  # noqa: S302 - the cache has verified that we wrote it
    if signature != _signature(how) or how.languages not in {None, languages}:
        return b"", {}, {}, how
    kept_files = {}
    for row in map(_KeptFile._make, marshal.loads(rows)):  # noqa: S302 - as well
        end = start + sum(size for size, *_ in row.bodies)
        kept_files[row.file] = row, view[start:end]
        start = end
    return index, kept_files, states, how._replace(languages=Languages(*languages))


def _current(
    path: Path,
    how: Reading,
    kept_files: Mapping[str, tuple[_KeptFile, memoryview]],
    was: State | _Keyed | None,
    state_of: StateOf,
) -> _File:
    """Return the file from the cache if its state or its bytes are the same, else compile it."""
    file = relative_path(path, how.folder)
    kept_file, fields = kept_files.get(file, (None, b""))
    own = state_of(path)
    now = _with_answer_key(own, _answer_key_now(file, how, was), state_of)
    if kept_file and now and was == now:
        return _as_kept(path, kept_file, now, fields)
    try:
        with path.open("rb", buffering=0) as opened:
            data = opened.read()
    except OSError:  # `compile_file` reports it
        return _File(path, b"", None, *compile_file(path, how))
    answer_key = how.answer_key_of(file, data.decode("utf-8", "replace"))
    now = _with_answer_key(own, answer_key, state_of)
    content_hash = hashlib.sha256(data + answer_key_bytes(answer_key)).digest()
    if kept_file and kept_file.hash == content_hash:
        return _as_kept(path, kept_file, now, fields)
    return _File(path, content_hash, now, *compile_file(path, how, data))


def _as_kept(path: Path, kept_file: _KeptFile, state: State | _Keyed | None, fields: memoryview | bytes) -> _File:
    return _File(path, kept_file.hash, state, names_of(kept_file.compiled), (), kept_file, fields)


def _settled(file: _File, how: Reading) -> _File:
    """Render a file's questions at once if it names no picture or sound, so that they need not stay in memory."""
    if file.kept or file.compiled.media_references:
        return file
    kept_file, fields = _bodies(file, how, {})
    return _File(file.path, file.hash, file.state, CompiledFile(file.compiled.path), (), kept_file, fields)


def _bodies(file: _File, how: Reading, names: dict[str, str]) -> tuple[_KeptFile, bytes | memoryview]:
    """Return what the cache is to keep of a file, and the fields of its questions; `names` as in `_KeptFile`."""
    if file.kept and file.kept.names == names:
        return file.kept, file.fields
    if file.kept:
        file = _current(file.path, how, {}, None, lambda _: None)._replace(state=file.state)
    made = [render_body(question, look_of(file.compiled, how, names), how.settings) for question in file.questions]
    fields = [_FIELD.join(body.html).encode() for body in made]
    bodies = tuple((len(text), body.files, _hash(text)) for text, body in zip(fields, made, strict=True))
    kept_file = _KeptFile(relative_path(file.path, how.folder), file.hash, to_row(file.compiled), names, bodies)
    return kept_file, b"".join(fields)


def _hash(fields: bytes) -> bytes:
    return hashlib.blake2b(fields, digest_size=16).digest()


class Bodies:
    """The rendered fields of all questions: in memory, or in the cache's files, which stay open for that."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, int], tuple[str, ...]] = {}
        self._opened: list[int] = []
        self._places: dict[tuple[str, int], tuple[int, int, int, bytes]] = {}
        self._files: dict[tuple[str, int], tuple[str, ...]] = {}

    def put(self, question: Question, body: Body) -> None:
        """Keep the fields of a question in memory."""
        self._texts[question.span.path, question.index] = body.html
        self._files[question.span.path, question.index] = body.files

    def add(self, index: bytes, cache: Cache, name: str) -> dict[str, CompiledFile]:
        """Add a group; return its compiled files, by their paths relative to the bank's folder."""
        file = cache.open(name)
        self._opened.append(file)
        start, compiled_files = _LENGTH.size + len(index), {}
        for row in map(_KeptFile._make, marshal.loads(marshal.loads(index)[-1])):  # noqa: S302 - sealed
            compiled = from_row(row.compiled)
            for summary, (size, files, body_hash) in zip(compiled.summaries, row.bodies, strict=True):
                self._places[compiled.path, summary.index] = file, start, size, body_hash
                if files:
                    self._files[compiled.path, summary.index] = files
                start += size
            compiled_files[row.file] = compiled
        return compiled_files

    def __del__(self) -> None:
        for file in self._opened:
            os.close(file)

    def html(self, summary: Summary) -> Sequence[str]:
        """Return the HTML of a question's fields, in the order of `anki.BODY_FIELDS`."""
        if self._texts:
            return self._texts[summary.path, summary.index]
        file, start, size, _ = self._places[summary.path, summary.index]
        return read_at(file, start, size).decode().split(_FIELD)

    def body_hash(self, summary: Summary) -> bytes:
        """Return a hash (16 bytes) of the fields of a question."""
        if self._texts:
            return _hash(_FIELD.join(self.html(summary)).encode())
        return self._places[summary.path, summary.index][-1]

    def files(self, summary: Summary) -> tuple[str, ...]:
        """Return the names in Anki of the pictures and sounds that a question shows."""
        return self._files.get((summary.path, summary.index), ())


def rendered(
    files: Sequence[tuple[CompiledFile, tuple[Question, ...]]], how: Reading, names: Mapping[str, Mapping[str, str]]
) -> Bodies:
    """Return the fields of all questions, in memory; `names` has, by path, the `names` of `look_of` for each file."""
    bodies = Bodies()
    for compiled, questions in files:
        look = look_of(compiled, how, names.get(compiled.path, {}))
        for question in questions:
            bodies.put(question, render_body(question, look, how.settings))
    return bodies
