"""What looks like a question and was not read: nothing is lost in silence."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule
from ankigen.readers import vocabulary
from ankigen.readers.grouping import hidden
from ankigen.readers.lines.places import shortened
from ankigen.readers.lines.remembered import remembered
from ankigen.readers.marks.answer_keys import is_answer_key_row
from ankigen.readers.marks.starts import NO_HEADING, is_question, title
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.lines.places import Places
    from ankigen.readers.marks.labels import Label
    from ankigen.readers.marks.mark import Mark
    from ankigen.readers.marks.starts import Start

_ONLY_LINK = re.compile(r"\W*(?:<?https?://\S+>?|\[[^\]]*\]\([^)]*\))\W*(?:[-–—:,]?\s*\S+){0,3}\W*")
_BOLD_LABEL = re.compile(r"[ \t]*(?:[-*+][ \t]+)?\*\*(?P<label>[^*:：]{2,30})(?:[:：]\*\*|\*\*[:：])")
_LONGEST_LABEL = 30  # characters
_LETTER = re.compile(r"[^\w]*[A-Ha-h]\W*")
_LETTERS = re.compile(r"[*_`(\[ ]*[A-H][*_`)\] ]*(?:[,、&+][*_`(\[ ]*[A-H][*_`)\] ]*)+(?:$|[-–—.:])")
_EXPLAINS = frozenset({"explanation", "rationales", "mnemonic"})
_FARTHEST_NEIGHBOUR = 4  # lines between an explanation and its question, or an option and the next
_MOST_RELATED = 5  # places that are listed beside the first
_LONGEST_SENTENCE = 100  # characters: a longer sentence about answers is prose


def is_reading_list(run: OptionRun) -> bool:
    """Whether most boxes are beside nothing but links: a list of what to read."""
    if run.family != "box":
        return False
    links = sum("://" in choice.text and bool(_ONLY_LINK.fullmatch(choice.text)) for choice in run.choices)
    return links * 2 > len(run.choices)


def has_any_answer(layout: Layout, segment: Segment) -> bool:
    """Whether anything says which options are right."""
    if segment.run and segment.run.is_ticked:
        return True
    low = segment.run.last + 1 if segment.run else segment.begin
    return any(
        layout.marked[i].answers or layout.marked[i].role == "answer_key" or i in layout.folded
        for i in range(segment.begin, segment.end)
        if i >= low or layout.marked[i].value
    )


def names_stem_or_options(layout: Layout, segment: Segment) -> bool:
    """Whether headings name the parts of a question."""
    return any(
        layout.marked[i].level and layout.marked[i].role in {"stem", "options"}
        for i in range(segment.begin, segment.end)
    )


def misspelt(layout: Layout, segments: Sequence[Segment], places: Places) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each label or heading in questions that is nearly the name of a part.

    Above them and between them only labels are meant: a heading there may be that of a chapter.
    """
    low = 0
    for segment in segments:
        yield from _misspelt(layout, range(low, segment.begin), places, inside=False)
        yield from _misspelt(layout, range(segment.begin, segment.end), places, inside=True)
        low = segment.end


def _misspelt(layout: Layout, rows: range, places: Places, *, inside: bool) -> Iterator[Diagnostic]:
    for i in [i for i in rows if layout.marked[i].level or "**" in layout.rows[i].text]:
        mark, row = layout.marked[i], layout.rows[i]
        if (mark.level and not inside) or mark.role or mark.start or mark.label or row.code:
            continue
        written = "" if i in layout.folded else label_in(row.text)
        near = vocabulary.nearest_part(written) if written else ""
        if near:
            yield Diagnostic(
                rule=Rule.UNKNOWN_LABEL,
                span=places.span(layout.rows[i].number, written),
                message=f"`{written}` is the name of no part; the nearest is `{near}`",
                hint=f"correct the label; its text was {'kept in the explanation' if inside else 'left out'}",
            )


@remembered
def label_in(text: str) -> str:
    """Return the words of a line that may be the name of a part: a heading, or a label in bold; "" for none."""
    level_and_text = title(text) if "#" in text[:4] else None
    bold = _BOLD_LABEL.match(text) if "**" in text and not level_and_text else None
    written = (level_and_text[1] if level_and_text else bold["label"] if bold else "").strip(" :：")
    return written if len(written) < _LONGEST_LABEL else ""


