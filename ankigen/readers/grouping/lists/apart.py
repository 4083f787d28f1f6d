"""Lines with blank lines between them that are options: they are copied from course sites, with marks on some."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.grouping.lists.items import choices_of
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks import labels, ticks
from ankigen.readers.marks.starts import asks, is_question
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.options import Choice
    from ankigen.readers.marks.mark import Mark

_ENDS_OF_SENTENCES = frozenset(".。!！;；")


def lines_apart(
    rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int], _folded: Collection[int]
) -> Iterator[list[Choice]]:
    """Yield the lines with blank lines between them, below a paragraph that asks, of which some have marks.

    A mark may be in a line of its own below an option: `(Correct)`. Where nothing names what is below the last line,
    it may be of the explanation: then all of them, or none, end as a sentence does.
    """
    plain = plain_lines_in(rows, marked, option_rows)
    ends = [n for n in range(1, len(plain)) if not all(mark.blank for mark in marked[plain[n - 1] + 1 : plain[n]])]
    for low, high in pairwise((0, *ends, len(plain))):
        lines = plain[low:high]
        is_apart = len(lines) > 1 and lines[-1] - lines[0] >= len(lines)
        if is_apart and any(_may_be_ticked(rows[i].text) for i in lines):
            yield from _options_among(rows, marked, lines)


def _may_be_ticked(text: str) -> bool:
    """Whether a line may have a tick before or behind it: a quick look at many."""
    return ticks.may_be_ticked(text) or ticks.may_lead(text) or "voted" in text.lower()


def _options_among(rows: Sequence[Line], marked: Sequence[Mark], plain: Sequence[int]) -> Iterator[list[Choice]]:
    """Yield the options among lines that have nothing but blank lines between them."""
    below = next((i for i in range(plain[-1] + 1, len(rows)) if not marked[i].blank), len(rows))
    blocks: list[list[int]] = []
    for i in (*plain, below):
        names_part = i < len(rows) and _names_part_below(rows[i].text)
        if i < below and not names_part:
            if blocks and blocks[-1][-1] == i - 1:
                blocks[-1].append(i)
            else:
                blocks.append([i])
            continue
        asking = next((n for n in range(len(blocks) - 1, -1, -1) if asks(rows[blocks[n][-1]].text)), -1)
        lines = blocks[asking + 1 :]
        is_closed = i < len(rows) and (names_part or marked[i].role in BELOW_ROLES or bool(marked[i].level))
        if len(lines) > 1 and (asking >= 0 or is_below(rows, marked, lines[0][0])):
            yield from _options_apart(
                [[rows[n].text.strip() for n in line] for line in lines], lines, is_closed=is_closed
            )
        blocks = []


@remembered
def _names_part_below(text: str) -> bool:
    """Whether a line is nothing but the name of a part that follows options."""
    return vocabulary.role(vocabulary.plain(text)) in BELOW_ROLES


def _options_apart(
    texts: Sequence[Sequence[str]], lines: Sequence[Sequence[int]], *, is_closed: bool
) -> Iterator[list[Choice]]:
    """Yield the options that lines are, each with its mark behind it or in the next line; none if they may be text."""
    if any(len(text) > 2 or (len(text) > 1 and ticks.without_tick(text[1])[0]) for text in texts):
        return
    choices = choices_of(
        [(i, labels.ListItem(None, " ".join(text), 0)) for (i, *_), text in zip(lines, texts, strict=True)]
    )
    ends = {choice.text[-1:] in _ENDS_OF_SENTENCES for choice in choices}
    if any(choice.ticked for choice in choices) and (is_closed or len(ends) == 1):
        yield choices


def is_below(rows: Sequence[Line], marked: Sequence[Mark], first: int) -> bool:
    """Whether the line above lines is a question: any text may be above those that are none."""
    above = next((i for i in range(first - 1, -1, -1) if not marked[i].blank and marked[i].role != "options"), -1)
    if above < 0:
        return False
    begin = next((i for i in range(above, -1, -1) if marked[i].blank or marked[i].role == "stem"), -1)
    role = next((marked[i].role for i in range(begin, -1, -1) if not marked[i].blank), "")
    return role == "stem" or bool(marked[above].start or is_question(marked[above].title or rows[above].text))


def plain_lines_in(rows: Sequence[Line], marked: Sequence[Mark], option_rows: Collection[int]) -> list[int]:
    """Return the indexes of the lines that are text without a sign of their own."""
    return [i for i, mark in enumerate(marked) if not mark.blank and i not in option_rows and _is_plain(rows[i], mark)]


def _is_plain(row: Line, mark: Mark) -> bool:
    """Whether a line that is not blank is text without a sign of its own."""
    signs = mark.level or mark.rule or mark.role or mark.item or row.code
    return not signs and not row.text.lstrip().startswith(("|", ">", "!["))
