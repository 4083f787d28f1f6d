"""The stem of a question, its title, and the fields above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.readers import vocabulary
from ankigen.readers.answers import Statement
from ankigen.readers.assemble.tail import marked_part
from ankigen.readers.blocks.noise import is_verdict
from ankigen.readers.lines import fragments
from ankigen.readers.lines.labelled import is_form, label_and_value
from ankigen.readers.lines.links import without_navigation
from ankigen.readers.marks.starts import are_points, is_word, start_in, title
from ankigen.readers.parts.fields import SHORT, add_to_explanation, label_tables, take_labelled
from ankigen.readers.vocabulary import METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.markdown import Line
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.parts.draft import Draft

_LONGEST_HEADING = 64  # characters: a longer heading is the stem's beginning
_LONGEST_THAI = 24  # characters of a title
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_LEVEL = re.compile(
    r"[(（\[](?P<level>L\d[\w-]*(?:[^()（）\[\]]*→[^()（）]*)?|basic|beginner|easy|medium|intermediate|hard|advanced|簡單|中等|困難)"
    r"[)）\]]",
    re.IGNORECASE,
)
_ID = re.compile(r"[(（\[【`]*(?P<id>\bQ-(?:[A-Z0-9]{1,12}-)*\d{1,5})\b[)）\]】`]*")
_LONGEST_FIELD = 60  # characters of a line that says of what kind a question is
_SENTENCE = re.compile(r"[?？:：.。।؟۔!！][\"'”’)）*_]*$")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?!\[[ xX]?\])")
_FACTS = vocabulary.labels(*METADATA_ROLES)
_HASHTAGS = re.compile(r"[?？؟][\"”’)）*_]{0,4}(?P<tags>(?:[ \t]+#(?=[^\s#]*[^\W\d_])[\w/&.:-]+)+)[ \t]*$")
# The kind of a question in brackets, or behind a colon.
_KIND_BEFORE = re.compile(
    r"\s*+(?:\*\*)?(?:[\[(（【](?P<bracketed>[^\[\]()（）【】\n]{1,40})[\])）】]|(?P<sign>[_*])(?P<set_off>[\u2e80-\ud7ff]{2,10})(?P=sign)"
    r"|(?P<named>[^:：\n]{2,40}?)(?:[:：]|[ \t][-–—](?=[ \t])))(?:\*\*)?[ \t]*+[:：.。]?[ \t]*+(?=\S)"
)
_KIND_BEHIND = re.compile(r"[ \t\u3000]*[\[(（【](?P<kind>[^\[\]()（）【】\n]{1,40})[\])）】][.。]?$")
_BOLD_END = re.compile(r"(?:\*\*|__|</b>|</strong>)[:：]?[ \t]*$", re.IGNORECASE)
_LONGEST_KIND = 60  # characters
_ENDS_OF_KIND = frozenset("])）】.。")
_BETWEEN_FACTS = re.compile(r"[,，、;；|]")
_COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_AT_END = frozenset(
    {"id", "level", "topics", "traps", "tags"}
)  # one of the labels below the text of a stem is of these


def take_stem(draft: Draft, layout: Layout, segment: Segment, end: int) -> None:
    """Read the stem; a heading above text that asks is its title: `### Q7 - Storage (L1-Basic)`."""
    begin, rows = segment.begin, layout.rows
    if begin >= end:
        return
    heading = bool(layout.marked[begin].level)
    numbered = segment.start is not None and segment.start.row == begin
    text = _without_hashtags(draft, _beside(draft, layout, segment))
    skip = heading or numbered or _names_options(rows[begin])
    above = _without_answer(draft, layout, segment, begin + skip, end)
    below = _without_metadata(draft, layout, above, begin + skip)
    mark = layout.marked[begin]
    if below and not skip and mark.role == "stem" and mark.value and below[0].number == rows[begin].number:
        below[0] = below[0]._replace(text=mark.value)
    below = [unnamed(row) for row in without_navigation(below) if not _names_options(row)]
    below = [row if row.code else row._replace(text=_without_hashtags(draft, row.text)) for row in below]
    text = "" if text and is_verdict(text) and _is_prose(below) else text
    titled = bool(text) and (heading or _is_bold_title(layout, segment)) and _is_prose(below)
    if titled and _may_be_title(text):
        draft.title = text
        draft.stem.append(fragments.text(below))
    elif not skip or (titled and vocabulary.role(text)):
        draft.stem.append(fragments.text(below))
    else:
        draft.stem.append(fragments.item_text([rows[begin]._replace(text=text, code=False), *below]))


def _without_answer(draft: Draft, layout: Layout, segment: Segment, begin: int, end: int) -> list[Line]:
    """Return the lines of a stem, with an empty one for the answer that is stated above the options."""
    lines = list(layout.rows[begin:end])
    for n, row in enumerate(lines):
        mark = layout.marked[begin + n]
        if segment.run and mark.role == "answer" and mark.value and not mark.level:
            draft.stated.append(Statement(mark.value, row.number))
            lines[n] = row._replace(text="")
    return lines


def _without_hashtags(draft: Draft, text: str) -> str:
    """Return a line without the hashtags behind its question, which are tags: `Which …? #aws #s3/buckets`."""
    match = _HASHTAGS.search(text) if "#" in text else None
    if match is None or any(_COLOUR.fullmatch(name) for name in match["tags"].split()):
        return text
    SHORT["tags"](draft, "tags", "", match["tags"].strip())
    return text[: match.start("tags")]


def _is_bold_title(layout: Layout, segment: Segment) -> bool:
    """Whether a bold number has all of its line in bold, or a blank line below: text goes on in the line below."""
    if segment.start is None or not segment.start.bold:
        return False
    below = segment.start.row + 1
    whole = _BOLD_END.search(layout.rows[segment.start.row].text)
    return whole is not None or (below < segment.end and layout.marked[below].blank)


def _may_be_title(text: str) -> bool:
    """Whether a text is short, ends no sentence and names no part; Thai ends sentences without a sign."""
    longest = _LONGEST_THAI if _THAI.search(text) else _LONGEST_HEADING
    return len(text) <= longest and not _SENTENCE.search(text) and not vocabulary.role(text)


def take_title(draft: Draft) -> None:
    """Take off a title that only says of what kind the question is: `[MCQ]`."""
    if draft.title and _is_kind(draft.title.strip("[](（）)【】 ")):
        draft.title = ""


def take_kind(draft: Draft) -> None:
    """Take off what a stem only says of the kind of its question: `[MCQ] Which …?`, `…？（单选题）`.

    The answer must be known: a kind that contradicts it stays, so that the checks can see it.
    """
    if not any(draft.stem):
        return
    first = next(n for n, text in enumerate(draft.stem) if text)
    several = len(draft.answer) > 1
    draft.stem[first] = _without_kind_before(draft.stem[first], several=several)
    draft.stem[-1] = _without_kind_behind(draft.stem[-1], several=several)


def _without_kind_before(text: str, *, several: bool) -> str:
    match = _KIND_BEFORE.match(text)
    kind = (match["bracketed"] or match["set_off"] or match["named"]) if match else ""
    asks = match is not None and match["named"] and vocabulary.names_truths(kind)
    return (
        text[match.end() :] if match and not asks and _is_kind_of(kind, several=several) else text
    )  # `True or false: …` asks


def _without_kind_behind(text: str, *, several: bool) -> str:
    match = _KIND_BEHIND.search(text[-_LONGEST_KIND:]) if text[-1:] in _ENDS_OF_KIND else None
    if match is None or not (_is_kind_of(match["kind"], several=several) or are_points(match[0].strip(" \t\u3000.。"))):
        return text
    return text[: len(text) - len(match[0])].rstrip() or text


def _is_kind_of(text: str, *, several: bool) -> bool:
    """Whether a text names a kind of question that fits the number of its right options."""
    kind = vocabulary.fold(_BETWEEN_FACTS.split(text)[0].strip())
    return _is_kind(text) and (kind in vocabulary.in_any_language("asks", "several")) == several


def _is_kind(text: str) -> bool:
    """Whether a text names a kind of question, with its points or without: `单选题，2分`."""
    kind, *others = _BETWEEN_FACTS.split(text)
    kinds = vocabulary.in_any_language("asks", "kinds")
    return vocabulary.fold(kind.strip()) in kinds and all(
        any(map(str.isdecimal, other)) or vocabulary.fold(other.strip()) in kinds for other in others
    )


def take_above(draft: Draft, layout: Layout, segment: Segment) -> None:
    """Read the fields above the first line of a question."""
    for i in segment.fields:
        row, mark = layout.rows[i], layout.marked[i]
        row = row._replace(text=mark.title) if mark.level else row
        draft.parts.add(row, marked_part(row, mark))
        add_to_explanation(draft, "", take_labelled(draft, [row], _FACTS))


def _beside(draft: Draft, layout: Layout, segment: Segment) -> str:
    """Return the text beside a question's number, or its heading; read the marks in a heading with a number."""
    mark, start = layout.marked[segment.begin], segment.start
    if start and start.row == segment.begin:
        text = start.text.lstrip("-–—: \t")
        text = "" if len(text) <= _LONGEST_FIELD and is_form(text) else text
        return _take_level_and_id(draft, text) if mark.level else text
    if mark.level and mark.role == "stem":
        return mark.value
    return "" if mark.role in {"options", "title"} or not mark.level else mark.title


