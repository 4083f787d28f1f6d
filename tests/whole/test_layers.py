"""The packages of ankigen: which may import which, through which door, and how large modules and folders may be.

`CONTRIBUTING.md` has the picture. Each failure says which line is at fault and what to do about it.
"""

from __future__ import annotations

import ast
from collections import defaultdict, deque
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A package may import those below it in this list, and none above.
PACKAGES = (
    "cli",
    "views",
    "fixes",
    "learning",
    "build",
    "derived",
    "anki",
    "checks",
    "readers",
    "source",
    "markdown",
    "languages",
    "model",
    "system",
)
# The same holds inside `readers`; its `__init__` says what each does.
READERS = (
    "parse",
    "mending",
    "assemble",
    "parts",
    "grouping",
    "answers",
    "blocks",
    "marks",
    "lines",
    "vocabulary",
)
ORDERS = {"": PACKAGES, "readers": READERS}
CODE = ROOT / "ankigen"
ENTRIES = 9  # modules and folders in a folder that has no order of its own
LINES = 300  # of a module
MANY = {"cli/commands"}  # one module for each command
LISTS = {"model/rules.py"}  # one entry for each code
NO_DOOR = {"system"}  # its modules are imported one by one: an unchanged build imports the standard library alone


class Import(NamedTuple):
    """`from module import name` in a file; `name` is "" in `import module`."""

    path: Path
    line: int
    module: str
    name: str

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"

    @property
    def target(self) -> str:
        """The module that is imported, by its path below ankigen: `from ankigen.build import link` imports one."""
        full = f"{self.module}.{self.name}" if _is_module(f"{self.module}.{self.name}") else self.module
        return full.removeprefix("ankigen").removeprefix(".")


@pytest.mark.parametrize(("folder", "order"), ORDERS.items())
def test_the_packages_are_those_of_the_list(folder: str, order: tuple[str, ...]) -> None:
    packages = {path.parent.name for path in (CODE / folder).glob("*/__init__.py")}
    modules = {path.stem for path in (CODE / folder).glob("[!_]*.py")} if folder else set()
    name = "READERS" if folder else "PACKAGES"
    assert packages | modules == set(order), f"add a new package to {name} in this test, above all that it imports"


@pytest.mark.parametrize(("folder", "order"), ORDERS.items())
def test_imports_go_down_only(folder: str, order: tuple[str, ...]) -> None:
    wrong = []
    for one in _imports():
        mine = _part(list(one.path.relative_to(CODE).with_suffix("").parts), folder)
        other = _part(one.target.split("."), folder)
        if mine in order and other in order and order.index(other) < order.index(mine):
            allowed = ", ".join(order[order.index(mine) + 1 :]) or "no other package"
            wrong.append(
                f"{one.place}: `{mine}` imports `{one.target}`, which is above it.\n"
                f"  `{mine}` may import: {allowed}.\n"
                f"  Move what both need down into one of these, or do the work in `{other}` and hand the result down."
            )
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_modules_import_each_other() -> None:
    imports: dict[str, dict[str, Import]] = defaultdict(dict)
    for one in _imports():
        imports[_name_of(one.path)].setdefault(f"ankigen.{one.target}".rstrip("."), one)
    circles = {frozenset(circle): circle for start in imports if (circle := _circle(start, imports))}
    wrong = [
        "\n".join(
            f"{imports[importing][other].place}: `{importing}` imports `{other}`"
            for importing, other in pairwise([*circle, circle[0]])
        )
        for circle in circles.values()
    ]
    assert not wrong, "\n\n".join(["", *wrong, ""]) + (
        "  These go round in a circle; also an import under `if TYPE_CHECKING` counts. Only one way is allowed.\n"
        "  Move the type or function that both need down into a module that imports neither, or hand its value down."
    )


