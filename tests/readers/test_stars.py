"""An asterisk or a plus behind the text of an option marks the right one, unless it may be anything else."""

from __future__ import annotations

import pytest
from reading import read_bank

OPTIONS = "1. Which is a root?{asked}\n\n{a}Apple{a_star}\n{b}Beet{b_star}\n{c}Cherry{c_star}\n\n{answer}\n"


def read(stars: str, *, labels: str = "A. B. C.", asked: str = "", answer: str = "") -> list[tuple[str, list[str]]]:
    """Return the answer and the options of what is read; `stars` are behind the options, with `|` between."""
    first, second, third = stars.split("|")
    a, b, c = (f"{label} " for label in labels.split())
    text = OPTIONS.format(asked=asked, a=a, b=b, c=c, a_star=first, b_star=second, c_star=third, answer=answer)
    questions, _ = read_bank({"q.md": text})
    return [("".join(question.answer), [option.text for option in question.options]) for question in questions]


@pytest.mark.parametrize("labels", ["A. B. C.", "a) b) c)", "- - -", "1) 2) 3)"])
@pytest.mark.parametrize("star", [" *", "*", " \\*", " +", "(+)", " (*)"])
def test_the_only_one_is_right(labels: str, star: str) -> None:
    assert read(f"|{star}|", labels=labels) == [("B", ["Apple", "Beet", "Cherry"])]


def test_several_are_right_where_several_are_asked_for() -> None:
    assert read(" *|| *", asked=" (Choose two.)") == [("AC", ["Apple", "Beet", "Cherry"])]
    assert read(" +|| +", asked=" (Choose two.)") == [("AC", ["Apple", "Beet", "Cherry"])]
    assert read(" *|| *") == []
    assert read(" +|| +") == []


@pytest.mark.parametrize(
    ("stars", "options"), [("|x*|", ["Apple", "Beetx*", "Cherry"]), ("| *|", ["Apple", "Beet *", "Cherry"])]
)
def test_what_is_stated_counts_more(stars: str, options: list[str]) -> None:
    assert read(stars, answer="Answer: A") == [("A", options)]


@pytest.mark.parametrize(
    "stars", [".txt*|*.txt|x*", " *| *| *", "`*`||", "/*||", ": SELECT *||", "++||", "+||", " +| *|"]
)
def test_a_wildcard_or_a_name_marks_nothing(stars: str) -> None:
    assert read(stars) == []


def test_a_mark_beside_the_stated_answer_is_not_shown() -> None:
    assert read("| *|", answer="Answer: B") == [("B", ["Apple", "Beet", "Cherry"])]
