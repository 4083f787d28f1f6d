"""Labelled values: lines such as `**Answer:** B`, and the lines below each up to the next."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import vocabulary
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.vocabulary import ANSWER_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ankigen.markdown import Line

# An item of a list inside of others is further in than any other label may be.
_LABEL = re.compile(
    r"(?:[ \t]{4,12}[-*+][ \t]++|[ \t]{0,3}(?:[-*+][ \t]++)?)(?P<label>[^:：`|\n]{1,60})[:：](?P<value>.*)$"
)
# Before a label in bold: `✅ **正解：** B`.
_EMOJI = re.compile(
    r"\A[\u2190-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\u2190-\u2bff\U0001f000-\U0001faff \t]*+(?=\*\*|__)"
)
# A dash or an arrow before the label of an answer or its reason: `— Answer: B`. Before other words it may be a name's.
_LED = re.compile(
    r"[ \t]{0,3}(?:[–—]{1,2}|[→⇒➜➔]|[=-]{1,2}>)[ \t]*"
    r"(?=(?:\*\*|__|[*_])?(?P<label>[^\W\d_][^:：*_\n]{0,30})[*_]{0,2}[:：])"
)
_BETWEEN_LABELS = re.compile(r"(?<=\S)[ \t]*+[|｜·•;；]?[ \t]*+(?=\*\*[^*:：\n]{1,40}(?:[:：]\*\*|\*\*[:：]))")
# Between facts without emphasis: `ID: Q-1 | Tags: a, b · Level: hard`.
_BETWEEN_FACTS = re.compile(r"(?<=\S)(?:[ \t]*+[|｜;；][ \t]*+|[ \t]++[·•—–][ \t]++)")
_EMPHASISED = re.compile(r"[ \t]*(?P<sign>[*_]{1,2})(?P<text>[^*_].*[^*_])(?P=sign)[ \t]*")
# A label in front of a text, on a line of its own if it has neither emphasis nor a colon.
_LABEL_IN_FRONT = re.compile(
    r"[ \t]*+(?:#{1,6}[ \t]++)?"
    r"(?:[\u2190-\u2bff\U0001f000-\U0001faff][\u200d\ufe0f\u2190-\u2bff\U0001f000-\U0001faff \t]*+)?"
    r"(?P<bold>\*\*|__|_|\*)?(?P<label>[^:：*_\n]{1,40})"
    r"(?:[ \t]*+[:：][ \t]*+(?(bold)(?:\*\*|__|_|\*)?)|(?(bold)(?:\*\*|__|_|\*)[ \t]*+[:：]?|$))[ \t]*+"
)
_LEADS = frozenset("–—→⇒➜➔=-")
_SIGNS = " \t>#"  # of indents, quotations and headings
_QUOTED = re.compile(r"^[ \t]*+>[ \t]?")


class LabelledValue(NamedTuple):
    """A part of a question with its value, most often a line such as `**Answer:** B`.

    `role` is the part, `label` its name in the author's words. `value` is what is beside the label, `following` are the
    lines below, up to the next labelled value.
    """

    role: str
    label: str
    value: str
    line: int
    following: tuple[Line, ...] = ()


class MarkedPart(NamedTuple):
    """A part of a question that has no label of its own, such as `The answer is B` or `#aws`, and its value."""

    role: str
    value: str


class MarkedParts:
    """Lines without a label that were recognised as parts of a question.

    A line is known by its number and its text; it may lose its indent, and the signs of a heading or quotation.
    """

    def __init__(self) -> None:
        self._parts: dict[int, dict[str, MarkedPart]] = {}

    def __bool__(self) -> bool:
        return bool(self._parts)

    def add(self, row: Line, part: MarkedPart | None) -> None:
        """Add a line, if it is a part."""
        if part:
            self._parts.setdefault(row.number, {})[row.text.strip(_SIGNS)] = part

    def at(self, number: int, text: str) -> MarkedPart | None:
        """Return the part that a line is, by its number and its text; None for any other line."""
        parts = self._parts.get(number)
        return parts.get(text.strip(_SIGNS)) if parts else None


def labelled_values(
    rows: Sequence[Line], is_known: Callable[[str], bool], parts: MarkedParts
) -> tuple[tuple[Line, ...], tuple[LabelledValue, ...]]:
    """Return the lines before the first value; and the values of all labels that are known, and of marked `parts`."""
    values: list[LabelledValue] = []
    end = len(rows)
    for i in reversed(
        [i for i, row in enumerate(rows) if ":" in row[1] or "：" in row[1] or (parts and parts.at(*row[:2]))]
    ):
        in_line = [] if rows[i].code else _values_in(rows[i], is_known, parts)
        if in_line:
            *others, last = in_line
            values.append(last._replace(following=tuple(rows[i + 1 : end])))
            values += reversed(others)
            end = i
    return tuple(rows[:end]), tuple(reversed(values))


def _values_in(row: Line, is_known: Callable[[str], bool], parts: MarkedParts) -> list[LabelledValue]:
    """Return the values in a line, without the lines that follow."""
    number, written, _ = row
    part = parts.at(number, written)
    if part:
        return [LabelledValue(part.role, "", part.value, number)]
    labels = [(label_as_written(piece), value) for piece, value in _labels(written, is_known)]
    return [LabelledValue(role_of_label(label), label, value, number) for label, value in labels]


def name_and_value(title: str) -> tuple[str, str]:
    """Return what is before and behind the colon of a heading; "" twice if there is nothing behind one."""
    colon = next((i for i, char in enumerate(title) if char in ":："), len(title))
    value = title[colon + 1 :].strip()
    return (title[:colon], value) if value else ("", "")


def role_of_label(label: str) -> str:
    """Return the part that a label names; a name of tags that may also be a title above several parts means tags."""
    role = vocabulary.role(label)
    return "tags" if role == "group" and "tags" in vocabulary.roles(label) else role


def _labels(row: str, is_known: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return what begins with a known label, and its value; of `**ID:** Q-1 | **Level:** L1` each, if all are known."""
    if row.count("**") >= 4 and row.count(":") + row.count("：") > 1:
        pieces = _BETWEEN_LABELS.split(row)
        labelled = [label_and_value(piece) for piece in pieces]
        parts = [(piece, pair[1]) for piece, pair in zip(pieces, labelled, strict=True) if pair]
        if len(pieces) == len(parts) > 1 and labelled[0] and is_known(labelled[0][0]):
            return parts
    several = facts(row)
    own = label_and_value(several[0][0] if several else row)
    if not own or not is_known(own[0]):
        return []
    return several or [(row, own[1])]


