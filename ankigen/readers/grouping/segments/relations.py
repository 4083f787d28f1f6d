"""What a run of options is to the question above: a question of its own, its real options, or remarks on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ankigen.readers import answers
from ankigen.readers.grouping.options import are_truths
from ankigen.readers.lines.labelled import label_and_value
from ankigen.readers.lines.repetition import repeats, words
from ankigen.readers.marks.labels import is_emphasised
from ankigen.readers.marks.starts import Start, asks, is_question
from ankigen.readers.vocabulary import BELOW_ROLES, METADATA_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ankigen.readers.grouping.options import OptionRun
    from ankigen.readers.grouping.segments.layout import Begun, Layout
    from ankigen.readers.marks.mark import Mark

Relation = Literal["stem", "remark", ""]
_FARTHEST_BELOW = 10  # lines below options in which their answer is
_LONGEST_STEM = 100  # lines that are searched for a question
_FARTHEST_STEM = 1000  # lines: what is further above says nothing of a run, and time stays linear


def relation(layout: Layout, before: Begun, run: OptionRun, start: Start | None, *, asked: bool) -> Relation:
    """Return what a run is to the question above: its "stem", a "remark" on it, or "" for none of these.

    After a stem the question has this run for its options. `asked` says whether the run has a beginning of its own.
    """
    if before.run is None:
        return ""
    if start and before.start and start.number == before.start.number:
        if (_same(before.run, run) and _is_repeated(layout, before, before.run, start, run)) or _is_analysis(
            layout, start.row, run.first
        ):
            return "remark"  # an analysis repeats its question
        if _is_recap(layout, before.begin, before.run.first):
            return "stem"
    if asked:
        return ""
    high = run.first
    low = max(before.run.last + 1, high - _FARTHEST_STEM)
    if before.run.is_ticked or layout.has_answer_between(low, high):
        return _below_answer(layout, low, before, before.run, run)
    return _below_options(layout, before.begin, low, before.run, run)


def _below_options(layout: Layout, begin: int, low: int, above: OptionRun, run: OptionRun) -> Relation:
    """Return what a run is to the question above, which has no answer yet: its "stem" was above, or "" for none."""
    if _is_below_rule(layout, low, above, run):
        return ""
    if layout.last({"options"}, low, run.first) >= 0:
        return "stem"
    asked = any(is_question(layout.rows[i].text) for i in range(max(begin, above.first - _LONGEST_STEM), above.first))
    if not asked and above.family != "box":
        return "stem"  # statements to judge
    if any(is_question(layout.rows[i].text) for i in range(above.last + 1, run.first) if _is_text(layout, i)):
        return ""
    return "stem" if above.family != run.family or layout.last({"answer_key"}, low, run.first) < 0 else ""


def _below_answer(layout: Layout, low: int, before: Begun, above: OptionRun, run: OptionRun) -> Relation:
    """Return what a run is to the question above, which has its answer: a "remark", or "" for none.

    Options that are repeated belong to another question if another text is above them, and they have an answer.
    """
    if _are_wrong_ones(layout, low, above, run):
        return "remark"
    explained = layout.last({"rationales", "explanation", "recap", "tested"}, low, run.first) >= 0
    repeated = explained and _same(above, run)
    if not repeated and (
        _has_answer(layout, run) or _is_above_options(layout, run) or _is_apart(layout, low, above, run)
    ):
        return ""
    if repeated and (run.is_ticked or _has_answer(layout, run)) and _has_own_text(layout, low, before, run):
        return ""
    strict = explained or _same(above, run)
    return "" if _asks_anew(layout, low, run.first, strict=strict) else "remark"


def _are_wrong_ones(layout: Layout, low: int, above: OptionRun, run: OptionRun) -> bool:
    """Whether the labels of a run are those of options above without the right ones: it says why they are wrong."""
    written = [choice.written for choice in run.choices]
    if not run.odd and written[0] == above.choices[0].written:
        return False
    right = {choice.written for choice in above.choices if choice.ticked}
    stated = layout.last_answer(low, run.first)
    if stated >= 0 and not right:
        texts = {choice.written.upper(): choice.text for choice in above.choices}
        answer = answers.read(layout.marked[stated].value, texts)
        right = {label.lower() for label in answer.labels} if answer else set()
    return bool(right) and written == [choice.written for choice in above.choices if choice.written not in right]


def _is_above_options(layout: Layout, run: OptionRun) -> bool:
    """Whether the name of options is directly below a run: it is statements of another question."""
    below = (layout.marked[i] for i in range(run.last + 1, len(layout.rows)) if not layout.marked[i].blank)
    mark = next(below, None)
    return mark is not None and mark.role == "options" and not mark.value


def _has_own_text(layout: Layout, low: int, before: Begun, run: OptionRun) -> bool:
    """Whether a paragraph that names no part is directly above options, and is not in the question above."""
    lines: list[str] = []
    for i in range(run.first - 1, low - 1, -1):
        mark = layout.marked[i]
        if (mark.blank and lines) or mark.rule or (mark.level and mark.role != "options"):
            break
        if mark.role and mark.role != "options":
            return False
        lines += [] if mark.blank or mark.role else [layout.rows[i].text]
    asked = "\n".join(row.text for row in layout.rows[before.begin : before.run.first if before.run else low])
    return not set(words("\n".join(lines))) <= set(words(asked))


def _is_apart(layout: Layout, low: int, above: OptionRun, run: OptionRun) -> bool:
    """Whether options are below a rule, or have a mark or an answer below the name of options or a field.

    Those with a mark are so below a text that a rule is above, too; and true and false are, those of a statement.
    """
    if run.is_ticked and (are_truths(run.choices) or _is_text_below_rule(layout, low, run)):
        return True
    role = _mark_above(layout, low, run).role
    if role == "options" and layout.has_answer_between(run.last + 1, run.last + _FARTHEST_BELOW):
        return True
    bold = any(is_emphasised(layout.rows[i].text) for i in _directly_above(layout, low, run))
    return _is_below_rule(layout, low, above, run) or (run.is_ticked and (bold or role in METADATA_ROLES | {"options"}))


def _is_text_below_rule(layout: Layout, low: int, run: OptionRun) -> bool:
    """Whether text, and nothing else, is between options and a rule above them."""
    has_text = False
    for i in range(run.first - 1, low - 1, -1):
        mark = layout.marked[i]
        if mark.rule:
            return has_text
        has_text = has_text or not (mark.blank or mark.role)
        if mark.level or mark.label or (mark.role and mark.role != "options"):
            return False
    return False


def _directly_above(layout: Layout, low: int, run: OptionRun) -> Iterator[int]:
    """Yield the index of the line directly above options, from `low` on, unless it names a part."""
    above = next((i for i in range(run.first - 1, low - 1, -1) if not layout.marked[i].blank), None)
    if above is not None and not layout.marked[above].role:
        yield above


def _is_below_rule(layout: Layout, low: int, above: OptionRun, run: OptionRun) -> bool:
    """Whether options are directly below a rule.

    Boxes there are things to do where some boxes above the rule are ticked and others are not.
    """
    to_do = run.family == "box" and len({choice.ticked for choice in above.choices}) > 1
    return _mark_above(layout, low, run).rule and not to_do


def _mark_above(layout: Layout, low: int, run: OptionRun) -> Mark:
    """Return the mark of the line directly above options, from `low` on."""
    return _mark_before(layout, low, run.first)


def _mark_before(layout: Layout, low: int, i: int) -> Mark:
    """Return the mark of the last line with text above a line, from `low` on; that of the line itself for none."""
    above = (layout.marked[j] for j in range(i - 1, low - 1, -1))
    return next((mark for mark in above if not mark.blank), layout.marked[i])


def _has_answer(layout: Layout, run: OptionRun) -> bool:
    """Whether an answer with a label, below its heading, or folded is directly below options: those are no remarks."""
    high = min(run.last + _FARTHEST_BELOW, len(layout.rows))
    for i in range(run.last + 1, high):
        mark = layout.marked[i]
        if i in layout.folded and not mark.blank:
            return _is_read(mark.value if mark.answers and mark.value else layout.rows[i].text, run)
        if mark.answers and mark.value:
            has_label = not mark.level and label_and_value(layout.rows[i].text) is not None
            return has_label or _is_read(mark.value, run)
        if mark.answers and mark.level:
            below = next((j for j in range(i + 1, high) if not layout.marked[j].blank), i)
            return not layout.marked[below].level and _is_read(layout.rows[below].text, run)
        if mark.level or mark.start or mark.label or mark.rule or mark.role:
            return False
    return False


def _is_read(text: str, run: OptionRun) -> bool:
    """Whether a text names some of these options as the answer."""
    answer = answers.read(text, {choice.written.upper(): choice.text for choice in run.choices})
    return answer is not None and bool(answer.labels)


def _is_repeated(layout: Layout, before: Begun, above: OptionRun, start: Start, run: OptionRun) -> bool:
    """Whether what is above options says no more than what is above the same ones of the question before.

    Metadata say nothing of it. With an answer of its own, or below the name of a stem, one other word makes another
    question: two in a row may have one number.
    """
    asked = "\n".join(row.text for row in layout.rows[before.begin : above.first])
    rows = range(start.row + 1, run.first)
    below = [
        layout.rows[i].text
        for i in rows
        if not layout.rows[i].text.startswith("#") and layout.marked[i].role not in METADATA_ROLES
    ]
    again = "\n".join([start.text, *below] if is_question(start.text) else below)
    if run.is_ticked or _has_answer(layout, run) or any(layout.marked[i].role == "stem" for i in rows):
        return set(words(again)) <= set(words(asked)) or _is_recap(layout, start.row, run.first)
    return repeats(again, asked) or _is_recap(layout, start.row, run.first)


def _is_analysis(layout: Layout, low: int, high: int) -> bool:
    """Whether lines are remarks on a question, and ask none."""
    roles = {layout.marked[i].role for i in range(low, high)}
    return not roles & {"stem", "options"} and bool(roles & {"rationales", "explanation", "tested"})


def _is_recap(layout: Layout, begin: int, first: int) -> bool:
    """Whether options are repeated in an analysis."""
    return any(layout.marked[i].role == "recap" for i in range(begin, first))


def _same(one: OptionRun, other: OptionRun) -> bool:
    """Whether two runs have the same texts: the second repeats the first."""
    plain = [[answers.letters_and_digits(choice.text) for choice in run.choices] for run in (one, other)]
    return plain[0] == plain[1] and any(plain[0])


def in_remarks(layout: Layout, low: int, high: int) -> bool:
    """Whether lines are among the remarks of an analysis, which has no question above."""
    remarks = layout.last({"rationales", "explanation", "answer_key"}, low, high)
    return remarks > layout.last({"options", "stem", "title"}, low, high)


def _is_text(layout: Layout, i: int) -> bool:
    """Whether a line is text: no code, and nothing that has a mark of its own."""
    mark = layout.marked[i]
    return not (mark.blank or mark.level or mark.rule or mark.role or layout.rows[i].code)


def is_nested(layout: Layout, low: int, row: int) -> bool:
    """Whether a heading is below one that names what follows the options, such as an explanation."""
    return 0 < layout.inside(low, row) < layout.marked[row].level


def _is_between(layout: Layout, i: int) -> bool:
    """Whether a line may be between a stem and its options: a picture, a quotation, code, a table, an ID."""
    mark, row = layout.marked[i], layout.rows[i]
    return (
        mark.blank
        or row.code
        or mark.role in METADATA_ROLES | {"options"}
        or row.text.lstrip().startswith(("![", "<img", ">", "|"))
    )


def _asks_anew(layout: Layout, low: int, high: int, *, strict: bool = False) -> bool:
    """Whether the lines directly above options ask something, behind an empty line, a rule or a heading."""
    low = max(low, high - _FARTHEST_STEM)
    i = high - 1
    while i >= low and (_is_between(layout, i) or layout.marked[i].role == "options"):
        i -= 1
    asking = False
    while i >= low and not layout.marked[i].blank:
        mark = layout.marked[i]
        if mark.rule:
            return asking
        if mark.role in BELOW_ROLES:
            return False
        if i in layout.folded:
            return asking
        asking = asking or (is_question if strict else asks)(mark.title or layout.rows[i].text)
        if mark.level and mark.role != "options":
            is_apart = not mark.role and (not strict or _mark_before(layout, low, i).rule)
            return (asking or is_apart) and not is_nested(layout, low, i)
        i -= 1
    return asking or (not strict and layout.is_parted(low, max(i, low)))
