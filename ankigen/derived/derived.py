"""A question that is made of another one, or why it is not made; and how its texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import essence, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ankigen.model import Question

_QUOTED = 60  # characters of a text in a message


class Derived(NamedTuple):
    """A question that was made of another one.

    It is known by its texts: `cue` is what it asks for and `answer` what is right, both in markdown, without what may
    be edited elsewhere, such as the options beside the right one. `place` says in which table and column it is.
    """

    question: Question
    cue: str
    answer: str
    place: str = ""


class Poor(NamedTuple):
    """Why a question is not made, in words that follow `no lookup card:`, and what to do."""

    reason: str
    hint: str


def apart(derived: Iterable[Derived]) -> Iterator[Derived]:
    """Yield questions of one kind, each once; if two with one cue have two answers, the cue of each has its place."""
    every = list(derived)
    answers: dict[str, set[str]] = defaultdict(set)
    for one in every:
        answers[essence(one.cue)].add(one.answer)
    met: set[str] = set()
    for one in every:
        cue = one.cue if len(answers[essence(one.cue)]) == 1 else f"{one.cue}\n{one.place}"
        if essence(cue) not in met:
            met.add(essence(cue))
            yield one._replace(cue=cue)


def derived_from(question: Question, **parts: object) -> Question:
    """Return a question with the tags and the place of `question`, and with these parts alone."""
    names = ("span", "index", "provenance", "level", "topics", "traps", "domain")
    return type(question)(**{name: getattr(question, name) for name in names}, recall=False, **parts)  # type: ignore[arg-type]


def comparable(markdown: str) -> str:
    """Return the letters and figures of markdown, to see whether one text contains another."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", to_text(markdown)).casefold()))


def contains(markdown: str, part: str) -> bool:
    """Whether one text has another in it: as whole words if it is in Latin letters, else anywhere."""
    wanted = comparable(part)
    if not wanted.isascii():
        return wanted in comparable(markdown)
    words = re.findall(r"[^\W_]+", to_text(markdown).casefold())
    own = re.findall(r"[^\W_]+", to_text(part).casefold())
    return any(words[start : start + len(own)] == own for start in range(len(words) - len(own) + 1)) if own else False


def quoted(markdown: str) -> str:
    """Return the first line of markdown with words in backticks, for a message, as it is written, to be found."""
    lines = [line.strip("`*_ ") for line in markdown.split("\n") if any(map(str.isalnum, line))]
    first = (lines or [markdown.strip()])[0][:_QUOTED]
    return f"`{first}`" if "`" not in first else f"`{first.split('`', 1)[0].strip()}`"
