"""Where an option ends: whether code or text below it is still the option, or already the explanation."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import vocabulary
from ankigen.readers.lines import fragments
from ankigen.readers.lines.labelled import explained_option, label_and_value, without_explanation_label
from ankigen.readers.lines.links import without_links
from ankigen.readers.marks import ticks
from ankigen.readers.vocabulary import BELOW_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.markdown import Line

QUOTED = re.compile(r"^[ \t]*+>[ \t]?")
_NESTED = re.compile(r"[ \t]{2,}[-*+][ \t]+(?!\[[ xX]?\])(?P<text>\S.*)$")
_PARAGRAPH = re.compile(r"(?!```|~~~|[-*+][ \t]|!\[|[ \t>|<])\S")
_REMARKS = {"explanation", "note", "links", "provenance", "answer", "mnemonic", "memory", "rationales"}
_REMARKS |= {"id", "level", "topics", "traps", "domain"}
# What is written in place of a label, because the option itself is below: nothing, a dot, a blank, a line break.
_UNSEEN = r"(?:<br\s{0,9}/?>|[\s\u00ad\u200b-\u200d\u2060\ufeff\u2800\u3164])*+"
_NO_TEXT = re.compile(rf"{_UNSEEN}[.:：]?{_UNSEEN}")


class Stretch(NamedTuple):
    """Lines of one kind below an option's first: `code`, `text`, or `glued` text without a blank line between."""

    kind: str
    start: int
    end: int


def divide(options: Sequence[list[Line]]) -> tuple[list[str], list[Line]]:
    """Return each option's text, and the lines that explain.

    Below the last option are both its own body and the explanation: how the other options are built shows which
    is which.
    """
    bare = [_is_bare(rows[0].text, i) for i, rows in enumerate(options)]
    ends = [_before_remark(rows) for rows in options]
    if options:
        ends[-1] = min(ends[-1], _last_end(options, bare))
    texts = [text(rows[:end], i) for i, (rows, end) in enumerate(zip(options, ends, strict=True))]
    return texts, [row for rows, end in zip(options, ends, strict=True) for row in rows[end:]]


def whole(options: Sequence[list[Line]]) -> tuple[list[str], list[Line]]:
    """Return the text of each option below a heading for them, and the paragraphs below the last that are none of it.

    These begin at the margin behind an empty line, and no other option has such. On the front they would give it away.
    """
    end = _before_paragraph(options) if options else 0
    own = [*options[:-1], *(rows[:end] for rows in options[-1:])]
    return [text(rows, n) for n, rows in enumerate(own)], [row for rows in options[-1:] for row in rows[end:]]


def _before_paragraph(options: Sequence[list[Line]]) -> int:
    """Return the index after the last option's own lines."""
    *others, last = [list(groups(rows)) for rows in options]
    own = [group.kind for group in last]
    length = max((_shared(own, [group.kind for group in below]) for below in others), default=0)
    length = max(length, int(_is_bare(options[-1][0].text, len(options) - 1)))
    starts = (group.start for group in last[length:] if group.kind == "text")
    return next((at for at in starts if _is_at_margin(options[-1][at])), len(options[-1]))


def _is_at_margin(row: Line) -> bool:
    """Whether a line is text at the margin: no item, fence, table, picture or quotation, and no tick alone."""
    return bool(_PARAGRAPH.match(row.text) and ticks.without_tick(row.text)[0])


def _last_end(options: Sequence[list[Line]], bare: Sequence[bool]) -> int:
    """Return the index after the last option's own lines: as many groups below it as another one of its kind has."""
    *others, last = [list(groups(rows)) for rows in options]
    shapes = [[group.kind for group in below] for below, alike in zip(others, bare, strict=False) if alike == bare[-1]]
    own = [group.kind for group in last]
    length = max((_shared(own, shape) for shape in shapes), default=0)
    wanting = bool(_NO_TEXT.fullmatch(html.unescape(options[-1][0].text))) or (bare[-1] and any(shapes))
    if not length and last and (wanting or _goes_on(options[-1], last[0])):
        length = 1
    return last[length - 1].end if length else 1


def _shared(own: Sequence[str], shape: Sequence[str]) -> int:
    length = 0
    while length < min(len(own), len(shape)) and own[length] == shape[length]:
        length += 1
    return length


def _goes_on(rows: Sequence[Line], group: Stretch) -> bool:
    """Whether text right below an option is the rest of a wrapped line."""
    return group.kind == "glued" and rows[group.start].text.lstrip()[:1].islower()


