"""Analyse the wording of stems and options: how many answers are asked for, negatives, figures.

It works on prose only: code in a stem asks for nothing. Its patterns are for English and Chinese; `asked` has the words
of other languages for a number of answers. Before a pattern is tried, the text is searched for words that every match
contains: most stems have none, and this takes a tenth of the time.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ankigen.checks.asked import number_asked
from ankigen.languages import words
from ankigen.markdown import fenced, with_code_replaced

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLANKS = re.compile(r"[^\S\n]+")
_SPACES = re.compile(r"  +")
_LONGEST = 2000  # characters in a sentence; longer ones are not questions


@lru_cache(maxsize=4)  # several checks need that of the same stem
def prose(markdown: str) -> str:
    """Return a fragment in NFKC without fenced code, with single spaces; inline code becomes `_`, which is a word."""
    if "```" in markdown or "~~~" in markdown:
        markdown = "\n".join(line.text for line in fenced(markdown) if not line.code)
    markdown = with_code_replaced(markdown, lambda _: " _ ")
    if not markdown.isascii():
        markdown = unicodedata.normalize("NFKC", markdown).replace("’", "'")
    only_spaces = markdown.replace("\n", "").isprintable()  # other blanks than spaces are not printable
    return (_SPACES if only_spaces else _BLANKS).sub(" ", markdown)


def _has(text: str, parts: Iterable[str]) -> bool:
    """Whether a text contains one of the parts, also inside another word."""
    return any(part in text for part in parts)


def _folded(text: str) -> str:
    """Return a text in lower case, with ASCII letters for all that `re.IGNORECASE` takes for them."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


# The number of answers.


class AnswersWanted(NamedTuple):
    """The least and the largest number of answers that a stem asks for, and the words that say so."""

    least: int
    most: int
    words: str


