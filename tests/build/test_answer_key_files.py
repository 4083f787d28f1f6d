"""Answer keys in files of their own, in real folders: whose they are, what is reported, and what a build notices."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

QUIZ = "1. Which ocean is larger?\n\nA. Atlantic\nB. Pacific\n\n2. Which river is longer?\n\nA. Nile\nB. Rhine\n"
ANSWER_KEY = "1. B\n2. A\n"
NAMES = [
    "quiz-answers.md",
    "quiz_key.md",
    "quiz.answers.md",
    "quiz-answer-key.md",
    "quiz-solutions.md",
    "quiz-corrigé.md",
    "quiz-Lösungen.md",
    "quiz-gabarito.md",
    "quiz-soluciones.md",
    "quiz-soluzioni.md",
    "quiz-答案.md",
    "quiz-解答.md",
    "quiz-정답.md",
    "quiz-ответы.md",
    "quiz-відповіді.md",
    "quiz-odpowiedzi.md",
    "quiz-řešení.md",
    "quiz-cevap-anahtarı.md",
    "quiz-đáp án.md",
    "quiz-kunci-jawaban.md",
    "quiz-เฉลย.md",
    "quiz-उत्तर.md",
    "quiz-الإجابات.md",
    "quiz-תשובות.md",
    "quiz-antwoorden.md",
    "answers/quiz.md",
    "solutions/quiz.md",
    "Lösungen/quiz.md",
    "answers/quiz-answers.md",
    "../answers/quiz.md",
]


def written(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder, long enough ago for the cache to trust them; return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        past = time.time() - 60
        os.utime(path, (past, past))
    return folder


def answers(run: Callable[..., Run], path: Path) -> list[str]:
    """Return the answers of the questions that a path holds."""
    lines = run("export", path, "--format", "jsonl").out.splitlines()
    return ["".join(json.loads(line)["answer"]) for line in lines]


@pytest.mark.parametrize("name", NAMES)
def test_a_key_is_found_by_its_name_for_a_folder_and_for_a_file(
    name: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = written(tmp_path / "bank", {"quiz.md": QUIZ, name: ANSWER_KEY})
    for path in (folder / "quiz.md", *(() if name.startswith("..") else (folder,))):
        checked = run("check", path)
        assert checked.err.splitlines()[-1].startswith("2 questions, 0 errors"), checked.out
        assert "AG1" not in checked.out
        assert answers(run, path) == ["B", "A"]


@pytest.mark.parametrize(
    "link",
    [
        "[Answers](other/k.md)",
        "[Lösungen](<other/k.md>)",
        "See the [answer key](other/k.md#ocean).",
        "[答案](./other/k.md)",
    ],
)
def test_a_key_is_found_by_a_link_in_the_file_of_the_questions(
    link: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = written(tmp_path / "bank", {"quiz.md": f"{QUIZ}\n{link}\n", "other/k.md": f"# Ocean\n\n{ANSWER_KEY}"})
    for path in (folder / "quiz.md", folder):
        checked = run("check", path)
        assert checked.err.splitlines()[-1].startswith("2 questions, 0 errors"), checked.out
        assert "AG1" not in checked.out
        assert answers(run, path) == ["B", "A"]


def test_a_key_with_an_answer_too_many_is_reported_at_its_line(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = written(tmp_path / "bank", {"quiz.md": QUIZ, "quiz-answers.md": f"{ANSWER_KEY}3. B\n"})
    for path in (folder, folder / "quiz.md"):
        assert "quiz-answers.md:3:1: error[AG116]" in run("check", path).out
        assert "AG116" in run("build", path, "-o", tmp_path / "out").err


def test_a_key_without_the_file_of_its_questions_is_reported(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = written(tmp_path / "bank", {"quiz-answers.md": ANSWER_KEY})
    for path in (folder, folder / "quiz-answers.md"):
        assert "quiz-answers.md:1:1: warning[AG107]" in run("check", path).out


@pytest.mark.parametrize(
    ("link", "name"), [("", "quiz-answers.md"), ("\n[Answers](other/k.md)\n", "other/k.md"), ("", "answers/quiz.md")]
)
def test_a_build_notices_that_a_key_has_changed(link: str, name: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = written(tmp_path / "bank", {"quiz.md": QUIZ + link, name: ANSWER_KEY})
    assert "AG1" not in run("build", folder).err
    assert "AG1" not in run("build", folder).err
    written(folder, {name: "1. B\n2. A\n7. A\n"})
    assert "AG116" in run("build", folder).err
    assert "AG116" in run("build", folder).err
    written(folder, {name: "1. B\n"})
    assert "AG102" in run("build", folder).err
    written(folder, {name: ANSWER_KEY})
    assert "AG1" not in run("build", folder).err


def test_a_build_notices_that_the_link_to_a_key_has_come_or_gone(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = written(tmp_path / "bank", {"quiz.md": QUIZ, "other/k.md": ANSWER_KEY})
    assert "no question was found" in run("build", folder).err
    written(folder, {"quiz.md": f"{QUIZ}\n[Answers](other/k.md)\n"})
    assert "AG1" not in run("build", folder).err
    (folder / "other" / "k.md").unlink()
    assert "no question was found" in run("build", folder).err
