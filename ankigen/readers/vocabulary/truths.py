"""Words and signs that say true or false, and nothing else."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ankigen.languages import fold, plain
from ankigen.readers.vocabulary.patterns import in_any_language

if TYPE_CHECKING:
    from collections.abc import Mapping

# Signs that say true and false; the vocabulary has words.
_TRUE_SIGNS = frozenset("○⭕◯〇✓✔✅☑√")
_FALSE_SIGNS = frozenset("×❌✗✘✖╳")
# Letters that name options too often to mean "true" or "false" of any language.
_LABELS = frozenset("abcdegh")
_LONGEST_TRUTH = 60  # characters
_LONGEST_ASKING = 1000
_CLAUSE = re.compile(r"[.:;?!。：；？！()（）\[\]*_>\n]")


@lru_cache(maxsize=10_000)  # each question's options are asked, and most say neither
def truth(text: str) -> bool | None:
    """Return what a text says that is nothing but true or false, None where it says neither."""
    bare = text.strip(" \t\n*_`.。!")
    if bare.rstrip("\ufe0f") in _TRUE_SIGNS | _FALSE_SIGNS:
        return bare.rstrip("\ufe0f") in _TRUE_SIGNS
    value = _polarity().get(plain(bare)) if len(bare) < _LONGEST_TRUTH else None
    contradicted = bool(value) and bare[:1] in _FALSE_SIGNS  # `✅ False` may be the answer with a tick
    return None if contradicted else value


def past_sign(text: str, place: int) -> int:
    """Return the place behind a sign for true or false, and blanks: `❌ False`; the place itself where none is."""
    if text[place : place + 1] not in _TRUE_SIGNS | _FALSE_SIGNS or not text[place : place + 1]:
        return place
    behind = text[place + 1 :].lstrip("\ufe0f \t*_")
    return len(text) - len(behind)


def asks_for_truth(text: str, *, alone: bool = False) -> bool:
    """Whether a clause of a text, or all of it, is the name of questions to be answered with true or false."""
    clauses = [clause for clause in map(str.strip, _CLAUSE.split(text[:_LONGEST_ASKING])) if clause]
    asking = [fold(clause) in in_any_language("asks", "kinds") and names_truths(clause) for clause in clauses]
    return asking == [True] if alone else any(asking)


def names_truths(kind: str) -> bool:
    """Whether the name of a kind of questions begins with a word for true or false."""
    first = kind.replace("/", " ").split()[:1]
    return bool(first) and truth(first[0]) is not None


@cache
def _polarity() -> Mapping[str, bool]:
    true = {word for word in _words("true", "yes") if word not in _LABELS}
    false = {word for word in _words("false", "no") if word not in _LABELS}
    return {word: True for word in true - false} | {word: False for word in false - true}  # noqa: C420 - a pair


def _words(*keys: str) -> frozenset[str]:
    stripped = (word.strip() for key in keys for word in in_any_language("answer", key))
    return frozenset(filter(None, stripped))
