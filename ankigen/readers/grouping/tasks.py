"""Boxes that are no options: lists of things to read or to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers.grouping.doubts import is_reading_list
from ankigen.readers.grouping.options import are_truths
from ankigen.readers.grouping.own_letters import own_letters
from ankigen.readers.marks.starts import is_question

if TYPE_CHECKING:
    from collections.abc import Collection

    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment

_SENTENCE = 4  # words before a colon that are a sentence to complete: `Remember:` is none
_IMPERATIVE = re.compile(
    r"\b(?:choose|select|identify|mark|pick|correct|true|false)\b|何者|哪|下列|[^\x00-\u2e7f]:?：?$", re.IGNORECASE
)
_CHOOSE = re.compile(
    r"[:：]\W*$|\b(?:which|what|choose|select|identify|mark|pick|correct|true|false)\b|何者|哪|下列", re.IGNORECASE
)
_THINGS_TO_DO = re.compile(
    r"\W*(?:to-?[ ]?dos?|check[ -]?lists?|next steps?|later|tasks?|待辦\w*|待办\w*)\b.{0,40}", re.IGNORECASE
)


def are_no_options(layout: Layout, segment: Segment, asking: Collection[int]) -> bool:
    """Whether boxes are no options: they are a list of things to read or to do.

    `asking` are the levels of the headings that are questions.
    """
    return segment.run is not None and (is_reading_list(segment.run) or _are_things_to_do(layout, segment, asking))


def _are_things_to_do(layout: Layout, segment: Segment, asking: Collection[int]) -> bool:
    """Whether boxes are things to do: what is above them asks nothing."""
    if segment.run is None or segment.run.family != "box" or segment.start is not None or has_nothing_above(segment):
        return False
    above = [layout.marked[i].title or layout.rows[i].text for i in range(segment.begin, segment.run.first)]
    if any(is_question(text) or _CHOOSE.search(text) for text in above) or segment.begin in layout.asked:
        return False
    if _are_named(layout, segment, segment.run):
        return False
    return layout.marked[segment.begin].level not in asking or any(_THINGS_TO_DO.fullmatch(text) for text in above)


def _are_named(layout: Layout, segment: Segment, run: OptionRun) -> bool:
    """Whether boxes have letters, a label for options or the stem above, or one for an answer below."""
    above = next((mark for i in range(run.first - 1, -1, -1) if not (mark := layout.marked[i]).blank), None)
    has_label = above is not None and above.role in {"options", "stem"}
    return has_label or _has_letters(layout, segment, run)


def _has_letters(layout: Layout, segment: Segment, run: OptionRun) -> bool:
    """Whether boxes have letters beside them, or an answer below, or are true and false."""
    return (
        are_truths(run.choices)
        or layout.has_answer_between(run.last + 1, segment.end)
        or own_letters(run, {}) != list(run.choices)
    )


def has_statement_above(layout: Layout, segment: Segment) -> bool:
    """Whether a statement is between a heading and boxes, so that they may be options or things to do."""
    head = layout.marked[segment.begin]
    if not segment.run or segment.run.family != "box" or segment.start or segment.begin in layout.asked:
        return False
    if not head.level or head.role or _has_letters(layout, segment, segment.run):
        return False
    between = range(segment.run.first - 1, segment.begin, -1)
    last = next((layout.rows[i].text for i in between if _is_prose(layout, i)), "")
    if not last or is_question(last) or _IMPERATIVE.search(last):
        return False
    return not last.rstrip("*_ ").endswith((":", "：")) or len(re.split(r"[.!]\s", last)[-1].split()) < _SENTENCE


def _is_prose(layout: Layout, i: int) -> bool:
    """Whether a line is text: no code, picture, table or quotation, and nothing that has a mark."""
    mark = layout.marked[i]
    marked = mark.blank or mark.rule or mark.level or mark.role
    return not marked and not layout.rows[i].code and not layout.rows[i].text.lstrip().startswith(("!", "|", ">", "<"))


def has_nothing_above(segment: Segment) -> bool:
    """Whether options have nothing above that they belong to."""
    return segment.run is not None and segment.start is None and segment.begin == segment.run.first
