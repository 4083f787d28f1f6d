"""The task list dialect: `#### Q1. Which …?`, then `- [ ]` for each option and `- [x]` for the right ones.

Any heading with a letter and a number begins a question, and so does a line such as `Q2. …` once the question before
has its options. Where there is none, headings or numbered lines do, if most of them ask something: lists of things
to do have boxes as well.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING

from ankigen.markdown import Landmarks, Line, heading, to_lines
from ankigen.model import Diagnostic, Option, Question, Rule, Span
from ankigen.readers.dialects import answer_key, bodies
from ankigen.readers.dialects.numbered import NO_HEADING, WORDS, Start, start
from ankigen.readers.parts import fragments, letters, words
from ankigen.readers.parts.parsed import DraftOption, Hints, Parsed, faults, gathered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ankigen.source import Source

HINTS = Hints(
    stem="write it beside the number: `#### Q1. Which …?`",
    options="write at least two, one a line: `- [ ] text`",
    answer="mark each right option (`- [x] text`), or write `Answer: B` below them",
)
_OPTION = re.compile(
    r"[ \t]*+(?:[-*+]|\d{1,3}[.)])[ \t]*+\[[ \t]*+(?P<mark>[xX✓✔√]?)[ \t]*+\](?!\((?:https?:|#|\.{0,2}/))"
    r"[ \t]*+(?P<text>.*)$"
)
_LANDMARKS = Landmarks(
    re.compile(rf"[ \t]*+#{{2,6}}[ \t]*+(?:[^\W\d_]|{WORDS})[ \t]?[.]?\d{{1,5}}[ \t]*+[.:)、．：]", re.IGNORECASE),
    _OPTION,
)
# What parts the last question from boxes that are none of its options: a rule, or words.
_ASIDE = re.compile(
    r"(?:(?:-[ \t]*+){3,}|(?:\*[ \t]*+){3,}|(?:_[ \t]*+){3,})$"
    r"|\W*(?:to-?[ ]?dos?|check[ -]?lists?|待辦\w*|待办\w*)\W*$",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r"[?？؟:：][*_`]*$")
_BARE = re.compile(r"\W*[A-Za-z](?:\W{1,4}[A-Za-z])*\W*")
_ASKS = re.compile(r"[?？؟]|(?:\\?_){2}")


def read(source: Source) -> Parsed | None:
    """Parse a file that has questions with boxes; a list of things to do has boxes, but no questions."""
    if not re.search(r"^[ \t]*+(?:[-*+]|\d{1,3}[.)])[ \t]*+\[[ \txX✓✔√]*+\]", source.text, re.MULTILINE):
        return None
    rows = to_lines(source.text, _LANDMARKS)
    starts = _starts(rows)
    return _parsed(source.path, rows, starts) if starts else None


def parse(source: Source) -> Parsed:
    """Return the file's questions, and the diagnostics of those that are none."""
    rows = to_lines(source.text, _LANDMARKS)
    return _parsed(source.path, rows, _starts(rows))


def _parsed(path: str, rows: Sequence[Line], starts: Sequence[Start]) -> Parsed:
    count = _before_aside(rows, starts[-1].row if starts else len(rows))
    found = gathered(
        _question(path, first, index, rows[first.row : end])
        for index, (first, end) in enumerate(_spans(starts, count), 1)
    )
    asks = any(not row.code and _ASKS.search(row.text) for row in rows[count:])
    loose = (*rows[: starts[0].row if starts else 0], *(rows[count:] if asks else ()))
    orphan = next((row for row in loose if _box(row)), None)
    if not orphan:
        return found
    lost = Diagnostic(
        rule=Rule.NO_STEM,
        span=Span(path=path, line=orphan.number),
        message="the options belong to no question",
        hint="write their question above them: `#### Q1. Which …?`",
    )
    return Parsed(found.questions, (lost, *found.diagnostics))


def _before_aside(rows: Sequence[Line], start: int) -> int:
    """Return the index at which the last question ends: at a rule or words between its options, answered, and others.

    Below may stand what is to be done to the file.
    """
    marks: set[bool] = set()
    for i in range(start, len(rows)):
        if box := _box(rows[i]):
            marks.add(bool(box["mark"]))
        elif len(marks) == 2 and not rows[i].code and _ASIDE.match(rows[i].text):
            return i if any(map(_box, rows[i:])) else len(rows)
    return len(rows)


