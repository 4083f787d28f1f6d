"""A random year of edits to rows, options and mnemonics (`derived_year`): each keeps its note, and its reviews.

`ANKIGEN_DERIVED_YEARS` is the number of years; they are divided among the shards, which run in parallel. A failure
names its year; `ANKIGEN_DERIVED_YEAR` plays that one alone.
"""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

pytestmark = pytest.mark.slow
anki_backend = pytest.importorskip("anki_backend", reason="the package anki is missing: pip install 'ankigen[test]'")

from derived_year import oracle  # noqa: E402 - it needs Anki
from derived_year.author import Author  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

YEARS = int(os.environ.get("ANKIGEN_DERIVED_YEARS", "24"))
ONLY = os.environ.get("ANKIGEN_DERIVED_YEAR")
SHARDS = 4
LENGTH = 10  # builds
START = 1_750_000_000
DAY = 86_400


@pytest.mark.parametrize("shard", range(SHARDS))
def test_what_is_made_of_a_question_keeps_its_note_through_edits(
    shard: int, tmp_path: Path, run: Callable[..., Run]
) -> None:
    for number in [int(ONLY)] if ONLY else range(shard, YEARS, SHARDS):
        folder, story = tmp_path / str(number), [f"year {number}"]
        try:
            play(folder, random.Random(number), run, story)
        except Exception as error:
            error.add_note("\n".join(story))
            raise
        shutil.rmtree(folder)


def play(scratch: Path, pick: random.Random, run: Callable[..., Run], story: list[str]) -> None:
    """Play one year; `story` is told what happens."""
    author = Author(scratch / "bank", pick)
    judge = oracle.Oracle(author)
    packages = author.folder / "apkg"
    with anki_backend.Learner(scratch / "learner") as person:
        student = oracle.Student(person, judge)
        for step in range(LENGTH):
            author.save()
            before = judge.owner.keys() & {guid for guid, state in _states(author.folder) if state == "active"}
            ended = run("build", author.folder, now=START + step * 30 * DAY)
            assert ended.code == 0, ended.err
            states = dict(_states(author.folder))
            judge.check(oracle.notes(packages / "bank.apkg"), states)
            retired = {guid for guid, state in states.items() if state == "retired"}
            assert bool(before & retired) == ("Browser: " in ended.out), "retired notes are not listed"
            if before & retired:
                student.check_retired(ended.out.partition("Browser: ")[2].splitlines()[0], before & retired)
            chosen = pick.choice([["bank.apkg"], ["bank.apkg"], sorted(path.name for path in packages.iterdir()), []])
            for name in chosen:
                student.take(packages / name)
            student.study(pick.choice([0, 0.5, 1]), pick)
            student.mark(pick)
            story.append(f"build {step}: import {chosen}; then:")
            story += [f"  {author.edit()}" for _ in range(pick.randint(1, 4))]
        student.take(packages / "bank.apkg")
        student.check_reviews()


def _states(folder: Path) -> list[tuple[str, str]]:
    return [*oracle.states(folder).items()] if (folder / "ankigen.lock").exists() else []
