"""What is behind the labels of an answer: nothing, a claim that they are right, labels that are not, a reason."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ankigen import languages
from ankigen.readers import vocabulary
from ankigen.readers.answers.scan import SUFFIX
from ankigen.readers.answers.values import ContradictionError, union
from ankigen.readers.answers.wording import words as answer_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.answers.scan import Scan
    from ankigen.readers.answers.values import NamedLabels

_CLOSED = r"[)\]\"'`]*+"
_END = re.compile(rf"{_CLOSED}[\s.!。,;:)\]\"'`]*+$")
_STRONG = re.compile(
    rf"{_CLOSED}(?:\.+(?=[ \t]*+[-.:–—→。]))?(?:[ \t]*+[.!](?=\s|$|[^\x00-\x7f]|[\"'(])|[ \t]*+。"
    r"|[ \t]*+:(?=[\s\w\"'(`])|[ \t]*+\n|[ \t]*+[-–—]++[ \t]|[ \t]++[-–—]++|[–—]|[ \t]*+(?:→|⇒|=+>|-+>)"
    r"|(?=[ \t]*+[(\[]))"
)
_CROSSED = re.compile(r"[\s.:)\]–—-]*+[(\[]?[❌✗✘✖❎🚫⛔👎×](?:[)\]]|(?![^\n]*[)\]]))")
_EMPHASIS_END = re.compile(r"(?P<sign>[.):]?)(?:\*{2,3}|__|</(?:b|strong)>)[ \t]+(?=\w|[\"'(`*])")
_BRACKETED = re.compile(r"[)\]\"']*+(?<=[)\]])[ \t]*+(?=[\w`])")
_LAST_WORDS = re.compile(r"[ \t]*+(?:[^\W\d_]+[ \t]+){0,3}(?P<last>[(\[]?\w{1,2}[)\]]?)[\s.!]*")
_COMMA = re.compile(r"[.)\]\"']*+[ \t]*+[,;]?[ \t]*+")
_LABEL = re.compile(r"[ \t]++(?P<label>[^:\n]{1,30}):")
_PARTICLE = re.compile(r"[がは이가은는]?[ \t]*+")
_GAP = re.compile(r"[ \t]*+")
_AROUND = re.compile(rf"{_CLOSED}[ \t]*+")
_PARTED = re.compile(r"[ \t(\[:,.–—-]*+")
_SHORT = re.compile(r"[^\W\d_]{1,3}[ \t]+")
_ANY_WORD = re.compile(r"(?:[^\W\d_]{1,10}[ \t]+)?")
_MAYBE_SHORT = re.compile(r"[ \t]*+(?:[^\W\d_]{1,3}[ \t]+(?=\w))?")
_CLAUSE_END = re.compile(r"[ \t]*+(?:$|[\n.,;:!)\]–—-])")
_ARTICLES = frozenset("aioeuyv")


class Tail(NamedTuple):
    """Where the reason begins, the end of the text when there is none, and the labels that are said to be wrong."""

    start: int
    without: tuple[str, ...] = ()


def is_sentence_end(scan: Scan, place: int) -> bool:
    """Whether nothing follows a place but what ends a sentence."""
    if len(scan.text) > len(scan.flat):
        return False
    return bool(_END.match(scan.flat, place) or _END.match(scan.flat, _copula_end(scan, place)))


def _copula_end(scan: Scan, place: int) -> int:
    """Return where a word for "is" ends that is behind a label, as in Hindi or Japanese, or the place itself."""
    at = scan.past(_AROUND, place)
    return max(scan.past(SUFFIX, at) if scan.flat[at : at + 1] > "\u0900" else at, answer_words.word_end(scan.flat, at))


def strong(scan: Scan, place: int) -> int:
    """Return where a reason begins behind a sign that parts it, or a word; -1 for anything else."""
    if is_sentence_end(scan, place):
        return len(scan.text)
    place = max(place, _claimed(scan, place))
    if is_sentence_end(scan, place):
        return len(scan.text)
    match = _STRONG.match(scan.flat, place)
    if match:
        _refuse_wrong(scan, match.end(), direct=True)
        return match.end()
    at = scan.past(_COMMA, place)
    return at if scan.word(at, "because") >= 0 else -1


def tail(scan: Scan, items: Sequence[NamedLabels]) -> Tail | None:
    """Return what follows labels, None where that leaves in doubt what they are."""
    last = items[-1]
    if _CROSSED.match(scan.flat, last.remark if last.remark >= 0 else last.end):
        raise ContradictionError
    if last.remark >= 0:
        return _behind_remark(scan, last)
    if is_sentence_end(scan, last.end):
        return Tail(len(scan.text))
    if last.text >= 0:
        return Tail(_behind_text(scan, last))
    _refuse_wrong(scan, last.end)
    claim = _claimed(scan, last.end)
    if claim >= 0:
        return None if _goes_on(scan, claim) else Tail(claim)
    return _without(scan, last.end) or _parted(scan, last) or _because(scan, items) or _explained(scan, last.end)


def _parted(scan: Scan, last: NamedLabels) -> Tail | None:
    match = _STRONG.match(scan.flat, last.end) or _BRACKETED.match(scan.flat, last.end) or _emphasis_end(scan, last)
    if not match:
        return None
    _refuse_wrong(scan, match.end(), direct=True)
    return Tail(match.end())


def _emphasis_end(scan: Scan, last: NamedLabels) -> re.Match[str] | None:
    """Return where the emphasis of a label alone ends, with a sentence behind it: `**B** It is …`.

    One of few letters that may be an article as well needs a capital behind it, or a sign before the end.
    """
    match = _EMPHASIS_END.match(scan.text, last.end)
    if not match or len(scan.text) > len(scan.flat):
        return None
    article = scan.text[last.start].lower() in _ARTICLES and not match["sign"]
    return None if article and scan.text[match.end()].islower() else match


def _behind_text(scan: Scan, last: NamedLabels) -> int:
    """Return where the reason begins behind an option's own text; the text belongs to it where it goes on as prose."""
    start = strong(scan, last.end)
    return start if start >= 0 else last.text


