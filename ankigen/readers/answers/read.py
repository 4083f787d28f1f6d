"""Answers: which options are right, by what is written where an answer may be.

One grammar for labels, headings, answer keys, details and front matter. What is written is read whole or not at all:
never by the letters that occur in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.answers import several
from ankigen.readers.answers import statements as answer_statements
from ankigen.readers.answers import sweeping as answer_sweeping
from ankigen.readers.answers.scan import Scan
from ankigen.readers.answers.values import Answer, ContradictionError, union
from ankigen.readers.answers.wording import flat as answer_flat
from ankigen.readers.answers.wording import texts as answer_texts
from ankigen.readers.answers.wording import words as answer_words
from ankigen.readers.marks import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ("Answer", "in_prose", "read")

_PLAIN = re.compile(r"[\s*_`(\[\"']*+([A-Za-z])[\s*_`)\].:\"']*+")
_LIST = re.compile(r"[\s*_`(\[]*+[A-Z](?:[\s*_`]*+(?:[,、，&+;]|and\b)[\s*_`]*+[A-Z])+[\s*_`)\].]*+")
_SPACED = re.compile(r"[\s*_`]*+[A-Z](?:[\s*_`]+[A-Z])+[\s*_`.]*+")
_CAPITAL = re.compile(r"[A-Z]")
_ALONE = re.compile(r"(?<!\w)(?:[A-Za-z]|\d|[^\W\d_\x00-\u1fff])(?![A-Za-z0-9])|[①-⑩]")
_HEADING = re.compile(r"\A(?:(?:#{1,6}|>)[ \t]++)++")
_BULLETS = re.compile(r"^[ \t]*+[-*+•][ \t]++", re.MULTILINE)
_SIGN = r"[ \t]*+(?:[-–—]+>?|→|=+>?|[:.)])"
_PAIR = rf"(?:\d{{1,2}}(?:{_SIGN})?[ \t]*+[a-z](?![\w'])|[a-z]{_SIGN}[ \t]*+\d{{1,2}}(?!\w))"
_MATCHING = re.compile(rf"[\s(\[]*+{_PAIR}(?:[\s,;、|/()]*+{_PAIR})+[\s.)\]]*+")
_ONE_PAIR = re.compile(r"[\s(\[]*+\d{1,2}[ \t]*+(?:[-–—]+>?|→|=+>?)[ \t]*+[a-z][\s.)\]]*+")
_ONE_LETTER = re.compile(
    r"(?:(?P<begun>[^\W\d_]{2,5})[ \t])?(?:\W*+[A-Z][^\w,;]*+[,;])*\W*+[A-Z]\W*[ \t](?P<word>[^\W\d_])[ \t]\W*"
    r"[A-Z](?!\w)(?=[*_`)\].]*+[ \t]*+(?:$|[-–—.,:;(]))"
)
_RANGE = re.compile(r"\W*+\d{1,4}[ \t]*+[-–—~〜][ \t]*+\d{1,4}[^\w\s-]*+[ \t]")  # of questions
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
    bare = _HEADING.sub("", text.strip(), count=1)
    bare = _unambiguous(bare if "\n" in bare else several.without_tick(bare), options, stem)
    if not bare:
        return None
    written = written or {}
    if bare.startswith(("```", "~~~")):
        same = answer_texts.option_with_text(bare, options)
        return Answer((same,)) if same else None if options else Answer((), kind="open")
    try:
        answer = _quick(bare, options, written) or _in_order(bare, options, stem) or _read(bare, options, written, stem)
        return _finished(answer, options, written, stem) if answer else None
    except ContradictionError:
        return None


def _unambiguous(text: str, options: Mapping[str, str], stem: str) -> str:
    """Return a text with a sign for a word that is "to" in one language and "and" in another: "A a C"."""
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
    every = not in_turn and len(answer.labels) > 2 and set(answer.labels) == options.keys()  # which chooses nothing
    if not answer.rivals and (every or ((len(answer.labels) > 2 or not in_turn) and answer_words.orders(stem))):
        return answer._replace(kind="ordering")
    for label, option in options.items():
        if answer_words.sweeping(option) == "all" and {*answer.labels, label} == options.keys() > set(answer.labels):
            raise ContradictionError  # "A, B, C" beside an option that says "all of them"
        if len(option) < 60 and len(_ALONE.findall(option)) > 1 and _refers(option, options, written, answer.labels):
            raise ContradictionError  # "A, C" beside an option that says "both A and C"
    return answer


def _refers(option: str, options: Mapping[str, str], written: Mapping[str, str], labels: Sequence[str]) -> bool:
    """Whether an option names just these labels: `both A and C`, `A et C sont correctes`."""
    scan = Scan(option, options, written)
    return any(set(union(scan.items(match.start())[0])) == set(labels) for match in _ALONE.finditer(scan.flat))


def _read(text: str, options: Mapping[str, str], written: Mapping[str, str], stem: str) -> Answer | None:
    answer = answer_statements.option_by_text(text, options, written)
    if answer:
        return answer
    flat = answer_flat.flat(text)
    if _MATCHING.fullmatch(_BULLETS.sub("", flat)) and not several.is_numbered_list(text, options, written, stem):
        return Answer((), kind="matching")
    if _ONE_PAIR.fullmatch(flat) or pairs.are_places(flat) or (_RANGE.match(text) and pairs.of_letters(text)):
        raise ContradictionError  # neither a range nor two answers; those of several questions
    wrapped = _WRAPPED.fullmatch(flat)
    bare = text[wrapped.start(1) : wrapped.end(1)] if wrapped and len(text) == len(flat) else text
    answer = answer_sweeping.truth(bare, options) or (
        several.by_lines(bare, options, written) if "\n" in bare else None
    )
    return answer or several.by_statement(bare, options, written) or (None if options else _without_options(text))


def _without_options(text: str) -> Answer:
    return Answer((), kind="number" if _NUMBER.fullmatch(text) else "open")
