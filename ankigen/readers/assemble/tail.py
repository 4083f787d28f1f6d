"""What is below the options: the answer, the explanation, rationales, a mnemonic, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, Section, sections
from ankigen.readers import vocabulary
from ankigen.readers.lines.farewells import without_farewell
from ankigen.readers.lines.labelled import MarkedPart, label_and_value, label_as_written, without_explanation_label
from ankigen.readers.lines.links import without_links, without_navigation
from ankigen.readers.marks import labels
from ankigen.readers.marks.answer_keys import is_doubtful
from ankigen.readers.parts import bodies, outline, rationale_labels
from ankigen.readers.parts.fields import add_to_explanation, take_labelled
from ankigen.readers.vocabulary import ANSWER_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ankigen.readers.grouping.segments import Layout
    from ankigen.readers.lines.labelled import MarkedParts
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.parts.draft import Draft

_LABELS = vocabulary.labels(
    *("answer", "actual_answer", "source_answer", "community_answer", "explanation", "mnemonic", "memory", "links"),
    *("id", "level", "topics", "traps", "domain", "tags"),
)
_FIELDS = vocabulary.labels("mnemonic", "memory", "id", "level", "domain", "topics", "traps", "tags")
_IN_BRACKETS = frozenset({"explanation", "mnemonic", "memory", "links"})  # parts that brackets may name: `【解説】…`
_PROMOTION = re.compile(
    r"(?:[-*+][ \t]*)?(?:study|learning|course) (?:materials?|resources?)\b.{0,80}\bcourses?\b.{0,80}", re.IGNORECASE
)
_LOST_LINK = re.compile(
    r"(?:[-*+][ \t]*)?(?:lectures?|hands-on|labs?|demos?|videos?|slides|notebooks?|quiz(?:zes)?)(?: \([^()]{1,60}\))?",
    re.IGNORECASE,
)


def take_marked_parts(parts: MarkedParts, layout: Layout, begin: int, end: int) -> list[Line]:
    """Add the lines that are parts without a label; return all lines, but blank where one only names the next."""
    rows = list(layout.rows[begin:end])
    named_above = -1  # the index of a line of which the one above says that it is the answer
    for i, row in enumerate(rows):
        mark = layout.marked[begin + i]
        if not mark.role and i != named_above:
            continue
        part = marked_part(row, mark)
        if i == named_above:
            part = MarkedPart("answer", bodies.QUOTED.sub("", row.text).strip())
        if mark.role == "answer_key" and is_doubtful(mark, _text_below(rows, i)):
            part = MarkedPart("explanation", "")
        parts.add(row, part)
        if part is None and mark.role in ANSWER_ROLES and not (mark.level or mark.value or label_and_value(row.text)):
            below = next((n for n in range(i + 1, min(i + 4, len(rows))) if rows[n].text.strip()), None)
            mark_below = layout.marked[begin + below] if below is not None else mark
            if below is not None and _is_item(rows[below]):
                parts.add(row, MarkedPart("answer", ""))
            elif not mark_below.level:
                rows[i] = row._replace(text="")
                named_above = below if below is not None and mark_below.role in {"", "answer", "answer_key"} else -1
    return rows


def _text_below(rows: Sequence[Line], i: int) -> str:
    """Return the first line of text below a line."""
    return next((rows[j].text for j in range(i + 1, len(rows)) if rows[j].text.strip()), "")


def marked_part(row: Line, mark: Mark) -> MarkedPart | None:
    """Return the part that a line is without a label that names it; None for any other line."""
    if mark.level:
        is_other = mark.role == "options" and vocabulary.role(mark.title) != "options"  # `Answers` above options
        return MarkedPart("options", "") if is_other else None
    if mark.role == "tags" and row.text.lstrip().startswith("#"):
        return MarkedPart("tags", mark.value)
    is_fact = mark.role in METADATA_ROLES and row.text.lstrip("> \t*_-")[:1] in {"【", "［", "〔"}  # `【標籤】…`
    if mark.value and (mark.role in _IN_BRACKETS or is_fact) and label_and_value(row.text) is None:
        return MarkedPart(mark.role, mark.value)
    is_answer = mark.role in ANSWER_ROLES | {"answer_key"} and (mark.value or _is_letter(row))
    role = mark.role if mark.role in ANSWER_ROLES else "answer"
    return MarkedPart(role, mark.value) if is_answer and not _names_answer(row) else None


def _is_item(row: Line) -> bool:
    """Whether a line is an item of a list with bullets."""
    item = labels.item(row.text)
    return item is not None and item.number is None


def _is_letter(row: Line) -> bool:
    """Whether a line is the letter for an answer, whose text is below."""
    labelled = label_and_value(row.text)
    return labelled is not None and not vocabulary.role(labelled[0])


def _names_answer(row: Line) -> bool:
    """Whether a line has a label for the answer, which is read with the other labels."""
    if row.text.lstrip().startswith(">"):
        return bodies.names_part(row.text)
    labelled = label_and_value(row.text)
    return labelled is not None and vocabulary.role(labelled[0]) in ANSWER_ROLES


def take_tail(draft: Draft, rows: Sequence[Line]) -> None:
    """Read what is below the options: the answer, the explanation, rationales, a mnemonic, links."""
    unquoted = _unquoted(draft, rows)
    margin = min((len(row.text) - len(row.text.lstrip()) for row in unquoted if row.text.strip()), default=0)
    dedented = without_farewell([row._replace(text=row.text[margin:]) for row in unquoted])
    first = next((row for row in dedented if row.text.strip()), None)
    part = draft.parts.at(first.number, first.text) if first else None
    own = dedented if part and part.role == "answer" else without_explanation_label(dedented)
    below, links = without_links(without_promotion(own), draft.parts)
    draft.links += links
    root = _without_fields(draft, sections(without_navigation(below)))
    add_to_explanation(draft, "", take_labelled(draft, _without_rationales(draft, root.body), _LABELS))
    outline.read_children(draft, root)


def _without_rationales(draft: Draft, rows: Sequence[Line]) -> list[Line]:
    """Take the remarks on options below a label such as `**Why the others are wrong:**`; return the other lines."""
    rest: list[Line] = []
    end = 0
    for i, row in enumerate(rows):
        labelled = label_and_value(row.text) if i >= end and not row.code else None
        if labelled and not labelled[1] and vocabulary.role(labelled[0]) == "rationales":
            end = _remarks_end(draft, rows, i + 1)
            outline.read_rationales(
                draft, Section(6, label_as_written(row.text), row.number, tuple(rows[i + 1 : end]), ())
            )
        elif i >= end:
            rest.append(row)
    return rest


def _remarks_end(draft: Draft, rows: Sequence[Line], start: int) -> int:
    """Return the index after remarks on options: at another label, or at a paragraph that is about no option."""
    for i in range(start, len(rows)):
        row = rows[i]
        if row.code or not row.text.strip():
            continue
        labelled = label_and_value(row.text)
        is_part = draft.parts.at(row.number, row.text) or (labelled and _LABELS(labelled[0]))
        parted = not rows[i - 1].text.strip() and not row.text.startswith((" ", "\t", "|"))
        if rationale_labels.about_line(row.text, draft.written) is None and (is_part or (parted and i > start + 1)):
            return i
    return len(rows)


def _without_fields(draft: Draft, section: Section) -> Section:
    """Read the fields and mnemonics in paragraphs of their own below headings; return the section without them."""
    return section._replace(children=tuple(_without_own_fields(draft, child) for child in section.children))


def _without_own_fields(draft: Draft, section: Section) -> Section:
    others: list[Line] = []
    fields: list[Line] = []
    above, to = "", others
    for row in section.body:
        if not row.text.strip():
            to = others
        elif (not above.strip() or to is fields) and not row.code and _is_field(draft, row):
            to = fields
        to.append(row)
        above = row.text
    if fields:
        take_labelled(draft, fields, _FIELDS)
        section = section._replace(body=tuple(others))
    return _without_fields(draft, section)


def _is_field(draft: Draft, row: Line) -> bool:
    """Whether a line has the name of a field or of a mnemonic with its value, or is one of hashtags."""
    part = draft.parts.at(row.number, row.text)
    labelled = label_and_value(row.text)
    return part.role == "tags" if part else bool(labelled and labelled[1] and _FIELDS(labelled[0]))


def _unquoted(draft: Draft, rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; a quotation in which a part is stated (`> **Answer:** B`) loses its marks."""
    quoted = [row for row in rows if not row.code and bodies.QUOTED.match(row.text)]
    if not any(bodies.names_part(row.text) or draft.parts.at(row.number, row.text) for row in quoted):
        return rows
    return [row if row.code else row._replace(text=bodies.QUOTED.sub("", row.text, count=1)) for row in rows]


def without_promotion(rows: Iterable[Line]) -> list[Line]:
    """Return the lines without an advertisement for a course, and the titles below it that have lost their links."""
    others: list[Line] = []
    lost = False
    for row in rows:
        bare = row.text.strip()
        if not row.code and _PROMOTION.fullmatch(bare):
            lost = True
        elif row.code or not lost or not _LOST_LINK.fullmatch(bare):
            others.append(row)
    return others
