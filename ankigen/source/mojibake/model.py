"""Restore a line in which some characters have lost bytes, by choosing its most likely words.

What is left of a word after the damage is its surface. A vocabulary has the words of each surface, and a Viterbi search
finds the best sequence of words for a line. The vocabulary is `repair_words.txt` and, if wordfreq and opencc are
installed, the Chinese words of wordfreq, converted to the script of the text. It is loaded when first needed.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from pathlib import Path
from typing import NamedTuple

LOST = "\ufffd"
HAN = re.compile("[\u3400-\u9fff]+")
WORDS = Path(__file__).with_name("repair_words.txt")
LONGEST = 8  # characters of the longest word looked up
BEAM = 16  # states that the search keeps at each position
RARE = 3e-8  # words with a smaller share of running text are left out
OWN_WORD, FIXED_PHRASE = -10.5, -8.0  # log weights of the vocabulary file's words
BRACKET, MARK, UNCLOSED, LOCATIVE = 8.0, 6.0, 6.0, 4.0  # penalties for breaking a rule; the last rewards keeping one
ALONE, AT_NUMBER, AFTER_NAME, AFTER_HOLDER, NOT_FIRST = 3.0, 3.0, 2.0, 2.0, -3.0
CLOSER = {"「": "」", "『": "』", "【": "】", "〝": "〞", "“": "”"}
BRACKETS = frozenset(CLOSER) | frozenset(CLOSER.values())
ENDS = frozenset("，。：；、！？」』】）")  # what may not follow an opening bracket or "and"
NOT_AFTER = dict.fromkeys((*CLOSER, *"與和或及"), ENDS) | {"、": ENDS | frozenset("*|與和或及")}
LOCATES = frozenset(("在", "從", "於"))  # as in 在…中
LOCATED = frozenset("中內裡上下時後前間，。：；、！？|")

Entries = Mapping[bytes, Sequence[tuple[str, float]]]  # by surface: words and their log weights
State = tuple[str, str, str]  # closing brackets awaited, comma or bracket just read, a preposition waiting for its 中


class Cell(NamedTuple):
    """One character of the original text: its surviving bytes, and the character itself unless bytes are lost.

    `restored` is whether it had been decoded wrongly.
    """

    surface: bytes
    char: str | None
    restored: bool


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The language model of a text.

    `gaps` are the bytes that may be lost, `words` the vocabulary by surface, and `edges` has the log weights of each
    character as the first and as the last of a word.
    """

    gaps: bytes
    simplified: bool
    words: Entries
    edges: Mapping[str, tuple[float, float]]


@cache
def sections() -> Mapping[str, tuple[str, ...]]:
    """Return the words of the vocabulary file, by section."""
    text = re.sub(r"(?m)^#.*\n", "", WORDS.read_text("utf-8"))
    parts = re.split(r"(?m)^\[(\w+)\]\n", text)
    bodies = (tuple(word.replace("_", " ") for word in body.split()) for body in parts[2::2])
    return dict(zip(parts[1::2], bodies, strict=True))


def _own_words() -> Iterator[tuple[str, float]]:
    """Yield the vocabulary file's words with their log weights; marks are listed there by how common they are."""
    for n, mark in enumerate(sections()["marks"]):
        yield mark, -4.5 - 0.3 * n if n < 20 else -10 - 0.02 * n
    yield from ((word, FIXED_PHRASE) for word in sections()["figures"] + sections()["headings"])
    yield from ((word, OWN_WORD + word.startswith("不")) for word in sections()["words"])


@cache
def _frequencies(simplified: bool) -> Mapping[str, float]:
    """Return Chinese words and their shares of running text, in the script asked for.

    It is empty if the optional packages are not installed.
    """
    try:
        import opencc
        import wordfreq
    except ImportError:
        return {}
    listed = wordfreq.get_frequency_dict("zh", "large")
    common = {word: share for word, share in listed.items() if share >= RARE and len(word) <= LONGEST}
    frequencies: dict[str, float] = {}
    for config in ("t2s",) if simplified else ("s2tw", "s2twp"):
        written = opencc.OpenCC(config).convert("\n".join(common)).replace("臺", "台").split("\n")
        for word, share in zip(written, common.values(), strict=True):
            if HAN.fullmatch(word):
                frequencies[word] = max(share, frequencies.get(word, 0.0))
    return frequencies


