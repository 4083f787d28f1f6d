"""What is below the options: the answer, the explanation, rationales, a mnemonic, links."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ankigen.markdown import Line, Section, sections
from ankigen.readers import vocabulary
from ankigen.readers.blocks import noise
from ankigen.readers.lines import fragments
from ankigen.readers.lines.labelled import label_and_value, label_as_written, without_explanation_label
from ankigen.readers.lines.links import without_links, without_navigation
from ankigen.readers.marks import labels
from ankigen.readers.parts import bodies, outline, rationale_labels
from ankigen.readers.parts.fields import keep, take
from ankigen.readers.vocabulary import ANSWER_ROLES, BELOW_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ankigen.readers.grouping.segments import Layout
    from ankigen.readers.marks.lines import Mark
    from ankigen.readers.parts.draft import Draft

_LABELS = vocabulary.labels(
    *("answer", "actual_answer", "source_answer", "community_answer", "explanation", "mnemonic", "memory", "links"),
    *("id", "level", "topics", "traps", "domain", "tags"),
)
_FIELDS = vocabulary.labels("mnemonic", "memory", "topics", "traps", "tags")
_PROMOTION = re.compile(
    r"(?:[-*+][ \t]*)?(?:study|learning|course) (?:materials?|resources?)\b.{0,80}\bcourses?\b.{0,80}", re.IGNORECASE
)
_LOST_LINK = re.compile(
    r"(?:[-*+][ \t]*)?(?:lectures?|hands-on|labs?|demos?|videos?|slides|notebooks?|quiz(?:zes)?)(?: \([^()]{1,60}\))?",
    re.IGNORECASE,
)


def answers_as_labels(layout: Layout, rows: Sequence[Line], begin: int) -> list[Line]:
    """Return the lines; each that states the answer in another form becomes `Answer: …`."""
    new = list(rows)
    skip: set[int] = set()
    for i, row in enumerate(rows):
        mark = layout.marked[begin + i]
        if i in skip:
            continue
        if mark.level:
            if mark.role == "options" and vocabulary.role(mark.title) != "options":
                new[i] = row._replace(text=f"{'#' * mark.level} Options")
        elif mark.role in ANSWER_ROLES | {"answer_key"} and (mark.value or _is_letter(row)):
            new[i] = _as_label(row, mark.value)
        elif mark.role in ANSWER_ROLES and not label_and_value(row.text):
            skip.update(_state_below(layout, new, i, begin))
    return new


def with_tags_named(row: Line, mark: Mark) -> Line:
    """Return a line of hashtags as `Tags: #a #b`, any other line as it is."""
    is_bare = mark.role == "tags" and not mark.level and row.text.lstrip().startswith("#")
    return row._replace(text=f"Tags: {row.text.strip()}") if is_bare else row


def _state_below(layout: Layout, rows: list[Line], i: int, begin: int) -> Iterator[int]:
    """Put the label of an answer above a list, or beside the next line; yield the index of that line."""
    below = next((n for n in range(i + 1, min(i + 4, len(rows))) if rows[n].text.strip()), None)
    if below is not None and _is_item(rows[below]):
        rows[i] = rows[i]._replace(text="Answer:")
    elif below is not None and not layout.marked[begin + below].level:
        rows[i] = rows[i]._replace(text="")
        rows[below] = rows[below]._replace(text=f"Answer: {rows[below].text.strip()}")
        yield below


def _is_item(row: Line) -> bool:
    """Whether a line is an item of a list with bullets."""
    item = labels.item(row.text)
    return item is not None and item.number is None


def _is_letter(row: Line) -> bool:
    """Whether a line is the letter for an answer, whose text is below."""
    labelled = label_and_value(row.text)
    return labelled is not None and not vocabulary.role(labelled[0])


def _as_label(row: Line, value: str) -> Line:
    """Return a line that states the answer as `Answer: …`, unless it has that form in some language."""
    if row.code:
        return row
    if row.text.lstrip().startswith(">"):
        return row if bodies.names_part(row.text) else row._replace(text=f"> Answer: {value}")
    labelled = label_and_value(row.text)
    return row if labelled and vocabulary.role(labelled[0]) in ANSWER_ROLES else row._replace(text=f"Answer: {value}")


@cache
def _named(word: str) -> re.Pattern[str]:
    """Return the pattern of a line that names an option by its label; `word` follows the word for «option»."""
    return re.compile(
        rf"[ \t]*(?P<sign>(?:[-*+]|#{{1,6}})[ \t]+)?(?P<bold>\*\*|__)?"
        rf"(?:(?P<word>{vocabulary.alternation('answer', 'option')})[ \t]*){word}"
        r"[(（]?(?P<label>[^\W_])[)）]?(?:\*\*|__)?"
        r"(?:[ \t]*[.:：)）、–—-](?:\*\*|__)?[ \t]*|[ \t]*$)(?P<text>.*)$",
        re.IGNORECASE,
    )


def remark(row: Line, written: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the letter of the option that a line names by a word and its label, and what it says of it."""
    match = None if row.code or row.text.lstrip()[:1] == "#" else _named("").match(row.text)
    label = written.get(match["label"].casefold()) if match and match["text"] else None
    is_option = label and match and vocabulary.role(match["word"]) not in ANSWER_ROLES  # `Answer B: …` is none
    return (label, match["text"]) if match and label and is_option else None