_NUMBERS = {
    word: number
    for language in ("en", "zh-Hans", "zh-Hant")
    for number, key in enumerate(("one", "two", "three", "four", "five"), 1)
    for word in (*words(language, "asks")[key], str(number))
}
_NUMBER = r"(?P<number>one|two|three|four|five|[1-5](?![\d.,]*\d))\b(?! or\b)"
_HAN_NUMBER = r"(?P<number>[一二兩两三四五]|[1-5](?![\d.]))"
_NOUN = r"(?:answers?|options?|choices?|responses?|statements?|of\b)"
_EMPHASIS = r"[*_ \t]*"
_GOOD = r"(?:(?:the|any|best|correct|right|only|exactly|at most|following)\s+)*"
_ORDERS = words("en", "asks")["choose"]
_PLEASE = "|".join(words("en", "asks")["polite"])
_ORDER = rf"(?:{'|'.join(_ORDERS)})"
# An order: "Choose 2 answers", "(Select TWO.)", "Pick the two options that …", "choose the best one".
_DEMANDS = (
    re.compile(
        rf"(?:^|[.?!:;(\[]|\b(?:{_PLEASE})\b){_EMPHASIS}{_ORDER}{_EMPHASIS}\s+{_GOOD}{_EMPHASIS}{_NUMBER}{_EMPHASIS}"
        rf"(?:$|[.:)\]!;]|{_GOOD}{_NOUN}|\w+(?: \w+){{0,12}}[.:)\]]?\s*\Z)",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(rf"\b{_ORDER}\s+{_GOOD}{_EMPHASIS}{_NUMBER}{_EMPHASIS}\s+{_GOOD}{_NOUN}", re.IGNORECASE),
    re.compile(
        rf"[(\[]\s*{_NUMBER}\s+(?:correct\s+|right\s+)?(?:answers?|options?|choices?|responses?)\s*[)\]]", re.IGNORECASE
    ),
    re.compile(
        rf"(?:^|[,.:;!?()\[\]。、】【]|[請请須须應应])\s*{_EMPHASIS}[選选](?:擇|择|出|取)?\s*{_EMPHASIS}{_HAN_NUMBER}{_EMPHASIS}\s*"
        r"[個个項项種种]?(?=\s*(?:$|[)\]】。.:,!?*]|正|最|[選选][項项]|答案|符合|[適适]|下列|以下|[敘叙]述|[說说]法|描述))",
        re.MULTILINE,
    ),
)
# "Which two …?" asks for two answers, unless each option is a pair.
_WHICH_QUESTIONS = (
    re.compile(rf"\bwhich\s+{_EMPHASIS}{_NUMBER}{_EMPHASIS}(?=\s+\w|\s*\?)", re.IGNORECASE),
    re.compile(rf"哪\s*{_EMPHASIS}{_HAN_NUMBER}{_EMPHASIS}\s*(?:個|个|項|项|種|种|者|些)"),
)
# How each of these patterns begins.
_MAY_DEMAND = re.compile(rf"{_ORDER}{_EMPHASIS}\s+{_GOOD}{_EMPHASIS}[1-5otf]|[(\[]\s*[1-5otf]|[選选]")
_SIGNS = (*_ORDERS, *"([選选")
_MAY_ASK = re.compile(rf"which\s+{_EMPHASIS}[1-5otf]|哪")
_SEVERAL = re.compile(r"[(\[【]?\s*(?:複選|复选|多選|多选)(?:題|题)?\s*(?:[)\]】]|$)", re.MULTILINE)
_SINGLE = re.compile(r"[(\[【]\s*(?:單選|单选)(?:題|题)?\s*[)\]】]")
_PAIR = re.compile(r"[,;/&+、，；\n]|\band\b|\bor\b|[與与和及]")


def answers_wanted(stem: str, right: str) -> AnswersWanted | None:
    """Return how many answers the stem asks for; None if it does not say. `right` is the text of a right option.

    None as well if that is several letters, such as "A, C": then each option is a set of answers.
    """
    from ankigen.readers import names_labels  # noqa: PLC0415 - a build in which no file changed does not need them

    asked = prose(stem)
    if names_labels(right):
        return None
    folded = _folded(asked)
    may_demand = _has(folded, _SIGNS) and _MAY_DEMAND.search(folded)
    orders = [match for pattern in _DEMANDS for match in pattern.finditer(asked)] if may_demand else []
    if not orders and _MAY_ASK.search(folded) and not _PAIR.search(right):
        matches = [match for pattern in _WHICH_QUESTIONS for match in pattern.finditer(asked)]
        count = len(right.split())
        orders = [match for match in matches if _NUMBERS[_key(match)] == 1 or _NUMBERS[_key(match)] != count]
    if orders:
        last = max(orders, key=lambda match: match.end())
        number = _NUMBERS[_key(last)]
        return AnswersWanted(number, number, " ".join(last[0].split()).strip(" *_.:;,()[]?!"))
    if order := number_asked(asked, right):
        return AnswersWanted(order.number, order.number, order.clause)
    may_say = _has(asked, "選选")
    if may_say and (several := _SEVERAL.search(asked)):
        return AnswersWanted(2, 99, several[0].strip())
    single = _SINGLE.search(asked) if may_say else None
    return AnswersWanted(1, 1, single[0].strip()) if single else None


def _key(match: re.Match[str]) -> str:
    return match["number"].lower()


# Negatives.

_NOT = r"(?<!or )not(?! (?:to|only|just|equal|null|being|been)\b)|\w+n't|cannot|never"
_LEAST = (
    r"least (?:likely|suitable|appropriate|effective|accurate|secure|important|useful|desirable|true|correct|relevant"
    r"|recommended|common|preferred|efficient|reliable)"
)
_FALSE = r"(?:false|incorrect|incorrectly|untrue|wrong|invalid)"
_BE = r"(?:is|are|be|was|were|is the|are the|is an|is a)"
_ENGLISH = (
    re.compile(rf"\b[Ww]hich\b(?P<between>.*?)\b(?P<word>{_NOT}|{_LEAST})(?![\w'])"),
    re.compile(rf"\b[Ww]hich\b(?P<between>.*?) {_BE} (?P<word>{_FALSE})\b"),
    re.compile(rf"(?:^|[,:] )(?:[Ww]hat|Who)(?P<between>(?: [\w'-]+){{0,3}}?) (?P<word>{_NOT}|{_LEAST})(?![\w'])"),
    re.compile(r"(?P<between>)\b(?P<word>except|but not)(?: for)?(?: which(?: one)?)?\s*[:_?]*\s*$"),
    re.compile(
        r"\b(?:[Aa]ll|[Aa]ny|[Ee]ach|[Ww]hich) of (?:the following|these)\b(?P<between>.*?)\b(?P<word>except)\b"
    ),
)
# A negative after one of these words belongs to a clause, not to the question.
_CLAUSE = re.compile(
    r"\b(?:that|who|whose|whom|if|when|where|why|how|because|so|since|while|whether|unless|although|without|as|than"
    r"|but|making|causing|ensures?|(?<!according )to|means?|error)\b"
)
_NO = r"(?:不|非|無法|无法|未|錯誤|错误|有誤|有误)"
_CHINESE = (
    re.compile(rf"何者\S{{0,3}}?(?P<word>{_NO})"),
    re.compile(
        rf"哪\s*[一二兩两三四\d]?\s*[個个項项種种者些]\s*(?:選項|选项|敘述|叙述|描述|說法|说法|陳述|陈述|做法|方法)?\s*(?:並|并|是|為|为)?(?P<word>{_NO})"
    ),
    re.compile(
        r"(?:哪|何者)[^。？?]*?(?:敘述|叙述|描述|說法|说法|陳述|陈述|選項|选项|者)\s*(?:並|并|是|為|为)?"
        r"(?P<word>不正確|不正确|不是|不對|不对|錯誤|错误|有誤|有误|為非|不成立|不符合?|不適合|不适合|不屬於|不属于|不包括|不包含)"
    ),
    re.compile(
        r"(?P<word>不正確|不正确|不是|不對|不对|錯誤|错误|有誤|有误|不屬於|不属于|不包括|不包含|不適合|不适合)[^。？?]{0,20}的(?:是|為|为)?"
        r"(?:哪|何者|下列|以下)"
    ),
)
# A match of these patterns contains one of these words.
_TURNS = (
    "not",
    "n't",
    "never",
    "least",
    "false",
    "incorrect",
    "untrue",
    "wrong",
    "invalid",
    "except",
    *"不非無无未錯错誤误",
)
_SENTENCE = re.compile(r"(?<=[.?!。？！])(?=[\s\"')])|\n|(?<=[。？！])")
_EMPHASISED = re.compile(r"(\*\*|__|\*|_)(?=[^\s*_])([^*_\n]{1,30})(?<=\S)\1|「[^」\n]{1,12}」")


def quiet_negative(stem: str) -> str:
    """Return the word that negates the question, if it is neither bold, italic nor in capitals; "" for none."""
    asked = prose(stem)
    if not _has(asked, _TURNS):
        return ""
    loud = _EMPHASISED.sub(lambda match: match[0] if "hich" in match[0] else " ", asked)
    for sentence in _SENTENCE.split(loud):
        bare = sentence.strip(" *")
        if len(bare) > _LONGEST:
            continue
        for pattern in (*_ENGLISH, *_CHINESE):
            match = pattern.search(bare)
            if match and not _CLAUSE.search(match.groupdict().get("between", "")):
                return match["word"]
    return ""


# Figures.

_FIGURE = re.compile(
    r"\b(?:refer to|see|shown in|in|as) the (?:following |above |below )?(?:exhibit|figure|diagram|screenshot|image)\b"
    r"|\bthe (?:following|attached) (?:exhibit|figure|diagram|screenshot|image)\b"
    r"|題目附有|题目附有|如[下上]?[圖图]所示|(?:下|上|附)[圖图]",
    re.IGNORECASE,
)
# A match of this pattern contains one of these words.
_FIGURES = ("exhibit", "figure", "diagram", "screenshot", "image", "圖", "图", "目附有")
_LOST = (*_FIGURES, "following", ":", "：")
_NOTE = re.compile(r"(?:題目附有|题目附有)[^。\n]{0,20}(?:[圖图]|DAG|image|diagram|screenshot|figure)", re.IGNORECASE)
_PICTURE = re.compile(r"!\[|<img\b")
_SHOWN = re.compile(r"!\[|<img\b|```|~~~|^[ \t]*\|", re.MULTILINE)
_LISTED = re.compile(r"`|^[ \t]*(?:[-*+]|\d{1,2}[.)])[ \t]", re.MULTILINE)
_TITLE = re.compile(r"\W{0,9}\w[\w ]{0,30}\W{0,2}[:：]\W{0,9}")
_FOLLOWING = re.compile(
    r"\b(?<!of )the following(?: [\w-]+){0,3}? (?:code|query|queries|statements?|commands?|snippets?|cells?|schemas?"
    r"|tables?|views?|dataframes?|records|rows|data|jobs?|dags?|pipelines?|metrics|plans?|charts?|graphs?|outputs?"
    r"|results?|errors?|messages?|logs?|configurations?|json|policy|policies|functions?|blocks?)\b",
    re.IGNORECASE,
)


def lost_figure(stem: str) -> str:
    """Return the words that refer to a figure which the stem does not have; "" for none.

    A picture, code or a table counts as a figure. Also returned are the first of two titles with nothing between them
    (`Before:`, `After:`), and "the following …" if nothing but the question follows.
    """
    folded = _folded(stem)
    note = _NOTE.search(stem) if "目附有" in stem else None
    if note and not _PICTURE.search(stem):
        return note[0]
    if not _has(folded, _LOST) or _SHOWN.search(stem):
        return ""
    if _has(folded, _FIGURES) and (figure := _FIGURE.search(stem)):
        return figure[0]
    if _LISTED.search(stem):
        return ""
    rows = [row.strip() for row in stem.split("\n") if row.strip()]
    for row, below in pairwise(rows):
        if len(row) < 40 and _TITLE.fullmatch(row) and len(below) < 40 and _TITLE.fullmatch(below):
            return row
    announced = _FOLLOWING.search(rows[-2]) if len(rows) > 1 and len(rows[-2]) < _LONGEST else None
    return announced[0] if announced and "?" not in rows[-2] and rows[-1].endswith(("?", "？", ":")) else ""
