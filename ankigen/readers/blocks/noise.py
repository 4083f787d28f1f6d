"""What a web page, a page footer or a chat assistant left between questions: it is no part of any."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import vocabulary
from ankigen.readers.lines import fragments
from ankigen.readers.lines.around import NOISE, VOTES
from ankigen.readers.lines.farewells import is_farewell
from ankigen.readers.lines.farewells import without_farewell as without_last_paragraphs
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks.labels import label
from ankigen.readers.marks.starts import start_in, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

# Where the reader is to write the answer: `Answer: ______`.
_EMPTY = r"[(（\[【][ \t\u3000_]*[)）\]】]"
_TO_FILL_IN = re.compile(
    r"[ \t>*_-]*(?P<name>[^:：\n(（\[【_]{1,40}?)"
    rf"(?:[*_]*[:：][ \t*]*(?:(?:\\?_|[.…]){{3,}}+|{_EMPTY})|[ \t*]*{_EMPTY})[ \t_.…*]*"
)
_LONGEST_NOISE = 120  # characters of a line that may be noise
_LONGEST_LINK = 400
_LONGEST_VERDICT = 30
_LONGEST_OWN_ANSWER = 40
# Below a line of votes.
_SHARE = r"[A-H][*_]{0,2}[ \t]*[:：=–-][*_ \t]*\d{1,3}(?:[.,]\d{1,2})?[ \t]*[%％](?:[ \t]*[(（][^()（）]{1,20}[)）])?"
_MORE_VOTES = re.compile(rf"[\W_]*+(?:{VOTES}|{_SHARE}|other|\d{{1,3}}[ \t]*[%％])[\W_]*", re.IGNORECASE)
# At the end of a line that says something else.
_VOTES_BESIDE = re.compile(
    r"[ \t]+[*_]{0,3}community vote distribution[*_]{0,3}"
    rf"(?:[ \t]+(?:{VOTES}|other|\d{{1,3}}[ \t]*[%％]))*[ \t]*$",
    re.IGNORECASE,
)
# A link that leads nowhere is a button of the page; with words in it, it is one only if the line has nothing else.
_BUTTON = re.compile(r"\[(?P<words>[^\[\]]{0,80})\]\((?:https?://[^\s()]{1,300})?#\)")
_TO_PLACE = re.compile(
    r"[^\w<]*+(?:<(?:p|div|center|sub|sup|b|strong|small)\b[^<>]{0,100}>\s*){0,3}"
    r"<a\b[^<>]{0,80}\bhref=[\"']#[^<>]{0,100}>[^<>]{0,60}</a>\s*(?:</?[a-z]{1,8}\s*/?>\s*){0,3}\W*",
    re.IGNORECASE,
)
_TEMPLATE_TAG = re.compile(r"[ \t]*\{%-?[ \t]*[a-z]\w*(?P<settings>[^{}%]{0,200})-?%\}[ \t]*$", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:title|summary|label)=(?P<quote>[\"'])(?P<title>(?:(?!(?P=quote)).)+)(?P=quote)")


class _Cleaned(NamedTuple):
    """A line without noise: what is left of it, whether all of it is noise, votes, or a greeting, or only a number.

    `text` is None where that is all of the line.
    """

    text: str | None = None
    is_noise: bool = False
    has_votes: bool = False
    is_greeting: bool = False
    is_number: bool = False


_WHOLE = _Cleaned()  # a line as nearly all are


def without_noise(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with empty ones for what is noise wherever it is."""
    new = [*rows]
    votes = False  # are above
    numbered = False  # the last line with text is the number of a question
    for i, (_, text, code) in enumerate(rows):
        if code or not text:
            continue
        cleaned = _cleaned(text)
        if cleaned is _WHOLE and not (votes or numbered):
            continue
        if cleaned.is_greeting or (numbered and is_verdict(text)):
            new[i] = rows[i]._replace(text="")
            continue
        numbered = cleaned.is_number
        is_noise = cleaned.is_noise or (votes and len(text) < _LONGEST_NOISE and bool(_MORE_VOTES.fullmatch(text)))
        votes = is_noise and (votes or cleaned.has_votes)
        bare = "" if is_noise else text if cleaned.text is None else cleaned.text
        if bare != text:
            new[i] = rows[i]._replace(text=bare)
    return new


@remembered
def _cleaned(text: str) -> _Cleaned:
    """Return a line without what is noise wherever it is."""
    short = len(text) < _LONGEST_NOISE
    is_labelled = short and (":" in text or "：" in text)
    if is_labelled and _is_greeting(text.rstrip()):
        return _Cleaned("", is_greeting=True)
    is_noise = short and bool(NOISE.fullmatch(text))
    is_gap = len(text) < _LONGEST_LINK and text[-1] in "_.…* )）]】" and _is_to_fill_in(text)
    is_noise = is_noise or is_gap
    rest = _without_own_answer(text) if is_labelled else text
    has_votes = "%" in rest or (is_noise and "communityvot" in rest.lower().replace(" ", ""))
    bare = _bare(rest) if "#)" in rest or "<a" in rest or "%" in rest else rest
    cleaned = _Cleaned(bare if bare != text else None, is_noise, is_noise and has_votes, is_number=_is_number(text))
    return _WHOLE if cleaned == _WHOLE else cleaned


def _is_number(text: str) -> bool:
    """Whether a line is the word for question and a number, and nothing else."""
    begin = start_in(text)
    return begin is not None and not begin.text and bool(begin.word) and begin.is_worded


def is_verdict(text: str) -> bool:
    """Whether a text says how somebody answered a question, and nothing else: `Skipped`, `(Correct)`."""
    return len(text) < _LONGEST_VERDICT and vocabulary.plain(text.strip("()（） ")) in _verdicts()


