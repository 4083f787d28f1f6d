"""Identify questions: merge copies of a question, and give each its key and, if no ledger has one, its GUID."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Diagnostic, Rule, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.model import Summary


class Identified(NamedTuple):
    """The questions of a bank, each once and with its key; `copies` are the other copies, with that question's key."""

    questions: tuple[Summary, ...]
    copies: tuple[tuple[Summary, str], ...]
    diagnostics: tuple[Diagnostic, ...]


def guid_for(bank_id: str, key: str, generation: int = 0) -> str:
    """Return the GUID of a key that has none in the ledger: 16 characters.

    The canonical string has the lines `ankigen`, the bank's id and the key; if the ledger has another question under
    this GUID, also a generation from 1. The GUID is the first 12 bytes of its SHA-256, in URL-safe base64.
    """
    parts = ["ankigen", bank_id, key] + ([str(generation)] if generation else [])
    hashed = hashlib.sha256("\n".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(hashed[:12]).decode("ascii")


def identify(questions: Sequence[Summary]) -> Identified:
    """Merge copies, leave out different questions that share an ID in one folder, and assign keys.

    Copies have the same stem and options; the richest is built. Where their answers differ, it is disputed.
    """
    groups: dict[str, list[Summary]] = defaultdict(list)
    for question in questions:
        groups[question.asked].append(question)
    originals = [_merge(group) for group in groups.values()]
    unique, clashes = _one_id_a_folder(originals)
    keyed, warnings = _assign_keys(unique)
    several = [group for group in groups.values() if len(group) > 1]
    key_of = {(question.path, question.index): question.key for question in keyed if several}
    copies: list[tuple[Summary, str]] = []
    for group in several:
        best = _richest(group)
        key = key_of.get((best.path, best.index))
        if key:
            others = [copy for copy in group if copy is not best]
            copies += [(copy, key) for copy in others]
            warnings += [diagnostic for copy in others if (diagnostic := _compared(best, copy))]
    return Identified(tuple(keyed), tuple(copies), (*clashes, *warnings))


def _compared(best: Summary, copy: Summary) -> Diagnostic | None:
    """Return the diagnostic of a copy that disagrees with the `best` one or says less; None if it does neither."""
    if copy.right != best.right:
        return Diagnostic(
            rule=Rule.COPIES_DISAGREE,
            span=copy.span,
            message=f"the answer is {', '.join(copy.answer)} here, {', '.join(best.answer)} in the copy that is built"
            if best.answer
            else "the answer is not that of the copy that is built",
            hint="find out which is right, and correct the other",
            related=(best.span,),
        )
    if copy.richness < best.richness:
        return Diagnostic(
            rule=Rule.POORER_COPY,
            span=copy.span,
            message="this copy says less than another, which is built",
            hint="bring it up to date, or delete it",
            related=(best.span,),
        )
    return None


def _richest(copies: Sequence[Summary]) -> Summary:
    """Return the copy with the most explanation; the first of equals."""
    return max(copies, key=lambda copy: copy.richness)


def _merge(copies: Sequence[Summary]) -> Summary:
    """Return the richest copy with the tags of all; answers of other copies become its rival answers."""
    if len(copies) == 1:
        return copies[0]
    best = _richest(copies)
    ordered = [best, *(copy for copy in copies if copy is not best)]
    called_right = frozenset().union(*(copy.right_options for copy in ordered))
    rivals = {label for label, text in best.options if text in called_right}
    rivals = (rivals | set(best.rival_answers)) - set(best.answer)
    return best._replace(
        id=next((copy.id for copy in ordered if copy.id), None),
        topics=tuple(dict.fromkeys(topic for copy in ordered for topic in copy.topics)),
        traps=tuple(dict.fromkeys(trap for copy in ordered for trap in copy.traps)),
        rival_answers=tuple(sorted(rivals)),
    )


def _folder(summary: Summary) -> str:
    return summary.path.rpartition("/")[0]


def _one_id_a_folder(questions: Sequence[Summary]) -> tuple[list[Summary], list[Diagnostic]]:
    """Leave out all questions that share a folder and an ID: no build can know which of them learners already have."""
    places: dict[tuple[str, str], list[Summary]] = defaultdict(list)
    for same in _of_one_id(questions):
        for question in same:
            places[_folder(question), question.id or ""].append(question)
    clashing = [same for same in places.values() if len(same) > 1]
    clashes = [
        Diagnostic(
            rule=Rule.DUPLICATE_ID,
            span=question.span,
            message=f"the ID `{question.id}` is another question's in this folder",
            hint="give the newer one an ID of its own",
            related=tuple(other.span for other in same if other is not question),
        )
        for same in clashing
        for question in same
    ]
    left_out = {id(question) for same in clashing for question in same}
    return [question for question in questions if id(question) not in left_out], clashes


def _of_one_id(questions: Sequence[Summary]) -> list[list[Summary]]:
    """Return the groups of questions that share an ID."""
    number = Counter(question.id for question in questions)
    by_folder: dict[str, list[Summary]] = defaultdict(list)
    for question in questions:
        if question.id and number[question.id] > 1:
            by_folder[question.id].append(question)
    return list(by_folder.values())


def _assign_keys(questions: Sequence[Summary]) -> tuple[list[Summary], list[Diagnostic]]:
    several = _of_one_id(questions)
    qualified = {same[0].id for same in several}
    keyed: list[Summary] = []
    taken: set[str] = set()
    for question in questions:
        key = _key(question, qualified=question.id in qualified)
        key = f"{question.path}#{question.index}" if key in taken else key  # an ID may look like another's key
        taken.add(key)
        keyed.append(summary.keyed(question, key))
    warnings = [
        Diagnostic(
            rule=Rule.QUALIFIED_ID,
            span=same[0].span,
            message=f"{len(same)} different questions have the ID `{same[0].id}`; only their folders tell them apart",
            hint="give each an ID of its own",
            related=tuple(other.span for other in same[1:]),
        )
        for same in several
    ]
    return keyed, warnings


def _key(summary: Summary, *, qualified: bool) -> str:
    if not summary.id:
        return f"{summary.path}#{summary.index}"
    return f"{_folder(summary)}/{summary.id}" if qualified and _folder(summary) else summary.id
