"""Marks of the right option at the end of a line: ticks, arrows, words such as `(Correct)`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.lines.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

TICKS = "✅✔✓☑√"
CROSSES = "❌✗✘✖"
_RIGHT_WORDS = "correct|right|true answer|correct answer|right answer|the answer|answer|best answer|ans"


_WRONG_MARK = re.compile(
    rf"[ \t]*(?:[{CROSSES}]\ufe0f?"
    r"|[(（]\s*(?:incorrect|wrong|falsch|錯誤|错误|incorrecto|incorrecta|faux)\s*[)）])[ \t]*$",
    re.IGNORECASE,
)
_VOTED = re.compile(
    r"[ \t]*(?:[-–—(\[]\s*)?(?:\*\*|__|[*_])?(?:🗳️?\s*)?most voted(?:\s*🗳️?)?(?:\*\*|__|[*_])?\)?\]?[ \t]*$",
    re.IGNORECASE,
)
# Before the text of an option: a sign, a letter or a box that calls it right or wrong.
_LEAD = re.compile(
    rf"[ \t]*(?:(?P<right>[{TICKS}○⭕◯]|[vV](?=[ \t])|[\[(][xXvV✓✔√][\])])"
    rf"|(?P<wrong>[{CROSSES}×]|[xX](?=[ \t])|[\[(][ \t]?[\])]))\ufe0f?[ \t]+(?P<text>\S.*)$",
    re.DOTALL,
)
# Behind the text of an option: an asterisk, or a plus that is not of a name such as `C++`.
_STARRED = re.compile(
    r"(?!.*\b(?:select|from)\b[ \t]*\*)[^*`\n]*[^\s*`/.|\\]"
    r"(?:[ \t]*(?P<star>\\?\*|\(\*\))|(?P<plus>[ \t]+\+|[ \t]*\(\+\)))[ \t]*",
    re.IGNORECASE,
)
_STARS = ("*", " +", "(+)", "(*)")
_CLOSES = re.compile(r"(\*\*|__|[*_])[ \t]*$")
# A verdict behind a dash or in brackets, emphasised, with a reason: `- *Correct: it is TLS.*`.
_VERDICT = re.compile(
    r"[ \t]*[-–—(（][ \t]*(?P<mark>\*\*|__|[*_])(?P<word>[^\W\d_][^:：*_\n]{0,28})[:：](?:(?P=mark))?[ \t]*"
    r"(?P<reason>[^\n]*?)(?:(?P=mark))?[ \t]*[)）]?[ \t]*$"
)
_LONGEST_REMARKED = 1000  # characters of an option with its verdict
_ENDS_OF_REMARK = frozenset("*_)）")
_LONGEST_MARK = 100  # characters
_BRACKETS = frozenset(")）]")
_ENDS_OF_WRONG = _BRACKETS | {*CROSSES, "\ufe0f"}
# How a mark ends, or what is in one that ends in a word: most lines with a sign of a mark have neither.
_CLOSING = frozenset("*+_=)）]】")
_BEFORE_WORD = re.compile(rf"[{TICKS}⬅←→👈–—<=-](?:(?<=[{TICKS}⬅←→👈])|(?<![^\s`.。!?)*_].))")
# What every mark has, but for words about votes: most options have none of it.
_SIGN_OF_MARK = re.compile(rf"[(（\[【{TICKS}{CROSSES}⬅←→👈–—<=-]")
_SIGN = r"[\u2190-\u21ff\u2300-\u2bff\U0001f000-\U0001faff]\ufe0f?"
_AROUND = r"(?:mark|u|ins|span|font|em|i|b|strong|del|s|strike)"
# What sets an option off from others: a sign at its end or beginning, a wrapping of all of it.
_TELLTALES = (
    re.compile(rf"(?P<text>.*\S)\s*(?P<sign>{_SIGN})\s*", re.DOTALL),
    re.compile(rf"\s*(?P<sign>{_SIGN})\s*(?P<text>\S.*)", re.DOTALL),
    re.compile(r"\s*(?P<sign>==|~~|\*\*\*|\*\*|\*|___|__|_)(?![\s*_])(?P<text>(?:(?!(?P=sign)).)+)(?P=sign)\s*"),
    re.compile(r"(?P<text>[^*]*[^\s*\\(])[ \t]*(?P<sign>\\?\*|\(\*\)|(?<=[ \t])\+|\(\+\))\s*"),
    re.compile(rf"\s*<(?P<sign>{_AROUND})\b[^<>]*>(?P<text>[^<>]+)</(?P=sign)>\s*", re.IGNORECASE),
)


@cache
def _verdicts() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words for right and for wrong in all languages."""
    right, wrong = (vocabulary.in_any_language("answer", key) for key in ("right", "wrong"))
    return right | {*_RIGHT_WORDS.split("|")}, wrong


