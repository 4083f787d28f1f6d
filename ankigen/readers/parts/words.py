"""The vocabulary: which words in a heading, or before a colon, name which part of a question."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Role -> the words, as `plain` leaves them, in Traditional Chinese, Simplified Chinese and English.
ROLES: dict[str, str] = {
    "title": r"(?:(?:question|題目|题目) ?(?:#|no\.?)? ?(?:[a-z]{1,8}-)?|#|q-?)\d[\d-]*"
    r"(?:(?: -|:) .*| (?:題目|题目)?解析.*)?",
    "group": r"題目資訊|题目信息|題目內容|题目内容|(?:標籤|标签)(?:系統|系统)?"
    r"|(?:題目|题目|詳細|详细|解題|解题)解析(?:[ :#-]{1,3}(?:[a-z]{1,8}-)*\d[\d-]*)?"
    r"|解析檔案|解析文件|相關資源|相关资源|related resources"
    r"|(?:官方|正確|正确)?答案[與与和及].*|question (?:information|info|content|details)|tags|metadata"
    r"|(?:answers?|official answers?)(?: and| &) .*|analysis"
    r"|[題题]解(?: ?(?:part ?)?[\d一二三上中下](?: ?/ ?\d)?(?:部分)?| ?第[一二三]部分)?",
    "id": r"id|(?:題目|题目) ?id|(?:題目|题目)編號.*|题目编号.*|question (?:id|number)",
    "provenance": r"來源|来源|source",
    "level": r"難度|难度|難度等級|难度等级|difficulty(?: level)?|levels?(?: tags?)?",
    "stem": r"題幹|题干|題目|题目|stem|question(?: stem| text)?",
    "options": r"選項|选项|(?:answer )?(?:options|choices)",
    "topics": r"topics?(?: tags?)?|技術主題標籤|技术主题标签|主題|主题",
    "traps": r"traps?(?: tags?)?|陷阱類型標籤|陷阱类型标签|陷阱",
    "domain": r"(?:knowledge )?domain|知識領域|知识领域",
    "answer": r"正解|正確答案|正确答案|(?:the )?(?:correct |right )?answers?|(?:correct|right) (?:option|choice)s?|ans"
    r"|答案|解答",
    "actual_answer": r"實際(?:正確)?答案|实际(?:正确)?答案|actual (?:correct )?answer",
    "source_answer": r"來源標註(?:答案)?|来源标注(?:答案)?|官方(?:正確|標註|正确|标注)?答案"
    r"|(?:source(?:'s)?|official) answer",
    "community_answer": r"社群(?:共識|投票(?:結果)?|投票答案|答案)|社区(?:共识|投票(?:结果)?|投票答案|答案)"
    r"|community(?: consensus| answer| votes?)",
    "answer_sources": r"答案來源|答案来源|answer sources?",
    "note": r"備註|备注|notes?|remarks?",
    "recap": r"(?:題目|题目)[回重]顧|题目回顾|原文題目|原文题目|question (?:recap|review)|標籤與分類|标签与分类",
    "explanation": r"正解說明|正解说明|(?:answer )?explanations?|解析|說明|说明"
    r"|why the answer is (?:right|correct)|why is the answer (?:right|correct)",
    "tested": r"考點(?:識別)?|考点(?:识别)?|what is tested|exam focus|key points?",
    "technique": r"核心技術|核心技术|core techni(?:que|cal)|core technology",
    "concepts": r"關鍵概念|关键概念|key concepts?",
    "keywords": r"題目關鍵字|题目关键字|關鍵字|关键字|(?:question )?keywords?",
    "rationales": r"錯誤選項.*|错误选项.*|(?:各|所有)?(?:選項|选项)(?:分析|解析|說明|说明|比較|比较)"
    r"|(?:(?:為什麼|为什么|為何|为何)(?:不選|不选)?|排除)?其[他它餘余](?:的)?(?:錯誤|错误)?(?:選項|选项|答案).*"
    r"|(?:為什麼|为什么|為何|为何)(?:(?:不選|不选)其[他它餘余].*|其[他它餘余][都皆均]?(?:是)?(?:錯|错|不對|不对|不正確|不正确).*)"
    r"|(?:why )?(?:are |not )?(?:the )?(?:other|wrong|incorrect|remaining) (?:options?|answers?|choices?).*"
    r"|distractors?|why (?:are |not )?(?:the )?(?:others|rest(?= (?:is|are) (?:wrong|incorrect|not)))(?: .*)?",
    "mnemonic": r".*口訣.*|.*口诀.*|mnemonic(?: device)?",
    "memory": r"記憶(?!體).*|记忆(?!体).*|mnemonics? .*|memory (?:aids?|tips?|tricks?|hooks?).*",
    "recall": r"recall|回想",
    "shuffle": r"shuffle|打亂|打乱|洗牌",
    "links": r"官方文件.*|官方文档.*|延伸閱讀|延伸阅读|參考資料|参考资料|參考|参考|(?:official )?(?:documentation|docs)"
    r"|(?:official )?references?|links|further reading",
}
# The words that ankigen writes into a new question, by the bank's language: each names its role.
HEADINGS: dict[str, dict[str, str]] = {
    "zh-Hant": {
        "title": "題目",
        "id": "ID",
        "level": "難度",
        "topics": "Topics",
        "traps": "Traps",
        "domain": "Domain",
        "stem": "題幹",
        "options": "選項",
        "answer": "正確答案",
        "explanation": "正解說明",
        "rationales": "錯誤選項排除",
        "mnemonic": "口訣",
        "links": "官方文件",
    },
    "zh-Hans": {
        "title": "题目",
        "id": "ID",
        "level": "难度",
        "topics": "Topics",
        "traps": "Traps",
        "domain": "Domain",
        "stem": "题干",
        "options": "选项",
        "answer": "正确答案",
        "explanation": "正解说明",
        "rationales": "错误选项排除",
        "mnemonic": "口诀",
        "links": "官方文档",
    },
    "en": {
        "title": "Question",
        "id": "ID",
        "level": "Level",
        "topics": "Topics",
        "traps": "Traps",
        "domain": "Domain",
        "stem": "Stem",
        "options": "Options",
        "answer": "Answer",
        "explanation": "Explanation",
        "rationales": "Why the Other Options Are Wrong",
        "mnemonic": "Mnemonic",
        "links": "Documentation",
    },
}
_ROLE = re.compile("|".join(f"(?P<{role}>{words})" for role, words in ROLES.items()))
_WRONG = re.compile(
    r"錯誤?|错误?|(?:不是|並非|并非|不)(?:正確|正确|正解|對|对)|非正解"
    r"|\b(?:wrong|incorrect|distractors?|(?:not|isn['’]t) (?:right|correct|the (?:right |correct )?answer))\b|❌"
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
_NO_LABEL = {"title", "group", "recap", "rationales"}
_REMARK = re.compile(r"\([^()]*\)|[*_`~^]")
_LONGEST = 200  # no name of a part is longer, and a line of a megabyte costs no time


def labels(*roles: str) -> Callable[[str], bool]:
    """Return what says whether a label, as `plain` leaves it, names one of these roles."""
    pattern = re.compile("|".join(f"(?:{ROLES[name]})" for name in roles))
    return lru_cache(maxsize=10_000)(lambda name: bool(pattern.fullmatch(name)))  # files of a bank have the same labels


LABELS = labels(*(name for name in ROLES if name not in _NO_LABEL))


@lru_cache(maxsize=10_000)  # files of a bank have the same headings and labels
def plain(markdown: str) -> str:
    """Return a heading or label as bare words: no emphasis, emoji, bracketed remark or end punctuation; lower case."""
    folded = unicodedata.normalize("NFKC", markdown).casefold()
    known = folded if folded.isascii() else folded.translate(_SIGNS)  # ASCII's only signs are ` and ^
    return " ".join(_REMARK.sub(" ", known).split()).strip(" :.-?!")


class _Signs(dict[int, str]):
    """For `str.translate`: a blank for every emoji and other sign that is no letter, digit or punctuation."""

    def __missing__(self, code: int) -> str:
        sign = unicodedata.category(chr(code)) in {"So", "Sk", "Mn", "Cf", "Cn"}
        self[code] = " " if sign else chr(code)
        return self[code]


_SIGNS = _Signs()


@lru_cache(maxsize=1000)  # files of a bank have the same headings
def calls_wrong(title: str) -> bool:
    """Say whether a heading calls the options below it wrong; one that calls them right as well does not."""
    folded = _folded(title)
    return bool(_WRONG.search(folded)) and not _RIGHT.search(_WRONG.sub(" ", folded))


@lru_cache(maxsize=1000)  # rationales begin alike
def defends(text: str) -> bool:
    """Say whether a line among the remarks on wrong options calls its option right: `C (正確答案) - …`.

    A line that compares two options is no remark on one.
    """
    folded = _folded(text)
    return bool(_DEFENDING.search(folded)) and bool(_DEFENDS.search(_WRONG.sub(" ", folded)))


def called_right(rest: str, stem: str) -> str:
    """Return the words right behind a letter that call it right, "" for none: `正確答案` of `C (正確答案) - …`.

    Where the stem may ask for what is wrong, the other options are right as well; only `answer` still says it then.
    """
    folded = _folded(rest)
    match = _CALLED_ANSWER.match(folded)
    if match:
        return match[0]
    match = _CALLED_RIGHT.match(folded)
    return match[0] if match and not _TURNED.search(stem.casefold()) else ""


def _folded(line: str) -> str:
    return unicodedata.normalize("NFKC", line[:_LONGEST]).casefold()


@lru_cache(maxsize=10_000)
def role(title: str) -> str:
    """Return the role that a heading or label names, "" for none."""
    if len(title) > _LONGEST:
        return ""
    bare = plain(title)
    match = _ROLE.fullmatch(bare)
    return (match.lastgroup or "") if match else ""