def with_letters(layout: Layout, rows: Sequence[Line], begin: int, written: Mapping[str, str]) -> list[Line]:
    """Return the lines; remarks on wrong options name each by its letter instead of a label such as `②` or `2`."""
    own = {label for label, letter in written.items() if label.upper() != letter}
    roles = [layout.marked[begin + n].role for n in range(len(rows))] if own else []
    if "rationales" not in roles:
        return list(rows)
    new = list(rows)
    inside = False
    for n, row in enumerate(rows):
        inside = roles[n] == "rationales" or (inside and roles[n] not in BELOW_ROLES | METADATA_ROLES)
        match = _named("?").match(row.text) if inside and not row.code else None
        if match and match["label"].casefold() in own and (match["sign"] or match["bold"]):
            letter = written[match["label"].casefold()]
            new[n] = row._replace(text=f"{row.text[: match.start('label')]}{letter}{row.text[match.end('label') :]}")
    return new


def take_tail(draft: Draft, rows: Sequence[Line]) -> None:
    """Read what is below the options: the answer, the explanation, rationales, a mnemonic, links."""
    unquoted = _unquoted(rows)
    margin = min((len(row.text) - len(row.text.lstrip()) for row in unquoted if row.text.strip()), default=0)
    dedented = _without_farewell([row._replace(text=row.text[margin:]) for row in unquoted])
    below, links = without_links(without_promotion(without_explanation_label(dedented)))
    draft.links += links
    root = _without_fields(draft, sections(without_navigation(below)))
    keep(draft, "", take(draft, _without_rationales(draft, root.body), _LABELS))
    outline.read_children(draft, root)


def _without_rationales(draft: Draft, rows: Sequence[Line]) -> list[Line]:
    """Take the remarks on options below a label such as `**Why the others are wrong:**`; return the other lines."""
    rest: list[Line] = []
    end = 0
    for i, row in enumerate(rows):
        labelled = label_and_value(row.text) if i >= end and not row.code else None
        if labelled and not labelled[1] and vocabulary.role(labelled[0]) == "rationales":
            end = _remarks_end(rows, i + 1)
            outline.read_rationales(
                draft, Section(6, label_as_written(row.text), row.number, tuple(rows[i + 1 : end]), ())
            )
        elif i >= end:
            rest.append(row)
    return rest


def _remarks_end(rows: Sequence[Line], start: int) -> int:
    """Return the index after remarks on options: at another label, or at a paragraph that is about no option."""
    for i in range(start, len(rows)):
        row = rows[i]
        if row.code or not row.text.strip():
            continue
        labelled = label_and_value(row.text)
        parted = not rows[i - 1].text.strip() and not row.text.startswith((" ", "\t", "|"))
        if rationale_labels.about_line(row.text) is None and (
            (labelled and _LABELS(labelled[0])) or (parted and i > start + 1)
        ):
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
        elif (not above.strip() or to is fields) and not row.code and _is_field(row.text):
            to = fields
        to.append(row)
        above = row.text
    if fields:
        take(draft, fields, _FIELDS)
        section = section._replace(body=tuple(others))
    return _without_fields(draft, section)


def _is_field(text: str) -> bool:
    """Whether a line is the name of a field or of a mnemonic with its value."""
    labelled = label_and_value(text)
    return bool(labelled and labelled[1] and _FIELDS(labelled[0]))


def _unquoted(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines; a quotation in which a part has its label (`> **Answer:** B`) loses its marks."""
    if not any(bodies.QUOTED.match(row.text) and bodies.names_part(row.text) for row in rows if not row.code):
        return rows
    return [row if row.code else row._replace(text=bodies.QUOTED.sub("", row.text, count=1)) for row in rows]


def _without_farewell(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the last paragraphs where those take leave of the reader."""
    end = len(rows)
    while end:
        last = end
        while last and not rows[last - 1].text.strip():
            last -= 1
        begin = last
        while begin and rows[begin - 1].text.strip() and not rows[begin - 1].code:
            begin -= 1
        if begin == last or not noise.is_farewell(rows[begin].text):
            return rows[:end]
        end = begin
        while end and (
            not rows[end - 1].text.strip() or (not rows[end - 1].code and fragments.RULE.match(rows[end - 1].text))
        ):
            end -= 1
    return rows[:end]


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
