"""Counts of a learner's answers, without times and names, that the learner may give to the author of a bank."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field, NonNegativeInt, ValidationError

from ankigen.learning.picks import shares_of
from ankigen.model import Frozen
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ankigen.learning.history import History

_Model = TypeVar("_Model", bound=Frozen)
_LARGEST = 64 * 2**20  # bytes of a file; a bank of 10,000 questions needs 1 MB


class QuestionCounts(Frozen):
    """The counts of one question: whether it was right at first sight, its reviews, those that were right, and picks.

    `picks` counts the options that were picked, by the place of their label among all labels, from 0.
    """

    first_right: bool
    reviews: NonNegativeInt
    right: NonNegativeInt
    picks: dict[NonNegativeInt, NonNegativeInt] = Field(default_factory=dict)


class Counts(Frozen):
    """The counts of one learner, by the GUID of the question's note."""

    bank: str
    version: int = Field(default=1, ge=1, le=1)
    questions: dict[str, QuestionCounts]

    @cached_property
    def first_sights_right(self) -> int:
        """The number of questions that were right at first sight."""
        return sum(count.first_right for count in self.questions.values())


def count(histories: Iterable[History], bank_id: str) -> Counts:
    """Return the counts of the questions that were reviewed."""
    return Counts(
        bank=bank_id,
        questions={
            history.guid: QuestionCounts(
                first_right=history.reviews[0].right,
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
        reason = error.errors()[0]["msg"]
        raise UserError(f"{path}: is not {what}: {reason}") from error
