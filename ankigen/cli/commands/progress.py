"""`ankigen progress`."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ankigen.cli.console import as_typed, echo, echo_data, print_report, rich_console
from ankigen.cli.diagnostics import print_brief, print_diagnostics
from ankigen.cli.options import NO_PROGRESS, PATHS, format_option, paths_or_decks
from ankigen.cli.reading import collection_of, guids_of_derived, held_out_of, identified, read_banks
from ankigen.system.errors import UserError
from ankigen.views import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ankigen.anki.apkg import Collection
    from ankigen.build import Bank
    from ankigen.cli.reading import IdentifiedBank
    from ankigen.learning import Counts, History, Progress
    from ankigen.model import Diagnostic

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class _Report(NamedTuple):
    """What is printed of one bank: the progress, the search for what to study, what to mend, and the bank's folder."""

    progress: Progress
    search: str
    diagnostics: tuple[Diagnostic, ...]
    folder: Path


@click.command()
@PATHS
@click.option(
    "--from",
    "source",
    type=_FILE,
    metavar="FILE",
    help="A backup, an exported package or collection, or a collection.anki2. Default: Anki's newest backup.",
)
@click.option("--profile", metavar="NAME", help="The Anki profile whose newest backup is read, if you have several.")
@click.option(
    "-b",
    "--base",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="The folder of Anki's profiles, if you have moved it.",
)
@format_option(("text", "html", "json", "sarif"), "For a person, one page, one JSON object per bank, or what to mend.")
@click.option("--focus", is_flag=True, help="Write a package of the questions to study next.")
@click.option(
    "--counts",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write counts for the bank's author, without names and times.",
)
@click.option(
    "--merge",
    type=_FILE,
    metavar="FILE",
    multiple=True,
    help="Look for what to mend in the --counts of several learners. Can be repeated.",
)
@click.option(
    "--exam",
    "exams",
    type=_FILE,
    metavar="FILE",
    multiple=True,
    help="Count the saved result of a mock exam as first answers. Can be repeated.",
)
@NO_PROGRESS
def progress(  # noqa: PLR0913 - click's options
    paths: tuple[Path, ...],
    *,
    source: Path | None,
    profile: str | None,
    base: Path | None,
    style: str,
    counts: Path | None,
    merge: tuple[Path, ...],
    exams: tuple[Path, ...],
    focus: bool,
    quiet: bool,
) -> None:
    """Show from your reviews what you fall for, and if you are ready.

    PATH is a bank's folder; default: the bank that you are in, or every bank under decks/. Reads Anki's newest backup,
    and never the collection of a running Anki. Nothing leaves this machine.

    It shows the score to expect, from the first answer to each question; the traps, topics, domains and levels that go
    wrong more often than your mean; what to study next, as a search for Anki's Browser; and the questions that may need
    mending. Cards that are made of questions, such as look-ups, are shown by their kind and count in no estimate.
    `ankigen docs progress` says how each number is made.

    \b
    Environment:
      ANKI_BASE   the folder of Anki's profiles, as Anki itself reads it

    \b
    Examples:
      ankigen progress
      ankigen progress decks/databricks --format html > progress.html
      ankigen progress --from ~/Downloads/collection.colpkg --focus
      ankigen progress decks/databricks --exam databricks-exam-4711.json
      ankigen progress decks/databricks --merge anna.json --merge ben.json

    \b
    Exit codes:
      0   printed
      1   there is no backup, or a file cannot be read
      2   wrong usage

    \b
    See also:
      ankigen exam, ankigen picks, ankigen stats
    """  # noqa: D301 - click's \b keeps the lines apart
    if merge and (source or profile or focus or counts or exams):
        raise click.UsageError(
            "--merge reads the counts of others: leave out --from, --profile, --focus, --counts and --exam"
        )
    from ankigen.learning import load_results, with_exams

    banks = _banks(paths, quiet=quiet)
    if (counts or exams) and len(banks) > 1:
        raise click.UsageError(f"{'--counts' if counts else '--exam'} is of one bank: name it")
    with_guids = [identified(bank) for bank in banks]
    if merge:
        _print_merged(with_guids, merge, style)
        return
    made = [guids_of_derived(one) for one in with_guids]
    all_guids = {guid for by_key in (*made, *(one.guids for one in with_guids)) for guid in by_key.values()}
    collection = collection_of(source, profile, base, all_guids, needed=not exams)
    reports = []
    for one, guids_of_made in zip(with_guids, made, strict=True):
        histories = with_exams(_histories(one, collection), load_results(exams, one.bank.config.id))
        reports.append(_report(one, histories, guids_of_made, collection))
        if counts:
            _write_counts(counts, one.bank, histories, quiet=quiet)
        if focus:
            _write_focus(one.bank, reports[-1].progress, quiet=quiet)
    FORMATS[style](reports)


def _banks(paths: Sequence[Path], *, quiet: bool) -> list[Bank]:
    """Return the banks, whose diagnostics are printed; with wrong settings, exit with 1."""
    from ankigen.build import find_banks
    from ankigen.system.files import SETTINGS_FILE

    banks = [full.bank for full in read_banks(find_banks(paths_or_decks(paths)), quiet=quiet)]
    for bank in banks:
        print_diagnostics(bank)
    if any(SETTINGS_FILE in bank.faulty_paths for bank in banks):
        raise SystemExit(1)
    return banks


