"""The fields of a question's note, and the HTML of its markdown."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from writing import bank, question

from ankigen import readers
from ankigen.anki import BODY_FIELDS, deck_name, home_of, homes, notetypes, render_body, to_note
from ankigen.anki import note as render
from ankigen.anki.apkg import read_package
from ankigen.build.compile import summarise
from ankigen.languages import LANGUAGES, Languages, labels_of
from ankigen.markdown import definitions_in, sanitise
from ankigen.markdown import html as markdown
from ankigen.source import Config, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run

CASES = ROOT / "tests/anki/render"
CONFIG = Config(id="bank", title="Bank")
TAIWAN = Languages("zh-Hant", "en")


def rendered(name: str) -> str:
    """Return the fields of the note of the question in a file, each with its name, and the note's deck and tags."""
    path = CASES / name
    source = Source(name, path.read_text(encoding="utf-8"))
    (question,) = readers.parse(source).questions
    summary = summarise(question)
    home = home_of(summary, homes([summary]))
    look = markdown.Look(TAIWAN, media={"none.svg": "none-1.svg"}, definitions=definitions_in(source.text))
    html = render_body(question, look, CONFIG).html
    note = to_note(
        summary, html, guid="guid", shown_id=summary.id or "", home=home, due=1, config=CONFIG, languages=TAIWAN
    )
    names = [field.name for field in notetypes.load().fields]
    fields = [f"<!-- {field} -->\n{html}\n" for field, html in zip(names, note.fields, strict=True) if html]
    return f"<!-- {note.deck} -->\n<!-- {' '.join(note.tags)} -->\n" + "".join(fields)


def names() -> list[str]:
    """Return the paths of the cases."""
    return sorted(path.name for path in CASES.glob("*.md"))


def rewrite() -> None:
    """Rewrite every golden file."""
    for name in names():
        (CASES / name).with_suffix(".html").write_text(rendered(name), encoding="utf-8")


def test_there_are_cases() -> None:
    assert names()


