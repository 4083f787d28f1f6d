"""The options whose texts an answer writes, one or several, with their labels behind them or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers.answers.behind import reasons as answer_reasons
from ankigen.readers.answers.behind import tails as answer_tails
from ankigen.readers.answers.scan import BLANK, Scan
from ankigen.readers.answers.values import Answer, ContradictionError, NamedLabels, chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENING = re.compile(r"[\s:–—-]*+[(\[（［【]\s*+")
_CLOSING_BRACKET = re.compile(r"[.)]?\s*+[)\]）］】]")
_COUNTING = frozenset(".):")
NUMERIC = re.compile(r"\W*\d[\d\W]*")
BEFORE_TEXT = re.compile(r"[\s\"'`(\[]*+")


def by_texts(scan: Scan, start: int) -> Answer | None:
    """Return the options whose texts are written, one or several in a list, and the reason behind them."""
    labels: list[str] = []
    between: list[str] = []
    place, end = start, start
    while (option := _text(scan, place))[0]:
        labels.append(option[0])
        end = _past_label(scan, option[1], option[0])
        parted = scan.parted(end)
        if not parted or not _text(scan, parted[1])[0]:
            break
        between.append(parted[0])
        place = parted[1]
    stop = answer_tails.strong(scan, end) if labels else -1
    counts = scan.flat[end : end + 1] in _COUNTING and stop < len(scan.text)  # `2. Two pods are run`
    if stop < 0 or (counts and NUMERIC.fullmatch(scan.options[labels[-1]])):
        return None
    picked = chosen([NamedLabels((label,), 0, 0) for label in labels], between)
    if not picked:
        return None
    reason = answer_reasons.cleaned(scan.text[:stop], scan.text[stop:])
    return Answer(*picked, _without_label(Scan(reason, scan.options, scan.written), labels))


def _past_label(scan: Scan, end: int, label: str) -> int:
    """Return where the label in brackets ends that is behind the text of its option: `Vienna (B)`, `Vienna [Option B]`.

    The index is `end` where there is none. A label of another option contradicts the text.
    """
    opening = _OPENING.match(scan.flat, end)
    if opening is None:
        return end
    item = scan.item(max(scan.word(opening.end(), "option"), opening.end()))
    closing = _CLOSING_BRACKET.match(scan.flat, item.end) if item and not item.number else None
    if item is None or closing is None:
        return end
    if item.labels != (label,):
        raise ContradictionError
    return closing.end()


def _without_label(reason: Scan, labels: Sequence[str]) -> str:
    """Return what follows the text of an option without its label, which must be that of the text: `Vienna – B`."""
    item = reason.item(0) if reason.text else None
    if item is None or item.number or not answer_tails.is_sentence_end(reason, item.end):
        return reason.text
    if set(item.labels) != {*labels[-1:]} and set(item.labels) != set(labels):
        raise ContradictionError
    return answer_reasons.cleaned(reason.text[: item.end], reason.text[item.end :])


def _text(scan: Scan, place: int) -> tuple[str, int]:
    plain = scan.past(BLANK, place)
    option = scan.spelt.exact(plain, scan.options)
    return option if option[0] else scan.spelt.exact(scan.past(BEFORE_TEXT, plain), scan.options)