def _behind_remark(scan: Scan, last: NamedLabels) -> Tail | None:
    _refuse_wrong(scan, last.remark, direct=True)
    place = last.end
    if is_sentence_end(scan, place):
        return Tail(last.remark)
    if _goes_on(scan, place) or scan.parted(place):
        return None
    following = scan.item(place)
    alone = following and (
        is_sentence_end(scan, following.end) or scan.flat[following.end : following.end + 2].strip()[:1] == "("
    )
    return None if alone else Tail(last.remark)


def _because(scan: Scan, items: Sequence[NamedLabels]) -> Tail | None:
    """Return where a word for "because" begins; one of few letters may as well follow an article: `A for loop`."""
    place = items[-1].end
    at = scan.past(_COMMA, place)
    end = scan.word(at, "because")
    if end < 0:
        return None
    written = scan.text[items[-1].start]
    short = scan.flat[at:end].strip() in _short_words() and not scan.flat[place:at].strip()
    if short and len(items) == 1 and (written.islower() or written.lower() in _ARTICLES):
        return None
    if _ends_in_label(scan, end):  # `B as well as D`: more of the answer, or a reason
        raise ContradictionError
    return Tail(at)


def _ends_in_label(scan: Scan, place: int) -> bool:
    """Whether few words follow a place, and the last of them is the label of an option."""
    words = _LAST_WORDS.fullmatch(scan.flat, place)
    item = scan.item(words.start("last")) if words else None
    return item is not None and set(item.labels) <= scan.options.keys()


@cache
def _short_words() -> frozenset[str]:
    """Return the English words of few letters for "because", which may follow a noun as well."""
    return frozenset(word for word in languages.words("en", "answer")["because"] if len(word) < 5)


def _explained(scan: Scan, place: int) -> Tail | None:
    """Return where a label such as `Explanation:` begins, which nothing parts from the answer."""
    match = _LABEL.match(scan.flat, place)
    explains = match and vocabulary.role(match["label"]) == "explanation"
    return Tail(match.start("label")) if match and explains else None


def _without(scan: Scan, place: int) -> Tail | None:
    """Return what `, not A` says."""
    at = scan.past(_COMMA, place)
    also = scan.word(at, "and") if scan.word(at, "not") < 0 else -1
    at = scan.past(_GAP, also) if also >= 0 else at
    end = scan.word(at, "not")
    items = scan.items(scan.past(_GAP, end))[0] if end >= 0 else []
    stop = strong(scan, items[-1].end) if items else -1
    if stop < 0:
        return None
    return Tail(len(scan.text) if is_sentence_end(scan, items[-1].end) else at, union(items))


def refused_first(scan: Scan, start: int) -> tuple[int, tuple[str, ...]]:
    """Return where the answer of `A değil B` or `not A but B` begins, and the labels before it, which are not it."""
    refused = scan.word(scan.past(_GAP, start), "not")
    if refused >= 0:
        return _instead(scan, refused, start)
    items, _ = scan.items(start)
    end = scan.word(scan.past(_PARTICLE, items[-1].end), "not_behind") if items else -1
    place = scan.past(_COMMA, end) if end >= 0 else start
    return (place, union(items)) if end >= 0 and scan.item(place) else (start, ())


