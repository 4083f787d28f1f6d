"""The lines that fill a draft: `label: value`, a table of such, and options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, cells, table_end
from ankigen.model import slug, split_tags
from ankigen.readers import vocabulary
from ankigen.readers.answers import Statement
from ankigen.readers.lines import fragments
from ankigen.readers.lines.labelled import (
    LabelledValue,
    MarkedParts,
    label_and_value,
    labelled_values,
    role_of_label,
    without_explanation_label,
)
from ankigen.readers.lines.links import without_links
from ankigen.readers.lines.tables import lift_tables
from ankigen.readers.parts import bodies
from ankigen.readers.parts.answers_in_words import in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ankigen.readers.parts.draft import Draft
    from ankigen.readers.parts.parsed import DraftOption

_NO_LABEL = {"title", "group", "recap", "rationales", "answer_key"}
LABELS = vocabulary.labels(*(role for role in vocabulary.ROLES if role not in _NO_LABEL))
_TERMS = ("technique", "concepts", "keywords")
SCALARS = (
    "id",
    "provenance",
    "level",
    "domain",
    "recall",
    "cards",
    "shuffle",
    "source_answer",
    "community_answer",
    "actual_answer",
    *_TERMS,
)
_TAGS = {"tags", "topics", "traps"}
_BELOW = vocabulary.ANSWER_ROLES | {"explanation", "rationales", "mnemonic", "memory"}
_CLAIM = "{}答案"  # the name of a claim in Chinese, where a table has only the name of who makes it: `官方`
# A table with these in its first row or column says what `label: value` lines say elsewhere.
_IN_TABLE = vocabulary.labels(
    *vocabulary.ANSWER_ROLES, "id", "level", "domain", "topics", "traps", "tags", "provenance"
)
_ONLY_MARK = re.compile(r"\d{1,9}[.)]|[-+*]")  # of a list: alone it is text
_BULLET = re.compile(r"^[-*+][ \t]+")


def take_labelled(draft: Draft, rows: Sequence[Line], is_known: Callable[[str], bool] = LABELS) -> tuple[Line, ...]:
    """Read the values of known labels, in lines and in tables; return the lines before the first one."""
    tabular = any("|" in row.text for row in rows)
    before, values = (_with_tables if tabular else labelled_values)(rows, is_known, draft.parts)
    for item in values:
        take_item(draft, item)
    return before


def _with_tables(
    rows: Sequence[Line], is_known: Callable[[str], bool], parts: MarkedParts
) -> tuple[tuple[Line, ...], Sequence[LabelledValue]]:
    """Return what `labelled_values` does, with the values in tables of labels and values, across or down."""
    before: list[Line] = []
    values: list[LabelledValue] = []

    def go_on(lines: Sequence[Line]) -> None:
        if values:
            values[-1] = values[-1]._replace(following=(*values[-1].following, *lines))
        else:
            before.extend(lines)

    begin = 0
    for start, end, pairs in (*label_tables(rows), (len(rows), len(rows), ())):
        above, in_lines = labelled_values(rows[begin:start], is_known, parts)
        go_on(above)
        values += in_lines
        for label, value in pairs:
            if is_known(vocabulary.plain(label)):
                values.append(LabelledValue(role_of_label(label), label, value, rows[start].number))
            else:
                go_on([rows[start]._replace(text=f"**{label}:** {value}")])
        begin = end
    return tuple(before), values


def label_tables(rows: Sequence[Line]) -> Iterator[tuple[int, int, Sequence[tuple[str, str]]]]:
    """Yield where each table of labels and values begins and ends, and its labels and values."""
    end = 0
    for i, row in enumerate(rows):
        if i < end or "|" not in row.text:
            continue
        end = table_end(rows, i)
        pairs = _pairs([cells(row.text) for row in (row, *rows[i + 2 : end])]) if end > i else ()
        if pairs:
            yield i, end, [(name.strip("*_ \t"), value.strip()) for name, value in pairs]


def _pairs(table: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Return the labels and values of a table that has two lines, or two columns, of these; none for any other."""

    def is_known(name: str) -> bool:
        return len(name) < 60 and _IN_TABLE(vocabulary.plain(name))

    if len(table) == 2 and len(table[0]) == len(table[1]) and all(map(is_known, table[0])):
        return list(zip(*table, strict=True))
    down = [(row[0], row[1]) for row in table if len(row) == 2]
    if down and vocabulary.role(down[0][1]) == "answer":  # `| who | answer |`
        down = [(_CLAIM.format(name.strip("* ")), value) for name, value in down]
    names = [pair for pair in down if is_known(pair[0])]
    listed = down[not (down and is_known(down[0][0])) :]  # without a header such as `| Field | Value |`
    return listed if len(down) == len(table) and names and len(names) >= len(table) - 1 else []


