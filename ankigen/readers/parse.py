"""Reading: the text of a file to questions, in whatever form they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Diagnostic, Rule, slug, split_tags
from ankigen.readers import assemble
from ankigen.readers.blocks import front, unwrap
from ankigen.readers.grouping import answer_keys, doubts, lists, options
from ankigen.readers.grouping.own_letters import own_letters
from ankigen.readers.grouping.segments import Layout, Segment, segments
from ankigen.readers.lines.places import Places
from ankigen.readers.marks.lines import marks
from ankigen.readers.marks.starts import is_question
from ankigen.readers.parts.parsed import Outcome, Parsed, gathered

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ankigen.model import Question
    from ankigen.readers.marks.lines import Mark
    from ankigen.source import Source


def parse(source: Source, answer_key: Source | None = None) -> Parsed:
    """Return what the file holds; `answer_key` is the file beside it that holds its answers."""
    places = Places(source.path, tuple(source.text.split("\n")))
    questions: list[Question] = []
    diagnostics: list[Diagnostic] = []
    if_choices: list[Diagnostic] = []
    for text in unwrap.pages(source.text):
        parsed = _page(unwrap.read(text), places, answer_key)
        questions += [
            question.model_copy(update={"index": len(questions) + question.index}) if questions else question
            for question in parsed.questions
        ]
        diagnostics += parsed.diagnostics
        if_choices += parsed.if_choices
    return Parsed(tuple(questions), tuple(diagnostics), tuple(if_choices))


def _page(page: unwrap.Page, places: Places, answer_key: Source | None) -> Parsed:
    marked = marks(page.rows)
    runs = options.runs(page.rows, marked, page.folded)
    runs = sorted([*runs, *lists.listed(page.rows, marked, runs, page.folded)], key=lambda run: run.first)
    at = {row.number: i for i, row in reversed(list(enumerate(page.rows)))} if page.asked or page.front else {}
    asked = frozenset(at[number] for number in page.asked if number in at)
    layout = Layout(page.rows, marked, runs, asked, _folded(page, marked, runs))
    keyed = answer_keys.joined(layout, segments(layout), places, answer_key)
    found = keyed.segments
    topics = (*front.tags(page.front), *_tags_above(layout, found))
    if front.holds_stem(page.front) and ((len(found) == 1 and found[0].start is None) or not found):
        whole = Segment(at.get(page.first, 0), len(page.rows), found[0].run if found else None)
        return _with_topics(gathered([assemble.question(layout, whole, places, 1, fields=page.front)]), topics)
    return _with_topics(_read(layout, keyed, places), topics)


def _tags_above(layout: Layout, found: Sequence[Segment]) -> list[str]:
    """Return the tags above the first question, which are those of the whole file, unless they are of single ones."""
    above = range(found[0].begin) if found else ()
    own = {i for segment in found for i in segment.fields}
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


class _Tried(NamedTuple):
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
    aside: list[Segment] = []
    lost: list[Segment] = []
    whole: list[Segment] = []
    for segment in keyed.segments:
        if _is_told(layout, segment):
            continue
        (aside if _is_aside(layout, segment, asking) else lost if _is_lost(segment) else whole).append(segment)
    tried = [_try(layout, segment, keyed, places, n) for n, segment in enumerate(whole, 1)]
    titles = [each for each in tried if each.is_title]
    tried = [each for each in tried if not each.is_title and not _is_no_question(layout, each)]
    if not any(each.evident for each in tried):
        missed = doubts.suspected(layout, places, {i for each in titles for i in each.rows})
        parsed = gathered([each.outcome for each in titles])
        return Parsed(parsed.questions, missed, doubts.suspected(layout, places, ()))
    tried += [_Tried(segment, Outcome(wrong=(_orphan(layout, segment, places),)), evident=False) for segment in lost]
    tried.sort(key=lambda each: each.segment.begin)
    looks = {each.segment.start.look for each in tried if each.outcome.question and each.segment.start}
    kept = [each for each in tried if each.evident or _is_like(layout, each.segment, looks)]
    return _with_doubts(layout, keyed, places, _Kept(kept, titles, aside))


class _Kept(NamedTuple):
    """The segments that count: those meant for questions, headings that ask with text below, and boxes put aside."""

    meant: Sequence[_Tried]
    titles: Sequence[_Tried]
    aside: Sequence[Segment]


def _with_doubts(layout: Layout, keyed: answer_keys.Joined, places: Places, kept: _Kept) -> Parsed:
    """Return the questions of segments with what is reported of them, and of what is between them."""
    every = sorted([*kept.meant, *kept.titles], key=lambda each: each.segment.begin)
    parsed = gathered([each.outcome for each in every])
    misspelt = [label for each in kept.meant for label in doubts.misspelt(layout, each.segment, places)]
    taken = {i for segment in kept.aside for i in range(segment.begin, segment.end)} | keyed.rows
    taken |= {i for each in kept.meant for i in each.rows}
    failed = [each.segment for each in kept.meant if each.outcome.wrong or each.outcome.unasked]
    taken -= {i for segment in failed for i in doubts.others_in(layout, segment)} - keyed.rows
    missed = doubts.suspected(layout, places, taken | {i for each in kept.titles for i in each.rows})
    if_choices = doubts.suspected(layout, places, taken) if kept.titles else missed
    return Parsed(
        parsed.questions,
        (*parsed.diagnostics, *keyed.diagnostics, *misspelt, *missed),
        (*parsed.if_choices, *keyed.diagnostics, *misspelt, *if_choices),
    )


def _try(layout: Layout, segment: Segment, keyed: answer_keys.Joined, places: Places, index: int) -> _Tried:
    entry = keyed.entries.get(segment.begin)
    reason = keyed.reasons.get(segment.begin, "")
    outcome = _with_reason(assemble.question(layout, segment, places, index, entry=entry), reason)
    evident = outcome.question is not None or doubts.is_sectioned(layout, segment) or bool(entry or reason)
    if not evident and doubts.is_answered(layout, segment):
        evident = segment.run is not None or bool(segment.start and is_question(segment.start.text))
    return _Tried(segment, outcome, evident)


def _with_reason(outcome: Outcome, reason: str) -> Outcome:
    """Return what becomes of a question, with the reason for which it has no answer, where there is one."""
    if not reason:
        return outcome
    wrong = (
        each.model_copy(update={"message": reason}) if each.rule is Rule.NO_ANSWER else each for each in outcome.wrong
    )
    return outcome._replace(wrong=tuple(wrong))


def _is_like(layout: Layout, segment: Segment, looks: Collection[str]) -> bool:
    """Whether a segment is a question if others in its file are: it begins like one, or asks something.

    Boxes that have nothing above and no mark may be things to do.
    """
    if segment.start is not None and (segment.run or segment.start.look in looks):
        return True
    if segment.run and _is_lost(segment):
        return segment.run.family != "box" or segment.run.is_marked
    return _asks(layout, segment)


def _is_aside(layout: Layout, segment: Segment, asking: Collection[int]) -> bool:
    """Whether boxes are no options: they are a list of things to read or to do.

    `asking` are the levels of the headings that are questions.
    """
    return segment.run is not None and (doubts.is_reading_list(segment.run) or _is_idle(layout, segment, asking))


def _is_no_question(layout: Layout, tried: _Tried) -> bool:
    """Whether a segment is only a heading that asks, without an answer below it: a title like any other."""
    segment = tried.segment
    bare = bool(tried.outcome.wrong) and segment.run is None and segment.start is None
    return bare and not doubts.is_answered(layout, segment) and not doubts.is_sectioned(layout, segment)


def _is_idle(layout: Layout, segment: Segment, asking: Collection[int]) -> bool:
    """Whether boxes are things to do: what is above them asks nothing."""
    if segment.run is None or segment.run.family != "box" or segment.start is not None or _is_lost(segment):
        return False
    above = [layout.marked[i].title or layout.rows[i].text for i in range(segment.begin, segment.run.first)]
    if any(is_question(text) or _CHOOSE.search(text) for text in above) or segment.begin in layout.asked:
        return False
    if _is_named(layout, segment, segment.run):
        return False
    return layout.marked[segment.begin].level not in asking or any(_IDLE.fullmatch(text) for text in above)


def _is_named(layout: Layout, segment: Segment, run: options.Run) -> bool:
    """Whether boxes have letters, a label for options above, or one for an answer below."""
    above = next((mark for i in range(run.first - 1, -1, -1) if not (mark := layout.marked[i]).blank), None)
    return (above is not None and above.role == "options") or _has_letters(layout, segment, run)


def _has_letters(layout: Layout, segment: Segment, run: options.Run) -> bool:
    """Whether boxes have letters beside them, or an answer below."""
    return layout.is_answered(run.last + 1, segment.end) or own_letters(run, {}) != list(run.choices)


def _is_told(layout: Layout, segment: Segment) -> bool:
    """Whether a statement stands between a heading and boxes, so that they may be options or things to do."""
    head = layout.marked[segment.begin]
    if not segment.run or segment.run.family != "box" or segment.start or segment.begin in layout.asked:
        return False
    if not head.level or head.role:
        return False
    between = range(segment.run.first - 1, segment.begin, -1)
    last = next((layout.rows[i].text for i in between if _is_prose(layout, i)), "")
    if not last or is_question(last) or _IMPERATIVE.search(last):
        return False
    return not last.rstrip("*_ ").endswith((":", "：")) or len(re.split(r"[.!]\s", last)[-1].split()) < _SENTENCE


def _is_prose(layout: Layout, i: int) -> bool:
    """Whether a line is text: no code, picture, table or quotation, and nothing that has a mark."""
    mark = layout.marked[i]
    marked = mark.blank or mark.rule or mark.level or mark.role
    return not marked and not layout.rows[i].code and not layout.rows[i].text.lstrip().startswith(("!", "|", ">", "<"))


_SENTENCE = 4  # words before a colon that are a sentence to complete: `Remember:` is none
_IMPERATIVE = re.compile(
    r"\b(?:choose|select|identify|mark|pick|correct|true|false)\b|何者|哪|下列|[^\x00-\u2e7f]:?：?$", re.IGNORECASE
)
_CHOOSE = re.compile(
    r"[:：]\W*$|\b(?:which|what|choose|select|identify|mark|pick|correct|true|false)\b|何者|哪|下列", re.IGNORECASE
)
_IDLE = re.compile(
    r"\W*(?:to-?[ ]?dos?|check[ -]?lists?|next steps?|later|tasks?|待辦\w*|待办\w*)\b.{0,40}", re.IGNORECASE
)


def _asks(layout: Layout, segment: Segment) -> bool:
    """Whether options have a question above them."""
    if segment.run is None or segment.run.family == "box":
        return False
    return any(is_question(layout.rows[i].text) for i in range(segment.begin, segment.run.first))


def _is_lost(segment: Segment) -> bool:
    """Whether options have nothing above that they belong to."""
    return segment.run is not None and segment.start is None and segment.begin == segment.run.first


def _orphan(layout: Layout, segment: Segment, places: Places) -> Diagnostic:
    return Diagnostic(
        rule=Rule.NO_STEM,
        span=places.span(layout.rows[segment.begin].number),
        message="the options belong to no question",
        hint="write their question above them: `#### Q1. Which …?`",
    )


def _folded(page: unwrap.Page, marked: Sequence[Mark], runs: Sequence[options.Run]) -> frozenset[int]:
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
