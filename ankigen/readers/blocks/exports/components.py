"""Components of MDX and elements of HTML that hold a question: `<Question text="…">`, `<Option correct>x</Option>`.

They are read where one of the options has a setting that says that it is right: without it they are any elements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers.marks.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

_OPTION = re.compile(
    r"[ \t]*<(?P<name>[A-Za-z]{0,20}(?:option|choice|answer))\b(?P<settings>(?:[ \t][^<>]*)?)"
    r"(?:/>|>(?P<text>.*)</(?P=name)>)[ \t]*",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:data-|is)?_?(?:correct|right)(?:Answer)?(?:[ \t]*=[ \t]*[\"'{]*(?P<value>[^\s\"'{}/>]*))?(?=[\s\"'}/]|$)",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"[ \t](?:text|question|prompt|stem|title|label|content)[ \t]*=[ \t]*\{?"
    r"(?P<quote>[\"'`])(?P<text>[^\n]*?)(?P=quote)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[ \t]*<[A-Za-z]{0,20}(?:question|prompt|stem|mcq)\b(?P<settings>(?:[ \t][^<>]*)?)>"
    r"(?:(?P<text>.*)</[A-Za-z]{1,30}>)?[ \t]*",
    re.IGNORECASE,
)
_EXPLANATION = re.compile(
    r"[ \t]*<(?P<name>[A-Za-z]{0,20}(?:explanation|rationale|feedback|solution))\b[^<>]*>"
    r"(?P<text>.*)</(?P=name)>[ \t]*",
    re.IGNORECASE,
)
_COMPONENT = re.compile(r"[ \t]*</?[A-Z]\w*\b[^<>]*>[ \t]*")
_IMPORT = re.compile(r"import\b.{0,200}\bfrom[ \t]+[\"'][^\"']+[\"'];?[ \t]*")
_DIV = re.compile(r"[ \t]*:{3,}[ \t]*\{(?P<classes>\.[^{}]*)\}[ \t]*")
_CHOICE = re.compile(r"\.(?:[\w-]*-)?(?:choice|option)(?![\w-])")
_RIGHT_CLASS = re.compile(r"\.(?:is-)?(?:correct|right)(?![a-z])", re.IGNORECASE)
# A question of mkdocs-quiz, versions 0 and 1.
_INSTRUCTION = re.compile(r"^<\?quiz\?>[ \t]*\n(?P<fields>(?:(?!<\?).*\n)*)<\?/quiz\?>[ \t]*$", re.MULTILINE)
_FIELDS = {"question": "**Question:** ", "answer-correct": "- [x] ", "answer": "- [ ] ", "content": "**Explanation:** "}
_FIELD = re.compile(rf"^({'|'.join(_FIELDS)}):[ \t]*", re.MULTILINE)
# A list whose numbers are shown as letters.
_LETTERED_LIST = re.compile(
    r"[ \t]*<(?:div|section)\b[^<>]{0,200}?[\"' -](?P<case>upper|lower)-(?:alpha|latin)\b[^<>]{0,200}>", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?P<indent>[ \t]{0,8})(?P<number>\d{1,2})[.)](?=[ \t])")
# Elements around one option each, which say nothing of it: `<button>A. x</button>`, several on a line or one.
MAY_WRAP = re.compile(r"</(?:button|label|span|p|div)>", re.IGNORECASE)
_WRAPPED = re.compile(
    r"<(?P<name>button|label|span|p|div)\b[^<>]{0,200}>[ \t]*(?P<text>(?:(?!</?(?P=name)\b).)+?)[ \t]*</(?P=name)>"
    r"[ \t]*(?:<br[ \t]*/?>)?[ \t]*",
    re.IGNORECASE,
)
_WRAP_ALONE = re.compile(r"[ \t]*</?(?:button|label)\b[^<>]{0,200}>[ \t]*", re.IGNORECASE)
_GAP = "    "  # between options on one line
_FEWEST_OPTIONS = 2  # options
_MOST_LETTERS = 10  # options


def without_elements(text: str) -> str:
    """Return a text with boxes, labels and letters for elements that are options, other parts, and lettered lists."""
    return _with_letters(_without_divs(_without_components(text)))


def _without_components(text: str) -> str:
    """Return a text with boxes for the elements that are options, and labels for those that are other parts."""
    rows = text.split("\n")
    options = {i: match for i, row in enumerate(rows) if "<" in row and (match := _OPTION.fullmatch(row))}
    if not any(_is_right(match["settings"]) for match in options.values()):
        return text
    return "\n".join(_as_box(options[i]) if i in options else _as_label(row) for i, row in enumerate(rows))


def _without_divs(text: str) -> str:
    """Return a text with boxes for fenced divs of Pandoc that are options: `::: {.choice .correct}`.

    They are read where a class of one says that it is right.
    """
    rows = text.split("\n")
    opened = {i: div["classes"] for i, row in enumerate(rows) if ":::" in row and (div := _DIV.fullmatch(row))}
    choices = {i: classes for i, classes in opened.items() if _CHOICE.search(classes) or _RIGHT_CLASS.search(classes)}
    if len(choices) < _FEWEST_OPTIONS or not any(map(_RIGHT_CLASS.search, choices.values())):
        return text
    for i, classes in choices.items():
        below = next((n for n in range(i + 1, len(rows)) if rows[n].strip()), i)
        if not rows[below].lstrip().startswith(":::"):
            rows[below] = f"- [{'x' if _RIGHT_CLASS.search(classes) else ' '}] {rows[below].strip()}"
        rows[i] = ":::"
    return "\n".join("" if row.strip(": \t") == "" and ":::" in row else row for row in rows)


def without_wraps(rows: Sequence[Line]) -> list[Line]:
    """Return the lines without elements around options, `<button>A. x</button>`; as they are for fewer than two."""
    bare = {i: text for i, row in enumerate(rows) if "</" in row.text and (text := _unwrapped(row))}
    alone = [i for i, row in enumerate(rows) if not row.code and _WRAP_ALONE.fullmatch(row.text)]
    beside = {i for i in alone if any(label(rows[n].text) for n in (i - 1, i + 1) if 0 <= n < len(rows))}
    if (
        len(bare) < _FEWEST_OPTIONS
        and len(beside) < _FEWEST_OPTIONS
        and not any(_GAP in text for text in bare.values())
    ):
        return list(rows)
    return [row._replace(text="" if i in beside else bare.get(i, row.text)) for i, row in enumerate(rows)]


def _unwrapped(row: Line) -> str:
    """Return a line that is nothing but options in elements without these; "" for any other line."""
    bullet = len(row.text) - len(row.text.lstrip(" \t-*+"))
    wrapped = [] if row.code else list(_WRAPPED.finditer(row.text, bullet))
    if not wrapped or _WRAPPED.sub("", row.text[bullet:]) or not all(label(one["text"]) for one in wrapped):
        return ""
    return row.text[:bullet] + _GAP.join(one["text"] for one in wrapped)


def _with_letters(text: str) -> str:
    """Return a text with letters for the numbers of lists in elements of such a class: `<div class="upper-alpha">`."""
    rows = text.split("\n")
    first = ""
    for i, row in enumerate(rows):
        opened = _LETTERED_LIST.match(row) if "<" in row else None
        if opened or "</div" in row or "</section" in row:
            first = "Aa"[opened["case"].casefold() == "lower"] if opened else ""
        item = _NUMBERED.match(row) if first else None
        if item and 1 <= int(item["number"]) <= _MOST_LETTERS:
            rows[i] = f"{item['indent']}{chr(ord(first) + int(item['number']) - 1)}{row[item.end() - 1 :]}"
    return "\n".join(rows)


def _is_right(settings: str) -> bool:
    """Whether the settings of an option say that it is right: `correct`, `isCorrect={true}`."""
    match = _RIGHT.search(settings)
    return match is not None and (match["value"] or "true").casefold() in {"true", "correct", "right", "1", "yes"}


def _as_box(option: re.Match[str]) -> str:
    beside = _TEXT.search(option["settings"])
    text = option["text"] or (beside["text"] if beside else "")
    return f"- [{'x' if _is_right(option['settings']) else ' '}] {text.strip()}"


def _as_label(row: str) -> str:
    """Return a line with a label for the element that is a part of a question; "" for one that only holds others."""
    if "<" not in row:
        return "" if _IMPORT.fullmatch(row) else row
    question = _QUESTION.fullmatch(row)
    beside = _TEXT.search(question["settings"]) if question else None
    asked = (question["text"] or (beside["text"] if beside else "")).strip() if question else ""
    if asked:
        return f"**Question:** {asked}"
    why = _EXPLANATION.fullmatch(row)
    if why:
        return f"**Explanation:** {why['text'].strip()}"
    return "" if _COMPONENT.fullmatch(row) else row


def without_instructions(text: str) -> str:
    """Return a text with boxes in place of fields in instructions: `question: …`, `answer: …`, `answer-correct: …`."""
    return _INSTRUCTION.sub(_with_boxes, text)


def _with_boxes(question: re.Match[str]) -> str:
    fields = _FIELD.sub(lambda match: _FIELDS[match[1]], question["fields"])
    return f"---\n{fields}"
