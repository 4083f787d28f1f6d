"""Which file holds the answers of another: `X-answers.md` beside `X.md`, `answers/X.md`, `Correction/X.md`."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def keys(paths: Iterable[str]) -> dict[str, str]:
    """Return the path of the key of each file that has one; paths are relative, with `/`.

    A key has a word such as `answers`, `corrigé` or `答案` in its name or in its folder's, and else the name of its
    file; where two files could be one's key, it has none.
    """
    by_name: dict[str, list[PurePosixPath]] = defaultdict(list)
    key_files: list[tuple[PurePosixPath, str, bool]] = []
    for path in map(PurePosixPath, paths):
        bare = _bare(path.stem)
        named = bare != _folded(path.stem)
        if named or _is_key_word(path.parent.name):
            key_files.append((path, bare, not named))
        by_name[_folded(path.stem)].append(path)
    found: dict[str, list[str]] = defaultdict(list)
    for key, bare, in_folder in key_files:
        for path in by_name.get(bare, []):
            if path != key and not _is_key_word(path.parent.name) and _are_near(path, key, in_folder=in_folder):
                found[path.as_posix()].append(key.as_posix())
    return {path: candidates[0] for path, candidates in found.items() if len(candidates) == 1}


def _are_near(path: PurePosixPath, key: PurePosixPath, *, in_folder: bool) -> bool:
    """Return whether a key is in the folder of its file, or in one beside or below it that is named as one."""
    if path.parent == key.parent:
        return not in_folder
    beside = key.parent.parent in {path.parent, path.parent.parent}
    return beside and (in_folder or _is_key_word(key.parent.name))


def _folded(name: str) -> str:
    return "-".join(_WORD.findall(name.casefold()))


@lru_cache(maxsize=4096)
def _bare(stem: str) -> str:
    """Return a file's name without the words that call it a key."""
    return "-".join(word for word in _WORD.findall(stem.casefold()) if not _is_key_word(word))


@lru_cache(maxsize=4096)
def _is_key_word(word: str) -> bool:
    plain = word.casefold().strip("_- ")
    return "key" in vocabulary.roles(plain) or (len(plain) > 4 and "answer" in vocabulary.roles(plain))
