"""Nothing above the options gives the answer away: what explains or answers leaves the front, what is asked stays."""

from __future__ import annotations

import pytest

from ankigen.readers import parse
from ankigen.source import Source

OPTIONS = "- A. red\n- B. blue\n- C. green"
LAYOUTS = {
    "sections": f"# Q1\n\n## Stem\n\nWhich is cheapest?\n\n{{early}}\n\n## Options\n\n{OPTIONS}\n\n## Answer\n\nB\n",
    "heading": f"## Question 1\n\nWhich is cheapest?\n\n{{early}}\n\n{OPTIONS}\n\n**Answer:** B\n",
    "number": f"1. Which is cheapest?\n\n{{early}}\n\n{OPTIONS}\n\n**Answer:** B\n",
}
EARLY = [
    *("### Answer — B", "### Answer B", "### Answer: B", "### Correct answer is B", "### Answer\n\nB"),
    *(
        "### Explanation: because B",
        "### Explanation — because B",
        "### Explanation\n\nIt is dyed.",
        "#### Why B is right",
    ),
    *(
        "**Explanation:** because B",
        "**Why B is correct:** it is",
        "**Mnemonic:** B is best",
        "The correct answer is B.",
    ),
    *("#### 答案 B", "#### 解析：因為 B", "#### 為什麼 B 正確", "#### Respuesta — B", "#### Por qué B es correcta"),
    *(
        "#### Đáp án B",
        "#### Giải thích: vì B",
        "> **Answer:** B",
        "<details><summary>Answer</summary>\n\nB\n\n</details>",
    ),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("early", EARLY)
def test_what_tells_the_answer_above_the_options_is_not_on_the_front(layout: str, early: str) -> None:
    parsed = parse(Source("a.md", LAYOUTS[layout].format(early=early)))
    (question,) = parsed.questions
    assert (question.stem, question.answer) == ("Which is cheapest?", ("B",))
    assert [option.text for option in question.options] == ["red", "blue", "green"]
    if "because" in early or "dyed" in early:
        assert early.rsplit(maxsplit=1)[-1] in question.explanation


ASKED = [
    "Assertion (A): Iron rusts.\nReason (R): B is a metal.",
    "### Solution A\n\nA queue.\n\n### Solution B\n\nA topic.",
    "### Assertion\n\nIron rusts.\n\n### Reason\n\nB reacts.",
    "### Solution\n\nYou use Key Vault.",
    "Reason: disk full on B: drive",
    "### Reason\n\nA disk of B was full.",
    "### Feedback\n\nThe app is slow, says B.",
    "Read the explanation.\n\n### Explanation\n\nPlants make sugar.",
    'Feedback: "Good job, B!"',
    "**Explanation A:** Heat rises.\n\n**Explanation B:** Cold sinks.",
    "<details><summary>Exhibit</summary>\n\nA. Router one is down.\nIt is broken.\n\n</details>",
    "> Answer to Bob: I think that B is wrong.",
]


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_about_stays_in_the_stem(asked: str) -> None:
    parsed = parse(Source("a.md", LAYOUTS["heading"].format(early=asked)))
    (question,) = parsed.questions
    assert all(word in question.stem for word in asked.split()[-2:] if "<" not in word)
    assert question.answer == ("B",)
