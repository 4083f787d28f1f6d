"""The files of the languages: each has every word that English has."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest
from conftest import ROOT

from ankigen.languages import (
    LANGUAGES,
    ExamWords,
    Labels,
    exam_words_of,
    example_of,
    files,
    fold,
    folding,
    headings_of,
    labels_of,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "ankigen" / "languages"
EXAMPLE = ROOT / "tests" / "whole" / "contributing" / "sv.toml"  # the one that CONTRIBUTING.md adds
PLACES = {"pick": ["n"], "diagram": ["name"]}  # what is filled in
OTHERS = [language for language in LANGUAGES if language != "en"]
EXAM_PLACES = {"minutes": ["n"], "place": ["n", "total"], "score": ["right", "total"], "confirm_hand_in": ["n"]}
# Words of `[exam]` that a language writes as English does. `{n} min` is an international symbol, which any may have.
SAME_IN_ENGLISH = {"de": {"pause"}, "fr": {"questions", "pause"}}
MAY_BE_EMPTY = {
    "asks.polite",
    "answer.from",
    "aliases",
    "answer.not_behind",
    "answer.but",
    "answer.it_is",
    "number.ordinal",
    "number.after",
    "profile.words",
    "profile.letters",
    "profile.ordinary",
}


def path_of(language: str) -> Path:
    return FOLDER / f"{language}.toml"


def file_at(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words_at(path: Path) -> dict[str, Any]:
    """What the file of a language has, by the names of keys: `name`, `cards.pick`."""
    flat: dict[str, Any] = {}
    for name, value in file_at(path).items():
        flat |= {f"{name}.{key}": word for key, word in value.items()} if isinstance(value, dict) else {name: value}
    return flat


@pytest.mark.parametrize("path", [*map(path_of, LANGUAGES), EXAMPLE], ids=[*LANGUAGES, "example"])
def test_a_language_has_every_word_that_english_has(path: Path) -> None:
    english, every = words_at(path_of("en")), words_at(path)
    assert not (absent := english.keys() - every.keys()), f"{path.name} lacks {', '.join(sorted(absent))}: see en.toml"
    assert not (more := every.keys() - english.keys()), f"{', '.join(sorted(more))} of {path.name} is not in en.toml"
    empty = {key for key, word in every.items() if not word} - MAY_BE_EMPTY
    assert not empty, f"{', '.join(sorted(empty))} of {path.name} is empty"
    lists = [word for word in every.values() if isinstance(word, list)]
    assert all(list(dict.fromkeys(word)) == word for word in lists)
    texts = [word for word in every.values() if isinstance(word, str)]
    assert all(word.strip() == word for word in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_label(language: str) -> None:
    labels: dict[str, str] = dict(labels_of(language))  # type: ignore[arg-type]
    assert labels.keys() == get_type_hints(Labels).keys()
    for name, text in labels.items():
        assert re.findall(r"{(.*?)}", text) == PLACES.get(name, []), name


@pytest.mark.parametrize("path", [*map(path_of, LANGUAGES), EXAMPLE], ids=[*LANGUAGES, "example"])
def test_a_language_has_the_words_of_a_mock_exam_and_what_is_filled_in(path: Path) -> None:
    texts = file_at(path)["exam"]
    assert texts.keys() == get_type_hints(ExamWords).keys()
    for name, text in texts.items():
        assert sorted(re.findall(r"{(.*?)}", text)) == EXAM_PLACES.get(name, []), name


@pytest.mark.parametrize("path", [*map(path_of, OTHERS), EXAMPLE], ids=[*OTHERS, "example"])
def test_no_word_of_a_mock_exam_is_left_in_english(path: Path) -> None:
    english, texts = exam_words_of("en"), file_at(path)["exam"]
    same = {name for name, text in english.items() if fold(texts.get(name, "")) == fold(str(text))} - {"minutes"}
    mine = SAME_IN_ENGLISH.get(path.stem, set())
    assert not (left := same - mine), f"{', '.join(sorted(left))} of {path.name} is English: see SAME_IN_ENGLISH"
    assert mine <= same, f"{path.name} has words of its own for {', '.join(sorted(mine - same))}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_of_a_file_is_what_is_in_it(language: str) -> None:
    whole = file_at(path_of(language))
    assert files.names_of(language) == (whole.pop("name"), whole.pop("english"), *whole.pop("aliases"))
    assert labels_of(language) == whole.pop("cards")
    assert exam_words_of(language) == whole.pop("exam")
    assert headings_of(language) == whole.pop("scaffold")
    assert example_of(language) == whole.pop("example")
    for table, lists in whole.items():
        assert words(language, table) == {key: tuple(value) for key, value in lists.items()}


def test_no_two_languages_have_the_same_name() -> None:
    names = [name.casefold() for language in LANGUAGES for name in {*files.names_of(language), language}]
    assert len(names) == len(set(names))


def test_a_table_that_is_no_json_is_read_as_toml(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "stem = [  # what is asked\n  'stem \\d',\n  \"question\",\n]\n"
    monkeypatch.setattr(files, "_sources", lambda _: {"mine": text})
    assert words("en", "mine") == {"stem": ("stem \\d", "question")}


def test_a_text_without_signs_is_folded_as_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = [f"{chr(code)}é" for code in range(0x30000) if not 0xD800 <= code < 0xE000]
    folded = [*map(fold, letters)]
    monkeypatch.setattr(folding, "_MAY_HAVE_SIGNS", re.compile(""))
    assert folded == [*map(fold, letters)]


def test_no_language_is_known_that_has_no_file() -> None:
    with pytest.raises(KeyError):
        labels_of("tlh")


def test_importing_the_languages_opens_none_of_their_files() -> None:
    program = (
        "import ankigen.readers.vocabulary\n"
        "from ankigen.languages import LANGUAGES, files, labels_of\n"
        "assert LANGUAGES\n"
        "assert not files._sources.cache_info().currsize, 'a file was read'\n"
        "import tomllib; tomllib.loads = None  # the slow parser\n"
        "labels_of('de')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
