"""Markdown beyond CommonMark is shown as its authors mean it, and text that only looks like it is shown as text."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from processor import seconds

from ankigen.markdown import Look, cells, targets, to_html, to_inline, to_lines, to_text, with_code_replaced

LOOK = Look(media={"[[x.png": "x-1.png", "x.png": "x-2.png", "[[a/x%20y.png": "y-1.png", "[[s.mp3": "s-1.mp3"})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![[x.png]]", '<img src="x-1.png" alt="">'),
        ("![[x.png|300]]", '<img src="x-1.png" alt="">'),
        ("![[x.png|300x200]]", '<img src="x-1.png" alt="">'),
        ("![[a/x y.png|the way|300]]", '<img src="y-1.png" alt="the way">'),
        ("![[x.png#center]]", '<img src="x-1.png" alt="">'),
        ("![[s.mp3]]", "[sound:s-1.mp3]"),
        ("![[no.png|300]]", '<span class="missing">[no.png]</span>'),
        ("![[Page#Part]]", "Page &gt; Part"),
        ("see [[Page]].", "see Page."),
        ("see [[Page|the *text*]].", "see the <em>text</em>."),
        ("[[Page#Part]] [[#Part]] [[Page#^a1]]", "Page &gt; Part Part Page"),
        ("**[[頁]]**的", "<strong>頁</strong>的"),
        ("`![[x.png]] [[Page]]`", "<code>![[x.png]] [[Page]]</code>"),
        ("a ==b `c==` d== e", "a <mark>b <code>c==</code> d</mark> e"),
        ("==**b**==的", "<mark><strong>b</strong></mark>的"),
        ("a %%b%% c", "a  c"),
        ("![](x.png){width=50%} a", '<img src="x-2.png" alt=""> a'),
        ("![](x.png){.class #id width=300} a", '<img src="x-2.png" alt=""> a'),
        ('![](x.png){: width="300" } a', '<img src="x-2.png" alt=""> a'),
        ("![](x.png){:height 200, :width 300} a", '<img src="x-2.png" alt=""> a'),
        ("![[x.png]]{width=50%}", '<img src="x-1.png" alt="">'),
        ("H<sub>2</sub>O, x<SUP>2</SUP >", "H<sub>2</sub>O, x<sup>2</sup>"),
        ("<kbd>Ctrl</kbd>+<kbd>C</kbd>", "<kbd>Ctrl</kbd>+<kbd>C</kbd>"),
        ("<mark>a</mark> <u>**b**</u>", "<mark>a</mark> <u><strong>b</strong></u>"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>"),
        ("<ruby>漢<rt>かん<rt>b</ruby>字", "<ruby>漢<rt>かん</rt><rt>b</rt></ruby>字"),
        ("a<br>b", "a<br>b"),
    ],
)
def test_it_is_shown_as_it_is_meant(text: str, html: str) -> None:
    assert to_inline(text, LOOK) == html


@pytest.mark.parametrize(
    "text",
    [
        *("x==1 and y==2", "a == b == c", "a===b===c", "==a", "== a ==", "!==a== b"),
        *(
            "x[[1]]",
            "[[1, 2]]",
            "[[a, b]]",
            '[["a"]]',
            "[[ -f x ]] && [[ -d y ]]",
            "[[:alpha:]]",
            "[[type:Id]]",
            "[[a",
            "[[]]",
            "[[a]",
        ),
        *("%%sql and %%python", "100%% of 50%%", "%%a", "a %% b", "%%%%"),
        *("a {width=50%}", "{.class}", "${width}"),
        *("a <job-id> b", "<sub class=a>b</sub>", "<sub>a", "a</sub>", "<rt>a</rt>", "<b>a</b>"),
    ],
)
def test_what_is_none_of_it_stays_as_it_is_written(text: str) -> None:
    assert to_text(text) == text


def test_a_tag_without_its_other_half_is_text() -> None:
    assert to_inline("<u>a<sub>b</u>c</sub>") == "<u>a&lt;sub&gt;b</u>c&lt;/sub&gt;"
    assert to_inline("*<sub>a*</sub>") == "<em>&lt;sub&gt;a</em>&lt;/sub&gt;"
    assert to_inline("<ruby>a<rt>b<rt>c") == "&lt;ruby&gt;a&lt;rt&gt;b&lt;rt&gt;c"
    assert to_html("<sub>\na\n</sub>").count("&lt;") == 2
    assert to_text("<u>" * 40 + "a" + "</u>" * 40) == "<u>" * 24 + "a" + "</u>" * 24


def test_a_picture_without_its_file_keeps_no_attributes() -> None:
    assert to_inline("![a](no.png){width=50%}") == '<span class="missing">[a]</span>'
    assert to_inline("![a](no.png){a b}") == '<span class="missing">[a]</span>{a b}'


def test_embeds_name_files() -> None:
    assert targets("![[a b.png|3]] [[c.png]] `![[d.png]]` ![[e]]") == ("[[a%20b.png",)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> [!note] Title *x*\n> body", "<p><strong>Title <em>x</em></strong></p>\n<p>body</p>"),
        ("> [!WARNING]\n> body", "<p><strong>Warning</strong></p>\n<p>body</p>"),
        ("> [!tip]- Fold\n> - a", "<p><strong>Fold</strong></p>\n<ul>\n<li>a</li>\n</ul>"),
        ("> [!note] Only", "<p><strong>Only</strong></p>"),
        ("> [note] a\n> b", "<p>[note] a\nb</p>"),
    ],
)
def test_a_callout_is_a_quotation_with_a_bold_title(text: str, html: str) -> None:
    assert to_html(text) == f"<blockquote>\n{html}\n</blockquote>"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\n\n%%\nb\n\n- c\n%%\n\nd", "a\nd"),
        ("%% a\nb %%\nc", "c"),
        ("%%\n```\na\n```\n%%\nb", "b"),
        ("```\n%%\na\n%%\n```", "%%\na\n%%"),
        ("%%\na", "%%\na"),
        ("%%sql\na\n%%sql", "%%sql\na\n%%sql"),
        ("`%%a%%` %%b `c%%` d%%", "%%a%%"),
    ],
)
def test_comments_vanish_and_nothing_else(text: str, seen: str) -> None:
    assert to_text(text) == seen
    assert to_text("\n".join(row.text for row in to_lines(text))) == seen
    assert [row.number for row in to_lines(text)] == [*range(1, text.count("\n") + 2)]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("`a` b ``c`d`` e", "_ b _ e"),
        ("``a` b", "``a` b"),
        ("`a`` b` c", "_ c"),
        ("`a\nb` c `d`\n```e```", "`a\nb_d`\n_"),
        (f"`{'a' * 1000}`", "_"),
    ],
)
def test_inline_code_ends_with_as_many_backticks_as_it_began_in_the_same_line(text: str, seen: str) -> None:
    assert with_code_replaced(text, lambda _: "_") == seen


MARKS = {"*": "em", "**": "strong", "_": "em", "__": "strong", "~~": "del", "==": "mark"}


@pytest.mark.parametrize(("mark", "tag"), MARKS.items())
@pytest.mark.parametrize("inner", ["「x」", "（注）", "中文。", "“x”", "x", "「`x`」", "한국어.", "！"])
@pytest.mark.parametrize(
    ("before", "after"), [("", "的"), ("中", "文"), ("，", "，"), ("の", ""), ("", ""), ("한", "국")]
)
def test_emphasis_beside_cjk(mark: str, tag: str, inner: str, before: str, after: str) -> None:
    made = to_inline(f"{before}{mark}{inner}{mark}{after}")
    if "_" in mark and (before, after) not in {("", ""), ("，", "，")} and re.match(r"\w", inner):
        return  # inside a word, an underscore is none: `的__init__的`
    code = inner.replace("`x`", "<code>x</code>")
    assert made == f"{before}<{tag}>{code}</{tag}>{after}"


def test_emphasis_of_three_marks_beside_cjk() -> None:
    for mark in ("***", "___"):
        assert to_inline(f"的{mark}「x」{mark}的") == "的<em><strong>「x」</strong></em>的"


@pytest.mark.parametrize("text", ["`*「x」*的`", "$a*「x」*的$", "\\*「x」\\*的", "a_b_的", "的__init__的"])
def test_code_formulas_and_names_have_no_emphasis(text: str) -> None:
    assert "<em>" not in to_html(text)
    assert "<strong>" not in to_html(text)


TABLE = "| a | b |\n|---|---|\n| `a \\|\\| b` | $P(A \\| B)$ |\n"


@pytest.mark.parametrize("around", ["{}", "- x\n\n  {}", "a\n\n{}\n\nb"])
def test_an_escaped_bar_in_a_table_is_one_bar(around: str) -> None:
    made = to_html(around.format(TABLE.replace("\n", "\n  ") if "x" in around else TABLE))
    assert "<td><code>a || b</code></td>" in made
    assert r"<td>\(P(A | B)\)</td>" in made


def test_cells_have_their_bars() -> None:
    assert cells(r"| `a \| b` | c \\| d |") == ["`a | b`", r"c \\", "d"]
    assert cells(r"a \|") == ["a |"]
    assert to_inline("`a || b`") == "<code>a || b</code>"
    assert "<td>x \\</td>" in to_html("|a|b|\n|-|-|\n|x \\\\| y|")
    longer = to_html("|a|b|\n|-|-|\n|`x \\| y`|z|more|")  # one cell too many: the last two become one
    assert "<td><code>x | y</code></td>" in longer


_PIECES = [
    *"=%[]!{}<>|*_「」的 \n\\",
    "==",
    "%%",
    "[[",
    "]]",
    "![[",
    "x.png",
    "`x`",
    "<sub>",
    "</sub>",
    "<rt>",
    "a",
    "> [!note] ",
    "**",
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
@example("<sub>a</sub>")
def test_no_word_is_lost(text: str) -> None:
    words = f"w0w {text} w1w"
    if "%%" not in text and "[[" not in text and "[!" not in text:
        assert [*re.findall(r"w\dw", to_text(words))] == ["w0w", "w1w"]
    made = to_html(words)
    for tag in ("sub", "mark", "rt", "em", "strong"):
        assert made.count(f"<{tag}>") == made.count(f"</{tag}>")


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "==a ",
            "[[a ",
            "[[1 ",
            "![[a",
            "[[a|",
            "%%a ",
            "%% ",
            "{.a ",
            "![](x.png){.a ",
            "<sub>",
            "<ruby><rt>",
            "</sub>",
        ),
        *("*「a", "的*「", "**「a*", "_「a", "__「a_b", "***「", "*「`a", "> [!n", "\\|", "|", "`%%", "==`a"),
        *("%% a\n", "a %%\n", "%%\n\n", "*「**b** "),
    ],
)
def test_near_misses_take_time_that_grows_with_their_length(piece: str) -> None:
    def read(count: int) -> None:
        text = piece * count
        to_html(text)
        list(to_lines(text))

    few = seconds(lambda: read(500))
    limit = 8 * 3 * max(few, 0.02)
    assert seconds(lambda: read(4000), limit) < limit
