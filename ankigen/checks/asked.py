"""Find how many answers a stem asks for, such as `Wählen Sie zwei Antworten`, in the words of each language.

Only a clause counts that says little else: a verb of choosing, and one number near it. English and Chinese have
patterns of their own, in `wording`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.languages import LANGUAGES, fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OTHERS = tuple(language for language in LANGUAGES if language not in {"en", "zh-Hans", "zh-Hant"})
_UNSPACED = frozenset({"ja", "ko", "th"})  # their words are found inside of others, and blanks are left out
_VERB_LAST = frozenset({"hi", "ja", "ko", "tr"})
_NUMBERS = ("one", "two", "three", "four", "five")
_CLAUSE_ENDS = re.compile(r"[.?!:;,()\[\]{}\n…。？！：；、，（）【】「」¿¡؟؛،।]+")
_EMPHASIS = re.compile(r"[*_]+")
_DIGIT = re.compile(r"\d")
_JOINED = re.compile(r"[,;/&+、，；\n→>|]| [-–—] ")  # in an option that is a list
_LONGEST = 100  # characters of a clause that only says how many


class AskedNumber(NamedTuple):
    """A number of answers, and the clause that asks for it."""

    number: int
    clause: str


def number_asked(stem: str, right: str) -> AskedNumber | None:
    """Return the last number of answers that the prose of a stem asks for; None if there is none for sure.

    `right` is the text of a right option: if it is a list, each option may be a set of answers.
    """
    lower = stem.replace("İ", "i").casefold()  # quicker than `fold`, and most stems have none of the verbs
    languages = [language for language, verbs in _verbs().items() if any(verb in lower for verb in verbs)]
    if not languages or _is_list(right, languages) or any(_names_several(stem, language) for language in languages):
        return None
    clauses = _CLAUSE_ENDS.split(_EMPHASIS.sub("", stem)) if len(stem) < 100 * _LONGEST else ()
    for clause in reversed([clause.strip() for clause in clauses if clause.strip()]):
        numbers = {_number_in(clause, language) for language in languages} - {0} if len(clause) < _LONGEST else set()
        if numbers:
            return AskedNumber(numbers.pop(), clause) if len(numbers) == 1 else None
    return None


def _number_in(clause: str, language: str) -> int:
    """Return the number of answers for which a clause asks in a language, 0 if it asks for none."""
    plain = _plain(clause, language)
    if _choice(language).search(plain) or any(_has(plain, word, language) for word in words(language, "asks")["bound"]):
        return 0  # one or more; at least two
    match = _pattern(language).fullmatch(plain)
    values = {_value(number, language) for number in _number(language).findall(plain)} if match else set()
    return values.pop() if len(values) == 1 else 0


def _plain(text: str, language: str) -> str:
    return ("" if language in _UNSPACED else " ").join(fold(text).split())


def _has(plain: str, word: str, language: str) -> bool:
    """Whether a text, as `_plain` leaves it, has a word."""
    sought = _plain(word, language)
    return sought in plain if language in _UNSPACED else f" {sought} " in f" {plain} "


def _is_list(right: str, languages: Iterable[str]) -> bool:
    """Whether an option joins several things, by a sign or by a word of one of these languages."""
    return bool(_JOINED.search(right)) or any(
        language not in _UNSPACED and _has(_plain(right, language), word, language)
        for language in languages
        for key in ("and", "or")
        for word in words(language, "answer")[key]
    )


def _names_several(stem: str, language: str) -> bool:
    """Whether a stem leaves open how many answers are right."""
    folded = fold(stem)
    return any(fold(phrase) in folded for phrase in words(language, "asks")["several"])


@cache
def _verbs() -> Mapping[str, tuple[str, ...]]:
    return {language: tuple(map(fold, words(language, "asks")["choose"])) for language in _OTHERS}


@cache
def _values(language: str) -> Mapping[str, int]:
    """Return the numbers of a language by their words."""
    asks = words(language, "asks")
    return {_plain(word, language): n for n, key in enumerate(_NUMBERS, 1) for word in asks[key]}


def _value(number: str, language: str) -> int:
    """Return the value of a word or a digit; 0 if no question has as many answers."""
    value = _values(language).get(number, 0) or (int(number) if _DIGIT.fullmatch(number) else 0)
    return value if value <= len(_NUMBERS) else 0


@cache
def _number(language: str) -> re.Pattern[str]:
    """Return the pattern of a number in a text as `_plain` leaves it."""
    either = "|".join(map(re.escape, sorted(_values(language), key=len, reverse=True)))
    if language in _UNSPACED:
        return re.compile(rf"{either}|(?<!\d)\d(?!\d)")
    return re.compile(rf"(?<!\S)(?:{either}|\d)(?!\S)")


@cache
def _choice(language: str) -> re.Pattern[str]:
    """Return the pattern of a number with a word for "or" behind it."""
    either = "|".join(re.escape(_plain(word, language)) for word in words(language, "answer")["or"])
    return re.compile(
        rf"(?:{_number(language).pattern}) ?(?:{either})(?!\w)"
        if language not in _UNSPACED
        else rf"(?:{_number(language).pattern})(?:{either})"
    )


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of a clause that asks for a number of answers."""
    verb = f"(?:{'|'.join(re.escape(_plain(verb, language)) for verb in _verbs()[language])})"
    number = f"(?:{_number(language).pattern})"
    if language in _UNSPACED:
        return re.compile(
            rf".*{number}.{{0,3}}{verb}.{{0,3}}" if language in _VERB_LAST else rf".{{0,15}}{verb}{number}.*"
        )
    if language in _VERB_LAST:
        return re.compile(rf"(?:\S+ ){{0,4}}{number} (?:\S+ ){{0,4}}{verb}(?: \S+)?")
    polite = "|".join(re.escape(_plain(word, language)) for word in words(language, "asks")["polite"])
    return re.compile(rf"(?:(?:{polite}) )?{verb} (?:\S+ ){{0,3}}{number}(?: \S+){{0,4}}")
