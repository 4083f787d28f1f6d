"""Answers: which options are right, by what is written where an answer may be.

One grammar for labels, headings, answer keys, details and front matter. What is written is read whole or not at all:
never by the letters that occur in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.answers import flat as answer_flat
from ankigen.readers.answers import statements as answer_statements
from ankigen.readers.answers import sweeping as answer_sweeping
from ankigen.readers.answers import texts as answer_texts
from ankigen.readers.answers import words as answer_words
from ankigen.readers.answers.scan import Scan, union
from ankigen.readers.answers.stated import Answer, ContradictionError
from ankigen.readers.marks import ticks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ("Answer", "in_prose", "read")

_PLAIN = re.compile(r"[\s*_`(\[\"']*+([A-Za-z])[\s*_`)\].:\"']*+")
_LIST = re.compile(r"[\s*_`(\[]*+[A-Z](?:[\s*_`]*+(?:[,、，&+;]|and\b)[\s*_`]*+[A-Z])+[\s*_`)\].]*+")
_SPACED = re.compile(r"[\s*_`]*+[A-Z](?:[\s*_`]+[A-Z])+[\s*_`.]*+")
_CAPITAL = re.compile(r"[A-Z]")
_ALONE = re.compile(r"(?<!\w)(?:[A-Za-z]|\d|[^\W\d_\x00-\u1fff])(?![A-Za-z0-9])|[①-⑩]")
_MOST = 50  # lines that name options: no question has more
_BULLET = re.compile(r"[ \t]{0,3}(?:[-*+•]|\d{1,2}[.)])[ \t]++")
_BOXED_ITEM = re.compile(r"[ \t]*[-*+][ \t]+[\[(][ \t]*(?P<mark>[xX✓✔√]?)[ \t]*[\])][ \t]+(?=\S)")
_STRONG_ITEM = re.compile(r"[ \t]*[-*+•][ \t]+(\*\*|__)[^*_]+\1[ \t]*")
_HEADING = re.compile(r"\A(?:(?:#{1,6}|>)[ \t]++)++")
_BULLETS = re.compile(r"^[ \t]*+[-*+•][ \t]++", re.MULTILINE)
_SIGN = r"[ \t]*+(?:[-–—]+>?|→|=+>?|[:.)])"
_PAIR = rf"(?:\d{{1,2}}(?:{_SIGN})?[ \t]*+[a-z](?![\w'])|[a-z]{_SIGN}[ \t]*+\d{{1,2}}(?!\w))"
_MATCHING = re.compile(rf"[\s(\[]*+{_PAIR}(?:[\s,;、|/()]*+{_PAIR})+[\s.)\]]*+")
_ONE_PAIR = re.compile(r"[\s(\[]*+\d{1,2}[ \t]*+(?:[-–—]+>?|→|=+>?)[ \t]*+[a-z][\s.)\]]*+")
_ONE_LETTER = re.compile(
    r"(?:(?P<begun>[^\W\d_]{2,5})[ \t])?(?:\W*[A-Z]\W*[,;])*\W*[A-Z]\W*[ \t](?P<word>[^\W\d_])[ \t]\W*"
    r"[A-Z](?!\w)(?=[*_`)\].]*+[ \t]*+(?:$|[-–—.,:;(]))"
)
_WRAPPED = re.compile(r"[(\[]([^()\[\]]*)[)\]]\s*")
_NUMBER = re.compile(r"[-+−]?\s?(?:\d[\d\s,.'_]*|\.\d+)\s?[%°]?")
# In English prose, `A` is a letter only where no noun can follow, and `I` never is one.
_NO_NOUN = (
    r"(?:and|or|is|as|are|was|has|may|might|could|would|over|but|vs|for|in|to|because|since|when|if|with|from|on|by|at"
    r"|instead)\b"
)
_IN_PROSE = re.compile(
    rf"(?<![A-Za-z0-9'’])(?:A(?=[ \t]*+(?:$|[^ \ta-zA-Z0-9'’+#-]|{_NO_NOUN}))|[B-HJ-Z](?![A-Za-z0-9'’+#]))",
    re.MULTILINE,
)


def read(
    text: str, options: Mapping[str, str], written: Mapping[str, str] | None = None, *, stem: str = ""
) -> Answer | None:
    """Return what is written as an answer, None where it cannot be read for sure.

    `options` maps the labels A, B, … to the options' texts; `written` maps what the file writes before an option, in
    lower case, to its label. A label that no option has is returned when it is all that is said.
    """
    bare = _unambiguous(_HEADING.sub("", text.strip(), count=1), options, stem)
    if not bare:
        return None
    written = written or {}
    if bare.startswith(("```", "~~~")):
        same = answer_texts.option_with_text(bare, options)
        return Answer((same,)) if same else None if options else Answer((), kind="open")
    try:
        answer = _quick(bare, options, written) or _in_order(bare, options, stem) or _read(bare, options, written)
        return _finished(answer, options, written, stem) if answer else None
    except ContradictionError:
        return None


def _unambiguous(text: str, options: Mapping[str, str], stem: str) -> str:
    """Return a text with a sign for a word that is «to» in one language and «and» in another: «A a C»."""
    match = _ONE_LETTER.match(text)
    if not match or match["word"] not in answer_words.words("to") & answer_words.words("and"):
        return text
    begun = match["begun"] and match["begun"].casefold() in answer_words.words("from")
    means_to = begun or answer_words.means_to(match["word"], "\n".join([stem, *options.values()]))
    if means_to is None:
        return text
    sign = "–" if means_to else ","
    return f"{text[: match.start('word')]}{sign}{text[match.end('word') :]}"


def in_prose(text: str) -> list[str]:
    """Return the labels that a sentence in English or Chinese names."""
    return list(dict.fromkeys(_IN_PROSE.findall(text)))


def _quick(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    """Return an answer that is capital letters and nothing else, which nearly all are."""
    match = _PLAIN.fullmatch(text) or _LIST.fullmatch(text) or _SPACED.fullmatch(text)
    if not match or answer_texts.option_with_text(text, options):
        return None
    letters = [match[1].upper()] if match.re is _PLAIN else list(dict.fromkeys(_CAPITAL.findall(text)))
    labels = [written.get(letter.lower(), "") if written else letter for letter in letters]
    if not all(label in options for label in labels):
        return None
    return Answer(tuple(labels))


def _in_order(text: str, options: Mapping[str, str], stem: str) -> Answer | None:
    """Return letters that are run together out of turn, where the stem asks for an order."""
    bare = text.strip("*_`() .")
    are_labels = bare.isascii() and bare.isupper() and 1 < len(set(bare)) == len(bare) and set(bare) <= options.keys()
    ordered = are_labels and answer_words.orders(stem) and not answer_texts.option_with_text(text, options)
    return Answer(tuple(bare), kind="ordering") if ordered else None


def _finished(answer: Answer, options: Mapping[str, str], written: Mapping[str, str], stem: str) -> Answer:
    """Return an answer as what it is by its question: the order of options, where that is what is asked for."""
    if answer.reason and len(answer.reason) < 40 and vocabulary.plain(answer.reason) in answer_words.words("right"):
        answer = answer._replace(reason="")  # `B (correct)`
    if len(answer.labels) < 2 or answer.kind != "choice":
        return answer
    in_turn = list(answer.labels) == sorted(answer.labels)
    if not answer.rivals and (len(answer.labels) > 2 or not in_turn) and answer_words.orders(stem):
        return answer._replace(kind="ordering")
    for label, option in options.items():
        if answer_words.sweeping(option) == "all" and {*answer.labels, label} == options.keys() > set(answer.labels):
            raise ContradictionError  # «A, B, C» beside an option that says «all of them»
        if len(option) < 60 and len(_ALONE.findall(option)) > 1 and _refers(option, options, written, answer.labels):
            raise ContradictionError  # «A, C» beside an option that says «both A and C»
    return answer


def _refers(option: str, options: Mapping[str, str], written: Mapping[str, str], labels: Sequence[str]) -> bool:
    """Whether an option names just these labels: `both A and C`, `A et C sont correctes`."""
    scan = Scan(option, options, written)
    return any(set(union(scan.items(match.start())[0])) == set(labels) for match in _ALONE.finditer(scan.flat))


def _read(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    answer = answer_statements.option_by_text(text, options, written)
    if answer:
        return answer
    flat = answer_flat.flat(text)
    if _MATCHING.fullmatch(_BULLETS.sub("", flat)):
        return Answer((), kind="matching")
    if _ONE_PAIR.fullmatch(flat):
        raise ContradictionError  # neither a range nor two answers
    wrapped = _WRAPPED.fullmatch(flat)
    bare = text[wrapped.start(1) : wrapped.end(1)] if wrapped and len(text) == len(flat) else text
    answer = answer_sweeping.truth(bare, options) or (_by_lines(bare, options, written) if "\n" in bare else None)
    return answer or _by_statement(bare, options, written) or (None if options else _without_options(text))


def _by_statement(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    bullet = _BULLET.match(text)
    listed = bullet and bullet[0].strip() in {"-", "*", "+", "•"}
    return answer_statements.statement(text[bullet.end() :] if bullet and listed else text, options, written)


def _without_options(text: str) -> Answer:
    return Answer((), kind="number" if _NUMBER.fullmatch(text) else "open")


def _by_lines(text: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    """Return what is said in lines of their own: `- A` and `- C`, or letters alone, below words such as «answer:»."""
    rows = list(_rows(text))
    listed = _BULLET.match(rows[0])
    if not listed and answer_statements.lead(Scan(rows[0], options, written)) >= len(rows[0].rstrip()):
        rest = "\n".join(rows[1:]).strip()
        answer = _by_lines(rest, options, written) if "\n" in rest else None
        return (
            answer or answer_statements.option_by_text(rest, options, written) or _by_statement(rest, options, written)
        )
    return _listed(_right_of(rows) if listed else rows, options, written, listed=bool(listed))


def _right_of(rows: Sequence[str]) -> Sequence[str]:
    """Return the items of a list that are marked as right, without their marks, where some are: `- B (correct)`."""
    boxes = [_BOXED_ITEM.match(row) for row in rows]
    if all(boxes):
        return [f"- {row[box.end() :]}" for row, box in zip(rows, boxes, strict=True) if box and box["mark"]] or rows
    if any(sign in row for row in rows for sign in ticks.CROSSES):
        return rows
    marked = [ticks.unmarked(row) for row in rows]
    strong = [bool(_STRONG_ITEM.fullmatch(row)) for row in rows]
    if any(strong) and not all(strong):
        raise ContradictionError  # they are all named, but not alike
    return [text for text, right in marked if right] or rows


def _rows(text: str) -> Iterator[str]:
    """Yield the items of a list, each with what is further in below it, and the other lines as they are."""
    item: list[str] = []
    for row in text.split("\n"):
        if item and (row[:1] in {" ", "\t"} and not _BULLET.match(row)):
            item.append(row)
            continue
        if item:
            yield "\n".join(item)
        item = [row]
    yield "\n".join(item)


def _listed(
    rows: Sequence[str], options: Mapping[str, str], written: Mapping[str, str], *, listed: bool
) -> Answer | None:
    answers, end = _leading(rows, options, written, listed=listed)
    rest = "\n".join(rows[end:]).strip()
    if not answers or (not listed and len(answers) < 2):
        return None
    if listed and not _may_follow(rest, answers, options, written):
        raise ContradictionError
    labels = tuple(dict.fromkeys(label for answer in answers for label in answer.labels))
    reasons = [answer.reason for answer in answers if answer.reason]
    judged = any(vocabulary.truth(reason) is not None for reason in reasons)
    if (len(reasons) > 1 and set(labels) >= options.keys()) or (judged and rest):
        raise ContradictionError  # each option is talked of, right or wrong
    return Answer(labels, reason="\n\n".join(filter(None, [*reasons, rest])))


def _leading(
    rows: Sequence[str], options: Mapping[str, str], written: Mapping[str, str], *, listed: bool
) -> tuple[list[Answer], int]:
    """Return what the lines at the beginning say that can be read, all of them items or none, and where they end."""
    answers: list[Answer] = []
    for i, row in enumerate(rows):
        bullet = _BULLET.match(row)
        if not row.strip() and listed:
            continue
        answer = _line(row[bullet.end() :] if bullet else row, options, written) if bool(bullet) is listed else None
        if answer is None or (answer.reason and not listed):
            return answers, i
        answers.append(answer)
        if len(answers) > _MOST:
            raise ContradictionError
    return answers, len(rows)


def _line(row: str, options: Mapping[str, str], written: Mapping[str, str]) -> Answer | None:
    same = answer_texts.option_with_text(row, options)
    try:
        answer = Answer((same,)) if same else answer_statements.statement(row.strip(), options, written)
    except ContradictionError:
        return None
    return None if answer is None or answer.rivals or answer.kind != "choice" else answer


def _may_follow(rest: str, answers: Sequence[Answer], options: Mapping[str, str], written: Mapping[str, str]) -> bool:
    """Whether what is below a list of answers is prose or a remark, not one more answer that cannot be read."""
    bullet = _BULLET.match(rest)
    if not bullet or any(answer.reason for answer in answers):
        return True
    scan = Scan(rest[bullet.end() :], options, written)
    return scan.word(0, "because") >= 0 or bool(scan.items(0)[0])
