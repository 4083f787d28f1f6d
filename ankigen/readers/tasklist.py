"""The task list dialect: `#### Q1. Which …?`, then `- [ ]` for each option and `- [x]` for the right ones.

Any heading with a number begins a question, in any language, and so does a line such as `Q2. …` once the question
before has its options. Where no heading has a number, headings and numbered lines that ask something do.
"""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple

from ankigen.diagnostics import Diagnostic, Rule
from ankigen.model import Option, Question, Span
from ankigen.readers import bodies, fragments, letters, words
from ankigen.readers.parsed import Hints, Parsed, faults, gathered
from ankigen.scan import Landmarks, Line, heading, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.sources import Source

HINTS = Hints(
    stem="write it beside the number: `#### Q1. Which …?`",
    options="write at least two, one a line: `- [ ] text`",
    answer="mark each right option: `- [x] text`",
)
_OPTION = re.compile(r"[ \t]*+(?:[-*+]|\d{1,3}[.)])[ \t]*+\[[ \t]*+(?P<mark>[xX✓✔√]?)[ \t]*+\](?!\()[ \t]*+(?P<text>.*)$")
_WORD = r"[^\s\d.:#()\[\]{}`*_?!,;<>|/\\\"'=+&-]{1,16}"
_START = re.compile(
    rf"[ \t]*+(?P<marks>#{{1,6}}+)?[ \t]*+(?P<bold>\*\*|__)?(?P<word>(?:{_WORD}(?: {_WORD})?)?)[ \t]*+[.#№]?[ \t]*+"
    r"(?P<number>\d{1,5})(?:[ \t]*+(?P<end>[.:)、．：])|(?=[ \t]|$|\*\*|__))(?P<text>.*)$"
)
_KNOWN = re.compile(
    r"q|question|題目?|题目?|问题?|問題?|質問|第|pregunta|pergunta|frage|domanda|вопрос|питання|प्रश्न|câu|câu hỏi|soru|pytanie|vraag|fråga",
    re.IGNORECASE,
)
_LANDMARKS = Landmarks(
    re.compile(rf"[ \t]*+#{{2,6}}[ \t]*+(?:[^\W\d_]|{_KNOWN.pattern})[ \t]?[.]?\d{{1,5}}[ \t]*+[.:)、．：]", re.IGNORECASE), _OPTION
)
_ASKS = re.compile(r"[?？؟]|(?:\\?_){2}")


class Start(NamedTuple):
    """Where a question begins: the index of its line, its heading's level, its number's word, and the text beside."""

    row: int
    level: int
    word: str
    number: str
    text: str


def sniff(source: Source) -> bool:
    """Say whether the file has questions with boxes; a list of things to do has boxes, but no questions."""
    if not re.search(r"^[ \t]*+(?:[-*+]|\d{1,3}[.)])[ \t]*+\[[ \txX✓✔√]*+\]", source.text, re.MULTILINE):
        return False
    return bool(_starts(lines(source.text, _LANDMARKS)))


def parse(source: Source) -> Parsed:
    """Return the file's questions, and the diagnostics of those that are none."""
    rows = lines(source.text, _LANDMARKS)
    starts = _starts(rows)
    ends = [start.row for start in starts[1:]] + [len(rows)]
    found = gathered(
        _question(source.path, start, index, rows[start.row : end])
        for index, (start, end) in enumerate(zip(starts, ends, strict=False), 1)
    )
    orphan = next((row for row in rows[: starts[0].row if starts else 0] if _box(row)), None)
    if not orphan:
        return found
    lost = Diagnostic(
        rule=Rule.NO_STEM,
        span=Span(path=source.path, line=orphan.number),
        message="the options belong to no question",
        hint="write their question above them: `#### Q1. Which …?`",
    )
    return Parsed(found.questions, (lost, *found.diagnostics))


def _box(row: Line) -> re.Match[str] | None:
    return None if row.code else _OPTION.match(row.text)


# Where questions begin.


def _starts(rows: Sequence[Line]) -> list[Start]:
    boxes = [0, *accumulate(bool(_box(row)) for row in rows)]
    numbered = [start for i, row in enumerate(rows) if not row.code and (start := _numbered(i, row.text))]
    named = _named(numbered)
    starts = _in_turn([start for start in numbered if _word(start) in named], boxes)
    ends = [start.row for start in starts[1:]] + [len(rows)]
    filled = sum(boxes[end] > boxes[start.row] for start, end in zip(starts, ends, strict=False))
    if filled * 2 >= len(starts) > 0:
        return starts
    headings = [
        Start(i, found[0], "", "", found[1])
        for i, row in enumerate(rows)
        if not row.code and (found := heading(row.text))
    ]
    for weak in (headings, [start for start in numbered if not start.word]):
        starts = _asking(weak, rows, boxes)
        if starts:
            return starts
    return []


