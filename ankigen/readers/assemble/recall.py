"""A question whose answer names no option to choose: an order, pairs, a number, a gap, or words.

Its card has no options: the things to order or to match are part of its stem. Options that were only not recognised
must not make a question one of these, so what looks like options is looked for in all of its lines.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule
from ankigen.readers import answers
from ankigen.readers.assemble.answer import span_of
from ankigen.readers.lines.places import shortened
from ankigen.readers.marks import labels
from ankigen.readers.marks.starts import NO_HEADING, has_gap, is_question
from ankigen.readers.parts import compose
from ankigen.readers.parts.parsed import Outcome
from ankigen.readers.vocabulary import ANSWER_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ankigen.model import QuestionKind, Span
    from ankigen.readers.answers import Solution, Statement
    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments import Layout, Segment
    from ankigen.readers.lines.places import Places
    from ankigen.readers.marks.starts import Start
    from ankigen.readers.parts.draft import Draft

_PARTS = re.compile(r"\s*(?:[,;，、；\n]|->|→|=>)\s*")
# Labels that ankigen does not read as those of options: roman numbers, letters and words in other brackets, HTML.
_COUNT = r"(?:[^\W_]|[ivx]{1,4}|\d{1,2})[ \t]*"
_ODD_LABEL = re.compile(
    rf"[ \t>]*(?:[-*+•]|\d{{1,3}}[.)])?[ \t]*[*_`]{{0,3}}(?:[(\[{{<|/]{{1,2}}[ \t]*{_COUNT}[)\]}}>|/:.]{{1,2}}"
    rf"|{_COUNT}[)\]}}>|/:.、．。]{{1,2}}|[^\W\d_]{{2,12}}[ \t]*{_COUNT}[.):\]}}])"
    r"[*_`]{0,3}[ \t]*\S|[ \t]*<(?:li|option|input|label|dd|dt)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[ \t>]*(?:[-*+•‣◦▪▫●○–—]|\d{1,2}[.)])[ \t]+\S|[ \t>]*[\u2190-\u2bff\U0001f000-\U0001faff]")
_INLINE = re.compile(r"(?<!\w)[(\[<{]?(?P<label>[A-Fa-f1-6①-⑥])(?:[)\]>}.:、．]|(?<=[①-⑥]))(?=\s*\S)")
_LAST_LETTER = 8  # of options; a letter beyond is an initial
_SHORT_LINE = 60  # characters
_FEW = 10  # lines: more than most questions have options
_ENDS_SENTENCE = re.compile(r"[.。!！:：;；,，、]\W*$")


_ASKS: Mapping[QuestionKind, tuple[Rule, str]] = {
    "ordering": (Rule.ORDERING, "for an order"),
    "matching": (Rule.MATCHING, "to match two lists"),
    "number": (Rule.NUMBER, "for a number"),
    "gap": (Rule.GAP, "to fill a gap"),
    "open": (Rule.OPEN, "for an answer in words"),
}
_HINT = "set `open = true` in bank.toml to make a recall card of it, or write options to choose from"


def recalled(draft: Draft, run: OptionRun | None, places: Places, span: Span, index: int) -> Outcome:
    """Return the question of a draft that has a solution, or what is wrong with it."""
    solution = _first(draft.solutions)
    if solution is None:
        statement = draft.solutions[-1].statement
        message = f"the question has two answers: `{shortened(statement.text)}` is the second"
        return Outcome(
            wrong=(_diagnostic(Rule.UNREADABLE_ANSWER, span_of(statement, places), message, "write one answer"),)
        )
    statement = solution.statement
    shown = _shown_labels(draft, run)
    kind = _kind(solution, "\n".join(draft.stem))
    words = _in_order(draft, solution, shown) if solution.labels else statement.words or statement.text
    draft.stem += [_as_item(shown[option.label], option.text) for option in draft.options]
    _put_back(draft, statement)
    draft.explanation += [
        _as_item(shown.get(label, label), note) for label, notes in draft.feedback.items() for note in notes
    ]
    draft.options, draft.answer, draft.feedback = [], [], {}
    compose.fill_from_recaps(draft)
    draft.options, draft.answer = [], []
    question = compose.finish(draft, places, span, index).model_copy(update={"kind": kind, "solution": words})
    rule, what = _ASKS[kind]
    unasked = _diagnostic(
        rule, span_of(statement, places), f"the question asks {what}: `{shortened(statement.text)}`", _HINT
    )
    return Outcome(question, unasked=unasked if statement.line else None)


def _diagnostic(rule: Rule, span: Span, message: str, hint: str) -> Diagnostic:
    return Diagnostic(rule=rule, span=span, message=message, hint=hint)


def _first(solutions: list[Solution]) -> Solution | None:
    """Return the solution that is stated, None for two that differ."""
    texts = {answers.letters_and_digits(solution.statement.words or solution.statement.text) for solution in solutions}
    return solutions[0] if len(texts) == 1 or solutions[0].labels else None


def _kind(solution: Solution, stem: str) -> QuestionKind:
    """Return what a question asks for, by its answer and its stem."""
    if solution.kind == "ordering" or (answers.orders(stem) and len(_PARTS.split(solution.statement.text)) > 1):
        return "ordering"
    if solution.kind == "matching":
        return "matching"
    if has_gap(stem):
        return "gap"
    return "number" if solution.kind == "number" else "open"


def _shown_labels(draft: Draft, run: OptionRun | None) -> Mapping[str, str]:
    """Return the labels as the file writes them, by those of the options; "" where it writes none."""
    if run is None or len(run.choices) != len(draft.options):
        return {option.label: option.label for option in draft.options}
    upper = run.family in {"A", "А", "Α"}
    return {
        option.label: choice.written.upper() if upper else choice.written
        for option, choice in zip(draft.options, run.choices, strict=True)
    }


def _as_item(label: str, text: str) -> str:
    return f"**{label}.** {text}" if label else f"- {text}"


def _in_order(draft: Draft, solution: Solution, shown: Mapping[str, str]) -> str:
    """Return the things to order as a numbered list, in their order."""
    texts = {option.label: option.text for option in draft.options}
    rows = []
    for n, label in enumerate(solution.labels, 1):
        name = f"**{shown[label]}.** " if shown.get(label) else ""
        rows.append(f"{n}. " + textwrap.indent(f"{name}{texts.get(label, '')}", "   ").strip())
    return "\n".join(rows)


def _put_back(draft: Draft, statement: Statement) -> None:
    """Take the answer in words out of the explanation."""
    if statement.below in draft.explanation:
        place = draft.explanation.index(statement.below)
        draft.explanation[place : place + 1] = [statement.rest] if statement.rest else []


# What looks like options.


def lost_options(layout: Layout, segment: Segment, draft: Draft, places: Places) -> Outcome | None:
    """Return the fault of a question whose options may only not have been recognised, None for any other."""
    solution = draft.solutions[0]
    if solution.kind not in {"number", "open"}:
        return None
    rows = list(_suspects(layout, segment))
    label = labels.label(solution.statement.text.lstrip("*_` "))
    labelled = label is not None and 0 <= label.position < _LAST_LETTER
    among = answers.chooses("\n".join(draft.stem))
    if len(rows) < 2 and not labelled and not among:
        return None
    span = places.span(layout.rows[rows[0]].number) if len(rows) > 1 else span_of(solution.statement, places)
    what = "the answer begins with the label of an option" if labelled else "the stem asks to choose among some"
    what = "these lines look like options" if len(rows) > 1 else what
    message = f"no options were read, but {what}"
    hint = "write options as `- **A.** text`; for an answer in words, write no labels or lists above it"
    return Outcome(wrong=(_diagnostic(Rule.NO_OPTIONS, span, message, hint),))


def _suspects(layout: Layout, segment: Segment) -> Iterator[int]:
    """Yield the indexes of lines that may be options; one that holds several, as often."""
    answer = _answer_at(layout, segment)
    start = segment.start
    if start and _is_item(layout, start):
        yield from (segment.begin, segment.begin)
    first = start.text if start and start.row == segment.begin else layout.marked[segment.begin].title
    yield from [segment.begin] * len(_inline(first))
    for i in range(segment.begin + bool(first), segment.end):
        row, mark = layout.rows[i], layout.marked[i]
        if row.code or mark.blank or mark.level:
            continue
        label = mark.label
        lettered = label is not None and (label.family == "box" or 0 <= label.position < _LAST_LETTER)
        if i > answer and lettered and not mark.role:
            yield i
        elif i < answer:
            single = lettered or _ITEM.match(row.text) or _ODD_LABEL.match(row.text) or _is_bare(layout, segment, i)
            yield from [i] * max(len(_inline(row.text)), bool(single and not mark.role))


def _is_item(layout: Layout, start: Start) -> bool:
    """Whether a bare number that asks nothing has another one above, without an answer between: a list."""
    if start.word or start.level < NO_HEADING or start.bold or is_question(start.text) or has_gap(start.text):
        return False
    for i in range(start.row - 1, max(start.row - _FEW, -1), -1):
        mark = layout.marked[i]
        if mark.role in ANSWER_ROLES or mark.level or mark.rule or i in layout.folded:
            return False
        if mark.start or _ITEM.match(layout.rows[i].text):
            return True
    return False


def _answer_at(layout: Layout, segment: Segment) -> int:
    """Return the index at which the answer of a question without options begins."""
    rows = range(segment.begin, segment.end)
    return next((i for i in rows if layout.marked[i].role in ANSWER_ROLES or i in layout.folded), segment.begin)


def _inline(text: str) -> list[str]:
    """Return the labels inside a line, if they are the first ones of their kind: `(a) red (b) blue`."""
    in_line = [match["label"].lower() for match in _INLINE.finditer(text)]
    return in_line if in_line[:2] in (["a", "b"], ["1", "2"], ["①", "②"]) else []


def _is_bare(layout: Layout, segment: Segment, i: int) -> bool:
    """Whether a line is one of several short ones, no sentences, directly below a line that asks."""
    first = i
    while first > max(segment.begin, i - _FEW) and _is_short(layout, first):
        first -= 1
    last = i
    while last + 1 < min(segment.end, i + _FEW) and _is_short(layout, last + 1):
        last += 1
    return last - first > 1 and is_question(layout.rows[first].text) and i > first


def _is_short(layout: Layout, i: int) -> bool:
    """Whether a line is short text that ends no sentence and asks nothing."""
    mark, row = layout.marked[i], layout.rows[i]
    if mark.blank or mark.level or mark.role or row.code or mark.start:
        return False
    return len(row.text) < _SHORT_LINE and not is_question(row.text) and not _ENDS_SENTENCE.search(row.text)
