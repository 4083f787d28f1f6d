"""Names of parts: which part of a question a heading, or the words before a colon, name."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ankigen.languages import LANGUAGES, LONGEST, UNSPACED, Words, fold, lead, plain, without_diacritics, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# Every role, in the order in which they are asked: where a word names several, the first one is meant.
ROLES: Words = tuple(
    "title group id provenance level stem options topics traps domain answer actual_answer source_answer"
    " community_answer answer_sources note recap explanation tested technique concepts keywords rationales mnemonic"
    " memory recall cards shuffle links tags answer_key".split()
)
ANSWER_ROLES = frozenset({"answer", "actual_answer", "source_answer", "community_answer"})
# Parts that follow the options.
BELOW_ROLES = ANSWER_ROLES | frozenset(
    ("explanation", "rationales", "mnemonic", "memory", "links", "note", "answer_key", "tested", "answer_sources")
)
METADATA_ROLES = frozenset(
    (
        "id",
        "provenance",
        "level",
        "domain",
        "topics",
        "traps",
        "tags",
        "recall",
        "cards",
        "shuffle",
        "technique",
        "concepts",
    )
) | {"keywords"}
_RANK = {role: rank for rank, role in enumerate(ROLES)}
_NO_LABEL = frozenset(("title", "group", "recap", "rationales"))
_SYNTAX = frozenset(r"\.^$*+?{}[]()|")
_MORE = " .*"  # how a pattern ends that is recognised by its beginning alone
_SHORTEST_UNMARKED = 5  # letters of a word that is known without its accents
_LATIN = "\u0370"  # above are other scripts, whose accents are many and seldom written
_NUMBERED = "{N}"  # a question's number, in a title
_NUMBER = r" ?(?:#|n[ro]\.?|n[°º]|№)? ?\d[\d-]*"
_TITLE_ENDS = r"(?:(?: -|:) .*)?"


class _Lexicon(NamedTuple):
    """The words of all languages: each with its roles, those that begin a longer name, and the patterns by role."""

    exact: Mapping[str, Words]
    without_diacritics: Mapping[str, Words]
    heads: Mapping[str, Words]
    patterns: Mapping[str, str]


@lru_cache(maxsize=10_000)  # files of a bank have the same headings and labels
def role(title: str) -> str:
    """Return the role that a heading or label, as it is written, names; "" for none."""
    names = roles(title) if len(title) <= LONGEST else ()
    return names[0] if names else ""


@lru_cache(maxsize=10_000)  # files of a bank have the same headings and labels
def roles(title: str) -> Words:
    """Return all the roles that a heading or label may name, the likeliest first: `answer`, `answer_key` for "Answers".

    Of what only a pattern knows, such as "Why the other options are wrong", it is one role.
    """
    bare = plain(title) if len(title) <= LONGEST else ""
    if not bare:
        return ()
    lexicon = _lexicon()
    candidates = {*lexicon.exact.get(bare, ()), *_by_head(bare, lexicon), *_by_pattern(bare)}
    return tuple(sorted(candidates or _in_a_hurry(bare, lexicon), key=_RANK.__getitem__))


def labels(*of: str) -> Callable[[str], bool]:
    """Return a function: whether a label, as `plain` leaves it, names one of these roles.

    Without arguments these are all roles that a label may have.
    """
    asked = frozenset(of) or frozenset(ROLES) - _NO_LABEL

    @lru_cache(maxsize=10_000)  # files of a bank have the same labels
    def names(label: str) -> bool:
        if not label or len(label) > LONGEST:
            return False
        lexicon = _lexicon()
        exact = lexicon.exact.get(label, ())
        if not asked.isdisjoint(exact) or not asked.isdisjoint(_by_head(label, lexicon)):
            return True
        if _pattern(asked).fullmatch(label):
            return True
        return not exact and not asked.isdisjoint(_in_a_hurry(label, lexicon))

    return names


def leads(*of: str) -> frozenset[str]:
    """Return what the names of some roles begin with, as `lead` has it; with "" where one may begin with anything."""
    names = (word for language in LANGUAGES for role in of for word in words(language, "parts").get(role, ()))
    return frozenset(map(_lead, names))


def _lead(name: str) -> str:
    """Return the first word of a name; "" for a pattern in which that is no plain word."""
    plain_part = "".join(takewhile(lambda char: char not in _SYNTAX, name))
    first = lead(plain_part)
    whole = plain_part in {name, name.removesuffix(".")} or " " in plain_part or first >= UNSPACED
    return first if whole else ""


def _in_a_hurry(bare: str, lexicon: _Lexicon) -> Words:
    """Return the roles of a word that is written without its accents; other accents make it another word."""
    typed = without_diacritics(bare)
    if len(bare) < _SHORTEST_UNMARKED or (bare != typed and bare < _LATIN):
        return ()
    return lexicon.without_diacritics.get(typed) or lexicon.exact.get(typed, ())


def _by_head(bare: str, lexicon: _Lexicon) -> Iterator[str]:
    return (role for role, heads in lexicon.heads.items() if bare.startswith(heads))


def _by_pattern(bare: str) -> Words:
    match = _pattern(frozenset(ROLES)).fullmatch(bare)
    return (match.lastgroup,) if match and match.lastgroup else ()


@cache
def _pattern(asked: frozenset[str]) -> re.Pattern[str]:
    patterns = _lexicon().patterns
    return re.compile("|".join(f"(?P<{role}>{patterns[role]})" for role in ROLES if role in asked and role in patterns))


@cache
def _lexicon() -> _Lexicon:
    """Return what all files say: words are looked up, because a pattern of thousands of words takes long to make."""
    exact: dict[str, list[str]] = {}
    heads: dict[str, list[str]] = {}
    patterns: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for name, spellings in words(language, "parts").items():
            for spelling in spellings:
                word = spelling[:-1] if spelling[-1] == "." and _SYNTAX.isdisjoint(spelling[:-1]) else spelling
                if _NUMBERED in word or not _SYNTAX.isdisjoint(word.removesuffix(_MORE)):
                    patterns.setdefault(name, []).append(word)
                elif word.endswith(_MORE):
                    heads.setdefault(name, []).append(fold(word.removesuffix(_MORE)) + " ")
                else:
                    exact.setdefault(fold(word), []).append(name)
    ranked = {word: tuple(sorted(set(names), key=_RANK.__getitem__)) for word, names in exact.items()}
    marked = ((without_diacritics(word), names) for word, names in ranked.items() if not word.isascii())
    return _Lexicon(
        ranked,
        {word: names for word, names in marked if word not in ranked},
        {name: tuple(begins) for name, begins in heads.items()},
        {name: "|".join(_titles(sources) if name == "title" else sources) for name, sources in patterns.items()},
    )


def _titles(patterns: Iterable[str]) -> Iterator[str]:
    """Yield the patterns of titles; those of the kind "Question {N}" are put together, so that they are one."""
    before = []
    for pattern in patterns:
        head, number, behind = pattern.partition(_NUMBERED)
        if number and not behind:
            before.append(fold(head).strip())
        elif number:
            yield f"{head.strip()}{_NUMBER}{behind}{_TITLE_ENDS}"
        else:
            yield pattern
    yield f"(?:{'|'.join(dict.fromkeys(before))}){_NUMBER}{_TITLE_ENDS}"
