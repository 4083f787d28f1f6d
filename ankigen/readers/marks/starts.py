"""Where a question may begin: a number, a heading, a label, and whether a text asks something."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import Landmarks, heading
from ankigen.readers import vocabulary
from ankigen.readers.lines.fragments import CODE_SPAN
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks.labels import BULLETED_BOX

if TYPE_CHECKING:
    from ankigen.markdown import Line

NO_HEADING = 7  # the level of a line that is no heading: below all headings
_WORD = r"[^\s\d.:：#№()\[\]{}`*_?!,;<>|/\\\"'=+&\-（）【】、，。？！]{1,16}"
_ANCHOR = re.compile(
    r"<a\s+(?:name|id)\s*=[^<>]*>(?:\s*</a>)?|<(?:span|sup)\b[^<>]*></(?:span|sup)>|\{[#.][^{}]*\}[ \t]*$",
    re.IGNORECASE,
)
_SIGNS = r"(?:[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]+[ \t]*)*"
# A line in which a number is the first thing but words: it begins with none of the signs that no word has.
_BEFORE_NUMBER = r"[^\n\d`{},;|/\\\"'=+&)\]）】、，。？！?!]{0,79}+"
_FARTHEST_NUMBER = 80  # characters
_LONGEST_START = 20_000  # characters of a line
_LABEL_IN_BOLD = re.compile(r"[(]?[A-H](?:[ \t]*[,&][ \t]*[A-H])*[.):]?(?:\*\*|__|</(?:b|strong)>)[ \t]+\w")
_DIGIT = re.compile(r"\d")
_ESCAPED = re.compile(r"(\d)\\([.)])")
_OTHER_WORDS = re.compile(
    r"q|item|mcq|no|nr|exam question|new question|question no|task|exercise|problem|ex|aufgabe"
    r"|題|题|문제|문|p|d|f|п|в",
    re.IGNORECASE,
)
# What counts parts of a document, and no questions.
_PARTS_OF_DOCUMENT = re.compile(
    r"(?:chapter|phase|milestone|sprint|stage|iteration|part|section|unit|module|"
    r"lesson|lecture|lektion|vorlesung|leçon|cours|lezione|lección|clase|aula|лекция|лекція|wykład|přednáška|ders|kuliah|"
    r"강의|講義|讲座|week|day|domain|topic|quiz|test|exam|practice(?: test| exam)?|set|"
    r"step|level|lab|table|figure|figura|abbildung|version|round|block|kapitel|teil|abschnitt|modul|woche|tag|thema|chapitre|"
    r"partie|section|semaine|jour|th[eè]me|cap[ií]tulo|parte|secci[oó]n|unidad|semana|m[oó]dulo|parte|se[cç][aã]o|"
    r"unidade|ph[aầ]n|ch[uư][oơ]ng|bài|章|节|節|部分|单元|單元|глава|часть|раздел|модуль|розділ|частина|rozdział|część|"
    r"bölüm|ünite|hoofdstuk|deel|capitolo|sezione|kapitola|část|bab|bagian|answer|antwort|option|appendix|note)s?",
    re.IGNORECASE,
)
_LANDMARK_WORDS = (
    r"q|question|題目?|题目?|問題?|问题?|質問|第|pregunta|pergunta|frage|domanda|вопрос"
    r"|питання|प्रश्न|câu|câu hỏi|soru|pytanie|vraag|fråga"
)
LANDMARKS = Landmarks(
    re.compile(
        rf"[ \t]*+#{{2,6}}[ \t]*+(?:[^\W\d_]|{_LANDMARK_WORDS})[ \t]?[.]?\d{{1,5}}[ \t]*+[.:)、．：]", re.IGNORECASE
    ),
    BULLETED_BOX,
)
# Words that ask without a sign: beside some others they mean "any" or "none".
_THAI = r"(?<!ไม่มี)(?<!ไม่ว่า)(?:ข้อใด|อะไร|ที่ไหน|เท่าใด|เท่าไหร่|เท่าไร|เมื่อใด|เมื่อไร|อย่างไร|ทำไม|ใคร|ใด)(?![ ]?ๆ|[ ]?ก็)"
_WORDS = rf"どれ(?!で?も)|무엇(?!이든|이나|도)|{_THAI}"
_ASKS = re.compile(
    r"[?？؟;]\W*$|[?？؟]|(?:\\?_){2}|[(（]\s{0,6}[)）]|[:：]\W*$|\.{3}\W*$|…\W*$|"
    r"\b(?:which|what|choose|select|identify|complete|who|when|where|how|why|mark|pick|indicate|determine|find)\b"
    rf"|何者|哪|下列|以下|どの|다음|{_WORDS}",
    re.IGNORECASE,
)
_QUESTION_MARK = re.compile(r"\?(?!\w+=)|[？؟]|か[。」]?\W*$|(?:\\?_){2}|[(（]\s{1,6}[)）]|何者|哪[個个些一]|" + _WORDS)
# One of these is in every question: a sign, the beginning of a gap or of empty brackets.
_MAY_ASK = re.compile(r"[?？؟か何哪ど무ขอทเใ_(（](?:(?<![_(（])|(?<=_)\\?_|(?<=[(（])\s)")
_SPACED_SUFFIXES = frozenset(space + suffix for space in " \t" for suffix in "題题問问")
_GAP = re.compile(r"(?<![\w`])(?:\\?_){2,}(?![\w`])|[(（\[][ \t\u3000_.…]{1,12}[)）\]]|\.{4,}|…{2,}")
_POINTS = re.compile(
    r"[(\[（【][ \t]*(?:0[-–]\d{1,2}|\d{1,3}(?:[.,]\d{1,2})?[ \t]*(?P<word>[^\W\d_]{1,12})\.?)[ \t]*[)\]）】][ \t]*"
)
_SHORT_POINTS = frozenset({"p", "pt", "pts", "pkt", "mark", "point", "punkt", "punto", "ponto", "分", "点", "點", "점"})


class Start(NamedTuple):
    """A numbered line: its index, its heading's level, the word before the number, the number, and the text beside."""

    row: int
    level: int
    word: str
    number: str
    text: str
    bold: bool
    indent: int
    look: str

    @property
    def is_worded(self) -> bool:
        """Whether the word means question, or is one letter: what a language's word for it begins with."""
        return is_word(self.word)


