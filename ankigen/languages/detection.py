"""The language that a text is written in: by its script, and where many share one, by frequent words and letters."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from ankigen.languages.files import LANGUAGES, words
from ankigen.languages.folding import fold


class _Script(NamedTuple):
    """A script: its letters in folded text, how much one weighs beside a Latin letter, and the languages that use it.

    The languages of Latin letters are all others.
    """

    letter: re.Pattern[str]
    weight: int
    languages: tuple[str, ...] = ()


_SCRIPTS = {
    "kana": _Script(re.compile(r"[぀-ヿ]"), 2, ("ja",)),
    "han": _Script(re.compile(r"[㐀-鿿豈-﫿]"), 3, ("zh-Hans", "zh-Hant")),
    "hangul": _Script(re.compile(r"[가-힣ㄱ-ㆎ]"), 3, ("ko",)),
    "thai": _Script(re.compile(r"[ก-๎]"), 1, ("th",)),
    "devanagari": _Script(re.compile(r"[ऄ-ॣ]"), 1, ("hi",)),
    "arabic": _Script(re.compile(r"[ء-ە]"), 1, ("ar",)),
    "hebrew": _Script(re.compile(r"[א-ת]"), 1, ("he",)),
    "cyrillic": _Script(re.compile(r"[Ѐ-ӿ]"), 1, ("ru", "uk")),
    "latin": _Script(re.compile(r"[a-zß-ÿā-ɏḀ-ỿ]"), 1),
}
LATIN = "latin"
_CODE = re.compile(r"(?s)```.*?(?:```|\Z)|`[^`\n]*`|\$[^$\n]*\$|https?://\S+|<[^>\n]*>|\]\([^)\n]*\)")
_WORD = re.compile(r"[^\W\d_]+'?")
_LONGEST = 5000  # characters that are looked at
_LEAST = 10  # the weight of letters in a text that is long enough to tell
_KANA = 0.05  # of Han characters and kana, in Japanese
_OF_A_LETTER = 0.3  # what a letter, or a word of one, says beside a longer word
ENOUGH = 1.1  # what must be said for a language
SURE = 1.5  # what must be said for one that nobody expects
_IDEOGRAPHS = "\u3400"  # a letter above is as much as a word
_CLEAR = 1.25  # how much more a language has than the next
_PERSIAN = 0.02  # of Arabic letters, in Persian and Urdu
_OTHER_ARABIC = re.compile(r"[پچژگکیٹڈڑںے]")  # of Persian and Urdu


@lru_cache(maxsize=1000)
def language_of(text: str, least: float = ENOUGH) -> str:
    """Return the language of `LANGUAGES` that a text in markdown is written in; "" if it is too short to tell.

    `least` is the number of frequent words that must be in a text, if its letters alone do not tell the language.
    """
    prose = prose_of(text)
    script, weight = main_script(prose)
    if weight < _LEAST:
        return ""
    languages = languages_with(script)
    return languages[0] if len(languages) == 1 else _nearest(prose, languages, least)


def prose_of(text: str) -> str:
    """Return the beginning of a text in markdown, folded, without code, formulas, markup and addresses."""
    return fold(_CODE.sub(" ", text[:_LONGEST]))


def main_script(prose: str) -> tuple[str, int]:
    """Return the script of most of a folded text, and the weight of its letters; Latin if there are no letters.

    A text with some kana is Japanese, however many of its other characters are Han; one with letters of Persian or Urdu
    is in no script of `LANGUAGES` (`""`).
    """
    if prose.isascii():
        return LATIN, len(_SCRIPTS[LATIN].letter.findall(prose))
    weights = {name: script.weight * len(script.letter.findall(prose)) for name, script in _SCRIPTS.items()}
    if weights["kana"] > _KANA * weights["han"]:
        weights["kana"] += weights.pop("han")
    script = max(reversed(weights), key=weights.__getitem__)
    if script == "arabic" and len(_OTHER_ARABIC.findall(prose)) > _PERSIAN * weights[script]:
        return "", weights[script]
    return script, weights[script]


@cache
def languages_with(script: str) -> tuple[str, ...]:
    """Return the languages that are written in a script of `main_script`."""
    if script == LATIN:
        others = {language for other in _SCRIPTS.values() for language in other.languages}
        return tuple(language for language in LANGUAGES if language not in others)
    return _SCRIPTS[script].languages if script else ()


@cache
def scripts_of(language: str) -> tuple[str, ...]:
    """Return the scripts other than Latin in which a language is written."""
    return (
        ("kana", "han")
        if language == "ja"
        else tuple(name for name, script in _SCRIPTS.items() if language in script.languages)
    )


def has_letters(text: str, scripts: tuple[str, ...]) -> bool:
    """Whether a text has letters of one of these scripts."""
    return not text.isascii() and any(_SCRIPTS[script].letter.search(text) for script in scripts)


def _nearest(prose: str, languages: tuple[str, ...], least: float) -> str:
    """Return the one of some languages that has most of the words and letters of a text; "" where two have as many."""
    scores: defaultdict[str, float] = defaultdict(float)
    by_word = _by_word(languages)
    for word in _WORD.findall(prose):
        for language in (users := by_word.get(word, ())):
            scores[language] += (1 if len(word) > 1 else _OF_A_LETTER) / len(users)
    for letter, users in telling_letters(prose, languages).items():
        for language in users:
            scores[language] += (1 if letter >= _IDEOGRAPHS else _OF_A_LETTER) * prose.count(letter) / len(users)
    best = sorted(((score, language) for language, score in scores.items()), reverse=True)
    (most, first), (next_most, _) = [*best, (0.0, ""), (0.0, "")][:2]
    return first if most > _CLEAR * next_most and most >= least else ""


def telling_letters(prose: str, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the letters of a folded text that only few of these languages have, each with these languages."""
    if prose.isascii():
        return {}
    letters = _by_letter(languages)
    return {letter: letters[letter] for letter in sorted(letters.keys() & set(prose))}


@cache
def _by_word(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the languages of each frequent word, folded."""
    return _by(languages, {language: [fold(word) for word in _profile(language, "words")] for language in languages})


@cache
def _by_letter(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the languages of each letter that few have."""
    return _by(languages, {language: [*"".join(_profile(language, "letters"))] for language in languages})


def _profile(language: str, key: str) -> tuple[str, ...]:
    return words(language, "profile")[key]


def _by(languages: tuple[str, ...], profiles: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Return the languages that have each of the words or letters in their profiles."""
    every = {word for profile in profiles.values() for word in profile}
    return {word: tuple(language for language in languages if word in profiles[language]) for word in every}
