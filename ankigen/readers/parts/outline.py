"""A tree of headings, whose words say what each section holds, to the parts of one question.

What no role claims goes to the explanation with its heading, so that nothing is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Section, below, sections
from ankigen.readers import vocabulary
from ankigen.readers.lines import fragments
from ankigen.readers.lines.labelled import LabelledValue, labelled_values, name_and_value, role_of_label
from ankigen.readers.lines.links import has_navigation, without_navigation
from ankigen.readers.lines.tables import lift_tables
from ankigen.readers.parts import rationale_labels
from ankigen.readers.parts.draft import Draft, Rationale
from ankigen.readers.parts.fields import (
    LABELS,
    SCALARS,
    SHORT,
    add_to_explanation,
    options_in,
    stated_at,
    take_item,
    take_labelled,
    take_links,
    take_mnemonic,
    take_options,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ankigen.markdown import Line

_ID = re.compile(r"[a-z]{1,8}-(?:[a-z0-9]{1,12}-)*\d+(?:(?: -|:) .*| (?:題目|题目)?解析.*)?")
_REMARK = re.compile(r"(?:\s[-–—]\s|[:：])\s*(?P<remark>.+)$")
_IN_HEADING = {*SHORT, "answer"} - {"technique", "concepts", "note"}
_COLON = re.compile(r"[:：]")


def gather(section: Section, empty: Draft) -> Draft:
    """Return the parts that a section and those below it hold; without options elsewhere, those below the stem.

    `empty` is a draft that knows of the lines where options begin, and of those that are parts without a label.
    """
    draft = empty.empty()
    _read_group(draft, section)
    if not draft.options and not any(recap.options for recap in draft.recaps):
        draft = empty.empty(options_below=True)
        _read_group(draft, section)
    return draft


def outlined(rows: Sequence[Line], text: str) -> Section:
    """Return the tree of headings without links to the bank's other pages; `text` is the file's."""
    root = sections(rows)
    # A comment may be within a link, whose line has it no more.
    may = "](#" in text or ".md" in text or "Q-X" in text or ("<" in text and "<!--" in text)
    return _without_navigation(root) if may and has_navigation(rows) else root


def _without_navigation(section: Section) -> Section:
    """Return the section without such links, and without sections that held nothing else."""
    children = [(child, _without_navigation(child)) for child in section.children]
    subsections = tuple(new for old, new in children if new.children or _holds_as_much(new.body, old.body))
    body = tuple(without_navigation(section.body))
    return Section(section.level, section.title, section.line, body, subsections)


def _holds_as_much(left: Sequence[Line], before: Sequence[Line]) -> bool:
    return len(left) == len(before) or bool(fragments.text(left)) or not fragments.text(before)


# One function a role for sections; each takes care of everything below its heading.


def _read(draft: Draft, section: Section) -> None:
    name, value = name_and_value(section.title)
    role_before = vocabulary.role(name) if name else ""
    if role_before == "mnemonic":  # `### 口訣：「…」` holds the mnemonic itself
        draft.mnemonic.append(value)
        _read_mnemonic(draft, section)
    elif role_before in _IN_HEADING:  # `### 正解：B`
        take_item(draft, LabelledValue(role_before, name, value, section.line, section.body))
        read_children(draft, section)
    else:
        draft.lines.setdefault(role := _role(draft, section), section.line)
        _SECTIONS.get(role, _read_other)(draft, section)


def _is_part(section: Section) -> bool:
    """Whether a heading names a part of a question, or names it and holds it: `### Answer: B`."""
    if vocabulary.role(section.title):
        return True
    name, _ = name_and_value(section.title)
    return vocabulary.role(name) in {*_IN_HEADING, "mnemonic"} if name else False


def _role(draft: Draft, section: Section) -> str:
    """Return the section's role; a heading of the first rank that is an ID is a title, whatever its letters."""
    part = draft.parts.at(section.line, section.title)
    role = part.role if part else role_of_label(section.title)
    is_id = not role and section.level == 1 and len(section.title) < 200
    return "title" if is_id and _ID.fullmatch(vocabulary.plain(section.title)) else role


def read_children(draft: Draft, section: Section) -> None:
    """Read the parts under the headings below a section's own."""
    for child in section.children:
        _read(draft, child)


def _read_group(draft: Draft, section: Section) -> None:
    if not fragments.text(section.body):  # as most: they only hold others
        read_children(draft, section)
        return
    rows = take_labelled(draft, section.body)
    before, options = (
        options_in(draft, rows) if rows and not draft.options and _role(draft, section) == "group" else ([], [])
    )
    if len(options) > 1:
        draft.stem += filter(None, [fragments.text(before)])
        take_options(draft, rows[len(before) :])
    else:
        add_to_explanation(draft, "", rows)
    read_children(draft, section)


def _read_title(draft: Draft, section: Section) -> None:
    remark = _REMARK.search(section.title)
    draft.title = draft.title or (remark["remark"].strip() if remark else "")
    _read_group(draft, section)


def _read_short(draft: Draft, section: Section) -> None:
    before, values = labelled_values(section.body, LABELS, draft.parts)
    if (not values and fragments.text(section.body)) or fragments.text(before):
        own = LabelledValue(_role(draft, section), section.title, "", section.line, before if values else section.body)
        values = (own, *values)
    for item in values:
        take_item(draft, item)
    read_children(draft, section)


def _read_stem(draft: Draft, section: Section) -> None:
    rest = tuple(child for child in section.children if not _is_part(child))
    if draft.options_below and len(options_in(draft, section.body)[1]) > 1:
        take_options(draft, section.body)
        section = section._replace(body=())
    draft.stem.append(as_markdown(section._replace(children=rest), heading=False))
    for child in section.children:
        if _is_part(child):
            _read(draft, child)