def suspected(layout: Layout, places: Places, covered: Collection[int]) -> tuple[Diagnostic, ...]:
    """Return a diagnostic for all that looks like questions between lines that are `covered`, at the first of it."""
    reasons = {
        run.first: "boxes that belong to no question" if run.family == "box" else "options without an answer"
        for run in layout.runs
        if len(run.choices) > 1
    }
    reasons |= dict.fromkeys(hidden.open_fences(layout), "code that is not closed")
    reasons |= dict.fromkeys(hidden.questions_in_code(layout), "a question in a fence, which holds code")
    reasons |= dict.fromkeys(hidden.questions_in_tables(layout), "a question in the cells of a table")
    reasons |= dict.fromkeys(
        hidden.asking_above_folded(layout), "a question whose answer is none of the lines below it"
    )
    reasons |= dict.fromkeys(hidden.asked_above_lists(layout), "a question with a list of which no item is marked")
    reasons |= dict.fromkeys(hidden.lists_in_bold(layout), "a list with one item in bold below a heading that asks")
    reasons |= dict.fromkeys(
        hidden.parted_by_bars_in(layout),
        "a question and cells between bars, of which the last names none of those before it",
    )
    options = {choice.row for run in layout.runs for choice in run.choices}
    gaps: list[list[int]] = []
    last = -1
    for i, mark in enumerate(layout.marked):
        if i in covered:
            last = i
            continue
        if i not in reasons and i not in options and not layout.rows[i].code:
            why = _looks_like(mark, layout.rows[i].text) or _goes_on_asking(layout, i) or _is_told_about(layout, i)
            reasons |= {i: why} if why else {}
        if i in reasons:
            if not gaps or last > gaps[-1][-1]:
                gaps.append([])
            gaps[-1].append(i)
    return tuple(_not_read(layout, places, gap, reasons[gap[0]]) for gap in gaps)


def others_in(layout: Layout, segment: Segment) -> Iterator[int]:
    """Yield the indexes at which a segment has parts of other questions: numbers and options that are not its own.

    Options below its answer are remarks on its own.
    """
    own = segment.run.first if segment.run else segment.end
    low = segment.run.last if segment.run else segment.begin
    answer = next((i for i in range(low, segment.end) if layout.marked[i].role in ANSWER_ROLES), segment.end)
    at = bisect_left(layout.runs, segment.begin, key=lambda run: run.first)
    for run in layout.runs[at:]:
        if run.first >= answer:
            break
        if run.first != own and len(run.choices) > 1:
            yield run.first
    number = segment.start.number if segment.start else ""
    for i in range(segment.begin + 1, segment.end):
        start = layout.marked[i].start
        if (
            start
            and _begins_question(start)
            and not (i > answer and start.number == number and not is_question(start.text))
        ):
            yield i


def tables_below(layout: Layout, segments: Sequence[Segment]) -> Iterator[int]:
    """Yield the indexes of the lines of tables below the options of segments that hold other questions."""
    for i in hidden.questions_in_tables(layout):
        if any(
            segment.begin <= i < segment.end and (segment.run is None or i > segment.run.last) for segment in segments
        ):
            yield i


def asked_below(layout: Layout, segments: Sequence[Segment]) -> Iterator[int]:
    """Yield the indexes of the lines below the options of segments that are called a question and have a list."""
    in_order = sorted(segments, key=lambda segment: segment.begin)
    for i in hidden.asked_above_lists(layout):
        at = bisect_left(in_order, i, key=lambda segment: segment.begin) - 1
        run = in_order[at].run if at >= 0 else None
        if run and run.last < i < in_order[at].end:
            yield i


def _not_read(layout: Layout, places: Places, at: Sequence[int], why: str) -> Diagnostic:
    """Return the diagnostic of lines that look like parts of questions, all in one gap between questions."""
    first, *others = (places.span(layout.rows[i].number, layout.marked[i].value or layout.rows[i].text) for i in at)
    more = f", and {len(others)} more places" if len(others) > 1 else ", and one more place" if others else ""
    return Diagnostic(
        rule=Rule.NOT_READ,
        span=first,
        message=f"looks like a question and was not read: {why}{more}",
        hint="write the options below the question, and the answer below them: `**Answer:** B`",
        related=tuple(others[:_MOST_RELATED]),
    )


