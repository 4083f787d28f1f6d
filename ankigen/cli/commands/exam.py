"""`ankigen exam`."""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ankigen.cli.console import as_typed, echo
from ankigen.cli.diagnostics import print_diagnostics
from ankigen.cli.options import OPEN, PATHS, QUIET, filters, output_file, paths_or_decks, to_filter
from ankigen.cli.progress import progress, waiting
from ankigen.cli.reading import bank_cache, held_out_of, identified
from ankigen.system.errors import NoMatchError, UserError
from ankigen.views import counted, sized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ankigen.build import Bank, Filter, Location
    from ankigen.learning import Drawn
    from ankigen.system.cache import Cache
    from ankigen.views.cards import Exam

_QUESTIONS = 60
_MINUTES = 2  # for a question
_SEEDS = 1_000_000


class _Wanted(NamedTuple):
    """What the options ask for; a number that is None is to be chosen."""

    filter: Filter
    questions: int | None
    minutes: int | None
    seed: int
    practice: bool
    certainty: bool
    paper: bool
    missed: tuple[Path, ...]


@click.command()
@PATHS
@click.option(
    "-n",
    "--questions",
    type=click.IntRange(1),
    metavar="N",
    help=f"How many questions. Default: {_QUESTIONS}, or all if there are fewer; two for each one in --missed.",
)
@click.option(
    "--minutes",
    type=click.IntRange(0, 6000),
    metavar="N",
    help=f"The time for all of it; 0 for no clock. Default: {_MINUTES} for each question; none with --practice.",
)
@click.option("--seed", type=click.IntRange(0), metavar="N", help="Draw the same exam again. Default: a new one.")
@click.option("--practice", is_flag=True, help="Show the answer of each question at once.")
@click.option("--certainty", is_flag=True, help="Ask for each answer how sure you are.")
@click.option("--print", "paper", is_flag=True, help="Make a paper to print: the questions, then the answers.")
@click.option(
    "--missed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    multiple=True,
    help="Ask what was wrong in a saved result again, with other questions of the same traps. Can be repeated.",
)
@output_file("Write the page to this file. Default: apkg/exam-SEED.html in the bank.")
@OPEN
@QUIET
@filters
def exam(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...],
    *,
    questions: int | None,
    minutes: int | None,
    seed: int | None,
    practice: bool,
    certainty: bool,
    paper: bool,
    missed: tuple[Path, ...],
    output: Path | None,
    opens: bool,
    quiet: bool,
    **filters: Any,  # noqa: ANN401 - click's options
) -> None:
    """Draw a mock exam: one page with a clock and a result.

    PATH is a bank's folder, or a part of it; default: the bank that you are in, or every bank under decks/. The page is
    one file that needs neither a network nor Anki. Closed in the middle, it goes on where it was.

    Questions are drawn by the weights of [blueprint] in bank.toml; those that the bank holds out of its packages come
    first. A question counts if exactly its right options are picked. At the end come the score by domain, level and
    trap, every question with its reasons, a search for what you missed, and a file for `ankigen progress --exam`.

    \b
    Examples:
      ankigen exam --open
      ankigen exam decks/databricks --questions 45 --minutes 90
      ankigen exam decks/databricks --missed databricks-exam-4711.json --practice

    \b
    Exit codes:
      0   written
      1   a question was left out, or nothing matches
      2   wrong usage

    \b
    See also:
      ankigen progress, ankigen preview
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.build import find_banks

    locations = find_banks(paths_or_decks(paths))
    if len(locations) > 1 and (output or missed):
        raise click.UsageError(f"{'-o' if output else '--missed'} is of one bank: name it")
    if paper and (practice or certainty):
        raise click.UsageError("a paper cannot show answers at once, or ask: leave out --practice and --certainty")
    chosen_seed = secrets.randbelow(_SEEDS) if seed is None else seed
    wanted = _Wanted(to_filter(filters), questions, minutes, chosen_seed, practice, certainty, paper, missed)
    errors = [_write(location, wanted, output, opens=opens, quiet=quiet) for location in locations]
    sys.exit(1 if any(errors) else 0)


def _write(location: Location, wanted: _Wanted, output: Path | None, *, opens: bool, quiet: bool) -> int:
    """Write the page of one bank; return how many errors its files have."""
    from ankigen.system import atomic
    from ankigen.system.files import OUTPUT_FOLDER
    from ankigen.views.cards import exam_page, exam_paper

    with bank_cache(location) as cache:
        made, drawn = _exam(location, wanted, cache, quiet=quiet)
        errors = print_diagnostics(made.build.bank)
        name = f"exam-{wanted.seed}{'-paper' if wanted.paper else ''}.html"
        path = output or location.folder / OUTPUT_FOLDER / name
        with waiting(f"making {path.name}", quiet=quiet):
            page = (exam_paper(made) if wanted.paper else exam_page(made)).encode()
            atomic.replace({path: atomic.content(page)})
    if not quiet:
        _print_summary(path, made, drawn, len(page))
    if opens:
        click.launch(str(path))
    return errors


def _print_summary(path: Path, made: Exam, drawn: Drawn, size: int) -> None:
    time_limit = f"{made.minutes} minutes" if made.minutes else "no clock"
    echo(f"{as_typed(path)}  {counted(len(made.questions), 'question')}, {time_limit}, seed {made.seed}, {sized(size)}")
    for domain, number in drawn.lacking.items():
        echo(f"{domain or 'without a domain'}: {counted(number, 'question')} too few for its share; others are asked")


def _exam(location: Location, wanted: _Wanted, cache: Cache, *, quiet: bool) -> tuple[Exam, Drawn]:
    """Return the mock exam of a bank, and what was drawn for it."""
    from ankigen.build import Filter, pipeline, read_bank
    from ankigen.model import QUESTION_KINDS
    from ankigen.views.cards import Exam

    with progress(location.folder.name, quiet=quiet) as track:
        bank = read_bank(location, cache, track).bank
    drawn = _drawn(bank, wanted)
    only = Filter(focus=frozenset(question.key for question in drawn.questions), kind=QUESTION_KINDS)
    built = pipeline.build(location, only, now=int(time.time()), cache=cache, with_held=True)
    keys = {row.summary.key for rows in built.rows.values() for row in rows}  # without those that wait (AG312)
    asked = tuple(question for question in drawn.questions if question.key in keys)
    if not asked:
        print_diagnostics(built.bank)
        raise UserError(f"{bank.config.title}: each question that was drawn waits until another one can be read")
    minutes = wanted.minutes
    if minutes is None:
        minutes = 0 if wanted.practice or wanted.paper else _MINUTES * len(asked)
    return Exam(built, asked, wanted.seed, minutes, wanted.practice, wanted.certainty), drawn


def _drawn(bank: Bank, wanted: _Wanted) -> Drawn:
    """Return the questions of the exam; `UserError` if none can be asked."""
    from ankigen.build import select
    from ankigen.learning import draw, draw_again

    title = bank.config.title
    matching = select.select(bank.selected, wanted.filter)
    if not matching and bank.selected:
        raise NoMatchError(
            f"no question of {title} matches the filter", select.suggestion(bank.selected, wanted.filter)
        )
    of_kind = [question for question in matching if select.is_of_kind(question, wanted.filter)]
    choices = [question for question in of_kind if question.kind == "choice" and question.answer]
    missed = _missed(bank, wanted.missed) & {question.key for question in choices}
    if wanted.missed and not missed:
        raise UserError(f"{title}: nothing was missed of what the bank has and the filters take")
    if wanted.missed:
        drawn = draw_again(choices, missed, wanted.questions or 2 * len(missed), wanted.seed)
    else:
        held = held_out_of(identified(bank))
        drawn = draw(choices, bank.config, wanted.questions or _QUESTIONS, wanted.seed, held)
    if not drawn.questions:
        hint = "the domains of its questions are not those of [blueprint] in bank.toml" if choices else ""
        raise UserError(f"{title}: has no multiple-choice question to ask", hint)
    return drawn._replace(lacking={}) if wanted.filter.name else drawn  # a filter leaves domains out on purpose


def _missed(bank: Bank, paths: Sequence[Path]) -> frozenset[str]:
    """Return the keys of the questions that were missed in the results in these files."""
    from ankigen.learning import load_results

    if not paths:
        return frozenset()
    results = load_results(paths, bank.config.id)
    missed = frozenset[str]().union(*(result.missed for result in results))
    return frozenset(key for key, guid in identified(bank).guids.items() if guid in missed)