@pytest.mark.parametrize("name", names())
def test_the_fields_are_those_of_the_golden_file(name: str) -> None:
    assert rendered(name) == (CASES / name).with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_the_labels_of_its_language(language: str) -> None:
    (one,) = readers.parse(Source("q.md", question(explanation="First.\n\n" + "Second. " * 40))).questions
    languages = Languages(language, "en")
    html = render_body(one, markdown.Look(languages), CONFIG).html
    note = to_note(
        summarise(one), html, guid="guid", shown_id="Q-001", home="", due=1, config=CONFIG, languages=languages
    )
    page = "".join(note.fields)
    for name in ("pick_one", "answer", "right", "wrong", "correct", "yours", "mnemonic", "rationale", "explanation"):
        assert labels_of(language)[name] in page, name  # type: ignore[literal-required]
    assert f'<p class="pick" lang="{language}"' in page


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**解釋：**在", "<p><strong>解釋：</strong>在</p>"),
        ("他說**「好」**嗎", "<p>他說<strong>「好」</strong>嗎</p>"),
        ("2**3", "<p>2**3</p>"),
        ("`**x**`", "<p><code>**x**</code></p>"),
        ("use <job-id> now", "<p>use &lt;job-id&gt; now</p>"),
        ("a<br>b", "<p>a<br>b</p>"),
        ("&lt;span&gt;", "<p>&lt;span&gt;</p>"),
        ("**&#60;b&#x3e;** &copy;", "<p><strong>&lt;b&gt;</strong> ©</p>"),
        ("`&lt;span&gt;`", "<p><code>&amp;lt;span&amp;gt;</code></p>"),
        (r"\&lt; &amp;gt; &notit; &no; &amp", "<p>&amp;lt; &amp;gt; &amp;notit; &amp;no; &amp;amp</p>"),
        ("&#91;sound:x.mp3] &#92;(x)", "<p><span>[</span>sound:x.mp3] <span>\\</span>(x)</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b onclick='x()'>y</b>", "<p>&lt;b onclick='x()'&gt;y&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>x</p>"),
        ("[x](https://example.org)", '<p><a href="https://example.org">x</a></p>'),
        ("[sound:x.mp3]", "<p><span>[</span>sound:x.mp3]</p>"),
        ("`[latex]`", "<p><code><span>[</span>latex]</code></p>"),
        ("[[type:Id]]", "<p><span>[</span>[type:Id]]</p>"),
        (r"\\(x\\)", r"<p><span>\</span>(x<span>\</span>)</p>"),
        ("`\\(x\\)`", r"<p><code>\(x\)</code></p>"),
        ("“smart” — ‘quotes’", "<p>“smart” — ‘quotes’</p>"),
        ("a\x00b\x1fc", "<p>abc</p>"),
        ("e\u0301", "<p>é</p>"),
        ("\u0338a >\u0338", "<p>&#824;a &gt;\u0338</p>"),
        ("**a**&#x301;\u0338b", "<p><strong>a</strong>&#769;\u0338b</p>"),
        ("[anki:tts lang=en]x[/anki:tts]", "<p><span>[</span>anki:tts lang=en]x<span>[</span>/anki:tts]</p>"),
        ("[$]x[/$] [$$]", "<p><span>[</span>$]x<span>[</span>/$] <span>[</span>$$]</p>"),
        (r"\\[x\\]", r"<p><span>\</span>[x<span>\</span>]</p>"),
        ('[x](https://e.org "[sound:a.mp3]")', '<p><a href="https://e.org">x</a></p>'),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("![alt](a.png)", '<p><span class="missing">[alt]</span></p>'),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("- [x] a\n", '<ul>\n<li class="task"><span class="check">☑</span> a</li>\n</ul>'),
        ("**`a`：**在", "<p><strong><code>a</code>：</strong>在</p>"),
        ("**重 *斜*：**在", "<p><strong>重 <em>斜</em>：</strong>在</p>"),
        ("**[a](https://e.org)：**在", '<p><strong><a href="https://e.org">a</a>：</strong>在</p>'),
        ("", ""),
    ],
)
def test_markdown_becomes_safe_html(source: str, expected: str) -> None:
    assert markdown.to_html(source) == expected


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("\u0338a", "\u0338a"),
        ("\u0301\x01\u0338a", "\u0301\u0338a"),
        ("**&#x338;b**", "\u0338b"),
        ("`\u0338`", "\u0338"),
        ("a<br>\u0338\xa0b", "a\u0338\xa0b"),
        ("e\x01\u0301", "é"),
    ],
)
def test_nfc_which_anki_applies_as_well_loses_no_text(source: str, seen: str) -> None:
    shown = unicodedata.normalize("NFC", markdown.to_html(source))
    assert shown == markdown.to_html(source)
    assert markdown.text_of(shown) == seen


def test_plain_text_has_the_characters_that_references_and_escapes_stand_for() -> None:
    assert markdown.to_text(r"&lt;span&gt; a\_b `c\_d` &#39;e&#39;") == r"<span> a_b c\_d 'e'"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$x$", r"\(x\)"),
        ("$x_1*y_2*z$, $a$.", r"\(x_1*y_2*z\), \(a\)."),
        ("成本為$x^2$元", r"成本為\(x^2\)元"),
        ("$a<b & c$", r"\(a&lt;b &amp; c\)"),
        (r"$\{x\}$ $\text{a}}$", r"\(\{x\}\) \(\text{a}}\)"),
        (r"\(x_1\) **$y$** *$z$*", r"\(x_1\) <strong>\(y\)</strong> <em>\(z\)</em>"),
        ("so $$x$$ too", r"so \[x\] too"),
        ("$$\na\n=\nb\n$$", "\\[a\n=\nb\\]"),
        ("$$ a + b $$", r"\[a + b\]"),
        ("\\[\na \\\\[2pt] b\n\\]", r"\[a \\[2pt] b\]"),
        ("$\\frac{1}{2}$ of $5", r"\(\frac{1}{2}\) of $5"),
    ],
)
def test_formulas_become_mathjax(source: str, expected: str) -> None:
    assert markdown.to_html(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "$5, $10 or $20 per month",
        "costs $20/$30",
        "US$5-US$7 and NT$100到NT$200",
        "pays $10, he has 5$.",
        "花了 $5、他有 5$。",
        "$HOME and $PATH",
        "$HOME:$PATH",
        "${x} and ${y.z}",
        "$(a).on($(b))",
        "$('a'), $('b')",
        "$0, $1, and $2",
        "$? and $!, $$ and $$",
        "'$', '$' or ($) and [$",
        "^a$ or b$",
        "s/x$/y$/",
        "$ x$ and $y $",
        "$x",
        "$$",
        "$$$",
        "a$b$c",
        "$.name and $.id",
    ],
)
def test_other_dollars_are_dollars(text: str) -> None:
    assert markdown.to_html(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\$5$ and \$x$", "$5$ and $x$"),
        ("`$x$` and `\\(y\\)`", r"$x$ and \(y\)"),
        ("```\n$x$ $$y$$ \\(z\\)\n```", r"$x$ $$y$$ \(z\)"),
        (r"\[1\] and \[x\](y)", "[1] and [x](y)"),
        (r"\\(x\\)", r"\(x\)"),
        (r"\(a \(b\)", r"(a \(b\)"),
        ("$[latex]x[/latex]$", "$[latex]x[/latex]$"),
        ("$\\[x\\]$", "$[x]$"),
        (r"$\href{javascript:x()}{y}$", r"$\href{javascript:x()}{y}$"),
        (r"$$\bbox[background:url(//e.org/x)]{y}$$", r"$$\bbox[background:url(//e.org/x)]{y}$$"),
        ("$$\n\\mmlToken{mi}[href='x']{y}\n$$", "$$\n\\mmlToken{mi}[href='x']{y}\n$$"),
        (r"\(\style{color:red}{y}\)", r"(\style{color:red}{y})"),
        (r"$\def\frac{x}$ $\require{html}$", r"$\def\frac{x}$ $\require{html}$"),
        (r"$$x \label{a}$$ $\eqref{a}$", r"$$x \label{a}$$ $\eqref{a}$"),
    ],
)
def test_what_looks_like_a_formula_is_read_as_text(source: str, text: str) -> None:
    assert markdown.to_text(source) == text