def _looks_like(mark: Mark, text: str) -> str:
    """Return what part of a question a line looks like, "" for none."""
    if mark.start and _begins_question(mark.start):
        return "a numbered question without options"
    if mark.role == "stem" and is_question(mark.value):
        return "a question without options"
    if mark.role == "answer_key" and mark.value:
        return f"answers without questions: `{shortened(mark.value)}`"
    names_answer = mark.role in ANSWER_ROLES and bool(mark.value)
    if mark.level and not mark.value and mark.role in ANSWER_ROLES | {"answer_key"}:
        names_answer = not ANSWER_ROLES.isdisjoint(vocabulary.roles(mark.title))
    is_prose = mark.value == text and len(text) > _LONGEST_SENTENCE
    quoted = f": `{shortened(mark.value)}`" if mark.value else ""
    return f"an answer without a question{quoted}" if names_answer and not is_prose else ""


def _goes_on_asking(layout: Layout, i: int) -> str:
    """Return the reason to suspect a numbered line whose paragraph asks something; "" for any other.

    Below a number in a heading there may be blank lines.
    """
    start = layout.marked[i].start
    if start is None:
        return ""
    while start.level < NO_HEADING and not start.text and i + 1 < len(layout.rows) and layout.marked[i + 1].blank:
        i += 1
    below = takewhile(lambda j: _is_plain(layout.marked[j]), range(i + 1, min(i + 4, len(layout.rows))))
    asks = any(is_question(layout.rows[j].text) for j in below)
    return "a numbered question without options" if asks else ""


def _is_told_about(layout: Layout, i: int) -> str:
    """Return what a line looks like that explains or answers a question, or is one by its callout, "" for any other."""
    if i in layout.asked:
        return "a question without options"
    mark = layout.marked[i]
    if i in layout.folded and _answers(layout, i):
        return "an answer without a question"
    if mark.label and (why := _are_options(layout, i, mark.label)):
        return why
    if mark.role in ANSWER_ROLES | {"answer_key"} and not mark.value:
        return _names_answers(layout, i)
    if mark.role not in _EXPLAINS:
        return ""
    near = range(max(i - _FARTHEST_NEIGHBOUR, 0), i)
    asks = any(is_question(layout.rows[j].text) for j in near if not layout.rows[j].code)
    return "an explanation without options" if asks else ""


def _names_answers(layout: Layout, i: int) -> str:
    """Return what a line looks like that names an answer, or several, which are below it; "" where none are."""
    near = range(i + 1, min(i + 4, len(layout.rows)))
    below = next((layout.rows[j].text for j in near if layout.rows[j].text), "")
    if layout.marked[i].role == "answer_key":
        return "answers without questions" if is_answer_key_row(below) or below[:1].isdecimal() else ""
    return "an answer without a question" if _LETTER.fullmatch(below) else ""


def _answers(layout: Layout, i: int) -> bool:
    """Whether a folded line is a letter, or the first of its fold and letters of options, or true or false."""
    text = layout.rows[i].text
    if _LETTER.fullmatch(text):
        return True
    above = next((j for j in range(i - 1, -1, -1) if not layout.marked[j].blank), -1)
    return above not in layout.folded and bool(_LETTERS.match(text) or vocabulary.truth(text) is not None)


def _are_options(layout: Layout, i: int, label: Label) -> str:
    """Return what options look like that begin at a label and are in no run; "" for any other label."""
    if label.position > 0 and _goes_up(layout, i, label):
        return "options without the first"
    return "options out of order" if label.position == 1 and _is_above_first(layout, i, label) else ""


def _is_above_first(layout: Layout, i: int, label: Label) -> bool:
    """Whether the first option is right below the second."""
    below = layout.marked[i + 1].label if i + 1 < len(layout.rows) else None
    return below is not None and below.family == label.family and below.position == 0


def _goes_up(layout: Layout, i: int, label: Label) -> bool:
    """Whether the label below an option is the next one."""
    below = next(
        (next_label for mark in layout.marked[i + 1 : i + 1 + _FARTHEST_NEIGHBOUR] if (next_label := mark.label)), None
    )
    return below is not None and below.family == label.family and below.position == label.position + 1


def _is_plain(mark: Mark) -> bool:
    return not (mark.blank or mark.level or mark.role or mark.start or mark.label or mark.rule)


def _begins_question(start: Start) -> bool:
    """Whether a number begins a question: it asks something, or is a heading with a word for question."""
    worded = start.is_worded and (len(start.word) > 1 or not start.word.isascii() or start.word == "q")
    if is_question(start.text):
        return not _ONLY_LINK.fullmatch(start.text)
    alone = start.level < NO_HEADING or start.bold or not start.text
    return worded and bool(start.word) and alone
