"""Arguments and options that several commands take: paths and filters."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.console import as_typed, did_you_mean
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from click.shell_completion import CompletionItem

    from ankigen.build import Filter, Location

DECKS = "decks"  # the folder of banks that needs no name
_FILTERS = ("trap", "topic", "level", "domain", "source", "id", "kind")


class ExistingPath(click.Path):
    """A file or folder that exists; if there is none, its neighbour with the nearest name is suggested."""

    name = "path"

    def __init__(self, *, dir_okay: bool = True, file_okay: bool = True) -> None:
        super().__init__(exists=True, dir_okay=dir_okay, file_okay=file_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        """Return the path, or raise a `click.BadParameter`."""
        path = Path(value)
        if not path.exists() and not path.is_symlink():
            while not path.parent.exists():
                path = path.parent
            names = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
            near = did_you_mean(path.name, names, "" if path.parent == Path() else f"{path.parent}{os.sep}")
            self.fail(f"{value} does not exist{near}", param, ctx)
        return super().convert(value, param, ctx)


class OneOf(click.Choice[str]):
    """One of several words; the nearest one is suggested for any other."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        """Return the word, or raise a `click.BadParameter`."""
        if value not in self.choices:
            near = did_you_mean(str(value), self.choices)
            self.fail(f"{value!r} is not one of {', '.join(self.choices)}{near}", param, ctx)
        return value


PATHS = click.argument("paths", nargs=-1, type=ExistingPath(), metavar="[PATH]...")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print only errors, no progress.")
NO_PROGRESS = click.option("-q", "--quiet", is_flag=True, help="Show no progress.")

OPEN = click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")


def output_file(text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--output` of a command that writes one file."""
    return click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help=text)


def format_option(styles: Sequence[str], text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option `--format`, which a command gets as `style`; the first of the styles is the default."""
    return click.option("--format", "style", type=OneOf(styles), default=styles[0], show_default=True, help=text)


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with an option for each kind of filter; `to_filter` reads their values."""
    for flag in ("topic", "trap"):
        command = click.option(f"--no-{flag}", is_flag=True, help=f"Only questions without a {flag}.")(command)
    for kind in reversed(_FILTERS):
        about = "`*` and `?` are wildcards. Repeat to match any of several."
        text = f"Only questions with this {kind}. {about if kind == _FILTERS[0] else f'As --{_FILTERS[0]}.'}"
        command = click.option(f"--{kind}", multiple=True, metavar="PATTERN", help=text, shell_complete=value_of(kind))(
            command
        )
    return command


def paths_or_decks(paths: Sequence[Path]) -> Sequence[Path]:
    """Return the paths that were given; without any, the bank that the working directory is in, or all banks there.

    If there is none, it is a `click.UsageError`.
    """
    return paths or banks_here()[1]


def folders_to_watch(paths: Sequence[Path]) -> list[Path]:
    """Return the folders of the banks that the paths refer to; without paths, the one in which banks may be new."""
    from ankigen.build import find_banks

    return [location.folder for location in find_banks(paths)] if paths else [banks_here()[0]]


def banks_here() -> tuple[Path, list[Path]]:
    """Return the folder in which new banks would be noticed, and the banks that a command without a PATH means.

    From the working directory upwards, the first of these counts: a folder with a bank.toml; a folder in `decks`;
    `decks` itself. In the working directory, and in the folder of its repository, above which nothing is looked for,
    `decks` may be below.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        is_repository = (folder / ".git").exists()
        root, banks = _banks_of(folder, may_be_below=is_repository or folder == here)
        if banks:
            return Path(as_typed(root)), [Path(as_typed(bank)) for bank in banks]
        if is_repository:
            break
    raise click.UsageError(
        "there is no bank here; name its folder, make one of the files here: ankigen init, or begin one: ankigen new"
        " bank NAME"
    )


def _banks_of(folder: Path, *, may_be_below: bool) -> tuple[Path, list[Path]]:
    """Return a folder and the banks in it: itself if it is a bank, or else those below it or its `decks`."""
    from ankigen.system.files import SETTINGS_FILE, folders_below

    if (folder / SETTINGS_FILE).is_file() or folder.parent.name == DECKS:
        return folder, [folder]
    if folder.name != DECKS and may_be_below:
        folder /= DECKS
    return folder, folders_below(folder) if folder.name == DECKS and folder.is_dir() else []


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
        locations = find_banks(paths_or_decks(paths))
        values = {name for location in locations for name in _listed(kind, location) or _in_questions(kind, location)}
    except (UserError, click.UsageError):
        return []
    names = sorted(slug(name) if " " in name else name for name in values)
    return [CompletionItem(name) for name in names if name.casefold().startswith(incomplete.casefold())]


def _listed(kind: str, location: Location) -> Iterable[str]:
    """Return the IDs in the ledger, every kind, or the tags of bank.toml: quicker than reading every question."""
    from ankigen.build.identity import lockfile
    from ankigen.model import DERIVED_KINDS, QUESTION_KINDS
    from ankigen.source import load_config
    from ankigen.system import atomic
    from ankigen.system.files import LEDGER_FILE

    if kind == "id":
        path = location.folder / LEDGER_FILE
        text = atomic.read_text(path)
        entries = lockfile.load(text, str(path)).entries.values() if text else ()
        return [entry.key for entry in entries if not (entry.retired or entry.parent)]
    if kind == "kind":
        return (*QUESTION_KINDS, *DERIVED_KINDS)
    config, _ = load_config(location.folder)
    return config.tags.listed.get(f"{kind}s", ())


def _in_questions(kind: str, location: Location) -> Iterable[str]:
    from ankigen.build import select
    from ankigen.cli.reading import read_banks

    ((bank, _),) = read_banks([location], quiet=True)
    return [name for question in bank.summaries for name in select.values_of(question, kind)]