def test_a_bank_may_have_no_formulas() -> None:
    look = markdown.Look(maths=False)
    assert markdown.to_html(r"$x$ $$y$$ \(z\)", look) == "<p>$x$ $$y$$ (z)</p>"


@pytest.mark.parametrize(
    "text", ["$" * 20_000, r"\(" * 20_000, "$a " * 20_000, "$$\n" * 20_000, r"\[" * 9_999 + "\n" * 9]
)
def test_formulas_take_no_time_where_there_are_none(text: str) -> None:
    assert markdown.to_html(text)


def test_a_diagram_is_code_with_a_caption() -> None:
    made = markdown.to_html("```mermaid\ngraph TD\n```", markdown.Look(TAIWAN))
    caption = '<figcaption lang="zh-Hant" dir="ltr">圖（Mermaid 原始碼）</figcaption>'
    assert made.startswith(f'<figure class="diagram">{caption}<pre')
    assert "graph TD</code></pre>" in made


DEFINED = (
    ("pic", "[pic]: a.png"),
    ("page", "[Page]: https://e.org"),
    ("^n", "[^n]: the note [z][page2]"),
    ("page2", "[page2]: https://e.org/2"),
)


def test_definitions_may_stand_elsewhere_in_the_file() -> None:
    look = markdown.Look(media={"a.png": "a-1.png"}, definitions=DEFINED)
    made = markdown.to_html("![x][pic] [y][page] z[^n]", look)
    for part in (
        '<img src="a-1.png" alt="x">',
        '<a href="https://e.org">y</a>',
        '<li><p>the note <a href="https://e.org/2">z</a></p></li>',
    ):
        assert part in made
    assert markdown.to_html("```\n[open", look) == '<pre class="code"><code>[open</code></pre>'


def test_a_column_keeps_its_alignment_and_no_other_style() -> None:
    assert '<td style="text-align:right">' in markdown.to_html("| a |\n|--:|\n| 1 |")
    styled = '<table><tbody><tr><td style="text-align:right;position:fixed;background:url(//e.org)">x</td></tr>'
    assert re.findall('style="[^"]*"', sanitise.clean(styled)) == ['style="text-align:right"']


def test_footnotes_have_no_ids_that_two_fields_could_share() -> None:
    made = markdown.to_html("a[^1]\n\n[^1]: the note")
    assert made.startswith('<p>a<sup class="footnote-ref">1</sup></p>\n<section class="footnotes">')
    assert "id=" not in made
    assert "href=" not in made


def test_a_row_longer_than_its_header_keeps_its_words() -> None:
    html = markdown.to_html("| a | b |\n|---|---|\n| 1 | 2 | ← more\n| 3 |\n")
    assert html.count("<td>") == 4
    assert "2 ← more" in html