def facts(row: str) -> list[tuple[str, str]]:
    """Return the labels and values of a line of several facts, `ID: Q-1 | Level: L1`; [] if it has none or one.

    What says of which kind the question is, or what it counts, is left out: `Type: MCQ | Level: L1`.
    """
    if row.count(":") + row.count("：") < 2:
        return []
    emphasised = _EMPHASISED.fullmatch(row)
    is_whole = emphasised and emphasised["sign"] not in emphasised["text"]
    pieces = _BETWEEN_FACTS.split(emphasised["text"] if emphasised and is_whole else row)
    if len(pieces) < 2:
        return []
    pieces = [piece for piece in pieces if not is_form(piece)]
    pairs = [label_and_value(piece) for piece in pieces]
    roles = [role_of_label(pair[0]) for pair in pairs if pair and pair[1]]
    are_facts = 0 < len(roles) == len(set(roles)) == len(pieces) and METADATA_ROLES.issuperset(roles)
    return [(piece, pair[1]) for piece, pair in zip(pieces, pairs, strict=True) if pair] if are_facts else []


def is_form(row: str) -> bool:
    """Whether a line says of what kind the question is, or what it counts: `Type: multiple choice`, `Points: 2`."""
    labelled = label_and_value(row)
    names = labelled is not None and bool(labelled[1]) and labelled[0] in vocabulary.in_any_language("asks", "form")
    return names and not facts(row)


