"""`ankigen check --fix` and `--diff`: what is written into the files of an author, and what is not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from systems import local, needs_links, needs_modes
from writing import bank, question, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki_backend import Learner
    from conftest import Run

PLAIN = "1. Which one?\n\nA. first\nB. second\n\nAnswer: B\n"
WIDE = "1. 哪一個？\n\nＡ．ＡＰＩ 閘道\nＢ．佇列\n\n正解：Ｂ\n\nＡ 不對，因為 ＡＰＩ 不是佇列。\n"
LABEL = question("Q-001", topics="`Alpha`").replace("**Topics:**", "**Topcs:**")


def exported(run: Callable[..., Run], folder: Path) -> list[dict[str, object]]:
    """Return the questions of a bank, as `export` prints them."""
    return [json.loads(line) for line in run("export", folder).out.splitlines()]


def without_identity(records: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return exported questions without what an ID changes: names, and the lines below it."""
    return [{key: value for key, value in one.items() if key not in {"id", "key", "guid", "source"}} for one in records]


def forms() -> list[str]:
    """Return the examples of docs/forms.md: a file for every way of writing questions."""
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    return [match[2] for match in re.finditer(r"^(`{3,4})markdown\n(.*?)^\1$", page, re.MULTILINE | re.DOTALL)]