@lru_cache(maxsize=10_000)  # the questions of a bank have the same words
def is_word(word: str) -> bool:
    """Whether a word before a number means question in some language."""
    return (len(word) == 1 and word.isalpha()) or bool(_question_words().fullmatch(word))


@cache
def _question_words() -> re.Pattern[str]:
    words, ordinal, sign = (vocabulary.alternation("number", key) for key in ("question", "ordinal", "sign"))
    return re.compile(rf"(?:{words}|{ordinal}|{_OTHER_WORDS.pattern})(?:[ \t](?:{sign}|n[ºo°]))?", re.IGNORECASE)


@cache
def _start_pattern() -> re.Pattern[str]:
    """Return the pattern of a line that a number begins, with the words of all languages around it."""
    sign, of, after = (vocabulary.alternation("number", key) for key in ("sign", "of", "after"))
    return re.compile(
        rf"(?={_BEFORE_NUMBER}\d)(?P<indent>[ \t]*+)(?P<marks>#{{1,6}}+)?[ \t]*+{_SIGNS}"
        rf"(?P<bold>\*\*|__|<b>|<strong>)?[ \t]*+{_SIGNS}(?P<open>[\[(【（])?"
        rf"(?P<word>(?:{_WORD}(?:[ \t]{_WORD}){{0,2}})?)"
        rf"(?:[ \t]*+[.#№:：-]{{1,2}}|[ \t]+(?i:{sign}|n[ºo°])\.?:?)?[ \t]*+[#№]?(?P<number>\d{{1,5}})"
        rf"(?P<suffix>(?:\.?[ \t]?(?i:{after})(?=[ \t\u3000.:：、．*_<]|$)|[題题問问번회]"
        r"|[ \t][題题問问](?=[ \t:：.、．*_]|$))?(?:\s*문제|\s*问题)?)"
        rf"(?P<of>(?:/|[ \t]+/[ \t]*|[ \t]*(?i:{of})[ \t]*)\d{{1,5}}[題题問问번회]?"
        r"|(?P<topic>[ \t]*[(\[*_]{0,3}[ \t]*[^\W\d_]{2,12}[ \t]*[#№]?\d{1,3}[ \t]*[)\]*_]{0,3}[ \t]*$))?"
        r"(?:[ \t]*+(?P<end>[、）】｜]|(?:[.:)．：\]]|[–—/-](?=[ \t])|\\\.)(?!\d)|(?(marks)[|•·»](?=[ \t])|(?!)))"
        r"(?P<more>[ \t]*[:：.])?"
        r"|(?=[ \t\u3000]|$|\*\*|__|</?[bs]))(?P<text>.*)$"
    )


def is_part(word: str) -> bool:
    """Whether a word before a number counts chapters, tests or the like."""
    return bool(_PARTS_OF_DOCUMENT.fullmatch(word))


def number_at(i: int, row: Line) -> Start | None:
    """Return what the line, the `i`th one, begins with; None when it has no number, or a number as in `4 apples`."""
    start = None if row.code else start_in(row.text)
    return start._replace(row=i) if start else None


