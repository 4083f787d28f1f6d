"""Docstrings, comments, messages and pages are in plain English: some words that were used for others are refused."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What is refused, and what to write instead. "Stand for", "stand out" and "tell apart" are good English.
REFUSED = {
    r"\b(?:stands?|stood)\b(?! (?:for|out|alone)\b)": "is, are, was",
    r"\btells? (?:which|what|whether|where|how|when|that|of|about|little)\b": "says, shows, finds",
    r"\b(?:is|are|was|were|be) told (?:in|as|with|by|without)\b": "is reported, is shown",
    r"\bspeak(?:s|ing)? of\b": "refers to, names",
    r"\b(?:lies|lie|lying) (?:in|at|on|below|above|behind|between|beside|within|outside)\b": "is, are",
    r"\bwho is who\b": "which is which",
    r"\bReturns? True\b|^\W*True (?:if|when)\b": "Whether …",
    r"[«»]": 'straight quotes, "…", or `…` for what is typed',
}
TRUE_USES = {
    '"pensé »"',  # is French
    "Where you stand",  # how ready a learner is
    "A long stem that speaks of many things at once, of tables and of streams and of jobs, and then asks: which {}?",
    "- **B - returns true:** no, it does not.",  # these two are questions
}
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]
MODULES = [path for folder in ("ankigen", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))]
SAYS_THEM = ROOT / "tests" / "whole" / "test_words.py"


@pytest.mark.parametrize(
    "text",
    [
        "Where the answer stands.",
        "what stood there",
        "it tells which one is right",
        "Whether a file is told as a fault",
        "a text that speaks of options",
        "The dates lie in the future.",
        "it remembers who is who",
        "Return True if there is one.",
        "True when there is one.",
        "the word «and»",
    ],
)
def test_what_is_refused_is_seen(text: str) -> None:
    assert [*refused(text)]


@pytest.mark.parametrize(
    "text", ["A sign that stands for a word stands out.", "Tell them apart.", "It is too short to tell.", "It is true."]
)
def test_good_english_is_not_refused(text: str) -> None:
    assert not [*refused(text)]


def test_code_explains_itself_in_plain_english() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}: write {better}"
        for path in MODULES
        if path != SAYS_THEM
        for line, prose in prose_of(path)
        for text, better in refused(prose)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_pages_are_in_plain_english() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {text!r}: write {better}"
        for path in PAGES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for text, better in refused(line)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def refused(prose: str) -> Iterator[tuple[str, str]]:
    """Yield what a text has that is refused, and what to write instead."""
    for use in TRUE_USES:
        prose = prose.replace(use, "")
    for pattern, better in REFUSED.items():
        yield from ((match[0], better) for match in re.finditer(pattern, prose, re.IGNORECASE))


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments, docstrings and messages of a module with their lines; what is no English has no sentence."""
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_english(node.value):
            yield node.lineno, node.value


def is_english(text: str) -> bool:
    """Whether a string is words of English, and neither a pattern nor words of another language."""
    words = re.findall(r"\b[A-Za-z']+\b", text)
    pattern, foreign = r"\(\?|\[\^|\\[a-z]", r"[^\x00-\x7f«»“”‘’…–—→✓✕·\u3000-\uffff]"
    return len(words) > 1 and not re.search(f"{pattern}|{foreign}", text)
