"""Whether the questions of a file are the same after fixes as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ankigen.model import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from ankigen.model import Question
    from ankigen.readers import Parsed

_PLACES = ("span", "index", "options", "offsets")  # of a question; those of its options are in them


def same_but_for_ids(before: Parsed, after: Parsed, new_ids: Mapping[int, str]) -> frozenset[int] | None:
    """Return the places in the list of questions at which exactly the wanted IDs are new, and nothing else is.

    `new_ids` are the wanted IDs by place. None if the questions are not the same ones, or other questions changed.
    """
    if len(before.questions) != len(after.questions) or _kinds(before) != _kinds(after):
        return None
    right: set[int] = set()
    for n, (old, new) in enumerate(zip(before.questions, after.questions, strict=True)):
        same = _content(old) == _content(new)
        if n in new_ids:
            right |= {n} if same and new.id == new_ids[n] else set()
        elif not same or old.id != new.id:
            return None
    return frozenset(right)


def same(before: Parsed, after: Parsed) -> bool:
    """Whether all questions and diagnostics are the same."""
    return same_but_for_ids(before, after, {}) is not None


def same_but_for_labels(before: Parsed, after: Parsed, lines: Sequence[int]) -> bool:
    """Whether corrected labels, on these lines, gave questions more parts and changed no other question.

    Of a question with such a label, the stem, the options and the answer stay. A question may be new if a label in it
    was corrected. Corrections add no line, so questions keep their places.
    """
    old = {question.span.line: question for question in before.questions}
    new = {question.span.line: question for question in after.questions}
    begins = sorted(old.keys() | new.keys())
    touched = {max((begin for begin in begins if begin <= line), default=0) for line in lines}
    if not old.keys() <= new.keys() or not new.keys() - old.keys() <= touched:
        return False
    unknown = {diagnostic.span.line for diagnostic in after.diagnostics if diagnostic.rule is Rule.UNKNOWN_LABEL}
    if not unknown.isdisjoint(lines) or not _errors(after) <= _errors(before):
        return False
    return all(
        _asked(question) == _asked(new[begin]) if begin in touched else _content(question) == _content(new[begin])
        for begin, question in old.items()
    )


def _content(question: Question) -> dict[str, Any]:
    """Return all of a question but its ID and the numbers of lines."""
    content = question.model_dump(exclude={"id", *_PLACES})
    options = [
        (option.label, option.text, option.rationale, bool(option.refuted), bool(option.defended))
        for option in question.options
    ]
    return content | {"options": options}


def _asked(question: Question) -> tuple[object, ...]:
    return question.stem, [(option.label, option.text) for option in question.options], question.answer


def _kinds(parsed: Parsed) -> list[tuple[str, str]]:
    return [(diagnostic.rule.code, diagnostic.message) for diagnostic in parsed.diagnostics]


def _errors(parsed: Parsed) -> set[tuple[str, str]]:
    return {(d.rule.code, d.message) for d in parsed.diagnostics if d.is_error}
