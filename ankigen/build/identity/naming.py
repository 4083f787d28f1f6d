"""IDs for questions that have none, and file names for new ones, in the style of the bank."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.system.files import is_device

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

_NUMBER = re.compile(r"(\d+)(?=\D*$)")
_FILE = re.compile(r"[A-Z]{1,8}(?:-[A-Z0-9]{1,8}){0,3}-\d{1,6}")  # the name of a file that is an ID


class ExistingQuestion(NamedTuple):
    """A question of the bank: its ID, its path relative to the bank's folder, and whether it is alone in that file."""

    id: str
    path: str
    alone: bool


_FIRST = ExistingQuestion("Q-000", "questions/Q-000.md", alone=True)  # what comes before the first of a bank


def next_free(
    existing: Sequence[ExistingQuestion], is_taken: Callable[[str, str], bool], wanted: str = ""
) -> tuple[str, str]:
    """Return the ID and the path of a new question, in the style of most questions of the bank.

    `is_taken` says whether an ID or a path is in use; `wanted` is an ID that the author chose.
    """
    last = _last(existing) or _FIRST
    if wanted:
        return wanted, _path_like(last, wanted)
    return next(
        (new_id, path) for new_id in _following(last.id) if not is_taken(new_id, path := _path_like(last, new_id))
    )


class Naming:
    """The IDs that the questions of a bank may still take; each is given once.

    `existing` are the questions that have one, and `used` the IDs that are or were in use, in lower case.
    """

    def __init__(self, existing: Sequence[ExistingQuestion], used: Container[str]) -> None:
        self._used = used
        self._issued: set[str] = set()
        self._ids: dict[str, Iterator[str]] = {}
        by_scope: dict[str, list[ExistingQuestion]] = defaultdict(list)
        for one in existing:
            for scope in _scopes(one.path):
                by_scope[scope].append(one)
        self._last = {scope: last for scope, those in by_scope.items() if (last := _last(those))}

    def next_id(self, path: str, *, alone: bool) -> str:
        """Return an ID for a question of the file at `path`: its name, where that is an ID and there is no other in it.

        Else the next number, in the style of the file, or else of its folder, or else of the bank.
        """
        last = next((self._last[scope] for scope in _scopes(path) if scope in self._last), _FIRST)
        name = unicodedata.normalize("NFKC", path.rpartition("/")[2].rpartition(".")[0])
        like = _style(name) == _style(last.id) if last is not _FIRST else _FILE.fullmatch(name)
        if alone and like and self._is_free(name):
            return self._issue(name)
        ids = self._ids.setdefault(_style(last.id), _following(last.id))
        return self._issue(next(new_id for new_id in ids if self._is_free(new_id)))

    def _is_free(self, new_id: str) -> bool:
        return new_id.casefold() not in self._used and new_id.casefold() not in self._issued

    def _issue(self, new_id: str) -> str:
        self._issued.add(new_id.casefold())
        return new_id


def _scopes(path: str) -> tuple[str, str, str]:
    """Return what a file belongs to, the narrowest first: itself, its folder, the bank."""
    return path, f"{path.rpartition('/')[0]}/", ""


def _last(existing: Sequence[ExistingQuestion]) -> ExistingQuestion | None:
    """Return the question with the highest number of the style that most have; None if no ID has a number."""
    numbered = [one for one in existing if _NUMBER.search(one.id)]
    if not numbered:
        return None
    style, _ = Counter(_style(one.id) for one in numbered).most_common(1)[0]
    return max((one for one in numbered if _style(one.id) == style), key=lambda one: _number(one.id))


def _following(last_id: str) -> Iterator[str]:
    """Yield the IDs with the numbers after that of `last_id`."""
    number = _number(last_id)
    while True:
        number += 1
        yield _with_number(last_id, number)


def number_in(text: str) -> str:
    """Return the last number of an ID, with its zeros; "" if it has none."""
    match = _NUMBER.search(text)
    return match[1] if match else ""


def _style(text: str) -> str:
    return _NUMBER.sub("#", text)


def _number(text: str) -> int:
    return int(number_in(text) or 0)


def _with_number(text: str, number: int) -> str:
    """Return a text with its last number replaced, padded with zeros to the width of the old one."""
    return _NUMBER.sub(lambda old: str(number).zfill(len(old[1])), text)


def _path_like(last: ExistingQuestion, new_id: str) -> str:
    """Return a path beside the last question's file, with a name that follows from the ID in the same way."""
    folder, slash, name = last.path.rpartition("/")
    stem, _, suffix = unicodedata.normalize("NFKC", name).rpartition(".")  # without full-width letters
    same = (
        last.alone and _style(new_id) == _style(last.id) and _NUMBER.search(stem) and _number(stem) == _number(last.id)
    )
    new = _with_number(stem, _number(new_id)) if same else re.sub(r"[^\w.+-]+", "-", new_id)
    return f"{folder}{slash}{'question-' if is_device(new) else ''}{new}.{suffix}"
