"""What mentions the right option above the options, as an explanation or an answer: it would give the answer away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import answers, vocabulary
from ankigen.readers.assemble.stems.too_early import explaining
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks.lines import is_statement
from ankigen.readers.marks.starts import is_question, title
from ankigen.readers.marks.ticks import TICKS
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.readers.parts.draft import Draft

_TELLS = ANSWER_ROLES | {"explanation", "mnemonic", "memory"}
_FENCE = re.compile(r"[ \t>]*(?:`{3}|~{3})")
_DASH = re.compile(r"[:：]|[ \t]*[–—][ \t]*|[ \t]+-[ \t]+")
_TICKED = re.compile(rf"\W*[{TICKS}]\W*[A-Ha-h]\W*")
_SHORTEST_TEXT = 4  # letters of an option that is mentioned by its text


def take_given_away(draft: Draft) -> None:
    """Move what mentions the right option in a stem, and is named as an explanation or answer, to the explanation."""
    if not draft.options or not draft.answer:
        return
    for n, text in enumerate(draft.stem):
        rows = text.split("\n")
        at = _told_at(draft, rows) if len(rows) > 1 else len(rows)
        if at < len(rows):
            end = _told_until(rows, at)
            draft.stem[n] = "\n".join([*rows[:at], *rows[end:]]).strip("\n")
            draft.explanation.append("\n".join(rows[at:end]).strip("\n"))


def _told_at(draft: Draft, rows: Sequence[str]) -> int:
    """Return the index of the line that tells the answer, or the number of lines.

    Below text that has a label of its own a label is one of a pair: `Assertion: …` and `Reason: …`.
    """
    fenced = False
    above = ""
    for n, row in enumerate(rows):
        fenced = fenced != bool(_FENCE.match(row))
        if fenced or not row.strip():
            continue
        paired = label_and_value(above) if above else None
        if n and not paired and _tells(draft, row):
            return n
        above = row
    return len(rows)


def _tells(draft: Draft, row: str) -> bool:
    """Whether a line is named as what explains or answers, or says that something is right, and mentions the answer."""
    head = title(row)
    labelled = None if head else label_and_value(row)
    if head:
        name = _DASH.split(head[1], maxsplit=1)[0]
        value = head[1]
        if is_statement(value):
            return _mentions(draft, value)
    elif labelled and (labelled[0].startswith(explaining()) or vocabulary.role(labelled[0]) != "explanation"):
        name, value = labelled[0], row
    else:
        return False
    if head and _TICKED.fullmatch(value):
        return _mentions(draft, value)
    is_name = vocabulary.role(name) in _TELLS or (vocabulary.calls_right(name) and len(name.split()) > 1)
    return is_name and not is_question(value) and _mentions(draft, value)


def _mentions(draft: Draft, text: str) -> bool:
    """Whether a text mentions a right option, by its label or its text, and no other one by its text."""
    if any(_has_label(text, label) for label in draft.answer):
        return True
    plain = answers.letters_and_digits(text)
    in_text = {
        option.label
        for option in draft.options
        if len(own := answers.letters_and_digits(option.text)) >= _SHORTEST_TEXT and own in plain
    }
    return bool(in_text) and in_text <= {*draft.answer}


def _has_label(text: str, label: str) -> bool:
    """Whether a text has the label of an option; `A` before a word may be an article."""
    behind = r"(?![\w'’+#-])" if label != "A" else r"(?=\W*$|[ \t]+(?:is|was)\b|[^\w \t'’+#-]|[ \t]*[\u3040-\u9fff])"
    return bool(re.search(rf"(?<![\w'’+#-]){label}{behind}", text))


def _told_until(rows: Sequence[str], at: int) -> int:
    """Return the index after what a line begins: its paragraph; below a heading, all up to a question or a heading."""
    head = title(rows[at])
    for n in range(at + 1, len(rows)):
        below = title(rows[n])
        if (not rows[n].strip() and not head) or (below and head and below[0] <= head[0]) or is_question(rows[n]):
            return n
    return len(rows)