def stated_at(draft: Draft, rows: Sequence[Line]) -> int:
    """Return the index of the line that states the answer, or the number of lines."""
    return next((i for i, row in enumerate(rows) if not row.code and _role_of(draft, row) == "answer"), len(rows))


def _role_of(draft: Draft, row: Line) -> str:
    """Return the part that a line is or names, "" for none."""
    part = draft.parts.at(row.number, row.text)
    labelled = None if part else label_and_value(row.text)
    return part.role if part else vocabulary.role(labelled[0]) if labelled else ""


def add_to_explanation(draft: Draft, title: str, rows: Sequence[Line]) -> None:
    """Put what no role claims into the explanation."""
    left = fragments.text(rows if title else without_explanation_label(rows)) if rows else ""
    if left:
        draft.explanation.append(f"### {title}\n\n{left}" if title else left)


def take_item(draft: Draft, item: LabelledValue) -> None:
    """Put a labelled value where it belongs.

    A short value is beside its label, or below when nothing is beside it; a long one goes on below.
    """
    role = item.role
    draft.lines.setdefault(role, item.line)
    if role in LONG:
        value = f"\\{item.value}" if _ONLY_MARK.fullmatch(item.value) else item.value
        first = (Line(item.line, re.sub(r"^\\(\d+)", r"\1\\", value), code=False),) if item.value else ()
        LONG[role](draft, (*first, *item.following))
        return
    value, below, line = _value(item, one_line=role in vocabulary.ANSWER_ROLES | _TAGS)
    if role == "answer" and not item.value and "|" in value:
        add_to_explanation(draft, "", take_labelled(draft, item.following))
        return
    if role == "answer":
        place = len(draft.stated)
        rows = take_labelled(draft, below)
        add_to_explanation(draft, "", rows)
        if value:
            draft.stated.insert(place, in_full(Statement(value, line), item, below, rows))
        return
    if role in SHORT:
        SHORT[role](draft, role, item.label, value)
    else:
        draft.explanation.append(f"**{item.label}:** {value}")
    add_to_explanation(draft, "", below)


def _value(item: LabelledValue, *, one_line: bool) -> tuple[str, Sequence[Line], int]:
    """Return a value, the lines below it, and its line: beside its label, the next one, or all that follow."""
    if item.value:
        return item.value, item.following, item.line
    if not one_line:
        return fragments.text(item.following), (), item.line
    rows = item.following
    first = next((i for i, row in enumerate(rows) if row.text.strip()), 0)
    end = first + 1
    while end < len(rows) and _bulleted(rows[first].text) == _bulleted(rows[end].text) != "":
        end += 1
    line = rows[first].number if first < len(rows) else item.line
    return fragments.text(rows[first:end]), rows[end:], line


def _bulleted(text: str) -> str:
    """Return the indent of an item of a list with its bullet, "" for any other line."""
    bare = text.lstrip()
    return text[: len(text) - len(bare) + 1] if _BULLET.match(bare) else ""


def _take_tags(draft: Draft, role: str, _label: str, value: str) -> None:
    """Add tags to those that the question has; the first spelling of each stays."""
    tags: dict[str, str] = {}
    for name in (*(getattr(draft, role) or ()), *split_tags(value)):
        tags.setdefault(slug(name), name)
    setattr(draft, role, tuple(tags.values()))


