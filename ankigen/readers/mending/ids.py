"""Places for the ID of a question, in the way in which its other parts are written."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from ankigen.markdown import heading
from ankigen.model import Fix, Span
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.marks.answer_keys import is_answer_key_row
from ankigen.readers.vocabulary import ANSWER_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.model import Question

_FENCE = re.compile(r"(?:---|\+\+\+)[ \t]*$")  # of front matter
_LEAD = re.compile(r"(?P<quote>(?:[ \t]*>)*)(?P<indent>[ \t]*)(?P<bullet>(?:[-*+][ \t]+)?)(?P<bold>(?:\*\*|__)?)")


def id_places(lines: Sequence[str], question: Question, end: int, new_id: str) -> Iterator[Fix]:
    """Yield fixes that write an ID into a question, the best place first.

    `lines` are those of its file, and `end` is the number of the line after its last one. In order: in its front
    matter; beside its labels, such as topics; below its heading; above its answer; below its options; below its first
    line; at its end. A question without options is as one whose options end at its first line. A row of a table has no
    place for an ID.
    """
    path, begin = question.span.path, question.span.line
    if lines[begin - 1].lstrip().startswith("|"):
        return
    options = sorted(option.line for option in question.options) or [begin]
    if options[0] == 1 and _FENCE.match(next(filter(str.strip, lines), "")):
        yield from _in_front(question, lines, new_id)
        return
    above, below = range(begin, options[0]), range(options[-1] + 1, end)
    is_heading = heading(lines[begin - 1]) is not None
    yield from chain(
        _before_label(path, lines, above, METADATA_ROLES, f"`{new_id}`"),
        [_below(path, lines, begin, "", f"**ID:** `{new_id}`")] if is_heading else [],
        _before_label(path, lines, below, ANSWER_ROLES, new_id),
        _below_options(path, lines, options[-1], end, new_id),
        [_below(path, lines, begin, "", f"ID: {new_id}")],
        [_below(path, lines, _last(lines, begin, end), "", f"ID: {new_id}")],
    )


def _in_front(question: Question, lines: Sequence[str], new_id: str) -> Iterator[Fix]:
    """Yield a field at the end of the question's front matter; each question of a file has its own."""
    mark = next((line.strip() for line in lines if line.strip()), "")
    fences = [n for n, line in enumerate(lines, 1) if _FENCE.match(line) and line.strip() == mark]
    if len(fences) >= 2 * question.index:
        field = f'id = "{new_id}"' if mark == "+++" else f"id: {new_id}"
        end = fences[2 * question.index - 1]
        yield Fix(span=Span(path=question.span.path, line=end), old="", new=f"{field}\n", why="ID")


def _before_label(path: str, lines: Sequence[str], among: range, roles: frozenset[str], value: str) -> Iterator[Fix]:
    """Yield a line before the first label of these roles, written like it."""
    for number in among:
        lead = _LEAD.match(lines[number - 1])
        labelled = label_and_value(lines[number - 1][lead.end("quote") :].lstrip()) if lead else None
        if lead and labelled and vocabulary.role(labelled[0]) in roles and not is_answer_key_row(labelled[1]):
            bold = lead["bold"]
            label = f"{bold}ID:{bold}" if bold else "ID:"
            text = f"{lead['quote']}{lead['indent']}{lead['bullet']}{label} {value}\n"
            yield Fix(span=Span(path=path, line=number), old="", new=text, why="ID")
            return


def _below_options(path: str, lines: Sequence[str], last: int, end: int, new_id: str) -> Iterator[Fix]:
    """Yield a paragraph of its own below the last option, indented like the options, then without indentation."""
    number = last
    while number + 1 < end and lines[number].strip(" \t>"):
        number += 1
    lead = _LEAD.match(lines[last - 1])
    quote = lead["quote"] + " " if lead and lead["quote"] else ""
    indent = lead["indent"] if lead and not quote else ""
    for margin in dict.fromkeys((quote + indent, quote)):
        yield _below(path, lines, number, margin, f"ID: {new_id}")


def _below(path: str, lines: Sequence[str], number: int, margin: str, text: str) -> Fix:
    """Return a paragraph below a line."""
    blank = margin.rstrip()
    after = "" if number >= len(lines) or not lines[number].strip(" \t>") else f"\n{blank}"
    new = f"\n{blank}\n{margin}{text}{after}"
    return Fix(span=Span(path=path, line=number, column=len(lines[number - 1]) + 1), old="", new=new, why="ID")


def _last(lines: Sequence[str], begin: int, end: int) -> int:
    """Return the number of the last line before `end` that is not blank."""
    return next((number for number in range(end - 1, begin, -1) if lines[number - 1].strip()), begin)
