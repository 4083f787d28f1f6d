"""Find near duplicates: pairs of texts that share most of their shingles, which are runs of five words.

A bank may have a hundred thousand stems, too many to compare every pair or to index every shingle. Instead, the
shingles of all texts are put in one order. A text that shares enough shingles with another can lack only a few of its
own, so at least one shingle among its first few is shared. Only these first shingles are indexed ("prefix filtering":
Chaudhuri, Ganti, Kaushik, ICDE 2006). Shingles that many texts have (a crowd) do not count, so a text with some of them
can lack fewer others, most often none.
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
_LENGTH = 5  # words in a shingle
_NEARLY = 0.8  # the share of shingles that near duplicates have in common
_CROWD = 30  # a shingle in more texts than this does not count
_SAMPLE = 1000  # texts from which the most common shingles are known


def near(texts: Iterable[bytes]) -> list[tuple[int, int]]:
    """Return the pairs of near duplicates, as sorted pairs of indexes; of each text, its shingles are given.

    Near duplicates share four fifths of the shingles that the two have together. Time and memory are linear in the
    number of texts.
    """
    packed = tuple(texts)
    alike = dict(_alike(packed))
    common = {shingle for shared in alike.values() for shingle in shared}
    crowd = Counter(chain.from_iterable(common.intersection(_unpacked(text)) for text in packed if common))
    return sorted(
        (a, b)
        for (a, b), shared in alike.items()
        if sum(crowd[shingle] <= _CROWD for shingle in shared)
        >= _least(len({*_unpacked(packed[a]), *_unpacked(packed[b])}))
    )


def shingles_of(text: str) -> bytes:
    """Return a text's shingles as hashes of eight bytes: each once, sorted, and the same in every process."""
    words = list(map(zlib.crc32, " ".join(_WORD.findall(text.casefold())).encode().split(b" ")))
    return array("q", sorted(set(map(hash, zip(*(words[i:] for i in range(_LENGTH)), strict=False))))).tobytes()


def _unpacked(text: bytes) -> list[int]:
    return memoryview(text).cast("q").tolist()


def _least(number: int) -> float:
    """Return how many shingles two texts must share if they have `number` different shingles together."""
    return _NEARLY * number


def _spare(number: int) -> int:
    """Return how many of its `number` shingles a text can lack: among its first so many and one more, one is shared."""
    return number - ceil(_least(number))


def _candidates(texts: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of indexes of texts that share one of their first shingles, unless a crowd has it."""
    sample = map(_unpacked, texts[:: len(texts) // _SAMPLE + 1])
    crowd = {shingle for shingle, number in Counter(chain.from_iterable(sample)).items() if number > _CROWD}
    firsts = (shingles[: _spare(len(shingles)) + 1] for shingles in map(_unpacked, texts))
    first_counts = Counter(chain.from_iterable(firsts))
    crowd.update(shingle for shingle, number in first_counts.items() if number > _CROWD)
    shared = {shingle for shingle, number in first_counts.items() if number > 1} - crowd
    texts_by_shingle: defaultdict[int, list[int]] = defaultdict(list)
    for i, shingles in enumerate(map(_unpacked, texts)):
        spare = _spare(len(shingles))
        lacking = spare - len(crowd.intersection(shingles))  # the shingles of crowds are among those that it lacks
        if lacking >= 0:
            rare = [shingle for shingle in shingles[: spare + 1] if shingle not in crowd]
            for shingle in shared.intersection(rare[: lacking + 1]):
                texts_by_shingle[shingle].append(i)
    return chain.from_iterable(combinations(sharing, 2) for sharing in texts_by_shingle.values())


def _alike(texts: Sequence[bytes]) -> Iterator[tuple[tuple[int, int], set[int]]]:
    """Yield the pairs of indexes of texts that share enough shingles, with these shingles."""
    for a, pairs in groupby(sorted(set(_candidates(texts))), key=itemgetter(0)):
        own = set(_unpacked(texts[a]))
        for _, b in pairs:
            other = _unpacked(texts[b])
            if min(len(own), len(other)) < _least(max(len(own), len(other))):
                continue
            both = own.intersection(other)
            if both and len(both) >= _least(len(own) + len(other) - len(both)):
                yield (a, b), both
