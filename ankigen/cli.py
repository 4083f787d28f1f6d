"""The command line: alone prints, exits, and reads the environment and the clock."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankigen import __version__
from ankigen.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ankigen.banks import Bank, Place
    from ankigen.pipeline import Build
    from ankigen.select import Filter

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True), metavar="[PATH]...")
_DIALECT = click.option(
    "--dialect",
    type=click.Choice(["reference", "headed", "tasklist", "keyed"]),
    help="Read every file in this dialect. Default: ankigen looks at each file.",
)
_FILTERS = ("trap", "topic", "level", "domain", "source", "id")


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    for flag in ("topic", "trap"):
        command = click.option(f"--no-{flag}", is_flag=True, help=f"Only questions without any {flag}.")(command)
    for kind in reversed(_FILTERS):
        text = f"Only questions with this {kind}; `*` and `?` stand for other characters. Repeat for any of several."
        command = click.option(f"--{kind}", multiple=True, metavar="PATTERN", help=text)(command)
    return command


class _Group(click.Group):
    """Tells a person what the world did to us in one message, never in a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            _print_problem(problem)
            ctx.exit(1)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 a question was left out or nothing was built, 2 wrong usage.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Turn banks of exam questions written in markdown into Anki packages.

    \b
    Examples:
      ankigen build                        every bank under decks/
      ankigen build --trap Syntax-Confusion
      ankigen export decks/databricks --format jsonl
    """  # noqa: D301 - click's \b keeps the lines apart


@cli.command()
@_PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write the packages. Default: the folder apkg in each bank.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a build would change the ledger.")
@_DIALECT
@_filters
def build(paths: tuple[Path, ...], output: Path | None, dialect: str | None, *, check: bool, **filters: Any) -> None:  # noqa: ANN401 - click's options
    """Build the packages of banks.

    PATH is a bank's folder, a folder of markdown files, or one file; without it every bank under decks/ is built.
    There is one package per home topic and one of the whole bank. A filter or a part of a bank gives one package
    that is named after it, and leaves the others as they are.

    \b
    Examples:
      ankigen build
      ankigen build decks/databricks/questions/Q-005.md -o /tmp
      ankigen build --trap 'syntax*' --trap Similar-Function --level 'L1*'
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import banks

    wanted = _filter(filters)
    problems: list[Problem] = []
    built = faults = 0
    files: dict[Path, Path] = {}
    for place in banks.places(_default(paths), dialect or ""):
        try:
            made, errors = _build(place, wanted, output, check=check, files=files)
        except Problem as problem:
            problems.append(problem)
            continue
        built += bool(made.packages)
        faults += errors
    # A filter need not match in every bank.
    misses = [told for told in problems if told.miss]
    for told in problems:
        if not told.miss or (told is misses[0] and not built):
            _print_problem(told)
    if not built and not problems:
        click.echo(f"error: nothing was built{'' if faults else ': no question was found'}", err=True)
    sys.exit(1 if faults or not built or len(misses) < len(problems) else 0)


def _build(
    place: Place, wanted: Filter, output: Path | None, *, check: bool, files: dict[Path, Path]
) -> tuple[Build, int]:
    """Build one bank, or check its ledger; return the build and the number of errors.

    `files` are the packages of the banks before it, which it must not write over.
    """
    from ankigen import pipeline
    from ankigen.output import locked

    shown = _shown(place.folder)
    with locked(place.folder, lambda: click.echo(f"another build of {shown} is running; waiting for it", err=True)):
        made = pipeline.build(place, wanted, now=_now(), folder=output)
        faults = _print_diagnostics(made.bank)
        if not made.packages:
            return made, faults
        if check:
            faults += _check_ledger(made)
        else:
            _wait_for(made)
            _claim(made, files)
            pipeline.write(made)
            _print_packages(made)
        _print_changes(made)
    return made, faults


def _claim(made: Build, files: dict[Path, Path]) -> None:
    """Refuse to write over a package of another bank in the same run."""
    for path in (made.folder / name for name in made.packages):
        if path in files:
            raise Problem(
                f"{path}: two banks would write it: {files[path]} and {made.bank.place.folder}",
                "give one of them another `id`",
            )
        files[path] = made.bank.place.folder


def _check_ledger(made: Build) -> int:
    from ankigen import pipeline

    if pipeline.ledger_is_current(made):
        click.echo(f"{_shown(made.ledger_path)} is current")
        return 0
    click.echo(f"{_shown(made.ledger_path)}:1:1: error[AG005] the ledger is not what a build would write", err=True)
    click.echo("  hint: run `make decks` and commit the ledger", err=True)
    return 1


