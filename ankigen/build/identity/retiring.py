"""Decide which questions are gone: those of files that are gone or were read, not those that only cannot be seen.

A new question may be one of the latter, and waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ankigen.model import Diagnostic, Rule
from ankigen.system.errors import UserError
from ankigen.system.files import SETTINGS_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ankigen.build.identity.ledger import Ledger
    from ankigen.build.identity.match import Unseen
    from ankigen.model import Span, Summary

_FEW = 5  # questions of which the author need not be asked
_SHARE = 10  # one in so many
_LISTED = 20


class Missing(NamedTuple):
    """The GUIDs of questions that are `gone`, and those that are `not_retired`: why, with the keys of the questions."""

    gone: tuple[str, ...] = ()
    not_retired: tuple[tuple[str, tuple[str, ...]], ...] = ()


def missing(ledger: Ledger, present: Collection[str], folder: Path, *, may_be_many: bool) -> Missing:
    """Return which questions of the ledger are gone, if those with the GUIDs `present` are all that were read.

    Raises `UserError` if many are, a tenth of the bank, unless they `may_be_many`.
    """
    active = [entry for entry in ledger.of_questions.entries.values() if not entry.retired]
    absent = [entry for entry in sorted(active) if entry.guid not in present]
    reasons = {path: _unseen(path, folder) for path in {entry.path for entry in absent}}
    gone = [entry for entry in absent if not reasons[entry.path]]
    keys: dict[str, list[str]] = {}
    for entry in absent:
        if reasons[entry.path]:
            keys.setdefault(reasons[entry.path], []).append(entry.key)
    if not may_be_many and len(gone) >= _FEW and len(gone) * _SHARE > len(active):
        raise UserError(
            f"{len(gone)} of {len(active)} questions are gone: {_some(entry.key for entry in gone)}",
            "if you deleted them, build with --retire; if not, bring their files back",
        )
    left = {entry.guid for entry in absent if reasons[entry.path]}
    guids = (*(entry.guid for entry in gone), *_derived_gone(ledger, present, left))
    return Missing(guids, tuple((why, tuple(of)) for why, of in keys.items()))


def _derived_gone(ledger: Ledger, present: Collection[str], left: Container[str]) -> Iterator[str]:
    """Yield the GUIDs of questions that are no longer made of another one, or whose question is gone.

    Those of a question that is `left`, because it cannot be seen, stay with it.
    """
    for entry in sorted(ledger.entries.values()):
        if entry.parent and not entry.retired and entry.guid not in present and entry.parent not in left:
            yield entry.guid


def _some(keys: Iterable[str]) -> str:
    every = list(keys)
    return ", ".join(every[:_LISTED]) + (f" and {len(every) - _LISTED} more" if len(every) > _LISTED else "")


def _unseen(path: str, folder: Path) -> str:
    """Return why the file at `path` in the bank's folder was not read although its questions may be there; "" if not.

    `walk` follows no link to a folder, and leaves other banks to themselves.
    """
    parts = path.split("/")
    for depth in range(1, len(parts) + 1):
        name = "/".join(parts[:depth])
        below = folder / name
        if below.is_symlink() and not below.exists():
            return f"the link {name} leads nowhere"
        if depth < len(parts) and below.is_symlink():
            return f"{name} is a link, and links to folders are not followed"
        if depth < len(parts) and (below / SETTINGS_FILE).is_file():
            return f"{name} is a bank of its own now"
    return ""


def waiting(
    ledger: Ledger, questions: Sequence[Summary], guids: Mapping[str, str], unseen: Unseen
) -> dict[str, Diagnostic]:
    """Return the questions that have to wait, by key, each with its diagnostic.

    `guids` are by key. If learners have a question that is missing, it may be what an error left out, and then a new
    question may be an edited copy of it, or that question itself, edited and moved: one without an ID, or with the same
    ID. A note for it would be a second one.
    """
    entries = ledger.of_questions.entries.values() if unseen.errors else ()
    active = [entry for entry in sorted(entries) if not entry.retired]
    present = {*guids.values()}
    absent = [entry for entry in active if entry.guid not in present and entry.path not in unseen.paths]
    if not absent:
        return {}
    paths_by_id = {entry.id: entry.path for entry in reversed(absent)}
    paths = {entry.path for entry in absent}
    every = sorted(unseen.errors, key=lambda span: (span.path not in paths, span.path, span.line))
    new = (question for question in questions if guids[question.key] not in ledger.entries)
    return {
        question.key: _diagnostic(question, next(_places(every, {paths_by_id.get(question.id or ""), question.path})))
        for question in new
        if not question.id or question.id in paths_by_id
    }


def _places(errors: Sequence[Span], best: set[str | None]) -> Iterator[Span]:
    """Yield the places of errors, those in the `best` files first."""
    yield from (span for span in errors if span.path in best)
    yield from errors


def _diagnostic(question: Summary, error: Span) -> Diagnostic:
    return Diagnostic(
        rule=Rule.WAITING,
        span=question.span,
        message=f"this may be the question that is left out at {error.path}:{error.line}",
        hint="mend that, then this question is built; if it is another one, give it an ID of its own",
        related=(error,),
    )
