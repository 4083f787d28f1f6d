"""Reading: the text of a file to questions, in whatever form they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Diagnostic, Rule, slug, split_tags
from ankigen.readers import assemble
from ankigen.readers.blocks import front, unwrap
from ankigen.readers.blocks.exports import Foreign, foreign_formats, is_data
from ankigen.readers.grouping import answer_keys, doubts, hidden, lists, options, stated, tasks
from ankigen.readers.grouping.segments import Layout, Segment, segments
from ankigen.readers.lines.places import Places
from ankigen.readers.marks.answer_keys import answers_one_of
from ankigen.readers.marks.lines import marks
from ankigen.readers.marks.starts import is_question
from ankigen.readers.parts.parsed import Outcome, Parsed, gathered

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.model import Question
    from ankigen.readers.marks.mark import Mark
    from ankigen.source import Source


def parse(source: Source, answer_key: Source | None = None) -> Parsed:
    """Return what the file holds; `answer_key` is the file beside it that holds its answers."""
    places = Places(source.path, tuple(source.text.split("\n")))
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    if_choices: list[Diagnostic] = []
    for text in () if is_data(source.text) else unwrap.pages(source.text):
        parsed = _page(unwrap.read_page(text), places, answer_key)
        questions += [
            question.model_copy(update={"index": len(questions) + question.index}) if questions else question
            for question in parsed.questions
        ]
        diagnostics += parsed.diagnostics
        if_choices += parsed.if_choices
    others = [_foreign(foreign, places) for foreign in foreign_formats(source.text)]
    return Parsed(tuple(questions), (*diagnostics, *others), (*if_choices, *others))


def _foreign(foreign: Foreign, places: Places) -> Diagnostic:
    return Diagnostic(
        rule=Rule.NOT_READ,
        span=places.span(foreign.line),
        message=f"looks like a question and was not read: it is in another format, {foreign.name}",
        hint="convert it to markdown: the options below the question, and the answer below them: `**Answer:** B`",
    )


def _page(page: unwrap.Page, places: Places, answer_key: Source | None) -> Parsed:
    marked: Sequence[Mark] = marks(page.rows)
    runs = options.runs(page.rows, marked, page.folded)
    marked = stated.without_proposals(page.rows, marked, runs)
    marked = marked if answer_key else stated.with_statements(page.rows, marked, runs, page.folded)
    listed = lists.listed(
        page,
        marked,
        runs,
        has_answer_key=lambda low: (
            bool(answer_key) or answer_keys.has_title(page.rows, marked, low) or _folds_answer_key(page, marked, low)
        ),
    )
    every = sorted([*runs, *listed], key=lambda run: run.first)
    runs = answer_keys.without_remarks(page.rows, marked, every)
    at = {row.number: i for i, row in reversed(list(enumerate(page.rows)))} if page.asked or page.front else {}
    asked = frozenset(at[number] for number in page.asked if number in at)
    layout = Layout(page.rows, marked, runs, asked, _folded(page, marked, runs))
    keyed = answer_keys.joined(layout, segments(layout), places, answer_key)
    questions = keyed.segments
    topics = (*front.tags(page.front), *_tags_above(layout, questions))
    if _is_of_front(front.parts(page.front), questions):
        whole = Segment(at.get(page.first, 0), len(page.rows), questions[0].run if questions else None)
        return _with_topics(gathered([assemble.question(layout, whole, places, 1, fields=page.front)]), topics)
    return _with_topics(_read(layout, keyed, places), topics)


def _folds_answer_key(page: unwrap.Page, marked: Sequence[Mark], low: int) -> bool:
    """Whether a folded line from `low` on begins with the number of a question, or is a row of numbers and answers.

    A bare number must be that of a question above.
    """
    folded = [i for i in range(low, len(page.rows)) if page.rows[i].number in page.folded and not marked[i].blank]
    if any((start := marked[i].start) and start.is_worded and start.word for i in folded):
        return True
    firsts = [i for n, i in enumerate(folded) if not n or any(_is_open(page, j) for j in range(folded[n - 1] + 1, i))]
    numbers = {start.number for mark in marked[: folded[0]] if (start := mark.start)} if folded else set()
    return any(answers_one_of(page.rows, marked, i, numbers) for i in firsts)


def _is_open(page: unwrap.Page, i: int) -> bool:
    """Whether a line is not folded."""
    return page.rows[i].number not in page.folded


def _is_of_front(parts: Collection[str], questions: Sequence[Segment]) -> bool:
    """Whether a page is the question of which the front matter holds some parts."""
    if "stem" in parts:
        return not questions or (len(questions) == 1 and questions[0].start is None)
    return "answer" in parts and len(questions) == 1 and questions[0].run is not None


def _tags_above(layout: Layout, questions: Sequence[Segment]) -> list[str]:
    """Return the tags above the first question, which are those of the whole file, unless they are of single ones."""
    above = range(questions[0].begin) if questions else ()
    own = {i for segment in questions for i in segment.fields}
    rows = (layout.marked[i] for i in above if i not in own)
    return [name for mark in rows if mark.role in {"tags", "topics"} for name in split_tags(mark.value)]


def _with_topics(parsed: Parsed, topics: Sequence[str]) -> Parsed:
    """Return what was read, with the topics of the file behind each question's own."""
    if not topics:
        return parsed
    questions = []
    for question in parsed.questions:
        own = {*map(slug, question.topics)}
        others = {slug(name): name for name in reversed(topics) if slug(name) not in own}
        questions.append(question.model_copy(update={"topics": (*question.topics, *reversed(others.values()))}))
    return parsed._replace(questions=tuple(questions))


