"""Texts and settings that nest without end: each is reported in a diagnostic, and the other questions are built."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from writing import bank, question

from ankigen.anki.apkg import read_package
from ankigen.markdown import is_too_deep, to_html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

NESTS: dict[str, Callable[[int], str]] = {
    "lists on a line": lambda n: "- " * n + "x",
    "numbers on a line": lambda n: "1. " * n + "x",
    "quotations on a line": lambda n: "> " * n + "x",
    "quotations and lists": lambda n: "> - " * n + "x",
    "indented lists": lambda n: "\n".join("  " * level + "- x" for level in range(min(n, 400))),
    "empty items and quotations": lambda n: "\n- \n\n>< " * n,
    "items and quotations": lambda n: "\n- \n\n> " * n,
    "numbers and quotations": lambda n: "\n1. \n\n> " * n,
    "callouts": lambda n: "> [!note]\n- \n\n" * n,
    "emphasis": lambda n: "*a **b " * n + "** *" * n,
    "underscores": lambda n: "_a __b " * n + "__ _" * n,
    "marks": lambda n: "==a " * n + "==" * n,
    "links": lambda n: "[" * n + "a" + "](x)" * n,
    "pictures": lambda n: "![" * n + "a" + "](x)" * n,
    "struck text": lambda n: "~~a " * n + "~~" * n,
    "formulas": lambda n: "\\(" * n + "x" + "\\)" * n,
    "fractions": lambda n: "$" + "\\frac{" * n + "x" + "}{1}" * n + "$",
    "footnotes": lambda n: "a[^0]\n\n" + "\n".join(f"[^{i}]: b[^{i + 1}]" for i in range(n)),
    "a footnote in itself": lambda n: "a[^1]\n\n[^1]: " + "b[^1] " * n,
    "details": lambda n: "<details>\n" * n + "x" + "</details>\n" * n,
    "divisions": lambda n: "<div>\n" * n + "x" + "</div>\n" * n,
    "harmless tags": lambda n: "<b><i>" * n + "x" + "</i></b>" * n,
    "comments": lambda n: "<!--" * n + "-->" * n,
}


@pytest.mark.parametrize("name", NESTS)
def test_a_text_that_nests_is_shown_or_told_and_the_others_are_built(
    name: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    for size in (300, 2000):
        text = f"Which one is right?\n\n{NESTS[name](size)}"
        files = {
            "stem.md": question("Q-1", stem=text),
            "why.md": question("Q-2", explanation=text),
            "q.md": question("Q-3"),
        }
        folder = bank(tmp_path / f"bank-{size}", {**files, "q.md": question("Q-3", stem="Which other one?")})
        built = run("build", folder)
        assert "q.md" not in built.err
        assert (folder / "apkg" / "bank.apkg").is_file()
        shown = {note.fields[0] for note in read_package(folder / "apkg/bank.apkg").notes}
        reported = run("check", folder).out
        for file, number in (("stem.md", "Q-1"), ("why.md", "Q-2")):
            assert number in shown or f"{file}:" in reported
        again = run("preview", folder)
        assert again.code == built.code


@pytest.mark.parametrize("name", NESTS)
def test_what_is_not_counted_as_deep_fits_into_the_stack(name: str) -> None:
    """Fewer marks than are looked at leave a third of Python's stack free."""
    limit = sys.getrecursionlimit()
    for size in range(1, 100):
        text = NESTS[name](size)
        if text.count("\n") + sum(map(text.count, ">*_~[")) < 100:
            try:
                sys.setrecursionlimit(700 + 150)
                to_html(text)
            finally:
                sys.setrecursionlimit(limit)


def test_a_deep_text_is_known_as_one() -> None:
    assert is_too_deep(NESTS["empty items and quotations"](300))
    assert not is_too_deep(NESTS["quotations on a line"](300))
    assert not is_too_deep("A long text.\n\n" * 500)


@pytest.mark.parametrize(
    "settings",
    ["x = " + "[" * 5000, "x = " + "{a=" * 5000, ".".join("a" * 5000) + " = 1", "x = " + "9" * 5000, "[" * 5000],
    ids=["arrays", "tables", "keys", "digits", "headings"],
)
def test_settings_that_nest_or_count_without_end_are_told(
    settings: str, tmp_path: Path, run: Callable[..., Run]
) -> None:
    ended = run("build", bank(tmp_path / "bank", {"q.md": question()}, settings))
    assert ended.code == 1
    assert "bank.toml:1:" in ended.err
    assert len(ended.err) < 2000


@pytest.mark.parametrize(
    "front", ["a: " + "[" * 5000, "a: " + "{" * 5000, "".join(f"{' ' * n}a:\n" for n in range(900))]
)
def test_front_matter_that_nests_is_told_or_not_read(front: str, tmp_path: Path, run: Callable[..., Run]) -> None:
    anchors = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))])
    for number, matter in enumerate((front, anchors)):
        folder = bank(tmp_path / f"bank-{number}", {"q.md": f"---\n{matter}\n---\n\n{question()}"})
        run("build", folder)
        assert (folder / "apkg" / "bank.apkg").is_file()
