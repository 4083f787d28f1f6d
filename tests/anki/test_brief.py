"""An option in one line of the verdict: if it is cut, it still cannot be another option."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from writing import bank

from ankigen.anki.apkg import read_package
from ankigen.anki.card.brief import columns, cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

LONG = "kubectl drain node01 --ignore-daemonsets --delete-emptydir-data --force --grace-period={} --timeout={}s"
WORDS = st.sampled_from(["alpha", "beta", "--flag=1", "--flag=2", "節點", "清空", "x", "/a/b/c", "…", "ความ"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), min_size=2, max_size=5, unique=True)


def may_be(shown: str, text: str) -> bool:
    """Whether a reader may take what is shown for a text of which parts are left out."""
    pattern = ".*".join(re.escape(piece.strip()) for piece in shown.split("…"))
    return re.fullmatch(pattern, text) is not None


@given(TEXTS, st.integers(10, 60))
@example([LONG.format(0, 60), LONG.format(0, 120), LONG.format(30, 120)], 60)
@example(["a b c " * 40 + "d", "a b c " * 40 + "e"], 20)
@example(["a b c " * 40, "a b c " * 41], 20)
def test_what_is_left_of_a_text_is_of_no_other(texts: list[str], most: int) -> None:
    text, *others = (" ".join(one.split()) for one in texts)
    shown = cut(text, others, most)
    assert may_be(shown, text)
    assert shown == text or not any(may_be(shown, other) for other in others)
    if columns(text) <= most:
        assert shown == text


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        ([LONG.format(0, 120), LONG.format(0, 60), LONG.format(30, 120)], "kubectl … --grace-period=0 --timeout=120s"),
        (
            ["第一步先停止排程，然後移走工作，最後節點是空的。", "第一步先停止排程，然後移走工作，最後節點是滿的。"],
            "第一步先停止排…最後節點是空的。",
        ),
        (
            ["/a/very/long/path/to/a/file/2024/05/01", "/a/very/long/path/to/a/file/2024/05/02"],
            "/a/…/path/to/a/file/2024/05/01",
        ),
    ],
)
def test_a_cut_text_has_its_beginning_and_the_difference(texts: list[str], shown: str) -> None:
    text, *others = texts
    assert cut(text, others, 30) == shown


def test_forty_long_options_take_no_time() -> None:
    """Options that nest have the text of all below them; each was compared with each in every unit."""
    texts = [("http://a.b/\\)， - " * 2000)[n * 16 :] for n in range(40)]
    begun = time.monotonic()
    for n, text in enumerate(texts):
        assert columns(cut(text, texts[:n] + texts[n + 1 :], 100)) <= columns(text)
    assert time.monotonic() - begun < 20


def test_of_very_many_options_only_short_ones_are_repeated(tmp_path: Path, run: Callable[..., Run]) -> None:
    """Hundreds of options are no question that anybody answers, and to compare them all takes minutes."""
    rows = "\n".join(f"- [{'x' if n < 2 else ' '}] {'long ' * 50 if n else 'short'} {n}" for n in range(500))
    folder = bank(tmp_path / "bank", {"q.md": f"#### Q1. Which one is right?\n\n{rows}\n"})
    run("build", folder)
    (note,) = read_package(folder / "apkg/bank.apkg").notes
    (texts,) = re.findall(r'<span class="texts">(.*?)</span>', "".join(note.fields))
    assert re.sub(r"<[^>]*>", "", texts) == "short 0 · ↓", "the other one is below"
