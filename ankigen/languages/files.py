"""The files of the languages, of which only the tables that are asked for are parsed."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
_TABLE = re.compile(r"^\[(\w+)\][ \t]*$", re.MULTILINE)
_BEFORE_TABLES = ""

Words = tuple[str, ...]


class Labels(TypedDict):
    """The table `[cards]`: the words on a card that are ours and not the author's, by what they are for.

    `pick` counts right answers with `{n}`; `right` and `wrong` are the verdict; `correct` and `yours` mark an option;
    `diagram` names the language of its source with `{name}`.
    """

    pick_one: str
    pick: str
    answer: str
    right: str
    wrong: str
    correct: str
    yours: str
    disputed: str
    source_answer: str
    community_answer: str
    mnemonic: str
    endpoints: str
    rationale: str
    explanation: str
    tested: str
    technique: str
    concepts: str
    keywords: str
    reference: str
    links: str
    recall: str
    why_not: str
    diagram: str


@cache
def labels_of(language: str) -> Labels:
    """Return the labels of cards in a language; `KeyError` if there is no such language."""
    return cast("Labels", _texts_of(language, "cards"))


class ExamWords(TypedDict):
    """The table `[exam]`: the words on the page of a mock exam; those of `Labels` are not here again.

    `minutes` has a number of minutes for `{n}`, `place` the number of a question and of all, `{n}` and `{total}`, and
    `score` how many of all are right, `{right}` and `{total}`. `confirm_hand_in` counts in `{n}` what is not answered.
    `answered`, `open` and `marked` say how it is with one question; `all` and `missed` are the questions to review. The
    answers to `how_sure` are `sure`, `unsure` and `guess`, which are rows below `by_certainty` too; `other` is the row
    of what has no name of its own.
    """

    title: str
    practice: str
    questions: str
    time: str
    minutes: str
    no_limit: str
    pass_mark: str
    begin: str
    go_on: str
    start_over: str
    confirm_start_over: str
    place: str
    time_left: str
    pause: str
    paused: str
    mark: str
    marked: str
    previous: str
    next: str
    all_questions: str
    answered: str
    open: str
    how_sure: str
    sure: str
    unsure: str
    guess: str
    show_answer: str
    hand_in: str
    confirm_hand_in: str
    time_is_up: str
    result: str
    score: str
    passed: str
    failed: str
    by_domain: str
    by_level: str
    by_trap: str
    by_certainty: str
    other: str
    review: str
    all: str
    missed: str
    search: str
    search_hint: str
    copy: str
    copied: str
    save: str
    not_saved: str
    keys: str
    answers: str
    no_script: str
    cancel: str


@cache
def exam_words_of(language: str) -> ExamWords:
    """Return the words of a mock exam's page in a language; `KeyError` if there is no such language."""
    return cast("ExamWords", _texts_of(language, "exam"))


@cache
def headings_of(language: str) -> Mapping[str, str]:
    """Return the headings of a new file in a language, by part; `KeyError` if there is no such language."""
    return MappingProxyType(_texts_of(language, "scaffold"))


class Example(TypedDict):
    """The table `[example]`: the texts of the worked question in a new bank, whose options are numbers."""

    stem: str
    topic: str
    explanation: str


@cache
def example_of(language: str) -> Example:
    """Return the worked question's texts in a language; `KeyError` if there is no such language."""
    return cast("Example", _texts_of(language, "example"))


@cache
def names_of(language: str) -> Words:
    """Return the names of a language: its own, the English one, and tags that are often taken for its own."""
    head = _parsed(language, _BEFORE_TABLES)
    return (str(head["name"]), str(head["english"]), *_strings(head["aliases"]))


@cache
def words(language: str, table: str) -> Mapping[str, Words]:
    """Return the lists of words in one table of a language's file, by key; `KeyError` if there is no such language."""
    return MappingProxyType({key: _strings(value) for key, value in _parsed(language, table).items()})


def _texts_of(language: str, table: str) -> dict[str, str]:
    return {key: str(value) for key, value in _parsed(language, table).items()}


def _strings(value: object) -> Words:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _parsed(language: str, table: str) -> dict[str, object]:
    """Return one table of a language's file, or what is before all tables.

    A line `key = [...]` of strings in double quotes is JSON as well, which is read twenty times as fast as TOML.
    """
    text = _sources(language)[table]
    lines = [line.partition(" = ") for line in text.splitlines() if line and not line.startswith("#")]
    try:
        return {key: json.loads(value) for key, _, value in lines}
    except ValueError:  # TOML that is no JSON
        import tomllib  # noqa: PLC0415 - most often it is not needed

        return tomllib.loads(text)


@cache
def _sources(language: str) -> dict[str, str]:
    """Return the source of each table by name: a parser in Python is slow, and most of a file is not needed."""
    if language not in LANGUAGES:
        raise KeyError(language)
    top, *rest = _TABLE.split((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {_BEFORE_TABLES: top} | dict(zip(rest[::2], rest[1::2], strict=True))
