"""Imports point one way, from the command line down to the nouns."""

from __future__ import annotations

import ast

from conftest import ROOT

# Each module may import what stands in an earlier row, and nothing of its own row.
LAYERS = (
    (
        "problem",
        "progress",
        "slugs",
        "shingles",
        "changes",
        "decoding",
        "mathml",
        "repair_model",
        "inert",
        "svg",
        "workers",
        "folders",
        "__init__",
    ),
    ("model", "scan", "rules", "repair", "ankiconnect", "cache", "output"),
    ("cache.stamps", "cache.earlier"),
    ("diagnostics", "tables", "languages", "maths", "wording", "blocks", "lexing"),
    ("highlight", "sanitise"),
    ("deflate",),
    ("sources", "markdown", "media", "notetypes", "apkg", "reports"),
    ("config", "plaintext", "elements"),
    ("facts",),
    (
        "identity",
        "select",
        "render",
        "references",
        "silencing",
        "conflicts",
        "unfilled",
        "readers.parsed",
        "readers.words",
        "readers.numbered",
    ),
    ("ledger", "diff", "inspection", "check", "scaffold", "stats", "serve", "readers.fragments"),
    ("readers.letters", "readers.bodies", "readers.answer_key", "stats_words"),
    ("readers.draft", "stats_html", "stats_text"),
    ("readers.outline", "readers.compose"),
    ("readers.headed", "readers.keyed", "readers.reference", "readers.tasklist"),
    ("readers.loose",),
    ("readers",),
    ("digests",),
    ("cache.rows",),
    ("cache.groups",),
    ("banks",),
    ("notes", "exports", "watch"),
    ("pipeline",),
    ("preview",),
    ("cli.options", "cli.printing", "cli.interrupts"),
    ("cli.progress", "cli.summary"),
    ("cli.keeping",),
    ("cli.building",),
    ("cli.watching",),
    (
        "cli.build",
        "cli.check",
        "cli.completion",
        "cli.export",
        "cli.new",
        "cli.packages",
        "cli.preview",
        "cli.push",
        "cli.repair",
        "cli.stats",
    ),
    ("cli",),
    ("__main__",),
)


def test_every_module_imports_only_what_stands_below_it() -> None:
    row_of = {name: row for row, names in enumerate(LAYERS) for name in names}
    for path in sorted((ROOT / "ankigen").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / "ankigen").with_suffix("").parts).removesuffix(".__init__")
        imported = _imports(ast.parse(path.read_text(encoding="utf-8")), set(row_of))
        for other in imported - {"__init__"}:
            assert row_of[other] < row_of[name], f"{name} imports {other}"


def test_only_apkg_imports_genanki_and_nothing_imports_anki() -> None:
    for path in sorted((ROOT / "ankigen").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        roots = {name.split(".")[0] for node in ast.walk(tree) for name in _names(node)}
        assert "genanki" not in roots or path.name == "apkg.py", path
        assert not roots & {"anki", "aqt"}, path


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _imports(tree: ast.AST, known: set[str]) -> set[str]:
    """Return the project's modules that a tree imports; `from package import module` imports the module."""
    found = set()
    for node in ast.walk(tree):
        names = [name.removeprefix("ankigen.") for name in _names(node) if name.startswith("ankigen")]
        modules = [name for name in names[1:] if name in known] if isinstance(node, ast.ImportFrom) else names
        found.update(modules or names[:1])
    return found & known
