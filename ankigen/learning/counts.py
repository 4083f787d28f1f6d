"""Counts of a learner's answers, without times and names, that the learner may give to the author of a bank."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Self, TypeVar

from pydantic import Field, NonNegativeInt, ValidationError, model_validator

from ankigen.learning.picks import shares_of
from ankigen.model import Frozen
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from ankigen.learning.history import History

_Model = TypeVar("_Model", bound=Frozen)
_LARGEST = 64 * 2**20  # bytes of a file; a bank of 10,000 questions needs 1 MB

_Reviews = Annotated[int, Field(ge=1, le=1_000_000)]  # of one question by one learner


class QuestionCounts(Frozen):
    """The counts of one question: whether it was right at first sight, its reviews, those that were right, and picks.

    `first_right` is None if the first answer was given on the card without options.
    `picks` counts the options that were picked, by the place of their label among all labels, from 0.
    """

    first_right: bool | None
    reviews: _Reviews
    right: NonNegativeInt
    picks: dict[NonNegativeInt, NonNegativeInt] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        if not (self.first_right or 0) <= self.right <= self.reviews - (self.first_right is False):
            raise ValueError("the right answers and the reviews do not add up")
        return self


class Counts(Frozen):
    """The counts of one learner, by the GUID of the question's note."""

    bank: str
    version: int = Field(default=1, ge=1, le=1)
    questions: dict[str, QuestionCounts]

    @cached_property
    def first_sights_right(self) -> int:
        """The number of questions that were right at first sight."""
        return sum(count.first_right is True for count in self.questions.values())

    @cached_property
    def first_sights(self) -> int:
        """The number of questions with an answer at first sight."""
        return sum(count.first_right is not None for count in self.questions.values())

    def only(self, guids: Container[str]) -> Counts:
        """Return the counts of the questions with these GUIDs."""
        questions = {guid: count for guid, count in self.questions.items() if guid in guids}
        return Counts(bank=self.bank, version=self.version, questions=questions)


def count(histories: Iterable[History], bank_id: str) -> Counts:
    """Return the counts of the questions that were reviewed."""
    return Counts(
        bank=bank_id,
        questions={
            history.guid: QuestionCounts(
                first_right=history.first_sight.right if history.first_sight else None,
                reviews=len(history.reviews),
                right=sum(review.right for review in history.reviews),
                picks=dict(Counter(shares_of(history.cards))),
            )
            for history in histories
            if history.reviews
        },
    )


def load_counts(paths: Sequence[Path], bank_id: str) -> tuple[Counts, ...]:
    """Return the counts in these files, each of one learner of the bank.

    Raises `UserError` if a file cannot be read, is of another bank, or is given twice.
    """
    loaded: dict[Path, Counts] = {}
    for path in paths:
        if path.resolve() in loaded:
            raise UserError(f"{path}: is given twice", "give the file of each learner once")
        counts = load_file(path, Counts, "a file of `ankigen progress --counts`")
        if counts.bank != bank_id:
            raise UserError(f"{path}: has counts of the bank `{counts.bank}`, not of `{bank_id}`")
        loaded[path.resolve()] = counts
    return tuple(loaded.values())


def doubts(learners: Sequence[Counts], names: Sequence[str], guids: AbstractSet[str]) -> Iterator[str]:
    """Yield what may be wrong with the counts in files of these names; `guids` are those of the bank's questions."""
    copies: dict[str, list[str]] = {}
    for learner, name in zip(learners, names, strict=True):
        copies.setdefault(learner.model_dump_json(), []).append(name)
    for first, *others in copies.values():
        if others:
            yield f"{', '.join(others)}: the same counts as in {first}; give the file of each learner once"
    gone = {guid for learner in learners for guid in learner.questions} - guids
    if gone:
        yield f"counted questions that are not in the bank, and left out: {len(gone)}"


def load_file(path: Path, model: type[_Model], what: str) -> _Model:
    """Return the content of a JSON file; `what` names such a file in the message if it is none.

    Raises `UserError` if the file cannot be read, is too large, or is something else.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"{path}: the file is too large for {what}")
        return model.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        if fault["loc"] == ("version",) and fault["type"] == "less_than_equal":
            raise UserError(f"{path}: was written by a newer ankigen", "update ankigen") from error
        raise UserError(f"{path}: is not {what}: {_reason(fault)}") from error


def _reason(fault: ErrorDetails) -> str:
    """Return what pydantic finds wrong, and where."""
    place = ".".join(map(str, fault["loc"]))
    return f"{f'`{place}`: ' if place else ''}{fault['msg'].removeprefix('Value error, ')}"