@remembered
def start_in(text: str) -> Start | None:
    """Return what a line begins with, as `number_at` does, without its index."""
    if len(text) > _LONGEST_START:
        return None
    head = text[:_FARTHEST_NUMBER]
    if "<" in head or "{#" in text:
        if not _DIGIT.search(head):
            return None
        text = _ANCHOR.sub("", text)
    if "\\" in head:
        text = _ESCAPED.sub(r"\1\2", text, count=1)
    match = _start_pattern().match(text)
    return _start(match) if match else None


def _start(match: re.Match[str]) -> Start | None:
    """Return what a line with a number begins with, None where the number is of another kind."""
    word = match["word"].casefold().strip()
    end = match["end"] or ""
    closed = bool(match["open"]) and end in ")]】）" and bool(end)
    alone = not word and not match["text"].strip() and len(match["number"]) < 4
    counted = match["suffix"] or (match["of"] and (is_word(word) or not match["text"].strip()))
    if not (alone or match["marks"] or end or match["bold"] or counted or is_word(word)):
        return None
    if (match["open"] and not closed and not match["bold"]) or _counts_others(match, word):
        return None
    if len(word) == 1 and word.isascii() and word != "q" and not match["marks"]:
        return None  # `a. 443` is an option, `S3:` a service
    text = match["text"].strip()
    if match["marks"] and match["topic"] and "topic" not in match["topic"].casefold():
        text = match["topic"].strip()  # a title such as `Python 3`
    text = _without_points(text) if text[:1] in "([（【" else text
    if (
        text
        and not (match["marks"] or end or match["bold"] or match["of"] or match["suffix"])
        and not (is_word(word) and (match["text"].startswith("\u3000") or _asks_beside(word, text)))
    ):
        return None  # `Question 27` alone, or with a sign behind
    if match["bold"]:
        closing = {"<b>": "</b>", "<strong>": "</strong>"}.get(match["bold"], match["bold"])
        bare = text.replace(closing, "", 1)
        text = (f"{match['bold']}{text}" if _LABEL_IN_BOLD.match(text) else bare).lstrip(".:)、．： \t").rstrip()
    if match["marks"]:
        text = re.sub(r"(?:^|[ \t])#++$", "", text).strip()
    text = _without_points(text) if text[:1] in "([（【" else text
    signs = f"{match['open'] or ''}{end[:1] if not match['marks'] else ''}"
    look = f"{word}|{'#' * len(match['marks'] or '')}|{bool(match['bold'])}|{signs}"
    return Start(
        row=-1,
        level=len(match["marks"] or "") or NO_HEADING,
        word=word,
        number=plain_number(match["number"]),
        text=text,
        bold=bool(match["bold"]),
        indent=len(match["indent"].expandtabs(4)),
        look=look,
    )


def _counts_others(match: re.Match[str], word: str) -> bool:
    """Whether a number is that of a topic, or says how many questions there are: `共 3 题`."""
    if match["topic"] and not is_word(word):
        return True
    return match["suffix"][:2] in _SPACED_SUFFIXES and not _question_words().fullmatch(word)


def _without_points(text: str) -> str:
    """Return a text without the points of an exam at its beginning: `(2 pts) Which …?`."""
    match = _POINTS.match(text)
    return text[match.end() :] if match and _are_points(match) else text


def are_points(text: str) -> bool:
    """Whether a text is the points of an exam in brackets, and nothing else."""
    match = _POINTS.fullmatch(text)
    return match is not None and _are_points(match)


def _are_points(match: re.Match[str]) -> bool:
    word = vocabulary.fold(match["word"] or "pt")
    return word in _SHORT_POINTS or word in vocabulary.in_any_language("asks", "form")


def _asks_beside(word: str, text: str) -> bool:
    """Whether a question may be beside a number without a sign: `Question 3 Which …?`, `問3 …どれか。`."""
    return (len(word) > 1 or not word.isascii()) and is_question(text)


def plain_number(digits: str) -> str:
    """Return a number that is written with digits of any script in ASCII digits, without zeros in front."""
    return str(int(digits))


def asks(text: str) -> bool:
    """Whether a text asks something: a question, a gap, an instruction to choose."""
    return bool(_ASKS.search(text))


@remembered
def is_question(text: str) -> bool:
    """Whether a text is a question or has a gap, and no mere announcement."""
    return bool(_MAY_ASK.search(text) and _QUESTION_MARK.search(text))


def has_gap(text: str) -> bool:
    """Whether a text has a gap to fill in: `____`, `( )`, `……`."""
    return bool(_GAP.search(CODE_SPAN.sub("", text)))


@lru_cache(maxsize=10_000)
def title(text: str) -> tuple[int, str] | None:
    """Return the level and the title of a heading without anchors and signs; None for any other line."""
    level_and_text = heading(text)
    if not level_and_text:
        return None
    bare = (
        _ANCHOR.sub("", level_and_text[1]).strip()
        if "<" in level_and_text[1] or "{" in level_and_text[1]
        else level_and_text[1]
    )
    return level_and_text[0], bare