def _box(row: Line) -> re.Match[str] | None:
    return None if row.code else _OPTION.match(row.text)


# Where questions begin.


def _starts(rows: Sequence[Line]) -> list[Start]:
    boxes = [0, *accumulate(bool(_box(row)) for row in rows)]
    numbered = [found for i, row in enumerate(rows) if (found := start(i, row))]
    named = {found.word for found in numbered if found.known}
    starts = _in_turn([found for found in numbered if found.word in named | {""}], boxes) if named else []
    lettered = [0, *accumulate(not row.code and bool(letters.OPTION.match(row.text)) for row in rows)]
    filled = sum(
        boxes[end] > boxes[first.row]
        or (lettered[end] > lettered[first.row] + 1 and bool(_said(rows[first.row : end])))
        for first, end in _spans(starts, len(rows))
    )
    if filled * 2 >= len(starts) > 0:
        return starts
    bare = [found for found in numbered if not found.word and found.level < NO_HEADING]
    asking = _asking(bare, rows, boxes)
    if asking:  # others of their rank are questions as well, though faulty ones
        return [found for found in bare if found.level == asking[0].level]
    headings = [
        Start(i, head[0], "", "", head[1], bold=False, indent=0)
        for i, row in enumerate(rows)
        if not row.code and (head := heading(row.text))
    ]
    lists = [found for found in numbered if not found.word and found.level == NO_HEADING]
    # A heading beside an unnumbered one ends its question.
    beside = [found._replace(level=found.level + 1) for found in _asking(headings, rows, boxes)]
    return beside or _asking(lists, rows, boxes)


def _spans(starts: Sequence[Start], count: int) -> Iterator[tuple[Start, int]]:
    """Yield each start with the index of the next one; the last with the number of lines."""
    return zip(starts, [*(following.row for following in starts[1:]), count], strict=False)


def _in_turn(candidates: Sequence[Start], boxes: Sequence[int]) -> list[Start]:
    """Return those that begin a question: named headings, and others with options only after options of one before."""
    kept: list[Start] = []
    for found, end in _spans(candidates, len(boxes) - 1):
        head = found.level < NO_HEADING
        after = not kept or boxes[found.row] > boxes[kept[-1].row]
        above = boxes[end] > boxes[found.row]
        if (head and found.word) or (after and above and (head or found.word)):
            kept.append(found)
    level = min((found.level for found in kept), default=NO_HEADING)
    return [found._replace(level=min(found.level, level)) if found.level == NO_HEADING else found for found in kept]


def _asking(candidates: Sequence[Start], rows: Sequence[Line], boxes: Sequence[int]) -> list[Start]:
    """Return those with options of their own, when most of them ask something and have an answer."""
    kept = [(found, end) for found, end in _spans(candidates, len(rows)) if boxes[end] > boxes[found.row] + 1]
    asking = 0
    for found, end in kept:
        block = rows[found.row : end]
        marks = {bool(box["mark"]) for row in block if (box := _box(row))}
        above = [found.text, *(row.text for row in takewhile(lambda row: not _box(row), block[1:]))]
        answered = len(marks) == 2 or (marks == {False} and _said(block))
        asking += bool(answered) and any(_ASKS.search(text) for text in above)
    return [found for found, _ in kept] if asking * 2 > len(kept) else []


# What a question holds.


def _question(path: str, first: Start, index: int, rows: Sequence[Line]) -> Question | tuple[Diagnostic, ...]:
    stem, boxes = _parted(first, rows)
    between = _between_groups([body for _, body in boxes])
    texts, below = bodies.divide([body for _, body in boxes])
    kept = [(body[0].number, text, bool(mark)) for (mark, body), text in zip(boxes, texts, strict=True) if text or mark]
    labels = letters.number_labels(len(kept))
    options = [DraftOption(a, text, line) for a, (line, text, _) in zip(labels, kept, strict=True)]
    right = [option.label for option, (_, _, mark) in zip(options, kept, strict=True) if mark]
    if not boxes:
        stem, options, right, below = _lettered(stem)
    elif not right:
        below = _unfolded(below)
        right, below = _named(options, _said(below)), _unsaid(below)
    asked = bool(between) and bool(_INTRODUCES.search(fragments.text(between)))
    stem, below = ([*stem, *between], below) if asked else (stem, [*between, *below])
    span = Span(path=path, line=rows[0].number)
    text = fragments.item_text(stem)
    found = tuple(faults(span, text, options, right, HINTS))
    explanation, links = fragments.take_links(fragments.without_label(list(answer_key.unfolded(below))))
    return found or Question(
        span=span,
        index=index,
        stem=text,
        options=tuple(Option(label=label, text=text, line=line) for label, text, line in options),
        answer=tuple(option.label for option in options if option.label in right),
        explanation=fragments.text(explanation),
        links=links,
    )


