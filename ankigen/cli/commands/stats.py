"""`ankigen stats`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ankigen.cli.console import as_typed, echo, echo_data, print_report, rich_console
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.options import NO_PROGRESS, PATHS, filters, format_option, paths_or_decks, to_filter
from ankigen.cli.reading import read_banks
from ankigen.system.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ankigen.views.stats import Stats


def _print_text(stats_and_roots: Sequence[tuple[Stats, str]]) -> None:
    from ankigen.views.stats import terminal

    console = rich_console()
    for i, (numbers, root) in enumerate(stats_and_roots):
        print_report(console, *([""] if i else []), terminal.stats_report(numbers, root, console.width))


def _print_json(stats_and_roots: Sequence[tuple[Stats, str]]) -> None:
    for numbers, _ in stats_and_roots:
        echo(numbers.model_dump_json())


def _print_html(stats_and_roots: Sequence[tuple[Stats, str]]) -> None:
    from ankigen.views.stats import stats_page, stats_section

    echo_data(stats_page([stats_section(numbers, root) for numbers, root in stats_and_roots]), nl=False)


FORMATS = {"text": _print_text, "json": _print_json, "html": _print_html}


@click.command()
@PATHS
@format_option(list(FORMATS), "For a person, one JSON object per bank, or one page.")
@NO_PROGRESS
@filters
def stats(paths: tuple[Path, ...], style: str, *, quiet: bool, **filters: Any) -> None:  # noqa: ANN401 - click's options
    """Count the questions of banks by tag, and list what is missing.

    PATH is a bank's folder, or a part of it; default: the bank that you are in, or every bank under decks/. Prints
    the tags, topics by traps, answer letters, how the bank covers the exam's blueprint, and what is disputed or
    missing.

    The blueprint is the table [blueprint] of bank.toml, with a weight for each domain of the exam. Pearson's
    chi-square test decides whether the right answers are spread evenly over the letters.

    \b
    Environment:
      NO_COLOR   no colours; also off when the output is not a terminal

    \b
    Examples:
      ankigen stats
      ankigen stats decks/databricks --topic Delta-Lake
      ankigen stats --format html > numbers.html

    \b
    Exit codes:
      0   printed
      1   a question was left out, or nothing matches
      2   wrong usage

    \b
    See also:
      ankigen preview, ankigen check
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks, select
    from ankigen.views.stats import collect

    wanted = to_filter(filters)
    stats_and_roots: list[tuple[Stats, str]] = []
    error_count = 0
    for bank, _ in read_banks(find_banks(paths_or_decks(paths)), quiet=quiet):
        error_count += print_diagnostics(bank)
        questions = select.select(bank.selected, wanted)
        stats_and_roots.append((collect(questions, bank.config), as_typed(bank.location.folder)))
    if wanted.name and not any(numbers.questions for numbers, _ in stats_and_roots):
        raise UserError("no question matches the filter", "`ankigen stats` without it counts them all")
    FORMATS[style](stats_and_roots)
    sys.exit(1 if error_count else 0)