def test_other_packages_are_imported_through_their_doors() -> None:
    wrong = []
    for one in _imports():
        door = _door(one)
        if door is None:
            continue
        names = _exported(door)
        if one.module != door or one.name not in names:
            wrong.append(
                f"{one.place}: `{one.name or one.module}` is imported from behind the door of `{door}`.\n"
                f"  Its door has: {', '.join(names)}.\n"
                f"  Import one of these with `from {door} import …`, or add the name to `__all__` in its `__init__`."
            )
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_package_says_what_comes_in_and_what_goes_out() -> None:
    for path in sorted(CODE.glob("*/**/__init__.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert "\n\nInput: " in text, f"{path.relative_to(ROOT)} needs a paragraph that begins with `Input: …`"
        assert " Output: " in text.replace("\n", " "), f"{path.relative_to(ROOT)} needs `Output: …` behind the input"
    for name in PACKAGES:
        assert name in NO_DOOR or _exported(f"ankigen.{name}"), f"ankigen/{name}/__init__.py needs an `__all__`"


def test_a_docstring_about_a_condition_begins_with_whether() -> None:
    for path in sorted(CODE.rglob("*.py")):
        for node in _nodes(path):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            text = ast.get_docstring(node) or ""
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            assert not text.startswith(("Return whether", "Say whether")), f"{place}: write `Whether …`"


def test_no_room_is_overfull() -> None:
    for folder in (CODE, *(path for path in CODE.rglob("*") if path.is_dir() and path.name != "__pycache__")):
        name = folder.relative_to(CODE).as_posix()
        entries = [path for path in folder.iterdir() if path.suffix == ".py" or path.is_dir()]
        entries = [path.name for path in entries if not path.name.startswith("__")]
        limit = len(ORDERS.get("" if folder == CODE else name, range(ENTRIES)))
        assert name in MANY or len(entries) <= limit, (
            f"ankigen/{name} has {len(entries)} entries, at most {limit} are allowed: {', '.join(sorted(entries))}.\n"
            "  Join two modules that change together, or move a group of them into a folder with a door."
        )
    for path in CODE.rglob("*.py"):
        count = path.read_text(encoding="utf-8").count("\n")
        assert path.relative_to(CODE).as_posix() in LISTS or count <= LINES, (
            f"{path.relative_to(ROOT)} has {count} lines, at most {LINES} are allowed.\n"
            "  Find the two things that it does, and move one into a module of its own."
        )


def test_only_the_writer_imports_genanki_and_nothing_imports_anki() -> None:
    for path in sorted(CODE.rglob("*.py")):
        roots = {name.split(".")[0] for node in _nodes(path) for name in _names(node)}
        assert "genanki" not in roots or path == CODE / "anki/apkg/write.py", path
        assert not roots & {"anki", "aqt"}, path


@pytest.mark.parametrize("name", PACKAGES)
def test_a_door_exports_only_what_is_there(name: str) -> None:
    names = _exported(f"ankigen.{name}")
    module = __import__(f"ankigen.{name}", fromlist=names or ["*"])  # this also imports those names that are modules
    assert all(hasattr(module, exported) for exported in names)


def _imports() -> Iterator[Import]:
    """Yield every import of ankigen's own code, also those inside functions and for type checkers."""
    for path in sorted(CODE.rglob("*.py")):
        for node in _nodes(path):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "ankigen":
                yield from (Import(path, node.lineno, node.module, alias.name) for alias in node.names)
            elif isinstance(node, ast.Import):
                yield from (
                    Import(path, node.lineno, alias.name, "")
                    for alias in node.names
                    if alias.name.split(".")[0] == "ankigen"
                )


def _name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _circle(start: str, imports: Mapping[str, Mapping[str, Import]]) -> list[str]:
    """Return the shortest way by imports from a module back to itself, without the return; [] if there is none."""
    before = dict.fromkeys(imports[start], start)
    waiting = deque(before)
    while waiting and start not in before:
        here = waiting.popleft()
        new = [name for name in imports.get(here, ()) if name not in before]
        before |= dict.fromkeys(new, here)
        waiting.extend(new)
    way = [start] if start in before else []
    while way and before[way[-1]] != start:
        way.append(before[way[-1]])
    return way[::-1]


@cache
def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _part(path: list[str], folder: str) -> str:
    """Return which package or module of a folder of `ankigen` a path is in; "" for one outside of the folder."""
    if not folder:
        return path[0]
    return path[1] if path[0] == folder and len(path) > 1 else ""


def _is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def _door(one: Import) -> str | None:
    """Return the package through whose door an import must go: the innermost with a door that holds the target.

    None when the importing file is inside it, or when there is no door on the way. A package that is imported as a
    whole (`from ankigen.anki import apkg`) is its own door.
    """
    parts = one.target.split(".")
    if _is_module(f"{one.module}.{one.name}") and (CODE / Path(*parts) / "__init__.py").is_file():
        return None
    for end in range(len(parts), 0, -1):
        folder = CODE / Path(*parts[:end])
        if (folder / "__init__.py").is_file() and _exported(f"ankigen.{'.'.join(parts[:end])}"):
            return None if one.path.is_relative_to(folder) else f"ankigen.{'.'.join(parts[:end])}"
    return None


def _exported(package: str) -> list[str]:
    """Return `__all__` of a package, read without importing it; empty if it has none."""
    path = ROOT / Path(*package.split(".")) / "__init__.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            exported: list[str] = ast.literal_eval(node.value)
            return exported
    return []
