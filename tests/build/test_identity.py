"""Which questions are copies of one question, which copy is built, and which banks are one."""

from __future__ import annotations

import base64
import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest
from writing import bank, files, question

from ankigen import readers
from ankigen.build.compile import summarise
from ankigen.build.identity import guid_for, identify
from ankigen.build.identity.guids import guid_of
from ankigen.build.identity.shown import id_in
from ankigen.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

    from ankigen.model import Summary


NOW = 1_750_000_000


def read(text: str, path: str = "q.md") -> Summary:
    """Return the summary of the question in a text."""
    (asked,) = readers.parse(Source(path, text)).questions
    return summarise(asked)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {"stem": "Which  one is\nright?"}, True),
        ({}, {"stem": "**Which** one is `right`?"}, True),
        ({"stem": "Say “it’s” – now?"}, {"stem": 'Say "it\'s" - now?'}, True),
        ({"stem": "選 A，對嗎？"}, {"stem": "選 A,對嗎?"}, True),
        ({}, {"stem": "which one is right?"}, False),
        ({"stem": "```\nprint(2 ** 3)\n```"}, {"stem": "```\nprint(2 3)\n```"}, False),
        ({"stem": "```\nfor i in x:\n    f()\n```"}, {"stem": "```\nfor i in x:\nf()\n```"}, False),
        ({"stem": "What is `__name__`?"}, {"stem": "What is `name`?"}, False),
        ({"stem": "What is __name__?"}, {"stem": "What is name?"}, False),
        ({"stem": "What is 3²?"}, {"stem": "What is 32?"}, False),
        ({"stem": "What is 3<sup>2</sup>?"}, {"stem": "What is 32?"}, False),
        ({"stem": r"What is $\{1\}$?"}, {"stem": "What is ${1}$?"}, False),
        ({"stem": "Is `a  b` right?"}, {"stem": "Is `a b` right?"}, False),
        ({"stem": "- one\n- two"}, {"stem": "- one\n\n- two"}, True),
        ({}, {"options": {"A": "third", "B": "first", "C": "second"}, "answer": "`C`"}, True),
        (
            {"answer": "`A`, `B`"},
            {"options": {"A": "third", "B": "second", "C": "first"}, "answer": "`B`, `C`"},
            True,
        ),
        ({}, {"answer": "`C`"}, False),
        ({}, {"options": {"A": "first", "B": "second", "C": "other"}}, False),
        ({"stem": "```\na = b\n```"}, {"stem": "```\na == b\n```"}, False),
        ({}, {"explanation": "Another explanation.", "topics": "`Beta`"}, True),
    ],
)
def test_stem_options_and_answer_make_a_question(one: dict[str, str], other: dict[str, str], *, same: bool) -> None:
    hashes = [read(question(**parts)).content for parts in (one, other)]  # type: ignore[arg-type]
    assert (hashes[0] == hashes[1]) is same


def test_the_richer_copy_is_kept_with_the_tags_of_all() -> None:
    poor = read(question(explanation="", topics="`Beta`", traps="`Default-Value`"), "a/q.md")
    rich = read(question(explanation="Because. " * 20), "b/q.md")
    identified = identify([poor, rich])
    (only,) = identified.questions
    assert only.span.path == "b/q.md"
    assert (only.topics, only.traps) == (("Alpha", "Beta"), ("Syntax-Confusion", "Default-Value"))
    assert [(copy.span.path, key) for copy, key in identified.copies] == [("a/q.md", "Q-001")]


def test_a_copy_without_an_id_has_that_of_the_other_and_a_rival_in_its_answer() -> None:
    poor = read(question("Q-7", explanation="", answer="`C`"), "a/q.md")
    rich = read(question("", explanation="Because. " * 20), "b/q.md")
    (only,) = identify([poor, rich]).questions
    assert (only.path, only.id, only.key) == ("b/q.md", "Q-7", "Q-7")
    assert (only.answer, only.rival_answers) == (("B",), ("C",))


def test_guids_differ_by_bank_key_and_generation() -> None:
    guids = {guid_for(*args) for args in (("a", "Q"), ("b", "Q"), ("a", "R"), ("a", "Q", 1), ("a\nQ", "x"))}
    assert len(guids) == 5


def test_the_guid_of_a_question_without_an_id_is_what_the_docs_say() -> None:
    asked = read(question(""))
    used: set[str] = set()
    for generation in ("", "\n1", "\n2"):
        digest = hashlib.sha256(f"ankigen\nbank\n\n{asked.content}{generation}".encode()).digest()
        guid = base64.urlsafe_b64encode(digest[:12]).decode()
        assert guid_of("bank", asked, used) == guid
        used.add(guid)