def _histories(of: IdentifiedBank, collection: Collection) -> tuple[History, ...]:
    from ankigen.learning import join

    return join(of.bank.summaries, of.guids, collection.cards)


def _report(
    of: IdentifiedBank, histories: tuple[History, ...], guids_of_made: Mapping[str, str], collection: Collection
) -> _Report:
    from ankigen.learning import Learner, count, join, measure, odd_questions
    from ankigen.model import with_derived

    held = held_out_of(of)
    in_decks = [history.question for history in histories if history.question.key not in held]
    made = [one for question in in_decks for one in with_derived(question)[1:] if one.key in guids_of_made]
    of_made = join(made, guids_of_made, collection.cards)
    learner = Learner(histories, time.time(), collection.other_fsrs, held, of_made, zone=None)
    measured = measure(learner, of.bank.config)
    questions = {history.guid: history.question for history in histories}
    learners = [count(histories, of.bank.config.id)]
    return _Report(measured, _search(of, measured), odd_questions(questions, learners), of.bank.location.folder)


def _search(of: IdentifiedBank, measured: Progress) -> str:
    """Return the search for Anki's Browser that finds the questions to study next; "" if there is none."""
    from ankigen.anki import search_for

    entries = [of.ledger.entries.get(of.guids[key]) for key in measured.focus]
    names = sorted(name for entry in entries if entry for name in entry.shown[:1])
    return search_for(of.bank.config.id, names) if names else ""


def _write_counts(path: Path, bank: Bank, histories: Sequence[History], *, quiet: bool) -> None:
    from ankigen.learning import count, load_counts
    from ankigen.system import atomic

    counts = count(histories, bank.config.id)
    if path.exists():
        load_counts([path], bank.config.id)  # or an error, rather than to overwrite another file
    atomic.replace({path: atomic.content(f"{counts.model_dump_json(indent=1)}\n".encode())})
    if not quiet:
        echo(f"{as_typed(path)}: counts of {len(counts.questions)} questions, without names and times", err=True)


def _write_focus(bank: Bank, measured: Progress, *, quiet: bool) -> None:
    """Write a package of the questions to study next; whoever has them gets no new note."""
    from ankigen.build import Filter, packages
    from ankigen.cli.building.bank import Job
    from ankigen.cli.building.jobs import build_all

    if not measured.focus:
        echo(f"{bank.config.title}: nothing to study next, so no package is written", err=True)
        return
    wanted = Filter(focus=frozenset(measured.focus))
    if build_all([bank.location], Job(wanted, quiet=True)):
        raise UserError(f"{as_typed(bank.location.folder)}: the package was not written")
    if not quiet:  # not among what a program or a page is made of
        echo(
            f"{as_typed(packages.package_path(bank.location, wanted))}: {counted(len(measured.focus), 'question')}",
            err=True,
        )


def _print_merged(banks: Sequence[IdentifiedBank], paths: Sequence[Path], style: str) -> None:
    """Print what to mend, from the counts of several learners."""
    from ankigen.learning import doubts, load_counts, odd_questions
    from ankigen.views import formats

    if len(banks) != 1:
        raise click.UsageError("--merge is of one bank: name it")
    if style == "html":
        raise click.UsageError("--merge has no page: choose --format text, json or sarif")
    ((bank, _, guids),) = banks
    learners: tuple[Counts, ...] = load_counts(paths, bank.config.id)
    questions = {guids[question.key]: question for question in bank.summaries}
    diagnostics = odd_questions(questions, learners)
    if style in formats.FORMATS:
        output = formats.FORMATS[style](diagnostics, as_typed(bank.location.folder))
        echo(output, nl=bool(output))
    else:
        print_brief(diagnostics, bank.location.folder)
    echo(f"{counted(len(learners), 'learner')}, {counted(len(diagnostics), 'question')} to look at", err=True)
    for warning in doubts(learners, [*map(as_typed, paths)], questions.keys()):
        echo(f"warning: {warning}", err=True)


def _print_text(reports: Sequence[_Report]) -> None:
    from ankigen.views.progress import terminal

    console = rich_console()
    for number, report in enumerate(reports):
        parts = terminal.progress_report(report.progress, report.search)
        print_report(console, *([""] if number else []), parts)
        if report.diagnostics:
            echo(f"\nQuestions to look at: {len(report.diagnostics)}", bold=True)
            print_brief(report.diagnostics, report.folder)


def _print_html(reports: Sequence[_Report]) -> None:
    from ankigen.views.progress import progress_page, progress_section

    today = datetime.now().astimezone().date()
    sections = [
        progress_section(report.progress, report.search, report.diagnostics, as_typed(report.folder), today)
        for report in reports
    ]
    echo_data(progress_page(sections), nl=False)


def _print_json(reports: Sequence[_Report]) -> None:
    import json

    for report in reports:
        mend = [diagnostic.model_dump(mode="json") for diagnostic in report.diagnostics]
        record = {**report.progress.model_dump(mode="json"), "search": report.search, "mend": mend}
        echo(json.dumps(record, ensure_ascii=False))


def _print_sarif(reports: Sequence[_Report]) -> None:
    from ankigen.views import formats

    for report in reports:
        echo(formats.FORMATS["sarif"](report.diagnostics, as_typed(report.folder)))


FORMATS = {"text": _print_text, "html": _print_html, "json": _print_json, "sarif": _print_sarif}
