"""Text to lines: what only wraps or folds other markdown is taken off, and each line keeps its number.

Callouts, admonitions, directives and `<details>` hold questions or their answers; their content is markdown like any
other. What was folded is remembered, for an answer often is there alone.
"""

from __future__ import annotations

import re
import tomllib
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from ankigen.markdown import Line, to_lines
from ankigen.readers import vocabulary
from ankigen.readers.blocks import answer_keys, fences, folds, front, noise
from ankigen.readers.blocks.exports import (
    MAY_BE_SEPARATED,
    MAY_ENCLOSE,
    MAY_HAVE_SIGNS,
    MAY_HAVE_TABLES,
    MAY_QUOTE,
    MAY_WRAP,
    with_answers_below,
    with_boxes,
    with_plain_letters,
    with_signs_behind,
    without_breaks,
    without_elements,
    without_instructions,
    without_quotes,
    without_separated,
    without_shortcodes,
    without_tables,
    without_wraps,
)
from ankigen.readers.blocks.titles import with_titles
from ankigen.readers.blocks.wrapping import Wrapped, revealed, unwrapped, wraps
from ankigen.readers.lines import fragments
from ankigen.readers.lines.fragments import CODE_SPAN
from ankigen.readers.marks.inline import split_options
from ankigen.readers.marks.starts import LANDMARKS, NO_HEADING, number_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SPAN = re.compile(r"(?<![!\])])\[([^\[\]\n]*)\]\{[.#][^{}\n]*\}")
# The attributes of an item (Pandoc, kramdown): `- text {.correct}` and `- [text]{.correct}`.
_ATTRIBUTES = re.compile(
    r"^(?P<item>[ \t]*+(?:[-*+]|\d{1,3}[.)])[ \t]++)(?:\[(?P<span>[^\[\]\n]*)\]|(?P<text>[^\n]*\S)[ \t]*)"
    r"\{(?P<classes>\.[\w-]+(?:[ \t]+\.[\w-]+)*)\}[ \t]*$",
    re.MULTILINE,
)
_ATTRIBUTES_ALONE = re.compile(r"^[ \t]*\{\.[\w. \t-]+\}[ \t]*$", re.MULTILINE)
_QUOTED_OPTION = re.compile(r">(?=[A-Ha-h][.)][ \t])")
_OPTION = re.compile(r"[A-Ha-h][.)][ \t]")
_RIGHT_CLASSES = frozenset((".correct", ".right", ".correct-choice", ".correct-answer"))
_KEYCAP = re.compile(r"^(?=[ \t*#]*\d)([ \t*#]*\d{1,2})\ufe0f?\u20e3", re.MULTILINE)
_NUMBERED_PART = re.compile(r"(?P<marks>#{2,6})[ \t]+\d{1,2}[.)][ \t]+(?P<name>[^\W\d_].*)$")
_BOLD_ALONE = re.compile(r"(?P<mark>\*\*|__)(?P<name>[^*_:：]{1,60})(?P=mark)[ \t]*")
_NO_LABELS = frozenset({"title", "group", "recap"})  # only headings name these
_UNDERLINES = {"===": "#", "---": "##"}
_FRONT = re.compile(r"\A(?P<mark>---|\+\+\+)[ \t]*\n(?P<fields>.*?)^(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST_FRONT = 20_000  # characters
_DEEPEST = 5
_MORE_FRONT = re.compile(r"^---[ \t]*\n(?=[ \t]*[A-Za-z_][\w -]*:)(?:(?!---[ \t]*$).*\n)*?---[ \t]*$", re.MULTILINE)


class Page(NamedTuple):
    """The lines of a file without their wrapping.

    `first` is the number of the first line that is not empty. `front` is the front matter, {} where there is none.
    `asked` are the numbers of lines at which a callout or directive begins that is a question, `folded` those of the
    lines inside what is folded.
    """

    rows: tuple[Line, ...]
    front: Mapping[str, Any]
    asked: frozenset[int]
    folded: frozenset[int]
    first: int = 1


def read_page(text: str) -> Page:
    """Return the lines of a file's text."""
    front, body = _front(fences.without_outer_fence(text))
    seen = Wrapped()
    body = _plainer(revealed(body))
    if wraps(body):
        body = "\n".join(unwrapped(body.split("\n"), 1, seen, _DEEPEST))
    rows: Sequence[Line] = fences.with_whole_fences(body) if fences.are_marked(body) else to_lines(body, LANDMARKS)
    below_line_end = f"\n{body}"
    for looks_like, rewritten in REWRITES:
        if looks_like.search(below_line_end):
            rows = rewritten(rows)
    rows = with_titles(rows)
    rows = _without_breaks(noise.without_farewell(noise.without_noise(rows)), body)
    if "</" in body:
        seen.folded |= _details(rows)
        rows = tuple(folds.unfolded(rows))
    rows = with_answers_below(rows)
    above = len(text) - len(text.lstrip("\n"))
    return Page(split_options(rows), front, frozenset(seen.asked), frozenset(seen.folded), above + 1)


def _without_breaks(rows: Sequence[Line], body: str) -> Sequence[Line]:
    """Return the lines of a text without breaks between parts, and with those of keys in fences as lines."""
    if "\\\n" in body or "<br" in body:
        rows = without_breaks(rows)
    return answer_keys.without_answer_key_fences(rows) if "<br" in body or "```" in body or "~~~" in body else rows


def pages(text: str) -> list[str]:
    """Return a file's text for each front matter with parts of a question; each begins with as many lines as are above.

    The parts are those that the first front matter has.
    """
    if not text.lstrip("\n").startswith("---") or "\n---" not in text:
        return [text]
    first = front.parts(_front(text)[0])
    starts = [match.start() for match in _MORE_FRONT.finditer(text) if first & front.parts(_front(match[0] + "\n")[0])]
    if len(starts) < 2:
        return [text]
    ends = [*starts[1:], len(text)]
    return ["\n" * text.count("\n", 0, start) + text[start:end] for start, end in zip(starts, ends, strict=True)]


def _plainer(text: str) -> str:
    """Return a text without what exporters write around labels, options and questions."""
    for signs, plainer in _PLAINER:
        below_line_end = f"\n{text}"
        if any(sign.search(below_line_end) for sign in signs):
            text = plainer(text)
    return text


def _without_attributes(text: str) -> str:
    return _SPAN.sub(r"\1", _ATTRIBUTES_ALONE.sub("", _ATTRIBUTES.sub(_with_tick, text)))


def _with_tick(item: re.Match[str]) -> str:
    """Return an item of a list with a tick in place of the class that says that it is right."""
    right = not _RIGHT_CLASSES.isdisjoint(item["classes"].split())
    return f"{item['item']}{item['span'] or item['text']}{' ✓' if right else ''}"


def _with_quoted_ticked(text: str) -> str:
    """Return a text with a tick behind each option that is quoted, `>B. text`, next to one that is not."""
    if not _QUOTED_OPTION.search(text):
        return text
    rows = text.split("\n")
    full = [i for i, row in enumerate(rows) if row.strip()]
    for before, i, after in zip([*full[:1], *full], full, [*full[1:], *full[-1:]], strict=False):
        if _QUOTED_OPTION.match(rows[i]) and (_OPTION.match(rows[before]) or _OPTION.match(rows[after])):
            rows[i] = f"{rows[i][1:].rstrip()} ✓"
    return "\n".join(rows)


def _with_headings(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with `#` for the headings that are underlined (CommonMark 4.3).

    A line of dashes is a rule to most authors: it makes a heading only of the name of a part.
    """
    new = list(rows)
    for i, row in enumerate(rows):
        mark = row.text[:3]
        if i and mark in _UNDERLINES and not row.code and not row.text.strip(mark[0]).strip(" \t"):
            above, before = rows[i - 1], rows[i - 2] if i > 1 else None
            if _is_underlined(above, before, mark):
                new[i - 1] = above._replace(text=f"{_UNDERLINES[mark]} {above.text.strip()}")
                new[i] = row._replace(text="")
    return new


def _with_labels(rows: Sequence[Line]) -> list[Line]:
    """Return the lines, with a colon behind names of parts that are in bold on lines of their own: `**Options**`."""
    return [_with_colon(row) if row.text[:2] in {"**", "__"} and not row.code else row for row in rows]


def _with_colon(row: Line) -> Line:
    """Return a line in bold that names a part as the label of that part, and any other line as it is."""
    bold = _BOLD_ALONE.fullmatch(row.text)
    if not bold or vocabulary.role(bold["name"]) in _NO_LABELS | {""}:
        return row
    return row._replace(text=f"{bold['mark']}{bold['name'].strip()}:{bold['mark']}")


def _without_part_numbers(rows: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the numbers of a question's parts: `## 1. Text` and `## 2. Answer` below `# Question 7`.

    They are such where one of them is the name of an answer or an explanation.
    """
    parts = {i: part for i, row in enumerate(rows) if not row.code and (part := _NUMBERED_PART.match(row.text))}
    levels = {part["marks"] for part in parts.values() if vocabulary.role(part["name"]) in {"answer", "explanation"}}
    if not levels:
        return rows
    starts = [head for i, row in enumerate(rows) if row.text.startswith("#") and (head := number_at(i, row))]
    outer = min((head.level for head in starts if head.word and head.is_worded), default=NO_HEADING)
    new = list(rows)
    for i, part in parts.items():
        if part["marks"] in levels and len(part["marks"]) > outer:
            new[i] = rows[i]._replace(text=f"{part['marks']} {part['name']}")
    return new


def _is_underlined(row: Line, above: Line | None, mark: str) -> bool:
    """Whether a line above this mark is a heading: it is a paragraph of its own."""
    text = row.text.strip()
    if (
        row.code
        or not text
        or text[0] in ">#*+-|="
        or len(text) > 100
        or (above and above.text.strip() and not above.code and not above.text.startswith("#"))
    ):
        return False
    return mark == "===" or bool(vocabulary.roles(text))


def _front(text: str) -> tuple[Mapping[str, Any], str]:
    """Return the fields of the front matter, and the text with empty lines for it: so that line numbers hold."""
    above = len(text) - len(text.lstrip("\n"))
    body = text[above:]
    match = _FRONT.match(body[:_LONGEST_FRONT]) if body.startswith(("---", "+++")) else None
    if not match or front.is_too_deep(match["fields"]):
        return {}, text
    try:
        fields = tomllib.loads(match["fields"]) if match["mark"] == "+++" else yaml.safe_load(match["fields"])
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if not isinstance(fields, dict):
        return {}, text
    return {str(name): value for name, value in fields.items()}, "\n" * (above + match[0].count("\n")) + body[
        match.end() :
    ]


def _details(rows: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines inside `<details>`."""
    inside, numbers = 0, set[int]()
    closed = max((row.number for row in rows if not row.code and "</details" in row.text.lower()), default=0)
    for row in rows:
        if row.number > closed:
            break
        tags = (
            [tag.lower() for tag in folds.TAG.findall(CODE_SPAN.sub("", row.text))]
            if "<" in row.text and not row.code
            else []
        )
        opened = sum(tag.startswith("<details") for tag in tags)
        inside += opened
        if inside:
            numbers.add(row.number)
        inside = max(0, inside - sum(tag.startswith("</details") for tag in tags))
    return numbers


# What makes a text plainer, each with signs: a text that has none of them is as plain already. A sign begins with a
# character of its own, so that it is looked for fast.
_PLAINER: tuple[tuple[Sequence[re.Pattern[str]], Callable[[str], str]], ...] = tuple(
    ([*map(re.compile, signs)], plainer)
    for signs, plainer in (
        ((r"\\[.)\[]",), fragments.without_escapes),
        ((r"\n[ \t]*+(?:\\?_|[(（])",), fragments.without_space_to_fill_in),
        ((r"\{\.", r"\]\{"), _without_attributes),
        (("\n>",), _with_quoted_ticked),
        (("</", "/>", ":::"), without_elements),
        ((r"<\?quiz",), without_instructions),
        ((r"\[\([ xX]\)\]", r"\[\[[ xX]\]\]"), with_boxes),
        ((r"\{\{[<%][ \t]*/",), without_shortcodes),
        (("\u20e3",), partial(_KEYCAP.sub, r"\1.")),  # a keycap becomes `1.`
        ((":x:", "_mark:", "_check:", "_x:"), fragments.with_signs),
        ((r" \^",), fragments.without_block_names),
        ((r"&(?:nbsp|e[mn]sp);",), fragments.without_wide_gaps),
    )
)
# What rewrites lines, each with a quick look at the whole text: most texts have nothing of the kind.
REWRITES: tuple[tuple[re.Pattern[str], Callable[[Sequence[Line]], Sequence[Line]]], ...] = (
    (answer_keys.MAY_DEFINE, answer_keys.without_definitions),
    (MAY_WRAP, without_wraps),
    (MAY_ENCLOSE, with_plain_letters),
    (MAY_QUOTE, without_quotes),
    (re.compile(r"\n(?<!\n\n)(?:===|---)"), _with_headings),
    (re.compile(r"\n(?:\*\*|__)[^*_:：\n]{1,60}(?:\*\*|__)[ \t]*+(?=\n|$)"), _with_labels),
    (re.compile(r"##[ \t]+\d{1,2}[.)]"), _without_part_numbers),
    (MAY_HAVE_TABLES, without_tables),
    (MAY_BE_SEPARATED, without_separated),
    (MAY_HAVE_SIGNS, with_signs_behind),
)
