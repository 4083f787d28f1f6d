"""Identify the questions of a bank: each once, with a key of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.build.identity import copies
from ankigen.model import Diagnostic, Rule, place_of, summary

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
    with_keys, warnings = _assign_keys([copies.merged(group) for group in groups])
    keys_of_copies: list[tuple[Summary, str]] = []
    for group, question in zip(groups, with_keys, strict=True):
        if len(group) > 1:
            best = copies.richest(group)
            others = [copy for copy in group if copy is not best]
            keys_of_copies += [(copy, question.key) for copy in others]
            warnings += [diagnostic for copy in others if (diagnostic := copies.compared(best, copy))]
    errors = [diagnostic for group in contradictory for diagnostic in copies.contradictions(group)]
    return Identified(tuple(with_keys), tuple(keys_of_copies), (*errors, *clashes, *warnings))


def _folder(question: Summary) -> str:
    """Return the folder of the file in which the question's ID is written."""
    return (question.id_path or question.path).rpartition("/")[0]


def _one_id_a_folder(groups: Sequence[list[Summary]]) -> tuple[list[list[Summary]], list[Diagnostic]]:
    """Leave out all questions that share a folder and an ID: no build can know which of them learners already have.

    A copy counts with its own folder and ID, not with those of the copy that is built.
    """
    shared = _of_one_id([copy for group in groups for copy in group])
    groups_by_copy = {id(copy): number for number, group in enumerate(groups) for copy in group if shared}
    copies_by_id: dict[tuple[str, str], list[Summary]] = defaultdict(list)
    for same in shared:
        for copy in same:
            copies_by_id[_folder(copy), copy.id or ""].append(copy)
    clashing = [same for same in copies_by_id.values() if len({groups_by_copy[id(copy)] for copy in same}) > 1]
    clashes = [
        Diagnostic(
            rule=Rule.DUPLICATE_ID,
            span=place_of(copy, "id"),
            message=f"the ID `{copy.id}` is another question's in this folder",
            hint="give the newer one an ID of its own",
            related=tuple(
                place_of(other, "id") for other in same if groups_by_copy[id(other)] != groups_by_copy[id(copy)]
            ),
        )
        for same in clashing
        for copy in same
    ]
    left_out = {groups_by_copy[id(copy)] for same in clashing for copy in same}
    return [group for number, group in enumerate(groups) if number not in left_out], clashes


def _of_one_id(questions: Sequence[Summary]) -> list[list[Summary]]:
    """Return the groups of questions that share an ID."""
    number = Counter(question.id for question in questions)
    by_id: dict[str, list[Summary]] = defaultdict(list)
    for question in questions:
        if question.id and number[question.id] > 1:
            by_id[question.id].append(question)
    return list(by_id.values())


def _assign_keys(questions: Sequence[Summary]) -> tuple[list[Summary], list[Diagnostic]]:
    several = _of_one_id(questions)
    qualified = {same[0].id for same in several}
    with_keys: list[Summary] = []
    used: set[str] = set()
    for question in questions:
        key = _key(question, qualified=question.id in qualified)
        key = f"{question.path}#{question.index}" if key in used else key  # an ID may look like another's key
        while key in used:
            key = f"{key}~"
        used.add(key)
        with_keys.append(summary.with_key(question, key))
    warnings = [
        Diagnostic(
            rule=Rule.QUALIFIED_ID,
            span=place_of(same[0], "id"),
            message=f"{len(same)} different questions have the ID `{same[0].id}`; only their folders tell them apart",
            hint="give each an ID of its own",
            related=tuple(place_of(other, "id") for other in same[1:]),
        )
        for same in several
    ]
    return with_keys, warnings


def _key(question: Summary, *, qualified: bool) -> str:
    if not question.id:
        return f"{question.path}#{question.index}"
    return f"{_folder(question)}/{question.id}" if qualified and _folder(question) else question.id
