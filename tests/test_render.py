"""What a question looks like in a note's fields, and what markdown becomes."""

from __future__ import annotations

import pytest
from conftest import ROOT

from ankigen import markdown, notetypes, readers, render
from ankigen.config import Config
from ankigen.sources import Source

CASES = ROOT / "tests" / "render"
CONFIG = Config(id="bank", title="Bank")


def rendered(name: str) -> str:
    """The fields of the question in a file, one after the other with their names, and its deck and tags."""
    path = CASES / name
    (question,) = readers.parse(Source(name, path.read_text(encoding="utf-8"))).questions
    question = question.model_copy(update={"key": question.id})
    home = render.home_of(question, render.homes([question]))
    note = render.render(question, guid="guid", home=home, due=1, config=CONFIG)
    names = [field.name for field in notetypes.load().fields]
    fields = [f"<!-- {field} -->\n{html}\n" for field, html in zip(names, note.fields, strict=True) if html]
    return f"<!-- {note.deck} -->\n<!-- {' '.join(note.tags)} -->\n" + "".join(fields)


def names() -> list[str]:
    """The files of the cases."""
    return sorted(path.name for path in CASES.glob("*.md"))


def rewrite() -> None:
    """Write every golden file anew."""
    for name in names():
        (CASES / name).with_suffix(".html").write_text(rendered(name), encoding="utf-8")


def test_there_are_cases() -> None:
    assert names()


@pytest.mark.parametrize("name", names())
def test_the_fields_are_those_of_the_golden_file(name: str) -> None:
    assert rendered(name) == (CASES / name).with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**解釋：**在", "<p><strong>解釋：</strong>在</p>"),
        ("他說**「好」**嗎", "<p>他說<strong>「好」</strong>嗎</p>"),
        ("2**3", "<p>2**3</p>"),
        ("`**x**`", "<p><code>**x**</code></p>"),
        ("use <job-id> now", "<p>use &lt;job-id&gt; now</p>"),
        ("a<br>b", "<p>a<br>b</p>"),
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
        ("[anki:tts lang=en]x[/anki:tts]", "<p><span>[</span>anki:tts lang=en]x<span>[</span>/anki:tts]</p>"),
        ("[$]x[/$] [$$]", "<p><span>[</span>$]x<span>[</span>/$] <span>[</span>$$]</p>"),
        (r"\\[x\\]", r"<p><span>\</span>[x<span>\</span>]</p>"),
        ('[x](https://e.org "[sound:a.mp3]")', '<p><a href="https://e.org">x</a></p>'),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("![alt](a.png)", '<p><span class="missing">[alt]</span></p>'),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_safe_html(source: str, expected: str) -> None:
    assert markdown.to_html(source) == expected


def test_a_row_longer_than_its_header_keeps_its_words() -> None:
    html = markdown.to_html("| a | b |\n|---|---|\n| 1 | 2 | ← more\n| 3 |\n")
    assert html.count("<td>") == 4
    assert "2 ← more" in html


def test_code_is_coloured_and_kept_to_the_letter() -> None:
    code = "# a | b\ndef f():\n\treturn '<x>'"
    html = markdown.to_html(f"```python\n{code}\n```")
    assert 'class="c1"' in html
    assert markdown.to_text(f"```python\n{code}\n```") == code


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Syntax-Confusion", "syntax-confusion"),
        ("Data Engineering", "data-engineering"),
        ("C++", "c++"),
        ("a::b", "a-b"),
        ("主題 串流", "主題-串流"),
        ("Ｆｕｌｌ", "full"),
        ('<b>"x"', "b-x"),
    ],
)
def test_tags_have_only_what_anki_keeps(name: str, tag: str) -> None:
    assert render.slug(name) == tag


def test_a_name_is_inert_too() -> None:
    assert markdown.escaped("[sound:x] <b> \\(y\\)") == (
        r"<span>[</span>sound:x] &lt;b&gt; <span>\</span>(y<span>\</span>)"
    )


def test_footnotes_are_kept() -> None:
    assert "the note" in markdown.to_html("a[^1]\n\n[^1]: the note")


@pytest.mark.parametrize(
    ("title", "home", "deck"),
    [
        ("Bank", "Topic", "Bank::Topic"),
        ("Bank", "", "Bank"),
        ("Exams::Bank", "A::B", "Exams::Bank::A B"),
        (' A "b"\t<i> ', "x\x1fy", "A b i::x y"),
    ],
)
def test_decks_have_names_that_anki_keeps(title: str, home: str, deck: str) -> None:
    assert render.deck_name(title, home) == deck


def test_a_home_topic_has_one_spelling() -> None:
    path = CASES / "english.md"
    (question,) = readers.parse(Source("x", path.read_text(encoding="utf-8"))).questions
    both = [question.model_copy(update={"key": key, "topics": (topic,)}) for key, topic in (("b", "sql"), ("a", "SQL"))]
    spellings = render.homes(both)
    assert {render.home_of(one, spellings) for one in both} == {"SQL"}