@cache
def _verdicts() -> frozenset[str]:
    """Return the words for how a question was answered in a test."""
    words = (vocabulary.in_any_language("answer", key) for key in ("right", "wrong"))
    states = {"skipped", "unanswered", "unattempted", "incomplete", "complete", "finished", "vollständig", "beendet"}
    states |= {"finalizado", "finalizada", "terminé", "terminer", "completo", "completato", "voltooid", "выполнен"}
    return frozenset(states | {"ukończono", "已完成", "完成"}).union(*words)


def _is_to_fill_in(text: str) -> bool:
    """Whether a line names the answer, and has a gap for it."""
    gap = _TO_FILL_IN.fullmatch(text)
    return gap is not None and vocabulary.role(gap["name"]) == "answer"


def _without_own_answer(text: str) -> str:
    """Return a line without the answer that somebody gave in a test, `Your answer: C`, alone or beside other text."""
    own = _own_answer().search(text) if _names_own_answer(text) else None
    return f"{text[: own.start()]} {text[own.end() :]}".strip() if own else text


def _names_own_answer(text: str) -> bool:
    """Whether an own answer is named before a colon: hardly any is, and most names end with another letter."""
    names = [name.rstrip("*_ \t") for name in text.replace("：", ":").split(":")[:-1]]
    own, last_letters = _own_answers()
    return any(name[-1:] in last_letters and _lowered(name[-_LONGEST_OWN_ANSWER:]).endswith(own) for name in names)


def _lowered(name: str) -> str:
    """Return a name in lower case, as a pattern that ignores case compares it: `ı` and `İ` are `i`."""
    return name.casefold().replace("i\u0307", "i").replace("ı", "i")


@cache
def _own_answers() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names of own answers, and their last letters, in upper case too."""
    own = tuple(vocabulary.in_any_language("answer", "own"))
    last = {name[-1] for name in own}
    return own, frozenset({*last, *map(str.upper, last), *("ıİ" if "i" in last else "")})


@cache
def _own_answer() -> re.Pattern[str]:
    """Return the pattern of an own answer behind its label: any text that fills the line, or letters and signs."""
    label = rf"(?:{vocabulary.alternation('answer', 'own')})[*_ \t]*[:：][*_]*"
    value = r"(?:[A-Za-z](?:[ \t]*[,，、&]?[ \t]*[A-Z])*|[√×✓✔✗✘对错對錯]|[-–—])?"
    beside = (
        rf"(?:^|(?<=[\s|;；,，]))[*_|;；,，(（\[ \t]*{label}[ \t]*{value}[*_.。)）\]]*(?=[\s|;；,，]|$)[ \t|;；,，]*"
    )
    return re.compile(rf"^[ \t>*_-]*{label}[^:：|;；]*$|{beside}", re.IGNORECASE)


def _bare(text: str) -> str:
    """Return a line without buttons, votes and tags of a template; a tag is replaced by its title."""
    if "{%" in text and (tag := _TEMPLATE_TAG.match(text)):
        title = _TITLE.search(tag["settings"])
        return f"**{title['title']}**" if title else ""
    if "<a" in text and len(text) < _LONGEST_LINK and _TO_PLACE.fullmatch(text):
        return ""
    if "#)" in text:
        text = _without_buttons(text)
    return _VOTES_BESIDE.sub("", text) if "vote distribution" in text.lower() else text


def _without_buttons(text: str) -> str:
    """Return a line without its buttons: all of them where it has nothing else, those without words elsewhere."""
    if not re.search(r"\w", _BUTTON.sub("", text)):
        return ""
    return _BUTTON.sub(lambda match: match[0] if re.search(r"\w", match["words"]) else "", text).rstrip()


def without_farewell(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of a file without what takes leave at its end, paragraphs or a section, and a rule above it.

    What has options or names an answer is no farewell.
    """
    above = _without_last_section(rows)
    rest = without_last_paragraphs(above)
    is_part = any(label(row.text) or _names_part(row.text) for row in above[len(rest) :])
    return above if is_part or not rest else rest


def _without_last_section(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the last section, if its heading takes leave."""
    at = next((i for i in range(len(rows) - 1, -1, -1) if not rows[i].code and rows[i].text.startswith("#")), -1)
    head = title(rows[at].text) if at >= 0 else None
    if not head or not is_farewell(head[1]) or any(label(row.text) or _names_part(row.text) for row in rows[at + 1 :]):
        return rows
    while at and (not rows[at - 1].text.strip() or (not rows[at - 1].code and fragments.RULE.match(rows[at - 1].text))):
        at -= 1
    return rows[:at] or (rows[0]._replace(text=""),)


def _names_part(text: str) -> bool:
    """Whether a line has a label that names a part of a question."""
    labelled = label_and_value(text)
    return labelled is not None and bool(vocabulary.role(labelled[0]))


def _is_greeting(text: str) -> bool:
    """Whether a line announces questions, as chat assistants do: `Sure! Here are five questions about Git:`."""
    if text[-1:] not in {":", "："}:
        return False
    words = vocabulary.fold(text.strip("*_ \t"))
    return words.startswith(_greetings()) and bool(_question_words().search(words))


@cache
def _greetings() -> tuple[str, ...]:
    return tuple(vocabulary.in_any_language("answer", "greeting"))


@cache
def _question_words() -> re.Pattern[str]:
    words = vocabulary.alternation("parts", "stem")
    return re.compile(rf"(?:(?<=[\W_])|(?<=[^\x00-\u0e00]))(?:{words}|題|题|문제)", re.IGNORECASE)
