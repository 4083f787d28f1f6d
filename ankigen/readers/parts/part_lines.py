"""Where the parts of a question are, for what is reported of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.model import PARTS

if TYPE_CHECKING:
    from ankigen.model import Part
    from ankigen.readers.lines.places import Places
    from ankigen.readers.parts.draft import Draft


def offsets(draft: Draft, places: Places, line: int) -> tuple[int, ...]:
    """Return the lines of the parts `PARTS`, counted from a question's first `line`; 0 for one that has none."""
    lines = {part: _value_line(draft, places, part) for part in PARTS}
    lines |= {"stem": _stem_line(draft, places, line), "answer": _answer_line(draft, places)}
    return tuple(max(0, lines[part] - line) for part in PARTS)


def _value_line(draft: Draft, places: Places, part: Part) -> int:
    """Return the line of a value, which may be below that of its label; 0 if the question has no such label."""
    labelled = draft.lines.get(part, 0)
    tags = {"topics": draft.topics, "traps": draft.traps}.get(part)
    value = tags[0] if tags else draft.scalars.get(part, "")
    return labelled and (places.line_near(value, labelled) or labelled)


def _stem_line(draft: Draft, places: Places, line: int) -> int:
    """Return the line of the first words of the stem, or of its heading; 0 if neither is found."""
    heading = draft.lines.get("stem", 0)
    words = next(filter(None, draft.stem), "")
    return places.line_near(words, max(heading, line)) or heading


def _answer_line(draft: Draft, places: Places) -> int:
    """Return the line of what gives the answer: a statement in this file, a claim, or a tick beside an option."""
    stated = draft.answered
    if stated and stated.line and (not stated.places or stated.places.path == places.path):
        return stated.line
    claim = draft.lines.get(draft.scalars.get("answer_from", ""), 0)
    right = next((option.line for option in draft.options if option.label in draft.answer), 0)
    return claim or (0 if stated else draft.lines.get("answer", 0)) or right
