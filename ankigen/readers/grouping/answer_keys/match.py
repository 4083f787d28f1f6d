"""Which entry of an answer key belongs to which question: by number, and by chapter where numbers come again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.readers import answers
from ankigen.readers.grouping.answer_keys.entry import AnswerEntry, labels_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ankigen.readers.grouping.answer_keys.entry import Options
    from ankigen.readers.grouping.segments import Segment


class Unanswered(NamedTuple):
    """A question that an answer key may answer: its segment, number, line, first line, options, and chapters."""

    segment: Segment
    number: str
    line: int
    stem: str
    texts: Mapping[str, str]
    written: Mapping[str, str]
    chapters: tuple[str, ...] = ()


class Matched(NamedTuple):
    """The entries of some questions, by the index where each begins, and what is wrong with others.

    `stray` are the entries without a question. `doubts` are entries of which it is not certain which question they
    answer, or with what, each with the questions that they may mean, and why.
    """

    entries: dict[int, list[AnswerEntry]]
    stray: list[AnswerEntry]
    doubts: list[tuple[AnswerEntry, Sequence[Unanswered], str]]


def options_of(asked: Sequence[Unanswered]) -> Options:
    """Return the options of the questions by their numbers: their texts, and their labels as they are written."""
    options: dict[str, list[tuple[Mapping[str, str], Mapping[str, str]]]] = defaultdict(list)
    for question in asked:
        options[question.number].append((question.texts, question.written))
    return options


def stems_of(asked: Sequence[Unanswered]) -> frozenset[tuple[str, str]]:
    """Return the numbers of the questions, each with the letters and digits of its first line, if it has any."""
    stems = ((question.number, answers.letters_and_digits(question.stem)) for question in asked)
    return frozenset((number, stem) for number, stem in stems if stem)


def matched(asked: Sequence[Unanswered], entries: Sequence[AnswerEntry]) -> Matched:
    """Return which entries answer which questions; what is not certain is not matched."""
    result = Matched({}, [], [])
    for questions, group in _divided(asked, entries):
        _match(questions, group, result)
    return result


def _match(asked: Sequence[Unanswered], entries: Sequence[AnswerEntry], result: Matched) -> None:
    """Match questions and entries by their numbers."""
    meant: dict[str, list[Unanswered]] = defaultdict(list)
    answering: dict[str, list[AnswerEntry]] = defaultdict(list)
    for question in asked:
        meant[question.number].append(question)
    for entry in entries:
        answering[entry.number].append(entry)
    for number, group in answering.items():
        questions = meant.get(number, [])
        if len(questions) == 1:
            _match_one(questions[0], group, result)
        elif questions:
            why = f"the answer key does not say which of {len(questions)} questions with the number {number} it answers"
            result.doubts.extend((entry, questions, why) for entry in group)
        else:
            result.stray.extend(group)


def without_lists(asked: Sequence[Unanswered], match: Matched) -> Matched:
    """Return a match that leaves the only question of a file unanswered where more answers follow than one.

    A numbered list below a single question may be all that is right in it, or answer questions that are elsewhere.
    """
    if len(asked) != 1 or not match.entries or not match.stray:
        return match
    [entries] = match.entries.values()
    why = "numbered answers below a single question may all be its own, or those of other questions"
    return Matched({}, [], [*match.doubts, (entries[0], asked, why)])


def _match_one(question: Unanswered, group: Sequence[AnswerEntry], result: Matched) -> None:
    """Match a question with the entries of its number; where they differ, with those of its chapter."""
    rival = _contradiction(group, question)
    near = (
        [entry for entry in group if any(_is_same(entry.part, title) for title in question.chapters)] if rival else []
    )
    if near and len(near) < len(group):
        result.stray.extend(entry for entry in group if entry not in near)
        group, rival = near, _contradiction(near, question)
    if rival:
        why = f"the answer key answers question {question.number} twice, and not in the same way"
        result.doubts.append((rival, [question], why))
    else:
        result.entries[question.segment.begin] = _readable_first(group, question)


def _readable_first(entries: Sequence[AnswerEntry], question: Unanswered) -> list[AnswerEntry]:
    """Return the entries, the first that states an answer before those that only explain it."""
    options: Options = {question.number: [(question.texts, question.written)]}
    stated = next((entry for entry in entries if labels_of(entry.value, question.number, options)), entries[0])
    others = [entry for entry in entries if entry is not stated]
    return [stated, *(entry._replace(value=_reason(entry.value, question)) for entry in others)]


def _reason(value: str, question: Unanswered) -> str:
    """Return what an entry says besides the answer, which another one has stated."""
    answer = answers.read(value, question.texts, question.written)
    return answer.reason if answer and answer.labels else value


def _contradiction(entries: Sequence[AnswerEntry], question: Unanswered) -> AnswerEntry | None:
    """Return the first entry that says another answer than one above it."""
    if len(entries) < 2:
        return None
    options: Options = {question.number: [(question.texts, question.written)]}
    first: set[tuple[str, ...]] = set()
    for entry in entries:
        labels = labels_of(entry.value, question.number, options) if entry.value else set()
        if first and labels and labels != first:
            return entry
        first = first or labels
    return None


def _divided(
    asked: Sequence[Unanswered], entries: Sequence[AnswerEntry]
) -> Iterator[tuple[Sequence[Unanswered], Sequence[AnswerEntry]]]:
    """Yield questions and entries that go together: all, or those of each chapter where numbers come again."""
    again = len({question.number for question in asked}) < len(asked)
    chapters = _by_chapter(asked, entries) if again else []
    if chapters:
        yield from chapters
        return
    lists = _runs([question.number for question in asked])
    answer_lists = _runs([entry.number for entry in entries])
    titled = len({entry.part for entry in entries}) > 1 and any(question.chapters for question in asked)
    if not again or len(lists) != len(answer_lists) or titled:
        yield asked, entries
        return
    for questions, answering in zip(lists, answer_lists, strict=True):
        yield [asked[i] for i in questions], [entries[i] for i in answering]


def _runs(numbers: Sequence[str]) -> list[range]:
    """Return the indexes of numbers in runs: each ends where a number comes again."""
    firsts, seen = [0], set[str]()
    for i, number in enumerate(numbers):
        if number in seen:
            firsts.append(i)
            seen = set()
        seen.add(number)
    return [range(first, end) for first, end in zip(firsts, [*firsts[1:], len(numbers)], strict=True)]


def _by_chapter(
    asked: Sequence[Unanswered], entries: Sequence[AnswerEntry]
) -> list[tuple[Sequence[Unanswered], Sequence[AnswerEntry]]]:
    """Return the questions of each chapter with the entries below its title; none where titles are not the same."""
    titles = list(dict.fromkeys(title for question in asked for title in question.chapters))
    chapters: dict[str, str] = {}
    for part in dict.fromkeys(entry.part for entry in entries):
        same = [title for title in titles if _is_same(part, title)]
        if len(same) > 1:
            return []
        chapters[part] = same[0] if same else ""
    titled = [title for title in chapters.values() if title]
    if not titled or len(set(titled)) < len(titled):
        return []
    groups = [
        (
            [question for question in asked if title in question.chapters],
            [e for e in entries if chapters[e.part] == title],
        )
        for title in titled
    ]
    rest = [entry for entry in entries if not chapters[entry.part]]
    in_chapters = {question.segment.begin for questions, _ in groups for question in questions}
    return [*groups, ([question for question in asked if question.segment.begin not in in_chapters], rest)]


def _is_same(part: str, title: str) -> bool:
    """Whether a title in an answer key names a chapter: all words of one are in the other, or a word and the number."""
    words, others = frozenset(words_of(part)), frozenset(words_of(title))
    numbers = [frozenset(filter(str.isdecimal, either)) for either in (words, others)]
    if words and others and (words <= others or others <= words):
        return True
    return numbers[0] == numbers[1] != frozenset() and bool(words & others - numbers[0])
