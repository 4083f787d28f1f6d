"""`ankigen docs`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ankigen.cli.console import Piece, did_you_mean, echo_pieces, print_markdown

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_ROW = re.compile(r"^\| \[[^\]\n]*\]\((?P<name>[\w-]+)\.md\) \| [^|\n]* \| (?P<about>[^|\n]*) \|$", re.MULTILINE)


class _Page(NamedTuple):
    name: str
    about: str


def _folder() -> Path:
    """Return the folder of the documentation: inside the package if installed, beside it in a checkout."""
    packaged = Path(__file__).parents[2] / "docs"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "docs"


def _pages() -> list[_Page]:
    """Return the pages that the documentation lists, in its order."""
    text = (_folder() / "README.md").read_text(encoding="utf-8")
    return [_Page(match["name"], match["about"]) for match in _ROW.finditer(text)]


def _names(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the pages whose names begin with `incomplete`, each with what is in it."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(page.name, help=page.about) for page in _pages() if page.name.startswith(incomplete.lower())]


@click.command()
@click.argument("page", required=False, shell_complete=_names)
def docs(page: str | None) -> None:
    """Show a page of the documentation.

    PAGE is its name. Without it, lists all pages. In a terminal, the page is laid out; in a pipe, it is markdown.

    \b
    Examples:
      ankigen docs
      ankigen docs start
      ankigen docs reimport | less

    \b
    Exit codes:
      0   printed
      2   there is no such page

    \b
    See also:
      ankigen explain, ankigen COMMAND --help
    """  # noqa: D301 - click's \b keeps the lines apart
    pages = _pages()
    if page is None:
        width = max(len(one.name) for one in pages)
        for one in pages:
            echo_pieces((Piece(one.name.ljust(width), bold=True), Piece(f"  {one.about}")))
        return
    name = page.lower().removeprefix("docs/").removesuffix(".md")
    names = [one.name for one in pages]
    if name not in names:
        near = did_you_mean(name, names) or "; `ankigen docs` lists them all"
        raise click.UsageError(f"there is no page {page}{near}")
    print_markdown((_folder() / f"{name}.md").read_text(encoding="utf-8"))
