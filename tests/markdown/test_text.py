"""Plain text is the same without the parser as with it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ankigen.markdown import html as markdown
from ankigen.markdown import text as plaintext

_PIECES = [
    *("a", "B", "7", "42", "中", "文", " ", "  ", "\n", "\n\n", "\n\n\n", "1.", "1)", "word", "snake_case", "don't"),
    *("`x`", "`a_b*c`", "`<b>`", "`&lt;`", "` x `", "``", "`", "`[sound:a]`", r"`\(x\)`", "`$x$`", "`a  b`", "`|`"),
    *(
        "_",
        "*",
        "**",
        "#",
        "-",
        "+",
        "=",
        "==",
        "%%",
        "%%x%%",
        "==x==",
        ">",
        "->",
        "<",
        "&",
        "&amp;",
        "[",
        "]",
        "(",
        ")",
        "!",
        "|",
        "~",
        "\\",
    ),
    *(
        "$",
        "$x$",
        ":",
        ";",
        "'",
        '"',
        "「",
        "」",
        "，",
        "。",
        "…",
        "\t",
        "\r",
        "\xa0",
        "é",
        "e\u0301",
        "https://e.org/a_b",
    ),
]
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(_PIECES[:20]), max_size=20).map("".join),
    st.text(max_size=20),
)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, derandomize=True)
@given(_TEXTS)
@example("a\n===")
@example("a\n---")
@example("a \nb")
@example("a  \nb")
@example("2024. x\n3) y")
def test_the_text_is_that_of_the_parser(text: str) -> None:
    assert plaintext.to_text(text) == markdown.to_text(text)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Send a POST request to `/api/2.1/jobs`", "Send a POST request to /api/2.1/jobs"),
        ("The table `a_b` is read.\n\n\nWhich is right?", "The table a_b is read.\nWhich is right?"),
    ],
)
def test_words_and_code_need_no_parser(text: str, seen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "to_text", None)
    assert plaintext.to_text(text) == seen