def _wait_for(made: Build) -> None:
    """Wait until no date of the build lies in the future: two builds within a second need two dates."""
    ahead = made.after.changed - time.time()
    if ahead > 2:
        message = f"{_shown(made.ledger_path)}: a date lies in the future, so Anki would ignore later builds"
        raise Problem(message, "set this machine's clock; the ledger was written by one that is ahead")
    time.sleep(max(0.0, ahead))


@cli.command()
@_PATHS
@click.option(
    "--format",
    "style",
    type=click.Choice(["jsonl", "json"]),
    default="jsonl",
    show_default=True,
    help="One object a line, or one array.",
)
@_DIALECT
@_filters
def export(paths: tuple[Path, ...], style: str, dialect: str | None, **filters: Any) -> None:  # noqa: ANN401 - click's options
    """Print every question of every file as JSON, copies as well.

    \b
    Examples:
      ankigen export decks/databricks --format jsonl
      ankigen export --trap Syntax-Confusion --format json
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import banks, exports, ledger, pipeline
    from ankigen.sources import OUTPUT_FOLDER

    wanted = _filter(filters)
    records: list[str] = []
    faults = 0
    for path in _default(paths):
        for place in banks.places([path], dialect or ""):
            bank = banks.read(place)
            faults += _print_diagnostics(bank)
            _, known = pipeline.read_ledger(bank, place.folder / OUTPUT_FOLDER)
            guids = ledger.match(known, bank.questions, bank.config.id, bank.faulty)
            records += exports.records(bank, path.resolve(), wanted, guids)
    if not records and wanted.name:
        raise Problem("no question matches the filter", "`ankigen export` without it lists them all")
    if style == "json":
        click.echo("[\n" + ",\n".join(records) + "\n]")
    else:
        click.echo("\n".join(records), nl=bool(records))
    sys.exit(1 if faults else 0)


@cli.command()
@_PATHS
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "full", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="For a person, briefly or with the line itself; one JSON object a line; GitHub's annotations; SARIF 2.1.0.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings as well.")
@_DIALECT
@click.option("--verbose", is_flag=True, help="List the files that hold no question, too.")
def check(paths: tuple[Path, ...], style: str, dialect: str | None, *, strict: bool, verbose: bool) -> None:
    """Report what is wrong or doubtful in banks, with file, line, code and a hint.

    `ankigen explain CODE` tells more about a code. A comment <!-- ankigen: ignore AG206 --> in a question, or
    ignore = ["AG206"] in bank.toml, silences a warning.

    \b
    Examples:
      ankigen check
      ankigen check decks/databricks --format full
      ankigen check --strict --format github
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import banks, reports

    read = [banks.read(place) for place in banks.places(_default(paths), dialect or "")]
    for bank in read:
        said = reports.FORMATS[style](bank.diagnostics, _shown(bank.place.folder), bank.place.folder)
        click.echo(said, nl=bool(said))
        for path in bank.empty if verbose else ():
            click.echo(f"{_shown(bank.place.folder / path)}: no question", err=True)
    found = [finding for bank in read for finding in bank.diagnostics]
    errors = sum(finding.is_error for finding in found)
    questions = sum(len(bank.questions) for bank in read)
    counts = (_counted(questions, "question"), _counted(errors, "error"), _counted(len(found) - errors, "warning"))
    click.echo(", ".join(counts), err=True)
    sys.exit(1 if errors or (strict and found) else 0)


@cli.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell what a diagnostic CODE means and what to do about it; without CODE, list them all.

    \b
    Example:
      ankigen explain AG205
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.rules import BY_CODE, page

    if code is None:
        for rule in BY_CODE.values():
            click.echo(f"{rule.code}  {rule.severity:7}  {rule.summary}")
    elif code.upper() in BY_CODE:
        click.echo(page(BY_CODE[code.upper()]), nl=False)
    else:
        raise click.UsageError(f"there is no code {code}; `ankigen explain` lists them all")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Where to write the clean file.")
