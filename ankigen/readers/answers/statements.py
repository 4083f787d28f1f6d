"""One statement of an answer: by labels, or by the texts of options, and what leads to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.answers import option_texts
from ankigen.readers.answers import sweeping as answer_sweeping
from ankigen.readers.answers.behind import reasons as answer_reasons
from ankigen.readers.answers.behind import tails as answer_tails
from ankigen.readers.answers.scan import BLANK, SIGN, Scan
from ankigen.readers.answers.values import Answer, ContradictionError, NamedLabels, chosen, union
from ankigen.readers.answers.wording import texts as answer_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LABELLED = re.compile(r"\s*+(?:(?P<label>[^:\n]{1,60}):|(?P<word>[^\W\d_]{2,20})(?:\.|[ \t]+[-–—]|(?=[ \t])))\s*+")
_QUOTED = re.compile(r"[\s\"'>]*+")
_SENTENCE = re.compile(r"(?:[.!?:](?=\s)|[。\n])\s*+")
_BOXED = re.compile(r"\s*+\[(?P<label>[^\[\]\n]{1,30})\]\s*+:?\s*+")
_CLOSING = re.compile(r"[.):\]]*+")
_ANY = {letter: f"option {letter}" for letter in "ABCDEFGH"}
_DELIMS = frozenset(".):、")


def statement(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    """Return what one statement says, with its reason, None where it cannot be read for sure."""
    scan = Scan(text, options, written)
    *earlier, start = leads(scan)
    article = answer_sweeping.ARTICLE.match(scan.flat, start) if start else None
    for place in dict.fromkeys((start, article.end() if article else start, *reversed(earlier), 0)):
        answer = answer_sweeping.sweeping(scan, place) or _both(scan, place) or _by_labels(scan, place)
        answer = answer or option_texts.by_texts(scan, place) or answer_sweeping.by_truth(scan, place)
        answer = answer or answer_sweeping.by_place(scan, place)
        if answer:
            return answer
    return _later(scan)


def single_label(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    """Return the answer that is one label and nothing else; a bare position does not count."""
    try:
        scan = Scan(text, options, written)
        items, _ = scan.items(0)
    except ContradictionError:
        return None
    if len(items) != 1 or items[0].number or not answer_tails.is_sentence_end(scan, items[0].end):
        return None
    return Answer(items[0].labels)


def names_label(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> bool:
    """Whether a statement begins with the label of an option; its text alone names none."""
    scan = Scan(text, options, written)
    item = (
        None
        if answer_texts.option_with_text(text, options)
        else scan.item(scan.past(option_texts.BEFORE_TEXT, lead(scan)))
    )
    return item is not None


def leads_to_label(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> bool:
    """Whether a text begins with words that lead to an answer, and the label of an option: `Option C`, `It is C`."""
    scan = Scan(text, options, written)
    place = lead(scan)
    try:
        return place > 0 and scan.item(scan.past(option_texts.BEFORE_TEXT, place)) is not None
    except ContradictionError:
        return False


def claims_right(text: str) -> bool:
    """Whether a text begins with labels of any options, and says that they are right: `b) is correct`."""
    scan = Scan(text, _ANY, {})
    try:
        items, _ = scan.items(0)
    except ContradictionError:
        return False
    return bool(items) and answer_tails.claims(scan, scan.past(_CLOSING, items[-1].end))


def lead(scan: Scan) -> int:
    """Return where the answer itself begins, behind a label and words such as "the right answer is"."""
    return leads(scan)[-1]


def leads(scan: Scan) -> list[int]:
    """Return where the answer may begin: behind a label, and behind each word such as "right" after that."""
    labelled = _BOXED.match(scan.flat) or _LABELLED.match(scan.flat)
    name = labelled and next(filter(None, labelled.groups()))
    start = (
        labelled.end() if labelled and name and vocabulary.role(name) in vocabulary.ANSWER_ROLES | {"answer_key"} else 0
    )
    statement_end = scan.word(scan.past(_QUOTED, 0), "statement")
    if statement_end > start:  # its first word is one for "answer"
        start = scan.past(SIGN, statement_end)
    at = scan.past(_QUOTED, start)
    starts = [start]
    while (end := scan.word(at, "statement", "right", "option", "only", "it_is")) >= 0:
        at = scan.past(SIGN, end)
        starts.append(at)
    return starts


# By labels.


def _by_labels(scan: Scan, start: int) -> Answer | None:
    start, refused = answer_tails.refused_first(scan, start)
    items, between = scan.items(start)
    if len({scan.flat[item.start].isdecimal() for item in items}) > 1:
        raise ContradictionError  # `1/ B`: a number where others are letters is that of a question
    wrong = answer_tails.refused_last(scan, items) if between[-1:] == ["list"] else None
    items, between = (items[:-1], between[:-1]) if wrong else (items, between)
    tail = wrong or (answer_tails.tail(scan, items) if items else None)
    picked = chosen(items, between) if tail else None
    if not tail or not picked or not _is_sure(scan, items, tail):
        return None
    if _lists_all(scan, items, between) or _is_text(scan, items[0]):
        raise ContradictionError
    labels, rivals = picked
    if set(labels) & {*tail.without, *refused}:
        raise ContradictionError
    reason = answer_reasons.reason(scan.text, items, tail, rivals=bool(rivals))
    reason = _without_texts(scan, reason, labels) if len(labels) > 1 else reason
    answer_reasons.check(scan, reason, {*labels, *rivals})
    kind = "ordering" if "then" in between else "choice"
    return Answer(labels, tuple(label for label in rivals if label not in labels), reason, kind)


def _lists_all(scan: Scan, items: Sequence[NamedLabels], between: Sequence[str]) -> bool:
    """Whether all options are listed, with their texts or with what is said of each, so that none is chosen."""
    if "gap" in between and set(union(items)) == scan.options.keys():
        return True
    place, delim = items[0].end, scan.flat[items[0].end : items[0].end + 1]
    if len(items) > 1 or len(scan.labels) < 2 or items[0].labels != (scan.labels[0],) or delim not in _DELIMS:
        return False
    for label in scan.labels[1:]:
        place = scan.flat.find(f"{label.lower()}{delim}", place)
        if place < 0 or scan.flat[place - 1].isalnum():
            return False
    return True


def _is_text(scan: Scan, item: NamedLabels) -> bool:
    """Whether these words, read as a label, are also the whole text of another option."""
    same = answer_texts.option_with_text(scan.text[item.start : item.end], scan.options) if item.text < 0 else ""
    return same not in ("", *item.labels)


def _both(scan: Scan, start: int) -> Answer | None:
    """Return what `both A and C` says."""
    end = scan.word(scan.past(BLANK, start), "all")
    return _by_labels(scan, end) if end >= 0 and len(scan.items(end)[0]) > 1 else None


def _is_sure(scan: Scan, items: Sequence[NamedLabels], tail: answer_tails.Tail) -> bool:
    """Whether all labels exist, or nothing follows them."""
    ended = tail.start >= len(scan.text)
    if any(item.number for item in items):
        numeric = any(option_texts.NUMERIC.fullmatch(option) for option in scan.options.values())
        return all(item.text >= 0 for item in items) or (ended and not numeric)
    are_options = set(union(items)) <= scan.options.keys()
    return are_options or (ended and all(item.remark < 0 for item in items))


def _without_texts(scan: Scan, reason: str, labels: Sequence[str]) -> str:
    """Return the reason behind several labels without the texts of their options, which must be theirs."""
    answer = option_texts.by_texts(Scan(reason, scan.options, scan.written), 0) if reason else None
    if not answer:
        return reason
    if set(answer.labels) != set(labels):
        raise ContradictionError
    return answer.reason


def _later(scan: Scan) -> Answer | None:
    """Return what a sentence below the first states, with all that is written as the reason."""
    places = (
        scan.past(SIGN, end)
        for match in _SENTENCE.finditer(scan.flat)
        if (end := scan.word(match.end(), "statement")) >= 0
    )
    answers = [_by_labels(scan, place) for place in places]
    first = answers[0] if answers else None
    agree = all(answers) and len({answer.labels for answer in answers if answer}) == 1
    return first._replace(reason=scan.text) if first and agree else None


def option_by_text(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    """Return the option that has this text, unless a label is written that as surely names another one."""
    same = answer_texts.option_with_text(text, options)
    if not same:
        return None
    stated = single_label(text, options, written)
    if stated and stated.labels != (same,):
        raise ContradictionError
    return Answer((same,))
