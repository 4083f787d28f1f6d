"""Words that call an option right or wrong."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ankigen.languages import LANGUAGES, LONGEST, words

# What is said in Chinese is inside of other words; what is said in other scripts without blanks as well.
_WRONG = re.compile(
    r"錯誤?|错误?|(?:不是|並非|并非|不)(?:正確|正确|正解|對|对)|非正解|❌"
    r"|\b(?:wrong|incorrect|distractors?|(?:not|isn['’]t) (?:right|correct|the (?:right |correct )?answer))\b"
)
_RIGHT = re.compile(r"正確|正确|正解|有效|對的|对的|\b(?:right|correct|valid|true)\b|✅")
# Of one option: only words that are not its own text.
_DEFENDS = re.compile(
    r"[(（【\[]\s*(?:正確|正确|正解|答案|right|correct|(?:the )?answer)"
    r"|(?:是|為|为|才|為什麼|为什么)(?:唯一)?的?(?:正確|正确|正解|對|对)"
    r"|\b(?:is|are|why) (?:the |also )?(?:correct|right)\b|✅|^\W*(?:正確|正确|正解|correct|right)(?:答案|的|\W|$)"
    r"|\bvs\b|對比|对比|比較|比较|差異|差异|區別|区别|\bcompared\b"
)
_DEFENDING = re.compile(r"[正對对✅比差區区]|答案|right|correct|answer|vs|compared")  # each way of saying so has one
# What follows a letter that calls it the answer, or only right: `(正確答案) - …`, `is correct`.
_CALLED = r"\W*(?:才?[是為为]|is\b|are\b)?\W*(?:唯一的?)?(?:(?:the|also) )*(?:{})\s*(?=$|[)\]】:,，。.!–—-])"
_CALLED_ANSWER = re.compile(_CALLED.format(r"正確答案|正确答案|正解|答案|(?:correct |right )?answer"))
_CALLED_RIGHT = re.compile(
    _CALLED.format(r"(?:正確|正确|對|对)的?(?:選項|选项)?|(?:correct|right)(?: option| choice)?")
)
_TURNED = re.compile(
    r"\b(?:not|cannot|except|never|false|incorrect|invalid|wrong|fail(?:s|ed)?|errors?|least|unlikely|worst)\b|n['’]t\b"
    r"|[不非錯错誤误]|無效|无效"
)
_OWN = frozenset(("en", "zh-Hans", "zh-Hant"))  # their words are in the patterns above, with what is around them
_HAN = re.compile(r"[㐀-鿿]+")
_SHORTEST_WORD = 3  # letters of a word that is looked for anywhere in a line, where letters are no syllables
_PUNCTUATION = re.compile(r"[\s!-&(-/:-@\[-`{-~«»„“”‹›¿¡–—…،؛؟।。、，：（）【】「」]+")
_IN_BRACKETS = re.compile(r"[(（【\[]\s*([^()（）【】\[\]]{1,40}?)\s*[)）】\]]")
_AT_BEGINNING = re.compile(r"\W*([^()（）【】\[\]:：.!,，。–—-]{1,40}?)\s*(?=$|[)\]】:：,，。.!–—-])")


@lru_cache(maxsize=1000)  # files of a bank have the same headings
def calls_wrong(title: str) -> bool:
    """Whether a heading calls the options below it wrong; one that calls them right as well does not."""
    folded = _folded(title)
    rest = _spaced(_WRONG.sub(" ", folded))
    wrong = _words_in(rest, "wrong")
    if not wrong and not _WRONG.search(folded):
        return False
    for word in wrong:
        rest = rest.replace(word, " ")
    return not _RIGHT.search(rest) and not _words_in(rest, "right")


@lru_cache(maxsize=1000)  # files of a bank have the same headings
def calls_right(title: str) -> bool:
    """Whether a heading calls the options that it names right, and none wrong: `Why is B the right answer?`."""
    folded = _folded(title)
    spaced = _spaced(folded)
    wrong = _WRONG.search(folded) or _words_in(spaced, "wrong")
    return not wrong and bool(_RIGHT.search(folded) or _words_in(spaced, "right"))


@lru_cache(maxsize=1000)  # rationales begin alike
def defends(text: str) -> bool:
    """Whether a line among the remarks on wrong options calls its option right: `C (正確答案) - …`.

    A line that compares two options is no remark on one.
    """
    rest = _WRONG.sub(" ", _folded(text))
    return bool(_DEFENDING.search(rest) and _DEFENDS.search(rest)) or _marked_right(rest)


def called_right(rest: str, stem: str) -> str:
    """Return the words right behind a letter that call it right, "" for none: `正確答案` of `C (正確答案) - …`.

    Where the stem may ask for what is wrong, the other options are right as well; only `answer` still says it then.
    """
    folded = _folded(rest)
    match = _CALLED_ANSWER.match(folded)
    if match:
        return match[0]
    match = _CALLED_RIGHT.match(folded) or _AT_BEGINNING.match(folded)
    if not match or (match.re is _AT_BEGINNING and match[1] not in _foreign("answer", "right")):
        return ""
    return "" if _turned(stem) else match[0]


def _marked_right(line: str) -> bool:
    """Whether a line has a mark in another language than English or Chinese: `(richtig)`, `Correcto: …`."""
    begins = _AT_BEGINNING.match(line)
    remarks = {*_IN_BRACKETS.findall(line), begins[1] if begins else ""}
    return not remarks.isdisjoint(_foreign("answer", "right"))


def _turned(stem: str) -> bool:
    asked = stem.casefold()
    return bool(_TURNED.search(asked)) or bool(_words_in(_spaced(asked), "negation", "asks"))


def _spaced(line: str) -> str:
    """Return a line with blanks in place of punctuation, and around it."""
    return f" {_PUNCTUATION.sub(' ', line)} "


def _words_in(spaced: str, key: str, table: str = "answer") -> list[str]:
    """Return the words of other languages that a line has, the longest first, with blanks around where they need them.

    A word in kana, Hangul or Thai may be inside of another one.
    """
    spelt = (
        word if word[0] >= "\u3040" or "\u0e00" <= word[0] <= "\u0e7f" else f" {word} " for word in _foreign(table, key)
    )
    return [word for word in spelt if word in spaced]


@cache
def _foreign(table: str, key: str) -> tuple[str, ...]:
    """Return the words of other languages than English and Chinese, the longest first; none only of Han characters."""
    folded = {_folded(word) for language in LANGUAGES if language not in _OWN for word in words(language, table)[key]}
    telling = (
        word for word in folded if (len(word) >= _SHORTEST_WORD or word[0] >= "\u3040") and not _HAN.fullmatch(word)
    )
    return tuple(sorted(telling, key=lambda word: (-len(word), word)))


def _folded(line: str) -> str:
    """Return the beginning of a line as it is compared; unlike `fold`, it leaves ticks and crosses."""
    return unicodedata.normalize("NFKC", line[:LONGEST]).casefold().replace("i\u0307", "i").replace("ı", "i")
