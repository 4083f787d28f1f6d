"""Questions in formats that are not read: each is named, so that nobody wonders where they are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import yaml

from ankigen.markdown import to_lines
from ankigen.readers.blocks.front import is_too_deep

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_FRONT = 20_000  # characters
_FRONT = re.compile(r"\+{3}[ \t]*\n(?:(?!\+{3}).*\n)*\+{3}[ \t]*(?:\n|\Z)")
_PROPERTIES = "question|questions|options|choices|answers|correctAnswer|correctIndex"
_GIFT = "GIFT, a format of Moodle"
_HTML = "a table or a list of HTML"


class _Look(NamedTuple):
    """What a line of a format looks like, with few lines below; all files that have such a line have all `signs`."""

    format: str
    signs: Sequence[re.Pattern[str]]
    line: re.Pattern[str]

    def match(self, text: str) -> re.Match[str] | None:
        """Return the first line of a text that looks so, if the text has all signs."""
        return self.line.search(text) if all(sign.search(text) for sign in self.signs) else None


def _look(name: str, signs: Sequence[str], line: str) -> _Look:
    return _Look(name, [re.compile(sign) for sign in signs], re.compile(line, re.MULTILINE))


_LOOKS = (
    _look(_GIFT, ("::", r"\{"), r"^::(?!:)[^:\n]+::(?!:)[^\n]*$"),
    _look(_GIFT, ("~", r"\{"), r"^[^\n{}]*(?<![$\\])\{(?=[^{}\n]*=)(?=[^{}\n]*~)[^{}\n]*\}"),
    _look(_GIFT, (r"\{[ \t]*\n\s*[=~]",), r"^[^\n{}]+\{[ \t]*\n\s*[=~][^\n=]"),
    _look(_GIFT, (r"\{[ \t]*[TF]",), r"^[^\n{}|]*[.!][ \t]*\{[ \t]*(?:T|F|TRUE|FALSE)[ \t]*\}[ \t]*$"),
    _look(
        "properties of a component",
        (r"<[A-Z]",),
        rf"^[ \t]*<[A-Z]\w*(?:[ \t\n][^<>]{{0,400}}?)?[ \t\n](?:{_PROPERTIES})=[{{\"'\[]",
    ),
    _look(
        "LaTeX",
        (r"\\(?:[Cc]orrect|begin)",),
        r"^[ \t]*\\(?:CorrectChoice|correctchoice|begin\{(?:choices|questions|oneparchoices|checkboxes)\})",
    ),
    _look(
        "XML",
        (r"<(?:quiz|question|assess|choice)",),
        r"<(?:question[ \t]+type=|assessmentItem\b|choiceInteraction\b|quiz>[ \t]*\n?[ \t]*<question[ \t])",
    ),
    _look("a form of HTML", ("<input",), r"<input\b[^<>]{0,200}\btype=[\"']?(?:radio|checkbox)"),
    _look(
        _HTML,
        ("<(?:td|li|dd)", r">\s{0,9}\(?[Bb][.)][ \t]"),
        r"<(?:td|li|dd)\b[^<>]{0,99}>\s{0,9}(?:<[^<>/]{1,40}>){0,3}\(?[Aa][.)][ \t][^<\n]{1,300}"
        r"(?:</?[a-z][^<>]{0,99}>\s{0,9}){1,9}\(?[Bb][.)][ \t]",
    ),
    _look(_HTML, ("<ol",), r"<ol\b[^<>]{0,99}\btype=[\"']?[Aa]\b"),
    _look("R/exams", ("exsolution:",), r"^exsolution:[ \t]*\S"),
    _look("a quiz of MediaWiki", (r"\|[ \t]*type=",), r"^\|[ \t]*type=[\"'](?:\(\)|\[\]|\{\})"),
    _look(
        "LiaScript",
        (r"\[\([ xX]\)\]|\[\[[ xX]\]\]",),
        r"^[^\n]*[?？؟][ \t]*\n(?:[ \t]*\n)?[ \t]*\[\[(?![ xX]\]\])[^\[\]|#\n]{1,80}\]\][ \t]*$",
    ),
    _look("flashcards with `::`", ("::",), r"^[^\n:|`]*\?[ \t]*:::?[ \t]*\S[^\n]*$"),
)

_IN_CODE = _look(
    "data in a fence",
    (
        r"[`~]{3}",
        r"(?m)(?:^|[{,])[ \t-]*[\"']?(?:options|choices|answers?|prompt\.distractors|answer\.answer)[\"']?"
        r"(?:[ \t]*:|[ \t]+=[ \t])",
    ),
    r"^[ \t\[{-]*[\"']?(?:question|prompt|prompt\.prompt)[\"']?(?:[ \t]*:|[ \t]+=)[ \t]*\S",
)

# Names of what is asked in data, and of the options or the answer.
_ASKED = "question|questionText|question_text|stem|prompt|text|q"
_CHOSEN = "options|choices|distractors|answers?|correct\\w{0,20}|isCorrect|a"
_QUOTED = rf"[\"'](?:{_CHOSEN})[\"'][ \t]*:"
_ASKED_IN_CODE = _look(
    "data in a fence",
    (r"[`~]{3}", rf"(?m)(?:^[ \t-]*(?:{_CHOSEN})(?:[ \t]*:|[ \t]+=)|{_QUOTED})"),
    rf"^(?:[^\n`]{{0,80}}[{{,][ \t]*)?[ \t\[{{-]*[\"']?(?:{_ASKED})[\"']?(?:[ \t]*:|[ \t]+=)"
    r"[ \t]*[\"']?[^\n\"'{}]{2,400}[?？؟]",
)
_AS_BODY = _look(
    "data such as JSON or TOML",
    (rf"(?m)(?:^[ \t]*(?:{_CHOSEN}|prompt\.distractors|answer\.answer)[ \t]+=|{_QUOTED})",),
    rf"^(?:[^\n`]{{0,80}}[{{,])?[ \t\[{{]*[\"'](?:{_ASKED})[\"'][ \t]*:[ \t]*[\"']"
    rf"|^(?:{_ASKED}|prompt\.prompt)[ \t]+=[ \t]*[\"']",
)
_DATA = (_IN_CODE, _ASKED_IN_CODE)
_YAML = "data in YAML"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Its first line but comments, and lines that it has below.
_BEGINS_YAML = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*+(?:---[ \t]*\n(?![\s\S]*\n---))?(?:- )?[\w-]{1,40}:(?:[ \t]|\n)")
_LINES_OF_YAML = tuple(
    re.compile(rf"^[ \t{bullet}]*+(?:{names}):(?=[ \t]|$)", re.MULTILINE)
    for bullet, names in (("-", _ASKED), ("", _CHOSEN))
)
_ASKED_NAME, _CHOSEN_NAME = re.compile(_ASKED), re.compile(_CHOSEN)


class Foreign(NamedTuple):
    """The number of the first line of a format that is not read, and its name."""

    line: int
    name: str


def foreign_formats(text: str) -> list[Foreign]:
    """Return the formats in which a text has questions that are not read, each with its first line.

    Data are in code, all others outside of it.
    """
    if is_data(text):
        return [Foreign(text.count("\n", 0, len(text) - len(text.lstrip())) + 1, _YAML)]
    first: dict[str, int] = {}
    body = _without_front(text)
    for look in (*_LOOKS, *_DATA, _AS_BODY):
        if not look.match(body):
            continue
        bare = _code(body) if look in _DATA else _without_code(body)
        match = look.match(bare)
        if match:
            line = bare.count("\n", 0, match.start()) + 1
            first[look.format] = min(line, first.get(look.format, line))
    return [Foreign(line, name) for name, line in first.items()]


@lru_cache(maxsize=1)  # asked twice of each file
def is_data(text: str) -> bool:
    """Whether a whole text is YAML that holds questions: nothing in it says whether its answers count from 0 or 1."""
    if not _BEGINS_YAML.match(text) or not all(line.search(text) for line in _LINES_OF_YAML):
        return False
    if is_too_deep(text):
        return False
    try:
        return any(_holds_questions(document) for document in yaml.load_all(text, _LOADER))
    except (yaml.YAMLError, ValueError, RecursionError):
        return False


def _holds_questions(document: object) -> bool:
    """Whether data hold, further in, a mapping with what is asked and what is to be chosen."""
    seen: set[int] = set()
    waiting = [[*document.values()] if isinstance(document, dict) else document]
    while waiting:
        data = waiting.pop()
        if id(data) in seen or not isinstance(data, dict | list):
            continue
        seen.add(id(data))
        names = [str(name) for name in data] if isinstance(data, dict) else []
        if any(map(_ASKED_NAME.fullmatch, names)) and any(map(_CHOSEN_NAME.fullmatch, names)):
            return True
        waiting += data.values() if isinstance(data, dict) else data
    return False


def _without_front(text: str) -> str:
    """Return a text with empty lines for its front matter in TOML, whose fields are read."""
    front = _FRONT.match(text[:_LONGEST_FRONT]) if text.startswith("+++") else None
    return "\n" * front[0].count("\n") + text[front.end() :] if front else text


def _without_code(text: str) -> str:
    """Return a text with empty lines for fenced code."""
    return "\n".join("" if row.code else row.text for row in to_lines(text))


def _code(text: str) -> str:
    """Return a text with empty lines for all but fences and what is in them."""
    return "\n".join(row.text if row.code else "" for row in to_lines(text))