def test_code_is_coloured_and_kept_to_the_letter() -> None:
    code = "# a | b\ndef f():\n\treturn '<x>'"
    html = markdown.to_html(f"```python\n{code}\n```")
    assert '<span class="c"># a | b</span>' in html
    assert markdown.to_text(f"```python\n{code}\n```") == code


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Syntax-Confusion", "syntax-confusion"),
        ("Data Engineering", "data-engineering"),
        ("C++", "c++"),
        ("a::b", "a::b"),
        ("主題 串流", "主題-串流"),
        ("Ｆｕｌｌ", "full"),
        ('<b>"x"', "b-x"),
    ],
)
def test_tags_have_only_what_anki_keeps(name: str, tag: str) -> None:
    assert render.slug(name) == tag


def test_a_name_is_in_nfc() -> None:
    assert sanitise.escaped("\u1100\u1161") == "\uac00"
    assert sanitise.escaped("e\u0301") == "é"


def test_a_name_is_inert_too() -> None:
    assert sanitise.escaped("[sound:x] <b> \\(y\\)") == (
        r"<span>[</span>sound:x] &lt;b&gt; <span>\</span>(y<span>\</span>)"
    )


def test_the_endpoint_of_the_answer_is_marked_by_its_path_and_method() -> None:
    rows = "| 讀取 | GET | `/api/run` |\n| 執行 | POST | `/api/run` |\n| 立即 | POST | `/api/run-now` |\n"
    table = f"### 端點\n\n| 操作 | 方法 | 端點 |\n|---|---|---|\n{rows}"
    options = {"A": "a POST request to '/api/run-now'", "B": "a POST request to '/api/run'", "C": "a GET to '/api'"}
    (asked,) = readers.parse(Source("x.md", question(options=options, extra=table))).questions
    field = render_body(asked, markdown.Look(TAIWAN), CONFIG).html[BODY_FIELDS.index("Endpoints")]
    assert re.findall(r'<tr class="hit"><td class="operation">(.*?)</td>', field) == ["執行"]


@pytest.mark.parametrize(
    ("title", "home", "deck"),
    [
        ("Bank", "Topic", "Bank::Topic"),
        ("Bank", "", "Bank"),
        ("Exams::Bank", "A::B", "Exams::Bank::A::B"),
        (' A "b"\t<i> ', "x\x1fy", 'A "b" i::x y'),
        ("Bank", " R&D :: 'x' ", "Bank::R&D::'x'"),
    ],
)
def test_decks_have_names_that_anki_keeps(title: str, home: str, deck: str) -> None:
    assert deck_name(title, home) == deck


def test_a_home_topic_has_one_spelling() -> None:
    path = CASES / "english.md"
    (question,) = readers.parse(Source("x", path.read_text(encoding="utf-8"))).questions
    both = [question.model_copy(update={"key": key, "topics": (topic,)}) for key, topic in (("b", "sql"), ("a", "SQL"))]
    spellings = homes(both)
    assert {home_of(one, spellings) for one in both} == {"SQL"}


@pytest.mark.parametrize(
    ("option", "fixed"),
    [
        ("Any OF THE Other", True),
        ("BOTH OF THE OPTIONS", True),
        ("Neither of the above", True),
        ("上述都對", True),
        ("选项 b", True),
        ("As in OPTION B", True),
        ("As in Options A", True),
        ("a or B", True),
        ("A, b", True),
        ("A & C", True),
        ("Use option 3 of the command", False),
        ("DATA or B", False),
        ("The top of the table", False),
    ],
)
def test_options_that_speak_of_others_are_not_shuffled(option: str, *, fixed: bool) -> None:
    (asked,) = readers.parse(Source("q.md", question(options={"A": "first", "B": "second", "C": option}))).questions
    made = dict(zip(BODY_FIELDS, render_body(asked, markdown.PLAIN, CONFIG).html, strict=True))
    assert ('data-order="fixed"' in made["Options"]) is fixed


def test_the_card_says_that_copies_disagree(tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = bank(tmp_path / "bank", {"a.md": question(), "b.md": question("", answer="`C`")})
    assert run("build", folder).code == 0
    (note,) = read_package(folder / "apkg" / "bank.apkg").notes
    (answer,) = [text for text in note.fields if "data-answer" in text]
    assert answer.index("data-answer") < answer.index('class="disputed"')
