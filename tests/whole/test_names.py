"""Variables say what they hold: names that fit anything are refused, and CONTRIBUTING.md lists them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = ROOT / "ankigen"
# Words for whatever was found or is looked at, and none for what it is.
EMPTY = frozenset({"each", "found", "given", "kept", "known", "named", "said", "taken", "told"})


def test_variables_say_what_they_hold() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: call `{name}` by what it holds, such as `question`, `label`, `rows`"
        for path in sorted(CODE.rglob("*.py"))
        for line, name in _assigned(ast.parse(path.read_text(encoding="utf-8")))
        if name in EMPTY
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_contributing_lists_the_same_names() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sentence = re.search(r"Variables say what they hold: [^;]*; not (?P<names>[^.]*)\.", text)
    assert sentence is not None
    assert set(re.findall(r"`(\w+)`", sentence["names"])) == EMPTY


def _assigned(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each variable, parameter, function and field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef):
            yield node.lineno, node.name
