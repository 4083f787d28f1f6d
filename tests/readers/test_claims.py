"""What the source or the community of a question holds to be its answer."""

from __future__ import annotations

import pytest
from reading import read_bank

from ankigen.model import Rule

QUESTION = "## Question 1\n\nWhich one?\n\nA. one\nB. two\nC. three\nD. four\n\n{answer}**{name}:** {claim}\n"
NAMES = ["Source answer", "Community consensus", "社群共識"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("claim", "answer", "rivals"),
    [
        ("`B`", "B", ""),
        ("b", "B", ""),
        ("B - two", "B", ""),
        ("BC", "BC", ""),
        ("B, C", "BC", ""),
        ("A-C", "ABC", ""),
        ("B (100%)", "B", ""),
        ("A 12% / B 88%", "B", "A"),
        ("B (60%), C (30%), D (10%)", "B", "CD"),
        ("B (60%) C (40%)", "B", "C"),
        ("A 45% | B 55%", "B", "A"),
        ("B, not C", "B", ""),
        ("B (forum) / C (official)", "B", "C"),
    ],
)
def test_a_claim_is_read_like_any_answer(name: str, claim: str, answer: str, rivals: str) -> None:
    [question], diagnostics = read_bank({"a.md": QUESTION.format(answer="", name=name, claim=claim)})
    assert ("".join(question.answer), "".join(question.rival_answers)) == (answer, rivals)
    assert not diagnostics


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("claim", ["not B", "B vs C", "B, but many say C", "disputed (B vs C)", "unknown"])
def test_a_claim_that_names_no_certain_option_gives_no_answer(name: str, claim: str) -> None:
    questions, [diagnostic] = read_bank({"a.md": QUESTION.format(answer="", name=name, claim=claim)})
    assert not questions
    assert diagnostic.rule is Rule.UNREADABLE_ANSWER
    assert (diagnostic.span.line, diagnostic.span.column) == (10, len(f"**{name}:** ") + 1)


@pytest.mark.parametrize(
    ("claim", "rivals"),
    [
        ("C", "C"),
        ("C, D", "CD"),
        ("CD", "CD"),
        ("有爭議（C vs D）", "CD"),
        ("B", ""),
        ("B (C++)", ""),
        ("not sure", ""),
    ],
)
def test_a_claim_beside_an_answer_names_its_rivals(claim: str, rivals: str) -> None:
    text = QUESTION.format(answer="**Answer:** B\n", name="Source answer", claim=claim)
    [question], _ = read_bank({"a.md": text})
    assert ("".join(question.answer), "".join(question.rival_answers)) == ("B", rivals)


@pytest.mark.parametrize(
    "line",
    [
        "【社群答案】B",
        "[Community answer] B",
        "Community answer - B",
        "Community answer B",
        "The community answer is B",
        "社群投票 B",
    ],
)
@pytest.mark.parametrize("layout", ["{claim}\n\n**Answer:** A\n", "**Answer:** A\n\n{claim}\n"])
def test_a_claim_without_a_colon_is_no_answer(line: str, layout: str) -> None:
    text = "## Question 1\n\nWhich one?\n\nA. one\nB. two\n\n" + layout.format(claim=line)
    [question], _ = read_bank({"a.md": text})
    assert (question.answer, question.rival_answers, question.community_answer) == (("A",), ("B",), "B")
