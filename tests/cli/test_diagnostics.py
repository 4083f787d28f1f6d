"""What a person sees of diagnostics: colours, links, the words underlined, and what is left out."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, first_is_quick
from systems import local, quoted
from writing import bank, question

from ankigen.cli import console, diagnostics
from ankigen.model import Diagnostic, Rule, Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

SETTINGS = 'id = "bank"\ntopic_minimum = 0\n'
STYLE = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")

# A line of a file, the column and message of its diagnostic, and the words that are to be underlined.
UNDERLINED = {
    "what the message quotes": ("**Answer:** B, E", 16, "the answer `E` is no option", "E"),
    "the longest quotation": ("see not.png", 5, "`not` in `not.png`", "not.png"),
    "what it quotes from the line": ("**Topics:** `S3`", 1, "the topic `S3` is home to 1", "S3"),
    "the whole line": ("  - **A.** first", 1, "a question has no stem", "- **A.** first"),
    "the word, without punctuation": ("Which is wrong?", 10, "not emphasised", "wrong"),
    "a comment": ("**Level:** <!-- ankigen: fill in: x -->", 12, "to fill in: x", "<!-- ankigen: fill in: x -->"),
    "a picture": ("See ![a b](none.png)?", 5, "`none.png` does not exist", "![a b](none.png)"),
    "wide characters": ("正解：戊，不是甲", 4, "the answer `戊` is no option", "戊"),
    "behind a tab": ("a\tb `x` y", 5, "no `x`", "`x`"),
    "a column behind the end": ("short", 99, "message", "t"),
    "in a long line": (f"{'字 ' * 200}wrong {'word ' * 200}", 401, "it is `wrong`", "wrong"),
    "a word of a thousand letters": (f"{'a ' * 60}{'b' * 1000}", 121, "message", None),
}


def shown(lines: str, column: int, message: str) -> tuple[str, str]:
    """Return the two rows that quote a line, without the line's number."""
    fault = Diagnostic(rule=Rule.NO_STEM, span=Span(path="q.md", line=1, column=column), message=message)
    rows = ["".join(piece.text for piece in row) for row in diagnostics._quoted(fault, [lines], "red")]
    text, carets = (row.split(" | ", 1)[1] for row in rows)
    return text, carets


@pytest.mark.parametrize("name", UNDERLINED)
def test_the_very_words_are_underlined(name: str) -> None:
    line, column, message, words = UNDERLINED[name]
    text, carets = shown(line, column, message)
    columns = [character for character in text for _ in range(diagnostics._columns(character))]
    start, width = len(carets) - len(carets.lstrip()), carets.count("^")
    under = "".join(columns[start : start + width])
    expected = under if words is None else "".join(c * diagnostics._columns(c) for c in words)
    assert under == expected
    assert diagnostics._columns(text) <= diagnostics._WIDTH + 2
    assert diagnostics._columns(carets) <= diagnostics._WIDTH + 2
    assert (text != line.replace("\t", " ")) == ("…" in text)


def many(count: int) -> dict[str, str]:
    return {f"q{n}.md": question(f"Q-{n}", stem=f"Which number is {n * 1000}?", answer="`Z`") for n in range(count)}


def test_the_rest_of_a_code_is_counted(run: Callable[..., Run], tmp_path: Path) -> None:
    bank(tmp_path / "my bank", many(9), SETTINGS)
    ended = run("check", "my bank", cwd=tmp_path)
    assert ended.out.count("error[AG103] the answer `Z`") == 3
    rest = ["6 more of error[AG103] the answer names a label that no option has"]
    hint = f"  hint: to see all 6 that are left out: ankigen check {quoted('my bank')} --all"
    assert ended.out.splitlines()[-2:] == [*rest, hint]
    assert "9 errors" in ended.err
    assert run("check", "my bank", "--all").out.count("error[AG103] the answer `Z`") == 9
    assert run("check", "my bank", "--format", "text").out.count("error[AG103] the answer `Z`") == 9
    assert hint in run("build", "my bank").err


def test_the_count_says_what_can_be_fixed(run: Callable[..., Run], tmp_path: Path) -> None:
    files = {f"q{n}.md": question(f"Q-{n}" if n else "", stem=f"Which number is {n * 1000}?") for n in range(3)}
    folder = bank(tmp_path / "bank", files, SETTINGS)
    assert "1 warning, 1 of them fixable: --diff shows how, --fix does it\n" in run("check", folder).err
    run("check", folder, "--fix")
    assert "fixable" not in run("check", folder).err


def test_a_file_that_is_not_utf8_is_quoted_too(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {}, SETTINGS)
    (folder / "q.md").write_bytes(question(stem="哪一個？", answer="`Z`").encode("utf-16"))
    assert "`Z`" in run("check", folder).out