def test_an_id_that_looks_like_the_key_of_another_gives_no_key_twice() -> None:
    texts = {"0.md": ("a/Q-1", "One?"), "a/q.md": ("Q-1", "Two?"), "b/q.md": ("Q-1", "Three?")}
    asked = [read(question(stem=stem), path)._replace(id=name) for path, (name, stem) in texts.items()]
    assert [q.key for q in identify(asked).questions] == ["a/Q-1", "a/q.md#1", "b/Q-1"]


def test_keys() -> None:
    identified = identify(
        [
            read(question("Q-1", stem="One?"), "a/x.md"),
            read(question("Q-1", stem="Two?"), "b/y.md"),
            read(question("Q-10", stem="Three?"), "b/z.md"),
            read(question("", stem="Four?"), "b/z2.md"),
        ]
    )
    assert [q.key for q in identified.questions] == ["a/Q-1", "b/Q-1", "Q-10", "b/z2.md#1"]


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Q-1", "Q-1"),
        ("a/b/Q-1", "Q-1"),
        ("Q-1~oOBb", "Q-1"),
        ("~oOBb5f", ""),
        ("a/q.md#12", ""),
        ("a/q.markdown#12", ""),
        ("Q.MD#1", ""),
        ("about.md", "about.md"),
    ],
)
def test_what_a_note_shows_has_an_id_unless_it_was_generated(shown: str, name: str) -> None:
    assert id_in(shown) == name


