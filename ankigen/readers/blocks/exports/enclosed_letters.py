"""Letters in squares, as flags or in bold type of their own, `🅰️ text`: as labels of options they become plain ones.

Sources: Unicode's blocks Enclosed Alphanumeric Supplement (of which some are in dark circles) and Mathematical
Alphanumeric Symbols. Letters in light circles are labels as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import heading
from ankigen.readers import vocabulary
from ankigen.readers.lines.labelled import has_answer_label
from ankigen.readers.marks.starts import number_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line

# The first letters of each alphabet: 🄰, 🅐, 🅰, 🇦; and in mathematical type, with a sign behind: 𝐀, 𝐚, 𝗔, 𝗮.
_ENCLOSED = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
_BOLD = (0x1D400, 0x1D41A, 0x1D5D4, 0x1D5EE)
_PLAIN = {chr(first + n): letter for first in (*_ENCLOSED, *_BOLD) for n, letter in enumerate("ABCDEFGH")}
_LETTERS, _BOLD_LETTERS = (
    "".join(chr(first + n) for first in alphabets for n in range(8)) for alphabets in (_ENCLOSED, _BOLD)
)
_COPYRIGHT = "\N{COPYRIGHT SIGN}"  # between 🅱️ and 🅳 it is their C
_PLAIN[_COPYRIGHT] = "C"
_FLAGS = "".join(chr(0x1F1E6 + n) for n in range(26))
MAY_ENCLOSE = re.compile(rf"\n[ \t>*_-]*+[{''.join(chr(first) for first in (*_ENCLOSED, *_BOLD))}]")
_LABEL = re.compile(
    rf"(?P<before>[ \t]*+(?:[-*+][ \t]++)?(?:\*\*|__)?)"
    rf"(?:(?P<letter>[{_LETTERS}]|{_COPYRIGHT}(?=\ufe0f))\ufe0f?(?![{_FLAGS}\w])(?P<sign>[ \t]*+[.):：–—-])?"
    rf"|(?P<bold>[{_BOLD_LETTERS}])(?P<end>[.)]))(?P<close>\*\*|__)?[ \t]*+(?P<text>[^\s*_].*)"
)
_ALONE = re.compile(rf"(?<![{_FLAGS}\w])(?P<letter>[{_LETTERS}{_BOLD_LETTERS}])\ufe0f?(?![{_FLAGS}\w])")
_FEWEST_OPTIONS = 2


def with_plain_letters(rows: Sequence[Line]) -> list[Line]:
    """Return the lines with plain letters for those of options and answers; as they are if some label no option."""
    labelled = {i: match for i, row in enumerate(rows) if not row.code and (match := _LABEL.fullmatch(row.text))}
    groups: list[list[int]] = []
    for i, match in labelled.items():
        groups += [[]] if _letter(match) == "A" or not groups else []
        groups[-1].append(i)
    if not groups or not all(_are_options(rows, [labelled[i] for i in group], group[-1]) for group in groups):
        return list(rows)
    new = [_with_plain_answer(row) for row in rows]
    for i, match in labelled.items():
        sign = match["end"] or (match["sign"] or "").strip(" \t–—-") or "."
        text = f"{match['before']}{_letter(match)}{sign}{match['close'] or ''} {match['text']}"
        new[i] = rows[i]._replace(text=text)
    return new


def _letter(label: re.Match[str]) -> str:
    """Return the plain letter of a label."""
    return _PLAIN[label["letter"] or label["bold"]]


def _are_options(rows: Sequence[Line], group: Sequence[re.Match[str]], last: int) -> bool:
    """Whether labels go up from A, and an answer or another question is below: statements have options there."""
    if len(group) < _FEWEST_OPTIONS or "".join(map(_letter, group)) != "ABCDEFGH"[: len(group)]:
        return False
    below = next((i for i in range(last + 1, len(rows)) if rows[i].text.strip() or rows[i].code), None)
    if below is None or rows[below].code:
        return below is None
    row, start = rows[below], number_at(below, rows[below])
    title = heading(row.text)
    is_next = start is not None and (start.is_worded if start.word else start.number != "1")
    return is_next or has_answer_label(row.text) or (title is not None and "options" not in vocabulary.roles(title[1]))


def _with_plain_answer(row: Line) -> Line:
    """Return a line with plain letters if it states an answer."""
    if row.code or not has_answer_label(row.text):
        return row
    return row._replace(text=_ALONE.sub(lambda match: _PLAIN[match["letter"]], row.text))