def _take_scalar(draft: Draft, role: str, label: str, value: str) -> None:
    scalar = value if role in _TERMS else _bare(_BULLET.sub("", value))
    unknown = not vocabulary.is_known(role, scalar)
    if scalar and (unknown or draft.scalars.setdefault(role, scalar) != scalar):
        draft.explanation.append(f"**{label}:** {value}")


def _take_note(draft: Draft, _role: str, label: str, value: str) -> None:
    draft.notes.append(f"**{label}:** {value}")


def take_options(draft: Draft, rows: Sequence[Line]) -> None:
    """Read the options, unless there are some; what is before them, such as "choose two", belongs to the stem."""
    end = _options_end(draft, rows)
    before, options = options_in(draft, rows[:end])
    if draft.options or not options:
        add_to_explanation(draft, "", rows)
        return
    bodies_of: list[list[Line]] = []
    for option, body in options:
        own, remark = bodies.feedback(body, option.label.lower())
        bodies_of.append(own)
        if remark:
            draft.feedback.setdefault(option.label, []).append(remark)
    texts, below = (bodies.divide if draft.options_below else bodies.whole)(bodies_of)
    add_to_explanation(draft, "", take_labelled(draft, without_explanation_label(below)))
    unquoted = [row if row.code else row._replace(text=bodies.QUOTED.sub("", row.text, count=1)) for row in rows[end:]]
    add_to_explanation(draft, "", take_labelled(draft, unquoted))
    draft.options += [option._replace(text=text) for (option, _), text in zip(options, texts, strict=True)]
    if fragments.text(before):
        draft.stem.append(fragments.text(before))


def options_in(draft: Draft, rows: Iterable[Line]) -> tuple[list[Line], list[tuple[DraftOption, list[Line]]]]:
    """Return the lines before the first option, and each option with its lines, the first without its label."""
    before: list[Line] = []
    options: list[tuple[DraftOption, list[Line]]] = []
    for row in rows:
        option = draft.choices.get(row)
        if option:
            options.append((option, [row._replace(text=option.text)]))
        else:
            (options[-1][1] if options else before).append(row)
    return before, options


def _options_end(draft: Draft, rows: Sequence[Line]) -> int:
    """Return the index of the first line below the options that names the answer, or another part below options."""
    seen = False
    for i, row in enumerate(rows):
        if row.code:
            continue
        if seen and _role_of(draft, row._replace(text=bodies.QUOTED.sub("", row.text, count=1))) in _BELOW:
            return i
        seen = seen or row in draft.choices
    return len(rows)


def take_mnemonic(draft: Draft, rows: Sequence[Line]) -> None:
    """Read a mnemonic and the tables beside it."""
    rest, tables = lift_tables(rows, "")
    draft.tables += tables
    draft.mnemonic.append(fragments.text(rest))


def take_links(draft: Draft, rows: Sequence[Line], title: str = "") -> None:
    """Read links; what is more than a link goes to the explanation."""
    rest, links = without_links(rows)
    draft.links += links
    add_to_explanation(draft, title, rest)


def _take_topics(draft: Draft, _role: str, label: str, value: str) -> None:
    """Read tags that name no kind, `#aws #s3`, as topics."""
    _take_tags(draft, "topics", label, value)


# What reads the value of each role, which has a label: of one line, or of several.
SHORT: dict[str, Callable[[Draft, str, str, str], None]] = {
    "tags": _take_topics,
    "note": _take_note,
    **dict.fromkeys(("topics", "traps"), _take_tags),
    **dict.fromkeys((role for role in SCALARS if role != "keywords"), _take_scalar),
}
LONG: dict[str, Callable[[Draft, Sequence[Line]], None]] = {
    "keywords": lambda draft, rows: _take_scalar(draft, "keywords", "keywords", fragments.text(rows)),
    "stem": lambda draft, rows: draft.stem.append(fragments.text(rows)),
    "options": take_options,
    **dict.fromkeys(("mnemonic", "memory"), take_mnemonic),
    "explanation": lambda draft, rows: add_to_explanation(draft, "", rows),
    "links": take_links,
}


def _bare(value: str) -> str:
    return value.replace("`", "").strip()
