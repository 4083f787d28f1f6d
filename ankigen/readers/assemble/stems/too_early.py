"""What explains or answers a question but is above its options: it would give the answer away."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen import languages
from ankigen.readers import vocabulary
from ankigen.readers.answers import Statement
from ankigen.readers.assemble.tail import take_marked_parts, take_tail
from ankigen.readers.marks.starts import is_question
from ankigen.readers.parts.fields import add_to_explanation
from ankigen.readers.parts.outline import is_part
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.parts.draft import Draft

_EXPLAINS = frozenset({"explanation", "rationales", "mnemonic", "memory"})
_LETTERS = re.compile(
    r"[*_`(\[ ]*[A-Ha-h](?:[*_`)\] ]*[,、&+/][*_`(\[ ]*[A-Ha-h])*[*_`)\] ]*(?:[.。]?$|[).:：][ \t*_]+\S.*$)"
)


def take_too_early(draft: Draft, layout: Layout, segment: Segment, begin: int, *, sectioned: bool = False) -> set[int]:
    """Take the parts above the options, from line `begin` on, that belong below them; return their indexes.

    Where headings name the stem, those that name other parts are read by their names.
    """
    if segment.run is None:
        return set()
    early: set[int] = set()
    for head in _headings(layout, segment, begin, sectioned=sectioned):
        end = _section_end(layout, head, segment.run.first)
        rows = layout.rows[head:end]
        if not any(is_question(row.text) for row in rows[1:] if not row.code):
            _take_section(draft, layout, head, end)
            early.update(range(head, end))
    for i in sorted(set(range(begin, segment.run.first)) & layout.folded - early):
        if i - 1 not in layout.folded or i - 1 < begin:
            early.update(_take_fold(draft, layout, i, segment.run.first))
    return early


def _headings(layout: Layout, segment: Segment, begin: int, *, sectioned: bool) -> list[int]:
    """Return the indexes of the headings above the options that explain or answer, unless they are among others.

    Two that state answers of their own, or a pair such as `### Assertion` and `### Reason`, are part of what is asked.
    """
    run = segment.run
    heads = [i for i in layout.headings(begin, run.first if run else begin) if i not in layout.folded]
    others = {layout.marked[i].level for i in heads if not layout.marked[i].role}
    stating = [i for i in heads if layout.marked[i].role in ANSWER_ROLES]
    first = next((i for i in heads if layout.marked[i].role in _EXPLAINS | ANSWER_ROLES), -1)
    above = "\n".join(row.text for row in layout.rows[segment.begin : max(first, segment.begin)])
    telling = []
    for i in heads if first >= 0 and _has_text(layout, segment, begin, first) else ():
        mark = layout.marked[i]
        if (sectioned and is_part(mark.title)) or mark.level in others:
            continue
        is_stated = stating == [i] and _states(layout, i, run.first if run else i)
        if is_stated or (mark.role in _EXPLAINS and _is_no_part(mark, above)):
            telling.append(i)
    return telling


def _is_no_part(mark: Mark, above: str) -> bool:
    """Whether what is below a heading explains, and is not what the text above asks about: `Read the explanation`."""
    name = vocabulary.plain(mark.title if not mark.value else mark.title.removesuffix(mark.value))
    own = next((word for word in explaining() if name.startswith(word)), "")
    return mark.role != "explanation" or (bool(own) and own not in vocabulary.fold(above))


@cache
def explaining() -> tuple[str, ...]:
    """Return each language's own word for an explanation; others, such as `Reason:`, are in what is asked as well."""
    own = (languages.headings_of(language)["explanation"] for language in languages.LANGUAGES)
    return (*map(vocabulary.fold, own), "rationale", "解析")


def _has_text(layout: Layout, segment: Segment, begin: int, head: int) -> bool:
    """Whether something is asked above a heading."""
    start = segment.start
    if (start and start.text) or (layout.marked[segment.begin].level and not layout.marked[segment.begin].role):
        return True
    return any(not (layout.marked[i].blank or layout.marked[i].role) for i in range(begin, head))


def _states(layout: Layout, head: int, end: int) -> bool:
    """Whether a heading for the answer has letters of options beside it, or below it."""
    value = layout.marked[head].value
    below = next((layout.rows[i].text for i in range(head + 1, end) if not layout.marked[i].blank), "")
    return bool(_LETTERS.match(value or below))


def _section_end(layout: Layout, head: int, end: int) -> int:
    """Return the index after what is below a heading, up to the options or their name."""
    for i in range(head + 1, end):
        mark = layout.marked[i]
        if mark.role in {"stem", "options"} or 0 < mark.level <= layout.marked[head].level:
            return i
    return end


def _take_section(draft: Draft, layout: Layout, head: int, end: int) -> None:
    """Read a heading and what is below it."""
    mark = layout.marked[head]
    rows = take_marked_parts(draft.parts, layout, head, end)
    if mark.value and mark.role in ANSWER_ROLES:
        draft.stated.append(Statement(mark.value, rows[0].number))
        take_tail(draft, rows[1:])
    elif mark.value and mark.role == "explanation":
        add_to_explanation(draft, "", [rows[0]._replace(text=mark.value), *rows[1:]])
    else:
        take_tail(draft, rows)


def _take_fold(draft: Draft, layout: Layout, begin: int, limit: int) -> range:
    """Read a fold that begins with letters of options; return the indexes of its lines, none for any other."""
    end = next((i for i in range(begin, limit) if i not in layout.folded), limit)
    first = next((i for i in range(begin, end) if not layout.marked[i].blank), end)
    if first == end or layout.rows[first].code or not _LETTERS.match(layout.rows[first].text):
        return range(0)
    draft.stated.append(Statement(layout.rows[first].text.strip(), layout.rows[first].number))
    take_tail(draft, take_marked_parts(draft.parts, layout, first + 1, end))
    return range(begin, end)


def without(rows: Sequence[Line], begin: int, early: set[int]) -> list[Line]:
    """Return the lines from index `begin` on, with empty ones for those `early`."""
    return [row._replace(text="", code=False) if begin + n in early else row for n, row in enumerate(rows)]