def _numbered(i: int, row: str) -> Start | None:
    match = _START.match(row)
    if not match or not (match["marks"] or match["end"]):
        return None
    text = match["text"].strip()
    if match["bold"]:
        text = text.replace(match["bold"], "", 1).strip()
    if match["marks"]:
        text = re.sub(r"(?:^|[ \t])#++$", "", text).strip()
    return Start(i, len(match["marks"] or "") or 7, match["word"], match["number"], text)


def _word(start: Start) -> str:
    return start.word.casefold()


def _named(numbered: Iterable[Start]) -> set[str]:
    """Return the words that number questions: known ones, those of several headings, and none in a file with some."""
    numbers: dict[str, set[str]] = {}
    for start in numbered:
        if start.level < 7:
            numbers.setdefault(_word(start), set()).add(start.number)
        elif _KNOWN.fullmatch(start.word):
            numbers.setdefault(_word(start), set())
    named = {word for word, found in numbers.items() if word and (_KNOWN.fullmatch(word) or len(found) > 1)}
    return named | {""} if named else named


def _in_turn(candidates: Sequence[Start], boxes: Sequence[int]) -> list[Start]:
    """Return those that begin a question; without a heading, only after the options before it and above its own."""
    ends = [start.row for start in candidates[1:]] + [len(boxes) - 1]
    kept: list[Start] = []
    for start, end in zip(candidates, ends, strict=False):
        after = not kept or boxes[start.row] > boxes[kept[-1].row]
        if start.word and start.level < 7 or after and boxes[end] > boxes[start.row] and (start.word or start.level < 7):
            kept.append(start)
    level = min((start.level for start in kept), default=7)
    return [start._replace(level=min(start.level, level)) if start.level == 7 else start for start in kept]


def _asking(candidates: Sequence[Start], rows: Sequence[Line], boxes: Sequence[int]) -> list[Start]:
    """Return those with options of their own, when most of them ask something and have right and wrong options."""
    ends = [start.row for start in candidates[1:]] + [len(rows)]
    kept = [(start, end) for start, end in zip(candidates, ends, strict=False) if boxes[end] > boxes[start.row] + 1]
    asking = 0
    for start, end in kept:
        block = rows[start.row : end]
        marks = {bool(box["mark"]) for row in block if (box := _box(row))}
        above = [start.text, *(row.text for row in takewhile(lambda row: not _box(row), block[1:]))]
        asking += len(marks) == 2 and any(_ASKS.search(text) for text in above)
    return [start for start, _ in kept] if asking * 2 > len(kept) else []


# What a question holds.


def _question(path: str, start: Start, index: int, rows: Sequence[Line]) -> Question | Sequence[Diagnostic]:
    stem, boxes = _parted(start, rows)
    texts, below = bodies.divide([body for _, body in boxes])
    kept = [(body[0].number, text, bool(mark)) for (mark, body), text in zip(boxes, texts, strict=True) if text or mark]
    labels = letters.number_labels(len(kept))
    options = [Option(label=a, text=text, line=line) for a, (line, text, _) in zip(labels, kept, strict=True)]
    right = [option.label for option, (_, _, mark) in zip(options, kept, strict=True) if mark]
    if not boxes:
        stem, options, right, below = _lettered(stem)
    span = Span(path=path, line=rows[0].number)
    text = fragments.item_text(stem)
    found = tuple(faults(span, text, options, right, HINTS))
    explanation, links = fragments.take_links(fragments.without_label(below))
    return found or Question(
        span=span,
        index=index,
        stem=text,
        options=tuple(options),
        answer=tuple(right),
        explanation=fragments.text(explanation),
        links=links,
    )


def _parted(start: Start, rows: Sequence[Line]) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
    """Return the stem, and each box with its lines; a heading of a higher rank below the options ends the question."""
    stem = [rows[0]._replace(text=start.text)]
    boxes: list[tuple[str, list[Line]]] = []
    for row in rows[1:]:
        box, head = _box(row), None if row.code else heading(row.text)
        if box:
            boxes.append((box["mark"], [row._replace(text=box["text"])]))
        elif boxes and head and head[0] < start.level:
            break
        elif not head or words.role(head[1]) not in {"stem", "options", "explanation"}:
            (boxes[-1][1] if boxes else stem).append(row)
    return stem, boxes


def _lettered(rows: Sequence[Line]) -> tuple[list[Line], list[Option], list[str], list[Line]]:
    """Return the stem, options, answer and explanation of a question with `a)` for boxes, its answer in a sentence."""
    stem, found = letters.option_rows(rows)
    if len(found) < 2:
        return list(rows), [], [], []
    texts, below = bodies.divide([body for _, body in found])
    options = [
        Option(label=label, text=text, line=body[0].number) for (label, body), text in zip(found, texts, strict=True)
    ]
    return stem, options, letters.stated(below), below
