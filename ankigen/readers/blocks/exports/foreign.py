"""Questions in formats that are not read: each is named, so that nobody wonders where they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.markdown import to_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROPERTIES = "question|questions|options|choices|answers|correctAnswer|correctIndex"
# Each with what a line of it looks like, with few lines below; the first sign is one that all of its files have.
_FORMATS = {
    "GIFT, a format of Moodle": (
        "{",
        r"^::(?!:)[^:\n]+::(?!:)[^\n]*$"
        r"|^[^\n{}]*(?<![$\\])\{(?=[^{}\n]*=)(?=[^{}\n]*~)[^{}\n]*\}"
        r"|^[^\n{}]+\{[ \t]*\n\s*[=~][^\n=]"
        r"|^[^\n{}|]*[.!][ \t]*\{[ \t]*(?:T|F|TRUE|FALSE)[ \t]*\}[ \t]*$",
    ),
    "properties of a component": (
        "=",
        rf"^[ \t]*<[A-Z]\w*(?:[ \t\n][^<>]{{0,400}}?)?[ \t\n](?:{_PROPERTIES})=[{{\"'\[]",
    ),
    "LaTeX": (
        "\\",
        r"^[ \t]*\\(?:CorrectChoice|correctchoice|begin\{(?:choices|questions|oneparchoices|checkboxes)\})",
    ),
    "XML": ("<", r"<(?:question[ \t]+type=|assessmentItem\b|choiceInteraction\b|quiz>[ \t]*\n?[ \t]*<question[ \t])"),
    "a form of HTML": ("<", r"<input\b[^<>]{0,200}\btype=[\"']?(?:radio|checkbox)"),
    "R/exams": ("e", r"^exsolution:[ \t]*\S"),
    "flashcards with `::`": (":", r"^[^\n:|`]*\?[ \t]*:::?[ \t]*\S[^\n]*$"),
}
_PATTERNS = {name: (sign, re.compile(pattern, re.MULTILINE)) for name, (sign, pattern) in _FORMATS.items()}


class Foreign(NamedTuple):
    """The number of the first line of a format that is not read, and its name."""

    line: int
    name: str


def foreign_formats(text: str) -> Iterator[Foreign]:
    """Yield the formats in which a text has questions that are not read, each with its first line outside of code."""
    for name, (sign, pattern) in _PATTERNS.items():
        match = pattern.search(text) if sign in text else None
        if match is None:
            continue
        bare = _without_code(text)
        match = pattern.search(bare)
        if match:
            yield Foreign(bare.count("\n", 0, match.start()) + 1, name)


def _without_code(text: str) -> str:
    """Return a text with empty lines for fenced code."""
    return "\n".join("" if row.code else row.text for row in to_lines(text))
