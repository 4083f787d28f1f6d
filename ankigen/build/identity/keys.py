"""Identify questions: merge copies of a question, and give each its key and, if no ledger has one, its GUID."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Diagnostic, Rule, summary

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from ankigen.model import Summary


class Identified(NamedTuple):
    """The questions of a bank, each once and with its key; `copies` are the other copies, with that question's key."""

    questions: tuple[Summary, ...]
    copies: tuple[tuple[Summary, str], ...]
    diagnostics: tuple[Diagnostic, ...]


def guid_for(bank_id: str, key: str, generation: int = 0) -> str:
    """Return the GUID of a question with this key: 16 characters.

    The canonical string has the lines `ankigen`, the bank's id and the key; if the ledger has another question under
    this GUID, also a generation from 1. The GUID is the first 12 bytes of its SHA-256, in URL-safe base64.
    """
    return _guid("ankigen", bank_id, key, *([str(generation)] if generation else []))


def guid_of(bank_id: str, question: Summary, used: Container[str]) -> str:
    """Return a GUID for a question that is new to the ledger, none of those that are `used`.

    That of a question without an ID comes from its first content, so that its file and its place mean nothing; an empty
    line before the content keeps it apart from those of keys.
    """
    for generation in count():
        if question.id:
            guid = guid_for(bank_id, question.key, generation)
        else:
            guid = _guid("ankigen", bank_id, "", question.content, *([str(generation)] if generation else []))
        if guid not in used:
            return guid
    raise AssertionError


def _guid(*lines: str) -> str:
    hashed = hashlib.sha256("\n".join(lines).encode()).digest()
    return base64.urlsafe_b64encode(hashed[:12]).decode("ascii")


def identify(questions: Sequence[Summary]) -> Identified:
    """Merge copies, leave out different questions that share an ID in one folder, and assign keys.

    Copies have the same stem and options; the richest is built. Where their answers differ, it is disputed, unless they
    have IDs of their own: then the author has to decide, and none is built.
    """
    groups: dict[str, list[Summary]] = defaultdict(list)
    for question in questions:
        groups[question.asked].append(question)
    contradictions = [group for group in groups.values() if len(group) > 1 and _contradict(group)]
    for group in contradictions:
        del groups[group[0].asked]
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
    errors = [diagnostic for group in contradictions for diagnostic in _contradiction(group)]
    return Identified(tuple(keyed), tuple(copies), (*errors, *clashes, *warnings))


def _contradict(copies: Sequence[Summary]) -> bool:
    """Whether copies with IDs of their own have different answers."""
    named = [copy for copy in copies if copy.id]
    return len({copy.id for copy in named}) > 1 and len({copy.right for copy in named}) > 1


def _contradiction(copies: Sequence[Summary]) -> Iterator[Diagnostic]:
    for copy in copies:
        others = [other for other in copies if other is not copy]
        answers = "; ".join(f"{', '.join(other.answer)} in {_named(other)}" for other in others)
        yield Diagnostic(
            rule=Rule.COPIES_CONTRADICT,
            span=copy.span,
            message=f"the answer is {', '.join(copy.answer)} here, {answers}: the same stem and options",
            hint="correct the wrong one, or say in the stem what tells them apart",
            related=tuple(other.span for other in others),
        )


def _named(copy: Summary) -> str:
    return f"`{copy.id}`" if copy.id else f"{copy.path}:{copy.line}"


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
        while key in taken:
            key = f"{key}~"
        taken.add(key)
        keyed.append(summary.with_key(question, key))
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
