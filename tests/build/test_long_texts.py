"""A question's texts are hashed, checked and rendered in time that grows as they do, whatever is in them.

`tests/readers/test_linear.py` asks the same of the readers. Seconds of the processor are counted: other programs do
not matter. What takes quadratic time takes a minute here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from processor import seconds
from writing import question

from ankigen import readers
from ankigen.anki.note import render_body
from ankigen.build.compile import summarise
from ankigen.checks import check_question
from ankigen.markdown.html import Look
from ankigen.source import Config, Source

if TYPE_CHECKING:
    from ankigen.model import Question

SIZE = 40_000  # characters
SECONDS = 6.0  # most take some tenths of one
(ASKED,) = readers.parse(Source("q.md", question())).questions
TOKENS = [
    *"`~*_[]()<>!|#-+=:.,;/\\\"'&$%^@?{} \t\n",
    *(
        "**",
        "***",
        "__",
        "```",
        "~~~",
        "~~",
        "![",
        "](",
        "- [ ] ",
        "<!--",
        "-->",
        "<br>",
        "<img ",
        "<details>",
        "&amp;",
    ),
    *(
        "&#",
        "$$",
        "\\(",
        "\\[",
        "\\)",
        "\\]",
        "http://",
        "https://a.b/",
        "[a]: b\n",
        "[^1]",
        "[^1]: x\n",
        "| a ",
        "|---|",
    ),
    *("\n\n", "\n    ", "\n> ", "\n- ", "\n1. ", "A and ", "A, ", "aa", "a ", "ab ", "中", "文 ", "0", "9 ", "\u00a0"),
    *(
        "\u0338",
        "\u0301",
        "\x00",
        "\ufeff",
        "Option A ",
        "vs ",
        "because ",
        "<a ",
        "</",
        "```python\n",
        "\n```\n",
        "{{",
    ),
    *(
        "}}",
        "[sound:",
        "::",
        "…",
        "—",
        "GET ",
        "/api/x ",
        "`a` ",
        "==",
        "%%",
        "![[",
        "]]",
        "<sub>",
        "> [!note] ",
        "\\frac{",
    ),
]
FIELDS = ("stem", "explanation", "mnemonic", "option", "rationale", "topics", "source_answer", "id")


def long(field: str, text: str) -> Question:
    """Return a question with a long text in a field."""
    if field in {"option", "rationale"}:
        first, *others = ASKED.options
        changed = first.model_copy(update={"text" if field == "option" else field: text})
        return ASKED.model_copy(update={"options": (changed, *others), "answer": ("A",)})
    return ASKED.model_copy(update={field: (text,) if field == "topics" else text})


def work(asked: Question) -> float:
    """Return the seconds of the processor that everything takes which is done with a question."""

    def everything() -> None:
        summarise(asked)
        list(check_question(asked))
        render_body(asked, Look(), Config(id="bank", title="Bank"))

    return seconds(everything, limit=SECONDS)


@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[*HealthCheck],
)
@given(
    st.sampled_from(FIELDS),
    st.lists(st.sampled_from(TOKENS), max_size=2).map("".join),
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=4).map("".join),
    st.lists(st.sampled_from(TOKENS), max_size=2).map("".join),
)
def test_a_long_text_takes_no_more_than_seconds(field: str, start: str, unit: str, end: str) -> None:
    assert work(long(field, start + unit * (SIZE // len(unit)) + end)) < SECONDS
