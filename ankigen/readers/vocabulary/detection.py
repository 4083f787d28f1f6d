"""The language that a text is written in: by its script, and where many share one, by frequent words and letters."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from ankigen.model import LANGUAGES
from ankigen.readers.vocabulary.files import words
from ankigen.readers.vocabulary.folding import fold

# Blocks of scripts, how much a character weighs beside a Latin letter, and the languages that have them here.
_SCRIPTS = {
    "kana": (re.compile(r"[぀-ヿ]"), 2, ("ja",)),
    "han": (re.compile(r"[㐀-鿿]"), 3, ("zh-Hans", "zh-Hant")),
    "hangul": (re.compile(r"[가-힣ㄱ-ㆎ]"), 3, ("ko",)),
    "thai": (re.compile(r"[ก-๎]"), 1, ("th",)),
    "devanagari": (re.compile(r"[ऄ-ॣ]"), 1, ("hi",)),
    "arabic": (re.compile(r"[ء-ە]"), 1, ("ar",)),
    "hebrew": (re.compile(r"[א-ת]"), 1, ("he",)),
    "cyrillic": (re.compile(r"[Ѐ-ӿ]"), 1, ("ru", "uk")),
    "latin": (re.compile(r"[a-zß-ÿā-ɏḀ-ỿ]"), 1, ()),
}
_CODE = re.compile(r"(?s)```.*?(?:```|\Z)|`[^`\n]*`|\$[^$\n]*\$|https?://\S+|<[^>\n]*>|\]\([^)\n]*\)")
_WORD = re.compile(r"[^\W\d_]+'?")
_LONGEST = 5000  # characters that are looked at
_LEAST = 10  # the weight of letters in a text that is long enough to tell
_KANA = 0.05  # of Han characters and kana, in Japanese
_OF_A_LETTER = 0.3  # what a letter, or a word of one, says beside a longer word
_ENOUGH = 1.1  # what must be said for a language
_IDEOGRAPHS = "\u3400"  # a letter above is as much as a word
_CLEAR = 1.25  # how much more a language has than the next
_OTHER_ARABIC = re.compile(r"[پچژگکیٹڈڑںے]")  # of Persian and Urdu


@lru_cache(maxsize=1000)
def language_of(text: str) -> str:
    """Return the language of `LANGUAGES` that a text in markdown is written in; "" when it is too short to tell."""
    prose = fold(_CODE.sub(" ", text[:_LONGEST]))
    weights = {name: weight * len(letter.findall(prose)) for name, (letter, weight, _) in _SCRIPTS.items()}
    if weights["kana"] > _KANA * weights["han"]:
        weights["kana"] += weights.pop("han")
    script = max(weights, key=weights.__getitem__)
    if weights[script] < _LEAST:
        return ""
    if script == "arabic" and len(_OTHER_ARABIC.findall(prose)) > 0.02 * weights[script]:
        return ""
    languages = _SCRIPTS[script][2] or _latin()
    return languages[0] if len(languages) == 1 else _nearest(prose, languages)


@cache
def _latin() -> tuple[str, ...]:
    others = {language for _, _, languages in _SCRIPTS.values() for language in languages}
    return tuple(language for language in LANGUAGES if language not in others)


def _nearest(prose: str, languages: tuple[str, ...]) -> str:
    """Return the one of some languages that has most of the words and letters of a text; "" where two have as many."""
    scores: defaultdict[str, float] = defaultdict(float)
    known, letters = _words(languages), _letters(languages)
    for word in _WORD.findall(prose):
        for language in (said := known.get(word, ())):
            scores[language] += (1 if len(word) > 1 else _OF_A_LETTER) / len(said)
    for letter in prose:
        for language in (said := letters.get(letter, ())):
            scores[language] += (1 if letter >= _IDEOGRAPHS else _OF_A_LETTER) / len(said)
    best = sorted(((score, language) for language, score in scores.items()), reverse=True)
    (most, first), (next_most, _) = [*best, (0.0, ""), (0.0, "")][:2]
    return first if most > _CLEAR * next_most and most >= _ENOUGH else ""


@cache
def _words(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the languages of each frequent word, folded."""
    return _by(languages, {language: [fold(word) for word in _profile(language, "words")] for language in languages})


@cache
def _letters(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the languages of each letter that few have."""
    return _by(languages, {language: [*"".join(_profile(language, "letters"))] for language in languages})


def _profile(language: str, key: str) -> tuple[str, ...]:
    return words(language, "profile")[key]


def _by(languages: tuple[str, ...], said: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    every = {word for own in said.values() for word in own}
    return {word: tuple(language for language in languages if word in said[language]) for word in every}
