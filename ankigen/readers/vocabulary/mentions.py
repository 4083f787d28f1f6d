"""Options that refer to other options, also inside a longer text: in English and Chinese; in others by `others`.

And labels of explanations that name one option.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ankigen.languages import UNSPACED, fold
from ankigen.readers.vocabulary.alphabets import INDEX
from ankigen.readers.vocabulary.names import role
from ankigen.readers.vocabulary.others import referring
from ankigen.readers.vocabulary.patterns import in_any_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ALL = re.compile(
    r"\W*(?:all|none|both|neither|any|either)\s+(?:of\s+)?(?:(?:the|these|those|them)\s+)?"
    r"(?:(?:other|listed|given|above|mentioned|previous|remaining)\s+)*"
    r"(?:above|these|those|them|options?|answers?|choices?|mentioned|listed|others?|two)\b"
    r"(?=\W*$|\W*\n|\s*[.,;:()–—-]|\s+(?:are|is|apply|applies|would|can|will)\b)"
    r"|\W*(?:以上|上述|前述)(?:[選选][項项]|[敘叙]述|[說说]法|答案|各[項项]|[兩两二三四]者)?\s*(?:皆|都|均|全|所有|無一|无一)"
    r"|\W*(?:皆|全|全部|全都|都|全部皆|全部都)(?:是|非|對|对|正確|正确|不是|不對|不对|錯|错)\W*$"
    r"|\W*[兩两二三四]者(?:皆|都|均)(?:是|非|對|对|可|正確|正确|不是|不對|不对|錯|错)\W*$",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"\W*(?:(?i:both|either|neither|only|options?|answers?|choices?|選項|选项)\s*)*(?P<letters>[A-H]\b"
    r"(?:\s*(?:[,、/&+]|(?:,\s*)?(?:\b(?:and|or|nor)\b|[與与和及或]))\s*[A-H](?![A-Za-z0-9]))+)\W*"
    r"(?:\s*(?:only|(?:are|is) (?:all )?(?:both )?(?:correct|right|true)|皆|都|均)\W*\S{0,5})?"
)
_LETTERED = re.compile(r"^[ \t>*_(-]*[A-H][.):、]", re.MULTILINE)
# Such an option would be wrong when shuffled, wherever it says so.
_PLACES = re.compile(
    r"(?:all|none|both|neither|any) of the (?:above|following|options|other)"
    r"|(?:以上|上述)(?:皆|都|均|全)|(?:選項|选项)\s*[A-H]|\boptions? [A-H]\b",
    re.IGNORECASE,
)
_SIGNS = (" of the ", "opt", "以上", "上述", "選項", "选项")  # a match of `_PLACES` contains one of these
_SEVERAL_LETTERS = re.compile(r"[A-Ha-h](?<!\w\w)(?:,? (?i:and|or|&) |, )[A-Ha-h]\b")

_LONGEST_EXPLAINED = 60  # characters of a label for the explanation of one option
_ONE_LABEL = re.compile(
    rf"(?<![^\W{UNSPACED}-\U0010ffff])(?P<label>[^\W_{UNSPACED}-\U0010ffff])(?![^\W{UNSPACED}-\U0010ffff]|['’])"
)
_SHORT_WORD = 4  # letters of the longest word such as "for" or "zur"
_PARTICLES = "的の項项號号"  # signs that join a label to what is said of it


def about_others(options: Mapping[str, str], stem: str) -> list[str]:
    """Return the labels of the options that refer to others, such as "all of the above" or "A and C".

    `options` are texts by label. Letters refer to options only if the stem has no lettered statements, and if at least
    half of the options are more than letters.
    """
    referring_labels = {*_about_others(options, stem), *referring(options, stem)}
    return [label for label in options if label in referring_labels]


def _about_others(options: Mapping[str, str], stem: str) -> list[str]:
    """Return the same for what is said in English or Chinese, also inside a longer option."""
    labels = [label for label, text in options.items() if _ALL.match(text)]
    matches = {label: match for label, text in options.items() if (match := _LETTERS.fullmatch(text))}
    if not matches or len(_LETTERED.findall(stem)) > 1:
        return labels
    bare = [
        label for label, text in options.items() if label in matches or re.fullmatch(r"\W*[A-H](?: only)?\W*", text)
    ]
    if 2 * len(bare) >= len(options) > 2:
        return labels
    of_others = [
        label for label, match in matches.items() if set(re.findall(r"[A-H]\b", match["letters"])) <= options.keys()
    ]
    return [label for label in options if label in labels or label in of_others]


def keeps_order(options: Mapping[str, str], stem: str) -> bool:
    """Whether options, texts by label, must not be shuffled, because one of them may refer to others."""
    return any(map(_may_mention, options.values())) or bool(about_others(options, stem))


def _may_mention(option: str) -> bool:
    """Whether a text has words or letters that may refer to other options, even if it may mean something else."""
    folded = option.casefold()
    place = _PLACES.search(option) if any(sign in folded for sign in _SIGNS) else None
    return bool(place or _SEVERAL_LETTERS.search(option))


def names_labels(option: str) -> bool:
    """Whether a text is no more than several labels, such as "A and C" or "both B and D are correct"."""
    return bool(_LETTERS.fullmatch(option))


@lru_cache(maxsize=10_000)  # files of a bank have the same labels
def explained(title: str) -> str:
    """Return the letter or number of the one option that a label for explanations names, in lower case; "" for none.

    Such are `Feedback Option A`, `Rationale (B)`, `Why C is wrong` and `选项A解析`.
    """
    if len(title) > _LONGEST_EXPLAINED:
        return ""
    folded = fold(title)
    for match in reversed([match for match in _ONE_LABEL.finditer(folded) if match["label"] in _labels()]):
        before, behind = _words(folded[: match.start()]), _words(folded[match.end() :])
        if _explains(before, -1) and all(map(_leads, behind)):
            return match["label"]
        if _explains(behind, 0) and all(map(_leads, before)):
            return match["label"]
    return ""


def _words(text: str) -> list[str]:
    """Return the words of a text; those for an option are apart that are written together with the next one."""
    apart = _unspaced_options().sub(r" \g<0> ", text) if max(text, default="") >= UNSPACED else text
    return [bare for word in apart.split() if (bare := word.strip("()[]*_`.,:;'\"-–—"))]


def _explains(words: Iterable[str], near: int) -> bool:
    """Whether words name an explanation, without those that lead to the label at this end of them."""
    rest = list(words)
    while rest:
        if role(" ".join(rest)) in {"explanation", "rationales"}:
            return True
        if not _leads(rest.pop(near)):
            return False
    return False


def _leads(word: str) -> bool:
    """Whether a word may be between a label and the name of its explanation: "for", "option", "wrong"."""
    if word in _beside_labels() or word in _PARTICLES:
        return True
    inflected = any(word[:_SHORT_WORD] == other[:_SHORT_WORD] for other in in_any_language("answer", "option"))
    return word[0] < UNSPACED and (len(word) <= _SHORT_WORD or inflected)


@cache
def _beside_labels() -> frozenset[str]:
    """Return the words for an option, and for right and wrong ones."""
    return frozenset().union(*(in_any_language("answer", key) for key in ("option", "right", "wrong")))


@cache
def _labels() -> frozenset[str]:
    """Return what may label an option, in lower case."""
    return frozenset(label.casefold() for label in INDEX) | frozenset("123456789")


@cache
def _unspaced_options() -> re.Pattern[str]:
    """Return the pattern of words for an option in scripts without spaces, and of signs that join a label to them."""
    words = sorted((word for word in in_any_language("answer", "option") if word >= UNSPACED), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, [*words, *_PARTICLES])))