@cache
def load_model(gaps: bytes, simplified: bool) -> LanguageModel:
    """Return the model for text in the given script that has lost the bytes in `gaps`."""
    shares = _frequencies(simplified)
    chars, first, last = defaultdict[str, float](float), defaultdict[str, float](float), defaultdict[str, float](float)
    for word, share in shares.items():
        for char in word:
            chars[char] += share
        if len(word) > 1:
            first[word[0]] += math.sqrt(share)
            last[word[-1]] += math.sqrt(share)
    weights = {char: math.log(share) - 4 for char, share in chars.items()}
    weights |= {word: math.log(share) for word, share in shares.items()}
    for word, weight in _own_words():
        weights[word] = max(weight, weights.get(word, weight))
    edges = {char: (_lean(first[char], last[char]), _lean(last[char], first[char])) for char in chars}
    return LanguageModel(gaps, simplified, _by_surface(weights, gaps), edges)


def _by_surface(weights: Mapping[str, float], gaps: bytes) -> Entries:
    """Return the words with their weights by surface: their UTF-8 without the bytes in `gaps`."""
    words: dict[bytes, list[tuple[str, float]]] = {}
    for word, weight in weights.items():
        words.setdefault(word.encode().translate(None, gaps), []).append((word, weight))
    return words


def _lean(this: float, other: float) -> float:
    """Return how much more often a character is at this edge of words than at the other, as a bounded log weight."""
    return max(-1.5, min(0.5, 0.5 * math.log(2 * (this + 0.0005) / (this + other + 0.001))))


def seen_words(text: str, gaps: bytes) -> Entries:
    """Return the pieces of two to four characters in the undamaged Chinese of a text, which may recur in the rest."""
    runs = HAN.findall(text)
    pieces = Counter(run[i : i + n] for run in runs for n in (2, 3, 4) for i in range(len(run) - n + 1))
    return _by_surface({piece: min(math.log(count), 3.0) - 9.0 for piece, count in pieces.items()}, gaps)


def read_line(cells: Sequence[Cell], model: LanguageModel, seen: Entries) -> str:
    """Return the most likely characters of a line, one for each cell; U+FFFD where nothing fits."""
    start: State = ("", "", "")
    best: list[dict[State, tuple[float, int, str, State]]] = [{} for _ in range(len(cells) + 1)]
    best[0][start] = (0.0, 0, "", start)
    for i in range(len(cells)):
        states = [(state, score) for state, (score, *_) in best[i].items()]
        if len(states) > BEAM:
            states = nlargest(BEAM, states, key=lambda state: state[1])
        for word, weight in _words_at(cells, i, model, seen) if states else ():
            ways = best[i + len(word)]
            for state, score in states:
                after, bonus = _step(state, word)
                total = score + weight + bonus
                if after not in ways or total > ways[after][0]:
                    ways[after] = (total, i, word, state)
    state = max(best[-1], key=lambda end: best[-1][end][0] - UNCLOSED * (len(end[0]) + len(end[1])))
    end, words = len(cells), list[str]()
    while end:
        _, end, word, state = best[end][state]
        words.append(word)
    return "".join(reversed(words))


def _step(state: State, word: str) -> tuple[State, float]:
    """Return the state after a word, and the bonus (or penalty) of the word in the state before it."""
    closers, mark, preposition = state
    bonus = -MARK if word[0] in NOT_AFTER.get(mark, ()) else 0.0
    for char in word if not BRACKETS.isdisjoint(word) else "":
        if char in CLOSER:
            bonus -= BRACKET if closers.endswith(CLOSER[char]) else 0.0
            closers = (closers + CLOSER[char])[-3:]
        elif char in BRACKETS:
            bonus -= 0.0 if closers.endswith(char) else BRACKET
            closers = closers.removesuffix(char)
    if preposition and word == "中":
        bonus += LOCATIVE
    if word in LOCATES:
        preposition = "在"
    elif word[-1] in LOCATED:
        preposition = ""
    return (closers, word[-1] if word[-1] in NOT_AFTER else "", preposition), bonus


