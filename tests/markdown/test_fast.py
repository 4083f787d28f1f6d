"""The renderer's short cuts give the same result as mistune, pygments and nh3 without them, for any text."""

from __future__ import annotations

import html
import re

import mistune
import pytest
from conftest import ROOT
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_all_lexers, get_lexer_by_name

from ankigen.languages import Languages
from ankigen.markdown import evened, fenced, lexing, sanitise
from ankigen.markdown import html as markdown
from ankigen.markdown.rules.comments import without_note_comments
from ankigen.markdown.rules.highlight import highlight

_MARKS = r"""
# - + * _ > < ` ~ | $ = \ [ ] ( ) ! & ; : . 1. 2) 1 ** __ `` ``` ~~~ ```sql --- === *** $$ \[ \] \( \) [^1] [^1]: [a]:
[a] [x](https://e.org) ![](p.png) <br> <b> </b> <!-- --> <pre> <https://e.org> &amp; &nbsp; |---|---| [sound:a] ~~ word
&lt; &#91; &no; == %% %%a%% [[a]] [[ ]] ![[p.png]] {width=1} <sub> </sub> <ruby> <rt> [!note] \| 「 」 。
« " '
""".split()
_GAPS = (
    " ",
    "  ",
    "   ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\n\n",
    "\n",
    "\n   ",
    "\n- ",
    "\n\n- ",
    "\n1. ",
    "\n> ",
    "\n  \n",
)
_ODD = (
    "\u00a0",
    "\u3000",
    "\r",
    "\r\n",
    "\f",
    "\v",
    "\x00",
    "\u0301",
    "\u0338",
    "&#824;",
    "\u2028",
    "１",
    "é",
    "\ufeff",
    "\x1c",
)
_LINES = r"""a `b` **c**/字，字。/- **a**: b/- a/1. **a**:/2. b/   c/  - d/    `e` f/ g/* h/*   i/+ j/10. k/0. l/
### m `n`/## o #////```py/```/   ```/    e/> f/# g/|a|b|/|-|-|
==m==/> [!n] o/%%/%% p/q %%/a|b/-|-/$$/x^2/- [ ] h/---/===/<div>/
~~~/[^1]/[^1]: n/[a]: b/  /* i/1) j/***/- - -/```a`b/- ```/- /a_b""".split("/")
_MARK = r"(?:[-*+]|\d+[.)])"
_LIST_ENDS_QUOTATION = re.compile(
    rf"^[ \t]*+(?:{_MARK}[ \t]+)*>[^\n]*\n(?:[^\n]+\n)*?[ \t]*{_MARK}(?:\s|\Z)", re.MULTILINE
)
ANY = st.one_of(
    st.lists(st.sampled_from([*_MARKS, *_GAPS, *_GAPS, "a", "b c", "字"]), max_size=24).map("".join),
    st.lists(st.sampled_from([*_MARKS, *_GAPS, *_ODD, "a", "字"]), max_size=12).map("".join),
    st.lists(st.sampled_from(_LINES), max_size=12).map("\n".join),
    st.text(max_size=30),
)
LOOKS = (
    markdown.PLAIN,
    markdown.Look(Languages("zh-Hant", "en"), maths=False, media={"p.png": "p-1.png"}),
    markdown.Look(definitions=(("a", "[a]: https://e.org/a"), ("^1", "[^1]: note"))),
)


def the_long_way(text: str, look: markdown.Look) -> str:
    """Return the result of `to_html` without short cuts: from mistune's own parsers, with everything cleaned by nh3."""
    parser = markdown.new_parser(mistune.BlockParser(), mistune.InlineParser(), with_maths=look.maths)
    state = parser.block.state_cls()
    state.env.update(look=look, targets=[])
    even = "\n".join(evened(tuple(without_note_comments(fenced(re.sub("\r\n?", "\n", text))))))
    if look.definitions and "[" in text:
        even = "\n\n".join([*(line for _, line in look.definitions), markdown._END, even])
    return sanitise.clean(str(parser.parse(even, state)[0]).strip()) if text.strip() else ""


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(ANY, st.sampled_from(LOOKS))
@example("a\n\n- b\n\n  c\n\nd", markdown.PLAIN)
@example("- b\n```\na\n\nb", markdown.PLAIN)
@example("**a**\n- b\n- c\n\n```sql\nselect\n\n1\n```\nd", markdown.PLAIN)
@example("a\u00a0b", markdown.PLAIN)
@example("a\u2028", markdown.PLAIN)
@example("[\n\n     ", markdown.PLAIN)
@example("- ####\n- \n\n[", markdown.PLAIN)
@example("a\n- b\n>c\n0.", markdown.PLAIN)
@example("\u0338a", markdown.PLAIN)
@example("1. **a**:\n    `b` c\n\n2. d\n   e\n\nf", markdown.PLAIN)
@example("`a\rb`", markdown.PLAIN)
@example("a\n2. b\n3. c", markdown.PLAIN)
@example("a\n1. b\n   c\n2. d\n\n```\ne\n```", markdown.PLAIN)
@example("* a\n  b\n\n* c\n\n- d", markdown.PLAIN)
@example("### a\n1. b\n\n3. c\n", markdown.PLAIN)
@example("    [^1] a", LOOKS[2])
def test_every_fragment_becomes_what_mistune_and_nh3_make_of_it(text: str, look: markdown.Look) -> None:
    assume(not _LIST_ENDS_QUOTATION.search(text))  # mistune gives the list before the quotation, if more follows
    assert markdown.to_html(text, look) == the_long_way(text, look)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.from_regex(sanitise._URL, fullmatch=True))