def _instead(scan: Scan, refused: int, start: int) -> tuple[int, tuple[str, ...]]:
    """Return where the answer of `not A but B` begins, and the labels between; `start` and none for anything else."""
    items, _ = scan.items(scan.past(_GAP, refused))
    but = scan.word(scan.past(_COMMA, items[-1].end), "but") if items else -1
    place = scan.past(_GAP, but)
    return (place, union(items)) if but >= 0 and scan.item(place) else (start, ())


def refused_last(scan: Scan, items: Sequence[NamedLabels]) -> Tail | None:
    """Return what `A, B değil` says: in some languages "not" is behind what it is about."""
    end = scan.word(scan.past(_GAP, items[-1].end), "not")
    return Tail(len(scan.text), items[-1].labels) if end >= 0 and is_sentence_end(scan, end) else None


def _claimed(scan: Scan, place: int) -> int:
    """Return the end of "is right" if it begins at `place`, else -1."""
    at = scan.past(_AROUND, place)
    at = scan.past(_GAP, max(at, scan.word(at, "option")))
    copula = answer_words.word_end(scan.flat, at)
    if copula < 0:
        at = scan.past(_PARTICLE, at)
        return _right(scan, at) if scan.flat[at : at + 1] > "\u2e80" else -1
    at = scan.past(_GAP, copula)
    for _ in range(3):
        at = scan.past(_GAP, max(at, scan.word(at, "all")))  # `are both right`
        if (end := _right(scan, at)) >= 0:
            return end
        short = _SHORT.match(scan.flat, at)
        if not short or max(scan.word(at, "not"), scan.word(at, "wrong")) >= 0:
            return -1
        at = short.end()
    return -1


def claims(scan: Scan, place: int) -> bool:
    """Whether "is right" begins at `place`."""
    return _claimed(scan, place) >= 0


def may_claim(scan: Scan, place: int) -> bool:
    """Whether a clause begins at `place` that may call right what is before it, too: `is also right`, `as well`."""
    at, seen = scan.past(_COMMA, place), claims(scan, place)
    for _ in range(5):
        if seen or scan.word(at, "not", "wrong") >= 0:
            break
        also = scan.word(at, "also")
        joined = max(also, answer_words.word_end(scan.flat, at))
        at = scan.past(_GAP, joined) if joined >= 0 else scan.past(_ANY_WORD, at)
        seen = _right(scan, at) >= 0 or (also >= 0 and bool(_CLAUSE_END.match(scan.flat, also)))
    return seen


def _right(scan: Scan, place: int) -> int:
    """Return the end of "right" or "the right option" if it begins at `place`, else -1."""
    end = scan.word(place, "right")
    if end < 0:
        return -1
    end = scan.past(SUFFIX, end)
    return max(end, scan.word(scan.past(_GAP, end), "option"))


def _refuse_wrong(scan: Scan, place: int, *, direct: bool = False) -> None:
    """Refuse what is called wrong: `A is wrong because …`, and `A - wrong` where the word must follow directly."""
    at = scan.past(_PARTED, place)
    if not direct:
        at = scan.past(_GAP, max(at, answer_words.word_end(scan.flat, at)))
    for _ in range(3):
        if _is_wrong(scan, at):
            raise ContradictionError
        short = _SHORT.match(scan.flat, at)
        if direct or not short or _is_subject(scan, at):
            return
        at = short.end()


def _is_subject(scan: Scan, place: int) -> bool:
    """Whether it is another option that is called wrong: `A. C is wrong`; `C: a wrong one` has an article."""
    item = scan.item(place)
    if not item or not set(item.labels) <= scan.options.keys():
        return False
    behind = answer_words.word_end(scan.flat, scan.past(_AROUND, item.end))
    return behind >= 0 or (scan.text[item.start].isupper() and scan.flat[item.start] not in _ARTICLES)


def _is_wrong(scan: Scan, place: int) -> bool:
    end = scan.word(place, "wrong")
    if end < 0:
        no = scan.word(place, "not")
        end = _right(scan, scan.past(_MAYBE_SHORT, no)) if no >= 0 else -1
    if end < 0:
        return False
    end = max(end, scan.word(scan.past(_GAP, end), "option"))
    return bool(_CLAUSE_END.match(scan.flat, end)) or scan.word(scan.past(_GAP, end), "because") >= 0


def _goes_on(scan: Scan, place: int) -> bool:
    """Whether another label follows that may belong to the answer."""
    parted = scan.parted(place)
    return bool(parted and scan.item(parted[1]))
