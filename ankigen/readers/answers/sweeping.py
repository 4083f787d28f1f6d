"""Words that choose options without naming one: all, none, all except D, true, false."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.answers.behind import reasons as answer_reasons
from ankigen.readers.answers.behind import tails as answer_tails
from ankigen.readers.answers.scan import BLANK, Scan
from ankigen.readers.answers.values import Answer, union
from ankigen.readers.answers.wording import words as answer_words

if TYPE_CHECKING:
    from collections.abc import Mapping

ARTICLE = re.compile(
    r"\s*+(?:the|l[aeo]s?|el|il|os?|as?|gl?i|d[aeiu][erns]?|het)[ \t]+"
    r"(?=[*_`(]*[^\W\d_](?![\w\u0300-\u036f\u0900-\u0903\u093a-\u094f]))"
)
_THE = re.compile(r"(?:(?:the|l[aeo]s?|el|il|os?|as?|gl?i|d[aeiu][erns]?|het|yang)[ \t]+|l')")
_COMMA = re.compile(r"[\s,(]*+")
_HEAD = re.compile(r"[,;:.–—(-]")


def sweeping(scan: Scan, start: int) -> Answer | None:
    """Return what "all of them", "all except D" and "none of them" say."""
    at = scan.past(BLANK, start)
    every, none = scan.word(at, "all"), scan.word(at, "none")
    if max(every, none) < 0:
        return _all_but(scan, start)
    end = scan.past(BLANK, max(every, none))
    but = scan.word(scan.past(_COMMA, end), "except")
    if but >= 0:
        return _excepted(scan, but) if every > none else None
    stop = answer_tails.strong(scan, end)
    if stop >= 0:
        return _all_or_none(scan, scan.flat[at:end].strip(), stop, every=every > none)
    return _all_but(scan, start)


def _all_or_none(scan: Scan, word: str, stop: int, *, every: bool) -> Answer | None:
    """Return the option that says "all of them" or "none of them", else all options, if there is none of the kind."""
    kind = "all" if every else "none"
    swept = {
        label: quantifier for label, option in scan.options.items() if (quantifier := answer_words.sweeping(option))
    }
    saying = tuple(label for label, quantifier in swept.items() if quantifier == kind)
    reason = answer_reasons.cleaned(scan.text[:stop], scan.text[stop:])
    if len(saying) == 1:
        return Answer(saying, reason=reason)
    unsure = word == "both" and len(scan.options) != 2
    return None if kind == "none" or swept or unsure or not scan.labels else Answer(tuple(scan.labels), reason=reason)


def _all_but(scan: Scan, start: int) -> Answer | None:
    """Return what `all but D` says, where "all" belongs to the word for "except" or is behind it."""
    at = scan.past(BLANK, start)
    end = scan.word(at, "except")
    if end >= 0:
        return _excepted(scan, end, needs_all="all" not in scan.flat[at:end].split())
    items, _ = scan.items(start)
    but = _except_behind(scan, items[-1].end) if items else -1
    return _excepted(scan, start, needs_all=True) if but >= 0 and scan.word(but, "all") >= 0 else None


def _except_behind(scan: Scan, place: int) -> int:
    """Return the place behind a word for "except" that follows what is excepted, -1 for none: `D 以外`, `除D外`."""
    at = scan.past(_COMMA, place)
    end = scan.word(at, "except")
    if end < 0 and scan.flat[at : at + 1] == "外":
        end = at + 1
    return scan.past(_COMMA, end) if end >= 0 else -1


def _excepted(scan: Scan, start: int, *, needs_all: bool = False) -> Answer | None:
    """Return all labels but those that begin at a place; a word for "all" may have to follow."""
    start += scan.flat.startswith("-", start)  # `מ-D`: the word is joined to what it excepts
    article = ARTICLE.match(scan.flat, start)
    items, between = scan.items(article.end() if article else start)
    if not items or not set(union(items)) < scan.options.keys() or "then" in between:
        return None
    end = items[-1].end
    if needs_all:
        behind = _except_behind(scan, end)
        end = scan.word(behind if behind >= 0 else scan.past(_COMMA, end), "all")
    stop = answer_tails.strong(scan, end) if end >= 0 else -1
    if stop < 0:
        return None
    left = tuple(label for label in scan.labels if label not in union(items))
    return Answer(left, reason=answer_reasons.cleaned(scan.text[:stop], scan.text[stop:]))


def truth(text: str, options: Mapping[str, str]) -> Answer | None:
    """Return what a text says that is nothing but "true" or "false", by the option that says so."""
    value = None if "(" in text or "（" in text else vocabulary.truth(text)  # in brackets is a reason
    label = "" if value is None else _saying(value, options)
    return Answer((label,), kind="choice" if options else "true-false") if label else None


def by_truth(scan: Scan, start: int) -> Answer | None:
    """Return what `False. It is …` says, with its reason."""
    at = scan.past(BLANK, start)
    end = scan.word(vocabulary.past_sign(scan.flat, at), "true", "false", "yes", "no")
    answer = truth(scan.flat[at:end], scan.options) if end >= 0 else None
    stop = answer_tails.strong(scan, end) if answer else -1
    reason = answer_reasons.cleaned(scan.text[:stop], scan.text[stop:])
    return answer._replace(reason=reason) if answer and stop >= 0 else None


def by_place(scan: Scan, start: int) -> Answer | None:
    """Return what `the first one` and `the last option` say; a reason needs a word such as "one" before it."""
    n, end = answer_words.place(scan.flat, scan.past(_THE, scan.past(BLANK, start)))
    if end < 0 or not -len(scan.labels) <= n < len(scan.labels):
        return None
    behind = scan.past(BLANK, end)
    counted = max(scan.word(behind, "option"), answer_words.one_end(scan.flat, behind))
    stop = answer_tails.strong(scan, max(end, counted))
    if stop < 0 or (counted < 0 and stop < len(scan.text)):
        return None
    return Answer((scan.labels[n],), reason=answer_reasons.cleaned(scan.text[:stop], scan.text[stop:]))


def _saying(value: bool, options: Mapping[str, str]) -> str:  # noqa: FBT001 - a value, not a switch
    """Return the label of the only option that says true, or false; without options A is true and B false."""
    if not options:
        return "A" if value else "B"
    saying = [label for label, option in options.items() if _truth_of(option) is value]
    return saying[0] if len(saying) == 1 else ""


def _truth_of(option: str) -> bool | None:
    value = vocabulary.truth(option)
    return vocabulary.truth(_HEAD.split(option, maxsplit=1)[0]) if value is None else value