def test_a_plain_link_is_what_nh3_leaves_as_it_is(url: str) -> None:
    link = f'<p><a href="{url}">a</a></p>'
    assert sanitise.as_safe(link) == link == sanitise.clean(link)


@pytest.mark.parametrize("url", ["https://1.2.3.4.5", "https://a.b:99999/", "https://xn--a.org", "javascript:a.org"])
def test_a_link_that_nobody_can_read_is_not_left_as_it_is(url: str) -> None:
    link = f'<p><a href="{url}">a</a></p>'
    assert sanitise.as_safe(link) == sanitise.clean(link) != link


@pytest.mark.parametrize(
    "tag",
    ["script", "style", "iframe", "object", "form", "svg", "math", "base", "link", "meta", "b onclick=x", "img src=x"],
)
@pytest.mark.parametrize("around", ["{}", "a {} b", "- a {}\n- b", "# {}", "**{}**", "| a |\n|---|\n| {} |"])
def test_an_open_tag_alone_is_looked_at_by_nh3(tag: str, around: str) -> None:
    made = markdown.to_html(around.format(f"<{tag}>"))
    assert f"<{tag}" not in made
    assert made == the_long_way(around.format(f"<{tag}>"), markdown.PLAIN)
    assert f"<{tag}" not in sanitise.as_safe(f"<p>a <{tag}> b</p>")  # whatever the renderer lets through


# HTML that a bug of the renderer might let through, and some that is harmless; every tag is closed.
_HTML = (
    "a", "\u00a0", "\x00", "\u0338", "e\u0301", "&lt;", "&nbsp;", "&#60;", "&#x3c;script&gt;", "&bogus;",
    "[sound:a.mp3]", "[latex]", "{{c1::a}}", "<p>a</p>", "<code>a</code>", '<span class="k">a</span>',
    "<hr>", "<br>", "<hr/>", "<HR>", "<kbd>a</kbd>", "<u><mark>a</mark></u>", "<ruby>a<rt>b</rt></ruby>",
    "<u class=a>b</u>",
    '<pre class="code"><code>a</code></pre>', '<ol start="2"><li class="task">a</li></ol>',
    "<img src=x onerror=alert(1)>", '<img src="https://e.org/a.png" alt="">', '<img src="a.png" alt="a">',
    "<script>a</script>", "<style>a</style>",
    '<a href="https://e.org/a?b=1">a</a>', '<a href="https://e.org/" onclick="a">a</a>', '<a href="http:a">a</a>',
    '<a href="javascript:alert(1)">a</a>', '<a href="javascript://e.org/%0aalert(1)">a</a>', '<a href="data:a">a</a>',
    '<a href="https://e.org/" target="_blank">a</a>', "<a href=https://e.org/>a</a>", '<a href="//e.org/">a</a>',
    '<a href="https://e.org/"><img src=x onerror=alert(1)></a>', '<a href="https://e.org/&quot;onclick=&quot;a">a</a>',
    '<p style="color:red">a</p>', '<p onclick="a">a</p>', '<div class="a" onclick="b">a</div>', '<div id="qa">a</div>',
    '<span style="position:fixed">a</span>', "<svg onload=alert(1)></svg>", "<math>a</math>", "<iframe src=a></iframe>",
    '<audio src="a.mp3"></audio>', "<form><input></form>", "<!-- a -->", "<base href=https://e.org/>", "<meta a>",
    '<ol start="1" onfocus="a"><li>a</li></ol>', '<ol start="a"><li>a</li></ol>', '<li class="a" tabindex="0">a</li>',
    *(
        f"<table><tbody><tr><td {one}>a</td></tr></tbody></table>"
        for one in ('style="text-align:left"', 'style="text-align:left;color:red"', 'style="color:url(a)"', "onclick=a")
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_HTML), min_size=1, max_size=4).map("".join))
def test_nothing_is_taken_for_safe_that_nh3_would_change(markup: str) -> None:
    assert sanitise.as_safe(markup) == sanitise.clean(markup)


@pytest.mark.parametrize("markup", _HTML)
def test_each_alone_is_what_nh3_makes_of_it(markup: str) -> None:
    assert sanitise.as_safe(markup) == sanitise.clean(markup)


