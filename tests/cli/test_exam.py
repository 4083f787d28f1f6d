"""`ankigen exam`: what it writes, and what it says."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run


def in_streaming(text: str) -> str:
    return text.replace("Data Engineering / Operations", "Streaming")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a bank of eight questions of two domains."""
    files = {
        f"Q-{n}.md": question(
            f"Q-{n}", stem=f"What is number {n}?", traps="`Negation`" if n % 2 else "`Wording`"
        ).replace("Data Engineering / Operations", "Streaming" if n < 6 else "Storage")
        for n in range(8)
    }
    return bank(tmp_path / "bank", files, 'id = "bank"\n[blueprint]\nStreaming = 50\nStorage = 50\n')


def test_it_writes_one_page_and_nothing_else(folder: Path, run: Callable[..., Run]) -> None:
    before = {path.relative_to(folder) for path in folder.rglob("*")}
    result = run("exam", folder, "--seed", 12)
    assert result.code == 0
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*")} - {path.as_posix() for path in before}
    assert written == {"apkg", "apkg/exam-12.html"}
    assert re.search(r"exam-12\.html {2}8 questions, 16 minutes, seed 12, ", result.out)


def test_the_same_seed_writes_the_same_bytes(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    pages = []
    for name, now in (("a", 1_750_000_000), ("b", 1_760_000_000)):
        run("exam", folder, "--seed", 3, "-n", 4, "-o", tmp_path / name, now=now)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]
    run("exam", folder, "--seed", 4, "-n", 4, "-o", tmp_path / "c")
    assert (tmp_path / "c").read_bytes() != pages[0]


def test_without_a_seed_each_exam_is_another(folder: Path, run: Callable[..., Run]) -> None:
    for _ in range(3):
        assert run("exam", folder).code == 0
    assert len(list((folder / "apkg").glob("exam-*.html"))) == 3


def test_it_says_which_domain_has_too_few_questions(folder: Path, run: Callable[..., Run]) -> None:
    out = run("exam", folder, "-n", 6, "--seed", 1).out
    assert "Storage: 1 question too few for its share; others are asked" in out


def test_filters_and_parts_of_a_bank_are_heeded(folder: Path, run: Callable[..., Run]) -> None:
    assert "4 questions" in run("exam", folder, "--trap", "Negation").out
    assert "1 question," in run("exam", folder / "Q-3.md").out
    nothing = run("exam", folder, "--trap", "Negatoin")
    assert nothing.code == 1
    assert "did you mean Negation?" in nothing.err


def test_practice_and_paper_have_no_clock(folder: Path, run: Callable[..., Run]) -> None:
    assert "no clock" in run("exam", folder, "--practice").out
    assert "no clock" in run("exam", folder, "--print").out
    assert "90 minutes" in run("exam", folder, "--minutes", 90).out
    assert "no clock" in run("exam", folder, "--minutes", 0).out


def test_a_broken_question_is_reported_and_left_out(folder: Path, run: Callable[..., Run]) -> None:
    (folder / "Q-9.md").write_text(question("Q-9", answer="`Z`"), encoding="utf-8")
    result = run("exam", folder)
    assert result.code == 1
    assert "Q-9.md" in result.err
    assert "8 questions" in result.out


def test_what_cannot_be_asked_is_said(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    (folder / "bank.toml").write_text('id = "bank"\n[blueprint]\nCooking = 1\n', encoding="utf-8")
    elsewhere = run("exam", folder)
    assert elsewhere.code == 1
    assert "[blueprint]" in elsewhere.err
    empty = bank(tmp_path / "empty", {}, 'id = "empty"\n')
    assert run("exam", empty).code == 1


def test_missed_asks_again_for_what_was_wrong(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    guids = {
        json.loads(line)["id"]: json.loads(line)["guid"]
        for line in run("export", folder, "--format", "jsonl").out.splitlines()
    }
    answers = [{"guid": guids[f"Q-{n}"], "picks": ["B"], "right": n != 3} for n in range(8)]
    path = tmp_path / "result.json"
    record = {"ankigen": "exam", "version": 1, "bank": "bank", "seed": 1, "ended": 1, "answers": answers}
    path.write_text(json.dumps(record), encoding="utf-8")
    assert "2 questions" in run("exam", folder, "--missed", path).out
    assert "1 question," in run("exam", folder, "--missed", path, "-n", 1).out
    path.write_text(json.dumps(record | {"answers": answers[:3]}), encoding="utf-8")
    nothing = run("exam", folder, "--missed", path)
    assert (nothing.code, "nothing was missed" in nothing.err) == (1, True)
    path.write_text(json.dumps(record | {"bank": "other"}), encoding="utf-8")
    other = run("exam", folder, "--missed", path)
    assert (other.code, "of the bank `other`" in other.err) == (1, True)


def test_several_banks_have_a_page_each(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    second = bank(tmp_path / "second", {"Q-1.md": question("Q-1")}, 'id = "second"\n')
    assert run("exam", folder, second, "--seed", 2).code == 0
    assert (folder / "apkg" / "exam-2.html").is_file()
    assert (second / "apkg" / "exam-2.html").is_file()
    assert run("exam", folder, second, "-o", tmp_path / "x.html").code == 2


def test_a_question_that_waits_is_left_out(folder: Path, run: Callable[..., Run]) -> None:
    assert run("build", folder).code == 0
    (folder / "Q-1.md").write_text(question("Q-1", answer="`Z`"), encoding="utf-8")
    (folder / "new.md").write_text(in_streaming(question("", stem="What is number 1 now?")), encoding="utf-8")
    result = run("exam", folder)
    assert (result.code, "AG312" in result.err, "7 questions" in result.out) == (1, True, True)
    alone = run("exam", folder / "new.md")
    assert (alone.code, "waits" in alone.err) == (1, True)


def test_code_on_paper_is_as_it_was_written(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    options = {"A": '`<img src="cat.png">`', "B": '`<img src="dog.png">`', "C": "third"}
    (folder / "html.md").write_text(in_streaming(question("H", options=options)), encoding="utf-8")
    assert run("exam", folder, "--print", "-o", tmp_path / "paper.html").code == 0
    page = (tmp_path / "paper.html").read_text(encoding="utf-8")
    assert all(name in page for name in ("cat.png", "dog.png"))
    assert run("exam", folder, "--print", "--practice").code == 2


def test_missed_heeds_filters(folder: Path, run: Callable[..., Run], tmp_path: Path) -> None:
    lines = run("export", folder, "--format", "jsonl").out.splitlines()
    answers = [{"guid": json.loads(line)["guid"], "picks": ["A"], "right": False} for line in lines]
    path = tmp_path / "result.json"
    record = {"ankigen": "exam", "version": 1, "bank": "bank", "seed": 1, "ended": 1, "answers": answers}
    path.write_text(json.dumps(record), encoding="utf-8")
    assert "4 questions" in run("exam", folder, "--missed", path, "--trap", "Negation").out
    record["answers"] = [one for one, line in zip(answers, lines, strict=True) if json.loads(line)["id"] == "Q-0"]
    path.write_text(json.dumps(record), encoding="utf-8")
    nothing = run("exam", folder, "--missed", path, "--trap", "Negation")
    assert (nothing.code, "nothing was missed" in nothing.err) == (1, True)


def test_a_filter_leaves_domains_out_without_a_word(folder: Path, run: Callable[..., Run]) -> None:
    assert "too few" not in run("exam", folder, "--domain", "Streaming", "-n", 3).out