def _is_prose(rows: Sequence[Line]) -> bool:
    """Whether lines have text: more than code and pictures."""
    return any(row.text.strip() and not row.code and not row.text.lstrip().startswith(("![", "<img")) for row in rows)


def _without_metadata(draft: Draft, layout: Layout, rows: Sequence[Line], begin: int) -> list[Line]:
    """Read the labels above and below the text of the stem, such as an ID, and return the other lines."""
    low, high, fields = metadata_around(layout, rows, begin)
    forms = [n for n in fields if n < low and _is_form(rows[n])]
    for n in fields:
        draft.parts.add(rows[n], marked_part(rows[n], layout.marked[begin + n]))
    add_to_explanation(draft, "", take_labelled(draft, [rows[n] for n in fields if n not in forms], _FACTS))
    return list(rows[low:high])


def metadata_around(layout: Layout, rows: Sequence[Line], begin: int) -> tuple[int, int, list[int]]:
    """Return where the text of a stem begins and ends among its lines, and the indexes of labels above and below it.

    `rows` are the lines from index `begin` on.
    """
    forms = [_is_form(row) for row in rows]
    may_begin = _are_fields(layout, rows, begin, METADATA_ROLES)
    for start, end, pairs in label_tables(rows):
        is_down = len(pairs) > 1 and end - start > len(pairs) + 1  # not one row of values below its header
        if is_down and all(map(_is_blank, rows[:start])) and all(_FACTS(vocabulary.plain(name)) for name, _ in pairs):
            may_begin[start:end] = [True] * (end - start)
    low = next((n for n, is_field in enumerate(may_begin) if not (is_field or forms[n])), len(rows))
    may_end = [is_field or _names_options(row) for is_field, row in zip(may_begin, rows, strict=True)]
    high = next((n for n in range(len(rows), low, -1) if not may_end[n - 1]), low)
    if not any(layout.marked[begin + n].role in _AT_END for n in range(high, len(rows))):
        high = len(rows)  # a stem may end with `Domain: example.com`
    fields = [n for n in (*range(low), *range(high, len(rows))) if rows[n].text.strip() and not _names_options(rows[n])]
    return max((n + 1 for n in fields if n < low), default=0), high, fields