def remark(text: str) -> tuple[str, bool | None, str]:
    """Return the text of an option without the emphasised verdict behind it, the verdict, and the reason it gives.

    `443 - *Correct: it is TLS.*` is right; None and "" are returned for a text without a verdict.
    """
    if len(text) > _LONGEST_REMARKED or text.rstrip()[-1:] not in _ENDS_OF_REMARK or not (":" in text or "：" in text):
        return text, None, ""
    match = _VERDICT.search(text)
    word = vocabulary.fold(match["word"]) if match else ""
    right, wrong = _verdicts()
    if not match or word not in right | wrong or "\n" in text:
        return text, None, ""
    return text[: match.start()].rstrip(), word in right, match["reason"].strip()


def may_be_ticked(text: str) -> bool:
    """Whether a line may end with a mark of the right option, or be emphasised: a quick look at many."""
    end = text[-_LONGEST_MARK:]
    return end.rstrip()[-1:] in _CLOSING or bool(_BEFORE_WORD.search(end))


def may_lead(text: str) -> bool:
    """Whether a line may begin with a sign that calls an option right or wrong: a quick look at many."""
    first = text[:1] if text[:1] not in {" ", "\t"} else text.lstrip()[:1]
    return not first.isalnum() or (first in "vVxX" and text.lstrip()[1:2] in {" ", "\t"})


def leads(texts: Sequence[str]) -> list[tuple[str, bool]] | None:
    """Return the texts of options without the signs before them, each with whether it is right; None without signs.

    Some are called right and all others wrong; or others have no sign, and the sign is a tick.
    """
    if not any(map(may_lead, texts)):
        return None  # as most
    begun = [_LEAD.match(text) for text in texts]
    right = [lead["right"] if lead else None for lead in begun]
    if not any(right) or all(right) or not (all(begun) or {one[0] for one in right if one} <= {*TICKS}):
        return None
    return [
        (lead["text"], bool(lead["right"])) if lead else (text, False) for lead, text in zip(begun, texts, strict=True)
    ]


def without_lead(text: str) -> str:
    """Return the text of an option without the sign before it that calls it right or wrong."""
    begun = _LEAD.match(text) if may_lead(text) else None
    return begun["text"] if begun else text


def starred(texts: Sequence[str]) -> list[bool] | None:
    """Return which options have an asterisk or a plus behind them: `B. text *`.

    None where none or all do, where some have the one and some the other, or an asterisk is elsewhere: it may be a
    mark, a wildcard or that of a footnote.
    """
    if not any(map(ends_with_star, texts)):
        return None  # as most
    stars = [_STARRED.fullmatch(text) for text in texts]
    others = any("*" in text and not star for text, star in zip(texts, stars, strict=True))
    if others or all(stars) or len({star.lastgroup for star in stars if star}) != 1:
        return None
    return [star is not None for star in stars]


def ends_with_star(text: str) -> bool:
    """Whether a text has an asterisk or a plus behind it."""
    return text.rstrip().endswith(_STARS)


