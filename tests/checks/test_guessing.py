"""What one who knows nothing scores: the cues, the test against chance, and the one warning for a bank."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.build import summarise
from ankigen.checks import guessing
from ankigen.model import Option, Question, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Run

SETTINGS = 'id = "bank"\ntopic_minimum = 0\n'


def asked(stem: str, options: Mapping[str, str], *answer: str) -> Question:
    rows = tuple(Option(label=label, text=text, line=1) for label, text in options.items())
    return Question(span=Span(path="q.md", line=1), index=1, stem=stem, options=rows, answer=answer)


def cues(stem: str, *options: str) -> list[str]:
    cues_ = guessing.cues_of(asked(stem, dict(zip("ABCDE", options, strict=False)), "A"))
    return ["".join(labels) for labels in cues_]


def test_each_guesser_goes_by_its_cue() -> None:
    assert cues("Which?", "a", "bbbb", "cc")[0] == "B"
    assert cues("Which?", "aaaa", "bbbb", "cc")[0] == "AB"
    assert cues("Which?", "aa", "bb", "cc")[0] == "", "no cue"
    assert cues("Which command lists partitions?", "It lists partitions", "A table", "A view")[1] == "A"
    assert cues("哪個指令可以列出分割區？", "列出分割區的指令", "資料表", "檢視")[1] == "A"
    assert cues("Which?", "It always runs", "It may run", "It **never** runs", "sometimes")[2] == "BD"
    assert cues("Was gilt?", "Das gilt immer", "Das gilt oft")[2] == "B"
    assert cues("哪個對？", "總是如此", "有時如此")[2] == "B"
    assert cues("Which?", "[only](https://always.example)", "b")[2] == "B"
    assert cues("Which?", "may", "can")[2] == ""


def test_the_tail_is_that_of_the_binomial_distribution() -> None:
    for hits, size, chance in ((0, 5, 0.25), (3, 10, 0.25), (10, 10, 0.5), (200, 600, 0.3)):
        exact = math.fsum(math.comb(size, n) * chance**n * (1 - chance) ** (size - n) for n in range(hits, size + 1))
        assert guessing.binomial_tail(hits, size, chance) == pytest.approx(exact)


def summaries(answer: Callable[[int], str], count: int = 200) -> list[object]:
    options = {"A": "aa", "B": "bb", "C": "cccccccccc", "D": "dd"}
    return [summarise(asked(f"Number {n}?", options, answer(n))) for n in range(count)]


def test_a_guesser_is_compared_with_chance() -> None:
    dice = random.Random(1)
    by_chance = {guess.picks: guess for guess in guessing.guesses(summaries(lambda _: dice.choice("ABCD")))}  # type: ignore[arg-type]
    longest = by_chance["the longest option"]
    assert (longest.questions, longest.chance) == (200, 0.25)
    assert longest.score == pytest.approx(0.25, abs=0.08)
    assert longest.p > 0.01
    (biased, *_) = guessing.guesses(summaries(lambda n: "C" if n % 2 else "A"))  # type: ignore[arg-type]
    assert (biased.score, biased.p < 1e-9) == (0.5, True)


def bank_of(tmp_path: Path, right: Callable[[int], str], settings: str = SETTINGS) -> Path:
    options = {"A": "first", "B": "a much longer second one", "C": "third"}
    files = {
        f"q{n}.md": question(f"Q-{n}", stem=f"Which of {n * 977} is it?", options=options, answer=f"`{right(n)}`")
        for n in range(60)
    }
    return bank(tmp_path / "bank", files, settings)


def test_the_bank_is_warned_once(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank_of(tmp_path, lambda n: "B" if n % 4 else "A")
    rows = [json.loads(row) for row in run("check", folder, "--format", "json").out.splitlines()]
    (row,) = [row for row in rows if row["code"] == "AG310"]
    assert "the longest option: 75% of 60 questions, by chance 33%" in row["message"]
    assert Path(row["path"]).name == "q1.md", "the first one that is guessed"
    assert "`B`" in Path(row["path"]).read_text(encoding="utf-8").split("\n")[row["line"] - 1]
    assert "the longest option" in run("stats", folder).out
    numbers = json.loads(run("stats", folder, "--format", "json").out)
    assert {guess["picks"] for guess in numbers["guesses"]} >= {"the longest option", "option B each time"}
    bank_of(tmp_path, lambda n: "B" if n % 4 else "A", SETTINGS + 'ignore = ["AG310"]\n')
    assert "AG310" not in run("check", folder).out


def test_a_bank_without_a_cue_is_not_warned(run: Callable[..., Run], tmp_path: Path) -> None:
    assert "AG310" not in run("check", bank_of(tmp_path, lambda n: "ABC"[n % 3])).out