def _parted(first: Start, rows: Sequence[Line]) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
    """Return the stem, and each box with its lines; a heading of a higher rank below the options ends the question."""
    stem = [rows[0]._replace(text=first.text)]
    boxes: list[tuple[str, list[Line]]] = []
    for row in rows[1:]:
        box, head = _box(row), None if row.code else heading(row.text)
        if box:
            boxes.append((box["mark"], [row._replace(text=box["text"])]))
        elif boxes and head and head[0] < first.level:
            break
        elif not head or words.role(head[1]) not in {"stem", "options", "explanation"}:
            (boxes[-1][1] if boxes else stem).append(row)
    return stem, boxes


def _between_groups(options: Sequence[list[Line]]) -> list[Line]:
    """Take the text between two groups of options out of the last one above it, and return it.

    Text at the margin below an option that is none of its kind's stands there, with two options at least on each side.
    """
    starts = {
        i: next((g.start for g in bodies.groups(rows) if g.kind == "text" and rows[g.start].text[:1].strip()), 0)
        for i, rows in enumerate(options[:-1])
    }
    gaps = {i: start for i, start in starts.items() if start}
    if any(end - start < 2 for start, end in pairwise((-1, *gaps, len(options) - 1))):
        return []
    taken = [row for i, at in gaps.items() for row in options[i][at:]]
    for i, at in gaps.items():
        del options[i][at:]
    return taken


def _lettered(rows: Sequence[Line]) -> tuple[list[Line], list[DraftOption], list[str], list[Line]]:
    """Return the stem, options, answer and explanation of a question with `a)` for boxes, its answer in a sentence."""
    stem, found = letters.option_rows(rows)
    if len(found) < 2:
        return list(rows), [], [], []
    texts, below = bodies.divide([body for _, body in found])
    options = [DraftOption(label, text, body[0].number) for (label, body), text in zip(found, texts, strict=True)]
    return stem, options, _said(below), _unsaid(below)


def _named(options: Sequence[DraftOption], said: Sequence[str]) -> list[str]:
    """Return the labels of the options that an answer names by letter: their own, where each option has one."""
    own = [letters.OPTION.match(option.text.partition("\n")[0]) for option in options]
    written = {match["label"].upper(): option.label for match, option in zip(own, options, strict=True) if match}
    return [written.get(label, label) for label in said] if len(written) == len(options) else list(said)


def _said(rows: Sequence[Line]) -> list[str]:
    """Return the labels that a line such as `Answer: B` names, or a sentence."""
    value = next(filter(None, map(_answer_in, rows)), "")
    return letters.answer(value)[0] or letters.stated(rows)


def _unfolded(rows: Sequence[Line]) -> list[Line]:
    """Return the lines without tags that fold; letters that stand alone below one are an answer."""
    kept = list(answer_key.unfolded(rows))
    folded = any(not row.code and answer_key.TAG.search(row.text) for row in rows)
    alone = [i for i, row in enumerate(kept) if folded and not row.code and _BARE.fullmatch(row.text)]
    for i in alone[:1]:
        kept[i] = kept[i]._replace(text=f"Answer: {kept[i].text.strip()}")
    return kept


def _unsaid(rows: Sequence[Line]) -> list[Line]:
    """Return the lines without those that do nothing but name the answer."""
    return [row for row in rows if not _BARE.fullmatch(_answer_in(row))]


def _answer_in(row: Line) -> str:
    named = None if row.code else fragments.label(row.text.lstrip("> \t"))
    return named[1] if named and words.role(named[0]) == "answer" else ""
