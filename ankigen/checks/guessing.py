"""Score simple guessers that know nothing of the subject: how often each is right, and how likely that is by chance.

Each guesser goes by a cue that has nothing to do with the subject (Millman, Bishop and Ebel, "An analysis of
test-wiseness", 1965). `cues_of` says which options it would pick, `guesses` counts them over a bank.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.languages import LANGUAGES, UNSPACED, fold, words
from ankigen.markdown import to_text
from ankigen.model import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.model import Question, Summary

GUESSERS = (
    "the longest option",
    "the option that shares most words with the stem",
    "an option without words such as always and never",
)
_ANY_POSITION = "option {label} each time"
_WORD = re.compile(r"[^\W\d_]{4,}")
_TOO_LONG = 2000  # characters of a text that are looked at


class Guess(Frozen):
    """A guesser: what it picks, in how many `questions`, and its shares of right answers, picked and by chance.

    Only questions with one right answer count in which the cue singles out some of the options, but not all; from
    these it picks one at random. `p` is the probability that chance is right at least as often, by the binomial test
    with the mean chance: where questions have different chances, that overstates it (Hoeffding, 1956).
    """

    picks: str
    questions: int
    score: float
    chance: float
    p: float


def cues_of(question: Question) -> tuple[tuple[str, ...], ...]:
    """Return the labels of the options from which each of `GUESSERS` picks; () where it has no cue."""
    texts = {option.label: fold(to_text(option.text)[:_TOO_LONG]) for option in question.options}
    stem = _tokens(fold(to_text(question.stem)[:_TOO_LONG]))
    scores = (
        {label: len(text) for label, text in texts.items()},
        {label: len(_tokens(text) & stem) for label, text in texts.items()},
        {label: int(not _is_absolute(text)) for label, text in texts.items()},
    )
    return tuple(_best(of_labels) for of_labels in scores)


def guesses_by_cue(questions: Sequence[Summary]) -> tuple[Guess, ...]:
    """Return what each of `GUESSERS` scores that has a cue in some question."""
    single = _with_one_answer(questions)
    scored: list[Guess] = []
    for number, picks in enumerate(GUESSERS):
        rows = [(question, question.cues[number]) for question in single if question.cues and question.cues[number]]
        scored += _scored(picks, rows)
    return tuple(scored)


def guesses(questions: Sequence[Summary]) -> tuple[Guess, ...]:
    """Return what the guessers score, and the one that picks the same letter each time, the best one for this bank."""
    single = _with_one_answer(questions)
    scored = [*guesses_by_cue(questions)]
    labels = {label for question in single for label, _ in question.options}
    right = Counter(question.answer[0] for question in single)
    if right:
        best = max(sorted(labels), key=lambda label: right[label])
        rows = [(question, (best,)) for question in single if best in dict(question.options)]
        of_best = _scored(_ANY_POSITION.format(label=best), rows)  # the best of several
        scored += (guess.model_copy(update={"p": min(1.0, guess.p * len(labels))}) for guess in of_best)
    return tuple(scored)


def _with_one_answer(questions: Sequence[Summary]) -> list[Summary]:
    return [question for question in questions if len(question.answer) == 1 and len(question.options) > 1]


def _scored(picks: str, rows: Sequence[tuple[Summary, tuple[str, ...]]]) -> Iterator[Guess]:
    if not rows:
        return
    hits = [question.answer[0] in labels for question, labels in rows]
    size = len(rows)
    yield Guess(
        picks=picks,
        questions=size,
        score=sum(hit / len(labels) for hit, (_, labels) in zip(hits, rows, strict=True)) / size,
        chance=sum(1 / len(question.options) for question, _ in rows) / size,
        p=binomial_tail(sum(hits), size, sum(len(labels) / len(question.options) for question, labels in rows) / size),
    )


def binomial_tail(hits: int, size: int, chance: float) -> float:
    """Return the probability of at least `hits` successes in `size` trials that succeed by `chance`, below 1."""
    logs = math.log(chance), math.log1p(-chance)
    whole = math.lgamma(size + 1)
    terms = (
        math.exp(
            whole - math.lgamma(count + 1) - math.lgamma(size - count + 1) + count * logs[0] + (size - count) * logs[1]
        )
        for count in range(hits, size + 1)
    )
    return min(1.0, math.fsum(terms))


def _best(scores: dict[str, int]) -> tuple[str, ...]:
    most = max(scores.values(), default=0)
    best = tuple(label for label, score in scores.items() if score == most)
    return best if most and len(best) < len(scores) else ()


def _tokens(text: str) -> set[str]:
    """Return the words of a folded text, or pairs of characters where words have no blanks between them."""
    spaced = {word for word in _WORD.findall(text) if word[0] < UNSPACED}
    return spaced | {first + second for first, second in pairwise(text) if min(first, second) >= UNSPACED}


@cache
def _absolutes() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words that exclude every exception: those that stand alone, and those to be looked for in a text."""
    folded = {fold(word) for language in LANGUAGES for word in words(language, "asks")["absolute"]}
    alone = frozenset(word for word in folded if " " not in word and word[0] < UNSPACED)
    return alone, tuple(sorted(folded - alone))


def _is_absolute(text: str) -> bool:
    alone, inside = _absolutes()
    return not alone.isdisjoint(re.findall(r"\w+", text)) or any(word in text for word in inside)