@remembered
def without_tick(text: str) -> tuple[str, bool]:
    """Return the text of an option without a mark at the end of its first or last line, and whether it is marked right.

    A mark of the wrong ones is taken off as well: nothing on the front may say which option is right.
    """
    plain, verdict, _ = remark(text)
    if verdict is not None:
        return plain, verdict
    rows = text.split("\n")
    right = changed = False
    for i in {0, len(rows) - 1}:
        head, end = rows[i][:-_LONGEST_MARK], rows[i][-_LONGEST_MARK:]
        bare, marked = _without_tick_at(end)
        right = right or marked
        if bare != end:
            rows[i], changed = _closed((head + bare).rstrip(), end[len(bare) :]), True
    return "\n".join(rows).strip() if changed else text, right


def _closed(bare: str, mark: str) -> str:
    """Return a text without the emphasis that ended behind its mark: `**text (correct)**`."""
    closing = _CLOSES.search(mark)
    if closing is None or bare.count(closing[1]) % 2 == 0:
        return bare
    before, _, text = bare.rpartition(closing[1])
    return before + text


@cache
def _own_mark() -> re.Pattern[str]:
    """Return the pattern of a remark that somebody chose an option in a test: `(Your answer)`."""
    return re.compile(rf"[ \t]*[(（\[]\s*(?:{vocabulary.alternation('answer', 'own')})\s*[)）\]][ \t]*$", re.IGNORECASE)


def _without_tick_at(end: str) -> tuple[str, bool]:
    """Return the end of a line without a mark, and whether it marks the right option."""
    bare = _VOTED.sub("", end) if "voted" in end.lower() else end
    if not _SIGN_OF_MARK.search(bare):
        return bare, False
    bare = _own_mark().sub("", bare) if bare.rstrip()[-1:] in _BRACKETS else bare
    cut = _tick_pattern().sub("", bare) if may_be_ticked(bare) else bare
    return _WRONG_MARK.sub("", cut) if cut.rstrip()[-1:] in _ENDS_OF_WRONG else cut, cut != bare


@cache
def _tick_pattern() -> re.Pattern[str]:
    """Return the pattern of what marks the right option at the end of a line, in all languages."""
    words = "|".join(filter(None, (_RIGHT_WORDS, vocabulary.alternation("answer", "right"))))
    answer = r"(?:[ \t]*(?:answer|option|choice|答案|選項|选项))?"
    word = rf"(?:{words}){answer}"
    return re.compile(
        rf"(?:(?:^|(?<=[\s\xa0`.。!?)*_]))(?:\*\*|__|\*)?"
        rf"(?:[(（\[【]\s*(?:{word}|[{TICKS}]\ufe0f?(?:\s*{word})?)\s*[!.]?\s*[)）\]】]"
        rf"|(?:[-–—]|←|<-+|⬅\ufe0f?|=>|→)\s*(?:[{TICKS}]\ufe0f?\s*)?(?:{word})\s*[!.]?)(?:\*\*|__|\*)?"
        rf"|[{TICKS}]\ufe0f?(?:[ \t]*\(?(?:{word})\)?)?(?:\*\*|__|[*_])?|(?:←|<-+|⬅\ufe0f?|👈\ufe0f?))[ \t]*+$",
        re.IGNORECASE,
    )


def without_telltale(texts: Sequence[str], right: Sequence[bool]) -> list[str]:
    """Return the texts of options without a sign or emphasis that the right ones alone have, or the wrong ones alone.

    `right` says of each option whether it is right.
    """
    if len(set(right)) < 2:
        return list(texts)
    for pattern in _TELLTALES:
        matches = [pattern.fullmatch(text) for text in texts]
        marked = [bool(match) for match in matches]
        if (
            marked in (list(right), [not one for one in right])
            and len({match["sign"] for match in matches if match}) == 1
        ):
            return [match["text"] if match else text for match, text in zip(matches, texts, strict=True)]
    return list(texts)
