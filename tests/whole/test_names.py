"""Names say what they hold: names that fit anything are refused, and CONTRIBUTING.md lists them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = ("ankigen", "tests", "benchmarks")
# Words for whatever was found or is looked at, and none for what it is.
EMPTY = frozenset({"each", "found", "given", "kept", "known", "named", "said", "taken", "told"})
# One line for each way of Python's to bind a name.
BINDINGS = """\
{} = 1
{}: int = 1
box.{} = 1
with box as {}: pass
for {} in box: pass
[1 for {} in box]
lambda {}: 1
import box as {}
from box import lid as {}
({} := 1)
def {}(): pass
async def {}(): pass
class {}: pass
def shut({}): pass
def shut(*{}): pass
def shut(**{}): pass
def shut(): global {}
class Box:\\n    {}: int
class Box:\\n    def {}(self): pass
try: pass\\nexcept OSError as {}: pass
match box:\\n    case [{}]: pass
match box:\\n    case [*{}]: pass
match box:\\n    case {{**{}}}: pass
match box:\\n    case int() as {}: pass"""


def test_names_say_what_they_hold() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: call `{name}` by what it holds, such as `question`, `label`, `rows`"
        for folder in CODE
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, name in empty_names(path.read_text(encoding="utf-8"))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("binding", BINDINGS.split("\n"))
@pytest.mark.parametrize("name", ["found", "_named", "KEPT", "Said", "__told"])
def test_a_name_is_seen_wherever_it_is_bound(binding: str, name: str) -> None:
    code = binding.replace("\\n", "\n")
    assert [bound for _, bound in empty_names(code.format(name))] == [name]
    assert not [*empty_names(code.format("question"))]


def test_contributing_lists_the_same_names() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sentence = re.search(r"Names say what they hold: [^;]*; not (?P<names>[^.]*)\.", text)
    assert sentence is not None
    assert set(re.findall(r"`(\w+)`", sentence["names"])) == EMPTY


def empty_names(code: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of whatever has a name in `EMPTY`, in capitals or small, with or without `_`."""
    for node in ast.walk(ast.parse(code)):
        for name in _bound(node):
            if name.strip("_").lower() in EMPTY:
                yield getattr(node, "lineno", 0), name


def _bound(node: ast.AST) -> list[str]:
    """Return the names that a node of the syntax tree binds: of variables, attributes, functions and the like."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
            return [name]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.ExceptHandler(name=str(name)) | ast.alias(asname=str(name)):
            return [name]
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            return [name]
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            return names
    return []