def label_as_written(row: str) -> str:
    """Return the label of a line as its author wrote it, without emphasis; "" for none."""
    match = _LABEL.match(_without_lead(row))
    return _EMOJI.sub("", match["label"].strip(), count=1).strip("*_ \t") if match else ""


def explained_option(row: str) -> str:
    """Return the letter of the option that a line explains by its label, `Feedback Option A: …`; "" for none."""
    label = label_as_written(row) if ":" in row or "：" in row else ""
    return vocabulary.explained(label.lstrip("-+ \t")) if label else ""


@remembered
def label_and_value(row: str) -> tuple[str, str] | None:
    """Return the label and the value of a line such as `**label:** value` or `- label: **value**`."""
    match = _LABEL.match(_without_lead(row)) if ":" in row or "：" in row else None
    if not match:
        return None
    written, value = match.groups()
    name, opened = _name(written)
    value = value.strip()
    if opened and value.startswith(("**", "__")):
        value = value[2:].strip()
    elif opened:  # `**label: value**`
        value = value.removesuffix("**").removesuffix("__").strip()
    elif value[:1] in {"_", "*"} and written.lstrip("-+ \t").startswith(value[0]):  # `*label:* value`
        value = value[1:].lstrip()
    elif value.endswith(("_", "*")) and written.lstrip("-+ \t").startswith(value[-1]):  # `_label: value_`
        value = value[:-1].rstrip()
    return None if name is None else (name, value)


def _without_lead(row: str) -> str:
    """Return a line without the dash or arrow before its label, if that is of an answer or an explanation."""
    led = _LED.match(row) if row.lstrip(" \t")[:1] in _LEADS else None
    return row[led.end() :] if led and vocabulary.role(led["label"]) in ANSWER_ROLES | {"explanation"} else row


def has_answer_label(row: str) -> bool:
    """Whether a line begins with a label for an answer."""
    pair = label_and_value(row)
    return pair is not None and vocabulary.role(pair[0]) in ANSWER_ROLES


@lru_cache(maxsize=10_000)  # files of a bank have the same labels
def _name(written: str) -> tuple[str | None, bool]:
    """Return a label without its markup, None where emphasis ends inside of it, and whether it is still open."""
    name = _EMOJI.sub("", written.strip(), count=1)
    opened = name.startswith(("**", "__")) and not name.endswith(("**", "__"))
    return (vocabulary.plain(name) if "*" not in name.strip("*") else None), opened


def without_explanation_label(rows: Sequence[Line]) -> list[Line]:
    """Return the lines without "Explanation:" at their beginning, in any language: the card has that heading already.

    A quotation that begins so loses its marks.
    """
    new = list(rows)
    first = next((i for i, row in enumerate(new) if row.code or row.text.strip()), len(new))
    quoted = list(takewhile(lambda row: not row.code and _QUOTED.match(row.text), new[first:]))
    if quoted and _end_of_explanation_label(_QUOTED.sub("", quoted[0].text)):
        new[first : first + len(quoted)] = [row._replace(text=_QUOTED.sub("", row.text)) for row in quoted]
    if first < len(new) and not new[first].code:
        text = new[first].text
        end = _end_of_explanation_label(text)
        new[first] = new[first]._replace(text=text[end:])
        _close(new, first, text[:end].strip())
    return new


def _close(rows: list[Line], first: int, name: str) -> None:
    """Take off, in `rows`, the end of emphasis that was opened before the name of a paragraph: `*Feedback: text*`."""
    sign = next((sign for sign in ("**", "__", "*", "_") if name.startswith(sign)), "")
    last = first
    while last + 1 < len(rows) and rows[last + 1].text.strip():
        last += 1
    end = rows[last].text.rstrip()
    if sign and name.count(sign) == 1 and end.endswith(sign):
        rows[last] = rows[last]._replace(text=end.removesuffix(sign))


def _end_of_explanation_label(text: str) -> int:
    """Return where the label of an explanation ends at the beginning of a text, 0 if there is none."""
    match = _LABEL_IN_FRONT.match(text)
    return match.end() if match and vocabulary.role(vocabulary.plain(match["label"])) == "explanation" else 0
