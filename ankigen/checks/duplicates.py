"""Find near duplicates: pairs of texts that share most of their runs of words (their shingles).

A bank may have a hundred thousand stems, too many to compare every pair or to index every run. Instead, the runs of all
texts are put in one order. A text that shares enough runs with another can lack only a few of its own, so at least one
run among its first few is shared. Only these first runs are indexed ("prefix filtering": Chaudhuri, Ganti, Kaushik,
ICDE 2006). Runs that many texts have (a crowd) do not count, so a text with some of them can lack fewer others,
most often none.
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
_LENGTH = 5  # words in a run
_NEARLY = 0.8  # the share of runs that near duplicates have in common
_CROWD = 30  # a run in more texts than this does not count
_SAMPLE = 1000  # texts from which the most common runs are known


def near(texts: Iterable[bytes]) -> list[tuple[int, int]]:
    """Return the pairs of near duplicates, as sorted pairs of indexes; each text is given as its `runs`.

    Near duplicates share four fifths of the runs that the two have together. Time and memory are linear in the number
    of texts.
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
    """Return a text's runs of five words as hashes of eight bytes: each once, sorted, and the same in every process."""
    words = list(map(zlib.crc32, " ".join(_WORD.findall(text.casefold())).encode().split(b" ")))
    return array("q", sorted(set(map(hash, zip(*(words[i:] for i in range(_LENGTH)), strict=False))))).tobytes()


def _unpacked(text: bytes) -> list[int]:
    return memoryview(text).cast("q").tolist()


def _least(number: int) -> float:
    """Return how many runs two texts must share if they have `number` different runs together."""
    return _NEARLY * number


def _spare(number: int) -> int:
    """Return how many of its `number` runs a text can lack; so one of its first so many and one more must be shared."""
    return number - ceil(_least(number))


def _candidates(texts: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of indexes of texts that share one of their first runs, unless a crowd has it."""
    sample = map(_unpacked, texts[:: len(texts) // _SAMPLE + 1])
    crowd = {run for run, number in Counter(chain.from_iterable(sample)).items() if number > _CROWD}
    often = Counter(chain.from_iterable(runs[: _spare(len(runs)) + 1] for runs in map(_unpacked, texts)))
    crowd.update(run for run, number in often.items() if number > _CROWD)
    shared = {run for run, number in often.items() if number > 1} - crowd
    places: defaultdict[int, list[int]] = defaultdict(list)
    for i, runs in enumerate(map(_unpacked, texts)):
        spare = _spare(len(runs))
        rest = spare - len(crowd.intersection(runs))  # the runs of crowds are among those that it lacks
        if rest >= 0:
            telling = [run for run in runs[: spare + 1] if run not in crowd]
            for run in shared.intersection(telling[: rest + 1]):
                places[run].append(i)
    return chain.from_iterable(combinations(stems, 2) for stems in places.values())


def _alike(texts: Sequence[bytes]) -> Iterator[tuple[tuple[int, int], set[int]]]:
    """Yield the pairs of indexes of texts that share enough runs, with these runs."""
    for a, pairs in groupby(sorted(set(_candidates(texts))), key=itemgetter(0)):
        own = set(_unpacked(texts[a]))
        for _, b in pairs:
            other = _unpacked(texts[b])
            if min(len(own), len(other)) < _least(max(len(own), len(other))):
                continue
            both = own.intersection(other)
            if both and len(both) >= _least(len(own) + len(other) - len(both)):
                yield (a, b), both