def _is_blank(row: Line) -> bool:
    return not row.code and not row.text.strip()


def _is_form(row: Line) -> bool:
    """Whether a line says of what kind the question is, or what it counts: `Type: multiple choice`, `Points: 2`."""
    if row.code or len(row.text) > _LONGEST_FIELD:
        return False
    start = start_in(row.text)
    return is_form(start.text if start else row.text)


def _are_fields(layout: Layout, rows: Sequence[Line], begin: int, roles: frozenset[str]) -> list[bool]:
    """Return for each line whether it is blank, a label of these roles, or an item of the list below such a label."""
    are_fields: list[bool] = []
    is_open = False  # a label of which the value is a list below it
    for n, row in enumerate(rows):
        mark = layout.marked[begin + n]
        is_item = is_open and bool(_BULLET.match(row.text))
        is_label = mark.role in roles and not mark.level
        is_blank = not row.text.strip() and not row.code
        are_fields.append(is_item or is_label or is_blank)
        is_open = is_item or (is_label and not mark.value) or (is_open and is_blank)
    return are_fields


def _take_level_and_id(draft: Draft, text: str) -> str:
    """Read the level and the ID in a title, and return the title without them."""
    if _LEVEL.fullmatch(f"({text.strip('*_ ')})"):
        draft.scalars["level"] = text.strip("*_ ")
        return ""
    for name, pattern in (("level", _LEVEL), ("id", _ID)):
        match = pattern.search(text)
        if match:
            draft.scalars[name] = match[name].strip()
            text = f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}".strip(" -–—:：")
    return text


def _names_options(row: Line) -> bool:
    """Whether a line is the name of the options or the stem, and nothing else."""
    labelled = None if row.code else label_and_value(row.text)
    head = None if row.code else title(row.text)
    name = head[1] if head else labelled[0] if labelled and not labelled[1] else ""
    return vocabulary.role(name) in {"options", "stem"}


def unnamed(row: Line) -> Line:
    """Return `**Question:** Which …?` without the label; it may be a heading."""
    head = None if row.code else title(row.text)
    labelled = None if row.code else label_and_value(head[1] if head else row.text)
    if labelled is None or not labelled[1]:
        return row
    name, value = labelled
    asks = vocabulary.role(name) == "stem" or name == "q" or (len(name) > 1 and is_word(name))
    return row._replace(text=value) if asks else row
