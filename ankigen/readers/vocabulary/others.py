"""Options that refer to other options, in every language: "all of the above", "A and C", "the first two", "same as B".

The patterns of a language are only made when an option has no other words than theirs.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from ankigen.languages import LANGUAGES, fold, words
from ankigen.readers.vocabulary.alphabets import ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# The labels of options after `fold`, in order.
_SEQUENCES = tuple(map(fold, ORDERS))
_LETTERS = "".join(sorted({letter for row in _SEQUENCES for letter in row} - set("0123456789")))
# In a pattern a label is any letter, because a class of so many takes long to make; `place` knows which it can be.
_ANY = r"[(\[]?([^\W\d_](?!{})|[1-9]\d?(?!\d))['’]?[)\].]?"
_LONGEST_REFERENCE = 100  # characters of an option that does no more than refer
_RUN = re.compile(r"([^\W\d_][\w'\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0e00-\u0e7f]*)(\??)")
_PLACEHOLDER = re.compile(r"\{[lr]\}")
_TOKEN = re.compile(r"[^\s.,;:()\[\]\"&、،/·-]+")
_DRESS = re.compile(r"[*_`~“”„«»「」『』]+")
_INITIALS = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")  # n.d.a. is nda
_ENDS = " .!;:,。、．！।؟?…\"'"
# Languages that set no blanks between words, by what an option in one has.
_UNSPACED = {
    "ja": re.compile(r"[぀-ヿ]"),
    "ko": re.compile(r"[가-힣]"),
    "th": re.compile(r"[ก-๛]"),
    "zh-Hans": re.compile(r"[㐀-鿿、]"),
    "zh-Hant": re.compile(r"[㐀-鿿]"),
}
_ALL_LANGUAGES = (1 << len(LANGUAGES)) - 1
_SHORTEST_WORD = 3  # letters of the longest word where no label is named
_MOST_TOKENS = 10  # words of an option that has only labels and "and"
_NO_LABEL = 99
_JUDGEMENTS = ("right", "wrong", "true", "false")


class NamedOptions(NamedTuple):
    """The positions of the options that an option names, from 1; empty if it names all, or names them by position."""

    places: tuple[int, ...]


def referring(options: Mapping[str, str], stem: str) -> set[str]:
    """Return the labels of the options, given by label, that refer to other ones.

    Labels count as references only if the stem lists no statements with labels and most options are more than a label.
    """
    references = {label: reference for label, text in options.items() if (reference := refers(text))}
    if not references:
        return set()
    with_places = {label for label, reference in references.items() if reference.places}
    bare = {label for label, text in options.items() if _shapes().bare.fullmatch(_spoken(text))}
    listed = len(_shapes().line.findall(stem)) > 1
    if listed or (2 * len(with_places | bare) >= len(options) > 2):
        return references.keys() - with_places
    return {
        label for label, reference in references.items() if all(place <= len(options) for place in reference.places)
    }


@lru_cache(maxsize=10_000)
def refers(option: str) -> NamedOptions | None:
    """Return what an option says of other options; None when it does more than to refer to some."""
    if len(option) > 2 * _LONGEST_REFERENCE:
        return None
    spoken = _spoken(option)
    if len(spoken) > _LONGEST_REFERENCE or _shapes().alone.fullmatch(spoken):
        return None
    if _shapes().listed.fullmatch(spoken):
        return NamedOptions(tuple(place(token.rstrip(".'’")) for token in _TOKEN.findall(spoken)))
    for language in _candidates(spoken):
        match = _pattern(language).fullmatch(spoken)
        places = tuple(place(label) for label in match.groups() if label) if match else (_NO_LABEL,)
        if _NO_LABEL not in places:
            return NamedOptions(places)
    return None


class _Shapes(NamedTuple):
    """How labels are written: alone, several, as a word, behind a noun, and before a statement on a line of its own."""

    alone: re.Pattern[str]
    listed: re.Pattern[str]
    token: re.Pattern[str]
    bare: re.Pattern[str]
    line: re.Pattern[str]


@cache
def _shapes() -> _Shapes:
    """Return the shapes; made on first use, because classes of so many letters take long to compile."""
    letter = f"[{_LETTERS}{_LETTERS.upper()}]"
    label = rf"[(\[]?(?:{letter}|[1-9]\d?)['’]?[)\].]?"
    return _Shapes(
        re.compile(rf"{label}|\W*"),
        re.compile(rf"{label}(?:\s*[,;/&+、،][\s,&]*{label})+"),
        re.compile(rf"(?:{letter}|[1-9]\d?)['’.]?(?:$|(?<=['’]))"),
        re.compile(rf"(?:[^\W\d_]{{2,}} )?{label}"),
        re.compile(rf"^[ \t>*_(-]*(?:{letter}|\d\d?)[.):、]", re.MULTILINE),
    )


def place(label: str) -> int:
    """Return the place of an option by its folded letter or number, from 1; `_NO_LABEL` for anything else."""
    if label.isdecimal():
        return int(label)
    return min((row.index(label) + 1 for row in _SEQUENCES if label in row), default=_NO_LABEL)


def _spoken(option: str) -> str:
    return _INITIALS.sub("", " ".join(_DRESS.sub(" ", fold(option)).split()).strip(_ENDS))


def _candidates(spoken: str) -> list[str]:
    """Return the languages that have all the words of an option in their patterns; of those without blanks, any."""
    every = _TOKEN.findall(spoken)
    tokens = [token for token in every if not _shapes().token.match(token)]
    possible = _possible(spoken, every, tokens)
    for token in tokens:
        possible &= _languages(token)
    languages = [language for i, language in enumerate(LANGUAGES) if possible >> i & 1] if possible else []
    return (
        languages
        if spoken.isascii()
        else languages + [name for name, script in _UNSPACED.items() if script.search(spoken)]
    )


def _possible(spoken: str, every: list[str], tokens: list[str]) -> int:
    """Return a bit for each language that an option can be in by its form; `tokens` are those that are no labels.

    A letter such as `e` or `a` is a label and "and": "A e C".
    """
    if not tokens:
        between = (_index().get(token, 0) for token in every[1:-1])
        return reduce(or_, between, 0) if len(every) < _MOST_TOKENS else 0
    if spoken.isascii() and len(tokens) == len(every) and len(max(tokens, key=len)) < _SHORTEST_WORD:
        return 0
    return _index().get(spoken, 0) if len(every) == 1 else _ALL_LANGUAGES


@lru_cache(maxsize=10_000)
def _languages(token: str) -> int:
    """Return a bit for each language in whose patterns a word is this one, or is longer than two letters and begins it.

    In Hebrew and Arabic "and" is a letter before a word.
    """
    index = _index()
    bits = index.get(token, 0) | (index.get(token[0], 0) if "\u0590" < token[0] < "\u0700" else 0)
    for end in range(3, len(token)):
        bits |= index.get(token[:end], 0)
    return bits


@cache
def _index() -> dict[str, int]:
    """Return the beginnings of the words in the patterns, each with a bit for each language that has it."""
    index: dict[str, int] = {}
    for i, language in enumerate(LANGUAGES):
        if language in _UNSPACED:
            continue
        sources = [fold(pattern) for patterns in words(language, "others").values() for pattern in patterns]
        judged = [fold(word) for key in _JUDGEMENTS for word in words(language, "answer")[key]]
        for run, optional in _RUN.findall(_PLACEHOLDER.sub(" ", " ".join(sources + judged))):
            for start in {run, run[: -len(optional) or None]}:
                index[start] = index.get(start, 0) | 1 << i
    return index


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of a language's ways to refer to options; its groups are the labels."""
    judging = (fold(word) for key in _JUDGEMENTS for word in words(language, "answer")[key])
    judged = _either(word for word in judging if len(word) > 1)  # one letter is a label
    sources = "|".join(pattern for patterns in words(language, "others").values() for pattern in patterns)
    label = _ANY.format("[a-z]" if language in _UNSPACED else r"\w")
    return re.compile(fold(sources).replace("{l}", label).replace("{r}", f"(?:{judged})"))


def _either(of: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(of), key=lambda word: (-len(word), word)))