def _read_options(draft: Draft, section: Section) -> None:
    if draft.options:
        draft.explanation.append(as_markdown(section))
        return
    take_options(draft, section.body)
    read_children(draft, section)


def _read_recap(draft: Draft, section: Section) -> None:
    recap = draft.empty()
    _read_group(recap, section)
    draft.recaps.append(recap)


def read_rationales(draft: Draft, section: Section) -> None:
    """Read what a section says of options, each by its label."""
    before: list[Line] = []
    wrong = vocabulary.calls_wrong(section.title)
    rows, rationales = rationale_labels.table_about(section.body)
    for row in rows:
        about = None if row.code else rationale_labels.about_line(row.text, draft.written)
        if about:
            labels, rest, text = about
            rationales.append((labels, rest, [row._replace(text=text)]))
        else:
            (rationales[-1][2] if rationales else before).append(row)
    add_to_explanation(draft, section.title, before)
    for labels, rest, rows in rationales:
        heading = f"{', '.join(labels)} {rest}".strip()
        body = fragments.text(rows)
        line = rows[0].number
        draft.explanation.append(
            Rationale(labels, heading, rest, body, line, line if wrong and not _defends(heading, body) else 0)
        )
    for child in section.children:
        title = rationale_labels.with_letter(child.title, draft.written, in_heading=True)
        labels_and_rest = rationale_labels.about(title)
        if labels_and_rest:
            body = as_markdown(child, heading=False)
            line = child.line if wrong and not _defends(title, body) else 0
            draft.explanation.append(Rationale(labels_and_rest[0], title, labels_and_rest[1], body, child.line, line))
        else:
            draft.explanation.append(as_markdown(child))


def _defends(heading: str, body: str) -> bool:
    """Whether a rationale among those of wrong options calls its option right: `C (正確答案) - …`."""
    return vocabulary.defends(heading) or vocabulary.defends(body.partition("\n")[0])


def _read_mnemonic(draft: Draft, section: Section) -> None:
    take_mnemonic(draft, section.body)
    for child in section.children:
        _read_memory_child(draft, child)


def _read_memory(draft: Draft, section: Section) -> None:
    if any(vocabulary.role(_COLON.split(child.title)[0]) == "mnemonic" for child in below(section)):
        rest, tables = lift_tables(section.body, "")
        draft.tables += tables
        add_to_explanation(draft, section.title, rest)
        for child in section.children:
            _read_memory_child(draft, child)
    else:
        _read_mnemonic(draft, section)


def _read_memory_child(draft: Draft, section: Section) -> None:
    if vocabulary.role(_COLON.split(section.title)[0]):
        _read(draft, section)
        return
    rest, tables = lift_tables(section.body, section.title)
    draft.tables += tables
    if fragments.text(rest) or section.children or not tables:
        draft.explanation.append(as_markdown(section._replace(body=rest)))


def _read_links(draft: Draft, section: Section) -> None:
    take_links(draft, section.body, section.title)
    for child in section.children:
        _read_links(draft, child)


def _read_explanation(draft: Draft, section: Section) -> None:
    """Read an explanation; its own heading is left out, because the card has one."""
    add_to_explanation(draft, "", _lift_endpoints(draft, section))
    for child in section.children:
        _read_other(draft, child)


def _read_other(draft: Draft, section: Section) -> None:
    about = rationale_labels.about(section.title, word=True)
    if about:
        body = as_markdown(section, heading=False)
        draft.explanation.append(Rationale(about[0], section.title, about[1], body, section.line))
        return
    rows = _lift_endpoints(draft, section)
    answer = len(rows) if draft.stated or draft.answer else stated_at(draft, rows)
    add_to_explanation(draft, "", take_labelled(draft, rows[answer:]))
    place = len(draft.explanation)
    read_children(draft, section)
    body = fragments.text(rows[:answer])
    # A heading is left out when all below it has found another place.
    is_lifted = rows is not section.body  # its table has a place of its own
    if body or not (section.children or is_lifted) or any(isinstance(part, str) for part in draft.explanation[place:]):
        heading = f"{'#' * section.level} {section.title}"
        draft.explanation.insert(place, f"{heading}\n\n{body}" if body else heading)


_SECTIONS: dict[str, Callable[[Draft, Section], None]] = {
    "title": _read_title,
    **dict.fromkeys(("group", "tested", "answer_sources"), _read_group),
    **dict.fromkeys((*SCALARS, "topics", "traps", "tags", "answer", "note"), _read_short),
    "stem": _read_stem,
    "options": _read_options,
    "recap": _read_recap,
    "explanation": _read_explanation,
    "rationales": read_rationales,
    "mnemonic": _read_mnemonic,
    "memory": _read_memory,
    "links": _read_links,
}


def as_markdown(section: Section, *, heading: bool = True) -> str:
    """Return a section as markdown, with its own heading unless `heading` is false, and all below it."""
    parts = [f"{'#' * section.level} {section.title}"] if heading else []
    parts.append(fragments.text(section.body))
    return "\n\n".join(filter(None, [*parts, *map(as_markdown, section.children)]))


def _lift_endpoints(draft: Draft, section: Section) -> Sequence[Line]:
    """Return the body, without its tables when all of them list endpoints: those have a place of their own."""
    rest, tables = lift_tables(section.body, section.title)
    if not tables or any(table.kind != "endpoint" for table in tables):
        return section.body
    draft.tables += tables
    return rest
