"""The keyed dialect: numbered questions, options with letters, and the answer below in words.

The answer stands after each question, in `<details>` or after `Answer:`, or all answers in a key further down.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from ankigen.markdown import Line, heading, to_lines
from ankigen.model import Question, Span
from ankigen.readers.dialects import answer_key, bodies
from ankigen.readers.dialects.numbered import NO_HEADING, Start, start
from ankigen.readers.dialects.unquoted import _BELOW, _LABELS, _labelled, _names, _unquoted, _untagged
from ankigen.readers.parts import compose, fragments, letters, words
from ankigen.readers.parts.draft import Draft, keep, take, take_item
from ankigen.readers.parts.parsed import DraftOption, Hints, Parsed, faults, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.model import Diagnostic
    from ankigen.source import Source

HINTS = Hints(
    stem="write it beside the number: `1. Which …?`",
    options="write at least two, one a line: `- A. text`",
    answer="write it below the options, or in a key at the end: `Answer: B`",
)
_ABOVE = words.labels("id", "provenance", "level", "topics", "traps", "domain")
_LETTERS = re.compile(r"[\W_]*(?:[A-H](?:[\W_]{1,4}[A-H])*|[A-H]{2,6})[\W_]*")
_LEVEL = re.compile(
    r"[(（\[](?P<level>L\d[\w-]*(?:[^()（）\[\]]*→[^()（）]*)?|basic|beginner|easy|medium|intermediate|hard|advanced|簡單|中等|困難)"
    r"[)）\]]",
    re.IGNORECASE,
)
_ID = re.compile(r"[(（\[【`]*(?P<id>\bQ-(?:[A-Z0-9]{1,12}-)*\d{1,5})\b[)）\]】`]*")
_ASKS = re.compile(
    r"[?？؟]|[:：]\s*$|(?:\\?_){2}|\b(?:which|what|choose|select|identify|complete)\b|何者|哪|下列|以下", re.IGNORECASE
)
_PARTS = {"stem", "options", "answer", "explanation"}
_SENTENCE = re.compile(r"[?？:：.。!！][\"'”’)）*_]*$")


def read(source: Source) -> Parsed | None:
    """Parse a file in which most numbered points with lettered options ask something and one has an answer."""
    drafts = _drafts(source.text)
    found = [draft for _, draft in drafts if len(draft.options) > 1]
    asking = sum(bool(_ASKS.search("\n".join(draft.stem))) for draft in found)
    ours = asking * 2 > len(found) and any(draft.answer for draft in found)
    return _parsed(source.path, drafts) if ours else None


def parse(source: Source) -> Parsed:
    """Return the file's questions, and the diagnostics of those that are none."""
    return _parsed(source.path, _drafts(source.text))


def _parsed(path: str, drafts: Sequence[tuple[int, Draft]]) -> Parsed:
    return gathered(
        _question(Span(path=path, line=line), draft, index) for index, (line, draft) in enumerate(drafts, 1)
    )


def _question(span: Span, draft: Draft, index: int) -> Question | tuple[Diagnostic, ...]:
    compose.settle(draft)
    found = tuple(faults(span, "".join(draft.stem), draft.options, draft.answer, HINTS))
    return found or compose.finish(draft, span, index)


def _drafts(text: str) -> list[tuple[int, Draft]]:
    """Return the line and the parts of each question; when most of them have no answer, a key may have it."""
    rows = to_lines(text)
    asked, others = _asked(rows)
    if not asked:
        return []
    begun = {found.row for found in asked}
    key = [
        entry
        for entry in answer_key.entries(rows, asked[0].row + 1, {found.number for found in (*asked, *others)})
        if entry.row not in begun
    ]
    drafts = _with_key(rows, asked, others, key) if key else []
    if drafts:
        return drafts
    return [_read(rows, found, end) for found, end in _spans(rows, [*asked, *_answered(rows, asked, others)])]


