"""The results of mock exams, which their pages save as files."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from pydantic import Field, NonNegativeInt

from ankigen.learning.counts import load_file
from ankigen.model import AGAIN, Frozen, Review
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ankigen.learning.history import History


class ExamAnswer(Frozen):
    """How one question was answered: the labels that were picked, if they are the right ones, and for how long.

    `sure` is what the learner said of the answer, None if that was not asked or not said.
    """

    guid: str
    picks: tuple[str, ...]
    right: bool
    seconds: NonNegativeInt = 0
    sure: Literal["sure", "unsure", "guess"] | None = None


class ExamResult(Frozen):
    """The result of one mock exam: when it ended (epoch milliseconds), its seed, and the answers."""

    ankigen: Literal["exam"]
    version: int = Field(default=1, ge=1, le=1)
    bank: str
    seed: int
    ended: NonNegativeInt
    answers: tuple[ExamAnswer, ...]

    @property
    def missed(self) -> frozenset[str]:
        """The GUIDs of the questions that were answered wrongly, or not at all."""
        return frozenset(answer.guid for answer in self.answers if not answer.right)


def load_results(paths: Sequence[Path], bank_id: str) -> tuple[ExamResult, ...]:
    """Return the results in these files, each of a mock exam of the bank; a file that is given twice counts once.

    Raises `UserError` if a file cannot be read, or is of another bank.
    """
    results = {}
    for path in paths:
        result = load_file(path, ExamResult, "a result of `ankigen exam`")
        if result.bank != bank_id:
            raise UserError(f"{path}: is the result of a mock exam of the bank `{result.bank}`, not of `{bank_id}`")
        results[result.seed, result.ended] = result
    return tuple(results.values())


def with_exams(histories: Iterable[History], results: Iterable[ExamResult]) -> tuple[History, ...]:
    """Return the histories with what was answered in mock exams before the first review in Anki.

    A question that had been reviewed in Anki by then was no longer new. One that was left open is left out.
    """
    answers: dict[str, list[Review]] = defaultdict(list)
    for result in results:
        for answer in result.answers:
            if answer.picks:
                answers[answer.guid].append(Review(result.ended, AGAIN + answer.right))
    return tuple(_with_exams(history, sorted(answers.get(history.guid, ()))) for history in histories)


def _with_exams(history: History, answers: Sequence[Review]) -> History:
    before = [answer for answer in answers if not history.reviews or answer.time < history.reviews[0].time]
    return history._replace(exams=tuple(before))