def test_a_new_bank_with_the_name_of_another_is_refused_unless_it_is_a_copy(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    """Without a bank.toml, the folder's name is the id, and the same IDs of questions would be the same notes."""
    aws, gcp, clone = (tmp_path / name / "questions" for name in ("aws", "gcp", "clone"))
    for folder, name in ((aws, "AWS"), (gcp, "GCP"), (clone, "AWS")):
        folder.mkdir(parents=True)
        for n in (1, 2, 3):
            (folder / f"{n}.md").write_text(question(f"Q-00{n}", stem=f"{name} {n}?"), encoding="utf-8")
    (clone / "1.md").write_text(question("Q-001", stem="AWS 1, edited?"), encoding="utf-8")
    assert run("build", aws).code == 0
    ended = run("build", gcp)
    assert ended.code == 1
    assert f"two banks have the id questions: {aws} and {gcp}" in ended.err
    assert not (gcp / "apkg").exists()
    assert run("build", clone).code == 0
    (gcp / "bank.toml").write_text('id = "gcp"\n', encoding="utf-8")
    assert run("build", gcp).code == 0


@pytest.mark.parametrize(
    ("first", "second", "output"),
    [
        (".", "ch1/q1.md", ""),
        (".", "ch1", ""),
        (".", "ch1/q1.md", "-o"),
        ("ch1/q1.md", ".", ""),
        ("ch1", ".", ""),
        ("ch1", ".", "-o"),
        ("ch1/q1.md", ".", "-o"),
    ],
)
def test_a_folder_and_a_part_of_it_are_not_two_banks(  # noqa: PLR0913, PLR0917 - the cases, and fixtures
    first: str, second: str, output: str, tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """Without a bank.toml, the path is the bank, and one question would have two notes."""
    notes = tmp_path / "notes"
    (notes / "ch1").mkdir(parents=True)
    (notes / "ch1/q1.md").write_text(question(), encoding="utf-8")
    options = [output, tmp_path / "out"] if output else []
    assert run("build", notes / first, *options).code == 0
    ended = run("build", notes / second)
    assert ended.code == 1
    other = notes if first == "." else notes / "ch1"
    assert f"{notes / 'ch1/q1.md'} is also in the bank {other}: its questions would get second notes" in ended.err
    assert run("preview", notes / second).code == 0, "nothing is delivered"
    assert run("build", notes / first, *options).code == 0
    for package in (*notes.rglob("*.apkg"), *(tmp_path / "out").glob("*.apkg")):
        learner.take(package)
    assert learner.col.note_count() == 1


def test_a_part_of_a_folder_may_become_a_bank_of_its_own(tmp_path: Path, run: Callable[..., Run]) -> None:
    notes = tmp_path / "notes"
    (notes / "ch1").mkdir(parents=True)
    for n in (1, 2):
        (notes / f"ch1/q{n}.md").write_text(question(f"Q-{n}", stem=f"Number {n}?"), encoding="utf-8")
    assert run("build", notes / "ch1/q1.md").code == 0
    assert run("build", notes / "ch1").code == 0, "a file and its own folder are one bank"
    assert run("build", notes).code == 1
    for folder in (notes, notes / "ch1"):
        (folder / "bank.toml").write_text("", encoding="utf-8")
    (notes / "q0.md").write_text(question("Q-0", stem="Number 0?"), encoding="utf-8")
    assert run("build", notes).code == 0
    assert run("build", notes / "ch1").code == 0
    (notes / "ch1/bank.toml").unlink()
    ended = run("build", notes)
    assert (ended.code, "delete" in ended.err) == (1, True)
    shutil.rmtree(notes / "ch1/apkg")
    (notes / "ch1/ankigen.lock").unlink()
    assert run("build", notes).code == 0


def test_files_of_one_folder_that_are_built_alone_take_no_notes_from_each_other(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    """Each is read by itself, and both begin with Q-1. That of a file that was renamed is still known by its ID."""
    (tmp_path / "exams").mkdir()
    first, second = (tmp_path / "exams" / f"{name}.md" for name in ("first", "second"))
    first.write_text(question("Q-1", stem="One?"), encoding="utf-8")
    second.write_text(question("Q-1", stem="Two?"), encoding="utf-8")
    for path in (first, second, first):
        assert run("build", path, now=NOW).code == 0
        learner.take(tmp_path / f"exams/apkg/exams--path-{path.stem}.apkg")
    notes = {learner.col.get_note(number)["Stem"] for number in learner.col.find_notes("")}
    assert [sum(stem in note for note in notes) for stem in ("One?", "Two?")] == [1, 1]
    second.rename(tmp_path / "exams/third.md")
    (tmp_path / "exams/third.md").write_text(question("Q-1", stem="Two, edited?"), encoding="utf-8")
    assert "new: " not in run("build", tmp_path / "exams/third.md", now=NOW + 100).out


def test_files_of_one_folder_that_go_to_different_outputs_are_not_one_note(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    (tmp_path / "exams").mkdir()
    first, second = (tmp_path / "exams" / f"{name}.md" for name in ("first", "second"))
    first.write_text(question("Q-1", stem="One?"), encoding="utf-8")
    second.write_text(question("Q-1", stem="Two?"), encoding="utf-8")
    assert run("build", first, "-o", tmp_path / "a").code == 0
    ended = run("build", second, "-o", tmp_path / "b")
    assert (ended.code, "have different questions with one ID" in ended.err) == (1, True)
    assert not (tmp_path / "b").exists()
    first.write_text(question("Q-1", stem="One, edited?"), encoding="utf-8")
    assert run("build", first, "-o", tmp_path / "c").code == 0, "it is the same file"
    run("clean", first)
    assert run("build", second, "-o", tmp_path / "b").code == 0, "nothing is known of the other any more"


def test_a_bank_whose_settings_are_gone_is_not_another_bank(tmp_path: Path, run: Callable[..., Run]) -> None:
    """Its id would be the folder's name, and each question would have a second note."""
    folder = bank(tmp_path / "questions", {"a.md": question()})
    (folder / "bank.toml").write_text('id = "aws"\n', encoding="utf-8")
    assert run("build", folder).code == 0
    before = files(folder)
    (folder / "bank.toml").rename(folder / "bank.tmol")
    for command in (("build", folder), ("build", folder / "a.md"), ("build", folder, "-o", tmp_path / "out")):
        ended = run(*command)
        assert (ended.code, "is the ledger of the bank aws, and there is no bank.toml" in ended.err) == (1, True)
    assert not (tmp_path / "out").exists()
    (folder / "bank.tmol").rename(folder / "bank.toml")
    assert files(folder) == before
    assert run("build", folder).code == 0


def test_packages_may_be_written_into_the_folder_of_the_questions(tmp_path: Path, run: Callable[..., Run]) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/a.md").write_text(question(), encoding="utf-8")
    for _ in range(2):
        assert run("build", tmp_path / "notes", "-o", tmp_path / "notes").code == 0


def test_in_a_file_that_is_built_alone_only_its_own_questions_are_waited_for(
    tmp_path: Path, run: Callable[..., Run]
) -> None:
    """A broken question may be a new one without an ID; those of other files, which are not read, may not."""
    one, two = (question("", stem=stem).replace("#1", f"#{n}") for n, stem in enumerate(("One?", "Two?"), 1))
    first, second = tmp_path / "exams/first.md", tmp_path / "exams/second.md"
    first.parent.mkdir()
    first.write_text(f"{one}\n{two}", encoding="utf-8")
    second.write_text(one.replace("One?", "Other?"), encoding="utf-8")
    assert run("build", first, now=NOW).code == run("build", second, now=NOW).code == 0
    broken = question("Q-9", stem="Broken?", answer="`Z`").replace("#1", "#2")
    second.write_text(f"{one.replace('One?', 'Other?')}\n{broken}\n{two.replace('Two?', 'New?')}", encoding="utf-8")
    assert "AG312" not in run("build", second, now=NOW + 100).err
    first.write_text(f"{one.replace('`B`', '`Z`')}\n{two.replace('Two?', 'Two, edited?')}", encoding="utf-8")
    assert run("build", first, now=NOW + 200).err.count("error[AG312]") == 1
