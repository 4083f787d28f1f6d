"""Identify the questions of a bank: each once, with a key of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build.identity import copies
from ankigen.model import Diagnostic, Rule, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.model import Summary


class Identified(NamedTuple):
    """The questions of a bank, each once and with its key; `copies` are the other copies, with that question's key."""

    questions: tuple[Summary, ...]
    copies: tuple[tuple[Summary, str], ...]
    diagnostics: tuple[Diagnostic, ...]


def identify(questions: Sequence[Summary]) -> Identified:
    """Merge copies, leave out different questions that share an ID in one folder, and assign keys.

    Copies have the same stem and options; the richest is built. Where their answers differ, it is disputed, unless they
    have IDs of their own: then the author has to decide, and none is built.
    """
    groups = copies.in_groups(questions)
    contradictory = [group for group in groups if copies.contradict(group)]
    groups = [group for group in groups if not copies.contradict(group)]
    groups, clashes = _one_id_a_folder(groups)
    with_keys, warnings = _assign_keys(groups)
    keys_of_copies: list[tuple[Summary, str]] = []
    for group, question in zip(groups, with_keys, strict=True):
        if len(group) > 1:
            best = copies.richest(group)
            others = [copy for copy in group if copy is not best]
            keys_of_copies += [(copy, question.key) for copy in others]
            warnings += [diagnostic for copy in others if (diagnostic := copies.compared(best, copy))]
    errors = [diagnostic for group in contradictory for diagnostic in copies.contradictions(group)]
    return Identified(tuple(with_keys), tuple(keys_of_copies), (*errors, *clashes, *warnings))


def _folder(summary: Summary) -> str:
    return summary.path.rpartition("/")[0]


def _one_id_a_folder(groups: Sequence[list[Summary]]) -> tuple[list[list[Summary]], list[Diagnostic]]:
    """Leave out all questions that share a folder and an ID: no build can know which of them learners already have.

    A copy counts with its own folder and ID, not with those of the copy that is built.
    """
    places: dict[tuple[str, str], list[tuple[int, Summary]]] = defaultdict(list)
    for same in _of_one_id([(number, copy) for number, group in enumerate(groups) for copy in group]):
        for number, copy in same:
            places[_folder(copy), copy.id or ""].append((number, copy))
    clashing = [same for same in places.values() if len({number for number, _ in same}) > 1]
    clashes = [
        Diagnostic(
            rule=Rule.DUPLICATE_ID,
            span=copy.span,
            message=f"the ID `{copy.id}` is another question's in this folder",
            hint="give the newer one an ID of its own",
            related=tuple(other.span for another, other in same if another != number),
        )
        for same in clashing
        for number, copy in same
    ]
    left_out = {number for same in clashing for number, _ in same}
    return [group for number, group in enumerate(groups) if number not in left_out], clashes


def _of_one_id(questions: Sequence[tuple[int, Summary]]) -> list[list[tuple[int, Summary]]]:
    """Return the questions of each ID that several have; a question is a copy with the number of its group."""
    number = Counter(question.id for _, question in questions)
    by_id: dict[str, list[tuple[int, Summary]]] = defaultdict(list)
    for pair in questions:
        if pair[1].id and number[pair[1].id] > 1:
            by_id[pair[1].id].append(pair)
    return list(by_id.values())


def _assign_keys(groups: Sequence[list[Summary]]) -> tuple[list[Summary], list[Diagnostic]]:
    """Return the question of each group of copies, with its key."""
    named = [copies.with_the_id(group) for group in groups]
    several = _of_one_id([*enumerate(named)])
    qualified = {same[0][1].id for same in several}
    with_keys: list[Summary] = []
    used: set[str] = set()
    for group, source in zip(groups, named, strict=True):
        question = copies.merged(group)
        key = _key(source, qualified=source.id in qualified)
        key = f"{question.path}#{question.index}" if key in used else key  # an ID may look like another's key
        while key in used:
            key = f"{key}~"
        used.add(key)
        with_keys.append(summary.with_key(question, key))
    warnings = [
        Diagnostic(
            rule=Rule.QUALIFIED_ID,
            span=first.span,
            message=f"{1 + len(others)} questions have the ID `{first.id}`; only their folders tell them apart",
            hint="give each an ID of its own",
            related=tuple(other.span for _, other in others),
        )
        for (_, first), *others in several
    ]
    return with_keys, warnings


def _key(summary: Summary, *, qualified: bool) -> str:
    if not summary.id:
        return f"{summary.path}#{summary.index}"
    return f"{_folder(summary)}/{summary.id}" if qualified and _folder(summary) else summary.id
