"""Find the pictures and sounds that questions name in the bank's folder, and only there; check and name them for Anki.

Nothing is downloaded. No two files are in memory at once: each is read to be checked and named, and read again for
each package that it goes into.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from ankigen.anki.media import svg
from ankigen.markdown import EMBED, MEDIA, by_file_name, file_name, is_remote, named_by_embed, resolved
from ankigen.model import Diagnostic, Rule
from ankigen.system import files as folders
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from ankigen.model import MediaReference, Span

# The kinds of file that all of Anki's reviewers show or play: first bytes and suffix. `....` is a length.
_KINDS = (
    (rb"\x89PNG\r\n\x1a\n", ".png"),
    (rb"\xff\xd8\xff", ".jpg"),
    (rb"GIF8[79]a", ".gif"),
    (rb"RIFF....WEBP", ".webp"),
    (rb"....ftypavi[fs]", ".avif"),
    (rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE\s+svg|svg[\s>])", ".svg"),
    (rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", ".mp3"),
    (rb"OggS", ".ogg"),
    (rb"RIFF....WAVE", ".wav"),
    (rb"....ftypM4[AB]", ".m4a"),
    (rb"fLaC", ".flac"),
)
_SUFFIXES = {".jpeg": ".jpg", ".oga": ".ogg", ".opus": ".ogg"}  # other suffixes of the same kinds
_HEAD = 256  # bytes of a file from which its kind is known
_MIB = 1 << 20
_WEB = re.compile(r"https?:|//", re.IGNORECASE)


class Contents(Mapping[str, bytes]):
    """The bytes of files by their names in Anki, read when they are asked for, since all would not fit into memory."""

    def __init__(self, paths: Mapping[str, Path], limit: int) -> None:
        """Take the path of each file by its name in Anki, and the largest size in MiB."""
        self._paths, self._limit = paths, limit

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self._paths)

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._paths)

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of a file; raise `UserError` if it is no longer the one that was named so."""
        path = self._paths[name]
        try:
            data, suffix, _ = _read(path, self._limit)
        except _Refused:
            data, suffix = b"", ""
        if _name(path, data, suffix) != name:
            raise UserError(f"{path}: the file changed during the build", "build again")
        return data

    def only(self, names: Iterable[str]) -> Contents:
        """Return some of the files, by their names."""
        return Contents({name: self._paths[name] for name in names}, self._limit)


class Media(NamedTuple):
    """What was found: `names` has, by path of the markdown file, the name in Anki of each target that was found.

    `files` has the bytes by name in Anki.
    """

    names: Mapping[str, Mapping[str, str]] = {}
    files: Contents = Contents({}, 0)

    def contents(self, path: str) -> dict[str, str]:
        """Return a hash of the content of each file that the markdown file at `path` names, by target."""
        return {target: name.rpartition("-")[2] for target, name in self.names.get(path, {}).items()}


class _Refused(Exception):  # noqa: N818 - becomes a diagnostic
    """A target whose file does not go into the package, and why."""

    def __init__(self, rule: Rule, what: str, hint: str) -> None:
        super().__init__(what)
        self.rule, self.hint = rule, hint


def collect_media(references: Iterable[MediaReference], root: Path, limit: int) -> tuple[Media, tuple[Diagnostic, ...]]:
    """Return the files that a bank in the folder `root` names, each of at most `limit` MiB, and the diagnostics.

    Names in Anki are `<name>-<16 hex digits of SHA-256>.<suffix>`, in the characters `[a-z0-9.-]`. A changed file gets
    a new name, because an import never replaces a file that is in Anki's media folder already; and Anki drops some
    other characters from names.
    """
    base = root.resolve()
    names: dict[str, dict[str, str]] = {}
    paths: dict[str, Path] = {}
    places: dict[tuple[str, str], Path] = {}
    names_by_path: dict[Path, tuple[str, tuple[tuple[Rule, str, str], ...]]] = {}
    diagnostics: list[Diagnostic] = []

    @cache
    def paths_by_name() -> Mapping[str, Sequence[str]]:
        return by_file_name(folders.relative_path(path, base) for path in folders.walk(base, MEDIA))

    for target, span in references:
        try:
            at = span.path.rpartition("/")[0], target  # most come twice: from the text and from its parser
            path = places[at] = places.get(at) or locate(target, span.path, base, paths_by_name)
            if path not in names_by_path:
                data, suffix, notices = _read(path, limit)
                name = _name(path, data, suffix)
                paths[name] = path
                names_by_path[path] = name, notices
        except _Refused as error:
            diagnostics.append(_diagnostic(error.rule, target, str(error), error.hint, span))
            continue
        name, notices = names_by_path[path]
        diagnostics += [_diagnostic(rule, target, what, hint, span) for rule, what, hint in notices]
        names.setdefault(span.path, {})[target] = name
    return Media(names, Contents(paths, limit)), tuple(dict.fromkeys(diagnostics))


