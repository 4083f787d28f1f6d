"""Which fixes of one file hold: each stage tries its fixes on the text, reads it again, and keeps those that hold."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen import readers
from ankigen.fixes.same import same, same_but_for_ids, same_but_for_labels
from ankigen.fixes.text import edited, normalised
from ankigen.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ankigen.fixes.new_ids import NewIds
    from ankigen.model import Diagnostic, Fix
    from ankigen.readers import Parsed

_MOST_TRIALS = 50  # of groups of fixes of which some do not hold: a trial reads the file


class Left(NamedTuple):
    """What was not fixed, at which line of the old text, and why not."""

    line: int
    what: str


class Text(NamedTuple):
    """The text of a file, and how it is read: alone, or with the text of its answer key."""

    path: str
    raw: str
    read: Callable[[Source], Parsed]

    @property
    def source(self) -> Source:
        """The text as readers take it."""
        return Source(self.path, normalised(self.raw))

    def parsed(self) -> Parsed:
        """Return what is read from the text."""
        return self.read(self.source)


def letters(text: Text) -> tuple[Text, list[Fix], list[Left]]:
    """Return the text with narrow letters in labels and answers; all questions stay the same."""
    before = text.parsed()
    fixes = [*readers.letter_fixes(text.source, before.questions)]
    held = _held(text, _by_question(fixes, before), lambda after, _: same(before, after))
    return _outcome(text, fixes, held, "the letter `{old}`: another text would change with it")


def labels(text: Text, is_reported: Callable[[Diagnostic], bool]) -> tuple[Text, list[Fix], list[Left]]:
    """Return the text with correct labels, by which questions only gain; what is not `is_reported` is suppressed."""
    before = text.parsed()
    fixes = [*readers.label_fixes(text.source, filter(is_reported, before.diagnostics))]

    def holds(after: Parsed, tried: Sequence[Fix]) -> bool:
        return same_but_for_labels(before, after, [fix.span.line for fix in tried])

    held = _held(text, _by_question(fixes, before), holds)
    return _outcome(text, fixes, held, "the label `{old}`: more than the part that it names would change")


def ids(text: Text, new_ids: NewIds) -> tuple[Text, list[Fix], list[Left]]:
    """Return the text with an ID in each question for which `new_ids` has one.

    For each, the places are tried in order; nearly always, all questions of a file take the same one.
    """
    before = text.parsed()
    lines = text.source.text.split("\n")
    ends = [*(question.span.line for question in before.questions[1:]), len(lines) + 1]
    alone = len(before.questions) == 1
    new = [new_ids.for_question(question, alone=alone) for question in before.questions]
    wanted = {n: new_id for n, new_id in enumerate(new) if new_id}
    places = {n: [*readers.id_places(lines, before.questions[n], ends[n], new_id)] for n, new_id in wanted.items()}
    held: dict[int, Fix] = {}
    for rank in range(max(map(len, places.values()), default=0)):
        waiting = {n: fixes[rank] for n, fixes in places.items() if n not in held and rank < len(fixes)}
        held |= _read_back(text, before, wanted, held, waiting)
    left = [
        Left(before.questions[n].span.line, f"the ID {new_id}: found no place in which it is read as one")
        for n, new_id in wanted.items()
        if n not in held
    ]
    return text._replace(raw=edited(text.raw, held.values())), [*held.values()], left


def _by_question(fixes: Iterable[Fix], parsed: Parsed) -> list[list[Fix]]:
    """Return the fixes in groups, one for each question."""
    begins = sorted(question.span.line for question in parsed.questions)
    groups: dict[int, list[Fix]] = defaultdict(list)
    for fix in fixes:
        groups[bisect_right(begins, fix.span.line)].append(fix)
    return [*groups.values()]


def _read_back(
    text: Text, before: Parsed, wanted: dict[int, str], held: dict[int, Fix], waiting: dict[int, Fix]
) -> dict[int, Fix]:
    """Return those of the waiting fixes, by the place of their question, whose IDs are read beside those that hold."""

    def read_back(tried: dict[int, Fix]) -> frozenset[int] | None:
        after = _tried(text, [*held.values(), *tried.values()])
        return None if after is None else same_but_for_ids(before, after, {n: wanted[n] for n in (*held, *tried)})

    right = read_back(waiting) if waiting else frozenset()
    if right is not None and right.issuperset(held):
        good = {n: fix for n, fix in waiting.items() if n in right}
        if len(good) == len(waiting) or (good and read_back(good) == frozenset({*held, *good})):
            return good
        if not good:
            return {}
    groups = [[fix] for fix in waiting.values()]
    at = {id(fix): n for n, fix in waiting.items()}

    def holds(after: Parsed, tried: Sequence[Fix]) -> bool:
        numbers = frozenset({*held, *(at[id(fix)] for fix in tried if id(fix) in at)})
        return same_but_for_ids(before, after, {n: wanted[n] for n in numbers}) == numbers

    return {at[id(fix)]: fix for fix in _held(text, groups, holds, [*held.values()])}


def _held(
    text: Text,
    groups: Sequence[Sequence[Fix]],
    holds: Callable[[Parsed, Sequence[Fix]], bool],
    base: Sequence[Fix] = (),
) -> list[Fix]:
    """Return the fixes that hold: all groups together if they do, else the halves, one after the other."""
    held = [*base]
    stack = [groups] if groups else []
    trials = 0
    while stack and trials < _MOST_TRIALS:
        group = stack.pop()
        trials += 1
        tried = [*held, *(fix for fixes in group for fix in fixes)]
        after = _tried(text, tried)
        if after is not None and holds(after, tried):
            held = tried
        elif len(group) > 1:
            half = len(group) // 2
            stack += [group[half:], group[:half]]
    return held[len(base) :]


def _tried(text: Text, fixes: Iterable[Fix]) -> Parsed | None:
    """Return what is read with these fixes; None if they cannot be applied together."""
    try:
        return text._replace(raw=edited(text.raw, fixes)).parsed()
    except ValueError:
        return None


def _outcome(text: Text, fixes: Sequence[Fix], held: Sequence[Fix], why_not: str) -> tuple[Text, list[Fix], list[Left]]:
    left = [Left(fix.span.line, why_not.format(old=fix.old)) for fix in fixes if fix not in held]
    return text._replace(raw=edited(text.raw, held)), [*held], left
