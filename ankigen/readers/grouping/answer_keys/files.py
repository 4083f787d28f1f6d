"""Which file holds the answers of another: `X-answers.md` beside `X.md`, `answers/X.md`, `Correction/X.md`."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ankigen.readers import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s\-_.,()\[\]（）【】]+")
_LINK = re.compile(
    r"(?<!!)\[(?P<label>[^\[\]\n]{1,100})\]"
    r"\(<?(?P<target>[^\s()<>:#?]{1,300}\.(?:md|markdown))(?:#[^\s()<>]*)?>?(?:[ \t][^()\n]*)?\)"
)
_DESCRIBE = frozenset({"readme", "index"})  # the names of files that describe their folder
_LONGEST_ABBREVIATION = 4  # letters: `ans` may be part of any name


def find_answer_keys(paths: Iterable[str]) -> dict[str, str]:
    """Return the path of the answer key of each file that has one; paths are relative, with `/`.

    An answer key has a word such as `answers`, `corrigé` or `答案` in its name or in its folder's, and else the name of
    its file; one that is named by such a word alone is that of the only other file in its folder. Where two files could
    be one's answer key, it has none.
    """
    by_name: dict[str, list[PurePosixPath]] = defaultdict(list)
    by_folder: dict[PurePosixPath, list[PurePosixPath]] = defaultdict(list)
    answer_keys: list[tuple[PurePosixPath, str, bool]] = []
    for path in map(PurePosixPath, paths):
        bare = _bare(path.stem)
        is_named = bare != _folded(path.stem)
        if is_named or _is_answer_key_word(path.parent.name):
            answer_keys.append((path, bare, not is_named))
        by_name[_folded(path.stem)].append(path)
        if path.stem.casefold() not in _DESCRIBE:
            by_folder[path.parent].append(path)
    by_path: dict[str, list[str]] = defaultdict(list)
    for answer_key, bare, in_folder in answer_keys:
        if not bare and len(others := [path for path in by_folder[answer_key.parent] if path != answer_key]) == 1:
            by_path[others[0].as_posix()].append(answer_key.as_posix())
        for path in by_name.get(bare, []):
            if (
                path != answer_key
                and not _is_answer_key_word(path.parent.name)
                and _are_near(path, answer_key, in_folder=in_folder)
            ):
                by_path[path.as_posix()].append(answer_key.as_posix())
    return {path: candidates[0] for path, candidates in by_path.items() if len(candidates) == 1}


def _are_near(path: PurePosixPath, answer_key: PurePosixPath, *, in_folder: bool) -> bool:
    """Whether an answer key is in the folder of its file, or in one beside or below it that is named as one."""
    if path.parent == answer_key.parent:
        return not in_folder
    beside = answer_key.parent.parent in {path.parent, path.parent.parent}
    return beside and (in_folder or _is_answer_key_word(answer_key.parent.name))


def linked_answer_key(path: str, text: str) -> str:
    """Return the path of the answer key that a file links to, `[Answers](answers/ch1.md)`; "" for none, or several.

    Paths are relative, with `/`. The words of the link, or the name of the file, call it an answer key.
    """
    if ".md" not in text and ".markdown" not in text:  # as most files
        return ""
    folder = PurePosixPath(path).parent
    targets = {
        normpath(folder / unquote(match["target"]))
        for match in _LINK.finditer(text)
        if _names_answer_key(match["label"]) or _names_answer_key(match["target"].rpartition("/")[2].rpartition(".")[0])
    }
    targets.discard(path)
    return targets.pop() if len(targets) == 1 else ""


def is_named_answer_key(path: str) -> bool:
    """Whether the name of a file, or of its folder, calls it an answer key."""
    file = PurePosixPath(path)
    return _names_answer_key(file.stem) or _is_answer_key_word(file.parent.name)


def _names_answer_key(name: str) -> bool:
    return _bare(name) != _folded(name)


def _words(name: str) -> list[str]:
    return [word for word in _BETWEEN.split(name.casefold()) if word]


def _folded(name: str) -> str:
    return "-".join(_words(name))


@lru_cache(maxsize=4096)
def _bare(stem: str) -> str:
    """Return a file's name without the words that call it an answer key, up to three together, such as `answer-key`."""
    words = _words(stem)
    bare: list[str] = []
    i = 0
    while i < len(words):
        length = next(
            (n for n in (3, 2, 1) if _is_answer_key_word(" ".join(words[i : i + n])) and i + n <= len(words)), 0
        )
        bare += [] if length else [words[i]]
        i += length or 1
    return "-".join(bare)


@lru_cache(maxsize=4096)
def _is_answer_key_word(word: str) -> bool:
    plain = word.casefold().strip("_- ")
    roles = vocabulary.roles(plain)
    return "answer_key" in roles or ("answer" in roles and (len(plain) > _LONGEST_ABBREVIATION or not plain.isascii()))
