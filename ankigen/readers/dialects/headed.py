"""The headed dialect: `# Question 7`, `## Question`, `## Options`, `## Explanation`; `(Correct)` ends a right option.

Such files come out of a converter: fences open beside an option's letter and close with `(Correct)` or never, code
has list markers, bullets stand above their text. All of that is mended line by line, before headings are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ankigen.markdown import Line, fenced, heading
from ankigen.model import Question, Span
from ankigen.readers.parts import compose, fragments, letters, outline, words
from ankigen.readers.parts.parsed import Hints, Parsed, faults, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.model import Diagnostic
    from ankigen.readers.parts.draft import Draft
    from ankigen.readers.parts.parsed import DraftOption
    from ankigen.source import Source

HINTS = Hints(
    stem="write it under `## Question`",
    options="write at least two under `## Options`, one a line: `- A. text`",
    answer="write `(Correct)` at the end of each right option",
)
_FENCE = re.compile(r"[ \t]*+(?P<mark>`{3,}+|~{3,}+)(?P<info>.*)$")
_DASH = r"-(?:[ \xa0]|$)"
_CLOSING = re.compile(rf"(?P<dash>{_DASH})?+{_FENCE.pattern}")
_MARK = re.compile(
    r"[(（][ \t]*(?:(?:correct|right)(?: answer)?|正確(?:答案)?|正确(?:答案)?)[ \t]*[)）]", re.IGNORECASE
)
_CORRECT = re.compile(rf"(?:^|(?<=[ \t\xa0]))(?:\*\*|__)?{_MARK.pattern}(?:\*\*|__)?$", re.IGNORECASE)
_EMPTY_BULLET = re.compile(r"[ \t]*[-*+][ \t]*$")
_BULLET = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]")
_PROMOTION = re.compile(
    r"(?:[-*+][ \t]*)?(?:study|learning|course) (?:materials?|resources?)\b.{0,80}\bcourses?\b.{0,80}", re.IGNORECASE
)
_LOST_LINK = re.compile(
    r"(?:[-*+][ \t]*)?(?:lectures?|hands-on|labs?|demos?|videos?|slides|notebooks?|quiz(?:zes)?)(?: \([^()]{1,60}\))?",
    re.IGNORECASE,
)


def read(source: Source) -> Parsed | None:
    """Parse a file in which an option below a numbered question's heading is marked right at its end."""
    blocks = list(_blocks(source.text)) if _MARK.search(source.text) else []
    marked = any(_marked(draft)[1] for _, draft in blocks if len(draft.options) > 1)
    return _parsed(source.path, blocks) if marked else None


def parse(source: Source) -> Parsed:
    """Return the file's questions, and the diagnostics of those that are none."""
    return _parsed(source.path, _blocks(source.text))


def _parsed(path: str, blocks: Iterable[tuple[int, Draft]]) -> Parsed:
    filled = [(line, draft) for line, draft in blocks if draft.stem or draft.options]
    return gathered(
        _question(Span(path=path, line=line), draft, index) for index, (line, draft) in enumerate(filled, 1)
    )


def _question(span: Span, draft: Draft, index: int) -> Question | tuple[Diagnostic, ...]:
    draft.options, right = _marked(draft)
    if right:
        draft.rivals += draft.answer
        draft.answer = right
    compose.settle(draft)
    found = tuple(faults(span, "".join(draft.stem), draft.options, draft.answer, HINTS))
    return found or compose.finish(draft, span, index)


def _marked(draft: Draft) -> tuple[list[DraftOption], list[str]]:
    """Return the options without their marks, and the labels of those that are marked right."""
    options: list[DraftOption] = []
    right: list[str] = []
    for option in draft.options:
        rows = option.text.split("\n")
        ends = [i for i in {0, len(rows) - 1} if _CORRECT.search(rows[i])]
        for i in ends:
            rows[i] = _CORRECT.sub("", rows[i]).rstrip()
        options.append(option._replace(text="\n".join(rows).strip()) if ends else option)
        right += [option.label] if ends else []
    return options, right