class _Attempt(NamedTuple):
    """What became of a segment; it is `evident` when the segment is meant for a question."""

    segment: Segment
    outcome: Outcome
    evident: bool

    @property
    def rows(self) -> range:
        """The indexes of the segment's lines."""
        return range(self.segment.begin, self.segment.end)

    @property
    def is_title(self) -> bool:
        """Whether a heading asks, and the text below answers, but nothing is named as the answer."""
        question = self.outcome.question
        return question is not None and question.kind != "choice" and self.outcome.unasked is None


def _read(layout: Layout, keyed: answer_keys.Joined, places: Places) -> Parsed:
    """Return the questions of the segments, what is wrong with the others, and where else a question seems to be."""
    boxes = any(segment.run and segment.run.family == "box" and not segment.start for segment in keyed.segments)
    asking = {mark.level for mark in layout.marked if mark.level and is_question(mark.title)} if boxes else set()
    counted = [segment for segment in keyed.segments if not tasks.has_statement_above(layout, segment)]
    aside: list[Segment] = []
    others: list[Segment] = []
    for segment in counted:
        (aside if tasks.are_no_options(layout, segment, asking) else others).append(segment)
    stray = [segment for segment in others if tasks.has_nothing_above(segment)]
    possible = [segment for segment in others if not tasks.has_nothing_above(segment)]
    attempts = [_try(layout, segment, keyed, places, n) for n, segment in enumerate(possible, 1)]
    titles = [attempt for attempt in attempts if attempt.is_title]
    attempts = [attempt for attempt in attempts if not attempt.is_title and not _is_no_question(layout, attempt)]
    if not any(attempt.evident for attempt in attempts):
        missed = doubts.suspected(layout, places, {i for attempt in titles for i in attempt.rows})
        parsed = gathered([attempt.outcome for attempt in titles])
        return Parsed(parsed.questions, missed, doubts.suspected(layout, places, ()))
    attempts += [
        _Attempt(segment, Outcome(wrong=(_no_stem(layout, segment, places),)), evident=False) for segment in stray
    ]
    attempts.sort(key=lambda attempt: attempt.segment.begin)
    looks = {attempt.segment.start.look for attempt in attempts if attempt.outcome.question and attempt.segment.start}
    likely = [attempt for attempt in attempts if attempt.evident or _is_like(layout, attempt.segment, looks)]
    return _with_doubts(layout, keyed, places, _Groups(likely, titles, aside))


class _Groups(NamedTuple):
    """The segments that count: those meant for questions, headings that ask with text below, and boxes put aside."""

    meant: Sequence[_Attempt]
    titles: Sequence[_Attempt]
    aside: Sequence[Segment]


