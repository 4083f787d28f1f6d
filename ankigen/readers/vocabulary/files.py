"""The files of the vocabulary: one for each language, of which only the tables that somebody asks for are parsed."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import LANGUAGES, language_table
from ankigen.readers.vocabulary.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Words = tuple[str, ...]


class Vocabulary(NamedTuple):
    """The words of one language; docs in each file's tables say what the keys are for.

    `parts`: what a label or heading names. `answer`: words of an answer. `number`: words about a question's number.
    `others`: options that speak of other options, with `{L}` for a label. `asks`: how many answers a stem wants, and
    whether it wants what is not so. `cards` and `scaffold`: ankigen's own words on cards and in new files. `profile`:
    what a text in the language is known by.
    """

    name: str
    parts: Mapping[str, Words]
    answer: Mapping[str, Words]
    number: Mapping[str, Words]
    others: Mapping[str, Words]
    asks: Mapping[str, Words]
    cards: Mapping[str, str]
    scaffold: Mapping[str, str]
    profile: Mapping[str, Words]


@cache
def load(language: str) -> Vocabulary:
    """Return the words of one language, as they are written in its file; `KeyError` where there is no such language."""
    own = {name: words(language, name) for name in ("parts", "answer", "number", "others", "asks", "profile")}
    name = str(language_table(language, "")["name"])
    return Vocabulary(name=name, cards=labels_of(language, "cards"), scaffold=labels_of(language, "scaffold"), **own)


@cache
def words(language: str, table: str) -> Mapping[str, Words]:
    """Return the lists of words in one table of a language's file, by key."""
    return MappingProxyType({key: _strings(value) for key, value in language_table(language, table).items()})


@cache
def labels_of(language: str, table: str) -> Mapping[str, str]:
    """Return a table in which each key has one word: `cards`, `scaffold`."""
    return MappingProxyType({key: str(value) for key, value in language_table(language, table).items()})


def in_any_language(table: str, key: str) -> frozenset[str]:
    """Return the words of all languages in one place of their files, folded."""
    return frozenset(fold(word) for language in LANGUAGES for word in words(language, table)[key])


@cache
def alternation(table: str, key: str) -> str:
    """Return the source of a pattern that any word of any language in that place matches; "(?!)" where there is none.

    To be held against folded text; of several words that begin at a place the longest is found. What words have in
    common at their beginning stands once: most texts are told from hundreds of words by their first letter.
    """
    return _tree(sorted(in_any_language(table, key))) or "(?!)"


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


@cache
def question_number() -> str:
    """Return the source of a pattern of a question's number in any language: `Question 27 of 60`, `Q1`, `第 3 題`.

    To be held against folded text; the groups are `number`, or `counted` where the word stands behind it, and `of`.
    """
    word, sign, of = (alternation("number", key) for key in ("question", "sign", "of"))
    ordinal, after = (alternation("number", key) for key in ("ordinal", "after"))
    return (
        rf"(?<!\w)(?:(?:{word})[ .:]*(?:(?:(?:{sign})(?!\w)|[#№])[ .:]*)?(?P<number>\d{{1,4}})(?![\d.,]*\d)"
        rf"(?: ?(?:/|(?:{of})(?!\w)) ?(?P<of>\d{{1,4}}))?"
        rf"|(?:(?:{ordinal}) ?)?(?P<counted>\d{{1,4}})[ .]*(?:{after}))"
    )


def _strings(value: object) -> Words:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