def groups(rows: Sequence[Line]) -> Iterator[Stretch]:
    """Yield what is below an option's first line, in lines of one kind."""
    start = 1
    while start < len(rows):
        row = rows[start]
        if not row.code and not row.text.strip():
            start += 1
            continue
        end = start + 1
        while end < len(rows) and rows[end].code == row.code and (row.code or rows[end].text.strip()):
            end += 1
        glued = start == 1 and not row.code
        yield Stretch("code" if row.code else "glued" if glued else "text", start, end)
        start = end


def _before_remark(rows: Sequence[Line]) -> int:
    """Return the index of the first line that says itself that it is a remark or a link, or a point of its own."""
    for i, row in enumerate(rows):
        if i and not row.code and row.text.strip() and is_remark(row):
            return i
    return len(rows)


def is_remark(row: Line) -> bool:
    """Whether a line is labelled as an explanation or a source, or is nothing but a link."""
    labelled = label_and_value(row.text)
    name = labelled[0] if labelled else row.text if len(row.text) < 40 else ""
    if vocabulary.role(name) in _REMARKS or explained_option(row.text):
        return True
    return "://" in row.text and not without_links([row])[0]


def _is_bare(text: str, index: int) -> bool:
    """Whether an option has only a label beside its box, so that the option itself is what follows."""
    plain = html.unescape(text).strip(" *_`()")
    return bool(_NO_TEXT.fullmatch(plain)) or plain.rstrip(".:)").upper() == chr(ord("A") + min(index, 25))


def text(rows: Sequence[Line], index: int) -> str:
    """Return the text of an option from its lines, without the letter behind its box where it is all in the first."""
    first = html.unescape(rows[0].text)
    labelled = first.rstrip(" *_`").endswith((".", ")")) and _is_bare(first, index)
    empty = len(rows) > 1 and (labelled or _NO_TEXT.fullmatch(first))
    return fragments.item_text([rows[0]._replace(text=""), *rows[1:]] if empty else list(rows))


def feedback(rows: Sequence[Line], label: str = "", *, last: bool = False) -> tuple[list[Line], str]:
    """Return an option's lines without what says below it why it is right or wrong, and that.

    It is a quotation, one nested item, or what has a name for the explanation of the option with this label; below the
    last option that is one paragraph.
    """
    begun = next((n for n, row in enumerate(rows) if n and label and explained_option(row.text) == label), 0)
    if begun and not rows[begun].code:
        end = _paragraph_end(rows, begun) if last else len(rows)
        value = (label_and_value(rows[begun].text) or ("", ""))[1]
        return [*rows[:begun], *rows[end:]], fragments.text([rows[begun]._replace(text=value), *rows[begun + 1 : end]])
    begin = next((n for n, row in enumerate(rows) if n and not row.code and QUOTED.match(row.text)), len(rows))
    if begin == len(rows):
        return _nested(rows)
    own = rows[:begin]
    if not any(row.text.strip() for row in own) or not rows[begin - 1].text.strip():
        return list(rows), ""
    end = begin
    while end < len(rows) and not rows[end].code and QUOTED.match(rows[end].text) and not names_part(rows[end].text):
        end += 1
    quoted = fragments.text([row._replace(text=QUOTED.sub("", row.text, count=1)) for row in rows[begin:end]])
    return [*own, *rows[end:]], quoted


def _paragraph_end(rows: Sequence[Line], start: int) -> int:
    """Return the index after a paragraph; that of a label alone is the next one."""
    pair = label_and_value(rows[start].text)
    alone = start + 1 if pair and not pair[1] else start
    first = next((n for n in range(alone, len(rows)) if rows[n].text.strip()), len(rows))
    return next((n for n in range(first, len(rows)) if not rows[n].text.strip()), len(rows))


def _nested(rows: Sequence[Line]) -> tuple[list[Line], str]:
    """Return an option's lines and the one item nested below its text or code, where nothing follows that."""
    last = next((n for n in range(len(rows) - 1, 0, -1) if rows[n].text.strip()), 0)
    item = _NESTED.match(rows[last].text) if last and not rows[last].code else None
    if item is None or any(_NESTED.match(row.text) for row in rows[1:last] if not row.code):
        return list(rows), ""
    if not any(row.text.strip() for row in rows[:last]):
        return list(rows), ""
    remark = without_explanation_label([rows[last]._replace(text=item["text"])])
    return [*rows[:last], *rows[last + 1 :]], remark[0].text


def names_part(text: str) -> bool:
    """Whether a line, quoted or not, begins with the label of a part below the options."""
    labelled = label_and_value(QUOTED.sub("", text))
    return labelled is not None and vocabulary.role(labelled[0]) in BELOW_ROLES