CODE = {
    "python": '# 字\n@a.b\ndef f(x: int = 0x1F) -> str:\n\treturn f"{x!r:>4}\\n" """\n\nlong""" \n',
    "sql": "SELECT 'a''b' AS \"c\", 1.5 -- 字\n\nFROM `t` WHERE x <> 2 & 3;",
    "bash": 'curl -d \'{"a": 1}\' \\\n  "$HOST/$(id)" | jq . > "a b"\n',
    "json": '{"a": [1, true, null], "b": "<&\'>"}',
    "html": "<p class='a'>&amp; <!-- b --> <script>let c = '1'</script>",
    "console": "$ ls\na  b\n\n$ echo 'c'\n",
    "diff": "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n",
}


COLOURS = {  # of the classes of pygments' formatter, by what the picture of a card shows
    "c": "c c1 cm ch cs cp cpf",
    "k": "k kc kd kn kp kr kt ow nt",
    "s": "s s1 s2 sa sb sc sd se sh si sr ss sx dl",
    "m": "m mb mf mh mi mo il",
    "nf": "nf nc fm nb bp na nd",
}


def coloured(code: str) -> list[tuple[str, str]]:
    """Return each character of highlighted code that is not blank, with its colour."""
    pieces: list[tuple[str, str]] = []
    colour = ""
    for tag, text in re.findall(r"<(.*?)>|([^<]+)", code):
        if tag:
            colour = next((name for name, names in COLOURS.items() if tag[12:-1] in names.split()), "")
        pieces += [(colour, character) for character in html.unescape(text) if not character.isspace()]
    return pieces


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(CODE)), st.data())
def test_code_has_the_colours_of_pygments(language: str, data: st.DataObject) -> None:
    code = CODE[language] if data.draw(st.booleans()) else data.draw(st.text("ab1 \n\t\"'#<&>{}()\\`-字", max_size=40))
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    pieces: list[str] = []
    sink = type("", (), {"write": staticmethod(pieces.append)})()
    HtmlFormatter(nowrap=True).format(lexer.get_tokens(f"{code}\n"), sink)
    ours = highlight(code, language)
    assert coloured(ours) == coloured("".join(pieces))
    assert html.unescape(re.sub(r"</?span[^>]*>", "", ours)) == code.rstrip("\n")


@pytest.mark.slow
def test_no_lexer_loses_text() -> None:
    for name in [names[0] for _, names, *_ in get_all_lexers() if names]:
        for code in ("$ ls\n\n\nlast line", "x", "\n a = 1", ">>> 1\n1", "\ufeffx"):
            assert html.unescape(re.sub(r"</?span[^>]*>", "", highlight(code, name))) == code, name


def test_every_class_of_code_has_its_colour_and_no_span_is_without() -> None:
    used = {name for language, code in CODE.items() for name in re.findall(r'class="(\w+)"', highlight(code, language))}
    sheet = (ROOT / "templates/ankigen/style.css").read_text(encoding="utf-8")
    assert used == set(re.findall(r"\.ankigen pre \.(\w+) \{\s*color: var\(--tok-", sheet)) == set(COLOURS)


@pytest.mark.slow
def test_every_lexer_of_pygments_names_the_same_parts() -> None:
    more = "x = r'''a''' if b else {c: [1, 0x2f]} /* d */ // e\n#f @g $h `i` <j k='l'/> \\\n%m&n;\n<<E\no\nE\n"
    sample = "\n".join([*CODE.values(), more])
    quick = 0
    for name in [names[0] for _, names, *_ in get_all_lexers() if names]:
        lexer, ours = get_lexer_by_name(name, stripnl=False, ensurenl=False), lexing.lexer(name)
        quick += type(ours) is not type(lexer)
        assert list(ours.get_tokens(sample)) == list(lexer.get_tokens(sample)), name
    assert quick > 300


@pytest.mark.parametrize(
    ("pattern", "beginnings"),
    [
        (r"ab|c?d", "acd"),
        (r"(?i)k|\u017f", "kKsS"),
        (r"\b(?:x+|)[yz]", "xyz"),
        (r"(?<!a)(?i:b)*+c", "bBc"),
        (r"(?=.)\s*?(\d)\1", " \t\n\r\f\v\x1c\x1d\x1e\x1f0123456789"),
        (r"(a)?(?(1)b|c)", None),
        (r"(?i)(?-i:[^a])", None),
        (r"a*", None),
    ],
)
def test_what_may_begin_a_match_of_a_pattern(pattern: str, beginnings: str | None) -> None:
    characters = {chr(i) for i in range(128)}
    assert set(lexing._beginnings(re.compile(pattern))) == (set(beginnings) if beginnings else characters)


@pytest.mark.parametrize("language", ["", "no-such", "text"])
def test_code_of_no_language_is_text(language: str) -> None:
    assert highlight('if a < b & "c":', language) == 'if a &lt; b &amp; "c":'
