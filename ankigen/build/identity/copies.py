"""Copies of a question: those with the same stem and options. One is built, with the tags of all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ankigen.model import Diagnostic, Rule, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ankigen.model import Summary


def in_groups(questions: Iterable[Summary]) -> list[list[Summary]]:
    """Return the questions in groups of copies, in the order of the first of each; most groups have one."""
    groups: dict[str, list[Summary]] = defaultdict(list)
    for question in questions:
        groups[question.asked].append(question)
    return [*groups.values()]


def contradict(copies: Sequence[Summary]) -> bool:
    """Whether copies with IDs of their own have different answers."""
    if len(copies) == 1:
        return False
    with_id = [copy for copy in copies if copy.id]
    return len({copy.id for copy in with_id}) > 1 and len({copy.right for copy in with_id}) > 1


def contradictions(copies: Sequence[Summary]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of these copies, which `contradict` each other."""
    for copy in copies:
        others = [other for other in copies if other is not copy]
        answers = "; ".join(f"{', '.join(other.answer)} in {_name_of(other)}" for other in others)
        yield Diagnostic(
            rule=Rule.COPIES_CONTRADICT,
            span=place_of(copy, "answer"),
            message=f"the answer is {', '.join(copy.answer)} here, {answers}: the same stem and options",
            hint="correct the wrong one, or say in the stem what tells them apart",
            related=tuple(place_of(other, "answer") for other in others),
        )


def _name_of(copy: Summary) -> str:
    return f"`{copy.id}`" if copy.id else f"{copy.path}:{copy.line}"


def compared(best: Summary, copy: Summary) -> Diagnostic | None:
    """Return the diagnostic of a copy that disagrees with the `best` one or says less; None if it does neither."""
    if copy.right != best.right:
        return Diagnostic(
            rule=Rule.COPIES_DISAGREE,
            span=place_of(copy, "answer"),
            message=f"the answer is {', '.join(copy.answer)} here, {', '.join(best.answer)} in the copy that is built"
            if best.answer
            else "the answer is not that of the copy that is built",
            hint="find out which is right, and correct the other",
            related=(place_of(best, "answer"),),
        )
    if copy.richness < best.richness:
        return Diagnostic(
            rule=Rule.POORER_COPY,
            span=place_of(copy, "stem"),
            message="this copy says less than another, which is built",
            hint="bring it up to date, or delete it",
            related=(place_of(best, "stem"),),
        )
    return None


def richest(copies: Sequence[Summary]) -> Summary:
    """Return the copy with the most explanation; the first of equals."""
    return max(copies, key=lambda copy: copy.richness)


def merged(copies: Sequence[Summary]) -> Summary:
    """Return the richest copy with the tags of all, and the ID of another if it has none.

    Answers of other copies become its rival answers.
    """
    if len(copies) == 1:
        return copies[0]
    best = richest(copies)
    ordered = [best, *(copy for copy in copies if copy is not best)]
    with_id = next((copy for copy in ordered if copy.id), best)
    called_right = frozenset().union(*(copy.right_options for copy in ordered))
    rivals = {label for label, text in best.options if text in called_right}
    rivals = (rivals | set(best.rival_answers)) - set(best.answer)
    return best._replace(
        id=with_id.id,
        id_path="" if with_id is best else with_id.path,
        topics=tuple(dict.fromkeys(topic for copy in ordered for topic in copy.topics)),
        traps=tuple(dict.fromkeys(trap for copy in ordered for trap in copy.traps)),
        rival_answers=tuple(sorted(rivals)),
    )