def locate(target: str, file: str, base: Path, paths_by_name: Callable[[], Mapping[str, Sequence[str]]] = dict) -> Path:
    """Return the path of the file that `target` in `file` refers to; `file` is relative to the bank's folder `base`.

    Raises `_Refused` for a target outside that folder (by `..`, an absolute path, a scheme such as `file:`, or a
    symbolic link), and for one that does not exist. Percent-encoding is decoded once, as in browsers. An embed may also
    refer to a file elsewhere in the bank, if it is the only one that ends with its name; `paths_by_name` returns the
    bank's pictures and sounds, as `by_file_name` does.
    """
    if _WEB.match(target):
        raise _Refused(Rule.REMOTE_PICTURE, "is on another machine", "save it beside the question")
    name = file_name(target)
    if is_remote(target) or is_remote(name) or name.startswith("/"):
        raise _outside("is not a path inside the bank's folder")
    if re.search(r"[\x00-\x1f\x7f\\]", name):
        raise _outside("has a backslash or a control character")
    path = resolved(name, file)
    if path.startswith("../") or path == "..":
        raise _outside("leads out of the bank's folder")
    try:
        return _existing(path, base)
    except _Refused as error:
        if error.rule is not Rule.NO_PICTURE or not target.startswith(EMBED):
            raise
        return _existing(_elsewhere(name, paths_by_name()) or path, base)


def _elsewhere(name: str, paths_by_name: Mapping[str, Sequence[str]]) -> str:
    """Return the only path that ends with the name in an embed; "" if there is none.

    Raises `_Refused` if there are several.
    """
    paths = named_by_embed(name, paths_by_name)
    exact = [path for path in paths if path.count("/") == name.count("/")]  # no other folder in front
    if len(paths) > 1 and not exact:
        several = ", ".join(f"`{path}`" for path in paths[:3])
        raise _Refused(Rule.NO_PICTURE, "is the name of several files", f"write the folder as well: {several}")
    return next(iter(exact or paths), "")


def _existing(name: str, base: Path) -> Path:
    for form in ("NFC", "NFD"):  # file systems may store either
        path = base / unicodedata.normalize(form, name)
        try:
            full = path.resolve(strict=True)
            mode = full.stat().st_mode
        except (OSError, RuntimeError, ValueError):  # not there; links in a circle; a name that no file can have
            continue
        if not full.is_relative_to(base):
            raise _outside("leads out of the bank's folder through a symbolic link")
        if stat.S_ISREG(mode):
            return full
    raise _Refused(Rule.NO_PICTURE, "does not exist", _nearest(name, base) or "add the file, or correct its name")


def _nearest(name: str, base: Path) -> str:
    """Return a hint at the file in the same folder with the most similar name; "" if none is similar."""
    folder, _, wanted = name.rpartition("/")
    try:
        full = (base / folder).resolve(strict=True)
        beside = os.listdir(full) if full.is_relative_to(base) else []  # noqa: PTH208 - names, not paths, of thousands
    except (OSError, RuntimeError, ValueError):
        return ""
    folded = {name.casefold(): name for name in beside if name.lower().endswith((*_suffixes(), *_SUFFIXES))}
    near = difflib.get_close_matches(wanted.casefold(), folded, n=1, cutoff=0.8)
    return f"did you mean `{folded[near[0]]}`?" if near else ""


def _outside(what: str) -> _Refused:
    return _Refused(Rule.OUTSIDE_PICTURE, what, "put the file into the bank's folder and name it relative to this file")


def _read(path: Path, limit: int) -> tuple[bytes, str, tuple[tuple[Rule, str, str], ...]]:
    """Return the bytes of a file, made safe, the suffix of its kind, and its warnings as (rule, message, hint).

    Raises `_Refused` if it cannot be read, is larger than `limit` MiB, or is of no kind that Anki shows.
    """
    try:
        size = path.stat().st_size
        if size > limit * _MIB:
            hint = "make it smaller, or raise `media_limit` in bank.toml"
            raise _Refused(Rule.LARGE_PICTURE, f"has {size / _MIB:.1f} MiB; the limit is {limit}", hint)
        data = path.read_bytes()
    except OSError as error:
        raise _Refused(Rule.NO_PICTURE, f"cannot be read: {error.strerror}", "make it readable") from error
    suffix = next((kind for head, kind in _KINDS if re.match(head, data[:_HEAD], re.DOTALL)), "")
    if not suffix:
        raise _Refused(
            Rule.ODD_PICTURE,
            "is not a picture or sound that Anki can show on every device",
            f"use one of {', '.join(_suffixes())}",
        )
    notices: list[tuple[Rule, str, str]] = []
    written = path.suffix.lower()
    if _SUFFIXES.get(written, written) != suffix:
        notices.append((Rule.MISNAMED_PICTURE, f"is really a {suffix} file", f"rename it to `{path.stem}{suffix}`"))
    if suffix == ".svg":
        try:
            data, removed = svg.clean(data)
        except ValueError as error:
            raise _Refused(Rule.ODD_PICTURE, f"is not an SVG that can be shown: {error}", "export it again") from error
        if removed:
            what = f"is shown without the parts that a card must not have: {', '.join(removed)}"
            notices.append((Rule.CLEANED_PICTURE, what, "export it as plain SVG, with text as text"))
    return data, suffix, tuple(notices)


def _suffixes() -> list[str]:
    return [suffix for _, suffix in _KINDS]


def _name(path: Path, data: bytes, suffix: str) -> str:
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "file"
    return f"{stem}-{hashlib.sha256(data).hexdigest()[:16]}{suffix}"


def _diagnostic(rule: Rule, target: str, what: str, hint: str, span: Span) -> Diagnostic:
    text = f"`{unquote(target.removeprefix(EMBED))}` {what}"
    message = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    return Diagnostic(rule=rule, span=span, message=message, hint=hint)