def _words_at(cells: Sequence[Cell], i: int, model: LanguageModel, seen: Entries) -> Iterator[tuple[str, float]]:
    """Yield the words that can begin at cell `i`, with their weights; at least one of them is a single character."""
    single, surface, quantities = False, b"", sections()["before_number"]
    for j in range(i, min(len(cells), i + LONGEST)):
        surface += cells[j].surface
        for word, weight in (*model.words.get(surface, ()), *seen.get(surface, ())):
            if len(word) == j - i + 1 and all(c.char in (None, w) for c, w in zip(cells[i : j + 1], word, strict=True)):
                single = single or i == j
                fit = _stand(cells, i, word, model) if i == j and HAN.match(word) else 0.0
                fit += AT_NUMBER if word in quantities and _is_number(cells[j + 1 : j + 3]) else 0.0
                yield word, weight + fit
    if not single:
        yield _unlisted(cells[i], model)


def _is_number(cells: Sequence[Cell]) -> bool:
    """Whether a number follows, perhaps after a blank."""
    return "".join(cell.char or "" for cell in cells).lstrip()[:1].isdigit()


def _unlisted(cell: Cell, model: LanguageModel) -> tuple[str, float]:
    """Return a character, with its weight, for a cell for which the model has no word."""
    if cell.char is None:
        char = _only_common(cell.surface, model)
        return char, -40.0 if char == LOST else -20.0
    return cell.char, 0.0 if cell.char.isascii() else -16.0 if HAN.match(cell.char) else -6.0


def _stand(cells: Sequence[Cell], i: int, char: str, model: LanguageModel) -> float:
    """Return the weight of a word of one Chinese character between its neighbours."""
    lists = sections()
    before, after = cells[i - 1] if i else None, cells[i + 1] if i + 1 < len(cells) else None
    weight = AFTER_HOLDER if char == "中" and before and before.char in lists["holders"] else 0.0
    first, last = model.edges.get(char, (0.0, 0.0))
    ends = _is_edge(after) or (after is not None and after.char == "的")
    weight += last if ends else 0.0
    if not _is_edge(before):
        return weight
    name = "".join(c.char or "" for c in cells[max(0, i - 2) : i]).rstrip()[-1:]
    weight += first
    if ends and char in lists["alone"]:
        return weight + ALONE
    if name.isdigit():
        return weight + (AT_NUMBER if char in lists["after_number"] else 0.0)
    if name.isascii() and name.isalpha():
        return weight + (AFTER_NAME if char in lists["after_name"] else 0.0)
    return weight + (NOT_FIRST if char in lists["not_first"] else 0.0)


def _is_edge(cell: Cell | None) -> bool:
    """Whether a word must end before this neighbour, because it is not a Chinese character, even if it is damaged."""
    if cell is None:
        return True
    if cell.char is not None:
        return not HAN.match(cell.char)
    return cell.surface[:1] in (b"\xe2", b"\xef", b"\xf0") or cell.surface == b"\xe3\x80"


def _spellings(surface: bytes, gaps: bytes) -> list[str]:
    """Return the characters of which this surface is left when the bytes in `gaps` are lost."""
    spellings = {surface}
    for _ in range((2 if surface[0] < 0xE0 else 3 if surface[0] < 0xF0 else 4) - len(surface)):
        spellings = {s[:i] + bytes([g]) + s[i:] for s in spellings for i in range(1, len(s) + 1) for g in gaps}
    chars = {s.decode("utf-8", "ignore") for s in spellings}
    return sorted(c for c in chars if len(c) == 1 and unicodedata.category(c)[0] != "C")


def _only_common(surface: bytes, model: LanguageModel) -> str:
    """Return the only character with this surface, or the only one in common use in Taiwan (or China), else U+FFFD."""
    chars = _spellings(surface, model.gaps)
    codec, lowest, highest = ("gb2312", 0xB0, 0xD7) if model.simplified else ("big5", 0xA4, 0xC6)
    common = [c for c in chars if lowest <= (c.encode(codec, "ignore") or b"\0")[0] <= highest]
    return chars[0] if len(chars) == 1 else common[0] if len(common) == 1 else LOST