def _blocks(text: str) -> Iterator[tuple[int, Draft]]:
    """Yield the line of each question's heading, and its parts."""
    rows = tuple(_mended(fenced(text)))
    starts = [i for i, row in enumerate(rows) if _role(row) == "title"]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=False):
        block = tuple(_joined(rows[start:end]))
        split = next((i for i, row in enumerate(block) if _role(row) == "explanation"), len(block))
        explanation, links = fragments.take_links(_without_promotion(block[split:]))
        draft = outline.gather(outline.outlined((*block[:split], *explanation), text))
        draft.links += links
        yield rows[start].number, draft


def _role(row: Line) -> str:
    found = None if row.code else heading(row.text)
    return words.role(found[1]) if found else ""


# Mending. A fence before the first question is left as it is: it may well show what a question looks like.


def _mended(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines from the first question on, with whole fences."""
    i = next((i for i, row in enumerate(rows) if _role(row) == "title"), len(rows))
    options = -1  # how many there are so far; negative outside of a list of options
    while i < len(rows):
        number, text, _ = rows[i]
        role = _role(rows[i]._replace(code=False))
        options = (0 if role == "options" else -1) if role else options
        option = letters.OPTION.match(text) if options >= 0 else None
        options += bool(option)
        before, fence = (text[: option.start("text")], option["text"] or "") if option else ("", text)
        opening = _FENCE.match(fence)
        if not opening or (opening["mark"][0] in opening["info"]):
            yield Line(number, text, code=False)
            i += 1
            continue
        if option:
            yield Line(number, before, code=False)
        end, after, remark = _closing(rows, i, opening["mark"], options)
        yield Line(number, fence, code=True)
        dashed = after > end and rows[end].text.startswith("-")
        yield from _undashed(rows[i + 1 : end], dashed=dashed)
        yield Line(end, opening["mark"], code=True)
        if remark:
            yield Line(end + 1, remark, code=False)
        i = after


def _closing(rows: Sequence[Line], start: int, mark: str, options: int) -> tuple[int, int, str]:
    """Return the index after a fence's code, the one after its closing mark, and what stands beside that.

    The mark may have a converter's dash before it, as code has. A fence that is not closed ends where the next option
    or part begins.
    """
    for i in range(start + 1, len(rows)):
        text = rows[i].text
        closing = _CLOSING.match(text)
        beside = closing["info"].strip() if closing and closing["mark"].startswith(mark) else "open"
        if not beside or _CORRECT.search(beside):
            return i, i + 1, beside
        option = letters.OPTION.match(text) if options >= 0 else None
        if option and option["bullet"] and ord(option["label"]) == ord("A") + options:
            return i, i, ""
        if _role(Line(0, text, code=False)) in {"title", "stem", "options", "explanation"}:
            return i, i, ""
    return len(rows), len(rows), ""


def _undashed(code: Sequence[Line], *, dashed: bool) -> Iterator[Line]:
    """Yield lines of code without list markers: a converter's stand on every line.

    They follow an empty line, or stand before the closing mark as well: that is `dashed`.
    """
    said = [row for row in code if row.text.strip()]
    first = bool(said) and (dashed or code[0] is not said[0])
    marked = first and all(re.match(_DASH, row.text) for row in said)
    for i, (number, text, _) in enumerate(code):
        if not marked:
            yield Line(number, text, code=True)
        elif text.strip() or i:
            yield Line(number, text[2:], code=True)


def _joined(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; a bullet with nothing beside it takes the text below."""
    bullet = False
    for row in rows:
        if row.code or heading(row.text):
            bullet = False
            yield row
        elif _EMPTY_BULLET.match(row.text):
            bullet = True
        elif bullet and row.text.strip():
            bullet = False
            yield row if _BULLET.match(row.text) else row._replace(text=f"- {row.text.strip()}")
        elif not bullet:
            yield row


def _without_promotion(rows: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without an advertisement for a course, and the titles below it that have lost their links."""
    lost = False
    for row in rows:
        bare = row.text.strip()
        if not row.code and _PROMOTION.fullmatch(bare):
            lost = True
        elif row.code or not lost or not _LOST_LINK.fullmatch(bare):
            yield row