@click.option("--in-place", is_flag=True, help="Write it over FILE.")
def repair(file: Path, output: Path | None, *, in_place: bool) -> None:
    """Restore a FILE of which the UTF-8 text was once read in a wrong code page.

    Prints the clean text, or writes it with -o or --in-place. Characters of which bytes were lost are inferred; the
    language data for it comes with `pip install 'ankigen[repair]'`.

    \b
    Example:
      ankigen repair notes/Q-005.md -o Q-005.md
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import output as files
    from ankigen.repair import repair as restored

    if output and in_place:
        raise click.UsageError("give either -o or --in-place")
    text = files.read_text(file) or ""
    result = restored(text)
    target = file if in_place else output
    if target:
        files.replace({target: result.text.encode()})
    else:
        click.echo(result.text, nl=False)
    if result.encoding is None:
        click.echo(f"{file}: sound, nothing to repair", err=True)
        return
    lost = f", {result.lost} lost" if result.lost else ""
    counts = f"{result.certain} characters certain, {result.inferred} inferred{lost}"
    click.echo(f"{file}: was read as {result.encoding}; {counts}", err=True)


@cli.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True))
@click.argument("new", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For a person, or for a program.",
)
def diff(old: Path, new: Path, style: str) -> None:
    """Show what changes for a learner who has OLD and imports NEW.

    OLD and NEW are packages, or folders of packages. Changed answers come first.

    \b
    Example:
      ankigen diff last-release/ decks/databricks/apkg/
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import diff as differ

    changes = differ.diff(differ.load(old), differ.load(new))
    click.echo(differ.as_json(changes) if style == "json" else differ.as_text(changes))


@cli.command()
@click.argument("package", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def inspect(package: Path) -> None:
    """List the decks, notes, tags, fields and files of PACKAGE, with sizes.

    \b
    Example:
      ankigen inspect decks/databricks/apkg/databricks.apkg
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen import inspection

    for line in inspection.inspect(package):
        click.echo(line)


def main() -> None:
    """Run the command line."""
    cli(prog_name="ankigen")


def _print_problem(problem: Problem) -> None:
    click.echo(str(problem), err=True)
    if problem.hint:
        click.echo(f"  hint: {problem.hint}", err=True)


def _default(paths: Sequence[Path]) -> Sequence[Path]:
    if paths:
        return paths
    if not Path("decks").is_dir():
        raise click.UsageError("there is no folder decks here; name a bank: ankigen build PATH")
    from ankigen.banks import below

    return below(Path("decks"))


def _filter(options: dict[str, Any]) -> Filter:
    from ankigen.select import Filter

    return Filter.model_validate(options)


def _now() -> int:
    """Return the build's time in epoch seconds: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the clock."""
    clock = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return clock
    if not given.isdecimal():
        raise click.UsageError(f"SOURCE_DATE_EPOCH is `{given}`; it must be a number of seconds")
    if int(given) < 1_000_000_000:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {given}, before 2001: Anki cannot use such a date")
    if int(given) > clock:
        raise click.UsageError("SOURCE_DATE_EPOCH lies in the future: Anki would then ignore later builds")
    return int(given)


def _print_diagnostics(bank: Bank) -> int:
    """Print the errors of a bank to standard error, and how many warnings there are; return the number of errors."""
    from ankigen import reports

    found = [finding for finding in bank.diagnostics if bank.has(finding)]
    errors = [finding for finding in found if finding.is_error]
    shown = _shown(bank.place.folder)
    if errors:
        click.echo(reports.text(errors, shown, bank.place.folder), err=True)
    warnings = len(found) - len(errors)
    if warnings:
        click.echo(f"{_counted(warnings, 'warning')}; to see them: ankigen check {shown}", err=True)
    return len(errors)


def _print_packages(made: Build) -> None:
    for name, package in made.packages.items():
        path = _shown(made.folder / name)
        size = (made.folder / name).stat().st_size
        click.echo(f"{path}  {_counted(len(package.notes), 'note')}, {size / 1024:.1f} KiB")


def _print_changes(made: Build) -> None:
    """Print what changed since the last build, one line a kind, and what a learner may want to do about it."""
    from ankigen import ledger, pipeline
    from ankigen.changes import summary

    changes = ledger.changes(made.before, made.after)
    for line in summary(changes):
        click.echo(line)
    config = made.bank.config
    if "retired" in changes:
        click.echo(f"  to suspend them, search in Anki's Browser: {pipeline.search_for(config.id, changes['retired'])}")
    if made.before.title not in {"", config.title}:
        click.echo(
            f"warning: the title was {made.before.title}: existing cards stay in its decks, "
            f"new ones go to {config.title}; rename the deck in Anki, or keep the title",
            err=True,
        )
    for (old, new), count in ledger.moves(made.before, made.after).items():
        search = pipeline.search_for_moved(config.title, old, new)
        click.echo(f"  {_counted(count, 'card')} of {old or 'no topic'} stay in their deck; to move them: {search}")


def _shown(path: Path) -> str:
    """Return a path as a person would type it: relative when it lies below the working directory."""
    full, here = path.resolve(), Path.cwd()
    return str(full.relative_to(here) if full.is_relative_to(here) else full)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
