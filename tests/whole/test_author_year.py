"""A random year of two authors with git and two learners with Anki (`author_year`): nothing is lost, nothing is wrong.

`ANKIGEN_AUTHOR_YEARS` is the number of years; they are divided among the shards, which run in parallel. A failure names
its year; `ANKIGEN_AUTHOR_YEAR` plays that one alone. In one year of five, the first release has a ledger of version 1.
More years than the default still find broken promises.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

pytestmark = pytest.mark.slow
anki_backend = pytest.importorskip("anki_backend", reason="the package anki is missing: pip install 'ankigen[test]'")

from author_year import steps, world  # noqa: E402 - they need Anki

if TYPE_CHECKING:
    from pathlib import Path

YEARS = int(os.environ.get("ANKIGEN_AUTHOR_YEARS", "24"))
ONLY = os.environ.get("ANKIGEN_AUTHOR_YEAR")
SHARDS = 4
LENGTH = 30  # steps


@pytest.mark.parametrize("shard", range(SHARDS))
def test_two_authors_and_git_lose_nothing(shard: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # the world sets it
    for number in [int(ONLY)] if ONLY else range(shard, YEARS, SHARDS):
        play(tmp_path / str(number), number)


def play(folder: Path, number: int) -> None:
    """Play one year."""
    folder.mkdir()
    pick = random.Random(number)
    with anki_backend.Learner(folder / "x") as one, anki_backend.Learner(folder / "y") as other:
        here = world.begin(folder, pick, [one, other])
        chosen = pick.choices(list(steps.STEPS), list(steps.STEPS.values()), k=LENGTH)
        first = steps.release_as_version_1 if number % 5 == 4 else steps.release
        for step in [steps.add, steps.add, steps.add, first, *chosen, steps.merge, steps.release]:
            clone = pick.choice(here.clones) if here.released else here.clones[0]
            here.now += pick.randint(1, 10 * world.DAY)
            here.output.append(f"{here.now} {clone.folder.name}: {step.__name__}")
            try:
                step(here, clone)
            except Exception as error:
                error.add_note(f"year {number}\n" + "\n".join(here.output[-40:]))
                raise
        for learner in here.learners:
            problems, sound = learner.person.col.fix_integrity()
            assert sound, problems