def _with_key(
    rows: Sequence[Line], asked: list[Start], others: list[Start], key: Sequence[answer_key.Entry]
) -> list[tuple[int, Draft]]:
    """Return the questions with what the key says of them; none when most have an answer of their own."""
    above = answer_key.begins(rows, key[0].row)
    known = {entry.number for entry in key} - {found.number for found in asked}
    lost = [found for found in others if found.number in known and found.row < above]
    read = [(found, *_read(rows, found, end)) for found, end in _spans(rows, [*asked, *lost], {e.row for e in key})]
    if sum(bool(draft.answer) for *_, draft in read) * 2 >= len(read):
        return []
    said: dict[str, list[answer_key.Entry]] = defaultdict(list)
    for entry in reversed(key):
        said[entry.number].append(entry)
    for found, line, draft in read:
        if said[found.number]:
            entry = said[found.number].pop()
            if entry.value:
                take_item(draft, fragments.Item("answer", entry.value, line, ()))
            _take_rest(draft, entry.rows)
    return [(line, draft) for _, line, draft in read]


# Where questions begin and end.


def _asked(rows: Sequence[Line]) -> tuple[list[Start], list[Start]]:
    """Return the numbered lines that begin a question, and those like them that do not.

    Numbers stand in many places; those of the questions look alike and have options, A and B at least, below.
    """
    options = [None if row.code else letters.OPTION.match(row.text) for row in rows]
    labels = ["" if match is None else match["label"].upper() for match in options]
    counts = [[0, *accumulate(label == each for label in labels)] for each in "AB"]
    alike: dict[tuple[object, ...], list[Start]] = defaultdict(list)
    for i, row in enumerate(rows):
        found = start(i, row)
        if found:
            kind = (True,) if found.level < NO_HEADING else (False, found.bold, bool(found.word), found.indent // 2)
            alike[kind].append(found)
    best: list[Start] = []
    same: list[Start] = []
    for starts in alike.values():
        ends = [found.row for found in starts[1:]] + [len(rows)]
        asked = [
            found
            for found, end in zip(starts, ends, strict=True)
            if all(count[end] > count[found.row] for count in counts)
        ]
        if len(asked) > len(best):
            best, same = asked, starts
    best = _with_next(best, sorted(found for starts in alike.values() for found in starts), counts)
    rows_asked = {found.row for found in best}
    return best, [found for found in same if found.row not in rows_asked]


def _with_next(asked: Iterable[Start], numbered: Iterable[Start], counts: Sequence[Sequence[int]]) -> list[Start]:
    """Return those that begin a question, and lines of another look between that do: with the next number and options.

    `numbered` are all in the order of the file.
    """
    begun = list(asked)
    rows = [*(found.row for found in begun), len(counts[0]) - 1]
    numbers = {found.number for found in begun}
    kept: list[Start] = []
    for found in numbered:
        if found.row in rows[:1]:
            kept.append(begun.pop(0))
            rows.pop(0)
        elif kept and found.number not in numbers and int(found.number) == int(kept[-1].number) + 1:
            parts = ((kept[-1].row, found.row), (found.row, rows[0]))
            if all(count[end] > count[start] for count in counts for start, end in parts):
                kept.append(found)
                numbers.add(found.number)
    return kept


def _answered(rows: Sequence[Line], asked: Iterable[Start], others: Iterable[Start]) -> list[Start]:
    """Return the others that have an answer of their own: questions without options."""
    said = [0, *accumulate(_names(row, _BELOW) for row in rows)]
    numbers = {found.number for found in asked}
    starts = sorted([*asked, *others])
    ends = [found.row for found in starts[1:]] + [len(rows)]
    lost: list[Start] = []
    before = 0  # answers up to the last question
    for found, end in zip(starts, ends, strict=True):
        if found.number in numbers:
            before = said[found.row]
        elif said[end] > said[found.row] and (said[found.row] > before or not lost):
            lost.append(found)
            before = said[found.row]
    return lost


def _spans(rows: Sequence[Line], starts: Iterable[Start], stops: Iterable[int] = ()) -> Iterator[tuple[Start, int]]:
    """Yield each question with the index of its end: the next one, an entry of a key, or a heading of its rank."""
    ordered = sorted(starts)
    entries = sorted(stops)
    for found, end in zip(ordered, [*(following.row for following in ordered[1:]), len(rows)], strict=True):
        i = bisect(entries, found.row)
        if i < len(entries) and entries[i] < end:
            end = answer_key.begins(rows, entries[i])  # noqa: PLW2901 - the entry is nearer
        heads = ((i, heading(rows[i].text)) for i in range(found.row + 1, end) if not rows[i].code)
        yield found, next((i for i, head in heads if head and _ends(found, *head)), end)


def _ends(found: Start, level: int, title: str) -> bool:
    """Say whether a heading ends a question: one of a higher rank, or of its own when it names no part of it."""
    named = fragments.label(title)
    part = words.role(named[0] if named else title) in _PARTS
    return level <= found.level and not (part and found.level in {level, NO_HEADING})


# What a question holds.


def _read(rows: Sequence[Line], first: Start, end: int) -> tuple[int, Draft]:
    draft = Draft()
    block = rows[first.row + 1 : end]
    cut = _answer_begins(block)
    before, found = letters.option_rows(block[:cut])
    _take_stem(draft, first, rows[first.row], before)
    texts, below = bodies.divide([body for _, body in found])
    draft.options = [DraftOption(label, text, body[0].number) for (label, body), text in zip(found, texts, strict=True)]
    _take_rest(draft, [*below, *block[cut:]])
    return rows[first.row].number, draft


def _answer_begins(block: Sequence[Line]) -> int:
    """Return the index of the first line below the options that has to do with the answer."""
    options = not any(not row.code and letters.OPTION.match(row.text) for row in block)
    for i, row in enumerate(block):
        if row.code:
            continue
        options = options or bool(letters.OPTION.match(row.text))
        if options and (_names(_labelled(row), _BELOW) or answer_key.TAG.search(row.text)):
            return i
    return len(block)


def _take_stem(draft: Draft, first: Start, row: Line, rows: Sequence[Line]) -> None:
    """Read the stem; a heading above text that asks is its title: `### Q7 - Storage (L1-Basic)`."""
    text = first.text.lstrip("-–—: \t")
    if first.level < NO_HEADING:
        text = _take_marks(draft, text)
        labels = list(takewhile(lambda other: not other.text.strip() or _names(other, _ABOVE), rows))
        keep(draft, "", take(draft, labels, _ABOVE))
        rows = rows[len(labels) :]
    below = [_unnamed(other) for other in rows if not _names_options(other)]
    prose = any(other.text.strip() and not other.code for other in below)
    if first.level < NO_HEADING and prose and text and not _SENTENCE.search(text):
        draft.title = text
        draft.stem.append(fragments.text(below))
    else:
        draft.stem.append(fragments.item_text([row._replace(text=text), *below]))


def _take_marks(draft: Draft, title: str) -> str:
    """Read the level and the ID in a title, and return the title without them."""
    for name, pattern in (("level", _LEVEL), ("id", _ID)):
        match = pattern.search(title)
        if match:
            draft.scalars[name] = match[name].strip()
            title = f"{title[: match.start()].rstrip()} {title[match.end() :].lstrip()}".strip(" -–—:：")
    return title


def _names_options(row: Line) -> bool:
    named = None if row.code else fragments.label(row.text)
    head = None if row.code else heading(row.text)
    title = head[1] if head else named[0] if named and not named[1] else ""
    return words.role(title) in {"options", "stem"}


def _unnamed(row: Line) -> Line:
    """Return `**Question:** Which …?` without the label."""
    named = None if row.code else fragments.label(row.text)
    return row._replace(text=named[1]) if named and named[1] and words.role(named[0]) == "stem" else row


def _take_rest(draft: Draft, rows: Sequence[Line]) -> None:
    """Read what stands below the options: the answer, the explanation, a mnemonic, links."""
    below, links = fragments.take_links(_untagged(_unquoted(rows)))
    draft.links += links
    rest = list(take(draft, below, _LABELS))
    alone = next((row for row in rest if not row.code and len(row.text) < 40 and _LETTERS.fullmatch(row.text)), None)
    if alone and not draft.answer:
        draft.answer, draft.rivals = letters.answer(alone.text)
        rest.remove(alone)
    keep(draft, "", rest)
    if not draft.answer:
        draft.answer = letters.stated(below)
