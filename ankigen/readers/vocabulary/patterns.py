"""Patterns of the words of all languages."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from ankigen.languages import LANGUAGES, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable


@cache
def in_any_language(table: str, key: str) -> frozenset[str]:
    """Return the words of all languages in one place of their files, folded."""
    return frozenset(fold(word) for language in LANGUAGES for word in words(language, table)[key])


@cache
def alternation(table: str, key: str) -> str:
    """Return the source of a pattern that any word of any language in that place matches; "(?!)" where there is none.

    To be held against folded text; of several words that begin at a place the longest is found. Common
    beginnings are factored out, so that a text that matches none is rejected at its first letter.
    """
    return _tree(sorted(filter(None, in_any_language(table, key)))) or "(?!)"  # a sign such as `○` folds to nothing


def _tree(sorted_words: Iterable[str]) -> str:
    """Return the source of a pattern of words; "" where there is none, or only an empty one."""
    ends = False
    branches: list[str] = []
    for first, same in groupby(sorted_words, key=lambda word: word[:1]):
        if first:
            branches.append(re.escape(first) + _tree(word[1:] for word in same))
        else:
            ends = True
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})?" if ends else branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def may_ask_for_several(stem: str) -> bool:
    """Whether a stem has a word for how many options to choose, in any language."""
    folded = fold(stem)
    words_for_numbers = (in_any_language("asks", key) for key in ("two", "three", "four", "five", "several"))
    return any(word in folded for word in frozenset[str]().union(*words_for_numbers))