def _with_doubts(layout: Layout, keyed: answer_keys.Joined, places: Places, groups: _Groups) -> Parsed:
    """Return the questions of segments with what is reported of them, and of what is between them."""
    every = sorted([*groups.meant, *groups.titles], key=lambda attempt: attempt.segment.begin)
    parsed = gathered([attempt.outcome for attempt in every])
    shared = tuple(
        hidden.shared(layout, [attempt.segment for attempt in groups.meant if attempt.outcome.question], places)
    )
    misspelt = tuple(doubts.misspelt(layout, [attempt.segment for attempt in groups.meant], places))
    accounted = {i for segment in groups.aside for i in range(segment.begin, segment.end)} | keyed.rows
    accounted |= {i for attempt in groups.meant for i in attempt.rows}
    failed = [attempt.segment for attempt in groups.meant if attempt.outcome.wrong or attempt.outcome.unasked]
    accounted -= {i for segment in failed for i in doubts.others_in(layout, segment)} - keyed.rows
    read = [attempt.segment for attempt in groups.meant]
    accounted -= {*doubts.tables_below(layout, read), *doubts.asked_below(layout, read)} - keyed.rows
    missed = doubts.suspected(layout, places, accounted | {i for attempt in groups.titles for i in attempt.rows})
    if_choices = doubts.suspected(layout, places, accounted) if groups.titles else missed
    return Parsed(
        parsed.questions,
        (*parsed.diagnostics, *keyed.diagnostics, *misspelt, *shared, *missed),
        (*parsed.if_choices, *keyed.diagnostics, *misspelt, *shared, *if_choices),
    )


def _try(layout: Layout, segment: Segment, keyed: answer_keys.Joined, places: Places, index: int) -> _Attempt:
    entry = keyed.entries.get(segment.begin)
    reason = keyed.reasons.get(segment.begin, "")
    outcome = _with_reason(assemble.question(layout, segment, places, index, entry=entry), reason)
    evident = outcome.question is not None or doubts.names_stem_or_options(layout, segment) or bool(entry or reason)
    if not evident and doubts.has_any_answer(layout, segment):
        evident = segment.run is not None or bool(segment.start and is_question(segment.start.text))
    return _Attempt(segment, outcome, evident)


def _with_reason(outcome: Outcome, reason: str) -> Outcome:
    """Return what becomes of a question, with the reason for which it has no answer, where there is one."""
    if not reason:
        return outcome
    wrong = (
        diagnostic.model_copy(update={"message": reason}) if diagnostic.rule is Rule.NO_ANSWER else diagnostic
        for diagnostic in outcome.wrong
    )
    return outcome._replace(wrong=tuple(wrong))


def _is_like(layout: Layout, segment: Segment, looks: Collection[str]) -> bool:
    """Whether a segment is a question if others in its file are: it begins like one, or asks something.

    Boxes that have nothing above and no mark may be things to do.
    """
    if segment.start is not None and (segment.run or segment.start.look in looks):
        return True
    if segment.run and tasks.has_nothing_above(segment):
        return segment.run.family != "box" or segment.run.is_ticked
    return _asks(layout, segment)


def _is_no_question(layout: Layout, attempt: _Attempt) -> bool:
    """Whether a segment is only a heading that asks, without an answer below it: a title like any other."""
    segment = attempt.segment
    bare = bool(attempt.outcome.wrong) and segment.run is None and segment.start is None
    return bare and not doubts.has_any_answer(layout, segment) and not doubts.names_stem_or_options(layout, segment)


def _asks(layout: Layout, segment: Segment) -> bool:
    """Whether options have a question above them."""
    if segment.run is None or segment.run.family == "box":
        return False
    return any(is_question(layout.rows[i].text) for i in range(segment.begin, segment.run.first))


def _no_stem(layout: Layout, segment: Segment, places: Places) -> Diagnostic:
    return Diagnostic(
        rule=Rule.NO_STEM,
        span=places.span(layout.rows[segment.begin].number),
        message="the options belong to no question",
        hint="write their question above them: `#### Q1. Which …?`",
    )


def _folded(page: unwrap.Page, marked: Sequence[Mark], runs: Sequence[options.OptionRun]) -> frozenset[int]:
    """Return the indexes of folded lines, without folds that hold whole questions."""
    indexes = [i for i, row in enumerate(page.rows) if row.number in page.folded] if page.folded else []
    groups: list[list[int]] = []
    for i in indexes:
        if (
            groups
            and groups[-1][-1] == i - 1
            and not (marked[i].blank and page.rows[i].number - page.rows[i - 1].number > 1)
        ):
            groups[-1].append(i)
        else:
            groups.append([i])
    firsts = {run.first: run for run in runs}
    whole = [
        group
        for group in groups
        if any(
            i in firsts and (firsts[i].family == "box" or any(is_question(page.rows[j].text) for j in group if j < i))
            for i in group
        )
    ]
    return frozenset(indexes) - {i for group in whole for i in group}