def test_paths_are_those_that_one_would_type(run: Callable[..., Run], tmp_path: Path) -> None:
    folder = bank(tmp_path / "decks" / "git", {"questions/q.md": question(answer="`Z`")}, SETTINGS)
    for cwd, path in (
        (tmp_path, "decks/git/questions/q.md"),
        (tmp_path / "decks", "git/questions/q.md"),
        (folder, "questions/q.md"),
        (folder / "questions", "q.md"),
    ):
        assert run("check", cwd=cwd).out.startswith(f"{local(path)}:29:10: error[AG103]"), cwd


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    """Return what a terminal with these variables, and no others that matter, is sent of a diagnostic."""
    folder = bank(tmp_path / "bank", {"q.md": question(answer="`Z`")}, SETTINGS)

    def send(stream: io.StringIO, **variables: str) -> str:
        for name in ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK", "VTE_VERSION", *console._LINKING):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.stdout", stream)
        fault = Diagnostic(rule=Rule.NO_STEM, span=Span(path="q.md", line=2), message="none", hint="write it")
        diagnostics.print_full([fault], folder)
        return stream.getvalue()

    return send


def test_colours_are_for_terminals_and_those_who_ask(printed: Callable[..., str]) -> None:
    assert STYLE.search(printed(Screen()))
    assert not STYLE.search(printed(io.StringIO()))
    assert not STYLE.search(printed(Screen(), NO_COLOR="1"))
    assert not STYLE.search(printed(Screen(), TERM="dumb"))
    assert STYLE.search(printed(io.StringIO(), FORCE_COLOR="1"))
    assert not STYLE.search(printed(Screen(), FORCE_COLOR="0"))
    assert STYLE.sub("", printed(Screen())) == printed(io.StringIO())


def test_the_place_is_a_link_where_the_terminal_has_links(printed: Callable[..., str], tmp_path: Path) -> None:
    for variables in (
        {"TERM_PROGRAM": "vscode"},
        {"WT_SESSION": "x"},
        {"VTE_VERSION": "7600"},
        {"TERM": "xterm-kitty"},
    ):
        links = LINK.findall(printed(Screen(), **variables))
        assert links == [(tmp_path / "bank" / "q.md").as_uri(), ""]
    for variables in ({}, {"TERM_PROGRAM": "Apple_Terminal"}, {"VTE_VERSION": "4900"}, {"FORCE_HYPERLINK": "0"}):
        assert not LINK.search(printed(Screen(), **variables))
    assert not LINK.search(printed(io.StringIO(), TERM_PROGRAM="vscode"))


@pytest.mark.slow
def test_an_unchanged_build_prints_its_colours_again(tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"q.md": question(answer="`Z`"), "r.md": question("Q-2", stem="Two?")}, SETTINGS)
    command = [sys.executable, "-m", "ankigen", "build", str(folder)]
    env = {**os.environ, "FORCE_COLOR": "1", "PYTHONPATH": str(ROOT)}
    first, again = (
        subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False) for _ in range(2)
    )
    assert STYLE.search(first.stderr)
    printed, after = first.stderr.split("next: ")  # what only a first build says
    assert after.startswith("ankigen preview")
    assert again.stderr == printed
    del env["FORCE_COLOR"]
    plain = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    assert plain.stderr == STYLE.sub("", printed)


@pytest.mark.parametrize("encoding", first_is_quick(["cp1252", "ascii", "latin-1", "cp950"]))
@pytest.mark.parametrize(
    "call", first_is_quick(["build", "check", "stats", "export", "explain AG109", "new question", "repair q.md"])
)
def test_a_pipe_gets_utf8_whatever_the_code_page_is(encoding: str, call: str, tmp_path: Path) -> None:
    files = {"é.md": question(stem="哪一個？ 🎉"), "q.md": question("Q-9", answer="`戊`")}
    folder = bank(tmp_path / "decks" / "bänk", files, SETTINGS)
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ankigen", *call.split()]
    ended = subprocess.run(command, env=env, cwd=folder, capture_output=True, check=False)
    assert "Traceback" not in ended.stderr.decode("utf-8")
    ended.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("call", "near"),
    [
        ("buidl", "did you mean build?"),
        ("build decks/databrick", local("did you mean decks/databricks?")),
        ("build DECKS/databricks", "did you mean decks?"),
        ("check --format ful", "did you mean full?"),
        ("new bank x --language eng", "did you mean en?"),
        ("explain AG1033", "did you mean AG103 or"),
        ("build --topic Alhpa", "did you mean Alpha?"),
    ],
)
def test_a_misspelt_word_is_told_what_is_like_it(call: str, near: str, run: Callable[..., Run], tmp_path: Path) -> None:
    bank(tmp_path / "decks" / "databricks", {"q.md": question()}, SETTINGS)
    if call.startswith("build DECKS") and (tmp_path / "DECKS").exists():
        pytest.skip("this system does not tell capitals apart")
    ended = run(*call.split(), cwd=tmp_path)
    assert ended.code in {1, 2}
    assert near in ended.err


def test_help_is_a_command_as_well(run: Callable[..., Run]) -> None:
    assert run("help", "build").out == run("build", "--help").out
    assert run("help").out == run("--help").out
    assert run("-V").out == run("--version").out
