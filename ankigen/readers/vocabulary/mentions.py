"""Options that refer to other options, also inside a longer text: in English and Chinese; in others by `others`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers.vocabulary.others import referring

if TYPE_CHECKING:
    from collections.abc import Mapping

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
