"""Reading files: in the same order on every system, and in the encodings of all common editors."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from systems import needs_any_name, needs_links
from writing import bank, question

from ankigen.source import find_files, read_file
from ankigen.source.encoding import decode
from ankigen.system.files import relative_path, walk_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

TEXT = question(stem="一個問題：「哪一個是對的？」").replace("不對", "的說法錯誤")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp950", "ignore"),
        TEXT.encode("gb18030"),
    ],
    ids=["UTF-8", "UTF-8 with BOM", "UTF-16", "UTF-16LE", "UTF-16BE", "Big5", "GB18030"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_file_is_read_whatever_saved_it(data: bytes, end: str, tmp_path: Path) -> None:
    text, encoding = decode(data)
    wide = {"utf-16": "utf-16", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}.get(encoding, encoding)
    path = tmp_path / "q.md"
    path.write_bytes(text.replace("\n", end).encode(wide))
    source, diagnostics = read_file(path, tmp_path)
    assert source is not None
    assert "一個問題：「哪一個是對的？」" in source.text
    assert source.text.count("\n") == TEXT.count("\n")
    assert [d.rule.code for d in diagnostics] == ([] if encoding == "utf-8" else ["AG007"])


@pytest.mark.parametrize("data", [b"ab\xff\xfe", b"caf\xe9 ol\xe9", b"\x81\x8d\x8f"])
def test_what_is_no_text_is_not_guessed(data: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        decode(data)


def test_files_come_in_the_order_of_their_names_in_nfkc(tmp_path: Path) -> None:
    names = ["Q-101.md", "Ｑ-102.md", "Q-103.MD", "sub/Q-001.markdown"]
    bank(tmp_path, dict.fromkeys([*names, "_draft.md", ".hidden.md", "apkg/x.md", "_t/Q.md", "note.txt"], "x"))
    assert [relative_path(Path(path), tmp_path) for path in find_files(walk_names(str(tmp_path)))] == names


@needs_links
def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    bank(tmp_path / "bank", {"q/Q-1.md": "x"})
    (tmp_path / "bank/q/circle").symlink_to(tmp_path / "bank/q")
    (tmp_path / "bank/q/Q-2.md").symlink_to(tmp_path / "bank/q/Q-1.md")
    (tmp_path / "bank/q/Q-3.md").symlink_to(tmp_path / "gone.md")
    assert [Path(path).name for path in find_files(walk_names(str(tmp_path / "bank")))] == ["Q-1.md", "Q-2.md"]


def test_a_bank_in_big5_builds_with_a_warning(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {})
    (folder / "q.md").write_bytes(TEXT.encode("cp950", "ignore"))
    assert run("build", folder).code == 0
    result = run("check", folder)
    assert "q.md:1:1: warning[AG007]" in result.out
    assert "CP950" in result.out


@pytest.mark.slow
def test_a_question_that_was_decoded_wrongly_is_the_same_question(tmp_path: Path, run: Callable[..., Run]) -> None:
    """Return text whose UTF-8 was read as windows-1254, without the bytes that have no character there."""
    damaged = TEXT.encode().translate(None, b"\x81\x8d\x8e\x8f\x90\x9d\x9e\xad").decode("cp1254")
    clean = bank(tmp_path / "clean", {"q.md": TEXT})
    hurt = bank(tmp_path / "hurt", {"q.md": damaged})
    for folder in (clean, hurt):
        assert run("build", folder).code == 0
    assert (clean / "apkg" / "bank.apkg").read_bytes() == (hurt / "apkg" / "bank.apkg").read_bytes()
    output = run("check", hurt).out
    assert "warning[AG006] the text was once read as windows-1254" in output
    assert "characters restored with certainty" in output
    assert "AG006" not in run("check", clean).out
    assert run("repair", hurt / "q.md").out == TEXT
    run("repair", hurt / "q.md", "-o", tmp_path / "out.md")
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == TEXT
    result = run("repair", hurt / "q.md", "--in-place")
    assert "inferred" in result.err
    assert (hurt / "q.md").read_text(encoding="utf-8") == TEXT
    assert "nothing to repair" in run("repair", hurt / "q.md", "--in-place").err


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Which 題?".encode("utf-32"), "utf-32"),
        ("Which one?".encode("utf-16-be"), "utf-16-be"),
        ("Which one?".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_wide_characters_are_known_by_their_mark_or_their_zero_bytes(data: bytes, encoding: str) -> None:
    text, used = decode(data)
    assert (text.startswith("Which "), used) == (True, encoding)


def test_a_file_that_is_too_large_is_reported_and_keeps_its_questions(tmp_path: Path, run: Callable[..., Run]) -> None:
    """It may hold questions that learners have, and to read it whole might take all memory."""
    folder = bank(tmp_path / "bank", {"q.md": question("Q-1"), "r.md": question("Q-2", stem="Which other one?")})
    assert run("build", folder, now=1_750_000_000).code == 0
    with (folder / "r.md").open("ab") as file:
        file.write(b" " * 2**23)
    ended = run("build", folder, now=1_750_000_100)
    assert ended.code == 1
    assert "r.md:1:1: error[AG003] is larger than 8 MiB" in ended.err
    assert "retired" not in ended.out
    assert "not fixed: the file: is larger than 8 MiB" in run("check", "--fix", "--diff", folder).err


@pytest.mark.parametrize("name", ["می‌خواهم.md", "👩‍💻.md", "क्‍ष.md"])
def test_names_with_joiners_are_read(name: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {name: question()})
    assert (run("check", folder).code, run("build", folder).code) == (0, 0)
    assert name in run("export", folder).out
    assert "AG011" not in run("check", folder).out, "Windows has such names"


@pytest.mark.parametrize(
    "name", ["a\u202eb.md", *(pytest.param(name, marks=needs_any_name) for name in ("a\u0007.md", "a\nb.md"))]
)
def test_names_with_control_characters_are_told(name: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    ended = run("check", bank(tmp_path / "bank", {name: question()}))
    assert (ended.code, "error[AG003] the file's name has control characters" in ended.out) == (1, True)
    assert "AG011" not in ended.out, "the backslash of the escape is not in the name"


@needs_any_name
def test_a_picture_with_a_control_character_is_named_in_one_line(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question()})
    (folder / "a\tb.png").write_bytes(b"")
    assert r"AG011] Windows cannot have this file: `a\tb.png` contains \t" in run("check", folder).out
