"""Texts that are nearly the same: pairs that share most of their runs of words, their shingles.

A bank may have a hundred thousand stems, so neither every pair is looked at nor every run kept with its places. In
any one order of all runs, two texts that share enough begin alike: the first of the shared runs stands among the few
that either could do without ("prefix filtering": Chaudhuri, Ganti, Kaushik, ICDE 2006). Only these are kept. What a
crowd has counts for nothing, so a text with much of it can do without fewer others, most often without none.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter, defaultdict
from itertools import chain, combinations, groupby
from math import ceil
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+|[^\w\s]")
_LENGTH = 5  # words of a run
_NEARLY = 0.8
_CROWD = 30  # a run of words in more texts than this tells nothing
_SAMPLE = 1000  # texts that show what most crowds have


def near(texts: Iterable[bytes]) -> list[tuple[int, int]]:
    """Return the sorted pairs of indexes of texts, given as their `runs`, that share four fifths of these.

    The time and the memory are linear in the number of texts.
    """
    packed = tuple(texts)
    alike = dict(_alike(packed))
    wanted = {run for shared in alike.values() for run in shared}
    crowd = Counter(chain.from_iterable(wanted.intersection(_unpacked(text)) for text in packed if wanted))
    return sorted(
        (a, b)
        for (a, b), shared in alike.items()
        if sum(crowd[run] <= _CROWD for run in shared) >= _least(len({*_unpacked(packed[a]), *_unpacked(packed[b])}))
    )


def runs(text: str) -> bytes:
    """Return a text's runs of five words: hashes of eight bytes, each once, sorted, the same in every process."""
    words = list(map(zlib.crc32, " ".join(_WORD.findall(text.casefold())).encode().split(b" ")))
    return array("q", sorted(set(map(hash, zip(*(words[i:] for i in range(_LENGTH)), strict=False))))).tobytes()


def _unpacked(text: bytes) -> list[int]:
    return memoryview(text).cast("q").tolist()


def _least(number: int) -> float:
    """Return how many runs two texts must share that have `number` together."""
    return _NEARLY * number


def _spare(number: int) -> int:
    """Return how many of its runs a text can do without that has `number`; in any order one of the next is shared."""
    return number - ceil(_least(number))


def _candidates(texts: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that have one of their first runs in common, unless a crowd has it."""
    sample = map(_unpacked, texts[:: len(texts) // _SAMPLE + 1])
    crowd = {run for run, number in Counter(chain.from_iterable(sample)).items() if number > _CROWD}
    often = Counter(chain.from_iterable(runs[: _spare(len(runs)) + 1] for runs in map(_unpacked, texts)))
    crowd.update(run for run, number in often.items() if number > _CROWD)
    shared = {run for run, number in often.items() if number > 1} - crowd
    places: defaultdict[int, list[int]] = defaultdict(list)
    for i, runs in enumerate(map(_unpacked, texts)):
        spare = _spare(len(runs))
        rest = spare - len(crowd.intersection(runs))  # what a crowd has is gone already
        if rest >= 0:
            telling = [run for run in runs[: spare + 1] if run not in crowd]
            for run in shared.intersection(telling[: rest + 1]):
                places[run].append(i)
    return chain.from_iterable(combinations(stems, 2) for stems in places.values())


def _alike(texts: Sequence[bytes]) -> Iterator[tuple[tuple[int, int], set[int]]]:
    """Yield the pairs of texts that share enough runs, with the runs that they share."""
    for a, pairs in groupby(sorted(set(_candidates(texts))), key=itemgetter(0)):
        own = set(_unpacked(texts[a]))
        for _, b in pairs:
            other = _unpacked(texts[b])
            if min(len(own), len(other)) < _least(max(len(own), len(other))):
                continue
            both = own.intersection(other)
            if both and len(both) >= _least(len(own) + len(other) - len(both)):
                yield (a, b), both
