"""Titles of answer keys: a heading, a summary or a line in bold that means answers, alone or with what they are of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.languages import UNSPACED
from ankigen.markdown import heading
from ankigen.readers import vocabulary
from ankigen.readers.blocks.folds import TAG
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks.starts import is_part, is_word
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLE = re.compile(
    r"(?:the )?(?:correct )?(?:answers?|answer keys?|keys?|solutions?)(?: (?:and|&) .*)?|(?:參考|参考)?(?:答案|解答).*"
)
_ASKS = re.compile(r"[?？؟]")
_PARTING = re.compile(r"[:：|–—()（）]|[ \t]-[ \t]")
_SHORT_WORD = 4  # letters
_MOST_WORDS_OF_TITLE = 3  # that mean answers
_LONGEST_WORD = 12  # letters, of a title in a script without spaces
_WITH = frozenset(("with", "con", "avec", "mit", "com", "met", "z", "ze", "с", "ile", "dengan", "kèm", "mukana"))
_MOST_LETTERS = 4  # of a word for answers there


@remembered
def is_answer_key_title(row: str) -> bool:
    """Whether a line is the title of an answer key: a heading, a summary, a line in bold."""
    of_heading = heading(row)
    bare = of_heading[1] if of_heading else (TAG.sub("", row) if "<" in row else row).strip()
    is_marked = (
        of_heading or bare[:2] in {"**", "__"} or bare[-1:] in {":", "："} or ("<" in row and bare != row.strip())
    )
    return bool(is_marked and bare) and len(bare) < 100 and (_is_plain_title(bare) or _names_answer_key_of_part(bare))


def _is_plain_title(bare: str) -> bool:
    return bool(_TITLE.fullmatch(vocabulary.plain(bare)))


def _names_answer_key_of_part(bare: str) -> bool:
    """Whether a title says of which chapter, test or questions the answers are: `Chapter 1: Answers to the exercises`.

    The word for answers is a part of the title, or at one end of it, and the rest counts or names questions.
    """
    if _ASKS.search(bare):
        return False
    parts = [part.split() for part in map(vocabulary.plain, _PARTING.split(bare)) if part]
    words_for_answers = _answer_key_words()
    if any(_is_with_more(words, words_for_answers) for words in parts[:1]) or (
        len(parts) > 1 and any(_is_answer_key(" ".join(words), words_for_answers) for words in parts)
    ):
        return True
    return any(_is_at_end(words, words_for_answers) or _is_in_word(words, words_for_answers) for words in parts)


@cache
def _answer_key_words() -> frozenset[str]:
    """Return the words for answers; where words have no plural, those for an answer too."""
    one = (word for word in vocabulary.in_any_language("parts", "answer") if word[0] >= UNSPACED and len(word) > 1)
    return vocabulary.in_any_language("parts", "answer_key") | frozenset(one)


def _is_answer_key(name: str, words_for_answers: frozenset[str]) -> bool:
    """Whether a name means answers; a short one has other meanings in a longer title: `Foreign key`."""
    return name in words_for_answers and (len(name) > _SHORT_WORD or not name.isascii())


def _is_with_more(words: Sequence[str], words_for_answers: frozenset[str]) -> bool:
    """Whether a title begins with the word for answers, and then says what else there is: `Answers and reasons`."""
    joining = vocabulary.in_any_language("answer", "and") | _WITH
    return any(
        _is_answer_key(" ".join(words[:n]), words_for_answers)
        and (
            vocabulary.role(" ".join(words[n:])) in BELOW_ROLES
            or (words[n] in joining and any(vocabulary.role(word) in BELOW_ROLES for word in words[n + 1 :]))
        )
        for n in range(1, min(_MOST_WORDS_OF_TITLE, len(words) - 1) + 1)
    )


def _is_at_end(words: Sequence[str], words_for_answers: frozenset[str]) -> bool:
    """Whether the first or last words of a title mean answers, and one of the others counts or names questions."""
    for n in range(1, min(_MOST_WORDS_OF_TITLE, len(words) - 1) + 1):
        for name, rest in ((words[:n], words[n:]), (words[-n:], words[:-n])):
            if _is_answer_key(" ".join(name), words_for_answers) and (
                name[-1][0] >= UNSPACED or any(map(_counts, rest))
            ):
                return True
    return False


def _is_in_word(words: Sequence[str], words_for_answers: frozenset[str]) -> bool:
    """Whether the last word of a title, in a script without spaces, ends with one for answers: `第一章答案`."""
    last = words[-1]
    if last.isascii() or last[-1] < UNSPACED or len(last) > _LONGEST_WORD:
        return False
    return any(last[-n:] in words_for_answers for n in range(2, _MOST_LETTERS + 1))


def _counts(word: str) -> bool:
    """Whether a word counts chapters or questions, or is a number."""
    return word.isdecimal() or is_part(word) or (len(word) > 1 and is_word(word))
