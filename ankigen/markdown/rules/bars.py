"""Resolve escaped bars in the cells of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ankigen.markdown.tables import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    import mistune


def plugin(markdown: mistune.Markdown) -> None:
    r"""Add to a parser that `\|` in a cell becomes a bar before the cell is parsed, so also in code and in formulas."""
    markdown.before_render_hooks.append(_unescape)


def _unescape(_: mistune.Markdown, state: mistune.BlockState) -> None:
    if "\\|" in state.src:
        _unescape_cells(state.tokens)


def _unescape_cells(tokens: Iterable[dict[str, Any]]) -> None:
    waiting = [*tokens]
    while waiting:
        token = waiting.pop()
        if token["type"] == "table_cell":
            token["text"] = unescaped(token["text"])
        waiting += token.get("children", ())
