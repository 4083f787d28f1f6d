"""Arguments and options that several commands take: paths and filters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from click.shell_completion import CompletionItem

    from ankigen.build import Filter, Place

PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print only errors, no progress.")
NO_PROGRESS = click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
_FILTERS = ("trap", "topic", "level", "domain", "source", "id")


def format_option(styles: Sequence[str], text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--format`, which a command gets as `style`; the first of the styles is the default."""
    return click.option("--format", "style", type=click.Choice(styles), default=styles[0], show_default=True, help=text)


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with an option for each kind of filter; `to_filter` reads their values."""
    for flag in ("topic", "trap"):
        command = click.option(f"--no-{flag}", is_flag=True, help=f"Only questions without a {flag}.")(command)
    for kind in reversed(_FILTERS):
        text = f"Only questions with this {kind}. `*` and `?` are wildcards. Repeat to match any of several."
        command = click.option(f"--{kind}", multiple=True, metavar="PATTERN", help=text, shell_complete=value_of(kind))(
            command
        )
    return command


def paths_or_decks(paths: Sequence[Path]) -> Sequence[Path]:
    """Return the paths that were given, or the folders of all banks under decks/.

    No path and no folder decks/ is a `click.UsageError`.
    """
    if paths:
        return paths
    if not Path("decks").is_dir():
        raise click.UsageError("there is no folder decks here; name a bank, or begin one: ankigen new bank NAME")
    from ankigen.system.files import folders_below

    return folders_below(Path("decks"))


def value_of(kind: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return a function that completes an option with the banks' values of a kind, which is the name of a filter."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        folder = ctx.params.get("folder")
        # `args` has the paths if the option being completed has no value yet.
        folders = [folder] if folder else ctx.params.get("paths") or ctx.args
        return _completions(kind, incomplete, [path for path in map(Path, folders) if path.exists()])

    return complete


def to_filter(options: dict[str, Any]) -> Filter:
    """Return the filter that the options of `filters` describe."""
    from ankigen.build import Filter

    return Filter.model_validate(options)


def _completions(kind: str, incomplete: str, paths: Sequence[Path]) -> list[CompletionItem]:
    """Return the banks' values of a kind that begin with `incomplete`; none if the banks cannot be read.

    A name with spaces, which bash would split, is given as its tag, which filters accept as well.
    """
    from click.shell_completion import CompletionItem

    from ankigen.build import find_banks
    from ankigen.model import slug

    try:
        places = find_banks(paths_or_decks(paths))
        values = {name for place in places for name in _listed(kind, place) or _in_questions(kind, place)}
    except (UserError, click.UsageError):
        return []
    names = sorted(slug(name) if " " in name else name for name in values)
    return [CompletionItem(name) for name in names if name.casefold().startswith(incomplete.casefold())]


def _listed(kind: str, place: Place) -> Iterable[str]:
    """Return the IDs in the ledger, or the tags that bank.toml lists: quicker than reading every question."""
    from ankigen.build.identity import lockfile
    from ankigen.source import load_config
    from ankigen.system import atomic
    from ankigen.system.files import LEDGER_FILE

    if kind == "id":
        path = place.folder / LEDGER_FILE
        text = atomic.read_text(path)
        entries = lockfile.load(text, str(path)).entries.values() if text else ()
        return [entry.key for entry in entries if not entry.retired]
    settings, _ = load_config(place.folder)
    return settings.tags.listed.get(f"{kind}s", ())


def _in_questions(kind: str, place: Place) -> Iterable[str]:
    from ankigen.build import read_bank, select

    return [name for question in read_bank(place).summaries for name in select.values_of(question, kind)]
