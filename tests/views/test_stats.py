"""The statistics of a bank, and how they are printed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from systems import local
from writing import bank, question, rationale

from ankigen.build import find_banks, read_bank
from ankigen.cli.reading import bank_cache
from ankigen.views.stats import Stats, collect, terminal
from ankigen.views.stats.counts import chi_square_tail
from ankigen.views.stats.words import shade

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Run

BLUEPRINT = 'id = "bank"\ntitle = "Bank"\n[blueprint]\n'


def numbers(folder: Path, files: Mapping[str, str], settings: str = 'id = "bank"\ntitle = "Bank"\n') -> Stats:
    (location,) = find_banks([bank(folder, files, settings)])
    with bank_cache(location) as cache:
        read, _ = read_bank(location, cache)
    diagnostics = read.diagnostics
    assert not any(finding.is_error for finding in diagnostics), diagnostics
    return collect(read.summaries, read.config)


def many(answers: str, options: str = "ABCD") -> dict[str, str]:
    """Return questions with these answers, each with its own options."""
    return {
        f"Q-{n}.md": question(
            f"Q-{n}", stem=f"Question {n}?", options={o: f"{o} of {n}" for o in options}, answer=f"`{answer}`"
        )
        for n, answer in enumerate(answers)
    }


def counts(stats: Stats, kind: str) -> dict[str, int]:
    return {count.name: count.questions for count in getattr(stats, kind)}


def test_tags_that_differ_in_case_are_one_and_a_question_counts_once_for_each(tmp_path: Path) -> None:
    stats = numbers(
        tmp_path,
        {
            "1.md": question("1", stem="One?", topics="`Delta-Lake` `MERGE`", traps="`Typo` `Default`"),
            "2.md": question("2", stem="Two?", topics="`delta-lake`", traps="`typo`", level="L2-Intermediate"),
            "3.md": question("3", stem="Three?", topics="`MERGE` `merge`", traps="(無)"),
            "4.md": question("4", stem="Four?", topics="`Once` `once`", traps="`Slip` `SLIP`"),
        },
    )
    assert stats.questions == 4
    assert counts(stats, "topics") == {"Delta-Lake": 2, "MERGE": 2, "Once": 1}
    assert counts(stats, "traps") == {"Typo": 2, "Default": 1, "Slip": 1}
    assert counts(stats, "levels") == {"L1-Basic": 3, "L2-Intermediate": 1}
    assert counts(stats, "domains") == {"Data Engineering / Operations": 4}
    assert counts(stats, "sources") == {"Community": 4}
    assert stats.cross.topics == ("Delta-Lake", "MERGE", "Once")
    assert stats.cross.traps == ("Typo", "Default", "Slip")
    assert stats.cross.cells == ((2, 1, 0), (1, 1, 0), (0, 0, 1))


def test_a_copy_counts_with_its_question(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = {"1.md": question("1"), "sub/again.md": question("1"), "2.md": question("2", stem="Two?")}
    folder = bank(tmp_path / "bank", files)
    assert json.loads(run("stats", folder, "--format", "json").out)["questions"] == 2


def test_gaps_name_the_question_its_place_and_the_letters(tmp_path: Path) -> None:
    disputed = question("d", stem="One?").replace("**正解:** `B`", "**正解:** `B`\n- **來源標註答案:** C")
    bare = question("r", stem="Two?").replace(rationale("C", "third"), "")
    quiet = question("m", stem="Three?").replace("**「二就是對」**", "")
    stats = numbers(tmp_path, {"d.md": disputed, "sub/r.md": bare, "m.md": quiet})
    assert [(gap.key, gap.what, gap.span.path, gap.span.line) for gap in stats.disputed] == [("d", "C", "d.md", 1)]
    assert [(gap.key, gap.what, gap.span.path) for gap in stats.no_rationale] == [("r", "C", "sub/r.md")]
    assert [(gap.key, gap.what) for gap in stats.no_mnemonic] == [("m", "")]


@pytest.mark.parametrize(
    ("answers", "verdict", "tested"),
    [
        ("ABCD" * 8, "even", 32),
        ("B" * 20 + "ACD" * 4, "skewed", 32),
        ("ABCD" * 4, "too few questions to tell", 0),
    ],
)
def test_letters_are_judged_by_pearson(tmp_path: Path, answers: str, verdict: str, tested: int) -> None:
    balance = numbers(tmp_path, many(answers)).balance
    assert (balance.verdict, balance.tested) == (verdict, tested)
    assert {letter.label: letter.right for letter in balance.letters} == {o: answers.count(o) for o in "ABCD"}
    assert {letter.expected for letter in balance.letters} == {len(answers) / 4}


def test_several_answers_are_expected_by_their_number_and_left_out_of_the_test(tmp_path: Path) -> None:
    files = many("A") | {"Q-m.md": question("m", stem="Two?", answer="`A`, `C`")}
    balance = numbers(tmp_path, files).balance
    letters = {letter.label: (letter.questions, letter.right, letter.expected) for letter in balance.letters}
    assert letters["A"] == pytest.approx((2, 2, 1 / 4 + 2 / 3))
    assert letters["D"] == pytest.approx((1, 0, 1 / 4))
    assert balance.p is None


def test_groups_of_other_sizes_add_up(tmp_path: Path) -> None:
    files = many("ABCD" * 5) | {f"5{name}": text.replace("Q-", "P-") for name, text in many("E" * 25, "ABCDE").items()}
    balance = numbers(tmp_path, files).balance
    assert balance.tested == 45
    assert balance.p == pytest.approx(chi_square_tail(25 * 4, 3 + 4))


@pytest.mark.parametrize(
    ("statistic", "degrees", "tail"),  # tables of the chi-square distribution
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (7.814728, 3, 0.05), (11.344867, 3, 0.01), (13.276704, 4, 0.01)],
)
def test_the_tail_of_chi_square(statistic: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(statistic, degrees) == pytest.approx(tail, rel=1e-5)
    assert chi_square_tail(0, degrees) == 1


def test_the_blueprint_compares_shares(tmp_path: Path) -> None:
    files = {
        f"{n}.md": question(str(n), stem=f"Question {n}?").replace("Data Engineering / Operations", domain)
        for n, domain in enumerate(("Data Engineering / Operations", "Data Engineering/Ingestion", "Security", "Art"))
    }
    settings = BLUEPRINT + '"data engineering" = 3\n"Data Engineering / Operations" = 1\nSecurity = 2\nML = 2\n'
    stats = numbers(tmp_path, files, settings)
    assert [(part.domain, part.wanted, part.questions) for part in stats.blueprint] == [
        ("data engineering", 3 / 8, 1),  # the longer name has absorbed the shorter one
        ("Data Engineering / Operations", 1 / 8, 1),
        ("Security", 2 / 8, 1),
        ("ML", 2 / 8, 0),
    ]
    assert [part.share for part in stats.blueprint] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    assert stats.outside == 1
    console = Console(file=io.StringIO(), width=100)
    console.print(terminal.stats_report(stats, "bank", 100))
    rows = [line.split() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    assert [row for row in rows if row[-1:] in (["engineering"], ["Security"], ["ML"])] == [
        ["1", "33%", "38%", "-4", "data", "engineering"],
        ["1", "33%", "25%", "+8", "Security"],
        ["0", "0%", "25%", "-25", "ML"],
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('"Security" = 0', "bank.toml:4:1: error[AG002] `Security` in [blueprint]: must be more than 0"),
        ('Security = "10%"', "bank.toml:4:1: error[AG002] `Security` in [blueprint]: must be a number"),
        (
            "Security = inf",
            "bank.toml:4:1: error[AG002] `Security` in [blueprint]: must be a number that is not infinite",
        ),
    ],
)
def test_a_wrong_weight_is_reported_at_its_line(
    tmp_path: Path, run: Callable[..., Run], line: str, message: str
) -> None:
    ended = run("stats", bank(tmp_path / "bank", {"1.md": question()}, f"{BLUEPRINT}{line}\n"))
    assert ended.code == 1
    assert message in ended.err


def test_a_bank_without_questions_has_numbers(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {})
    for style in ("text", "json", "html"):
        ended = run("stats", folder, "--format", style)
        assert ended.code == 0
        assert ended.out


def test_the_text_for_a_pipe_is_plain_and_whole(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = many("B" * 20 + "ACD" * 4)
    files["Q-0.md"] = files["Q-0.md"].replace("**「二就是對」**", "")
    ended = run("stats", bank(tmp_path / "bank", files), cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    lines = [line.split() for line in ended.out.splitlines()]
    assert ["Bank", "32", "questions"] in lines
    assert ["1.", "32", "Syntax-Confusion", "━" * 24] in lines
    assert ["Alpha", "32"] in lines
    assert ["B", "20", "62%", "25%"] in lines
    assert "skewed (Pearson's chi-square test, 32 questions with one answer: p < 0.001)" in ended.out
    assert ["Q-0", local("bank/Q-0.md:1")] in lines


def test_the_heat_map_has_shades_and_fits_the_terminal(tmp_path: Path) -> None:
    tags = [(f"Topic-{n % 3}", f"Trap-{n % 12}") for n in range(36)]
    files = {
        f"{n}.md": question(str(n), stem=f"Question {n}?", topics=f"`{topic}`", traps=f"`{trap}`")
        for n, (topic, trap) in enumerate(tags)
    }
    report = terminal.stats_report(numbers(tmp_path, files), "bank", 40)
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=40)
    console.print(report)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[38;2;31;35;40;48;2;163;181;244m" in text or "48;2;142;166;255" in text
    plain = Console(file=io.StringIO(), width=40)
    plain.print(report)
    shown = plain.file.getvalue()  # type: ignore[attr-defined]
    heads = [line.split() for line in shown.splitlines() if line.split()[:1] in (["1"], ["8"])]
    assert [*map(str, range(1, 8))] in heads
    assert [*map(str, range(8, 13))] in heads
    assert max(map(len, shown.splitlines())) <= 40


@pytest.mark.parametrize(("width", "longest"), [(80, 24), (40, 9), (30, 8)])
def test_a_bar_is_one_line_in_a_narrow_terminal(tmp_path: Path, width: int, longest: int) -> None:
    topics = ["A-Rather-Long-Topic-Name", "Short"]
    files = {f"{n}.md": question(str(n), stem=f"Question {n}?", topics=f"`{topics[n > 1]}`") for n in range(3)}
    console = Console(file=io.StringIO(), width=width)
    console.print(terminal.stats_report(numbers(tmp_path, files), "bank", width))
    shown = console.file.getvalue().partition("Traps")[0]  # type: ignore[attr-defined]
    assert [row.count("━") for row in shown.splitlines() if "━" in row] == [longest, longest // 2]
    assert max(map(len, shown.splitlines())) <= width


def test_tags_with_one_question_share_a_line_where_there_are_many(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = {f"{n}.md": question(str(n), stem=f"Question {n}?", topics=f"`T{min(n, 30)}`") for n in range(33)}
    out = run("stats", bank(tmp_path / "bank", files)).out
    assert "one question each: T0, T1, T10" in out
    assert ["3", "T30", "━" * 24] in [line.split() for line in out.splitlines()]


def test_grades_go_from_the_first_to_the_last() -> None:
    assert [shade(n, 3, 5) for n in (1, 2, 3)] == [0, 1, 2]
    assert [shade(n, 50, 5) for n in (1, 10, 11, 50)] == [0, 0, 1, 4]


def test_json_is_one_object_a_bank(tmp_path: Path, run: Callable[..., Run]) -> None:
    one = bank(tmp_path / "one", many("AB"), 'id = "one"\n')
    two = bank(tmp_path / "two", {"x.md": question("x", topics="`Beta`")}, 'id = "two"\n')
    records = [json.loads(line) for line in run("stats", one, two, "--format", "json").out.splitlines()]
    assert [(record["title"], record["questions"]) for record in records] == [("one", 2), ("two", 1)]
    assert records[1]["topics"] == [{"name": "Beta", "questions": 1}]
    assert [Stats.model_validate_json(json.dumps(record)).title for record in records] == ["one", "two"]


def test_filters_narrow_what_is_counted(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = {
        "1.md": question("1", stem="One?", topics="`Alpha`"),
        "2.md": question("2", stem="Two?", topics="`Beta`"),
    }
    folder = bank(tmp_path / "bank", files)
    assert "Bank  1 question\n" in run("stats", folder, "--topic", "beta").out
    missed = run("stats", folder, "--topic", "nothing")
    assert (missed.code, missed.out) == (1, "")
    assert "no question matches the filter" in missed.err


def test_html_is_escaped(tmp_path: Path, run: Callable[..., Run]) -> None:
    files = {"1.md": question("1", topics="`<b>Bold</b>`", traps='`"><script>`')}
    out = run("stats", bank(tmp_path / "bank", files), "--format", "html").out
    assert "<script" not in out
    assert "<b>Bold" not in out
    assert out.startswith("<!doctype html>")


@pytest.mark.slow
def test_rich_and_watchfiles_are_imported_only_where_they_are_used(tmp_path: Path) -> None:
    folder = bank(tmp_path / "bank", {"1.md": question("1")})
    for args in (["check"], ["build"], ["preview"], ["export"], ["--help"]):
        script = (
            "import sys\nfrom ankigen.cli import cli\n"
            f"try: cli({args!r} + ([sys.argv[1]] if {args!r} != ['--help'] else []))\n"
            "except SystemExit: pass\n"
            "sys.exit(bool({'rich', 'watchfiles'} & set(sys.modules)))"
        )
        subprocess.run([sys.executable, "-c", script, str(folder)], check=True, capture_output=True)
