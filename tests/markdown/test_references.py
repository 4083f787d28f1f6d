"""The links, pictures and sounds that a file names, and which files of the bank they mean."""

from __future__ import annotations

import pytest

from ankigen.markdown import by_file_name, named_by_embed, references_in, resolved


def test_a_link_to_the_web_is_nobodys_business() -> None:
    text = "[a](https://a.example/b) [c](c.md) ![d](https://a.example/d.png) [e](https://a.example/e.mp3)\n"
    assert [(reference.target, reference.shown) for reference in references_in(text, "q.md")] == [
        ("c.md", False),
        ("https://a.example/d.png", True),
        ("https://a.example/e.mp3", True),
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[a](a.md)", "a.md"),
        ("[a]( <a.md> )", "a.md"),
        ("[a](https://a.example/a.OGG)", "https://a.example/a.OGG"),
        ("![a][b]\n\n[b]: b.png", "b.png"),
        ("![[a.png]]", "[[a.png"),
        ("<IMG alt='' SRC=a.png>", "a.png"),
        ("<img\tsrc='a.png'>", "a.png"),
    ],
)
def test_a_reference_is_found_where_it_is_the_only_one(text: str, target: str) -> None:
    assert [reference.target for reference in references_in(f"Text.\n\n{text}\n", "q.md")] == [target]


def test_what_is_in_code_is_no_reference() -> None:
    text = "`![a](a.png)` ![b](b.png)\n\n```\n![c](c.png)\n```\n"
    assert [(one.target, one.span.line, one.span.column) for one in references_in(text, "q.md")] == [("b.png", 1, 15)]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a.png", "one/two/a.png"),
        ("./a.png", "one/two/a.png"),
        ("../a.png", "one/a.png"),
        ("../../a.png", "a.png"),
        ("../../../a.png", "../a.png"),
        ("../../../one/../a.png", "../a.png"),
    ],
)
def test_a_name_is_relative_to_its_file(name: str, path: str) -> None:
    assert resolved(name, "one/two/q.md") == path


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("a.png", ["a.png", "one/A.png"]),
        ("one/a.png", ["one/A.png"]),
        ("one/b.png", []),
        ("caf\u00e9.png", ["two/cafe\u0301.png"]),
    ],
)
def test_an_embed_names_the_files_that_end_with_its_name(name: str, paths: list[str]) -> None:
    assert named_by_embed(name, by_file_name(["a.png", "one/A.png", "two/ba.png", "two/cafe\u0301.png"])) == paths
