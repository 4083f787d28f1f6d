"""`ankigen preview`."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.console import as_typed, echo, print_error, visible
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.options import OPEN, PATHS, QUIET, filters, folders_to_watch, output_file, paths_or_decks, to_filter
from ankigen.cli.progress import progress, waiting
from ankigen.cli.reading import bank_cache
from ankigen.system.errors import NoMatchError, UserError, unexpected
from ankigen.views import counted, sized

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from ankigen.build import Build, Filter, Location
    from ankigen.views.cards import Previewed

PREVIEW_FILE = "preview.html"


@click.command()
@PATHS
@output_file("Write one page with all the banks. Default: apkg/preview.html in each bank.")
@click.option(
    "--serve", is_flag=True, help="Write nothing; serve the page on 127.0.0.1, and reload it when a file changes."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="PORT",
    help="The port of --serve. Default: any free port.",
)
@OPEN
@QUIET
@filters
def preview(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...],
    output: Path | None,
    port: int,
    *,
    serve: bool,
    opens: bool,
    quiet: bool,
    **filters: Any,  # noqa: ANN401 - click's options
) -> None:
    """Show every card of banks on a page, without Anki.

    PATH is a bank's folder, or a part of it; default: the bank that you are in, or every bank under decks/. The page
    has both sides of each card as Anki shows them, with files, tags, diagnostics and numbers.

    The page is one file and needs neither a network nor Anki. Nothing else is written: no package, no ledger. Each
    bank gets a page beside its packages; -o and --serve make one page of all banks.

    --serve serves the page on this machine only and reloads it when a file changes, without turning the card; broken
    questions are listed with their fault.

    \b
    Examples:
      ankigen preview --open
      ankigen preview decks/databricks --serve --open
      ankigen preview decks/databricks --trap Syntax-Confusion -o traps.html

    \b
    Exit codes:
      0   written; with --serve, ended by Ctrl-C
      1   a question was left out, or nothing matches
      2   wrong usage

    \b
    See also:
      ankigen stats, ankigen check
    """  # noqa: D301 - click's \b keeps the lines apart
    if serve and output:
        raise click.UsageError("--serve writes nothing: leave out -o")
    from ankigen.build import find_banks

    wanted = to_filter(filters)
    if serve:
        _serve(paths, wanted, port, opens=opens, quiet=quiet)
    else:
        _write(find_banks(paths_or_decks(paths)), wanted, output, opens=opens, quiet=quiet)


def _write(locations: Sequence[Location], wanted: Filter, output: Path | None, *, opens: bool, quiet: bool) -> None:
    """Write one page of all banks to `output`, or a page for each bank beside its packages; then exit."""
    from ankigen.system import atomic
    from ankigen.views.cards import preview_page

    with _builds(locations, wanted, quiet=quiet) as (builds, broken):
        error_count = sum(print_diagnostics(previewed.build.bank) for previewed in builds) + len(broken)
        for error in broken:
            print_error(error)
        pages = {output: builds} if output else {one.build.folder / PREVIEW_FILE: [one] for one in builds}
        for path, here in pages.items():
            with waiting(f"making {path.name}", quiet=quiet):
                page = preview_page(here).encode()
                atomic.replace({path: atomic.content(page)})
            notes = sum(len(_notes(previewed.build)) for previewed in here)
            if not quiet:
                echo(f"{as_typed(path)}  {counted(notes, 'question')}, {sized(len(page))}")
            if opens:
                click.launch(str(path))
    sys.exit(1 if error_count else 0)


def _serve(paths: Sequence[Path], wanted: Filter, port: int, *, opens: bool, quiet: bool) -> None:
    """Serve a page of all banks until Ctrl-C; without paths, new banks are added."""
    from ankigen.anki import notetypes
    from ankigen.build import find_banks
    from ankigen.cli.interrupts import ctrl_c_held_back
    from ankigen.views.cards import ServedPage, Server, in_one_line, preview_page

    @ctrl_c_held_back()
    def make() -> ServedPage:
        try:
            notetypes.reload()
            with _builds(find_banks(paths_or_decks(paths)), wanted, quiet=quiet) as (builds, broken):
                for previewed in builds:
                    print_diagnostics(previewed.build.bank)
                for error in broken:
                    print_error(error)
                return ServedPage(preview_page(builds, live=True), in_one_line(*broken))
        except click.UsageError as problem:  # the last bank is gone
            print_error(UserError(problem.message))
            raise UserError(problem.message) from problem
        except Exception as problem:
            print_error(problem if isinstance(problem, UserError) else unexpected(problem))
            raise

    server = Server(make, port)
    echo(f"{server.address}  press Ctrl-C to stop")
    if opens:
        click.launch(server.address)
    try:
        server.follow(_changes(folders_to_watch(paths), quiet=quiet))
    except KeyboardInterrupt:
        echo()
    finally:
        server.close()


def _changes(folders: Sequence[Path], *, quiet: bool) -> Iterator[object]:
    """Yield and print the paths whenever files of a bank or templates have changed; packages do not count."""
    from ankigen.anki import notetypes
    from ankigen.system import watch

    for changed in watch.changes([*folders, notetypes.folder()], ledgers=True):
        if changed:
            if not quiet:
                echo(f"changed: {', '.join(sorted(map(as_typed, changed)))}")
            yield changed


@contextmanager
def _builds(
    locations: Sequence[Location], wanted: Filter, *, quiet: bool
) -> Iterator[tuple[list[Previewed], list[UserError]]]:
    """Yield the builds that the page shows, whose caches are open, and why other banks cannot be shown.

    A filter need not match in every bank. If no bank can be shown, it is a `UserError`.
    """
    from ankigen.build import pipeline
    from ankigen.views.cards import Previewed

    builds, misses, broken = [], [], []
    with ExitStack() as caches:
        for location in locations:
            cache = caches.enter_context(bank_cache(location))
            try:
                with progress(location.folder.name, quiet=quiet) as track:
                    built = pipeline.build(
                        location, wanted, now=int(time.time()), cache=cache, track=track, with_held=True
                    )
                builds.append(Previewed(built, visible(as_typed(location.folder))))
            except NoMatchError as problem:
                misses.append(problem)
            except UserError as problem:
                broken.append(problem)
        if not builds:
            nothing = UserError("there is no bank here", "name a bank's folder: ankigen preview PATH")
            raise next(iter([*broken, *misses]), nothing)
        yield builds, broken


def _notes(built: Build) -> Collection[object]:
    return next(iter(built.packages.values())).notes if built.packages else ()
