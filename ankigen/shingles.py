"""Texts that are nearly the same: pairs that share most of their runs of words, their shingles.

A bank may have a hundred thousand stems, so neither every pair is looked at nor every run kept with its places. In
any one order of all runs, two texts that share enough begin alike: the first of the shared runs stands among the few
that either could do without ("prefix filtering": Chaudhuri, Ganti, Kaushik, ICDE 2006). Only these are kept.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections import Counter
from itertools import groupby
from math import ceil
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+|[^\w\s]")
_LENGTH = 5  # words of a run
_NEARLY = 0.8
_CROWD = 30  # a run of words in more texts than this tells nothing


def near(texts: Iterable[bytes]) -> list[tuple[int, int]]:
    """Return the sorted pairs of indexes of texts, given as their `runs`, that share four fifths of these.

    The time and the memory are linear in the number of texts.
    """
    runs = [array("q", text) for text in texts]
    alike = dict(_alike(runs))
    wanted = {run for found in alike.values() for run in found}
    crowd = Counter(run for each in runs for run in each if run in wanted) if wanted else Counter()
    return sorted(
        (a, b)
        for (a, b), found in alike.items()
        if sum(crowd[run] <= _CROWD for run in found) >= _least(len(set(runs[a]) | set(runs[b])))
    )


def runs(text: str) -> bytes:
    """Return a text's runs of five words: hashes of eight bytes, each once, sorted, the same in every process."""
    words = [zlib.crc32(word.encode()) for word in _WORD.findall(text.casefold())]
    return array("q", sorted(set(map(hash, zip(*(words[i:] for i in range(_LENGTH)), strict=False))))).tobytes()


def _least(number: int) -> float:
    """Return how many runs two texts must share that have `number` together."""
    return _NEARLY * number


def _candidates(runs: Sequence[array[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that have one of their first runs in common, unless a crowd has it."""
    first: dict[int, int] = {}
    more: dict[int, list[int]] = {}
    for i, each in enumerate(runs):
        for run in each[: len(each) - ceil(_least(len(each))) + 1]:
            if first.setdefault(run, i) != i:
                more.setdefault(run, [first[run]]).append(i)
    for places in more.values():
        if len(places) <= _CROWD:
            yield from ((a, b) for n, a in enumerate(places) for b in places[n + 1 :])


def _alike(runs: Sequence[array[int]]) -> Iterator[tuple[tuple[int, int], set[int]]]:
    """Yield the pairs of texts that share enough runs, with the runs that they share."""
    for a, pairs in groupby(sorted(set(_candidates(runs))), key=itemgetter(0)):
        own = set(runs[a])
        for _, b in pairs:
            if min(len(own), len(runs[b])) < _least(max(len(own), len(runs[b]))):
                continue
            both = own.intersection(runs[b])
            if both and len(both) >= _least(len(own) + len(runs[b]) - len(both)):
                yield (a, b), both