@pytest.mark.parametrize("text", [text for text in forms() if "ID: Q-" not in text and "| Question |" not in text])
def test_a_question_of_every_form_gets_an_id_and_nothing_else_changes(
    text: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": text})
    before = exported(run, folder)
    assert run("check", folder, "--fix").code in {0, 1}
    after = exported(run, folder)
    assert [one["id"] for one in after] == [f"Q-{n:03}" for n in range(1, len(before) + 1)]
    assert without_identity(after) == without_identity(before)
    again = run("check", folder, "--diff")
    assert (again.code, again.out) == (0, "")


def test_questions_in_a_table_get_no_id_that_would_end_the_table(tmp_path: Path, run: Callable[..., Run]) -> None:
    text = next(text for text in forms() if "| Question |" in text)
    folder = bank(tmp_path / "bank", {"q.md": text})
    run("check", folder, "--fix")
    assert (folder / "q.md").read_text(encoding="utf-8") == text
    with_ids = text.replace("| # |", "| ID |").replace("| 1 |", "| Q-007 |").replace("| 2 |", "| Q-008 |")
    (folder / "q.md").write_text(with_ids, encoding="utf-8")
    assert [one["id"] for one in exported(run, folder)] == ["Q-007", "Q-008"]  # a column for them is read


def test_a_diff_shows_what_a_fix_would_change_and_writes_nothing(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": PLAIN})
    shown = run("check", "bank", "--diff", cwd=tmp_path)
    assert shown.code == 1
    assert shown.out == (
        "--- bank/q.md\n+++ bank/q.md\n@@ -3,4 +3,5 @@\n A. first\n B. second\n \n+ID: Q-001\n Answer: B\n"
    )
    assert shown.err == local("bank/q.md: would fix 1 missing ID\n")
    assert (folder / "q.md").read_text(encoding="utf-8") == PLAIN


CHOICE = "8. Which is the largest planet?\n\nA. Mars\nB. Jupiter\n\nAnswer: B\n"


def open_questions() -> list[str]:
    """Return questions without options: of each kind, and one in front matter."""
    page = (ROOT / "docs" / "open.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```markdown\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    gap = "3. A ____ stores objects.\n\nAnswer: bucket\n\n4. How many bits are a byte?\n\nAnswer: 8\n"
    return [text, gap, "---\nquestion: What is S3?\nanswer: a store of objects\n---\n"]


@pytest.mark.parametrize("text", open_questions())
def test_questions_without_options_get_an_id_where_the_bank_asks_them(
    text: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"open.md": text, "choice.md": CHOICE}, "open = true\n")
    before = exported(run, folder)
    assert run("check", folder, "--diff").err.count("would fix") == 2
    assert "not fixed" not in run("check", folder, "--fix").err
    after = exported(run, folder)
    assert [one["id"] for one in after] == [f"Q-{n:03}" for n in range(1, len(before) + 1)]
    assert without_identity(after) == without_identity(before)
    again = run("check", folder, "--diff")
    assert (again.code, again.out) == (0, "")


@pytest.mark.parametrize("text", open_questions()[:2])
def test_questions_that_the_bank_does_not_ask_stay_as_they_are(
    text: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"both.md": f"{text}\n{CHOICE}", "open.md": text})
    shown = run("check", folder, "--diff")
    assert [line for line in shown.out.splitlines() if line[0] == "+"][1:] == ["+ID: Q-001"]
    for _ in range(2):
        run("check", folder, "--fix")
        both = (folder / "both.md").read_text(encoding="utf-8")
        assert both == f"{text}\n{CHOICE}".replace("Answer: B\n", "ID: Q-001\nAnswer: B\n")
        assert (folder / "open.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text", [PLAIN, PLAIN.replace("\n", "\r\n"), PLAIN.rstrip("\n"), question("", topics="`A`"), WIDE]
)
def test_the_diff_is_one_that_git_applies(text: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": text})
    command = [sys.executable, "-m", "ankigen", "check", "bank", "--diff"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    patch = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False).stdout
    as_they_are = ["-c", "core.autocrlf=false"]  # Git for Windows would write a carriage return into every line
    subprocess.run(["git", *as_they_are, "apply", "-p0", "-"], cwd=tmp_path, input=patch, check=True)
    applied = (folder / "q.md").read_bytes()
    write(folder, {"q.md": text})
    run("check", folder, "--fix")
    assert (folder / "q.md").read_bytes() == applied != text.encode()


def test_the_diff_sends_no_control_characters_of_a_stranger(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": PLAIN.replace("second", "sec\x1b[31mond")})
    shown = run("check", folder, "--diff").out
    assert "\x1b" not in shown
    assert r" B. sec\u001b[31mond" in shown


def test_a_fix_says_what_it_changed_and_reports_what_is_left(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"a.md": PLAIN, "b.md": "1. Which?\n\nA. x\nB. y\n\nAnswer: maybe\n"})
    ended = run("check", "bank", "--fix", cwd=tmp_path)
    assert ended.code == 1
    assert local("bank/b.md:6:9: error[AG109]") in ended.out
    assert local("bank/a.md: fixed 1 missing ID\n") in ended.err
    assert "ankigen build" in ended.err
    assert (folder / "a.md").read_text(encoding="utf-8") == PLAIN.replace("Answer", "ID: Q-001\nAnswer")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_all_other_bytes_of_a_file_stay(
    end: str, mark: str, last: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    text = f"{mark}{PLAIN}\t \nCafe\u0301 \x0b stays\u2028.  ".replace("\n", end) + last.replace("\n", end)
    folder = bank(tmp_path / "bank", {})
    (folder / "q.md").write_bytes(text.encode())
    run("check", folder, "--fix")
    assert (folder / "q.md").read_bytes() == text.replace("Answer", f"ID: Q-001{end}Answer").encode()


@needs_modes
def test_the_permissions_of_a_file_stay(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": PLAIN})
    (folder / "q.md").chmod(0o640)
    run("check", folder, "--fix")
    assert "ID: Q-001" in (folder / "q.md").read_text(encoding="utf-8")
    assert (folder / "q.md").stat().st_mode & 0o777 == 0o640


CONFLICT = PLAIN.replace("A. first", "<<<<<<< ours\nA. first\n=======\nA. one\n>>>>>>> theirs")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("1. 下列何者是對的？\n\nA. 這個選項\nB. 那個選項\n\n答案：B\n".encode("cp950"), "not UTF-8"),
        (PLAIN.encode("utf-16"), "not UTF-8"),
        (CONFLICT.encode(), "merge conflict"),
    ],
)
def test_a_file_in_another_encoding_or_with_a_conflict_is_left_and_named(
    data: bytes, why: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {})
    (folder / "q.md").write_bytes(data)
    ended = run("check", folder, "--fix")
    assert (folder / "q.md").read_bytes() == data
    assert "q.md:1: not fixed: the file: " in ended.err
    assert why in ended.err


@needs_links
def test_links_are_left_and_named(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {})
    write(tmp_path, {"elsewhere.md": PLAIN})
    (folder / "link.md").symlink_to(tmp_path / "elsewhere.md")
    ended = run("check", folder, "--fix")
    assert (folder / "link.md").is_symlink()
    assert (tmp_path / "elsewhere.md").read_text(encoding="utf-8") == PLAIN
    assert re.search(r"link\.md:1: not fixed: the file: .*a link to", ended.err)


def test_files_with_two_names_or_read_only_are_left_and_named(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"read-only.md": PLAIN, "twice.md": PLAIN.replace("one", "two")})
    (tmp_path / "other-name.md").hardlink_to(folder / "twice.md")
    (folder / "read-only.md").chmod(0o444)
    before = {path: path.read_bytes() for path in folder.glob("*.md")}
    ended = run("check", folder, "--fix")
    assert {path: path.read_bytes() for path in folder.glob("*.md")} == before
    for name, why in {"twice": "2 names", "read-only": "read-only"}.items():
        assert re.search(rf"{name}\.md:1: not fixed: the file: .*{why}", ended.err), name


def test_letters_are_narrow_in_labels_and_answers_and_nowhere_else(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": WIDE})
    before = exported(run, folder)
    run("check", folder, "--fix")
    text = (folder / "q.md").read_text(encoding="utf-8")
    assert text == ("1. 哪一個？\n\nA. ＡＰＩ 閘道\nB. 佇列\n\nID: Q-001\n正解：B\n\nＡ 不對，因為 ＡＰＩ 不是佇列。\n")
    assert without_identity(exported(run, folder)) == without_identity(before)


@pytest.mark.parametrize("written", ["（Ａ）、（Ｃ）", "Ａ、Ｃ", "**Ａ**，**Ｃ**"])
def test_several_answers_are_narrow(written: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    text = f"1. 哪兩個？\n\n（Ａ）甲\n（Ｂ）乙\n（Ｃ）丙\n\n答案：{written}\n"
    folder = bank(tmp_path / "bank", {"q.md": text})
    run("check", folder, "--fix")
    narrow = written.translate(str.maketrans("ＡＣ（）", "AC()"))
    assert f"(A) 甲\n(B) 乙\n(C) 丙\n\nID: Q-001\n答案：{narrow}\n" in (folder / "q.md").read_text(encoding="utf-8")
    assert exported(run, folder)[0]["answer"] == ["A", "C"]


def test_a_label_that_is_misspelt_by_one_letter_is_corrected(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": LABEL})
    assert exported(run, folder)[0]["topics"] == []
    ended = run("check", folder, "--fix")
    assert "fixed 1 misspelt label" in ended.err
    assert (folder / "q.md").read_text(encoding="utf-8") == LABEL.replace("Topcs", "Topics")
    assert exported(run, folder)[0]["topics"] == ["Alpha"]


@pytest.mark.parametrize(
    ("written", "right"), [("TOPCS", "TOPICS"), ("topcs", "topics"), ("Topcs Tags", "Topics Tags")]
)
def test_a_corrected_label_keeps_its_letter_case(
    written: str, right: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    folder = bank(tmp_path / "bank", {"q.md": LABEL.replace("Topcs", written)})
    run("check", folder, "--fix")
    assert (folder / "q.md").read_text(encoding="utf-8") == LABEL.replace("Topcs", right)


@pytest.mark.parametrize(
    "text",
    [
        LABEL.replace("Topcs", "Topcss"),  # two letters
        LABEL.replace("**Topcs:**", "**Tropics:**"),  # a word of its own
        f"<!-- ankigen: ignore AG114 -->\n{LABEL}",
        question("Q-001", extra="```\n**Topcs:** `A`\n```"),
    ],
)
def test_a_label_that_may_be_meant_is_left(text: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": text})
    run("check", folder, "--fix")
    assert (folder / "q.md").read_text(encoding="utf-8") == text


def test_ids_follow_the_style_of_the_file_the_folder_and_the_bank(tmp_path: Path, run: Callable[..., Run]) -> None:
    texts = {
        "aws/one.md": PLAIN.replace("Answer", "ID: AWS-07\nAnswer"),
        "aws/two.md": PLAIN.replace("one", "of both"),
        "gcp/one.md": PLAIN.replace("one", "of them").replace("Answer", "ID: G1\nAnswer"),
        "gcp/two.md": PLAIN.replace("one", "of three"),
        "gcp/G8.md": PLAIN.replace("one", "of four"),
    }
    folder = bank(tmp_path / "bank", texts)
    run("check", folder, "--fix")
    assert sorted(str(one["id"]) for one in exported(run, folder)) == ["AWS-07", "AWS-08", "G1", "G2", "G8"]


def test_a_new_id_is_not_one_that_was_in_use_or_is_mentioned(tmp_path: Path, run: Callable[..., Run]) -> None:
    gone = question("Q-002", stem="Which one is gone?")
    folder = bank(tmp_path / "bank", {"a.md": question("Q-001"), "b.md": gone})
    assert run("build", folder).code == 0
    (folder / "b.md").unlink()
    broken = "**ID:** Q-003\n\nWhich?\n\n- A. x\n\nSee Q-004.\n"
    write(folder, {"broken.md": broken, "q.md": PLAIN})
    run("check", folder / "q.md", "--fix")
    assert "ID: Q-005\n" in (folder / "q.md").read_text(encoding="utf-8")


def test_only_the_part_that_was_asked_for_is_changed(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"a.md": PLAIN, "b.md": PLAIN.replace("one", "two")})
    run("check", folder / "a.md", "--fix")
    assert "ID: Q-001" in (folder / "a.md").read_text(encoding="utf-8")
    assert "ID" not in (folder / "b.md").read_text(encoding="utf-8")


def test_a_copy_of_a_question_with_an_id_gets_none(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"a.md": PLAIN.replace("Answer", "ID: Q-9\nAnswer"), "b.md": f"{PLAIN}\nLonger."})
    assert run("check", folder, "--diff").code == 0


def test_questions_keep_their_cards_and_reviews_when_they_get_ids(
    tmp_path: Path, run: Callable[..., Run], learner: Learner
) -> None:
    many = "".join(f"{n}. Is this statement {n} true?\n\nA. True\nB. False\n\nAnswer: A\n\n" for n in range(1, 6))
    answer_key = next(text for text in forms() if "## Answer key" in text)
    folder = bank(
        tmp_path / "bank", {"many.md": many, "key.md": answer_key, "one.md": PLAIN, "named.md": question("Q-007")}
    )
    package = folder / "apkg" / "bank.apkg"
    assert run("build", folder).code == 0
    first = learner.take(package)
    for card in learner.cards():
        learner.answer(card)
    reviews = learner.rows("select id, cid, ease from revlog")
    cards = learner.rows("select id, nid, did, ivl, due, reps from cards")
    guids = learner.rows("select guid from notes order by guid")
    assert len(reviews) == first.new == 9

    run("check", folder, "--fix")
    assert all(one["id"] for one in exported(run, folder))
    assert run("build", folder, now=1_750_100_000).code == 0
    again = learner.take(package)
    assert (again.new, again.conflicting, again.notes) == (0, 0, 9)
    assert learner.rows("select id, cid, ease from revlog") == reviews
    assert learner.rows("select id, nid, did, ivl, due, reps from cards") == cards
    assert learner.rows("select guid from notes order by guid") == guids
    assert again.updated == 0  # an ID alone dates no card

    # From now on a question may move: its ID names it.
    (folder / "many.md").rename(folder / "renamed.md")
    text = (folder / "renamed.md").read_text(encoding="utf-8")
    text = re.sub(r"^(\d)(?=\.)", lambda number: str(int(number[1]) + 1), text, flags=re.MULTILINE)
    write(folder, {"renamed.md": f"1. Is this one new?\n\nA. True\nB. False\n\nAnswer: A\n\n{text}"})
    assert run("build", folder, now=1_750_200_000).code == 0
    moved = learner.take(package)
    assert (moved.new, moved.updated) == (1, 0)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_file_in_another_encoding_has_no_diff(tmp_path: Path, run: Callable[..., Run], encoding: str) -> None:
    folder = bank(tmp_path / "bank", {})
    (folder / "q.md").write_bytes(
        question("", stem="Café?", options={"A": "one", "B": "two"}, explanation="é").encode(encoding, "ignore")
    )
    assert run("check", folder, "--diff").out == ""
