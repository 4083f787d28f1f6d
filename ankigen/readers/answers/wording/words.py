"""Words of answers in every language, as the vocabulary has them: what is said at a place of a text.

They are looked up, not matched by patterns: those of two thousand words take half a second to compile.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen import languages
from ankigen.readers import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_Words = tuple[tuple[str, ...], ...]

# Words of these scripts end where another letter does not follow; others are written without spaces.
_SPACED = re.compile(r"[^\W\u0e00-\u0eff\u2e80-\U0010ffff]|['’.]")
_LETTER = re.compile(r"[^\W_]")
_PREFIXES = frozenset("وו")  # words for "and" that Arabic and Hebrew write together with the next word
_STARTS = re.compile(r"(?<![^\W\d_])[^\W\d_]|[\u0e00-\u0eff\u2e80-\U0010ffff]")
# An order that a stem asks for: by what it says outright, or by a word that may mean something else as well.
_ORDERS = re.compile(
    r"\b(?:arrange|put|place|sort|rank|order|sequence|list)\b.{0,120}\b(?:order(?:ed)?|sequence)\b(?! to\b)"
    r"|^[\W\d]*+(?:arrange|rank|sequence|order)\b"
    r"|\b(?:which|what) (?:order|sequence) (?:do|does|should|must|will|is|are)\b"
    r"|\b(?:correct|right|proper|logical|chronological) (?:order|sequence)\b"
    r"|排序|排列|順序|顺序|先後|先后|次序|並べ|순서|reihenfolge|en orden|ordene|ordena[rdn]?\b|em ordem|dans l['’]ordre"
    r"|in ordine|volgorde|kolejno|pořadí|порядк|последовательност|послідовн|sıra(?:ya|yla|la)|thứ tự|sắp xếp|urut"
    r"|เรียงลำดับ|क्रम|ترتيب|לפי הסדר",
    re.IGNORECASE | re.MULTILINE,
)
_LOOKED_AT = 1000  # characters at the beginning and the end of a stem


@cache
def words(*keys: str) -> frozenset[str]:
    """Return the words of an answer under these keys in all languages, as the vocabulary folds them."""
    stripped = (word.strip() for key in keys for word in vocabulary.in_any_language("answer", key))
    return frozenset(filter(None, stripped))


@cache
def _copulas() -> frozenset[str]:
    ends = {word.split()[-1] for word in words("statement") if " " in word}
    return frozenset(ends - words("right", "option", "wrong") | {"是", "為", "为"})


@cache
def _index(*keys: str) -> Mapping[str, _Words]:
    """Return words by their first two letters, the longest first, each in the pieces between its spaces."""
    folded = words(*keys) if keys else _copulas()
    spelt = folded | {word.replace("ss", "ß") for word in folded if "ss" in word}
    index: dict[str, list[tuple[str, ...]]] = {}
    for word in sorted(spelt, key=lambda word: (-len(word), word)):
        index.setdefault(word[:2], []).append(tuple(word.split()))
    return {start: tuple(pieces) for start, pieces in index.items()}


def word_end(flat: str, place: int, *keys: str) -> int:
    """Return the end of the longest word under one of these keys that begins at `place`; -1 if there is none.

    Without keys these are words for "is" and "are": what ends a sentence that states an answer.
    """
    index = _index(*keys)
    long, short = index.get(flat[place : place + 2], ()), index.get(flat[place : place + 1], ())
    if not (long or short) or _is_inside(flat, place):
        return -1
    for pieces in (*long, *short) if len(flat) > place + 1 else short:
        stop = _end_of(flat, place, pieces)
        if stop >= 0:
            return stop
    return -1


def _is_inside(flat: str, place: int) -> bool:
    """Whether a place is in the midst of a word."""
    before = place and _LETTER.match(flat, place - 1) and _SPACED.match(flat, place - 1)
    return bool(before and _SPACED.match(flat, place))


def _end_of(flat: str, place: int, pieces: tuple[str, ...]) -> int:
    for piece in pieces:
        if not flat.startswith(piece, place):
            return -1
        stop = place + len(piece)
        place = stop
        while flat[place : place + 1] == " ":
            place += 1
    within = (
        piece not in _PREFIXES
        and _SPACED.match(flat, stop - 1)
        and flat[stop - 1] not in "'’"
        and _LETTER.match(flat, stop)
    )
    return -1 if within and _SPACED.match(flat, stop) else stop


@cache
def _places() -> Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """Return the words for first, second and so on by their first letters, the longest first; -1 is the last."""
    places: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for tag in languages.LANGUAGES:
        *counted, last = languages.words(tag, "answer")["places"]
        for n, names in ((-1, last), *enumerate(counted)):
            for name in map(languages.fold, names.split("|")):
                places.setdefault(name[:2], []).append((tuple(name.split()), n))
    return {start: tuple(sorted(names, key=lambda name: -len("".join(name[0])))) for start, names in places.items()}


def place(flat: str, at: int) -> tuple[int, int]:
    """Return which option a word such as "first" means, from 0, -1 for the last, and where it ends; -1 for no word."""
    for pieces, n in _places().get(flat[at : at + 2], ()):
        if (end := _end_of(flat, at, pieces)) >= 0:
            return n, end
    return 0, -1


def one_end(flat: str, at: int) -> int:
    """Return the end of a word for "one" that begins at a place; -1 if there is none."""
    ones = vocabulary.in_any_language("asks", "one")
    return max((end for word in ones if (end := _end_of(flat, at, tuple(word.split()))) >= 0), default=-1)


def stated(flat: str) -> Iterable[int]:
    """Yield where each sentence that states an answer has said so, such as "the right answer is"."""
    place = 0
    for match in _STARTS.finditer(flat):
        if match.start() >= place:
            stop = word_end(flat, match.start(), "statement")
            if stop >= 0:
                yield stop
                place = stop


def means_to(word: str, around: str) -> bool | None:
    """Whether a word that is "to" in some languages and "and" in others is "to" in that of a text; None: unsure."""
    language = languages.language_of(around)
    answer = languages.words(language, "answer") if language else {}
    to, also = (word in answer.get(key, ()) for key in ("to", "and"))
    return None if to == also else to


def truth_words(answer: str, around: str) -> tuple[str, str]:
    """Return the words for true and false, or yes and no, that a statement answered with `answer` has for its options.

    They are of the language of the text `around`, or else of one that has the word that is said.
    """
    word = _first_word(answer)
    signs = not any(map(str.isalpha, word))  # which are of no language
    speaking = [] if signs else [language for language in languages.LANGUAGES if word in _truths(language)]
    undecided = signs or len(speaking) > 1  # then the nearest language is better than any
    around_language = languages.language_of(around, 0) if undecided else languages.language_of(around)
    fits = around_language in speaking or speaking in ([], ["en"])
    language = around_language if around_language and fits else (speaking or ["en"])[0]
    keys = ("yes", "no") if word in _plain_yes_and_no() else ("true", "false")
    true, false = (languages.words(language, "answer")[key][0] for key in keys)
    return true[:1].upper() + true[1:], false[:1].upper() + false[1:]


def _first_word(answer: str) -> str:
    """Return the longest beginning of an answer that says true or false, folded; all of it where none does."""
    plain = vocabulary.plain(answer)
    words_of = re.split(r"(?<=[^\W_])(?=[\W_])|(?<=[。，、])", plain)
    for end in range(len(words_of), 0, -1):
        head = "".join(words_of[:end]).strip(" .,:;!。，、-–—")
        if vocabulary.truth(head) is not None:
            return head
    return plain


@cache
def _truths(language: str) -> frozenset[str]:
    """Return the words for true, false, yes and no in one language, folded."""
    answer = languages.words(language, "answer")
    return frozenset(vocabulary.plain(word) for key in ("true", "false", "yes", "no") for word in answer[key])


@cache
def _plain_yes_and_no() -> frozenset[str]:
    """Return the words for yes and no that are the first ones of their language, and nowhere the first for true."""
    every = [languages.words(language, "answer") for language in languages.LANGUAGES]
    first = {vocabulary.plain(answer[key][0]) for answer in every for key in ("yes", "no")}
    return frozenset(first - {vocabulary.plain(answer[key][0]) for answer in every for key in ("true", "false")})


@cache
def _sweeping() -> Mapping[str, str]:
    return dict.fromkeys(words("all"), "all") | dict.fromkeys(words("none"), "none")


def sweeping(text: str) -> str:
    """Return "all" or "none" for a text that says nothing but "all of them" or "none of them", "" for any other."""
    return _sweeping().get(vocabulary.plain(text), "") if len(text) < 100 else ""


@cache
def _among() -> tuple[str, ...]:
    return tuple(languages.fold(word) for tag in languages.LANGUAGES for word in languages.words(tag, "asks")["among"])


def chooses(stem: str) -> bool:
    """Whether a stem asks to choose among options: "which of the following"."""
    folded = languages.fold(stem)
    return any(word in folded for word in _among())


def orders(stem: str) -> bool:
    """Whether a stem asks to put options into an order."""
    return bool(_ORDERS.search(stem if len(stem) < 2 * _LOOKED_AT else f"{stem[:_LOOKED_AT]}\n{stem[-_LOOKED_AT:]}"))
