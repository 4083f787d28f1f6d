"""What takes leave of a reader at the end of a text, as chat assistants do: it is no part of a question."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.lines import fragments
from ankigen.readers.lines.links import without_links, without_navigation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

_SIGNS = re.compile(r"[\W_]+")
_LONGEST_FAREWELL = 120  # characters that are looked at


def is_farewell(text: str) -> bool:
    """Whether a line takes leave of a reader, as chat assistants do."""
    return _SIGNS.sub("", vocabulary.fold(text[:_LONGEST_FAREWELL])).startswith(_farewells())


@cache
def _farewells() -> tuple[str, ...]:
    """Return the letters that farewells begin with in all languages: not everybody sets the commas."""
    return tuple({_SIGNS.sub("", word) for word in vocabulary.in_any_language("answer", "farewell")})


def without_farewell(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the last paragraphs where those take leave of the reader, and the links below them."""
    cut = end = len(rows)
    while paragraph := rows[_last_paragraph(rows, end) : end]:
        if is_farewell(paragraph[0].text):
            cut = end - len(paragraph)
        elif any(row.text.strip() and not _is_rule(row) for row in without_navigation(without_links(paragraph)[0])):
            break
        end -= len(paragraph)
    while cut < len(rows) and cut and (not rows[cut - 1].text.strip() or _is_rule(rows[cut - 1])):
        cut -= 1
    return rows[:cut]


def _last_paragraph(rows: Sequence[Line], end: int) -> int:
    """Return the index at which the last paragraph above `end` begins; `end` or less if that is code, or nothing."""
    while end and not rows[end - 1].text.strip():
        end -= 1
    while end and rows[end - 1].text.strip() and not rows[end - 1].code:
        end -= 1
    return end


def _is_rule(row: Line) -> bool:
    return not row.code and bool(fragments.RULE.match(row.text))
