"""Words and signs that say true or false, and nothing else."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ankigen.languages import plain
from ankigen.readers.vocabulary.patterns import in_any_language

if TYPE_CHECKING:
    from collections.abc import Mapping

# Signs that say true and false; the vocabulary has words.
_TRUE_SIGNS = frozenset("○⭕◯〇✓✔✅☑√")
_FALSE_SIGNS = frozenset("×❌✗✘✖╳")
# Letters that name options too often to mean "true" or "false" of any language.
_LABELS = frozenset("abcdegh")
_LONGEST_TRUTH = 60  # characters


@lru_cache(maxsize=10_000)  # each question's options are asked, and most say neither
def truth(text: str) -> bool | None:
    """Return what a text says that is nothing but true or false, None where it says neither."""
    bare = text.strip(" \t\n*_`.。!")
    if bare.rstrip("\ufe0f") in _TRUE_SIGNS | _FALSE_SIGNS:
        return bare.rstrip("\ufe0f") in _TRUE_SIGNS
    return _polarity().get(plain(bare)) if len(bare) < _LONGEST_TRUTH else None


@cache
def _polarity() -> Mapping[str, bool]:
    true = {word for word in _words("true", "yes") if word not in _LABELS}
    false = {word for word in _words("false", "no") if word not in _LABELS}
    return {word: True for word in true - false} | {word: False for word in false - true}  # noqa: C420 - a pair


def _words(*keys: str) -> frozenset[str]:
    stripped = (word.strip() for key in keys for word in in_any_language("answer", key))
    return frozenset(filter(None, stripped))
